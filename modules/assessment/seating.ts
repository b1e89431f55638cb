import type { Finding } from '../../kernel/values/finding.ts'
import { labelOf, TIES } from './words.ts'

/** Who sits, where, and before whom. Pure: the store brings the facts and writes the answer; the database refuses clashes again. */
export type Candidate = {
  id: string
  /** What is printed; for findings. */
  label: string
  /** Class, school or employer: those of one unit are spread, so that they do not sit beside each other where it can be helped. */
  unit: string | null
}
export type Room = { code: string; capacity: number }
export type Staff = { id: string; label: string }
/** An examiner may not judge this candidate. */
export type Tie = { examiner: string; candidate: string; kind: string }
export type Staffing = {
  /** At most so many candidates to one of the staff. */
  candidatesMax: number
  /** At least so many in a room. */
  least: number
  /** A committee that decides by votes is odd. */
  odd: boolean
}
export type Seat = { candidate: string; room: string; seatNo: number }
export type Plan = { seats: Seat[]; staff: { room: string; person: string }[] }

/** How many of the staff a room with so many candidates needs. */
export function staffNeeded(s: Staffing, candidates: number): number {
  if (candidates === 0) return 0
  const needed = Math.max(s.least, Math.ceil(candidates / s.candidatesMax))
  return s.odd && needed % 2 === 0 ? needed + 1 : needed
}

/**
 * Seats everybody and gives every room its staff, or says all that stands in the way. Rooms are filled as evenly as they hold,
 * in order; whoever is tied to an examiner of a room is moved to another room, along a chain of moves if need be, so that a way
 * that exists is found.
 */
export function seatPlan(p: {
  candidates: readonly Candidate[]
  rooms: readonly Room[]
  staff: readonly Staff[]
  ties: readonly Tie[]
  staffing: Staffing
}): { plan: Plan } | { findings: Finding[] } {
  const findings = faults(p.rooms, p.staff)
  const places = p.rooms.reduce((sum, r) => sum + r.capacity, 0)
  if (places < p.candidates.length)
    findings.push({
      code: 'ROOMS_SHORT',
      field: 'rooms',
      given: String(places),
      message: {
        zh: `考场共 ${places} 个座位，考生 ${p.candidates.length} 人，还差 ${p.candidates.length - places} 个`,
        en: `The rooms hold ${places}; there are ${p.candidates.length} candidates`,
      },
      hint: { zh: '请增加考场', en: 'Add a room' },
    })
  if (findings.length) return { findings }
  const loads = spreadLoads(p.candidates.length, p.rooms)
  const needed = loads.map((n) => staffNeeded(p.staffing, n))
  const short = needed.reduce((a, b) => a + b, 0) - p.staff.length
  if (short > 0)
    return {
      findings: [
        {
          code: 'STAFF_SHORT',
          field: 'staff',
          given: String(p.staff.length),
          message: { zh: `考务人员还差 ${short} 人`, en: `${short} more of the staff are needed` },
          hint: {
            zh: `各考场需要：${p.rooms.map((r, i) => `${r.code} ${needed[i]} 人`).join('，')}`,
            en: `Needed: ${p.rooms.map((r, i) => `${r.code} ${needed[i]}`).join(', ')}`,
          },
        },
      ],
    }
  const staffOf = placeStaff(p, needed)
  const tied = tiesByRoom(p.ties, staffOf)
  const roomOf = placeCandidates(p.candidates, loads, tied)
  const stuck = p.candidates.filter((_, i) => roomOf[i] === undefined)
  if (stuck.length)
    return {
      findings: stuck.map((c) => {
        const tie = p.ties.find((t) => t.candidate === c.id)
        const kind = labelOf(TIES, tie?.kind ?? '')
        const examiner = p.staff.find((s) => s.id === tie?.examiner)?.label ?? ''
        return {
          code: 'TIE_EVERYWHERE',
          field: 'staff',
          given: c.label,
          message: {
            zh: `考生${c.label}在哪个考场都要回避（${examiner}：${kind.zh}）`,
            en: `Candidate ${c.label} is tied to an examiner in every room (${examiner}: ${kind.en})`,
          },
          hint: { zh: '请更换考评人员，或增加考场', en: 'Change the examiners, or add a room' },
        }
      }),
    }
  const seats: Seat[] = []
  p.rooms.forEach((room, r) => {
    const mine = interleaved(p.candidates.filter((_, i) => roomOf[i] === r))
    mine.forEach((c, i) => {
      seats.push({ candidate: c.id, room: room.code, seatNo: i + 1 })
    })
  })
  return {
    plan: { seats, staff: staffOf.flatMap((list, r) => list.map((person) => ({ room: p.rooms[r]!.code, person }))) },
  }
}

function faults(rooms: readonly Room[], staff: readonly Staff[]): Finding[] {
  const out: Finding[] = []
  const twice = (field: string, code: string, given: string, zh: string, en: string) =>
    out.push({
      code,
      field,
      given,
      message: { zh: `${zh}“${given}”填了两次`, en: `${en} ${given} stands twice` },
      hint: { zh: '只需保留一个', en: 'One is enough' },
    })
  const codes = new Set<string>()
  for (const r of rooms) {
    if (codes.has(r.code)) twice('rooms', 'ROOM_TWICE', r.code, '考场', 'Room')
    codes.add(r.code)
  }
  const persons = new Set<string>()
  for (const s of staff) {
    if (persons.has(s.id)) twice('staff', 'STAFF_TWICE', s.label, '考务人员', 'Person')
    persons.add(s.id)
  }
  return out
}

/** Fills rooms in order, as evenly as they hold, and uses no more rooms than needed. */
export function spreadLoads(candidates: number, rooms: readonly Room[]): number[] {
  let used = 0
  for (let held = 0; used < rooms.length && held < candidates; used++) held += rooms[used]!.capacity
  const loads = rooms.map(() => 0)
  let left = candidates
  // The smallest first, so that what they cannot take goes to the others.
  const order = rooms.slice(0, used).map((r, i) => ({ i, capacity: r.capacity }))
  order.sort((a, b) => a.capacity - b.capacity || a.i - b.i)
  order.forEach(({ i, capacity }, at) => {
    const share = Math.min(capacity, Math.ceil(left / (order.length - at)))
    loads[i] = share
    left -= share
  })
  return loads
}

/** Those with many ties go where few of the tied could be: each to the room that has the fewest such, first come first. */
function placeStaff(
  p: { staff: readonly Staff[]; ties: readonly Tie[]; rooms: readonly Room[] },
  needed: readonly number[],
): string[][] {
  const tiesOf = new Map<string, number>()
  for (const t of p.ties) tiesOf.set(t.examiner, (tiesOf.get(t.examiner) ?? 0) + 1)
  // The untied serve first; the tied are put together, so that the rooms of the others stay open to those they know.
  const order = [...p.staff].sort((a, b) => (tiesOf.get(a.id) ?? 0) - (tiesOf.get(b.id) ?? 0))
  const out: string[][] = needed.map(() => [])
  let at = 0
  for (const s of order) {
    while (at < needed.length && out[at]!.length >= needed[at]!) at++
    if (at >= needed.length) break
    out[at]!.push(s.id)
  }
  return out
}

/** Candidate → rooms where one of the staff is tied to that candidate. */
function tiesByRoom(ties: readonly Tie[], staffOf: readonly string[][]): Map<string, Set<number>> {
  const roomOf = new Map<string, number>()
  staffOf.forEach((list, r) => {
    for (const s of list) roomOf.set(s, r)
  })
  const out = new Map<string, Set<number>>()
  for (const t of ties) {
    const room = roomOf.get(t.examiner)
    if (room === undefined) continue
    const set = out.get(t.candidate) ?? new Set()
    out.set(t.candidate, set.add(room))
  }
  return out
}

/**
 * Each candidate to a room with room left. A tied one who finds none pushes somebody on: the chain of moves that ends in a free
 * place is the augmenting path of bipartite matching, so nobody is left over who could be placed.
 */
function placeCandidates(
  candidates: readonly Candidate[],
  loads: readonly number[],
  tied: ReadonlyMap<string, ReadonlySet<number>>,
): (number | undefined)[] {
  const left = [...loads]
  const inRoom: number[][] = loads.map(() => [])
  const roomOf: (number | undefined)[] = candidates.map(() => undefined)
  const mayNot = (i: number, r: number) => tied.get(candidates[i]!.id)?.has(r) === true
  const put = (i: number, r: number) => {
    roomOf[i] = r
    inRoom[r]!.push(i)
  }
  // The bound ones first: they have the fewest rooms to choose from.
  const order = candidates.map((_, i) => i)
  order.sort((a, b) => (tied.get(candidates[b]!.id)?.size ?? 0) - (tied.get(candidates[a]!.id)?.size ?? 0) || a - b)
  const place = (i: number): void => {
    const free = loads.findIndex((_, r) => left[r]! > 0 && !mayNot(i, r))
    if (free >= 0) {
      left[free]!--
      put(i, free)
      return
    }
    let unseen = loads.map((_, r) => r).filter((r) => loads[r]! > 0)
    type Step = { room: number; mover: number; before: number }
    const queue: Step[] = []
    const enter = (mover: number, before: number) => {
      unseen = unseen.filter((r) => {
        if (mayNot(mover, r)) return true
        queue.push({ room: r, mover, before })
        return false
      })
    }
    enter(i, -1)
    for (let at = 0; at < queue.length; at++) {
      const step = queue[at]!
      if (left[step.room]! > 0) {
        left[step.room]!--
        for (let s: Step | undefined = step; s; s = queue[s.before]) {
          const { mover, room }: Step = s
          const from = roomOf[mover]
          if (from !== undefined) inRoom[from] = inRoom[from]!.filter((x) => x !== mover)
          put(mover, room)
        }
        return
      }
      for (const other of inRoom[step.room]!) {
        if (unseen.length === 0) break
        enter(other, at)
      }
    }
  }
  for (const i of order) place(i)
  return roomOf
}

/** Neighbours of one unit are parted: the largest units deal first, one after the other. */
export function interleaved(list: readonly Candidate[]): Candidate[] {
  const units = new Map<string, Candidate[]>()
  for (const c of list) {
    const key = c.unit ?? c.id
    const mine = units.get(key)
    if (mine) mine.push(c)
    else units.set(key, [c])
  }
  const sorted = [...units.values()].sort((a, b) => b.length - a.length).flat()
  const out: Candidate[] = new Array(sorted.length)
  let at = 0
  for (const c of sorted) {
    out[at] = c
    at += 2
    if (at >= sorted.length && at % 2 === 0) at = 1
  }
  return out
}
