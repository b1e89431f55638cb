import type { Words } from './read/types.ts'

/** 必须改 / 请确认 / 提示. Only `must` keeps a row out. */
export type Severity = 'must' | 'confirm' | 'hint'

/** One thing to say about one cell or row: where, what, how to mend it. A check returns all of them, never the first. */
export type Finding = {
  /** Row number as the office program shows it. */
  readonly row: number
  /** Key of the column; empty when the finding concerns the whole row. */
  readonly column: string
  readonly code: string
  readonly severity: Severity
  readonly message: Words
  readonly hint: Words
  /** What stood in the cell, as the clerk sees it. */
  readonly given: string
  /** A value that can be taken over with one press. */
  readonly suggestion?: string
}

/** A silent mending that is reported: the clerk sees what was changed and why. */
export type RepairCode =
  | 'TRIMMED'
  | 'SPACES'
  | 'WIDTH'
  | 'CONTROL'
  | 'UPPER_X'
  | 'DATE_NOTATION'
  | 'DATE_SERIAL'
  | 'TIME_CUT'
  | 'NUMBER_TEXT'
export type Repair = { readonly code: RepairCode; readonly from: string; readonly to: string }

export const REPAIR_WORDS: Readonly<Record<RepairCode, Words>> = Object.freeze({
  TRIMMED: { zh: '去掉了首尾空格', en: 'blanks at the ends removed' },
  SPACES: { zh: '去掉了中间的空格或换行', en: 'blanks or line ends inside removed' },
  WIDTH: { zh: '全角字符改成了半角', en: 'full-width characters made half-width' },
  CONTROL: { zh: '去掉了看不见的字符', en: 'invisible characters removed' },
  UPPER_X: { zh: '小写 x 改成了大写 X', en: 'small x made a capital X' },
  DATE_NOTATION: { zh: '日期写法已统一', en: 'date notation made uniform' },
  DATE_SERIAL: { zh: '数字形式的日期已还原', en: 'serial number turned back into a date' },
  TIME_CUT: { zh: '去掉了日期后面的时间', en: 'time of day cut off' },
  NUMBER_TEXT: { zh: '数字按文字读入', en: 'number read as text' },
})

export type Where = { readonly row: number; readonly column: string; readonly title: Words }

/** `第 9 行 会员号…` — the place stands first in every sentence. */
export function finding(
  where: Where,
  code: string,
  severity: Severity,
  words: { readonly message: Words; readonly hint: Words; readonly given: string; readonly suggestion?: string },
): Finding {
  return {
    row: where.row,
    column: where.column,
    code,
    severity,
    message: {
      zh: `第 ${where.row} 行 ${where.title.zh}${words.message.zh}`,
      en: `Row ${where.row}, ${where.title.en}: ${words.message.en}`,
    },
    hint: words.hint,
    given: words.given,
    ...(words.suggestion === undefined ? {} : { suggestion: words.suggestion }),
  }
}

/** Findings of one code together, in order of first appearance: "12 of this kind, mend all at once". */
export function groupFindings(findings: readonly Finding[]): { code: string; column: string; findings: Finding[] }[] {
  const groups = new Map<string, { code: string; column: string; findings: Finding[] }>()
  for (const one of findings) {
    const key = `${one.code}\n${one.column}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { code: one.code, column: one.column, findings: [one] })
    else group.findings.push(one)
  }
  return [...groups.values()]
}
