import type { Check, CheckInput } from '../../../kernel/process/define.ts'
import type { Finding } from '../../../kernel/values/finding.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import type { FrequencyVerdict } from '../frequency.ts'
import { REFUSAL_REASONS } from '../words.ts'

/** One line as the checks see it: no name, no number; the page shows those to who may see them. */
export type LineFacts = {
  line: number
  state: string
  amountFen: number
  findings: Finding[]
  verdicts: FrequencyVerdict[]
  hasAccount: boolean
}
export type ClaimFacts = {
  scheme: { id: string; inForce: boolean; payees: string[]; reasons: string[] } | null
  classState: string | null
  lines: LineFacts[]
  /** Another living claim for this class and scheme. */
  other: string | null
  /** Benefits that stand under another claim already: line and key. */
  taken: { line: number; benefit: string }[]
  payeeReady: boolean
  noticeUntil: PlainDate | null
  openObjections: number
  lineStates: { [line: number]: string }
  /** What the newest run of the checks C01–C30 puts in the way. */
  stops: Finding[]
}
const factsOf = (i: CheckInput) => i.facts as unknown as ClaimFacts
const living = (i: CheckInput) => factsOf(i).lines.filter((l) => l.state !== 'struck')

export const schemeInForce: Check = {
  id: 'schemeInForce',
  title: { zh: '补贴项目有效', en: 'The scheme is in force' },
  run(i) {
    const { scheme } = factsOf(i)
    const given = String(i.case.fields['scheme'])
    if (!scheme?.inForce)
      return [
        {
          code: 'SCHEME',
          field: 'scheme',
          given,
          message: {
            zh: `没有在该班开班之日有效的补贴项目“${given}”`,
            en: `No scheme “${given}” was in force when the class began`,
          },
          hint: { zh: '请从补贴项目清单中选择', en: 'Choose one from the list of schemes' },
        },
      ]
    const payee = String(i.case.fields['payee'])
    if (scheme.payees.includes(payee)) return []
    return [
      {
        code: 'PAYEE',
        field: 'payee',
        given: payee,
        message: { zh: '本项目不能这样收款', en: 'This scheme is not paid so' },
        hint: { zh: '请换一种收款方式', en: 'Choose the other way' },
      },
    ]
  },
}

export const classFinished: Check = {
  id: 'classFinished',
  title: { zh: '班级已结业', en: 'The class is finished' },
  run(i) {
    const state = factsOf(i).classState
    if (state === 'finished') return []
    return [
      {
        code: 'CLASS_STATE',
        field: 'trainingClass',
        given: state ?? '',
        message: { zh: '班级还没有结业', en: 'The class is not finished' },
        hint: { zh: '请在结业后申领', en: 'Claim once it is' },
      },
    ]
  },
}

export const onlyClaim: Check = {
  id: 'onlyClaim',
  title: { zh: '一班一项目只申领一次', en: 'One claim for a class and scheme' },
  run(i) {
    const { other } = factsOf(i)
    if (!other || other === i.case.id) return []
    return [
      {
        code: 'CLAIM_TWICE',
        field: 'trainingClass',
        given: other,
        message: { zh: '本班已有这一项目的申领', en: 'There is a claim for this class and scheme' },
        hint: { zh: '请在原申领中办理', en: 'Go on with that one' },
      },
    ]
  },
}

/** Every line that cannot be paid, with each of its reasons; the clerk strikes it or has the record mended. */
export const linesClean: Check = {
  id: 'linesClean',
  title: { zh: '逐人核对', en: 'Every line holds' },
  run(i) {
    const lines = living(i)
    const out: Finding[] = lines.flatMap((l) => [
      ...l.findings.map((f) => ({ ...f, field: `lines.${l.line}.${f.field ?? ''}` })),
      ...l.verdicts.flatMap((v) => v.findings.map((f) => ({ ...f, field: `lines.${l.line}.${f.field ?? ''}` }))),
    ])
    if (lines.length === 0)
      out.push({
        code: 'NO_LINES',
        field: 'lines',
        message: { zh: '申领中没有人员', en: 'There is nobody in the claim' },
        hint: { zh: '请核对名册和结业情况，然后重新取数', en: 'Check the roster and draw again' },
      })
    return out
  },
}

export const notTaken: Check = {
  id: 'notTaken',
  title: { zh: '没有重复享受', en: 'No benefit twice' },
  run: (i) =>
    factsOf(i).taken.map((t) => ({
      code: 'BENEFIT_TWICE',
      field: `lines.${t.line}.person`,
      given: t.benefit,
      message: {
        zh: `第 ${t.line} 人已在另一申领中享受同一补贴`,
        en: `Line ${t.line}: this benefit stands under another claim`,
      },
      hint: { zh: '请从申领中去掉此人', en: 'Take this person out of the claim' },
    })),
}

export const payeeKnown: Check = {
  id: 'payeeKnown',
  title: { zh: '收款账户', en: 'Accounts are known' },
  run(i) {
    if (i.case.fields['payee'] === 'institution')
      return factsOf(i).payeeReady
        ? []
        : [
            {
              code: 'ACCOUNT_NONE',
              field: 'payee',
              message: { zh: '机构没有经确认的收款账户', en: 'The institution has no confirmed account' },
              hint: {
                zh: '请登记账户，由另一人确认并满冷静期后再办理',
                en: 'Register one; it counts after confirmation and waiting time',
              },
            },
          ]
    return living(i)
      .filter((l) => !l.hasAccount)
      .map((l) => ({
        code: 'ACCOUNT_NONE',
        field: `lines.${l.line}.account`,
        message: { zh: `第 ${l.line} 人没有收款账户`, en: `Line ${l.line} has no account` },
        hint: { zh: '请在名册中补充社保卡账户，然后重新取数', en: 'Complete the roster and draw again' },
      }))
  },
}

export const noticeOver: Check = {
  id: 'noticeOver',
  title: { zh: '公示期满', en: 'The notice is over' },
  run(i) {
    const until = factsOf(i).noticeUntil
    if (until !== null && until < i.today) return []
    return [
      {
        code: 'NOTICE',
        field: 'noticeUntil',
        given: until ?? '',
        message: { zh: `公示到${until ?? '—'}结束`, en: `The notice runs to ${until ?? '—'}` },
        hint: { zh: '请在公示期满的次日办理', en: 'Come back on the day after' },
      },
    ]
  },
}

/** No money without the checks: one that failed, or should block and was not run, stands in the way until it is overridden. */
export const checksPassed: Check = {
  id: 'checksPassed',
  title: { zh: '核查通过', en: 'The checks let it pass' },
  run: (i) => factsOf(i).stops,
}

export const linePresent: Check = {
  id: 'linePresent',
  title: { zh: '名册中的人', en: 'The line is there' },
  run(i) {
    const line = Number(i.input['lineNo'])
    const state = factsOf(i).lineStates[line]
    if (state === 'open') return []
    return [
      {
        code: 'LINE',
        field: 'lineNo',
        given: String(line),
        message: {
          zh: state ? `第 ${line} 人已不在可办理状态` : `申领中没有第 ${line} 人`,
          en: state ? `Line ${line} is ${state}` : `There is no line ${line}`,
        },
        hint: { zh: '请核对序号', en: 'Check the number' },
      },
    ]
  },
}

export const reasonsKnown: Check = {
  id: 'reasonsKnown',
  title: { zh: '理由', en: 'Reasons' },
  run(i) {
    const given = (i.input['reasons'] as string[] | undefined) ?? []
    const allowed = factsOf(i).scheme?.reasons ?? REFUSAL_REASONS.map((r) => r.id)
    const wrong = given.filter((r) => !allowed.includes(r))
    if (given.length && !wrong.length) return []
    return [
      {
        code: 'REASONS',
        field: 'reasons',
        given: wrong.join(' '),
        message: {
          zh: given.length ? '理由不在本项目的理由清单中' : '没有选择理由',
          en: given.length ? 'Not among the reasons of this scheme' : 'No reason is given',
        },
        hint: { zh: `可选：${allowed.join('、')}`, en: `One of: ${allowed.join(', ')}` },
      },
    ]
  },
}

/** A returned claim opens only those parts that its reasons name. */
export const unlocked = (part: 'lines' | 'accounts' | 'evidence'): Check => ({
  id: `unlocked-${part}`,
  title: { zh: '只改退回的部分', en: 'Only what was sent back' },
  run(i) {
    if (i.case.state !== 'returned') return []
    const reasons = (i.case.fields['reasons'] as string[] | null) ?? []
    const parts = REFUSAL_REASONS.filter((r) => reasons.includes(r.id)).map((r) => r.unlocks)
    if (parts.includes(part)) return []
    return [
      {
        code: 'LOCKED',
        field: part,
        message: { zh: '这一部分没有被退回，不能修改', en: 'This part was not sent back' },
        hint: { zh: '请只修改退回理由所指的内容', en: 'Mend only what the reasons name' },
      },
    ]
  },
})
