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
  readonly #given = new Set<number>()

  constructor(successions: readonly Succession[], elsewhere: readonly string[], elsewhereShare: number) {
    const map = new Map<string, Succession[]>()
    for (const s of successions) map.set(s.now, [...(map.get(s.now) ?? []), s])
    this.#successions = map
    this.#elsewhere = elsewhere
    this.#elsewhereShare = elsewhereShare
  }

  of(d: Dice, county: string, born: number, male: boolean): string {
    const year = Math.max(FIRST_CARDS, yearOfDay(born))
    const division = d.chance(this.#elsewhereShare)
      ? d.of(this.#elsewhere)
      : (this.#successions.get(county)?.find((s) => s.firstYear <= year && year <= s.lastYear)?.code ?? county)
    const place = Number(division)
    for (;;) {
      const serial = d.below(500) * 2 + (male ? 1 : 0)
      // Odd for men; 000 is not given.
      if (serial === 0) continue
      const key = (place * 65_536 + born + 20_000) * 1000 + serial
      if (this.#given.has(key)) continue
      this.#given.add(key)
      const first17 = division + dayText(born).replaceAll('-', '') + String(serial).padStart(3, '0')
      return first17 + identityCheckCharacter(first17)
    }
  }
}
