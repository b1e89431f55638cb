import { isPlainDate } from '../values/index.ts'

/** 万: the unit in which official texts count. */
export const WAN = 10_000
/** 亿 */
export const YI = 100_000_000

export type DecimalOptions = {
  /** Divide by ten to this power before rounding; negative multiplies. 4 turns persons into 万人, -2 a ratio into percent. */
  power?: number
  /** At most so many decimals; -1 rounds to tens, -2 to hundreds. */
  decimals: number
  /** Keep trailing zeros. Without it they are dropped, since a quoted figure is not given more precision than it has. */
  exact?: boolean
  /** half-up as taught in school (away from zero), or down towards zero for lower bounds. */
  rounding?: 'half-up' | 'down'
}

/** The decimal that `value` prints as, as coefficient × 10^-scale. Works on the digits a reader sees, never on binary fractions. */
function digitsOf(value: number): { coefficient: bigint; scale: number } {
  if (!Number.isFinite(value)) throw new RangeError(`not a number that can be printed: ${value}`)
  const [mantissa = '0', exponent = '0'] = String(value).split('e')
  const [whole = '0', fraction = ''] = mantissa.split('.')
  return { coefficient: BigInt(whole + fraction), scale: fraction.length - Number(exponent) }
}

const tenTo = (n: number): bigint => 10n ** BigInt(n)

/** Divides by a power of ten, rounds and prints. The last digit is right for every decimal input (no binary rounding). */
export function formatDecimal(value: number, options: DecimalOptions): string {
  const { power = 0, decimals, exact = false, rounding = 'half-up' } = options
  const { coefficient, scale } = digitsOf(value)
  const negative = coefficient < 0n || Object.is(value, -0)
  let magnitude = coefficient < 0n ? -coefficient : coefficient
  const surplus = scale + power - decimals
  if (surplus > 0) {
    const divisor = tenTo(surplus)
    magnitude = (magnitude + (rounding === 'half-up' ? divisor / 2n : 0n)) / divisor
  } else {
    magnitude *= tenTo(-surplus)
  }
  if (decimals < 0) magnitude *= tenTo(-decimals)
  const places = Math.max(0, decimals)
  const padded = magnitude.toString().padStart(places + 1, '0')
  const whole = padded.slice(0, padded.length - places)
  const fraction = padded.slice(padded.length - places)
  const kept = exact ? fraction : fraction.replace(/0+$/, '')
  return `${negative && magnitude !== 0n ? '-' : ''}${whole}${kept ? `.${kept}` : ''}`
}

/** In 万, without the unit: `inWan(619_300, 2)` is `61.93`, `inWan(198_000, 2)` is `19.8`; with `exact`, `19.80`. */
export const inWan = (value: number, decimals: number, options: { exact?: boolean } = {}): string =>
  formatDecimal(value, { power: 4, decimals, ...options })

/** A ratio (0.3144) as percent with its sign: `31.44%`. */
export const percent = (ratio: number, decimals = 2, options: { exact?: boolean } = {}): string =>
  `${formatDecimal(ratio, { power: -2, decimals, ...options })}%`

function powerOf(unit: number): number {
  const power = Math.round(Math.log10(unit))
  if (10 ** power !== unit) throw new RangeError(`the unit must be a power of ten: ${unit}`)
  return power
}

/**
 * The number before 余 (“and more”): never above the value. `lowerBound(249_312, WAN, 1)` is `24.9`;
 * `lowerBound(47, 1, -1)` is `40`. Whether 余 may be said at all is `isAboveLowerBound`.
 */
export const lowerBound = (value: number, unit: number, decimals: number): string =>
  formatDecimal(value, { power: powerOf(unit), decimals, rounding: 'down' })

/** True when the value is really above its lower bound, so that 余 is no untruth: 249,312 yes, 249,000 no. */
export function isAboveLowerBound(value: number, unit: number, decimals: number): boolean {
  const { coefficient, scale } = digitsOf(value)
  const surplus = scale + powerOf(unit) - decimals
  return coefficient > 0n && surplus > 0 && coefficient % tenTo(surplus) !== 0n
}

const DIGITS = '〇一二三四五六七八九'

/** Counting numerals as used in headings, 1 to 99: 一, 十, 十一, 二十, 九十九. */
export function chineseNumeral(n: number): string {
  if (!Number.isInteger(n) || n < 1 || n > 99) throw new RangeError(`numerals are made for 1 to 99: ${n}`)
  const tens = Math.floor(n / 10)
  const ones = n % 10
  return `${tens > 1 ? DIGITS[tens] : ''}${tens > 0 ? '十' : ''}${ones > 0 ? DIGITS[ones] : ''}`
}

/** The four levels of official numbering (GB/T 9704-2012, 7.3.3): 一、 （一） 1. （1） */
export function levelMarker(level: 1 | 2 | 3 | 4, n: number): string {
  if (level === 1) return `${chineseNumeral(n)}、`
  if (level === 2) return `（${chineseNumeral(n)}）`
  return level === 3 ? `${n}.` : `（${n}）`
}

/** 2023年6月9日: Arabic digits, full year, no leading zeros (GB/T 9704-2012, 7.3.5.4). */
export function officialDate(date: string): string {
  if (!isPlainDate(date)) throw new RangeError(`not a date that exists: ${JSON.stringify(date)} (wanted YYYY-MM-DD)`)
  const [year, month, day] = date.split('-')
  return `${Number(year)}年${Number(month)}月${Number(day)}日`
}

export const officialYear = (date: string): string => officialDate(date).replace(/年.*$/, '年')

/** 2022年底 for the last day of a year; any other day is written out, since “底” would be wrong for it. */
export const officialYearEnd = (date: string): string =>
  date.endsWith('-12-31') ? `${officialYear(date)}底` : officialDate(date)
