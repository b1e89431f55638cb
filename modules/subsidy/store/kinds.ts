import { copyLine } from '../../../kernel/db/copy-text.ts'
import type { ImportStore } from '../../../kernel/sheets/import-store.ts'
import { builtOn, importStore } from '../../../kernel/sheets/kind.ts'
import type { Lookup } from '../../../kernel/sheets/row.ts'
import { dayInZone } from '../../../kernel/values/plain-date.ts'
import { levelFromText } from '../../catalogue/index.ts'
import { type NamedOrganisation, organisationLookup } from '../../directory/store/index.ts'
import {
  areasOf,
  divisionsEver,
  enterPersons,
  inAreas,
  leavePersons,
  namesRegistered,
  occupationLookup,
  personIdsOf,
  personReader,
  type StagedPerson,
  sayOutside,
} from '../../people/store/index.ts'
import { classLookup, type NamedClass, sealAccount } from '../../training/store/index.ts'
import { CLAIM_STATES, FUNDS, PAYEES } from '../words.ts'
import * as q from './kinds.sql.ts'

const TEXT_CHARS_MAX = 60
const CODE_CHARS_MAX = 40
const DAYS_MAX = 1000
const LINES_MAX = 100_000

type Head = Omit<q.ClaimHead, 'id' | 'batchId'>
type ReadyLine = StagedPerson &
  Head & {
    claimId: string
    line: number | null
    occupation: string | null
    rank: number | null
    certificate: string | null
    days: number | null
    amountFen: number
    payeeName: string | null
    accountIndex: string | null
    accountSealed: string | null
    accountChangedAt: string | null
  }
type Context = {
  areas: readonly string[]
  organisations: Lookup<NamedOrganisation>
  classes: Lookup<NamedClass>
  occupations: Lookup<string>
  divisionEver: (code: string) => boolean | undefined
}

/** `subsidy.claims`: claims that were filed, perhaps reviewed and paid, elsewhere; one row for each person. */
export const claimsKind: ImportStore = importStore<Context, ReadyLine>({
  context: async (tx, _office, actor) => ({
    areas: areasOf(actor),
    organisations: await organisationLookup(tx),
    classes: await classLookup(tx, actor),
    occupations: await occupationLookup(tx),
    divisionEver: await divisionsEver(tx),
  }),
  reader: (office, c) => {
    const readOne = personReader(office, c.divisionEver)
    const heads = new Map<string, { row: number; said: string }>()
    const { zone } = office.city
    const day = (instant: string | null) => (instant === null ? null : dayInZone(new Date(instant), zone))
    return (r) => {
      const who = readOne(r)
      const number = r.text('claim', CODE_CHARS_MAX)
      const of = r.find('organisation', c.organisations)
      const klass = r.find('class', c.classes)
      if (of && !inAreas(c.areas, klass?.county ?? of.county)) sayOutside(r, 'organisation')
      const fund = r.choice('fund', FUNDS)
      const scheme = r.text('scheme', TEXT_CHARS_MAX)
      const payee = r.raw('payee') ? r.choice('payee', PAYEES) : 'institution'
      const state = r.raw('state') ? r.choice('state', CLAIM_STATES) : 'filed'
      const filedAt = r.instant('filedAt', zone)
      const filedBy = r.text('filedBy', TEXT_CHARS_MAX)
      const reviewedAt = r.instant('reviewedAt', zone)
      const reviewedBy = r.text('reviewedBy', TEXT_CHARS_MAX)
      const approvedAt = r.instant('approvedAt', zone)
      const approvedBy = r.text('approvedBy', TEXT_CHARS_MAX)
      const paidOn = r.date('paidOn')
      if (state === 'paid' && !paidOn && !r.raw('paidOn'))
        r.say(
          'paidOn',
          'PAID_DAY',
          { zh: '状态是已拨付，没有填拨付日期', en: 'paid, yet without the day' },
          { zh: '请填写拨付日期', en: 'Write the day of payment' },
        )
      const line = r.integer('line', 1, LINES_MAX)
      const certificate = r.text('certificate', CODE_CHARS_MAX)
      const occupation = r.find('occupation', c.occupations) ?? klass?.occupation ?? null
      const level = r.raw('level') ? levelFromText(r.raw('level')) : null
      if (level === undefined)
        r.say(
          'level',
          'LEVEL',
          { zh: `等级“${r.raw('level')}”无法识别`, en: `“${r.raw('level')}” is no level` },
          { zh: '请填 五级/初级工 至 首席技师', en: 'Write one of the levels' },
        )
      const days = r.integer('days', 0, DAYS_MAX)
      const amountFen = r.amountFen('amount')
      const payeeName = r.text('payeeName', TEXT_CHARS_MAX)
      const accountChangedAt = r.instant('accountChangedAt', zone)
      if (of && klass && klass.organisationId !== of.id)
        r.say(
          'organisation',
          'CLASS_OF_OTHER',
          { zh: '该培训班不是这家机构的', en: 'the class is of another organisation' },
          { zh: '请核对开班编号和机构', en: 'Check class and organisation' },
          'confirm',
        )
      if (!number || !of || !fund || !scheme || !payee || !state || !filedAt || !filedBy) return null
      const head: Head = {
        number,
        organisationId: of.id,
        classId: klass?.id ?? null,
        countyCode: klass?.county ?? of.county,
        fund,
        scheme,
        payee,
        state,
        filedOn: day(filedAt)!,
        filedAt,
        filedBy,
        reviewedAt,
        reviewedBy,
        approvedAt,
        approvedBy,
        paidOn,
      }
      const said = JSON.stringify(Object.values(head))
      const before = heads.get(number)
      if (!before) heads.set(number, { row: r.row, said })
      else if (before.said !== said)
        r.say(
          'claim',
          'CLAIM_DIFFERS',
          {
            zh: `与第 ${before.row} 行是同一申领，申领信息却不同`,
            en: `the same claim as in row ${before.row}, told otherwise`,
          },
          {
            zh: '同一申领各行的机构、班级、资金、时间和经办人应一致',
            en: 'What concerns the claim must agree in all its rows',
          },
        )
      if (!who || amountFen === null) return null
      const account = r.raw('account')
      const sealed = account
        ? sealAccount(office, `subsidy.claim_line/${number}/${who.staged.identityIndex}`, account)
        : { accountIndex: null, accountSealed: null }
      const own = {
        line,
        occupation,
        rank: level?.rank ?? klass?.rank ?? null,
        certificate,
        days,
        amountFen,
        payeeName,
        accountChangedAt,
      }
      const index = who.staged.identityIndex
      return {
        identity: line === null ? `${number}/${index}` : `${number}/#${line}`,
        content: [said, index, who.person.nameKey, sealed.accountIndex, ...Object.values(own)],
        ready: { ...who.staged, ...head, ...own, ...sealed, claimId: office.world.id() },
      }
    }
  },
  known: async (tx, identities) => {
    const numbers = [...new Set(identities.map((i) => i.slice(0, i.lastIndexOf('/'))))]
    const keys = await tx.rows<{ number: string; claim_id: string }>(q.numbersTaken(numbers))
    const numberOf = new Map(keys.map((k) => [k.claim_id, k.number]))
    const ids = await personIdsOf(
      tx,
      identities.map((i) => i.slice(i.lastIndexOf('/') + 1)).filter((i) => !i.startsWith('#')),
    )
    const indexOf = new Map([...ids].map(([index, id]) => [id, index]))
    const rows = await tx.rows<{ claim_id: string; line_no: number; person_id: string; hash: string | null }>(
      q.linesOf([...numberOf.keys()]),
    )
    return new Map(
      rows.flatMap((l) => {
        const number = numberOf.get(l.claim_id)!
        const index = indexOf.get(l.person_id)
        return [
          [`${number}/#${l.line_no}`, l.hash ?? ''] as const,
          ...(index ? [[`${number}/${index}`, l.hash ?? ''] as const] : []),
        ]
      }),
    )
  },
  against: namesRegistered,
  write: async (tx, office, batchId, rows) => {
    const { ids, changes } = await enterPersons(
      tx,
      office,
      batchId,
      rows.map((r) => r.ready),
    )
    const first = new Map<string, ReadyLine>()
    for (const { ready } of rows) if (!first.has(ready.number)) first.set(ready.number, ready)
    await tx.run(
      q.takeNumbers(
        [...first.keys()],
        [...first.values()].map((l) => l.claimId),
      ),
    )
    const claims = new Map(
      (await tx.rows<{ number: string; claim_id: string }>(q.numbersTaken([...first.keys()]))).map((k) => [
        k.number,
        k.claim_id,
      ]),
    )
    for (const l of first.values())
      if (claims.get(l.number) === l.claimId) await tx.run(q.insertClaim({ ...l, id: l.claimId, batchId }))
    const claimIds = [...new Set(claims.values())]
    const last = new Map<string, number>()
    for (const l of await tx.rows<{ claim_id: string; line_no: number }>(q.linesOf(claimIds)))
      last.set(l.claim_id, Math.max(last.get(l.claim_id) ?? 0, l.line_no))
    const seats = new Map(
      (
        await tx.rows<{ class_id: string; seat_no: number; person_id: string; certificate_number: string | null }>(
          q.seatsOf([...new Set(rows.flatMap((r) => r.ready.classId ?? []))], [...new Set(ids.values())]),
        )
      ).map((s) => [`${s.class_id}/${s.person_id}`, s]),
    )
    await tx.copyIn(
      'subsidy.claim_line',
      [
        'claim_id',
        'line_no',
        'person_id',
        'class_id',
        'seat_no',
        'occupation_code',
        'level_rank',
        'certificate_number',
        'days',
        'amount_fen',
        'payee_name',
        'account_index',
        'account_sealed',
        'account_changed_at',
        'batch_id',
        'content_hash',
      ],
      rows.map(({ ready: l, contentHash }) => {
        const claimId = claims.get(l.number)!
        const no = l.line ?? (last.get(claimId) ?? 0) + 1
        last.set(claimId, Math.max(no, last.get(claimId) ?? 0))
        const personId = ids.get(l.identityIndex)!
        const seat = l.classId === null ? undefined : seats.get(`${l.classId}/${personId}`)
        return copyLine([
          claimId,
          no,
          personId,
          l.classId,
          seat?.seat_no ?? null,
          l.occupation,
          l.rank,
          l.certificate ?? seat?.certificate_number ?? null,
          l.days,
          l.amountFen,
          l.payeeName,
          l.accountIndex === null ? null : Buffer.from(l.accountIndex, 'hex'),
          l.accountSealed === null ? null : Buffer.from(l.accountSealed, 'base64'),
          l.accountChangedAt,
          batchId,
          contentHash,
        ])
      }),
    )
    await tx.run(q.sumUp(claimIds))
    return { taken: [], changes }
  },
  undo: async (tx, office, batchId) => {
    if ((await tx.rows(q.changedSince(batchId))).length)
      return builtOn('其中有申领已在办理', 'some of these claims have been handled')
    await tx.run(q.deleteLines(batchId))
    const gone = await tx.rows<{ number: string }>(q.deleteClaims(batchId))
    await tx.run(q.deleteNumbers(gone.map((c) => c.number)))
    return { changes: await leavePersons(tx, office, batchId) }
  },
})
