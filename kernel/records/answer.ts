import type { KeyRing } from '../secrets/keyring.ts'
import type { Text } from '../values/text.ts'
import type { RecordDeclaration } from './define.ts'
import { columnOf, type Field } from './fields.ts'

/** Names for codes and references; loaded once per answer. */
export type Names = {
  code(table: string, code: string): Text | undefined
  reference(record: string, id: string): string | undefined
}

export type AnswerValue =
  | string
  | number
  | boolean
  | null
  | { value: string | string[]; label: string | string[] }
  | { masked: string }
export type RecordAnswer = { id: string; title: string; version?: number; fields: { [key: string]: AnswerValue } }

/**
 * A row as it may be shown. Secrets leave only masked; the full value has its own door. `audience` public: only fields
 * declared so, in their public form.
 */
export function answerOf(
  r: RecordDeclaration,
  row: Record<string, unknown>,
  names: Names,
  keys: KeyRing,
  audience: 'staff' | 'public',
): RecordAnswer {
  const id = r.key.map((k) => String(row[k])).join('/')
  const fields: RecordAnswer['fields'] = {}
  for (const [key, f] of Object.entries(r.fields)) {
    if (audience === 'public' && f.publicly === undefined) continue
    fields[key] = shownValue(r, key, f, row, id, names, keys, audience)
  }
  const title = fields[r.titleField]
  return {
    id,
    title: titleText(title) ?? id,
    ...(r.versionColumn ? { version: Number(row[r.versionColumn]) } : {}),
    fields,
  }
}

function titleText(v: AnswerValue | undefined): string | undefined {
  if (typeof v === 'string') return v
  if (typeof v !== 'object' || v === null) return undefined
  if ('masked' in v) return v.masked
  return typeof v.label === 'string' ? v.label : v.label.join('、')
}

function shownValue(
  r: RecordDeclaration,
  key: string,
  f: Field,
  row: Record<string, unknown>,
  id: string,
  names: Names,
  keys: KeyRing,
  audience: 'staff' | 'public',
): AnswerValue {
  const raw = row[columnOf(key, f)]
  if (raw === null || raw === undefined) return null
  switch (f.kind) {
    case 'secret': {
      const plain = keys.decrypt(secretPlace(r.table, columnOf(key, f), id), raw as Uint8Array)
      return { masked: audience === 'public' ? f.publicMask!(plain) : f.mask(plain) }
    }
    case 'code':
      return { value: String(raw), label: names.code(f.codes, String(raw))?.zh ?? String(raw) }
    case 'codes':
      return { value: raw as string[], label: (raw as string[]).map((c) => names.code(f.codes, c)?.zh ?? c) }
    case 'choice':
      return { value: String(raw), label: f.choices.find((c) => c.id === String(raw))?.label.zh ?? String(raw) }
    case 'reference':
      return { value: String(raw), label: names.reference(f.record, String(raw)) ?? String(raw) }
    case 'instant':
      return raw instanceof Date ? raw.toISOString() : String(raw)
    case 'boolean':
      return Boolean(raw)
    case 'integer':
    case 'money':
      return Number(raw)
    default:
      return String(raw)
  }
}

/** Where a ciphertext belongs. Bound into it, so that it opens nowhere else. */
export const secretPlace = (table: string, column: string, id: string): string => `${table}.${column}/${id}`
