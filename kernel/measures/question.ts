import { fail } from '../values/fail.ts'
import type { Finding } from '../values/finding.ts'
import { addDays, isPlainDate, type PlainDate } from '../values/plain-date.ts'
import type { FactSet, Measure } from './define.ts'

/** What is asked of a measure. */
export type Question = {
  /** Stock: the day. Flow: the last day. */
  asOf: PlainDate
  /** Flow: the first day, counted. */
  from?: PlainDate
  /** As known at the end of this day. */
  knownOn: PlainDate
  by: { dimension: string; depth?: number }[]
  where: { dimension: string; value: string }[]
}

export const FIRST_DAY = '1970-01-01' as PlainDate

/** Reads the words of a request. All that is wrong is named at once. @throws BadInput */
export function readQuestion(
  m: Measure,
  facts: FactSet | undefined,
  given: {
    asOf?: string
    from?: string
    to?: string
    knownOn?: string
    by?: string
    where?: { [dimension: string]: string }
  },
  today: PlainDate,
  /** Asked over a period: a flow, or the ratio of two flows. */
  overTime = m.kind === 'flow',
): Question {
  const findings: Finding[] = []
  const wrong = (field: string, zh: string, en: string, hintZh: string, hintEn: string) =>
    findings.push({ code: 'QUESTION', field, message: { zh, en }, hint: { zh: hintZh, en: hintEn } })
  const date = (field: string, s: string | undefined): PlainDate | undefined => {
    if (s === undefined || s === '') return undefined
    if (isPlainDate(s) && s >= FIRST_DAY) return s
    wrong(
      field,
      `“${s}”不是有效日期`,
      `“${s}” is not a date from 1970 on`,
      '请按 2022-12-31 填写',
      'write it as 2022-12-31',
    )
    return undefined
  }
  const asOf = date('asOf', given.asOf) ?? date('to', given.to) ?? today
  const from = date('from', given.from)
  const knownOn = date('knownOn', given.knownOn) ?? today
  if (overTime && from && from > asOf)
    wrong('from', '起始日期晚于截止日期', 'from is later than to', '请交换两个日期', 'swap the two dates')
  if (!overTime && given.from)
    wrong('from', '存量指标只需要截止日期', 'a stock has one day, not a period', '请用 asOf', 'use asOf')
  const dimensions = facts?.dimensions ?? {}
  const known = Object.keys(dimensions).join(', ')
  const by: Question['by'] = []
  for (const part of (given.by ?? '').split(',').filter(Boolean)) {
    const [dimension, depthText] = part.split('@') as [string, string | undefined]
    if (!Object.hasOwn(dimensions, dimension))
      wrong(
        'by',
        `没有“${dimension}”这个维度`,
        `no dimension ${dimension}`,
        `可用维度：${known}`,
        `dimensions: ${known}`,
      )
    else if (depthText !== undefined && !/^[1-9]\d?$/.test(depthText))
      wrong('by', `“${part}”的层级不是数字`, `the depth in ${part} is not a number`, '如 area@2', 'as in area@2')
    else by.push({ dimension, ...(depthText ? { depth: Number(depthText) } : {}) })
  }
  if (by.length > 3) wrong('by', '最多三个维度', 'three dimensions at most', '请减少维度', 'ask with fewer')
  const where: Question['where'] = []
  for (const [dimension, value] of Object.entries(given.where ?? {})) {
    if (!Object.hasOwn(dimensions, dimension))
      wrong(
        `where[${dimension}]`,
        `没有“${dimension}”这个维度`,
        `no dimension ${dimension}`,
        `可用维度：${known}`,
        `dimensions: ${known}`,
      )
    else where.push({ dimension, value })
  }
  if (findings.length) fail('BadInput', findings)
  return { asOf, ...(overTime ? { from: from ?? FIRST_DAY } : {}), knownOn, by, where }
}

/** The day before a flow begins: a flow counts days after it, up to and with the last. */
export const dayBefore = (d: PlainDate): PlainDate => addDays(d, -1)
