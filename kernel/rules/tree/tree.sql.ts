import { join, type SqlPiece, sql } from '../../db/sql.ts'
import type { Leaf, Node, Tree } from './tree.ts'

/**
 * A whole register at once: the tree as columns over rows that carry the facts its predicates name.
 * `clause`: place of the first clause that holds, counted from 1, 0 for none; `met`: bit i for predicate i; `nearest`: place,
 * counted from 1, of the clause with the fewest predicates missing.
 */
export function treeColumns<F>(
  tree: Tree<F>,
  /** The predicate as a condition over a row of facts; never null there. */
  condition: (leaf: Leaf<F>) => SqlPiece,
): { leaves: SqlPiece; clause: SqlPiece; met: SqlPiece; nearest: SqlPiece } {
  const names = tree.leaves.map((_, i) => ident(`l${i}`))
  const leaves = join(tree.leaves.map((l, i) => sql`case when ${condition(l)} then 1 else 0 end as ${names[i]!}`))
  const holds = (n: Node<F>): SqlPiece =>
    n.kind === 'leaf'
      ? sql`${names[n.index]!} = 1`
      : sql`(${join(n.nodes.map(holds), n.kind === 'any' ? ' or ' : ' and ')})`
  const places = tree.clauses.map((_, i) => literal(i + 1))
  const clause = sql`case ${join(
    tree.clauses.map((c, i) => sql`when ${holds(c.node)} then ${places[i]!}`),
    ' ',
  )} else 0 end`
  const met = join(
    tree.leaves.map((_, i) => sql`${names[i]!} * ${literal(2 ** i)}`),
    ' + ',
  )
  const missing = tree.clauses.map(
    (c) =>
      sql`(${literal(c.leaves.length)} - ${join(
        c.leaves.map((l) => names[l]!),
        ' - ',
      )})`,
  )
  const nearest =
    tree.clauses.length === 1
      ? literal(1)
      : sql`case least(${join(missing)}) ${join(
          missing.map((m, i) => sql`when ${m} then ${places[i]!}`),
          ' ',
        )} end`
  return { leaves, clause, met, nearest }
}

const ident = (s: string): SqlPiece => raw(s)
/** Small numbers of our own making go in as they are, so that the planner can fold them. */
const literal = (n: number): SqlPiece => raw(String(n))
const raw = (s: string): SqlPiece => {
  if (!/^[a-z0-9_]+$/.test(s)) throw new Error(`neither name nor number: ${s}`)
  return join([], '', s)
}
