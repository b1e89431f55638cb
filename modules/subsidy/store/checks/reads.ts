import type { ReadContext } from '../../../../kernel/rooms/store.ts'
import { fail } from '../../../../kernel/values/fail.ts'
import type { PlainDate } from '../../../../kernel/values/plain-date.ts'
import { readers } from '../../../roles.ts'
import { CHECKS } from '../../checks/index.ts'
import * as q from './run.sql.ts'
import { type EvidenceRow, registerStates, ruleOf } from './run.ts'

/** The newest checks of a claim, or of a class without one, within the reader's area. */
export async function checksOf(ctx: ReadContext, query: { claim?: string; class?: string }) {
  if (!query.claim === !query.class)
    fail('BadInput', {
      code: 'CLAIM_OR_CLASS',
      field: 'claim',
      message: { zh: '请填写申领编号或开班编号，二者之一', en: 'name a claim or a class, one of them' },
      hint: { zh: '例如 ?claim=SL2026-0001', en: 'for example ?claim=SL2026-0001' },
    })
  const today = ctx.office.world.today()
  return ctx.db.snapshot(async (tx) => {
    const policy = { by: readers }
    const claim = query.claim
      ? await tx.maybe<{ claim_id: string; class_id: string | null; number: string }>(
          q.claimInScope(query.claim, policy, ctx.actor),
        )
      : undefined
    const klass = query.class
      ? await tx.maybe<{ class_id: string; number: string }>(q.classInScope(query.class, policy, ctx.actor))
      : undefined
    const unitId = claim?.claim_id ?? klass?.class_id
    if (!unitId)
      return fail('NotFound', {
        code: query.claim ? 'CLAIM_NOT_FOUND' : 'CLASS_NOT_FOUND',
        field: query.claim ? 'claim' : 'class',
        message: { zh: '您辖区内没有这个编号', en: 'There is no such number in your area' },
        hint: { zh: '请核对编号', en: 'Check the number' },
      })
    const run = await tx.maybe<{ run_id: string; on_day: PlainDate; begun_at: Date; reach: string }>(
      q.newestRunOf(unitId),
    )
    const results = run
      ? await tx.rows<{ check_id: string; result: string; reason: string | null }>(q.resultsOf(run.run_id, unitId))
      : []
    const hits = run
      ? await tx.rows<{
          check_id: string
          severity: string
          sentence_zh: string
          sentence_en: string
          evidence: EvidenceRow[]
        }>(q.hitsOf(run.run_id, claim?.claim_id ?? null, claim ? claim.class_id : unitId))
      : []
    const overrides = claim
      ? await tx.rows<{ check_id: string; reason: string; until_on: PlainDate }>(q.overridesOf(claim.claim_id, today))
      : []
    const byId = new Map(results.map((r) => [r.check_id, r]))
    return {
      unit: claim ? ('claim' as const) : ('class' as const),
      number: claim?.number ?? klass!.number,
      run: run ? { id: run.run_id, on: run.on_day, at: run.begun_at.toISOString(), reach: run.reach } : null,
      registers: await registerStates(tx, ctx.office, today),
      checks: CHECKS.flatMap((check) => {
        const r = byId.get(check.id)
        if (!r) return []
        const override = overrides.find((o) => o.check_id === check.id)
        const rule = ruleOf(ctx.office, check, today)
        return [
          {
            id: check.id,
            title: check.title,
            severity: rule.severity,
            result: r.result,
            reason: r.reason,
            override: override ? { reason: override.reason, until: override.until_on } : null,
            mayOverride: rule.override,
            hits: hits
              .filter((h) => h.check_id === check.id)
              .map((h) => ({
                severity: h.severity,
                sentence: { zh: h.sentence_zh, en: h.sentence_en },
                rows: h.evidence,
              })),
          },
        ]
      }),
    }
  })
}
