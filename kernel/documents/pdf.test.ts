import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tennisLetter } from './factory.ts'
import { runsText, textBlocks } from './letter.ts'
import { createPdfSetter, MissingGlyphError, type Pdf } from './pdf.ts'
import { hasTool, pdfFonts, pdfPages, pdfText, pdfWords } from './reading.ts'

const setter = createPdfSetter()
afterAll(() => setter.close())
let made: Pdf
beforeAll(async () => {
  made = await setter.letter(tennisLetter())
})

const poppler = hasTool('pdftotext')
const POINTS = 72 / 25.4

test('three pages, marked as a sample since only stand-in fonts are there', () => {
  expect(made.pdf.subarray(0, 5).toString()).toBe('%PDF-')
  expect(made.pages).toBe(3)
  expect(made.sample).toBe(true)
  expect(made.fontsUsed.map((u) => [u.role, u.family, u.standIn])).toEqual([
    ['fang', 'Noto Serif SC', true],
    ['song', 'Noto Serif SC', true],
    ['hei', 'Noto Sans SC', true],
    ['kai', 'Noto Serif SC', true],
    ['num', 'Noto Serif SC', true],
  ])
})

test('the same letter gives the same bytes; letters at once do not mix', async () => {
  const [again, other] = await Promise.all([
    setter.letter(tennisLetter()),
    setter.letter({ ...tennisLetter(), replyClass: 'B' }),
  ])
  expect(again.pdf.equals(made.pdf)).toBe(true)
  expect(other.pdf.equals(made.pdf)).toBe(false)
})

test('an issued letter is PDF/A-2u, one without a date is not', async () => {
  const draft = await setter.letter({
    ...tennisLetter(),
    signature: { name: '清河市网球协会秘书处' },
    draftMark: '送审稿',
  })
  expect(made.pdf.toString('latin1')).toContain('pdfaid:conformance')
  expect(draft.pdf.toString('latin1')).not.toContain('pdfaid:conformance')
})

test('a character that no font has is refused with its code point', async () => {
  const letter = { ...tennisLetter(), addressee: '尊敬的𠮷先生\u0007' }
  const error = await setter.letter(letter).catch((e: unknown) => e)
  expect(error).toBeInstanceOf(MissingGlyphError)
  expect((error as MissingGlyphError).missing.map((m) => [m.codePoint, m.role])).toEqual([
    ['U+20BB7', 'fang'],
    ['U+0007', 'fang'],
  ])
})

test('a letter with blocking findings is refused before it is set', async () => {
  await expect(setter.letter({ ...tennisLetter(), number: '7' })).rejects.toMatchObject({
    code: 'BadInput',
    findings: [{ code: 'letter-number-form' }],
  })
})

test('an empty drop-in folder changes nothing; the worker is made again after it was let go', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fonts-'))
  const hasty = createPdfSetter({ fontFolder: folder, idleMs: 0 })
  try {
    const first = await hasty.letter(tennisLetter())
    await new Promise((done) => setTimeout(done, 0))
    const second = await hasty.letter(tennisLetter())
    expect(first.pdf.equals(made.pdf)).toBe(true)
    expect(second.pdf.equals(made.pdf)).toBe(true)
  } finally {
    await hasty.close()
    rmSync(folder, { recursive: true })
  }
})

test('it does not matter from which folder the program was started', () => {
  const at = (file: string) => JSON.stringify(new URL(file, import.meta.url).href)
  const program = `
    import { createPdfSetter } from ${at('./pdf.ts')}
    import { tennisLetter } from ${at('./factory.ts')}
    const { pages } = await createPdfSetter().letter(tennisLetter())
    console.log(pages)`
  // Nothing closes the worker here: at rest it must not keep the program alive.
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: tmpdir(),
    encoding: 'utf8',
  })
  expect(said.trim()).toBe('3')
})

describe.skipIf(!poppler)('read back from the PDF (only with poppler on the machine)', () => {
  test('every part of the letter is there in full', () => {
    const text = pdfText(made.pdf)
    const letter = tennisLetter()
    for (const part of [
      letter.sender,
      letter.number,
      ...letter.titleLines,
      `${letter.addressee}：`,
      '2025年6月9日',
      '（此件主动公开）',
      '抄送：会员代表大会，场地管理委员会。',
    ])
      expect(text).toContain(part)
    for (const b of textBlocks(letter))
      expect(text).toContain(
        (b.marker + runsText(b.runs) + ('runIn' in b && b.runIn ? runsText(b.runIn) : '')).replace(/\s/g, ''),
      )
    expect(text).toContain('样稿（字体以NotoSerifSC、NotoSansSC代用）')
  })

  test('text is set as it stands, never as markup', async () => {
    const strings = [
      '#panic()',
      '*x* _y_ `z`',
      '$a$',
      '#import "x": *',
      '@ref <l>',
      '\\ // /* */',
      '= title',
      '#sys.inputs',
      '"] #[',
    ]
    const { pdf } = await setter.letter({
      ...tennisLetter(),
      addressee: strings[0]!,
      blocks: strings.map((text) => ({
        kind: 'heading1' as const,
        runs: [{ text }],
        runIn: [{ figure: { text, key: text } }],
      })),
    })
    const text = pdfText(pdf)
    for (const s of strings) expect(text).toContain(`${s}${s}`.replace(/\s/g, ''))
  })

  test('page numbers: none on page 1, even left, odd right, one character in', () => {
    const pages = pdfPages(made.pdf)
    expect(pages[0]).not.toMatch(/—1—/)
    expect(pages[1]).toMatch(/—2—$/)
    expect(pages[2]).toMatch(/—3—$/)
    const words = pdfWords(made.pdf)
    const dashes = (page: number) => (words[page] ?? []).filter((w) => w.text === '—')
    const cell = (156 / 28) * POINTS
    expect(dashes(1)[0]?.left).toBeCloseTo(28 * POINTS + cell, 0)
    expect(dashes(2).at(-1)?.right).toBeCloseTo(184 * POINTS - cell, 0)
  })

  test('22 lines of the grid on a full page, inside the type area', () => {
    const [first = [], second = []] = pdfWords(made.pdf)
    const body = second.filter((w) => w.top < (297 - 35) * POINTS)
    const tops = [...new Set(body.map((w) => Math.round(w.top * 10) / 10))].sort((a, b) => a - b)
    const pitch = (225 / 22) * POINTS
    const [top = 0] = tops
    expect(new Set(tops.map((t) => Math.round((t - top) / pitch))).size).toBe(22)
    for (const t of tops) expect(Math.abs((t - top) / pitch - Math.round((t - top) / pitch))).toBeLessThan(0.15)
    expect(Math.min(...body.map((w) => w.left))).toBeCloseTo(28 * POINTS, 0)
    // A mark at the end of a line is set in half its box.
    const marked = /[，。；、：）》”]$/
    expect(Math.max(...body.filter((w) => !marked.test(w.text)).map((w) => w.right))).toBeLessThanOrEqual(
      184 * POINTS + 0.5,
    )
    // Below the head, the lines of page 1 lie on the same grid.
    const addressee = first.find((w) => w.text.startsWith('尊敬的'))
    expect(((addressee?.top ?? 0) - top) / pitch).toBeCloseTo(8, 1)
  })

  test('all fonts are embedded, and only the two stand-ins', () => {
    const rows = pdfFonts(made.pdf).trim().split('\n').slice(2)
    expect(rows.length).toBeGreaterThanOrEqual(3)
    for (const row of rows) expect(row).toMatch(/Noto(Serif|Sans)SC.*\byes yes yes\b/)
  })
})
