import type { Finding } from '../../kernel/values/finding.ts'

/**
 * Codes of the occupational classification (职业分类大典): `d-dd-dd-dd` for 大类, 中类, 小类, 职业. Codes are neither without
 * gaps nor stable between editions, so the key of an occupation is edition and code together.
 */
export type OccupationCode = string & { readonly occupationCode: unique symbol }
export type OccupationDepth = 1 | 2 | 3 | 4

export type OccupationCodeResult =
  | { ok: true; code: OccupationCode; depth: OccupationDepth; ancestors: OccupationCode[] }
  | { ok: false; findings: Finding[] }

const FORM = /^\d(?:-\d{2}){0,3}$/

/** Full-width digits, every kind of dash, blanks, a full stop or an underscore between the parts. */
export function cleanOccupationCode(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\u200b-\u200f\u2060\ufeff]/g, '')
    .replace(/^['‘’`"“”]+|['‘’`"“”]+$/g, '')
    .replace(/[‐‑‒–—―−﹣－_.]/g, '-')
}

export function parseOccupationCode(text: string): OccupationCodeResult {
  const given = cleanOccupationCode(text)
  if (FORM.test(given)) {
    return { ok: true, code: given as OccupationCode, depth: depthOf(given), ancestors: ancestorsOf(given) }
  }
  // Seven digits without dashes can be read in one way only.
  const bare = /^(\d)(\d{2})(\d{2})(\d{2})$/.exec(given)
  const suggestion = bare ? bare.slice(1).join('-') : undefined
  const empty = given === ''
  return {
    ok: false,
    findings: [
      {
        code: empty ? 'OCC_EMPTY' : 'OCC_FORM',
        given,
        message: empty
          ? { zh: '没有填写职业编码', en: 'The occupation code is missing' }
          : { zh: `职业编码“${shorten(given)}”的写法不对`, en: `The occupation code “${shorten(given)}” is misspelt` },
        hint: {
          zh: '应为 1-2-2-2 位数字，用短横线隔开，例如 6-18-02-04（焊工）；Excel 改成日期的，请把该列设为“文本”',
          en: 'Digits in groups of 1-2-2-2 with dashes, such as 6-18-02-04; set the column to “Text” if Excel made it a date',
        },
        ...(suggestion === undefined ? {} : { suggestion }),
      },
    ],
  }
}

/** 1 大类 … 4 职业. */
export const depthOf = (code: string): OccupationDepth => code.split('-').length as OccupationDepth

/** Nearest last: `6`, `6-18`, `6-18-02` for 6-18-02-04. */
export function ancestorsOf(code: string): OccupationCode[] {
  const parts = code.split('-')
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('-') as OccupationCode)
}

export function parentOf(code: string): OccupationCode | undefined {
  const cut = code.lastIndexOf('-')
  return cut < 0 ? undefined : (code.slice(0, cut) as OccupationCode)
}

/** The code itself or anything below it. */
export const isWithin = (code: string, ancestor: string): boolean =>
  code === ancestor || code.startsWith(`${ancestor}-`)

export type MarkedName = { name: string; green: boolean; digital: boolean }

/**
 * Takes the marks off the end of a name: `L` green, `S` digital, `L/S` both, with or without blanks (`化工总控工S`,
 * `大地测量员L/S`, `增材制造设备操作员 S`). A letter that belongs to the name stays: marks follow a Chinese character or a closing
 * bracket, and nothing follows them.
 */
export function stripMarks(text: string): MarkedName {
  const clean = text
    .normalize('NFC')
    .replace(/[\u200b-\u200f\u2060\ufeff]/g, '')
    .trim()
  const m = /^(.*[\p{Script=Han})）])\s*((?:[LSＬＳ])(?:\s*[/／、]?\s*[LSＬＳ])?)$/su.exec(clean)
  if (!m) return { name: clean, green: false, digital: false }
  const marks = m[2]!.normalize('NFKC')
  return { name: m[1]!.trim(), green: marks.includes('L'), digital: marks.includes('S') }
}

const shorten = (s: string): string => {
  const points = Array.from(s)
  return points.length > 24 ? `${points.slice(0, 24).join('')}…` : s
}
