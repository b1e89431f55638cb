import type { Writable } from 'node:stream'
import type { Tx } from '../kernel/db/database.ts'
import { sql } from '../kernel/db/sql.ts'
import { type Values, writeXlsx } from '../kernel/sheets/write.ts'
import { fromDayNumber } from '../kernel/values/plain-date.ts'
import { seededRandom } from '../kernel/values/world.ts'
import { getLevel, LEVELS } from '../modules/catalogue/index.ts'
import { identityCheckCharacter } from '../modules/people/identity-number.ts'

export type StockPattern = { prefix: string; body: string; occupation: string; level_rank: number; issued_on: string }

/** Bodies, occupations, levels and days as they really go together in the register; new numbers continue their series. */
export const stockPatterns = (tx: Tx): Promise<StockPattern[]> =>
  tx.rows<StockPattern>(
    sql`select distinct on (substr(c.number, 1, 16)) substr(c.number, 1, 16) as prefix, o.name as body, n.name as occupation, c.level_rank, c.issued_on
        from credentials.certificate c
        join directory.organisation o on o.organisation_id = c.organisation_id
        join catalogue.occupation n on n.edition = c.occupation_edition and n.code = c.occupation_code
        where c.kind = 'skill-level' and length(c.number) = 22 and c.level_rank between 1 and 5
        order by substr(c.number, 1, 16), c.number limit 400`,
  )

const SURNAMES = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'
const GIVEN = '建国志强秀英丽娟晓燕文军海霞永平小红春梅俊杰'
const DIVISIONS = ['141002', '141021', '141024', '141034', '141081', '142601', '142625']
const COUNTIES = ['尧都区', '洪洞县', '141021', '襄汾县', '侯马市', '霍州市', '141026', '蒲县']
const BIRTHS = { from: -5000, days: 12_000 }
/** Serials from here on are free in the demonstration town. */
const SERIAL_FROM = 500_000

export const STOCK_HEADER = [
  '姓名',
  '身份证号',
  '性别',
  '联系电话',
  '证书编号',
  '职业名称',
  '等级',
  '评价机构',
  '发证日期',
  '县（市、区）',
  '备注',
]

/** Real-shaped rows, every one of them right: levels and dates in the notations that clerks use. */
export function* stockRows(patterns: readonly StockPattern[], count: number, seed: number): Generator<string[]> {
  const random = seededRandom(seed)
  const pick = <T>(xs: ArrayLike<T>): T => xs[Math.floor(random() * xs.length)]!
  const serials = new Map<string, number>()
  for (let i = 0; i < count; i++) {
    const p = pick(patterns)
    const level = getLevel(LEVELS[p.level_rank]!.id)
    const birth = fromDayNumber(BIRTHS.from + Math.floor(random() * BIRTHS.days)).replaceAll('-', '')
    const order = Math.floor(random() * 999) + 1
    const first17 = `${pick(DIVISIONS)}${birth}${String(order).padStart(3, '0')}`
    const serial = (serials.get(p.prefix) ?? SERIAL_FROM) + 1
    serials.set(p.prefix, serial)
    const [y, m, d] = p.issued_on.split('-') as [string, string, string]
    yield [
      `${pick(SURNAMES)}${pick(GIVEN)}${random() < 0.7 ? pick(GIVEN) : ''}`,
      first17 + identityCheckCharacter(first17),
      order % 2 ? '男' : '女',
      `1${pick('3578')}${String(Math.floor(random() * 1e9)).padStart(9, '0')}`,
      `${p.prefix}${String(serial).padStart(6, '0')}`,
      p.occupation,
      pick([level.display.zh, level.name.zh, level.grade!.zh, level.digit!]),
      p.body,
      pick([
        `${y}-${m}-${d}`,
        `${y}/${Number(m)}/${Number(d)}`,
        `${y}.${Number(m)}.${Number(d)}`,
        `${y}${m}${d}`,
        `${y}年${Number(m)}月${Number(d)}日`,
      ]),
      pick(COUNTIES),
      '',
    ]
  }
}

/** The stock as a workbook: a title row above the header, as clerks have it. */
export async function writeStock(out: Writable, rows: Iterable<Values>): Promise<void> {
  function* all(): Generator<Values> {
    yield STOCK_HEADER
    yield* rows
  }
  await writeXlsx(
    [
      {
        name: '存量证书',
        columns: STOCK_HEADER.map((_, i) => ({ title: i === 0 ? '临汾市技能等级证书存量登记表' : '' })),
        rows: all(),
      },
    ],
    out,
  )
}
