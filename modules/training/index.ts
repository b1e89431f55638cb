import { defineRoom } from '../../kernel/rooms/define.ts'
import { reads } from './contract.ts'
import { enrolmentFacts, subsidisedPersonTimes } from './facts.ts'
import { trainingImports } from './imports.ts'
import { needs } from './needs.ts'
import { classProcess } from './processes/class.process.ts'
import { classChange } from './processes/class-change.process.ts'
import { enrolment, trainingClass } from './records.ts'

export { enrolmentFacts } from './facts.ts'
export { CLASS_COLUMN } from './imports.ts'
export { TRAINING_KINDS } from './words.ts'

export const training = defineRoom({
  id: 'training',
  title: { zh: '培训', en: 'Training' },
  purpose: {
    zh: '谁在哪里学了什么：补贴性培训的班级和名册',
    en: 'Who learned what and where: classes and rosters of subsidised training',
  },
  records: [trainingClass, enrolment],
  processes: [classProcess, classChange],
  needs,
  reads,
  facts: [enrolmentFacts],
  measures: [subsidisedPersonTimes],
  imports: trainingImports,
})
