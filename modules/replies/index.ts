import { defineRecord } from '../../kernel/records/define.ts'
import { defineRoom } from '../../kernel/rooms/define.ts'

export { type ComposedFigure, composeLetter, type LetterTemplate, parseLetterTemplate } from './letter-template.ts'

export const proposal = defineRecord({
  id: 'replies.proposal',
  title: { zh: '提案', en: 'Proposal' },
  table: 'replies.proposal',
  key: ['proposal_id'],
  titleField: 'title',
  scope: {},
  read: { by: { handler: 'none', reviewer: 'none', leader: 'none' } },
  publicRows: { state: 'answered' },
  fields: {
    session: { kind: 'text', label: { zh: '会次', en: 'Session' }, lengthMax: 60, list: true, publicly: 'open' },
    category: { kind: 'text', label: { zh: '类别', en: 'Category' }, lengthMax: 4, list: true, publicly: 'open' },
    number: { kind: 'integer', label: { zh: '提案号', en: 'Number' }, list: true, publicly: 'open' },
    title: { kind: 'text', label: { zh: '题目', en: 'Title' }, lengthMax: 200, list: true, publicly: 'open' },
    leadMember: {
      kind: 'text',
      label: { zh: '领衔委员', en: 'Lead member' },
      lengthMax: 40,
      list: true,
      publicly: 'open',
    },
    members: { kind: 'integer', label: { zh: '委员人数', en: 'Members' }, list: true, publicly: 'open' },
    receivedOn: { kind: 'date', label: { zh: '收到日期', en: 'Received' }, list: true },
    dueOn: { kind: 'date', label: { zh: '应答日期', en: 'Due' }, list: true },
    answeredOn: { kind: 'date', label: { zh: '答复日期', en: 'Answered' }, list: true, publicly: 'open' },
    letterId: { kind: 'text', label: { zh: '答复', en: 'Letter' }, lengthMax: 40, list: true, publicly: 'open' },
    state: { kind: 'text', label: { zh: '状态', en: 'State' }, lengthMax: 20, list: true },
  },
})

export const replies = defineRoom({
  id: 'replies',
  title: { zh: '答复', en: 'Replies' },
  purpose: {
    zh: '对委员说什么：提案和公函答复，每个数都有来处',
    en: 'What is answered: proposals and letters, every number traced',
  },
  records: [proposal],
})
