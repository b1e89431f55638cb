import { StartProblem } from '../../kernel/db/embedded/index.ts'
import { Failure } from '../../kernel/values/fail.ts'
import { type Command, type Out, pad, readCommand, usage } from './command.ts'

/** In the order of a day's work. Each stands in a file of its own, loaded when it is asked for. */
const COMMANDS: { readonly [name: string]: () => Promise<Command> } = {
  serve: async () => (await import('./serve.ts')).serve,
  import: async () => (await import('./import.ts')).importFile,
  measure: async () => (await import('./measure.ts')).measure,
  letter: async () => (await import('./letter.ts')).letter,
  certificate: async () => (await import('./certificate.ts')).certificate,
  competition: async () => (await import('./competition.ts')).competition,
  rules: async () => (await import('./rules.ts')).rules,
  scheme: async () => (await import('./scheme.ts')).scheme,
  screen: async () => (await import('./screen.ts')).screenCommand,
  verify: async () => (await import('./journal.ts')).journal,
  checks: async () => (await import('./checks.ts')).checks,
  demo: async () => (await import('./demo.ts')).demo,
  rebuild: async () => (await import('./rebuild.ts')).rebuild,
  backup: async () => (await import('./backup.ts')).backup,
  restore: async () => (await import('./backup.ts')).restore,
  account: async () => (await import('./account.ts')).account,
  token: async () => (await import('./token.ts')).token,
  keys: async () => (await import('./keys.ts')).keys,
  bench: async () => (await import('./bench.ts')).command,
}

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args
  const load = name ? COMMANDS[name] : undefined
  if (!load) {
    const all = await Promise.all(Object.values(COMMANDS).map((c) => c()))
    const help = [
      'npx guildbook <command>',
      '',
      ...all.map((c) => `  ${pad(`${c.name} ${c.words}`, 40)} ${c.about.zh} · ${c.about.en}`),
    ].join('\n')
    if (!name || name === 'help' || name === '--help') {
      process.stdout.write(`${help}\n`)
      return 0
    }
    process.stderr.write(`没有命令 ${name} · no command ${name}\n\n${help}\n`)
    return 2
  }
  const command = await load()
  if (rest.includes('--help')) {
    process.stdout.write(`${usage(command)}\n`)
    return 0
  }
  const { words, values } = readCommand(command, rest)
  const out: Out = {
    json: values['json'] === true,
    print: (line) => {
      if (!out.json) process.stdout.write(`${line}\n`)
    },
    data: (value) => {
      if (out.json) process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
    },
  }
  return command.run({ words, values, out })
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (e) {
  const say = (f: { message: { zh: string; en: string }; hint: { zh: string; en: string } }) =>
    `  ${f.message.zh} · ${f.message.en}\n    ${f.hint.zh} · ${f.hint.en}`
  if (e instanceof Failure) process.stderr.write(`${e.title.zh} · ${e.title.en}\n${e.findings.map(say).join('\n')}\n`)
  else if (e instanceof StartProblem || !process.env['GUILDBOOK_DEBUG'])
    process.stderr.write(`${(e as Error).message}\n`)
  else process.stderr.write(`${(e as Error).stack}\n`)
  process.exitCode = 1
}
