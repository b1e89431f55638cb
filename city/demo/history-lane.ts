import { dayNumber } from '../../kernel/values/plain-date.ts'
import type { TableCopy } from './copy.ts'
import { daysOfYears, dayText, yearOfDay } from './days.ts'
import { cumulative, Dice } from './dice.ts'
import type { Frame } from './frame.ts'
import { shortPlace } from './organisations.ts'
import { birthYear, type Person } from './population.ts'
import { orNull } from './rows.ts'
import type { TownTargets } from './targets.ts'

export type HistoryCopies = { employment: TableCopy; education: TableCopy; title: TableCopy }

const STREAM = { history: 41, schooling: 42 }
const schoolingDice = new Dice()
const tables = new WeakMap<object, { until: number; table: Float64Array }[]>()

/** Highest schooling, by sex-blind shares of the years of birth. */
export function schoolingOf(t: TownTargets, p: Person): string {
  const { kinds, eras } = t.assumptions.schooling
  let made = tables.get(eras)
  if (!made) {
    made = eras.map((e) => ({ until: e.until, table: cumulative(e.weights) }))
    tables.set(eras, made)
  }
  const born = birthYear(p)
  const era = made.find((e) => born <= e.until) ?? made.at(-1)!
  return kinds[schoolingDice.reset(t.seed, STREAM.schooling, p.index).weighted(era.table)]!
}

/** Writes what persons did: spells of work, schooling with its subject, professional titles. */
export class HistoryWriter {
  readonly #frame: Frame
  readonly #dice = new Dice()
  readonly #listed: ReadonlyMap<string, readonly string[]>
  readonly #shops: ReadonlyMap<string, readonly string[]>
  readonly #titles: readonly { grade: string; name: string }[]
  readonly #asOf: number

  constructor(frame: Frame) {
    this.#frame = frame
    const { words, counties } = frame
    this.#asOf = dayNumber(frame.targets.asOf)
    const listed = new Map<string, string[]>()
    for (const o of frame.organisations)
      if (o.industry !== null && o.closed === null) listed.set(o.industry, [...(listed.get(o.industry) ?? []), o.id])
    this.#listed = listed
    this.#shops = new Map(
      Object.entries(words.shops).map(([industry, kinds]) => [
        industry,
        counties.flatMap((c) => words.firms.flatMap((f, i) => `${shortPlace(c.name)}${f}${kinds[i % kinds.length]}`)),
      ]),
    )
    this.#titles = Object.entries(words.titles).map(([grade, name]) => ({ grade, name }))
  }

  write(p: Person, to: HistoryCopies): void {
    const { population, targets, words, counties } = this.#frame
    const a = targets.assumptions
    const d = this.#dice.reset(targets.seed, STREAM.history, p.index)
    const id = population.idOf(p.index)
    const first = p.issues[0]?.issued
    if (first !== undefined) this.#work(p, id, first, d, to)

    const schooling = schoolingOf(targets, p)
    const years = a.education.graduatedAt[schooling]
    const graduated = years === undefined ? 0 : yearOfDay(p.born) + years
    if (years !== undefined && graduated < yearOfDay(this.#asOf) && d.chance(a.education.recordedShare)) {
      const place = counties[d.below(counties.length)]!
      to.education.add(
        `${id}\t1\t${shortPlace(place.name)}${words.schoolKinds[schooling] ?? ''}\t${schooling}\t${d.of(words.majors)}\tgraduated\t${graduated}-07-01\n`,
      )
    }
    if (first !== undefined && years !== undefined && d.chance(a.title.share)) {
      const t = this.#titles[Math.min(d.below(this.#titles.length), d.below(this.#titles.length))]!
      to.title.add(`${id}\t1\t${t.name}\t${t.grade}\t${dayText(Math.min(this.#asOf, first + d.between(30, 400)))}\n`)
    }
  }

  /** Work in the trade began before its first certificate, or after school; some changed the employer. */
  #work(p: Person, id: string, first: number, d: Dice, to: HistoryCopies) {
    const { targets, trades } = this.#frame
    const a = targets.assumptions.employment
    const trade = trades[p.trade]!
    const last = p.left ?? this.#asOf
    const begun = Math.max(p.born + daysOfYears(a.youngest), first - d.between(a.beforeDays.from, a.beforeDays.to))
    if (begun >= last) return
    const spell = (no: number, from: number, until: number | null) => {
      const known = d.chance(a.listedEmployer)
      const firms = known ? this.#listed.get(trade.industry) : this.#shops.get(trade.industry)
      const firm = firms === undefined || firms.length === 0 ? null : d.of(firms)
      to.employment.add(
        `${id}\t${no}\t${known ? orNull(firm) : '\\N'}\t${known ? '\\N' : orNull(firm)}\t${trade.code}\t${dayText(from)}\t${until === null ? '\\N' : dayText(until)}\t${known ? 'social-insurance' : 'declared'}\n`,
      )
    }
    const change = d.chance(a.secondSpell) ? d.between(begun + 1, last) : last
    const again = change + d.between(1, 60)
    if (again < last) {
      spell(1, begun, change)
      spell(2, again, p.left)
    } else spell(1, begun, p.left)
  }
}
