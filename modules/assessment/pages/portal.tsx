import type { ReactNode } from 'react'
import { Failure, fail } from '../../../kernel/values/fail.ts'
import { dateText } from '../../../kit/portal/format.ts'
import { SelectField, TextField } from '../../../kit/portal/forms.tsx'
import { NATIONAL_LINE, Telephone } from '../../../kit/portal/layout.tsx'
import { type PortalContext, type PortalView, portalPage } from '../../../kit/portal/page.ts'
import { StateTag } from '../../../kit/portal/parts.tsx'
import type { TreeAnswer } from '../index.ts'
import { SCHOOL_KINDS, TITLE_GRADES } from '../words.ts'
import { planPage, plansPage } from './plans.tsx'

type Say = { zh: string; en: string }
type Source = 'missing' | { title: string; number?: string; article?: string }
/** What `assessment.eligibility` answers. */
type Answer = {
  occupation: { code: string; name: string }
  on: string
  standard: { edition: string; title: Say; since: string; source: Source; byPattern: boolean }
  levels: {
    level: string
    title: Say
    eligible: boolean
    clause: string | null
    firstDay: string | null
    tree: TreeAnswer
  }[]
}
type Occupations = { code: string; name: string }[]
type Data = { occupations: Occupations; answer: Answer | null }

const LEVELS = ['5', '4', '3', '2', '1'] as const
const LEVEL_NAMES: { readonly [l in (typeof LEVELS)[number]]: Say } = {
  5: { zh: '五级/初级工', en: 'Level 5, junior worker' },
  4: { zh: '四级/中级工', en: 'Level 4, intermediate worker' },
  3: { zh: '三级/高级工', en: 'Level 3, senior worker' },
  2: { zh: '二级/技师', en: 'Level 2, technician' },
  1: { zh: '一级/高级技师', en: 'Level 1, senior technician' },
}
const SCHOOLS = SCHOOL_KINDS.filter((k) => !['primary', 'junior', 'senior'].includes(k.id))
const GRADES = TITLE_GRADES.filter((g) => g.id !== 'professorial')

const WORDS = {
  occupation: { kind: 'code', required: true, label: { zh: '想考的职业', en: 'Occupation' } },
  birthDate: { kind: 'date', required: true, label: { zh: '出生日期', en: 'Date of birth' } },
  workFrom: { kind: 'date', label: { zh: '从哪天开始干这一行', en: 'In this work since' } },
  level: { kind: 'choice', choices: LEVELS, label: { zh: '已有的最高等级证书', en: 'Highest certificate held' } },
  issuedOn: { kind: 'date', label: { zh: '这本证书的发证日期', en: 'Issued on' } },
  school: {
    kind: 'choice',
    choices: SCHOOLS.map((k) => k.id),
    label: { zh: '学过对口专业的学校', en: 'School in this subject' },
  },
  studying: { kind: 'choice', choices: ['graduated', 'final-year'], label: { zh: '毕业了吗', en: 'Graduated' } },
  grade: { kind: 'choice', choices: GRADES.map((g) => g.id), label: { zh: '对口的职称', en: 'Corresponding title' } },
  obtainedOn: { kind: 'date', label: { zh: '职称取得日期', en: 'Title obtained on' } },
} as const

/** Fields of the facts, as the form has them. */
const FIELDS: readonly [RegExp, keyof typeof WORDS][] = [
  [/^birthDate/, 'birthDate'],
  [/^employment\[0\]/, 'workFrom'],
  [/^certificates\[0\]\.level/, 'level'],
  [/^certificates\[0\]/, 'issuedOn'],
  [/^titles\[0\]\.grade/, 'grade'],
  [/^titles\[0\]/, 'obtainedOn'],
  [/^education\[0\]/, 'school'],
  [/^occupation/, 'occupation'],
]

const occupationsOf = async (ctx: PortalContext): Promise<Occupations> =>
  ((await ctx.read('assessment.standards', {})) as { occupations: Occupations }).occupations

const mayI = portalPage<Data>({
  path: '/may-i',
  title: { zh: '我能考哪一级', en: 'Which level may I apply for' },
  load: async (ctx) => ({ occupations: await occupationsOf(ctx), answer: null }),
  post: {
    words: WORDS,
    load: async (ctx) => {
      const q = ctx.query
      const occupation = q['occupation'] ?? ''
      const facts = {
        birthDate: q['birthDate'],
        employment: q['workFrom'] ? [{ occupation, from: q['workFrom'] }] : [],
        certificates:
          q['level'] || q['issuedOn']
            ? [{ kind: 'skill-level', occupation, level: q['level'], issuedOn: q['issuedOn'] }]
            : [],
        titles: q['grade'] || q['obtainedOn'] ? [{ grade: q['grade'], occupation, obtainedOn: q['obtainedOn'] }] : [],
        education: q['school'] ? [{ kind: q['school'], status: q['studying'] ?? 'graduated', major: 'same' }] : [],
      }
      try {
        return {
          occupations: await occupationsOf(ctx),
          answer: (await ctx.read('assessment.eligibility', { occupation, facts: JSON.stringify(facts) })) as Answer,
        }
      } catch (e) {
        if (!(e instanceof Failure) || e.code !== 'BadInput') throw e
        return fail(
          'BadInput',
          e.findings.map((f) => inForm(f)),
        )
      }
    },
  },
  View: ({ data, view }) => {
    const { say } = view
    return (
      <>
        {data.answer && <Verdicts view={view} answer={data.answer} />}
        {data.answer && <h2>{say({ zh: '改一改再算', en: 'Change and ask again' })}</h2>}
        {!data.answer && (
          <p>
            {say({
              zh: '回答几个问题，就知道现在能申报哪一级，还差什么，最早哪一天能申报。不用登录，填写的内容不保存。',
              en: 'A few questions, and you see which level you may apply for now, what is missing, and the first day. No sign-in; nothing is kept.',
            })}
          </p>
        )}
        <form method="post" action="/may-i" autoComplete="off">
          <SelectField
            view={view}
            name="occupation"
            label={WORDS.occupation.label}
            empty={{ zh: '请选择', en: 'Please choose' }}
            choices={data.occupations.map((o) => ({ id: o.code, label: o.name }))}
          />
          <TextField view={view} name="birthDate" type="date" label={WORDS.birthDate.label} />
          <TextField
            view={view}
            name="workFrom"
            type="date"
            label={WORDS.workFrom.label}
            hint={{
              zh: '没干过就不填；中间断过的，往后推迟断开的时间',
              en: 'Leave empty if never; if you paused, put it later by the pause',
            }}
            optional
          />
          <SelectField
            view={view}
            name="level"
            label={WORDS.level.label}
            optional
            empty={{ zh: '没有', en: 'none' }}
            choices={LEVELS.map((l) => ({ id: l, label: say(LEVEL_NAMES[l]) }))}
          />
          <TextField view={view} name="issuedOn" type="date" label={WORDS.issuedOn.label} optional />
          <SelectField
            view={view}
            name="school"
            label={WORDS.school.label}
            optional
            empty={{ zh: '没有', en: 'none' }}
            choices={SCHOOLS.map((k) => ({ id: k.id, label: say(k.label) }))}
          />
          <SelectField
            view={view}
            name="studying"
            label={WORDS.studying.label}
            optional
            empty={{ zh: '已毕业', en: 'graduated' }}
            choices={[{ id: 'final-year', label: say({ zh: '在读，今年毕业（应届）', en: 'in the final year' }) }]}
          />
          <SelectField
            view={view}
            name="grade"
            label={WORDS.grade.label}
            optional
            empty={{ zh: '没有', en: 'none' }}
            choices={GRADES.map((g) => ({ id: g.id, label: say(g.label) }))}
          />
          <TextField view={view} name="obtainedOn" type="date" label={WORDS.obtainedOn.label} optional />
          <p>
            <button type="submit">{say({ zh: '看我能考哪一级', en: 'Show which level' })}</button>
          </p>
        </form>
      </>
    )
  },
})

const inForm = (f: Failure['findings'][number]): Failure['findings'][number] => {
  const field = FIELDS.find(([pattern]) => pattern.test(f.field ?? ''))?.[1]
  if (!field) return f
  const label = WORDS[field].label
  // The form speaks of its own questions, not of places in an object.
  const said = f.code === 'FACTS_MISSING' || f.code === 'FACTS_LEVEL'
  return {
    ...f,
    field,
    ...(said
      ? {
          message: { zh: `${label.zh}还没有填`, en: `${label.en} is missing` },
          hint: { zh: '请补上，或把同组的另一项也清空', en: 'Fill it in, or clear the other of the pair' },
        }
      : {}),
  }
}

function Verdicts({ view, answer }: { view: PortalView; answer: Answer }): ReactNode {
  const { say, language } = view
  const { standard } = answer
  const best = answer.levels.filter((l) => l.eligible).at(-1)
  return (
    <>
      <h2>
        {best
          ? say({
              zh: `${answer.occupation.name}：您现在可以申报${best.title.zh}`,
              en: `${answer.occupation.name}: you may apply for ${best.title.en} now`,
            })
          : say({ zh: `${answer.occupation.name}：现在还不能申报`, en: `${answer.occupation.name}: not yet` })}
      </h2>
      <ul className="cards">
        {answer.levels.map((l) => {
          const clause = l.tree.nodes?.find((n) => n.id === (l.clause ?? l.tree.soonest))
          return (
            <li key={l.level}>
              <h3>{say(l.title)}</h3>
              <p>
                {l.eligible ? (
                  <StateTag tone="good">{say({ zh: '现在可以申报', en: 'now' })}</StateTag>
                ) : l.firstDay ? (
                  <StateTag tone="warn">
                    {say({
                      zh: `最早 ${dateText(l.firstDay, 'zh')}`,
                      en: `from ${dateText(l.firstDay, 'en')}`,
                    })}
                  </StateTag>
                ) : (
                  <StateTag tone="plain">{say({ zh: '只等时间还不够', en: 'waiting alone is not enough' })}</StateTag>
                )}
              </p>
              {clause?.text && (
                <p>
                  {l.eligible
                    ? say({ zh: '符合：', en: 'Met: ' })
                    : l.firstDay
                      ? say({ zh: '到时符合：', en: 'Will be met: ' })
                      : say({ zh: '最接近的条件：', en: 'Nearest: ' })}
                  {say(clause.text)}
                </p>
              )}
              {!l.eligible && clause && <Missing view={view} node={clause} />}
            </li>
          )
        })}
      </ul>
      <p className="secondary small">
        {say({
          zh: `按 ${dateText(answer.on, 'zh')} 申报计算；依据：${standard.title.zh}${standard.byPattern ? '（该职业自己的标准尚未录入，按通行口径计算）' : ''}。以评价机构审核材料的结果为准。`,
          en: `For an application on ${dateText(answer.on, language)}, by: ${standard.title.en}${standard.byPattern ? ' (the standard of this occupation is not entered yet; the common pattern is used)' : ''}. The evaluation body decides on the papers.`,
        })}
      </p>
      <p>
        <a href={`/directory?list=evaluation-body&occupation=${answer.occupation.code}`}>
          {say({ zh: '去哪里报名：能评价这个职业的机构', en: 'Where to apply: bodies that examine this occupation' })}
        </a>
        {say({ zh: '；有疑问请拨 ', en: '; questions: ' })}
        <Telephone number={view.office.city.helpPhone ?? NATIONAL_LINE} />
        {say({ zh: '。', en: '.' })}
      </p>
    </>
  )
}

/** The conditions of a clause that do not hold yet, with what is there. */
function Missing({ view, node }: { view: PortalView; node: TreeAnswer }): ReactNode {
  const { say } = view
  const open = (n: TreeAnswer): TreeAnswer[] =>
    n.kind === 'condition' ? (n.holds ? [] : [n]) : (n.nodes ?? []).flatMap(open)
  return (
    <ul>
      {open(node).map((n) => (
        <li key={n.need?.zh ?? n.predicate}>
          {say({ zh: '需要：', en: 'Needed: ' })}
          {n.need && say(n.need)}
          {say({ zh: '；现有：', en: '; you have: ' })}
          {n.have ? say(n.have) : say({ zh: '没有', en: 'none' })}
        </li>
      ))}
    </ul>
  )
}

export const pages = [mayI, plansPage, planPage]
