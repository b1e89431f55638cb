import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, type PlainDate, plainDate } from '../../kernel/values/plain-date.ts'
import { type ListingChange, type ListingPeriod, periodOn, periodsAfter } from './periods.ts'

const d = plainDate
const mark = { document: null, reason: null }
const row = (
  listedFrom: string,
  listedTo: string | null,
  knownFrom: string,
  knownTo: string | null = null,
  status: 'listed' | 'suspended' = 'listed',
): ListingPeriod => ({
  listedFrom: d(listedFrom),
  listedTo: listedTo ? d(listedTo) : null,
  knownFrom: d(knownFrom),
  knownTo: knownTo ? d(knownTo) : null,
  status,
  ...mark,
})

describe('periods of a listing', () => {
  test('listed, suspended, resumed, removed: what was known before stays as it was', () => {
    let rows: ListingPeriod[] = []
    rows = periodsAfter(rows, { do: 'list', on: d('2026-03-02'), ...mark }, d('2026-03-02')).after
    rows = periodsAfter(rows, { do: 'suspend', on: d('2026-04-01'), ...mark }, d('2026-04-01')).after
    expect(rows).toEqual([
      row('2026-03-02', null, '2026-03-02', '2026-04-01'),
      row('2026-03-02', '2026-04-01', '2026-04-01'),
      row('2026-04-01', null, '2026-04-01', null, 'suspended'),
    ])
    rows = periodsAfter(rows, { do: 'resume', on: d('2026-05-06'), ...mark }, d('2026-05-06')).after
    rows = periodsAfter(rows, { do: 'remove', on: d('2026-06-01') }, d('2026-06-01')).after
    const today = d('2026-06-02')
    expect(periodOn(rows, d('2026-03-01'), today)).toBeUndefined()
    expect(periodOn(rows, d('2026-03-02'), today)?.status).toBe('listed')
    expect(periodOn(rows, d('2026-03-31'), today)?.status).toBe('listed')
    expect(periodOn(rows, d('2026-04-01'), today)?.status).toBe('suspended')
    expect(periodOn(rows, d('2026-05-05'), today)?.status).toBe('suspended')
    expect(periodOn(rows, d('2026-05-06'), today)?.status).toBe('listed')
    expect(periodOn(rows, d('2026-05-31'), today)?.status).toBe('listed')
    expect(periodOn(rows, d('2026-06-01'), today)).toBeUndefined()
    // As it looked in April, nobody knew that it would be resumed.
    expect(periodOn(rows, d('2026-05-20'), d('2026-04-20'))?.status).toBe('suspended')
  })

  test('listed and suspended on the same day: the row without width goes', () => {
    const on = d('2026-03-02')
    const listed = periodsAfter([], { do: 'list', on, ...mark }, on)
    const suspended = periodsAfter(listed.after, { do: 'suspend', on, ...mark }, on)
    expect(suspended.dropped).toEqual([row('2026-03-02', null, '2026-03-02')])
    expect(suspended.closed).toEqual([])
    expect(suspended.after).toEqual([row('2026-03-02', null, '2026-03-02', null, 'suspended')])
    expect(periodsAfter(suspended.after, { do: 'remove', on }, on).after).toEqual([])
  })

  test('a suspension that began earlier than entered: its neighbour gives way, the published figure stays', () => {
    const rows = [
      row('2026-03-02', '2026-04-10', '2026-04-10'),
      row('2026-04-10', '2026-05-06', '2026-05-06', null, 'suspended'),
      row('2026-05-06', null, '2026-05-06'),
    ]
    const change: ListingChange = {
      do: 'correct',
      period: d('2026-04-10'),
      from: d('2026-04-01'),
      to: d('2026-05-08'),
      ...mark,
    }
    const { after } = periodsAfter(rows, change, d('2026-06-01'))
    expect(periodOn(after, d('2026-04-05'), d('2026-06-01'))?.status).toBe('suspended')
    expect(periodOn(after, d('2026-04-05'), d('2026-05-31'))?.status).toBe('listed')
    expect(periodOn(after, d('2026-05-07'), d('2026-06-01'))?.status).toBe('suspended')
    expect(periodOn(after, d('2026-05-08'), d('2026-06-01'))?.status).toBe('listed')
  })

  test('a suspension that never was: the period before it goes on', () => {
    const rows = [
      row('2026-03-02', '2026-04-10', '2026-04-10'),
      row('2026-04-10', '2026-05-06', '2026-05-06', null, 'suspended'),
      row('2026-05-06', null, '2026-05-06'),
    ]
    const { after } = periodsAfter(rows, { do: 'strike', period: d('2026-04-10') }, d('2026-06-01'))
    for (let day = d('2026-03-02'); day < '2026-07-01'; day = addDays(day, 1))
      expect(periodOn(after, day, d('2026-06-01'))?.status, day).toBe('listed')
    expect(() => periodsAfter(after, { do: 'strike', period: d('2026-05-06') }, d('2026-06-01'))).toThrow(RangeError)
  })

  test('what does not fit is refused', () => {
    const on = d('2026-03-02')
    const { after } = periodsAfter([], { do: 'list', on, ...mark }, on)
    expect(() => periodsAfter(after, { do: 'list', on, ...mark }, on)).toThrow(RangeError)
    expect(() => periodsAfter(after, { do: 'resume', on, ...mark }, on)).toThrow(RangeError)
    expect(() => periodsAfter([], { do: 'remove', on }, on)).toThrow(RangeError)
    expect(() =>
      periodsAfter(after, { do: 'correct', period: on, from: on, to: d('2026-03-03'), ...mark }, on),
    ).toThrow(RangeError)
  })

  test('any history: one row for each day and day of knowledge, and the past is never rewritten', () => {
    const first = d('2026-01-01')
    const step = fc.record({
      wait: fc.integer({ min: 0, max: 4 }),
      pick: fc.nat(5),
      a: fc.integer({ min: 0, max: 40 }),
      b: fc.integer({ min: 1, max: 12 }),
      which: fc.nat(8),
    })
    const SPAN = 70
    fc.assert(
      fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
        let rows: ListingPeriod[] = []
        let today = first
        /** Reference: for each day of knowledge the status of each day, as a plain array. */
        const believed = new Map<PlainDate, (string | undefined)[]>()
        let now: (string | undefined)[] = Array(SPAN).fill(undefined)
        const at = (day: PlainDate) => Math.round((Date.parse(day) - Date.parse(first)) / 86_400_000)
        const fill = (from: number, to: number, s: string | undefined) => {
          for (let i = Math.max(from, 0); i < Math.min(to, SPAN); i++) now[i] = s
        }
        for (const s of steps) {
          for (let i = 0; i < s.wait; i++) {
            believed.set(today, [...now])
            today = addDays(today, 1)
          }
          const current = rows.filter((p) => p.knownTo === null)
          const open = current.find((p) => p.listedTo === null)
          const closed = current
            .filter((p) => p.listedTo !== null)
            .sort((x, y) => (x.listedFrom < y.listedFrom ? -1 : 1))
          let change: ListingChange | undefined
          if (s.pick === 0 && !open) change = { do: 'list', on: today, ...mark }
          else if (s.pick === 1 && open?.status === 'listed') change = { do: 'suspend', on: today, ...mark }
          else if (s.pick === 2 && open?.status === 'suspended') change = { do: 'resume', on: today, ...mark }
          else if (s.pick === 3 && open) change = { do: 'remove', on: today }
          else if (s.pick === 4 && current.length) {
            const one = current[s.which % current.length]!
            const from = addDays(first, s.a)
            const to = one.listedTo === null ? null : addDays(from, s.b)
            if ((to ?? from) <= today) change = { do: 'correct', period: one.listedFrom, from, to, ...mark }
          } else if (s.pick === 5 && closed.length)
            change = { do: 'strike', period: closed[s.which % closed.length]!.listedFrom }
          if (!change) continue
          // The reference does the same to the array, in its own way.
          if (change.do === 'list' || change.do === 'resume') fill(at(change.on), SPAN, 'listed')
          else if (change.do === 'suspend') fill(at(change.on), SPAN, 'suspended')
          else if (change.do === 'remove') fill(at(change.on), SPAN, undefined)
          const before = rows
          rows = periodsAfter(rows, change, today).after
          if (change.do === 'correct') {
            for (let i = at(change.from); i < (change.to ? at(change.to) : SPAN); i++)
              expect(periodOn(rows, addDays(first, i), today)?.status).toBe(
                before.find((p) => p.knownTo === null && p.listedFrom === (change as { period: PlainDate }).period)!
                  .status,
              )
          }
          if (change.do === 'correct' || change.do === 'strike')
            now = now.map((_, i) => periodOn(rows, addDays(first, i), today)?.status)
          const openAfter = rows.filter((p) => p.knownTo === null && p.listedTo === null)
          expect(openAfter.length).toBeLessThanOrEqual(1)
          // A correction of the past leaves what holds today.
          if (change.do === 'correct' || change.do === 'strike') expect(openAfter[0]?.status).toBe(open?.status)
        }
        believed.set(today, [...now])
        const keys = new Set(rows.map((p) => `${p.listedFrom}/${p.knownFrom}`))
        expect(keys.size).toBe(rows.length)
        for (const p of rows) {
          expect(p.listedTo === null || p.listedTo > p.listedFrom).toBe(true)
          expect(p.knownTo === null || p.knownTo > p.knownFrom).toBe(true)
        }
        for (const [known, days] of believed)
          for (let i = 0; i < SPAN; i++) {
            const day = addDays(first, i)
            const holding = rows.filter(
              (p) =>
                p.knownFrom <= known &&
                (p.knownTo === null || p.knownTo > known) &&
                p.listedFrom <= day &&
                (p.listedTo === null || p.listedTo > day),
            )
            expect(holding.length).toBeLessThanOrEqual(1)
            expect(holding[0]?.status).toBe(days[i])
          }
      }),
      { seed: 20261124, numRuns: 400 },
    )
  })
})
