import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import type { Office } from '../../../kernel/rooms/office.ts'
import { divisionFromRow, type LevelId, provinceDigits } from '../../catalogue/index.ts'
import type { CertificateTables } from '../certificate-number.ts'

const loaded = new WeakMap<Office, CertificateTables<LevelId>>()

/** The tables by which certificate numbers are read; they belong to the place and are read once. */
export function numberTables(office: Office): CertificateTables<LevelId> {
  let tables = loaded.get(office)
  if (!tables) {
    tables = readTables(join(office.city.folder, 'tables', 'catalogue'))
    loaded.set(office, tables)
  }
  return tables
}

function readTables(folder: string): CertificateTables<LevelId> {
  const table = (name: string) =>
    parse(readFileSync(join(folder, `${name}.csv`), 'utf8'), { columns: true }) as Record<string, string>[]
  return {
    provinces: provinceDigits(table('divisions').map(divisionFromRow)),
    oldProvinces: table('provinces-old-qualification').map((p) => ({
      code: p['code']!,
      name: p['name']!,
      certainty: p['certainty']!,
      ...(p['gb_province'] ? { gbProvince: p['gb_province'] } : {}),
    })),
    levels: table('levels').map((l) => ({
      id: l['id'] as LevelId,
      name: { zh: l['name_zh']!, en: l['name_en']! },
      certainty: l['certainty']!,
      ...(l['official_digit'] ? { digit: l['official_digit'] } : {}),
      ...(l['certificate_letter'] ? { letter: l['certificate_letter'] } : {}),
    })),
  }
}
