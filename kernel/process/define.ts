import type { Policy } from '../access/policy.ts'
import type { Field, Fields } from '../records/fields.ts'
import type { Finding } from '../values/finding.ts'
import type { PlainDate } from '../values/plain-date.ts'
import type { Text } from '../values/text.ts'

export type State = {
  title: Text
  /** The holder of the case in this state: an office, shown to the applicant. */
  owner?: Text
  /** Rule key of the days allowed here; never a number. */
  deadline?: string
  end?: true
  /** Shown with the word, never alone. */
  tone?: 'neutral' | 'progress' | 'good' | 'bad'
}

/** Facts that a room's store gathers for the checks; plain data only. */
export type Facts = { readonly [key: string]: unknown }
export type CheckInput = {
  case: CaseView
  input: { readonly [key: string]: unknown }
  facts: Facts
  today: PlainDate
  rule: (key: string, on?: PlainDate) => unknown
}
/** Pure: all findings, each with its rule. */
export type Check = { id: string; title: Text; run(i: CheckInput): Finding[] }

export type Act = {
  title: Text
  from: readonly string[]
  to: string
  who: Policy
  /** What must be given with the act. */
  needs?: Fields
  checks?: readonly Check[]
  /** Names of effects that the room's store carries out in the same transaction. */
  effects?: readonly string[]
  /** Acts whose doer may not do this one: two persons, not two accounts. */
  notBy?: readonly string[]
  /** Column that keeps who did it; the database constrains these columns against each other. */
  keepsDoer?: string
  /** Told apart from the rest on screen: it cannot be taken back easily. */
  grave?: true
  /** Only the program does it (a deadline passes). */
  automatic?: true
}

export type ProcessDeclaration = {
  id: string
  title: Text
  /** First day on which cases begin under this edition. */
  since: PlainDate
  /** The fact that picks the edition: the day of filing, of the exam … Said aloud, not assumed. */
  pickedBy: string
  /** Table of the cases with the kernel's columns (state, edition, version, opened_on, due_on, …). */
  table: string
  anchor: string
  /** What is filled in when a case is opened. */
  fields: Fields
  /**
   * Fields that nobody fills in: the store's `complete` looks them up when a case is opened (the area and the owner of the
   * thing whose number was given). Kept and answered like the others; the scope and the anchor may rest on them.
   */
  completed?: Fields
  titleField: string
  scope: { jurisdiction: string; organisation?: string; own?: string }
  read: Policy
  open: { who: Policy; state: string; keepsDoer?: string; checks?: readonly Check[]; effects?: readonly string[] }
  states: { readonly [id: string]: State }
  acts: { readonly [id: string]: Act }
}

/** All fields of a case: given and looked up. */
export const caseFields = (p: ProcessDeclaration): Fields => (p.completed ? { ...p.fields, ...p.completed } : p.fields)

/** A case as the pure functions see it. */
export type CaseView = {
  id: string
  process: string
  edition: string
  state: string
  version: number
  openedOn: PlainDate
  dueOn: PlainDate | null
  jurisdiction: string | null
  organisation: string | null
  own: string | null
  fields: { readonly [key: string]: unknown }
  /** Act → person who did it last, as kept in the case's own columns. */
  doers: { readonly [act: string]: string | null }
}

/**
 * Refuses at load: a state that cannot be reached, one that cannot be left and is no end, an act to or from an unknown
 * state, a `notBy` that keeps no doer. All faults are named at once.
 */
export function defineProcess<const P extends ProcessDeclaration>(p: P): P {
  const wrong: string[] = []
  const states = Object.keys(p.states)
  const has = (s: string) => states.includes(s)
  if (!has(p.open.state)) wrong.push(`opens in unknown state ${p.open.state}`)
  const reached = new Set([p.open.state])
  for (let grew = true; grew; ) {
    grew = false
    for (const a of Object.values<Act>(p.acts))
      if (a.from.some((s) => reached.has(s)) && !reached.has(a.to)) {
        reached.add(a.to)
        grew = true
      }
  }
  for (const [id, s] of Object.entries<State>(p.states)) {
    if (!reached.has(id)) wrong.push(`state ${id} cannot be reached`)
    const leaves = Object.values<Act>(p.acts).some((a) => a.from.includes(id))
    if (!leaves && !s.end) wrong.push(`state ${id} cannot be left and is no end`)
    if (leaves && s.end) wrong.push(`state ${id} is an end, yet acts leave it`)
  }
  for (const [id, a] of Object.entries<Act>(p.acts)) {
    for (const s of [...a.from, a.to]) if (!has(s)) wrong.push(`act ${id} names unknown state ${s}`)
    if (a.from.length === 0) wrong.push(`act ${id} starts nowhere`)
    for (const other of a.notBy ?? []) {
      const keeps = other === 'open' ? p.open.keepsDoer : (p.acts[other] as Act | undefined)?.keepsDoer
      if (!keeps) wrong.push(`act ${id} is not by the doer of ${other}, but ${other} keeps no doer`)
      if (!a.keepsDoer)
        wrong.push(`act ${id} has notBy but keeps no doer itself: the database could not hold the two apart`)
    }
    if (!a.automatic && !a.who.by && !a.who.anyone && !a.who.signedIn) wrong.push(`nobody may do ${id}`)
  }
  for (const [key, f] of [
    ...Object.entries<Field>(caseFields(p)),
    ...Object.values<Act>(p.acts).flatMap((a) => Object.entries<Field>(a.needs ?? {})),
  ])
    if (f.kind === 'secret') wrong.push(`field ${key} is secret: a case keeps no secrets, a record does`)
  if (!(p.titleField in caseFields(p))) wrong.push(`titleField ${p.titleField} is not a field`)
  for (const key of Object.keys(p.completed ?? {}))
    if (key in p.fields) wrong.push(`field ${key} is both given and looked up`)
  if (wrong.length) throw new Error(`process ${p.id}: ${wrong.join('; ')}`)
  return p
}
