import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import {
  Answered,
  type CaseAnswer,
  CasePage,
  Panel,
  StateTag,
  useGet,
  useWords,
  WideTable,
} from '../../../../kit/desk/index.ts'

type Say = { zh: string; en: string }
type Named = { id: string; name: Say }
type Lesson = {
  no: number
  day: string
  half: Named
  hours: number
  place: string | null
  teacher: string | null
  title: string | null
}
type Seat = { seat: number; name: string; group: Say; status: Named; there: number[]; hours: number }
type Sheet = {
  state: string
  seats: number
  insured: boolean
  hours: { planned: number; project: number | null }
  attendancePercent: number
  lessons: Lesson[]
  roster: Seat[]
}
const ROWS_SHOWN = 60
const WHOLE = 100

/** A class beside its list of tasks, its timetable and who was there. */
export default function ClassCase({ process, id }: { process: string; id: string }) {
  return <CasePage process={process} id={id} beside={(c) => <Beside of={c} />} />
}

function Beside({ of }: { of: CaseAnswer }) {
  const asked = useGet<Sheet>('/training/class/sheet', { class: of.id })
  return (
    <Answered asked={asked} rows={6}>
      {(sheet) => (
        <>
          <Tasks sheet={sheet} isDraft={of.state === 'drafted' || of.state === 'returned'} />
          <Timetable sheet={sheet} />
          <Heat sheet={sheet} />
        </>
      )}
    </Answered>
  )
}

/** What has to be there before the class can be filed. */
function Tasks({ sheet, isDraft }: { sheet: Sheet; isDraft: boolean }) {
  const { t } = useWords()
  const { planned, project } = sheet.hours
  const tasks: { key: string; title: string; done: boolean; says: string }[] = [
    {
      key: 'timetable',
      title: t('课程表', 'Timetable'),
      done: planned > 0 && planned === project,
      says: t(`已排 ${planned} / ${project ?? '—'} 课时`, `${planned} of ${project ?? '—'} class hours`),
    },
    {
      key: 'teachers',
      title: t('教师', 'Teachers'),
      done: sheet.lessons.length > 0 && sheet.lessons.every((l) => l.teacher),
      says: t(
        `${new Set(sheet.lessons.flatMap((l) => l.teacher ?? [])).size} 人`,
        `${new Set(sheet.lessons.flatMap((l) => l.teacher ?? [])).size} teachers`,
      ),
    },
    {
      key: 'roster',
      title: t('名册', 'Roster'),
      done: sheet.roster.length > 0 && sheet.roster.length <= sheet.seats,
      says: t(`${sheet.roster.length} / ${sheet.seats} 人`, `${sheet.roster.length} of ${sheet.seats}`),
    },
    {
      key: 'insurance',
      title: t('保险', 'Insurance'),
      done: sheet.insured,
      says: sheet.insured ? t('覆盖全部课程', 'covers all days') : t('没有覆盖全部课程', 'does not cover all days'),
    },
  ]
  return (
    <Panel title={t('备案前要做的', 'To do before filing')}>
      <ul>
        {tasks.map((x) => (
          <li key={x.key}>
            {x.title}
            {'　'}
            <StateTag tone={x.done ? 'good' : 'bad'}>{x.done ? t('已齐', 'done') : t('待办', 'to do')}</StateTag>{' '}
            {x.says}
          </li>
        ))}
      </ul>
      {isDraft ? (
        <Link to={'/imports' as never}>
          <Button size="small">{t('导入名册', 'Import the roster')}</Button>
        </Link>
      ) : null}
    </Panel>
  )
}

function Timetable({ sheet }: { sheet: Sheet }) {
  const { say, t } = useWords()
  return (
    <Panel title={t('课程表', 'Timetable')}>
      <WideTable<Lesson>
        label={t('课程表', 'Timetable')}
        rowKey="no"
        size="small"
        dataSource={sheet.lessons}
        pagination={false}
        columns={[
          { key: 'no', title: t('课次', 'No.'), dataIndex: 'no' },
          { key: 'day', title: t('日期', 'Day'), render: (_, l) => `${l.day} ${say(l.half.name)}` },
          { key: 'hours', title: t('课时', 'Hours'), dataIndex: 'hours' },
          { key: 'place', title: t('地点', 'Place'), render: (_, l) => l.place ?? '—' },
          { key: 'teacher', title: t('教师', 'Teacher'), render: (_, l) => l.teacher ?? '—' },
          { key: 'title', title: t('内容', 'Subject'), render: (_, l) => l.title ?? '—' },
        ]}
      />
    </Panel>
  )
}

/** Person by half day. The mark is a word as well as a colour. */
function Heat({ sheet }: { sheet: Sheet }) {
  const { say, t } = useWords()
  const total = sheet.hours.planned
  const enough = (s: Seat) => total > 0 && s.hours * WHOLE >= total * sheet.attendancePercent
  return (
    <Panel title={t('考勤', 'Attendance')}>
      <p className="hint">
        {t(
          `出勤达到 ${sheet.attendancePercent}% 课时方可结业`,
          `${sheet.attendancePercent} per cent of the class hours are needed to complete`,
        )}
      </p>
      <WideTable<Seat>
        label={t('考勤：人和半天', 'Attendance: person by half day')}
        rowKey="seat"
        size="small"
        dataSource={sheet.roster}
        pagination={
          sheet.roster.length > ROWS_SHOWN ? { pageSize: ROWS_SHOWN, size: 'small', showSizeChanger: false } : false
        }
        columns={[
          { key: 'seat', title: t('序号', 'No.'), dataIndex: 'seat' },
          { key: 'name', title: t('姓名', 'Name'), dataIndex: 'name' },
          { key: 'group', title: t('群体', 'Group'), render: (_, s) => say(s.group) },
          ...sheet.lessons.map((l) => ({
            key: `lesson-${l.no}`,
            title: `${l.day.slice('2026-'.length)} ${say(l.half.name)}`,
            render: (_: unknown, s: Seat) =>
              s.there.includes(l.no) ? <StateTag tone="good">{t('到', 'in')}</StateTag> : '—',
          })),
          {
            key: 'sum',
            title: t('出勤课时', 'Hours'),
            className: 'figure',
            render: (_, s) => (
              <>
                {s.hours} / {total} {enough(s) ? <StateTag tone="good">{t('够', 'enough')}</StateTag> : null}
              </>
            ),
          },
          { key: 'status', title: t('状态', 'Status'), render: (_, s) => say(s.status.name) },
        ]}
      />
    </Panel>
  )
}
