import { defineProcess } from '../../../kernel/process/define.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { readers } from '../../roles.ts'
import { CHANGE_KINDS, LICENCE_KINDS, LISTING_LEVELS, LISTING_ROLES } from '../words.ts'
import { changeChecks } from './organisation-change.checks.ts'

const applicant = { by: { institutionClerk: 'organisation' } } as const

/** Renaming, merger, change of scope, renewal of a licence (动态调整): each takes effect when a second officer approves. */
export const organisationChange = defineProcess({
  id: 'directory.change',
  title: { zh: '机构变更', en: 'Change of an organisation' },
  since: plainDate('2019-01-01'),
  pickedBy: 'the day of application',
  table: 'directory.change_case',
  anchor: 'case_id',
  fields: {
    organisation: {
      kind: 'reference',
      record: 'directory.organisation',
      column: 'organisation_id',
      label: { zh: '机构', en: 'Organisation' },
      required: true,
      list: true,
    },
    kind: {
      kind: 'choice',
      choices: CHANGE_KINDS,
      label: { zh: '变更事项', en: 'Kind of change' },
      required: true,
      list: true,
      filter: true,
    },
    effectiveOn: { kind: 'date', label: { zh: '生效日期', en: 'Takes effect on' }, required: true, list: true },
    document: { kind: 'text', lengthMax: 80, label: { zh: '依据文号', en: 'Document' }, required: true },
    newName: { kind: 'text', lengthMax: 120, label: { zh: '新名称', en: 'New name' } },
    mergedInto: {
      kind: 'reference',
      record: 'directory.organisation',
      label: { zh: '并入的机构', en: 'Goes into' },
    },
    role: { kind: 'choice', choices: LISTING_ROLES, label: { zh: '名录', en: 'List' } },
    occupations: { kind: 'codes', codes: 'catalogue.occupation', label: { zh: '变更后的职业', en: 'Occupations' } },
    levelHighest: { kind: 'choice', choices: LISTING_LEVELS, label: { zh: '变更后的最高等级', en: 'Highest level' } },
    licenceKind: { kind: 'choice', choices: LICENCE_KINDS, label: { zh: '证照类别', en: 'Kind of licence' } },
    licenceNumber: { kind: 'text', lengthMax: 60, label: { zh: '证照编号', en: 'Licence number' } },
    licenceIssuer: { kind: 'text', lengthMax: 120, label: { zh: '发证机关', en: 'Issued by' } },
    licenceScope: { kind: 'text', lengthMax: 500, label: { zh: '许可范围', en: 'What it covers' } },
    licenceFrom: { kind: 'date', label: { zh: '有效期起', en: 'Valid from' } },
    licenceTo: { kind: 'date', label: { zh: '有效期至', en: 'Valid to' } },
  },
  completed: {
    county: {
      kind: 'code',
      codes: 'catalogue.division',
      column: 'county_code',
      label: { zh: '受理地', en: 'Received by' },
    },
    decisionNote: { kind: 'text', lengthMax: 500, label: { zh: '办理说明', en: 'Note of the office' } },
  },
  titleField: 'organisation',
  scope: { jurisdiction: 'county_code', organisation: 'organisation_id' },
  read: { by: { ...readers, institutionClerk: 'organisation' } },
  open: { who: applicant, state: 'applied', keepsDoer: 'applied_by', checks: changeChecks },
  states: {
    applied: {
      title: { zh: '待受理', en: 'applied' },
      owner: { zh: '经办人员', en: 'handling officer' },
      deadline: 'directory.accept.days',
      tone: 'progress',
    },
    reviewing: {
      title: { zh: '审核中', en: 'under review' },
      owner: { zh: '复核人员', en: 'reviewing officer' },
      deadline: 'directory.review.days',
      tone: 'progress',
    },
    approved: { title: { zh: '已变更', en: 'made' }, end: true, tone: 'good' },
    refused: { title: { zh: '不予变更', en: 'refused' }, end: true, tone: 'bad' },
    withdrawn: { title: { zh: '已撤回', en: 'withdrawn' }, end: true, tone: 'neutral' },
  },
  acts: {
    accept: {
      title: { zh: '受理', en: 'Accept' },
      from: ['applied'],
      to: 'reviewing',
      who: { by: { handler: 'jurisdiction' } },
      notBy: ['open'],
      keepsDoer: 'accepted_by',
    },
    approve: {
      title: { zh: '准予变更', en: 'Approve' },
      from: ['reviewing'],
      to: 'approved',
      who: { by: { reviewer: 'jurisdiction' } },
      notBy: ['open', 'accept'],
      keepsDoer: 'decided_by',
      checks: changeChecks,
      effects: ['makeChange'],
      grave: true,
    },
    refuse: {
      title: { zh: '不予变更', en: 'Refuse' },
      from: ['applied', 'reviewing'],
      to: 'refused',
      who: { by: { handler: 'jurisdiction', reviewer: 'jurisdiction' } },
      needs: {
        note: { kind: 'text', lengthMax: 500, label: { zh: '理由和依据', en: 'Reason and basis' }, required: true },
      },
      effects: ['noteRefusal'],
    },
    withdraw: {
      title: { zh: '撤回', en: 'Withdraw' },
      from: ['applied', 'reviewing'],
      to: 'withdrawn',
      who: applicant,
    },
  },
})
