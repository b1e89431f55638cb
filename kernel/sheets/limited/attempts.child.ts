/** The tests' stand-in for a reader that has been taken over: it tries what a reader must not be able to do and tells how that went. */
import { spawnSync } from 'node:child_process'
import { lookup } from 'node:dns'
import { readFileSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { Worker } from 'node:worker_threads'
import { serve } from './shut.ts'

type Attempts = { do: string; port: number; socket: string; file: string }

const outcome = async (attempt: () => unknown): Promise<string> => {
  try {
    await attempt()
    return 'done'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error)
  }
}
const reach = (to: { port: number; host: string } | { path: string }) =>
  new Promise<void>((done, broken) => connect(to, done).on('error', broken))

await serve(async (given, send) => {
  const task = given as Attempts
  switch (task.do) {
    case 'reach':
      return send(
        'I',
        JSON.stringify({
          readFile: await outcome(() => readFileSync(task.file)),
          readEnvironment: await outcome(() => readFileSync('/proc/self/environ')),
          writeFile: await outcome(() => writeFileSync(`${task.file}.new`, 'x')),
          spawn: await outcome(() => {
            const { error } = spawnSync(process.execPath, ['--version'])
            if (error !== undefined) throw error
          }),
          worker: await outcome(() => new Worker('0', { eval: true })),
          tcp: await outcome(() => reach({ port: task.port, host: '127.0.0.1' })),
          unixSocket: await outcome(() => reach({ path: task.socket })),
          listen: await outcome(
            () => new Promise<void>((done, broken) => createServer().on('error', broken).listen(0, done)),
          ),
          dns: await outcome(
            () =>
              new Promise<void>((done, broken) =>
                lookup('localhost.invalid', (error) => (error ? broken(error) : done())),
              ),
          ),
          variables: Object.keys(process.env).length,
        }),
      )
    case 'heap': {
      const hoard: unknown[] = []
      for (;;) hoard.push(Array.from({ length: 1_000 }, (_, i) => ({ i })))
    }
    case 'buffers': {
      const hoard: Buffer[] = []
      for (;;) hoard.push(Buffer.alloc(16 * 1_048_576, 1))
    }
    case 'loop':
      for (;;);
    case 'lie':
      return send('R', '{"not":"rows"}')
    case 'exit':
      return process.exit(3)
  }
})
