import { dayNumber } from '../../kernel/values/plain-date.ts'
import { MS_PER_DAY } from './days.ts'
import { cumulative, Dice, spread } from './dice.ts'
import { idOf } from './ids.ts'
import { isListed, type Organisation } from './organisations.ts'
import type { Person, Trade } from './population.ts'
import type { TownTargets } from './targets.ts'

/** What training needs to remember of everybody, in little room. */
export class Roll {
  readonly county: Uint8Array
  readonly male: Uint8Array
  readonly birthYear: Uint16Array
  /** Certificates of the period: person, day, trade, rank. */
  readonly certified: { person: number; day: number; trade: number; rank: number }[] = []
  readonly #from: number
  readonly #to: number
  constructor(persons: number, t: TownTargets) {
    this.county = new Uint8Array(persons)
    this.male = new Uint8Array(persons)
    this.birthYear = new Uint16Array(persons)
    this.#from = dayNumber(t.targets.flows.from)
    this.#to = dayNumber(t.targets.flows.to)
  }
  note(p: Person, birthYear: number) {
    this.county[p.index] = p.county
    this.male[p.index] = p.male ? 1 : 0
    this.birthYear[p.index] = birthYear
    for (const c of p.issues)
      if (c.ladder && c.issued >= this.#from && c.issued <= this.#to && p.left === null)
        this.certified.push({ person: p.index, day: c.issued, trade: c.trade, rank: c.rank! })
  }
}

export type TrainingClass = {
  id: string
  name: string
  organisation: Organisation
  kind: string
  trade: number
  rank: number
  county: number
  started: number
  ended: number
  seats: Uint32Array
  groups: Uint8Array
  /** Seats from here on were struck off later. */
  voidedFrom: number
  known: number
}

const STREAM = 14

/**
 * Classes of subsidised training: most follow the certificates of the period (same county, trade and level, some days before
 * the examination), the rest of the seats go to persons who trained without one. The person-times that stand are a number
 * within the target. Nobody sits in two classes at once.
 */
export function makeTraining(
  t: TownTargets,
  roll: Roll,
  counties: readonly string[],
  organisations: readonly Organisation[],
  trades: readonly Trade[],
): { classes: TrainingClass[]; personTimes: number; groupIds: string[] } {
  const d = new Dice().reset(t.seed, STREAM, 0)
  const a = t.assumptions.training
  const f = t.targets.flows
  const [from, to] = [dayNumber(f.from), dayNumber(f.to)]
  const most = Math.min(f.personTimes.below - 1, t.targets.classes * a.seatsMax)
  const personTimes = f.personTimes.atLeast + Math.floor(d.next() * d.next() * (most - f.personTimes.atLeast + 1))
  const kinds = Object.keys(a.kinds)
  const kindTable = cumulative(Object.values(a.kinds))
  const groupIds = Object.keys(a.groups)
  const groupTable = cumulative(Object.values(a.groups))
  const employee = groupIds.indexOf('employee')

  // Persons of each county, to fill seats from.
  const byCounty: number[][] = counties.map(() => [])
  for (let i = 0; i < roll.county.length; i++) byCounty[roll.county[i]!]!.push(i)
  const countyTable = cumulative(byCounty.map((list) => list.length))

  // Who got the same certificate in the same county at about the same time sat in one class.
  type Group = { county: number; trade: number; rank: number; day: number; persons: number[] }
  const sorted = roll.certified.sort(
    (x, y) =>
      roll.county[x.person]! - roll.county[y.person]! ||
      x.trade - y.trade ||
      x.rank - y.rank ||
      x.day - y.day ||
      x.person - y.person,
  )
  const groups: Group[] = []
  let current: Group | undefined
  const gatherMax = Math.floor(a.seatsMax / 2)
  for (const c of sorted) {
    const county = roll.county[c.person]!
    if (
      current &&
      current.county === county &&
      current.trade === c.trade &&
      current.rank === c.rank &&
      c.day - current.day <= a.gatherDays &&
      current.persons.length < gatherMax
    )
      current.persons.push(c.person)
    else {
      current = { county, trade: c.trade, rank: c.rank, day: c.day, persons: [c.person] }
      // The class ended before the examination, and has to lie in the period itself.
      if (c.day - a.certificateAfterDays.to > from) groups.push(current)
    }
  }
  const chosen = groups
    .sort((x, y) => y.persons.length - x.persons.length || x.county - y.county || x.trade - y.trade || x.day - y.day)
    .slice(0, t.targets.classes)

  const planned = chosen.map((g) => ({
    ...g,
    ended: g.day - d.between(a.certificateAfterDays.from, a.certificateAfterDays.to),
  }))
  while (planned.length < t.targets.classes) {
    const ended = d.between(from, to)
    planned.push({
      county: d.weighted(countyTable),
      trade: d.below(trades.length),
      rank: d.between(1, 2),
      day: ended,
      persons: [],
      ended,
    })
  }
  planned.sort(
    (x, y) => x.ended - y.ended || x.county - y.county || x.trade - y.trade || x.rank - y.rank || x.day - y.day,
  )
  const sizes = spread(
    personTimes,
    planned.map((g) => Math.max(g.persons.length, 12 + d.below(a.seatsMax - 12))),
    planned.map(() => a.seatsMax),
  )
  const voided = Math.round(personTimes * a.voidedShare)

  const providers = organisations.filter((o) => o.listings.some((l) => l.role === 'training-provider'))
  // Day up to which each person is in class; classes come in the order of their end, so a later one cannot lie before.
  const busyUntil = new Int32Array(roll.county.length)
  const inClass = new Int32Array(roll.county.length).fill(-1)
  const used = new Map<string, number>()
  const classes: TrainingClass[] = []
  let voidedLeft = voided
  for (const [n, g] of planned.entries()) {
    const started = g.ended - d.between(a.days.from, a.days.to)
    const near = providers.filter((o) => o.county === counties[g.county] && isListed(o, started, g.ended))
    const able = near.length > 0 ? near : providers.filter((o) => isListed(o, started, g.ended))
    if (able.length === 0) throw new Error(`no institution was on the list on day ${started}`)
    const organisation = able[d.below(able.length)]!
    const { scope, listedOn } = organisation.listings.find((l) => l.role === 'training-provider')!
    const known = scope.get(g.trade)
    scope.set(g.trade, {
      ranks: [...new Set([...(known?.ranks ?? []), g.rank])].sort(),
      from: listedOn,
    })

    const strike = n % 15 === 7 ? Math.min(voidedLeft, Math.max(1, Math.ceil((voided * 15) / planned.length))) : 0
    const extra = n === planned.length - 1 ? voidedLeft : strike
    voidedLeft -= extra
    const size = sizes[n]! + extra
    const seats = new Uint32Array(size)
    let seat = 0
    const sit = (person: number) => {
      if (seat === size || busyUntil[person]! >= started || inClass[person] === n) return
      inClass[person] = n
      busyUntil[person] = g.ended
      seats[seat++] = person
    }
    for (const p of g.persons) sit(p)
    const locals = byCounty[g.county]!
    for (let tries = 0; seat < size; tries++)
      sit(tries < 4000 ? locals[d.below(locals.length)]! : d.below(roll.county.length))
    const kind = kinds[d.weighted(kindTable)]!
    const ofEmployees = a.employeeKinds.includes(kind)
    const groupOf = new Uint8Array(size)
    for (let i = 0; i < size; i++) {
      let group = ofEmployees ? employee : d.weighted(groupTable)
      if (!ofEmployees && group === employee) group = 0
      groupOf[i] = group
    }
    const label = `${organisation.id}|${g.trade}`
    const turn = (used.get(label) ?? 0) + 1
    used.set(label, turn)
    classes.push({
      id: idOf(started * MS_PER_DAY + n, n & 0xfff, d.bits(), d.bits()),
      name: `${trades[g.trade]!.name}第${turn}期`,
      organisation,
      kind,
      trade: g.trade,
      rank: g.rank,
      county: g.county,
      started,
      ended: g.ended,
      seats,
      groups: groupOf,
      voidedFrom: size - extra,
      known: g.ended + d.between(0, 10),
    })
  }
  return { classes, personTimes, groupIds }
}
