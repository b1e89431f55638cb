import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Database, type Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { type Club, clubSql, openClub } from '../testing/club/index.ts'
import { seededRandom } from '../values/world.ts'
import { signCheckpoint } from './checkpoint.ts'
import { bucketOf, sealRow, sealRows, sealTable, writeLeaf } from './journal.ts'
import { leafHash } from './tree.ts'
import { type JournalReport, verifyJournal } from './verify.ts'

/** Enough for three chunks of sealed rows. */
const MEMBERS = 2300
const HALLS = ['9', '10', '2', 'A', 'a', '𠀀', 'ﬀ', '馆', '']

let c: Club
/** Somebody who has the database in hands: the owner, around the program. */
let owner: Database
let memberIds: string[]

beforeAll(async () => {
  c = await openClub({ at: '2026-03-08T04:00:00Z' })
  owner = new Database(c.test.superConfig, { size: 4, statementTimeoutMs: 60_000 })
  // A mass load, sealed afterwards …
  await c.asOwner(
    `insert into club.member (member_id, name, area, level, player_key, joined_on, listed, search_terms)
     select md5('member' || i)::uuid, 'Player ' || i, 'N1', 'rookie', 'p' || i, '2020-01-01', false, '{}' from generate_series(1, ${MEMBERS}) i`,
  )
  for (const hall of HALLS)
    for (const place of ['1', '2', '10'])
      await c.asOwner('insert into club.locker values ($1, $2, null)', [hall, place])
  for (const t of c.sealed) await c.db.tx((tx) => sealTable(tx, c.world, t, 'system'))
  memberIds = (await c.asOwner<{ id: string }>('select member_id::text as id from club.member order by member_id')).map(
    (r) => r.id,
  )
  // … then acts: rows changed (twice, by two subjects), new, gone.
  const act = async (subject: string, work: (tx: Tx) => Promise<Parameters<typeof writeLeaf>[2]['rows']>) => {
    c.world.tick(1000)
    await c.db.tx(async (tx) => {
      const rows = (await work(tx)) ?? []
      await writeLeaf(tx, c.world, { kind: 'club.test', subject, actor: 'somebody', body: {}, rows })
    })
  }
  const memberTable = c.sealed[0]!
  for (let i = 0; i < 40; i++) {
    const id = memberIds[i * 50]!
    await act(`case/${i}`, async (tx) => {
      await tx.run(clubSql.setRemark(id, `remark ${i}`))
      return [await sealRow(tx, memberTable, [id], 'changed')]
    })
  }
  for (let i = 0; i < 40; i += 2) {
    const id = memberIds[i * 50]!
    // Another subject, so another bucket: before or after the first one's in the order of chains.
    await act(`other/${i}`, async (tx) => {
      await tx.run(clubSql.setRemark(id, `second remark ${i}`))
      return sealRows(tx, memberTable, [id], 'changed')
    })
  }
  for (let i = 0; i < 20; i++) {
    const id = c.world.id()
    await c.addMember({ id, name: `New ${i}` })
    await act(`new/${i}`, async (tx) => [await sealRow(tx, memberTable, [id], 'new')])
  }
  for (let i = 0; i < 20; i++) {
    const id = memberIds[i * 50 + 25]!
    await act(`gone/${i}`, async (tx) => {
      await tx.run(clubSql.deleteMember(id))
      return [{ table: 'club.member', key: id, op: 'gone', hash: null }]
    })
  }
  // One that went and came back under its own key.
  const back = memberIds[25]!
  await act('back/1', async (tx) => {
    await tx.run(
      sql`insert into club.member (member_id, name, area, level, player_key, joined_on, listed, search_terms) values (${back}, 'Back', 'S1', 'rookie', 'p', '2026-03-08', false, '{}')`,
    )
    return [await sealRow(tx, memberTable, [back], 'new')]
  })
  c.world.set('2026-03-09T20:00:00Z') // the 10th in the city's zone
  await c.db.tx((tx) => signCheckpoint(tx, c.world, c.keys))
  for (let i = 0; i < 30; i++) await act(`later/${i}`, async () => [])
  c.world.set('2026-03-11T20:00:00Z')
  await c.db.tx((tx) => signCheckpoint(tx, c.world, c.keys))
  for (let i = 0; i < 10; i++) await act(`today/${i}`, async () => [])
})
afterAll(async () => {
  await owner.close()
  await c.close()
})

const verify = (tx: Tx): Promise<JournalReport> =>
  verifyJournal(tx, c.sealed, (id, bytes, signature) => id === c.keys.signingKeyId && c.keys.verify(bytes, signature))

class Undo extends Error {}
/** Tampers as the owner, verifies in the same transaction, and takes it all back. */
async function afterTampering(tamper: (tx: Tx) => Promise<unknown>): Promise<JournalReport> {
  let report: JournalReport | undefined
  await owner
    .tx(async (tx) => {
      await tamper(tx)
      report = await verify(tx)
      throw new Undo()
    })
    .catch((e) => {
      if (!(e instanceof Undo)) throw e
    })
  return report!
}
const run =
  (text: string, values: unknown[] = []) =>
  (tx: Tx) =>
    tx.run({ text, values })
const says = (r: JournalReport) => r.problems.map((p) => `${p.where}: ${p.what}`).join('\n')

it('raises no alarm after a mass load, changed, new and gone rows, and checkpoints', async () => {
  const report = await c.db.snapshot(verify)
  expect(report.problems).toEqual([])
  expect(report.checkpoints).toBe(2)
  expect(report.leaves).toBeGreaterThan(140)
  expect(report.rows).toBe(MEMBERS + 1 + HALLS.length * 3)
})

it('raises no false alarm in the exact order of odd keys when the first or the last of a stretch is gone by an act', async () => {
  const report = await afterTampering(async (tx) => {
    for (const [hall, place] of [
      ['', '1'],
      ['𠀀', '2'],
      ['ﬀ', '10'],
    ] as const) {
      await tx.run(sql`delete from club.locker where hall = ${hall} and place = ${place}`)
      await writeLeaf(tx, c.world, {
        kind: 'club.test',
        subject: `locker/${hall}/${place}`,
        actor: 'x',
        body: {},
        rows: [{ table: 'club.locker', key: `${hall}/${place}`, op: 'gone', hash: null }],
      })
    }
  })
  expect(says(report)).toBe('')
})

describe('finds each way of tampering, and says where', () => {
  const ordinary = () => memberIds[7]!
  const changed = () => memberIds[50]!
  const cases: [string, RegExp, (tx: Tx) => Promise<unknown>][] = [
    [
      'an edited row of the load',
      /club\.member .* edited/,
      (tx) => run(`update club.member set level = 'champion' where member_id = $1`, [ordinary()])(tx),
    ],
    [
      'an edited row that an act had changed',
      /club\.member .* edited/,
      (tx) => run(`update club.member set remark = 'x' where member_id = $1`, [changed()])(tx),
    ],
    [
      'a row put back to what it was before its last act',
      /differs from what its newest leaf/,
      (tx) => run(`update club.member set remark = 'remark 2' where member_id = $1`, [memberIds[100]!])(tx),
    ],
    [
      'a deleted row of the load',
      /gone without a leaf/,
      (tx) => run('delete from club.member where member_id = $1', [ordinary()])(tx),
    ],
    [
      'a deleted first row',
      /gone without a leaf/,
      (tx) => run('delete from club.member where member_id = $1', [memberIds[1]!])(tx),
    ],
    [
      'a deleted row that an act had changed',
      /deleted around the program/,
      (tx) => run('delete from club.member where member_id = $1', [changed()])(tx),
    ],
    [
      'an inserted row',
      /put in around/,
      (tx) =>
        run(
          `insert into club.member select gen_random_uuid(), name, area, level, academy_id, phone_sealed, phone_index, player_key, joined_on, remark, listed, search_terms from club.member limit 1`,
        )(tx),
    ],
    [
      'a row inserted beyond the last',
      /no leaf speaks of this row/,
      (tx) =>
        run(
          `insert into club.member select 'ffffffff-ffff-ffff-ffff-ffffffffffff', name, area, level, academy_id, phone_sealed, phone_index, player_key, joined_on, remark, listed, search_terms from club.member limit 1`,
        )(tx),
    ],
    [
      'a row put in where an act had deleted one',
      /was deleted by an act, yet it is there/,
      (tx) =>
        run(
          `insert into club.member select $1::uuid, name, area, level, academy_id, phone_sealed, phone_index, player_key, joined_on, remark, listed, search_terms from club.member limit 1`,
          [memberIds[75]!],
        )(tx),
    ],
    [
      'two rows with swapped contents',
      /edited or put in/,
      (tx) =>
        run(
          `update club.member m set name = o.name, player_key = o.player_key from club.member o where (m.member_id = $1 and o.member_id = $2) or (m.member_id = $2 and o.member_id = $1)`,
          [ordinary(), memberIds[8]!],
        )(tx),
    ],
    [
      'two rows with swapped keys',
      /edited|gone/,
      async (tx) => {
        await run(`update club.member set member_id = '00000000-0000-0000-0000-000000000001' where member_id = $1`, [
          ordinary(),
        ])(tx)
        await run('update club.member set member_id = $1 where member_id = $2', [ordinary(), memberIds[8]!])(tx)
        await run(`update club.member set member_id = $1 where member_id = '00000000-0000-0000-0000-000000000001'`, [
          memberIds[8]!,
        ])(tx)
      },
    ],
    [
      'an edited odd row',
      /club\.locker/,
      (tx) => run(`update club.locker set holder = 'x' where hall = '𠀀' and place = '10'`)(tx),
    ],
    [
      'an edited body',
      /edited/,
      (tx) => run(`update journal.leaf set body = replace(body, 'somebody', 'nobody') where subject = 'case/3'`)(tx),
    ],
    [
      'a body that is no JSON',
      /not that of a leaf/,
      (tx) => run(`update journal.leaf set body = 'null' where subject = 'case/3'`)(tx),
    ],
    [
      'a body that lost its rows',
      /not that of a leaf/,
      (tx) => run(`update journal.leaf set body = '{"bucket":1,"rows":[null]}' where subject = 'case/3'`)(tx),
    ],
    [
      'an edited column beside the body',
      /differ from the hashed text/,
      (tx) => run(`update journal.leaf set kind = 'club.other' where subject = 'case/3'`)(tx),
    ],
    [
      'an edited time beside the body',
      /differ from the hashed text/,
      (tx) => run(`update journal.leaf set at = at + interval '1 second' where subject = 'case/3'`)(tx),
    ],
    [
      'an edited day beside the body',
      /day differs/,
      (tx) => run(`update journal.leaf set day = day - 1 where subject = 'today/3'`)(tx),
    ],
    ['a deleted leaf', /missing|head/, (tx) => run(`delete from journal.leaf where subject = 'case/3'`)(tx)],
    [
      'a cut tail',
      /tail was cut|bucket is empty/,
      (tx) =>
        run(
          'delete from journal.leaf l using journal.head h where l.bucket = h.bucket and l.seq = h.seq and l.subject = $1',
          [`today/${lastOfBucket()}`],
        )(tx),
    ],
    [
      'a cut tail with its head set back',
      /another root/,
      async (tx) => {
        const [last] = await tx.rows<{ bucket: number; seq: number }>({
          text: `select l.bucket, l.seq from journal.leaf l join journal.head h on h.bucket = l.bucket and h.seq = l.seq where l.subject like 'later/%' limit 1`,
          values: [],
        })
        await run('delete from journal.leaf where bucket = $1 and seq = $2', [last!.bucket, last!.seq])(tx)
        await run(
          `update journal.head set seq = seq - 1, hash = coalesce((select hash from journal.leaf where bucket = $1 and seq = $2), decode(repeat('00', 32), 'hex')) where bucket = $1`,
          [last!.bucket, last!.seq - 1],
        )(tx)
      },
    ],
    [
      'an edited head',
      /head/,
      (tx) =>
        run(`update journal.head set hash = decode(repeat('11', 32), 'hex') where bucket = $1`, [bucketOf('case/3')])(
          tx,
        ),
    ],
    [
      'a head that counts further',
      /head/,
      (tx) => run('update journal.head set seq = seq + 1 where bucket = $1', [bucketOf('case/3')])(tx),
    ],
    [
      'a head of an empty bucket',
      /empty/,
      (tx) =>
        run(
          'update journal.head set seq = 1 where seq = 0 and bucket = (select min(bucket) from journal.head where seq = 0)',
        )(tx),
    ],
    ['a lost head', /head/, (tx) => run('delete from journal.head where bucket = $1', [bucketOf('case/3')])(tx)],
    [
      'an edited root',
      /another root/,
      (tx) => run(`update journal.checkpoint set root = decode(repeat('22', 32), 'hex') where day = '2026-03-09'`)(tx),
    ],
    [
      'an edited size',
      /another root/,
      (tx) => run(`update journal.checkpoint set tree_size = tree_size - 1 where day = '2026-03-09'`)(tx),
    ],
    [
      'a forged signature',
      /signature does not hold/,
      (tx) =>
        run(
          `update journal.checkpoint set signature = set_byte(signature, 5, get_byte(signature, 5) # 1) where day = '2026-03-09'`,
        )(tx),
    ],
    [
      'another key',
      /signature does not hold/,
      (tx) => run(`update journal.checkpoint set key_id = 'mine' where day = '2026-03-09'`)(tx),
    ],
    [
      'a leaf moved to another bucket',
      /wrong place|missing|head/,
      (tx) =>
        run(
          `update journal.leaf set bucket = (select min(bucket) from journal.head where seq = 0), seq = 1 where subject = 'case/3'`,
        )(tx),
    ],
    [
      'a leaf that was rewritten with its own hash only',
      /is not linked to the leaf before it/,
      async (tx) => {
        const [leaf] = await tx.rows<{ bucket: number; seq: number; body: string }>(
          sql`select l.bucket, l.seq, l.body from journal.leaf l join journal.head h on h.bucket = l.bucket where l.seq < h.seq limit 1`,
        )
        const body = leaf!.body.replace('somebody', 'nobody').replace('system', 'nobody')
        await tx.run(
          sql`update journal.leaf set body = ${body}, hash = ${leafHash(Buffer.from(body))} where bucket = ${leaf!.bucket} and seq = ${leaf!.seq}`,
        )
      },
    ],
    ['a leaf that was rewritten with all that follows it', /another root/, (tx) => rewrite(tx, 'case/3')],
  ]
  const lastOfBucket = () =>
    [...Array(10).keys()].findLast(
      (i) => ![...Array(10).keys()].some((j) => j > i && bucketOf(`today/${j}`) === bucketOf(`today/${i}`)),
    )!

  it.each(cases)('%s', async (_, expected, tamper) => {
    const report = await afterTampering(tamper)
    expect(report.problemsTotal).toBeGreaterThan(0)
    expect(says(report)).toMatch(expected)
  })
})

/** What a clever enemy does: edits a body and makes hashes, links and head anew. Only the signed checkpoint knows. */
async function rewrite(tx: Tx, subject: string): Promise<void> {
  const bucket = bucketOf(subject)
  const leaves = await tx.rows<{ seq: number; subject: string; body: string }>(
    sql`select seq, subject, body from journal.leaf where bucket = ${bucket} order by seq`,
  )
  let prev = '00'.repeat(32)
  for (const l of leaves) {
    const leaf = JSON.parse(l.body) as Record<string, unknown>
    const body = JSON.stringify({ ...leaf, prev, ...(l.subject === subject ? { actor: 'nobody' } : {}) })
    const hash = leafHash(Buffer.from(body))
    await tx.run(
      sql`update journal.leaf set body = ${body}, hash = ${hash} where bucket = ${bucket} and seq = ${l.seq}`,
    )
    prev = hash.toString('hex')
  }
  await tx.run(sql`update journal.head set hash = ${Buffer.from(prev, 'hex')} where bucket = ${bucket}`)
}

it('finds every one of 240 random edits and names the place', async () => {
  const random = seededRandom(20_260_310)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const alive = (await c.asOwner<{ id: string }>('select member_id::text as id from club.member order by 1')).map(
    (r) => r.id,
  )
  const leaves = await c.asOwner<{ bucket: number; seq: string; body: string }>(
    'select bucket, seq, body from journal.leaf',
  )
  const missed: string[] = []
  for (let i = 0; i < 240; i++) {
    const id = pick(alive)
    const leaf = pick(leaves)
    const column = pick(['name', 'area', 'player_key', 'remark'])
    const place = `leaf ${leaf.bucket}/${leaf.seq}`
    const [what, where, tamper] = pick<() => [string, RegExp, (tx: Tx) => Promise<unknown>]>([
      () => [
        `edit ${column} of ${id}`,
        new RegExp(id),
        run(`update club.member set ${column} = coalesce(${column}, '') || $2 where member_id = $1`, [
          id,
          String.fromCharCode(33 + Math.floor(random() * 90)),
        ]),
      ],
      () => [`delete ${id}`, /club\.member/, run('delete from club.member where member_id = $1', [id])],
      () => [
        `copy ${id}`,
        /club\.member/,
        run(
          'insert into club.member select $2::uuid, name, area, level, academy_id, phone_sealed, phone_index, player_key, joined_on, remark, listed, search_terms from club.member where member_id = $1',
          [
            id,
            `${id.slice(0, -4)}${Math.floor(random() * 65536)
              .toString(16)
              .padStart(4, '0')}`,
          ],
        ),
      ],
      () => {
        const at = Math.floor(random() * leaf.body.length)
        const body = `${leaf.body.slice(0, at)}${leaf.body[at] === '0' ? '1' : '0'}${leaf.body.slice(at + 1)}`
        return [
          `byte ${at} of ${place}`,
          new RegExp(`${place}:`),
          run('update journal.leaf set body = $3 where bucket = $1 and seq = $2', [leaf.bucket, leaf.seq, body]),
        ]
      },
      () => [
        `delete ${place}`,
        new RegExp(`(leaf|bucket) ${leaf.bucket}\\b|checkpoint`),
        run('delete from journal.leaf where bucket = $1 and seq = $2', [leaf.bucket, leaf.seq]),
      ],
      () => [
        `hash of ${place}`,
        new RegExp(`${place}:`),
        run(
          'update journal.leaf set hash = set_byte(hash, $3, get_byte(hash, $3) # 1) where bucket = $1 and seq = $2',
          [leaf.bucket, leaf.seq, Math.floor(random() * 32)],
        ),
      ],
    ])()
    const report = await afterTampering(tamper)
    if (report.problemsTotal === 0 || !where.test(says(report))) missed.push(`${what}\n  → ${says(report)}`)
  }
  expect(missed.join('\n')).toBe('')
})

it('keeps every chain whole with 64 writers at once', async () => {
  const before = (await c.db.snapshot(verify)).leaves
  await Promise.all(
    Array.from({ length: 64 }, (_, w) =>
      c.db.tx(async (tx) => {
        // Few subjects, so that they fight for the same buckets.
        await writeLeaf(tx, c.world, {
          kind: 'club.crowd',
          subject: `crowd/${w % 3}`,
          actor: `writer ${w}`,
          body: { w },
        })
      }),
    ),
  )
  const report = await c.db.snapshot(verify)
  expect(report.problems).toEqual([])
  expect(report.leaves).toBe(before + 64)
  const written = await c.db.read.rows<{ w: number }>(
    sql`select (body::jsonb->'body'->>'w')::int as w from journal.leaf where kind = 'club.crowd'`,
  )
  expect(written.map((r) => r.w).sort((a, b) => a - b)).toEqual([...Array(64).keys()])
})

it('lets the application add leaves but neither edit nor delete one', async () => {
  await expect(c.db.tx((tx) => tx.run(sql`update journal.leaf set kind = 'x'`))).rejects.toMatchObject({
    code: '42501',
  })
  await expect(c.db.tx((tx) => tx.run(sql`delete from journal.leaf`))).rejects.toMatchObject({ code: '42501' })
  await expect(c.db.tx((tx) => tx.run(sql`delete from journal.head`))).rejects.toMatchObject({ code: '42501' })
  await expect(c.db.tx((tx) => tx.run(sql`update journal.checkpoint set key_id = 'x'`))).rejects.toMatchObject({
    code: '42501',
  })
})

it('reports a row whose leaf speaks of a table that is not sealed', async () => {
  const report = await afterTampering((tx) =>
    writeLeaf(tx, c.world, {
      kind: 'club.test',
      subject: 'x',
      actor: 'x',
      body: {},
      rows: [{ table: 'club.ball', key: '1', op: 'new', hash: '00' }],
    }),
  )
  expect(says(report)).toMatch(/not sealed: club\.ball/)
})
