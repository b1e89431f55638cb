import { LIMITS } from './guard.ts'
import { refuse } from './refusals.ts'
import { type Source, sourceChunks } from './source.ts'
import type { FileKind, ReadOptions } from './types.ts'

const OTHER: readonly (readonly [string, readonly number[]])[] = [
  ['PDF', [0x25, 0x50, 0x44, 0x46]],
  ['RAR', [0x52, 0x61, 0x72, 0x21]],
  ['7z', [0x37, 0x7a, 0xbc, 0xaf]],
  ['gzip', [0x1f, 0x8b]],
  ['PNG', [0x89, 0x50, 0x4e, 0x47]],
  ['JPEG', [0xff, 0xd8, 0xff]],
  ['GIF', [0x47, 0x49, 0x46, 0x38]],
]

/** Judges by content, never by the name: half of the world's ".xls" files are web pages. The name only serves to tell .et apart. */
export async function sniff(source: Source, options: ReadOptions = {}): Promise<FileKind> {
  const bytesMax = options.fileBytesMax ?? LIMITS.fileBytes
  if (source.size === 0) refuse('FILE_EMPTY')
  if (source.size > bytesMax) refuse('FILE_BIG', { sizeMb: megabytes(source.size), maxMb: megabytes(bytesMax) })
  const head = await source.read(0, 4_096)
  const starts = (bytes: readonly number[]) => bytes.every((byte, i) => head[i] === byte)
  if (starts([0xd0, 0xcf, 0x11, 0xe0])) return refuseCompound(source, options.fileName)
  if (starts([0x50, 0x4b, 0x03, 0x04])) {
    if (head.subarray(30, 38).toString('latin1') === 'mimetype' && head.includes('opendocument.spreadsheet'))
      refuse('FILE_ODS')
    return 'xlsx'
  }
  if (starts([0x50, 0x4b])) refuse('NOT_WORKBOOK')
  for (const [type, bytes] of OTHER) if (starts(bytes)) refuse('FILE_TYPE', { type })
  const text = headText(head)
  if (text.trim() === '' && source.size <= head.length) refuse('FILE_EMPTY')
  if (looksLikeMarkup(text)) refuse('FILE_HTML')
  return 'csv'
}

const megabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(bytes < 10_485_760 ? 1 : 0)

function headText(head: Buffer): string {
  const wide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
  // Only marks of the ASCII range are looked for, so dropping zero bytes reads both widths.
  const text = wide ? head.toString('latin1').replaceAll('\0', '').slice(2) : head.toString('latin1')
  return text.replace(/^ï»¿/, '')
}

export const looksLikeMarkup = (text: string): boolean =>
  /^\s*<(?:!doctype|html|head|body|meta|table|style|script|div|\?xml|!--|workbook)/i.test(text)

/**
 * An OLE compound file is a workbook with a password (it holds a stream "EncryptedPackage") or an old binary one. The names stand in
 * UTF-16 in its directory, which may lie anywhere.
 */
async function refuseCompound(source: Source, fileName = ''): Promise<never> {
  if (/\.et$/i.test(fileName.trim())) refuse('FILE_ET')
  const encrypted = Buffer.from('EncryptedPackage', 'utf16le')
  const et = Buffer.from('ETExtData', 'utf16le')
  let carry: Buffer = Buffer.alloc(0)
  let isEt = false
  for await (const chunk of sourceChunks(source)) {
    const joined = Buffer.concat([carry, chunk])
    if (joined.includes(encrypted)) refuse('FILE_PASSWORD')
    isEt ||= joined.includes(et)
    carry = joined.subarray(Math.max(0, joined.length - encrypted.length))
  }
  return refuse(isEt ? 'FILE_ET' : 'FILE_XLS')
}
