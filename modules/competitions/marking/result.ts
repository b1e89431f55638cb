import { canonicalJson, type Json } from '../../../kernel/values/canonical-json.ts'
import type { Finding } from '../../../kernel/values/finding.ts'
import type { Medal } from '../words.ts'
import { aspectMarks, divideRounding, type RawMark } from './marks.ts'
import { type MedalSettings, medalsOf } from './medals.ts'
import { SCALES, type ScaleSettings } from './scale.ts'
import { aspectsOf, type MarkingScheme, modulesOf } from './scheme.ts'
import { percentMax } from './units.ts'

/** An entry under its secret number: who it is plays no part in the result. */
export type RawEntry = {
  entry: number
  /** Time taken, for ties. */
  seconds: number | null
  /** Order that the judges agreed on among equals, for ties. */
  decision: number | null
  /** Did not come, or left: no place. */
  absent: boolean
}
/** Everything that one skill's result is made of. */
export type RawSkill = {
  scheme: MarkingScheme
  scale: { name: string } & ScaleSettings
  medals: MedalSettings
  entries: readonly RawEntry[]
  marks: readonly RawMark[]
}
export type Place = {
  entry: number
  rank: number
  total: number
  theory: number
  skill: number
  modules: { [module: string]: number }
  points: number
  medal: Medal | null
}
export type SkillResult = { places: Place[]; absent: number[] }

/**
 * The result of one skill from the raw marks alone. The order of what comes in plays no part. @returns the places, best first,
 * or everything that is still missing or unsettled.
 */
export function resultOf(raw: RawSkill): { result: SkillResult } | { findings: Finding[] } {
  const { scheme } = raw
  const scale = SCALES[raw.scale.name]
  if (!scale) throw new Error(`unknown scale ${raw.scale.name}`)
  const aspects = aspectsOf(scheme)
  const modules = modulesOf(scheme)
  const given = new Map<string, RawMark[]>()
  for (const m of raw.marks) {
    const key = `${m.entry}/${m.aspect}`
    const list = given.get(key)
    if (list) list.push(m)
    else given.set(key, [m])
  }
  const findings: Finding[] = []
  const present = raw.entries.filter((e) => !e.absent)
  const summed = present.map((e) => {
    const parts = { theory: 0, skill: 0 }
    const byModule = Object.fromEntries(modules.map((m) => [m, 0]))
    for (const { aspect, part, module } of aspects) {
      const got = aspectMarks(scheme, aspect, given.get(`${e.entry}/${aspect.id}`) ?? [], e.entry)
      if ('findings' in got) findings.push(...got.findings)
      else {
        parts[part] += got.marks
        byModule[module]! += got.marks
      }
    }
    const { weights } = scheme
    return {
      raw: e,
      ...parts,
      modules: byModule,
      total: divideRounding(parts.theory * weights.theory + parts.skill * weights.skill, percentMax),
    }
  })
  if (findings.length) return { findings }
  type Summed = (typeof summed)[number]
  const tie: { [rule: string]: (a: Summed, b: Summed) => number } = {
    skill: (a, b) => b.skill - a.skill,
    // Who has no time, or no place among equals, comes after who has one.
    time: (a, b) => orLast(a.raw.seconds, b.raw.seconds),
    decision: (a, b) => orLast(a.raw.decision, b.raw.decision),
  }
  const better = (a: Summed, b: Summed): number => {
    let order = b.total - a.total
    for (const rule of scheme.ties) order ||= tie[rule]!(a, b)
    return order
  }
  const sorted = [...summed].sort((a, b) => better(a, b) || a.raw.entry - b.raw.entry)
  const points = scale(
    sorted.map((x) => x.total),
    raw.scale,
  )
  const places = sorted.map((x, i): Place => {
    let first = i
    while (first > 0 && better(sorted[first - 1]!, x) === 0) first--
    return {
      entry: x.raw.entry,
      rank: first + 1,
      total: x.total,
      theory: x.theory,
      skill: x.skill,
      modules: x.modules,
      points: points[i]!,
      medal: null,
    }
  })
  const medals = medalsOf(places, raw.medals)
  return {
    result: {
      places: places.map((p) => ({ ...p, medal: medals.get(p.entry) ?? null })),
      absent: raw.entries
        .filter((e) => e.absent)
        .map((e) => e.entry)
        .sort((a, b) => a - b),
    },
  }
}

const orLast = (a: number | null, b: number | null): number => (a === b ? 0 : a === null ? 1 : b === null ? -1 : a - b)

/** The text that is sealed when a result is published; computed again from the same raw marks it is the same byte for byte. */
export const resultText = (r: SkillResult): string => canonicalJson(r as unknown as Json)
