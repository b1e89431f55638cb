import type { Finding } from '../../kernel/values/finding.ts'
import { isPlainDate, type PlainDate } from '../../kernel/values/plain-date.ts'
import { BANK_ANSWERS } from './words.ts'

export type BankColumn = { title: string; value: 'number' | 'serial' | 'holder' | 'account' | 'yuan' | 'purpose' }
export type BankLine = { [value in BankColumn['value']]: string }
/** One line of the bank's answer. */
export type Answered = { serial: number; result: 'paid' | 'failed' | 'returned'; on: PlainDate; reason: string }

/** A cell that a spreadsheet would take for a formula is led by an apostrophe; commas, quotes and line ends are quoted. */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
/** The bank's form, by the city's columns; lines end as banks want them. Long numbers stay text: nothing here is a number. */
export const bankFile = (columns: readonly BankColumn[], lines: readonly BankLine[]): string =>
  [columns.map((c) => csvCell(c.title)), ...lines.map((l) => columns.map((c) => csvCell(l[c.value])))]
    .map((cells) => `${cells.join(',')}\r\n`)
    .join('')

const RESULTS: ReadonlyMap<string, Answered['result']> = new Map(
  BANK_ANSWERS.flatMap(
    (a) =>
      [
        [a.id, a.id as Answered['result']],
        [a.label.zh, a.id as Answered['result']],
      ] as [string, Answered['result']][],
  ),
)
const COLUMN: { readonly [title: string]: keyof Answered } = {
  序号: 'serial',
  serial: 'serial',
  结果: 'result',
  result: 'result',
  日期: 'on',
  date: 'on',
  原因: 'reason',
  reason: 'reason',
}

/** Reads the bank's answer; every line that cannot be read is a finding, and then nothing of the file counts. */
export function readAnswer(
  rows: readonly (readonly string[])[],
  serialMax: number,
): { answers: Answered[] } | { findings: Finding[] } {
  const findings: Finding[] = []
  const wrong = (line: number, field: string, given: string, zh: string, en: string) =>
    findings.push({
      code: 'BANK_ANSWER',
      field: `file.${line}.${field}`,
      given,
      message: { zh: `第 ${line} 行：${zh}`, en: `Line ${line}: ${en}` },
      hint: {
        zh: '请使用银行原始回盘文件，列为序号、结果、日期、原因',
        en: 'Use the file as the bank gave it: serial, result, date, reason',
      },
    })
  const head = (rows[0] ?? []).map(
    (t) =>
      COLUMN[
        t
          .trim()
          .replace(/^\ufeff/, '')
          .toLowerCase()
      ],
  )
  for (const [key, title] of [
    ['serial', '序号'],
    ['result', '结果'],
    ['on', '日期'],
  ] as const)
    if (!head.includes(key)) wrong(1, key, '', `没有“${title}”列`, `there is no column “${title}”`)
  if (findings.length) return { findings }
  const answers: Answered[] = []
  const seen = new Map<number, Answered>()
  rows.slice(1).forEach((cells, i) => {
    const line = i + 2
    if (cells.every((c) => c.trim() === '')) return
    const cell = (key: keyof Answered) => (cells[head.indexOf(key)] ?? '').trim()
    const serial = Number(cell('serial'))
    const result = RESULTS.get(cell('result'))
    const on = cell('on').replaceAll('/', '-')
    if (!Number.isSafeInteger(serial) || serial < 1 || serial > serialMax)
      wrong(line, 'serial', cell('serial'), '批次中没有这个序号', 'the batch has no such serial')
    if (!result)
      wrong(
        line,
        'result',
        cell('result'),
        `结果“${cell('result')}”不能识别`,
        `result “${cell('result')}” is not known`,
      )
    if (!isPlainDate(on)) wrong(line, 'date', cell('on'), '日期不能识别', 'the date cannot be read')
    const a: Answered = { serial, result: result ?? 'failed', on: on as PlainDate, reason: cell('reason') }
    const before = seen.get(serial)
    if (before && (before.result !== a.result || before.on !== a.on))
      wrong(line, 'serial', String(serial), '同一序号有两种结果', 'one serial has two results')
    if (!before) answers.push(a)
    seen.set(serial, a)
  })
  return findings.length ? { findings } : { answers }
}
