import { type PlainDate, yearOf } from '../../kernel/values/plain-date.ts'
import { COUNTED_KINDS, HIGH_SKILLED_RANK, SKILLED_RANK } from './words.ts'

/** What is known of one person: the person, and all certificates of any kind. Dates are plain dates, each with the day on which we learned it. */
export type HoldingInput = {
  personId: string
  countyCode: string
  sex: string
  birthYear: number
  leftOn: PlainDate | null
  leftKnownOn: PlainDate | null
  certificates: readonly HoldingCertificate[]
}
export type HoldingCertificate = {
  certificateId: string
  levelRank: number | null
  kind: string
  occupationCode: string
  organisationId: string
  issuedOn: PlainDate
  knownOn: PlainDate
  revokedOn: PlainDate | null
  revokedKnownOn: PlainDate | null
}

/**
 * A row of `credentials.holding`: the person counts, at `levelRank`, on the days [heldFrom, heldTo), as known on the days
 * [knownFrom, knownTo). Null is an open end. `firstSkilled`: with this span the person is skilled for the first time;
 * `firstHigh` the same from rank 3 (高级工) on. Both as known in the row's own time of knowledge.
 */
export type HoldingRow = {
  personId: string
  knownFrom: PlainDate
  heldFrom: PlainDate
  knownTo: PlainDate | null
  heldTo: PlainDate | null
  certificateId: string
  levelRank: number
  countyCode: string
  sex: string
  birthYear: number
  occupationCode: string
  kind: string
  organisationId: string
  issuedYear: number
  firstSkilled: boolean
  firstHigh: boolean
}

/** The columns of `credentials.holding` in the order in which `holdingValues` gives them; for mass loads. */
export const HOLDING_COLUMNS = [
  'person_id',
  'known_from',
  'held_from',
  'known_to',
  'held_to',
  'certificate_id',
  'level_rank',
  'county_code',
  'sex',
  'birth_year',
  'occupation_code',
  'kind',
  'organisation_id',
  'issued_year',
  'first_skilled',
  'first_high',
] as const
export const holdingValues = (r: HoldingRow): (string | number | boolean | null)[] => [
  r.personId,
  r.knownFrom,
  r.heldFrom,
  r.knownTo,
  r.heldTo,
  r.certificateId,
  r.levelRank,
  r.countyCode,
  r.sex,
  r.birthYear,
  r.occupationCode,
  r.kind,
  r.organisationId,
  r.issuedYear,
  r.firstSkilled,
  r.firstHigh,
]

/** Does this certificate make its holder skilled while it is valid? */
export const counts = (c: { kind: string; levelRank: number | null }): boolean =>
  c.levelRank !== null && c.levelRank >= SKILLED_RANK && COUNTED_KINDS.has(c.kind)

/**
 * Whose certificate counts where a person has several: the highest level; of equals the earlier issued, then the smaller id.
 * Occupation, kind and body of the person come from this one, so the tie rule is part of the definition.
 */
export const better = (a: HoldingCertificate, b: HoldingCertificate): boolean =>
  a.levelRank! !== b.levelRank!
    ? a.levelRank! > b.levelRank!
    : a.issuedOn !== b.issuedOn
      ? a.issuedOn < b.issuedOn
      : a.certificateId < b.certificateId

/**
 * All rows of one person. The only source of `credentials.holding`, for a rebuild and for a single act alike: the axis of
 * knowledge breaks where something was learned; at each break the days are laid out anew, and a span that is the same as
 * before goes on.
 */
export function projectPerson(input: HoldingInput): HoldingRow[] {
  const certificates = input.certificates.filter(counts)
  const first = certificates[0]
  if (!first) return []
  // Six persons of ten have one certificate that nothing ever happened to.
  if (certificates.length === 1 && first.revokedOn === null && input.leftOn === null)
    return [
      open(
        input,
        {
          certificate: first,
          from: first.issuedOn,
          to: null,
          firstSkilled: true,
          firstHigh: first.levelRank! >= HIGH_SKILLED_RANK,
        },
        first.knownOn,
      ),
    ]

  const closed: HoldingRow[] = []
  let current = new Map<PlainDate, HoldingRow>()
  for (const day of learningDays(input, certificates)) {
    const next = new Map<PlainDate, HoldingRow>()
    for (const span of timeline(input, certificates, day)) {
      const row = current.get(span.from)
      if (row && isSame(row, span)) {
        next.set(span.from, row)
        current.delete(span.from)
      } else next.set(span.from, open(input, span, day))
    }
    for (const row of current.values()) closed.push({ ...row, knownTo: day })
    current = next
  }
  return [...closed, ...current.values()]
}

type Span = {
  certificate: HoldingCertificate
  from: PlainDate
  to: PlainDate | null
  firstSkilled: boolean
  firstHigh: boolean
}

/** Days on which something was learned, from the first certificate on. */
function learningDays(input: HoldingInput, certificates: readonly HoldingCertificate[]): PlainDate[] {
  const days = new Set<PlainDate>()
  for (const c of certificates) {
    days.add(c.knownOn)
    if (c.revokedKnownOn !== null && c.revokedKnownOn > c.knownOn) days.add(c.revokedKnownOn)
  }
  if (input.leftKnownOn !== null) days.add(input.leftKnownOn)
  return [...days].sort()
}

/** The days as known on one day: disjoint spans in order, neighbours of the same certificate joined. */
function timeline(input: HoldingInput, certificates: readonly HoldingCertificate[], known: PlainDate): Span[] {
  const left = input.leftKnownOn !== null && input.leftKnownOn <= known ? input.leftOn : null
  const valid: { certificate: HoldingCertificate; to: PlainDate | null }[] = []
  const breaks = new Set<PlainDate>()
  for (const c of certificates) {
    if (c.knownOn > known) continue
    const revoked = c.revokedKnownOn !== null && c.revokedKnownOn <= known ? c.revokedOn : null
    const leftFirst = left !== null && (revoked === null || left < revoked)
    const to = leftFirst ? left : revoked
    if (to !== null && to <= c.issuedOn) continue
    valid.push({ certificate: c, to })
    breaks.add(c.issuedOn)
    if (to !== null) breaks.add(to)
  }
  const days = [...breaks].sort()
  const out: Span[] = []
  let seenHigh = false
  for (const [i, from] of days.entries()) {
    let best: HoldingCertificate | undefined
    for (const { certificate, to } of valid)
      if (certificate.issuedOn <= from && (to === null || to > from) && (!best || better(certificate, best)))
        best = certificate
    if (!best) continue
    const to = days[i + 1] ?? null
    const before = out.at(-1)
    if (before?.to === from && before.certificate === best) before.to = to
    else {
      const high = best.levelRank! >= HIGH_SKILLED_RANK
      out.push({ certificate: best, from, to, firstSkilled: out.length === 0, firstHigh: high && !seenHigh })
      seenHigh ||= high
    }
  }
  return out
}

const isSame = (row: HoldingRow, s: Span): boolean =>
  row.heldTo === s.to &&
  row.certificateId === s.certificate.certificateId &&
  row.firstSkilled === s.firstSkilled &&
  row.firstHigh === s.firstHigh

const open = (input: HoldingInput, s: Span, knownFrom: PlainDate): HoldingRow => ({
  personId: input.personId,
  knownFrom,
  heldFrom: s.from,
  knownTo: null,
  heldTo: s.to,
  certificateId: s.certificate.certificateId,
  levelRank: s.certificate.levelRank!,
  countyCode: input.countyCode,
  sex: input.sex,
  birthYear: input.birthYear,
  occupationCode: s.certificate.occupationCode,
  kind: s.certificate.kind,
  organisationId: s.certificate.organisationId,
  issuedYear: yearOf(s.certificate.issuedOn),
  firstSkilled: s.firstSkilled,
  firstHigh: s.firstHigh,
})
