import type { PlainDate } from '../../kernel/values/plain-date.ts'

/**
 * A period on a list, `[listedFrom, listedTo)`, as it was believed `[knownFrom, knownTo)`. What is believed on a day are the
 * periods whose knowledge covers it; they never overlap, so on each day a listing has at most one status.
 */
export type ListingPeriod = {
  listedFrom: PlainDate
  listedTo: PlainDate | null
  knownFrom: PlainDate
  knownTo: PlainDate | null
  status: 'listed' | 'suspended'
  document: string | null
  reason: string | null
}

type Mark = { document: string | null; reason: string | null }
export type ListingChange =
  | ({ do: 'list' | 'suspend' | 'resume'; on: PlainDate } & Mark)
  /** Off the list from `on` on; `on` may lie in the past (a merger registered late). */
  | { do: 'remove'; on: PlainDate }
  /** The period that was believed to begin on `period` held from `from` to `to`; its touching neighbours stay touching. */
  | ({ do: 'correct'; period: PlainDate; from: PlainDate; to: PlainDate | null } & Mark)
  /** The period that was believed to begin on `period` never was; the one before it, if it touches, goes on. */
  | { do: 'strike'; period: PlainDate }

export type PeriodEdits = {
  /** All rows after the change, those of earlier knowledge among them. */
  after: ListingPeriod[]
  /** Rows that are no longer believed, with their `knownTo`. */
  closed: ListingPeriod[]
  /** Rows believed since this morning only: without width in knowledge, so they go. */
  dropped: ListingPeriod[]
  added: ListingPeriod[]
}

/**
 * What a change makes of the periods of one listing on the day it is made. Knowledge has the grain of a day: what was believed
 * at the end of any earlier day stays as it was. @throws RangeError when the change does not fit what is believed.
 */
export function periodsAfter(existing: readonly ListingPeriod[], change: ListingChange, today: PlainDate): PeriodEdits {
  const believed = existing.filter((p) => p.knownTo === null).sort(byDay)
  const wanted = timelineAfter(believed, change, today).sort(byDay)
  const kept = believed.filter((p) => wanted.some((w) => saysTheSame(w, p)))
  const gone = believed.filter((p) => !kept.includes(p))
  const dropped = gone.filter((p) => p.knownFrom === today)
  const closed = gone.filter((p) => p.knownFrom !== today).map((p) => ({ ...p, knownTo: today }))
  const added = wanted
    .filter((w) => !kept.some((p) => saysTheSame(w, p)))
    .map((w) => ({ ...w, knownFrom: today, knownTo: null }))
  return {
    after: [...existing.filter((p) => p.knownTo !== null), ...closed, ...kept, ...added],
    closed,
    dropped,
    added,
  }
}

function timelineAfter(believed: readonly ListingPeriod[], change: ListingChange, today: PlainDate): ListingPeriod[] {
  const open = believed.find((p) => p.listedTo === null)
  const row = (status: ListingPeriod['status'], c: { on: PlainDate } & Mark): ListingPeriod => ({
    listedFrom: c.on,
    listedTo: null,
    knownFrom: today,
    knownTo: null,
    status,
    document: c.document,
    reason: c.reason,
  })
  switch (change.do) {
    case 'list':
      if (open) throw new RangeError('it is on the list already')
      return [...until(believed, change.on), row('listed', change)]
    case 'suspend':
      if (open?.status !== 'listed') throw new RangeError('it is not on the list')
      return [...until(believed, change.on), row('suspended', change)]
    case 'resume':
      if (open?.status !== 'suspended') throw new RangeError('it is not suspended')
      return [...until(believed, change.on), row('listed', change)]
    case 'remove':
      if (!open) throw new RangeError('it is not on the list')
      return until(believed, change.on)
    case 'correct':
      return corrected(believed, change, today)
    case 'strike': {
      const one = get(believed, change.period)
      if (one.listedTo === null) throw new RangeError('the present period cannot be struck out')
      return believed
        .filter((p) => p !== one)
        .map((p) => (p.listedTo === one.listedFrom ? { ...p, listedTo: one.listedTo } : p))
    }
  }
}

function corrected(
  believed: readonly ListingPeriod[],
  change: ListingChange & { do: 'correct' },
  today: PlainDate,
): ListingPeriod[] {
  const one = get(believed, change.period)
  const { from, to } = change
  if ((to === null) !== (one.listedTo === null)) throw new RangeError('an open end stays open, a closed one closed')
  if (from > today || (to !== null && (to > today || to <= from))) throw new RangeError('these days do not follow')
  const others = believed
    .filter((p) => p !== one)
    .map((p) => ({
      ...p,
      listedFrom: to !== null && p.listedFrom === one.listedTo ? to : p.listedFrom,
      listedTo: p.listedTo !== null && p.listedTo === one.listedFrom ? from : p.listedTo,
    }))
    .filter((p) => p.listedTo === null || p.listedTo > p.listedFrom)
    .flatMap((p) => without(p, from, to))
  return [...others, { ...one, listedFrom: from, listedTo: to, document: change.document, reason: change.reason }]
}

/** What is left of the periods before a day. */
const until = (periods: readonly ListingPeriod[], on: PlainDate): ListingPeriod[] =>
  periods
    .filter((p) => p.listedFrom < on)
    .map((p) => (p.listedTo === null || p.listedTo > on ? { ...p, listedTo: on } : p))

/** A period without the days `[from, to)`. */
function without(p: ListingPeriod, from: PlainDate, to: PlainDate | null): ListingPeriod[] {
  const end = p.listedTo
  if ((to !== null && p.listedFrom >= to) || (end !== null && end <= from)) return [p]
  const out: ListingPeriod[] = []
  if (p.listedFrom < from) out.push({ ...p, listedTo: from })
  if (to !== null && (end === null || end > to)) out.push({ ...p, listedFrom: to })
  return out
}

function get(believed: readonly ListingPeriod[], from: PlainDate): ListingPeriod {
  const one = believed.find((p) => p.listedFrom === from)
  if (!one) throw new RangeError(`no period begins on ${from}`)
  return one
}

const byDay = (a: ListingPeriod, b: ListingPeriod) => (a.listedFrom < b.listedFrom ? -1 : 1)
const saysTheSame = (a: ListingPeriod, b: ListingPeriod) =>
  a.listedFrom === b.listedFrom &&
  a.listedTo === b.listedTo &&
  a.status === b.status &&
  a.document === b.document &&
  a.reason === b.reason

/** The period that covered `day`, as believed at the end of `knownOn`. */
export const periodOn = (
  periods: readonly ListingPeriod[],
  day: PlainDate,
  knownOn: PlainDate,
): ListingPeriod | undefined =>
  periods.find(
    (p) =>
      p.knownFrom <= knownOn &&
      (p.knownTo === null || p.knownTo > knownOn) &&
      p.listedFrom <= day &&
      (p.listedTo === null || day < p.listedTo),
  )
