import type { Check } from '../../../kernel/process/define.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'

/** What the store looks up for the checks. Null: the register has no such certificate any more. */
export type RevocationFacts = {
  certificate: { issuedOn: PlainDate; revokedOn: PlainDate | null; number?: string } | null
}
const factsOf = (facts: unknown) => facts as RevocationFacts

export const notRevoked: Check = {
  id: 'notRevoked',
  title: { zh: '证书在册且未撤销', en: 'The certificate is registered and not yet revoked' },
  run: ({ facts }) => {
    const { certificate } = factsOf(facts)
    if (!certificate)
      return [
        {
          code: 'CERT_GONE',
          field: 'certificateNumber',
          message: { zh: '证书已不在库中', en: 'The certificate is no longer registered' },
          hint: { zh: '导入批次可能已撤回，请核对', en: 'Its import was perhaps taken back' },
        },
      ]
    if (certificate.revokedOn === null) return []
    return [
      {
        code: 'CERT_REVOKED',
        field: 'certificateNumber',
        message: {
          zh: `该证书已于 ${certificate.revokedOn} 撤销`,
          en: `The certificate was revoked as of ${certificate.revokedOn}`,
        },
        hint: { zh: '无需再次撤销；失效日期有误的请在备注中说明并报市局', en: 'There is nothing left to revoke' },
      },
    ]
  },
}

export const effectiveDay: Check = {
  id: 'effectiveDay',
  title: { zh: '失效日期在发证日期与今天之间', en: 'The day lies between issue and today' },
  run: ({ case: c, facts, today }) => {
    const day = c.fields['effectiveOn'] as PlainDate
    const { certificate } = factsOf(facts)
    const wrong = (zh: string, en: string, hintZh: string, hintEn: string) => [
      {
        code: 'EFFECTIVE_DAY',
        field: 'effectiveOn',
        given: day,
        message: { zh, en },
        hint: { zh: hintZh, en: hintEn },
      },
    ]
    if (day > today)
      return wrong(
        `失效日期 ${day} 在今天（${today}）之后`,
        `${day} lies after today (${today})`,
        '撤销不能预先生效，请填今天或更早的日期',
        'Give today or an earlier day',
      )
    if (certificate && day < certificate.issuedOn)
      return wrong(
        `失效日期 ${day} 早于发证日期 ${certificate.issuedOn}`,
        `${day} is earlier than the day of issue, ${certificate.issuedOn}`,
        '自始无效的，请填发证日期',
        'When it was void from the start, give the day of issue',
      )
    return []
  },
}
