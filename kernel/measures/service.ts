import type { Actor } from '../access/actor.ts'
import { allowsSome } from '../access/policy.ts'
import { copyBlocks, copyLine, lines } from '../db/copy-text.ts'
import type { Database, Tx } from '../db/database.ts'
import type { Office } from '../rooms/office.ts'
import { fail } from '../values/fail.ts'
import type { PlainDate } from '../values/plain-date.ts'
import type { Text } from '../values/text.ts'
import { FactColumns } from './columns.ts'
import type { Dimension, FactSet, FlowMeasure, Measure, RatioMeasure, StockMeasure } from './define.ts'
import * as q from './facts.sql.ts'
import { type BandBounds, groupOf } from './group.ts'
import { type Question, readQuestion } from './question.ts'
import { type Group, scan } from './scan.ts'
import { type Ancestors, type ShownGroup, suppressSmall } from './suppress.ts'

export type MeasureAnswer = {
  id: string
  title: Text
  unit: Text
  kind: Measure['kind']
  asOf?: PlainDate
  from?: PlainDate
  to?: PlainDate
  knownOn: PlainDate
  value: number | null
  groups: ({ [dimension: string]: string | null } & { value: number | null })[]
  labels: { [dimension: string]: { [id: string]: Text } }
  numerator?: { id: string; value: number | null }
  denominator?: { id: string; value: number | null }
  meaning: Text
  rule: Text
  sources: readonly Text[]
  suppressed: number
  records: string
}
export type MeasureWords = {
  asOf?: string
  from?: string
  to?: string
  knownOn?: string
  by?: string
  where?: { [dimension: string]: string }
}
export type Labeller = (d: Dimension, ids: readonly string[]) => Promise<{ [id: string]: Text }>

type Computed = {
  value: number | null
  groups: Group[]
  parts?: {
    numerator: string
    denominator: string
    top: number | null
    bottom: number | null
  }
}
type ShownAnswer = Omit<Computed, 'groups'> & { groups: ShownGroup[] }

/** As many as one answer holds, and as many dimensions as a question has. */
const GROUPS_MAX = 100_000
const AXES_MAX = 3
const TAIL_MAX = 50_000
const FEED_PAGE = 5_000
const CACHE_MAX = 2_000

/** Answers measures from columns in memory, kept fresh by the feed; from SQL while they are not ready. */
export class MeasureService {
  readonly #office: Office
  readonly #db: Database
  readonly #columns = new Map<string, FactColumns>()
  readonly #label: Labeller
  /** What was known up to a closed day never changes, so such answers need no invalidation. */
  readonly #closed = new Map<string, { value: number; groups: Group[] }>()
  #watermark = { txid: '0', feedNo: 0 }
  #loaded = new Set<string>()
  #pulling: Promise<number> | undefined

  constructor(office: Office, db: Database, label: Labeller) {
    this.#office = office
    this.#db = db
    this.#label = label
  }

  /** Loads all fact sets from one snapshot, and the place in the feed that belongs to it. */
  async load(progress: (facts: string, rows: number) => void = () => {}): Promise<void> {
    const fresh = new Map<string, FactColumns>()
    const { loaded, watermark } = await this.#db.snapshot(async (tx) => {
      // The whole table streams through one statement; the limit is for requests, not for this.
      await tx.run(q.allowLongStatement())
      const mark = await tx.one<{ txid: string }>(q.feedWatermark())
      for (const f of this.#office.facts.values()) {
        const cols = new FactColumns(f)
        for await (const line of lines(tx.copyOut(q.loadFacts(f)))) cols.addLine(line)
        cols.sort()
        fresh.set(f.id, cols)
        progress(f.id, cols.length)
      }
      // Feed rows of transactions before the snapshot's oldest running one are in the rows already; so are those of later
      // transactions that had committed: these are remembered, to be passed over once.
      return {
        loaded: new Set(
          (await tx.rows<{ txid: string; feed_no: number }>(q.feedFrom(mark.txid))).map(
            (r) => `${r.txid}/${r.feed_no}`,
          ),
        ),
        watermark: { txid: String(BigInt(mark.txid) - 1n), feedNo: Number.MAX_SAFE_INTEGER },
      }
    })
    // All at once: columns, and the place in the feed that belongs to them.
    while (this.#pulling) await this.#pulling
    this.#columns.clear()
    for (const [id, cols] of fresh) this.#columns.set(id, cols)
    this.#loaded = loaded
    this.#watermark = watermark
    this.#closed.clear()
  }

  /** Takes what the feed has since the last time. Called after a wake-up and four times a second. @returns changes taken */
  async pull(): Promise<number> {
    if (this.#columns.size === 0) return 0
    this.#pulling ??= this.#pullAll().finally(() => {
      this.#pulling = undefined
    })
    return await this.#pulling
  }

  async #pullAll(): Promise<number> {
    let taken = 0
    for (;;) {
      const rows = await this.#db.read.rows<{
        feed_no: number
        txid: string
        facts: string
        weight: number
        row_values: (string | null)[]
      }>(q.feedAfter(this.#watermark.txid, this.#watermark.feedNo, FEED_PAGE))
      for (const r of rows) {
        if (this.#loaded.delete(`${r.txid}/${r.feed_no}`)) continue
        const cols = this.#columns.get(r.facts)
        cols?.add(r.row_values, r.weight)
        if (cols && cols.tail > TAIL_MAX) cols.sort()
      }
      taken += rows.length
      const last = rows.at(-1)
      if (last) this.#watermark = { txid: last.txid, feedNo: last.feed_no }
      if (rows.length < FEED_PAGE) return taken
    }
  }

  get(id: string): Measure {
    return (
      this.#office.measures.get(id) ??
      fail('NotFound', {
        code: 'MEASURE',
        field: 'id',
        message: { zh: `没有指标“${id}”`, en: `no measure ${id}` },
        hint: { zh: '可在指标目录查看全部指标', en: 'see GET /api/v1/measures' },
      })
    )
  }

  #overTime(m: Measure): boolean {
    return m.kind === 'ratio'
      ? this.get(m.numerator).kind === 'flow' && this.get(m.denominator).kind === 'flow'
      : m.kind === 'flow'
  }

  factsOf(m: Measure): FactSet | undefined {
    if (m.kind === 'stock' || m.kind === 'flow') return this.#office.facts.get(m.facts)
    if (m.kind === 'ratio') return this.factsOf(this.get(m.numerator))
    return undefined
  }

  /** @param audience `public`: small cells about persons are hidden. */
  async answer(id: string, words: MeasureWords, audience: 'staff' | 'public'): Promise<MeasureAnswer> {
    const m = this.get(id)
    const facts = this.factsOf(m)
    const question = readQuestion(m, facts, words, this.#office.world.today(), this.#overTime(m))
    const least = this.#office.rules.integerOn('figures.smallCell.least', question.asOf)
    if (m.kind === 'ratio' && question.by.length && this.get(m.denominator).kind === 'given')
      fail('BadInput', {
        code: 'QUESTION',
        field: 'by',
        message: { zh: '分母没有分组数据', en: 'the denominator is known for the whole city only' },
        hint: { zh: '请去掉分组', en: 'ask without by' },
      })
    const guarded = audience === 'public' && isAboutPersons(m, (x) => this.get(x))
    const {
      value: shownValue,
      groups,
      parts,
    } = guarded ? await this.#publicly(m, question, least) : await this.#compute(m, question)
    const shown: ShownGroup[] = [...groups]
    if (shown.length > GROUPS_MAX)
      fail('BadInput', {
        code: 'QUESTION',
        field: 'by',
        message: { zh: `分组超过 ${GROUPS_MAX} 个`, en: `more than ${GROUPS_MAX} groups` },
        hint: { zh: '请减少维度、放粗层级或加上条件', en: 'ask with fewer dimensions, a lesser depth, or a filter' },
      })
    shown.sort((a, b) => compareKeys(a.keys, b.keys))
    const labels: MeasureAnswer['labels'] = {}
    for (const [i, b] of question.by.entries()) {
      const d = facts!.dimensions[b.dimension]!
      labels[b.dimension] = await this.#label(d, [
        ...new Set(shown.map((g) => g.keys[i]).filter((k): k is string => k !== null && k !== undefined)),
      ])
    }
    return {
      id: m.id,
      title: m.title,
      unit: m.unit,
      kind: m.kind,
      ...(m.kind === 'flow' ? { from: question.from!, to: question.asOf } : { asOf: question.asOf }),
      knownOn: question.knownOn,
      value: shownValue,
      groups: shown.map(
        (g) =>
          ({
            ...Object.fromEntries(question.by.map((b, i) => [b.dimension, g.keys[i] ?? null])),
            value: g.value,
          }) as MeasureAnswer['groups'][number],
      ),
      labels,
      ...(parts
        ? {
            numerator: { id: parts.numerator, value: parts.top },
            denominator: { id: parts.denominator, value: parts.bottom },
          }
        : {}),
      meaning: m.meaning,
      rule: m.rule,
      sources: m.sources,
      suppressed: shown.filter((g) => g.value === null).length,
      records: `/api/v1/measures/${m.id}/records`,
    }
  }

  /**
   * What the public may know. Every answer is a reading of one table over all dimensions that the question names, grouped or
   * filtered by: so no two questions show the same cell once hidden and once not, and their differences tell nothing new.
   */
  async #publicly(m: Measure, question: Question, least: number): Promise<ShownAnswer> {
    if (m.kind === 'given') return this.#compute(m, question)
    if (m.kind === 'ratio') {
      // A ratio shows no more than its own parts would.
      const [top, bottom] = [
        await this.#publicly(this.get(m.numerator), question, least),
        await this.#publicly(this.get(m.denominator), question, least),
      ]
      const topByKey = new Map(top.groups.map((g) => [JSON.stringify(g.keys), g.value]))
      const over = (a: number | null | undefined, b: number | null): number | null =>
        a === null || !b ? null : (a ?? 0) / b
      return {
        value: over(top.value, bottom.value),
        groups: bottom.groups
          .filter((g) => g.value !== 0)
          .map((g) => ({ keys: g.keys, value: over(topByKey.get(JSON.stringify(g.keys)), g.value) })),
        parts: { numerator: m.numerator, denominator: m.denominator, top: top.value, bottom: bottom.value },
      }
    }
    const facts = this.#office.facts.get(m.facts)!
    const filters = question.where.map((w) => ({ ...w, depth: depthOfFilter(facts.dimensions[w.dimension]!, w.value) }))
    const wide = filters.filter(
      (w) => !question.by.some((b) => b.dimension === w.dimension && (b.depth ?? Infinity) >= (w.depth ?? 0)),
    )
    const table = async (axes: Question['by']): Promise<ShownGroup[]> => {
      if (axes.length > AXES_MAX)
        fail('BadInput', {
          code: 'QUESTION',
          field: 'where',
          message: {
            zh: '涉及个人的指标，分组和条件合计最多三个维度',
            en: 'about persons, three dimensions at most, grouped and filtered by together',
          },
          hint: { zh: '请减少分组或条件', en: 'ask with fewer' },
        })
      const { groups } = await this.#compute(m, { ...question, by: axes, where: [] })
      return suppressSmall(
        groups as Group[],
        least,
        axes.map((a) => ancestorsOf(facts.dimensions[a.dimension]!)),
      )
    }
    /** The cells of a table that pass the filters, added up by its first axes; hidden if one of them is. */
    const reading = (cells: readonly ShownGroup[], axes: Question['by'], kept: number): ShownGroup[] => {
      const sums = new Map<string, ShownGroup>()
      for (const g of cells) {
        const passes = filters.every((w) => {
          const at = axes.findLastIndex((a) => a.dimension === w.dimension)
          return w.value.split('|').some((one) => inGroup(facts.dimensions[w.dimension]!, g.keys[at] ?? null, one))
        })
        if (!passes) continue
        const keys = g.keys.slice(0, kept)
        const id = JSON.stringify(keys)
        const sum = sums.get(id)
        if (!sum) sums.set(id, { keys, value: g.value })
        else sum.value = sum.value === null || g.value === null ? null : sum.value + g.value
      }
      return [...sums.values()]
    }
    const axes = [
      ...question.by,
      ...wide.map((w) => ({ dimension: w.dimension, ...(w.depth ? { depth: w.depth } : {}) })),
    ]
    const groups = question.by.length ? reading(await table(axes), axes, question.by.length) : []
    if (!filters.length) return { value: (await this.#compute(m, { ...question, by: [] })).value, groups }
    const filterAxes = filters.map((w) => ({ dimension: w.dimension, ...(w.depth ? { depth: w.depth } : {}) }))
    const [sum] = reading(await table(filterAxes), filterAxes, 0)
    return { value: sum ? sum.value : 0, groups }
  }

  async #compute(m: Measure, question: Question): Promise<Computed> {
    if (m.kind === 'given') {
      const v = this.#office.rules.find(m.ruleKey, question.asOf)
      return { value: v && typeof v.value === 'number' ? v.value : null, groups: [] }
    }
    if (m.kind === 'ratio') return this.#ratio(m, question)
    // Until the columns are in memory the rows themselves answer: slower, the same.
    return this.#columns.has(m.facts)
      ? this.count(m, question)
      : this.#db.snapshot((tx) => this.countInSql(tx, m, question))
  }

  async #ratio(m: RatioMeasure, question: Question): Promise<Computed> {
    const top = await this.#compute(this.get(m.numerator), question)
    const bottom = await this.#compute(this.get(m.denominator), question)
    const byKey = new Map(bottom.groups.map((g) => [JSON.stringify(g.keys), g.value]))
    const topByKey = new Map(top.groups.map((g) => [JSON.stringify(g.keys), g.value]))
    return {
      value: top.value !== null && bottom.value ? top.value / bottom.value : null,
      groups: bottom.groups
        .filter((g) => byKey.get(JSON.stringify(g.keys)))
        .map((g) => ({ keys: g.keys, value: (topByKey.get(JSON.stringify(g.keys)) ?? 0) / g.value })),
      parts: {
        numerator: m.numerator,
        denominator: m.denominator,
        top: top.value,
        bottom: bottom.value,
      },
    }
  }

  /** Counts in memory. Answers about a closed day of knowledge are kept. */
  count(m: StockMeasure | FlowMeasure, question: Question): { value: number; groups: Group[] } {
    const cols = this.#columns.get(m.facts)
    if (!cols)
      fail(
        'Overloaded',
        {
          code: 'MEASURES_LOADING',
          message: { zh: '统计数据正在载入', en: 'figures are being loaded' },
          hint: { zh: '请稍候几秒', en: 'try again in a few seconds' },
        },
        { retryAfterSeconds: 3 },
      )
    const closed = question.knownOn < this.#office.world.today()
    const key = closed ? JSON.stringify([m.id, question]) : ''
    const kept = closed ? this.#closed.get(key) : undefined
    if (kept) return kept
    const result = scan(cols, m.kind, m.where ?? [], question, (d) => this.bands(d, question.asOf))
    if (closed) {
      if (this.#closed.size >= CACHE_MAX) this.#closed.delete(this.#closed.keys().next().value!)
      this.#closed.set(key, result)
    }
    return result
  }

  /** The same count made by the database from the same rows: the fall-back, and half of the nightly recheck. */
  async countInSql(
    tx: Tx,
    m: StockMeasure | FlowMeasure,
    question: Question,
  ): Promise<{ value: number; groups: Group[] }> {
    const f = this.#office.facts.get(m.facts)!
    const bands = (d: Dimension) => this.bands(d, question.asOf)
    const dims = question.by.map((b) => ({ ...b, d: f.dimensions[b.dimension]! }))
    const columns = [...new Set(dims.map((x) => x.d.column))]
    const rows = await tx.rows<Record<string, string | number | null> & { n: number }>(
      q.countFacts(f, q.factConditions(f, m.kind, m.where ?? [], question, bands), columns),
    )
    const groups = new Map<string, Group>()
    let value = 0
    for (const r of rows) {
      value += Number(r.n)
      if (dims.length === 0) continue
      const keys = dims.map((x) => groupOf(x.d, plainValue(r[x.d.column] ?? null), x.depth, question.asOf, bands(x.d)))
      const id = JSON.stringify(keys)
      const g = groups.get(id)
      if (g) g.value += Number(r.n)
      else groups.set(id, { keys, value: Number(r.n) })
    }
    return { value, groups: [...groups.values()] }
  }

  bands(d: Dimension, on: PlainDate): BandBounds {
    if (!d.bandsRule) return []
    return this.#office.rules.on(d.bandsRule, on).value as number[]
  }

  /** The rows behind a number; the total equals it, or the reader has no right to all of them and is told so. */
  async rows(id: string, words: MeasureWords, actor: Actor, after: readonly string[] | undefined, limit: number) {
    const m = this.get(id)
    if (m.kind !== 'stock' && m.kind !== 'flow')
      fail('BadInput', {
        code: 'MEASURE_KIND',
        field: 'id',
        message: { zh: '比率和外部数据没有直接对应的明细', en: 'a ratio or a given figure has no rows of its own' },
        hint: {
          zh: m.kind === 'ratio' ? `请查看分子 ${m.numerator} 与分母 ${m.denominator}` : '请查看其来源',
          en: m.kind === 'ratio' ? `open ${m.numerator} and ${m.denominator}` : 'see its sources',
        },
      })
    if (!allowsSome(m.records, actor)) fail(actor.accountId ? 'NotAllowed' : 'NotSignedIn')
    const f = this.#office.facts.get(m.facts)!
    const question = readQuestion(m, f, words, this.#office.world.today(), this.#overTime(m))
    const conditions = q.factConditions(f, m.kind, m.where ?? [], question, (d) => this.bands(d, question.asOf))
    return this.#db.snapshot(async (tx) => {
      const { total, mine } = await tx.one<{ total: number; mine: number }>(
        q.countForReader(f, conditions, m.records, actor),
      )
      if (Number(mine) !== Number(total))
        fail('NotAllowed', {
          code: 'SCOPE',
          field: 'where',
          message: {
            zh: `这个数包含您辖区以外的 ${Number(total) - Number(mine)} 条记录`,
            en: `${Number(total) - Number(mine)} of these rows lie outside your area`,
          },
          hint: {
            zh: '请加上本辖区条件，如 where[维度]=代码',
            en: 'narrow it to your area, e.g. where[dimension]=code',
          },
        })
      const rows = await tx.rows<Record<string, unknown>>(q.factRows(f, conditions, after, limit))
      return {
        facts: f,
        question,
        total: Number(total),
        rows,
        next: rows.length === limit ? f.key.map((k) => String(rows.at(-1)![k])) : null,
      }
    })
  }

  /** Drops the answers that were kept (the bench wants the work done, not remembered). */
  forget(): void {
    this.#closed.clear()
  }

  get memory(): { facts: string; rows: number; bytes: number }[] {
    return [...this.#columns].map(([facts, c]) => ({ facts, rows: c.length, bytes: c.bytes }))
  }
}

/** How deep a code given as a filter goes; undefined for what has no depth. */
function depthOfFilter(d: Dimension, value: string): number | undefined {
  if (d.kind !== 'code') return undefined
  const depths = new Set(value.split('|').map((v) => (d.separator ? v.split(d.separator).length : v.length)))
  if (depths.size > 1)
    fail('BadInput', {
      code: 'QUESTION',
      field: 'where',
      message: { zh: `“${value}”中的编码层级不同`, en: `the codes in ${value} have different depths` },
      hint: { zh: '请分别查询', en: 'ask for each by itself' },
    })
  return [...depths][0]
}

const inGroup = (d: Dimension, key: string | null, wanted: string): boolean =>
  key !== null &&
  (key === wanted ||
    (d.kind === 'code' && key.startsWith(wanted) && (!d.separator || key[wanted.length] === d.separator)))

/** The wider codes that a code lies in. */
function ancestorsOf(d: Dimension): Ancestors | undefined {
  if (d.kind === 'year' || d.kind === 'month') return (key) => (key.length > 4 ? [key.slice(0, 4)] : [])
  if (d.kind !== 'code') return undefined
  return (key) => {
    const parts = d.separator ? key.split(d.separator) : [...key]
    return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join(d.separator ?? ''))
  }
}

function isAboutPersons(m: Measure, get: (id: string) => Measure): boolean {
  return m.kind === 'ratio' ? isAboutPersons(get(m.numerator), get) : m.aboutPersons === true
}

const plainValue = (v: string | number | boolean | null): string | number | null =>
  typeof v === 'boolean' ? (v ? 1 : 0) : v

function compareKeys(a: readonly (string | null)[], b: readonly (string | null)[]): number {
  for (let i = 0; i < a.length; i++) {
    const x = a[i] ?? '\uffff'
    const y = b[i] ?? '\uffff'
    if (x !== y) return x < y ? -1 : 1
  }
  return 0
}

/** Tells the columns of every process that a row counts from now on, or no longer. Part of the caller's transaction. */
export async function tellFacts(
  tx: Tx,
  f: FactSet,
  weight: 1 | -1,
  row: { readonly [column: string]: string | number | boolean | null },
): Promise<void> {
  const values = FactColumns.order(f).map((c) => {
    const v = row[c]
    return v === null || v === undefined ? null : String(v)
  })
  await tx.run(q.insertFeed(f.id, weight, values))
}
export type FactRow = { readonly [column: string]: string | number | boolean | null }

/** The same for many rows at once, in their order: one COPY. */
export async function tellManyFacts(
  tx: Tx,
  f: FactSet,
  changes: readonly { weight: 1 | -1; row: FactRow }[],
): Promise<void> {
  if (changes.length === 0) return
  const order = FactColumns.order(f)
  const values = (row: FactRow) =>
    JSON.stringify(order.map((c) => (row[c] === null || row[c] === undefined ? null : String(row[c]))))
  await tx.copyIn(
    'measures.feed',
    ['facts', 'weight', 'row_values'],
    copyBlocks(changes, (c) => copyLine([f.id, c.weight, values(c.row)])),
  )
}
export const wakeReaders = (tx: Tx): Promise<number> => tx.run(q.notifyFeed())
