import type { Text } from '../values/text.ts'

/** A column that an import understands. From it come the template, the guessing of headers, the checks and the docs. */
export type Column = {
  key: string
  title: Text
  /** Header words that mean this column, besides its title. */
  names: readonly string[]
  type: 'text' | 'date' | 'id' | 'code' | 'integer' | 'choice'
  required?: boolean
  /** What its values look like, for columns whose header nobody knows. */
  looksLike?: RegExp
  /** A number here is damage done by the spreadsheet: identity, account and certificate numbers. */
  neverNumeric?: true
  choices?: readonly string[]
  sample: string
  note?: Text
}
export type Columns = readonly Column[]
