import { parse } from 'yaml'
import type { Tx } from '../../../kernel/db/database.ts'
import type { ProcessStore } from '../../../kernel/process/act.ts'
import type { Office } from '../../../kernel/rooms/office.ts'
import { fail } from '../../../kernel/values/fail.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import type { StandardFile, Standards } from '../eligibility/standards.ts'
import { contentHash, dryRun } from './dry-run.ts'
import * as q from './release.sql.ts'
import { loadStandards, StandardsFaulty } from './standards.ts'

const NAME = /^[a-z0-9][a-z0-9.-]*\.yaml$/
/** Standards with what was released, by the files that went in. */
const known = new Map<string, Promise<Standards>>()

/** The standards of the city's folder and those released since, read once for each state of both. */
export async function standardsInForce(tx: Tx, cityFolder: string): Promise<Standards> {
  const released = await tx.rows<{ case_id: string; file: string; content: string }>(q.releasedFiles())
  const key = [cityFolder, ...released.map((r) => r.case_id)].join(' ')
  let found = known.get(key)
  if (!found) {
    // Only the newest file of a name counts.
    const files = new Map(released.map((r) => [r.file, standardFile(r.file, r.content)]))
    found = loadStandards(cityFolder, [...files.values()])
    known.clear()
    known.set(key, found)
  }
  return found
}

/** @throws BadInput when the text is no YAML */
export function standardFile(file: string, content: string): StandardFile {
  try {
    return { file, content: parse(content, { schema: 'core' }) }
  } catch (e) {
    return fail('BadInput', {
      code: 'STANDARD_YAML',
      field: 'content',
      message: {
        zh: `内容不是 YAML：${(e as Error).message.split('\n')[0]}`,
        en: `not YAML: ${(e as Error).message.split('\n')[0]}`,
      },
      hint: { zh: '请核对缩进和引号', en: 'check indentation and quotes' },
    })
  }
}

/** What a proposed file changes: its pattern or edition by id. */
export function changedBy(f: StandardFile): ReadonlySet<string> {
  const c = (f.content ?? {}) as { pattern?: unknown; occupation?: unknown; issued_on?: unknown }
  return new Set([c.pattern === undefined ? `${String(c.occupation)}@${String(c.issued_on)}` : String(c.pattern)])
}

/** The standards as they would be. @throws BadInput with every fault of the file, its missing cases among them */
export async function standardsWith(tx: Tx, cityFolder: string, proposed: StandardFile): Promise<Standards> {
  const released = await tx.rows<{ file: string; content: string }>(q.releasedFiles())
  const files = new Map(released.map((r) => [r.file, standardFile(r.file, r.content)]))
  files.set(proposed.file, proposed)
  try {
    return await loadStandards(cityFolder, [...files.values()])
  } catch (e) {
    if (!(e instanceof StandardsFaulty)) throw e
    return fail(
      'BadInput',
      e.findings.map((f) => ({ ...f, field: 'content' })),
    )
  }
}

const proposedOf = (fields: { readonly [key: string]: unknown }): StandardFile =>
  standardFile(String(fields['file'] ?? ''), String(fields['content'] ?? ''))

export const ruleRelease: ProcessStore = {
  complete: async (tx, input, office: Office) => {
    const file = String(input['file'] ?? '')
    if (!NAME.test(file) || file.endsWith('.cases.yaml'))
      fail('BadInput', {
        code: 'STANDARD_NAME',
        field: 'file',
        given: file.slice(0, 80),
        message: {
          zh: `文件名“${file.slice(0, 80)}”的写法不对`,
          en: `${file.slice(0, 80)} is not a name for a standard`,
        },
        hint: {
          zh: '小写字母、数字和短横线，以 .yaml 结尾',
          en: 'lower-case letters, digits and dashes, ending in .yaml',
        },
      })
    // Refused here and not only when it is tried: what cannot be read is no proposal.
    await standardsWith(tx, office.city.folder, proposedOf(input))
    return {
      county: office.city.division,
      contentHash: contentHash(String(input['content'])),
      gain: null,
      lose: null,
      dryRun: null,
      decisionNote: null,
    }
  },
  effects: {
    dryRun: async ({ tx, office, case: c }) => {
      const proposed = proposedOf(c.fields)
      const now = await standardsInForce(tx, office.city.folder)
      const next = await standardsWith(tx, office.city.folder, proposed)
      const result = await dryRun(tx, now, next, c.fields['triedOn'] as PlainDate, changedBy(proposed))
      await tx.run(q.keepDryRun(c.id, result.gain, result.lose, JSON.stringify(result)))
    },
    keepNote: async ({ tx, case: c, input }) => {
      await tx.run(
        q.keepNote(c.id, typeof input['note'] === 'string' && input['note'].trim() ? input['note'].trim() : null),
      )
    },
    release: async ({ office, tx, case: c, tell }) => {
      // Another release may have come between: the whole has to stand together on the day of release too.
      await standardsWith(tx, office.city.folder, proposedOf(c.fields))
      tell('assessment.standard.released', {
        file: String(c.fields['file']),
        contentHash: String(c.fields['contentHash']),
      })
    },
  },
}
