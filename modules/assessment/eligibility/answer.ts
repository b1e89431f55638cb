import type { Source } from '../../../kernel/rules/rules.ts'
import { type Explained, explain, type ReasonNode } from '../../../kernel/rules/tree/tree.ts'
import type { Finding } from '../../../kernel/values/finding.ts'
import { fromNominalDay, type NominalDay, nominalDay } from '../../../kernel/values/nominal-day.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import type { Text } from '../../../kernel/values/text.ts'
import { levelFromText } from '../../catalogue/index.ts'
import { type Facts, readFacts } from './facts.ts'
import { type Scoped, scopeFacts } from './scope.ts'
import { type Applicable, applicableOn, levelDigits, occupationNames, type Standards } from './standards.ts'

/** A condition with what is there, what is needed, and since or from when it holds. */
export type TreeAnswer = {
  kind: 'any' | 'all' | 'condition'
  id?: string
  text?: Text
  holds: boolean
  /** First day at or after the asked one on which it holds if nothing but time passes. */
  firstDay: PlainDate | null
  predicate?: string
  have?: Text | null
  need?: Text
  evidence?: { what: Text; source: string }[]
  help?: Text | null
  notRun?: boolean
  nodes?: TreeAnswer[]
  /** At the root: what decided. */
  standard?: { edition: string; title: Text; since: PlainDate; source: Source; byPattern: boolean }
  /** At the root: the clause reached soonest by waiting, else the one with the fewest conditions missing. */
  soonest?: string
}
export type EligibilityAnswer = {
  eligible: boolean
  clause: string | null
  firstDay: PlainDate | null
  tree: TreeAnswer
}

/** A question that was understood: which standard and tree, on which day. */
export type Question = { applicable: Applicable; level: string; on: PlainDate; day: NominalDay; standards: Standards }

/** @param given level as printed, 5 … 1, or as documents write it: 三级/高级工 */
export function askedOf(
  s: Standards,
  occupation: string,
  given: string,
  on: PlainDate,
): Question | { findings: Finding[] } {
  const applicable = applicableOn(s, occupation, on)
  const level = levelFromText(given)?.digit ?? given
  const findings = 'findings' in applicable ? [...applicable.findings] : []
  if (!levelDigits.includes(level))
    findings.push({
      code: 'LEVEL_UNKNOWN',
      field: 'level',
      given: level.slice(0, 40),
      message: { zh: `没有等级 ${level.slice(0, 40)}`, en: `no level ${level.slice(0, 40)}` },
      hint: { zh: '填证书上的数字：5 初级工 … 1 高级技师', en: 'the digit as printed: 5 junior … 1 senior technician' },
    })
  if (findings.length || 'findings' in applicable) return { findings }
  return { applicable, level, on, day: nominalDay(on), standards: s }
}

export const explainFacts = (q: Question, f: Facts): Explained<Scoped> & { scoped: Scoped } => {
  const scoped = scopeFacts(f, q.applicable.breadth)
  return { ...explain(q.applicable.levels.get(q.level)!, scoped, q.day), scoped }
}

/** One person's answer with all its words; `bare` leaves out those that are the same for everybody, for very long lists. */
export function answerFor(q: Question, f: Facts, form: 'full' | 'bare' = 'full'): EligibilityAnswer {
  const e = explainFacts(q, f)
  const a = q.applicable
  return {
    eligible: e.holds,
    clause: e.clause,
    firstDay: e.first === null ? null : fromNominalDay(e.first),
    tree: {
      ...(form === 'full' ? told(e.root, e.scoped, q.day) : bare(e.root)),
      ...(form === 'bare'
        ? {}
        : {
            standard: { edition: a.edition, title: a.title, since: a.since, source: a.source, byPattern: a.byPattern },
          }),
      soonest: e.soonest,
    },
  }
}

/** An object as a stranger gives it: its answer, or what is wrong with it. */
export function answerGiven(
  q: Question,
  given: unknown,
  form: 'full' | 'bare' = 'full',
): EligibilityAnswer | { findings: Finding[] } {
  const read = readFacts(given, q.on, namesFor(q.standards))
  return 'findings' in read ? read : answerFor(q, read.facts, form)
}

const names = new WeakMap<Standards, ReturnType<typeof occupationNames>>()
/** Names and codes of occupations, made once for each state of the standards. */
export const namesFor = (s: Standards) => {
  const known = names.get(s) ?? occupationNames(s)
  names.set(s, known)
  return known
}

function told(n: ReasonNode<Scoped>, f: Scoped, on: NominalDay): TreeAnswer {
  const firstDay = n.first === null ? null : fromNominalDay(n.first)
  if (n.kind !== 'leaf')
    return {
      kind: n.kind,
      ...(n.id === null ? {} : { id: n.id }),
      ...(n.text === null ? {} : { text: n.text }),
      holds: n.holds,
      firstDay,
      nodes: n.nodes.map((x) => told(x, f, on)),
    }
  const { notRun, ...reason } = n.leaf.reason(f, on)
  return {
    kind: 'condition',
    predicate: n.leaf.predicate,
    holds: n.holds,
    firstDay,
    ...reason,
    ...(n.holds ? { help: null } : {}),
    ...(notRun ? { notRun } : {}),
  }
}

function bare(n: ReasonNode<Scoped>): TreeAnswer {
  const firstDay = n.first === null ? null : fromNominalDay(n.first)
  return n.kind === 'leaf'
    ? { kind: 'condition', predicate: n.leaf.predicate, holds: n.holds, firstDay }
    : { kind: n.kind, ...(n.id === null ? {} : { id: n.id }), holds: n.holds, firstDay, nodes: n.nodes.map(bare) }
}
