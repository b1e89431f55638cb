import { dayNumber } from '../../kernel/values/plain-date.ts'
import { MS_PER_DAY, yearOfDay } from './days.ts'
import { Dice } from './dice.ts'
import { idOf } from './ids.ts'
import { type Place, shortPlace } from './organisations.ts'
import type { Trade } from './population.ts'
import type { TownTargets } from './targets.ts'

export type SkillEvent = {
  id: string
  name: string
  tier: string
  county: string
  held: number
  ended: number
  trades: number[]
  host: string
  entrants: number
  countyBrand: boolean
  known: number
}

const STREAM = 13

/** Competitions: in the period a number within the target, the brand event of every county (一县一品) among them, some earlier. */
export function makeEvents(
  t: TownTargets,
  city: Place & { provinceName: string },
  counties: readonly Place[],
  trades: readonly Trade[],
): SkillEvent[] {
  const d = new Dice().reset(t.seed, STREAM, 0)
  const target = t.targets.events
  const [from, to] = [dayNumber(target.from), dayNumber(target.to)]
  const brands = Object.keys(t.assumptions.brands).length
  const least = Math.max(target.atLeast, brands)
  const total =
    least + d.below(Math.max(1, Math.min(target.below - least, Math.ceil((target.below - target.atLeast) / 2))))
  const out: SkillEvent[] = []
  const place = (code: string) => counties.find((c) => c.code === code)?.name ?? city.name
  const add = (held: number, of: Omit<SkillEvent, 'id' | 'held' | 'ended' | 'known' | 'entrants'>) => {
    const ended = held + d.between(0, 3)
    const id = idOf(held * MS_PER_DAY + out.length, out.length, d.bits(), d.bits())
    out.push({
      ...of,
      id,
      held,
      ended,
      entrants: d.between(30, of.tier === 'county' ? 120 : 420),
      known: ended + d.between(1, 20),
    })
  }
  // Spread over the period, so that no year stands empty; the last day of an event may lie beyond it.
  const day = (i: number, n: number) => Math.min(to, from + Math.floor(((i + d.next()) * (to - from + 1)) / n))
  const order = Object.entries(t.assumptions.brands)
  for (const [i, [county, brand]] of order.entries()) {
    const [tradeName, title] = brand.split('|') as [string, string]
    const trade = trades.findIndex((x) => x.name === tradeName)
    const held = day((i * 7) % order.length, order.length)
    add(held, {
      name: `${place(county)}“一县一品”${title}职业技能大赛`,
      tier: 'county',
      county,
      trades: [trade === -1 ? d.below(trades.length) : trade],
      host: `${place(county)}人力资源和社会保障局`,
      countyBrand: true,
    })
  }
  const others = total - brands
  for (let i = 0; i < others; i++) {
    const held = day(i, others)
    add(held, cityEvent(held))
  }
  for (let i = 0; i < t.assumptions.eventsBefore; i++) {
    const held = from - d.between(30, 900)
    add(held, cityEvent(held))
  }
  function cityEvent(held: number): Omit<SkillEvent, 'id' | 'held' | 'ended' | 'known' | 'entrants'> {
    const tier = d.of(['city-1', 'city-1', 'city-2', 'city-2', 'city-2', 'provincial-2', 'county'])
    const own = [...new Set([d.below(trades.length), d.below(trades.length), d.below(trades.length)])]
    const county = tier === 'county' ? d.of(counties) : counties[0]!
    const name =
      tier === 'provincial-2'
        ? `${city.provinceName}${trades[own[0]!]!.name}职业技能竞赛${shortPlace(city.name)}赛区`
        : tier === 'county'
          ? `${county.name}${trades[own[0]!]!.name}技能比武`
          : `${yearOfDay(held)}年${city.name}${trades[own[0]!]!.name}职业技能大赛`
    return {
      name,
      tier,
      county: county.code,
      trades: own,
      host: tier === 'county' ? `${county.name}总工会` : `${city.name}人力资源和社会保障局`,
      countyBrand: false,
    }
  }
  return out.sort((a, b) => a.held - b.held || (a.id < b.id ? -1 : 1))
}
