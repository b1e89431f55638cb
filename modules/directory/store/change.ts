import { SYSTEM } from '../../../kernel/access/actor.ts'
import { searchTerms } from '../../../kernel/db/search-terms.ts'
import { sealRow } from '../../../kernel/journal/journal.ts'
import { actWithin, type EffectContext, type ProcessStore } from '../../../kernel/process/act.ts'
import { sealedTableOf } from '../../../kernel/records/define.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import { listingProcess } from '../processes/listing.process.ts'
import type { ChangeFacts } from '../processes/organisation-change.checks.ts'
import { organisation as organisationRecord } from '../records.ts'
import * as q from './change.sql.ts'
import { listingOf, lockListing, lockOrganisation, type OrganisationRow, organisationById } from './listing.sql.ts'
import { completeCounty, knownOccupations, scopePairs } from './listing.ts'
import { changeScope } from './periods.ts'

/** First day of a name whose beginning nobody has written down. */
export const SINCE_UNKNOWN = '0001-01-01' as PlainDate

const sealed = sealedTableOf(organisationRecord)
const text = (v: unknown): string => (typeof v === 'string' ? v : '')

export const changeStore: ProcessStore = {
  complete: completeCounty,

  async facts(tx, c, office) {
    const id = String(c.fields['organisation'])
    const f = c.fields
    const o = await tx.maybe<OrganisationRow>(organisationById(id))
    const target = f['mergedInto']
      ? await tx.maybe<OrganisationRow>(organisationById(text(f['mergedInto'])))
      : undefined
    const names = await tx.rows<{ from_on: PlainDate }>(q.namesOf(id))
    const taken = f['newName'] ? await tx.maybe(q.sameName(text(f['newName']).trim(), id)) : undefined
    const underWay = await tx.one<{ n: number }>(q.applicationsUnderWay(id))
    const standing = await tx.rows<{ role: string }>(q.standingRoles(id))
    const licence =
      f['licenceKind'] && f['licenceNumber'] && f['licenceFrom']
        ? await tx.maybe(
            q.sameLicence(id, text(f['licenceKind']), text(f['licenceNumber']), f['licenceFrom'] as PlainDate),
          )
        : undefined
    const occupations = await knownOccupations(tx, office, f['occupations'])
    const answer: ChangeFacts = {
      organisation: o ? { name: o.name, kind: o.kind, county: o.county_code, closedOn: o.closed_on } : null,
      target: target ? { name: target.name, closedOn: target.closed_on } : null,
      namedSince: names.at(-1)?.from_on ?? null,
      nameTaken: taken !== undefined,
      underWay: Number(underWay.n),
      standing: standing.map((s) => s.role),
      licenceTaken: licence !== undefined,
      ...(occupations ? { occupations } : {}),
    }
    return answer
  },

  effects: {
    async makeChange(ctx) {
      const id = String(ctx.case.fields['organisation'])
      // Changes of one organisation follow each other.
      await ctx.tx.one(lockOrganisation(id))
      const make = { rename, merge, scope, renewal }[String(ctx.case.fields['kind']) as 'rename']
      await make(ctx, id)
      ctx.tell('directory.organisation.changed', { organisation: id, kind: String(ctx.case.fields['kind']) })
    },
    async noteRefusal(ctx) {
      await ctx.tx.run(q.setNote(ctx.case.id, String(ctx.input['note'])))
    },
  },
}

/** The present name goes into the history when it is the first one that changes. */
async function rename(ctx: EffectContext, id: string): Promise<void> {
  const { tx } = ctx
  const f = ctx.case.fields
  const was = await tx.one<OrganisationRow>(organisationById(id))
  const names = await tx.rows<{ from_on: PlainDate; name: string }>(q.namesOf(id))
  const from = f['effectiveOn'] as PlainDate
  if (names.length === 0) {
    const since = was.founded_on && was.founded_on < from ? was.founded_on : SINCE_UNKNOWN
    await tx.run(q.insertName({ organisationId: id, from: since, name: was.name, document: null }))
  }
  const name = text(f['newName']).trim()
  await tx.run(q.insertName({ organisationId: id, from, name, document: text(f['document']) || null }))
  const more = await tx.one<{ credit_code: string | null; address: string | null }>(q.searchTexts(id))
  // Who looks for an old name finds it too.
  const terms = searchTerms(name, was.name, ...names.map((n) => n.name), more.credit_code, more.address)
  await tx.run(q.renameOrganisation(id, name, terms))
  ctx.seal(await sealRow(tx, sealed, [id], 'changed'))
}

/** Its listings end on the day of the merger; the organisation it goes into files its own change of scope. */
async function merge(ctx: EffectContext, id: string): Promise<void> {
  const { tx, office } = ctx
  const on = ctx.case.fields['effectiveOn'] as PlainDate
  for (const c of await tx.rows<{ case_id: string }>(q.standingCases(id)))
    await actWithin(tx, office, listingProcess.id, c.case_id, 'endByMerger', { on }, SYSTEM, null)
  await tx.run(q.mergeOrganisation(id, String(ctx.case.fields['mergedInto']), on))
  ctx.seal(await sealRow(tx, sealed, [id], 'changed'))
}

/** From the day of approval: what a body might do on a past day is not rewritten. */
async function scope(ctx: EffectContext, id: string): Promise<void> {
  const f = ctx.case.fields
  const { listing_id } = await ctx.tx.one<{ listing_id: string }>(listingOf(id, String(f['role'])))
  await ctx.tx.one(lockListing(listing_id))
  const pairs = scopePairs(f['occupations'] as string[], String(f['levelHighest']))
  await changeScope(ctx.tx, listing_id, pairs, ctx.office.world.today())
}

async function renewal(ctx: EffectContext, id: string): Promise<void> {
  const f = ctx.case.fields
  const kind = String(f['licenceKind'])
  const number = String(f['licenceNumber']).trim()
  await ctx.tx.run(q.followLicence(id, kind, number))
  await ctx.tx.run(
    q.insertLicence({
      id: ctx.office.world.id(),
      organisationId: id,
      kind,
      number,
      issuer: text(f['licenceIssuer']),
      scope: text(f['licenceScope']),
      from: f['licenceFrom'] as PlainDate,
      to: (f['licenceTo'] as PlainDate | null) ?? null,
    }),
  )
}
