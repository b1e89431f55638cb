import type { Finding } from '../../kernel/values/finding.ts'
import { isPlainDate } from '../../kernel/values/plain-date.ts'
import type { QueryWord, QueryWords, Words } from '../../kit/portal/page.ts'

const PAGES_MAX = 10_000
const DIMENSION = /^where\[([a-zA-Z]{1,40})\]$/

/**
 * The words of an address or a form that a page knows, cleaned, with a finding for each that is not well formed. `where[]` in the
 * declaration stands for every `where[dimension]`. Unknown words are passed over: trackers and chat programs add their own.
 */
export function readWords(
  declared: QueryWords,
  given: { readonly [name: string]: unknown },
): { query: Words; given: Words; findings: Finding[] } {
  const query: { [name: string]: string } = {}
  const kept: { [name: string]: string } = {}
  const findings: Finding[] = []
  for (const [name, raw] of Object.entries(given)) {
    const word = wordOf(declared, name)
    const last = Array.isArray(raw) ? raw.at(-1) : raw
    if (!word || typeof last !== 'string') continue
    const text = clean(last)
    if (text === '') continue
    kept[name] = text
    const finding = check(name, word, text)
    if (finding) findings.push(finding)
    else query[name] = text
  }
  for (const [name, word] of Object.entries(declared))
    if (word.required && kept[name] === undefined)
      findings.push({
        code: 'MISSING',
        field: name,
        message: { zh: `请填写“${word.label.zh}”`, en: `${word.label.en} is missing` },
        hint: { zh: '此项不能为空', en: 'it cannot be empty' },
      })
  return { query, given: kept, findings }
}

const wordOf = (declared: QueryWords, name: string): QueryWord | undefined =>
  Object.hasOwn(declared, name) ? declared[name] : DIMENSION.test(name) ? declared['where[]'] : undefined

const clean = (s: string): string =>
  s
    .normalize('NFC')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: Postgres takes no zero byte, and no word holds the others
    .replace(/[\u0000-\u001f\u007f\u200b-\u200f\u2060\ufeff]/g, ' ')
    .trim()

function check(name: string, word: QueryWord, text: string): Finding | undefined {
  const { label } = word
  const finding = (zh: string, en: string, hintZh: string, hintEn: string): Finding => ({
    code: 'WORD',
    field: name,
    given: text.slice(0, 60),
    message: { zh: `“${label.zh}”${zh}`, en: `${label.en}: ${en}` },
    hint: { zh: hintZh, en: hintEn },
  })
  switch (word.kind) {
    case 'date':
      return isPlainDate(text) && text >= '1970-01-01'
        ? undefined
        : finding('不是有效日期', 'not a date', '请按 2022-12-31 填写', 'write it as 2022-12-31')
    case 'text':
      return [...text].length <= word.lengthMax
        ? undefined
        : finding(`超过 ${word.lengthMax} 字`, `longer than ${word.lengthMax} characters`, '请缩短', 'shorten it')
    case 'choice':
      return word.choices.includes(text)
        ? undefined
        : finding('不在可选范围内', 'not one of the choices', '请从列表中选择', 'choose from the list')
    case 'code':
      return /^[\w@,.<>+-]{1,60}$/.test(text)
        ? undefined
        : finding('写法无法识别', 'cannot be read', '请从列表中选择', 'choose from the list')
    case 'page':
      return /^[1-9]\d{0,4}$/.test(text) && Number(text) <= PAGES_MAX
        ? undefined
        : finding('不是页码', 'not a page number', '请从第一页开始', 'begin with the first page')
  }
}
