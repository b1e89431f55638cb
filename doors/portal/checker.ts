import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { rolldown } from 'rolldown'
import type { Assets } from './assets.ts'
import { type Asset, press } from './assets.ts'
import { chooseEncoding } from './page-cache.ts'

type Files = { page: Buffer; worker: Buffer; scripts: ReadonlyMap<string, Asset> }

const FOLDER = 'modules/credentials/pages/checker'
/** Fetched each time when there is a network, and kept for when there is none. */
const FRESH = ['/api/v1/certificates/keys', '/api/v1/certificates/status-list', '/api/v1/codes/catalogue.occupation']

/** The check that works without a network: a page of its own with its script and a service worker. Put together when first asked for. */
export function registerChecker(app: FastifyInstance, root: string, assets: Assets): void {
  let made: Promise<Files> | undefined
  const files = () => {
    made ??= make(root, assets)
    made.catch(() => {
      made = undefined
    })
    return made
  }
  app.get('/v', { schema: { hide: true } }, async (_req, reply) =>
    reply
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send((await files()).page),
  )
  app.get('/v-worker.js', { schema: { hide: true } }, async (_req, reply) =>
    reply
      .header('cache-control', 'no-cache')
      .type('text/javascript; charset=utf-8')
      .send((await files()).worker),
  )
  app.get<{ Params: { name: string } }>('/static/check/:name', { schema: { hide: true } }, async (req, reply) => {
    const asset = (await files()).scripts.get(req.params.name)
    if (!asset) return reply.callNotFound()
    const encoding = chooseEncoding(req.headers['accept-encoding'])
    if (encoding !== 'identity') reply.header('content-encoding', encoding)
    return reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('vary', 'accept-encoding')
      .type(asset.type)
      .send(asset[encoding])
  })
}

async function make(root: string, assets: Assets): Promise<Files> {
  const bundle = await rolldown({
    input: { main: join(root, FOLDER, 'main.ts') },
    cwd: root,
    platform: 'browser',
    treeshake: { moduleSideEffects: false },
    logLevel: 'silent',
  })
  const { output } = await bundle.generate({
    format: 'esm',
    minify: true,
    entryFileNames: '[name].[hash].js',
    chunkFileNames: '[name].[hash].js',
  })
  await bundle.close()
  const scripts = new Map<string, Asset>()
  let entry = ''
  for (const f of output) {
    if (f.type !== 'chunk') continue
    if (f.isEntry) entry = f.fileName
    scripts.set(f.fileName, press(`/static/check/${f.fileName}`, 'text/javascript; charset=utf-8', f.code))
  }
  const read = (name: string) => readFileSync(join(root, FOLDER, name), 'utf8')
  const page = read('page.html')
    .replace('__CSS__', assets.portalCss)
    .replace('__ICON__', assets.icon)
    .replace('__SCRIPT__', `/static/check/${entry}`)
  const shell = ['/v', assets.portalCss, assets.icon, ...[...scripts.keys()].map((n) => `/static/check/${n}`)]
  const version = createHash('sha256').update(page).update(shell.join()).digest('hex').slice(0, 12)
  const worker = read('worker.js')
    .replace('__VERSION__', version)
    .replace('__SHELL__', JSON.stringify(shell))
    .replace('__FRESH__', JSON.stringify(FRESH))
  return { page: Buffer.from(page), worker: Buffer.from(worker), scripts }
}
