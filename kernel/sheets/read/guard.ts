import { pipeline, Readable } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import { refuse } from './refusals.ts'
import { type Source, sourceChunks } from './source.ts'

const MB = 1_048_576

/** Bounds of what is opened at all. Honest sheets unpack 8 to 15 times; a bomb needs several hundred. */
export const LIMITS = Object.freeze({
  fileBytes: 20 * MB,
  entries: 2_000,
  unpackedBytesAll: 600 * MB,
  unpackedBytesOne: 400 * MB,
  ratio: 150,
  ratioFromBytes: MB,
  sharedStringsBytes: 96 * MB,
  sharedStringsCount: 5_000_000,
  smallPartBytes: 8 * MB,
  rowChars: 4 * MB,
  textChars: MB,
  rows: 1_048_576,
  columns: 256,
  sheets: 500,
})
export type Limits = { readonly [K in keyof typeof LIMITS]: number }

export type ZipEntry = {
  readonly name: string
  readonly method: 0 | 8
  readonly crc: number
  readonly packed: number
  readonly unpacked: number
  /** Where the body begins, after the local header. */
  readonly bodyAt: number
}

export type Zip = {
  readonly entries: readonly ZipEntry[]
  /** Part names are compared without regard to case (OPC, ECMA-376 part 2). */
  find(name: string): ZipEntry | undefined
  /** Unpacked bytes, counted and checked: rows taken from here are not to be used before the iteration has ended without error. */
  unpack(entry: ZipEntry, bytesMax: number): AsyncGenerator<Buffer, void, undefined>
  /** Packed bytes as they stand, for copying. */
  packed(entry: ZipEntry): AsyncGenerator<Buffer, void, undefined>
  /** A whole small part. */
  part(entry: ZipEntry): Promise<Buffer>
}

const END_MARK = 0x06054b50
const DIRECTORY_MARK = 0x02014b50
const LOCAL_MARK = 0x04034b50

type Listed = {
  name: string
  method: number
  flags: number
  crc: number
  packed: number
  unpacked: number
  at: number
  mode: number
}

/** Looks at the whole directory and every local header before one byte is unpacked. */
export async function openZip(source: Source, limits: Limits = LIMITS): Promise<Zip> {
  const { directory, at: directoryAt, count } = await findDirectory(source, limits)
  const listed = list(directory, count)
  weigh(listed, limits)
  const entries = await placeBodies(source, listed, directoryAt)
  const byName = new Map(entries.map((entry) => [entry.name.toLowerCase(), entry]))
  const packed = (entry: ZipEntry) => sourceChunks(source, entry.bodyAt, entry.bodyAt + entry.packed)
  const zip: Zip = {
    entries,
    find: (name) => byName.get(name.toLowerCase()),
    packed,
    unpack: (entry, bytesMax) => unpack(entry, packed(entry), bytesMax),
    async part(entry) {
      const chunks: Buffer[] = []
      for await (const chunk of zip.unpack(entry, limits.smallPartBytes)) chunks.push(chunk)
      return Buffer.concat(chunks)
    },
  }
  return zip
}

async function findDirectory(source: Source, limits: Limits) {
  const tail = await source.read(Math.max(0, source.size - 65_557), 65_557)
  let end = -1
  for (let i = tail.length - 22; i >= 0; i--) {
    if (tail.readUInt32LE(i) === END_MARK && i + 22 + tail.readUInt16LE(i + 20) <= tail.length) {
      end = i
      break
    }
  }
  if (end < 0) refuse('ZIP_CUT')
  const count = tail.readUInt16LE(end + 10)
  const size = tail.readUInt32LE(end + 12)
  const at = tail.readUInt32LE(end + 16)
  if (count === 0xffff || size === 0xffffffff || at === 0xffffffff) {
    if (count === 0xffff) refuse('ZIP_ENTRIES', { count, max: limits.entries })
    refuse('ZIP_64')
  }
  if (tail.readUInt16LE(end + 4) !== 0 || tail.readUInt16LE(end + 6) !== 0 || tail.readUInt16LE(end + 8) !== count)
    refuse('ZIP_CUT')
  if (count > limits.entries) refuse('ZIP_ENTRIES', { count, max: limits.entries })
  const endAt = source.size - tail.length + end
  if (at + size > endAt) refuse('ZIP_CUT')
  const directory = await source.read(at, size)
  if (directory.length !== size) refuse('ZIP_CUT')
  return { directory, at, count }
}

function list(directory: Buffer, count: number): Listed[] {
  const listed: Listed[] = []
  const names = new Set<string>()
  let at = 0
  for (let i = 0; i < count; i++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== DIRECTORY_MARK) refuse('ZIP_CUT')
    const flags = directory.readUInt16LE(at + 8)
    const nameLength = directory.readUInt16LE(at + 28)
    const extraLength = directory.readUInt16LE(at + 30)
    const next = at + 46 + nameLength + extraLength + directory.readUInt16LE(at + 32)
    if (next > directory.length) refuse('ZIP_CUT')
    const name = nameOf(directory.subarray(at + 46, at + 46 + nameLength), flags)
    if (names.has(name.toLowerCase())) refuse('ZIP_TWICE')
    names.add(name.toLowerCase())
    const entry: Listed = {
      name,
      flags,
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packed: directory.readUInt32LE(at + 20),
      unpacked: directory.readUInt32LE(at + 24),
      at: directory.readUInt32LE(at + 42),
      mode: directory.readUInt32LE(at + 38) >>> 16,
    }
    widen(entry, directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength))
    listed.push(entry)
    at = next
  }
  return listed
}

/**
 * NOTE: small workbooks streamed by Java programs carry 64-bit sizes in the extra field although 32 bits would do. They are honest and
 * common, so the field is read; the limits then apply to the true figures.
 */
function widen(entry: Listed, extra: Buffer): void {
  const wide = [entry.unpacked, entry.packed, entry.at].map((value) => value === 0xffffffff)
  if (!wide.includes(true)) return
  for (let at = 0; at + 4 <= extra.length; ) {
    const size = extra.readUInt16LE(at + 2)
    if (extra.readUInt16LE(at) === 1 && at + 4 + size <= extra.length) {
      let field = at + 4
      const take = (): number => {
        if (field + 8 > at + 4 + size) refuse('ZIP_CUT')
        const value = Number(extra.readBigUInt64LE(field))
        field += 8
        return value
      }
      if (wide[0]) entry.unpacked = take()
      if (wide[1]) entry.packed = take()
      if (wide[2]) entry.at = take()
      return
    }
    at += 4 + size
  }
  refuse('ZIP_64')
}

function nameOf(bytes: Buffer, flags: number): string {
  const name = bytes.toString((flags & 0x800) !== 0 ? 'utf8' : 'latin1').replaceAll('\\', '/')
  const odd =
    name === '' ||
    name.startsWith('/') ||
    /^[A-Za-z]:/.test(name) ||
    name.includes('\0') ||
    name.split('/').includes('..')
  if (odd) refuse('ZIP_NAME')
  return name
}

function weigh(listed: readonly Listed[], limits: Limits): void {
  let all = 0
  for (const { name: part, ...entry } of listed) {
    if ((entry.flags & 0x41) !== 0) refuse('ZIP_PASSWORD')
    if (entry.method !== 0 && entry.method !== 8) refuse('ZIP_METHOD')
    if (entry.method === 0 && entry.packed !== entry.unpacked) refuse('ZIP_SIZE', { part })
    if ((entry.mode & 0xf000) === 0xa000) refuse('ZIP_NAME')
    if (entry.unpacked > limits.unpackedBytesOne) refuse('ZIP_SIZE', { part })
    if (entry.unpacked > limits.ratioFromBytes && entry.unpacked > entry.packed * limits.ratio)
      refuse('ZIP_RATIO', { part })
    all += entry.unpacked
    if (all > limits.unpackedBytesAll) refuse('ZIP_SIZE', { part })
  }
}

async function placeBodies(source: Source, listed: readonly Listed[], directoryAt: number): Promise<ZipEntry[]> {
  const entries: ZipEntry[] = []
  let reached = 0
  for (const entry of [...listed].sort((a, b) => a.at - b.at)) {
    if (entry.at < reached) refuse('ZIP_OVERLAP')
    if (entry.at + 30 > directoryAt) refuse('ZIP_CUT')
    const header = await source.read(entry.at, 30)
    if (header.length < 30 || header.readUInt32LE(0) !== LOCAL_MARK) refuse('ZIP_CUT')
    const nameLength = header.readUInt16LE(26)
    const name = nameOf(await source.read(entry.at + 30, nameLength), header.readUInt16LE(6))
    if (name !== entry.name && Buffer.from(name, 'latin1').toString('utf8') !== entry.name) refuse('ZIP_NAME')
    if ((header.readUInt16LE(6) & 0x41) !== 0) refuse('ZIP_PASSWORD')
    if (header.readUInt16LE(8) !== entry.method) refuse('ZIP_METHOD')
    const bodyAt = entry.at + 30 + nameLength + header.readUInt16LE(28)
    reached = bodyAt + entry.packed
    if (reached > directoryAt) refuse('ZIP_OVERLAP')
    entries.push({
      name: entry.name,
      method: entry.method as 0 | 8,
      crc: entry.crc,
      packed: entry.packed,
      unpacked: entry.unpacked,
      bodyAt,
    })
  }
  return entries
}

async function* unpack(
  entry: ZipEntry,
  packed: AsyncGenerator<Buffer, void, undefined>,
  bytesMax: number,
): AsyncGenerator<Buffer, void, undefined> {
  const part = entry.name
  if (entry.unpacked > bytesMax) refuse('ZIP_SIZE', { part })
  let chunks: AsyncIterable<Buffer> = packed
  if (entry.method === 8) {
    const inflate = createInflateRaw({ chunkSize: 131_072 })
    pipeline(Readable.from(packed, { objectMode: true, highWaterMark: 2 }), inflate, () => {})
    chunks = inflate
  }
  let seen = 0
  let crc = 0
  try {
    for await (const chunk of chunks) {
      seen += chunk.length
      if (seen > entry.unpacked) refuse('ZIP_SIZE', { part })
      crc = crc32(chunk, crc)
      yield chunk
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    if (code === 'Z_BUF_ERROR') refuse('ZIP_CUT')
    if (code.startsWith('Z_')) refuse('ZIP_CRC', { part })
    throw error
  }
  if (seen !== entry.unpacked) refuse('ZIP_SIZE', { part })
  if (crc !== entry.crc) refuse('ZIP_CRC', { part })
}
