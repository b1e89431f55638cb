import type { ProcessDeclaration } from './define.ts'

/** The transition table in Markdown, for the room's README. Drawn, so that it cannot be out of date. */
export function transitionTable(p: ProcessDeclaration): string {
  const rows = Object.entries(p.acts).map(([id, a]) => {
    const who = a.automatic
      ? '（自动）'
      : Object.keys(a.who.by ?? {}).join(', ') || (a.who.anyone ? 'anyone' : 'signedIn')
    return `| ${a.from.map((s) => p.states[s]!.title.zh).join('、')} | ${a.title.zh} \`${id}\` | ${p.states[a.to]!.title.zh} | ${who} | ${(a.checks ?? []).map((c) => c.id).join(', ') || '—'} | ${(a.notBy ?? []).join(', ') || '—'} |`
  })
  return ['| from | act | to | who | checks | not by |', '|---|---|---|---|---|---|', ...rows].join('\n')
}

/** A state diagram (Mermaid), for the README. */
export function stateDiagram(p: ProcessDeclaration): string {
  const lines = [`  [*] --> ${p.open.state}`]
  for (const a of Object.values(p.acts)) for (const f of a.from) lines.push(`  ${f} --> ${a.to}: ${a.title.zh}`)
  for (const [id, s] of Object.entries(p.states)) {
    lines.push(`  ${id}: ${s.title.zh}`)
    if (s.end) lines.push(`  ${id} --> [*]`)
  }
  return ['```mermaid', 'stateDiagram-v2', ...lines, '```'].join('\n')
}
