import { fstatSync, read } from 'node:fs'

/** A file that can be read at any place. The zip directory stands at the end of a workbook, so a plain stream is not enough. */
export type Source = {
  readonly size: number
  /** Exactly `length` bytes from `position`, or fewer at the end of the file. */
  read(position: number, length: number): Promise<Buffer>
}

export function bufferSource(bytes: Uint8Array): Source {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return {
    size: buffer.length,
    read: async (position, length) => buffer.subarray(position, Math.min(position + length, buffer.length)),
  }
}

/** Reads through an open descriptor: the limited process gets one and has no right to open anything itself. */
export function descriptorSource(fd: number): Source {
  const size = fstatSync(fd).size
  const readOnce = (buffer: Buffer, offset: number, position: number) =>
    new Promise<number>((done, broken) => {
      read(fd, buffer, offset, buffer.length - offset, position, (error, count) =>
        error ? broken(error) : done(count),
      )
    })
  return {
    size,
    async read(position, length) {
      const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - position)))
      let filled = 0
      while (filled < buffer.length) {
        const count = await readOnce(buffer, filled, position + filled)
        if (count === 0) break
        filled += count
      }
      return buffer.subarray(0, filled)
    },
  }
}

export async function* sourceChunks(
  source: Source,
  start = 0,
  end = source.size,
  size = 65_536,
): AsyncGenerator<Buffer, void, undefined> {
  for (let position = start; position < end; ) {
    const chunk = await source.read(position, Math.min(size, end - position))
    if (chunk.length === 0) return
    position += chunk.length
    yield chunk
  }
}
