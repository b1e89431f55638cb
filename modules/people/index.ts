import { defineMeasure } from '../../kernel/measures/define.ts'
import { defineRoom } from '../../kernel/rooms/define.ts'
import { employmentImport, peopleImport, registerImports } from './imports.ts'
import { needs } from './needs.ts'
import { person } from './records.ts'

export { checkIdentityNumber, type IdentityNumber, maskIdentityNumber } from './identity-number.ts'
export { PERSON_COLUMNS, type ReadPerson, readPerson } from './import.ts'
export { AS_OF_COLUMN, COUNTY_COLUMN, list } from './imports.ts'
export { checkName, maskName, nameKey, sameName } from './names.ts'
export { checkPhone, maskPhone } from './phone.ts'
export { person } from './records.ts'
export { GROUPS, REGISTERS, SEXES } from './words.ts'

export const employedPersons = defineMeasure({
  id: 'people.employed-persons',
  kind: 'given',
  ruleKey: 'people.employedPersons',
  title: { zh: '从业人员', en: 'Employed persons' },
  unit: { zh: '人', en: 'persons' },
  meaning: {
    zh: '全市年末从业人员，由统计部门公布，录入并注明来源',
    en: 'Employed persons of the city at the end of the year; published by the statistics office, typed in with its source',
  },
  rule: { zh: '统计部门口径', en: 'as defined by the statistics office' },
  sources: [{ zh: '统计公报（录入）', en: 'statistical bulletin (typed in)' }],
  records: { by: {} },
})

export const people = defineRoom({
  id: 'people',
  title: { zh: '人员', en: 'People' },
  purpose: {
    zh: '谁：实名的人，他们的学历、职称、从业经历和所属群体',
    en: 'Who: real-name persons, their schooling, titles, work and groups',
  },
  records: [person],
  needs,
  measures: [employedPersons],
  imports: [peopleImport, employmentImport, ...registerImports],
})
