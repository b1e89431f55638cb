import type { Actor } from '../access/actor.ts'
import { allowsSome } from '../access/policy.ts'
import type { Database } from '../db/database.ts'
import type { Field } from '../records/fields.ts'
import type { RecordService } from '../records/service.ts'
import type { Office } from '../rooms/office.ts'
import { fail } from '../values/fail.ts'
import type { Text } from '../values/text.ts'
import * as q from './act.sql.ts'
import { act, type CaseAnswer, openCase, type RequestKey, viewOf } from './act.ts'
import { available } from './available.ts'
import { type Act, type CaseView, caseFields, type ProcessDeclaration, type State } from './define.ts'
import { stateDiagram } from './draw.ts'

const QUEUE_MAX = 100

/** Cases as the doors see them: described, listed, queued, opened and acted upon. */
export class CaseService {
  readonly #office: Office
  readonly #db: Database
  readonly #records: RecordService

  constructor(office: Office, db: Database, records: RecordService) {
    this.#office = office
    this.#db = db
    this.#records = records
  }

  #newest(id: string): ProcessDeclaration {
    return this.#office.processes.get(id)?.at(-1) ?? fail('NotFound')
  }
  #edition(p: ProcessDeclaration, since: unknown): ProcessDeclaration {
    return this.#office.processes.get(p.id)!.find((e) => e.since === since) ?? p
  }

  describe(actor: Actor) {
    return [...this.#office.processes.values()].flatMap((editions) => {
      const p = editions.at(-1)!
      const mayOpen = allowsSome(p.open.who, actor)
      if (!mayOpen && !allowsSome(p.read, actor)) return []
      return [
        {
          id: p.id,
          title: p.title,
          since: p.since,
          pickedBy: p.pickedBy,
          fields: describeFields(p.fields),
          completed: describeFields(p.completed ?? {}),
          states: Object.entries<State>(p.states).map(([id, s]) => ({
            id,
            title: s.title,
            owner: s.owner ?? null,
            tone: s.tone ?? 'neutral',
            end: s.end ?? false,
          })),
          acts: Object.entries<Act>(p.acts).map(([id, a]) => ({
            id,
            title: a.title,
            from: a.from,
            to: a.to,
            needs: describeFields(a.needs ?? {}),
            grave: a.grave ?? false,
          })),
          mayOpen,
          diagram: stateDiagram(p),
        },
      ]
    })
  }

  async get(processId: string, caseId: string, actor: Actor) {
    const p = this.#newest(processId)
    const row = await this.#db.read.maybe<Record<string, unknown>>(q.readCase(p, caseId, actor))
    if (!row) fail('NotFound')
    return (await this.#answers(p, [row], actor))[0]!
  }

  async list(processId: string, words: { states?: string[]; cursor?: string; limit: number }, actor: Actor) {
    const p = this.#newest(processId)
    if (!allowsSome(p.read, actor)) fail('NotAllowed')
    const rows = await this.#db.read.rows<Record<string, unknown>>(
      q.listCases(p, actor, {
        ...(words.states ? { states: words.states } : {}),
        ...(words.cursor ? { after: words.cursor } : {}),
        limit: words.limit + 1,
      }),
    )
    const page = rows.slice(0, words.limit)
    return {
      rows: await this.#answers(p, page, actor),
      next: rows.length > words.limit ? String(page.at(-1)!['case_id']) : null,
    }
  }

  /** Cases in which this actor can do something now. */
  async queue(actor: Actor) {
    const out: { process: string; title: Text; rows: unknown[] }[] = []
    for (const editions of this.#office.processes.values()) {
      const p = editions.at(-1)!
      const states = [
        ...new Set(Object.values<Act>(p.acts).flatMap((a) => (!a.automatic && allowsSome(a.who, actor) ? a.from : []))),
      ]
      if (!states.length || !allowsSome(p.read, actor)) continue
      const rows = await this.#db.read.rows<Record<string, unknown>>(q.queueOf(p, actor, states, QUEUE_MAX))
      const answers = (await this.#answers(p, rows, actor)).filter((c) => c.can.some((a) => a.allowed))
      if (answers.length) out.push({ process: p.id, title: p.title, rows: answers })
    }
    return out
  }

  open(processId: string, input: Record<string, unknown>, actor: Actor, request: RequestKey): Promise<CaseAnswer> {
    return openCase(this.#office, this.#db, processId, input, actor, request)
  }
  act(
    processId: string,
    caseId: string,
    actId: string,
    input: Record<string, unknown>,
    actor: Actor,
    version: number | null,
    request: RequestKey,
  ): Promise<CaseAnswer> {
    return act(this.#office, this.#db, processId, caseId, actId, input, actor, version, request)
  }

  async #answers(newest: ProcessDeclaration, rows: readonly Record<string, unknown>[], actor: Actor) {
    const titles = new Map<string, Map<string, string>>()
    for (const [key, f] of Object.entries<Field>(caseFields(newest))) {
      if (f.kind !== 'reference') continue
      const ids = [
        ...new Set(rows.map((r) => viewOf(newest, r).fields[key]).filter((v): v is string => typeof v === 'string')),
      ]
      titles.set(key, await this.#records.titles(this.#db.read, f.record, ids))
    }
    return rows.map((row) => {
      const p = this.#edition(newest, row['edition'])
      const c: CaseView = viewOf(p, row)
      return {
        ...c,
        stateTitle: p.states[c.state]!.title,
        owner: p.states[c.state]!.owner ?? null,
        title: this.#label(p, c, p.titleField, titles) ?? c.id,
        labels: this.#labels(p, c, titles),
        can: available(p, c, actor),
        findings: [],
      }
    })
  }

  #labels(p: ProcessDeclaration, c: CaseView, titles: Map<string, Map<string, string>>): Record<string, string> {
    const out: Record<string, string> = {}
    for (const key of Object.keys(caseFields(p))) {
      const label = this.#label(p, c, key, titles)
      if (label !== undefined) out[key] = label
    }
    return out
  }

  #label(
    p: ProcessDeclaration,
    c: CaseView,
    key: string,
    titles: Map<string, Map<string, string>>,
  ): string | undefined {
    const f = caseFields(p)[key] as Field
    const v = c.fields[key]
    if (v === null || v === undefined) return undefined
    if (f.kind === 'reference') return titles.get(key)?.get(String(v)) ?? String(v)
    if (f.kind === 'boolean') return v === true ? '是' : '否'
    if (f.kind === 'choice') return f.choices.find((x) => x.id === String(v))?.label.zh ?? String(v)
    if (f.kind === 'code') return this.#records.codeName(f.codes, String(v))?.zh ?? String(v)
    if (f.kind === 'codes') return (v as string[]).map((x) => this.#records.codeName(f.codes, x)?.zh ?? x).join('、')
    return String(v)
  }
}

const describeFields = (fields: { readonly [key: string]: Field }) =>
  Object.entries(fields).map(([key, f]) => ({
    key,
    label: f.label,
    hint: f.hint ?? null,
    kind: f.kind,
    required: f.required ?? false,
    ...(f.kind === 'choice' ? { choices: f.choices } : {}),
    ...(f.kind === 'code' || f.kind === 'codes' ? { codes: f.codes } : {}),
    ...(f.kind === 'reference' ? { record: f.record } : {}),
    ...('lengthMax' in f ? { lengthMax: f.lengthMax } : {}),
  }))
