import { searchTerms } from '../../kernel/db/search-terms.ts'
import { nameKey } from '../../modules/people/index.ts'
import { cumulative, type Dice } from './dice.ts'

type Pools = { first: string[]; last: string[] }
export type GivenNames = {
  eras: { until: number; male: Pools; female: Pools }[]
  single: number
  rare: { share: number; names: string[] }
}
export type InventedName = { name: string; key: string; terms: string }

/** Names of invented people: family names by their real frequency, given names by sex and year of birth. */
export class Names {
  readonly #families: readonly string[]
  readonly #table: Float64Array
  readonly #given: GivenNames
  readonly #rare: readonly InventedName[]

  constructor(families: readonly { name: string; weight: number }[], given: GivenNames) {
    this.#families = families.map((f) => f.name)
    this.#table = cumulative(families.map((f) => f.weight))
    this.#given = given
    this.#rare = given.rare.names.map((name) => ({ name, key: nameKey(name), terms: arrayText(searchTerms(name)) }))
  }

  of(d: Dice, male: boolean, bornYear: number): InventedName {
    if (d.chance(this.#given.rare.share)) return d.of(this.#rare)
    const family = this.#families[d.weighted(this.#table)]!
    const era = this.#given.eras.find((e) => bornYear <= e.until) ?? this.#given.eras.at(-1)!
    const pools = male ? era.male : era.female
    const last = d.of(pools.last)
    const given = d.chance(this.#given.single) ? last : d.of(pools.first) + last
    const name = family + given
    return { name, key: name, terms: plainTerms(name) }
  }
}

const arrayText = (terms: readonly string[]): string => `{${terms.join(',')}}`

/**
 * `searchTerms` of a name of common characters, as the text of an array. The general function normalises and cuts; these names
 * need neither, and there are hundreds of thousands. A test holds both together.
 */
export function plainTerms(name: string): string {
  let out = `{${name[0]}`
  for (let i = 1; i < name.length; i++) {
    const c = name[i]!
    const pair = name[i - 1]! + c
    if (name.indexOf(pair) === i - 1) out += `,${pair}`
    if (name.indexOf(c) === i) out += `,${c}`
  }
  return `${out}}`
}
