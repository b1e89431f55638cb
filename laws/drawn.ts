import { stateDiagram, transitionTable } from '../kernel/process/draw.ts'
import type { RoomDeclaration } from '../kernel/rooms/define.ts'

export const BEGIN = '<!-- drawn: node scripts/draw-readmes.ts -->'
export const END = '<!-- /drawn -->'

/** The lower half of a room's README: what its declarations say. */
export function drawnHalf(r: RoomDeclaration): string {
  const out: string[] = [BEGIN]
  for (const p of r.processes ?? [])
    out.push('', `### ${p.title.zh} \`${p.id}\` (${p.since})`, '', stateDiagram(p), '', transitionTable(p))
  if (r.measures?.length)
    out.push(
      '',
      '| measure | unit | counts |',
      '|---|---|---|',
      ...r.measures.map((m) => `| ${m.title.zh} \`${m.id}\` | ${m.unit.zh} | ${m.meaning.zh} |`),
    )
  if (r.needs?.length)
    out.push(
      '',
      '| rule | unit | picked by |',
      '|---|---|---|',
      ...r.needs.map((n) => `| ${n.title.zh} \`${n.key}\` | ${n.unit} | ${n.pickedBy} |`),
    )
  out.push('', END)
  return out.join('\n')
}

/** The text with its drawn half put in, or put at its end. */
export function withDrawnHalf(readme: string, r: RoomDeclaration): string {
  const a = readme.indexOf(BEGIN)
  const b = readme.indexOf(END)
  const drawn = drawnHalf(r)
  if (a === -1 || b === -1) return `${readme.trimEnd()}\n\n${drawn}\n`
  return `${readme.slice(0, a)}${drawn}${readme.slice(b + END.length)}`
}
