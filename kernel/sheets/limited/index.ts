import type { Writable } from 'node:stream'
import { refuse } from '../read/refusals.ts'
import type { FileInfo, ReadOptions, Row } from '../read/types.ts'
import type { ReturnTask } from '../returned.ts'
import { sinkOf } from '../zip-write.ts'
import { decodeRows } from './frames.ts'
import { type LaunchOptions, launch } from './launch.ts'
import type { Task } from './task.ts'

export { canLock, type LaunchOptions, PROCESS_LIMITS } from './launch.ts'

/**
 * Rows of a file from outside, read in the limited process, in batches of at most 256. Slow consumption holds the file back. Throws
 * `SheetRefused`, whose `refusal` has code, message and hint in two languages. Use no row for good before the iteration has ended:
 * the checksum of the last part is known only then.
 */
export async function* readSheetFile(
  path: string,
  options: ReadOptions = {},
  process: LaunchOptions = {},
): AsyncGenerator<Row[], void, undefined> {
  const task: Task = { do: 'read', options }
  for await (const part of launch(path, task, process)) if (part.kind === 'R') yield decodeRows(part.body)
}

/** What the file is and which sheets it has; hidden ones are named as such. */
export async function inspectFile(
  path: string,
  options: ReadOptions = {},
  process: LaunchOptions = {},
): Promise<FileInfo> {
  const task: Task = { do: 'inspect', options }
  for await (const part of launch(path, task, process)) {
    if (part.kind === 'I') return JSON.parse(part.body.toString('utf8')) as FileInfo
  }
  return refuse('CRASHED')
}

/** The clerk's own file with its problems marked, written to `out`; `out` is left open. See `returned.ts`. */
export async function returnFile(
  path: string,
  task: Omit<ReturnTask, 'do'>,
  out: Writable,
  process: LaunchOptions = {},
): Promise<void> {
  const sink = sinkOf(out)
  for await (const part of launch(path, { do: 'return', ...task } satisfies Task, process)) {
    if (part.kind === 'B') await sink(part.body)
  }
}
