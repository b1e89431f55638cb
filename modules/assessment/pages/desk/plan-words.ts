import type { Text } from '../../../../kit/desk/index.ts'

/** What `assessment.planLines` answers. */
export type Line = {
  id: string
  version: number
  person: string
  name: string
  state: string
  eligible: boolean
  clause: string | null
  eligibleFrom: string | null
  ticket: string | null
  room: string | null
  seatNo: number | null
  outcome: string | null
  certificateNumber: string | null
  markedByMe: boolean
}
export type PlanLines = {
  number: string
  occupation: Text
  level: Text | null
  place: string
  examOn: string
  halves: { id: string; name: Text; subject: Text }[]
  subjects: { id: string; name: Text }[]
  seats: { seats: number; taken: number }
  counts: { [state: string]: number }
  invigilators: number
  staff: { room: string; name: string; card: string }[]
  rows: Line[]
}

export const OUTCOMES: { readonly [id: string]: Text } = {
  passed: { zh: '合格', en: 'passed' },
  failed: { zh: '不合格', en: 'failed' },
  absent: { zh: '缺考', en: 'absent' },
}
/** The way of a plan, as far as it is shown as steps. */
export const STEPS = [
  'drafted',
  'filed',
  'announced',
  'applying',
  'seated',
  'examined',
  'published',
  'issued',
  'archived',
]
