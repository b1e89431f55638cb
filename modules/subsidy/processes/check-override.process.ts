import { defineProcess } from '../../../kernel/process/define.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { readers } from '../../roles.ts'
import { CHECKS } from '../checks/index.ts'
import { mayBeOverridden, untilDay } from './check-override.checks.ts'

/**
 * A check that stops a claim may be overridden for a while: with a named reason, proposed by one human and granted by another, who
 * neither filed nor reviewed the claim. Some checks may never be overridden; the city's rule says which.
 */
export const checkOverride = defineProcess({
  id: 'subsidy.check-override',
  title: { zh: '核查放行', en: 'Override of a check' },
  since: plainDate('2019-01-01'),
  pickedBy: 'the day of the proposal',
  table: 'subsidy.check_override_case',
  anchor: 'case_id',
  titleField: 'claimNumber',
  fields: {
    claimNumber: {
      kind: 'text',
      label: { zh: '申领编号', en: 'Claim number' },
      lengthMax: 40,
      required: true,
      list: true,
    },
    checkId: {
      kind: 'choice',
      label: { zh: '核查项', en: 'Check' },
      choices: CHECKS.map((c) => ({
        id: c.id,
        label: { zh: `${c.id} ${c.title.zh}`, en: `${c.id} ${c.title.en}` },
      })),
      required: true,
      list: true,
    },
    reason: {
      kind: 'text',
      label: { zh: '放行理由', en: 'Reason' },
      lengthMax: 300,
      required: true,
      hint: { zh: '写明核实的情况和依据的材料', en: 'what was verified, and by which papers' },
    },
    untilOn: { kind: 'date', label: { zh: '放行至', en: 'Until' }, required: true, list: true },
  },
  completed: {
    claimId: { kind: 'text', label: { zh: '申领标识', en: 'Claim id' }, lengthMax: 36 },
    county: {
      kind: 'code',
      codes: 'catalogue.division',
      column: 'county_code',
      label: { zh: '县（市、区）', en: 'County' },
      list: true,
    },
    decisionNote: { kind: 'text', label: { zh: '审批意见', en: 'Note of the decision' }, lengthMax: 200 },
  },
  scope: { jurisdiction: 'county_code' },
  read: { by: readers },
  open: {
    who: { by: { handler: 'jurisdiction', reviewer: 'jurisdiction' } },
    state: 'proposed',
    keepsDoer: 'proposed_by',
    checks: [mayBeOverridden, untilDay],
  },
  states: {
    proposed: {
      title: { zh: '待审批', en: 'to be decided' },
      owner: { zh: '复核人员、分管领导', en: 'reviewing or leading officer' },
      tone: 'progress',
    },
    granted: { title: { zh: '已放行', en: 'granted' }, end: true, tone: 'good' },
    refused: { title: { zh: '不予放行', en: 'refused' }, end: true, tone: 'neutral' },
  },
  acts: {
    grant: {
      title: { zh: '同意放行', en: 'Grant' },
      from: ['proposed'],
      to: 'granted',
      who: { by: { reviewer: 'jurisdiction', leader: 'jurisdiction' } },
      needs: { note: { kind: 'text', label: { zh: '审批意见', en: 'Note' }, lengthMax: 200, required: true } },
      checks: [mayBeOverridden, untilDay],
      effects: ['keepNote', 'keepOfficersOfClaim'],
      notBy: ['open'],
      keepsDoer: 'decided_by',
      grave: true,
    },
    refuse: {
      title: { zh: '不予放行', en: 'Refuse' },
      from: ['proposed'],
      to: 'refused',
      who: { by: { reviewer: 'jurisdiction', leader: 'jurisdiction' } },
      needs: { note: { kind: 'text', label: { zh: '理由', en: 'Why not' }, lengthMax: 200, required: true } },
      effects: ['keepNote'],
      notBy: ['open'],
      keepsDoer: 'decided_by',
    },
  },
})
