import type { BatchState, Finding, Text } from './api-types.ts'
import { last } from './lists.ts'

export type MatchColumn = {
  key: string
  title: Text
  required: boolean
  source: number | null
  header: string | null
  confidence: number
  why: string | null
}
export type MatchSource = { source: number; header: string; samples: string[] }
export type Batch = {
  id: string
  kind: string
  fileName: string
  state: BatchState
  sheets: { name: string; state: string }[] | null
  sheet: string | null
  headerRow: number | null
  match: { columns: MatchColumn[]; sources: MatchSource[] } | null
  rows: { total: number; good: number; bad: number; same: number; written: number }
  findings: { code: string; severity: string; n: number }[]
  problem: { code: string; message: Text; hint: Text } | null
  progress: { step: string; done: number; total: number } | null
  uploadedAt: string
  finishedAt: string | null
  version: number
}
export type BatchRow = { row: number; state: string; values: { [column: string]: string }; findings: Finding[] }
export type BatchRows = { columns: { key: string; title: Text }[]; rows: BatchRow[]; next: string | null }

export const BATCH_STATES: { readonly [S in BatchState]: Text } = {
  received: { zh: '已收到', en: 'received' },
  matching: { zh: '待确认列', en: 'columns to confirm' },
  reading: { zh: '正在读取', en: 'reading' },
  staged: { zh: '正在核对', en: 'checking' },
  checked: { zh: '已核对，待导入', en: 'checked' },
  committing: { zh: '正在导入', en: 'importing' },
  done: { zh: '已导入', en: 'imported' },
  cancelled: { zh: '已取消', en: 'cancelled' },
  failed: { zh: '未能读取', en: 'not readable' },
  undone: { zh: '已撤回', en: 'taken back' },
}

/** 0 upload · 1 columns · 2 check and mend · 3 receipt. */
export function stepOf(state: BatchState): 0 | 1 | 2 | 3 {
  if (state === 'received' || state === 'failed') return 0
  if (state === 'matching') return 1
  if (state === 'done' || state === 'undone' || state === 'cancelled') return 3
  return 2
}
/** The server is at work: ask again soon. */
export const isMoving = (state: BatchState): boolean =>
  state === 'received' || state === 'reading' || state === 'staged' || state === 'committing'

export type Mapping = { [column: string]: number | null }
/** One source stands for one column: taking it for another sets the first free. */
export function takeSource(mapping: Mapping, column: string, source: number | null): Mapping {
  const out: Mapping = {}
  for (const [k, v] of Object.entries(mapping)) out[k] = k !== column && source !== null && v === source ? null : v
  out[column] = source
  return out
}

export type CellPlace = { row: number; column: string }
/** Cells with something to mend, in reading order; a finding about a whole row stands at its first column. */
export function badCells(rows: readonly BatchRow[], columns: readonly { key: string }[]): CellPlace[] {
  const order = new Map(columns.map((c, i) => [c.key, i]))
  const first = columns[0]?.key
  return rows.flatMap((r) => {
    const keys = new Set(
      r.findings
        .filter((f) => (f.severity ?? 'must') !== 'hint')
        .map((f) => (f.field && order.has(f.field) ? f.field : first)),
    )
    return [...keys]
      .filter((k): k is string => k !== undefined)
      .sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
      .map((column) => ({ row: r.row, column }))
  })
}

/** The cell after this one that needs mending; after the last, the first again. */
export function nextBadCell(
  cells: readonly CellPlace[],
  at: CellPlace | undefined,
  columns: readonly { key: string }[],
): CellPlace | undefined {
  if (!at) return cells[0]
  const order = new Map(columns.map((c, i) => [c.key, i]))
  const later = cells.find(
    (c) => c.row > at.row || (c.row === at.row && (order.get(c.column) ?? 0) > (order.get(at.column) ?? 0)),
  )
  return later ?? cells[0]
}

export type FileRefusal = { message: Text; hint: Text }
const MB = 1024 * 1024
export const FILE_BYTES_MAX = 20 * MB
/** Said before anything is sent: kinds of files that are known not to work, and what to do about each. */
export function refuseFile(name: string, size: number): FileRefusal | undefined {
  const extension = last(name.toLowerCase().split('.')) ?? ''
  if (extension === 'xls' || extension === 'et')
    return {
      message: { zh: `这是 .${extension} 文件`, en: `this is a .${extension} file` },
      hint: {
        zh: '请在 WPS 或 Excel 中另存为 .xlsx 后再上传（约 10 秒）',
        en: 'save it as .xlsx in WPS or Excel, then upload (10 seconds)',
      },
    }
  if (!['xlsx', 'csv', 'txt', 'xlsm'].includes(extension))
    return {
      message: { zh: `不能导入 .${extension} 文件`, en: `a .${extension} file cannot be imported` },
      hint: { zh: '请上传 .xlsx 或 .csv 表格', en: 'upload a table as .xlsx or .csv' },
    }
  if (size === 0)
    return {
      message: { zh: '文件是空的', en: 'the file is empty' },
      hint: { zh: '请重新选择文件', en: 'choose the file again' },
    }
  if (size > FILE_BYTES_MAX)
    return {
      message: {
        zh: `文件 ${Math.ceil(size / MB)} MB，超过 ${FILE_BYTES_MAX / MB} MB`,
        en: `the file has ${Math.ceil(size / MB)} MB; ${FILE_BYTES_MAX / MB} MB at most`,
      },
      hint: {
        zh: '通常是插入了图片，请删除图片或分成几个文件',
        en: 'usually pictures are in it; remove them or split the file',
      },
    }
  return undefined
}

/** Cells pasted from a spreadsheet become a CSV file: tabs part cells, quotes may hold line ends. */
export const pastedToCsv = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/\n+$/, '')
    .split('\n')
    .map((line) =>
      line
        .split('\t')
        .map((c) => (/[",]/.test(c) ? `"${c.replaceAll('"', '""')}"` : c))
        .join(','),
    )
    .join('\r\n')
