import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  ExclamationCircleOutlined,
  MinusCircleOutlined,
} from '@ant-design/icons'
import { Tag, Tooltip } from 'antd'
import type { Tone } from './api-types.ts'
import { dueIn } from './format.ts'
import { useCity } from './queries.ts'
import { useWords } from './words.tsx'

const TONES = {
  neutral: { color: 'default', icon: <MinusCircleOutlined aria-hidden /> },
  progress: { color: 'processing', icon: <ClockCircleOutlined aria-hidden /> },
  good: { color: 'success', icon: <CheckCircleOutlined aria-hidden /> },
  bad: { color: 'error', icon: <CloseCircleOutlined aria-hidden /> },
} as const

/** A state as word, sign and colour together; never colour alone. */
export function StateTag({ tone = 'neutral', children }: { tone?: Tone | undefined; children: string }) {
  const { color, icon } = TONES[tone]
  return (
    <Tag color={color} icon={icon}>
      {children}
    </Tag>
  )
}

/** How long is left, with the day itself beside it. */
export function DueBadge({ dueOn }: { dueOn: string | null | undefined }) {
  const { t } = useWords()
  const today = useCity().data?.today
  if (!dueOn) return <span className="hint">{t('无时限', 'no limit')}</span>
  if (!today) return <span>{dueOn}</span>
  const { days, tone } = dueIn(today, dueOn)
  const words =
    days < 0
      ? t(`已超期 ${-days} 天`, `${-days} days late`)
      : days === 0
        ? t('今天到期', 'due today')
        : t(`还有 ${days} 天`, `${days} days left`)
  const look = { late: 'error', soon: 'warning', calm: 'default' } as const
  return (
    <Tooltip title={dueOn}>
      <Tag
        color={look[tone]}
        icon={tone === 'calm' ? <ClockCircleOutlined aria-hidden /> : <ExclamationCircleOutlined aria-hidden />}
      >
        {words}
        <span className="due-day">（{dueOn.slice(5)}）</span>
      </Tag>
    </Tooltip>
  )
}
