import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Finding } from '../../../kernel/values/finding.ts'
import { readScheme, type Scheme } from '../schemes/scheme.ts'

const cache = new Map<string, Promise<ReadonlyMap<string, Scheme>>>()

/** The scheme pages of a city, read once. @throws naming everything that is wrong with every page */
export function schemesOf(cityFolder: string): Promise<ReadonlyMap<string, Scheme>> {
  const known = cache.get(cityFolder) ?? loadSchemes(cityFolder)
  cache.set(cityFolder, known)
  return known
}

async function loadSchemes(cityFolder: string): Promise<ReadonlyMap<string, Scheme>> {
  const folder = join(cityFolder, 'rules/subsidy/schemes')
  const out = new Map<string, Scheme>()
  const findings: Finding[] = []
  for (const file of (await readdir(folder)).filter((n) => n.endsWith('.yaml') && !n.endsWith('.cases.yaml')).sort()) {
    // `core` keeps dates as text: they are plain dates, never instants.
    const read = readScheme(parse(await readFile(join(folder, file), 'utf8'), { schema: 'core' }), file)
    if ('findings' in read) findings.push(...read.findings)
    else if (`${read.scheme.id}.yaml` !== file)
      findings.push({
        code: 'SCHEME_FILE',
        field: file,
        message: { zh: `${file} 里写的是 ${read.scheme.id}`, en: `${file} speaks of ${read.scheme.id}` },
        hint: { zh: '文件名应与 id 相同', en: 'name the file after its id' },
      })
    else out.set(read.scheme.id, read.scheme)
  }
  if (findings.length)
    throw new Error(`scheme pages are faulty:\n${findings.map((f) => `- ${f.message.en}`).join('\n')}`)
  return out
}
