import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Alert, Button, Flex, Input, Table, Tag } from 'antd'
import { useRef, useState } from 'react'
import { type Search, safeReturn } from '../../kit/desk/address.ts'
import type { DemoAccount } from '../../kit/desk/api-types.ts'
import { isProblem, post } from '../../kit/desk/client.ts'
import { useCity, useGet } from '../../kit/desk/queries.ts'
import { ProblemNote } from '../../kit/desk/states.tsx'
import { useWords } from '../../kit/desk/words.tsx'

/** Signing in. With demonstration data the demonstration accounts are listed and fill the form; they need no second factor. */
export default function SignIn() {
  const { say, t, language, setLanguage } = useWords()
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const client = useQueryClient()
  const city = useCity().data
  const demo = useGet<DemoAccount[]>('/session/demo', {}, { enabled: city?.demonstration === true })
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const submit = useRef<HTMLButtonElement>(null)
  const signIn = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      await post('/session', { login: login.trim(), password, ...(code.trim() ? { code: code.trim() } : {}) })
      client.clear()
      await navigate({ href: `/desk${safeReturn(search['return'])}` } as never)
    } catch (e) {
      setProblem(e)
    } finally {
      setBusy(false)
    }
  }
  return (
    <main className="sign-in">
      <Flex justify="space-between" align="center">
        <div className="brand brand-large">
          <span className="brand-mark" aria-hidden>
            匠
          </span>
          <span>{t('匠册工作台', 'Guildbook desk')}</span>
        </div>
        <Button
          type="text"
          onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}
          lang={language === 'zh' ? 'en' : 'zh-CN'}
        >
          {language === 'zh' ? 'English' : '中文'}
        </Button>
      </Flex>
      <p className="page-note">{city ? say(city.bureau) : ''}</p>
      <div className={demo.data?.length ? 'sign-in-two' : 'sign-in-one'}>
        <section className="panel">
          <h1>{t('登录', 'Sign in')}</h1>
          <form
            onSubmit={(e) => {
              e.preventDefault()
              void signIn()
            }}
          >
            {problem !== undefined ? (
              isProblem(problem, 'NotSignedIn') ? (
                <Alert
                  type="error"
                  showIcon
                  role="alert"
                  title={t('没有登录成功', 'Not signed in')}
                  description={t(
                    '账号、密码或动态验证码有误，请核对后重试。',
                    'Account, password or code is wrong. Check and try again.',
                  )}
                />
              ) : (
                <ProblemNote problem={problem} />
              )
            ) : null}
            <label className="form-label" htmlFor="login">
              {t('账号', 'Account')}
            </label>
            <Input
              id="login"
              name="login"
              autoComplete="username"
              size="large"
              value={login}
              onChange={(e) => setLogin(e.target.value)}
            />
            <label className="form-label" htmlFor="password">
              {t('密码', 'Password')}
            </label>
            <Input.Password
              id="password"
              name="password"
              autoComplete="current-password"
              size="large"
              value={password}
              onChange={(e) => setPassword(e.target.value)}
            />
            <label className="form-label" htmlFor="code">
              {t('动态验证码', 'One-time code')}
              <span className="hint">
                {t('（工作人员账号；演示账号免填）', ' (staff accounts; not for demonstration ones)')}
              </span>
            </label>
            <Input
              id="code"
              name="code"
              autoComplete="one-time-code"
              inputMode="numeric"
              maxLength={10}
              size="large"
              value={code}
              onChange={(e) => setCode(e.target.value)}
            />
            <Button
              ref={submit}
              type="primary"
              size="large"
              htmlType="submit"
              block
              loading={busy}
              disabled={!login.trim() || !password}
            >
              {t('登录', 'Sign in')}
            </Button>
          </form>
          <p className="hint">
            <Link to={'/set-up' as never}>
              {t('首次使用或重置后：启用账号', 'First time, or after a reset: set up the account')}
            </Link>
          </p>
          {city?.helpPhone ? (
            <p className="hint">
              {t('登录有困难请拨', 'Trouble signing in? Call')} {city.helpPhone}
            </p>
          ) : null}
        </section>
        {demo.data?.length ? (
          <section className="panel">
            <h2>
              {t('演示账号', 'Demonstration accounts')} <Tag color="warning">{t('演示环境', 'Demonstration')}</Tag>
            </h2>
            <p className="hint">
              {t(
                '点“填入”后登录。演示账号只在演示数据下可用。',
                'Press “Fill in”, then sign in. They work with demonstration data only.',
              )}
            </p>
            <Table<DemoAccount>
              rowKey="login"
              size="small"
              pagination={false}
              dataSource={demo.data}
              scroll={{ x: 'max-content' }}
              columns={[
                {
                  key: 'fill',
                  title: <span className="off-screen">{t('填入', 'Fill in')}</span>,
                  render: (_, a) => (
                    <Button
                      size="small"
                      aria-label={t(`填入 ${a.login}`, `Fill in ${a.login}`)}
                      onClick={() => {
                        setLogin(a.login)
                        setPassword(a.password)
                        setCode('')
                        // The button can take the focus only once it is no longer disabled.
                        setTimeout(() => submit.current?.focus())
                      }}
                    >
                      {t('填入', 'Fill in')}
                    </Button>
                  ),
                },
                {
                  key: 'login',
                  title: t('账号', 'Account'),
                  render: (_, a) => <span className="code">{a.login}</span>,
                },
                { key: 'title', title: t('岗位', 'Role'), render: (_, a) => say(a.title) },
                { key: 'purpose', title: t('可以看什么', 'What for'), render: (_, a) => say(a.purpose) },
              ]}
            />
          </section>
        ) : null}
      </div>
    </main>
  )
}
