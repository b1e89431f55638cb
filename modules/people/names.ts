import type { Finding } from '../../kernel/values/finding.ts'

export type NameResult =
  | {
      ok: true
      /** As the person writes it: NFC, rare characters untouched. This is what is stored and printed. */
      name: string
      /** Only for finding and comparing; never shown. */
      key: string
      warnings: Finding[]
    }
  | { ok: false; findings: Finding[] }

const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/gu
// Marks that choose a glyph (variation selectors). They belong to the written name, not to its key.
const SELECTORS = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu
// What keyboards, PDF files and old systems write for the dot in names such as 阿卜杜拉·买买提.
const DOTS = /[·•‧∙⋅・･﹒●ᐧ]/gu
/**
 * Compatibility ideographs have a canonical decomposition, so even NFC would replace them by another character. A name is
 * kept as its owner writes it; they are therefore passed around the normalisation.
 */
const COMPATIBILITY_IDEOGRAPHS = /([\uf900-\ufaff\u{2f800}-\u{2fa1f}])/u
const PRIVATE_USE = /[\ue000-\uf8ff\u{f0000}-\u{ffffd}\u{100000}-\u{10fffd}]/gu

/**
 * CJK Radicals Supplement (U+2E80–2EFF) to the ideograph each stands for: Unicode Character Database,
 * EquivalentUnifiedIdeograph.txt. NFKC folds the Kangxi radicals (U+2F00–2FDF) but leaves these, and text copied out of
 * PDF files is full of them. Only those whose ideograph is in use as a character of names.
 */
const RADICALS: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from(
    '⺙攵⺟母⺠民⻁虎⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻳龟'.matchAll(
      /(.)(.)/gu,
    ),
    (m) => [m[1]!, m[2]!],
  ),
)

/** NFC, ends trimmed, runs of blanks to one, blanks between Chinese characters removed (`张　三` is 张三). */
export function cleanName(text: string): string {
  const kept = text
    .split(COMPATIBILITY_IDEOGRAPHS)
    .map((part, i) => (i % 2 === 1 ? part : part.normalize('NFC')))
    .join('')
  return kept
    .replace(INVISIBLE, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/(?<=[\p{Script=Han}·•・]) (?=[\p{Script=Han}·•・])/gu, '')
}

/**
 * The form under which two spellings of one name meet: NFKC, radicals to ideographs, every middle dot to `·`, no blanks, no
 * glyph selectors, small Latin letters (trust.md T42). For comparing only.
 */
export function nameKey(text: string): string {
  return text
    .replace(DOTS, '·')
    .normalize('NFKC')
    .replace(DOTS, '·')
    .replace(INVISIBLE, '')
    .replace(SELECTORS, '')
    .replace(/[\s'’]/gu, '')
    .replace(/[\u2e80-\u2eff]/gu, (c) => RADICALS[c] ?? c)
    .toLowerCase()
    .replace(/·+/gu, '·')
    .replace(/^·|·$/gu, '')
}

export const sameName = (a: string, b: string): boolean => nameKey(a) === nameKey(b)

/** Length as people count it: 𠮷 is one. Glyph selectors do not count. */
export const nameLength = (name: string): number => Array.from(name.replace(SELECTORS, '')).length

export function checkName(text: string): NameResult {
  const name = cleanName(text)
  const findings: Finding[] = []
  const say = (
    code: string,
    zh: string,
    en: string,
    hintZh: string,
    hintEn: string,
    severity: 'must' | 'confirm' = 'must',
  ) => findings.push({ code, given: name, severity, message: { zh, en }, hint: { zh: hintZh, en: hintEn } })

  if (nameKey(name) === '') {
    return {
      ok: false,
      findings: [
        {
          code: 'NAME_EMPTY',
          message: { zh: '没有填写姓名', en: 'The name is missing' },
          hint: { zh: '请按身份证填写', en: 'Write it as on the identity card' },
        },
      ],
    }
  }
  if (/[?？�□■]/u.test(name)) {
    // Question marks and boxes are what a system without the character leaves behind.
    say(
      'NAME_LOST',
      `姓名“${name}”里有丢失的字`,
      `A character of the name “${name}” has been lost`,
      '多为生僻字在别的系统里没有显示出来，请按身份证重新输入这个字',
      'Most often a rare character another system could not show; type it again from the identity card',
    )
  }
  if (name.match(PRIVATE_USE)) {
    say(
      'NAME_PRIVATE',
      `姓名“${name}”里有只在原电脑上能显示的自造字`,
      `The name “${name}” has a character that exists on one computer only`,
      '请用输入法重新输入这个生僻字；输不出的可按部件或笔画查找',
      'Type the rare character again; look it up by its parts or strokes if need be',
    )
  }
  if (/\p{Nd}/u.test(name)) {
    say(
      'NAME_DIGITS',
      `姓名“${name}”里有数字`,
      `The name “${name}” has digits in it`,
      '请删去序号或号码，只填姓名',
      'Leave out running numbers; write the name only',
    )
  }
  if (/[^\p{L}\p{M}\p{Nd}\p{Co} ·•‧∙⋅・･﹒●ᐧ'’.\-—?？�□■()（）⺀-⿕\u3007]/u.test(name)) {
    say(
      'NAME_SIGNS',
      `姓名“${name}”里有标点或符号`,
      `The name “${name}” has punctuation or signs in it`,
      '请只填姓名；姓名中的间隔号用“·”',
      'Write the name only; the dot inside a name is “·”',
    )
  }
  if (/[()（）]/u.test(name)) {
    say(
      'NAME_NOTE',
      `姓名“${name}”带括号`,
      `The name “${name}” has brackets`,
      '请把括号里的说明移到备注；曾用名另填',
      'Move what is in brackets to the note',
      'confirm',
    )
  }
  if (nameLength(name) === 1) {
    say(
      'NAME_SHORT',
      `姓名只有一个字“${name}”`,
      `The name is a single character, “${name}”`,
      '请核对是否漏字',
      'Check whether a character is missing',
      'confirm',
    )
  }
  return findings.some((x) => x.severity === 'must')
    ? { ok: false, findings }
    : { ok: true, name, key: nameKey(name), warnings: findings }
}

// 《百家姓》 and the two-character surnames borne by more than a few thousand people today.
const COMPOUND_SURNAMES = new Set(
  (
    '欧阳 上官 皇甫 令狐 司马 司徒 司空 诸葛 夏侯 尉迟 公孙 长孙 慕容 宇文 东方 西门 南宫 端木 轩辕 百里 呼延 ' +
    '东郭 南门 羊舌 闻人 独孤 澹台 濮阳 淳于 单于 太史 申屠 钟离 公冶 公羊 赫连 万俟 鲜于 闾丘 东里 仲孙 宗政 第五 ' +
    '拓跋 完颜 纳兰 耶律 叶赫 那拉 爱新 歐陽 上官 諸葛 夏侯 尉遲 公孫 長孫 東方 鍾離'
  ).split(' '),
)

/**
 * The public form of a name (ux.md §5.5): 王强 → 王*, 王小强 → 王*强, 欧阳强 → 欧阳*, 欧阳建国 → 欧阳*国,
 * 阿卜杜拉·买买提 → 阿***·**提. First and last character stay, everything between becomes stars; of two characters only the
 * first stays. A two-character surname counts as the first when something is left of the given name. Latin words keep their
 * first letter.
 */
export function maskName(text: string): string {
  const name = cleanName(text).replace(SELECTORS, '')
  const points = Array.from(name)
  if (points.length <= 1) return '*'.repeat(points.length)
  if (/^[\p{Script=Latin}\p{M} .'’-]+$/u.test(name)) {
    return name.replace(/[\p{L}\p{M}]+/gu, (word) => {
      const letters = Array.from(word)
      return letters[0]! + '*'.repeat(Math.max(letters.length - 1, 1))
    })
  }
  const dotted = /[·•‧∙⋅・･﹒●ᐧ]/u
  const head = !dotted.test(name) && points.length > 2 && COMPOUND_SURNAMES.has(points[0]! + points[1]!) ? 2 : 1
  // The last character may stay only when something between it and the surname is hidden.
  const tail = points.length - head >= 2 ? 1 : 0
  return points
    .map((c, i) => (i < head || i >= points.length - tail || dotted.test(c) ? (dotted.test(c) ? '·' : c) : '*'))
    .join('')
}
