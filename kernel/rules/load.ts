import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { parse } from 'yaml'
import type { Finding } from '../values/finding.ts'
import { type RuleValue, readRule } from './rules.ts'

/**
 * All files of values below a folder; trees of conditions below a folder `standards`, and pages below a folder `schemes`, are read by their room.
 * @throws with every fault of every file.
 */
export async function loadRules(folder: string): Promise<RuleValue[]> {
  const names = (await readdir(folder, { recursive: true }))
    .filter((n) => n.endsWith('.yaml') && !/(^|[/\\])(standards|schemes)[/\\]/.test(n))
    .sort()
  const out: RuleValue[] = []
  const findings: Finding[] = []
  for (const n of names) {
    // `core` keeps dates as text: they are plain dates, never instants.
    const read = readRule(
      parse(await readFile(join(folder, n), 'utf8'), { schema: 'core' }),
      relative(folder, join(folder, n)),
    )
    if ('rule' in read) out.push(read.rule)
    else findings.push(...read.findings)
  }
  if (findings.length) throw new Error(`rule files are faulty:\n${findings.map((f) => `- ${f.message.en}`).join('\n')}`)
  return out
}
