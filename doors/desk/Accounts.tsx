import { Tag } from 'antd'
import type { Account, Text } from '../../kit/desk/api-types.ts'
import { Page, Panel } from '../../kit/desk/Page.tsx'
import { useGet, useSession } from '../../kit/desk/queries.ts'
import { Answered, NothingYet } from '../../kit/desk/states.tsx'
import { StateTag } from '../../kit/desk/tags.tsx'
import { WideTable } from '../../kit/desk/WideTable.tsx'
import { useWords } from '../../kit/desk/words.tsx'

const DUTIES: readonly { role: string; title: Text; duty: Text }[] = [
  {
    role: 'systemAdmin',
    title: { zh: '系统管理员', en: 'System administrator' },
    duty: {
      zh: '建立和停用账号，管理运行参数和备份；不能授权，也不能看业务数据。',
      en: 'Makes and closes accounts, runs the machine; grants no rights and sees no business data.',
    },
  },
  {
    role: 'securityAdmin',
    title: { zh: '安全管理员', en: 'Security administrator' },
    duty: {
      zh: '给账号授予和收回岗位；不能建账号，也不能审查日志。',
      en: 'Grants and takes away roles; makes no accounts and does not review the journal.',
    },
  },
  {
    role: 'auditAdmin',
    title: { zh: '审计管理员', en: 'Audit administrator' },
    duty: {
      zh: '审查日志，监督另两位管理员；不能改任何账号和权限。',
      en: 'Reviews the journal and watches the other two; changes no account and no right.',
    },
  },
]

/** Who has which role, for the three administrators; and what each of the three may do. */
export default function Accounts() {
  const { say, t } = useWords()
  const actor = useSession().data?.actor
  const asked = useGet<Account[]>('/accounts')
  return (
    <Page
      title={t('账号与权限', 'Accounts and rights')}
      note={t(
        '三员分立：三个管理员岗位由三个人担任，互相制约。本页只供查看。',
        'Three administrators, three persons, each held in check by the others. This page is for looking only.',
      )}
    >
      <Panel title={t('三位管理员的职责', 'What each administrator does')}>
        <dl className="duties">
          {DUTIES.map((d) => (
            <div key={d.role} className={actor?.grants.some((g) => g.role === d.role) ? 'duty-own' : ''}>
              <dt>
                {say(d.title)}{' '}
                {actor?.grants.some((g) => g.role === d.role) ? (
                  <Tag color="processing">{t('您的岗位', 'your role')}</Tag>
                ) : null}
              </dt>
              <dd>{say(d.duty)}</dd>
            </div>
          ))}
        </dl>
      </Panel>
      <Panel title={t('全部账号', 'All accounts')}>
        <Answered asked={asked}>
          {(rows) => (
            <WideTable<Account>
              label={t('全部账号', 'All accounts')}
              rowKey="accountId"
              size="middle"
              dataSource={rows}
              pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
              locale={{ emptyText: <NothingYet text={t('还没有账号', 'No account yet')} /> }}
              columns={[
                {
                  key: 'login',
                  title: t('账号', 'Account'),
                  render: (_, a) => <span className="code">{a.login}</span>,
                },
                { key: 'name', title: t('姓名', 'Name'), render: (_, a) => a.displayName },
                {
                  key: 'roles',
                  title: t('岗位', 'Roles'),
                  render: (_, a) => a.roles.map((r) => roleText(r, say)).join('、') || '—',
                },
                {
                  key: 'state',
                  title: t('状态', 'State'),
                  render: (_, a) => (
                    <StateTag tone={a.state === 'active' ? 'good' : 'neutral'}>
                      {a.state === 'active' ? t('启用', 'active') : t('停用', 'closed')}
                    </StateTag>
                  ),
                },
                {
                  key: 'demo',
                  title: t('性质', 'Kind'),
                  render: (_, a) =>
                    a.demo ? <Tag color="warning">{t('演示', 'demonstration')}</Tag> : t('正式', 'real'),
                },
              ]}
            />
          )}
        </Answered>
      </Panel>
    </Page>
  )
}

const ROLE_WORDS: { readonly [role: string]: Text } = {
  handler: { zh: '经办人员', en: 'handling officer' },
  reviewer: { zh: '复核人员', en: 'reviewing officer' },
  leader: { zh: '分管领导', en: 'leading officer' },
  auditor: { zh: '审计人员', en: 'auditor' },
  institutionClerk: { zh: '机构经办人', en: 'institution clerk' },
  ...Object.fromEntries(DUTIES.map((d) => [d.role, d.title])),
}
/** A role by its id, or an answer that names it itself. */
function roleText(r: unknown, say: (t: Text) => string): string {
  if (typeof r === 'string') return ROLE_WORDS[r] ? say(ROLE_WORDS[r]) : r
  const g = (r ?? {}) as { role?: string; title?: Text; jurisdiction?: string | null }
  const name = g.title ? say(g.title) : g.role && ROLE_WORDS[g.role] ? say(ROLE_WORDS[g.role]!) : (g.role ?? '')
  return g.jurisdiction ? `${name}（${g.jurisdiction}）` : name
}
