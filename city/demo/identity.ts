import { identityCheckCharacter } from '../../modules/people/identity-number.ts'
import { dayText, yearOfDay } from './days.ts'
import type { Dice } from './dice.ts'

export type Succession = { code: string; firstYear: number; lastYear: number; now: string }

/** The first cards were given out in 1984; who was born before has the code that stood then. */
const FIRST_CARDS = 1984

/**
 * Identity numbers that nobody has twice. The first six digits are the county's code at the time of registration: in places
 * whose codes have changed, older people carry the old one all their lives.
 */
export class IdentityNumbers {
  readonly #successions: ReadonlyMap<string, Succession[]>
  readonly #elsewhere: readonly string[]
  readonly #elsewhereShare: number
  readonly #given: NumberSet

  constructor(
    successions: readonly Succession[],
    elsewhere: readonly string[],
    elsewhereShare: number,
    persons: number,
  ) {
    const map = new Map<string, Succession[]>()
    for (const s of successions) map.set(s.now, [...(map.get(s.now) ?? []), s])
    this.#successions = map
    this.#elsewhere = elsewhere
    this.#elsewhereShare = elsewhereShare
    this.#given = new NumberSet(persons)
  }

  of(d: Dice, county: string, born: number, male: boolean): string {
    const year = Math.max(FIRST_CARDS, yearOfDay(born))
    const division = d.chance(this.#elsewhereShare)
      ? d.of(this.#elsewhere)
      : (this.#successions.get(county)?.find((s) => s.firstYear <= year && year <= s.lastYear)?.code ?? county)
    const place = Number(division)
    for (;;) {
      // Odd for men; 000 is not given.
      const serial = d.below(500) * 2 + (male ? 1 : 0)
      if (serial === 0) continue
      const key = (place * 65_536 + born + 20_000) * 1000 + serial
      if (!this.#given.add(key)) continue
      const first17 = division + dayText(born).replaceAll('-', '') + String(serial).padStart(3, '0')
      const number = first17 + identityCheckCharacter(first17)
      // A number that ends in 000 is taken for one that a spreadsheet has cut.
      if (!number.endsWith('000')) return number
    }
  }
}

/** Whole numbers above 0, each once: a table of doubles, which a Set of as many would outweigh several times. */
export class NumberSet {
  readonly #table: Float64Array
  readonly #mask: number

  constructor(most: number) {
    const size = 2 ** Math.ceil(Math.log2(Math.max(1, most) * 2 + 2))
    this.#table = new Float64Array(size)
    this.#mask = size - 1
  }

  /** False when it was there. */
  add(n: number): boolean {
    let at = (Math.imul((n >>> 0) ^ Math.floor(n / 4_294_967_296), 0x9e3779b1) >>> 7) & this.#mask
    for (; this.#table[at] !== 0; at = (at + 1) & this.#mask) if (this.#table[at] === n) return false
    this.#table[at] = n
    return true
  }
}
