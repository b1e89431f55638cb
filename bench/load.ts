import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'

const TICKS_PER_SECOND = 100

/** User and system seconds of a process so far, from the kernel's own account (Linux). */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}

export type Server = { port: number; pid: number; stop(): Promise<void> }

/** Starts a server file in a process of its own; it says its port over the channel. */
export async function startServer(file: URL, setup: unknown): Promise<Server> {
  const child: ChildProcess = fork(file, {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  child.send(setup as object)
  const port = await new Promise<number>((got, failed) => {
    child.once('message', (m) => got((m as { port: number }).port))
    child.once('exit', (code) => failed(new Error(`${file.pathname} ended with ${code}`)))
  })
  return {
    port,
    pid: child.pid!,
    stop: () =>
      new Promise((done) => {
        child.once('exit', () => done())
        child.kill('SIGTERM')
      }),
  }
}

/**
 * Sends requests over keep-alive connections until the time is up. Answers requests per second of *server* processor time,
 * which does not depend on how fast the sender is.
 */
export async function drive(
  server: Server,
  path: (i: number) => string,
  options: { seconds: number; connections?: number; headers?: Record<string, string>; expect?: number },
): Promise<{ requests: number; perCoreSecond: number; perSecond: number }> {
  const connections = options.connections ?? 32
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  let sent = 0
  let done = 0
  const one = () =>
    new Promise<void>((finished, failed) => {
      const req = request(
        { host: '127.0.0.1', port: server.port, path: path(sent++), agent, headers: options.headers ?? {} },
        (res) => {
          if (res.statusCode !== (options.expect ?? 200)) failed(new Error(`status ${res.statusCode} for ${req.path}`))
          res.resume()
          res.on('end', finished)
        },
      )
      req.on('error', failed)
      req.end()
    })
  const run = async (until: number) => {
    const worker = async () => {
      while (performance.now() < until) {
        await one()
        done++
      }
    }
    await Promise.all(Array.from({ length: connections }, worker))
  }
  await run(performance.now() + 1000)
  done = 0
  const cpu = cpuSeconds(server.pid)
  const started = performance.now()
  await run(started + options.seconds * 1000)
  const wall = (performance.now() - started) / 1000
  const used = cpuSeconds(server.pid) - cpu
  agent.destroy()
  return { requests: done, perCoreSecond: done / used, perSecond: done / wall }
}
