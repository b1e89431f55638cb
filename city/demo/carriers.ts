import { dayNumber } from '../../kernel/values/plain-date.ts'
import { MS_PER_DAY, yearOfDay } from './days.ts'
import { Dice } from './dice.ts'
import { idOf } from './ids.ts'
import type { Names } from './names.ts'
import { type Organisation, type Place, shortPlace } from './organisations.ts'
import type { Trade } from './population.ts'
import type { TownTargets } from './targets.ts'

export type Carrier = {
  id: string
  type: string
  tier: string
  name: string
  organisation: string
  leader: string | null
  trades: number[]
  county: string
  recognised: number
  withdrawn: number | null
  document: string
}

const STREAM = 12
const TIERS: Record<string, string> = { national: '国家级', provincial: '省级', city: '市级' }
const DOCUMENTS: Record<string, string> = { national: '人社厅发', provincial: '晋人社函', city: '人社发' }

/** Bases and studios: as many of each tier as the targets say on the day, some of the city's own, and one that was withdrawn. */
export function makeCarriers(
  t: TownTargets,
  city: Place,
  organisations: readonly Organisation[],
  trades: readonly Trade[],
  names: Names,
): Carrier[] {
  const d = new Dice().reset(t.seed, STREAM, 0)
  const asOf = dayNumber(t.asOf)
  const schools = organisations.filter((o) => o.kind === 'technical-school' && o.listings.length > 0)
  const employers = organisations.filter((o) => o.kind === 'employer')
  const out: Carrier[] = []
  const usedTrades = new Set<number>()
  const add = (type: string, tier: string, withdrawn: boolean) => {
    const base = type === 'training-base'
    const host =
      base && schools.length > 0 ? schools[out.length % schools.length]! : employers[d.below(employers.length)]!
    const own = trades.flatMap((x, i) => (host.industry === null || x.industry === host.industry ? [i] : []))
    const fresh = own.filter((i) => !usedTrades.has(i))
    const trade = d.of(fresh.length ? fresh : own)
    usedTrades.add(trade)
    const leader = base ? null : names.of(d, d.chance(0.85), 1968).name
    const recognised = asOf - d.between(withdrawn ? 2500 : 300, withdrawn ? 3500 : 2400)
    out.push({
      id: idOf(recognised * MS_PER_DAY + out.length, out.length, d.bits(), d.bits()),
      type,
      tier,
      name: base ? `${host.name}${TIERS[tier]}高技能人才培训基地` : `${leader}${trades[trade]!.name}技能大师工作室`,
      organisation: host.id,
      leader,
      trades: base ? [trade, ...own.filter((i) => i !== trade).slice(0, 4)] : [trade],
      county: host.county,
      recognised,
      withdrawn: withdrawn ? recognised + d.between(900, 1800) : null,
      document: `${tier === 'city' ? shortPlace(city.name).slice(0, 1) : ''}${DOCUMENTS[tier]}〔${yearOfDay(recognised)}〕${d.between(5, 400)}号`,
    })
  }
  for (const c of t.targets.carriers) for (let i = 0; i < c.count; i++) add(c.type, c.tier, false)
  for (let i = 0; i < t.assumptions.carriersBeside.cityStudios; i++) add('master-studio', 'city', false)
  for (let i = 0; i < t.assumptions.carriersBeside.withdrawnStudios; i++) add('master-studio', 'provincial', true)
  return out
}
