import { EyeOutlined } from '@ant-design/icons'
import { Button, Flex, Input, Modal } from 'antd'
import { useEffect, useId, useState } from 'react'
import { isProblem, keyInPath, post } from './client.ts'
import { ProblemNote } from './states.tsx'
import { useWords } from './words.tsx'

const SHOWN_SECONDS = 30
const REASON_MAX = 200

/**
 * A masked value. In full only with right and reason; the look is journalled, lasts half a minute, and what is copied
 * meanwhile from the list remains the mask of every other row.
 */
export function Masked({
  masked,
  record,
  id,
  field,
  label,
  reveals,
}: {
  masked: string
  record: string
  id: string
  field: string
  label: string
  reveals: boolean
}) {
  const { t } = useWords()
  const [asking, ask] = useState(false)
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const [plain, setPlain] = useState<string>()
  const [left, setLeft] = useState(0)
  const inputId = useId()
  useEffect(() => {
    if (plain === undefined) return
    if (left <= 0) {
      setPlain(undefined)
      return
    }
    const timer = setTimeout(() => setLeft(left - 1), 1000)
    return () => clearTimeout(timer)
  }, [plain, left])

  const reveal = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      const { value } = await post<{ value: string }>(`/records/${record}/${keyInPath(id)}/reveal`, { field, reason })
      setPlain(value)
      setLeft(SHOWN_SECONDS)
      ask(false)
      setReason('')
    } catch (e) {
      setProblem(e)
    } finally {
      setBusy(false)
    }
  }
  if (plain !== undefined)
    return (
      <span className="code" aria-live="polite">
        {plain}{' '}
        <span className="hint">
          {left} {t('秒', 's')}
        </span>
      </span>
    )
  return (
    <span className="masked">
      <span className="code">{masked}</span>
      {reveals ? (
        <Button
          type="link"
          size="small"
          icon={<EyeOutlined aria-hidden />}
          aria-label={t(`显示完整${label}`, `Show ${label} in full`)}
          onClick={(e) => {
            e.stopPropagation()
            ask(true)
          }}
        >
          {t('显示', 'Show')}
        </Button>
      ) : null}
      <Modal
        open={asking}
        title={t(`查看完整${label}`, `${label} in full`)}
        okText={t('查看 30 秒', 'Show for 30 seconds')}
        cancelText={t('不看了', 'Leave it')}
        okButtonProps={{ disabled: reason.trim().length < 2, loading: busy }}
        onOk={() => void reveal()}
        onCancel={() => ask(false)}
      >
        <Flex vertical gap={8} onClick={(e) => e.stopPropagation()}>
          <label htmlFor={inputId}>
            {t('查看事由（本人可查到是谁、为何查看）', 'Reason (the person can see who looked, and why)')}
          </label>
          <Input
            id={inputId}
            autoFocus
            maxLength={REASON_MAX}
            placeholder={t('如：核对发证信息', 'e.g. checking a certificate')}
            value={reason}
            onChange={(e) => setReason(e.target.value)}
            onPressEnter={() => reason.trim().length >= 2 && void reveal()}
          />
          {problem !== undefined ? (
            isProblem(problem, 'TooMany') ? (
              <span className="bad">
                {t(
                  `查看过于频繁，请 ${problem.retryAfterSeconds ?? 60} 秒后再试`,
                  `Too often; try again in ${problem.retryAfterSeconds ?? 60} s`,
                )}
              </span>
            ) : (
              <ProblemNote problem={problem} />
            )
          ) : null}
        </Flex>
      </Modal>
    </span>
  )
}
