import type { Finding } from '../../values/finding.ts'
import { LAST_NOMINAL_DAY, type NominalDay } from '../../values/nominal-day.ts'
import type { Text } from '../../values/text.ts'

/** What the file of a rule says: `any` / `all` of further nodes, or one predicate with its values. A node may carry id and text. */
export type TreeSource = { readonly [key: string]: unknown }

/** Where a fact is known from. */
export type Evidence = { what: Text; source: string }
export type Reason = {
  /** Null: nothing is known. */
  have: Text | null
  need: Text
  evidence: Evidence[]
  /** What could bring it about sooner or at all. */
  help: Text | null
  /** No register knows this fact; until somebody shows it, it never holds and never counts as checked. */
  notRun?: true
}

/**
 * One predicate with its values, over the facts F of one person. `next` alone decides: it holds on a day when the next such day
 * is that day.
 */
export type Leaf<F> = {
  predicate: string
  title: Text
  /** The first real day at or after `from` on which it holds if nothing but time passes; null if never. */
  next(facts: F, from: NominalDay): NominalDay | null
  reason(facts: F, on: NominalDay): Reason
  /** The values as read, for the back end that speaks SQL. */
  values: unknown
  /** Speaks of a length of time: its cases need the day of the boundary. */
  duration?: true
  /** Can hold for somebody of whom the register has no fact in this matter. */
  bare?: true
}

/** Reads the values of a predicate from a rule file; says what is wrong with them in `wrong`. */
export type Vocabulary<F> = {
  readonly [predicate: string]: (values: unknown, wrong: (en: string) => void) => Leaf<F> | undefined
}

export type Node<F> =
  | { kind: 'leaf'; index: number; leaf: Leaf<F> }
  | { kind: 'any' | 'all'; id: string | null; text: Text | null; nodes: Node<F>[] }
/** The root is an `any` of clauses with ids, in the order of the document. */
export type Tree<F> = {
  clauses: { id: string; text: Text | null; node: Node<F>; leaves: number[] }[]
  leaves: Leaf<F>[]
}

/** Results of a tree fit into the bits of one integer of the database. */
const LEAVES_MAX = 30

/** @returns the tree, or every fault of the file. */
export function compileTree<F>(
  source: unknown,
  vocabulary: Vocabulary<F>,
  file: string,
): { tree: Tree<F> } | { findings: Finding[] } {
  const findings: Finding[] = []
  const wrong = (where: string, en: string) => {
    findings.push({
      code: 'TREE_FILE',
      field: `${file} ${where}`.trim(),
      message: { zh: `${file} ${where}：${en}`, en: `${file} ${where}: ${en}` },
      hint: { zh: '请按条件树的格式修改', en: 'mend the tree of conditions' },
    })
  }
  const leaves: Leaf<F>[] = []
  const read = (from: unknown, where: string): Node<F> | undefined => {
    if (typeof from !== 'object' || from === null || Array.isArray(from))
      return void wrong(where, 'a node is a mapping')
    const { id, text, ...rest } = from as TreeSource
    const keys = Object.keys(rest)
    if (keys.length !== 1)
      return void wrong(where, `a node holds one of any, all or a predicate, not ${keys.join(', ') || 'nothing'}`)
    const key = keys[0]!
    if (key === 'any' || key === 'all') {
      const list = rest[key]
      if (!Array.isArray(list) || list.length === 0)
        return void wrong(where, `${key} needs a list with at least one node`)
      const nodes = list.map((n, i) => read(n, `${where}/${key}[${i}]`)).filter((n) => n !== undefined)
      return {
        kind: key,
        id: typeof id === 'string' ? id : null,
        text: isText(text) ? text : null,
        nodes,
      }
    }
    const make = vocabulary[key]
    if (!make) return void wrong(where, `no predicate ${key}; there are ${Object.keys(vocabulary).join(', ')}`)
    const leaf = make(rest[key], (en) => wrong(`${where}/${key}`, en))
    if (!leaf) return undefined
    leaves.push(leaf)
    return { kind: 'leaf', index: leaves.length - 1, leaf }
  }
  const root = source as { any?: unknown } | null
  if (typeof root !== 'object' || root === null || !Array.isArray(root.any)) {
    wrong('', 'a tree begins with any: and a list of clauses')
    return { findings }
  }
  const clauses: Tree<F>['clauses'] = []
  for (const [i, c] of root.any.entries()) {
    const before = leaves.length
    const node = read(c, `any[${i}]`)
    const { id, text } = (c ?? {}) as { id?: unknown; text?: unknown }
    if (typeof id !== 'string') wrong(`any[${i}]`, 'a clause has an id in quotes')
    else if (clauses.some((x) => x.id === id)) wrong(`any[${i}]`, `clause ${id} is there twice`)
    else if (!isText(text)) wrong(`any[${i}]`, `clause ${id} needs its text in zh and en`)
    else if (node) clauses.push({ id, text, node, leaves: leaves.slice(before).map((_, k) => before + k) })
  }
  if (leaves.length > LEAVES_MAX) wrong('', `more than ${LEAVES_MAX} predicates`)
  return findings.length ? { findings } : { tree: { clauses, leaves } }
}

const isText = (t: unknown): t is Text =>
  typeof t === 'object' && t !== null && typeof (t as Text).zh === 'string' && typeof (t as Text).en === 'string'

/** Beyond the last day of the calendar is never. */
const leafDay = <F>(leaf: Leaf<F>, facts: F, from: NominalDay): NominalDay | null => {
  const day = leaf.next(facts, from)
  return day === null || day > LAST_NOMINAL_DAY ? null : day
}

/** The first day at or after `from` on which the node holds; null if waiting alone never suffices. */
export function nextDay<F>(node: Node<F>, facts: F, from: NominalDay): NominalDay | null {
  if (node.kind === 'leaf') return leafDay(node.leaf, facts, from)
  if (node.kind === 'any') {
    let best: NominalDay | null = null
    for (const n of node.nodes) {
      const day = nextDay(n, facts, from)
      if (day === from) return from
      if (day !== null && (best === null || day < best)) best = day
    }
    return best
  }
  // Each node moves the day on until all agree: exact also for what holds for a while only.
  let day = from
  for (;;) {
    const before = day
    for (const n of node.nodes) {
      const next = nextDay(n, facts, day)
      if (next === null) return null
      day = next
    }
    if (day === before) return day
  }
}

/** Verdict without reasons. `clause` is the place of the first that holds, −1 for none; bit i of `met` is predicate i. */
export type Verdict = { clause: number; met: number; nearest: number }

export function judge<F>(tree: Tree<F>, facts: F, on: NominalDay): Verdict {
  let met = 0
  for (let i = 0; i < tree.leaves.length; i++) if (tree.leaves[i]!.next(facts, on) === on) met |= 1 << i
  const clause = tree.clauses.findIndex((c) => holdsBy(c.node, met))
  return { clause, met, nearest: nearestClause(tree, met) }
}

const holdsBy = <F>(node: Node<F>, met: number): boolean =>
  node.kind === 'leaf'
    ? (met & (1 << node.index)) !== 0
    : node.kind === 'any'
      ? node.nodes.some((n) => holdsBy(n, met))
      : node.nodes.every((n) => holdsBy(n, met))

/** The clause with the fewest predicates missing, the first of them in the order of the document. */
export function nearestClause<F>(tree: Tree<F>, met: number): number {
  let best = 0
  let least = Number.POSITIVE_INFINITY
  for (const [i, c] of tree.clauses.entries()) {
    let missing = 0
    for (const l of c.leaves) if ((met & (1 << l)) === 0) missing++
    if (missing < least) {
      least = missing
      best = i
    }
  }
  return best
}

/** The reasons, node by node. Days stay numbers, and words are made only when somebody reads them. */
export type ReasonNode<F> =
  | { kind: 'leaf'; leaf: Leaf<F>; holds: boolean; first: NominalDay | null }
  | {
      kind: 'any' | 'all'
      id: string | null
      text: Text | null
      holds: boolean
      first: NominalDay | null
      nodes: ReasonNode<F>[]
    }
export type Explained<F> = {
  holds: boolean
  /** The first clause that holds, else null. */
  clause: string | null
  first: NominalDay | null
  /** The clause that is soonest reached by waiting, else the one with the fewest predicates missing. */
  soonest: string
  root: ReasonNode<F> & { kind: 'any' }
}

export function explain<F>(tree: Tree<F>, facts: F, on: NominalDay): Explained<F> {
  const nodes: ReasonNode<F>[] = []
  let clause: string | null = null
  let first: NominalDay | null = null
  let soonest: string | null = null
  for (const c of tree.clauses) {
    const reasons = reasonsOf(c.node, facts, on, c.id, c.text)
    nodes.push(reasons)
    if (reasons.first === null) continue
    if (reasons.first === on && clause === null) clause = c.id
    if (first === null || reasons.first < first) {
      first = reasons.first
      soonest = c.id
    }
  }
  if (soonest === null) {
    let least = Number.POSITIVE_INFINITY
    for (const [i, n] of nodes.entries()) {
      const missing = missingIn(n)
      if (missing < least) {
        least = missing
        soonest = tree.clauses[i]!.id
      }
    }
  }
  return {
    holds: clause !== null,
    clause,
    first,
    soonest: soonest!,
    root: { kind: 'any', id: null, text: null, holds: clause !== null, first, nodes },
  }
}

const missingIn = <F>(n: ReasonNode<F>): number =>
  n.kind === 'leaf' ? (n.holds ? 0 : 1) : n.nodes.reduce((sum, x) => sum + missingIn(x), 0)

function reasonsOf<F>(node: Node<F>, facts: F, on: NominalDay, id: string | null, text: Text | null): ReasonNode<F> {
  if (node.kind === 'leaf') {
    const first = leafDay(node.leaf, facts, on)
    const leaf: ReasonNode<F> = { kind: 'leaf', leaf: node.leaf, holds: first === on, first }
    return id === null ? leaf : { kind: 'all', id, text, holds: leaf.holds, first, nodes: [leaf] }
  }
  const nodes: ReasonNode<F>[] = []
  let latest: NominalDay | null = on
  let earliest: NominalDay | null = null
  for (const n of node.nodes) {
    const r = reasonsOf(n, facts, on, n.kind === 'leaf' ? null : n.id, n.kind === 'leaf' ? null : n.text)
    nodes.push(r)
    if (r.first === null) latest = null
    else {
      if (latest !== null && r.first > latest) latest = r.first
      if (earliest === null || r.first < earliest) earliest = r.first
    }
  }
  let first = node.kind === 'any' ? earliest : latest
  if (node.kind === 'all' && first !== null && first !== on) {
    // Mostly the latest of the days; not where a node has ceased to hold by then.
    const day = first
    if (!node.nodes.every((n) => nextDay(n, facts, day) === day)) first = nextDay(node, facts, day)
  }
  return { kind: node.kind, id, text, holds: first === on, first, nodes }
}
