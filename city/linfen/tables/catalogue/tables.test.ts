import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { countiesOf, divisionEverFrom, divisionFromRow } from '../../../../modules/catalogue/divisions.ts'
import { LEVELS } from '../../../../modules/catalogue/levels.ts'
import { ancestorsOf, depthOf, parseOccupationCode } from '../../../../modules/catalogue/occupation-code.ts'

const here = new URL('./', import.meta.url)
const text = (name: string) => readFileSync(new URL(name, here), 'utf8')
const rows = (name: string) => parse(text(`${name}.csv`), { columns: true }) as Record<string, string>[]
const names = readdirSync(here)
  .filter((f) => f.endsWith('.csv'))
  .map((f) => f.slice(0, -4))

describe('every table has a head that fits it', () => {
  test.each(names)('%s', (name) => {
    const head = parseYaml(text(`${name}.yaml`)) as Record<string, unknown>
    const csv = text(`${name}.csv`)
    expect(head.file).toBe(`${name}.csv`)
    expect(head.sha256).toBe(createHash('sha256').update(csv).digest('hex'))
    expect(head.rows).toBe(rows(name).length)
    expect(head.columns).toEqual(csv.slice(0, csv.indexOf('\n')).split(','))
    for (const key of ['title', 'edition', 'in_force_from', 'document', 'source_note']) expect(head).toHaveProperty(key)
  })
})

describe('divisions', () => {
  const divisions = rows('divisions').map((r) => divisionFromRow(r))
  test('the check sums: 17 counties, 11 prefectures, 117 counties of the province, 34 provinces', () => {
    const head = parseYaml(text('divisions.yaml')) as { check: Record<string, number> }
    expect(countiesOf(divisions, '141000')).toHaveLength(head.check.counties_of_141000!)
    expect(countiesOf(divisions, '140000')).toHaveLength(head.check.counties_of_140000!)
    expect(divisions.filter((d) => d.kind === 'prefecture')).toHaveLength(head.check.prefectures_of_140000!)
    expect(divisions.filter((d) => d.kind === 'province')).toHaveLength(34)
    expect(head.check.counties_of_141000).toBe(17)
  })
  test('codes stand once and parents are there', () => {
    const codes = new Set(divisions.map((d) => d.code))
    expect(codes.size).toBe(divisions.length)
    for (const d of divisions) expect(d.parent === '' || codes.has(d.parent), d.code).toBe(true)
  })
  test('every division today is among the codes that ever were, and so are the old ones of Linfen', () => {
    const ever = divisionEverFrom(rows('divisions-historic') as { code: string }[] & Record<string, string>[])
    for (const d of divisions) {
      if (d.kind !== 'development-zone' && d.kind !== 'corps') expect(ever(d.code), d.code).toBe(true)
    }
    for (const code of ['142600', '142601', '142625', '440524', '110103']) expect(ever(code), code).toBe(true)
    expect(ever('141099')).toBe(false)
    expect(text('divisions-historic.csv').length).toBeLessThan(150_000)
  })
  test('old codes of Linfen lead to divisions of today', () => {
    const codes = new Set(divisions.map((d) => d.code))
    for (const r of rows('division-successions-linfen')) expect(codes.has(r.now!), r.code).toBe(true)
  })
})

describe('occupations', () => {
  const occupations = rows('occupations-2022-linfen')
  const codes = new Set(occupations.map((r) => r.code!))
  test('codes are well formed, ancestors are there, industries are known', () => {
    const industries = new Set(rows('industries').map((r) => r.id!))
    expect(codes.size).toBe(occupations.length)
    for (const r of occupations) {
      expect(parseOccupationCode(r.code!).ok, r.code).toBe(true)
      expect(Number(r.depth)).toBe(depthOf(r.code!))
      for (const a of ancestorsOf(r.code!)) expect(codes.has(a), a).toBe(true)
      expect(depthOf(r.code!) === 4).toBe(industries.has(r.industry!))
    }
  })
  test('work types hang below occupations of the table, each once', () => {
    const seen = new Set<string>()
    for (const r of rows('work-types-2022-linfen')) {
      expect(codes.has(r.occupation!) && depthOf(r.occupation!) === 4, r.occupation).toBe(true)
      seen.add(`${r.occupation}|${r.name}`)
    }
    expect(seen.size).toBe(rows('work-types-2022-linfen').length)
  })
})

test('the levels of the table are those of the program', () => {
  expect(
    rows('levels').map((r) => ({
      id: r.id,
      rank: Number(r.rank),
      digit: r.official_digit || undefined,
      zh: r.name_zh,
      grade: r.grade_zh || undefined,
      en: r.name_en,
    })),
  ).toEqual(
    LEVELS.map((l) => ({ id: l.id, rank: l.rank, digit: l.digit, zh: l.name.zh, grade: l.grade?.zh, en: l.name.en })),
  )
})

test('the old province table: 04 is Shanxi, 14 is Jiangxi, and only what was seen is called confirmed', () => {
  const old = rows('provinces-old-qualification')
  expect(old.find((r) => r.code === '04')).toMatchObject({ name: '山西', gb_province: '14', certainty: 'medium' })
  expect(old.find((r) => r.code === '14')).toMatchObject({ name: '江西', gb_province: '36' })
  expect(old.filter((r) => r.certainty === 'confirmed').map((r) => r.code)).toEqual(['10', '72'])
})
