import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { parse as parseYaml } from 'yaml'
import { searchTerms } from '../kernel/db/search-terms.ts'

type Row = Readonly<Record<string, string>>

/** A table of the city's folder, by its name without ending. */
export async function readTable(cityFolder: string, room: string, name: string): Promise<Row[]> {
  return parse(await readFile(join(cityFolder, 'tables', room, `${name}.csv`), 'utf8'), { columns: true }) as Row[]
}

/** The first table of the folder whose name begins so, with the edition its head names: `occupations-2022-linfen`. */
export async function readEdition(
  cityFolder: string,
  room: string,
  name: string,
): Promise<{ edition: string; rows: Row[] }> {
  const head = parseYaml(await readFile(join(cityFolder, 'tables', room, `${name}.yaml`), 'utf8')) as {
    edition: string
  }
  return { edition: String(head.edition), rows: await readTable(cityFolder, room, name) }
}

export type ReferenceTable = {
  table: string
  key: readonly string[]
  columns: readonly string[]
  rows: (string | number | boolean | null | string[])[][]
}

/** The reference tables of a city as rows of the database. */
export async function referenceTables(cityFolder: string, cityId: string): Promise<ReferenceTable[]> {
  const divisions = await readTable(cityFolder, 'catalogue', 'divisions')
  const ever = await readTable(cityFolder, 'catalogue', 'divisions-historic')
  const occupations = await readEdition(cityFolder, 'catalogue', `occupations-2022-${cityId}`)
  const workTypes = await readEdition(cityFolder, 'catalogue', `work-types-2022-${cityId}`)
  const industries = await readTable(cityFolder, 'catalogue', 'industries')
  return [
    {
      table: 'catalogue.industry',
      key: ['id'],
      columns: ['id', 'name_zh', 'name_en'],
      rows: industries.map((r) => [r.id!, r.zh!, r.en!]),
    },
    {
      table: 'catalogue.division',
      key: ['code'],
      columns: ['code', 'name', 'parent', 'kind', 'valid_from', 'valid_to'],
      rows: divisions.map((r) => [
        r.code!,
        r.name!,
        r.parent || null,
        r.kind!,
        r.valid_from || null,
        r.valid_to || null,
      ]),
    },
    {
      table: 'catalogue.division_ever',
      key: ['code', 'first_year'],
      columns: ['code', 'first_year', 'last_year'],
      rows: ever.map((r) => [r.code!, Number(r.first_year), Number(r.last_year)]),
    },
    {
      table: 'catalogue.occupation',
      key: ['edition', 'code'],
      columns: ['edition', 'code', 'parent', 'name', 'depth', 'green', 'digital', 'industry', 'search_terms'],
      rows: occupations.rows.map((r) => [
        occupations.edition,
        r.code!,
        r.parent || null,
        r.name!,
        Number(r.depth),
        r.green === '1',
        r.digital === '1',
        r.industry || null,
        searchTerms(r.name),
      ]),
    },
    {
      table: 'catalogue.work_type',
      key: ['edition', 'occupation_code', 'name'],
      columns: ['edition', 'occupation_code', 'name'],
      rows: workTypes.rows.map((r) => [workTypes.edition, r.occupation!, r.name!]),
    },
  ]
}
