import { secretPlace } from '../../kernel/records/answer.ts'
import { columnOf } from '../../kernel/records/fields.ts'
import type { KeyRing } from '../../kernel/secrets/keyring.ts'
import { person as personRecord } from '../../modules/people/index.ts'
import type { TableCopy } from './copy.ts'
import { dayText, yearOfDay } from './days.ts'
import { cumulative, Dice } from './dice.ts'
import type { Frame } from './frame.ts'
import { IdentityNumbers } from './identity.ts'
import { shortPlace } from './organisations.ts'
import { birthYear, type Person } from './population.ts'
import { bytesText, orNull } from './rows.ts'
import type { Roll } from './training.ts'

export type PersonCopies = {
  person: TableCopy
  identityKey: TableCopy
  employment: TableCopy
  education: TableCopy
  title: TableCopy
}

const STREAM = 31
const BATCH = 400
const IDENTITY = columnOf('identity', personRecord.fields.identity)
const PHONE = columnOf('phone', personRecord.fields.phone)
const MOBILE_STARTS = [
  '130',
  '131',
  '133',
  '135',
  '136',
  '137',
  '138',
  '139',
  '150',
  '151',
  '152',
  '153',
  '155',
  '156',
  '158',
  '159',
  '176',
  '177',
  '178',
  '180',
  '182',
  '183',
  '185',
  '186',
  '187',
  '188',
  '189',
  '191',
  '199',
]
/** Schooling by the year of birth: later people went longer. Shares of an invented town. */
const SCHOOLING = ['primary', 'junior', 'senior', 'vocational', 'college', 'bachelor', 'postgraduate'] as const
const SCHOOLING_BY_ERA = [
  { until: 1969, table: cumulative([18, 46, 18, 14, 3, 1, 0]) },
  { until: 1984, table: cumulative([6, 40, 17, 24, 9, 4, 0]) },
  { until: 2030, table: cumulative([1, 22, 14, 31, 22, 9.5, 0.5]) },
]

/** Writes who the persons are: identity, schooling, work, titles. */
export class PersonWriter {
  readonly #frame: Frame
  readonly #keys: KeyRing
  readonly #identities: IdentityNumbers
  readonly #roll: Roll
  readonly #dice = new Dice()
  readonly #listed: ReadonlyMap<string, readonly string[]>
  readonly #otherFirms: ReadonlyMap<string, readonly string[]>
  readonly #titles: readonly { grade: string; name: string }[]

  constructor(frame: Frame, keys: KeyRing, roll: Roll) {
    this.#frame = frame
    this.#keys = keys
    this.#roll = roll
    const { targets, words } = frame
    this.#identities = new IdentityNumbers(
      frame.successions,
      frame.elsewhere.length ? frame.elsewhere : frame.counties.map((c) => c.code),
      targets.assumptions.bornElsewhere,
    )
    const listed = new Map<string, string[]>()
    for (const o of frame.organisations)
      if (o.industry !== null && o.closed === null) listed.set(o.industry, [...(listed.get(o.industry) ?? []), o.id])
    this.#listed = listed
    this.#otherFirms = new Map(
      Object.entries(words.firmKinds).map(([industry, kinds]) => [
        industry,
        frame.counties.flatMap((c) =>
          words.firms.slice(0, 12).map((f, i) => `${shortPlace(c.name)}县域${f}${kinds[i % kinds.length]}`),
        ),
      ]),
    )
    this.#titles = Object.entries(words.titles).map(([grade, name]) => ({ grade, name }))
  }

  write(p: Person, to: PersonCopies): void {
    const { population, targets, trades, words, counties } = this.#frame
    const a = targets.assumptions
    const d = this.#dice.reset(targets.seed, STREAM, p.index)
    const id = population.idOf(p.index)
    const county = population.counties[p.county]!
    const bornYear = birthYear(p)
    this.#roll.note(p, bornYear)

    const name = this.#frame.names.of(d, p.male, bornYear)
    const identity = this.#identities.of(d, county, p.born, p.male)
    const index = bytesText(this.#keys.blindIndex(`${personRecord.table}.${IDENTITY}`, identity))
    const sealed = bytesText(this.#keys.encrypt(secretPlace(personRecord.table, IDENTITY, id), identity))
    const phone = d.chance(a.phoneShare) ? d.of(MOBILE_STARTS) + String(d.below(100_000_000)).padStart(8, '0') : null
    const phoneSealed =
      phone === null ? '\\N' : bytesText(this.#keys.encrypt(secretPlace(personRecord.table, PHONE, id), phone))
    const schooling =
      SCHOOLING[d.weighted((SCHOOLING_BY_ERA.find((e) => bornYear <= e.until) ?? SCHOOLING_BY_ERA[0]!).table)]!
    const left =
      p.left === null
        ? '\\N\t\\N\t\\N'
        : `${dayText(p.left)}\t${p.died ? 'died' : 'moved-away'}\t${dayText(p.leftKnown!)}`
    to.person.add(
      `${id}\t${name.name}\t${name.key}\t${p.male ? 'male' : 'female'}\t${dayText(p.born)}\t${sealed}\t${index}\t${phoneSealed}\t${county}\t${schooling}\t${dayText(p.known)}\t${left}\t${name.terms}\t1\n`,
    )
    to.identityKey.add(`${index}\t${id}\n`)

    const trade = trades[p.trade]!
    const first = p.issues[0]?.issued
    if (first !== undefined) {
      // Work began some time before the first certificate, later for those who came straight from school.
      const adult = p.born + 18 * 365
      const begun = Math.max(adult, first - d.between(60, 2200))
      const second = d.chance(a.employment.secondSpell)
      const end = p.left
      const change = second ? begun + d.between(300, 3000) : null
      const spell = (no: number, from: number, until: number | null) => {
        const known = d.chance(a.employment.listedEmployer)
        const firms = known ? this.#listed.get(trade.industry) : this.#otherFirms.get(trade.industry)
        const firm = firms === undefined || firms.length === 0 ? null : d.of(firms)
        to.employment.add(
          `${id}\t${no}\t${known && firm ? firm : '\\N'}\t${known && firm ? '\\N' : orNull(firm ?? '灵活就业')}\t${trade.code}\t${dayText(from)}\t${until === null ? '\\N' : dayText(until)}\t${known ? 'social-insurance' : 'declared'}\n`,
        )
      }
      if (change !== null && change + 60 < (end ?? first + 4000)) {
        spell(1, begun, change)
        spell(2, change + d.between(1, 50), end === null || end <= change + 60 ? null : end)
      } else spell(1, begun, end !== null && end > begun ? end : null)
    }
    if (
      (schooling === 'vocational' || schooling === 'college' || schooling === 'bachelor') &&
      d.chance(Math.min(1, a.education.share * 2))
    ) {
      const age = schooling === 'vocational' ? 18 : schooling === 'college' ? 21 : 22
      const school = `${shortPlace(counties[d.below(counties.length)]!.name)}${schooling === 'vocational' ? '职业中学' : schooling === 'college' ? '职业技术学院' : '学院'}`
      to.education.add(
        `${id}\t1\t${school}\t${schooling}\t${d.of(words.majors)}\tgraduated\t${yearOfDay(p.born) + age}-07-01\n`,
      )
    }
    if (first !== undefined && schooling !== 'primary' && schooling !== 'junior' && d.chance(a.title.share)) {
      const t = this.#titles[Math.min(d.below(3), d.below(3))]!
      to.title.add(`${id}\t1\t${t.name}\t${t.grade}\t${dayText(first + d.between(30, 400))}\n`)
    }
  }
}

/** All persons of the town, in order; others have a turn between the batches. */
export async function writePersons(
  frame: Frame,
  keys: KeyRing,
  roll: Roll,
  to: PersonCopies,
  done: (persons: number) => void,
): Promise<void> {
  const writer = new PersonWriter(frame, keys, roll)
  const { population } = frame
  for (let i = 0; i < population.persons; i++) {
    writer.write(population.make(i), to)
    if (i % BATCH === BATCH - 1) {
      await Promise.all([
        to.person.flush(),
        to.identityKey.flush(),
        to.employment.flush(),
        to.education.flush(),
        to.title.flush(),
      ])
      if (i % (BATCH * 5) === BATCH * 5 - 1) await new Promise((next) => setImmediate(next))
      if (i % (BATCH * 20) === BATCH * 20 - 1) done(i + 1)
    }
  }
  done(population.persons)
}
