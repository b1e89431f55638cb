import { Alert, Button, Empty, Flex, Modal, Skeleton, Typography } from 'antd'
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react'
import type { Finding } from './api-types.ts'
import { isProblem, type Problem } from './client.ts'
import type { Asked } from './queries.ts'
import { useWords } from './words.tsx'

const SHOW_AFTER_MS = 300

/** A skeleton, but only when waiting is noticed at all. */
export function Loading({ rows = 6 }: { rows?: number }) {
  const { t } = useWords()
  const [shown, show] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => show(true), SHOW_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div role="status" aria-label={t('正在载入', 'Loading')}>
      {shown ? <Skeleton active paragraph={{ rows }} title={false} /> : null}
    </div>
  )
}

/** Findings as sentences, each with how to mend it. */
export function FindingLines({ findings }: { findings: readonly Finding[] }) {
  const { say } = useWords()
  return (
    <>
      {findings.map((f) => (
        <div key={`${f.code} ${f.field ?? ''} ${f.message.zh}`}>
          {say(f.message)}　<span className="hint">{say(f.hint)}</span>
        </div>
      ))}
    </>
  )
}

/** What failed, whether anything was lost, what to do, and a number to quote. */
export function ProblemNote({ problem, retry }: { problem: unknown; retry?: (() => void) | undefined }) {
  const { say, t } = useWords()
  const p: Problem | undefined = isProblem(problem) ? problem : undefined
  if (p?.status === 403 || p?.status === 401) return <NoRight problem={p} />
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={p ? say(p.title) : t('页面出错，您填写的内容还在', 'This page failed; what you typed is kept')}
      description={
        <Flex vertical gap={8}>
          {p ? <FindingLines findings={p.findings} /> : null}
          <Flex gap={12} align="center" wrap>
            {retry ? (
              <Button size="small" onClick={retry}>
                {t('重试', 'Try again')}
              </Button>
            ) : null}
            {p?.instance ? (
              <span className="hint">
                {t('编号', 'Number')} {p.instance}
              </span>
            ) : null}
          </Flex>
        </Flex>
      }
    />
  )
}

/** Empty because this person may not see it: says who could help. */
export function NoRight({ problem }: { problem?: Problem }) {
  const { say, t } = useWords()
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <Flex vertical gap={4} align="center">
          <Typography.Text strong>
            {problem ? say(problem.title) : t('没有权限查看', 'No right to see this')}
          </Typography.Text>
          {problem ? <FindingLines findings={problem.findings} /> : null}
          <Typography.Text type="secondary">
            {t(
              '权限由安全管理员授予；请向本单位负责人提出。',
              'Rights are granted by the security administrator; ask the head of your office.',
            )}
          </Typography.Text>
        </Flex>
      }
    />
  )
}

/** Empty because nothing is there yet: says what to do first. */
export function NothingYet({ text, action }: { text: string; action?: ReactNode }) {
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text}>
      {action}
    </Empty>
  )
}

/** Empty because of the filters: shows them, and the way out. */
export function NoMatch({ filters, clear }: { filters: string[]; clear: () => void }) {
  const { t } = useWords()
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <Flex vertical gap={4} align="center">
          <span>{t('没有符合条件的记录', 'Nothing matches')}</span>
          <Typography.Text type="secondary">{filters.join('　')}</Typography.Text>
        </Flex>
      }
    >
      <Button onClick={clear}>{t('清除筛选', 'Clear filters')}</Button>
    </Empty>
  )
}

/** Waiting, failure and answer of one question. Old answers stay while a new one is under way. */
export function Answered<T>({
  asked,
  children,
  rows,
}: {
  asked: Asked<T>
  children: (data: T) => ReactNode
  rows?: number
}) {
  if (asked.data !== undefined && !asked.isError)
    return (
      <div className={asked.isPlaceholderData ? 'dimmed' : undefined} aria-busy={asked.isPlaceholderData}>
        {children(asked.data)}
      </div>
    )
  if (asked.isError) return <ProblemNote problem={asked.error} retry={() => void asked.refetch()} />
  return <Loading {...(rows ? { rows } : {})} />
}

const listenOnline = (tell: () => void) => {
  window.addEventListener('online', tell)
  window.addEventListener('offline', tell)
  return () => {
    window.removeEventListener('online', tell)
    window.removeEventListener('offline', tell)
  }
}
export const useOnline = (): boolean => useSyncExternalStore(listenOnline, () => navigator.onLine)

export function OfflineBanner() {
  const { t } = useWords()
  if (useOnline()) return null
  return (
    <Alert
      type="warning"
      banner
      className="gap-below"
      role="status"
      title={t(
        '网络已断开。已填写的内容保留在本页，恢复后可继续。',
        'No network. What you typed stays on this page; go on when it is back.',
      )}
    />
  )
}

export type Difference = { label: string; before: string; now: string }

/** Somebody else was faster: nothing was overwritten; shows what is different now. */
export function ConflictDialog({
  problem,
  differences,
  onReload,
  onClose,
}: {
  problem: Problem | undefined
  differences: Difference[]
  onReload: () => void
  onClose: () => void
}) {
  const { say, t } = useWords()
  return (
    <Modal
      open={problem !== undefined}
      title={problem ? say(problem.title) : ''}
      onCancel={onClose}
      footer={[
        <Button key="stay" onClick={onClose}>
          {t('先不处理', 'Not now')}
        </Button>,
        <Button key="load" type="primary" onClick={onReload}>
          {t('载入最新内容', 'Load what is there now')}
        </Button>,
      ]}
    >
      <p>{t('您的操作没有覆盖他人的修改。', 'Your act has not overwritten anything.')}</p>
      {problem ? <FindingLines findings={problem.findings} /> : null}
      {differences.length > 0 ? (
        <ul>
          {differences.map((d) => (
            <li key={d.label}>
              {d.label}：{d.before} → <strong>{d.now}</strong>
            </li>
          ))}
        </ul>
      ) : null}
    </Modal>
  )
}
