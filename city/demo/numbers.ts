import { getLevel } from '../../modules/catalogue/index.ts'
import { CALIBRATED, rankOf } from './targets.ts'

/** What a body puts in front of its numbers: 13 places since 2019 (Y or S …), 10 places before (without the year). */
export type Prefixes = { skillLevel: string | null; qualification: string | null }

const DIGITS: Record<number, string> = Object.fromEntries(CALIBRATED.map((id) => [rankOf(id), getLevel(id).digit!]))
const LATE = 100
/** Serial places: six for 22 characters, five for 16 digits. */
const SERIAL_PLACES = { skillLevel: 6, qualification: 5 } as const

/** Serial numbers within body, year and level, as the numbering rules have it; so no number is given twice. */
export class CertificateNumbers {
  readonly #last = new Map<number, number>()

  /** 职业技能等级证书, 22 characters; 职业资格证书, 16 digits. @throws when a body has used up the serials of a year and level. */
  of(body: number, prefixes: Prefixes, year: number, rank: number, kind: 'skill-level' | 'qualification'): string {
    const yy = String(year % LATE).padStart(2, '0')
    const scheme = kind === 'skill-level' ? 'skillLevel' : 'qualification'
    const prefix = prefixes[scheme]
    if (prefix === null) throw new Error(`body ${body} issues no ${kind}`)
    const places = SERIAL_PLACES[scheme]
    const serial = String(this.#next(body, year, rank)).padStart(places, '0')
    if (serial.length > places)
      throw new RangeError(`body ${body}: more than ${'9'.repeat(places)} certificates of rank ${rank} in ${year}`)
    return scheme === 'skillLevel' ? prefix + yy + DIGITS[rank]! + serial : yy + prefix + DIGITS[rank]! + serial
  }

  /** 专项职业能力证书: no published rule, so a form that says what it is. */
  special(province: string, year: number): string {
    return `ZX${province}${year}${String(this.#next(-1, year, 0)).padStart(6, '0')}`
  }

  #next(body: number, year: number, rank: number): number {
    const key = ((body + 1) * 10_000 + year) * 10 + rank
    const n = (this.#last.get(key) ?? 0) + 1
    this.#last.set(key, n)
    return n
  }
}
