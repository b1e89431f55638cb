import { allows } from '../../../kernel/access/policy.ts'
import type { ReadContext } from '../../../kernel/rooms/store.ts'
import { fail } from '../../../kernel/values/fail.ts'
import { maskName } from '../../people/index.ts'
import { namesOfPersons } from '../../people/store/index.ts'
import type { SkillResult } from '../marking/result.ts'
import { type MarkingScheme, modulesOf } from '../marking/scheme.ts'
import { contest } from '../processes/contest.process.ts'
import { sheet } from '../processes/sheet.process.ts'
import { EVENT_TIERS, GROUPS, MEDALS } from '../words.ts'
import * as q from './contest.sql.ts'
import { organisationNames, recentEvents, sheetOwner } from './reads.sql.ts'
import { recompute } from './recompute.ts'
import { sheetFacts } from './sheet.ts'

type Id = { id: string }
const named = (choices: readonly { id: string; label: { zh: string; en: string } }[], id: string) => ({
  id,
  name: choices.find((c) => c.id === id)?.label ?? { zh: id, en: id },
})
const stateOf = (id: string) => ({
  id,
  name: (contest.states as { [s: string]: { title: { zh: string; en: string } } })[id]!.title,
})
/** From approval on everybody may know of it. */
const PUBLIC_STATES = ['approved', 'entries', 'locked', 'running', 'published', 'closed', 'cancelled']

export async function eventPage({ db }: ReadContext, { id }: Id) {
  return db.snapshot(async (tx) => {
    const head = (await tx.maybe<q.HeadRow>(q.headOf(id))) ?? fail('NotFound')
    if (!PUBLIC_STATES.includes(head.state)) fail('NotFound')
    const isOut = head.state === 'published' || head.state === 'closed'
    const skills = await tx.rows<q.SkillRow>(q.skillsOf(id))
    const entries = await tx.rows<q.EntryRow>(q.entriesOf(id))
    const results = new Map(
      isOut ? (await tx.rows<q.ResultRow>(q.resultsOf(id))).map((r) => [r.skill_no, r] as const) : [],
    )
    const entrants = isOut ? await tx.rows<{ entry_id: string; person_id: string }>(q.entrantsOf(id)) : []
    const names = new Map(
      (await namesOfPersons(tx, [...new Set(entrants.map((e) => e.person_id))])).map((n) => [
        n.person_id,
        maskName(n.name),
      ]),
    )
    const organisations = new Map(
      (
        await tx.rows<{ organisation_id: string; name: string }>(
          organisationNames([...new Set(entries.map((e) => e.organisation_id).filter((o) => o !== null))]),
        )
      ).map((o) => [o.organisation_id, o.name]),
    )
    return {
      id,
      name: head.name,
      state: stateOf(head.state),
      tier: named(EVENT_TIERS, head.tier),
      county: head.county_code,
      heldOn: head.held_on,
      endedOn: head.ended_on,
      host: head.host,
      approvalNumber: head.approval_number,
      drawHash: head.draw_hash,
      drawSeed: head.draw_seed_opened,
      publishedOn: isOut ? head.published_on : null,
      noticeUntil: isOut ? head.notice_until : null,
      skills: skills.map((s) => {
        const own = entries.filter((e) => e.skill_no === s.skill_no)
        const row = results.get(s.skill_no)
        const result = row ? (JSON.parse(row.result) as SkillResult) : { places: [], absent: [] }
        return {
          no: s.skill_no,
          title: s.title,
          group: named(GROUPS, s.group_id),
          entries: own.length,
          schemeHash: s.scheme_hash,
          resultHash: row?.result_hash ?? null,
          modules: s.scheme && isOut ? modulesOf(JSON.parse(s.scheme) as MarkingScheme) : [],
          places: result.places.map((p) => {
            const entry = own.find((e) => e.secret_no === p.entry)
            return {
              rank: p.rank,
              secretNo: p.entry,
              names: entrants.filter((e) => e.entry_id === entry?.entry_id).map((e) => names.get(e.person_id) ?? '—'),
              organisation: entry?.organisation_id ? (organisations.get(entry.organisation_id) ?? null) : null,
              total: p.total,
              theory: p.theory,
              skill: p.skill,
              modules: p.modules,
              points: p.points,
              medal: p.medal ? named(MEDALS, p.medal) : null,
            }
          }),
          absent: result.absent.length,
        }
      }),
    }
  })
}

const eventsMax = 50
export async function events({ db }: ReadContext) {
  const rows = await db.read.rows<Pick<q.HeadRow, 'case_id' | 'state' | 'name' | 'tier' | 'held_on' | 'host'>>(
    recentEvents(PUBLIC_STATES, eventsMax),
  )
  return {
    rows: rows.map((e) => ({
      id: e.case_id,
      name: e.name,
      state: stateOf(e.state),
      tier: named(EVENT_TIERS, e.tier),
      heldOn: e.held_on,
      host: e.host,
    })),
  }
}

export async function sheetGrid({ db, actor }: ReadContext, { id }: Id) {
  return db.snapshot(async (tx) => {
    const owner = await tx.maybe<{ county_code: string; judge_key: string }>(sheetOwner(id))
    if (!owner || !allows(sheet.read, actor, { jurisdiction: owner.county_code, own: owner.judge_key }))
      fail('NotFound')
    const { running, aspects, entries, marks } = await sheetFacts(tx, id)
    return {
      id,
      running,
      aspects,
      entries,
      marks: marks.map((m) => ({ secretNo: m.secret_no, aspect: m.aspect, value: m.value })),
    }
  })
}

export async function eventDesk({ db, actor }: ReadContext, { id }: Id) {
  return db.snapshot(async (tx) => {
    const head = await tx.maybe<q.HeadRow>(q.headOf(id))
    if (!head || !allows(contest.read, actor, { jurisdiction: head.county_code })) fail('NotFound')
    const entries = await tx.rows<q.EntryRow>(q.entriesOf(id))
    const judges = await tx.rows<q.JudgeRow>(q.judgesOf(id))
    return {
      skills: (await tx.rows<q.SkillRow>(q.skillsOf(id))).map((s) => ({
        no: s.skill_no,
        title: s.title,
        group: named(GROUPS, s.group_id),
        occupation: s.occupation_code,
        teamSize: s.team_size,
        entries: entries.filter((e) => e.skill_no === s.skill_no).length,
        judgesWanted: s.judges,
        judges: judges
          .filter((j) => j.skill_no === s.skill_no)
          .map((j) => ({ no: j.judge_no, name: j.name, relation: j.relation !== null })),
      })),
      sheets: (await tx.rows<q.SheetRow>(q.sheetsOf(id))).map((s) => ({
        id: s.case_id,
        title: s.title,
        signed: s.state === 'signed',
      })),
    }
  })
}

export async function recomputed({ db, actor }: ReadContext, { id }: Id) {
  return db.snapshot(async (tx) => {
    const head = await tx.maybe<q.HeadRow>(q.headOf(id))
    if (!head || !allows(contest.read, actor, { jurisdiction: head.county_code })) fail('NotFound')
    return (await recompute(tx, id)) ?? fail('NotFound')
  })
}
