import { type Finding, isPlainDate } from '../values/index.ts'
import { levelMarker } from './chinese-number.ts'

/**
 * An official letter (公文, 函 format of GB/T 9704-2012, 10.1), free of any layout. PDF, DOCX and HTML are drawn from this one
 * model. Numbering is never typed: it comes from the levels.
 */
export type OfficialLetter = {
  /** Full name of the sending body, as in the red head; the word 文件 is not added (10.1). */
  sender: string
  /** 网协函〔2025〕7号: hexagonal brackets, no leading zero, no 第. */
  number: string
  /** Mark at the top right under the number, as replies to proposals carry it. */
  replyClass?: string
  /** 送审稿 and the like: flush left under the first rule. */
  draftMark?: string
  /** One entry a line; the author breaks the title at word limits. */
  titleLines: string[]
  /** Without the colon. */
  addressee: string
  blocks: Block[]
  closing: { paragraphs: Run[][]; contact?: { person: string; phone: string } }
  /** Without a date, room for one is left: it is set when the letter is issued. */
  signature: { name: string; date?: string }
  /** 附注 without its brackets: 此件主动公开. */
  note?: string
  /** 抄送 */
  copies?: string[]
}

export type Block =
  | { kind: 'paragraph'; runs: Run[] }
  /** `runIn` is text that goes on in the heading's own line, in the type of the body. */
  | { kind: 'heading1' | 'heading2' | 'heading3' | 'heading4'; runs: Run[]; runIn?: Run[] }
  /** Name of one attachment, without number and full stop. */
  | { kind: 'attachmentNote'; runs: Run[] }

export type BlockKind = Block['kind']

/** Text, or a figure: text that can be followed by its key to where the number comes from. */
export type Run = { text: string } | { figure: { text: string; key: string } }

export const runText = (run: Run): string => ('figure' in run ? run.figure.text : run.text)
export const runsText = (runs: Run[]): string => runs.map(runText).join('')

/** A block as it is set: with its marker, and for attachments the number of them in its group. */
export type NumberedBlock = Block & { marker: string }

const LEVELS = { heading1: 1, heading2: 2, heading3: 3, heading4: 4 } as const

/** Gives every block its marker: 一、 （一） 1. （1） by level, and 附件：1. 2. for a group of attachments. */
export function numberBlocks(blocks: Block[]): NumberedBlock[] {
  const counts = [0, 0, 0, 0]
  let attachment = 0
  return blocks.map((block, i) => {
    if (block.kind === 'paragraph') return { ...block, marker: '' }
    if (block.kind === 'attachmentNote') {
      attachment = blocks[i - 1]?.kind === 'attachmentNote' ? attachment + 1 : 1
      const alone = attachment === 1 && blocks[i + 1]?.kind !== 'attachmentNote'
      return { ...block, marker: `${attachment === 1 ? '附件：' : ''}${alone ? '' : `${attachment}.`}` }
    }
    const level = LEVELS[block.kind]
    counts[level - 1] = (counts[level - 1] ?? 0) + 1
    counts.fill(0, level)
    return { ...block, marker: levelMarker(level, counts[level - 1] ?? 1) }
  })
}

/**
 * The text as it is set, top to bottom: blocks, the closing words as paragraphs, and then the attachments, which stand under the
 * text (GB/T 9704-2012, 7.3.4). `last` marks what belongs to the signature's page.
 */
export function textBlocks(letter: OfficialLetter): (NumberedBlock & { last: boolean })[] {
  const closing: Block[] = letter.closing.paragraphs.map((runs) => ({ kind: 'paragraph', runs }))
  const numbered = numberBlocks([
    ...letter.blocks.filter((b) => b.kind !== 'attachmentNote'),
    ...closing,
    ...letter.blocks.filter((b) => b.kind === 'attachmentNote'),
  ])
  const lastText = numbered.findLastIndex((b) => b.kind !== 'attachmentNote')
  return numbered.map((b, i) => ({ ...b, last: i >= lastText }))
}

/** What stands under the date, each in its own row. */
export function noteLines(letter: OfficialLetter): string[] {
  const { contact } = letter.closing
  return [
    ...(letter.note === undefined ? [] : [`（${letter.note}）`]),
    ...(contact === undefined ? [] : [`（联系人：${contact.person}，联系电话：${contact.phone}）`]),
  ]
}

/** The date line; without a date, the places for year, month and day are left open. */
export const OPEN_DATE = '\u3000\u3000\u3000年\u3000月\u3000日'

export const copiesLine = (letter: OfficialLetter): string | undefined =>
  letter.copies?.length ? `抄送：${letter.copies.join('，')}。` : undefined

/** Every figure of the letter in reading order. */
export function letterFigures(letter: OfficialLetter): { text: string; key: string }[] {
  const runs = textBlocks(letter).flatMap((b) => [...b.runs, ...('runIn' in b && b.runIn ? b.runIn : [])])
  return runs.flatMap((r) => ('figure' in r ? [r.figure] : []))
}

/** The roles a typeface plays: body, title, level-one heading, level-two heading, page number. */
export const FONT_ROLES = ['fang', 'song', 'hei', 'kai', 'num'] as const
export type FontRole = (typeof FONT_ROLES)[number]

export const headingRole = (kind: BlockKind): FontRole =>
  kind === 'heading1' ? 'hei' : kind === 'heading2' ? 'kai' : 'fang'

/** Which characters each role has to be able to draw. */
export function textsByRole(letter: OfficialLetter): Record<FontRole, string> {
  const texts: Record<FontRole, string> = {
    song: letter.sender + letter.titleLines.join(''),
    hei: letter.draftMark ?? '',
    kai: '',
    fang: [
      letter.number,
      letter.replyClass ?? '',
      letter.addressee,
      '：',
      letter.signature.name,
      OPEN_DATE,
      letter.signature.date ?? '',
      ...noteLines(letter),
      copiesLine(letter) ?? '',
    ].join(''),
    num: '— 0123456789',
  }
  for (const block of textBlocks(letter)) {
    texts[headingRole(block.kind)] += block.marker + runsText(block.runs)
    if ('runIn' in block && block.runIn) texts.fang += runsText(block.runIn)
  }
  return texts
}

/** Type area 156 mm at 22 pt: so many full-width characters go into a title line. */
export const TITLE_CHARACTERS_MAX = 20
const width = (s: string): number =>
  [...s].reduce((sum, c) => sum + (c.codePointAt(0)! < 0x2e80 && !'“”‘’—…·'.includes(c) ? 0.5 : 1), 0)

/** Checks what the standard fixes about a letter's parts. All findings at once; none means that it may be typeset. */
export function checkLetter(letter: OfficialLetter): Finding[] {
  const findings: Finding[] = []
  const say = (
    code: string,
    field: string,
    message: [string, string],
    hint: [string, string],
    severity: 'must' | 'confirm' = 'must',
  ) =>
    findings.push({
      code,
      field,
      message: { zh: message[0], en: message[1] },
      hint: { zh: hint[0], en: hint[1] },
      severity,
    })
  const required: [string, string][] = [
    ['sender', letter.sender],
    ['addressee', letter.addressee],
    ['signature.name', letter.signature.name],
  ]
  for (const [field, value] of required)
    if (value.trim() === '')
      say(
        'letter-part-empty',
        field,
        ['公文要素未填写', 'A part of the letter is empty'],
        ['请填写该要素', 'Fill it in'],
      )
  if (!/^\p{Script=Han}+〔\d{4}〕[1-9]\d*号$/u.test(letter.number))
    say(
      'letter-number-form',
      'number',
      ['发文字号格式不符', 'The number has not the official form'],
      [
        '写作“机关代字〔年份〕序号号”，年份用六角括号，序号不加“第”、不编虚位',
        'Abbreviation〔year〕number号, no 第, no leading zero',
      ],
    )
  if (letter.titleLines.length === 0)
    say('letter-part-empty', 'titleLines', ['标题未填写', 'There is no title'], ['请填写标题', 'Give a title'])
  letter.titleLines.forEach((line, i) => {
    if (width(line) > TITLE_CHARACTERS_MAX)
      say(
        'title-line-long',
        `titleLines[${i}]`,
        [
          `标题第 ${i + 1} 行超过 ${TITLE_CHARACTERS_MAX} 字`,
          `Title line ${i + 1} is longer than ${TITLE_CHARACTERS_MAX} characters`,
        ],
        ['请在词语之间另起一行', 'Break the line between words'],
      )
    if (/[，。；：！？]/.test(line))
      say(
        'title-punctuation',
        `titleLines[${i}]`,
        ['标题中一般不用标点', 'Titles carry no punctuation'],
        ['除书名号外，请去掉标点', 'Remove it, book title marks excepted'],
        'confirm',
      )
  })
  if (/[：:]$/.test(letter.addressee))
    say(
      'addressee-colon',
      'addressee',
      ['主送机关后的冒号会自动加上', 'The colon is added by itself'],
      ['请去掉末尾冒号', 'Remove the colon'],
    )
  if (letter.blocks.length === 0)
    say('letter-part-empty', 'blocks', ['正文未填写', 'There is no text'], ['请填写正文', 'Write the text'])
  if (letter.signature.date !== undefined && !isPlainDate(letter.signature.date))
    say(
      'date-form',
      'signature.date',
      ['成文日期不存在', 'The date does not exist'],
      ['写作 2025-06-09', 'Write it as 2025-06-09'],
    )
  letter.blocks.forEach((b, i) => {
    if (b.kind === 'attachmentNote' && /[。；，]$/.test(runsText(b.runs)))
      say(
        'attachment-punctuation',
        `blocks[${i}]`,
        ['附件名称后不加标点', 'No punctuation after the name of an attachment'],
        ['请去掉末尾标点', 'Remove it'],
        'confirm',
      )
  })
  return findings
}
