import type { Text } from './text.ts'

/**
 * What a check has to say: where (`field`), what is wrong (`message`) and how to mend it (`hint`).
 * Checks return all their findings; nothing stops at the first.
 */
export type Finding = {
  code: string
  message: Text
  hint: Text
  field?: string
  given?: string
  suggestion?: string
  /** must: stands in the way · confirm: a person has to say yes · hint: said for information. Absent means must. */
  severity?: 'must' | 'confirm' | 'hint'
  /** The rule it stands on: `subsidy.review.days@2026-01-01`. */
  rule?: string
}

export const isBlocking = (f: Finding): boolean => (f.severity ?? 'must') === 'must'
