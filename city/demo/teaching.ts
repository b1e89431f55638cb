import { copyLine } from '../../kernel/db/copy-text.ts'
import { dayNumber } from '../../kernel/values/plain-date.ts'
import type { TableCopy } from './copy.ts'
import { dayText, MS_PER_DAY, yearOfDay } from './days.ts'
import { Dice } from './dice.ts'
import type { Frame } from './frame.ts'
import { idOf } from './ids.ts'
import type { Organisation } from './organisations.ts'
import { birthYear } from './population.ts'
import type { Roll, TrainingClass } from './training.ts'

export type TeachingCopies = Record<
  | 'project'
  | 'teacher'
  | 'venue'
  | 'room'
  | 'trainingClass'
  | 'classKey'
  | 'lesson'
  | 'result'
  | 'attendance'
  | 'claim'
  | 'claimKey'
  | 'claimLine',
  TableCopy
>

const STREAM = { venue: 61, class: 62, claim: 63 }
/** China keeps one time, eight hours ahead, without summer time in these years. */
const OFFSET_MS = 8 * 3_600_000
const MINUTE_MS = 60_000
const HALVES = [
  { half: 'am', starts: 8 * 60 + 30, ends: 11 * 60 + 50 },
  { half: 'pm', starts: 14 * 60, ends: 17 * 60 + 20 },
] as const
/** The box in which the invented places lie, in millionths of a degree. */
const BOX = { lat: 35_500_000, latSpan: 1_200_000, lon: 110_700_000, lonSpan: 1_500_000 }
/** How far from the venue's point phones say they are. */
const SCATTER_E6 = 400
const WEEK = 7
/** 1970-01-01 was a Thursday: day 3 the first Sunday. */
const isSunday = (day: number): boolean => day % WEEK === 3

const hex16 = (a: number, b: number): string =>
  (a >>> 0).toString(16).padStart(8, '0') + (b >>> 0).toString(16).padStart(8, '0')
/** Eight bytes of an invented thing, always the same for it. */
const bytesOf = (salt: number, n: number): string => {
  const a = Math.imul(n + 1, 0x9e3779b1) ^ salt
  const b = Math.imul(n + salt, 0x85ebca6b) ^ (n >>> 3)
  return `\\\\x${hex16(Math.imul(a ^ (a >>> 15), 0x2c1b3c6d), Math.imul(b ^ (b >>> 13), 0x297a2d39))}`
}
const instantText = (ms: number): string => new Date(ms).toISOString()

/** Something that can be in one place at a time: who or what is free between two days. */
class Pool<T> {
  get size(): number {
    return this.#all.length
  }
  readonly #all: { thing: T; busy: [number, number][] }[] = []
  take(from: number, to: number, make: (n: number) => T | undefined): T | undefined {
    let free = this.#all.find((x) => !x.busy.some(([a, b]) => a <= to && from <= b))
    if (!free) {
      const thing = make(this.#all.length)
      if (thing === undefined) return undefined
      free = { thing, busy: [] }
      this.#all.push(free)
    }
    free.busy.push([from, to])
    return free.thing
  }
}

type Venue = {
  id: string
  code: string
  lat: number
  lon: number
  network: string
  rooms: Pool<string>
  of: Organisation
}

/**
 * How the classes were taught: projects, teachers, venues, a timetable for each class, marks for the later ones, claims for the
 * latest. Everything is in order here; what is wrong is planted elsewhere. Call `teach` for each class, then `claims` and `finish`.
 */
export class Teaching {
  readonly #frame: Frame
  readonly #roll: Roll
  readonly #to: TeachingCopies
  readonly #dice = new Dice()
  readonly #projects = new Map<string, { id: string; code: string }>()
  readonly #venues = new Map<string, Venue>()
  readonly #teachers = new Map<string, Pool<string>>()
  readonly #masters = new Map<number, number[]>()
  readonly #used = new Set<number>()
  readonly #numbers = new Map<number, number>()
  readonly #marksFrom: number

  constructor(frame: Frame, roll: Roll, to: TeachingCopies) {
    this.#frame = frame
    this.#roll = roll
    this.#to = to
    this.#marksFrom = dayNumber(frame.targets.assumptions.teaching.marksFrom)
    for (const c of roll.certified)
      if (c.rank >= 3) {
        const list = this.#masters.get(c.trade)
        if (list) list.push(c.person)
        else this.#masters.set(c.trade, [c.person])
      }
  }

  /** Lines of one class and what hangs on it. @returns days on which it was taught */
  teach(c: TrainingClass, n: number): number {
    const { targets, trades, population } = this.#frame
    const a = targets.assumptions.teaching
    const d = this.#dice.reset(targets.seed, STREAM.class, n)
    const days: number[] = []
    for (let day = c.started; day <= c.ended; day++) if (!isSunday(day)) days.push(day)
    const venue = this.#venueOf(c.organisation)
    const room = venue.rooms.take(c.started, c.ended, (k) => this.#room(venue, k))!
    const teacher = this.#teacherOf(c)
    const project = this.#projectOf(c, days.length)
    const number = this.#numberOf(c)
    const county = population.counties[c.county]!
    const filed = c.started - 7 - d.below(14)
    this.#to.trainingClass.add(
      copyLine([
        c.id,
        c.name,
        c.organisation.id,
        c.kind,
        trades[c.trade]!.code,
        c.rank,
        county,
        dayText(c.started),
        dayText(c.ended),
        c.seats.length,
        number,
        'finished',
        project.id,
        venue.id,
        days.length * a.hoursADay,
        dayText(filed),
        dayText(Math.min(filed + 3, c.started - 1)),
        '示例财产保险',
        `BD${number}`,
        dayText(c.started),
        dayText(c.ended),
      ]),
    )
    this.#to.classKey.add(`${number}\t${c.id}\n`)
    let lesson = 0
    const marks = c.ended >= this.#marksFrom
    for (const [k, day] of days.entries())
      for (const h of HALVES) {
        lesson++
        const midnight = day * MS_PER_DAY - OFFSET_MS
        this.#to.lesson.add(
          `${c.id}\t${lesson}\t${dayText(day)}\t${h.half}\t${a.hoursADay / HALVES.length}\t${instantText(midnight + h.starts * MINUTE_MS)}\t${instantText(midnight + h.ends * MINUTE_MS)}\t${venue.id}\t${room}\t${teacher ?? '\\N'}\t${trades[c.trade]!.name}\t${k % 3 === 0 ? 'theory' : 'practice'}\n`,
        )
        if (marks) this.#mark(c, lesson, midnight, h, venue, d)
      }
    for (let seat = 0; seat < c.seats.length; seat++) {
      const passed = !d.chance(a.failedShare)
      this.#to.result.add(
        `${c.id}\t${seat + 1}\t${dayText(c.ended)}\t${passed ? 60 + d.below(38) : 35 + d.below(24)}\t${60 + d.below(38)}\t${passed ? 't' : 'f'}\n`,
      )
    }
    return days.length
  }

  #mark(c: TrainingClass, lesson: number, midnight: number, h: (typeof HALVES)[number], venue: Venue, d: Dice): void {
    const { presentShare } = this.#frame.targets.assumptions.teaching
    const to = this.#to.attendance
    const date = new Date(midnight + 12 * 3_600_000).toISOString().slice(0, 11)
    for (let seat = 0; seat < c.seats.length; seat++) {
      const x = d.bits()
      const y = d.bits()
      if ((x & 0xffff) / 0x10000 >= presentShare) continue
      const person = c.seats[seat]!
      // Most come in the half hour before, a few late; nobody leaves before the end.
      const inSecond = (h.starts - 26) * 60 + ((x >>> 16) % 1740)
      const outSecond = h.ends * 60 + 20 + (y % 900)
      const lat = venue.lat + ((y >>> 10) % (2 * SCATTER_E6)) - SCATTER_E6
      const lon = venue.lon + ((y >>> 20) % (2 * SCATTER_E6)) - SCATTER_E6
      to.add(
        `${c.id}\t${lesson}\t${seat + 1}\t${date}${clock(inSecond)}+08\t${date}${clock(outSecond)}+08\t${lat}\t${lon}\tcode\t${bytesOf(0x5bd1e995, person)}\t${(x & 3) === 0 ? bytesOf(0x1b873593, person) : venue.network}\n`,
      )
    }
  }

  /** Claims for the newest classes: one for a class, a line for everybody whose first class of the year it was. */
  claims(classes: readonly TrainingClass[], daysOf: readonly number[]): void {
    const { targets, population, trades } = this.#frame
    const a = targets.assumptions.teaching
    const claimed = new Set<number>()
    let left = a.claimLines
    for (let n = classes.length - 1; n >= 0 && left > 0; n--) {
      const c = classes[n]!
      const d = this.#dice.reset(targets.seed, STREAM.claim, n)
      const year = yearOfDay(c.ended)
      const days = Math.min(daysOf[n]!, a.daysMax)
      const id = idOf((c.ended + 1) * MS_PER_DAY + n, n & 0xfff, d.bits(), d.bits())
      let lines = 0
      for (let seat = 0; seat < Math.min(c.voidedFrom, c.seats.length) && lines < left; seat++) {
        const person = c.seats[seat]!
        const key = person * 10_000 + year
        if (claimed.has(key)) continue
        claimed.add(key)
        lines++
        this.#to.claimLine.add(
          `${id}\t${lines}\t${population.idOf(person)}\t${c.id}\t${seat + 1}\t${trades[c.trade]!.code}\t${c.rank}\t${days}\t${days * a.dayFen}\t${bytesOf(0x7feb352d, person)}\n`,
        )
      }
      if (lines === 0) continue
      left -= lines
      const number = `SL${this.#numberText(n, year)}`
      const filed = officeHour(c.ended + d.between(a.filedAfterDays.from, a.filedAfterDays.to), d)
      const reviewed = officeHour(filed.day + d.between(a.reviewDays.from, a.reviewDays.to), d)
      const approved = officeHour(reviewed.day + d.between(a.reviewDays.from, a.reviewDays.to), d)
      const county = population.counties[c.county]!
      this.#to.claim.add(
        copyLine([
          id,
          number,
          c.organisation.id,
          c.id,
          county,
          'employment',
          '职业培训补贴',
          'institution',
          'paid',
          days,
          lines * days * a.dayFen,
          lines,
          dayText(filed.day),
          instantText(filed.ms),
          `demo:clerk:${c.organisation.id.slice(-12)}`,
          instantText(reviewed.ms),
          `demo:reviewer:${county}`,
          instantText(approved.ms),
          'demo:approver',
          dayText(approved.day + 12),
        ]),
      )
      this.#to.claimKey.add(`${number}\t${id}\n`)
    }
  }

  /** What is known only when all classes have their rooms. */
  finish(): void {
    const { roomSeats } = this.#frame.targets.assumptions.teaching
    for (const { id, code, lat, lon, rooms, of: o } of this.#venues.values())
      this.#to.venue.add(
        copyLine([
          id,
          o.id,
          code,
          o.site?.name ?? o.name,
          o.site?.address ?? o.address,
          o.county,
          lat,
          lon,
          Math.max(o.site?.capacity ?? 0, rooms.size * roomSeats),
        ]),
      )
  }

  #numberText(n: number, year: number): string {
    return `${year}-${String(n + 1).padStart(5, '0')}`
  }
  #numberOf(c: TrainingClass): string {
    const year = yearOfDay(c.started)
    const n = (this.#numbers.get(year) ?? 0) + 1
    this.#numbers.set(year, n)
    return `${year}-${String(n).padStart(5, '0')}`
  }

  #projectOf(c: TrainingClass, days: number): { id: string; code: string } {
    const { trades, targets } = this.#frame
    const a = targets.assumptions.teaching
    const key = `${c.kind}|${c.trade}|${c.rank}`
    const known = this.#projects.get(key)
    if (known) return known
    const n = this.#projects.size + 1
    const code = `XM${String(n).padStart(4, '0')}`
    const id = idOf(dayNumber(targets.targets.flows.from) * MS_PER_DAY + n, n & 0xfff, n, Math.imul(n, 0x9e3779b1))
    this.#projects.set(key, { id, code })
    const billed = Math.min(days, a.daysMax)
    // The least that any class of the project may have.
    this.#to.project.add(
      copyLine([
        id,
        code,
        trades[c.trade]!.name,
        c.kind,
        trades[c.trade]!.code,
        c.rank,
        a.hoursADay * Math.min(days, 6),
        Math.min(days, 6),
        billed * a.dayFen,
        dayText(dayNumber(targets.targets.flows.from) - 90),
        null,
      ]),
    )
    return { id, code }
  }

  #venueOf(o: Organisation): Venue {
    const known = this.#venues.get(o.id)
    if (known) return known
    const n = this.#venues.size + 1
    const d = new Dice().reset(this.#frame.targets.seed, STREAM.venue, n)
    const venue: Venue = {
      id: idOf(o.founded * MS_PER_DAY + n, n & 0xfff, d.bits(), d.bits()),
      code: `CD${String(n).padStart(4, '0')}`,
      lat: BOX.lat + d.below(BOX.latSpan),
      lon: BOX.lon + d.below(BOX.lonSpan),
      network: bytesOf(0x2545f491, n),
      rooms: new Pool(),
      of: o,
    }
    this.#venues.set(o.id, venue)
    return venue
  }
  #room(venue: Venue, k: number): string {
    const { roomSeats } = this.#frame.targets.assumptions.teaching
    const code = String(101 + (k % 20) + 100 * Math.floor(k / 20))
    this.#to.room.add(copyLine([venue.id, code, code, roomSeats]))
    return code
  }

  /** Somebody of the trade with level 3 or more who is free in these days; one who teaches for one school teaches for no other. */
  #teacherOf(c: TrainingClass): string | undefined {
    const key = `${c.organisation.id}|${c.trade}`
    let pool = this.#teachers.get(key)
    if (!pool) {
      pool = new Pool()
      this.#teachers.set(key, pool)
    }
    return pool.take(c.started, c.ended, () => {
      const masters = this.#masters.get(c.trade) ?? []
      for (let p = masters.pop(); p !== undefined; p = masters.pop()) {
        if (this.#used.has(p)) continue
        this.#used.add(p)
        return this.#enter(p, c)
      }
      return undefined
    })
  }
  #enter(person: number, c: TrainingClass): string {
    const { population, names, targets, trades } = this.#frame
    const p = population.make(person)
    const d = new Dice().reset(targets.seed, 31, person)
    const id = population.idOf(person)
    this.#to.teacher.add(
      copyLine([
        c.organisation.id,
        id,
        names.of(d, p.male, birthYear(p)).name,
        population.counties[this.#roll.county[person]!]!,
        'skill-certificate',
        trades[c.trade]!.code,
        'both',
        dayText(dayNumber(targets.targets.flows.from) - 200),
      ]),
    )
    return id
  }
}

const two = (n: number): string => (n < 10 ? `0${n}` : String(n))
const clock = (second: number): string =>
  `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`

/** A working moment on the day or, on a weekend, after it. */
function officeHour(day: number, d: Dice): { day: number; ms: number } {
  // Days of the week from Thursday: 2 is Saturday, 3 Sunday.
  const on = day % WEEK === 2 ? day + 2 : isSunday(day) ? day + 1 : day
  return { day: on, ms: on * MS_PER_DAY - OFFSET_MS + (9 * 60 + d.below(420)) * MINUTE_MS + d.below(60) * 1000 }
}
