import type { Finding } from '../../kernel/values/finding.ts'
import { dayNumber, isPlainDate, type PlainDate } from '../../kernel/values/plain-date.ts'
import type { Text } from '../../kernel/values/text.ts'
import { getLevel, isLevelId, type LevelId } from '../../modules/catalogue/index.ts'
import { spread } from './dice.ts'

/** At least `atLeast` and below `below`: what 「万余」 of a letter leaves open. */
export type Range = { atLeast: number; below: number }
/** By level id: `level-5` … `level-1`. */
export type ByLevel = Partial<Record<LevelId, number>>
export type CarrierTarget = { type: string; tier: string; count: number }
export type Route = { rungs: LevelId[]; weight: number }
export type NamedOrganisation = {
  name: string
  kind: string
  county: string
  /** Name of a county outside the city, which has it in no table of its own. */
  place?: string
}

/** `city/<place>/demo/targets.yaml`: the figures that the town has to show, and what had to be assumed to draw it. */
export type TownTargets = {
  title: Text
  source: { title: string; number?: string }
  seed: number
  small: { scale: number }
  asOf: PlainDate
  knownBy: PlainDate
  since: PlainDate
  targets: {
    persons: {
      skilled: number
      highSkilled: number
      levels: ByLevel
      employed: number
      employedShare?: { percent: number; decimals: number }
    }
    flows: { from: PlainDate; to: PlainDate; newSkilled: Range; newHighSkilled: Range; personTimes: Range }
    institutions: { total: number; kinds: Record<string, number> }
    carriers: CarrierTarget[]
    events: { from: PlainDate; to: PlainDate } & Range
    certificates: { about: number; within: number }
    classes: number
  }
  assumptions: {
    lowerLevels: ByLevel
    newSkilledLevels: ByLevel
    directHighShare: number
    directHighLevels: ByLevel
    ladder: {
      years: ByLevel
      routes: Partial<Record<LevelId, Route[]>>
      youngest: ByLevel
      spreadYears: number
      oldest: number
    }
    certificates: {
      skillLevelFrom: PlainDate
      revokedShare: number
      revokedOnly: number
      revokedAbove: number
      lateShare: number
      lateDays: { from: number; to: number }
      specialShare: number
      specialNames: string[]
    }
    leftShare: number
    traineeShare: number
    diedShare: number
    phoneShare: number
    areaCode: string
    employment: {
      secondSpell: number
      listedEmployer: number
      youngest: number
      beforeDays: { from: number; to: number }
    }
    schooling: { kinds: string[]; eras: { until: number; weights: number[] }[] }
    education: { recordedShare: number; graduatedAt: Record<string, number> }
    title: { share: number }
    bornElsewhere: number
    training: {
      seatsMax: number
      days: { from: number; to: number }
      certificateAfterDays: { from: number; to: number }
      gatherDays: number
      voidedShare: number
      kinds: Record<string, number>
      groups: Record<string, number>
      employeeKinds: string[]
    }
    teaching: {
      marksFrom: PlainDate
      claimLines: number
      hoursADay: number
      roomSeats: number
      presentShare: number
      failedShare: number
      dayFen: number
      daysMax: number
      filedAfterDays: { from: number; to: number }
      reviewDays: { from: number; to: number }
    }
    industries: Record<string, { weight: number; male: number }>
    occupations: Record<string, { weight: number; from?: PlainDate }>
    counties: Record<string, number>
    organisations: {
      suspendedBefore: number
      removedBefore: number
      renamed: number
      merged: number
      listedFrom: PlainDate
      evaluationBodies: { employers: number; social: number; schools: number }
      evaluationFrom: PlainDate
      qualificationStations: number
      employers: number
      fixed: NamedOrganisation[]
      outside: NamedOrganisation[]
    }
    carriersBeside: { cityStudios: number; withdrawnStudios: number }
    eventsBefore: number
    brands: Record<string, string>
  }
  proposal?: {
    session: string
    category: string
    number: number
    title: string
    leadMember: string
    members: number
    letter: string
  }
}

/** The levels that make a person skilled, lowest first. Apprentices and the employers' own levels are not calibrated. */
export const CALIBRATED: readonly LevelId[] = ['level-5', 'level-4', 'level-3', 'level-2', 'level-1']
export const rankOf = (id: LevelId): number => getLevel(id).rank

const finding = (code: string, field: string, zh: string, en: string, hintZh: string, hintEn: string): Finding => ({
  code,
  field,
  message: { zh, en },
  hint: { zh: hintZh, en: hintEn },
})
export const cannotMeet = finding

/** Reads the file's content (YAML of the core schema, so that days are text). All faults of form at once. */
export function readTargets(content: unknown): { targets: TownTargets } | { findings: Finding[] } {
  const findings: Finding[] = []
  const wrong = (field: string, en: string, zh: string) =>
    findings.push(
      finding('TARGETS_FORM', field, `${field}：${zh}`, `${field}: ${en}`, '请修改目标文件', 'Mend the targets file'),
    )
  const at = (path: string): unknown =>
    path
      .split('.')
      .reduce<unknown>(
        (o, k) => (typeof o === 'object' && o !== null ? (o as Record<string, unknown>)[k] : undefined),
        content,
      )
  const days = [
    'asOf',
    'knownBy',
    'since',
    'targets.flows.from',
    'targets.flows.to',
    'targets.events.from',
    'targets.events.to',
  ]
  for (const d of [
    ...days,
    'assumptions.certificates.skillLevelFrom',
    'assumptions.organisations.listedFrom',
    'assumptions.organisations.evaluationFrom',
  ])
    if (!isPlainDate(at(d))) wrong(d, 'a date like 2022-12-31 is wanted', '应为 2022-12-31 这样的日期')
  const whole = [
    'seed',
    'small.scale',
    'targets.persons.skilled',
    'targets.persons.highSkilled',
    'targets.persons.employed',
    'targets.institutions.total',
    'targets.certificates.about',
    'targets.classes',
  ]
  for (const r of [
    'targets.flows.newSkilled',
    'targets.flows.newHighSkilled',
    'targets.flows.personTimes',
    'targets.events',
  ])
    whole.push(`${r}.atLeast`, `${r}.below`)
  for (const w of whole) {
    const v = at(w)
    if (typeof v !== 'number' || !Number.isInteger(v) || v < 0) wrong(w, 'a whole number is wanted', '应为非负整数')
  }
  const tables = [
    'targets.persons.levels',
    'targets.institutions.kinds',
    'assumptions.lowerLevels',
    'assumptions.ladder.routes',
    'assumptions.counties',
    'assumptions.industries',
    'assumptions.training',
    'assumptions.organisations',
    'assumptions.brands',
  ]
  for (const t of tables) if (typeof at(t) !== 'object' || at(t) === null) wrong(t, 'a table is wanted', '应为表')
  for (const t of [
    'targets.persons.levels',
    'assumptions.lowerLevels',
    'assumptions.ladder.years',
    'assumptions.ladder.youngest',
  ])
    for (const [k, v] of Object.entries((at(t) ?? {}) as object))
      if (!isLevelId(k) || typeof v !== 'number' || v < 0)
        wrong(`${t}.${k}`, 'a level and its number are wanted', '应为等级和数')
  return findings.length ? { findings } : { targets: content as TownTargets }
}

/** The same town, `scale` times smaller in persons; organisations, carriers and competitions keep their number. */
export function scaleTargets(t: TownTargets, scale: number): TownTargets {
  if (scale === 1) return t
  const down = (n: number) => Math.round(n / scale)
  const range = (r: Range): Range => ({ atLeast: Math.ceil(r.atLeast / scale), below: Math.ceil(r.below / scale) })
  const p = t.targets.persons
  const ids = Object.keys(p.levels) as LevelId[]
  const highSkilled = down(p.highSkilled)
  // Only as consistent as the town it comes from: a wrong sum stays wrong and is found.
  const fits = ids.reduce((s, id) => s + p.levels[id]!, 0) === p.highSkilled
  const levels = fits
    ? spread(
        highSkilled,
        ids.map((id) => p.levels[id]!),
      )
    : ids.map((id) => down(p.levels[id]!))
  const { teaching } = t.assumptions
  return {
    ...t,
    assumptions: { ...t.assumptions, teaching: { ...teaching, claimLines: down(teaching.claimLines) } },
    targets: {
      ...t.targets,
      persons: {
        ...p,
        skilled: down(p.skilled),
        highSkilled,
        levels: Object.fromEntries(ids.map((id, i) => [id, levels[i]!])),
        employed: down(p.employed),
      },
      flows: {
        ...t.targets.flows,
        newSkilled: range(t.targets.flows.newSkilled),
        newHighSkilled: range(t.targets.flows.newHighSkilled),
        personTimes: range(t.targets.flows.personTimes),
      },
      certificates: { ...t.targets.certificates, about: down(t.targets.certificates.about) },
      classes: Math.max(1, down(t.targets.classes)),
    },
  }
}

/**
 * Targets that contradict each other, before anything is drawn. What the ladder and the calendar cannot do is found by
 * `planLadder`. @param counties codes of the city's counties, from the table of divisions
 */
export function contradictions(t: TownTargets, counties: readonly string[]): Finding[] {
  const out: Finding[] = []
  const say = (
    code: string,
    field: string,
    zh: string,
    en: string,
    hintZh = '请核对目标',
    hintEn = 'Check the targets',
  ) => out.push(finding(code, field, zh, en, hintZh, hintEn))
  const { persons: p, flows: f, institutions, events } = t.targets
  const sum = Object.values(p.levels).reduce((s, n) => s + n, 0)
  if (sum !== p.highSkilled)
    say(
      'LEVELS_SUM',
      'targets.persons.levels',
      `各等级合计 ${sum}，与高技能人才 ${p.highSkilled} 不等`,
      `the levels add up to ${sum}, high-skilled are ${p.highSkilled}`,
    )
  if (p.highSkilled > p.skilled)
    say(
      'HIGH_ABOVE_SKILLED',
      'targets.persons.highSkilled',
      `高技能人才 ${p.highSkilled} 多于技能人才 ${p.skilled}`,
      `${p.highSkilled} high-skilled are more than ${p.skilled} skilled`,
    )
  if (p.skilled > p.employed)
    say(
      'SKILLED_ABOVE_EMPLOYED',
      'targets.persons.employed',
      `技能人才 ${p.skilled} 多于从业人员 ${p.employed}`,
      `${p.skilled} skilled are more than ${p.employed} employed`,
    )
  if (p.employedShare) {
    const share = ((p.skilled / p.employed) * 100).toFixed(p.employedShare.decimals)
    if (Number(share) !== p.employedShare.percent)
      say(
        'SHARE',
        'targets.persons.employedShare',
        `${p.skilled} ÷ ${p.employed} 为 ${share}%，不是 ${p.employedShare.percent}%`,
        `${p.skilled} of ${p.employed} is ${share} %, not ${p.employedShare.percent} %`,
        '请核对分母',
        'Check the denominator',
      )
  }
  for (const [name, r] of Object.entries({
    'flows.newSkilled': f.newSkilled,
    'flows.newHighSkilled': f.newHighSkilled,
    'flows.personTimes': f.personTimes,
    events,
  }))
    if (r.atLeast >= r.below)
      say(
        'RANGE_EMPTY',
        `targets.${name}`,
        `${name} 的范围是空的：≥ ${r.atLeast} 且 < ${r.below}`,
        `${name} leaves no number: at least ${r.atLeast} and below ${r.below}`,
      )
  if (f.newSkilled.atLeast > p.skilled)
    say(
      'NEW_ABOVE_STOCK',
      'targets.flows.newSkilled',
      `新增技能人才 ${f.newSkilled.atLeast} 多于总量 ${p.skilled}`,
      `${f.newSkilled.atLeast} new skilled are more than the ${p.skilled} there are`,
    )
  if (f.newHighSkilled.atLeast > p.highSkilled)
    say(
      'NEW_HIGH_ABOVE_STOCK',
      'targets.flows.newHighSkilled',
      `新增高技能人才 ${f.newHighSkilled.atLeast} 多于总量 ${p.highSkilled}`,
      `${f.newHighSkilled.atLeast} new high-skilled are more than the ${p.highSkilled} there are`,
    )
  if (!(t.since < f.from && f.from <= f.to && f.to <= t.asOf && t.asOf <= t.knownBy))
    say(
      'DAYS_ORDER',
      'targets.flows',
      `日期应依次为：${t.since} < ${f.from} ≤ ${f.to} ≤ ${t.asOf} ≤ ${t.knownBy}`,
      `days must stand in order: ${t.since} < ${f.from} ≤ ${f.to} ≤ ${t.asOf} ≤ ${t.knownBy}`,
    )
  const kinds = Object.values(institutions.kinds).reduce((s, n) => s + n, 0)
  if (kinds !== institutions.total)
    say(
      'INSTITUTIONS_SUM',
      'targets.institutions',
      `各类机构合计 ${kinds}，与总数 ${institutions.total} 不等`,
      `the kinds add up to ${kinds}, the total is ${institutions.total}`,
    )
  const teaching = dayNumber(f.to) - dayNumber(f.from) + 1
  const perPerson = Math.floor(teaching / (t.assumptions.training.days.to + 1))
  const seats = t.targets.classes * t.assumptions.training.seatsMax
  if (f.personTimes.atLeast > seats)
    say(
      'CLASSES_TOO_FEW',
      'targets.classes',
      `${t.targets.classes} 个班每班至多 ${t.assumptions.training.seatsMax} 人，容不下 ${f.personTimes.atLeast} 人次`,
      `${t.targets.classes} classes of at most ${t.assumptions.training.seatsMax} do not hold ${f.personTimes.atLeast} person-times`,
      '请增加班数或放宽每班人数',
      'More classes, or larger ones',
    )
  if (f.personTimes.atLeast > p.skilled * perPerson)
    say(
      'PERSON_TIMES',
      'targets.flows.personTimes',
      `${f.personTimes.atLeast} 人次超出 ${p.skilled} 人在期内所能参加的次数`,
      `${f.personTimes.atLeast} person-times are more than ${p.skilled} persons can attend in the period`,
    )
  for (const c of counties)
    if (t.assumptions.counties[c] === undefined)
      say('COUNTY_MISSING', 'assumptions.counties', `缺少 ${c} 的权重`, `county ${c} has no weight`)
  for (const c of Object.keys(t.assumptions.counties))
    if (!counties.includes(c))
      say('COUNTY_UNKNOWN', 'assumptions.counties', `${c} 不是本市的县（市、区）`, `${c} is no county of the city`)
  const brands = Object.keys(t.assumptions.brands).length
  if (brands >= events.below)
    say(
      'EVENTS_TOO_FEW',
      'targets.events',
      `一县一品已有 ${brands} 场，超出竞赛总数`,
      `${brands} county brand events are more than the events there may be`,
    )
  return out
}
