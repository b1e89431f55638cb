import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'

export type SkillRow = {
  skill_no: number
  title: string
  occupation_edition: string
  occupation_code: string
  work_type: string | null
  group_id: string
  team_size: number
  rank_least: number | null
  scheme: string | null
  judges: number | null
  scheme_hash: string | null
}
export const skillsOf = (eventId: string): SqlPiece =>
  sql`select skill_no, title, occupation_edition, occupation_code, work_type, group_id, team_size, rank_least, scheme, judges, scheme_hash
      from competitions.skill where event_id = ${eventId} order by skill_no`
/** The case of the event is locked by the act, so that nobody else counts meanwhile. */
export const insertSkill = (s: {
  eventId: string
  title: string
  edition: string
  occupation: string
  workType: string | null
  group: string
  teamSize: number
  rankLeast: number | null
}): SqlPiece =>
  sql`insert into competitions.skill (event_id, skill_no, title, occupation_edition, occupation_code, work_type, group_id, team_size, rank_least)
      select ${s.eventId}::uuid, coalesce(max(skill_no), 0) + 1, ${s.title}::text, ${s.edition}::text, ${s.occupation}::text, ${s.workType}::text,
             ${s.group}::text, ${s.teamSize}::smallint, ${s.rankLeast}::smallint
      from competitions.skill where event_id = ${s.eventId}`
export const newestEdition = (): SqlPiece => sql`select max(edition) as edition from catalogue.occupation`
export const putScheme = (eventId: string, skillNo: number, scheme: string, judges: number): SqlPiece =>
  sql`update competitions.skill set scheme = ${scheme}, judges = ${judges} where event_id = ${eventId} and skill_no = ${skillNo} and scheme_hash is null`
export const lockScheme = (eventId: string, skillNo: number, hash: string): SqlPiece =>
  sql`update competitions.skill set scheme_hash = ${hash} where event_id = ${eventId} and skill_no = ${skillNo}`

export const setApproval = (id: string, number: string): SqlPiece =>
  sql`update competitions.contest_case set approval_number = ${number} where case_id = ${id}`
export const setNote = (id: string, note: string): SqlPiece =>
  sql`update competitions.contest_case set note = ${note} where case_id = ${id}`
export const bindDraw = (id: string, seed: Buffer, hash: string): SqlPiece =>
  sql`update competitions.contest_case set draw_seed = ${seed}, draw_hash = ${hash} where case_id = ${id}`
export const drawSeed = (id: string): SqlPiece =>
  sql`select draw_seed from competitions.contest_case where case_id = ${id}`
export const openDraw = (id: string, seed: string): SqlPiece =>
  sql`update competitions.contest_case set draw_seed_opened = ${seed} where case_id = ${id}`

export type EntryRow = {
  entry_id: string
  skill_no: number
  organisation_id: string | null
  secret_no: number | null
  seconds: number | null
  decision: number | null
  absent: boolean
}
export const entriesOf = (eventId: string): SqlPiece =>
  sql`select entry_id, skill_no, organisation_id, secret_no, seconds, decision, absent from competitions.entry where event_id = ${eventId} order by skill_no, secret_no, entry_id`
export const insertEntry = (e: {
  eventId: string
  entryId: string
  skillNo: number
  organisationId: string | null
  on: PlainDate
}): SqlPiece =>
  sql`insert into competitions.entry (event_id, entry_id, skill_no, organisation_id, absent, entered_on)
      values (${e.eventId}, ${e.entryId}, ${e.skillNo}, ${e.organisationId}, false, ${e.on})`
export const insertEntrant = (eventId: string, skillNo: number, personId: string, entryId: string): SqlPiece =>
  sql`insert into competitions.entrant (event_id, skill_no, person_id, entry_id) values (${eventId}, ${skillNo}, ${personId}, ${entryId})`
export const entrantsOf = (eventId: string): SqlPiece =>
  sql`select skill_no, person_id, entry_id from competitions.entrant where event_id = ${eventId} order by skill_no, person_id`
export const setSecret = (eventId: string, entryIds: readonly string[], numbers: readonly number[]): SqlPiece =>
  sql`update competitions.entry e set secret_no = t.no
      from unnest(${entryIds}::uuid[], ${numbers}::smallint[]) as t (entry_id, no) where e.event_id = ${eventId} and e.entry_id = t.entry_id`
export const setTime = (eventId: string, skillNo: number, secretNo: number, seconds: number): SqlPiece =>
  sql`update competitions.entry set seconds = ${seconds} where event_id = ${eventId} and skill_no = ${skillNo} and secret_no = ${secretNo}`
export const setDecision = (eventId: string, skillNo: number, secretNo: number, decision: number): SqlPiece =>
  sql`update competitions.entry set decision = ${decision} where event_id = ${eventId} and skill_no = ${skillNo} and secret_no = ${secretNo}`
export const setAbsent = (eventId: string, skillNo: number, secretNo: number): SqlPiece =>
  sql`update competitions.entry set absent = true where event_id = ${eventId} and skill_no = ${skillNo} and secret_no = ${secretNo}`

export type JudgeRow = {
  skill_no: number
  judge_key: string
  name: string
  organisation_id: string | null
  relation: string | null
  judge_no: number | null
}
export const judgesOf = (eventId: string): SqlPiece =>
  sql`select skill_no, judge_key, name, organisation_id, relation, judge_no from competitions.judge where event_id = ${eventId} order by skill_no, judge_no, judge_key`
export const insertJudge = (j: {
  eventId: string
  skillNo: number
  key: string
  name: string
  organisationId: string | null
  relation: string | null
}): SqlPiece =>
  sql`insert into competitions.judge (event_id, skill_no, judge_key, name, organisation_id, relation)
      values (${j.eventId}, ${j.skillNo}, ${j.key}, ${j.name}, ${j.organisationId}, ${j.relation})`
export const setJudgeNumbers = (
  eventId: string,
  skillNo: number,
  keys: readonly string[],
  numbers: readonly number[],
): SqlPiece =>
  sql`update competitions.judge j set judge_no = t.no
      from unnest(${keys}::text[], ${numbers}::smallint[]) as t (key, no) where j.event_id = ${eventId} and j.skill_no = ${skillNo} and j.judge_key = t.key`

export const insertSheets = (
  of: { eventId: string; county: string; edition: string; on: PlainDate },
  s: { ids: string[]; skills: number[]; modules: string[]; judges: number[]; keys: string[]; titles: string[] },
): SqlPiece =>
  sql`insert into competitions.sheet_case (event_id, case_id, state, edition, version, opened_on, state_since, skill_no, module, judge_no, judge_key, county_code, title)
      select ${of.eventId}::uuid, id, 'open', ${of.edition}::date, 1, ${of.on}::date, ${of.on}::date, skill_no, module, judge_no, judge_key, ${of.county}::text, title
      from unnest(${s.ids}::uuid[], ${s.skills}::smallint[], ${s.modules}::text[], ${s.judges}::smallint[], ${s.keys}::text[], ${s.titles}::text[])
        as t (id, skill_no, module, judge_no, judge_key, title)`
export type SheetRow = {
  case_id: string
  state: string
  skill_no: number
  module: string
  judge_no: number
  title: string
  marks_hash: string | null
}
export const sheetsOf = (eventId: string): SqlPiece =>
  sql`select case_id, state, skill_no, module, judge_no, title, marks_hash from competitions.sheet_case where event_id = ${eventId} order by skill_no, module, judge_no`

export type MarkRow = {
  sheet_id: string
  skill_no: number
  judge_no: number
  secret_no: number
  aspect: string
  value: number
}
/** The latest mark of each judge, aspect and entry. */
export const marksOf = (eventId: string): SqlPiece =>
  sql`select distinct on (m.sheet_id, m.secret_no, m.aspect) m.sheet_id, s.skill_no, s.judge_no, m.secret_no, m.aspect, m.value
      from competitions.mark m join competitions.sheet_case s on s.event_id = m.event_id and s.case_id = m.sheet_id
      where m.event_id = ${eventId} order by m.sheet_id, m.secret_no, m.aspect, m.given_no desc`
export const marksOfSheet = (eventId: string, sheetId: string): SqlPiece =>
  sql`select distinct on (secret_no, aspect) secret_no, aspect, value from competitions.mark
      where event_id = ${eventId} and sheet_id = ${sheetId} order by secret_no, aspect, given_no desc`
export const insertMark = (m: {
  eventId: string
  sheetId: string
  secretNo: number
  aspect: string
  givenNo: number
  value: number
}): SqlPiece =>
  sql`insert into competitions.mark (event_id, sheet_id, secret_no, aspect, given_no, value)
      values (${m.eventId}, ${m.sheetId}, ${m.secretNo}, ${m.aspect}, ${m.givenNo}, ${m.value})`
export const setMarksHash = (eventId: string, sheetId: string, hash: string): SqlPiece =>
  sql`update competitions.sheet_case set marks_hash = ${hash} where event_id = ${eventId} and case_id = ${sheetId}`
export const setReopenNote = (eventId: string, sheetId: string, note: string): SqlPiece =>
  sql`update competitions.sheet_case set reopen_note = ${note}, marks_hash = null, signed_by = null where event_id = ${eventId} and case_id = ${sheetId}`
export const sheetPlace = (sheetId: string): SqlPiece =>
  sql`select s.event_id, s.skill_no, s.module, e.state from competitions.sheet_case s join competitions.contest_case e on e.case_id = s.event_id where s.case_id = ${sheetId}`
export const skillOf = (eventId: string, skillNo: number): SqlPiece =>
  sql`select title, scheme from competitions.skill where event_id = ${eventId} and skill_no = ${skillNo}`
export const presentOf = (eventId: string, skillNo: number): SqlPiece =>
  sql`select secret_no from competitions.entry where event_id = ${eventId} and skill_no = ${skillNo} and not absent and secret_no is not null order by secret_no`

export const setPublished = (id: string, on: PlainDate, until: PlainDate, document: string | null): SqlPiece =>
  sql`update competitions.contest_case set published_on = ${on}, notice_until = ${until}, published_no = published_no + 1, document = coalesce(${document}::text, document) where case_id = ${id} returning published_no`
export const insertResult = (r: {
  eventId: string
  skillNo: number
  publishedNo: number
  county: string
  settings: string
  result: string
  hash: string
}): SqlPiece =>
  sql`insert into competitions.result (event_id, skill_no, published_no, county_code, settings, result, result_hash)
      values (${r.eventId}, ${r.skillNo}, ${r.publishedNo}, ${r.county}, ${r.settings}, ${r.result}, ${r.hash})`
export type ResultRow = { skill_no: number; settings: string; result: string; result_hash: string }
export const resultsOf = (eventId: string): SqlPiece =>
  sql`select r.skill_no, r.settings, r.result, r.result_hash from competitions.result r
      join competitions.contest_case c on c.case_id = r.event_id and c.published_no = r.published_no
      where r.event_id = ${eventId} order by r.skill_no`
export type HeadRow = {
  case_id: string
  state: string
  name: string
  tier: string
  style: string
  county_code: string
  held_on: PlainDate
  ended_on: PlainDate
  host: string
  awards: boolean
  county_brand: boolean
  approval_number: string | null
  draw_hash: string | null
  draw_seed_opened: string | null
  published_on: PlainDate | null
  notice_until: PlainDate | null
}
export const headOf = (id: string): SqlPiece =>
  sql`select case_id, state, name, tier, style, county_code, held_on, ended_on, host, awards, county_brand, approval_number, draw_hash, draw_seed_opened,
             published_on, notice_until from competitions.contest_case where case_id = ${id}`

export const insertObjection = (o: { eventId: string; on: PlainDate; body: string; by: string }): SqlPiece =>
  sql`insert into competitions.objection (event_id, objection_no, published_no, received_on, body, recorded_by)
      select c.case_id, coalesce((select max(objection_no) from competitions.objection where event_id = ${o.eventId}), 0) + 1, c.published_no, ${o.on}::date, ${o.body}::text, ${o.by}::text
      from competitions.contest_case c where c.case_id = ${o.eventId}`
export const objection = (eventId: string, no: number): SqlPiece =>
  sql`select recorded_by, outcome from competitions.objection where event_id = ${eventId} and objection_no = ${no}`
export const settleObjection = (o: {
  eventId: string
  no: number
  outcome: string
  answer: string
  on: PlainDate
  by: string
}): SqlPiece =>
  sql`update competitions.objection set outcome = ${o.outcome}, answer = ${o.answer}, settled_on = ${o.on}, settled_by = ${o.by}
      where event_id = ${o.eventId} and objection_no = ${o.no} and outcome is null`
/** Unanswered, or upheld against the results that now stand: those must be taken back first. */
export const openObjections = (eventId: string): SqlPiece =>
  sql`select count(*)::int as n from competitions.objection o join competitions.contest_case c on c.case_id = o.event_id
      where o.event_id = ${eventId} and (o.outcome is null or (o.outcome = 'upheld' and o.published_no = c.published_no))`

/** Asked after the persons are locked; the unique slot of the year stands behind it. */
export const gainedInYear = (personIds: readonly string[], year: number): SqlPiece =>
  sql`select person_id, count(*)::int as n from competitions.placing
      where person_id = any(${personIds}::uuid[]) and year = ${year} and year_slot is not null group by person_id`
export const PLACING_COLUMNS = [
  'person_id',
  'placing_id',
  'event_id',
  'skill_no',
  'tier',
  'county_code',
  'group_id',
  'occupation_code',
  'held_on',
  'known_on',
  'place',
  'medal',
  'why',
  'level_rank',
  'year',
  'year_slot',
  'promoted',
  'certificate_id',
  'honours',
  'document',
] as const
export const placingsOf = (eventId: string): SqlPiece =>
  sql`select person_id, skill_no, place, medal, why, level_rank, honours from competitions.placing where event_id = ${eventId} order by skill_no, place nulls last, person_id`
export const insertHeld = (e: {
  id: string
  name: string
  tier: string
  county: string
  heldOn: PlainDate
  endedOn: PlainDate
  occupations: string[]
  host: string
  entrants: number
  brand: boolean
  knownOn: PlainDate
  terms: string[]
}): SqlPiece =>
  sql`insert into competitions.event (event_id, name, tier, county_code, held_on, ended_on, occupations, host, entrants, county_brand, known_on, search_terms)
      values (${e.id}, ${e.name}, ${e.tier}, ${e.county}, ${e.heldOn}, ${e.endedOn}, ${e.occupations}, ${e.host}, ${e.entrants}, ${e.brand}, ${e.knownOn}, ${e.terms})`
