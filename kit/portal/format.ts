import { formatDecimal, percent } from '../../kernel/documents/chinese-number.ts'
import type { Language, Text } from '../../kernel/values/text.ts'

/** Three different marks: not applicable, not reported, and too few to show. Zero is written 0. */
export const NOT_APPLICABLE = '—'
export const NOT_REPORTED: Text = { zh: '未报', en: 'not reported' }
export const TOO_FEW: Text = { zh: '少于下限，不公布', en: 'too few to show' }
/** The same in a cell; the note under the table says why. */
export const WITHHELD: Text = { zh: '不公布', en: 'not shown' }

const isFraction = (unit: Text): boolean => unit.en === 'fraction'

/** 619,300 as tables write it. */
export const inTable = (value: number, unit: Text): string =>
  isFraction(unit) ? percent(value) : formatDecimal(value, { decimals: 2 }).replace(/\B(?=(\d{3})+(?!\d))/g, ',')

/** Number and unit as sentences and cards write them: 61.93 万人, 105 所, 31.44%; in English full digits. */
export function inWords(value: number | null, unit: Text, language: Language): { number: string; unit: string } {
  if (value === null) return { number: NOT_REPORTED[language], unit: '' }
  if (isFraction(unit)) return { number: percent(value), unit: '' }
  if (language === 'zh' && Math.abs(value) >= 10_000)
    return { number: formatDecimal(value, { power: 4, decimals: 2 }), unit: `万${unit.zh}` }
  return { number: inTable(value, unit), unit: unit[language] }
}

export const oneLine = (value: number | null, unit: Text, language: Language): string => {
  const w = inWords(value, unit, language)
  return w.unit ? `${w.number} ${w.unit}` : w.number
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
/** 2022年12月31日; 31 Dec 2022. What is no date is given back as it is. */
export function dateText(date: string, language: Language): string {
  const m = /^(\d{4})-(\d{2})-(\d{2})/.exec(date)
  if (!m) return date
  const [, year, month, day] = m
  return language === 'zh'
    ? `${year}年${Number(month)}月${Number(day)}日`
    : `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`
}

/** 截至2022年12月31日; 2021年1月1日至2022年12月31日. */
export function periodText(p: { asOf?: string; from?: string; to?: string }, language: Language): string {
  if (p.asOf !== undefined)
    return language === 'zh' ? `截至${dateText(p.asOf, 'zh')}` : `as of ${dateText(p.asOf, 'en')}`
  const to = p.to ?? ''
  // A flow without a first day begins with the register itself.
  if (p.from === undefined || p.from <= '1970-01-01')
    return language === 'zh' ? `截至${dateText(to, 'zh')}累计` : `up to ${dateText(to, 'en')}`
  return language === 'zh'
    ? `${dateText(p.from, 'zh')}至${dateText(to, 'zh')}`
    : `${dateText(p.from, 'en')} to ${dateText(to, 'en')}`
}

/** An instant as the clock of the city shows it: 2026年11月24日 14:51. */
export function instantText(instant: string, zone: string, language: Language): string {
  const written = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(
    new Date(instant),
  )
  return `${dateText(written, language)} ${written.slice(11)}`
}
