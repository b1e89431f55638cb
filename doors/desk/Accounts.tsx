import { Alert, App, Button, Flex, Input, Modal, Select, Tag } from 'antd'
import { useState } from 'react'
import type { Account, Role, SetUpCode, Text } from '../../kit/desk/api-types.ts'
import { post } from '../../kit/desk/client.ts'
import { Page, Panel } from '../../kit/desk/Page.tsx'
import { CodePicker, ReferencePicker } from '../../kit/desk/pickers.tsx'
import { useForget, useGet, useSession } from '../../kit/desk/queries.ts'
import { Answered, NothingYet, ProblemNote } from '../../kit/desk/states.tsx'
import { StateTag } from '../../kit/desk/tags.tsx'
import { WideTable } from '../../kit/desk/WideTable.tsx'
import { useWords } from '../../kit/desk/words.tsx'

const DUTIES: readonly { role: string; title: Text; duty: Text }[] = [
  {
    role: 'systemAdmin',
    title: { zh: '系统管理员', en: 'System administrator' },
    duty: {
      zh: '建立和停用账号，申请岗位，管理运行参数和备份；申请的岗位不能自己启用，也不能看业务数据。',
      en: 'Makes and closes accounts, asks for roles, runs the machine; wakes no role and sees no business data.',
    },
  },
  {
    role: 'securityAdmin',
    title: { zh: '安全管理员', en: 'Security administrator' },
    duty: {
      zh: '启用和收回岗位；不能建账号，也不能审查日志。',
      en: 'Activates and ends roles; makes no accounts and does not review the journal.',
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
  const { message } = App.useApp()
  const forget = useForget()
  const actor = useSession().data?.actor
  const asked = useGet<Account[]>('/accounts')
  const holds = (role: string) => actor?.grants.some((g) => g.role === role) ?? false
  const makes = holds('systemAdmin')
  const wakes = holds('securityAdmin')
  const [wanted, setWanted] = useState<Wanted>()
  const [code, setCode] = useState<SetUpCode>()
  const [problem, setProblem] = useState<unknown>()
  const [query, setQuery] = useState('')
  const act = async (path: string, body: unknown, done: string) => {
    setProblem(undefined)
    try {
      const answer = await post<SetUpCode>(path, body)
      if (answer.code) setCode(answer)
      else void message.success(done)
    } catch (e) {
      setProblem(e)
    }
    await forget('/accounts')
  }
  return (
    <Page
      title={t('账号与权限', 'Accounts and rights')}
      note={t(
        '三员分立：建账号、启用岗位、审查日志由三个人担任，互相制约。',
        'Making accounts, activating roles and reviewing the journal are three persons, each held in check by the others.',
      )}
    >
      <Panel title={t('三位管理员的职责', 'What each administrator does')}>
        <dl className="duties">
          {DUTIES.map((d) => (
            <div key={d.role} className={holds(d.role) ? 'duty-own' : ''}>
              <dt>
                {say(d.title)} {holds(d.role) ? <Tag color="processing">{t('您的岗位', 'your role')}</Tag> : null}
              </dt>
              <dd>{say(d.duty)}</dd>
            </div>
          ))}
        </dl>
      </Panel>
      <Panel title={t('全部账号', 'All accounts')}>
        {problem !== undefined ? <ProblemNote problem={problem} /> : null}
        {code ? <CodeShown code={code} close={() => setCode(undefined)} /> : null}
        <Flex gap={8} wrap className="panel-tools">
          <Input.Search
            allowClear
            aria-label={t('按账号或姓名查找', 'find by account or name')}
            placeholder={t('账号或姓名', 'account or name')}
            className="search-box"
            onSearch={setQuery}
            onChange={(e) => setQuery(e.target.value)}
          />
          {makes ? (
            <Button type="primary" onClick={() => setWanted({ kind: 'account' })}>
              {t('新建账号', 'New account')}
            </Button>
          ) : null}
        </Flex>
        <Answered asked={asked}>
          {(rows) => (
            <WideTable<Account>
              label={t('全部账号', 'All accounts')}
              rowKey="accountId"
              size="middle"
              dataSource={rows.filter((a) => `${a.login} ${a.displayName}`.includes(query.trim()))}
              pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
              locale={{ emptyText: <NothingYet text={t('没有这样的账号', 'No such account')} /> }}
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
                  render: (_, a) => (
                    <Flex vertical gap={4}>
                      {a.grants.length === 0 ? '—' : null}
                      {a.grants.map((g) => (
                        <Flex key={g.role} gap={8} align="center" wrap>
                          <span>
                            {say(g.title)}
                            {g.jurisdiction ? `（${g.jurisdiction}）` : ''}
                          </span>
                          {g.active ? null : (
                            <Tag color="warning">
                              {t('待启用', 'asleep')}
                              {g.requestedBy ? `，${g.requestedBy}${t('申请', ' asked')}` : ''}
                            </Tag>
                          )}
                          {wakes && !g.active ? (
                            <Button
                              size="small"
                              onClick={() =>
                                act(`/accounts/${a.accountId}/grants/${g.role}/activate`, {}, t('已启用', 'activated'))
                              }
                              aria-label={t(`启用 ${a.login} 的${g.title.zh}`, `Activate ${g.title.en} of ${a.login}`)}
                            >
                              {t('启用', 'Activate')}
                            </Button>
                          ) : null}
                          {wakes && !a.demo ? (
                            <Button
                              size="small"
                              type="text"
                              danger
                              onClick={() =>
                                act(`/accounts/${a.accountId}/grants/${g.role}/end`, {}, t('已收回', 'ended'))
                              }
                              aria-label={t(`收回 ${a.login} 的${g.title.zh}`, `End ${g.title.en} of ${a.login}`)}
                            >
                              {t('收回', 'End')}
                            </Button>
                          ) : null}
                        </Flex>
                      ))}
                    </Flex>
                  ),
                },
                {
                  key: 'state',
                  title: t('状态', 'State'),
                  render: (_, a) => (
                    <StateTag tone={a.state === 'active' ? (a.setUp ? 'good' : 'progress') : 'neutral'}>
                      {a.state !== 'active'
                        ? a.state === 'closed'
                          ? t('已注销', 'closed')
                          : t('已停用', 'suspended')
                        : a.setUp
                          ? t('启用', 'active')
                          : t('待本人启用', 'not set up yet')}
                    </StateTag>
                  ),
                },
                {
                  key: 'demo',
                  title: t('性质', 'Kind'),
                  render: (_, a) =>
                    a.demo ? <Tag color="warning">{t('演示', 'demonstration')}</Tag> : t('正式', 'real'),
                },
                ...(makes
                  ? [
                      {
                        key: 'acts',
                        title: t('办理', 'Acts'),
                        render: (_: unknown, a: Account) =>
                          a.demo || a.state === 'closed' ? null : (
                            <Flex gap={4} wrap>
                              <Button size="small" onClick={() => setWanted({ kind: 'role', account: a })}>
                                {t('申请岗位', 'Ask for a role')}
                              </Button>
                              <Button
                                size="small"
                                onClick={() => act(`/accounts/${a.accountId}/reset`, {}, t('已重发', 'made'))}
                              >
                                {t('重发启用码', 'New set-up code')}
                              </Button>
                              <Button
                                size="small"
                                danger={a.state === 'active'}
                                onClick={() =>
                                  act(
                                    `/accounts/${a.accountId}/state`,
                                    { state: a.state === 'active' ? 'suspended' : 'active' },
                                    t('已更改', 'changed'),
                                  )
                                }
                              >
                                {a.state === 'active' ? t('停用', 'Suspend') : t('恢复', 'Restore')}
                              </Button>
                            </Flex>
                          ),
                      },
                    ]
                  : []),
              ]}
            />
          )}
        </Answered>
      </Panel>
      {wanted ? (
        <AskFor
          wanted={wanted}
          close={() => setWanted(undefined)}
          done={async (made) => {
            setWanted(undefined)
            if (made) setCode(made)
            else
              void message.success(t('已申请，待安全管理员启用', 'Asked for; the security administrator activates it'))
            await forget('/accounts')
          }}
        />
      ) : null}
    </Page>
  )
}

/** Shown once: only its hash is kept. */
function CodeShown({ code, close }: { code: SetUpCode; close: () => void }) {
  const { t } = useWords()
  return (
    <Alert
      type="success"
      showIcon
      closable={{ onClose: close }}
      title={t(`账号 ${code.login} 的启用码`, `Set-up code of ${code.login}`)}
      description={
        <>
          <p className="code">{code.code}</p>
          <p>
            {t(
              `只显示这一次，${code.expiresAt.slice(0, 10)} 前有效。请当面或用内部渠道交给本人，在“启用账号”页使用。`,
              `Shown once, good until ${code.expiresAt.slice(0, 10)}. Hand it to the owner in person; it is used on “Set up an account”.`,
            )}
          </p>
        </>
      }
    />
  )
}

type Wanted = { kind: 'account' } | { kind: 'role'; account: Account }

/** A new account, or one more role for one that is there. */
function AskFor({
  wanted,
  close,
  done,
}: {
  wanted: Wanted
  close: () => void
  done: (made: SetUpCode | undefined) => Promise<void>
}) {
  const { say, t } = useWords()
  const roles = useGet<Role[]>('/accounts/roles').data ?? []
  const [login, setLogin] = useState('')
  const [displayName, setDisplayName] = useState('')
  const [personKey, setPersonKey] = useState('')
  const [role, setRole] = useState<string>()
  const [area, setArea] = useState<string>()
  const [organisation, setOrganisation] = useState<string>()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const scope = roles.find((r) => r.id === role)?.scope
  const send = async () => {
    setBusy(true)
    setProblem(undefined)
    const grant = {
      role: role ?? '',
      // A grant holds the leading digits that all codes of the area share.
      jurisdiction: scope === 'jurisdiction' ? (area ?? '').replace(/(00)+$/, '') : null,
      organisationId: scope === 'organisation' ? (organisation ?? null) : null,
    }
    try {
      if (wanted.kind === 'account')
        await done(await post<SetUpCode>('/accounts', { login, displayName, personKey, grants: role ? [grant] : [] }))
      else {
        await post(`/accounts/${wanted.account.accountId}/grants`, grant)
        await done(undefined)
      }
    } catch (e) {
      setProblem(e)
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={
        wanted.kind === 'account'
          ? t('新建账号', 'New account')
          : `${t('申请岗位', 'Ask for a role')}：${wanted.account.login}`
      }
      okText={wanted.kind === 'account' ? t('建立', 'Make') : t('申请', 'Ask')}
      cancelText={t('取消', 'Cancel')}
      onOk={() => void send()}
      onCancel={close}
      confirmLoading={busy}
    >
      {problem !== undefined ? <ProblemNote problem={problem} /> : null}
      {wanted.kind === 'account' ? (
        <>
          <label className="form-label" htmlFor="new-login">
            {t('账号', 'Login')}
            <span className="hint">{t('（小写字母和数字，如 yaodu-wang.fang）', ' (as yaodu-wang.fang)')}</span>
          </label>
          <Input id="new-login" value={login} autoComplete="off" onChange={(e) => setLogin(e.target.value)} />
          <label className="form-label" htmlFor="new-name">
            {t('姓名', 'Name')}
          </label>
          <Input
            id="new-name"
            value={displayName}
            autoComplete="off"
            onChange={(e) => setDisplayName(e.target.value)}
          />
          <label className="form-label" htmlFor="new-person">
            {t('工号', 'Staff number')}
            <span className="hint">
              {t(
                '（一人一号：同一人的几个账号按一个人看待）',
                ' (one per human being: several accounts of one count as one)',
              )}
            </span>
          </label>
          <Input id="new-person" value={personKey} autoComplete="off" onChange={(e) => setPersonKey(e.target.value)} />
        </>
      ) : null}
      <label className="form-label" htmlFor="new-role">
        {t('岗位', 'Role')}
      </label>
      <Select
        id="new-role"
        className="wide"
        value={role ?? null}
        options={roles.filter((r) => r.scope !== 'own').map((r) => ({ value: r.id, label: say(r.title) }))}
        onChange={(v) => setRole(v ?? undefined)}
      />
      {scope === 'jurisdiction' ? (
        <>
          <label className="form-label" htmlFor="new-area">
            {t('管辖区划', 'Area')}
          </label>
          <CodePicker
            id="new-area"
            label={t('管辖区划', 'Area')}
            table="catalogue.division"
            value={area}
            onChange={(v) => setArea(v)}
          />
        </>
      ) : null}
      {scope === 'organisation' ? (
        <>
          <label className="form-label" htmlFor="new-organisation">
            {t('所属机构', 'Organisation')}
          </label>
          <ReferencePicker
            id="new-organisation"
            label={t('所属机构', 'Organisation')}
            record="directory.organisation"
            value={organisation}
            onChange={(v) => setOrganisation(v)}
          />
        </>
      ) : null}
    </Modal>
  )
}
