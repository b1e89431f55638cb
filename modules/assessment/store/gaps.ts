import type { Database, Tx } from '../../../kernel/db/database.ts'
import { tellFacts, wakeReaders } from '../../../kernel/measures/service.ts'
import type { Office } from '../../../kernel/rooms/office.ts'
import { COUNTED_KINDS } from '../../credentials/index.ts'
import { gapFacts } from '../measures/facts.ts'
import * as q from './gaps.sql.ts'
import { standardsInForce } from './release.ts'

/** Occupations that a certificate of one serves for: the same and the related. */
export async function relatedTo(tx: Tx, office: Office): Promise<(occupation: string) => ReadonlySet<string>> {
  const { related } = await standardsInForce(tx, office.city.folder)
  return (occupation) =>
    new Set([occupation, ...related.filter((r) => r.occupation === occupation).map((r) => r.related)])
}

/** Highest valid rank of each person in an occupation or a related one. */
export async function heldRanks(
  tx: Tx,
  office: Office,
  lines: readonly { person_id: string; occupation_code: string }[],
): Promise<Map<string, number>> {
  const serves = await relatedTo(tx, office)
  const rows = await tx.rows<q.HeldRow>(
    q.heldOf([...new Set(lines.map((l) => l.person_id))], [...COUNTED_KINDS], office.world.today()),
  )
  const byPerson = new Map<string, q.HeldRow[]>()
  for (const r of rows) byPerson.set(r.person_id, [...(byPerson.get(r.person_id) ?? []), r])
  const out = new Map<string, number>()
  for (const l of lines) {
    const fits = serves(l.occupation_code)
    for (const r of byPerson.get(l.person_id) ?? [])
      if (fits.has(r.occupation_code)) out.set(l.person_id, Math.max(out.get(l.person_id) ?? 0, r.level_rank))
  }
  return out
}

/**
 * 应持未持 of one employer as it is today: opens and closes what changed. A gap counts from the day on which it was seen; what was
 * seen and mended on one day leaves nothing.
 */
export async function refreshGaps(
  tx: Tx,
  office: Office,
  organisationId: string,
  persons: readonly string[] | null = null,
): Promise<void> {
  const today = office.world.today()
  const lines = await tx.rows<q.RosterLine>(q.onRoster(organisationId, persons, today))
  const held = await heldRanks(tx, office, lines)
  const { county_code } = await tx.one<{ county_code: string }>(q.countyOf(organisationId))
  const lacking = new Map(
    lines.flatMap((l) => {
      const rank = held.get(l.person_id) ?? null
      return (rank ?? 0) < l.level_rank ? [[l.person_id, { ...l, held: rank }] as const] : []
    }),
  )
  const factOf = (g: Omit<q.GapRow, 'closed_on'>, closed: string | null) => ({
    ...g,
    closed_on: closed,
    held_rank: g.held_rank ?? 0,
  })
  for (const g of await tx.rows<q.GapRow>(q.openGaps(organisationId, persons))) {
    const now = lacking.get(g.person_id)
    if (
      now &&
      now.occupation_code === g.occupation_code &&
      now.level_rank === g.level_rank &&
      now.held === g.held_rank
    ) {
      lacking.delete(g.person_id)
      continue
    }
    await tellFacts(tx, gapFacts, -1, factOf(g, null))
    if (g.seen_on === today) await tx.run(q.dropGap(g))
    else {
      await tx.run(q.closeGap(g, today))
      await tellFacts(tx, gapFacts, 1, factOf(g, today))
    }
  }
  for (const l of lacking.values()) {
    const g = {
      person_id: l.person_id,
      organisation_id: organisationId,
      seen_on: today,
      county_code,
      occupation_code: l.occupation_code,
      level_rank: l.level_rank,
      held_rank: l.held,
    }
    await tx.run(q.insertGap(g))
    await tellFacts(tx, gapFacts, 1, factOf(g, null))
  }
  await wakeReaders(tx)
}

/** Certificates come and go; every night each roster is seen anew. */
export async function refreshAllGaps(db: Database, office: Office): Promise<void> {
  for (const o of await db.read.rows<{ organisation_id: string }>(q.organisationsWithRoster()))
    await db.tx((tx) => refreshGaps(tx, office, o.organisation_id))
}
