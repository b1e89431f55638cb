/** What JSON can hold exactly. Numbers are integers or exact decimals that JavaScript prints as RFC 8785 asks. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined }

/** RFC 8785 (JSON canonicalisation): keys by UTF-16 code units, ECMAScript numbers, no white space. */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`JSON has no ${value}`)
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const parts: string[] = []
  for (const key of Object.keys(value).sort()) {
    const v = value[key]
    if (v !== undefined) parts.push(`${JSON.stringify(key)}:${canonicalJson(v)}`)
  }
  return `{${parts.join(',')}}`
}
