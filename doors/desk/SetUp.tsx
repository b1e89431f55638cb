import { Link } from '@tanstack/react-router'
import { Alert, Button, Flex, Input } from 'antd'
import { useState } from 'react'
import type { SetUpOffer } from '../../kit/desk/api-types.ts'
import { isProblem, post } from '../../kit/desk/client.ts'
import { ProblemNote } from '../../kit/desk/states.tsx'
import { useWords } from '../../kit/desk/words.tsx'

/** With the code from the administrator: choose a password, take the second factor into the telephone. */
export default function SetUp() {
  const { say, t } = useWords()
  const [code, setCode] = useState('')
  const [password, setPassword] = useState('')
  const [factor, setFactor] = useState('')
  const [offer, setOffer] = useState<SetUpOffer>()
  const [done, setDone] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const run = (work: () => Promise<void>) => async (e: { preventDefault(): void }) => {
    e.preventDefault()
    setBusy(true)
    setProblem(undefined)
    try {
      await work()
    } catch (x) {
      setProblem(x)
    } finally {
      setBusy(false)
    }
  }
  const ask = run(async () => setOffer(await post<SetUpOffer>('/session/set-up/offer', { code: code.trim() })))
  const set = run(async () => {
    await post('/session/set-up', { code: code.trim(), password, factor: factor.trim() })
    setDone(true)
  })
  const wrong = (field: string) =>
    isProblem(problem)
      ? problem.findings.find((f) => f.field === field || (field === 'factor' && f.field === 'code'))
      : undefined
  return (
    <main className="sign-in">
      <div className="brand brand-large">
        <span className="brand-mark" aria-hidden>
          匠
        </span>
        <span>{t('匠册工作台', 'Guildbook desk')}</span>
      </div>
      <div className="sign-in-one">
        <section className="panel">
          <h1>{t('启用账号', 'Set up an account')}</h1>
          {problem !== undefined ? <ProblemNote problem={problem} /> : null}
          {done ? (
            <>
              <Alert
                type="success"
                showIcon
                title={t('账号已启用', 'The account is set up')}
                description={t(
                  '请用密码和手机上的下一个动态验证码登录。岗位由安全管理员启用后生效。',
                  'Sign in with the password and the next code on your telephone. Roles work once activated.',
                )}
              />
              <p>
                <Link to={'/sign-in' as never}>{t('去登录', 'Sign in')}</Link>
              </p>
            </>
          ) : offer ? (
            <form onSubmit={set}>
              <p>
                {t('账号', 'Account')}：<span className="code">{offer.login}</span>　{offer.displayName}
              </p>
              <h2>{t('一、动态验证码', '1. Second factor')}</h2>
              <p className="hint">
                {t(
                  '用手机上的动态口令程序（如微软、谷歌的身份验证器）扫描下图；扫不了的，手工录入密钥。',
                  'Scan with an authenticator program; where that fails, type the secret.',
                )}
              </p>
              <Flex gap={16} align="center" wrap>
                <img
                  src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(offer.picture)}`}
                  alt={t('动态口令密钥的二维码', 'QR code of the secret')}
                  width={168}
                  height={168}
                />
                <span className="code">{offer.secret.match(/.{1,4}/g)?.join(' ')}</span>
              </Flex>
              <label className="form-label" htmlFor="factor">
                {t('手机上现在显示的六位数字', 'The six digits shown now')}
              </label>
              <Input
                id="factor"
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={10}
                size="large"
                value={factor}
                status={wrong('factor') ? 'error' : ''}
                onChange={(e) => setFactor(e.target.value)}
              />
              <h2>{t('二、密码', '2. Password')}</h2>
              <label className="form-label" htmlFor="password">
                {t('新密码', 'New password')}
                <span className="hint">
                  {t('（至少 10 位，一句好记的话就很好）', ' (10 or more; a sentence is good)')}
                </span>
              </label>
              <Input.Password
                id="password"
                autoComplete="new-password"
                size="large"
                value={password}
                status={wrong('password') ? 'error' : ''}
                onChange={(e) => setPassword(e.target.value)}
              />
              <Button
                type="primary"
                size="large"
                htmlType="submit"
                block
                loading={busy}
                disabled={!password || !factor}
              >
                {t('启用', 'Set up')}
              </Button>
            </form>
          ) : (
            <form onSubmit={ask}>
              <label className="form-label" htmlFor="set-up-code">
                {t('启用码', 'Set-up code')}
                <span className="hint">
                  {t('（系统管理员给您的 20 位码）', ' (20 signs, from the system administrator)')}
                </span>
              </label>
              <Input
                id="set-up-code"
                autoComplete="off"
                size="large"
                value={code}
                placeholder="XXXX-XXXX-XXXX-XXXX-XXXX"
                onChange={(e) => setCode(e.target.value)}
              />
              <Button
                type="primary"
                size="large"
                htmlType="submit"
                block
                loading={busy}
                disabled={code.trim().length < 8}
              >
                {t('下一步', 'Next')}
              </Button>
            </form>
          )}
          <p className="off-screen" role="status">
            {busy ? t('正在核对', 'checking') : say({ zh: '', en: '' })}
          </p>
        </section>
      </div>
    </main>
  )
}
