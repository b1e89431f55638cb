import type { FieldWords, Finding } from './api-types.ts'

// What a form holds is text; what the API takes is typed. Kept apart from the components, so that it can be tested.

export type Draft = { [field: string]: string | undefined }

/** Text of the form → values of the API. Empty is null: left out on purpose. */
export function valuesOf(fields: readonly FieldWords[], draft: Draft): { [key: string]: unknown } {
  return Object.fromEntries(fields.map((f) => [f.key, typedValue(f, draft[f.key])]))
}

function typedValue(f: FieldWords, text: string | undefined): unknown {
  const s = text?.trim()
  if (!s) return null
  switch (f.kind) {
    case 'integer':
      return Number(toHalfWidth(s).replaceAll(',', ''))
    case 'money':
      return Math.round(Number(toHalfWidth(s).replaceAll(',', '')) * 100)
    case 'boolean':
      return s === 'true'
    case 'codes':
      return s.split(',')
    case 'secret':
      return toHalfWidth(s).replace(/\s/g, '')
    default:
      return s
  }
}

/** Values of the API → text of the form, for going on with what is there. */
export function draftOf(fields: readonly FieldWords[], values: { readonly [key: string]: unknown }): Draft {
  return Object.fromEntries(
    fields.flatMap((f) => {
      const v = values[f.key]
      if (v === null || v === undefined) return []
      return [[f.key, Array.isArray(v) ? v.join(',') : f.kind === 'money' ? String(Number(v) / 100) : String(v)]]
    }),
  )
}

/** `１４１００２` → `141002`: pasted numbers are cleaned, not refused. */
export const toHalfWidth = (s: string): string =>
  s.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, ' ')

/** Findings put to the fields they name; those that name none belong to the whole form. */
export function placeFindings(
  fields: readonly FieldWords[],
  findings: readonly Finding[],
): { byField: { [field: string]: Finding[] }; other: Finding[] } {
  const byField: { [field: string]: Finding[] } = {}
  const other: Finding[] = []
  const keys = new Set(fields.map((f) => f.key))
  for (const finding of findings) {
    // `legalName`, `fields.legalName`, `body/legalName`
    const key = (finding.field ?? '').split(/[./]/).find((part) => keys.has(part))
    if (key === undefined) other.push(finding)
    else {
      byField[key] ??= []
      byField[key].push(finding)
    }
  }
  return { byField, other }
}

/** Required fields that are still empty, said as findings, so that they look like those of the server. */
export function missing(fields: readonly FieldWords[], draft: Draft): Finding[] {
  return fields
    .filter((f) => f.required && !draft[f.key]?.trim())
    .map((f) => ({
      code: 'REQUIRED',
      field: f.key,
      message: { zh: `“${f.label.zh}”还没有填写`, en: `${f.label.en} is empty` },
      hint: { zh: '填写后再继续', en: 'Fill it in to go on' },
    }))
}
