import { copyFields } from '../db/copy-text.ts'
import { dayNumber, type PlainDate } from '../values/plain-date.ts'
import type { FactSet } from './define.ts'

/** Open ends, as days since 1970 in sixteen bits (up to the year 2149). */
export const NEVER = 0xffff
const GROW = 1.25

/**
 * A fact set held as typed arrays, one per column: a few milliseconds for any question over a million rows. It is a cache
 * of the table: it can be dropped at any time, and a recount must always agree.
 *
 * Rows taken back are not looked up: a row of weight -1 from the day we learned better cancels them.
 */
export class FactColumns {
  readonly facts: FactSet
  length = 0
  from: Uint16Array<ArrayBuffer>
  to: Uint16Array<ArrayBuffer>
  knownFrom: Uint16Array<ArrayBuffer>
  knownTo: Uint16Array<ArrayBuffer>
  weight: Int8Array<ArrayBuffer>
  readonly columns = new Map<string, Uint16Array<ArrayBuffer>>()
  readonly dictionaries = new Map<string, Dictionary>()
  /** Rows before this place are sorted by `from`, so that a day cuts them by binary search. */
  sortedUpTo = 0

  constructor(facts: FactSet, capacity = 1024) {
    this.facts = facts
    this.from = new Uint16Array(capacity)
    this.to = new Uint16Array(capacity)
    this.knownFrom = new Uint16Array(capacity)
    this.knownTo = new Uint16Array(capacity)
    this.weight = new Int8Array(capacity)
    for (const [c, type] of Object.entries(facts.columns)) {
      this.columns.set(c, new Uint16Array(capacity))
      if (type === 'text' || type === 'uuid') this.dictionaries.set(c, new Dictionary())
    }
  }

  /** The columns in the order in which rows are given to `add`. */
  static order(f: FactSet): string[] {
    return [f.from, ...(f.to ? [f.to] : []), f.knownFrom, ...(f.knownTo ? [f.knownTo] : []), ...Object.keys(f.columns)]
  }

  addLine(line: string): void {
    this.add(copyFields(line), 1)
  }

  add(values: readonly (string | null)[], weight: number): void {
    if (this.length === this.from.length) this.#grow()
    const i = this.length++
    const f = this.facts
    let at = 0
    this.from[i] = day(values[at++] ?? null)
    this.to[i] = f.to ? day(values[at++] ?? null) : NEVER
    this.knownFrom[i] = day(values[at++] ?? null)
    this.knownTo[i] = f.knownTo ? day(values[at++] ?? null) : NEVER
    this.weight[i] = weight
    for (const [c, type] of Object.entries(f.columns)) {
      const v = values[at++] ?? null
      const array = this.columns.get(c)!
      if (type === 'text' || type === 'uuid') array[i] = this.dictionaries.get(c)!.codeOf(v)
      else if (type === 'date') array[i] = day(v)
      else if (type === 'boolean') array[i] = v === null ? 2 : v === 't' || v === 'true' ? 1 : 0
      else array[i] = v === null ? NEVER : Number(v)
    }
  }

  /** Sorts all rows by `from`; called after a load and when the unsorted tail has grown long. */
  sort(): void {
    const n = this.length
    // Counting sort over days: stable, linear, no comparator.
    const counts = new Uint32Array(NEVER + 2)
    for (let i = 0; i < n; i++) counts[this.from[i]! + 1]!++
    for (let d = 1; d < counts.length; d++) counts[d]! += counts[d - 1]!
    const place = new Uint32Array(n)
    for (let i = 0; i < n; i++) place[i] = counts[this.from[i]!]!++
    const move = (a: Uint16Array<ArrayBuffer>): Uint16Array<ArrayBuffer> => {
      const b = new Uint16Array(a.length)
      for (let i = 0; i < n; i++) b[place[i]!] = a[i]!
      return b
    }
    const w = new Int8Array(this.weight.length)
    for (let i = 0; i < n; i++) w[place[i]!] = this.weight[i]!
    this.from = move(this.from)
    this.to = move(this.to)
    this.knownFrom = move(this.knownFrom)
    this.knownTo = move(this.knownTo)
    this.weight = w
    for (const [c, a] of this.columns) this.columns.set(c, move(a))
    this.sortedUpTo = n
  }

  get tail(): number {
    return this.length - this.sortedUpTo
  }
  get bytes(): number {
    return this.from.byteLength * (4 + this.columns.size) + this.weight.byteLength
  }

  #grow(): void {
    const capacity = Math.ceil(this.from.length * GROW) + 1024
    const wider = (a: Uint16Array<ArrayBuffer>) => {
      const b = new Uint16Array(capacity)
      b.set(a)
      return b
    }
    this.from = wider(this.from)
    this.to = wider(this.to)
    this.knownFrom = wider(this.knownFrom)
    this.knownTo = wider(this.knownTo)
    const w = new Int8Array(capacity)
    w.set(this.weight)
    this.weight = w
    for (const [c, a] of this.columns) this.columns.set(c, wider(a))
  }
}

const days = new Map<string, number>()
/** Dates repeat a lot; parsing each only once is most of the load's speed. */
function day(d: string | null): number {
  if (d === null) return NEVER
  let n = days.get(d)
  if (n === undefined) {
    n = Math.max(0, Math.min(NEVER - 1, dayNumber(d as PlainDate)))
    days.set(d, n)
  }
  return n
}

/** Texts as small numbers. Null has number 0. */
export class Dictionary {
  readonly #codes = new Map<string, number>()
  readonly texts: (string | null)[] = [null]
  codeOf(v: string | null): number {
    if (v === null) return 0
    let code = this.#codes.get(v)
    if (code === undefined) {
      code = this.texts.length
      if (code >= NEVER) throw new Error('too many different values for a dimension')
      this.texts.push(v)
      this.#codes.set(v, code)
    }
    return code
  }
}
