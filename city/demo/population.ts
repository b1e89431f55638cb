import { dayNumber } from '../../kernel/values/plain-date.ts'
import { HIGH_SKILLED_RANK } from '../../modules/credentials/index.ts'
import { daysOfYears, MS_PER_DAY, yearOfDay } from './days.ts'
import { cumulative, Dice } from './dice.ts'
import { idOf } from './ids.ts'
import { type Cell, calendarOf, EXTRA, endOf, gapsOf, type LadderPlan, type Window, windowsOf } from './ladder.ts'
import { CALIBRATED, rankOf, type TownTargets } from './targets.ts'

export type Trade = { code: string; name: string; industry: string; from: number; workTypes: readonly string[] }
export type Issue = {
  rank: number | null
  trade: number
  issued: number
  known: number
  revoked: number | null
  revokedKnown: number | null
  special: boolean
  /** True for the certificates of the ladder, which may follow a class of subsidised training. */
  ladder: boolean
}

/** One invented person, as both the register of persons and that of certificates need to know them. Days are day numbers. */
export type Person = {
  index: number
  cell: Cell
  county: number
  male: boolean
  born: number
  trade: number
  left: number | null
  leftKnown: number | null
  died: boolean
  issues: Issue[]
  /** Since when the register knows the person. */
  known: number
}

const STREAM = { id: 1, base: 2, beside: 3 }

/**
 * Makes person number i of the town: always the same, whoever asks and in whatever order. The object handed out is used again
 * by the next call.
 */
export class Population {
  readonly persons: number
  readonly counties: readonly string[]
  readonly trades: readonly Trade[]
  readonly #t: TownTargets
  readonly #plan: LadderPlan
  readonly #windows: (Window[] | undefined)[]
  readonly #gaps: number[]
  readonly #countyTable: Float64Array
  readonly #industries: readonly { male: number; trades: number[]; table: Float64Array; fallback: number }[]
  readonly #industryTable: Float64Array
  readonly #youngest: number[] = []
  readonly #asOf: number
  readonly #knownBy: number
  readonly #from: number
  readonly #dice = new Dice()
  readonly #person: Person

  constructor(t: TownTargets, plan: LadderPlan, trades: readonly Trade[]) {
    this.#t = t
    this.#plan = plan
    this.persons = plan.persons
    this.trades = trades
    this.counties = Object.keys(t.assumptions.counties).sort()
    this.#countyTable = cumulative(this.counties.map((c) => t.assumptions.counties[c]!))
    const calendar = calendarOf(t)
    this.#asOf = calendar.asOf
    this.#from = calendar.from
    this.#knownBy = dayNumber(t.knownBy)
    this.#gaps = gapsOf(t)
    this.#windows = plan.cells.map((c) => windowsOf(c, calendar, this.#gaps))
    for (const id of CALIBRATED) this.#youngest[rankOf(id)] = t.assumptions.ladder.youngest[id] ?? 0
    const industries = Object.entries(t.assumptions.industries).map(([id, { weight, male }]) => {
      const own = trades.flatMap((o, i) => (o.industry === id ? [i] : []))
      const weights = own.map((i) => t.assumptions.occupations[trades[i]!.code]?.weight ?? 1)
      return {
        weight,
        male,
        trades: own,
        table: cumulative(weights),
        fallback: own.find((i) => trades[i]!.from === 0) ?? own[0] ?? 0,
      }
    })
    this.#industries = industries.filter((x) => x.trades.length > 0)
    this.#industryTable = cumulative(industries.filter((x) => x.trades.length > 0).map((x) => x.weight))
    this.#person = {
      index: 0,
      cell: plan.cells[0]!,
      county: 0,
      male: true,
      born: 0,
      trade: 0,
      left: null,
      leftKnown: null,
      died: false,
      issues: [],
      known: 0,
    }
  }

  /** UUIDv7, ascending with the index, so that the register's main index grows at its end. */
  idOf(index: number): string {
    const d = this.#dice.reset(this.#t.seed, STREAM.id, index)
    return idOf(this.#asOf * MS_PER_DAY + (index >> 12), index & 0xfff, d.bits(), d.bits())
  }

  make(index: number): Person {
    const p = this.#person
    const cellIndex = this.#plan.cellOf[index]!
    const cell = this.#plan.cells[cellIndex]!
    const extra = this.#plan.extraOf[index]!
    const windows = this.#windows[cellIndex]!
    const d = this.#dice.reset(this.#t.seed, STREAM.base, index)
    const industry = this.#industries[d.weighted(this.#industryTable)]!
    p.index = index
    p.cell = cell
    p.county = d.weighted(this.#countyTable)
    p.male = d.chance(industry.male)
    p.trade = industry.trades[d.weighted(industry.table)]!
    p.left = null
    p.leftKnown = null
    p.died = false
    p.issues.length = 0

    let at = 0
    for (const [i, rank] of cell.rungs.entries()) {
      const w = windows[i]!
      const low = i === 0 ? w.low : Math.max(w.low, at + this.#gaps[rank]!)
      // Later years have more certificates than early ones.
      at = low + Math.floor(Math.sqrt(d.next()) * (w.high - low + 1))
      if (at > w.high) at = w.high
      p.issues.push({
        rank,
        trade: p.trade,
        issued: at,
        known: this.#known(d, at),
        revoked: null,
        revokedKnown: null,
        special: false,
        ladder: true,
      })
    }
    const first = p.issues[0]?.issued ?? this.#asOf - d.between(0, this.#asOf - this.#from)
    if (p.issues.length && this.trades[p.trade]!.from > first) {
      p.trade = industry.fallback
      for (const c of p.issues) c.trade = p.trade
    }
    p.born = this.#born(d, cell.rungs[0] ?? rankOf('level-5'), first)

    if (cell.standing === 'left') {
      p.left = endOf(d, at, this.#asOf)
      p.leftKnown = this.#known(d, p.left)
      p.died = d.chance(this.#t.assumptions.diedShare)
    }
    if (cell.standing === 'revoked') {
      const c = p.issues[0]!
      c.revoked = endOf(d, at, this.#asOf)
      c.revokedKnown = Math.max(this.#known(d, c.revoked), c.known)
    }
    if (extra) this.#beside(p, cell, extra, d.reset(this.#t.seed, STREAM.beside, index))
    p.known = p.issues.reduce((least, c) => Math.min(least, c.known), p.issues.length ? this.#knownBy : first)
    return p
  }

  /** Certificates that change neither the level on the day of the figures nor when it was first reached. */
  #beside(p: Person, cell: Cell, extra: number, d: Dice) {
    const begin = p.issues[0]?.issued ?? this.#from
    const end = Math.min(this.#asOf, p.left ?? this.#asOf)
    const rank = cell.rungs[0] ?? null
    const other = () => {
      for (let n = 0; n < 8; n++) {
        const industry = this.#industries[d.weighted(this.#industryTable)]!
        const trade = industry.trades[d.weighted(industry.table)]!
        if (trade !== p.trade && this.trades[trade]!.from <= begin) return trade
      }
      return p.trade
    }
    const add = (rank: number | null, issued: number, special: boolean): Issue => {
      const c: Issue = {
        rank,
        trade: special ? p.trade : other(),
        issued,
        known: this.#known(d, issued),
        revoked: null,
        revokedKnown: null,
        special,
        ladder: false,
      }
      p.issues.push(c)
      return c
    }
    const revoke = (c: Issue) => {
      c.revoked = d.between(c.issued + 1, Math.max(c.issued + 1, this.#asOf))
      c.revokedKnown = Math.max(this.#known(d, c.revoked), c.known)
    }
    // A second trade never stands above the level with which its holder came in.
    if (extra & EXTRA.secondTrade) add(rank, d.between(begin, end), false)
    if (extra & EXTRA.revokedSecondTrade) revoke(add(rank, d.between(begin, Math.max(begin, end - 1)), false))
    if (extra & EXTRA.revokedAbove) {
      // Issued before the period of the flows began, so it is gone again on the day of the figures.
      revoke(add(HIGH_SKILLED_RANK, d.between(begin, Math.max(begin, this.#from - 1)), false))
    }
    if (extra & EXTRA.special) add(null, d.between(begin, end), true)
  }

  #known(d: Dice, day: number): number {
    return d.chance(this.#t.assumptions.certificates.lateShare) ? this.#lateBy(d, day) : day
  }
  #lateBy(d: Dice, day: number): number {
    const { from, to } = this.#t.assumptions.certificates.lateDays
    const room = this.#knownBy - day
    return day + (room <= from ? room : d.between(from, Math.min(to, room)))
  }

  #born(d: Dice, rank: number, first: number): number {
    const { spreadYears, oldest } = this.#t.assumptions.ladder
    const youngest = daysOfYears(this.#youngest[rank]!)
    const room = Math.min(daysOfYears(spreadYears), Math.max(0, daysOfYears(oldest) - (this.#asOf - first) - youngest))
    // Two dice, the smaller counts: most come in young.
    return first - youngest - Math.floor(Math.min(d.next(), d.next()) * room)
  }
}

export const birthYear = (p: Person): number => yearOfDay(p.born)
