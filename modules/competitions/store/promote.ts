import { copyLine } from '../../../kernel/db/copy-text.ts'
import { searchTerms } from '../../../kernel/db/search-terms.ts'
import { sealRow, sealRows } from '../../../kernel/journal/journal.ts'
import { tellFacts, tellManyFacts, wakeReaders } from '../../../kernel/measures/service.ts'
import type { EffectContext } from '../../../kernel/process/act.ts'
import { sealedTableOf } from '../../../kernel/records/define.ts'
import { yearOf } from '../../../kernel/values/plain-date.ts'
import { heldRanks, type IssueRow, issueCertificates } from '../../credentials/store/index.ts'
import { lockPersons } from '../../people/store/index.ts'
import { event, placing } from '../event.ts'
import { eventFacts, placingFacts } from '../facts.ts'
import type { SkillResult } from '../marking/result.ts'
import { promotionOf, readPromotionRule } from '../promotion.ts'
import * as q from './contest.sql.ts'

const RULE = 'competitions.promotion'
/**
 * The published places become levels and honours, by the rule of the first day of the event, with one certificate for each
 * promotion. Persons are locked before their year is counted; the unique slot of the year holds the cap whatever happens.
 */
export async function promote(ctx: EffectContext): Promise<void> {
  const { tx, case: c, office, input } = ctx
  const head = await tx.one<q.HeadRow>(q.headOf(c.id))
  const today = office.world.today()
  const rule = readPromotionRule(office.rules.on(RULE, head.held_on).value)
  const year = yearOf(head.held_on)
  const entrants = await tx.rows<{ skill_no: number; person_id: string; entry_id: string }>(q.entrantsOf(c.id))
  const entries = new Map((await tx.rows<q.EntryRow>(q.entriesOf(c.id))).map((e) => [e.entry_id, e]))
  const skills = await tx.rows<q.SkillRow>(q.skillsOf(c.id))
  const results = new Map(
    (await tx.rows<q.ResultRow>(q.resultsOf(c.id))).map((r) => [r.skill_no, JSON.parse(r.result) as SkillResult]),
  )
  const persons = [...new Set(entrants.map((e) => e.person_id))]
  await lockPersons(tx, persons)
  const gained = new Map(
    (await tx.rows<{ person_id: string; n: number }>(q.gainedInYear(persons, year))).map((g) => [g.person_id, g.n]),
  )
  const document = String(input['document'])
  type Row = { [column in (typeof q.PLACING_COLUMNS)[number]]: string | number | boolean | null | string[] }
  const rows: Row[] = []
  const issues: IssueRow[] = []
  for (const s of skills) {
    const result = results.get(s.skill_no)!
    const places = new Map(result.places.map((p) => [p.entry, p]))
    const held = await heldRanks(
      tx,
      entrants.filter((e) => e.skill_no === s.skill_no).map((e) => e.person_id),
      s.occupation_code,
      today,
    )
    // In the order of places: of two skills of one event, the first in the list is the one that counts for the year.
    const of = entrants
      .filter((e) => e.skill_no === s.skill_no)
      .map((e) => ({ ...e, place: places.get(entries.get(e.entry_id)!.secret_no!) }))
    for (const e of of) {
      const already = gained.get(e.person_id) ?? 0
      const got = e.place
        ? promotionOf(
            rule,
            {
              tier: head.tier,
              group: s.group_id,
              teamSize: s.team_size,
              rank: e.place.rank,
              placed: result.places.length,
              awards: head.awards,
            },
            { rankHeld: held.get(e.person_id) ?? null, gainedThisYear: already },
          )
        : { honours: [], levelRank: null, why: 'absent' }
      const placingId = office.world.id()
      if (got.levelRank !== null) {
        gained.set(e.person_id, already + 1)
        issues.push({
          entitlementId: placingId,
          personId: e.person_id,
          kind: 'skill-level',
          occupationEdition: s.occupation_edition,
          occupationCode: s.occupation_code,
          workType: s.work_type,
          levelRank: got.levelRank,
        })
      }
      rows.push({
        person_id: e.person_id,
        placing_id: placingId,
        event_id: c.id,
        skill_no: s.skill_no,
        tier: head.tier,
        county_code: head.county_code,
        group_id: s.group_id,
        occupation_code: s.occupation_code,
        held_on: head.held_on,
        known_on: today,
        place: e.place?.rank ?? null,
        medal: e.place?.medal ?? null,
        why: got.why,
        level_rank: got.levelRank,
        year,
        year_slot: got.levelRank === null ? null : already + 1,
        promoted: got.levelRank !== null,
        certificate_id: null,
        honours: got.honours,
        document,
      })
    }
  }
  const issued = await issueCertificates(tx, office, {
    source: { kind: 'promotion', id: c.id, publishedOn: head.published_on!, ruleKey: RULE, ruleOn: head.held_on },
    organisationId: String(input['organisation']),
    issuedOn: today,
    actor: ctx.actor.accountId ?? ctx.actor.personKey ?? 'system',
    rows: issues,
  })
  const certificates = new Map(issued.map((i) => [i.entitlementId, i.certificateId]))
  for (const r of rows) r.certificate_id = certificates.get(String(r.placing_id)) ?? null
  await tx.copyIn('competitions.placing', q.PLACING_COLUMNS, [
    rows
      .map((r) =>
        copyLine(
          q.PLACING_COLUMNS.map((k) => {
            const v = r[k]
            return Array.isArray(v) ? `{${v.join(',')}}` : v
          }),
        ),
      )
      .join(''),
  ])
  const ours = new Set(rows.map((r) => `${r.person_id}/${r.placing_id}`))
  ctx.seal((await sealRows(tx, sealedTableOf(placing), persons, 'new')).filter((r) => ours.has(r.key)))
  await tellManyFacts(
    tx,
    placingFacts,
    rows.map(({ honours: _, ...row }) => ({ weight: 1 as const, row: row as never })),
  )
  const attended = rows.filter((r) => r.place !== null).length
  const held = {
    id: c.id,
    name: head.name,
    tier: head.tier,
    county: head.county_code,
    heldOn: head.held_on,
    endedOn: head.ended_on,
    occupations: [...new Set(skills.map((s) => s.occupation_code))],
    host: head.host,
    entrants: attended,
    brand: head.county_brand,
    knownOn: today,
    terms: searchTerms(head.name, head.host),
  }
  await tx.run(q.insertHeld(held))
  ctx.seal(await sealRow(tx, sealedTableOf(event), [c.id], 'new'))
  await tellFacts(tx, eventFacts, 1, {
    held_on: held.heldOn,
    known_on: today,
    known_to: null,
    tier: held.tier,
    county_code: held.county,
    county_brand: held.brand,
  })
  await wakeReaders(tx)
}
