import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../doors/testing.ts'
import { Database, type Tx } from '../kernel/db/database.ts'
import { signCheckpoint } from '../kernel/journal/checkpoint.ts'
import type { SealedTable } from '../kernel/journal/sealed.ts'
import { type JournalReport, verifyJournal } from '../kernel/journal/verify.ts'
import { sealedTableOf } from '../kernel/records/define.ts'
import { seededRandom } from '../kernel/values/world.ts'
import { guildbook } from './program.ts'
import { signedIn } from './visitor.ts'

const SEED = 275
/** Edits of registers, besides those of the journal itself. */
const EDITS = 12

let town: TestHouse
/** The hand that goes around the program: PostgreSQL's superuser, triggers and references off. */
let hand: Database
let tables: SealedTable[]
beforeAll(async () => {
  town = await testHouse({ town: 'small' })
  const base = await town.serve()
  // Some life, so that not only loaded rows are there: two persons put a certificate out of force.
  const handler = await signedIn(base, 'city-handler')
  const reviewer = await signedIn(base, 'city-reviewer')
  const { rows } = await handler.must('GET', '/api/v1/records/credentials.certificate?limit=30')
  for (const { fields } of rows
    .filter((r: { fields: { revokedOn: string | null } }) => r.fields.revokedOn === null)
    .slice(0, 4)) {
    const c = await handler.must('POST', '/api/v1/cases/credentials.revocation', {
      certificateNumber: fields.number,
      reasonCode: 'fraud',
      reason: '查实',
      effectiveOn: fields.issuedOn,
    })
    await reviewer.must('POST', `/api/v1/cases/credentials.revocation/${c.id}/acts/revoke`, {})
  }
  await town.house.db.tx((tx) => signCheckpoint(tx, town.house.office.world, town.house.office.keys))
  hand = new Database(town.superConfig)
  tables = [...town.house.office.records.values()].filter((r) => r.sealed).map((r) => sealedTableOf(r))
})
afterAll(async () => {
  await hand?.close()
  await town?.close()
})

const verify = (tx: Tx): Promise<JournalReport> => {
  const { keys } = town.house.office
  return verifyJournal(
    tx,
    tables,
    (keyId, bytes, signature) => keyId === keys.signingKeyId && keys.verify(bytes, signature),
  )
}

class TakenBack extends Error {}
/** Edits, looks at the whole with the verifier's eyes, and takes the edit back. */
async function seenAfter(edit: (tx: Tx) => Promise<void>): Promise<JournalReport> {
  let report: JournalReport | undefined
  await hand
    .tx(async (tx) => {
      await tx.run({ text: 'set local session_replication_role = replica', values: [] })
      await edit(tx)
      report = await verify(tx)
      throw new TakenBack()
    })
    .catch((e) => {
      if (!(e instanceof TakenBack)) throw e
    })
  return report!
}
const now = (): Promise<JournalReport> => hand.tx((tx) => verify(tx))

const random = seededRandom(SEED)
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!

/** Another value of the same kind, as SQL over the column. */
const OTHER: Record<string, (column: string) => string> = {
  text: (c) => `${c} || '0'`,
  smallint: (c) => `${c} + 1`,
  integer: (c) => `${c} + 1`,
  bigint: (c) => `${c} + 1`,
  date: (c) => `${c} + 1`,
  boolean: (c) => `not ${c}`,
  bytea: (c) => `set_byte(${c}, length(${c}) - 1, (get_byte(${c}, length(${c}) - 1) + 1) % 256)`,
  uuid: (c) => `overlay(${c}::text placing case when right(${c}::text, 1) = '0' then '1' else '0' end from 36)::uuid`,
}

type Edit = { what: string; key: string; table: string }
const one = async (tx: Tx, text: string, values: unknown[] = []): Promise<Record<string, unknown>> =>
  tx.one<Record<string, unknown>>({ text, values })

async function randomRow(tx: Tx, t: SealedTable): Promise<string[] | undefined> {
  const { n } = (await one(tx, `select count(*)::int as n from ${t.table}`)) as { n: number }
  if (n === 0) return undefined
  const row = await one(
    tx,
    `select ${t.key.map((k) => `${k}::text as ${k}`).join(', ')} from ${t.table} order by ${t.key.join(', ')} offset ${Math.floor(random() * n)} limit 1`,
  )
  return t.key.map((k) => String(row[k]))
}
const whereKey = (t: SealedTable, from = 1): string => t.key.map((k, i) => `${k}::text = $${i + from}`).join(' and ')

/** One random edit of one random register; said in words. A value that the table's own checks refuse is drawn again. */
async function editRegister(tx: Tx): Promise<Edit> {
  for (let draw = 0; draw < 200; draw++) {
    const t = pick(tables)
    const key = await randomRow(tx, t)
    if (!key) continue
    const how = random()
    const named = { table: t.table, key: key.join('/') }
    await tx.run({ text: 'savepoint draw', values: [] })
    try {
      if (how < 0.15) {
        await tx.run({ text: `delete from ${t.table} where ${whereKey(t)}`, values: key })
        return { ...named, what: 'a row deleted' }
      }
      const columns = await tx.rows<{ name: string; type: string }>({
        text: `select a.attname as name, format_type(a.atttypid, null) as type from pg_attribute a where a.attrelid = $1::regclass and a.attnum > 0 and a.attname = any($2)`,
        values: [t.table, t.columns.filter((c) => !t.key.includes(c))],
      })
      const column = pick(columns)
      if (how < 0.35) {
        // Two rows exchange a value: nothing is missing, nothing is new.
        const other = await randomRow(tx, t)
        if (!other || other.join() === key.join()) throw new TakenBack()
        const value = async (k: string[]) =>
          (await one(tx, `select ${column.name}::text as v from ${t.table} where ${whereKey(t)}`, k))['v']
        const [a, b] = [await value(key), await value(other)]
        if (a === b) throw new TakenBack()
        await tx.run({
          text: `update ${t.table} set ${column.name} = $1::${column.type} where ${whereKey(t, 2)}`,
          values: [b, ...key],
        })
        await tx.run({
          text: `update ${t.table} set ${column.name} = $1::${column.type} where ${whereKey(t, 2)}`,
          values: [a, ...other],
        })
        return { ...named, what: `${column.name} exchanged with another row` }
      }
      const other = OTHER[column.type]
      if (!other) throw new TakenBack()
      const done = await tx.run({
        text: `update ${t.table} set ${column.name} = ${other(column.name)} where ${whereKey(t)} and ${column.name} is not null`,
        values: key,
      })
      if (done !== 1) throw new TakenBack()
      return { ...named, what: `${column.name} changed` }
    } catch (e) {
      const code = (e as { code?: string }).code ?? ''
      if (!(e instanceof TakenBack) && !code.startsWith('22') && !code.startsWith('23')) throw e
      await tx.run({ text: 'rollback to savepoint draw', values: [] })
    }
  }
  throw new Error('no edit was possible')
}

describe('edits around the program', () => {
  test('there is nothing to find in a town that was not touched', async () => {
    const report = await now()
    expect(report.problems).toEqual([])
    expect(report.leaves).toBeGreaterThan(8)
    expect(report.rows).toBeGreaterThan(10_000)
    expect(report.checkpoints).toBeGreaterThan(0)
    expect(tables.length).toBeGreaterThan(3)
  })

  test(`${EDITS} random edits of the registers are all found, and named`, async () => {
    const touched = new Set<string>()
    for (let i = 0; i < EDITS; i++) {
      let made: Edit | undefined
      const report = await seenAfter(async (tx) => {
        made = await editRegister(tx)
      })
      const said = `edit ${i}: ${made!.table} ${made!.key}: ${made!.what}`
      touched.add(made!.table)
      expect(report.problemsTotal, said).toBeGreaterThan(0)
      // A loaded row that is gone is named by its stretch; any other row by its key.
      const named =
        made!.what === 'a row deleted'
          ? report.problems.some((p) => p.where.startsWith(`${made!.table} `))
          : report.problems.some((p) => p.where === `${made!.table} ${made!.key}`)
      expect(named, `${said}\n${JSON.stringify(report.problems)}`).toBe(true)
    }
    expect(touched.size).toBeGreaterThan(2)
    expect((await now()).problems).toEqual([])
  })

  test('a row put in is found', async () => {
    const t = tables.find((x) => x.table === 'people.person')!
    const report = await seenAfter(async (tx) => {
      const columns = (
        await tx.rows<{ name: string }>({
          text: `select attname as name from pg_attribute where attrelid = 'people.person'::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
          values: [],
        })
      ).map((c) => c.name)
      const list = (id: string, index: string) =>
        columns.map((c) => (c === 'person_id' ? id : c === 'identity_index' ? index : c)).join(', ')
      await tx.run({
        text: `insert into people.person (${columns.join(', ')}) select ${list(`'0185657a-6c00-7fff-bfff-ffffffffffff'::uuid`, `sha256('x')`)} from people.person limit 1`,
        values: [],
      })
    })
    expect(report.problems.map((p) => p.where)).toContain(`${t.table} 0185657a-6c00-7fff-bfff-ffffffffffff`)
  })

  const leafEdits: Record<string, (tx: Tx) => Promise<void>> = {
    'the text of a leaf': async (tx) => {
      const n = await tx.run({
        text: `update journal.leaf set body = replace(body, 'credentials.revocation', 'credentials.revocatiom') where kind = 'credentials.revocation.revoke'`,
        values: [],
      })
      expect(n).toBeGreaterThan(0)
    },
    'text and hash of a leaf together': async (tx) => {
      const n = await tx.run({
        text: `update journal.leaf set body = b, hash = sha256('\\x00'::bytea || convert_to(b, 'UTF8')) from (select bucket as b0, seq as s0, replace(body, 'revoke', 'refuse') as b from journal.leaf where kind = 'credentials.revocation.revoke' order by bucket, seq limit 1) x where bucket = b0 and seq = s0`,
        values: [],
      })
      expect(n).toBe(1)
    },
    'a leaf taken out of the middle': async (tx) => {
      expect(
        await tx.run({
          text: `delete from journal.leaf where (bucket, seq) = (select bucket, seq from journal.leaf l where exists (select 1 from journal.leaf m where m.bucket = l.bucket and m.seq > l.seq) order by bucket, seq limit 1)`,
          values: [],
        }),
      ).toBe(1)
    },
    'the newest leaf cut off, and the head moved back': async (tx) => {
      const { bucket, seq } = (await one(
        tx,
        `select bucket, seq from journal.leaf where kind = 'credentials.revocation.revoke' order by at desc limit 1`,
      )) as { bucket: number; seq: number }
      await tx.run({ text: `delete from journal.leaf where bucket = $1 and seq >= $2`, values: [bucket, seq] })
      const rows = await tx.rows<{ seq: number }>({
        text: `select seq from journal.leaf where bucket = $1 order by seq desc limit 1`,
        values: [bucket],
      })
      await tx.run({
        text: `update journal.head set seq = $2, hash = coalesce((select hash from journal.leaf where bucket = $1 and seq = $2), decode(repeat('00', 32), 'hex')) where bucket = $1`,
        values: [bucket, rows[0]?.seq ?? 0],
      })
    },
    'the time of a leaf': async (tx) => {
      expect(
        await tx.run({
          text: `update journal.leaf set at = at - interval '1 day' where kind = 'credentials.revocation.open'`,
          values: [],
        }),
      ).toBeGreaterThan(0)
    },
    'a signed root': async (tx) => {
      expect(await tx.run({ text: `update journal.checkpoint set root = sha256(root)`, values: [] })).toBeGreaterThan(0)
    },
    'a signature': async (tx) => {
      expect(
        await tx.run({
          text: `update journal.checkpoint set signature = set_byte(signature, 5, (get_byte(signature, 5) + 1) % 256)`,
          values: [],
        }),
      ).toBeGreaterThan(0)
    },
    'a leaf and the row it speaks of, both': async (tx) => {
      await tx.run({ text: `delete from journal.leaf where kind like 'credentials.revocation.%'`, values: [] })
      await tx.run({
        text: `update credentials.certificate set revoked_on = null, revoked_known_on = null, revoked_reason = null where revoked_on is not null`,
        values: [],
      })
    },
  }
  for (const [what, edit] of Object.entries(leafEdits))
    test(`found: ${what}`, async () => {
      const report = await seenAfter(edit)
      expect(report.problemsTotal).toBeGreaterThan(0)
      expect(report.problems[0]!.where).toMatch(/^(leaf|bucket|checkpoint|credentials\.)/)
    })

  test('the command says so, names the row and fails; and passes when all is as it was', async () => {
    const where = { data: town.house.dataDir, database: town.superConfig }
    const row = await hand.read.one<{ id: string; name: string }>({
      text: 'select person_id::text as id, name from people.person order by person_id offset 77 limit 1',
      values: [],
    })
    const rename = (name: string) =>
      hand.tx(async (tx) => {
        await tx.run({ text: 'set local session_replication_role = replica', values: [] })
        await tx.run({ text: 'update people.person set name = $2 where person_id = $1', values: [row.id, name] })
      })
    await rename('某某某')
    const bad = await guildbook(['verify', 'journal'], where)
    expect(bad.code, bad.err).toBe(1)
    expect(bad.out).toContain(`people.person ${row.id}`)
    await rename(row.name)
    const good = await guildbook(['verify', 'journal'], where)
    expect(good.code, good.out).toBe(0)
  })
})
