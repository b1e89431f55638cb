import { buildServer } from '../../kernel/http/server.ts'
import { fixtureParts } from './fixture.ts'
import { fixtureReads } from './fixture-reads.ts'
import { registerPortal } from './server.ts'

/** `node doors/portal/preview.ts [port]`: all pages with made-up figures, without a database. */
const parts = fixtureParts(fixtureReads)
const app = await buildServer({
  world: parts.office.world,
  routes: [],
  actorOf: () => Promise.reject(new Error('nobody signs in here')),
  secure: false,
  info: { title: 'preview', version: '0', description: '' },
})
await registerPortal(app, { ...parts, cacheSeconds: 0 })
console.log(await app.listen({ port: Number(process.argv[2] ?? 8600), host: '127.0.0.1' }))
