import { openHouse } from '../doors/open.ts'
import { serveHouse } from '../doors/serve.ts'
import { openKeyRing } from '../kernel/secrets/keyring.ts'

/** Our server, as `npm start` runs it, with the limiter opened wide: the bench is one very busy address. */
const setup = await new Promise<{
  connection: object
  cityId: string
  dataDir: string
  keys: string
  role?: string
  figures?: 'rows'
}>((got) => process.once('message', (m) => got(m as never)))
const wide = { capacity: 1e9, perMinute: 1e9 }
const house = await openHouse({
  connection: setup.connection,
  cityId: setup.cityId,
  dataDir: setup.dataDir,
  figures: setup.figures ?? 'memory',
  keys: await openKeyRing(setup.keys, undefined),
  ...(setup.role ? { role: setup.role } : {}),
})
const serving = await serveHouse(house, {
  secure: false,
  limits: { general: wide, lookup: wide, signIn: wide, upload: wide },
})
await serving.app.listen({ port: 0, host: '127.0.0.1' })
const address = serving.app.server.address()
process.send!({ port: typeof address === 'object' && address ? address.port : 0 })
process.once(
  'SIGTERM',
  () =>
    void serving
      .stop()
      .then(() => house.close())
      .then(() => process.exit(0)),
)
