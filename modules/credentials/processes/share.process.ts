import { defineProcess } from '../../../kernel/process/define.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { readers } from '../../roles.ts'
import { SHARE_SCOPES } from '../words.ts'
import { shareDays } from './share.checks.ts'

/**
 * A link by which a holder shows the skills passport to an employer or an office, until a day. Made at the counter at the holder's
 * wish; ended at any time.
 */
export const share = defineProcess({
  id: 'credentials.share',
  title: { zh: '技能护照分享', en: 'Sharing a skills passport' },
  since: plainDate('2019-01-01'),
  pickedBy: 'the day of sharing',
  table: 'credentials.share_case',
  anchor: 'case_id',
  titleField: 'certificateNumber',
  fields: {
    certificateNumber: {
      kind: 'text',
      label: { zh: '持证人的任一证书编号', en: 'Number of any certificate of the holder' },
      lengthMax: 64,
      required: true,
      list: true,
    },
    scope: {
      kind: 'choice',
      label: { zh: '分享内容', en: 'What is shown' },
      choices: SHARE_SCOPES,
      required: true,
      list: true,
    },
    expiresOn: { kind: 'date', label: { zh: '有效至', en: 'Until' }, required: true, list: true },
    fullName: { kind: 'boolean', label: { zh: '显示全名', en: 'Show the full name' }, required: true },
    reason: {
      kind: 'text',
      label: { zh: '申请人和用途', en: 'Who asked for it, and for what' },
      lengthMax: 200,
      required: true,
      hint: { zh: '写明持证人本人已同意', en: 'say that the holder agreed' },
    },
  },
  completed: {
    person: {
      kind: 'reference',
      record: 'people.person',
      column: 'person_id',
      label: { zh: '持证人', en: 'Holder' },
      personal: true,
      list: true,
    },
    county: {
      kind: 'code',
      codes: 'catalogue.division',
      column: 'county_code',
      label: { zh: '县（市、区）', en: 'County' },
    },
    endReason: { kind: 'text', label: { zh: '停止原因', en: 'Why ended' }, lengthMax: 200 },
  },
  scope: { jurisdiction: 'county_code' },
  read: { by: readers },
  open: {
    who: { by: { handler: 'jurisdiction' } },
    state: 'shared',
    keepsDoer: 'shared_by',
    checks: [shareDays],
  },
  states: {
    shared: { title: { zh: '分享中', en: 'shared' }, owner: { zh: '持证人', en: 'the holder' }, tone: 'good' },
    ended: { title: { zh: '已停止', en: 'ended' }, end: true, tone: 'neutral' },
  },
  acts: {
    end: {
      title: { zh: '停止分享', en: 'Stop sharing' },
      from: ['shared'],
      to: 'ended',
      who: { by: { handler: 'jurisdiction' } },
      needs: { reason: { kind: 'text', label: { zh: '原因', en: 'Why' }, lengthMax: 200, required: true } },
      effects: ['keepEndReason'],
    },
  },
})
