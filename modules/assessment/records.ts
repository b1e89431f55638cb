import { defineRecord } from '../../kernel/records/define.ts'
import { LISTING_LEVELS } from '../directory/index.ts'
import { SEXES } from '../people/index.ts'
import { readers } from '../roles.ts'
import { AUDIENCES, EXAMINER_GRADES, METHODS, OUTCOME_REASONS, OUTCOMES, TRACKS } from './words.ts'

const organisation = {
  kind: 'reference',
  record: 'directory.organisation',
  column: 'organisation_id',
  label: { zh: '评价机构', en: 'Evaluation body' },
  list: true,
  filter: true,
  publicly: 'open',
} as const
const county = {
  kind: 'code',
  codes: 'catalogue.division',
  column: 'county_code',
  label: { zh: '备案地', en: 'Filed with' },
  list: true,
  filter: true,
  publicly: 'open',
} as const
const occupation = {
  kind: 'code',
  codes: 'catalogue.occupation',
  column: 'occupation_code',
  label: { zh: '职业', en: 'Occupation' },
  list: true,
  filter: true,
  publicly: 'open',
} as const
const track = {
  kind: 'choice',
  choices: TRACKS,
  label: { zh: '评价类别', en: 'Track' },
  list: true,
  filter: true,
  publicly: 'open',
} as const
const audience = {
  kind: 'choice',
  choices: AUDIENCES,
  label: { zh: '评价对象', en: 'For whom' },
  publicly: 'open',
} as const
const method = { kind: 'choice', choices: METHODS, label: { zh: '评价方式', en: 'Method' }, publicly: 'open' } as const
const person = {
  kind: 'reference',
  record: 'people.person',
  column: 'person_id',
  label: { zh: '考生', en: 'Candidate' },
  personal: true,
  list: true,
} as const
const plan = {
  kind: 'reference',
  record: 'assessment.plan',
  column: 'plan_id',
  label: { zh: '评价计划', en: 'Plan' },
  list: true,
  filter: true,
} as const
const scope = { jurisdiction: 'county_code', organisation: 'organisation_id' } as const
const clerksToo = { by: { ...readers, institutionClerk: 'organisation' } } as const

/** Announced and later: what the public may see of a plan. */
export const PUBLIC_STATES = ['announced', 'applying', 'seated', 'examined', 'published', 'issued', 'archived'] as const

export const planRecord = defineRecord({
  id: 'assessment.plan',
  title: { zh: '评价计划', en: 'Evaluation plan' },
  table: 'assessment.plan_case',
  key: ['case_id'],
  titleField: 'number',
  scope,
  read: { anyone: true },
  publicRows: { state: PUBLIC_STATES },
  versionColumn: 'version',
  fields: {
    number: {
      kind: 'text',
      lengthMax: 30,
      label: { zh: '计划编号', en: 'Number' },
      list: true,
      filter: true,
      publicly: 'open',
    },
    organisation,
    county,
    track,
    audience,
    method,
    occupation,
    level: {
      kind: 'choice',
      choices: LISTING_LEVELS,
      label: { zh: '等级', en: 'Level' },
      list: true,
      filter: true,
      publicly: 'open',
    },
    examOn: {
      kind: 'date',
      label: { zh: '考试日期', en: 'Day of the examination' },
      list: true,
      filter: true,
      publicly: 'open',
    },
    applyFrom: { kind: 'date', label: { zh: '报名自', en: 'Applications from' }, publicly: 'open' },
    applyUntil: { kind: 'date', label: { zh: '报名至', en: 'Applications until' }, publicly: 'open' },
    place: { kind: 'text', lengthMax: 120, label: { zh: '考试地点', en: 'Place' }, publicly: 'open' },
    seats: { kind: 'integer', label: { zh: '计划人数', en: 'Places' }, list: true, publicly: 'open' },
    feeFen: { kind: 'money', label: { zh: '收费', en: 'Fee' }, publicly: 'open' },
    noticeUntil: { kind: 'date', label: { zh: '结果公示至', en: 'Results publicised until' }, publicly: 'open' },
  },
})

export const normRecord = defineRecord({
  id: 'assessment.norm',
  title: { zh: '评价规范', en: 'Evaluation norm' },
  table: 'assessment.norm_case',
  key: ['case_id'],
  titleField: 'title',
  scope,
  read: { anyone: true },
  publicRows: { state: ['in-force', 'replaced'] },
  fields: {
    title: { kind: 'text', lengthMax: 120, label: { zh: '名称', en: 'Title' }, list: true, publicly: 'open' },
    normVersion: { kind: 'integer', label: { zh: '版本', en: 'Version' }, list: true, publicly: 'open' },
    organisation,
    authors: {
      kind: 'codes',
      codes: 'assessment.author',
      label: { zh: '联合制定单位', en: 'Written together with' },
      publicly: 'open',
    },
    county,
    occupation,
    level: {
      kind: 'choice',
      choices: LISTING_LEVELS,
      label: { zh: '等级', en: 'Level' },
      list: true,
      publicly: 'open',
    },
    inForceFrom: { kind: 'date', label: { zh: '施行日期', en: 'In force from' }, list: true, publicly: 'open' },
    document: { kind: 'text', lengthMax: 80, label: { zh: '文号', en: 'Document' }, list: true, publicly: 'open' },
  },
})

/** A person-time: somebody who was seated in a plan, and what came of it, as published. */
export const resultRecord = defineRecord({
  id: 'assessment.result',
  title: { zh: '评价结果', en: 'Result' },
  table: 'assessment.result',
  key: ['plan_id', 'application_id', 'result_version'],
  titleField: 'ticket',
  scope,
  read: clerksToo,
  fields: {
    ticket: { kind: 'text', lengthMax: 40, label: { zh: '准考证号', en: 'Ticket' }, list: true },
    plan,
    person,
    organisation,
    county,
    track,
    audience,
    method,
    occupation,
    outcome: { kind: 'choice', choices: OUTCOMES, label: { zh: '结果', en: 'Result' }, list: true, filter: true },
    outcomeReason: { kind: 'choice', choices: OUTCOME_REASONS, label: { zh: '原因', en: 'Why' } },
    sex: { kind: 'choice', choices: SEXES, label: { zh: '性别', en: 'Sex' } },
    examinedOn: { kind: 'date', label: { zh: '考试日期', en: 'Examined on' }, list: true, filter: true },
    knownOn: { kind: 'date', label: { zh: '公示日期', en: 'Publicised on' } },
    knownTo: { kind: 'date', label: { zh: '更正日期', en: 'Corrected on' } },
  },
})

export const issueRecord = defineRecord({
  id: 'assessment.issue',
  title: { zh: '评价发证', en: 'Certificate by a result' },
  table: 'assessment.issue_line',
  key: ['plan_id', 'application_id'],
  titleField: 'number',
  scope,
  read: clerksToo,
  fields: {
    number: { kind: 'text', lengthMax: 40, label: { zh: '证书编号', en: 'Certificate' }, list: true },
    plan,
    person,
    organisation,
    county,
    track,
    audience,
    method,
    occupation,
    issuedOn: { kind: 'date', label: { zh: '发证日期', en: 'Issued on' }, list: true, filter: true },
  },
})

export const examinerRecord = defineRecord({
  id: 'assessment.examiner',
  title: { zh: '考评员', en: 'Examiner' },
  table: 'assessment.examiner',
  key: ['examiner_id'],
  titleField: 'name',
  scope,
  read: clerksToo,
  fields: {
    name: { kind: 'text', lengthMax: 60, label: { zh: '姓名', en: 'Name' }, personal: true, list: true },
    cardNumber: { kind: 'text', lengthMax: 40, label: { zh: '证卡号', en: 'Card' }, list: true, filter: true },
    grade: { kind: 'choice', choices: EXAMINER_GRADES, label: { zh: '级别', en: 'Grade' }, list: true, filter: true },
    occupation,
    organisation: { ...organisation, label: { zh: '所在单位', en: 'Works for' } },
    county,
    validFrom: { kind: 'date', label: { zh: '有效自', en: 'Valid from' } },
    validTo: { kind: 'date', label: { zh: '有效至', en: 'Valid until' }, list: true },
  },
})

export const gapRecord = defineRecord({
  id: 'assessment.gap',
  title: { zh: '应持未持', en: 'Post without its certificate' },
  table: 'assessment.gap',
  key: ['person_id', 'organisation_id', 'seen_on'],
  titleField: 'person',
  scope,
  read: clerksToo,
  fields: {
    person: { ...person, label: { zh: '职工', en: 'Worker' } },
    organisation: { ...organisation, label: { zh: '用人单位', en: 'Employer' } },
    county,
    occupation,
    seenOn: { kind: 'date', label: { zh: '发现日期', en: 'Seen on' }, list: true, filter: true },
    closedOn: { kind: 'date', label: { zh: '消除日期', en: 'Closed on' }, list: true },
  },
})
