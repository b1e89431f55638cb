import { defineRoom } from '../../kernel/rooms/define.ts'
import { reads } from './contract.ts'
import { occupation } from './records.ts'

export {
  countiesOf,
  type Division,
  divisionEverFrom,
  divisionFromRow,
  type HistoricDivision,
  provinceDigits,
} from './divisions.ts'
export { importEdition } from './edition-import.ts'
export { getLevel, isLevelId, LEVELS, type Level, type LevelId, levelFromText } from './levels.ts'
export { ancestorsOf, depthOf, parseOccupationCode } from './occupation-code.ts'
export { occupation } from './records.ts'

export const catalogue = defineRoom({
  id: 'catalogue',
  title: { zh: '职业', en: 'Catalogue' },
  purpose: {
    zh: '用什么来说：行政区划、职业分类、工种和等级',
    en: 'In what words: divisions, occupations, work types and levels',
  },
  records: [occupation],
  reads,
})
