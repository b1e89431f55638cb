import type { ReactNode } from 'react'
import type { Finding } from '../../../kernel/values/finding.ts'
import { fillText, type Text } from '../../../kernel/values/text.ts'
import { NATIONAL_LINE, Telephone } from '../../../kit/portal/layout.tsx'
import type { PortalView } from '../../../kit/portal/page.ts'

export type PageProblem = { status: number; code: string; title: Text; findings: unknown[]; retryAfter?: number }

export function titleOfProblem(p: PageProblem): Text {
  if (p.status === 404) return { zh: '没有找到这个页面', en: 'Page not found' }
  if (p.status === 429) return { zh: '查询过于频繁', en: 'Too many checks' }
  if (p.status === 503) return { zh: '现在访问人数较多', en: 'Busy at the moment' }
  if (p.status >= 500) return { zh: '页面没有打开', en: 'The page could not be opened' }
  return p.title
}

/** What failed, whether anything was lost, what to do and whom to call; the number for the telephone stands last and small. */
export function ErrorPage({
  view,
  problem,
  requestId,
}: {
  view: PortalView
  problem: PageProblem
  requestId: string
}): ReactNode {
  const { say } = view
  const phone = view.office.city.helpPhone ?? NATIONAL_LINE
  const findings = problem.findings as Finding[]
  return (
    <>
      {leadOf(problem).map((t) => (
        <p key={t.en}>{say(t)}</p>
      ))}
      {problem.status < 500 && findings.length > 0 && (
        <ul>
          {findings.map((f) => (
            <li key={`${f.code}/${f.field ?? ''}`}>
              {say(f.message)}
              {view.language === 'zh' ? '。' : '. '}
              {say(f.hint)}
            </li>
          ))}
        </ul>
      )}
      <p>
        {say({ zh: '需要帮助请拨 ', en: 'For help call ' })}
        <Telephone number={phone} />
        {view.language === 'zh' ? '。' : '.'}
      </p>
      <p>
        <a className="button" href="/">
          {say({ zh: '回到首页', en: 'Back to the first page' })}
        </a>
      </p>
      {problem.status >= 500 && (
        <p className="hint">
          {say(fillText({ zh: '来电时可报编号 {id}', en: 'Number to quote: {id}' }, { id: requestId }))}
        </p>
      )}
    </>
  )
}

function leadOf(p: PageProblem): Text[] {
  if (p.status === 404)
    return [
      {
        zh: '地址可能少了几个字，或者这条内容已经不再公布。请核对地址，或从首页重新进入。',
        en: 'The address may be cut short, or the entry is no longer public. Check the address or start from the first page.',
      },
    ]
  if (p.status === 429)
    return [
      fillText(
        {
          zh: '为防止有人批量猜测，查询次数有限制。请等 {seconds} 秒后再试。',
          en: 'The number of checks is limited so that nobody can guess in bulk. Try again in {seconds} seconds.',
        },
        { seconds: p.retryAfter ?? 60 },
      ),
    ]
  if (p.status === 503)
    return [
      fillText(
        {
          zh: '您没有丢失任何内容。请等 {seconds} 秒后刷新本页。',
          en: 'Nothing was lost. Wait {seconds} seconds and load the page again.',
        },
        { seconds: p.retryAfter ?? 5 },
      ),
    ]
  if (p.status >= 500)
    return [
      {
        zh: '这是我们的问题，不是您的操作造成的。您没有丢失任何内容，请稍后再试。',
        en: 'The fault is ours. Nothing was lost; please try again later.',
      },
    ]
  return []
}
