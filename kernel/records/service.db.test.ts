import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../access/actor.ts'
import { allows, allowsSome } from '../access/policy.ts'
import { sql } from '../db/sql.ts'
import {
  type Club,
  captain,
  clubSql,
  member,
  openClub,
  player,
  propertyRuns,
  someone,
  steward,
} from '../testing/club/index.ts'
import { Failure } from '../values/fail.ts'
import { seededRandom } from '../values/world.ts'
import { secretPlace } from './answer.ts'
import { encodeCursor, type ListWords } from './service.ts'

/** Stands in every secret and in every field that is not public. It must never come out. */
const CANARY = '1380013800'
type Row = {
  id: string
  area: string
  academyId: string | null
  playerKey: string
  listed: boolean
  level: string
  name: string
  joinedOn: string
  phone: string
}
let c: Club
const rows: Row[] = []
const academies: string[] = []

beforeAll(async () => {
  c = await openClub()
  const random = seededRandom(11)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  for (const name of ['晨曦网校', '星河网校']) {
    const id = c.world.id()
    academies.push(id)
    await c.db.tx((tx) => tx.run(clubSql.insertAcademy(id, name)))
  }
  for (let i = 0; i < 120; i++) {
    c.world.tick(1)
    const row: Row = {
      id: c.world.id(),
      area: pick(['N1', 'N2', 'S1', 'S2', 'N', 'Nx', 'SN1']),
      academyId: pick([...academies, null]),
      playerKey: pick(['anna', 'boris', 'clara', `p${i}`]),
      listed: random() < 0.4,
      level: pick(['rookie', 'regular', 'champion']),
      name: `${pick(['李', '王', '欧阳', '王李'])}${pick(['网', '球', '小网', '大球'])}${i}`,
      joinedOn: pick(['2025-01-01', '2025-06-15', '2026-02-28']),
      phone: `${CANARY}${String(i).padStart(3, '0')}`,
    }
    rows.push(row)
    const { phone, ...rest } = row
    await c.addMember({ ...rest, phonePlain: phone, remark: `remark ${CANARY}` })
  }
})
afterAll(() => c.close())

const all = async (words: ListWords, actor: Actor, audience: 'staff' | 'public', limit = 7) => {
  const out: string[] = []
  let cursor: string | undefined
  let total = 0
  do {
    const page = await c.records.list(
      'club.member',
      { ...words, limit, ...(cursor ? { cursor } : {}) },
      actor,
      audience,
    )
    out.push(...page.rows.map((r) => r.id))
    total = page.total
    cursor = page.next ?? undefined
  } while (cursor)
  expect(total).toBe(out.length)
  return out
}
const failure = async (p: Promise<unknown>) => {
  const e = await p.then(
    () => undefined,
    (x: unknown) => x,
  )
  if (!(e instanceof Failure)) throw e ?? new Error('it did not fail')
  return e
}
const scopeOf = (r: Row) => ({ jurisdiction: r.area, organisation: r.academyId, own: r.playerKey })

const anyGrant = fc.record({
  role: fc.constantFrom('steward', 'captain', 'coach', 'player', 'umpire', 'stranger'),
  jurisdiction: fc.constantFrom(null, '', 'N', 'N1', 'S', 'S2', 'X', '%', 'N_'),
  organisationId: fc.constantFrom<'0' | '1' | null>(null, '0', '1'),
})
const anyActor = fc.tuple(fc.array(anyGrant, { maxLength: 3 }), fc.constantFrom('anna', 'boris', 'nobody')).map(
  ([grants, person]) =>
    (): Actor =>
      someone(
        grants.map((g) => ({
          ...g,
          organisationId: g.organisationId === null ? null : academies[Number(g.organisationId)]!,
        })),
        person,
      ),
)

describe('scope', () => {
  it('the SQL predicate and allows() say the same of every row, for any actor', async () => {
    await fc.assert(
      fc.asyncProperty(anyActor, async (make) => {
        const actor = make()
        const expected = rows
          .filter((r) => allows(member.read, actor, scopeOf(r)))
          .map((r) => r.id)
          .sort()
        if (!allowsSome(member.read, actor))
          expect((await failure(c.records.list('club.member', {}, actor, 'staff'))).code).toBe('NotAllowed')
        else expect((await all({}, actor, 'staff', 200)).sort()).toEqual(expected)
        const one = rows[expected.length % rows.length]!
        const seen = await c.records.one('club.member', one.id, actor, 'staff').then(
          () => true,
          (e: Failure) => e.code !== 'NotFound',
        )
        expect(seen).toBe(allows(member.read, actor, scopeOf(one)))
      }),
      propertyRuns(60),
    )
  })
  it('answers the same for what lies elsewhere and what does not exist', async () => {
    const south = rows.find((r) => r.area === 'S1')!
    const [elsewhere, nowhere] = [
      await failure(c.records.one('club.member', south.id, steward('N'), 'staff')),
      await failure(c.records.one('club.member', '00000000-0000-7000-8000-000000000000', steward('N'), 'staff')),
    ]
    expect(JSON.stringify(elsewhere)).toBe(JSON.stringify(nowhere))
    expect((await failure(c.records.one('club.member', `${south.id}/1`, steward('N'), 'staff'))).code).toBe('NotFound')
    expect((await failure(c.records.list('club.nothing', {}, steward('N'), 'staff'))).code).toBe('NotFound')
    expect(
      (await failure(c.records.list('club.member', {}, { ...player(), accountId: null, grants: [] }, 'staff'))).code,
    ).toBe('NotSignedIn')
  })
  it('shows the public the public rows with the public fields', async () => {
    const anyone = someone([])
    expect((await all({}, anyone, 'public')).sort()).toEqual(
      rows
        .filter((r) => r.listed)
        .map((r) => r.id)
        .sort(),
    )
    const open = rows.find((r) => r.listed)!
    const answer = await c.records.one('club.member', open.id, anyone, 'public')
    expect(Object.keys(answer.fields).sort()).toEqual(['area', 'joinedOn', 'name', 'phone'])
    expect(answer.fields['phone']).toEqual({ masked: '有' })
    expect((await failure(c.records.one('club.member', rows.find((r) => !r.listed)!.id, anyone, 'public'))).code).toBe(
      'NotFound',
    )
    expect((await c.records.list('club.locker', {}, anyone, 'public')).total).toBe(0)
  })
  it('lets the public not ask by what it may not see', async () => {
    for (const field of ['level', 'academy', 'phone']) {
      const f = await failure(
        c.records.list(
          'club.member',
          { where: { [field]: field === 'phone' ? rows[0]!.phone : 'rookie' } },
          someone([]),
          'public',
        ),
      )
      expect(f.findings[0]).toMatchObject({ code: 'FILTER', field: `where[${field}]` })
    }
    expect((await all({ where: { area: 'N1' } }, someone([]), 'public')).sort()).toEqual(
      rows
        .filter((r) => r.listed && r.area.startsWith('N1'))
        .map((r) => r.id)
        .sort(),
    )
  })
})

describe('lists', () => {
  const north = () => rows.filter((r) => r.area.startsWith('N'))
  it('pages visit every row once, whatever the size of a page', async () => {
    for (const limit of [1, 3, 7, 50, 200]) {
      const seen = await all({}, steward('N'), 'staff', limit)
      expect(new Set(seen).size).toBe(seen.length)
      expect(seen).toEqual(
        north()
          .map((r) => r.id)
          .sort()
          .reverse(),
      )
    }
  })
  it('pages by another order, upwards, with equal values', async () => {
    for (const [hall, place] of [
      ['a', '1'],
      ['b', '1'],
      ['a', '2'],
      ['c', '1'],
      ['b', '2'],
    ] as const)
      await c.db.tx((tx) => tx.run(clubSql.insertLocker(hall, place, null)))
    const who = someone([{ role: 'steward' }])
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await c.records.list('club.locker', { limit: 2, ...(cursor ? { cursor } : {}) }, who, 'staff')
      seen.push(...page.rows.map((r) => r.id))
      cursor = page.next ?? undefined
    } while (cursor)
    expect(seen).toEqual(['a/1', 'b/1', 'c/1', 'a/2', 'b/2'])
  })
  it.each<[string, ListWords, (r: Row) => boolean]>([
    ['a choice', { where: { level: 'rookie' } }, (r) => r.level === 'rookie'],
    ['several choices', { where: { level: 'rookie,champion' } }, (r) => r.level !== 'regular'],
    ['a code by prefix', { where: { area: 'N1' } }, (r) => r.area === 'N1'],
    ['a day', { where: { joinedOn: '2025-06-15' } }, (r) => r.joinedOn === '2025-06-15'],
    ['from a day', { where: { joinedOn: '2025-06-15..' } }, (r) => r.joinedOn >= '2025-06-15'],
    ['up to a day', { where: { joinedOn: '..2025-06-15' } }, (r) => r.joinedOn <= '2025-06-15'],
    ['between days', { where: { joinedOn: '2025-01-02..2025-12-31' } }, (r) => r.joinedOn === '2025-06-15'],
    ['words', { search: '王' }, (r) => r.name.includes('王')],
    ['two signs', { search: '小网' }, (r) => r.name.includes('小网')],
    ['width and case', { search: '１' }, (r) => r.name.includes('1')],
    ['both', { search: '球', where: { level: 'regular' } }, (r) => r.name.includes('球') && r.level === 'regular'],
  ])('filters by %s', async (_, words, passes) => {
    expect((await all(words, steward('N'), 'staff')).sort()).toEqual(
      north()
        .filter(passes)
        .map((r) => r.id)
        .sort(),
    )
  })
  it('filters by a secret through its blind index, and by a reference', async () => {
    const one = north()[3]!
    expect(await all({ where: { phone: one.phone } }, steward('N'), 'staff')).toEqual([one.id])
    expect(await all({ where: { phone: one.phone.slice(0, -1) } }, steward('N'), 'staff')).toEqual([])
    expect((await all({ where: { academy: academies[0]! } }, steward('N'), 'staff')).sort()).toEqual(
      north()
        .filter((r) => r.academyId === academies[0])
        .map((r) => r.id)
        .sort(),
    )
  })
  it('names all that is wrong with a question', async () => {
    const f = await failure(
      c.records.list(
        'club.member',
        { where: { remark: 'x', shoes: '1', joinedOn: 'soon', level: 'giant' }, limit: 201, cursor: 'x' },
        steward('N'),
        'staff',
      ),
    )
    expect(f.findings.map((x) => `${x.code} ${x.field}`)).toEqual([
      'FILTER where[remark]',
      'FILTER where[shoes]',
      'FILTER_VALUE where[level]',
      'FILTER_VALUE where[joinedOn]',
      'LIMIT limit',
      'CURSOR cursor',
    ])
    expect(
      (await failure(c.records.list('club.member', { cursor: encodeCursor(['a', 'b']) }, steward('N'), 'staff')))
        .findings[0]!.code,
    ).toBe('CURSOR')
  })
  it('carries names beside codes and ids', async () => {
    const one = north().find((r) => r.academyId === academies[0] && r.area === 'N1')!
    expect((await c.records.one('club.member', one.id, steward('N'), 'staff')).fields).toMatchObject({
      area: { value: 'N1', label: 'N1片' },
      academy: { value: academies[0], label: '晨曦网校' },
      level: { value: one.level },
    })
  })
})

describe('secrets', () => {
  it('never leave in full: neither lists nor details of any audience hold one', async () => {
    for (const actor of [
      steward(''),
      steward('N'),
      captain('N'),
      someone([{ role: 'umpire' }]),
      player('anna'),
      someone([]),
    ])
      for (const audience of ['staff', 'public'] as const) {
        const list = await c.records.list('club.member', { limit: 200 }, actor, audience).catch(() => ({ rows: [] }))
        for (const r of list.rows) {
          const text = JSON.stringify([r, await c.records.one('club.member', r.id, actor, audience)])
          if (audience === 'public') expect(text).not.toContain(CANARY)
          expect(text.replaceAll(`remark ${CANARY}`, '')).not.toContain(CANARY)
        }
      }
  })
  it('are revealed by right, inside the area, with a reason, and the journal knows', async () => {
    const one = rows.find((r) => r.area === 'N1')!
    const who = steward('N')
    expect(await c.records.reveal('club.member', one.id, 'phone', ' 核对来电 ', who)).toEqual({ value: one.phone })
    // However the id is written.
    expect(await c.records.reveal('club.member', one.id.toUpperCase(), 'phone', '核对来电', who)).toEqual({
      value: one.phone,
    })
    expect(await c.asOwner('select account_id, record, record_id, field, reason from access.reveal')).toEqual(
      [1, 2].map(() => ({
        account_id: who.accountId,
        record: 'club.member',
        record_id: one.id,
        field: 'phone',
        reason: '核对来电',
      })),
    )
    const leaves = await c.db.read.rows<{ body: string }>(
      sql`select body from journal.leaf where kind = 'access.reveal' and subject = ${`club.member/${one.id}`}`,
    )
    expect(leaves).toHaveLength(2)
    expect(leaves[0]!.body).not.toContain(one.phone)
  })
  it.each<[string, string, () => Promise<unknown>]>([
    [
      'without a reason',
      'BadInput',
      () => c.records.reveal('club.member', rows.find((r) => r.area === 'N1')!.id, 'phone', ' a ', steward('N')),
    ],
    [
      'without right',
      'NotAllowed',
      () => c.records.reveal('club.member', rows[0]!.id, 'phone', 'reason', captain('N')),
    ],
    [
      'outside the area',
      'NotFound',
      () => c.records.reveal('club.member', rows.find((r) => r.area === 'S1')!.id, 'phone', 'reason', steward('N')),
    ],
    [
      'a field that is no secret',
      'NotFound',
      () => c.records.reveal('club.member', rows[0]!.id, 'name', 'reason', steward('N')),
    ],
    [
      'a field that is none',
      'NotFound',
      () => c.records.reveal('club.member', rows[0]!.id, 'constructor', 'reason', steward('N')),
    ],
  ])('are not revealed %s, and nothing is written', async (_, code, ask) => {
    const before = await c.asOwner(
      'select (select count(*) from access.reveal) as r, (select count(*) from journal.leaf) as l',
    )
    expect((await failure(ask())).code).toBe(code)
    expect(
      await c.asOwner('select (select count(*) from access.reveal) as r, (select count(*) from journal.leaf) as l'),
    ).toEqual(before)
  })
  it('open nowhere but in their own row', async () => {
    const [a, b] = [rows[0]!, rows[1]!]
    const [row] = await c.asOwner<{ phone_sealed: Buffer }>(
      'select phone_sealed from club.member where member_id = $1',
      [a.id],
    )
    expect(() => c.keys.decrypt(secretPlace('club.member', 'phone_sealed', b.id), row!.phone_sealed)).toThrow()
    expect(row!.phone_sealed.toString('latin1')).not.toContain(CANARY)
  })
})
