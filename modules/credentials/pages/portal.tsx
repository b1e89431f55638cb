import type { ReactNode } from 'react'
import { instantText } from '../../../kit/portal/format.ts'
import { TextField } from '../../../kit/portal/forms.tsx'
import { NATIONAL_LINE, Telephone } from '../../../kit/portal/layout.tsx'
import { type PortalView, portalPage } from '../../../kit/portal/page.ts'
import { DataList, Day, Masked, type Verdict, VerifyVerdict } from '../../../kit/portal/parts.tsx'
import { texts } from '../../../kit/texts.ts'

type Say = { zh: string; en: string }
/** What `credentials.check` answers. */
type Check = {
  verdict: 'valid' | 'corrected' | 'replaced' | 'revoked' | 'not-found'
  message: Say
  asOf: string
  certificate: {
    number: string
    holder: string
    kind: Say
    occupation: string
    workType: string | null
    level: Say | null
    issuedBy: string
    issuedOn: string
    revokedOn: string | null
  } | null
  causes: Say[]
  helpPhone: string | null
}
/** What `credentials.explainNumber` answers. */
type Explained = {
  ok: boolean
  number: string
  scheme: string | null
  parts: { name: Say; from: number; to: number; text: string; meaning: Say }[]
  lines: Say[]
  findings: { code: string; message: Say; hint: Say }[]
}

const NUMBER = {
  kind: 'text',
  lengthMax: 80,
  required: true,
  label: { zh: '证书编号', en: 'Certificate number' },
} as const
const NAME = {
  kind: 'text',
  lengthMax: 60,
  required: true,
  label: { zh: '持证人姓名', en: 'Name of the holder' },
} as const

// ------------------------------------------------------------------------------------------------------- the check itself

const check = portalPage<Check | null>({
  path: '/certificates',
  title: texts.certificates,
  load: async () => null,
  post: {
    words: { number: NUMBER, name: NAME },
    load: async (ctx) =>
      (await ctx.read('credentials.check', { number: ctx.query['number'], name: ctx.query['name'] })) as Check,
  },
  View: ({ data, view }) => {
    const { say } = view
    return (
      <>
        {data && <Answer view={view} answer={data} />}
        {data && <h2>{say({ zh: '再查一本', en: 'Check another' })}</h2>}
        {!data && (
          <p>
            {say({
              zh: '不用登录。编号和姓名都要与证书一致；结果只显示遮蔽后的姓名。',
              en: 'No sign-in. Number and name must both agree with the certificate; the answer shows the name masked.',
            })}
          </p>
        )}
        <form method="post" action="/certificates" autoComplete="off">
          <TextField
            // After an answer the form is empty again: the next person at this screen reads nothing.
            view={data ? { ...view, given: {} } : view}
            name="number"
            label={NUMBER.label}
            hint={{
              zh: '照证书填写，空格和全角数字不用改。职业技能等级证书为 22 位',
              en: 'As on the certificate; blanks and full-width digits may stay. Skill-level certificates have 22 places',
            }}
            lengthMax={80}
            wide
          />
          <TextField
            view={data ? { ...view, given: {} } : view}
            name="name"
            label={NAME.label}
            hint={{ zh: '少数民族姓名中的“·”可写可不写', en: 'a middle dot may be left out' }}
            lengthMax={60}
          />
          <p>
            <button type="submit">{say({ zh: '查这本证书', en: 'Check this certificate' })}</button>
          </p>
        </form>
        <p>
          <a href="/certificates/explain">
            {say({ zh: '编号的每一位是什么意思？', en: 'What does each place of the number mean?' })}
          </a>
        </p>
        <p>
          <a href="/v">
            {say({
              zh: '扫证书上的二维码（没有网络也能验）',
              en: 'Scan the code on the paper (works without a network)',
            })}
          </a>
        </p>
        <p className="hint">
          {say({
            zh: '为防止批量猜测，同一网络地址连续查询过多时，要等一会儿再查。',
            en: 'So that nobody guesses in bulk, many checks in a row from one network address have to wait a while.',
          })}
        </p>
      </>
    )
  },
})

const VERDICTS: { readonly [v in Check['verdict']]: Verdict } = {
  valid: 'valid',
  corrected: 'corrected',
  replaced: 'replaced',
  revoked: 'revoked',
  'not-found': 'notFound',
}

function Answer({ view, answer }: { view: PortalView; answer: Check }): ReactNode {
  const { say, language } = view
  const c = answer.certificate
  return (
    <VerifyVerdict
      view={view}
      verdict={VERDICTS[answer.verdict]}
      lead={say(answer.message)}
      {...(c
        ? {
            facts: [
              [say({ zh: '持证人', en: 'Holder' }), <Masked key="holder" view={view} value={c.holder} />],
              [
                say({ zh: '职业（工种）', en: 'Occupation' }),
                c.workType ? `${c.occupation}（${c.workType}）` : c.occupation,
              ],
              [say(texts.level), c.level ? say(c.level) : null],
              [say({ zh: '证书类别', en: 'Kind' }), say(c.kind)],
              [say({ zh: '发证机构', en: 'Issued by' }), c.issuedBy],
              [say({ zh: '发证日期', en: 'Issued on' }), <Day key="issued" view={view} value={c.issuedOn} />],
              ...(c.revokedOn
                ? [
                    [
                      say({ zh: '撤销日期', en: 'Revoked on' }),
                      <Day key="revoked" view={view} value={c.revokedOn} />,
                    ] as const,
                  ]
                : []),
              [
                NUMBER.label[language],
                <span key="number" className="digits">
                  {c.number}
                </span>,
              ],
            ],
          }
        : {})}
    >
      {answer.causes.length > 0 && (
        <>
          <p>{say({ zh: '常见原因：', en: 'Likely reasons:' })}</p>
          <ul>
            {answer.causes.map((cause) => (
              <li key={cause.en}>{say(cause)}</li>
            ))}
          </ul>
        </>
      )}
      {answer.verdict !== 'valid' && (
        <p>
          {say({ zh: '有疑问请拨 ', en: 'Questions: call ' })}
          <Telephone number={answer.helpPhone ?? view.office.city.helpPhone ?? NATIONAL_LINE} />
          {say({ zh: '。', en: '.' })}
        </p>
      )}
      <p className="secondary small">
        {say({ zh: '核验方式：与证书登记册比对；核验时间：', en: 'Checked against the register of certificates at ' })}
        {instantText(answer.asOf, view.office.city.zone, language)}
      </p>
    </VerifyVerdict>
  )
}

// ------------------------------------------------------------------------------------------------ what the places mean

const explain = portalPage<Explained | null>({
  path: '/certificates/explain',
  title: texts.explainNumber,
  above: [{ path: '/certificates', title: texts.certificates }],
  load: async () => null,
  post: {
    words: { number: NUMBER },
    load: async (ctx) => (await ctx.read('credentials.explainNumber', { number: ctx.query['number'] })) as Explained,
  },
  View: ({ data, view }) => {
    const { say } = view
    return (
      <>
        {data?.ok && (
          <section aria-labelledby="explained">
            <h2 id="explained" className="digits">
              {data.number}
            </h2>
            <table className="stack">
              <thead>
                <tr>
                  <th scope="col">{say({ zh: '位', en: 'Places' })}</th>
                  <th scope="col">{say({ zh: '写的是', en: 'Written' })}</th>
                  <th scope="col">{say({ zh: '意思', en: 'Meaning' })}</th>
                </tr>
              </thead>
              <tbody>
                {data.parts.map((p) => (
                  <tr key={p.from}>
                    <th scope="row">
                      {p.from === p.to
                        ? say({ zh: `第 ${p.from} 位`, en: `place ${p.from}` })
                        : say({ zh: `第 ${p.from}–${p.to} 位`, en: `places ${p.from}–${p.to}` })}
                    </th>
                    <td className="digits">{p.text}</td>
                    <td>
                      {say(p.name)}
                      {view.language === 'zh' ? '：' : ': '}
                      {say(p.meaning)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            <p>
              {say({
                zh: '这里只解读编号的写法，不表示这本证书存在或有效。',
                en: 'This reads the number only; it does not say that such a certificate exists or holds.',
              })}{' '}
              <a href="/certificates">{say({ zh: '去查这本证书', en: 'Check a certificate' })}</a>
            </p>
          </section>
        )}
        {data && data.findings.length > 0 && (
          <section className="error-summary" aria-labelledby="number-findings" tabIndex={-1} data-focus="true">
            <h2 id="number-findings">
              {data.ok
                ? say({ zh: '请留意', en: 'Please note' })
                : say({ zh: '这个编号读不出来', en: 'This number cannot be read' })}
            </h2>
            <DataList items={data.findings.map((f) => [say(f.message), say(f.hint)] as const)} />
          </section>
        )}
        <form method="post" action="/certificates/explain" autoComplete="off">
          <TextField
            view={data ? { ...view, given: { number: data.number } } : view}
            name="number"
            label={NUMBER.label}
            hint={{ zh: '可填 22 位、20 位或 16 位编号', en: '22, 20 or 16 places' }}
            lengthMax={80}
            wide
          />
          <p>
            <button type="submit">{say({ zh: '解读编号', en: 'Read this number' })}</button>
          </p>
        </form>
      </>
    )
  },
})

// ------------------------------------------------------------------------------------------------- a passport that was shared

/** What `credentials.passport` answers. */
type Passport = {
  holder: string
  asOf: string
  expiresOn: string
  certificates: {
    number: string
    kind: Say
    occupation: string
    workType: string | null
    level: Say | null
    issuedBy: string
    issuedOn: string
  }[]
  entries: { group: 'training' | 'result' | 'honour'; title: Say; on: string; by: string | null }[]
}
const GROUPS: { readonly [g in Passport['entries'][number]['group']]: Say } = {
  training: { zh: '培训', en: 'Training' },
  result: { zh: '成绩', en: 'Results' },
  honour: { zh: '荣誉', en: 'Honours' },
}

const passport = portalPage<Passport>({
  path: '/passport/{token}',
  title: { zh: '技能护照', en: 'Skills passport' },
  neverKept: true,
  load: async (ctx) => (await ctx.read('credentials.passport', { token: ctx.params['token'] })) as Passport,
  View: ({ data, view }) => {
    const { say } = view
    return (
      <>
        <p className="verdict-lead">{data.holder}</p>
        <p className="secondary">
          {say({ zh: '由持证人分享，有效至 ', en: 'Shared by the holder until ' })}
          <Day view={view} value={data.expiresOn} />
          {say({ zh: '。每次查看都会记录，持证人可以看到。', en: '. Every look is recorded; the holder can see it.' })}
        </p>
        <h2>{say({ zh: '有效证书', en: 'Valid certificates' })}</h2>
        {data.certificates.length === 0 && <p>{say({ zh: '没有有效证书。', en: 'No valid certificate.' })}</p>}
        {data.certificates.map((c) => (
          <DataList
            key={c.number}
            items={[
              [
                say({ zh: '职业（工种）', en: 'Occupation' }),
                c.workType ? `${c.occupation}（${c.workType}）` : c.occupation,
              ],
              [say(texts.level), c.level ? say(c.level) : null],
              [say({ zh: '证书类别', en: 'Kind' }), say(c.kind)],
              [say({ zh: '发证机构', en: 'Issued by' }), c.issuedBy],
              [say({ zh: '发证日期', en: 'Issued on' }), <Day key="issued" view={view} value={c.issuedOn} />],
              [
                NUMBER.label[view.language],
                <span key="number" className="digits">
                  {c.number}
                </span>,
              ],
            ]}
          />
        ))}
        {(['training', 'result', 'honour'] as const).map((group) => {
          const entries = data.entries.filter((e) => e.group === group)
          return entries.length === 0 ? null : (
            <section key={group}>
              <h2>{say(GROUPS[group])}</h2>
              <ul>
                {entries.map((e) => (
                  <li key={`${e.on} ${e.title.zh}`}>
                    <Day view={view} value={e.on} /> {say(e.title)}
                    {e.by ? `（${e.by}）` : ''}
                  </li>
                ))}
              </ul>
            </section>
          )
        })}
        <p className="secondary small">
          {say({ zh: '与证书登记册一致；查看时间：', en: 'As in the register of certificates at ' })}
          {instantText(data.asOf, view.office.city.zone, view.language)}
        </p>
      </>
    )
  },
})

export const pages = [check, explain, passport]
