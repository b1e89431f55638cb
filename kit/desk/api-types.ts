import type { Finding } from '../../kernel/values/finding.ts'
import type { Text } from '../../kernel/values/text.ts'

// What the API answers, as doors/README.md describes it. Types only.

export type { Finding, Text }

export type City = {
  id: string
  name: Text
  bureau: Text
  demonstration: boolean
  /** Persons that one row of the demonstration town stands for; 1 at full size. */
  scale?: number
  today: string
  /** Division code of the place: `141000`. */
  division?: string
  /** Where the squares of a schematic map lie, counted from 1. */
  tiles?: { code: string; row: number; column: number }[]
  helpPhone: string | null
  rooms: { id: string; title: Text; purpose: Text }[]
}
export type Grant = { role: string; title: Text; jurisdiction: string | null; organisationId: string | null }
export type SignedIn = { accountId: string; name: string; demo: boolean; grants: Grant[] }
export type DemoAccount = { login: string; password: string; title: Text; purpose: Text }

export type Choice = { id: string; label: Text }
export type FieldKind =
  | 'text'
  | 'date'
  | 'instant'
  | 'integer'
  | 'boolean'
  | 'money'
  | 'choice'
  | 'code'
  | 'codes'
  | 'reference'
  | 'secret'
export type FieldWords = {
  key: string
  label: Text
  hint?: Text | null
  kind: FieldKind
  list?: boolean
  filter?: boolean
  required?: boolean
  choices?: readonly Choice[]
  codes?: string
  record?: string
  lengthMax?: number
  min?: number
  max?: number
}
export type RecordWords = { id: string; title: Text; fields: FieldWords[]; searchable: boolean; reveals: boolean }
export type AnswerValue =
  | string
  | number
  | boolean
  | null
  | { value: string | string[]; label: string | string[] }
  | { masked: string }
export type RecordAnswer = { id: string; title: string; version?: number; fields: { [key: string]: AnswerValue } }
export type ListAnswer = { rows: RecordAnswer[]; total: number; totalIsExact: boolean; next: string | null }
export type HistoryEntry = { at: string; kind: string; actor: string; body: unknown }

export type DimensionWords = { id: string; title: Text; kind: 'value' | 'code' | 'rank' | 'band' | 'year' | 'month' }
export type MeasureKind = 'stock' | 'flow' | 'ratio' | 'given'
export type MeasureWords = {
  id: string
  title: Text
  unit: Text
  kind: MeasureKind
  meaning: Text
  dimensions: DimensionWords[]
}
export type MeasureGroup = { [dimension: string]: string | null } & { value: number | null }
export type MeasureAnswer = {
  id: string
  title: Text
  unit: Text
  kind: MeasureKind
  asOf?: string
  from?: string
  to?: string
  knownOn: string
  value: number | null
  groups: MeasureGroup[]
  labels: { [dimension: string]: { [id: string]: Text } }
  numerator?: { id: string; value: number | null }
  denominator?: { id: string; value: number | null }
  meaning: Text
  rule: Text
  sources: readonly Text[]
  suppressed: number
  records: string
}
export type MeasureRows = {
  total: number
  rows: {
    key: string
    facts: { [dimension: string]: string | number | boolean | null }
    from?: string | null
    to?: string | null
    record: RecordAnswer | null
  }[]
  next: string | null
}
/** What is asked of a measure; also what stands in the address of the explorer. */
export type MeasureQuestion = {
  asOf?: string
  from?: string
  to?: string
  knownOn?: string
  by?: string
  where?: { [dimension: string]: string }
}

export type CanDo = { act: string; title: Text; allowed: boolean; why?: Text; needs: string[]; grave: boolean }
export type CaseAnswer = {
  id: string
  process: string
  edition: string
  state: string
  version: number
  openedOn: string
  dueOn: string | null
  jurisdiction: string | null
  organisation: string | null
  own: string | null
  fields: { [key: string]: unknown }
  doers: { [act: string]: string | null }
  can: CanDo[]
  findings: Finding[]
  /** The rest is left out of the answer to an act; the case is read again then. */
  title?: string
  stateTitle?: Text
  owner?: Text | null
  /** Values as text: names of codes and of other records. */
  labels?: { [field: string]: string }
}
export type Tone = 'neutral' | 'progress' | 'good' | 'bad'
export type StateWords = { id: string; title: Text; owner: Text | null; tone: Tone; end: boolean }
export type ActWords = { id: string; title: Text; from: string[]; to: string; needs: FieldWords[]; grave: boolean }
export type ProcessWords = {
  id: string
  title: Text
  since: string
  pickedBy: string
  fields: FieldWords[]
  /** Fields that the office fills in. */
  completed?: FieldWords[]
  states: StateWords[]
  acts: ActWords[]
  mayOpen: boolean
  diagram: string
}
export type Queue = { process: string; title: Text; rows: CaseAnswer[] }[]

export type ColumnWords = {
  key: string
  title: Text
  type: string
  required?: boolean
  sample?: string
  note?: Text
  choices?: readonly string[]
}
export type ImportKind = { id: string; title: Text; columns: ColumnWords[]; rowsMax: number }
export type BatchState =
  | 'received'
  | 'matching'
  | 'reading'
  | 'staged'
  | 'checked'
  | 'committing'
  | 'done'
  | 'cancelled'
  | 'failed'
  | 'undone'

export type Leaf = {
  bucket: number
  seq: number
  at: string
  kind: string
  subject: string
  actor: string
  body: unknown
  rows: number
  prev: string
}
export type Checkpoints = {
  keyId: string
  publicKey: string
  checkpoints: { day: string; size: number; root: string; keyId: string; signature: string }[]
}
export type Account = {
  accountId: string
  login: string
  displayName: string
  state: 'active' | 'suspended' | 'closed'
  demo: boolean
  /** Its owner has chosen password and second factor. */
  setUp: boolean
  grants: readonly {
    role: string
    title: Text
    jurisdiction: string | null
    organisationId: string | null
    since: string
    requestedBy: string | null
    active: boolean
  }[]
}
export type Role = {
  id: string
  title: Text
  scope: 'jurisdiction' | 'organisation' | 'own' | 'none'
  notWith: readonly string[]
}
export type SetUpCode = { accountId: string; login: string; code: string; expiresAt: string }
export type SetUpOffer = { login: string; displayName: string; secret: string; uri: string; picture: string }
