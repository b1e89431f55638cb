import type { ReadOptions } from '../read/types.ts'
import type { ReturnTask } from '../returned.ts'

export type Task =
  | { readonly do: 'inspect'; readonly options: ReadOptions }
  | { readonly do: 'read'; readonly options: ReadOptions }
  | ReturnTask
