import type { Writable } from 'node:stream'
import { crc32, createDeflateRaw, deflateRawSync } from 'node:zlib'
import { drained } from './read/drained.ts'
import type { Zip, ZipEntry } from './read/guard.ts'

/** Takes bytes and resolves when more may come. */
export type Sink = (bytes: Uint8Array) => Promise<void>

export function sinkOf(out: Writable): Sink {
  return async (bytes) => {
    if (out.destroyed) throw new Error('zip: the receiver has closed; nothing more can be written')
    if (!out.write(bytes)) await drained(out)
  }
}

type Written = {
  name: Buffer
  flags: number
  method: number
  crc: number
  packed: number
  unpacked: number
  at: number
}

/** 1 January 1980, the zip format's first day: the same content gives the same bytes. */
const DATE = 0x0021
const UTF8 = 0x0800
const SIZES_FOLLOW = 0x0008

/** A zip written front to back, for a receiver that cannot seek. Parts below 4 GB and 65,535 in number, as workbooks are. */
export class ZipWriter {
  readonly #sink: Sink
  readonly #written: Written[] = []
  #at = 0
  constructor(sink: Sink) {
    this.#sink = sink
  }

  async #put(bytes: Uint8Array): Promise<void> {
    this.#at += bytes.length
    await this.#sink(bytes)
  }

  /** A small part, packed at once. */
  async add(name: string, content: string | Uint8Array): Promise<void> {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content
    const packed = deflateRawSync(bytes)
    const entry = this.#entry(name, UTF8, 8)
    entry.crc = crc32(bytes)
    entry.packed = packed.length
    entry.unpacked = bytes.length
    await this.#put(localHeader(entry))
    await this.#put(packed)
  }

  /** A part that is made while it is written; its sizes follow it. */
  async addStream(
    name: string,
    content: AsyncIterable<string> | Iterable<string>,
    encoding: 'utf8' | 'latin1' = 'utf8',
  ): Promise<void> {
    const entry = this.#entry(name, UTF8 | SIZES_FOLLOW, 8)
    await this.#put(localHeader(entry))
    const deflate = createDeflateRaw({ level: 5, chunkSize: 65_536 })
    const packed = (async () => {
      for await (const chunk of deflate as AsyncIterable<Buffer>) {
        entry.packed += chunk.length
        await this.#put(chunk)
      }
    })()
    packed.catch(() => {})
    try {
      for await (const text of content) {
        const bytes = Buffer.from(text, encoding)
        entry.unpacked += bytes.length
        entry.crc = crc32(bytes, entry.crc)
        if (!deflate.write(bytes)) await Promise.race([drained(deflate), packed])
      }
      deflate.end()
      await packed
    } finally {
      deflate.destroy()
    }
    const tail = Buffer.allocUnsafe(16)
    tail.writeUInt32LE(0x08074b50, 0)
    tail.writeUInt32LE(entry.crc, 4)
    tail.writeUInt32LE(entry.packed, 8)
    tail.writeUInt32LE(entry.unpacked, 12)
    await this.#put(tail)
  }

  /** A part of another zip as it stands, still packed. */
  async copy(zip: Zip, from: ZipEntry): Promise<void> {
    const entry = this.#entry(from.name, UTF8, from.method)
    entry.crc = from.crc
    entry.packed = from.packed
    entry.unpacked = from.unpacked
    await this.#put(localHeader(entry))
    for await (const chunk of zip.packed(from)) await this.#put(chunk)
  }

  async finish(): Promise<void> {
    const at = this.#at
    for (const entry of this.#written) await this.#put(directoryEntry(entry))
    const end = Buffer.alloc(22)
    end.writeUInt32LE(0x06054b50, 0)
    end.writeUInt16LE(this.#written.length, 8)
    end.writeUInt16LE(this.#written.length, 10)
    end.writeUInt32LE(this.#at - at, 12)
    end.writeUInt32LE(at, 16)
    await this.#put(end)
  }

  #entry(name: string, flags: number, method: number): Written {
    const entry = { name: Buffer.from(name), flags, method, crc: 0, packed: 0, unpacked: 0, at: this.#at }
    this.#written.push(entry)
    return entry
  }
}

function localHeader(entry: Written): Buffer {
  const header = Buffer.alloc(30 + entry.name.length)
  header.writeUInt32LE(0x04034b50, 0)
  common(header, 4, entry)
  entry.name.copy(header, 30)
  return header
}

function directoryEntry(entry: Written): Buffer {
  const header = Buffer.alloc(46 + entry.name.length)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE(20, 4)
  common(header, 6, entry)
  header.writeUInt32LE(entry.at, 42)
  entry.name.copy(header, 46)
  return header
}

function common(header: Buffer, at: number, entry: Written): void {
  header.writeUInt16LE(20, at)
  header.writeUInt16LE(entry.flags, at + 2)
  header.writeUInt16LE(entry.method, at + 4)
  header.writeUInt16LE(DATE, at + 8)
  header.writeUInt32LE(entry.crc, at + 10)
  header.writeUInt32LE(entry.packed, at + 14)
  header.writeUInt32LE(entry.unpacked, at + 18)
  header.writeUInt16LE(entry.name.length, at + 22)
}
