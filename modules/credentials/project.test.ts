import { expect, test } from 'vitest'
import { addDays, type PlainDate, plainDate } from '../../kernel/values/plain-date.ts'
import { seededRandom } from '../../kernel/values/world.ts'
import { type HoldingCertificate, type HoldingInput, type HoldingRow, projectPerson } from './project.ts'
import { HIGH_SKILLED_RANK, SKILLED_RANK } from './words.ts'

const FIRST = plainDate('2020-02-20')
const DAYS = 24
const day = (n: number): PlainDate => addDays(FIRST, n)

/** Few days, few levels, few certificates: every meeting of dates happens often. */
function randomPerson(random: () => number, i: number): HoldingInput {
  const int = (n: number) => Math.floor(random() * n)
  const certificates: HoldingCertificate[] = []
  for (let c = int(5); c >= 0; c--) {
    const issued = int(DAYS - 4)
    const known = issued + (random() < 0.5 ? 0 : int(10))
    const revoked = random() < 0.4 ? issued + int(10) : null
    const kind = ['skill-level', 'qualification', 'specific-capability', 'completion'][
      random() < 0.8 ? int(2) : 2 + int(2)
    ]!
    certificates.push({
      certificateId: `c${int(1000)}-${c}`,
      kind,
      levelRank: kind === 'skill-level' || kind === 'qualification' ? int(8) : null,
      occupationCode: `6-0${int(3)}`,
      organisationId: `o${int(2)}`,
      issuedOn: day(issued),
      knownOn: day(known),
      revokedOn: revoked === null ? null : day(revoked),
      revokedKnownOn: revoked === null ? null : day(int(DAYS)),
    })
  }
  const left = random() < 0.25 ? int(DAYS) : null
  return {
    personId: `p${i}`,
    countyCode: '141002',
    sex: 'male',
    birthYear: 1980,
    leftOn: left === null ? null : day(left),
    leftKnownOn: left === null ? null : day(int(DAYS)),
    certificates,
  }
}

/** The definition, written down once more without spans: who counts on D, as known on K. */
function recount(p: HoldingInput, D: PlainDate, K: PlainDate): HoldingCertificate | undefined {
  if (p.leftOn !== null && p.leftOn <= D && p.leftKnownOn! <= K) return undefined
  return p.certificates
    .filter(
      (c) =>
        (c.kind === 'skill-level' || c.kind === 'qualification') && c.levelRank !== null && c.levelRank >= SKILLED_RANK,
    )
    .filter(
      (c) => c.issuedOn <= D && c.knownOn <= K && !(c.revokedOn !== null && c.revokedOn <= D && c.revokedKnownOn! <= K),
    )
    .sort(
      (a, b) =>
        b.levelRank! - a.levelRank! ||
        (a.issuedOn < b.issuedOn ? -1 : a.issuedOn > b.issuedOn ? 1 : 0) ||
        (a.certificateId < b.certificateId ? -1 : 1),
    )[0]
}
const known = (r: HoldingRow, K: PlainDate) => r.knownFrom <= K && (r.knownTo === null || r.knownTo > K)
const held = (r: HoldingRow, D: PlainDate) => r.heldFrom <= D && (r.heldTo === null || r.heldTo > D)

test('for every day asked about and every day of knowledge: at most one row, and the one the definition names', () => {
  const random = seededRandom(20221231)
  for (let i = 0; i < 500; i++) {
    const person = randomPerson(random, i)
    const rows = projectPerson(person)
    for (let k = -1; k <= DAYS + 12; k++) {
      const nowKnown = rows.filter((r) => known(r, day(k)))
      let firstDay: number | undefined
      let firstHigh: number | undefined
      for (let d = -1; d <= DAYS + 12; d++) {
        const found = nowKnown.filter((r) => held(r, day(d)))
        const wanted = recount(person, day(d), day(k))
        if (found.length > 1 || found[0]?.certificateId !== wanted?.certificateId)
          throw new Error(`${JSON.stringify(person)} D=${day(d)} K=${day(k)}`)
        if (!wanted) continue
        const { levelRank, kind, occupationCode, organisationId, issuedYear } = found[0]!
        const dimensions = [levelRank, kind, occupationCode, organisationId, issuedYear].join()
        const defined = [
          wanted.levelRank,
          wanted.kind,
          wanted.occupationCode,
          wanted.organisationId,
          Number(wanted.issuedOn.slice(0, 4)),
        ].join()
        if (dimensions !== defined) throw new Error(`${dimensions}, wanted ${defined}`)
        firstDay ??= d
        if (wanted.levelRank! >= HIGH_SKILLED_RANK) firstHigh ??= d
      }
      // A flow counts the first day of ever being skilled, once.
      expect(nowKnown.filter((r) => r.firstSkilled).map((r) => r.heldFrom)).toEqual(
        firstDay === undefined ? [] : [day(firstDay)],
      )
      expect(nowKnown.filter((r) => r.firstHigh).map((r) => r.heldFrom)).toEqual(
        firstHigh === undefined ? [] : [day(firstHigh)],
      )
    }
    for (const r of rows) {
      if (r.heldTo !== null) expect(r.heldFrom < r.heldTo).toBe(true)
      if (r.knownTo !== null) expect(r.knownFrom < r.knownTo).toBe(true)
    }
    expect(new Set(rows.map((r) => `${r.knownFrom} ${r.heldFrom}`)).size).toBe(rows.length)
  }
})

test('what is learned later never changes a closed row, and of an open row only its end of knowledge', () => {
  const random = seededRandom(7)
  for (let i = 0; i < 2000; i++) {
    const person = randomPerson(random, i)
    const k = day(Math.floor(random() * DAYS))
    const before = projectPerson(asKnownOn(person, k))
    const after = new Map(projectPerson(person).map((r) => [`${r.knownFrom} ${r.heldFrom}`, r]))
    for (const r of before) {
      const now = after.get(`${r.knownFrom} ${r.heldFrom}`)
      expect(now && { ...now, knownTo: r.knownTo }).toEqual(r)
      if (r.knownTo !== null) expect(now!.knownTo).toBe(r.knownTo)
      else if (now!.knownTo !== null) expect(now!.knownTo > k).toBe(true)
    }
    for (const r of after.values())
      if (!before.some((b) => b.knownFrom === r.knownFrom && b.heldFrom === r.heldFrom))
        expect(r.knownFrom > k).toBe(true)
  }
})

/** The person as the register stood at the end of that day. */
function asKnownOn(p: HoldingInput, k: PlainDate): HoldingInput {
  const left = p.leftKnownOn !== null && p.leftKnownOn <= k
  return {
    ...p,
    leftOn: left ? p.leftOn : null,
    leftKnownOn: left ? p.leftKnownOn : null,
    certificates: p.certificates
      .filter((c) => c.knownOn <= k)
      .map((c) =>
        c.revokedKnownOn !== null && c.revokedKnownOn <= k && c.knownOn <= k
          ? c
          : { ...c, revokedOn: null, revokedKnownOn: null },
      ),
  }
}

const certificate = (over: Partial<HoldingCertificate>): HoldingCertificate => ({
  certificateId: 'a',
  levelRank: 2,
  kind: 'skill-level',
  occupationCode: '6-18-02-04',
  organisationId: 'o',
  issuedOn: plainDate('2021-03-01'),
  knownOn: plainDate('2021-03-01'),
  revokedOn: null,
  revokedKnownOn: null,
  ...over,
})
const personWith = (...certificates: HoldingCertificate[]): HoldingInput => ({
  personId: 'p',
  countyCode: '141002',
  sex: 'female',
  birthYear: 1990,
  leftOn: null,
  leftKnownOn: null,
  certificates,
})
const spans = (rows: HoldingRow[]) =>
  rows.map((r) => [r.knownFrom, r.knownTo, r.heldFrom, r.heldTo, r.certificateId, r.firstSkilled, r.firstHigh])

test('4 to 3: new high-skilled, not new skilled', () => {
  expect(
    spans(
      projectPerson(
        personWith(
          certificate({}),
          certificate({
            certificateId: 'b',
            levelRank: 3,
            issuedOn: plainDate('2022-05-01'),
            knownOn: plainDate('2022-05-01'),
          }),
        ),
      ),
    ),
  ).toEqual([
    ['2021-03-01', '2022-05-01', '2021-03-01', null, 'a', true, false],
    ['2022-05-01', null, '2021-03-01', '2022-05-01', 'a', true, false],
    ['2022-05-01', null, '2022-05-01', null, 'b', false, true],
  ])
})

test('revoked, then issued again: skilled again, but not new; void from the day of issue: the second one is the first', () => {
  const again = certificate({ certificateId: 'b', issuedOn: plainDate('2022-06-01'), knownOn: plainDate('2022-06-01') })
  const asKnown = (revokedOn: string) =>
    spans(
      projectPerson(
        personWith(certificate({ revokedOn: plainDate(revokedOn), revokedKnownOn: plainDate('2022-02-01') }), again),
      ),
    ).filter((r) => r[1] === null)
  expect(asKnown('2022-01-01')).toEqual([
    ['2022-02-01', null, '2021-03-01', '2022-01-01', 'a', true, false],
    ['2022-06-01', null, '2022-06-01', null, 'b', false, false],
  ])
  expect(asKnown('2021-03-01')).toEqual([['2022-06-01', null, '2022-06-01', null, 'b', true, false]])
})

test('a certificate learned of late moves the first day back, from the day of learning on', () => {
  const late = certificate({ certificateId: 'b', issuedOn: plainDate('2020-01-01'), knownOn: plainDate('2023-01-10') })
  expect(spans(projectPerson(personWith(certificate({}), late)))).toEqual([
    ['2021-03-01', '2023-01-10', '2021-03-01', null, 'a', true, false],
    ['2023-01-10', null, '2020-01-01', null, 'b', true, false],
  ])
})

test('apprentices and kinds without a level do not count', () => {
  expect(
    projectPerson(personWith(certificate({ levelRank: 0 }), certificate({ kind: 'completion', levelRank: null }))),
  ).toEqual([])
})
