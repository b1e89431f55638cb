import { StartProblem } from '../../kernel/db/embedded/index.ts'
import { Failure } from '../../kernel/values/fail.ts'
import { type Command, type Out, pad, readCommand, usage } from './command.ts'
import { journal } from './journal.ts'
import { keys } from './keys.ts'
import { letter } from './letter.ts'
import { measure } from './measure.ts'
import { rules } from './rules.ts'
import { serve } from './serve.ts'

/** In the order of a day's work. */
const commands: readonly Command[] = [serve, measure, letter, rules, journal, keys, ...(await more())]

/** Commands that stand in files of their own and need heavier parts, loaded only if there. */
async function more(): Promise<Command[]> {
  const { existsSync } = await import('node:fs')
  const out: Command[] = []
  for (const name of ['import', 'bench', 'rebuild']) {
    const path = new URL(`./${name}.ts`, import.meta.url)
    if (existsSync(path)) out.push(((await import(path.href)) as { command: Command }).command)
  }
  return out
}

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args
  const command = commands.find((c) => c.name === name)
  if (!command) {
    const help = [
      'npx guildbook <command>',
      '',
      ...commands.map((c) => `  ${pad(`${c.name} ${c.words}`, 40)} ${c.about.zh} · ${c.about.en}`),
    ].join('\n')
    if (!name || name === 'help' || name === '--help') {
      process.stdout.write(`${help}\n`)
      return 0
    }
    process.stderr.write(`没有命令 ${name} · no command ${name}\n\n${help}\n`)
    return 2
  }
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
