import { dayNumber, type PlainDate } from '../../../kernel/values/plain-date.ts'
import { identityCheckCharacter } from '../../../modules/people/identity-number.ts'
import { dayText, MS_PER_DAY } from '../days.ts'
import { Dice } from '../dice.ts'
import { idOf } from '../ids.ts'

/** The clean half of an invented training year: classes that took place, with the oddities that honest life has. */

export type Person = {
  id: string
  name: string
  male: boolean
  born: number
  identity: string
  county: string
  face: string
  used: boolean
}
export type Seat = {
  no: number
  person: Person
  group: string
  groupOn: number | null
  status: string
  phone: string
  account: string
  holder: string
  address: string
  village: string
  face: string | null
  hours: number
  certificate: string | null
  absent: Set<number>
  device: string
}
export type Lesson = {
  no: number
  day: number
  half: 'am' | 'pm' | 'eve'
  hours: number
  starts: number | null
  ends: number | null
  room: Room
  teacher: Person
}
export type Mark = {
  in: number
  out: number | null
  lat: number | null
  lon: number | null
  method: string
  device: string | null
  face: string | null
}
export type Room = { venue: Venue; code: string; capacity: number }
export type Venue = { id: string; org: Org; lat: number | null; lon: number | null; capacity: number; rooms: Room[] }
export type Org = {
  id: string
  name: string
  code: string
  county: string
  address: string
  phone: string
  legal: string
  kind: string
  listing: string | null
  listedTo: number | null
  licenceTo: number | null
  scope: { occupation: string; rank: number }[]
}
export type Klass = {
  n: number
  id: string
  no: string
  org: Org
  occupation: string
  rank: number
  county: string
  start: number
  end: number
  lessons: Lesson[]
  seats: Seat[]
  room: Room
  teacher: Person
  body: Org
  employer: Org | null
  project: { id: string; hours: number }
  marked: boolean
  used: boolean
  passEvery: boolean
  flat: boolean
  claim: Claim | null
  photos: { hash: string; day: number; taken: number | null }[]
  papers: { seat: number; kind: string; hash: string; full?: boolean }[]
  callBacks: { seat: number; outcome: string }[]
  tamper: ((l: Lesson, s: Seat, m: Mark) => void)[]
}
export type Claim = {
  id: string
  no: string
  klass: Klass
  state: string
  filed: number
  reviewed: number
  approved: number
  paid: number | null
  by: [string, string, string]
  lines: Line[]
  fund: string
}
export type Line = {
  no: number
  person: Person
  klass: Klass
  seat: number
  certificate: string | null
  changed: number | null
  account: string
  payee: string
}
export type Entry = {
  register: string
  person: Person
  kind: string | null
  from: number | null
  to: number | null
  employer: Org | null
  place: string | null
  certificate: string | null
}
export type Certificate = {
  id: string
  person: Person
  number: string
  kind: string
  occupation: string
  rank: number | null
  org: Org
  issued: number
}

export const HOUR = 3_600_000
export const MINUTE = 60_000
export const SECOND = 1000
/** Instant of a local clock time; China has one zone and no summer time. */
export const at = (day: number, hour: number): number => day * MS_PER_DAY + (hour - 8) * HOUR
const STARTS = { am: 8, pm: 14, eve: 19 }
const OCCUPATIONS = [
  '6-31-01-03',
  '6-18-02-04',
  '4-10-01-05',
  '4-03-02-01',
  '6-29-03-01',
  '4-10-01-02',
  '6-18-01-01',
  '4-01-06-01',
]
const COUNTIES = ['141002', '141021', '141022', '141023', '141024', '141081', '141082']
const FAMILY = [
  ...'王李张刘陈杨赵黄周吴徐孙马胡朱郭何林罗高梁郑谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金贾韦夏傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严赖覃洪武莫孔汤向常',
]
const GIVEN = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文辉力春梅海燕雪荣爱香月莺媛瑞凡佳嘉琼勤珍贞莉晓冰宁欣仪宝飞彬富和顺信子浩亮政谦亨奇固之轮翰朗伯宏言若鸣朋斌梁栋维启克伦翔旭鹏泽晨辰士以建家致树炎德行时泰盛雄琛钧冠策腾楠榕风航弘',
]
const GROUPS = [
  'rural-transfer',
  'rural-transfer',
  'rural-transfer',
  'registered-unemployed',
  'poverty-monitored',
  'employment-difficulty',
  'school-leaver',
]

export class Town {
  readonly d: Dice
  readonly seed: number
  readonly on: number
  readonly orgs: Org[] = []
  readonly bodies: Org[] = []
  readonly employers: Org[] = []
  readonly venues: Venue[] = []
  readonly teachers = new Map<Org, Person[]>()
  readonly persons: Person[] = []
  readonly classes: Klass[] = []
  readonly claims: Claim[] = []
  readonly entries: Entry[] = []
  readonly certificates: Certificate[] = []
  readonly market: {
    org: Org
    role: string
    holder: string
    index: string
    phone: string | null
    address: string | null
  }[] = []
  readonly projects = new Map<string, { id: string; code: string; occupation: string; rank: number; hours: number }>()
  #ids = 0
  #people = 0
  #numbers = 0
  readonly #taken = new Set<string>()
  readonly holidays: ReadonlySet<string>

  constructor(seed: number, on: PlainDate, holidays: ReadonlySet<string>) {
    this.seed = seed
    this.on = dayNumber(on)
    this.holidays = holidays
    this.d = new Dice().reset(seed, 71, 0)
  }
  id(): string {
    const n = ++this.#ids
    return idOf(at(this.on - 400, 0) + n, n & 0xfff, this.d.bits(), this.d.bits())
  }
  hash(): string {
    return this.d.bits().toString(16).padStart(8, '0') + this.d.bits().toString(16).padStart(8, '0')
  }
  person(over: { born?: number; male?: boolean; county?: string } = {}): Person {
    const d = this.d
    const n = ++this.#people
    const male = over.male ?? d.chance(0.5)
    const born = over.born ?? dayNumber('1976-01-01' as PlainDate) + d.below(365 * 29)
    const identity = this.number18(born, male, n)
    const p = {
      id: this.id(),
      name: d.of(FAMILY) + d.of(GIVEN) + (d.chance(0.8) ? d.of(GIVEN) : ''),
      male,
      born,
      identity,
      county: over.county ?? d.of(COUNTIES),
      face: this.hash(),
      used: false,
    }
    this.persons.push(p)
    return p
  }
  /** One number for each: day of birth and a serial that goes on until it is free. */
  number18(born: number, male: boolean, n: number): string {
    let first17 = ''
    for (let turn = n; first17 === '' || this.#taken.has(first17); turn++)
      first17 = `142601${dayText(born).replaceAll('-', '')}${String(((turn * 2) % 996) + (male ? 1 : 2)).padStart(3, '0')}`
    this.#taken.add(first17)
    return first17 + identityCheckCharacter(first17)
  }
  org(kind: string, n: number): Org {
    const county = COUNTIES[n % COUNTIES.length]!
    const o: Org = {
      id: this.id(),
      name: `虚构${kind === 'employer' ? '机械有限公司' : kind === 'social-evaluation' ? '技能评价中心' : '职业培训学校'}${this.seed}-${n + 1}`,
      code: `${kind === 'employer' ? '91' : '52'}${county}F${String(this.seed % 1000).padStart(3, '0')}${String(n).padStart(5, '0')}${kind === 'employer' ? 'E' : kind === 'social-evaluation' ? 'B' : 'S'}`,
      county,
      address: `虚构路${this.d.below(9999)}号${kind}${n}`,
      phone: `0357-${2_000_000 + this.d.below(6_999_999)}`,
      legal: this.d.of(FAMILY) + this.d.of(GIVEN) + this.d.of(GIVEN) + this.d.of(GIVEN),
      kind,
      listing: kind === 'private-school' ? this.id() : null,
      listedTo: null,
      licenceTo: null,
      scope: [],
    }
    return o
  }
  number(): string {
    return `S0000140000012${String(this.d.between(1, 5))}${this.d.between(1, 5)}${String(++this.#numbers).padStart(6, '0')}`
  }
  teachingDays(from: number, count: number): number[] {
    const out: number[] = []
    for (let day = from; out.length < count; day++) {
      const weekday = (day + 4) % 7
      if (weekday !== 0 && !this.holidays.has(dayText(day))) out.push(day)
    }
    return out
  }
  free<T extends { used: boolean }>(list: readonly T[], fits: (x: T) => boolean = () => true): T | undefined {
    const open = list.filter((x) => !x.used && fits(x))
    if (open.length === 0) return undefined
    const x = this.d.of(open)
    x.used = true
    return x
  }
}

/** Classes in slots: each slot has a room and a teacher of its own, one class after the other. */
export function makeClean(t: Town, classes: number): void {
  const d = t.d
  const orgs = Math.max(4, Math.ceil(classes / 24))
  for (let i = 0; i < orgs; i++) {
    const o = t.org('private-school', i)
    t.orgs.push(o)
    t.teachers.set(
      o,
      Array.from({ length: 6 }, () => t.person({ born: dayNumber('1970-01-01' as PlainDate) + d.below(6000) })),
    )
    const v: Venue = {
      id: t.id(),
      org: o,
      lat: 36_050_000 + i * 70_000 + d.below(9000),
      lon: 111_500_000 + (i % 7) * 90_000 + d.below(9000),
      capacity: 300,
      rooms: [],
    }
    if (i % 9 === 8) v.lat = v.lon = null
    for (let r = 0; r < 6; r++) v.rooms.push({ venue: v, code: `${r + 1}01`, capacity: 40 })
    t.venues.push(v)
  }
  for (let i = 0; i < Math.max(3, orgs >> 1); i++) t.bodies.push(t.org('social-evaluation', i))
  for (let i = 0; i < Math.max(4, orgs); i++) t.employers.push(t.org('employer', i))
  const earliest = t.on - 300
  const until = orgs * 6
  const slotFree = Array.from({ length: until }, () => earliest + d.below(14))
  const latest = t.on - 40
  const repeat: { person: Person; occupation: string; end: number }[] = []
  for (let n = 0; n < classes; n++) {
    let slot = n % until
    for (let tries = 0; tries < until && slotFree[slot]! > latest - 30; tries++) slot = (slot + 1) % until
    const o = t.orgs[Math.floor(slot / 6)]!
    const lane = slot % 6
    const room = t.venues[Math.floor(slot / 6)]!.rooms[lane]!
    const teacher = t.teachers.get(o)![lane]!
    const occupation = d.of(OCCUPATIONS)
    const rank = d.between(1, 3)
    if (!o.scope.some((s) => s.occupation === occupation && s.rank === rank)) o.scope.push({ occupation, rank })
    // Day classes, half-day classes, and evening classes for people at work.
    const shape: Lesson['half'][] = n % 5 === 4 ? ['eve'] : n % 5 === 3 ? ['am'] : ['am', 'pm']
    const count = shape.length === 2 ? 10 : 18
    const days = t.teachingDays(slotFree[slot]!, count)
    slotFree[slot] = days.at(-1)! + 4 + d.below(6)
    const id = t.id()
    const hours = shape[0] === 'eve' ? 3 : 4
    const lessons = days
      .flatMap((day) => shape.map((half) => ({ day, half })))
      .map(
        ({ day, half }, i): Lesson => ({
          no: i + 1,
          day,
          half,
          hours,
          starts: at(day, STARTS[half]),
          ends: at(day, STARTS[half]) + hours * 50 * MINUTE,
          room,
          teacher,
        }),
      )
    const total = lessons.length * hours
    const key = `${occupation}/${rank}/${total}`
    const project = t.projects.get(key) ?? {
      id: t.id(),
      code: `X${t.seed}-${t.projects.size + 1}`,
      occupation,
      rank,
      hours: total,
    }
    t.projects.set(key, project)
    const employer = n % 6 === 4 ? t.employers[n % t.employers.length]! : null
    const klass: Klass = {
      n,
      id,
      no: `F${t.seed}-${String(n + 1).padStart(5, '0')}`,
      org: o,
      occupation,
      rank,
      county: o.county,
      start: days[0]!,
      end: days.at(-1)!,
      lessons,
      seats: [],
      room,
      teacher,
      body: t.bodies[n % t.bodies.length]!,
      employer,
      project,
      marked: true,
      used: false,
      passEvery: false,
      flat: false,
      claim: null,
      photos: [],
      papers: [],
      callBacks: [],
      tamper: [],
    }
    const size = 24 + d.below(13)
    for (let s = 1; s <= size; s++) {
      // Some come again, for another occupation, when the first class is over.
      const old =
        !employer && d.chance(0.06)
          ? repeat.findIndex((r) => r.end + 20 < klass.start && r.occupation !== occupation)
          : -1
      const person =
        old >= 0
          ? repeat.splice(old, 1)[0]!.person
          : t.person({ county: d.chance(0.9) ? klass.county : d.of(COUNTIES) })
      if (old >= 0) person.used = true
      sit(t, klass, person)
      if (old < 0 && d.chance(0.3)) repeat.push({ person, occupation, end: klass.end })
    }
    for (let i = 0; i < 4; i++) klass.photos.push({ hash: t.hash(), day: d.of(days), taken: d.chance(0.8) ? 0 : null })
    for (const p of klass.photos) if (p.taken === 0) p.taken = at(p.day, 9 + d.below(8))
    // Upload of one picture twice on one day happens.
    if (n % 11 === 0) klass.photos.push({ ...klass.photos[0]! })
    for (const s of klass.seats) {
      klass.papers.push({
        seat: s.no,
        kind: 'answers',
        hash: n % 4 === 0 && s.no <= 3 ? `0000000000000${String(n % 1000).padStart(3, '0')}` : t.hash(),
        full: n % 4 === 0 && s.no <= 3,
      })
      klass.papers.push({ seat: s.no, kind: 'questionnaire', hash: d.chance(0.4) ? 'aaaaaaaaaaaaaaaa' : t.hash() })
      if (n % 3 === 0) klass.papers.push({ seat: s.no, kind: 'essay', hash: t.hash() })
    }
    if (n % 8 === 0)
      klass.callBacks.push(
        { seat: 1, outcome: 'attended' },
        { seat: 2, outcome: d.of(['attended', 'no-answer', 'partly', 'wrong-number']) },
      )
    t.classes.push(klass)
  }
  for (const k of t.classes) {
    for (const s of k.seats) if (d.chance(0.5)) certify(t, s.person, k, k.end + 3 + d.below(20), s)
    file(t, k)
  }
  market(t)
}

/** A certificate after the class, of a kind that the register does not count: no spans hang on it. */
export function certify(t: Town, person: Person, k: Klass, issued: number, seat?: Seat, counted = false): Certificate {
  const c: Certificate = {
    id: t.id(),
    person,
    number: t.number(),
    kind: counted ? 'skill-level' : 'specific-capability',
    occupation: k.occupation,
    rank: counted ? k.rank : null,
    org: k.body,
    issued,
  }
  t.certificates.push(c)
  if (seat) seat.certificate = c.number
  return c
}

export function sit(t: Town, k: Klass, person: Person): Seat {
  const d = t.d
  const group = k.employer ? 'employee' : d.of(GROUPS)
  const seat: Seat = {
    no: k.seats.length + 1,
    person,
    group,
    groupOn: ['registered-unemployed', 'poverty-monitored', 'employment-difficulty'].includes(group)
      ? k.start - 20 - d.below(300)
      : null,
    status: 'completed',
    phone: t.hash(),
    account: t.hash(),
    holder: person.name,
    address: `虚构街${d.below(99_999)}号${d.below(999)}室`,
    village: `虚构村${d.below(400)}`,
    face: d.chance(0.95) ? person.face : null,
    hours: k.lessons.reduce((s, l) => s + l.hours, 0),
    certificate: null,
    absent: new Set(),
    device: t.hash(),
  }
  // Up to a fifth of the hours may be missed.
  const may = Math.floor(k.lessons.length * 0.2)
  if (k.n % 7 === 1 && seat.no === 1) for (let i = 0; i < may; i++) seat.absent.add(i * 2 + 1)
  else if (d.chance(0.3)) seat.absent.add(d.between(1, k.lessons.length))
  if (k.employer)
    t.entries.push({
      register: 'insurance',
      person,
      kind: 'full-time',
      from: k.start - 200 - d.below(900),
      to: d.chance(0.1) ? k.end + d.below(60) : null,
      employer: k.employer,
      place: `${k.county.slice(0, 4)}00`,
      certificate: null,
    })
  k.seats.push(seat)
  return seat
}

/** One claim for each class, some weeks after its end, handled by three humans by day. */
export function file(t: Town, k: Klass): Claim {
  const d = t.d
  const officer = (role: string) => `${role}${d.between(1, 4)}`
  const weekday = (day: number) => t.teachingDays(day, 1)[0]!
  // Each step some working days after the one before.
  const step = (day: number) => at(day, 9 + d.below(7)) + d.below(3000) * SECOND
  const filedOn = weekday(k.end + 5)
  const reviewedOn = weekday(filedOn + 5)
  const approvedOn = weekday(reviewedOn + 4)
  const [filed, reviewed, approved] = [step(filedOn), step(reviewedOn), step(approvedOn)]
  const c: Claim = {
    id: t.id(),
    no: `L${k.no}${t.claims.some((x) => x.klass === k) ? `-${t.claims.length}` : ''}`,
    klass: k,
    state: 'paid',
    filed,
    reviewed,
    approved,
    paid: approvedOn + 6,
    by: [officer('机构经办'), officer('初审'), officer('复核')],
    lines: [],
    fund: 'employment',
  }
  for (const s of k.seats)
    if (s.status === 'completed')
      c.lines.push({
        no: c.lines.length + 1,
        person: s.person,
        klass: k,
        seat: s.no,
        certificate: s.certificate,
        changed: s.no === 3 && k.n % 5 === 0 ? filed - 2 * HOUR : null,
        account: s.account,
        payee: s.holder,
      })
  k.claim ??= c
  t.claims.push(c)
  return c
}

function market(t: Town) {
  for (const o of [...t.orgs, ...t.bodies, ...t.employers])
    t.market.push({
      org: o,
      role: 'legal-representative',
      holder: o.legal,
      index: t.hash().repeat(4),
      phone: o.phone,
      address: o.address,
    })
}

/** A mark as an honest trainee makes it. */
export function honestMark(d: Dice, l: Lesson, s: Seat): Mark {
  const starts = l.starts ?? at(l.day, STARTS[l.half])
  const { lat, lon } = l.room.venue
  const near = () => Math.round((d.next() + d.next() - 1) * 800)
  const method = s.no % 10 === 0 ? 'paper' : d.chance(0.7) ? 'face' : 'code'
  const paper = method === 'paper'
  const blind = paper || lat === null || lon === null || d.chance(0.05)
  return {
    in: paper ? at(l.day, 0) : starts - 18 * MINUTE + Math.round(d.next() * 22 * MINUTE),
    out: paper || d.chance(0.1) ? null : starts + l.hours * 50 * MINUTE + Math.round(d.next() * 8 * MINUTE),
    lat: blind ? null : lat! + near(),
    lon: blind ? null : lon! + near(),
    method,
    device: paper ? null : s.device,
    face: method === 'face' ? (s.face ?? s.person.face) : null,
  }
}
