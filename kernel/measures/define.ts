import type { Policy } from '../access/policy.ts'
import type { Text } from '../values/text.ts'

/**
 * A dimension is a column of a fact set seen in a certain way. It is a parameter of every question, never a part of a
 * measure's name.
 */
export type Dimension = {
  title: Text
  column: string
  /**
   * value: each value is a group · code: groups by a prefix of the code, at any depth (`area@2`) ·
   * rank: a small number printed by `names` · band: a year of birth, grouped by age on the day asked about ·
   * year, month: of the date column.
   */
  kind: 'value' | 'code' | 'rank' | 'band' | 'year' | 'month'
  /** For `code`: the parts of a code are joined by this, and the depth counts parts. Empty: depth counts characters. */
  separator?: string
  /** For `rank`: printed id by number. */
  ids?: { readonly [rank: number]: string }
  /** For `band`: rule key of the lower bounds of the bands, in years. */
  bandsRule?: string
  /** Table of names for labels, or a record whose title names the group, or a closed list. */
  codes?: string
  record?: string
  choices?: readonly { id: string; label: Text }[]
}

/**
 * A fact set: a table whose rows each count once, between two days (or from one day on), as known between two days. The
 * number, the list behind it, the export and the chart are the same WHERE over the same rows, so they cannot differ.
 */
export type FactSet = {
  id: string
  table: string
  key: readonly string[]
  /** Day from which the row counts; half-open up to `to`. Without `to`, an event that happened once. */
  from: string
  to?: string
  /** Day on which we learned it; up to (not with) the day on which we learned better. */
  knownFrom: string
  knownTo?: string
  /** Small numbers and flags that measures ask for. */
  columns: { readonly [column: string]: 'smallint' | 'boolean' | 'text' | 'uuid' | 'date' }
  dimensions: { readonly [id: string]: Dimension }
  /** The record that a row opens to, and the columns of this table that are its key. */
  record: string
  recordKey: readonly string[]
  /** Area of the row, for the reader's right; and the organisation, where the row belongs to one. */
  jurisdiction?: string
  organisation?: string
}

export type Condition = { column: string; is?: boolean | string | number; atLeast?: number; oneOf?: readonly string[] }

type MeasureBase = {
  id: string
  title: Text
  /** 人, 人次, 本, 个, 所, 场, or 比 for a fraction. */
  unit: Text
  /** What is counted, what not, and how the same thing is not counted twice. */
  meaning: Text
  /** Document and article, or where the definition is from. */
  rule: Text
  sources: readonly Text[]
  /** Cells about few persons are not shown to the public. */
  aboutPersons?: true
  /** Who may open the rows behind the number. Values are public. */
  records: Policy
}
export type StockMeasure = MeasureBase & { kind: 'stock'; facts: string; where?: readonly Condition[] }
export type FlowMeasure = MeasureBase & { kind: 'flow'; facts: string; where?: readonly Condition[] }
export type RatioMeasure = MeasureBase & { kind: 'ratio'; numerator: string; denominator: string }
/** A figure from outside, typed in with its source: a rule value of the city. */
export type GivenMeasure = MeasureBase & { kind: 'given'; ruleKey: string }
export type Measure = StockMeasure | FlowMeasure | RatioMeasure | GivenMeasure

/** @throws when the declaration contradicts itself. */
export function defineFacts<const F extends FactSet>(f: F): F {
  for (const [id, d] of Object.entries<Dimension>(f.dimensions)) {
    if (!(d.column in f.columns) && d.column !== f.from)
      throw new Error(`facts ${f.id}: dimension ${id} uses ${d.column}, which is not a column`)
    if (d.kind === 'band' && !d.bandsRule) throw new Error(`facts ${f.id}: dimension ${id} needs bandsRule`)
    if (d.kind === 'rank' && !d.ids) throw new Error(`facts ${f.id}: dimension ${id} needs ids`)
  }
  return f
}

export function defineMeasure<const M extends Measure>(m: M): M {
  if (!/^[a-z]+\.[a-z][a-z-]*$/.test(m.id)) throw new Error(`measure id ${m.id} is not room.kebab-case`)
  return m
}
