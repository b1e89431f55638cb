/**
 * Divisions by GB/T 2260: two digits province, two prefecture, two county. The tables themselves belong to the city
 * (`tables/catalogue/divisions.csv`, `divisions-historic.csv`) and are handed in.
 */
export type DivisionKind = 'province' | 'corps' | 'prefecture' | 'county' | 'development-zone'

export type Division = {
  code: string
  name: string
  /** Empty for a province. */
  parent: string
  kind: DivisionKind
  validFrom?: string
  validTo?: string
}

/** A code that was once in force, with the first and last year in which a list shows it. */
export type HistoricDivision = { code: string; firstYear: number; lastYear: number }

/** An old code of the city, under the name it had, and where the place stands now. */
export type DivisionSuccession = { code: string; name: string; firstYear: number; lastYear: number; now: string }

export const isDivisionCode = (text: string): boolean => /^[1-9]\d{5}$/.test(text)
export const isProvince = (code: string): boolean => /^[1-9]\d0000$/.test(code)
export const isPrefecture = (code: string): boolean => /^[1-9]\d(?!00)\d{2}00$/.test(code)
/** County, district or county-level city. Development zones have local codes with a letter and are none. */
export const isCounty = (code: string): boolean => /^[1-9]\d(?!00)\d{2}(?!00)\d{2}$/.test(code)
/** Local code given by a city's table: prefecture, `D`, number (`1410D1`). */
export const isDevelopmentZone = (code: string): boolean => /^[1-9]\d{3}D[1-9A-Z]$/.test(code)

/**
 * What all codes inside the division begin with: 140000 → 14, 141000 → 1410, 141002 → 141002. Jurisdiction is a prefix, so a
 * zone's `1410D1` lies inside 141000.
 */
export function divisionPrefix(code: string): string {
  if (isProvince(code)) return code.slice(0, 2)
  if (isPrefecture(code)) return code.slice(0, 4)
  return code
}
export const liesWithin = (code: string, division: string): boolean => code.startsWith(divisionPrefix(division))

export const provinceOf = (code: string): string => `${code.slice(0, 2)}0000`
export const prefectureOf = (code: string): string => `${code.slice(0, 4)}00`

/** The code above, by its digits; nothing above a province. */
export function parentOfDivision(code: string): string | undefined {
  if (isProvince(code)) return undefined
  return isPrefecture(code) ? provinceOf(code) : prefectureOf(code)
}

/** Counties under a prefecture or province; zones are left out, so that the count is the official one (17 for Linfen). */
export const countiesOf = (divisions: readonly Division[], code: string): Division[] =>
  divisions.filter((d) => d.kind === 'county' && liesWithin(d.code, code))

/**
 * The question the number checks ask: was the code ever a division? Years are not asked for, because a number keeps the code
 * of its first registration and the tables know only years.
 */
export function divisionEverFrom(rows: Iterable<{ code: string }>): (code: string) => boolean {
  const known = new Set<string>()
  for (const row of rows) known.add(row.code)
  return (code) => known.has(code)
}

/** The names an old code had, latest first; with a year only the one of that year. */
export function findSuccessions(
  rows: readonly DivisionSuccession[],
  code: string,
  year?: number,
): DivisionSuccession[] {
  return rows
    .filter((r) => r.code === code && (year === undefined || (r.firstYear <= year && year <= r.lastYear)))
    .sort((a, b) => b.lastYear - a.lastYear)
}

/** Was this row in force on the day (`2020-12-31`)? Empty ends are open. */
export const inForceOn = (row: { validFrom?: string; validTo?: string }, day: string): boolean =>
  (row.validFrom === undefined || row.validFrom <= day) && (row.validTo === undefined || day <= row.validTo)

const KINDS: ReadonlySet<string> = new Set<DivisionKind>([
  'province',
  'corps',
  'prefecture',
  'county',
  'development-zone',
])

/** A row of divisions.csv as a division. @throws RangeError for a kind the table does not have. */
export function divisionFromRow(row: Readonly<Record<string, string>>): Division {
  const kind = row.kind ?? ''
  if (!KINDS.has(kind)) throw new RangeError(`division ${row.code ?? '?'}: no such kind “${kind}”`)
  return {
    code: row.code ?? '',
    name: row.name ?? '',
    parent: row.parent ?? '',
    kind: kind as DivisionKind,
    ...(row.valid_from ? { validFrom: row.valid_from } : {}),
    ...(row.valid_to ? { validTo: row.valid_to } : {}),
  }
}

/** Two-digit province codes for certificate numbers; 66 (the corps) among them. */
export const provinceDigits = (divisions: readonly Division[]): { code: string; name: string }[] =>
  divisions
    .filter((d) => d.kind === 'province' || d.kind === 'corps')
    .map((d) => ({ code: d.code.slice(0, 2), name: d.name }))
