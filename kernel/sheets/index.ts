/**
 * Sheets for the server. `columns.ts`, `clean.ts` and `findings.ts` are pure and may be imported by pages directly; nothing else here may.
 */
export * from './clean.ts'
export * from './columns.ts'
export * from './findings.ts'
export {
  canLock,
  inspectFile,
  type LaunchOptions,
  PROCESS_LIMITS,
  readSheetFile,
  returnFile,
} from './limited/index.ts'
export { LIMITS } from './read/guard.ts'
export { protectText, unprotectText } from './read/protect.ts'
export { type Refusal, type RefusalCode, refusalOf, SheetRefused } from './read/refusals.ts'
export type { Cell, CellKind, FileInfo, ReadOptions, Row, SheetInfo, Words } from './read/types.ts'
export { NOTES_MAX, type ReturnTask } from './returned.ts'
export {
  csvLine,
  type Rows,
  type SheetColumn,
  type SheetSpec,
  template,
  type Value,
  type Values,
  writeCsv,
  writeXlsx,
} from './write.ts'
