import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { buildServer, type Shortcut } from '../kernel/http/server.ts'
import { accountRoutes } from './api/accounts.ts'
import { caseRoutes } from './api/cases.ts'
import { certificateRoutes } from './api/certificates.ts'
import { importRoutes } from './api/imports.ts'
import { measureRoutes } from './api/measures.ts'
import { officeRoutes } from './api/office.ts'
import { recordRoutes } from './api/records.ts'
import { sessionRoutes } from './api/session.ts'
import { startNightly } from './jobs/nightly.ts'
import { startOutbox } from './jobs/outbox.ts'
import { type House, ROOT } from './open.ts'

const FEED_POLL_MS = 250

export type Serving = { app: FastifyInstance; stop(): Promise<void> }

/** The web server over an open house: API, portal, desk. Listening is the caller's. */
export async function serveHouse(
  house: House,
  options: { secure: boolean; log?: boolean; limits?: Parameters<typeof buildServer>[0]['limits'] },
): Promise<Serving> {
  const { office } = house
  const shortcuts: Shortcut[] = []
  let dropPages = () => {}
  const app = await buildServer({
    shortcuts,
    world: office.world,
    secure: options.secure,
    log: options.log ?? false,
    ...(options.limits ? { limits: options.limits } : {}),
    actorOf: (token) => house.accounts.actorOf(token),
    info: { title: 'Guildbook', version: '1', description: `${office.city.name.zh} — ${office.city.bureau.zh}` },
    routes: [
      ...sessionRoutes(house, options.secure),
      ...accountRoutes(house),
      ...measureRoutes(house),
      ...recordRoutes(house),
      ...caseRoutes(house),
      ...importRoutes(house),
      ...certificateRoutes(house),
      ...officeRoutes(house),
    ],
  })

  // An act may change what a kept page says: whoever has just listed a school finds it listed.
  app.addHook('onSend', async (req, reply) => {
    if (req.method !== 'GET' && req.method !== 'HEAD' && reply.statusCode < 300 && req.url.startsWith('/api/'))
      dropPages()
  })

  let ready = true
  app.get('/healthz', { schema: { hide: true } }, async () => ({ ok: true }))
  app.get('/readyz', { schema: { hide: true } }, async (_, reply) => {
    if (!ready) return reply.code(503).send({ ok: false })
    await house.db.read.rows({ text: 'select 1', values: [] })
    return { ok: true, town: house.town.size }
  })
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'guildbook_fact_rows',
    help: 'rows of each fact set in memory',
    labelNames: ['facts'],
    registers: [registry],
    collect() {
      for (const m of house.measures.memory) this.set({ facts: m.facts }, m.rows)
    },
  })
  app.get('/metrics', { schema: { hide: true } }, async (req, reply) => {
    if (req.ip !== '127.0.0.1' && req.ip !== '::1') return reply.code(404).send()
    return reply.type(registry.contentType).send(await registry.metrics())
  })

  if (existsSync(join(ROOT, 'doors/portal/server.ts'))) {
    const { registerPortal } = await import('./portal/server.ts')
    const portal = await registerPortal(app, house)
    shortcuts.push(portal.shortcut)
    dropPages = () => portal.dropCache()
  }
  if (existsSync(join(ROOT, 'doors/desk-files.ts'))) {
    const { registerDesk } = await import('./desk-files.ts')
    await registerDesk(app, { distFolder: join(ROOT, 'dist/desk') })
  }

  // The columns in memory follow the register: a wake-up where the database gives one, a look four times a second anyway.
  // What changed a figure may stand on a page that is kept.
  const follow = () =>
    void house.measures
      .pull()
      .then((changes) => changes > 0 && dropPages())
      .catch(() => {})
  const poll = setInterval(follow, FEED_POLL_MS)
  const unlisten = await house.db.listen('measures_feed', follow).catch(() => async () => {})
  // Imports and messages that an earlier process left half done go on.
  await house.imports.resume()
  const stopMover = startOutbox(house)
  const stopNight = startNightly(house)
  return {
    app,
    stop: async () => {
      ready = false
      clearInterval(poll)
      await stopMover()
      stopNight()
      await app.close()
      await unlisten().catch(() => {})
    },
  }
}
