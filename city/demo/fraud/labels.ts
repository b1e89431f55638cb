import { readFile } from 'node:fs/promises'

/** What was planted: by which check it should be found, and the rows that show it. Kept apart from everything that checks. */
export type Label = { check: string; variant: string; keys: string[] }
export type Labels = {
  seed: number
  labels: Label[]
  /** How many units were made, for the share of false alarms. */
  made: { person: number; class: number; claim: number; organisation: number }
}

export async function readLabels(file: string): Promise<Labels> {
  const content = JSON.parse((await readFile(file, 'utf8')).replace(/^\ufeff/, '')) as Labels
  if (!Array.isArray(content.labels) || !content.made) throw new Error(`${file}: no labels`)
  return content
}

type NamedHit = { check: string; rows: readonly { key: string }[]; sentence: { zh: string } }
export type KindReport = {
  check: string
  variants: string
  planted: number
  found: number
  recall: number | null
  missed: Label[]
  falseAlarms: number
  clean: number
  falseShare: number
  notRun: boolean
}

/** Recall and false alarms of each check. A hit is true when one of its rows is a row of something planted for this check. */
export function compareWithLabels(
  labels: Labels,
  hits: readonly NamedHit[],
  checks: readonly { id: string; scope: string; result: string }[],
): { target: { recall: number; falseShare: number }; kinds: KindReport[]; falseHits: NamedHit[] } {
  const falseHits: NamedHit[] = []
  const kinds = checks.map((c) => {
    const mine = labels.labels.filter((l) => l.check === c.id)
    const keys = new Set(mine.flatMap((l) => l.keys))
    const seen = new Set<string>()
    let falseAlarms = 0
    for (const h of hits) {
      if (h.check !== c.id) continue
      for (const r of h.rows) seen.add(r.key)
      if (!h.rows.some((r) => keys.has(r.key))) {
        falseAlarms++
        falseHits.push(h)
      }
    }
    const missed = mine.filter((l) => !l.keys.some((k) => seen.has(k)))
    const made = labels.made[c.scope as keyof Labels['made']]
    const clean = Math.max(made - mine.length, 1)
    return {
      check: c.id,
      variants: [...new Set(mine.map((l) => l.variant))].join(','),
      planted: mine.length,
      found: mine.length - missed.length,
      recall: mine.length ? (mine.length - missed.length) / mine.length : null,
      missed,
      falseAlarms,
      clean,
      falseShare: falseAlarms / clean,
      notRun: c.result === 'not-run',
    }
  })
  return { target: { recall: 0.95, falseShare: 0.01 }, kinds, falseHits }
}
