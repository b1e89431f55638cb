import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { all, buildBook, sheetOf } from '../testkit.ts'
import { decodeRows, encodeRows, frame, frames } from './frames.ts'
import { canLock, inspectFile, readSheetFile } from './index.ts'
import { type LaunchOptions, launch } from './launch.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sheets-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const file = (name: string, bytes: Buffer | string): string => {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}
const cells = (count: number) =>
  Array.from(
    { length: count },
    (_, i) => `<row r="${i + 1}"><c r="A${i + 1}" t="str"><v>球员${i}</v></c><c r="B${i + 1}"><v>${i}</v></c></row>`,
  ).join('')

const attempt = async (task: object, options: LaunchOptions = {}) => {
  const path = file('open.csv', 'a,b\n')
  for await (const part of launch(path, task, {
    ...options,
    script: new URL('./attempts.child.ts', import.meta.url),
  })) {
    if (part.kind === 'I') return JSON.parse(part.body.toString('utf8')) as Record<string, string>
    if (part.kind === 'R') decodeRows(part.body)
  }
  return {}
}

describe('reading', () => {
  test('rows, kinds and flags arrive as they were read', async () => {
    const path = file(
      'a.xlsx',
      buildBook({
        rows: `<row r="2" hidden="1"><c r="B2" s="5"><v>44682.5</v></c><c r="C2" t="str"><f>X</f><v>x</v></c><c r="D2" t="b"><v>0</v></c></row>`,
      }),
    )
    const batches = await all(readSheetFile(path))
    expect(batches).toEqual([
      [
        {
          row: 2,
          hidden: true,
          cells: [
            { kind: 'empty', text: '' },
            { kind: 'date', text: '2022-05-01', number: 44682.5, time: '12:00:00' },
            { kind: 'text', text: 'x', formula: true },
            { kind: 'boolean', text: 'FALSE' },
          ],
        },
      ],
    ])
  })
  test('batches of at most 256; sheets; csv', async () => {
    const path = file('b.xlsx', buildBook({ sheets: [sheetOf(cells(1_000)), sheetOf('')], states: ['', 'hidden'] }))
    const sizes = (await all(readSheetFile(path))).map((batch) => batch.length)
    expect(sizes).toEqual([256, 256, 256, 232])
    expect(await inspectFile(path)).toEqual({
      kind: 'xlsx',
      chosen: 0,
      sheets: [
        { index: 0, name: '表1', state: 'visible' },
        { index: 1, name: '表2', state: 'hidden' },
      ],
    })
    expect(await inspectFile(file('c.csv', '\ufeffa;b\n1;2\n'))).toMatchObject({
      kind: 'csv',
      encoding: 'utf-8',
      delimiter: ';',
    })
  })
  test('a refusal crosses with its words', async () => {
    await expect(inspectFile(file('d.xls', '<html>'))).rejects.toMatchObject({ code: 'FILE_HTML' })
    await expect(all(readSheetFile(file('e.csv', '1\n2\n3\n'), { rowsMax: 2 }))).rejects.toMatchObject({
      refusal: {
        code: 'ROWS',
        message: { zh: '有内容的行超过 2 行。', en: 'There are more than 2 rows with content.' },
      },
    })
  })
  test('leaving early and cancelling end the process', async () => {
    const path = file('f.xlsx', buildBook({ rows: cells(20_000) }))
    for await (const batch of readSheetFile(path)) {
      expect(batch.length).toBe(256)
      break
    }
    const stop = new AbortController()
    const reading = async () => {
      for await (const _ of readSheetFile(path, {}, { signal: stop.signal })) stop.abort()
    }
    await expect(reading()).rejects.toMatchObject({ code: 'STOPPED' })
    if (process.platform === 'linux') {
      const children = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && isOurs(pid))
      expect(children).toEqual([])
    }
  })
})

function isOurs(pid: string): boolean {
  try {
    const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
    return parent === String(process.pid) && readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('child.ts')
  } catch {
    return false
  }
}

describe('a reader that was taken over', () => {
  test('reaches nothing', async () => {
    const secret = file('secret.txt', 'x')
    const tcp = createServer((socket) => socket.destroy())
    await new Promise<void>((done) => tcp.listen(0, '127.0.0.1', done))
    const unix = createServer((socket) => socket.destroy())
    const path = join(folder, 'socket')
    await new Promise<void>((done) => unix.listen(path, done))
    let connections = 0
    for (const server of [tcp, unix]) server.on('connection', () => connections++)
    const { port } = tcp.address() as { port: number }
    const result = await attempt({ do: 'reach', port, socket: path, file: secret })
    tcp.close()
    unix.close()
    expect(result).toMatchObject({
      readFile: 'ERR_ACCESS_DENIED',
      readEnvironment: 'ERR_ACCESS_DENIED',
      writeFile: 'ERR_ACCESS_DENIED',
      spawn: 'ERR_ACCESS_DENIED',
      worker: 'ERR_ACCESS_DENIED',
      variables: 0,
    })
    // The network is shut by the kernel, where the tool for it exists.
    if (await canLock()) {
      expect([result['tcp'], result['unixSocket'], result['listen']]).toEqual(['EMFILE', 'EMFILE', 'EMFILE'])
      expect(result['dns']).not.toBe('done')
      expect(connections).toBe(0)
    }
  })
  test('memory bombs end in a clear refusal and leave the parent as it was', async () => {
    const before = process.memoryUsage().rss
    await expect(attempt({ do: 'heap' }, { limits: { heapMb: 64 } })).rejects.toMatchObject({ code: 'MEMORY' })
    if (await canLock()) await expect(attempt({ do: 'buffers' })).rejects.toMatchObject({ code: 'MEMORY' })
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1_048_576)
  })
  test('endless work is stopped by the waiting time, and by the processor time', async () => {
    const started = performance.now()
    await expect(attempt({ do: 'loop' }, { limits: { waitMs: 500 } })).rejects.toMatchObject({ code: 'TIME' })
    expect(performance.now() - started).toBeLessThan(10_000)
    if (await canLock())
      await expect(attempt({ do: 'loop' }, { limits: { cpuSeconds: 1 } })).rejects.toMatchObject({ code: 'TIME' })
  })
  test('lies and sudden ends are refusals, never exceptions of another kind', async () => {
    await expect(attempt({ do: 'lie' })).rejects.toMatchObject({ code: 'CRASHED' })
    await expect(attempt({ do: 'exit' })).rejects.toMatchObject({ code: 'CRASHED' })
  })
})

describe('frames', () => {
  test('cut anywhere, they join again', async () => {
    const bytes = Buffer.concat([frame('Y', ''), frame('R', '[1]'), frame('D', '网球')])
    for (let size = 1; size < bytes.length; size++) {
      const chunks = async function* () {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
      }
      const read = (await all(frames(chunks()))).map((one) => one.kind + one.body.toString('utf8'))
      expect(read).toEqual(['Y', 'R[1]', 'D网球'])
    }
  })
  test('a row as it is', () => {
    const rows = [
      {
        row: 1,
        cells: [
          { kind: 'number' as const, text: '0.5', number: 0.5 },
          { kind: 'text' as const, text: '06:00:00', number: 0.25 },
        ],
      },
    ]
    expect(decodeRows(Buffer.from(encodeRows(rows)))).toEqual(rows)
  })
})
