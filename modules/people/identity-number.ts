import type { Finding } from '../../kernel/values/finding.ts'
import { ageOn, isPlainDate, type PlainDate } from '../../kernel/values/plain-date.ts'

/**
 * Resident identity numbers, GB 11643-1999 《公民身份号码》: 6 digits division of the first registration, 8 digits birth
 * date, 3 digits serial (odd for men), 1 check character (ISO/IEC 7064 MOD 11-2). The same form carries the residence
 * permits of Hong Kong, Macao and Taiwan residents (prefix 81, 82, 83) and, since 2023, the permanent residence permit
 * of foreigners (first digit 9, then province, country and birth date).
 */
export type IdentityNumber = string & { readonly identityNumber: unique symbol }

export type IdentityKind = 'resident' | 'hong-kong' | 'macao' | 'taiwan' | 'foreign-permanent-resident'

export type IdentityOptions = {
  /**
   * Was the six-digit code ever a division? `true` it was; `false` the table was asked and has never seen it;
   * `undefined` there is no table to ask, so nothing is said. A number keeps the code of its first registration, so codes
   * abolished long ago are right (Linfen people born before 2000 begin with 1426).
   */
  divisionEver(code: string): boolean | undefined
  today: PlainDate
  /** Above this age the number is taken for a slip of the pen. A bound of plausibility, not of the law. */
  ageMaxYears?: number
}

export type IdentityResult =
  | {
      ok: true
      value: IdentityNumber
      kind: IdentityKind
      birthDate: PlainDate
      sex: 'male' | 'female'
      /** Six digits; for a foreigner's permit the province with zeros behind. */
      divisionCode: string
      /** Things a person has to look at, none of which stands in the way. */
      warnings: Finding[]
    }
  | { ok: false; findings: Finding[] }

// GB 11643-1999 §4.4: 2^(18-i) mod 11 and the check characters for the remainders 0..10.
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const CHECKS = '10X98765432'
const AGE_MAX_PLAUSIBLE = 130

/** The check character for 17 digits. The caller vouches that they are digits. */
export function identityCheckCharacter(first17: string): string {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += (first17.charCodeAt(i) - 48) * WEIGHTS[i]!
  return CHECKS[sum % 11]!
}

/**
 * Takes away what people and spreadsheets put around a number: full-width forms, blanks, zero-width marks, the
 * apostrophe that keeps a cell text, dashes between groups, lower-case x, a Cyrillic or Greek letter or a multiplication sign
 * that looks like X. Never adds or guesses a digit.
 */
export function cleanIdentityNumber(text: string): string {
  return (
    text
      .normalize('NFKC')
      // The look-alikes first: their upper case would otherwise pass for another letter.
      .replace(/[×хХχΧ✕╳]/g, 'X')
      // NFKC leaves zero-width marks, bidi marks and the byte-order mark in place.
      .replace(/[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g, '')
      .replace(/^['‘’`"“”]+|['‘’`"“”]+$/g, '')
      .replace(/(?<=[0-9])[-‐‑‒–—−·](?=[0-9X])/gi, '')
      // Not toUpperCase: it turns letters of other scripts into several.
      .replace(/[a-z]+/g, (m) => m.toUpperCase())
  )
}

const SCIENTIFIC = /^[+-]?\d+(\.\d*)?E[+-]?\d+$/
/** A number a spreadsheet has touched: `141002199001010000.0`. */
const DECIMAL = /^\d+\.\d+$/

/** All findings at once, or the number with what it says. */
export function checkIdentityNumber(text: string, options: IdentityOptions): IdentityResult {
  const given = cleanIdentityNumber(text)
  const bad = (...findings: Finding[]): IdentityResult => ({ ok: false, findings })
  if (given === '') return bad(f('ID_EMPTY', '没有填写身份证号', 'The identity number is missing', ...FILL_IN))
  if (SCIENTIFIC.test(given) || DECIMAL.test(given)) {
    // 18 digits do not fit into the 15 a spreadsheet keeps; the rest is gone and must not be invented (trust.md T41).
    return bad({
      code: 'ID_SCI',
      given,
      message: {
        zh: `身份证号被 Excel 变成了 ${given}，后几位已丢失，无法恢复`,
        en: `The spreadsheet turned the identity number into ${given}; its last digits are lost`,
      },
      hint: {
        zh: '请把该列设为“文本”后重新填写',
        en: 'Set the column to “Text” and type the number again',
      },
    })
  }
  if (/^[A-Z]{3}\d{12}$/.test(given)) {
    return bad(
      f(
        'ID_OLD_FOREIGN',
        '这是旧版外国人永久居留证号（15 位，字母开头），不是身份证号',
        'This is an old permanent residence permit number (15 characters), not an identity number',
        '请在证件类型中选择“外国人永久居留证”，或填写新版证件上 9 开头的 18 位号码',
        'Choose the permit as kind of document, or give the 18 digits beginning with 9 of the new permit',
      ),
    )
  }

  const findings: Finding[] = []
  const warnings: Finding[] = []
  // Not \w: letters of other scripts have to be seen as well. Code points, so that an emoji counts as one.
  const points = Array.from(given)
  const foreign = points.filter((c, i) => !isDigit(c) && !(c === 'X' && i === points.length - 1))
  if (foreign.length > 0) {
    const shown = [...new Set(foreign)].slice(0, 5).join(' ')
    findings.push(
      f(
        'ID_CHARS',
        `身份证号中有不该出现的字符：${shown}`,
        `The identity number has characters that do not belong there: ${shown}`,
        '身份证号只有数字，末位可以是 X；字母 O 请改为数字 0，字母 I 请改为数字 1',
        'Only digits, and X as the last one; write 0 for the letter O and 1 for the letter I',
      ),
    )
  }
  if (points.length !== 18 && points.length !== 15) {
    findings.push({
      code: 'ID_LEN',
      given,
      message: {
        zh: `身份证号${points.length < 18 ? '只有' : '有'} ${points.length} 位，应为 18 位`,
        en: `The identity number has ${points.length} characters; it must have 18`,
      },
      hint: {
        zh: points.length < 18 ? '请对照证件补上漏掉的数字' : '请对照证件删去多录的数字',
        en: 'Compare it with the card, digit by digit',
      },
    })
  }
  if (findings.length > 0) return bad(...findings)

  let number = given
  if (points.length === 15) {
    if (given.endsWith('X')) {
      return bad(
        f(
          'ID_LEN',
          '15 位旧身份证号全部是数字，末位不能是 X',
          'An old 15-digit number has digits only, no X',
          '请填写证件上的 18 位号码',
          'Give the 18-character number of the card',
        ),
      )
    }
    number = upgrade(given)
    warnings.push({
      code: 'ID_LEGACY',
      severity: 'confirm',
      given,
      suggestion: number,
      message: {
        zh: `这是 15 位旧身份证号，按 GB 11643 升为 ${number}`,
        en: `An old 15-digit number; by GB 11643 it becomes ${number}`,
      },
      hint: { zh: '请与本人现在的身份证核对一次', en: 'Compare it once with the card the person holds now' },
    })
  }

  const kind = kindOf(number)
  const birth = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  if (!isPlainDate(birth)) {
    findings.push(
      f(
        'ID_DATE',
        `身份证号第 7–14 位 ${number.slice(6, 14)} 不是存在的日期`,
        `Digits 7 to 14, ${number.slice(6, 14)}, are not a date that exists`,
        '请核对出生年月日，应为 8 位，例如 19900105',
        'Check the birth date: eight digits such as 19900105',
      ),
    )
  } else if (birth > options.today) {
    findings.push(
      f(
        'ID_FUTURE',
        `身份证号中的出生日期 ${birth} 在今天（${options.today}）之后`,
        `The birth date ${birth} lies after today (${options.today})`,
        '请核对第 7–10 位的年份',
        'Check the year in digits 7 to 10',
      ),
    )
  } else {
    const age = ageOn(birth, options.today)
    const ageMaxYears = options.ageMaxYears ?? AGE_MAX_PLAUSIBLE
    if (age > ageMaxYears) {
      findings.push(
        f(
          'ID_AGE',
          `按身份证号中的出生日期 ${birth}，现已 ${age} 岁，超过 ${ageMaxYears} 岁`,
          `By the birth date ${birth} the person is ${age}, above ${ageMaxYears}`,
          '多为年份录错，请核对第 7–10 位；确属高龄的请提交户籍证明由工作人员录入',
          'Most often the year is mistyped: check digits 7 to 10; otherwise a clerk enters it from the household register',
        ),
      )
    }
  }

  findings.push(...checkCharacter(number, given))
  if (given.length === 18 && given.endsWith('000') && findings.length === 0) {
    // A spreadsheet keeps 15 digits and writes zeros for the rest; one number in eleven still has the right check.
    warnings.push({
      ...f(
        'ID_ZEROS',
        '身份证号末三位是 000，可能是 Excel 改过的',
        'The last three digits are 000, perhaps written by a spreadsheet',
        '请与证件核对最后三位',
        'Compare the last three with the card',
      ),
      severity: 'confirm',
    })
  }

  const place = checkDivision(number, kind, options)
  if (place) (place.severity === undefined ? findings : warnings).push(place)

  if (findings.length > 0) return bad(...findings)
  return {
    ok: true,
    value: number as IdentityNumber,
    kind,
    birthDate: birth as PlainDate,
    sex: (number.charCodeAt(16) - 48) % 2 === 1 ? 'male' : 'female',
    divisionCode: kind === 'foreign-permanent-resident' ? `${number.slice(1, 3)}0000` : number.slice(0, 6),
    warnings,
  }
}

function checkCharacter(number: string, given: string): Finding[] {
  const expected = identityCheckCharacter(number)
  const last = number[17]!
  if (last === expected) return []
  const zeros = given.endsWith('000')
  return [
    {
      code: 'ID_CHECK',
      given,
      message: {
        zh: `身份证号校验位不正确：末位是 ${last}，按前 17 位计算应为 ${expected}`,
        en: `The check character is wrong: the number ends in ${last}; its first 17 digits call for ${expected}`,
      },
      // No `suggestion` here on purpose. The slip may be in any of the 18 places; offering the number with a new last
      // character would turn a wrong number into somebody else's valid one.
      hint: zeros
        ? {
            zh: '末三位是 000，多半是 Excel 改掉的。请把该列设为“文本”后重新填写',
            en: 'It ends in 000, most likely written by a spreadsheet. Set the column to “Text” and type it again',
          }
        : {
            zh: '请核对是否录错一位，或相邻两位写反',
            en: 'Check for one mistyped digit or two neighbours changed over',
          },
    },
  ]
}

function checkDivision(number: string, kind: IdentityKind, options: IdentityOptions): Finding | undefined {
  const code = number.slice(0, 6)
  if (kind === 'hong-kong' || kind === 'macao' || kind === 'taiwan') {
    // Residence permits (国办发〔2018〕81号 measures): the prefix is 810000, 820000 or 830000 as a whole.
    if (code.endsWith('0000')) return undefined
    return {
      ...f(
        'ID_DIVISION',
        `居住证号前六位应为 ${code.slice(0, 2)}0000，现为 ${code}`,
        `A residence permit begins with ${code.slice(0, 2)}0000, not ${code}`,
        '请与居住证核对前六位',
        'Compare the first six digits with the permit',
      ),
      severity: 'confirm',
    }
  }
  const province = kind === 'foreign-permanent-resident' ? `${number.slice(1, 3)}0000` : `${code.slice(0, 2)}0000`
  if (options.divisionEver(province) === false) {
    return f(
      'ID_PROVINCE',
      `身份证号前两位 ${number.slice(0, 2)} 不是任何省、自治区、直辖市的代码`,
      `No province has ever had the code in the first digits (${number.slice(0, 3)})`,
      '请核对前六位',
      'Check the first six digits',
    )
  }
  if (kind === 'resident' && options.divisionEver(code) === false) {
    // Only a warning: our table begins in 1980 and may have gaps, and a real person must not be turned away by it.
    return {
      ...f(
        'ID_DIVISION',
        `身份证号前六位 ${code} 不在历年行政区划代码表中`,
        `The first six digits, ${code}, are in no list of division codes`,
        '请与证件核对前六位；证件上确实如此的，可以继续办理',
        'Compare them with the card; if the card says so, go on',
      ),
      severity: 'confirm',
    }
  }
  return undefined
}

function kindOf(number: string): IdentityKind {
  if (number[0] === '9') return 'foreign-permanent-resident'
  const head = number.slice(0, 2)
  return head === '81' ? 'hong-kong' : head === '82' ? 'macao' : head === '83' ? 'taiwan' : 'resident'
}

/**
 * 15 digits to 18: the century goes in and the check character behind (GB 11643-1999 replacing GB 11643-1989). The old
 * standard kept the serials 996 to 999 for people who were over a hundred, that is born in 18xx.
 */
function upgrade(old: string): string {
  const century = Number(old.slice(12)) >= 996 ? '18' : '19'
  const first17 = old.slice(0, 6) + century + old.slice(6)
  return first17 + identityCheckCharacter(first17)
}

/**
 * `list` shows division and the last four (`141002********0012`), so that the birthday stays hidden; `public` only the
 * last four (ux.md §5.5). Text that is no identity number is hidden whole: a mask must not leak what it cannot read.
 */
export function maskIdentityNumber(text: string, form: 'list' | 'public' = 'list'): string {
  const points = Array.from(text)
  if (points.length !== 18 && points.length !== 15) return '*'.repeat(points.length)
  const tail = points.slice(-4).join('')
  if (form === 'public') return '*'.repeat(points.length - 4) + tail
  return points.slice(0, 6).join('') + '*'.repeat(points.length - 10) + tail
}

const isDigit = (c: string): boolean => c.length === 1 && c >= '0' && c <= '9'
const FILL_IN = ['请填写证件上的 18 位号码', 'Give the 18-character number of the card'] as const

function f(code: string, zh: string, en: string, hintZh: string, hintEn: string): Finding {
  return { code, message: { zh, en }, hint: { zh: hintZh, en: hintEn } }
}
