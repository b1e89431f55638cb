import type { Check } from '../../../kernel/process/define.ts'
import { defineProcess } from '../../../kernel/process/define.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { LISTING_LEVELS } from '../../directory/index.ts'
import { readers } from '../../roles.ts'
import { WHOLE_MAX } from '../marks.ts'
import { METHODS } from '../words.ts'

const weight = (zh: string, en: string) =>
  ({
    kind: 'integer',
    min: 0,
    max: WHOLE_MAX,
    required: true,
    label: { zh: `${zh}权重（%）`, en: `Weight of ${en} (%)` },
  }) as const

export const weightsWhole: Check = {
  id: 'weightsWhole',
  title: { zh: '权重合计', en: 'Weights make one whole' },
  run(i) {
    const sum = ['weightTheory', 'weightSkill', 'weightProcess', 'weightPerformance'].reduce(
      (a, key) => a + Number(i.case.fields[key] ?? 0),
      0,
    )
    if (sum === WHOLE_MAX) return []
    return [
      {
        code: 'WEIGHTS',
        field: 'weightPerformance',
        given: String(sum),
        message: { zh: `权重合计为 ${sum}%，应为 ${WHOLE_MAX}%`, en: `The weights make ${sum} %` },
        hint: { zh: '请调整各科权重', en: 'Change the weights' },
      },
    ]
  },
}

export const methodsKnown: Check = {
  id: 'methodsKnown',
  title: { zh: '评价方式', en: 'Methods' },
  run(i) {
    const given = Array.isArray(i.case.fields['methods']) ? (i.case.fields['methods'] as string[]) : []
    const unknown = given.filter((m) => !METHODS.some((x) => x.id === m))
    if (given.length && unknown.length === 0) return []
    return [
      {
        code: 'METHODS',
        field: 'methods',
        given: unknown.join('、'),
        message: { zh: '没有选择评价方式，或其中有不认识的', en: 'No method is chosen, or one is not known' },
        hint: {
          zh: `可选：${METHODS.map((m) => m.label.zh).join('、')}`,
          en: `Choose of: ${METHODS.map((m) => m.id).join(', ')}`,
        },
      },
    ]
  },
}

/**
 * An evaluation norm (评价规范) of an employer or of several together: which methods, and how much each subject weighs. A new
 * version takes the place of the one before; plans keep the version under which they were drafted. 临人社函〔2023〕275号 speaks of
 * norms written together by employers and bodies.
 */
export const normProcess = defineProcess({
  id: 'assessment.norming',
  title: { zh: '评价规范备案', en: 'Filing of an evaluation norm' },
  since: plainDate('2019-01-01'),
  pickedBy: 'the day of drafting',
  table: 'assessment.norm_case',
  anchor: 'case_id',
  fields: {
    organisation: {
      kind: 'reference',
      record: 'directory.organisation',
      column: 'organisation_id',
      label: { zh: '牵头单位', en: 'Leading organisation' },
      required: true,
      list: true,
    },
    authors: {
      kind: 'codes',
      codes: 'assessment.author',
      label: { zh: '联合制定单位', en: 'Written together with' },
      hint: { zh: '一行一个单位名称；没有的不填', en: 'one name a line; may be empty' },
    },
    title: { kind: 'text', lengthMax: 120, label: { zh: '规范名称', en: 'Title' }, required: true, list: true },
    occupation: {
      kind: 'code',
      codes: 'catalogue.occupation',
      column: 'occupation_code',
      label: { zh: '职业', en: 'Occupation' },
      required: true,
      list: true,
    },
    level: {
      kind: 'choice',
      choices: LISTING_LEVELS,
      label: { zh: '等级（不填为各等级）', en: 'Level (empty: all)' },
      list: true,
    },
    methods: { kind: 'codes', codes: 'assessment.method', label: { zh: '评价方式', en: 'Methods' }, required: true },
    weightTheory: weight('理论知识', 'theory'),
    weightSkill: weight('操作技能', 'skill'),
    weightProcess: weight('过程考核', 'process'),
    weightPerformance: weight('工作业绩', 'performance'),
    replaces: {
      kind: 'reference',
      record: 'assessment.norm',
      column: 'replaces_id',
      label: { zh: '代替哪一版', en: 'Takes the place of' },
    },
  },
  completed: {
    normVersion: { kind: 'integer', label: { zh: '版本', en: 'Version' }, list: true },
    county: {
      kind: 'code',
      codes: 'catalogue.division',
      column: 'county_code',
      label: { zh: '备案地', en: 'Filed with' },
    },
    inForceFrom: { kind: 'date', label: { zh: '施行日期', en: 'In force from' }, list: true },
    document: { kind: 'text', lengthMax: 80, label: { zh: '文号', en: 'Document' } },
  },
  titleField: 'title',
  scope: { jurisdiction: 'county_code', organisation: 'organisation_id' },
  read: { by: { ...readers, institutionClerk: 'organisation' } },
  open: {
    who: { by: { institutionClerk: 'organisation' } },
    state: 'drafted',
    keepsDoer: 'drafted_by',
    checks: [weightsWhole, methodsKnown],
  },
  states: {
    drafted: {
      title: { zh: '待备案', en: 'drafted' },
      owner: { zh: '经办人员', en: 'handling officer' },
      tone: 'progress',
    },
    'in-force': { title: { zh: '施行中', en: 'in force' }, tone: 'good' },
    replaced: { title: { zh: '已被代替', en: 'replaced' }, end: true, tone: 'neutral' },
    withdrawn: { title: { zh: '已撤回', en: 'withdrawn' }, end: true, tone: 'neutral' },
  },
  acts: {
    file: {
      title: { zh: '同意备案', en: 'Accept' },
      from: ['drafted'],
      to: 'in-force',
      who: { by: { handler: 'jurisdiction' } },
      notBy: ['open'],
      keepsDoer: 'filed_by',
      needs: {
        document: { kind: 'text', lengthMax: 80, label: { zh: '文号', en: 'Document' }, required: true },
        from: { kind: 'date', label: { zh: '施行日期', en: 'In force from' }, required: true },
      },
      effects: ['putInForce'],
    },
    withdraw: {
      title: { zh: '撤回', en: 'Withdraw' },
      from: ['drafted'],
      to: 'withdrawn',
      who: { by: { institutionClerk: 'organisation' } },
    },
    replace: {
      title: { zh: '由新版代替', en: 'Replaced by a new version' },
      from: ['in-force'],
      to: 'replaced',
      who: {},
      automatic: true,
    },
  },
})
