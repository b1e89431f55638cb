import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  FrameAnchorType,
  Header,
  HeightRule,
  HorizontalPositionAlign,
  type IParagraphOptions,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  TextRun,
  VerticalPositionAlign,
} from 'docx'
import { fail } from '../values/fail.ts'
import { isBlocking } from '../values/index.ts'
import { officialDate } from './chinese-number.ts'
import {
  checkLetter,
  copiesLine,
  type FontRole,
  headingRole,
  noteLines,
  type OfficialLetter,
  OPEN_DATE,
  type Run,
  runText,
  textBlocks,
} from './letter.ts'

/** Fonts by name, as offices have them; `altName` says what to take when they are not installed. */
const FONTS: Record<FontRole, { name: string; alt: string }> = {
  fang: { name: '仿宋_GB2312', alt: '仿宋' },
  song: { name: '方正小标宋简体', alt: '宋体' },
  hei: { name: '黑体', alt: 'SimHei' },
  kai: { name: '楷体_GB2312', alt: '楷体' },
  num: { name: '宋体', alt: 'SimSun' },
}

const TWIPS_PER_MM = 1440 / 25.4
const mm = (n: number): number => Math.round(n * TWIPS_PER_MM)
/** 22 lines fit the type area of 12,756 twips with 579, not with 580. */
const LINE_TWIPS = 579
/** 28 characters of 16 pt on 156 mm: a quarter point less between each two. */
const SPACING = -5
const CELL_TWIPS = mm(156 / 28)
const RED = 'D7000F'
const BODY = 32
const PAGE_NUMBER_SIZE = 28

const exact = (line: number) => ({ line, lineRule: LineRuleType.EXACT, before: 0, after: 0 })

function words(
  content: string,
  role: FontRole = 'fang',
  options: { size?: number; color?: string; tracked?: boolean } = {},
): TextRun {
  const { name } = FONTS[role]
  return new TextRun({
    text: content,
    font: { ascii: name, eastAsia: name, hAnsi: name, hint: 'eastAsia' },
    size: options.size ?? BODY,
    ...(options.color === undefined ? {} : { color: options.color }),
    ...(options.tracked === false ? {} : { characterSpacing: SPACING }),
  })
}

const runs = (list: Run[], role: FontRole = 'fang'): TextRun[] => list.map((r) => words(runText(r), role))

const row = (children: TextRun[], options: IParagraphOptions = {}): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.BOTH,
    spacing: exact(LINE_TWIPS),
    ...options,
    children,
  })

const indented = { indent: { firstLine: 2 * CELL_TWIPS } }
const emptyRows = (n: number, keep = false): Paragraph[] =>
  Array.from({ length: n }, () => row([], keep ? { keepNext: true } : {}))

/**
 * The letter as DOCX, for editing; the PDF is the record. Same model, same words, same figures.
 * @throws Failure BadInput with the findings of `checkLetter`
 */
export async function letterDocx(letter: OfficialLetter): Promise<Buffer> {
  const findings = checkLetter(letter).filter(isBlocking)
  if (findings.length > 0) fail('BadInput', findings)
  const document = new Document({
    title: letter.titleLines.join(''),
    creator: letter.sender,
    evenAndOddHeaderAndFooters: true,
    sections: [
      {
        properties: {
          titlePage: true,
          page: {
            size: { width: mm(210), height: mm(297) },
            margin: { top: mm(37), right: mm(26), bottom: mm(35), left: mm(28), header: mm(30), footer: mm(20) },
          },
        },
        headers: {
          first: firstHeader(letter),
          default: new Header({ children: [] }),
          even: new Header({ children: [] }),
        },
        footers: { first: firstFooter(), default: pageNumber('right'), even: pageNumber('left') },
        children: body(letter),
      },
    ],
  })
  return Packer.toBuffer(document, undefined, [
    { path: 'word/fontTable.xml', data: fontTable() },
    { path: 'word/styles.xml', data: STYLES },
  ])
}

/** Sender and first pair of rules, 30 mm from the page's head; the rules go 8 and 6 mm outside the type area. */
function firstHeader(letter: OfficialLetter): Header {
  const pointsMax = (156 / 25.4) * 72
  const halfPoints = Math.floor(2 * Math.min(36, pointsMax / [...letter.sender].length))
  return new Header({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        indent: { left: -mm(8), right: -mm(6) },
        spacing: exact(halfPoints * 10),
        border: { bottom: { style: BorderStyle.THICK_THIN_MEDIUM_GAP, size: 24, space: 11, color: RED } },
        children: [words(letter.sender, 'song', { size: halfPoints, color: RED, tracked: false })],
      }),
    ],
  })
}

const firstFooter = (): Footer =>
  new Footer({
    children: [
      new Paragraph({
        indent: { left: -mm(8), right: -mm(6) },
        spacing: exact(60),
        border: { bottom: { style: BorderStyle.THIN_THICK_MEDIUM_GAP, size: 24, space: 0, color: RED } },
        children: [],
      }),
    ],
  })

function pageNumber(side: 'left' | 'right'): Footer {
  const { name } = FONTS.num
  return new Footer({
    children: [
      new Paragraph({
        alignment: side === 'right' ? AlignmentType.RIGHT : AlignmentType.LEFT,
        indent: { [side]: CELL_TWIPS },
        spacing: { ...exact(LINE_TWIPS), after: mm(3) },
        children: [
          new TextRun({
            children: ['— ', PageNumber.CURRENT, ' —'],
            font: { ascii: name, eastAsia: name, hAnsi: name, hint: 'eastAsia' },
            size: PAGE_NUMBER_SIZE,
          }),
        ],
      }),
    ],
  })
}

function body(letter: OfficialLetter): Paragraph[] {
  const { signature } = letter
  const date = signature.date === undefined ? OPEN_DATE : officialDate(signature.date)
  const copies = copiesLine(letter)
  return [
    ...head(letter),
    ...title(letter.titleLines),
    ...emptyRows(1),
    row([words(`${letter.addressee}：`)]),
    ...textBlocks(letter).flatMap((b) => {
      const marked = [words(b.marker, headingRole(b.kind)), ...runs(b.runs, headingRole(b.kind))]
      if (b.kind === 'paragraph') return [row(runs(b.runs), { ...indented, keepNext: b.last })]
      if (b.kind === 'attachmentNote') {
        const first = b.marker.startsWith('附件')
        const line = row(marked, { indent: { left: (first ? 2 : 5) * CELL_TWIPS }, keepNext: true })
        return first ? [...emptyRows(1, true), line] : [line]
      }
      return [
        b.runIn === undefined
          ? row(marked, { ...indented, keepNext: true })
          : row([...marked, ...runs(b.runIn)], { ...indented, keepNext: b.last }),
      ]
    }),
    ...emptyRows(2, true),
    ...signatureRows(signature.name, date),
    ...noteLines(letter).map((n) => row([words(n)], indented)),
    ...(copies === undefined ? [] : [copiesRow(copies)]),
  ]
}

/**
 * Number, reply class and an empty row. The first page's header reaches to 48.2 mm and so pushes the text down; the empty row is
 * shorter by what that exceeds the grid, and the title begins in the same place as in the PDF.
 */
function head(letter: OfficialLetter): Paragraph[] {
  const right = { alignment: AlignmentType.RIGHT }
  const number =
    letter.draftMark === undefined
      ? row([words(letter.number)], right)
      : row([words(letter.draftMark, 'hei'), new TextRun({ children: ['\t'] }), words(letter.number)], {
          alignment: AlignmentType.LEFT,
          tabStops: [{ type: 'right', position: mm(156) }],
        })
  return [
    number,
    row(letter.replyClass === undefined ? [] : [words(letter.replyClass)], right),
    row([], { spacing: exact(LINE_TWIPS - mm(1.3)) }),
  ]
}

/** 22 pt with 36 pt pitch; the remainder to whole rows is shared above and below. */
function title(lines: string[]): Paragraph[] {
  const pitch = 720
  const spare = Math.ceil((lines.length * pitch) / LINE_TWIPS) * LINE_TWIPS - lines.length * pitch
  return lines.map(
    (line, i) =>
      new Paragraph({
        alignment: AlignmentType.CENTER,
        keepNext: true,
        spacing: {
          ...exact(pitch),
          ...(i === 0 ? { before: Math.floor(spare / 2) } : {}),
          ...(i === lines.length - 1 ? { after: Math.ceil(spare / 2) } : {}),
        },
        children: [words(line, 'song', { size: 44, tracked: false })],
      }),
  )
}

/** Width of a text in cells: what is below the CJK blocks counts as half. */
const cells = (s: string): number => [...s].reduce((sum, c) => sum + (c.codePointAt(0)! < 0x2e80 ? 0.5 : 1), 0)

/** Date four cells from the right, the name centred over it. */
function signatureRows(name: string, date: string): Paragraph[] {
  const middle = Math.max(4 + cells(date) / 2, cells(name) / 2)
  const at = (s: string) => ({
    alignment: AlignmentType.RIGHT,
    indent: { right: Math.round((middle - cells(s) / 2) * CELL_TWIPS) },
  })
  return [row([words(name)], { ...at(name), keepNext: true }), row([words(date)], at(date))]
}

/** 抄送 at the foot of the last page's type area, one 4号 character in on both sides. */
const copiesRow = (copies: string): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.BOTH,
    indent: { left: 280 + 3 * 280, right: 280, hanging: 3 * 280 },
    spacing: exact(440),
    frame: {
      type: 'alignment',
      width: mm(156),
      height: 0,
      rule: HeightRule.AUTO,
      anchor: { horizontal: FrameAnchorType.MARGIN, vertical: FrameAnchorType.MARGIN },
      alignment: { x: HorizontalPositionAlign.CENTER, y: VerticalPositionAlign.BOTTOM },
    },
    children: [words(copies, 'fang', { size: 28, tracked: false })],
  })

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

function fontTable(): string {
  const font = ({ name, alt }: { name: string; alt: string }): string =>
    `<w:font w:name="${name}"><w:altName w:val="${alt}"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>`
  return `${XML}<w:fonts ${W}>${Object.values(FONTS).map(font).join('')}</w:fonts>`
}

const ASIAN =
  '<w:widowControl w:val="0"/><w:overflowPunct w:val="1"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'

/**
 * Own defaults instead of the library's: 3号, no quarter spaces around Latin letters and digits (lines would break elsewhere than
 * in the PDF), no widow control (pages are filled to the 22nd line).
 * NOTE: overflowPunct is Word's default and said on purpose: LibreOffice 7.4 reads it upside down, and with its own hanging
 * punctuation drops the mark at the end of a justified line.
 */
const STYLES = `${XML}<w:styles ${W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="${FONTS.fang.name}" w:eastAsia="${FONTS.fang.name}" w:hAnsi="${FONTS.fang.name}"/><w:sz w:val="${BODY}"/><w:szCs w:val="${BODY}"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>${ASIAN}<w:spacing w:before="0" w:after="0"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr>${ASIAN}</w:pPr></w:style></w:styles>`
