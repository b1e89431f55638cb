import type { Tx } from '../../../kernel/db/database.ts'
import { sealRow } from '../../../kernel/journal/journal.ts'
import type { EffectContext, ProcessStore } from '../../../kernel/process/act.ts'
import type { CaseView } from '../../../kernel/process/define.ts'
import { sealedTableOf } from '../../../kernel/records/define.ts'
import type { Office } from '../../../kernel/rooms/office.ts'
import { canonicalJson, type Json } from '../../../kernel/values/canonical-json.ts'
import { fail } from '../../../kernel/values/fail.ts'
import { LEVELS } from '../../catalogue/index.ts'
import { heldRanks } from '../../credentials/store/index.ts'
import { personsForCounting } from '../../people/store/index.ts'
import { result } from '../event.ts'
import { type MarkingScheme, modulesOf, readScheme, schemeText } from '../marking/scheme.ts'
import type { ContestFacts } from '../processes/contest.checks.ts'
import { sheet } from '../processes/sheet.process.ts'
import * as q from './contest.sql.ts'
import { drawOrder, seedHash, textHash } from './draw.ts'
import { promote } from './promote.ts'
import { computeEvent, type Settings, settingsOf } from './recompute.ts'

type Input = { readonly [key: string]: unknown }
const textOrNull = (v: unknown): string | null => (typeof v === 'string' && v.trim() !== '' ? v.trim() : null)
const numberOf = (v: unknown): number => Number(v)

const teamOf = (input: Input): string[] =>
  ['person', 'person2', 'person3'].map((k) => textOrNull(input[k])).filter((id) => id !== null)

/** Judges who may be drawn: no declared relation, no entrant of the skill, none of an entrant's organisation. */
async function judgesFit(tx: Tx, eventId: string): Promise<(skillNo: number) => q.JudgeRow[]> {
  const judges = await tx.rows<q.JudgeRow>(q.judgesOf(eventId))
  const entries = await tx.rows<q.EntryRow>(q.entriesOf(eventId))
  const entrants = await tx.rows<{ skill_no: number; person_id: string }>(q.entrantsOf(eventId))
  return (skillNo) => {
    const organisations = new Set(entries.filter((e) => e.skill_no === skillNo).map((e) => e.organisation_id))
    const persons = new Set(entrants.filter((e) => e.skill_no === skillNo).map((e) => e.person_id))
    return judges.filter(
      (j) =>
        j.skill_no === skillNo &&
        j.relation === null &&
        !persons.has(j.judge_key) &&
        (j.organisation_id === null || !organisations.has(j.organisation_id)),
    )
  }
}

async function facts(tx: Tx, c: CaseView, office: Office, input: Input): Promise<{ [key: string]: unknown }> {
  const skills = await tx.rows<q.SkillRow>(q.skillsOf(c.id))
  const entries = await tx.rows<q.EntryRow>(q.entriesOf(c.id))
  const team = teamOf(input)
  const asked = skills.find((s) => s.skill_no === input['skillNo'])
  const known = new Set(team.length ? (await personsForCounting(tx, team)).map((p) => p.person_id) : [])
  const entered = team.length
    ? (await tx.rows<{ skill_no: number; person_id: string }>(q.entrantsOf(c.id))).filter(
        (e) => e.skill_no === asked?.skill_no,
      )
    : []
  const held = asked && team.length ? await heldRanks(tx, team, asked.occupation_code, office.world.today()) : new Map()
  // Only what is asked of all sheets at once: the acts about one entry name its skill.
  const publishing = c.state === 'running' && input['skillNo'] === undefined
  const head = await tx.maybe<q.HeadRow>(q.headOf(c.id))
  const objections = await tx.one<{ n: number }>(q.openObjections(c.id))
  const unrelated = c.state === 'entries' && input['skillNo'] === undefined ? await judgesFit(tx, c.id) : () => []
  const answer: ContestFacts = {
    skills: skills.map((s) => ({
      no: s.skill_no,
      title: s.title,
      teamSize: s.team_size,
      rankLeast: s.rank_least,
      judges: s.judges,
      entries: entries.filter((e) => e.skill_no === s.skill_no).length,
      judgesFit: unrelated(s.skill_no).length,
    })),
    persons: team.map((id) => ({
      id,
      known: known.has(id),
      entered: entered.some((e) => e.person_id === id),
      rankHeld: held.get(id) ?? null,
    })),
    sheetsOpen: publishing
      ? (await tx.rows<q.SheetRow>(q.sheetsOf(c.id))).filter((s) => s.state !== 'signed').map((s) => s.title)
      : [],
    resultFindings:
      publishing && head
        ? (await computeEvent(tx, c.id, () => settingsOf(office, head))).flatMap((x) => x.findings)
        : [],
    noticeUntil: head?.notice_until ?? null,
    openObjections: objections.n,
    hasEntry: entries.some((e) => e.skill_no === input['skillNo'] && e.secret_no === input['secretNo']),
  }
  return answer
}

async function draw(ctx: EffectContext): Promise<void> {
  const { tx, case: c } = ctx
  const { draw_seed: seed } = await tx.one<{ draw_seed: Buffer }>(q.drawSeed(c.id))
  const entries = await tx.rows<q.EntryRow>(q.entriesOf(c.id))
  const unrelated = await judgesFit(tx, c.id)
  for (const s of await tx.rows<q.SkillRow>(q.skillsOf(c.id))) {
    await tx.run(q.lockScheme(c.id, s.skill_no, textHash(s.scheme!)))
    const drawn = drawOrder(
      seed,
      `entries ${s.skill_no}`,
      entries.filter((e) => e.skill_no === s.skill_no),
      (e) => e.entry_id,
    )
    await tx.run(
      q.setSecret(
        c.id,
        drawn.map((e) => e.entry_id),
        drawn.map((_, i) => i + 1),
      ),
    )
    const judges = drawOrder(seed, `judges ${s.skill_no}`, unrelated(s.skill_no), (j) => j.judge_key)
    const chosen = judges.slice(0, s.judges!)
    await tx.run(
      q.setJudgeNumbers(
        c.id,
        s.skill_no,
        chosen.map((j) => j.judge_key),
        chosen.map((_, i) => i + 1),
      ),
    )
  }
  await tx.run(q.openDraw(c.id, seed.toString('hex')))
}

async function openSheets(ctx: EffectContext): Promise<void> {
  const { tx, case: c, office } = ctx
  const judges = await tx.rows<q.JudgeRow>(q.judgesOf(c.id))
  const rows = (await tx.rows<q.SkillRow>(q.skillsOf(c.id))).flatMap((s) => {
    const scheme = JSON.parse(s.scheme!) as MarkingScheme
    return judges
      .filter((j) => j.skill_no === s.skill_no && j.judge_no !== null)
      .flatMap((j) => modulesOf(scheme).map((module) => ({ s, j, module })))
  })
  await tx.run(
    q.insertSheets(
      { eventId: c.id, county: c.jurisdiction!, edition: sheet.since, on: office.world.today() },
      {
        ids: rows.map(() => office.world.id()),
        skills: rows.map((r) => r.s.skill_no),
        modules: rows.map((r) => r.module),
        judges: rows.map((r) => r.j.judge_no!),
        keys: rows.map((r) => r.j.judge_key),
        titles: rows.map((r) => `${r.s.title} · 模块 ${r.module} · 裁判 ${r.j.judge_no}`),
      },
    ),
  )
}

async function publish(ctx: EffectContext): Promise<void> {
  const { tx, case: c, office } = ctx
  const head = await tx.one<q.HeadRow>(q.headOf(c.id))
  const settings: Settings = settingsOf(office, head)
  const today = office.world.today()
  const days = office.rules.integerOn('competitions.notice.days', today)
  const { published_no } = await tx.one<{ published_no: number }>(
    q.setPublished(c.id, today, office.calendar.addWorkingDays(today, days), null),
  )
  for (const r of await computeEvent(tx, c.id, () => settings)) {
    await tx.run(
      q.insertResult({
        eventId: c.id,
        skillNo: r.skillNo,
        publishedNo: published_no,
        county: head.county_code,
        settings: canonicalJson(settings as unknown as Json),
        result: r.text!,
        hash: textHash(r.text!),
      }),
    )
    ctx.seal(await sealRow(tx, sealedTableOf(result), [c.id, r.skillNo, published_no], 'new'))
  }
}

async function settleObjection(ctx: EffectContext): Promise<void> {
  const no = numberOf(ctx.input['objectionNo'])
  const o = await ctx.tx.maybe<{ recorded_by: string; outcome: string | null }>(q.objection(ctx.case.id, no))
  if (!o || o.outcome !== null)
    fail('BadInput', {
      code: 'OBJECTION_UNKNOWN',
      field: 'objectionNo',
      message: { zh: `没有第 ${no} 件待答复的异议`, en: `There is no open objection ${no}` },
      hint: { zh: '请核对异议序号', en: 'Check its number' },
    })
  if (o.recorded_by === ctx.actor.personKey)
    fail('NotAllowed', {
      code: 'TWO_PERSONS',
      message: { zh: '登记异议的人不能答复该异议', en: 'Whoever took it down does not decide on it' },
      hint: { zh: '请交由另一位同事答复', en: 'Hand it to a colleague' },
    })
  await ctx.tx.run(
    q.settleObjection({
      eventId: ctx.case.id,
      no,
      outcome: String(ctx.input['outcome']),
      answer: String(ctx.input['note']),
      on: ctx.office.world.today(),
      by: ctx.actor.personKey!,
    }),
  )
}

export const contestStore: ProcessStore = {
  complete: async () => ({}),
  facts,
  effects: {
    addSkill: async ({ tx, case: c, input }) => {
      const { edition } = await tx.one<{ edition: string }>(q.newestEdition())
      await tx.run(
        q.insertSkill({
          eventId: c.id,
          title: String(input['title']),
          edition,
          occupation: String(input['occupation']),
          workType: textOrNull(input['workType']),
          group: String(input['group']),
          teamSize: numberOf(input['teamSize']),
          rankLeast: LEVELS.find((l) => l.id === input['levelLeast'])?.rank ?? null,
        }),
      )
    },
    noteApproval: async ({ tx, case: c, input }) => {
      await tx.run(q.setApproval(c.id, String(input['approvalNumber'])))
    },
    keepNote: async ({ tx, case: c, input }) => {
      await tx.run(q.setNote(c.id, String(input['note'])))
    },
    bindDraw: async ({ tx, case: c, office }) => {
      const seed = office.world.bytes(seedBytes)
      await tx.run(q.bindDraw(c.id, seed, seedHash(seed)))
    },
    enter: async ({ tx, case: c, input, office }) => {
      const entryId = office.world.id()
      const skillNo = numberOf(input['skillNo'])
      await tx.run(
        q.insertEntry({
          eventId: c.id,
          entryId,
          skillNo,
          organisationId: textOrNull(input['organisation']),
          on: office.world.today(),
        }),
      )
      for (const personId of teamOf(input)) await tx.run(q.insertEntrant(c.id, skillNo, personId, entryId))
    },
    nameJudge: async ({ tx, case: c, input }) => {
      const key = String(input['judgeKey']).trim()
      const skillNo = numberOf(input['skillNo'])
      if ((await tx.rows<q.JudgeRow>(q.judgesOf(c.id))).some((j) => j.skill_no === skillNo && j.judge_key === key))
        fail('Conflict', {
          code: 'JUDGE_TWICE',
          field: 'judgeKey',
          message: { zh: '这名裁判已推荐过', en: 'This judge is named already' },
          hint: { zh: '每名裁判每个赛项只推荐一次', en: 'Once for each skill' },
        })
      await tx.run(
        q.insertJudge({
          eventId: c.id,
          skillNo,
          key,
          name: String(input['name']),
          organisationId: textOrNull(input['organisation']),
          relation: textOrNull(input['relation']),
        }),
      )
    },
    putScheme: async ({ tx, case: c, input }) => {
      const read = readScheme(JSON.parse(String(input['scheme'])))
      if (!('scheme' in read)) throw new Error('the scheme was checked before')
      await tx.run(q.putScheme(c.id, numberOf(input['skillNo']), schemeText(read.scheme), read.scheme.judges))
    },
    draw,
    openSheets,
    recordTime: async ({ tx, case: c, input: i }) => {
      await tx.run(q.setTime(c.id, numberOf(i['skillNo']), numberOf(i['secretNo']), numberOf(i['seconds'])))
    },
    recordDecision: async ({ tx, case: c, input: i }) => {
      await tx.run(q.setDecision(c.id, numberOf(i['skillNo']), numberOf(i['secretNo']), numberOf(i['decision'])))
    },
    recordAbsence: async ({ tx, case: c, input: i }) => {
      await tx.run(q.setAbsent(c.id, numberOf(i['skillNo']), numberOf(i['secretNo'])))
    },
    publish,
    recordObjection: async ({ tx, case: c, input, actor, office }) => {
      await tx.run(
        q.insertObjection({
          eventId: c.id,
          on: office.world.today(),
          body: String(input['objection']),
          by: actor.personKey!,
        }),
      )
    },
    settleObjection,
    promote,
  },
}
const seedBytes = 32
