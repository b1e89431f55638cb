import { dayNumber } from '../../kernel/values/plain-date.ts'
import { OPENING_STOCK, REVOCATION_REASONS } from '../../modules/credentials/index.ts'
import { type HoldingCertificate, projectPerson } from '../../modules/credentials/project.ts'
import type { TableCopy } from './copy.ts'
import { dayText, MS_PER_DAY, yearOfDay } from './days.ts'
import { cumulative, Dice } from './dice.ts'
import type { Frame } from './frame.ts'
import { type HistoryCopies, HistoryWriter } from './history-lane.ts'
import { idOf } from './ids.ts'
import { CertificateNumbers } from './numbers.ts'
import type { Issue, Person } from './population.ts'
import { birthYear } from './population.ts'
import { holdingLine, orNull } from './rows.ts'

const STREAM = 21
const BATCH = 400
/** Office hours of the day on which a certificate was entered, so that newer ids are newer entries. */
const OPENS_MS = 9 * 3_600_000
const OPEN_MS = 8 * 3_600_000
const ISSUED_KINDS = ['skill-level', 'qualification'] as const
type IssuedKind = (typeof ISSUED_KINDS)[number]

type Bodies = { indexes: number[]; table: Float64Array }

/** Who issues what: for every trade the bodies that may, employers for their own trades before the rest. */
function bodiesFor(frame: Frame, kind: IssuedKind): Bodies[] {
  return frame.trades.map((_, trade) => {
    const able = frame.organisations.flatMap((o, i) => {
      const has = kind === 'skill-level' ? o.prefixes.skillLevel : o.prefixes.qualification
      return has !== null && (o.bodyTrades === null || o.bodyTrades.has(trade)) ? [i] : []
    })
    if (able.length === 0) throw new Error(`nobody issues ${kind} for ${frame.trades[trade]!.name}`)
    return { indexes: able, table: cumulative(able.map((i) => (frame.organisations[i]!.bodyTrades === null ? 1 : 3))) }
  })
}

export class Certificates {
  readonly #frame: Frame
  readonly #bodies: Record<IssuedKind, Bodies[]>
  readonly #special: number[]
  readonly #numbers = new CertificateNumbers()
  readonly #newFrom: number
  readonly #dice = new Dice()

  constructor(frame: Frame) {
    this.#frame = frame
    this.#bodies = { 'skill-level': bodiesFor(frame, 'skill-level'), qualification: bodiesFor(frame, 'qualification') }
    this.#special = frame.organisations.flatMap((o, i) => (o.kind === 'training-centre' ? [i] : []))
    if (this.#special.length === 0) this.#special = this.#bodies['skill-level'][0]!.indexes
    this.#newFrom = dayNumber(frame.targets.assumptions.certificates.skillLevelFrom)
  }

  /** Writes the certificates of one person and what follows from them. */
  write(p: Person, to: { certificate: TableCopy; certificateKey: TableCopy; holding: TableCopy }): void {
    if (p.issues.length === 0) return
    const { population, trades, organisations, edition, city, targets } = this.#frame
    const personId = population.idOf(p.index)
    const county = population.counties[p.county]!
    const d = this.#dice.reset(targets.seed, STREAM, p.index)
    const certificates: HoldingCertificate[] = []
    // The body of a ladder stays the same as long as the scheme does.
    for (const c of p.issues) {
      const year = yearOfDay(c.issued)
      const kind = c.special ? 'specific-capability' : c.issued >= this.#newFrom ? 'skill-level' : 'qualification'
      const body = this.#body(d, c, kind)
      const organisation = organisations[body]!
      const number =
        kind === 'specific-capability'
          ? this.#numbers.special(city.province, year)
          : this.#numbers.of(body, organisation.prefixes, year, c.rank!, kind)
      const id = idOf(c.known * MS_PER_DAY - OPENS_MS + d.below(OPEN_MS), d.below(4096), d.bits(), d.bits())
      const trade = trades[c.trade]!
      const work = c.special
        ? d.of(targets.assumptions.certificates.specialNames)
        : trade.workTypes.length > 0 && d.chance(0.6)
          ? d.of(trade.workTypes)
          : null
      const revoked =
        c.revoked === null
          ? '\\N\t\\N\t\\N'
          : `${dayText(c.revoked)}\t${dayText(c.revokedKnown!)}\t${d.of(REVOCATION_REASONS).label.zh}`
      to.certificate.add(
        `${personId}\t${id}\t${number}\t${kind}\t${edition}\t${trade.code}\t${orNull(work)}\t${c.rank ?? '\\N'}\t${organisation.id}\t${dayText(c.issued)}\t${dayText(c.known)}\t${revoked}\t${county}\t1\t${OPENING_STOCK}\n`,
      )
      to.certificateKey.add(`${number}\t${personId}\t${id}\n`)
      certificates.push({
        certificateId: id,
        levelRank: c.rank,
        kind,
        occupationCode: trade.code,
        organisationId: organisation.id,
        issuedOn: dayText(c.issued),
        knownOn: dayText(c.known),
        revokedOn: c.revoked === null ? null : dayText(c.revoked),
        revokedKnownOn: c.revokedKnown === null ? null : dayText(c.revokedKnown),
      })
    }
    const rows = projectPerson({
      personId,
      countyCode: county,
      sex: p.male ? 'male' : 'female',
      birthYear: birthYear(p),
      leftOn: p.left === null ? null : dayText(p.left),
      leftKnownOn: p.leftKnown === null ? null : dayText(p.leftKnown),
      certificates,
    })
    for (const h of rows) to.holding.add(holdingLine(h))
  }

  #body(d: Dice, c: Issue, kind: string): number {
    if (c.special) return d.of(this.#special)
    const bodies = this.#bodies[kind as IssuedKind][c.trade]!
    return bodies.indexes[d.weighted(bodies.table)]!
  }
}

export type SecondLane = { certificate: TableCopy; certificateKey: TableCopy; holding: TableCopy } & HistoryCopies

/** The second lane: certificates, holdings and the history of all persons, in order. */
export async function writeCertificates(frame: Frame, to: SecondLane, done: (persons: number) => void): Promise<void> {
  const certificates = new Certificates(frame)
  const history = new HistoryWriter(frame)
  const { population } = frame
  const all = Object.values(to)
  for (let i = 0; i < population.persons; i++) {
    const p = population.make(i)
    certificates.write(p, to)
    history.write(p, to)
    if (i % BATCH === BATCH - 1) {
      await Promise.all(all.map((x) => x.flush()))
      if (i % (BATCH * 20) === BATCH * 20 - 1) done(i + 1)
    }
  }
  done(population.persons)
}
