import type { Check, CheckInput } from '../../../kernel/process/define.ts'
import type { Finding } from '../../../kernel/values/finding.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import { checkMarks, compareMarks, fieldOf, type Marks, type Norm } from '../marks.ts'
import { AUDIENCES, labelOf, SUBJECTS, type SubjectId } from '../words.ts'

/** What the store looks up for the checks of an application. */
export type ApplicationFacts = {
  plan: {
    number: string
    state: string
    applyFrom: PlainDate
    applyUntil: PlainDate
    examOn: PlainDate
    audience: string
  } | null
  personKnown: boolean
  /** Belongs to those for whom the plan is; null when no register can tell. */
  belongs: boolean | null
  eligible: boolean
  firstDay: PlainDate | null
  /** What the nearest branch still lacks, in words. */
  missing: { zh: string; en: string }[]
  norm: Norm
  kept: SubjectId[]
  /** Marks of the first entry; never answered. */
  first: (Marks & { keyItemFailed: boolean }) | null
}

const factsOf = (i: CheckInput) => i.facts as unknown as ApplicationFacts
const one = (
  code: string,
  field: string,
  zh: string,
  en: string,
  hintZh: string,
  hintEn: string,
  more: Partial<Finding> = {},
): Finding[] => [{ code, field, message: { zh, en }, hint: { zh: hintZh, en: hintEn }, ...more }]

export const planTakes: Check = {
  id: 'planTakes',
  title: { zh: '计划在报名', en: 'The plan takes applications' },
  run(i) {
    const { plan, personKnown } = factsOf(i)
    const out: Finding[] = []
    if (plan?.state !== 'applying')
      out.push(
        ...one(
          'PLAN_CLOSED',
          'plan',
          plan ? `计划${plan.number}现在不接受报名` : '没有找到这个评价计划',
          plan ? `Plan ${plan.number} takes no applications now` : 'There is no such plan',
          '请选择报名中的计划',
          'Choose a plan that is open',
        ),
      )
    else if (i.today < plan.applyFrom || i.today > plan.applyUntil)
      out.push(
        ...one(
          'APPLY_PERIOD',
          'plan',
          `计划${plan.number}的报名时间是${plan.applyFrom}至${plan.applyUntil}`,
          `Applications for ${plan.number} run from ${plan.applyFrom} to ${plan.applyUntil}`,
          '请在报名时间内办理',
          'Apply within that time',
          { given: i.today },
        ),
      )
    if (!personKnown)
      out.push(
        ...one(
          'PERSON_UNKNOWN',
          'person',
          '库中没有该人员',
          'This person is not registered',
          '请先登记人员，或用名单导入',
          'Register the person, or import a roster',
        ),
      )
    return out
  },
}

export const ofAudience: Check = {
  id: 'ofAudience',
  title: { zh: '评价对象', en: 'Of those for whom the plan is' },
  run(i) {
    const { plan, belongs, personKnown } = factsOf(i)
    if (!plan || !personKnown || belongs === true || plan.audience === 'public') return []
    const name = labelOf(AUDIENCES, plan.audience)
    if (belongs === null)
      return one(
        'AUDIENCE_NOT_RUN',
        'person',
        `没有登记册可以核对此人是否为${name.zh}，未核对`,
        `No register can tell whether this person belongs to ${name.en}; not checked`,
        '请核对证明材料',
        'Check the papers',
        { severity: 'hint' },
      )
    return one(
      'NOT_OF_AUDIENCE',
      'person',
      `本计划只面向${name.zh}；${plan.examOn}此人不在本单位`,
      `The plan is for ${name.en} only`,
      '请核对从业登记；不是本单位人员的，到面向社会的机构报名',
      'Check the register of work, or apply to a body that is open to the public',
    )
  },
}

export const eligibleOrProved: Check = {
  id: 'eligibleOrProved',
  title: { zh: '符合申报条件', en: 'Meets the conditions' },
  run(i) {
    const { eligible, firstDay, missing } = factsOf(i)
    if (eligible) return []
    return one(
      'NOT_ELIGIBLE',
      'clause',
      firstDay ? `按现有登记尚不符合申报条件，最早${firstDay}符合` : '按现有登记不符合申报条件',
      firstDay ? `Not eligible by the registers; on ${firstDay} at the earliest` : 'Not eligible by the registers',
      missing.length ? `还缺：${missing.map((m) => m.zh).join('；')}` : '请补充证明材料，或不予通过',
      missing.length ? `Missing: ${missing.map((m) => m.en).join('; ')}` : 'Supply papers, or refuse',
    )
  },
}

export const onExamDay: Check = {
  id: 'onExamDay',
  title: { zh: '考试日已到', en: 'The day has come' },
  run(i) {
    const { plan } = factsOf(i)
    if (!plan || i.today >= plan.examOn) return []
    return one(
      'EXAM_AHEAD',
      'state',
      `考试日是${plan.examOn}，还没有到`,
      `The examination is on ${plan.examOn}`,
      '考试以后再登记',
      'Enter it afterwards',
    )
  },
}

export const marksGiven = (input: { readonly [key: string]: unknown }): Marks & { keyItemFailed: boolean } => ({
  ...Object.fromEntries(
    SUBJECTS.flatMap((s) => {
      const v = input[fieldOf(s.id as SubjectId)]
      return typeof v === 'number' ? [[s.id, v]] : []
    }),
  ),
  keyItemFailed: input['keyItemFailed'] === true,
})

export const marksInRange: Check = {
  id: 'marksInRange',
  title: { zh: '成绩范围', en: 'Marks are in range' },
  run: (i) => checkMarks(factsOf(i).norm, marksGiven(i.input), factsOf(i).kept),
}

export const secondAgrees: Check = {
  id: 'secondAgrees',
  title: { zh: '两次录入一致', en: 'Both entries agree' },
  run(i) {
    const { first } = factsOf(i)
    return first ? compareMarks(first, marksGiven(i.input)) : []
  },
}
