import type { Role } from '../access/roles.ts'
import type { FactSet, Measure } from '../measures/define.ts'
import type { ProcessStore } from '../process/act.ts'
import type { ProcessDeclaration } from '../process/define.ts'
import type { RecordDeclaration } from '../records/define.ts'
import type { Rules } from '../rules/rules.ts'
import type { KeyRing } from '../secrets/keyring.ts'
import type { Calendar } from '../values/calendar.ts'
import type { Text } from '../values/text.ts'
import type { World } from '../values/world.ts'
import type { ImportDeclaration, ReadContract, RoomDeclaration } from './define.ts'
import type { RoomStore } from './store.ts'

export type City = {
  id: string
  name: Text
  bureau: Text
  shortName: Text
  division: string
  province: string
  zone: string
  helpPhone: string | null
  /** Under which the public reaches this house; null when nobody outside does. */
  publicAddress: string | null
  /** How codes that are checked elsewhere are signed. */
  signature: 'ES256' | 'SM2'
  folder: string
}

/** Everything a handler may need besides its transaction and its actor: declarations, rules, keys, the world. */
export type Office = {
  city: City
  world: World
  keys: KeyRing
  rules: Rules
  calendar: Calendar
  roles: readonly Role[]
  rooms: readonly RoomDeclaration[]
  stores: ReadonlyMap<string, RoomStore>
  records: ReadonlyMap<string, RecordDeclaration>
  /** Editions of each process, oldest first. */
  processes: ReadonlyMap<string, readonly ProcessDeclaration[]>
  facts: ReadonlyMap<string, FactSet>
  measures: ReadonlyMap<string, Measure>
  reads: ReadonlyMap<string, ReadContract>
  imports: ReadonlyMap<string, ImportDeclaration>
  /** True with the demonstration town loaded: a banner says so, and demonstration accounts work. */
  demonstration: boolean
  processStore(processId: string): ProcessStore
}

/**
 * Puts the rooms together and matches slots with fills: an effect, read or import without its filling, or a filling
 * without its slot, stops the start. @throws with every mismatch.
 */
export function openOffice(parts: {
  city: City
  world: World
  keys: KeyRing
  rules: Rules
  calendar: Calendar
  roles: readonly Role[]
  rooms: readonly RoomDeclaration[]
  stores: ReadonlyMap<string, RoomStore>
  demonstration: boolean
}): Office {
  const wrong: string[] = []
  const collect = <T extends { id: string }>(pick: (r: RoomDeclaration) => readonly T[] | undefined) =>
    new Map(parts.rooms.flatMap((r) => pick(r) ?? []).map((x) => [x.id, x]))
  const processes = new Map<string, ProcessDeclaration[]>()
  for (const p of parts.rooms.flatMap((r) => r.processes ?? []))
    processes.set(
      p.id,
      [...(processes.get(p.id) ?? []), p].sort((a, b) => (a.since < b.since ? -1 : 1)),
    )
  const reads = collect((r) => r.reads)
  const imports = collect((r) => r.imports)
  const records = collect((r) => r.records)
  const facts = collect((r) => r.facts)
  const measures = collect((r) => r.measures)

  const processStores = new Map<string, ProcessStore>()
  const filledReads = new Set<string>()
  const filledImports = new Set<string>()
  for (const store of parts.stores.values()) {
    for (const [id, s] of Object.entries(store.processes ?? {})) {
      if (!processes.has(id)) wrong.push(`the store fills an unknown process ${id}`)
      processStores.set(id, s)
    }
    for (const id of Object.keys(store.reads ?? {})) {
      if (!reads.has(id)) wrong.push(`the store fills an unknown read ${id}`)
      filledReads.add(id)
    }
    for (const id of Object.keys(store.imports ?? {})) {
      if (!imports.has(id)) wrong.push(`the store fills an unknown import ${id}`)
      filledImports.add(id)
    }
  }
  for (const id of reads.keys()) if (!filledReads.has(id)) wrong.push(`read ${id} is not filled by its store`)
  for (const id of imports.keys()) if (!filledImports.has(id)) wrong.push(`import ${id} is not filled by its store`)
  for (const [id, editions] of processes) {
    const effects = new Set(
      editions.flatMap((p) => [...(p.open.effects ?? []), ...Object.values(p.acts).flatMap((a) => a.effects ?? [])]),
    )
    for (const e of effects)
      if (!processStores.get(id)?.effects?.[e]) wrong.push(`effect ${e} of ${id} is not filled by its store`)
    if (editions.some((p) => p.completed) && !processStores.get(id)?.complete)
      wrong.push(`process ${id} has fields to be looked up, but its store does not complete them`)
    for (const e of Object.keys(processStores.get(id)?.effects ?? {}))
      if (!effects.has(e)) wrong.push(`effect ${e} of ${id} is filled but never used`)
  }
  for (const m of measures.values()) {
    if ((m.kind === 'stock' || m.kind === 'flow') && !facts.has(m.facts))
      wrong.push(`measure ${m.id} counts unknown facts ${m.facts}`)
    if (m.kind === 'ratio')
      for (const part of [m.numerator, m.denominator])
        if (!measures.has(part)) wrong.push(`measure ${m.id} divides unknown ${part}`)
  }
  for (const f of facts.values())
    if (!records.has(f.record)) wrong.push(`facts ${f.id} open to unknown record ${f.record}`)
  const roleIds = new Set(parts.roles.map((r) => r.id))
  for (const r of records.values())
    for (const role of [...Object.keys(r.read.by ?? {}), ...Object.keys(r.reveal?.by ?? {})])
      if (!roleIds.has(role)) wrong.push(`record ${r.id} names unknown role ${role}`)
  for (const p of parts.rooms.flatMap((r) => r.processes ?? []))
    for (const policy of [p.read, p.open.who, ...Object.values(p.acts).map((a) => a.who)])
      for (const role of Object.keys(policy.by ?? {}))
        if (!roleIds.has(role)) wrong.push(`process ${p.id} names unknown role ${role}`)
  if (wrong.length) throw new Error(`the rooms do not fit together:\n${wrong.map((w) => `- ${w}`).join('\n')}`)

  return {
    ...parts,
    records,
    processes,
    facts,
    measures,
    reads,
    imports,
    processStore: (id) => processStores.get(id) ?? {},
  }
}
