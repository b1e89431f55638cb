import type { Tx } from '../../../kernel/db/database.ts'
import { sealRow } from '../../../kernel/journal/journal.ts'
import type { RowChange } from '../../../kernel/journal/sealed.ts'
import { tellFacts, wakeReaders } from '../../../kernel/measures/service.ts'
import { sealedTableOf } from '../../../kernel/records/define.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import { listingFacts } from '../facts.ts'
import { type ListingChange, type ListingPeriod, periodsAfter } from '../periods.ts'
import { listingPeriod } from '../records.ts'
import * as q from './listing.sql.ts'

const sealed = sealedTableOf(listingPeriod)

/**
 * Carries a change of one listing out: rows, columns in memory and what the journal must remember, all in the caller's
 * transaction. The listing's row is locked first, so two changes follow each other.
 * @returns the changed rows, to be sealed into the act's leaf
 */
export async function changePeriods(
  tx: Tx,
  listingId: string,
  change: ListingChange,
  today: PlainDate,
): Promise<RowChange[]> {
  const listing = await tx.one<{ organisation_id: string; role: string }>(q.lockListing(listingId))
  const organisation = await tx.one<q.OrganisationRow>(q.organisationById(listing.organisation_id))
  const rows = await tx.rows<q.PeriodRow>(q.believedPeriods(listingId))
  const edits = periodsAfter(rows.map(periodOf), change, today)
  const changes: RowChange[] = []

  // A period keeps the kind and county under which it was entered; only what begins now takes them from the organisation.
  const before = (p: ListingPeriod) =>
    rows.find((r) => r.listed_from === p.listedFrom) ?? rows.findLast((r) => r.listed_from < p.listedFrom) ?? rows[0]
  const rowOf = (p: ListingPeriod, like: q.PeriodRow | undefined): q.PeriodRow => ({
    listing_id: listingId,
    listed_from: p.listedFrom,
    listed_to: p.listedTo,
    known_from: p.knownFrom,
    known_to: p.knownTo,
    status: p.status,
    organisation_id: listing.organisation_id,
    role: listing.role,
    kind: like?.kind ?? organisation.kind,
    county_code: like?.county_code ?? organisation.county_code,
    document: p.document,
    reason: p.reason,
  })
  const sameRow = (p: ListingPeriod) =>
    rows.find((r) => r.listed_from === p.listedFrom && r.known_from === p.knownFrom)!

  for (const p of edits.closed) {
    await tx.run(q.closePeriod(listingId, p))
    await tellFacts(tx, listingFacts, -1, { ...sameRow(p), known_from: today, known_to: null })
    changes.push(await sealRow(tx, sealed, [listingId, p.listedFrom, p.knownFrom], 'changed'))
  }
  for (const p of edits.dropped) {
    await tx.run(q.dropPeriod(listingId, p))
    await tellFacts(tx, listingFacts, -1, sameRow(p))
  }
  const again = new Set<string>()
  for (const p of edits.added) {
    const began = p.listedFrom === today && change.do !== 'correct' ? undefined : before(p)
    const row = rowOf(p, began)
    await tx.run(q.insertPeriod(row))
    await tellFacts(tx, listingFacts, 1, row)
    const known = edits.dropped.some((d) => d.listedFrom === p.listedFrom)
    if (known) again.add(p.listedFrom)
    changes.push(await sealRow(tx, sealed, [listingId, p.listedFrom, p.knownFrom], known ? 'changed' : 'new'))
  }
  for (const p of edits.dropped)
    if (!again.has(p.listedFrom))
      changes.push({
        table: sealed.table,
        key: `${listingId}/${p.listedFrom}/${p.knownFrom}`,
        op: 'gone',
        hash: null,
      })
  await wakeReaders(tx)
  return changes
}

/** Ends the scope of a listing, or gives it another from `on` on. Pairs that stay keep their first day. */
export async function changeScope(
  tx: Tx,
  listingId: string,
  wanted: readonly q.ScopePair[],
  on: PlainDate,
): Promise<void> {
  const open = await tx.rows<{ occupation_code: string; level_rank: number }>(q.openScope(listingId))
  const key = (p: q.ScopePair) => `${p.occupation}/${p.rank}`
  const have = open.map((r) => ({ occupation: r.occupation_code, rank: Number(r.level_rank) }))
  const want = new Set(wanted.map(key))
  const had = new Set(have.map(key))
  const over = have.filter((p) => !want.has(key(p)))
  const fresh = wanted.filter((p) => !had.has(key(p)))
  if (over.length) {
    await tx.run(q.dropScope(listingId, over, on))
    await tx.run(q.endScope(listingId, over, on))
  }
  if (fresh.length) await tx.run(q.insertScope(listingId, fresh, on))
}

export const periodOf = (r: q.PeriodRow): ListingPeriod => ({
  listedFrom: r.listed_from,
  listedTo: r.listed_to,
  knownFrom: r.known_from,
  knownTo: r.known_to,
  status: r.status,
  document: r.document,
  reason: r.reason,
})
