import type { Column } from './columns.ts'

export type { Column } from './columns.ts'
export type Columns = readonly Column[]
