import type { Check } from '../../../kernel/process/define.ts'
import { COUNTED_KINDS } from '../words.ts'

export type CorrectionFacts = {
  certificate: {
    issuedOn: string
    revokedOn: string | null
    kind: string
    occupationCode: string
    workType: string | null
    levelRank: number | null
  } | null
}

export const somethingChanges: Check = {
  id: 'somethingChanges',
  title: { zh: '至少一项与原证不同', en: 'Something differs from the certificate' },
  run: ({ case: c, facts, today }) => {
    const { certificate: old } = facts as CorrectionFacts
    if (!old) return []
    const f = c.fields as { occupation?: string; workType?: string; level?: string | number; issuedOn?: string }
    const given = (v: unknown) => v !== undefined && v !== null && v !== ''
    const out = []
    if (given(f.level) && !COUNTED_KINDS.has(old.kind))
      out.push({
        code: 'NO_LEVEL',
        field: 'level',
        message: { zh: '这类证书没有等级', en: 'This kind has no level' },
        hint: { zh: '请不要填等级', en: 'Leave the level out' },
      })
    if (given(f.issuedOn) && f.issuedOn! > today)
      out.push({
        code: 'ISSUED_LATER',
        field: 'issuedOn',
        given: f.issuedOn!,
        message: { zh: `发证日期 ${f.issuedOn} 在今天之后`, en: `${f.issuedOn} lies after today` },
        hint: { zh: '请填今天或更早的日期', en: 'Give today or an earlier day' },
      })
    const differs =
      (given(f.occupation) && f.occupation !== old.occupationCode) ||
      (given(f.workType) && f.workType !== old.workType) ||
      (given(f.level) && Number(f.level) !== old.levelRank) ||
      (given(f.issuedOn) && f.issuedOn !== old.issuedOn)
    if (!differs)
      out.push({
        code: 'NOTHING_CHANGES',
        field: 'certificateNumber',
        message: { zh: '没有填写与原证不同的内容', en: 'Nothing differs from the certificate' },
        hint: {
          zh: '请填写需要更正的项目；遗失或损毁请办换发',
          en: 'Fill in what is to be corrected; for lost paper ask for a replacement',
        },
      })
    return out
  },
}
