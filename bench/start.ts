import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { ROOT } from '../doors/open.ts'
import { type BenchRow, median } from './table.ts'

const STARTS = 3

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => done(port))
    })
  })

async function untilReady(
  command: string,
  args: string[],
  ready: (port: number) => string,
  port: number,
): Promise<number> {
  const started = performance.now()
  const child = spawn(command, args, { cwd: ROOT, stdio: 'ignore' })
  try {
    for (;;) {
      const ok = await fetch(ready(port))
        .then((r) => r.ok)
        .catch(() => false)
      if (ok) return (performance.now() - started) / 1000
      if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`)
      await new Promise((go) => setTimeout(go, 20))
    }
  } finally {
    const gone = new Promise((done) => child.once('exit', done))
    child.kill('SIGTERM')
    await gone
  }
}

/** Later starts on a folder that has its data, beside a bare Node process that only listens. */
export async function startRow(data: string): Promise<BenchRow[]> {
  const ours: number[] = []
  const floor: number[] = []
  const bare = `require('http').createServer((q,s)=>s.end('ok')).listen(+process.argv[1],'127.0.0.1')`
  for (let i = 0; i < STARTS; i++) {
    const a = await freePort()
    ours.push(
      await untilReady(
        process.execPath,
        ['start.mjs', '--town', 'none', '--port', String(a), '--data', data],
        (p) => `http://127.0.0.1:${p}/readyz`,
        a,
      ),
    )
    const b = await freePort()
    floor.push(await untilReady(process.execPath, ['-e', bare, String(b)], (p) => `http://127.0.0.1:${p}/`, b))
  }
  return [
    {
      name: 'later start, data kept',
      ours: `${median(ours).toFixed(2)} s (${ours.map((x) => x.toFixed(2)).join(', ')})`,
      floor: `bare node:http ${median(floor).toFixed(2)} s`,
      ratio: median(ours) / median(floor),
      target: '≤ 2 s',
      met: median(ours) <= 2,
      note: 'ready means /readyz 200: database up, figures in memory',
    },
  ]
}
