export { ApprovalTimeline } from './ApprovalTimeline.tsx'
export { parseSearch, questionOf, type Search, safeReturn, searchText, whereOf, withWhere } from './address.ts'
export type * from './api-types.ts'
export { CaseListPage } from './CaseListPage.tsx'
export { CaseList, CasePage, CaseTable, CheckAnswers, caseState, caseText } from './CasePages.tsx'
export { Chart, type ChartData, ChartFrame } from './ChartFrame.tsx'
export { CountyTiles, type Tile } from './CountyTiles.tsx'
export {
  API,
  configureClient,
  del,
  get,
  isPassing,
  isProblem,
  keyInPath,
  Problem,
  patch,
  post,
  problemOf,
  requestKey,
  upload,
} from './client.ts'
export { DataTable } from './DataTable.tsx'
export { EntryGrid } from './EntryGrid.tsx'
export { ErrorSummary, FieldForm } from './FieldForm.tsx'
export { type Draft, draftOf, missing, valuesOf } from './form-values.ts'
export * from './format.ts'
export { keep, kept } from './keep.ts'
export { KeysProvider, useKeyHelp, useKeys } from './keys.tsx'
export { Masked } from './Masked.tsx'
export { type MenuGroup, maySee, menuOf, type PageItem, type PageManifest } from './manifest.ts'
export { chartsFor, dimensionOf, type MeasureTable, tableOf } from './measure-table.ts'
export { OpenCasePage } from './OpenCasePage.tsx'
export { Page, Panel } from './Page.tsx'
export { CodePicker, DayPicker, PeriodPicker, ReferencePicker, useCodes } from './pickers.tsx'
export { QueryBar } from './QueryBar.tsx'
export {
  forget,
  isOfficer,
  useCity,
  useForget,
  useGet,
  useMeasures,
  useProcesses,
  useRecordWords,
  useSession,
} from './queries.ts'
export { Fields, RecordDetailPage, RecordListPage } from './RecordPages.tsx'
export {
  Answered,
  ConflictDialog,
  Loading,
  NoMatch,
  NoRight,
  NothingYet,
  OfflineBanner,
  ProblemNote,
} from './states.tsx'
export { ConditionName, explorerPath, TraceNumber, TraceProvider, useTrace } from './Trace.tsx'
export { DueBadge, StateTag } from './tags.tsx'
export { COLOURS, RAMP, SERIES, theme } from './theme.ts'
export { useAddress } from './use-address.ts'
export { Value } from './Value.tsx'
export { VerdictBar } from './VerdictBar.tsx'
export { WideTable } from './WideTable.tsx'
export { useWords, WordsProvider } from './words.tsx'
