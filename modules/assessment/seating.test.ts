import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Candidate,
  interleaved,
  type Room,
  type Staffing,
  seatPlan,
  spreadLoads,
  staffNeeded,
  type Tie,
} from './seating.ts'

const staffing: Staffing = { candidatesMax: 15, least: 3, odd: true }
const people = (n: number, unit: (i: number) => string | null = () => null): Candidate[] =>
  Array.from({ length: n }, (_, i) => ({ id: `c${i}`, label: `考生${i}`, unit: unit(i) }))
const staff = (n: number) => Array.from({ length: n }, (_, i) => ({ id: `e${i}`, label: `考评员${i}` }))

describe('how many', () => {
  test.each([
    [0, 0],
    [1, 3],
    [45, 3],
    [46, 5],
    [75, 5],
    [76, 7],
  ])('%i candidates need %i examiners', (n, needed) => expect(staffNeeded(staffing, n)).toBe(needed))
  test('invigilators need not be odd', () =>
    expect(staffNeeded({ candidatesMax: 15, least: 2, odd: false }, 60)).toBe(4))
  test('rooms are filled evenly, and no more of them than needed', () => {
    expect(
      spreadLoads(
        50,
        [30, 30, 30].map((capacity, i) => ({ code: String(i), capacity })),
      ),
    ).toEqual([25, 25, 0])
    expect(
      spreadLoads(
        50,
        [10, 60].map((capacity, i) => ({ code: String(i), capacity })),
      ),
    ).toEqual([10, 40])
  })
})

test('no clash, no room too full, nobody before an examiner to whom they are tied — whenever a way exists', () => {
  const scene = fc.record({
    candidates: fc.integer({ min: 1, max: 60 }),
    rooms: fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 6 }),
    staff: fc.integer({ min: 1, max: 30 }),
    ties: fc.array(fc.tuple(fc.nat(29), fc.nat(59)), { maxLength: 40 }),
    units: fc.integer({ min: 1, max: 8 }),
  })
  let seated = 0
  fc.assert(
    fc.property(scene, (s) => {
      const candidates = people(s.candidates, (i) => `u${i % s.units}`)
      const rooms: Room[] = s.rooms.map((capacity, i) => ({ code: `r${i}`, capacity }))
      const ties: Tie[] = s.ties
        .filter(([e, c]) => e < s.staff && c < s.candidates)
        .map(([e, c]) => ({ examiner: `e${e}`, candidate: `c${c}`, kind: 'relative' }))
      const done = seatPlan({
        candidates,
        rooms,
        staff: staff(s.staff),
        ties,
        staffing: { candidatesMax: 15, least: 1, odd: true },
      })
      const places = s.rooms.reduce((a, b) => a + b, 0)
      if ('findings' in done) {
        expect(done.findings.length).toBeGreaterThan(0)
        // Enough places and staff and no ties: there is always a way.
        if (places >= s.candidates && s.staff >= 60 && ties.length === 0) throw new Error('a way was missed')
        return
      }
      seated++
      const { seats, staff: placed } = done.plan
      expect(new Set(seats.map((x) => x.candidate)).size).toBe(s.candidates)
      expect(seats).toHaveLength(s.candidates)
      expect(new Set(seats.map((x) => `${x.room}/${x.seatNo}`)).size).toBe(s.candidates)
      for (const r of rooms) {
        const mine = seats.filter((x) => x.room === r.code)
        expect(mine.length).toBeLessThanOrEqual(r.capacity)
        expect(placed.filter((x) => x.room === r.code)).toHaveLength(
          staffNeeded({ candidatesMax: 15, least: 1, odd: true }, mine.length),
        )
      }
      expect(new Set(placed.map((x) => x.person)).size).toBe(placed.length)
      const roomOfCandidate = new Map(seats.map((x) => [x.candidate, x.room]))
      const roomOfStaff = new Map(placed.map((x) => [x.person, x.room]))
      for (const t of ties)
        if (roomOfStaff.has(t.examiner)) expect(roomOfCandidate.get(t.candidate)).not.toBe(roomOfStaff.get(t.examiner))
    }),
    { seed: 20261124, numRuns: 400 },
  )
  expect(seated).toBeGreaterThan(100)
})

test('a chain of moves is found: the bound one pushes another on', () => {
  // Room a holds one, room b one. c0 may only sit in a, c1 anywhere; whoever comes first, both are placed.
  const candidates = people(2)
  const rooms = [
    { code: 'a', capacity: 1 },
    { code: 'b', capacity: 1 },
  ]
  const done = seatPlan({
    candidates,
    rooms,
    staff: staff(2),
    ties: [{ examiner: 'e1', candidate: 'c1', kind: 'trainer' }],
    staffing: { candidatesMax: 15, least: 1, odd: true },
  })
  expect('plan' in done).toBe(true)
})

test('what stands in the way is said in full', () => {
  const rooms = [{ code: '101', capacity: 2 }]
  const base = { candidates: people(3), rooms, ties: [], staffing }
  const codes = (r: ReturnType<typeof seatPlan>) => ('findings' in r ? r.findings.map((f) => f.code) : [])
  expect(codes(seatPlan({ ...base, rooms: [...rooms, ...rooms], staff: [...staff(3), ...staff(1)] }))).toEqual([
    'ROOM_TWICE',
    'STAFF_TWICE',
  ])
  expect(codes(seatPlan({ ...base, staff: staff(3) }))).toEqual(['ROOMS_SHORT'])
  expect(codes(seatPlan({ ...base, candidates: people(2), staff: staff(2) }))).toEqual(['STAFF_SHORT'])
  const tied = seatPlan({
    ...base,
    candidates: people(2),
    staff: staff(3),
    ties: [{ examiner: 'e0', candidate: 'c1', kind: 'trainer' }],
  })
  expect(codes(tied)).toEqual(['TIE_EVERYWHERE'])
  if ('findings' in tied) expect(tied.findings[0]!.message.zh).toContain('师生')
})

test('neighbours are of different units where it can be helped', () => {
  const order = interleaved(people(20, (i) => (i < 10 ? 'a' : 'b')))
  expect(order.filter((c, i) => i > 0 && order[i - 1]!.unit === c.unit)).toEqual([])
  expect(new Set(order.map((c) => c.id)).size).toBe(20)
})

test('three thousand candidates, a hundred rooms, ties: seated without a clash', () => {
  const candidates = people(3000, (i) => `u${i % 40}`)
  const rooms = Array.from({ length: 100 }, (_, i) => ({ code: `r${i}`, capacity: 30 }))
  const ties = Array.from({ length: 600 }, (_, i) => ({
    examiner: `e${i % 300}`,
    candidate: `c${i * 5}`,
    kind: 'trainer',
  }))
  const done = seatPlan({ candidates, rooms, staff: staff(300), ties, staffing })
  if ('findings' in done) throw new Error(done.findings[0]!.message.en)
  expect(new Set(done.plan.seats.map((s) => `${s.room}/${s.seatNo}`)).size).toBe(3000)
})
