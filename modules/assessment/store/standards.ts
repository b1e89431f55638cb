import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse as parseCsv } from 'csv-parse/sync'
import { parse } from 'yaml'
import type { Finding } from '../../../kernel/values/finding.ts'
import { type Case, runCases } from '../eligibility/cases.ts'
import { readStandards, type StandardFile, type Standards } from '../eligibility/standards.ts'

/** Every fault of every file. */
export class StandardsFaulty extends Error {
  readonly findings: Finding[]
  constructor(findings: Finding[]) {
    super(`standards are faulty:\n${findings.map((f) => `- ${f.message.en}`).join('\n')}`)
    this.name = 'StandardsFaulty'
    this.findings = findings
  }
}

type Row = { readonly [column: string]: string }
const cache = new Map<string, Promise<Standards>>()

/** The standards of a city's folder, read and tried once. @throws naming every fault of every file. */
export function standardsOf(cityFolder: string): Promise<Standards> {
  const known = cache.get(cityFolder) ?? loadStandards(cityFolder)
  cache.set(cityFolder, known)
  return known
}

/**
 * @param instead files, with their cases inside or beside, that go before those of the folder with the same name, or beside them: a proposed standard in a dry run
 * @throws naming every fault; a tree without cases is one
 */
export async function loadStandards(cityFolder: string, instead: readonly StandardFile[] = []): Promise<Standards> {
  const folder = join(cityFolder, 'rules/assessment/standards')
  const names = (await readdir(folder, { recursive: true })).filter((n) => n.endsWith('.yaml')).sort()
  const read = async (name: string): Promise<StandardFile> => ({
    file: name,
    // `core` keeps dates as text: they are plain dates, never instants.
    content: parse(await readFile(join(folder, name), 'utf8'), { schema: 'core' }),
  })
  const replaced = new Set(instead.map((f) => f.file))
  const files = [...(await Promise.all(names.filter((n) => !replaced.has(n)).map(read))), ...instead]
  const isCases = (f: StandardFile) => f.file.endsWith('.cases.yaml')
  const { patterns, editions, findings } = readStandards(files.filter((f) => !isCases(f)))
  const table = async (room: string, name: string) =>
    parseCsv(await readFile(join(cityFolder, 'tables', room, `${name}.csv`), 'utf8'), { columns: true }) as Row[]
  const occupationTable = (await readdir(join(cityFolder, 'tables/catalogue'))).find((n) =>
    /^occupations-.*\.csv$/.test(n),
  )!
  const [occupations, related, majors, titles] = await Promise.all([
    table('catalogue', occupationTable.replace(/\.csv$/, '')),
    table('assessment', 'related-occupations'),
    table('assessment', 'related-majors'),
    table('assessment', 'corresponding-titles'),
  ])
  const standards: Standards = {
    patterns,
    editions,
    occupations: new Map(occupations.filter((o) => o['depth'] === '4').map((o) => [o['code']!, o['name']!])),
    related: related.map((r) => ({ occupation: r['occupation']!, related: r['related']! })),
    majors: majors.map((r) => ({ occupation: r['occupation']!, major: r['major']! })),
    titles: titles.map((r) => ({ occupation: r['occupation']!, title: r['title']! })),
  }
  if (findings.length === 0)
    for (const f of files.filter((x) => !isCases(x))) {
      const c = f.content as { pattern?: string; occupation?: string; issued_on?: string }
      const of = c.pattern
        ? patterns.find((p) => p.id === c.pattern)
        : editions.find((e) => e.id === `${c.occupation}@${c.issued_on}`)
      if (!of) continue
      const beside = files.find((x) => x.file === f.file.replace(/\.yaml$/, '.cases.yaml'))
      const own = (f.content as { cases?: Case[] }).cases
      const cases = own ?? (beside?.content as { cases?: Case[] } | undefined)?.cases ?? []
      findings.push(...runCases(standards, of, cases, f.file))
    }
  if (findings.length) throw new StandardsFaulty(findings)
  return standards
}
