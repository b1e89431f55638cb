import { defineRecord } from '../../kernel/records/define.ts'
import { LEVELS } from '../catalogue/index.ts'
import { GROUPS } from '../people/index.ts'
import { readers } from '../roles.ts'
import { TRAINING_KINDS } from './words.ts'

const LEVEL_CHOICES = LEVELS.map((l) => ({ id: String(l.rank), label: l.display }))

export const trainingClass = defineRecord({
  id: 'training.class',
  title: { zh: '培训班', en: 'Class' },
  table: 'training.class',
  key: ['class_id'],
  titleField: 'name',
  scope: { jurisdiction: 'county_code', organisation: 'organisation_id' },
  read: { by: { ...readers, institutionClerk: 'organisation' } },
  sealed: true,
  fields: {
    name: { kind: 'text', label: { zh: '班级', en: 'Class' }, lengthMax: 120, required: true, list: true },
    organisation: {
      kind: 'reference',
      record: 'directory.organisation',
      column: 'organisation_id',
      label: { zh: '培训机构', en: 'Provider' },
      required: true,
      list: true,
      filter: true,
    },
    kind: { kind: 'choice', label: { zh: '培训类型', en: 'Kind' }, choices: TRAINING_KINDS, list: true, filter: true },
    occupation: {
      kind: 'code',
      codes: 'catalogue.occupation',
      column: 'occupation_code',
      label: { zh: '职业', en: 'Occupation' },
      list: true,
      filter: true,
    },
    level: {
      kind: 'choice',
      column: 'level_rank',
      choices: LEVEL_CHOICES,
      label: { zh: '等级', en: 'Level' },
      list: true,
      filter: true,
    },
    county: {
      kind: 'code',
      codes: 'catalogue.division',
      column: 'county_code',
      label: { zh: '县（市、区）', en: 'County' },
      list: true,
      filter: true,
    },
    startedOn: { kind: 'date', label: { zh: '开班', en: 'Started' }, list: true, filter: true },
    endedOn: { kind: 'date', label: { zh: '结业', en: 'Ended' }, list: true, filter: true },
    seats: { kind: 'integer', label: { zh: '人数', en: 'Seats' }, min: 1, list: true },
  },
})

export const enrolment = defineRecord({
  id: 'training.enrolment',
  title: { zh: '补贴性培训人次', en: 'Enrolment' },
  table: 'training.enrolment',
  key: ['class_id', 'seat_no'],
  titleField: 'person',
  scope: { jurisdiction: 'county_code', organisation: 'organisation_id' },
  read: { by: { ...readers, institutionClerk: 'organisation' } },
  sealed: true,
  fields: {
    trainingClass: {
      kind: 'reference',
      record: 'training.class',
      column: 'class_id',
      label: { zh: '班级', en: 'Class' },
      list: true,
      filter: true,
    },
    seatNo: { kind: 'integer', label: { zh: '名册序号', en: 'Place in the roster' }, list: true },
    person: {
      kind: 'reference',
      record: 'people.person',
      column: 'person_id',
      label: { zh: '学员', en: 'Trainee' },
      personal: true,
      list: true,
      filter: true,
    },
    organisation: {
      kind: 'reference',
      record: 'directory.organisation',
      column: 'organisation_id',
      label: { zh: '培训机构', en: 'Provider' },
      list: true,
      filter: true,
    },
    kind: { kind: 'choice', label: { zh: '培训类型', en: 'Kind' }, choices: TRAINING_KINDS, list: true, filter: true },
    group: {
      kind: 'choice',
      column: 'group_id',
      label: { zh: '群体', en: 'Group' },
      choices: GROUPS,
      personal: true,
      list: true,
      filter: true,
    },
    occupation: {
      kind: 'code',
      codes: 'catalogue.occupation',
      column: 'occupation_code',
      label: { zh: '职业', en: 'Occupation' },
      list: true,
      filter: true,
    },
    level: {
      kind: 'choice',
      column: 'level_rank',
      choices: LEVEL_CHOICES,
      label: { zh: '等级', en: 'Level' },
      filter: true,
    },
    county: {
      kind: 'code',
      codes: 'catalogue.division',
      column: 'county_code',
      label: { zh: '县（市、区）', en: 'County' },
      list: true,
      filter: true,
    },
    startedOn: { kind: 'date', label: { zh: '开班', en: 'Started' }, list: true },
    completedOn: { kind: 'date', label: { zh: '结业', en: 'Completed' }, list: true, filter: true },
    knownOn: { kind: 'date', label: { zh: '入库日期', en: 'Known since' } },
    voidedKnownOn: { kind: 'date', label: { zh: '作废日期', en: 'Voided on' } },
  },
})
