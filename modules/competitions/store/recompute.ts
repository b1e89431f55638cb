import type { Tx } from '../../../kernel/db/database.ts'
import type { Office } from '../../../kernel/rooms/office.ts'
import { canonicalJson, type Json } from '../../../kernel/values/canonical-json.ts'
import type { Finding } from '../../../kernel/values/finding.ts'
import type { MedalSettings } from '../marking/medals.ts'
import { type RawSkill, resultOf, resultText } from '../marking/result.ts'
import type { MarkingScheme } from '../marking/scheme.ts'
import * as q from './contest.sql.ts'
import { textHash } from './draw.ts'

/** The rules by which a style is computed on the first day of an event; kept with the result, so that it stays what it was. */
export type Settings = Pick<RawSkill, 'scale' | 'medals'>
export function settingsOf(office: Office, head: Pick<q.HeadRow, 'held_on' | 'style'>): Settings {
  const scale = office.rules.on('competitions.scale', head.held_on).value as unknown as Settings['scale']
  const medals = office.rules.on('competitions.medals', head.held_on).value as { [style: string]: unknown }
  return { scale, medals: medals[head.style] as MedalSettings }
}

export type GivenMark = { secret_no: number; aspect: string; value: number }
/** What a judge signs. */
export const marksHash = (marks: readonly GivenMark[]): string => textHash(canonicalJson(marks as unknown as Json))

export type Computed = { skillNo: number; title: string; text: string | null; findings: Finding[] }

/** Computes every skill of an event from schemes, entries and the latest raw marks, under the settings given for it. */
export async function computeEvent(
  tx: Tx,
  eventId: string,
  settings: (skillNo: number) => Settings,
): Promise<Computed[]> {
  const skills = await tx.rows<q.SkillRow>(q.skillsOf(eventId))
  const entries = await tx.rows<q.EntryRow>(q.entriesOf(eventId))
  const marks = await tx.rows<q.MarkRow>(q.marksOf(eventId))
  return skills.map((s) => {
    const computed = resultOf({
      scheme: JSON.parse(s.scheme ?? 'null') as MarkingScheme,
      ...settings(s.skill_no),
      entries: entries
        .filter((e) => e.skill_no === s.skill_no && e.secret_no !== null)
        .map((e) => ({ entry: e.secret_no!, seconds: e.seconds, decision: e.decision, absent: e.absent })),
      marks: marks
        .filter((m) => m.skill_no === s.skill_no)
        .map((m) => ({ judge: m.judge_no, entry: m.secret_no, aspect: m.aspect, value: m.value })),
    })
    const base = { skillNo: s.skill_no, title: s.title }
    return 'findings' in computed
      ? {
          ...base,
          text: null,
          findings: computed.findings.map((f) => ({
            ...f,
            message: { zh: `${s.title}：${f.message.zh}`, en: `${s.title}: ${f.message.en}` },
          })),
        }
      : { ...base, text: resultText(computed.result), findings: [] }
  })
}

export type Recomputed = {
  event: string
  name: string
  /** Sheets whose marks are no longer those that were signed. */
  sheets: string[]
  skills: {
    skillNo: number
    title: string
    published: string
    recomputed: string | null
    equal: boolean
    findings: Finding[]
  }[]
  equal: boolean
}

/** The published results against those computed now from the raw marks: equal byte for byte, or not. Nothing when unknown. */
export async function recompute(tx: Tx, eventId: string): Promise<Recomputed | undefined> {
  const head = await tx.maybe<q.HeadRow>(q.headOf(eventId))
  if (!head) return undefined
  const published = new Map((await tx.rows<q.ResultRow>(q.resultsOf(eventId))).map((r) => [r.skill_no, r]))
  if (published.size === 0) return { event: eventId, name: head.name, sheets: [], skills: [], equal: false }
  const now = await computeEvent(tx, eventId, (no) => JSON.parse(published.get(no)!.settings) as Settings)
  const skills = now.map((c) => {
    const p = published.get(c.skillNo)!
    return {
      skillNo: c.skillNo,
      title: c.title,
      published: p.result_hash,
      recomputed: c.text === null ? null : textHash(c.text),
      equal: c.text === p.result && textHash(p.result) === p.result_hash,
      findings: c.findings,
    }
  })
  const sheets: string[] = []
  for (const s of await tx.rows<q.SheetRow>(q.sheetsOf(eventId)))
    if (marksHash(await tx.rows<GivenMark>(q.marksOfSheet(eventId, s.case_id))) !== s.marks_hash) sheets.push(s.title)
  return { event: eventId, name: head.name, sheets, skills, equal: sheets.length === 0 && skills.every((s) => s.equal) }
}
