import { createServer } from 'node:http'
import pg from 'pg'

/**
 * The floor: bare node:http and pg. `/select?number=` does one prepared select and prints the row; `/page` sends one buffer
 * of the size of a public page.
 */
const setup = await new Promise<{ connection: pg.PoolConfig; role?: string; pageBytes: number }>((got) =>
  process.once('message', (m) => got(m as never)),
)
const pool = new pg.Pool({ ...setup.connection, max: 8, ...(setup.role ? { options: `-c role=${setup.role}` } : {}) })
const page = Buffer.alloc(setup.pageBytes, 'x')
const server = createServer((req, res) => {
  if (req.url === '/page') {
    res.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': page.length })
    res.end(page)
    return
  }
  const number = new URL(req.url!, 'http://x').searchParams.get('number')
  pool
    .query({
      name: 'floor',
      text: 'select number, person_id, certificate_id from credentials.certificate_key where number = $1',
      values: [number],
    })
    .then(({ rows }) => {
      const body = JSON.stringify(rows[0] ?? null)
      res.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
      res.end(body)
    })
    .catch(() => res.writeHead(500).end())
})
server.keepAliveTimeout = 30_000
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send!({ port: typeof address === 'object' && address ? address.port : 0 })
})
process.once('SIGTERM', () => {
  server.close()
  void pool.end().then(() => process.exit(0))
})
