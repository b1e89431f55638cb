import { inspectCsv, readCsv } from './csv.ts'
import { sniff } from './sniff.ts'
import type { Source } from './source.ts'
import type { FileInfo, ReadOptions, Row } from './types.ts'
import { inspectXlsx, readXlsx } from './xlsx.ts'

/** Reads in this very process. The server never calls it on a file from outside: that is `limited/`. */
export async function* readSource(source: Source, options: ReadOptions = {}): AsyncGenerator<Row[], void, undefined> {
  const kind = await sniff(source, options)
  yield* kind === 'xlsx' ? readXlsx(source, options) : readCsv(source, options)
}

export async function inspectSource(source: Source, options: ReadOptions = {}): Promise<FileInfo> {
  const kind = await sniff(source, options)
  return kind === 'xlsx' ? inspectXlsx(source) : inspectCsv(source)
}
