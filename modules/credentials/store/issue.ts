import { copyLine } from '../../../kernel/db/copy-text.ts'
import type { Database, Tx } from '../../../kernel/db/database.ts'
import { sealRows, writeLeaf } from '../../../kernel/journal/journal.ts'
import { wakeReaders } from '../../../kernel/measures/service.ts'
import type { Office } from '../../../kernel/rooms/office.ts'
import { fail } from '../../../kernel/values/fail.ts'
import type { Finding } from '../../../kernel/values/finding.ts'
import { type PlainDate, yearOf } from '../../../kernel/values/plain-date.ts'
import { lockPersons, namesOfPersons, personsForCounting } from '../../people/store/index.ts'
import { certificateNumberOf } from '../certificate-number.ts'
import { COUNTED_KINDS, RANK_IDS } from '../words.ts'
import { insertCertificates, takeNumbers } from './certificates.ts'
import { refreshPersons } from './holdings.ts'
import * as q from './issue.sql.ts'
import { numberTables } from './number-tables.ts'
import { makeProofs, type Proof } from './proofs.ts'
import { certificateSeal } from './seal.ts'

/** Whence the right to these certificates comes. `id` names the issue: the plan, the contest, the list that was published. */
export type IssueSource =
  | { kind: 'result'; id: string; publishedOn: PlainDate }
  | { kind: 'promotion'; id: string; publishedOn: PlainDate; ruleKey: string; ruleOn: PlainDate }
export type IssueRow = {
  /** The result or the promotion itself; one certificate for each, however often it is asked for. */
  entitlementId: string
  personId: string
  kind: string
  occupationEdition: string
  occupationCode: string
  workType: string | null
  levelRank: number | null
  /** A number that the province gave for this very certificate; else the next one of the body's block is taken. */
  number?: string
}
export type IssueOrder = {
  source: IssueSource
  organisationId: string
  issuedOn: PlainDate
  /** Account of who issues, for the journal. */
  actor: string
  rows: readonly IssueRow[]
}
export type Issued = { entitlementId: string; certificateId: string; number: string; isNew: boolean }

/**
 * Issues certificates within the caller's transaction: number, row, figures, signed code and journal leaf stand or fall together.
 * What was issued before for the same result is answered again and not made anew, so an interrupted issue is simply repeated.
 * Numbers by 职业技能等级证书编码规则, from blocks that the province gave.
 * @throws Failure BadInput with a finding for each row that cannot be issued; Conflict `NUMBERS_SPENT`, `NUMBER_TAKEN`
 */
export async function issueCertificates(tx: Tx, office: Office, order: IssueOrder): Promise<Issued[]> {
  const { rows } = order
  if (rows.length === 0) return []
  const personIds = [...new Set(rows.map((r) => r.personId))]
  await lockPersons(tx, personIds)
  const before = new Map(
    (
      await tx.rows<{ entitlement_id: string; certificate_id: string; number: string }>(
        q.entitled(
          personIds,
          rows.map((r) => r.entitlementId),
        ),
      )
    ).map((e) => [e.entitlement_id, e]),
  )
  const fresh = rows.filter((r) => !before.has(r.entitlementId))
  const made = fresh.length ? await issueFresh(tx, office, { ...order, rows: fresh }, personIds) : new Map()
  return rows.map((r) => {
    const old = before.get(r.entitlementId)
    return old
      ? { entitlementId: r.entitlementId, certificateId: old.certificate_id, number: old.number, isNew: false }
      : { entitlementId: r.entitlementId, ...made.get(r.entitlementId)!, isNew: true }
  })
}

async function issueFresh(
  tx: Tx,
  office: Office,
  order: IssueOrder,
  personIds: readonly string[],
): Promise<Map<string, { certificateId: string; number: string }>> {
  const { source, rows, organisationId, issuedOn } = order
  const persons = new Map((await personsForCounting(tx, personIds)).map((p) => [p.person_id, p]))
  const names = new Map((await namesOfPersons(tx, personIds)).map((p) => [p.person_id, p.name]))
  const findings = rows.flatMap((r) => findingsOf(office, r, issuedOn, persons.has(r.personId)))
  if (findings.length) fail('BadInput', findings)
  const numbers = await numbersFor(tx, office, order)
  const certificates = rows.map((r) => ({
    ...r,
    certificateId: office.world.id(),
    number: numbers.get(r.entitlementId)!,
    organisationId,
    issuedOn,
    knownOn: office.world.today(),
    countyCode: persons.get(r.personId)!.county_code,
    name: names.get(r.personId)!,
    batchId: null,
    contentHash: null,
  }))
  const taken = await takeNumbers(tx, certificates)
  if (taken.length) fail('Conflict', taken.map(numberTaken))
  await tx.copyIn('credentials.entitlement', q.ENTITLEMENT_COLUMNS, [
    rows
      .map((r) =>
        copyLine([
          r.personId,
          r.entitlementId,
          source.kind,
          source.id,
          source.publishedOn,
          source.kind === 'promotion' ? source.ruleKey : null,
          source.kind === 'promotion' ? source.ruleOn : null,
        ]),
      )
      .join(''),
  ])
  await insertCertificates(tx, certificates)
  // All of them are locked already.
  await refreshPersons(tx, office, personIds, { isNew: new Set(personIds) })
  await makeProofs(tx, office, certificates)
  await wakeReaders(tx)
  const written = new Set(certificates.map((c) => `${c.personId}/${c.certificateId}`))
  await writeLeaf(tx, office.world, {
    kind: 'credentials.certificate.issued',
    subject: `credentials.issue/${source.id}`,
    actor: order.actor,
    body: { source: source.kind, issue: source.id, organisation: organisationId, count: certificates.length },
    rows: (await sealRows(tx, certificateSeal, personIds, 'new')).filter((r) => written.has(r.key)),
  })
  return new Map(certificates.map((c) => [c.entitlementId, { certificateId: c.certificateId, number: c.number }]))
}

function findingsOf(office: Office, r: IssueRow, issuedOn: PlainDate, isKnown: boolean): Finding[] {
  const out: Finding[] = []
  if (!isKnown)
    out.push({
      code: 'PERSON_UNKNOWN',
      field: 'personId',
      given: r.personId,
      message: { zh: '库中没有该人员', en: 'This person is not registered' },
      hint: { zh: '请先登记人员', en: 'Register the person first' },
    })
  if (COUNTED_KINDS.has(r.kind) !== (r.levelRank !== null))
    out.push({
      code: 'LEVEL_AND_KIND',
      field: 'levelRank',
      message: { zh: '证书类别与等级不符', en: 'Kind and level do not go together' },
      hint: { zh: '等级证书须有等级，其他证书没有等级', en: 'Level certificates have a level, others have none' },
    })
  if (r.number === undefined && (r.kind !== 'skill-level' || letterOf(office, r.levelRank) === undefined))
    out.push({
      code: 'NUMBER_NEEDED',
      field: 'number',
      message: {
        zh: '这类证书没有编号规则，须填写省里给的编号',
        en: 'No numbering rule is known for this kind; give its number',
      },
      hint: { zh: '请先取得编号再核发', en: 'Obtain the number before issuing' },
    })
  if (issuedOn > office.world.today())
    out.push({
      code: 'ISSUED_LATER',
      field: 'issuedOn',
      given: issuedOn,
      message: { zh: `发证日期 ${issuedOn} 在今天之后`, en: `${issuedOn} lies after today` },
      hint: { zh: '请填今天或更早的日期', en: 'Give today or an earlier day' },
    })
  return out
}

export const numberTaken = (number: string): Finding => ({
  code: 'NUMBER_TAKEN',
  field: 'number',
  given: number,
  message: { zh: `编号 ${number} 已用过`, en: `The number ${number} was used before` },
  hint: { zh: '编号不得重复使用；请核对号段登记', en: 'A number is used once; check the registered block' },
})

/** Place 16 of a number: the digit of the level, or the letter that the table of the place gives. */
export const letterOf = (office: Office, rank: number | null): string | undefined => {
  const level = rank === null ? undefined : numberTables(office).levels.find((l) => l.id === RANK_IDS[rank])
  return level?.digit ?? level?.letter
}

async function numbersFor(tx: Tx, office: Office, order: IssueOrder): Promise<Map<string, string>> {
  const out = new Map<string, string>()
  const year = yearOf(order.issuedOn)
  const byLetter = new Map<string, IssueRow[]>()
  for (const r of order.rows) {
    if (r.number !== undefined) out.set(r.entitlementId, r.number)
    else {
      const letter = letterOf(office, r.levelRank)!
      byLetter.set(letter, [...(byLetter.get(letter) ?? []), r])
    }
  }
  const lacking: Finding[] = []
  // In one order for everybody, so that two issues wait for each other one way only.
  for (const [letter, rows] of [...byLetter].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const numbers = await allotNumbers(tx, { organisationId: order.organisationId, year, letter }, rows.length)
    rows.slice(0, numbers.length).forEach((r, i) => {
      out.set(r.entitlementId, numbers[i]!)
    })
    if (numbers.length < rows.length) lacking.push(numbersSpent(year, letter, rows.length - numbers.length))
  }
  if (lacking.length) fail('Conflict', lacking)
  return out
}

export const numbersSpent = (year: number, letter: string, missing: number): Finding => ({
  code: 'NUMBERS_SPENT',
  field: 'number',
  message: {
    zh: `该机构 ${year} 年等级代码 ${letter} 的编号还差 ${missing} 个`,
    en: `The body lacks ${missing} numbers of ${year}, level ${letter}`,
  },
  hint: { zh: '请先登记省里分配的号段', en: 'Register the block that the province gave first' },
})

/** The next numbers of a body's blocks, in order; fewer when there are no more. */
export async function allotNumbers(
  tx: Tx,
  of: { organisationId: string; year: number; letter: string },
  count: number,
): Promise<string[]> {
  const out: string[] = []
  for (const { case_id } of await tx.rows<{ case_id: string }>(q.openBlocks(of.organisationId, of.year, of.letter))) {
    if (out.length === count) break
    const got = await tx.maybe<{ first_serial: number; count: number; prefix: string }>(
      q.takeSerials(case_id, count - out.length),
    )
    for (let i = 0; got && i < got.count; i++)
      out.push(certificateNumberOf(got.prefix, of.year, of.letter, got.first_serial + i))
  }
  return out
}

const CHUNK_ROWS = 500

/** A large issue, a chunk a transaction. Interrupted, it is called again with the same rows and goes on where it stopped. */
export async function issueInChunks(
  db: Database,
  office: Office,
  order: IssueOrder,
  progress: (done: number) => void = () => {},
): Promise<Issued[]> {
  const out: Issued[] = []
  for (let at = 0; at < order.rows.length; at += CHUNK_ROWS) {
    const rows = order.rows.slice(at, at + CHUNK_ROWS)
    out.push(...(await db.tx((tx) => issueCertificates(tx, office, { ...order, rows }))))
    progress(out.length)
  }
  return out
}

export type { Proof }
