import { afterAll, beforeAll, expect, test } from 'vitest'
import { plainDate } from '../../../../kernel/values/plain-date.ts'
import { CHECKS } from '../../checks/index.ts'
import { type SubsidyHouse, subsidyHouse } from '../testing.ts'
import { runChecks } from './run.ts'

let house: SubsidyHouse
beforeAll(async () => {
  house = await subsidyHouse()
})
afterAll(() => house?.close())
test.each(CHECKS.map((c) => c.id))('%s', async (id) => {
  for (const s of [
    'death',
    'custody',
    'payroll',
    'students',
    'pension',
    'insurance',
    'disability',
    'poverty',
    'unemployment',
    'market',
    'certificates',
  ])
    await house.behind(
      `insert into people.register_file (file_id, register_id, as_of, loaded_on, rows, file_name) values (gen_random_uuid(), $1, '2026-11-15', '2026-11-15', 0, 'x')`,
      [s],
    )
  const done = await runChecks(house.db, house.office, { on: plainDate('2026-11-20'), by: 't', only: [id] }, () => 0)
  expect(done.checks[0]!.result).toBe('passed')
})
