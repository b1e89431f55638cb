import type { Tx } from '../../../../kernel/db/database.ts'
import type { Office } from '../../../../kernel/rooms/office.ts'
import type { Finding } from '../../../../kernel/values/finding.ts'
import { CHECKS } from '../../checks/index.ts'
import * as q from './run.sql.ts'
import { ruleOf } from './run.ts'

/**
 * What stands between a claim and the next step, by its newest run: checks that block and failed, and checks that should block and
 * did not run, unless overridden. A claim that was never checked has one finding. Empty: nothing stands in the way.
 */
export async function whatStops(tx: Tx, office: Office, claimId: string): Promise<Finding[]> {
  const today = office.world.today()
  const run = await tx.maybe<{ run_id: string }>(q.newestRunOf(claimId))
  if (!run)
    return [
      {
        code: 'CHECKS_NOT_RUN',
        message: { zh: '这笔申领还没有核查', en: 'This claim has not been checked' },
        hint: { zh: '请先运行核查', en: 'Run the checks first' },
      },
    ]
  const overridden = new Set(
    (await tx.rows<{ check_id: string }>(q.overridesOf(claimId, today))).map((o) => o.check_id),
  )
  const results = new Map(
    (
      await tx.rows<{ check_id: string; result: string; reason: string | null; hits: number }>(
        q.resultsOf(run.run_id, claimId),
      )
    ).map((r) => [r.check_id, r]),
  )
  return CHECKS.flatMap((check): Finding[] => {
    const rule = ruleOf(office, check, today)
    const r = results.get(check.id)
    if (overridden.has(check.id) && rule.override) return []
    if (r?.result === 'failed')
      return [
        {
          code: `CHECK_${check.id}`,
          message: {
            zh: `核查${check.id}“${check.title.zh}”有${r.hits}条命中`,
            en: `Check ${check.id}, ${check.title.en}: ${r.hits} hit(s)`,
          },
          hint: { zh: '请核实处理，或按规定申请放行', en: 'Settle them, or ask for an override' },
        },
      ]
    if (rule.severity === 'block' && (!r || r.result === 'not-run'))
      return [
        {
          code: `CHECK_${check.id}_NOT_RUN`,
          message: {
            zh: `核查${check.id}“${check.title.zh}”未运行：${r?.reason ?? '没有结果'}`,
            en: `Check ${check.id}, ${check.title.en}, did not run: ${r?.reason ?? 'no result'}`,
          },
          hint: { zh: '请导入或更新外部名册后重新核查', en: 'Import a fresh register and run the checks again' },
        },
      ]
    return []
  })
}
