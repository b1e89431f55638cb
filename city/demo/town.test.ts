import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayNumber, plainDate } from '../../kernel/values/plain-date.ts'
import { divisionFromRow } from '../../modules/catalogue/divisions.ts'
import { divisionEverFrom, LEVELS, provinceDigits } from '../../modules/catalogue/index.ts'
import { checkAgainst, parseCertificateNumber } from '../../modules/credentials/index.ts'
import { checkCreditCode } from '../../modules/directory/index.ts'
import { checkIdentityNumber, checkName, checkPhone } from '../../modules/people/index.ts'
import { makeCarriers } from './carriers.ts'
import { Certificates } from './certificate-lane.ts'
import { dayText, yearOfDay } from './days.ts'
import { makeEvents } from './events.ts'
import { CannotCalibrate, type Frame, readFrame, readTargetsFile } from './frame.ts'
import { HistoryWriter } from './history-lane.ts'
import { gapsOf, planLadder } from './ladder.ts'
import { listedOn } from './organisations.ts'
import { PersonWriter } from './person-lane.ts'
import { birthYear } from './population.ts'
import { recount } from './recount.ts'
import { contradictions, rankOf, scaleTargets, type TownTargets } from './targets.ts'
import { makeTraining, Roll } from './training.ts'

const linfen = fileURLToPath(new URL('../linfen/', import.meta.url))
const second = fileURLToPath(new URL('./fixtures/second-city.targets.yaml', import.meta.url))
const table = (name: string) =>
  parse(readFileSync(new URL(`../linfen/tables/catalogue/${name}.csv`, import.meta.url), 'utf8'), {
    columns: true,
  }) as Record<string, string>[]
const town = await readFrame(linfen, 'small')
const whole = await readTargetsFile(`${linfen}demo/targets.yaml`)
/** Gathers the lines instead of sending them. */
const sink = () => {
  const lines: string[][] = []
  return { lines, to: { add: (line: string) => lines.push(line.trimEnd().split('\t')) } as never }
}

const expectMet = (frame: Frame) => {
  const { persons, flows, certificates } = frame.targets.targets
  const counted = recount(frame)
  expect(counted.skilled).toBe(persons.skilled)
  for (const [id, n] of Object.entries(persons.levels))
    expect([id, counted.byRank[rankOf(id as never)] ?? 0]).toEqual([id, n])
  expect(counted.newSkilled).toBe(frame.plan.newSkilled)
  expect(counted.newHighSkilled).toBe(frame.plan.newHighSkilled)
  expect(counted.newSkilled).toBeGreaterThanOrEqual(flows.newSkilled.atLeast)
  expect(counted.newSkilled).toBeLessThan(flows.newSkilled.below)
  expect(counted.newHighSkilled).toBeGreaterThanOrEqual(flows.newHighSkilled.atLeast)
  expect(counted.newHighSkilled).toBeLessThan(flows.newHighSkilled.below)
  expect(counted.certificates).toBe(frame.plan.certificates)
  expect(Math.abs(counted.certificates - certificates.about)).toBeLessThanOrEqual(
    certificates.about * certificates.within,
  )
  return counted
}

describe('calibration', () => {
  test('the town of the letter, small: every figure to the unit', () => {
    const counted = expectMet(town)
    expect([counted.skilled, counted.byRank[3], counted.byRank[4], counted.byRank[5]]).toEqual([6193, 1230, 620, 130])
    expect([counted.certificates, counted.revoked, counted.special]).toEqual([8000, 80, 240])
    expect(counted.late / counted.certificates).toBeGreaterThan(0.04)
    expect(counted.late / counted.certificates).toBeLessThan(0.06)
  })

  test('another city, with other numbers, counties and period', async () => {
    const frame = await readFrame(linfen, 'small', { targetsFile: second, division: '140600' })
    expect(frame.city.name).toBe('朔州市')
    expectMet(frame)
    expect(listedOn(frame.organisations, dayNumber(frame.targets.asOf))).toEqual({
      'technical-school': 8,
      'private-school': 33,
    })
  })

  test('any seed and any numbers: met to the unit, or said which cannot be', () => {
    const numbers = fc.record({
      seed: fc.nat(),
      high: fc.integer({ min: 0, max: 900 }),
      low: fc.integer({ min: 50, max: 2500 }),
      parts: fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 3 })),
      newSkilled: fc.double({ min: 0, max: 1.1, noNaN: true }),
      newHigh: fc.double({ min: 0, max: 1.1, noNaN: true }),
      yearsBefore: fc.integer({ min: 1, max: 25 }),
      certificates: fc.double({ min: 0.9, max: 2.4, noNaN: true }),
    })
    let met = 0
    let refused = 0
    fc.assert(
      fc.property(numbers, (n) => {
        const sum = n.parts[0] + n.parts[1] + n.parts[2]
        const technicians = sum ? Math.floor((n.high * n.parts[1]) / sum) : 0
        const masters = sum ? Math.floor((n.high * n.parts[2]) / sum) : 0
        const skilled = n.low + n.high
        const [newSkilled, newHigh] = [Math.floor(skilled * n.newSkilled), Math.floor(n.high * n.newHigh)]
        const small = town.targets
        const targets: TownTargets = {
          ...small,
          seed: n.seed,
          since: plainDate(`${2021 - n.yearsBefore}-01-01`),
          targets: {
            ...small.targets,
            persons: {
              skilled,
              highSkilled: n.high,
              levels: { 'level-3': n.high - technicians - masters, 'level-2': technicians, 'level-1': masters },
              employed: skilled * 3,
            },
            flows: {
              ...small.targets.flows,
              newSkilled: { atLeast: newSkilled, below: newSkilled + 20 },
              newHighSkilled: { atLeast: newHigh, below: newHigh + 5 },
            },
            certificates: { about: Math.round(skilled * n.certificates), within: 0.05 },
          },
        }
        const plan = planLadder(targets)
        if ('findings' in plan) {
          refused++
          expect(plan.findings.length).toBeGreaterThan(0)
          for (const f of plan.findings)
            expect([f.field, f.message.zh, f.message.en, f.hint.en].every((x) => x && x.length > 3)).toBe(true)
          return
        }
        met++
        expectMet({
          ...town,
          targets,
          plan,
          population: new (town.population.constructor as typeof import('./population.ts').Population)(
            targets,
            plan,
            town.trades,
          ),
        })
      }),
      { seed: 13, numRuns: 120 },
    )
    // Both answers have to occur, or the property says nothing.
    expect(met).toBeGreaterThan(20)
    expect(refused).toBeGreaterThan(10)
  })

  test('the same seed is the same town, another seed another one with the same figures', async () => {
    const again = await readFrame(linfen, 'small')
    const line = (f: Frame, i: number) => JSON.stringify(f.population.make(i))
    for (const i of [0, 1, 5000, 17]) {
      expect(line(again, i)).toBe(line(town, i))
      expect(again.population.idOf(i)).toBe(town.population.idOf(i))
    }
    const plan = planLadder({ ...town.targets, seed: 9 })
    if ('findings' in plan) throw new Error('cannot be')
    expect(Buffer.from(plan.cellOf).equals(Buffer.from(town.plan.cellOf))).toBe(false)
  })
})

describe('what cannot be met', () => {
  const codes = (t: TownTargets) => {
    const plan = planLadder(t)
    return [
      ...contradictions(t, Object.keys(t.assumptions.counties)),
      ...('findings' in plan ? plan.findings : []),
    ].map((f) => f.code)
  }
  const changed = (change: (t: TownTargets) => void): TownTargets => {
    const t = structuredClone(whole)
    change(t)
    return t
  }

  test('the letter as it stands has no contradiction', () => {
    expect(contradictions(whole, Object.keys(whole.assumptions.counties))).toEqual([])
    expect(contradictions(scaleTargets(whole, 100), Object.keys(whole.assumptions.counties))).toEqual([])
  })

  test('is named all at once, with the field and the way to mend it', () => {
    const found = codes(
      changed((t) => {
        t.targets.persons.levels = { 'level-3': 123000, 'level-2': 62000, 'level-1': 12000 }
        t.targets.persons.employed = 2_500_000
        t.targets.institutions.total = 106
        t.targets.events = { ...t.targets.events, atLeast: 3, below: 9 }
        t.targets.classes = 4000
        delete t.assumptions.counties['141002']
        t.assumptions.counties['149999'] = 3
      }),
    )
    for (const code of ['LEVELS_SUM', 'SHARE', 'INSTITUTIONS_SUM', 'EVENTS_TOO_FEW', 'CLASSES_TOO_FEW'])
      expect(found).toContain(code)
  })

  test.each([
    [
      'more new skilled than skilled',
      'NEW_ABOVE_STOCK',
      (t: TownTargets) => Object.assign(t.targets.flows, { newSkilled: { atLeast: 700_000, below: 700_001 } }),
    ],
    [
      'an empty range',
      'RANGE_EMPTY',
      (t: TownTargets) => Object.assign(t.targets.flows, { personTimes: { atLeast: 10, below: 10 } }),
    ],
    [
      'the two rates exchanged',
      'SHARE',
      (t: TownTargets) => Object.assign(t.targets.persons, { employedShare: { percent: 31.97, decimals: 2 } }),
    ],
    [
      'more new high-skilled than the ladder lets rise',
      'FLOW',
      (t: TownTargets) => Object.assign(t.targets.flows, { newHighSkilled: { atLeast: 190_000, below: 190_001 } }),
    ],
    [
      'flows that exclude each other',
      'FLOWS_TOGETHER',
      (t: TownTargets) =>
        Object.assign(t.targets.flows, {
          newSkilled: { atLeast: 0, below: 1 },
          newHighSkilled: { atLeast: 60_000, below: 60_001 },
        }),
    ],
    [
      'too few certificates for so many persons',
      'CERTIFICATES',
      (t: TownTargets) => Object.assign(t.targets.certificates, { about: 500_000 }),
    ],
    ['days out of order', 'DAYS_ORDER', (t: TownTargets) => Object.assign(t, { knownBy: plainDate('2022-01-01') })],
  ])('%s', (_, code, change) => {
    expect(codes(changed(change))).toContain(code)
  })

  test('no route to a level within the time', () => {
    const t = changed((x) => {
      x.since = plainDate('2019-01-01')
      x.assumptions.ladder.routes['level-1'] = [{ rungs: ['level-3', 'level-2', 'level-1'], weight: 1 }]
    })
    const plan = planLadder(t)
    expect('findings' in plan && plan.findings.map((f) => [f.code, f.field])).toContainEqual([
      'LADDER_TIME',
      'targets.persons.levels.level-1',
    ])
  })

  test('a file out of form is refused with every fault', async () => {
    const { readTargets } = await import('./targets.ts')
    const read = readTargets({ ...structuredClone(whole), asOf: '2022-02-30', seed: 'x' })
    expect('findings' in read && read.findings.map((f) => f.field)).toEqual(['asOf', 'seed'])
    await expect(readFrame(linfen, 'small', { targetsFile: second })).rejects.toThrow(CannotCalibrate)
  })
})

describe('persons', () => {
  const gaps = gapsOf(town.targets)
  const asOf = dayNumber(town.targets.asOf)
  const knownBy = dayNumber(town.targets.knownBy)

  test('climb the ladder in order and in time, and nothing is known before it happened', () => {
    let upgrades = 0
    for (let i = 0; i < town.population.persons; i++) {
      const p = town.population.make(i)
      const ladder = p.issues.filter((c) => c.ladder)
      expect(ladder.map((c) => c.rank)).toEqual([...p.cell.rungs])
      for (let k = 1; k < ladder.length; k++) {
        upgrades++
        expect(ladder[k]!.issued - ladder[k - 1]!.issued).toBeGreaterThanOrEqual(gaps[ladder[k]!.rank!]!)
      }
      for (const c of p.issues) {
        expect(c.issued).toBeLessThanOrEqual(asOf)
        expect(c.known).toBeGreaterThanOrEqual(c.issued)
        expect(c.known).toBeLessThanOrEqual(knownBy)
        if (c.revoked !== null)
          expect([c.revoked > c.issued, c.revokedKnown! >= c.revoked, c.revokedKnown! <= knownBy]).toEqual([
            true,
            true,
            true,
          ])
        expect(yearOfDay(c.issued) - birthYear(p)).toBeGreaterThanOrEqual(16)
        expect(town.trades[c.trade]!.from).toBeLessThanOrEqual(c.issued)
      }
      if (p.left !== null) expect([p.left <= asOf, p.leftKnown! >= p.left]).toEqual([true, true])
      expect(asOf - p.born).toBeLessThan(70 * 366)
    }
    expect(upgrades).toBeGreaterThan(500)
  })

  test('have identity numbers of the place and its past, names and phones that the register accepts', () => {
    const ever = divisionEverFrom(table('divisions-historic').map((r) => ({ code: r.code! })))
    const writer = new PersonWriter(town, {} as never)
    const seen = new Set<string>()
    let old = 0
    for (let i = 0; i < town.population.persons; i++) {
      const p = town.population.make(i)
      const { identity, name, phone } = writer.describe(p)
      const checked = checkIdentityNumber(identity, { divisionEver: ever, today: town.targets.asOf })
      if (!checked.ok) throw new Error(`${identity}: ${checked.findings.map((f) => f.code)}`)
      expect([checked.birthDate, checked.sex, checked.warnings]).toEqual([
        dayText(p.born),
        p.male ? 'male' : 'female',
        [],
      ])
      expect(seen.has(identity)).toBe(false)
      seen.add(identity)
      if (identity.startsWith('1426')) {
        old++
        expect(birthYear(p)).toBeLessThan(2000)
      }
      const named = checkName(name.name)
      expect(named.ok && named.key === name.key).toBe(true)
      if (phone !== null) expect(checkPhone(phone, { mobileOnly: true }).ok).toBe(true)
    }
    expect(old / seen.size).toBeGreaterThan(0.7)
  })

  test('have certificates whose numbers follow the schemes and agree with the record', () => {
    const tables = {
      provinces: provinceDigits(table('divisions').map(divisionFromRow)),
      oldProvinces: table('provinces-old-qualification').map((r) => ({
        code: r.code!,
        name: r.name!,
        gbProvince: r.gb_province!,
        certainty: r.certainty!,
      })),
      levels: LEVELS.map((l) => ({ id: l.id, name: l.name, ...(l.digit ? { digit: l.digit } : {}) })),
    }
    const certificates = new Certificates(town)
    const out = { certificate: sink(), certificateKey: sink(), holding: sink() }
    for (let i = 0; i < town.population.persons; i++)
      certificates.write(town.population.make(i), {
        certificate: out.certificate.to,
        certificateKey: out.certificateKey.to,
        holding: out.holding.to,
      })
    const numbers = new Set<string>()
    const prefixes = new Map(town.organisations.map((o) => [o.id, o.prefixes]))
    for (const [, , number, kind, , , , rank, organisation, issued] of out.certificate.lines) {
      numbers.add(number!)
      if (kind === 'specific-capability') continue
      const parsed = parseCertificateNumber(number!, tables)
      if (!parsed.ok) throw new Error(`${number}: ${parsed.findings.map((f) => f.code)}`)
      expect(parsed.scheme).toBe(kind)
      expect(kind).toBe(
        issued! >= town.targets.assumptions.certificates.skillLevelFrom ? 'skill-level' : 'qualification',
      )
      const level = LEVELS.find((l) => String(l.rank) === rank)!.id
      const prefix = prefixes.get(organisation!)!
      if (kind === 'skill-level') expect(number!.startsWith(prefix.skillLevel!)).toBe(true)
      expect(
        checkAgainst(
          parsed,
          { issuedOn: issued as never, level, ...(kind === 'skill-level' ? { bodyPrefix: prefix.skillLevel! } : {}) },
          tables.levels,
        ),
      ).toEqual([])
    }
    expect(numbers.size).toBe(town.plan.certificates)
    expect(out.certificateKey.lines.length).toBe(town.plan.certificates)
  })

  test('work in spells that do not overlap or lie ahead', () => {
    const history = new HistoryWriter(town)
    const out = { employment: sink(), education: sink(), title: sink() }
    for (let i = 0; i < town.population.persons; i++)
      history.write(town.population.make(i), {
        employment: out.employment.to,
        education: out.education.to,
        title: out.title.to,
      })
    let before: string[] | undefined
    for (const line of out.employment.lines) {
      expect(line[5]! < town.targets.asOf).toBe(true)
      if (line[6] !== '\\N') expect(line[6]! > line[5]!).toBe(true)
      if (before?.[0] === line[0]) expect(before![6]! < line[5]!).toBe(true)
      before = line
    }
    expect(out.employment.lines.length).toBeGreaterThan(town.targets.targets.persons.skilled * 0.95)
    for (const line of out.education.lines) expect(line[6]! < town.targets.asOf).toBe(true)
    expect(out.title.lines.length).toBeGreaterThan(50)
  })
})

describe('organisations', () => {
  const asOf = dayNumber(town.targets.asOf)

  test('are listed on the day in the numbers of the letter, with a history before it', () => {
    expect(listedOn(town.organisations, asOf)).toEqual(whole.targets.institutions.kinds)
    expect(listedOn(town.organisations, dayNumber(town.targets.knownBy))).toEqual(whole.targets.institutions.kinds)
    const periods = town.organisations.flatMap((o) => o.listings.flatMap((l) => l.periods))
    expect(periods.filter((p) => p.status === 'suspended').length).toBeGreaterThanOrEqual(6)
    expect(town.organisations.filter((o) => o.mergedInto !== null && o.closed !== null).length).toBe(1)
    expect(town.organisations.filter((o) => o.formerNames.length > 1).length).toBe(5)
    expect(town.organisations.some((o) => o.name === '太原市晋源砺新职业培训学校' && o.listings.length === 0)).toBe(
      true,
    )
  })

  test('never have two beliefs about one day', () => {
    for (const o of town.organisations)
      for (const l of o.listings)
        for (const [i, a] of l.periods.entries())
          for (const b of l.periods.slice(i + 1)) {
            const days = a.listedFrom < (b.listedTo ?? '9') && b.listedFrom < (a.listedTo ?? '9')
            const knowledge = a.knownFrom < (b.knownTo ?? '9') && b.knownFrom < (a.knownTo ?? '9')
            expect(days && knowledge).toBe(false)
          }
  })

  test('have names and credit codes of their own', () => {
    const ever = divisionEverFrom(table('divisions-historic').map((r) => ({ code: r.code! })))
    expect(new Set(town.organisations.map((o) => o.name)).size).toBe(town.organisations.length)
    expect(new Set(town.organisations.map((o) => o.creditCode)).size).toBe(town.organisations.length)
    for (const o of town.organisations) {
      const checked = checkCreditCode(o.creditCode, { divisionEver: ever })
      expect([o.creditCode, checked.ok && checked.warnings]).toEqual([o.creditCode, []])
    }
  })
})

test('training: person-times within the target, trainees in one class at a time, at institutions on the list', async () => {
  const frame = await readFrame(linfen, 'small')
  const roll = new Roll(frame.population.persons, frame.targets)
  for (let i = 0; i < frame.population.persons; i++) {
    const p = frame.population.make(i)
    roll.note(p, birthYear(p))
  }
  const { classes, personTimes } = makeTraining(
    frame.targets,
    roll,
    frame.population.counties,
    frame.organisations,
    frame.trades,
  )
  const { flows, classes: count } = frame.targets.targets
  expect(classes.length).toBe(count)
  expect(personTimes).toBeGreaterThanOrEqual(flows.personTimes.atLeast)
  expect(personTimes).toBeLessThan(flows.personTimes.below)
  expect(classes.reduce((s, c) => s + c.voidedFrom, 0)).toBe(personTimes)
  const seats = new Map<number, [number, number][]>()
  for (const c of classes) {
    expect(dayText(c.ended) >= flows.from && dayText(c.ended) <= flows.to).toBe(true)
    expect(new Set(c.seats).size).toBe(c.seats.length)
    expect(c.organisation.listings[0]!.scope.has(c.trade)).toBe(true)
    for (const p of c.seats) {
      for (const [from, to] of seats.get(p) ?? []) expect(c.started > to || c.ended < from).toBe(true)
      seats.set(p, [...(seats.get(p) ?? []), [c.started, c.ended]])
    }
  }
})

test('carriers and competitions as the letter counts them; one brand event in every county', () => {
  const asOf = dayNumber(town.targets.asOf)
  const carriers = makeCarriers(town.targets, town.city, town.organisations, town.trades, town.names)
  for (const c of whole.targets.carriers)
    expect(
      carriers.filter(
        (x) =>
          x.type === c.type &&
          x.tier === c.tier &&
          x.recognised <= asOf &&
          (x.withdrawn === null || x.withdrawn > asOf),
      ).length,
    ).toBe(c.count)
  const events = makeEvents(town.targets, town.city, town.counties, town.trades)
  const target = whole.targets.events
  const inPeriod = events.filter((e) => dayText(e.held) >= target.from && dayText(e.held) <= target.to)
  expect(inPeriod.length).toBeGreaterThanOrEqual(target.atLeast)
  expect(inPeriod.length).toBeLessThan(target.below)
  expect(
    inPeriod
      .filter((e) => e.countyBrand)
      .map((e) => e.county)
      .sort(),
  ).toEqual(town.counties.map((c) => c.code))
})
