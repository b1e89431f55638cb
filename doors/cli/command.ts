import { parseArgs } from 'node:util'
import type { Text } from '../../kernel/values/text.ts'

type OptionSpec = { type: 'string' | 'boolean'; default?: string | boolean; about: Text; multiple?: false }
export type Values = { readonly [name: string]: string | boolean | undefined }
export type Command = {
  name: string
  about: Text
  /** Words after the command: `measure show ID`. */
  words: string
  options?: { readonly [name: string]: OptionSpec }
  run(input: { words: string[]; values: Values; out: Out }): Promise<number>
}
/** What a command prints: rows for people, or one JSON document with `--json`. */
export type Out = { json: boolean; print(line: string): void; data(value: unknown): void }

/** Options that every command takes. */
export const COMMON: { readonly [name: string]: OptionSpec } = {
  data: { type: 'string', default: './data', about: { zh: '数据目录', en: 'data folder' } },
  city: { type: 'string', default: 'linfen', about: { zh: '城市', en: 'city' } },
  json: { type: 'boolean', default: false, about: { zh: '输出 JSON', en: 'print JSON' } },
}

/** @throws Error in words, for an unknown option or too many words. */
export function readCommand(c: Command, args: readonly string[]): { words: string[]; values: Values } {
  const options = { ...COMMON, ...c.options }
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: Object.fromEntries(
        Object.entries(options).map(([k, o]) => [
          k,
          { type: o.type, ...(o.default !== undefined ? { default: o.default } : {}) },
        ]),
      ),
      allowPositionals: true,
      strict: true,
    })
    return { words: positionals, values: values as Values }
  } catch (e) {
    const unknown = /Unknown option '([^']+)'/.exec((e as Error).message)?.[1]
    throw new Error(
      `${unknown ? `不认识的选项 ${unknown} · unknown option ${unknown}` : (e as Error).message}\n\n${usage(c)}`,
    )
  }
}

export function usage(c: Command): string {
  const lines = [`npx guildbook ${c.name} ${c.words}`, `  ${c.about.zh} · ${c.about.en}`, '']
  for (const [k, o] of Object.entries({ ...c.options, ...COMMON }))
    lines.push(
      `  --${k}${o.type === 'string' ? ' …' : ''}`.padEnd(20) +
        `${o.about.zh} · ${o.about.en}${o.default ? ` (${o.default})` : ''}`,
    )
  return lines.join('\n')
}

/** Text left-aligned in a column; Chinese characters take two places on a terminal. */
export function pad(s: string, width: number): string {
  const wide = [...s].reduce((n, c) => n + (c.codePointAt(0)! > 0x2e7f ? 2 : 1), 0)
  return s + ' '.repeat(Math.max(0, width - wide))
}
