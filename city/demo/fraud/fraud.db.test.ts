import { afterAll, beforeAll, expect, test } from 'vitest'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { nameHits, runChecks } from '../../../modules/subsidy/store/index.ts'
import { type SubsidyHouse, subsidyHouse } from '../../../modules/subsidy/store/testing.ts'
import { compareWithLabels } from './labels.ts'
import { writeFraudYear } from './write.ts'

let house: SubsidyHouse
beforeAll(async () => {
  house = await subsidyHouse()
})
afterAll(() => house?.close())

test('planted fraud is found, kind by kind, and the rest is left in peace', async () => {
  const on = plainDate('2026-11-20')
  const labels = await writeFraudYear(house.db, house.office, { seed: 7, classes: 400, on, share: 0.005 })
  await house.behind('analyze')
  const done = await runChecks(house.db, house.office, { on, by: 'test' }, () => performance.now())
  const compared = compareWithLabels(labels, await nameHits(house.db.read, done.hits), done.checks)
  expect(compared.kinds.filter((k) => k.planted === 0).map((k) => k.check)).toEqual([])
  expect(compared.kinds.flatMap((k) => k.missed)).toEqual([])
  expect(compared.falseHits.map((h) => `${h.check} ${h.sentence.zh}`)).toEqual([])
  for (const k of compared.kinds) {
    expect.soft(k.recall, k.check).toBeGreaterThanOrEqual(0.95)
    expect.soft(k.falseShare, k.check).toBeLessThanOrEqual(0.01)
  }
})

test('labels are nowhere in the database', async () => {
  const columns = await house.behind(
    "select table_schema || '.' || table_name as t from information_schema.columns where column_name ~ 'label|planted' and table_schema not in ('pg_catalog', 'information_schema')",
  )
  expect(columns).toEqual([])
})
