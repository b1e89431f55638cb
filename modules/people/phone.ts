import type { Finding } from '../../kernel/values/finding.ts'

export type PhoneResult = { ok: true; value: string; kind: 'mobile' | 'landline' } | { ok: false; findings: Finding[] }

/**
 * Full-width forms, blanks, dashes, brackets and the country code are taken away; a landline keeps its area code,
 * `03571234567`. Numbers are kept as digits only.
 */
export function cleanPhone(text: string): string {
  const bare = text
    .normalize('NFKC')
    .replace(/[\s\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
    .replace(/^['‘’`"“”]+|['‘’`"“”]+$/g, '')
    .replace(/[-‐‑‒–—−()[\]·]/g, '')
  return bare.replace(/^(?:\+|00)86(?=1[3-9]\d|0?\d{2,3}\d{7})/, '')
}

const MOBILE = /^1[3-9]\d{9}$/
// Area codes begin with 0 and have three digits in the largest cities (010, 02x), four elsewhere (0357 is Linfen).
const LANDLINE = /^0(?:10|2\d|[3-9]\d{2})\d{7,8}$/

/** `mobileOnly` where a code has to be sent to the phone. */
export function checkPhone(text: string, options: { mobileOnly?: boolean } = {}): PhoneResult {
  const value = cleanPhone(text)
  const bad = (code: string, zh: string, en: string, hintZh: string, hintEn: string): PhoneResult => ({
    ok: false,
    findings: [{ code, given: value, message: { zh, en }, hint: { zh: hintZh, en: hintEn } }],
  })
  if (value === '') {
    return bad('PHONE_EMPTY', '没有填写电话号码', 'The phone number is missing', '请填写 11 位手机号', 'Give 11 digits')
  }
  if (MOBILE.test(value)) return { ok: true, value, kind: 'mobile' }
  if (LANDLINE.test(value)) {
    if (options.mobileOnly !== true) return { ok: true, value, kind: 'landline' }
    return bad(
      'PHONE_MOBILE',
      '这里需要手机号，现为固定电话',
      'A mobile number is needed here; this is a landline',
      '请填写能收到短信的 11 位手机号',
      'Give the 11 digits of a phone that receives text messages',
    )
  }
  if (/^\d+(\.\d+)?E\+?\d+$/i.test(value)) {
    return bad(
      'PHONE_SCI',
      `电话号码被 Excel 变成了 ${value}，后几位已丢失`,
      `The spreadsheet turned the phone number into ${value}; its last digits are lost`,
      '请把该列设为“文本”后重新填写',
      'Set the column to “Text” and type the number again',
    )
  }
  if (!/^\d+$/.test(value)) {
    return bad(
      'PHONE_CHARS',
      '电话号码中有数字以外的字符',
      'The phone number has characters other than digits',
      '一格只填一个号码；另一个号码请写在备注里',
      'One number in one field; put a second one into the note',
    )
  }
  const count = value.length
  if (value.startsWith('1') && count !== 11) {
    return bad(
      'PHONE_LEN',
      `手机号${count < 11 ? '只有' : '有'} ${count} 位，应为 11 位`,
      `The mobile number has ${count} digits; it must have 11`,
      '请逐位核对',
      'Check it digit by digit',
    )
  }
  return bad(
    'PHONE_FORM',
    `电话号码 ${count} 位，既不是手机号也不是带区号的固定电话`,
    'Neither a mobile number nor a landline with its area code',
    '手机号以 13 至 19 开头，共 11 位；固定电话请带区号，例如 0357-1234567',
    'A mobile number begins with 13 to 19 and has 11 digits; a landline needs its area code, such as 0357-1234567',
  )
}

/** `138****5678`; a landline keeps its area code and the last three (`0357****678`). Anything else is hidden whole. */
export function maskPhone(text: string): string {
  const value = cleanPhone(text)
  if (MOBILE.test(value)) return `${value.slice(0, 3)}****${value.slice(-4)}`
  if (LANDLINE.test(value)) {
    const area = /^0(10|2\d)/.test(value) ? 3 : 4
    return `${value.slice(0, area)}${'*'.repeat(value.length - area - 3)}${value.slice(-3)}`
  }
  return '*'.repeat(Array.from(value).length)
}
