import type { Text } from '../values/text.ts'

/**
 * A field is declared once; from it come the validator, the form, the table column, the import column, the export, the
 * masking and the check of the database column.
 */
export type FieldBase = {
  label: Text
  hint?: Text
  /** Database column; the key in snake_case when left out. */
  column?: string
  required?: boolean
  /** About a living person: named in the register of processing, never in a public answer unless `open`. */
  personal?: boolean
  /** Shown as a column of lists. */
  list?: boolean
  /** May be filtered by, exactly or by prefix (codes) or by range (dates). */
  filter?: boolean
  /** What the public may see of it. Left out: nothing. */
  publicly?: 'open' | 'masked'
}

export type Choice = { id: string; label: Text }

export type Field = FieldBase &
  (
    | { kind: 'text'; lengthMax: number }
    | { kind: 'date' }
    | { kind: 'instant' }
    | { kind: 'integer'; min?: number; max?: number }
    | { kind: 'boolean' }
    | { kind: 'money' }
    | { kind: 'choice'; choices: readonly Choice[] }
    /** A code of a table of the place; `codes` names the table, answers carry its name beside it. */
    | { kind: 'code'; codes: string }
    | { kind: 'codes'; codes: string }
    /** Another record; answers carry its title beside the id. */
    | { kind: 'reference'; record: string }
    /** Sealed in the database, masked in every answer, shown in full only with right and reason. */
    | {
        kind: 'secret'
        mask: (plain: string) => string
        publicMask?: (plain: string) => string
        blindIndex?: string
        lengthMax: number
      }
  )

export type Fields = { readonly [key: string]: Field }

export const columnOf = (key: string, f: FieldBase): string => f.column ?? snakeCase(key)
export const snakeCase = (s: string): string => s.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)

export const hasPublicForm = (f: Field): boolean => f.publicly !== undefined
