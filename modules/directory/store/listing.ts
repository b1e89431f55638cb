import type { Tx } from '../../../kernel/db/database.ts'
import type { EffectContext, ProcessStore } from '../../../kernel/process/act.ts'
import type { CaseView } from '../../../kernel/process/define.ts'
import type { Office } from '../../../kernel/rooms/office.ts'
import { fail } from '../../../kernel/values/fail.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import type { Text } from '../../../kernel/values/text.ts'
import type { ListingFacts } from '../processes/listing.checks.ts'
import { CORRECTION_REASONS, labelOf, REMOVAL_REASONS, rankOfLevel, SUSPENSION_REASONS } from '../words.ts'
import * as q from './listing.sql.ts'
import { changePeriods, changeScope, periodOf } from './periods.ts'

/**
 * The division that receives an organisation's case: its own county when that lies in the city, else the city itself, since
 * institutions of the whole province may apply (临人社函〔2023〕275号).
 */
export function receivingDivision(county: string, city: Office['city']): string {
  return county.startsWith(cityPrefix(city)) ? county : city.division
}
/** The first four places of a division code are those of the prefecture. */
const cityPrefix = (city: Office['city']): string => city.division.slice(0, 4)

/** Names of a code table of any room: by the slot that its store fills, not by its tables. */
export async function codeNames(tx: Tx, office: Office, table: string): Promise<Map<string, Text>> {
  for (const store of office.stores.values()) {
    const load = store.codes?.[table]
    if (load) return load(tx)
  }
  throw new Error(`no room fills the code table ${table}`)
}

export async function completeCounty(
  tx: Tx,
  input: { readonly [key: string]: unknown },
  office: Office,
): Promise<{ county: string }> {
  const id = isUuid(input['organisation']) ? input['organisation'] : noSuchOrganisation()
  const organisation = await tx.maybe<q.OrganisationRow>(q.organisationById(id))
  return { county: receivingDivision((organisation ?? noSuchOrganisation()).county_code, office.city) }
}

const isUuid = (v: unknown): v is string =>
  typeof v === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(v)
const noSuchOrganisation = (): never =>
  fail('BadInput', {
    code: 'ORG_UNKNOWN',
    field: 'organisation',
    message: { zh: '没有找到这家机构', en: 'There is no such organisation' },
    hint: { zh: '请从本单位账号重新发起申请', en: 'Apply from your own account' },
  })

/** Which of the occupations asked for the newest edition knows, with their names. */
export async function knownOccupations(
  tx: Tx,
  office: Office,
  asked: unknown,
): Promise<{ [code: string]: string } | undefined> {
  if (!Array.isArray(asked)) return undefined
  const names = await codeNames(tx, office, 'catalogue.occupation')
  const out: { [code: string]: string } = Object.create(null)
  for (const code of asked as string[]) {
    const name = names.get(code)
    if (name) out[code] = name.zh
  }
  return out
}

async function facts(
  tx: Tx,
  c: CaseView,
  office: Office,
  input: { readonly [key: string]: unknown },
): Promise<{ [key: string]: unknown }> {
  const id = String(c.fields['organisation'])
  const role = String(c.fields['role'])
  const o = await tx.maybe<q.OrganisationRow>(q.organisationById(id))
  const licences = await tx.rows<{ kind: string; number: string; valid_from: PlainDate; valid_to: PlainDate | null }>(
    q.licencesOf(id),
  )
  const [other] = await tx.rows<{ case_id: string; state: string }>(q.otherOpenCase(id, role, c.id))
  const removed = await tx.maybe<{ state_since: PlainDate; decision_reason: string | null }>(q.lastRemoval(id, role))
  const notice = await tx.maybe<{ notice_until: PlainDate | null }>(q.noticeOf(c.id))
  const objections = await tx.one<{ n: number }>(q.openObjections(c.id))
  const listing = await tx.maybe<{ listing_id: string }>(q.listingOf(id, role))
  const periods = listing ? (await tx.rows<q.PeriodRow>(q.believedPeriods(listing.listing_id))).map(periodOf) : []
  const occupations = await knownOccupations(tx, office, input['occupations'])
  const answer: ListingFacts = {
    organisation: o ? { name: o.name, kind: o.kind, county: o.county_code, closedOn: o.closed_on } : null,
    province: office.city.province,
    licences: licences.map((l) => ({
      kind: l.kind,
      number: l.number,
      validFrom: l.valid_from,
      validTo: l.valid_to,
    })),
    ...(occupations ? { occupations } : {}),
    openCase: other ? { id: other.case_id, state: other.state } : null,
    standing: periods.find((p) => p.listedTo === null)?.status ?? null,
    removed: removed ? { on: removed.state_since, reason: removed.decision_reason } : null,
    notice: notice?.notice_until ? { until: notice.notice_until } : null,
    openObjections: Number(objections.n),
    periods,
  }
  return answer
}

const textOf = (v: unknown): string | null => (typeof v === 'string' && v !== '' ? v : null)

async function noteDecision(ctx: EffectContext, reason = textOf(ctx.input['reason'])): Promise<void> {
  await ctx.tx.run(
    q.setDecision(ctx.case.id, {
      reason,
      note: textOf(ctx.input['note']),
      citation: textOf(ctx.input['citation']),
      document: textOf(ctx.input['document']),
    }),
  )
}

async function listingIdOf(ctx: EffectContext): Promise<string> {
  const { listing_id } = await ctx.tx.one<{ listing_id: string | null }>(q.listingOfCase(ctx.case.id))
  if (!listing_id) throw new Error(`directory.listing/${ctx.case.id} is listed without a listing`)
  return listing_id
}

function tellOthers(ctx: EffectContext, what: string, listingId: string): void {
  ctx.tell(`directory.listing.${what}`, {
    listing: listingId,
    organisation: ctx.case.organisation,
    role: String(ctx.case.fields['role']),
    on: ctx.office.world.today(),
  })
}

async function leaveList(ctx: EffectContext, on: PlainDate, what: string): Promise<void> {
  const listingId = await listingIdOf(ctx)
  const today = ctx.office.world.today()
  ctx.seal(await changePeriods(ctx.tx, listingId, { do: 'remove', on }, today))
  await changeScope(ctx.tx, listingId, [], on)
  tellOthers(ctx, what, listingId)
}

/** All pairs of the occupations with the levels up to the highest. */
export const scopePairs = (occupations: readonly string[], levelHighest: string): q.ScopePair[] => {
  const highest = rankOfLevel(levelHighest) ?? 0
  return occupations.flatMap((occupation) => Array.from({ length: highest }, (_, i) => ({ occupation, rank: i + 1 })))
}

export const listingStore: ProcessStore = {
  complete: completeCounty,
  facts,
  effects: {
    noteReturn: (ctx) =>
      ctx.tx
        .run(q.setReturn(ctx.case.id, ctx.input['reasons'] as string[], String(ctx.input['note'])))
        .then(() => undefined),

    amend: (ctx) =>
      ctx.tx
        .run(
          q.amendCase(ctx.case.id, {
            occupations: ctx.input['occupations'],
            levelHighest: ctx.input['levelHighest'],
            licenceNumber: ctx.input['licenceNumber'],
            statement: ctx.input['statement'],
          }),
        )
        .then(() => undefined),

    async giveNotice(ctx) {
      const today = ctx.office.world.today()
      const days = ctx.office.rules.integerOn('directory.notice.days', today)
      await ctx.tx.run(q.setNotice(ctx.case.id, today, ctx.office.calendar.addWorkingDays(today, days)))
    },

    noteDecision: (ctx) => noteDecision(ctx),

    async recordObjection(ctx) {
      await ctx.tx.run(
        q.insertObjection({
          caseId: ctx.case.id,
          on: ctx.office.world.today(),
          body: String(ctx.input['objection']),
          by: ctx.actor.personKey!,
        }),
      )
    },

    async settleObjection(ctx) {
      const no = Number(ctx.input['objectionNo'])
      const found = await ctx.tx.maybe<{ recorded_by: string; outcome: string | null }>(q.objection(ctx.case.id, no))
      if (!found || found.outcome !== null)
        fail('BadInput', {
          code: 'OBJECTION_UNKNOWN',
          field: 'objectionNo',
          given: String(no),
          message: found
            ? { zh: `第 ${no} 件异议已经答复`, en: `Objection ${no} is settled already` }
            : { zh: `没有第 ${no} 件异议`, en: `There is no objection ${no}` },
          hint: { zh: '请核对异议序号', en: 'Check the number' },
        })
      if (found.recorded_by === ctx.actor.personKey)
        fail('NotAllowed', {
          code: 'TWO_PERSONS',
          message: { zh: '异议由您登记，须由另一人答复', en: 'You recorded it; another person has to settle it' },
          hint: { zh: '请交由另一位有权限的同事办理', en: 'Hand it to a colleague with the right' },
        })
      await ctx.tx.run(
        q.settleObjection({
          caseId: ctx.case.id,
          no,
          outcome: String(ctx.input['outcome']),
          answer: String(ctx.input['note']),
          on: ctx.office.world.today(),
          by: ctx.actor.personKey!,
        }),
      )
    },

    async enterOnList(ctx) {
      const { tx, office } = ctx
      const today = office.world.today()
      const organisationId = String(ctx.case.fields['organisation'])
      const role = String(ctx.case.fields['role'])
      await tx.run(
        q.insertListing({ id: office.world.id(), organisationId, role, county: String(ctx.case.jurisdiction) }),
      )
      const { listing_id } = await tx.one<{ listing_id: string }>(q.listingOf(organisationId, role))
      await tx.run(q.setListing(ctx.case.id, listing_id))
      await noteDecision(ctx, null)
      ctx.seal(
        await changePeriods(
          tx,
          listing_id,
          { do: 'list', on: today, document: textOf(ctx.input['document']), reason: null },
          today,
        ),
      )
      await changeScope(
        tx,
        listing_id,
        scopePairs(ctx.case.fields['occupations'] as string[], String(ctx.case.fields['levelHighest'])),
        today,
      )
      tellOthers(ctx, 'listed', listing_id)
    },

    async suspendListing(ctx) {
      const listingId = await listingIdOf(ctx)
      const today = ctx.office.world.today()
      await noteDecision(ctx)
      ctx.seal(
        await changePeriods(
          ctx.tx,
          listingId,
          {
            do: 'suspend',
            on: today,
            document: textOf(ctx.input['document']),
            reason: labelOf(SUSPENSION_REASONS, String(ctx.input['reason'])).zh,
          },
          today,
        ),
      )
      tellOthers(ctx, 'suspended', listingId)
    },

    async resumeListing(ctx) {
      const listingId = await listingIdOf(ctx)
      const today = ctx.office.world.today()
      await noteDecision(ctx, null)
      ctx.seal(
        await changePeriods(
          ctx.tx,
          listingId,
          { do: 'resume', on: today, document: textOf(ctx.input['document']), reason: null },
          today,
        ),
      )
      tellOthers(ctx, 'resumed', listingId)
    },

    async removeListing(ctx) {
      await noteDecision(ctx)
      await leaveList(ctx, ctx.office.world.today(), 'removed')
    },

    /** By the program, when a merger is decided: `on` is the day on which the merger takes effect. */
    async endByMerger(ctx) {
      await noteDecision(ctx, REMOVAL_REASONS.find((r) => r.id === 'merged')!.id)
      await leaveList(ctx, ctx.input['on'] as PlainDate, 'removed')
    },

    async correctPeriod(ctx) {
      const { input } = ctx
      const listingId = await listingIdOf(ctx)
      const today = ctx.office.world.today()
      const period = input['period'] as PlainDate
      const label = labelOf(CORRECTION_REASONS, String(input['reason'])).zh
      const [was] = (await ctx.tx.rows<q.PeriodRow>(q.believedPeriods(listingId))).filter(
        (r) => r.listed_from === period,
      )
      await noteDecision(ctx)
      ctx.seal(
        await changePeriods(
          ctx.tx,
          listingId,
          input['struck'] === true
            ? { do: 'strike', period }
            : {
                do: 'correct',
                period,
                from: input['from'] as PlainDate,
                to: (input['to'] as PlainDate | undefined) ?? null,
                document: textOf(input['document']),
                reason: corrected(was?.reason ?? null, label),
              },
          today,
        ),
      )
      tellOthers(ctx, 'corrected', listingId)
    },
  },
}

/** The reason stays and says that its days were corrected, once. */
const corrected = (reason: string | null, label: string): string => {
  const plain = (reason ?? '').replace(/（?更正：.*$/, '')
  return plain ? `${plain}（更正：${label}）` : `更正：${label}`
}
