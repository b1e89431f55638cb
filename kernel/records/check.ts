import type { Finding } from '../values/finding.ts'
import { isPlainDate } from '../values/plain-date.ts'
import type { Field, Fields } from './fields.ts'

/** Checks given values against the fields; all findings at once. Unknown keys are findings too: nothing is taken silently. */
export function checkFields(fields: Fields, given: Record<string, unknown>): Finding[] {
  const out: Finding[] = []
  for (const key of Object.keys(given))
    if (!Object.hasOwn(fields, key))
      out.push({
        code: 'FIELD_UNKNOWN',
        field: key,
        message: { zh: `没有“${key}”这一项`, en: `There is no field ${key}` },
        hint: { zh: '请去掉这一项', en: 'Remove it' },
      })
  for (const [key, f] of Object.entries(fields)) out.push(...checkField(key, f, given[key]))
  return out
}

export function checkField(key: string, f: Field, v: unknown): Finding[] {
  const label = f.label
  if (v === undefined || v === null || v === '') {
    if (!f.required) return []
    return [
      {
        code: 'FIELD_MISSING',
        field: key,
        message: { zh: `${label.zh}没有填写`, en: `${label.en} is missing` },
        hint: { zh: `请填写${label.zh}`, en: `Fill in ${label.en}` },
      },
    ]
  }
  const wrong = (code: string, zh: string, en: string): Finding[] => [
    {
      code,
      field: key,
      given: String(v),
      message: { zh: `${label.zh}“${String(v)}”${zh}`, en: `${label.en} “${String(v)}” ${en}` },
      hint: f.hint ?? { zh: `请核对${label.zh}`, en: `Check ${label.en}` },
    },
  ]
  switch (f.kind) {
    case 'text':
    case 'secret':
      if (typeof v !== 'string') return wrong('FIELD_TEXT', '应为文字', 'should be text')
      if ([...v].length > f.lengthMax)
        return wrong('FIELD_LONG', `超过 ${f.lengthMax} 个字`, `is longer than ${f.lengthMax} characters`)
      return []
    case 'date':
      return isPlainDate(v)
        ? []
        : wrong('DATE_FMT', '无法识别，请填如 1990-01-05', 'is not a date; write it as 1990-01-05')
    case 'instant':
      return typeof v === 'string' && !Number.isNaN(Date.parse(v))
        ? []
        : wrong('INSTANT_FMT', '不是时间', 'is not a time')
    case 'integer':
    case 'money':
      if (!Number.isSafeInteger(v)) return wrong('FIELD_NUMBER', '应为整数', 'should be a whole number')
      if (f.kind === 'integer' && f.min !== undefined && Number(v) < f.min)
        return wrong('FIELD_SMALL', `小于 ${f.min}`, `is less than ${f.min}`)
      if (f.kind === 'integer' && f.max !== undefined && Number(v) > f.max)
        return wrong('FIELD_LARGE', `大于 ${f.max}`, `is more than ${f.max}`)
      return []
    case 'boolean':
      return typeof v === 'boolean' ? [] : wrong('FIELD_BOOLEAN', '应为是或否', 'should be yes or no')
    case 'choice':
      return f.choices.some((c) => c.id === v)
        ? []
        : wrong(
            'FIELD_CHOICE',
            `不在可选范围内：${f.choices.map((c) => c.label.zh).join('、')}`,
            `is not one of ${f.choices.map((c) => c.id).join(', ')}`,
          )
    case 'codes':
      return Array.isArray(v) && v.every((x) => typeof x === 'string')
        ? []
        : wrong('FIELD_CODES', '应为编码列表', 'should be a list of codes')
    case 'code':
    case 'reference':
      return typeof v === 'string' ? [] : wrong('FIELD_CODE', '应为编码', 'should be a code')
  }
}
