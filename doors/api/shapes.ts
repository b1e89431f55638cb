import { type TSchema, Type } from 'typebox'

/** Query strings as forms write them: `where[county]=141002`. */
export const withWhere = (properties: Record<string, TSchema>): TSchema =>
  Type.Object(properties, {
    additionalProperties: false,
    patternProperties: { '^where\\[[a-zA-Z]+\\]$': { type: 'string', maxLength: 200 } },
  })

export const text = Type.Object({ zh: Type.String(), en: Type.String() })
export const date = Type.String({ maxLength: 10 })
export const cursor = Type.String({ maxLength: 1000 })
export const limit = Type.Integer({ minimum: 1, maximum: 200 })

/** `{ 'where[county]': '141002', asOf: … }` → `{ where: { county: '141002' }, asOf: … }`. */
export function wordsFrom(query: Record<string, unknown>): { where: Record<string, string>; [key: string]: unknown } {
  const where: Record<string, string> = {}
  const rest: Record<string, unknown> = {}
  for (const [k, v] of Object.entries(query)) {
    const m = /^where\[([a-zA-Z]+)\]$/.exec(k)
    // The same filter given twice means either of them.
    if (m) where[m[1]!] = Array.isArray(v) ? v.join('|') : String(v)
    else rest[k] = v
  }
  return { ...rest, where }
}

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Header value for a file name that may hold Chinese (RFC 6266, RFC 8187). */
export const attachment = (name: string): string =>
  `attachment; filename="file.${
    name
      .split('.')
      .at(-1)
      ?.replace(/[^a-z0-9]/gi, '') ?? 'bin'
  }"; filename*=UTF-8''${encodeURIComponent(name)}`
