import {
  at,
  certify,
  type Entry,
  file,
  HOUR,
  type Klass,
  type Lesson,
  MINUTE,
  type Org,
  type Person,
  SECOND,
  type Seat,
  sit,
  type Town,
} from './base.ts'
import type { Label } from './labels.ts'

/** What auditors have found, each kind in several guises, planted into a clean year. */
export function plantFraud(t: Town, share: number): Label[] {
  const d = t.d
  const labels: Label[] = []
  const times = Math.max(2, Math.round(t.classes.length * share))
  const label = (check: string, variant: string, ...keys: string[]) => labels.push({ check, variant, keys })
  const seatKey = (k: Klass, s: Seat) => `${k.id}/${s.no}`
  const tainted = new Set<Klass>()
  const klass = (fits: (k: Klass) => boolean = () => true): Klass | undefined => {
    const k = t.free(t.classes, (x) => x.n % 2 === 1 && fits(x))
    if (k) tainted.add(k)
    return k
  }
  /** A seat of somebody with one class only, of whom nothing else is wrong. Whole classes are planted among the odd ones. */
  const seat = (fits: (k: Klass, s: Seat) => boolean = () => true): { k: Klass; s: Seat } | undefined => {
    for (let tries = 0; tries < 300; tries++) {
      const k = d.of(t.classes)
      if (k.n % 2 === 1 || tainted.has(k)) continue
      const s = k.seats[3 + d.below(k.seats.length - 3)]!
      if (s.person.used || s.no % 10 === 0 || !fits(k, s)) continue
      s.person.used = true
      return { k, s }
    }
    return undefined
  }
  const often = (plant: (turn: number) => void, n = times) => {
    for (let i = 0; i < n; i++) plant(i)
  }
  const entry = (register: string, person: Person, over: Partial<Entry> = {}) =>
    t.entries.push({
      register,
      person,
      kind: null,
      from: null,
      to: null,
      employer: null,
      place: null,
      certificate: null,
      ...over,
    })
  const line = (k: Klass, s: Seat) => k.claim!.lines.find((l) => l.seat === s.no && l.person === s.person)!
  const lineKey = (k: Klass, s: Seat) => `${k.claim!.id}/${line(k, s).no}`
  const add = (k: Klass, s: Seat) =>
    k.claim!.lines.push({
      no: k.claim!.lines.length + 1,
      person: s.person,
      klass: k,
      seat: s.no,
      certificate: s.certificate,
      changed: null,
      account: s.account,
      payee: s.holder,
    })
  const filedOn = (k: Klass) => Math.floor((k.claim!.filed + 8 * HOUR) / (24 * HOUR))

  // Honest: the terminal of a venue, at which whole classes sign in.
  for (const v of t.venues.slice(0, 2)) {
    const ks = t.classes.filter((k) => k.room.venue === v && k.n % 2 === 0).slice(0, 4)
    const device = t.hash()
    if (ks.length < 3 || v.lat === null) continue
    for (const k of ks) {
      tainted.add(k)
      k.tamper.push((_l, _s, m) => {
        if (m.device) Object.assign(m, { device, lat: v.lat, lon: v.lon })
      })
    }
  }
  // C01 death: before, within, on the last day; after the class but before the claim. Honest: after the claim.
  often((i) => {
    const x = seat()
    if (!x) return
    entry('death', x.s.person, { from: [x.k.start - 400, x.k.start + 3, x.k.end][i % 3]! })
    label('C01', 'dead', seatKey(x.k, x.s))
  })
  often(() => {
    const x = seat()
    if (!x) return
    entry('death', x.s.person, { from: x.k.end + 2 })
    label('C01', 'claimed', lineKey(x.k, x.s), seatKey(x.k, x.s))
  })
  often(() => {
    const x = seat()
    if (x) entry('death', x.s.person, { from: filedOn(x.k) + 1 })
  })
  // C02–C04: an interval over the class, over its first or last day; honest ones end the day before or begin the day after.
  const intervals: [string, string, string | null, string | null][] = [
    ['C02', 'custody', null, null],
    ['C03', 'payroll', null, null],
    ['C04', 'students', 'full-time', 'final-year'],
  ]
  for (const [check, register, kind, honest] of intervals) {
    often((i) => {
      const x = seat()
      if (!x) return
      const { start, end } = x.k
      const [from, to] = [
        [start - 90, null],
        [start - 90, start],
        [end, end + 100],
        [start - 5, end + 200],
      ][i % 4]!
      entry(register, x.s.person, { from: from!, to: to!, kind })
      label(check, 'during', seatKey(x.k, x.s))
    })
    often((i) => {
      const x = seat()
      if (!x) return
      if (honest && i % 2) entry(register, x.s.person, { from: x.k.start - 300, to: x.k.end + 30, kind: honest })
      else if (i % 3) entry(register, x.s.person, { from: x.k.start - 300, to: x.k.start - 1, kind })
      else entry(register, x.s.person, { from: x.k.end + 1, to: null, kind })
    })
  }
  // C05: too young by a day, too old, drawing an employee's pension. Honest: 16 on the day, resident pension.
  const reborn = (s: Seat, born: number, male: boolean) => {
    const p = t.person({ born, male, county: s.person.county })
    p.used = true
    for (const l of t.claims.flatMap((c) => c.lines)) if (l.person === s.person) l.person = p
    for (const e of t.entries) if (e.person === s.person) e.person = p
    for (const c of t.certificates) if (c.person === s.person) c.person = p
    if (s.face) s.face = p.face
    s.person = p
    s.holder = p.name
    for (const c of t.claims) for (const l of c.lines) if (l.person === p) l.payee = p.name
  }
  const yearsBefore = (day: number, years: number): number => {
    const date = new Date(day * 24 * HOUR)
    return Date.UTC(date.getUTCFullYear() - years, date.getUTCMonth(), date.getUTCDate()) / (24 * HOUR)
  }
  often((i) => {
    const x = seat()
    if (!x) return
    reborn(
      x.s,
      [yearsBefore(x.k.start, 16) + 1, yearsBefore(x.k.start, 64), yearsBefore(x.k.start, 59)][i % 3]!,
      i % 3 !== 2,
    )
    label('C05', i % 3 === 0 ? 'young' : 'old', seatKey(x.k, x.s))
  })
  often(() => {
    const x = seat()
    if (!x) return
    entry('pension', x.s.person, { kind: 'employee', from: x.k.start - 200 })
    label('C05', 'retired', seatKey(x.k, x.s))
  })
  often((i) => {
    const x = seat()
    if (!x) return
    if (i % 2) reborn(x.s, yearsBefore(x.k.start, 16), true)
    else
      entry('pension', x.s.person, {
        kind: i % 4 ? 'employee' : 'resident',
        from: i % 4 ? x.k.start + 1 : x.k.start - 100,
      })
  })
  // C06: the same person and occupation in another class's claim; one certificate in two claims; too many in a year.
  const learned = new Map<Person, string[]>()
  for (const k of t.classes)
    for (const x of k.seats) learned.set(x.person, [...(learned.get(x.person) ?? []), k.occupation])
  // Nobody else of the class may have had that occupation.
  const later = (k: Klass, gap = 15) =>
    klass(
      (x) =>
        x.start > k.end + gap && !x.employer && x.seats.every((y) => !learned.get(y.person)!.includes(k.occupation)),
    )
  often((i) => {
    const a = seat((k) => !k.employer && k.start < t.on - 170)
    const b = a && later(a.k)
    if (!a || !b) return
    const s = sit(t, b, a.s.person)
    // The same occupation and level: both classes are made one.
    b.occupation = a.k.occupation
    for (const y of b.seats) learned.get(y.person)!.push(b.occupation)
    b.rank = i % 2 ? a.k.rank : Math.max(0, a.k.rank - 1)
    if (!b.org.scope.some((x) => x.occupation === b.occupation && x.rank === b.rank))
      b.org.scope.push({ occupation: b.occupation, rank: b.rank })
    add(b, s)
    label('C06', b.rank === a.k.rank ? 'same' : 'lower', lineKey(b, s))
  })
  often(() => {
    const a = seat((_k, s) => s.certificate !== null)
    if (!a) return
    // Claimed a second time from another fund.
    const c = file(t, a.k)
    c.fund = 'unemployment-insurance'
    c.filed += 20 * 24 * HOUR
    c.reviewed += 20 * 24 * HOUR
    c.approved += 20 * 24 * HOUR
    c.paid = t.on - 2
    c.lines = c.lines.filter((l) => l.person === a.s.person).map((l) => ({ ...l, no: 1 }))
    label('C06', 'certificate', `${c.id}/1`)
  })
  often(() => {
    // Refused once, filed again: honest.
    const a = seat()
    if (!a) return
    const c = file(t, a.k)
    c.state = 'refused'
    c.paid = null
    c.lines = c.lines.filter((l) => l.person === a.s.person).map((l) => ({ ...l, no: 1 }))
  })

  // C07: in two classes of the same half day; too far apart in too little time; on two timetables without marks.
  const overlapping = (k: Klass, shape: (l: Lesson) => boolean) =>
    klass(
      (x) =>
        x !== k &&
        x.occupation !== k.occupation &&
        x.start <= k.end - 4 &&
        x.end >= k.start + 4 &&
        x.lessons.some(shape) &&
        !x.employer &&
        x.room.venue !== k.room.venue &&
        x.room.venue.lat !== null,
    )
  often(() => {
    const a = klass((k) => k.lessons[0]!.half === 'am' && k.lessons[1]!.half === 'pm' && !k.employer)
    const b = a && overlapping(a, (l) => l.half !== 'eve')
    if (!a || !b) return
    const s = a.seats.find((x) => !x.person.used && x.no % 10 !== 0)!
    s.person.used = true
    const other = sit(t, b, s.person)
    other.device = s.device
    add(b, other)
    label(
      'C07',
      'half',
      ...a.lessons.map((l) => `${a.id}/${l.no}/${s.no}`),
      ...b.lessons.map((l) => `${b.id}/${l.no}/${other.no}`),
      seatKey(a, s),
      seatKey(b, other),
    )
  })
  often(() => {
    // Honest: by day in one class, in the evening in another.
    const a = klass((k) => k.lessons.every((l) => l.half === 'am') && !k.employer)
    const b = a && overlapping(a, (l) => l.half === 'eve')
    if (!a || !b || b.occupation === a.occupation) return
    const s = a.seats.find((x) => !x.person.used && x.no % 10 !== 0)!
    s.person.used = true
    add(b, sit(t, b, s.person))
  })
  often(() => {
    const x = seat(
      (k, s) =>
        k.room.venue.lat !== null && k.lessons.length > 12 && s.absent.size === 0 && k.lessons[1]!.half === 'pm',
    )
    if (!x) return
    const far = d.of(x.k.lessons.filter((l) => l.half === 'pm'))
    // Signs out at noon here, and in eleven minutes later a hundred kilometres away.
    const before = x.k.lessons.find((l) => l.no === far.no - 1)!
    x.k.tamper.push((l, s, m) => {
      if (s !== x.s) return
      if (l === before)
        Object.assign(m, {
          in: l.starts! - 2 * MINUTE,
          out: far.starts! - 12 * MINUTE,
          lat: x.k.room.venue.lat! + 100,
          lon: x.k.room.venue.lon!,
        })
      if (l === far)
        Object.assign(m, { in: far.starts! - MINUTE, lat: x.k.room.venue.lat! + 900_000, lon: x.k.room.venue.lon! })
    })
    label('C07', 'travel', `${x.k.id}/${far.no}/${x.s.no}`)
    label('C11', 'outside', `${x.k.id}/${far.no}/${x.s.no}`)
  })
  often(() => {
    const a = klass((k) => !k.employer && k.lessons[0]!.half === 'am')
    const b = a && overlapping(a, (l) => l.half === 'am')
    if (!a || !b) return
    b.marked = false
    const s = a.seats.find((x) => !x.person.used)!
    s.person.used = true
    const other = sit(t, b, s.person)
    add(b, other)
    label('C07', 'timetable', seatKey(a, s), seatKey(b, other))
  })
  // C08: insured full time elsewhere. Honest: flexible, or over.
  often((i) => {
    const x = seat((k) => !k.employer)
    if (!x) return
    const employer = d.of(t.employers)
    entry('insurance', x.s.person, {
      kind: 'full-time',
      from: x.k.start - 300,
      to: i % 2 ? null : x.k.start + 2,
      employer,
      place: i % 2 ? '140100' : '110105',
    })
    label('C08', 'during', seatKey(x.k, x.s))
  })
  often((i) => {
    const x = seat((k) => !k.employer)
    if (x)
      entry('insurance', x.s.person, {
        kind: i % 2 ? 'flexible' : 'full-time',
        from: x.k.start - 300,
        to: i % 2 ? null : x.k.start - 1,
        employer: d.of(t.employers),
        place: '140100',
      })
  })
  // C09: two ids with one face; another face on one seat.
  often(() => {
    const a = seat((_k, s) => s.face !== null)
    const b = a && seat((k, s) => k !== a.k && s.face !== null)
    if (!a || !b) return
    b.s.face = a.s.face
    label('C09', 'shared', seatKey(a.k, a.s), seatKey(b.k, b.s))
  })
  often((i) => {
    const x = seat((_k, s) => s.face !== null)
    if (!x) return
    const other = t.hash()
    const from = i % 2 ? 1 : x.k.lessons.length - 2
    x.k.tamper.push((l, s, m) => {
      if (s === x.s && l.no >= from) Object.assign(m, { method: 'face', face: other })
    })
    label('C09', 'many', seatKey(x.k, x.s))
  })
  // C10: more than a family behind a phone or account; an account of somebody else. Honest: a family of three.
  const several = (n: number): Seat[] => {
    const k = klass((x) => !x.employer)
    if (!k) return []
    const list = k.seats.filter((s) => !s.person.used).slice(0, n)
    for (const s of list) s.person.used = true
    return list.map((s) => Object.assign(s, { in: k }))
  }
  const keysOf = (list: Seat[]) => list.map((s) => seatKey((s as Seat & { in: Klass }).in, s))
  for (const [what, n, honest] of [
    ['phone', 4, 3],
    ['account', 3, 2],
    ['address', 11, 10],
  ] as const) {
    often((i) => {
      const list = several(n + (i % 3))
      const value = t.hash()
      for (const s of list) s[what] = value
      if (list.length > honest) label('C10', what, ...keysOf(list))
    })
    often(() => {
      const list = several(honest)
      const value = t.hash()
      for (const s of list) s[what] = value
    })
  }
  often(() => {
    const a = seat()
    const b = a && seat()
    if (!a || !b || b.s.person.name === a.s.person.name) return
    a.s.holder = b.s.person.name
    line(a.k, a.s).payee = a.s.holder
    label('C10', 'holder', seatKey(a.k, a.s), lineKey(a.k, a.s))
  })
  // C11: one device for many in a lesson; far from the venue; all on one spot.
  often((i) => {
    const k = klass((x) => x.room.venue.lat !== null)
    if (!k) return
    const device = t.hash()
    const many = 6 + (i % 3) * 5
    const some = k.seats.filter((s) => s.no % 10 !== 0).slice(0, many)
    const lessons = i % 2 ? k.lessons.slice(0, 1) : k.lessons
    for (const s of some) for (const l of lessons) s.absent.delete(l.no)
    k.tamper.push((l, s, m) => {
      if (some.includes(s) && lessons.includes(l)) m.device = device
    })
    label('C11', 'device', ...lessons.flatMap((l) => some.map((s) => `${k.id}/${l.no}/${s.no}`)))
  })
  often((i) => {
    const x = seat((k) => k.room.venue.lat !== null && k.lessons.length > 5)
    if (!x) return
    const l0 = x.k.lessons[4]!
    x.s.absent.delete(l0.no)
    x.k.tamper.push((l, s, m) => {
      if (s === x.s && l === l0)
        Object.assign(m, { lat: x.k.room.venue.lat! + (i % 2 ? 9000 : -20_000), lon: x.k.room.venue.lon! })
    })
    label('C11', 'outside', `${x.k.id}/${l0.no}/${x.s.no}`)
    // Further than a walk: also seen by the check of places, when the time is too short; it is not.
  })
  often(() => {
    const k = klass((x) => x.room.venue.lat !== null)
    if (!k) return
    const lat = k.room.venue.lat! + 123
    k.tamper.push((_l, s, m) => {
      if (m.method !== 'paper' && s.no <= 12) Object.assign(m, { lat, lon: k.room.venue.lon! + 77 })
    })
    label('C11', 'spot', ...k.lessons.flatMap((l) => k.seats.slice(0, 12).map((s) => `${k.id}/${l.no}/${s.no}`)))
  })
  // C12
  const pattern = (
    variant: string,
    mark: (k: Klass, l: Lesson, s: Seat) => number | undefined,
    lessons: (k: Klass) => Lesson[] = (k) => k.lessons,
  ) =>
    often(() => {
      const k = klass((x) => x.marked)
      if (!k) return
      const some = lessons(k)
      if (some.length === 0) return
      k.tamper.push((l, s, m) => {
        if (m.method === 'paper' || !some.includes(l)) return
        const when = mark(k, l, s)
        if (when !== undefined) Object.assign(m, { in: when, out: null })
      })
      label('C12', variant, ...some.flatMap((l) => k.seats.map((s) => `${k.id}/${l.no}/${s.no}`)), k.id)
    })
  pattern(
    'together',
    (_k, l, s) => l.starts! - 5 * MINUTE + ((s.no * 7) % 20) * SECOND,
    (k) => k.lessons.slice(2, 4),
  )
  pattern(
    'step',
    (_k, l, s) => l.starts! - 15 * MINUTE + (s.no - Math.floor(s.no / 10)) * 20 * SECOND,
    (k) => k.lessons.slice(1, 3),
  )
  pattern('exact', (_k, l, s) => (s.no <= 3 ? l.starts! : undefined))
  pattern(
    'night',
    (_k, l, s) => (s.no === 4 ? at(l.day, 2) + s.no * MINUTE : undefined),
    (k) => k.lessons.slice(3, 4),
  )
  pattern(
    'day',
    (_k, l, s) => (s.no === 5 ? l.starts! + 24 * HOUR - MINUTE : undefined),
    (k) => k.lessons.slice(3, 4),
  )
  for (const k of t.classes)
    if (k.tamper.length) for (const s of k.seats) if (s.no === 4 || s.no === 5) s.absent.clear()

  // C13: teaching twice at once, too long, not on the roster. Honest: two groups of one building one after the other.
  const lessonKey = (k: Klass, l: Lesson) => `${k.id}/${l.no}`
  const beside = (k: Klass, half: Lesson['half'], sameOrg: boolean) =>
    klass(
      (x) =>
        x !== k &&
        (x.org === k.org) === sameOrg &&
        x.lessons.some((l) => l.half === half && k.lessons.some((y) => y.day === l.day)),
    )
  often(() => {
    const a = klass((k) => k.lessons[0]!.half === 'am')
    const b = a && (beside(a, 'am', true) ?? beside(a, 'am', false))
    if (!a || !b) return
    const y = b.lessons.find((l) => l.half === 'am' && a.lessons.some((x) => x.day === l.day && x.half === 'am'))!
    const x = a.lessons.find((l) => l.day === y.day && l.half === 'am')!
    y.teacher = a.teacher
    label('C13', 'twice', lessonKey(a, x), lessonKey(b, y))
    for (const l of a.lessons.filter((z) => z.day === y.day)) label('C13', 'twice', lessonKey(a, l), lessonKey(b, y))
  })
  often(() => {
    const a = klass((k) => k.lessons.length === 20)
    const b = a && beside(a, 'eve', true)
    if (!a || !b) return
    const y = b.lessons.find((l) => l.half === 'eve' && a.lessons.some((x) => x.day === l.day))!
    y.teacher = a.teacher
    label('C13', 'hours', lessonKey(b, y))
  })
  often(() => {
    const k = klass()
    if (!k) return
    const l = d.of(k.lessons)
    l.teacher = t.person({ born: t.on - 15_000 })
    label('C13', 'stranger', lessonKey(k, l))
  })
  often(() => {
    const a = klass((k) => k.lessons[0]!.half === 'am')
    const b = a && beside(a, 'am', true)
    if (!a || !b) return
    const y = b.lessons.find((l) => l.half === 'am' && a.lessons.some((x) => x.day === l.day && x.half === 'am'))!
    const x = a.lessons.find((l) => l.day === y.day && l.half === 'am')!
    // Half a morning each: the other group comes when the first has left.
    if (a.lessons.filter((l) => l.day === y.day).length > 1) return
    y.teacher = a.teacher
    x.ends = x.starts! + 100 * MINUTE
    y.starts = x.ends + 20 * MINUTE
    b.tamper.push((l, _s, m) => {
      if (l === y && m.method !== 'paper') m.in += 120 * MINUTE
    })
  })
  // C14: one room for two classes; more trainees than places. Honest: exactly full.
  often(() => {
    const a = klass((k) => k.lessons[0]!.half === 'am')
    const b = a && beside(a, 'am', true)
    if (!a || !b) return
    const y = b.lessons.find((l) => l.half === 'am' && a.lessons.some((x) => x.day === l.day && x.half === 'am'))!
    const x = a.lessons.find((l) => l.day === y.day && l.half === 'am')!
    y.room = x.room
    label('C14', 'twice', lessonKey(a, x), lessonKey(b, y))
  })
  often((i) => {
    const k = klass((x) => !x.employer)
    if (!k) return
    const most = i % 3 === 2 ? 40 : 41 + (i % 5)
    while (k.seats.length < most) add(k, sit(t, k, t.person({ county: k.county })))
    if (most > 40) label('C14', 'full', k.id)
  })
  // C15
  often((i) => {
    const a = klass()
    const b = a && klass()
    if (!a || !b) return
    const from = a.photos[0]!
    b.photos.push({ hash: from.hash, day: b.start + 1, taken: null })
    label('C15', 'again', `${b.id}/0/${b.photos.length}`, `${a.id}/0/1`)
    if (i % 2) from.taken = null
  })
  often((i) => {
    const k = klass()
    if (!k) return
    k.photos[1]!.taken = at(i % 2 ? k.start - 1 : k.end + 1, 10)
    label('C15', 'taken', `${k.id}/0/2`)
  })
  // C16
  for (const [kind, least] of [
    ['answers', 3],
    ['essay', 2],
    ['questionnaire', 5],
  ] as const)
    often((i) => {
      const k = klass()
      if (!k) return
      const hash = t.hash()
      const seats = k.seats.slice(5, 5 + least + (i % 4)).map((s) => s.no)
      for (const no of seats) {
        const p = k.papers.find((x) => x.seat === no && x.kind === kind)
        if (p) p.hash = hash
        else k.papers.push({ seat: no, kind, hash })
      }
      label('C16', kind, ...seats.flatMap((no) => [1, 2, 3].map((m) => `${k.id}/${no}/${m}`)))
    })
  // C17: stated or known to the register after the end. Honest: on the last day.
  often((i) => {
    const x = seat((_k, s) => s.groupOn !== null)
    if (!x) return
    x.s.groupOn = x.k.end + (i % 3 === 2 ? 0 : 1 + i * 9)
    if (i % 3 !== 2) label('C17', 'stated', seatKey(x.k, x.s))
  })
  often(() => {
    const x = seat((_k, s) => s.group === 'poverty-monitored' || s.group === 'registered-unemployed')
    if (!x) return
    entry(x.s.group === 'poverty-monitored' ? 'poverty' : 'unemployment', x.s.person, { from: x.k.end + 20 })
    label('C17', 'register', seatKey(x.k, x.s))
  })
  // C18. Honest: a lower level before.
  often((i) => {
    const x = seat()
    if (!x) return
    const c = certify(t, x.s.person, x.k, x.k.start - (i % 2 ? 1 : 500), undefined, true)
    if (i % 4 === 3) c.rank = Math.max(0, x.k.rank - 1)
    if (c.rank === x.k.rank) label('C18', 'held', seatKey(x.k, x.s))
  })
  // C19
  const withNumber = () => seat((_k, s) => s.certificate !== null)
  const renumber = (x: { k: Klass; s: Seat }, number: string) => {
    x.s.certificate = number
    line(x.k, x.s).certificate = number
  }
  often(() => {
    const x = withNumber()
    if (!x) return
    t.certificates.find((c) => c.number === x.s.certificate)!.issued = x.k.end - 1
    label('C19', 'early', seatKey(x.k, x.s))
  })
  often((i) => {
    const x = withNumber()
    if (!x) return
    renumber(x, i % 2 ? `S00001400000122399${i}` : `临汾证${1000 + i}`)
    label('C19', 'number', seatKey(x.k, x.s))
  })
  often(() => {
    const x = withNumber()
    if (!x) return
    entry('certificates', x.s.person, { kind: 'not-found', certificate: x.s.certificate })
    label('C19', 'absent', seatKey(x.k, x.s))
  })
  often(() => {
    const x = withNumber()
    const y = x && seat((_k, s) => s.certificate === null)
    if (!x || !y) return
    entry('certificates', x.s.person, { kind: 'found', certificate: x.s.certificate })
    renumber(y, x.s.certificate!)
    label('C19', 'other', seatKey(y.k, y.s))
  })
  // C20
  often((i) => {
    const x = seat()
    if (!x) return
    x.s.hours += 1 + i
    label('C20', 'recorded', seatKey(x.k, x.s))
  })
  often((i) => {
    const x = seat((k) => k.marked)
    if (!x) return
    const may = Math.floor(x.k.lessons.length * 0.2)
    x.s.absent.clear()
    for (let n = 1; n <= may + 1 + i; n++) x.s.absent.add(n)
    label('C20', 'absent', seatKey(x.k, x.s))
  })
  often(() => {
    const k = klass((x) => x.lessons.length === 20)
    if (!k) return
    const l = k.lessons[4]!
    l.hours = 6
    k.lessons.at(-1)!.hours = 2
    label('C20', 'day', lessonKey(k, l))
    label('C13', 'hours', lessonKey(k, l))
  })
  often(() => {
    const k = klass()
    if (!k) return
    k.project = { ...k.project, id: t.id(), hours: k.project.hours + 8 }
    t.projects.set(k.id, {
      id: k.project.id,
      code: `Y${t.seed}-${k.n}`,
      occupation: k.occupation,
      rank: k.rank,
      hours: k.project.hours,
    })
    label('C20', 'short', k.id)
  })
  // C21: ten a week for months, then six hundred in one.
  const body = t.org('social-evaluation', 900)
  t.bodies.push(body)
  for (let week = 0; week < 12; week++)
    for (let i = 0; i < (week === 11 ? 160 : 10); i++)
      t.certificates.push({
        id: t.id(),
        person: d.of(t.persons),
        number: t.number(),
        kind: 'specific-capability',
        occupation: '6-31-01-03',
        rank: null,
        org: body,
        issued: t.on - 200 + week * 7,
      })
  label('C21', 'usual', body.id)
  // C22: five in a row at one school; flat scores. Honest: four in a row.
  const byOrg = (o: Org) => t.classes.filter((k) => k.org === o).sort((x, y) => x.end - y.end || (x.id < y.id ? -1 : 1))
  for (const [n, o] of t.orgs.slice(0, Math.max(2, Math.min(times, t.orgs.length >> 1))).entries()) {
    const row = byOrg(o).slice(2, 2 + (n % 2 ? 4 : 5 + (n % 3)))
    if (row.length < 4) continue
    for (const k of row) k.passEvery = true
    if (row.length >= 5) label('C22', 'all', ...row.map((k) => k.id))
  }
  often(() => {
    const k = klass()
    if (!k) return
    k.flat = true
    label('C22', 'flat', ...k.seats.map((s) => `${k.id}/${s.no}`))
  })
  // C23: the body belongs to the school's owner, or shares its phone or address.
  const related = t.bodies.slice(0, Math.min(t.bodies.length - 1, 2))
  for (const [i, b] of related.entries()) {
    const ks = t.classes.filter((k) => k.body === b)
    const o = ks[0]?.org
    if (!o) continue
    if (i % 2) {
      b.phone = o.phone.replace('-', '')
    } else {
      const mine = t.market.find((m) => m.org === o)!
      const theirs = t.market.find((m) => m.org === b)
      if (theirs) Object.assign(theirs, { index: mine.index, holder: mine.holder, role: 'shareholder' })
    }
    label('C23', i % 2 ? 'phone' : 'owner', o.id, b.id)
  }
  // Honest: two of one name, whom the register tells apart.
  if (t.employers[0] && t.orgs[1]) {
    t.employers[0].legal = t.orgs[1].legal
    for (const m of t.market) if (m.org === t.employers[0]) m.holder = t.orgs[1].legal
  }
  // C24: off the list before the end, licence over, another occupation. Whole schools, so few.
  const schools = t.orgs.slice(-3)
  for (const [i, o] of schools.entries()) {
    const ks = byOrg(o)
    const last = ks.at(-1)
    if (!last) continue
    if (i === 0) o.listedTo = last.end
    if (i === 1) o.licenceTo = last.end - 1
    if (i < 2)
      for (const k of ks)
        if (k.end >= (i === 0 ? o.listedTo! : o.licenceTo! + 1)) label('C24', i ? 'licence' : 'unlisted', k.id)
  }
  often((i) => {
    const k = klass((x) => !x.employer)
    if (!k) return
    // Each another one, so that nobody has it twice.
    k.occupation = `6-12-04-${String(1 + i).padStart(2, '0')}`
    label('C24', 'occupation', k.id)
  })
  // C25 and C26: never insured at the employer, or gone before the end. Honest: gone after it.
  often((i) => {
    const x = seat((k) => k.employer !== null)
    if (!x) return
    const e = t.entries.find((y) => y.register === 'insurance' && y.person === x.s.person)!
    if (i % 2) e.employer = t.employers.find((o) => o !== x.k.employer)!
    else t.entries.splice(t.entries.indexOf(e), 1)
    label('C25', 'never', seatKey(x.k, x.s))
  })
  often((i) => {
    const x = seat((k) => k.employer !== null && new Date(k.end * 24 * HOUR).getUTCDate() > 4)
    if (!x) return
    const e = t.entries.find((y) => y.register === 'insurance' && y.person === x.s.person)!
    e.to = i % 3 === 2 ? x.k.end : x.k.end - 2
    if (new Date(e.to * 24 * HOUR).getUTCDate() === 1) e.to--
    if (i % 3 !== 2) label('C26', 'left', seatKey(x.k, x.s))
  })
  // C27: the same people again for another occupation.
  often(() => {
    const a = klass((k) => !k.employer && k.start < t.on - 150)
    const b = a && klass((x) => x.start > a.end && x.start < a.end + 50 && x.occupation !== a.occupation && !x.employer)
    if (!a || !b) return
    const some = a.seats.filter((s) => !s.person.used).slice(0, Math.ceil(a.seats.length * 0.8))
    b.seats.length = 0
    b.claim!.lines.length = 0
    for (const s of some) {
      s.person.used = true
      add(b, sit(t, b, s.person))
    }
    b.papers = b.papers.filter((p) => p.seat <= some.length)
    b.callBacks = []
    label('C27', 'again', b.id)
  })
  // C28: half a village of another county; "never attended". Honest: a village of the own county.
  often((i) => {
    const k = klass((x) => !x.employer)
    if (!k) return
    const far = i % 3 !== 2
    for (const s of k.seats.slice(0, Math.ceil(k.seats.length * 0.6))) {
      if (s.person.used) continue
      s.village = `收买村${k.n}`
      s.person.county = far ? (k.county === '141031' ? '141029' : '141031') : k.county
    }
    if (far) label('C28', 'village', ...k.seats.map((s) => seatKey(k, s)))
  })
  often(() => {
    const x = seat()
    if (!x) return
    x.k.callBacks.push({ seat: x.s.no, outcome: 'never-attended' })
    label('C28', 'never', seatKey(x.k, x.s))
  })
  // C29 and C30
  often((i) => {
    const x = seat()
    if (!x) return
    line(x.k, x.s).changed = x.k.claim!.approved + (i % 2 ? 2 * HOUR : 3 * 24 * HOUR)
    label('C29', 'changed', lineKey(x.k, x.s))
  })
  often((i) => {
    const k = klass()
    if (!k) return
    const by = k.claim!.by
    if (i % 3 === 0) by[2] = by[1]
    else if (i % 3 === 1) by[1] = by[0]
    else by[2] = by[0]
    label('C30', 'same', k.claim!.id)
  })
  often(() => {
    const k = klass()
    if (!k) return
    k.claim!.approved = k.claim!.reviewed + 7 * SECOND
    label('C30', 'seconds', k.claim!.id)
  })
  often((i) => {
    const k = klass()
    if (!k) return
    const c = k.claim!
    c.reviewed = Math.floor(c.reviewed / (24 * HOUR)) * 24 * HOUR + (i % 2 ? 14 : 20) * HOUR + 5 * MINUTE
    c.approved = Math.max(c.approved, c.reviewed + HOUR)
    label('C30', 'hours', c.id)
  })
  // Honest: instants that are only days, claims of classes without timetable.
  const plain = klass()
  if (plain) {
    plain.claim!.filed = at(filedOn(plain), 0)
    plain.claim!.reviewed = at(filedOn(plain) + 4, 0)
    plain.claim!.approved = at(filedOn(plain) + 4, 0)
  }
  const bare = klass()
  if (bare) {
    bare.lessons = []
    bare.marked = false
  }
  return labels
}
