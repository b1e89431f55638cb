import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestHouse, testHouse } from '../testing.ts'
import { allKinds, exitCode, loadFile, type Receipt, shortName, writeSample } from './import.ts'

let test: TestHouse
let folder: string
const handler = {
  accountId: null,
  personKey: 'command-line',
  name: 'command line',
  grants: [{ role: 'handler', jurisdiction: '1410', organisationId: null }],
}
beforeAll(async () => {
  test = await testHouse({ town: 'none' })
  folder = await mkdtemp(join(tmpdir(), 'gb-import-'))
})
afterAll(async () => {
  await test?.close()
  await rm(folder, { recursive: true, force: true })
})

const load = (kind: string, file: string, more: { yes?: boolean } = {}) =>
  loadFile(test.house, {
    kind: allKinds().find((d) => shortName(d) === kind)!,
    file,
    asOf: null,
    sheet: null,
    yes: more.yes ?? false,
    actor: handler,
  })

const write = async (name: string, text: string): Promise<string> => {
  const file = join(folder, name)
  await writeFile(file, text)
  return file
}
const sample = async (kind: string, change: (lines: string[]) => string[] = (l) => l): Promise<string> => {
  const chunks: Buffer[] = []
  const out = new Writable({
    write: (chunk, _, done) => {
      chunks.push(chunk)
      done()
    },
  })
  await writeSample(allKinds().find((d) => shortName(d) === kind)!, out)
  return change(Buffer.concat(chunks).toString().trimEnd().split('\n')).join('\n')
}
const told = (r: Receipt) => r.findings.map((f) => `${f.row} ${f.column} ${f.code}`)

describe('a file on the command line', () => {
  it('good rows are written, bad ones told, and the same file changes nothing', async () => {
    const file = await write(
      'people.csv',
      await sample('people', ([head, row]) => [head!, row!, row!.replace('141002199001050014', '1.41002E+17'), row!]),
    )
    const receipt = await load('people', file)
    expect(told(receipt)).toEqual(['3 identity ID_SCI', '4  DUP_FILE'])
    expect({ ...receipt, findings: [], batch: '', columns: [] }).toEqual({
      kind: 'people.people',
      batch: '',
      rows: 3,
      good: 1,
      bad: 2,
      same: 0,
      written: 1,
      columns: [],
      findings: [],
      findingsLeftOff: 0,
      committed: true,
    })
    expect(exitCode(receipt)).toBe(2)
    const again = await load('people', file)
    expect(again.batch).toBe(receipt.batch)
    const more = await load('people', await write('people-2.csv', `${await sample('people')}\n`))
    expect({ same: more.same, written: more.written, code: exitCode(more) }).toEqual({ same: 1, written: 0, code: 0 })
  })

  it('a column known only by its content is asked about before anything is written', async () => {
    const text = await sample('organisations', ([head, row]) => [head!.replace('统一社会信用代码', '代号'), row!])
    const file = await write('organisations.csv', text)
    const asked = await load('organisations', file)
    expect(told(asked)).toEqual(['1 creditCode COL_GUESS'])
    expect([asked.committed, exitCode(asked)]).toEqual([false, 2])
    const said = await load('organisations', file, { yes: true })
    expect([said.written, said.committed]).toEqual([1, true])
  })

  it('the wrong file says which columns it lacks, and what cannot be read says so', async () => {
    const wrong = await load('classes', await write('wrong.csv', await sample('register-death')))
    expect(new Set(wrong.findings.map((f) => f.code))).toEqual(new Set(['COL_MISS']))
    expect(wrong.findings.map((f) => f.column)).toContain('class')
    expect(exitCode(wrong)).toBe(1)
    const broken = await load('classes', await write('broken.xlsx', 'PK\u0003\u0004 and no more'))
    expect(broken.findings).toHaveLength(1)
    expect(exitCode(broken)).toBe(1)
  })
})
