import { StartProblem } from '../kernel/db/embedded/index.ts'
import { demoAccounts } from './demo-accounts.ts'
import { ROOT } from './open.ts'
import { HELP, readOptions } from './options.ts'
import { prepare } from './prepare.ts'
import { Progress } from './progress.ts'
import { serveHouse } from './serve.ts'

const STOP_MS_MAX = 25_000

/** `npm start`: from nothing to a serving city. Every failure ends in words that say what to do. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  if (options.help) {
    process.stdout.write(HELP)
    return
  }
  const mode = process.env['GUILDBOOK_MODE'] === 'production' ? 'production' : 'trial'
  const progress = new Progress()
  const secure = options.publicUrl?.startsWith('https://') ?? false
  if (mode === 'production' && !secure)
    throw new Error('正式运行须给出 https 的 --public-url\nproduction mode needs --public-url https://…')

  let stopping: Promise<void> | undefined
  let undo: (() => Promise<void>)[] = []
  const stop = (code: number) => {
    stopping ??= (async () => {
      setTimeout(() => process.exit(code || 1), STOP_MS_MAX).unref()
      for (const step of undo) await step().catch((e: Error) => process.stderr.write(`${e.message}\n`))
      process.exit(code)
    })()
    return stopping
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0))

  const prepared = await prepare(options, progress, mode)
  undo = [() => prepared.stop()]
  if (stopping) return
  const serving = await serveHouse(prepared.house, { secure, log: mode === 'production' })
  undo = [() => serving.stop(), ...undo]
  void prepared.embedded?.crashed.then(() => {
    process.stderr.write(
      '数据库意外停止；请重新启动，数据会自行恢复。\nThe database stopped unexpectedly; start again, it recovers by itself.\n',
    )
    void stop(1)
  })
  try {
    await serving.app.listen({ port: options.port, host: options.host })
  } catch (e) {
    const code = (e as NodeJS.ErrnoException).code
    undo.length = 0
    await serving.stop().catch(() => {})
    await prepared.stop()
    if (code === 'EADDRINUSE')
      throw new Error(
        `端口 ${options.port} 已被占用。请换一个：npm start -- --port ${options.port + 1}\nPort ${options.port} is taken. Use another: npm start -- --port ${options.port + 1}`,
      )
    if (code === 'EACCES')
      throw new Error(
        `没有权限使用端口 ${options.port}。请用 1024 以上的端口。\nNot allowed to use port ${options.port}. Take one above 1024.`,
      )
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new Error(
        `本机没有地址 ${options.host}。请检查 --host。\nThis machine has no address ${options.host}. Check --host.`,
      )
    throw e
  }
  const url = `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${options.port}`
  prepared.lock.setUrl(url)
  await announce(url, prepared.house.office.demonstration, options.city, prepared.house.town.size)
}

async function announce(url: string, demonstration: boolean, city: string, town: string): Promise<void> {
  const lines = [
    '',
    `  匠册 Guildbook   ${url}`,
    '',
    `  门户 portal      ${url}/`,
    `  答复 the letter  ${url}/replies/2023-275`,
    `  工作台 desk      ${url}/desk/`,
    `  接口 API         ${url}/openapi.json`,
  ]
  if (demonstration) {
    lines.push('', `  演示数据 demonstration data (${town}); 演示账号 accounts:`)
    for (const a of await demoAccounts(ROOT, city))
      lines.push(`    ${a.login.padEnd(20)} ${a.password.padEnd(16)} ${a.title.zh} ${a.displayName}`)
  }
  lines.push('', '  Ctrl-C 停止 to stop', '')
  process.stdout.write(`${lines.join('\n')}\n`)
}

await main().catch((e: unknown) => {
  if (e instanceof StartProblem) process.stderr.write(`\n${e.message}\n`)
  else
    process.stderr.write(
      `\n${e instanceof Error ? (process.env['GUILDBOOK_DEBUG'] ? e.stack : e.message) : String(e)}\n`,
    )
  process.exit(1)
})
