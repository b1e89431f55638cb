import { copyLine } from '../../../../kernel/db/copy-text.ts'
import type { Tx } from '../../../../kernel/db/database.ts'
import type { ImportStore } from '../../../../kernel/sheets/import-store.ts'
import { builtOn, importStore } from '../../../../kernel/sheets/kind.ts'
import { Lookup } from '../../../../kernel/sheets/row.ts'
import { areasOf, inAreas, occupationLookup, sayOutside } from '../../../people/store/index.ts'
import * as w from '../../words.ts'
import * as q from '../kinds.sql.ts'

import { CODE_CHARS_MAX, HOURS_MAX, NAME_CHARS_MAX, readLevel } from './common.ts'

type ReadyProject = {
  code: string
  name: string
  kind: string
  occupation: string
  rank: number | null
  hours: number
  days: number | null
  priceFen: number
  validFrom: string
  validTo: string | null
}
/** `training.projects`. */
export const projectsKind: ImportStore = importStore<{ occupations: Lookup<string>; wholeCity: boolean }, ReadyProject>(
  {
    context: async (tx, office, actor) => ({
      occupations: await occupationLookup(tx),
      wholeCity: inAreas(areasOf(actor), office.city.division),
    }),
    reader: (_office, c) => (r) => {
      const code = r.text('code', CODE_CHARS_MAX)
      // The catalogue of projects is the city's.
      if (!c.wholeCity) sayOutside(r, 'code')
      const name = r.text('name', NAME_CHARS_MAX)
      const kind = r.choice('kind', w.TRAINING_KINDS)
      const occupation = r.find('occupation', c.occupations)
      const rank = readLevel(r)
      const hours = r.integer('hours', 1, HOURS_MAX)
      const days = r.integer('days', 1, HOURS_MAX)
      const priceFen = r.amountFen('price')
      const validFrom = r.date('validFrom')
      const validTo = r.date('validTo')
      r.order('validFrom', 'validTo')
      if (!code || !name || !kind || !occupation || !hours || priceFen === null || !validFrom) return null
      const ready = { code, name, kind, occupation, rank, hours, days, priceFen, validFrom, validTo }
      return { identity: code, content: Object.values(ready), ready }
    },
    known: async (tx, identities) =>
      new Map(
        (await tx.rows<{ code: string; hash: string | null }>(q.projectHashes(identities))).map((p) => [
          p.code,
          p.hash ?? '',
        ]),
      ),
    write: async (tx, office, batchId, rows) => {
      const there = await tx.rows<{ code: string }>(q.projectHashes(rows.map((r) => r.ready.code)))
      if (there.length) return { taken: there.map((p) => p.code), changes: [] }
      await tx.copyIn(
        'training.project',
        [
          'project_id',
          'code',
          'name',
          'kind',
          'occupation_code',
          'level_rank',
          'hours',
          'days',
          'price_fen',
          'valid_from',
          'valid_to',
          'batch_id',
          'content_hash',
        ],
        rows.map(({ ready: p, contentHash }) =>
          copyLine([
            office.world.id(),
            p.code,
            p.name,
            p.kind,
            p.occupation,
            p.rank,
            p.hours,
            p.days,
            p.priceFen,
            p.validFrom,
            p.validTo,
            batchId,
            contentHash,
          ]),
        ),
      )
      return { taken: [], changes: [] }
    },
    undo: async (tx, _office, batchId) => {
      if ((await tx.rows(q.classesOnProjects(batchId))).length)
        return builtOn('已有培训班使用这些项目', 'classes stand on these projects')
      await tx.run(q.deleteProjects(batchId))
      return { changes: [] }
    },
  },
)

/* Teachers */

export type NamedProject = { id: string; kind: string; occupation: string; rank: number | null; hours: number }
export async function projectLookup(tx: Tx): Promise<Lookup<NamedProject>> {
  const lookup = new Lookup<NamedProject>(
    { zh: '培训项目', en: 'project' },
    { zh: '请核对项目编号；新项目请先导入项目（projects）', en: 'Check the code; load projects first (kind projects)' },
  )
  for (const p of await tx.rows<{
    project_id: string
    code: string
    kind: string
    occupation_code: string
    level_rank: number | null
    hours: number
  }>(q.projects()))
    lookup.add(
      { id: p.project_id, kind: p.kind, occupation: p.occupation_code, rank: p.level_rank, hours: p.hours },
      p.code,
    )
  return lookup
}
