import { describe, expect, test } from 'vitest'
import { letterDocx } from './docx.ts'
import { tennisLetter } from './factory.ts'
import { letterHtml } from './html.ts'
import { letterFigures, runsText, textBlocks } from './letter.ts'
import { createPdfSetter } from './pdf.ts'
import { hasTool, officePdf, pdfPages, pdfText, unzip } from './reading.ts'

const docx = await letterDocx(tennisLetter())
const files = unzip(docx)
const xml = (name: string): string => files.get(`word/${name}`) ?? ''
const plain = (s: string): string => s.replace(/<[^>]*>/g, '')

describe('DOCX, read from its XML', () => {
  test('page and type area', () => {
    expect(xml('document.xml')).toMatch(/<w:pgSz w:w="11906" w:h="16838"/)
    const margins = /<w:pgMar ([^/]*)\/>/.exec(xml('document.xml'))?.[1] ?? ''
    for (const [side, twips] of Object.entries({
      top: 2098,
      right: 1474,
      bottom: 1984,
      left: 1587,
      header: 1701,
      footer: 1134,
    }))
      expect(margins).toContain(`w:${side}="${twips}"`)
    expect(xml('document.xml')).not.toContain('linesAndChars')
  })

  test('body lines are exact, and 22 of them fit', () => {
    const lines = [...xml('document.xml').matchAll(/w:line="(\d+)" w:lineRule="exact"/g)].map((m) => Number(m[1]))
    expect(lines.filter((l) => l === 579).length).toBeGreaterThan(20)
    expect(579 * 22).toBeLessThanOrEqual(16838 - 2098 - 1984)
  })

  test('fonts by name, with what stands in for them', () => {
    const fonts = new Set([...xml('document.xml').matchAll(/w:eastAsia="([^"]*)"/g)].map((m) => m[1]))
    expect([...fonts].sort()).toEqual(['仿宋_GB2312', '方正小标宋简体', '楷体_GB2312', '黑体'].sort())
    expect(xml('fontTable.xml')).toContain('<w:font w:name="楷体_GB2312"><w:altName w:val="楷体"/>')
    expect(xml('styles.xml')).toContain('<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>')
  })

  test('head and rules on the first page only; page numbers right on odd, left on even pages', () => {
    expect(xml('document.xml')).toContain('<w:titlePg/>')
    expect(xml('settings.xml')).toContain('w:evenAndOddHeaders')
    const part = (kind: string, type: string): string => {
      const id = new RegExp(`<w:${kind}Reference w:type="${type}" r:id="([^"]*)"`).exec(xml('document.xml'))?.[1]
      const target = new RegExp(`Id="${id}"[^>]*Target="([^"]*)"`).exec(xml('_rels/document.xml.rels'))?.[1]
      return xml(target ?? '')
    }
    expect(plain(part('header', 'first'))).toContain('清河市网球协会秘书处')
    expect(part('header', 'first')).toContain('thickThinMediumGap')
    expect(part('footer', 'first')).toContain('thinThickMediumGap')
    expect(part('footer', 'first')).not.toContain('PAGE')
    expect(part('footer', 'default')).toMatch(/w:jc w:val="right"[\s\S]*PAGE/)
    expect(part('footer', 'even')).toMatch(/w:jc w:val="left"[\s\S]*PAGE/)
  })
})

describe.skipIf(!hasTool('soffice') || !hasTool('pdftotext'))(
  'DOCX opened by LibreOffice (only where LibreOffice and poppler are on the machine; else the XML alone is checked)',
  () => {
    test('as many pages as the PDF, every paragraph, no page number on page 1', () => {
      const pdf = officePdf(docx)
      const pages = pdfPages(pdf)
      expect(pages).toHaveLength(3)
      expect(pages[0]).not.toMatch(/—1—/)
      expect(pages[1]).toMatch(/—2—$/)
      const text = pdfText(pdf)
      for (const b of textBlocks(tennisLetter()))
        expect(text).toContain(b.marker + runsText(b.runs) + ('runIn' in b && b.runIn ? runsText(b.runIn) : ''))
    })
  },
)

test.skipIf(!hasTool('pdftotext'))(
  'one model, the same figures in PDF, DOCX and HTML (only with poppler on the machine)',
  async () => {
    const letter = tennisLetter()
    const setter = createPdfSetter()
    const { pdf } = await setter.letter(letter)
    await setter.close()
    const before = /会员(1.25万人)，其中持有等级卡的(3120人)，占(24.96%)。.*去年开设教练班(40余场)。/s
    const wanted = letterFigures(letter).map((f) => f.text)
    for (const text of [pdfText(pdf), plain(xml('document.xml')), plain(letterHtml(letter)).replace(/\s/g, '')])
      expect(before.exec(text)?.slice(1)).toEqual(wanted)
  },
)
