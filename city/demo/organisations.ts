import { dayNumber, type PlainDate } from '../../kernel/values/plain-date.ts'
import { creditCheckCharacter, organisationCheckCharacter } from '../../modules/directory/credit-code.ts'
import { type ListingPeriod, periodsAfter } from '../../modules/directory/index.ts'
import { dayText, MS_PER_DAY, yearOfDay } from './days.ts'
import { cumulative, Dice } from './dice.ts'
import { idOf } from './ids.ts'
import type { Names } from './names.ts'
import type { Prefixes } from './numbers.ts'
import type { Trade } from './population.ts'
import type { NamedOrganisation, TownTargets } from './targets.ts'

export type Words = {
  schools: string[]
  firms: string[]
  firmKinds: Record<string, string[]>
  shops: Record<string, string[]>
  schoolKinds: Record<string, string>
  mobiles: string[]
  streets: string[]
  reasons: { suspended: string[]; removed: string[] }
  villages: string[]
  majors: string[]
  titles: Record<string, string>
}
export type Place = { code: string; name: string }

export type Listing = {
  id: string
  role: 'training-provider' | 'evaluation-body'
  periods: ListingPeriod[]
  listedOn: number
  document: string
  removedOn: number | null
  caseId: string
  scope: Map<number, { ranks: number[]; from: number }>
}
export type Organisation = {
  id: string
  name: string
  kind: string
  creditCode: string
  county: string
  address: string
  phone: string
  representative: string
  founded: number
  closed: number | null
  mergedInto: string | null
  formerNames: { from: number; name: string; document: string | null }[]
  listings: Listing[]
  site: { id: string; name: string; address: string; capacity: number } | null
  licence: {
    id: string
    kind: string
    number: string
    issuer: string
    scope: string
    from: number
    to: number | null
  } | null
  industry: string | null
  prefixes: Prefixes
  /** Trades in which it issues certificates; null for all. */
  bodyTrades: ReadonlySet<number> | null
}

const STREAM = 11
/** Days from the application to the list. */
const CASE_DAYS = 45

/** A code by GB 32100-2015 with right check characters; the organisation part follows from a number. */
export function creditCode(authority: string, division: string, n: number): string {
  // Eight places of GB 11714; the invented ones begin with MA and a letter, as those given since 2015 do.
  const eight = `MA${'0123456789'[n % 10]}${String(Math.imul(n + 1, 7919) % 100_000).padStart(5, '0')}`
  const first17 = authority + division + eight + organisationCheckCharacter(eight)
  return first17 + creditCheckCharacter(first17)
}

/** 尧都区 → 尧都, 洪洞县 → 洪洞, 古县 stays. */
export const shortPlace = (name: string): string => (name.length > 2 ? name.replace(/[市县区]$/u, '') : name)

/**
 * All organisations of the town, with their history on the lists. On the day of the figures exactly as many are listed as the
 * targets say; what was suspended, removed, renamed or merged lies before it.
 */
export function makeOrganisations(
  t: TownTargets,
  city: Place & { province: string; oldProvince: string },
  counties: readonly Place[],
  trades: readonly Trade[],
  words: Words,
  names: Names,
): Organisation[] {
  const d = new Dice().reset(t.seed, STREAM, 0)
  const o = t.assumptions.organisations
  const asOf = dayNumber(t.asOf)
  const listedFrom = dayNumber(o.listedFrom)
  const evaluationFrom = dayNumber(o.evaluationFrom)
  const out: Organisation[] = []
  const taken = new Set<string>([...o.fixed, ...o.outside].map((x) => x.name))
  const countyTable = cumulative(counties.map((c) => t.assumptions.counties[c.code] ?? 0))
  const placeName = (code: string) =>
    counties.find((c) => c.code === code)?.name ?? o.outside.find((x) => x.county === code)?.place ?? city.name
  let number = 0
  let made = 0

  const nextId = (day: number) => idOf(day * MS_PER_DAY + ++made, made & 0xfff, d.bits(), d.bits())
  const freeName = (make: () => string): string => {
    for (let tries = 0; tries < 500; tries++) {
      const name = make()
      if (!taken.has(name)) {
        taken.add(name)
        return name
      }
    }
    throw new Error('the words do not make enough different names')
  }
  const authorityOf: Record<string, string> = {
    'technical-school': '12',
    'training-centre': '12',
    'private-school': '52',
    'vocational-college': '12',
    employer: '91',
    'social-evaluation': '91',
    'qualification-centre': '12',
    'public-body': '11',
    association: '51',
  }
  const found = (
    kind: string,
    name: string,
    county: string,
    founded: number,
    industry: string | null = null,
  ): Organisation => {
    number++
    const org: Organisation = {
      id: nextId(founded),
      name,
      kind,
      creditCode: creditCode(authorityOf[kind]!, /^\d{6}$/.test(county) ? county : city.code, number),
      county,
      address: `${placeName(county)}${d.of(words.streets)}${d.between(1, 288)}号`,
      phone: `${t.assumptions.areaCode}-${d.between(2, 8)}${String(d.below(1_000_000)).padStart(6, '0')}`,
      representative: names.of(d, d.chance(0.7), 1970).name,
      founded,
      closed: null,
      mergedInto: null,
      formerNames: [{ from: founded, name, document: null }],
      listings: [],
      site: null,
      licence: null,
      industry,
      prefixes: { skillLevel: null, qualification: null },
      bodyTrades: null,
    }
    out.push(org)
    return org
  }
  const document = (day: number) =>
    `${shortPlace(city.name).slice(0, 1)}人社函〔${yearOfDay(day)}〕${d.between(3, 260)}号`
  const anyRanks = (most: number) => Array.from({ length: most }, (_, i) => i + 1)
  const teachesSome = (from: number, count: number, most: number): Listing['scope'] => {
    const scope: Listing['scope'] = new Map()
    for (let i = 0; i < count; i++) scope.set(d.below(trades.length), { ranks: anyRanks(d.between(2, most)), from })
    return scope
  }
  const list = (org: Organisation, role: Listing['role'], from: number, scope: Listing['scope']): Listing => {
    const listing: Listing = {
      id: nextId(from),
      role,
      scope,
      periods: [],
      listedOn: from,
      document: document(from),
      removedOn: null,
      caseId: nextId(from - CASE_DAYS),
    }
    learn(listing, from, { do: 'list', on: dayText(from), document: listing.document, reason: null })
    org.listings.push(listing)
    return listing
  }
  const license = (org: Organisation, kind: string, from: number, scope: string) => {
    org.licence = {
      id: nextId(from),
      kind,
      number:
        kind === 'school-licence'
          ? `人社民${org.county.slice(0, 6)}${String(number).padStart(7, '0')}号`
          : `备${yearOfDay(from)}${String(number).padStart(4, '0')}`,
      issuer: `${placeName(org.county)}人力资源和社会保障局`,
      scope,
      from,
      to: null,
    }
  }

  // Those that are on the list of providers on the day, by kind; the fixed ones first.
  const evenly = counties.map((c) => c.code)
  const listed: Organisation[] = []
  for (const [kind, count] of Object.entries(t.targets.institutions.kinds)) {
    const fixed = o.fixed.filter((f) => f.kind === kind)
    for (let i = 0; i < count; i++) {
      const given: NamedOrganisation | undefined = fixed[i]
      const county =
        given?.county ??
        (kind === 'private-school' ? counties[d.weighted(countyTable)]!.code : evenly[i % evenly.length]!)
      const place = i === 0 && kind !== 'private-school' ? city.name : placeName(county)
      const name =
        given?.name ??
        freeName(() => {
          if (kind === 'technical-school')
            return i === 0
              ? `${place}高级技工学校`
              : i < evenly.length
                ? `${place}技工学校`
                : `${place}第${'二三四五六七八九'[Math.floor(i / evenly.length) - 1]}技工学校`
          if (kind === 'training-centre')
            return i < evenly.length
              ? `${place}就业训练中心`
              : `${place}第${'二三四五六七八九'[Math.floor(i / evenly.length) - 1]}就业训练中心`
          return `${place}${d.of(words.schools)}职业培训学校`
        })
      const start = d.between(listedFrom, asOf - 400)
      const org = found(kind, name, county, start - d.between(200, 4000))
      list(org, 'training-provider', start, teachesSome(start, d.between(6, 14), kind === 'technical-school' ? 4 : 3))
      if (kind === 'private-school') license(org, 'school-licence', start - d.between(30, 150), '职业技能培训')
      org.site = { id: nextId(start), name: '主校区', address: org.address, capacity: d.between(4, 40) * 10 }
      listed.push(org)
    }
  }

  // History. Suspended for a while and listed again; one of these was recorded late and put right.
  const privates = listed.filter((x) => x.kind === 'private-school' && !o.fixed.some((f) => f.name === x.name))
  const some = <T>(n: number, from: T[]): T[] =>
    Array.from({ length: Math.min(n, from.length) }, () => from.splice(d.below(from.length), 1)[0]!)
  const untouched = [...privates]
  for (const [i, org] of some(o.suspendedBefore, untouched).entries()) {
    const listing = org.listings[0]!
    const from = d.between(listing.listedOn + 60, asOf - 200)
    const back = from + d.between(40, 150)
    const suspension = { document: document(from), reason: d.of(words.reasons.suspended) }
    learn(listing, i === 0 ? from + 25 : from, { do: 'suspend', on: dayText(from), ...suspension })
    learn(listing, back, { do: 'resume', on: dayText(back), document: document(back), reason: null })
  }
  for (const org of some(o.renamed, untouched)) {
    const day = d.between(org.founded + 100, asOf - 100)
    const old = freeName(() => `${placeName(org.county)}${d.of(words.schools)}职业技能培训学校`)
    org.formerNames = [
      { from: org.founded, name: old, document: null },
      { from: day, name: org.name, document: document(day) },
    ]
  }
  const formerly = (kind: string) => {
    const county = counties[d.weighted(countyTable)]!.code
    const start = d.between(listedFrom, asOf - 1500)
    const org = found(
      kind,
      freeName(() => `${placeName(county)}${d.of(words.schools)}职业培训学校`),
      county,
      start - d.between(200, 3000),
    )
    const end = d.between(start + 500, asOf - 150)
    const listing = list(org, 'training-provider', start, teachesSome(start, 8, 3))
    learn(listing, end, { do: 'remove', on: dayText(end) })
    listing.removedOn = end
    return { org, end }
  }
  for (let i = 0; i < o.removedBefore; i++) formerly('private-school')
  for (let i = 0; i < o.merged; i++) {
    const { org, end } = formerly('private-school')
    const into = privates.find((p) => p.county === org.county) ?? privates[0]
    org.closed = end
    org.mergedInto = into?.id ?? null
  }

  // Bodies that evaluate: employers for their own trades, organisations for the public, schools.
  const industries = Object.keys(t.assumptions.industries).filter((i) => trades.some((x) => x.industry === i))
  const tradesOf = (industry: string) => trades.flatMap((x, i) => (x.industry === industry ? [i] : []))
  const firm = (industry: string, county: string, founded: number) =>
    found(
      'employer',
      freeName(
        () =>
          `${shortPlace(d.chance(0.5) ? city.name : placeName(county))}${d.of(words.firms)}${d.of(words.firmKinds[industry] ?? ['有限公司'])}`,
      ),
      county,
      founded,
      industry,
    )
  const asBody = (org: Organisation, letter: 'Y' | 'S', own: number[] | null) => {
    const from = evaluationFrom + d.between(0, 25)
    const scope: Listing['scope'] = new Map(
      (own ?? trades.map((_, i) => i)).map((i) => [i, { ranks: anyRanks(5), from }]),
    )
    list(org, 'evaluation-body', from, scope)
    // First filed with the province, so the ministry's four places are 0000.
    org.prefixes.skillLevel = `${letter}0000${city.province}${city.code.slice(2, 4)}${String(++bodies).padStart(4, '0')}`
    org.bodyTrades = own ? new Set(own) : null
    if (!org.licence) license(org, 'evaluation-filing', from, '职业技能等级认定')
  }
  let bodies = 0
  const employers: Organisation[] = []
  for (let i = 0; i < o.employers; i++) {
    const industry = industries[i % industries.length]!
    employers.push(firm(industry, counties[d.weighted(countyTable)]!.code, asOf - d.between(3000, 12_000)))
  }
  const industrial = employers.filter((e) => e.industry !== 'hr')
  for (const e of industrial.slice(0, o.evaluationBodies.employers)) asBody(e, 'Y', tradesOf(e.industry!))
  for (let i = 0; i < o.evaluationBodies.social; i++) {
    const county = i === 0 ? counties[0]!.code : counties[d.weighted(countyTable)]!.code
    const org = found(
      'social-evaluation',
      freeName(() => `${city.name}${d.of(words.firms)}职业技能评价服务有限公司`),
      county,
      evaluationFrom - d.between(300, 3000),
    )
    asBody(org, 'S', null)
  }
  const schools = listed.filter((x) => x.kind === 'technical-school')
  for (const s of schools.slice(0, o.evaluationBodies.schools)) asBody(s, 'S', null)

  // Before 2019: the city's centre and the stations.
  const centre = found(
    'qualification-centre',
    `${city.name}职业技能鉴定指导中心`,
    counties[0]!.code,
    dayNumber(t.since) - 900,
  )
  const old = (org: Organisation, kind: string, n: number, own: number[] | null) => {
    org.prefixes.qualification = `${city.oldProvince}${city.code.slice(2, 4)}${kind}${String(n).padStart(3, '0')}`
    org.bodyTrades ??= own ? new Set(own) : null
    org.founded = Math.min(org.founded, dayNumber(t.since) - 30)
    org.formerNames[0]!.from = org.founded
  }
  old(centre, '0', 1, null)
  const stations = [
    ...schools.slice(0, Math.ceil(o.qualificationStations / 2)),
    ...industrial.slice(0, Math.floor(o.qualificationStations / 2)),
  ]
  for (const [i, s] of stations.entries())
    old(s, s.kind === 'employer' ? '4' : '2', i + 1, s.kind === 'employer' ? tradesOf(s.industry!) : null)

  found('association', `${city.name}职业培训协会`, counties[0]!.code, asOf - 4000)
  found(
    'vocational-college',
    freeName(() => `${shortPlace(city.name)}${d.of(words.schools)}职业技术学院`),
    counties[0]!.code,
    asOf - 6000,
  )
  for (const x of o.outside) {
    const founded = asOf - d.between(1500, 4000)
    license(found(x.kind, x.name, x.county, founded), 'school-licence', founded + 60, '职业技能培训')
  }
  return out
}

/** The listing learns of a change on a day, as the directory itself would. */
function learn(listing: Listing, day: number, change: Parameters<typeof periodsAfter>[1]) {
  listing.periods = periodsAfter(listing.periods, change, dayText(day)).after
}

/** On the list, and not suspended, from the one day to the other, as known now. */
export const isListed = (o: Organisation, from: number, to = from): boolean =>
  o.listings.some(
    (l) =>
      l.role === 'training-provider' &&
      l.periods.some(
        (p) =>
          p.knownTo === null &&
          p.status === 'listed' &&
          p.listedFrom <= dayText(from) &&
          (p.listedTo === null || p.listedTo > dayText(to)),
      ),
  )

/** How many are on the list of providers on the day, by kind, as known now. */
export function listedOn(organisations: readonly Organisation[], day: number): Record<string, number> {
  const out: Record<string, number> = {}
  for (const o of organisations) if (isListed(o, day)) out[o.kind] = (out[o.kind] ?? 0) + 1
  return out
}
export const dayOr = (n: number | null): PlainDate | null => (n === null ? null : dayText(n))
