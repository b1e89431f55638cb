import { hash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ANYONE } from '../kernel/access/actor.ts'
import { sql } from '../kernel/db/sql.ts'
import { act, openCase } from '../kernel/process/act.ts'
import { judge } from '../kernel/rules/tree/tree.ts'
import { Failure } from '../kernel/values/fail.ts'
import { plainDate } from '../kernel/values/plain-date.ts'
import { askedOf, type Question, scopeFacts } from '../modules/assessment/index.ts'
import { factsOf, screen, standardsInForce } from '../modules/assessment/store/index.ts'
import { anOfficer } from '../modules/credentials/factory.ts'
import { type TestHouse, testHouse } from './testing.ts'

const ELECTRICIAN = '6-31-01-03'
let t: TestHouse
beforeAll(async () => {
  t = await testHouse({ town: 'small' })
})
afterAll(() => t?.close())

const ask = async (occupation: string, level: string, on: string): Promise<Question> => {
  const standards = await standardsInForce(t.house.db.read, t.house.office.city.folder)
  const q = askedOf(standards, occupation, level, plainDate(on))
  if ('findings' in q) throw new Error(q.findings[0]!.message.en)
  return q
}

describe('the register of the town', () => {
  test('is answered as each person is: verdict, clause and conditions', async () => {
    const persons = (
      await t.house.db.read.rows<{ person_id: string }>(sql`select person_id from people.person where left_on is null`)
    ).map((r) => r.person_id)
    const q = await ask(ELECTRICIAN, '3', '2023-06-01')
    const tree = q.applicable.levels.get('3')!
    const run = await screen(t.house.db, t.house.office.world, q)
    expect(run.eligible).toBeGreaterThan(0)
    expect(run.eligible).toBeLessThan(run.persons)
    const kept = new Map(
      (
        await t.house.db.read.rows<{ person_id: string; eligible: boolean; clause: number; met: number }>(
          sql`select person_id, eligible, clause, met from assessment.screening_result where run_id = ${run.runId}`,
        )
      ).map((r) => [r.person_id, r]),
    )
    let eligible = 0
    for (let i = 0; i < persons.length; i += 500) {
      const facts = await factsOf(t.house.db.read, persons.slice(i, i + 500))
      for (const [id, f] of facts) {
        const v = judge(tree, scopeFacts(f, q.applicable.breadth), q.day)
        const k = kept.get(id)
        if (v.clause >= 0) eligible++
        if (k)
          expect({ id, eligible: k.eligible, clause: Number(k.clause), met: Number(k.met) }).toEqual({
            id,
            eligible: v.clause >= 0,
            clause: (v.clause >= 0 ? v.clause : v.nearest) + 1,
            met: v.met,
          })
        else expect(v.clause).toBe(-1)
      }
    }
    expect(run.eligible).toBe(eligible)
  })

  test('the next step holds those one rank below only, each verdict that of the whole', async () => {
    const q = await ask(ELECTRICIAN, '3', '2023-06-01')
    const all = await screen(t.house.db, t.house.office.world, q)
    const next = await screen(t.house.db, t.house.office.world, q, 'next')
    expect(next.persons).toBeLessThan(all.persons)
    const { odd, steps } = await t.house.db.read.one<{ odd: number; steps: number }>(
      sql`select count(*)::int as steps, count(*) filter (where a.clause is distinct from n.clause or not exists (
            select from credentials.certificate c where c.person_id = n.person_id and c.occupation_code = ${ELECTRICIAN} and c.level_rank = 2))::int as odd
          from assessment.screening_result n left join assessment.screening_result a on a.run_id = ${all.runId} and a.person_id = n.person_id
          where n.run_id = ${next.runId}`,
    )
    expect(steps).toBe(next.persons)
    expect(odd).toBe(0)
  })
})

describe('a standard is released by two persons', () => {
  const proposal = (years: number, day: string) => `
occupation: ${ELECTRICIAN}
title: { zh: 电工标准（试）, en: Electrician, on trial }
issued_on: 2023-02-01
parent: pattern-2023
source: missing
levels:
  "4":
    any:
      - id: "4.1"
        text: { zh: 累计工作满${years}年, en: "${years} years" }
        all: [{ years: { least: ${years} } }]
cases:
  - { case: 满${years}年当天, level: "4", on: ${day}, boundary: "4.1", clause: "4.1", facts: { birthDate: 1990-01-01, employment: [{ occupation: SELF, from: 2020-03-01 }] } }
  - { case: 没干过, level: "4", on: ${day}, clause: null, firstDay: null, facts: { birthDate: 1990-01-01 } }
`
  const office = () => t.house.office
  let n = 0
  const request = (body: unknown) => ({
    key: `release-${++n}-of-test`,
    hash: hash('sha256', JSON.stringify(body), 'buffer'),
  })
  const handler = anOfficer('handler', 'wang')
  const reviewer = anOfficer('reviewer', 'zhao')
  const same = anOfficer('reviewer', 'wang', '1410', 'account-other')
  const open = (input: Record<string, unknown>) =>
    openCase(office(), t.house.db, 'assessment.rule-release', input, handler, request(input))
  const on = (id: string, name: string, actor: typeof handler, input: Record<string, unknown> = {}) =>
    act(office(), t.house.db, 'assessment.rule-release', id, name, input, actor, null, request({ id, name, input }))

  test('what cannot be read or lacks its cases is no proposal, and every fault is said', async () => {
    const bad = {
      title: '试',
      file: 'x.yaml',
      content: proposal(2, '2022-03-01').replace(/cases:[\s\S]*/, ''),
      triedOn: '2023-06-01',
    }
    const e = await open(bad).catch((x: unknown) => x)
    expect(e).toBeInstanceOf(Failure)
    expect((e as Failure).findings.map((f) => f.message.en).join('\n')).toMatch(/no case that it lets in[\s\S]*is full/)
    await expect(open({ ...bad, file: '../x.yaml' })).rejects.toMatchObject({ findings: [{ code: 'STANDARD_NAME' }] })
  })

  test('proposed, tried on the register, released by another, and only then in force', async () => {
    const before = await ask(ELECTRICIAN, '4', '2023-06-01')
    expect(before.applicable.edition).toBe('pattern-2023')
    const { id } = await open({
      title: '电工（试）',
      file: '6-31-01-03-2026.yaml',
      content: proposal(2, '2022-03-01'),
      triedOn: '2023-06-01',
    })
    await expect(on(id, 'release', reviewer)).rejects.toMatchObject({ code: 'WrongState' })
    const tried = await on(id, 'dry-run', handler)
    expect(tried.fields['gain']).toBeGreaterThan(0)
    // Who had come by certificate or schooling has no way any more.
    expect(tried.fields['lose']).toBeGreaterThan(0)
    const result = JSON.parse(String(tried.fields['dryRun']))
    const four = result.changes.find((c: { level: string }) => c.level === '4')
    expect(result.changes.filter((c: { gain: number; lose: number }) => c.gain + c.lose > 0)).toEqual([four])
    const now = await screen(t.house.db, office().world, before)
    expect((await ask(ELECTRICIAN, '4', '2023-06-01')).applicable.edition).toBe('pattern-2023')
    await expect(on(id, 'release', same)).rejects.toMatchObject({ code: 'NotAllowed' })
    await on(id, 'release', reviewer, { note: '同意' })
    const after = await ask(ELECTRICIAN, '4', '2023-06-01')
    expect(after.applicable.edition).toBe('6-31-01-03@2023-02-01')
    expect((await ask(ELECTRICIAN, '4', '2023-01-31')).applicable.edition).toBe('pattern-2023')
    const then = await screen(t.house.db, office().world, after)
    expect(then.eligible - now.eligible).toBe(four.gain - four.lose)
  })

  test('the database holds the two apart by itself', async () => {
    const { rows } = await t.house.db.pool
      .query(
        "update assessment.rule_release_case set decided_by = proposed_by where state = 'released' returning case_id",
      )
      .catch((e: { constraint?: string }) => ({ rows: [e.constraint] }))
    expect(rows).toEqual(['two_persons_release'])
  })
})

describe('reads', () => {
  const facts = JSON.stringify({
    birthDate: '1990-01-01',
    employment: [{ occupation: '6-31-01-02', from: '2015-03-01' }],
  })

  test('anybody may ask what if, with every fault said, and nothing is kept', async () => {
    const a = (await t.house.read(
      'assessment.eligibility',
      { occupation: '6-31-01-02', on: '2025-03-01', facts },
      ANYONE,
    )) as { levels: { level: string; eligible: boolean; clause: string | null }[] }
    expect(a.levels.map((l) => [l.level, l.eligible, l.clause])).toEqual([
      ['5', true, '5.1'],
      ['4', true, '4.1'],
      ['3', true, '3.1'],
      ['2', false, null],
      ['1', false, null],
    ])
    await expect(
      t.house.read('assessment.eligibility', { occupation: '6-31-01-02', facts: '{' }, ANYONE),
    ).rejects.toMatchObject({ findings: [{ code: 'FACTS_JSON' }] })
    await expect(
      t.house.read('assessment.eligibility', { occupation: '6-31-01-02', on: '2025-02-30', facts }, ANYONE),
    ).rejects.toMatchObject({ findings: [{ code: 'DAY' }] })
    await expect(
      t.house.read('assessment.eligibility', { occupation: '6-31-01-02', facts: '{"birthDate":1}' }, ANYONE),
    ).rejects.toMatchObject({ findings: [{ field: 'birthDate' }] })
  })

  test('a person of the register is for the officers of the area, and the reading is written down', async () => {
    const { person_id, county_code } = await t.house.db.read.one<{ person_id: string; county_code: string }>(
      sql`select person_id, county_code from people.person where left_on is null order by person_id limit 1`,
    )
    const query = { person: person_id, occupation: ELECTRICIAN, on: '2025-03-01' }
    const leaves = async () =>
      (
        await t.house.db.read.rows(
          sql`select 1 from journal.leaf where kind = 'assessment.eligibility.read' and subject = ${`people.person/${person_id}`}`,
        )
      ).length
    expect(await leaves()).toBe(0)
    const a = (await t.house.read(
      'assessment.personEligibility',
      query,
      anOfficer('handler', 'wang', county_code),
    )) as { levels: unknown[] }
    expect(a.levels).toHaveLength(5)
    expect(await leaves()).toBe(1)
    const elsewhere = county_code === '141002' ? '141021' : '141002'
    await expect(
      t.house.read('assessment.personEligibility', query, anOfficer('handler', 'li', elsewhere)),
    ).rejects.toMatchObject({ code: 'NotFound' })
    expect(await leaves()).toBe(1)
  })

  test('a screening is counted by county, for the counties of whoever asks', async () => {
    await screen(t.house.db, t.house.office.world, await ask(ELECTRICIAN, '3', '2023-06-01'))
    type Answer = { run: { persons: number; counties: { county: string; persons: number }[] } }
    const all = (await t.house.read(
      'assessment.screening',
      { occupation: ELECTRICIAN, level: '3' },
      anOfficer('leader', 'chen'),
    )) as Answer
    expect(all.run.counties.reduce((sum, c) => sum + c.persons, 0)).toBe(all.run.persons)
    const one = (await t.house.read(
      'assessment.screening',
      { occupation: ELECTRICIAN, level: '3' },
      anOfficer('leader', 'chen', '141002'),
    )) as Answer
    expect(one.run.counties.map((c) => c.county)).toEqual(['141002'])
    const none = await t.house.read(
      'assessment.screening',
      { occupation: '4-03-02-01', level: '1' },
      anOfficer('leader', 'chen'),
    )
    expect(none).toMatchObject({ run: null, findings: [{ code: 'NOT_SCREENED' }] })
  })
})
