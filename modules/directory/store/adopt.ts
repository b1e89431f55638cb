import { type Actor, SYSTEM } from '../../../kernel/access/actor.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { writeLeaf } from '../../../kernel/journal/journal.ts'
import type { Office } from '../../../kernel/rooms/office.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import { listingProcess } from '../processes/listing.process.ts'
import { LISTING_LEVELS } from '../words.ts'
import * as q from './adopt.sql.ts'
import { receivingDivision } from './listing.ts'

const LISTINGS_MAX = 5000

/**
 * Gives every listing in force that came by a mass load a case in its state, so that officers can suspend, correct and remove
 * it like any other. Who once decided is not known; the four hands are named as loaded. Safe to repeat.
 * @returns how many cases were made
 */
export async function adoptListings(tx: Tx, office: Office, actor: Actor = SYSTEM): Promise<number> {
  const rows = await tx.rows<{
    listing_id: string
    organisation_id: string
    role: string
    status: string
    listed_from: PlainDate
    document: string | null
    occupations: string[]
    level_rank: number | null
    organisation_county: string
    kind: string
  }>(q.listingsWithoutCase(LISTINGS_MAX))
  const licences = office.rules.on('directory.licences', office.world.today()).value as Record<
    string,
    Record<string, string>
  >
  for (const r of rows) {
    const kind = licences[r.role]?.[r.kind]
    const licence = kind ? await tx.maybe<{ number: string }>(q.newestLicence(r.organisation_id, kind)) : undefined
    await tx.run(
      q.insertCase({
        id: office.world.id(),
        state: r.status,
        edition: listingProcess.since,
        on: r.listed_from,
        organisationId: r.organisation_id,
        role: r.role,
        county: receivingDivision(r.organisation_county, office.city),
        occupations: r.occupations,
        levelHighest: LISTING_LEVELS.find((l) => l.rank === Number(r.level_rank))?.id ?? LISTING_LEVELS[0]!.id,
        licenceNumber: licence?.number ?? null,
        listingId: r.listing_id,
        document: r.document,
      }),
    )
  }
  if (rows.length)
    await writeLeaf(tx, office.world, {
      kind: 'directory.listing.adopted',
      subject: 'directory.listing/adopted',
      actor: actor.accountId ?? actor.personKey ?? 'anyone',
      body: { count: rows.length },
    })
  return rows.length
}
