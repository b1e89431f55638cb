import type { Actor } from '../access/actor.ts'
import { allows } from '../access/policy.ts'
import type { Text } from '../values/text.ts'
import type { CaseView, ProcessDeclaration } from './define.ts'

export type Availability = { act: string; title: Text; allowed: boolean; why?: Text; needs: string[]; grave: boolean }

/**
 * What may be done with the case now, by this actor: the one truth. The server refuses by it, pages draw their buttons
 * from it, every answer carries it. Acts of other roles are left out; acts that this actor could do but not now, or not
 * after what he did before, are listed with the reason.
 */
export function available(p: ProcessDeclaration, c: CaseView, actor: Actor): Availability[] {
  const out: Availability[] = []
  for (const [id, a] of Object.entries(p.acts)) {
    if (a.automatic) continue
    if (!allows(a.who, actor, { jurisdiction: c.jurisdiction, organisation: c.organisation, own: c.own })) continue
    if (!a.from.includes(c.state)) continue
    const why = blockedByPerson(p, c, actor, id)
    out.push({
      act: id,
      title: a.title,
      allowed: !why,
      ...(why ? { why } : {}),
      needs: Object.keys(a.needs ?? {}),
      grave: a.grave ?? false,
    })
  }
  return out
}

/** Two persons are asked for; this one has already done the other part. */
export function blockedByPerson(p: ProcessDeclaration, c: CaseView, actor: Actor, act: string): Text | undefined {
  for (const other of p.acts[act]!.notBy ?? []) {
    const doer = c.doers[other]
    if (doer && doer === actor.personKey) {
      const did = other === 'open' ? { zh: '提交', en: 'filing' } : p.acts[other]!.title
      return {
        zh: `您已办理“${did.zh}”，这一步须由另一人办理`,
        en: `You did “${did.en}”; this step needs another person`,
      }
    }
  }
  return undefined
}

/** Every (state, act) pair that the table allows; for diagrams, the law tests and random walks. */
export function transitions(p: ProcessDeclaration): { from: string; act: string; to: string }[] {
  return Object.entries(p.acts).flatMap(([act, a]) => a.from.map((from) => ({ from, act, to: a.to })))
}
