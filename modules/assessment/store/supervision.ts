import { hash } from 'node:crypto'
import type { ProcessStore } from '../../../kernel/process/act.ts'
import { secretPlace } from '../../../kernel/records/answer.ts'
import { fail } from '../../../kernel/values/fail.ts'
import { isUuid } from './lookups.ts'
import * as q from './plan.sql.ts'

const SEED_BYTES_MAX = 32
const place = (id: string) => secretPlace('assessment.supervision_case', 'seed_sealed', id)
const sha = (text: string) => hash('sha256', text, 'hex')

/** What is shown before the draw. */
export const commitmentOf = (seed: string): string => sha(`seed:${seed}`)

/**
 * Draws from a list by a seed, so that anybody with both draws the same: each name stands at the hash of seed and name, and the
 * first so many are drawn. The order in which the list was written does not matter.
 */
export function drawBy(seed: string, pool: readonly string[], count: number): string[] {
  return [...new Set(pool)]
    .map((name) => ({ name, at: sha(`${seed}/${name}`) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .slice(0, count)
    .map((x) => x.name)
}
const lines = (v: unknown): string[] => (Array.isArray(v) ? (v as string[]).map((x) => x.trim()).filter(Boolean) : [])

export const supervisionStore: ProcessStore = {
  async complete(tx, input) {
    const plan = isUuid(input['plan']) ? await tx.maybe<q.PlanRow>(q.planById(input['plan'])) : undefined
    if (!plan)
      fail('BadInput', {
        code: 'PLAN_UNKNOWN',
        field: 'plan',
        message: { zh: '没有找到这个评价计划', en: 'There is no such plan' },
        hint: { zh: '请从评价计划页面发起督导', en: 'Begin from the page of the plan' },
      })
    return { organisation: plan.organisation_id, county: plan.county_code }
  },
  effects: {
    async sealSeed({ tx, case: c, office }) {
      const seed = office.world.bytes(SEED_BYTES_MAX).toString('hex')
      await tx.run(q.sealSeed(c.id, commitmentOf(seed), office.keys.encrypt(place(c.id), seed)))
    },
    async drawSupervisors({ tx, case: c, input, office }) {
      const pool = [...new Set(lines(input['pool']))].sort()
      const { seed_sealed, supervisors } = await tx.one<{ seed_sealed: Buffer; supervisors: number }>(
        q.sealedSeed(c.id),
      )
      if (pool.length < supervisors)
        fail('BadInput', {
          code: 'POOL_SHORT',
          field: 'pool',
          given: String(pool.length),
          message: {
            zh: `名单只有 ${pool.length} 人，要抽 ${supervisors} 人`,
            en: `The list has ${pool.length}; ${supervisors} are to be drawn`,
          },
          hint: { zh: '请补充名单', en: 'Add names' },
        })
      const seed = office.keys.decrypt(place(c.id), seed_sealed)
      await tx.run(q.keepDraw(c.id, seed, pool, drawBy(seed, pool, supervisors)))
    },
    keepReport: async ({ tx, case: c, input }) =>
      void (await tx.run(q.keepReport(c.id, String(input['report']), lines(input['problems'])))),
    keepClosing: async ({ tx, case: c, input }) =>
      void (await tx.run(q.keepClosing(c.id, String(input['measuresTaken'])))),
  },
}
