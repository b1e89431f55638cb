import type { Writable } from 'node:stream'
import { STOCK_HEADER, type StockPattern, stockRows } from '../bench/stock.ts'
import { type Value, type Values, writeXlsx } from '../kernel/sheets/write.ts'
import { seededRandom } from '../kernel/values/world.ts'

/** A fault planted in a cell: the row as the clerk counts it, the column's key, and what the check should say. */
export type Planted = { row: number; field: string; code: string }
export type Stock = {
  header: string[]
  /** As the clerk brings them. */
  rows: Values[]
  /** As they should have been. */
  right: string[][]
  faults: Planted[]
}

const FAULT_SHARE = 0.03
/** A title above, then the header, then the data; rows are counted from 1. */
export const FIRST_ROW = 3
export const TITLE = '临汾市技能等级证书存量登记表'

const COLUMN = {
  name: 0,
  identity: 1,
  sex: 2,
  phone: 3,
  number: 4,
  occupation: 5,
  level: 6,
  body: 7,
  issuedOn: 8,
  county: 9,
} as const
/** The order of this clerk's sheet: neither the template's nor the bench's. */
const ORDER = [9, 8, 7, 4, 6, 5, 10, 3, 2, 1, 0]

type Kind = {
  field: keyof typeof COLUMN | ''
  code: string
  spoil(row: string[], before: readonly Values[]): Values | undefined
}
const cell = (field: keyof typeof COLUMN, code: string, spoil: (text: string, row: string[]) => Value): Kind => ({
  field,
  code,
  spoil: (row) => row.map((v, i) => (i === COLUMN[field] ? spoil(v, row) : v)),
})
const swapped = (c: string): string => (c === '0' ? '1' : '0')
/** The place of the level in a number of the scheme `S` + 12 + year 2 + level 1 + serial 6. */
const levelDigit = (number: string): string => number.at(-7)!

const KINDS: Kind[] = [
  cell('identity', 'ID_CHECK', (v) => v.slice(0, 17) + swapped(v.at(-1)!)),
  // As the office program keeps what was typed into a cell that is no text.
  cell('identity', 'ID_SCI', (v) => Number(`${v.slice(0, 15)}000`)),
  cell('identity', 'ID_SCI', (v) => `${v[0]}.${v.slice(1, 6)}E+17`),
  cell('identity', 'ID_LEN', (v) => v.slice(0, 17)),
  cell('name', 'NAME_LOST', (v) => `${v[0]}?${v.slice(2)}`),
  cell('sex', 'SEX_DIFFERS', (v) => (v === '男' ? '女' : '男')),
  cell('phone', 'PHONE_LEN', (v) => v.slice(0, 8)),
  cell('number', 'MISSING', () => null),
  cell('number', 'ID_NUM', (v) => Number(v.slice(-9))),
  cell('level', 'CERT_LEVEL_DIFFERS', (_, row) => (levelDigit(row[COLUMN.number]!) === '3' ? '四级' : '三级')),
  cell('level', 'LEVEL_WORD', () => '高等'),
  cell('occupation', 'OCC_NAME', () => '不在大典的职业'),
  cell('body', 'BODY_UNKNOWN', () => '没有登记的某某学校'),
  cell('issuedOn', 'DATE_FMT', () => '2022年13月45日'),
  cell('county', 'COUNTY_UNKNOWN', () => '盐湖区'),
  { field: '', code: 'DUP_FILE', spoil: (_, before) => before.at(-1) },
]
export const FAULT_KINDS = KINDS.length

/**
 * `count` rows of the shape that clerks bring, three in a hundred of them with one fault at a known cell. No two rows are
 * one person, and none is of a registered identity number, so that nothing but the planted is wrong.
 */
export function makeStock(
  patterns: readonly StockPattern[],
  count: number,
  seed: number,
  registered: Iterable<string>,
): Stock {
  const random = seededRandom(seed)
  const seen = new Set<string>(registered)
  const right: string[][] = []
  for (const row of stockRows(patterns, Math.ceil(count * 1.1) + 100, seed)) {
    if (right.length === count) break
    if (seen.has(row[COLUMN.identity]!)) continue
    seen.add(row[COLUMN.identity]!)
    right.push(row)
  }
  const faults: Planted[] = []
  const good: Values[] = []
  const rows = right.map((row, i): Values => {
    if (random() < FAULT_SHARE && good.length > 0) {
      const kind = KINDS[faults.length % KINDS.length]!
      const spoilt = kind.spoil(row, good)
      if (spoilt) {
        faults.push({ row: i + FIRST_ROW, field: kind.field, code: kind.code })
        return spoilt
      }
    }
    good.push(row)
    return row
  })
  const ordered = <T>(row: readonly T[]): T[] => ORDER.map((i) => row[i]!)
  return { header: ordered(STOCK_HEADER), rows: rows.map(ordered), right: right.map(ordered), faults }
}

/** Column letters of a key in the clerk's sheet, as the office program shows them. */
export const letterOf = (field: string): string =>
  String.fromCharCode(65 + ORDER.indexOf(COLUMN[field as keyof typeof COLUMN]))
export const placeOf = (field: string): number => ORDER.indexOf(COLUMN[field as keyof typeof COLUMN])

export async function writeSheet(out: Writable, header: readonly string[], rows: Iterable<Values>): Promise<void> {
  function* all(): Generator<Values> {
    yield [...header]
    yield* rows
  }
  await writeXlsx(
    [{ name: '存量证书', columns: header.map((_, i) => ({ title: i === 0 ? TITLE : '' })), rows: all() }],
    out,
  )
}
