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
  for (const k of compared.kinds)
    console.log(
      k.check,
      k.variants,
      k.planted,
      k.found,
      'false',
      k.falseAlarms,
      '/',
      k.clean,
      done.checks.find((c) => c.id === k.check)!.durationMs,
      'ms',
      JSON.stringify(done.checks.find((c) => c.id === k.check)!.usual ?? ''),
      JSON.stringify(k.missed.slice(0, 2)).slice(0, 200),
    )
  for (const h of compared.falseHits.slice(0, 60)) console.log('FALSE', h.check, h.sentence.zh)
  console.log(JSON.stringify(labels.rows))
  for (const k of compared.kinds) {
    expect.soft(k.recall, k.check).toBeGreaterThanOrEqual(0.95)
    expect.soft(k.falseShare, k.check).toBeLessThanOrEqual(0.01)
  }
})
