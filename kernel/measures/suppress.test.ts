import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attack, type Published } from '../testing/attack.ts'
import { propertyRuns } from '../testing/club/index.ts'
import type { Group } from './scan.ts'
import { type ShownGroup, suppressSmall } from './suppress.ts'

const LEAST = 5
const sumBy = (cells: readonly Group[], axis: number): Group[] => {
  const sums = new Map<string, number>()
  for (const g of cells) sums.set(g.keys[axis]!, (sums.get(g.keys[axis]!) ?? 0) + g.value)
  return [...sums].map(([k, value]) => ({ keys: [k], value }))
}
/** Everything that the public gets to see about two dimensions: the table, both one-way tables, the total. */
function published(cells: readonly Group[]): Published {
  return {
    table: suppressSmall(cells, LEAST),
    byRow: suppressSmall(sumBy(cells, 0), LEAST),
    byColumn: suppressSmall(sumBy(cells, 1), LEAST),
    total: cells.reduce((n, g) => n + g.value, 0),
  }
}
const table = (rows: number[][]): Group[] =>
  rows.flatMap((r, i) => r.map((value, j) => ({ keys: [`r${i}`, `c${j}`], value }))).filter((g) => g.value > 0)
const hiddenOf = (t: readonly ShownGroup[]) => t.filter((g) => g.value === null).map((g) => g.keys.join(' '))

describe('suppression', () => {
  it('hides nothing where nothing is small, and every small cell', () => {
    expect(
      hiddenOf(
        suppressSmall(
          table([
            [5, 6],
            [7, 8],
          ]),
          LEAST,
        ),
      ),
    ).toEqual([])
    const cells = table([
      [1, 60, 30],
      [70, 80, 4],
      [20, 30, 40],
    ])
    const shown = suppressSmall(cells, LEAST)
    for (const g of shown)
      if (cells.find((c) => c.keys.join() === g.keys.join())!.value < LEAST) expect(g.value).toBeNull()
  })
  it('gives a single hidden cell company in its row, its column, and where they cross', () => {
    expect(
      hiddenOf(
        suppressSmall(
          table([
            [1, 60, 30],
            [70, 80, 90],
            [20, 30, 40],
          ]),
          LEAST,
        ),
      ).sort(),
    ).toEqual(['r0 c0', 'r0 c2', 'r2 c0', 'r2 c2'])
  })
  it('does not leave many that could only be one each', () => {
    // Five cells of 1: their sum, 5, is not small, yet gives each away.
    const cells: Group[] = [...'abcde'].map((k) => ({ keys: [k], value: 1 }))
    expect(hiddenOf(suppressSmall([...cells, { keys: ['z'], value: 90 }], LEAST))).toEqual([
      'a',
      'b',
      'c',
      'd',
      'e',
      'z',
    ])
  })
  it('cuts lines at wider groups, whose totals are shown too', () => {
    const cells: Group[] = [
      ['A-1', 2],
      ['A-2', 50],
      ['A-3', 60],
      ['B-1', 3],
      ['B-2', 40],
      ['B-3', 80],
    ].map(([k, value]) => ({ keys: [String(k)], value: Number(value) }))
    const shown = suppressSmall(cells, LEAST, [(k) => [k.slice(0, 1)]])
    for (const group of ['A', 'B'])
      expect(hiddenOf(shown).filter((k) => k.startsWith(group)).length).toBeGreaterThanOrEqual(2)
  })
  it('stands against two circles of hidden cells joined by one (a bridge)', () => {
    // Every line has two hidden cells, yet the joining one follows from the sums of either side.
    const big = 50
    const cells = table([
      [2, 3, big, big, big],
      [3, 2, 4, big, big],
      [big, big, big, 3, 2],
      [big, big, 4, 2, 3],
      [big, big, big, big, big],
    ])
    expect(attack(published(cells))).toEqual([])
    // And without withholding more than company.
    expect(published(cells).table.filter((g) => g.value !== null).length).toBeGreaterThan(5)
  })
})

describe('an attacker with every table that is shown', () => {
  it('finds what a table without company gives away (so the attack has teeth)', () => {
    const cells = table([
      [1, 60, 30],
      [70, 80, 90],
      [20, 30, 40],
    ])
    const bare: Published = {
      ...published(cells),
      table: cells.map((g) => (g.value < LEAST ? { ...g, value: null } : g)),
    }
    expect(attack(bare)).toEqual([{ cell: 'r0 c0', value: 1 }])
    const onlyLines: Group[] = [...'abcde'].map((k) => ({ keys: [k, 'x'], value: 1 }))
    expect(
      attack({
        ...published(onlyLines),
        table: onlyLines.map((g) => ({ ...g, value: null })),
        byColumn: [{ keys: ['x'], value: 5 }],
      }).length,
    ).toBe(10)
  })
  const number = fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 4, arbitrary: fc.integer({ min: 1, max: 6 }) },
    { weight: 3, arbitrary: fc.integer({ min: 5, max: 60 }) },
  )
  const anyTable = fc
    .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }))
    .chain(([r, c]) => fc.array(fc.array(number, { minLength: c, maxLength: c }), { minLength: r, maxLength: r }))
  it('recovers no hidden cell of any table of two dimensions exactly', () => {
    fc.assert(
      fc.property(anyTable, (rows) => {
        const cells = table(rows)
        // A total that is small itself stands in no table; the city has more than that.
        if (cells.reduce((n, g) => n + g.value, 0) < 3 * LEAST) return
        // A total that was hidden for company's sake is no secret by itself.
        const found = attack(published(cells)).filter((x) => x.cell.includes(' ') || x.value < LEAST)
        // What cannot be helped: with all other places empty, a cell is its own row, column and total.
        const alone = cells.length === 1
        if (!alone) expect(found, JSON.stringify(rows)).toEqual([])
      }),
      propertyRuns(1500),
    )
  })
  it('recovers no hidden cell of any table of one dimension exactly', () => {
    fc.assert(
      fc.property(fc.array(number, { minLength: 2, maxLength: 12 }), (values) => {
        const cells = table([values]).map((g) => ({ keys: [g.keys[1]!], value: g.value }))
        if (cells.filter((g) => g.value > 0).length < 2 || cells.reduce((n, g) => n + g.value, 0) < 3 * LEAST) return
        const shown = suppressSmall(cells, LEAST)
        const known = shown.filter((g) => g.value !== null).reduce((n, g) => n + g.value!, 0)
        const hidden = shown.filter((g) => g.value === null).length
        const rest = cells.reduce((n, g) => n + g.value, 0) - known
        if (hidden) expect([hidden > 1, rest > hidden], JSON.stringify(values)).toEqual([true, true])
      }),
      propertyRuns(1500),
    )
  })
})
