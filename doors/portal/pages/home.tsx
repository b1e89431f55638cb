import type { Text } from '../../../kernel/values/text.ts'
import { dateText } from '../../../kit/portal/format.ts'
import { type MeasureAnswer, portalPage } from '../../../kit/portal/page.ts'
import { TraceNumber } from '../../../kit/portal/parts.tsx'
import { texts } from '../../../kit/texts.ts'

/** What brings people here, in their words; each tile leads to what exists today. */
const TILES: readonly { href: string; title: Text; lead: Text }[] = [
  {
    href: '/certificates',
    title: { zh: '查证书', en: 'Check a certificate' },
    lead: { zh: '输入证书编号和姓名，当场看真假', en: 'Number and name, and you see at once whether it holds' },
  },
  {
    href: '/may-i',
    title: { zh: '我能考哪一级', en: 'Which level may I apply for' },
    lead: {
      zh: '答几个问题，看能申报的等级和最早日期',
      en: 'A few questions: your level, and the first day for the next',
    },
  },
  {
    href: '/courses',
    title: { zh: '想学技术', en: 'Learn a skill' },
    lead: { zh: '能学什么、几天、补贴多少、在哪里学', en: 'What, how long, which subsidy, and where' },
  },
  {
    href: '/directory?list=evaluation-body',
    title: { zh: '想考证', en: 'Get certified' },
    lead: { zh: '找可以评价、发证的机构', en: 'Bodies that may examine and certify' },
  },
  {
    href: '/carriers',
    title: { zh: '找基地和工作室', en: 'Bases and studios' },
    lead: { zh: '高技能人才培训基地、技能大师工作室', en: 'High-skill training bases and masters’ studios' },
  },
  {
    href: '/figures',
    title: { zh: '看数据', en: 'See the figures' },
    lead: { zh: '全市有多少技能人才，在哪些县、什么等级', en: 'How many skilled people, where and at which level' },
  },
  {
    href: '/replies',
    title: { zh: '看提案答复', en: 'Replies to proposals' },
    lead: { zh: '每个数字都能点开看来源', en: 'Every number opens to its source' },
  },
]

const NUMBERS = ['credentials.skilled-persons', 'credentials.high-skilled-persons', 'directory.training-institutions']

type Data = { numbers: MeasureAnswer[]; notices: boolean }

const home = portalPage<Data>({
  path: '/',
  title: texts.home,
  load: async (ctx) => ({
    numbers: await Promise.all(NUMBERS.map((id) => ctx.measure(id, { asOf: ctx.office.today }))),
    notices: true,
  }),
  View: ({ data, view }) => {
    const { say } = view
    return (
      <>
        <p className="secondary">
          {say({
            zh: '您想办什么事？以下都不用登录，也不用安装。',
            en: 'What brings you here? Nothing to sign in to, nothing to install.',
          })}
        </p>
        <ul className="tiles">
          {TILES.map((t) => (
            <li key={t.href}>
              <a href={t.href}>
                <strong>{say(t.title)}</strong>
                <span>{say(t.lead)}</span>
              </a>
            </li>
          ))}
        </ul>
        <h2>{say({ zh: '今天的数', en: 'The figures today' })}</h2>
        <div className="trace-numbers">
          {data.numbers.map((answer) => (
            <TraceNumber key={answer.id} view={view} answer={answer} words={{ asOf: answer.asOf ?? '' }} />
          ))}
        </div>
        <p className="secondary">
          {say({
            zh: `数据日期 ${dateText(view.office.today, 'zh')}。点开任何一个数，都能看到定义、来源和计算方法。`,
            en: `As of ${dateText(view.office.today, 'en')}. Open any number for its definition, sources and formula.`,
          })}
        </p>
        <h2>{say({ zh: '其他', en: 'More' })}</h2>
        <ul>
          <li>
            <a href="/notices">{say({ zh: '机构入目录公示', en: 'Public notices of listings' })}</a>
          </li>
          <li>
            <a href="/subsidy/notices">{say({ zh: '补贴公示', en: 'Public notices of subsidies' })}</a>
          </li>
          <li>
            <a href="/plans">{say({ zh: '正在报名的评价计划', en: 'Evaluation plans open for application' })}</a>
          </li>
          <li>
            <a href="/competitions">
              {say({ zh: '职业技能竞赛和一县一品', en: 'Skill competitions and county brands' })}
            </a>
          </li>
          <li>
            <a href="/certificates/explain">
              {say({ zh: '看懂证书编号的每一位', en: 'What each place of a certificate number means' })}
            </a>
          </li>
        </ul>
      </>
    )
  },
})

export const pages = [home]
