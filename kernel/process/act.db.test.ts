import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '../access/actor.ts'
import { SYSTEM } from '../access/actor.ts'
import { sql } from '../db/sql.ts'
import { verifyJournal } from '../journal/verify.ts'
import {
  type Club,
  captain,
  membership,
  openClub,
  player,
  propertyRuns,
  request,
  someone,
  steward,
} from '../testing/club/index.ts'
import { FAILURES, Failure } from '../values/fail.ts'
import { act, actWithin, type CaseAnswer, openCase } from './act.ts'
import { transitions } from './available.ts'

let c: Club
beforeAll(async () => {
  c = await openClub({ poolSize: 12 })
})
afterAll(() => c.close())
beforeEach(() => {
  Object.assign(c.switches, { feePaid: true, age: 30, failAfterEffect: false })
})

let players = 0
const apply = async (area = 'N1', by?: Actor, playerKey = `player-${++players}`): Promise<CaseAnswer> => {
  const input = { playerName: '李球', area, level: 'rookie', playerKey }
  return openCase(c.office, c.db, membership.id, input, by ?? player(playerKey), request(input))
}
const doing = (
  id: string,
  a: string,
  actor: Actor,
  input: Record<string, unknown> = {},
  version: number | null = null,
  key = request(input),
) => act(c.office, c.db, membership.id, id, a, input, actor, version, key)
const failure = async (p: Promise<unknown>): Promise<Failure> => {
  const e = await p.then(
    () => undefined,
    (x: unknown) => x,
  )
  if (!(e instanceof Failure)) throw e ?? new Error('it did not fail')
  return e
}
const bytes = (f: Failure) =>
  JSON.stringify({ status: FAILURES[f.code], code: f.code, title: f.title, findings: f.findings })
/** Everything that an act could have left behind. */
const state = async () =>
  JSON.stringify(
    await c.asOwner(`select (select coalesce(json_agg(x order by case_id), '[]') from club.membership_case x) as cases, (select count(*) from club.member) as members, (select count(*) from club.stay) as stays,
      (select count(*) from journal.leaf) as leaves, (select json_agg(h order by bucket) from journal.head h) as heads, (select count(*) from kernel.outbox) as messages, (select count(*) from measures.feed) as feed, (select count(*) from kernel.idempotency) as keys`),
  )
const admitted = async () => {
  const one = await apply()
  await doing(one.id, 'check', steward(), { note: 'fine' })
  return doing(one.id, 'admit', captain())
}

describe('openCase', () => {
  it('opens under the edition of the day, with the deadline of the rule', async () => {
    const one = await apply()
    expect(one).toMatchObject({
      state: 'applied',
      version: 1,
      edition: '2020-01-01',
      openedOn: '2026-03-10',
      dueOn: '2026-03-15',
      jurisdiction: 'N1',
    })
    expect(one.fields['memberId']).toMatch(/^[0-9a-f-]{36}$/)
  })
  it('names every wrong field at once, and those it does not know', async () => {
    const f = await failure(
      openCase(
        c.office,
        c.db,
        membership.id,
        { playerName: '长'.repeat(41), level: 'giant', shoes: 43, constructor: 1 },
        player(),
        request(),
      ),
    )
    expect(f.findings.map((x) => `${x.code} ${x.field}`).sort()).toEqual([
      'FIELD_CHOICE level',
      'FIELD_LONG playerName',
      'FIELD_MISSING area',
      'FIELD_MISSING playerKey',
      'FIELD_UNKNOWN constructor',
      'FIELD_UNKNOWN shoes',
    ])
  })
  it('refuses who has no right, by role and by scope, before and after the fields are known', async () => {
    expect((await failure(apply('N1', captain()))).code).toBe('NotAllowed')
    expect((await failure(apply('S1', steward('N')))).code).toBe('NotAllowed')
    expect((await failure(apply('N1', player('boris'), 'anna'))).code).toBe('NotAllowed')
    expect((await failure(openCase(c.office, c.db, 'club.nothing', {}, player(), request()))).code).toBe('NotFound')
  })
  it('runs its checks', async () => {
    c.switches.age = 9
    const f = await failure(apply())
    expect(f.findings.map((x) => x.code)).toEqual(['AGE'])
  })
  it('turns a broken unique key into a sentence', async () => {
    await apply('N1', undefined, 'twice')
    expect((await failure(apply('N1', undefined, 'twice'))).code).toBe('Conflict')
  })
})

describe('act', () => {
  it('carries a member through the whole life', async () => {
    const one = await admitted()
    expect(one).toMatchObject({ state: 'admitted', version: 3 })
    const memberId = String(one.fields['memberId'])
    expect(await c.asOwner('select name, listed from club.member where member_id = $1', [memberId])).toEqual([
      { name: '李球', listed: true },
    ])
    expect((await doing(one.id, 'suspend', captain())).state).toBe('suspended')
    expect((await doing(one.id, 'readmit', captain())).state).toBe('admitted')
    expect((await doing(one.id, 'leave', player(one.own!))).state).toBe('left')
    expect(await c.asOwner('select 1 from club.member where member_id = $1', [memberId])).toEqual([])
    const report = await c.db.snapshot((tx) => verifyJournal(tx, c.sealed, () => true))
    expect(report.problems).toEqual([])
  })
  it('tells all findings of all checks at once', async () => {
    const one = await apply()
    Object.assign(c.switches, { feePaid: false, age: 9 })
    const before = await state()
    const f = await failure(doing(one.id, 'check', steward(), { note: 'fine' }))
    expect(f.code).toBe('BadInput')
    expect(f.findings.map((x) => x.code)).toEqual(['FEE', 'AGE'])
    expect(await state()).toBe(before)
  })
  it('says what state it is in, and what version', async () => {
    const one = await apply()
    const wrong = await failure(doing(one.id, 'admit', captain()))
    expect([FAILURES[wrong.code], wrong.findings[0]!.message]).toEqual([
      409,
      { zh: '现在是“已申请”，不能“准予入会”', en: 'The case is “applied”; “Admit” is not possible now' },
    ])
    const moved = await failure(doing(one.id, 'check', steward(), { note: 'x' }, 7))
    expect([FAILURES[moved.code], moved.findings[0]!.message.en]).toEqual([412, 'You saw version 7; it is now 1'])
    expect((await doing(one.id, 'check', steward(), { note: 'x' }, 1)).version).toBe(2)
  })
  it('answers the same bytes for what lies elsewhere and what does not exist', async () => {
    const one = await apply('S1')
    const elsewhere = bytes(await failure(doing(one.id, 'check', steward('N'), { note: 'x' })))
    const nowhere = bytes(
      await failure(doing('00000000-0000-7000-8000-000000000000', 'check', steward('N'), { note: 'x' })),
    )
    expect(elsewhere).toBe(nowhere)
    expect(bytes(await failure(doing(one.id, 'nothing', steward('S'))))).toBe(nowhere)
    expect(bytes(await failure(doing(one.id, 'constructor', steward('S'))))).toBe(nowhere)
  })
  it('refuses who may read but not do it, and what only the program does', async () => {
    const one = await apply()
    expect((await failure(doing(one.id, 'check', captain(), { note: 'x' }))).code).toBe('NotAllowed')
    expect((await failure(doing(one.id, 'lapse', steward()))).code).toBe('NotAllowed')
    const lapsed = await c.db.tx((tx) => actWithin(tx, c.office, membership.id, one.id, 'lapse', {}, SYSTEM, null))
    expect(lapsed.state).toBe('refused')
  })
  it('wants two persons, not two accounts', async () => {
    const anna = player('anna-two')
    const one = await apply('N1', anna, 'anna-two')
    expect((await failure(doing(one.id, 'check', steward('N', 'anna-two'), { note: 'x' }))).findings[0]!.code).toBe(
      'TWO_PERSONS',
    )
    await doing(one.id, 'check', steward('N', 'boris-two'), { note: 'x' })
    for (const person of ['anna-two', 'boris-two'])
      expect((await failure(doing(one.id, 'admit', captain('N', person)))).findings[0]!.code, person).toBe(
        'TWO_PERSONS',
      )
    expect((await doing(one.id, 'admit', captain('N', 'clara-two'))).state).toBe('admitted')
  })
  it('has the database for its last word, and the word becomes a sentence', async () => {
    const one = await apply('N1', undefined, 'last-word')
    // A fault in the program is played by a declaration without notBy.
    const careless = { ...membership, acts: { ...membership.acts, check: { ...membership.acts.check, notBy: [] } } }
    const office = { ...c.office, processes: new Map([[membership.id, [careless]]]) }
    const input = { note: 'x' }
    const f = await failure(
      act(office, c.db, membership.id, one.id, 'check', input, steward('N', 'last-word'), null, request(input)),
    )
    expect([f.code, f.findings[0]!.code]).toEqual(['NotAllowed', 'TWO_PERSONS'])
    await expect(
      c.asOwner('update club.membership_case set checked_by = applied_by where case_id = $1', [one.id]),
    ).rejects.toMatchObject({ code: '23514' })
  })
  it('leaves nothing of an act whose effect fails', async () => {
    const one = await apply()
    await doing(one.id, 'check', steward(), { note: 'x' })
    c.switches.failAfterEffect = true
    const before = await state()
    await expect(doing(one.id, 'admit', captain())).rejects.toThrow('planted')
    expect(await state()).toBe(before)
    c.switches.failAfterEffect = false
    await doing(one.id, 'admit', captain())
    const after = JSON.parse(await state())[0]
    const earlier = JSON.parse(before)[0]
    // One member, one stay, one leaf, one message, one line of the feed, one key.
    for (const k of ['members', 'stays', 'leaves', 'messages', 'feed', 'keys'])
      expect(Number(after[k]) - Number(earlier[k]), k).toBe(1)
  })
  it('tells the journal nothing that could be guessed back from a hash', async () => {
    const input = { playerName: '可猜', area: 'N1', level: 'rookie', playerKey: 'guess' }
    const one = await openCase(c.office, c.db, membership.id, input, player('guess'), request(input))
    const [leaf] = await c.asOwner<{ body: string }>('select body from journal.leaf where subject = $1', [
      `club.membership/${one.id}`,
    ])
    expect(leaf!.body).not.toContain('可猜')
    expect(leaf!.body).not.toContain(request(input).hash.toString('hex'))
  })
})

describe('one request, one effect', () => {
  it('gives the stored answer to the same key with the same content, and refuses other content', async () => {
    const input = { playerName: '甲', area: 'N1', level: 'rookie', playerKey: 'replay' }
    const actor = player('replay')
    const key = request(input)
    const first = await openCase(c.office, c.db, membership.id, input, actor, key)
    const before = await state()
    expect(await openCase(c.office, c.db, membership.id, input, actor, key)).toEqual(JSON.parse(JSON.stringify(first)))
    const other = { ...input, playerName: '乙' }
    const f = await failure(openCase(c.office, c.db, membership.id, other, actor, request(other, key.key)))
    expect([f.code, FAILURES[f.code]]).toEqual(['KeyReused', 422])
    expect(await state()).toBe(before)
    // Another person's key is another key.
    const theirs = { ...input, playerKey: 'replay-other' }
    expect(
      (await openCase(c.office, c.db, membership.id, theirs, player('replay-other'), request(theirs, key.key))).id,
    ).not.toBe(first.id)
  })
  it('gives a refused request its key back', async () => {
    const input = { note: 'x' }
    const one = await apply()
    const by = steward()
    const key = request(input)
    c.switches.feePaid = false
    await failure(doing(one.id, 'check', by, input, null, key))
    c.switches.feePaid = true
    expect((await doing(one.id, 'check', by, input, null, key)).state).toBe('checked')
  })
  it('has one effect for 64 senders of one key at once', async () => {
    const one = await apply()
    await doing(one.id, 'check', steward(), { note: 'x' })
    const by = captain()
    const key = request({})
    const before = JSON.parse(await state())[0]
    const answers = await Promise.all(
      Array.from({ length: 64 }, () => doing(one.id, 'admit', by, {}, null, key).catch((e: unknown) => e as Failure)),
    )
    const given = answers.filter((a): a is CaseAnswer => !(a instanceof Error))
    // Whoever waited too long is told that the first is at work; nobody gets anything else.
    expect(answers.filter((a) => a instanceof Error && (a as Failure).code !== 'InProgress')).toEqual([])
    expect(given.length).toBeGreaterThan(0)
    expect(new Set(given.map((a) => JSON.stringify(JSON.parse(JSON.stringify(a)), Object.keys(a).sort()))).size).toBe(1)
    const after = JSON.parse(await state())[0]
    for (const k of ['members', 'stays', 'leaves', 'messages', 'feed', 'keys'])
      expect(Number(after[k]) - Number(before[k]), k).toBe(1)
  })
  it('moves a case once for 32 senders with keys of their own', async () => {
    const one = await apply()
    const outcomes = await Promise.all(
      Array.from({ length: 32 }, () =>
        doing(one.id, 'check', steward(), { note: 'x' }, 1).then(
          () => 'done',
          (e: Failure) => e.code,
        ),
      ),
    )
    expect(outcomes.filter((o) => o === 'done')).toEqual(['done'])
    expect(outcomes.every((o) => ['done', 'WrongState', 'VersionMoved'].includes(o))).toBe(true)
  })
})

it('walks at random through all states and acts: what the table allows happens, all else changes nothing', async () => {
  const acts = Object.keys(membership.acts)
  const legal = new Map(transitions(membership).map((t) => [`${t.from} ${t.act}`, t.to]))
  const visited = new Set<string>()
  const doer = (a: string, own: string): Actor =>
    a === 'leave' ? player(own) : a === 'lapse' ? SYSTEM : ['check', 'refuse'].includes(a) ? steward() : captain()
  const inputOf = (a: string) => (a === 'check' ? { note: 'x' } : a === 'refuse' ? { reason: 'x' } : {})
  const walk = async (steps: readonly string[]) => {
    let now = await apply()
    for (const a of steps) {
      const pair = `${now.state} ${a}`
      visited.add(pair)
      const to = legal.get(pair)
      const input = inputOf(a)
      const attempt = () =>
        a === 'lapse'
          ? c.db.tx((tx) => actWithin(tx, c.office, membership.id, now.id, a, input, SYSTEM, null))
          : doing(now.id, a, doer(a, now.own!), input)
      if (to) {
        now = await attempt()
        expect(now.state, pair).toBe(to)
      } else {
        const row = await c.asOwner('select * from club.membership_case where case_id = $1', [now.id])
        const [{ n }] = (await c.asOwner<{ n: string }>('select count(*) as n from journal.leaf')) as [{ n: string }]
        expect((await failure(attempt())).code, pair).toBe('WrongState')
        expect(await c.asOwner('select * from club.membership_case where case_id = $1', [now.id])).toEqual(row)
        expect((await c.asOwner<{ n: string }>('select count(*) as n from journal.leaf'))[0]!.n).toBe(n)
      }
    }
  }
  // Every state once with every act, by the shortest way there …
  const ways: Record<string, string[]> = {
    applied: [],
    checked: ['check'],
    admitted: ['check', 'admit'],
    suspended: ['check', 'admit', 'suspend'],
    left: ['check', 'admit', 'leave'],
    refused: ['refuse'],
  }
  for (const s of Object.keys(membership.states)) for (const a of acts) await walk([...ways[s]!, a])
  // … and by chance.
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...acts), { minLength: 3, maxLength: 12 }), walk),
    propertyRuns(25),
  )
  expect(visited.size).toBe(Object.keys(membership.states).length * acts.length)
  expect((await c.db.snapshot((tx) => verifyJournal(tx, c.sealed, () => true))).problems).toEqual([])
})

describe('CaseService', () => {
  it('lists and queues only what is in scope, with what can be done', async () => {
    const own = await openClub()
    try {
      const open = (area: string, key: string) =>
        openCase(
          own.office,
          own.db,
          membership.id,
          { playerName: key, area, level: 'rookie', playerKey: key },
          player(key),
          request(key),
        )
      const ids = []
      for (const [area, key] of [
        ['N1', 'a'],
        ['N2', 'b'],
        ['S1', 'c'],
      ] as const) {
        own.world.tick(5)
        ids.push((await open(area, key)).id)
      }
      const seen = async (a: Actor) => (await own.cases.list(membership.id, { limit: 10 }, a)).rows.map((r) => r.id)
      expect(await seen(steward('N'))).toEqual([ids[1], ids[0]])
      expect(await seen(steward('S1'))).toEqual([ids[2]])
      expect(await seen(player('a'))).toEqual([ids[0]])
      await expect(own.cases.list(membership.id, { limit: 10 }, someone([]))).rejects.toMatchObject({
        code: 'NotAllowed',
      })
      await expect(own.cases.get(membership.id, ids[2]!, steward('N'))).rejects.toMatchObject({ code: 'NotFound' })
      expect((await own.cases.queue(steward('N'))).map((q) => q.rows.length)).toEqual([2])
      expect(await own.cases.queue(player('a'))).toEqual([])
      const page = await own.cases.list(membership.id, { limit: 1 }, steward('N'))
      expect(
        (await own.cases.list(membership.id, { limit: 1, cursor: page.next! }, steward('N'))).rows.map((r) => r.id),
      ).toEqual([ids[0]])
      expect(own.cases.describe(captain()).map((p) => [p.id, p.mayOpen])).toEqual([['club.membership', false]])
      expect((await own.db.read.rows(sql`select 1 from kernel.idempotency`)).length).toBe(3)
    } finally {
      await own.close()
    }
  })
})
