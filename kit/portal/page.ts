import type { ReactNode } from 'react'
import type { Finding } from '../../kernel/values/finding.ts'
import type { Language, Text } from '../../kernel/values/text.ts'

/** What a public page is, and what it may ask for. Pages never touch the database: `load` has these doors and no others. */
export type PortalPage<D = unknown> = {
  /** `/directory/{id}` */
  path: `/${string}`
  title: Text | ((data: D) => Text)
  /** Where the page hangs: addresses and names above it, the first page left out. */
  above?: readonly { path: string; title: Text }[]
  /** Words of the address that the page knows, and what they may hold. Others are not read. */
  query?: QueryWords
  load(ctx: PortalContext): Promise<D>
  View(props: { data: D; view: PortalView }): ReactNode
  /** A form that is posted to the same path: limited in number, never kept, its words never in an address. */
  post?: { words: QueryWords; load(ctx: PortalContext): Promise<D> }
  /** Further style sheets: `letter`. */
  styles?: readonly 'letter'[]
  /** The page brings its own first heading. */
  ownHeading?: true
  /** Left out of the memory of whole pages. */
  neverKept?: true
}

/** Keeps the data type of one page, so that `load` and `View` agree; lists of pages hold it without. */
// biome-ignore lint/suspicious/noExplicitAny: each page has its own data; `portalPage` has checked that its parts agree
export type AnyPortalPage = PortalPage<any>
export const portalPage = <D>(page: PortalPage<D>): AnyPortalPage => page

export type QueryWords = { readonly [name: string]: QueryWord }
export type QueryWord = { label: Text; required?: true } & (
  | { kind: 'date' }
  | { kind: 'text'; lengthMax: number }
  | { kind: 'choice'; choices: readonly string[] }
  | { kind: 'code' }
  | { kind: 'page' }
)

export type TextSize = 'normal' | 'big' | 'huge'
export type PortalOffice = {
  city: {
    id: string
    name: Text
    bureau: Text
    shortName: Text
    division: string
    zone: string
    helpPhone: string | null
  }
  /** `2026-11-24` */
  today: string
  demonstration: boolean
  /** How many persons one of the demonstration stands for: 100 in the small town, 1 in the full one. */
  scale: number
}

export type Words = { readonly [name: string]: string }

/** What a page is drawn with. */
export type PortalView = {
  /** `/directory/0190…` */
  path: string
  /** Path with the known words: the address that brings this view again. */
  address: string
  language: Language
  textSize: TextSize
  office: PortalOffice
  /** Well-formed words of the address or form. */
  query: Words
  /** The same as they were given, for showing them again. */
  given: Words
  findings: readonly Finding[]
  say(text: Text): string
}

export type PortalContext = PortalView & {
  params: Words
  measure(id: string, words?: MeasureWords): Promise<MeasureAnswer>
  measures(): readonly MeasureEntry[]
  read(id: string, query: { [name: string]: unknown }): Promise<unknown>
  list(record: string, words?: ListWords): Promise<ListAnswer>
  /** Codes of a table, in order of the code. */
  codes(table: string): readonly { code: string; name: Text }[]
  /** The schematic map: one square for each county. */
  tiles(): readonly Tile[]
  letters(): Promise<readonly PortalLetterEntry[]>
  letter(id: string): Promise<PortalLetter>
}

export type Tile = { code: string; row: number; column: number }

// Answers as they come over the wire (doors/README.md); the server checks that its own fit these.
export type MeasureWords = {
  asOf?: string
  from?: string
  to?: string
  knownOn?: string
  by?: string
  where?: { [dimension: string]: string }
}
export type MeasureKind = 'stock' | 'flow' | 'ratio' | 'given'
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
  groups: readonly MeasureGroup[]
  labels: { [dimension: string]: { [id: string]: Text } }
  numerator?: { id: string; value: number | null }
  denominator?: { id: string; value: number | null }
  meaning: Text
  rule: Text
  sources: readonly Text[]
  suppressed: number
  records: string
}
export type MeasureEntry = {
  id: string
  title: Text
  unit: Text
  kind: MeasureKind
  numerator?: string
  denominator?: string
  /** Anyone may open the rows behind the number. */
  hasOpenRecords: boolean
  dimensions: readonly { id: string; title: Text; kind: string }[]
}

export type AnswerValue =
  | string
  | number
  | boolean
  | null
  | { value: string | string[]; label: string | string[] }
  | { masked: string }
export type RecordAnswer = { id: string; title: string; fields: { [key: string]: AnswerValue } }
export type ListWords = { where?: { [field: string]: string }; search?: string; cursor?: string; limit?: number }
export type ListAnswer = { rows: readonly RecordAnswer[]; total: number; totalIsExact: boolean; next: string | null }

export type PortalLetterEntry = { id: string; number: string; title: string; replyClass?: string; note?: string }
export type PortalLetterFigure = {
  key: string
  measure: string
  asOf?: string
  from?: string
  to?: string
  where?: { [dimension: string]: string }
  label?: string
  printed: string | null
  now: number | null
  text: string
  equal: boolean
}
export type PortalLetter = PortalLetterEntry & {
  /** The letter as a fragment, every text escaped, each figure a link to its trace. */
  html: string
  figures: readonly PortalLetterFigure[]
  findings: readonly Finding[]
  proposal?: {
    session: string
    category: string
    number: number
    title: string
    leadMember: string
    members: number
  }
}
