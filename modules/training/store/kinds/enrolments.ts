import { copyLine } from '../../../../kernel/db/copy-text.ts'
import type { Tx } from '../../../../kernel/db/database.ts'
import { sealRows } from '../../../../kernel/journal/journal.ts'
import { tellManyFacts, wakeReaders } from '../../../../kernel/measures/service.ts'
import { sealedTableOf } from '../../../../kernel/records/define.ts'
import type { Office } from '../../../../kernel/rooms/office.ts'
import type { ImportStore } from '../../../../kernel/sheets/import-store.ts'
import { builtOn, importStore } from '../../../../kernel/sheets/kind.ts'
import type { Lookup } from '../../../../kernel/sheets/row.ts'
import type { Finding } from '../../../../kernel/values/finding.ts'
import { type NamedOrganisation, organisationLookup } from '../../../directory/store/index.ts'
import { GROUPS } from '../../../people/index.ts'
import {
  divisionsEver,
  enterPersons,
  leavePersons,
  namesRegistered,
  personIdsOf,
  personReader,
  type StagedPerson,
} from '../../../people/store/index.ts'
import { enrolmentFacts } from '../../facts.ts'
import { enrolment } from '../../records.ts'
import * as w from '../../words.ts'
import * as q from '../kinds.sql.ts'

import { classLookup, type NamedClass } from './classes.ts'
import {
  bytes,
  CODE_CHARS_MAX,
  HOURS_MAX,
  hash8,
  hex,
  NAME_CHARS_MAX,
  oneForm,
  SCORE_MAX,
  STARS_MAX,
  TEXT_CHARS_MAX,
} from './common.ts'
import type { Divisions } from './teachers.ts'

type ReadySeat = StagedPerson & {
  classId: string
  seat: number | null
  organisationId: string
  kind: string
  occupation: string
  rank: number | null
  countyCode: string
  startedOn: string
  endedOn: string
  group: string
  groupProof: string | null
  groupRegisteredOn: string | null
  address: string | null
  village: string | null
  phoneIndex: string | null
  accountIndex: string | null
  accountSealed: string | null
  accountHolder: string | null
  employerId: string | null
  status: string
  completedOn: string | null
  hours: number | null
  certificate: string | null
  satisfaction: number | null
  face: string | null
  examinedOn: string | null
  theory: number | null
  practice: number | null
  passed: boolean | null
  bodyId: string | null
}
const sealedEnrolment = sealedTableOf(enrolment)

/** Accounts are told apart by eight bytes of a keyed index, and kept sealed. */
export const sealAccount = (office: Office, place: string, account: string) => ({
  accountIndex: office.keys.blindIndex('account', account).subarray(0, 8).toString('hex'),
  accountSealed: office.keys.encrypt(place, account).toString('base64'),
})

/** `training.enrolments`: rosters with proof of group, account, result. One class at a time is asked after, not forced. */
export const enrolmentsKind: ImportStore = importStore<
  { classes: Lookup<NamedClass>; organisations: Lookup<NamedOrganisation>; divisionEver: Divisions },
  ReadySeat
>({
  context: async (tx, _office, actor) => ({
    classes: await classLookup(tx, actor),
    organisations: await organisationLookup(tx),
    divisionEver: await divisionsEver(tx),
  }),
  reader: (office, c) => {
    const readOne = personReader(office, c.divisionEver)
    const kept: { form?: 'numbered' | 'counted' } = {}
    const seats = new Map<string, number>()
    const classesOf = new Map<string, { row: number; of: NamedClass }[]>()
    return (r) => {
      const of = r.find('class', c.classes)
      const seat = r.integer('seat', 1, HOURS_MAX)
      oneForm(r, kept, seat === null ? 'counted' : 'numbered', 'seat')
      const who = readOne(r)
      const group = r.choice('group', GROUPS)
      const groupProof = r.text('groupProof', NAME_CHARS_MAX)
      const groupRegisteredOn = r.date('groupRegisteredOn')
      const employer = r.find('employer', c.organisations)
      const completed = r.date('completedOn')
      const status = r.raw('status')
        ? r.choice('status', w.ENROLMENT_STATES)
        : completed || (of && of.endedOn < office.world.today())
          ? 'completed'
          : 'enrolled'
      const completedOn = status === 'completed' ? (completed ?? of?.endedOn ?? null) : null
      const body = r.find('body', c.organisations)
      const own = {
        groupProof,
        groupRegisteredOn,
        address: r.text('address', TEXT_CHARS_MAX),
        village: r.text('village', NAME_CHARS_MAX),
        accountHolder: r.text('accountHolder', NAME_CHARS_MAX),
        employerId: employer?.id ?? of?.employerId ?? null,
        hours: r.integer('hours', 0, HOURS_MAX),
        certificate: r.text('certificate', CODE_CHARS_MAX),
        satisfaction: r.integer('satisfaction', 1, STARS_MAX),
        face: hex(r.hash8('face', hash8(office, 'face'))),
        examinedOn: r.date('examinedOn'),
        theory: r.integer('theory', 0, SCORE_MAX),
        practice: r.integer('practice', 0, SCORE_MAX),
        passed: r.yes('passed'),
        bodyId: body?.id ?? null,
      }
      if (of && seat !== null) {
        const before = seats.get(`${of.id}/${seat}`)
        if (before !== undefined)
          r.say(
            'seat',
            'SEAT_TWICE',
            { zh: `名册序号 ${seat} 与第 ${before} 行重复`, en: `place ${seat} is taken by row ${before}` },
            { zh: '同一班级内序号不能重复', en: 'A place is given once in a class' },
          )
        else seats.set(`${of.id}/${seat}`, r.row)
      }
      if (of && who) {
        const others = classesOf.get(who.staged.identityIndex) ?? []
        const clash = others.find(
          (o) => o.of.id !== of.id && o.of.startedOn <= of.endedOn && of.startedOn <= o.of.endedOn,
        )
        if (clash) r.findings.push(overlap(clash.of.number, clash.row))
        others.push({ row: r.row, of })
        classesOf.set(who.staged.identityIndex, others)
      }
      if (!of || !who || !group || !status) return null
      const account = r.raw('account')
      const sealed = account
        ? sealAccount(office, `training.enrolment/${of.id}/${who.staged.personId}`, account)
        : { accountIndex: null, accountSealed: null }
      const phoneIndex = who.person.phone
        ? office.keys.blindIndex('phone', who.person.phone).subarray(0, 8).toString('hex')
        : null
      const index = who.staged.identityIndex
      return {
        identity: `${of.id}/${index}`,
        content: [
          of.id,
          seat,
          index,
          who.person.nameKey,
          group,
          status,
          completedOn,
          phoneIndex,
          sealed.accountIndex,
          ...Object.values(own),
        ],
        ready: {
          ...who.staged,
          classId: of.id,
          seat,
          organisationId: of.organisationId,
          kind: of.kind,
          occupation: of.occupation,
          rank: of.rank,
          countyCode: of.county,
          startedOn: of.startedOn,
          endedOn: of.endedOn,
          group,
          phoneIndex,
          ...sealed,
          status,
          completedOn,
          ...own,
        },
      }
    }
  },
  known: async (tx, identities) => {
    const ids = await personIdsOf(
      tx,
      identities.map((i) => i.split('/')[1]!),
    )
    const byId = new Map([...ids].map(([index, id]) => [id, index]))
    const rows = await tx.rows<{ class_id: string; person_id: string; hash: string | null }>(
      q.seatsOf([...new Set(identities.map((i) => i.split('/')[0]!))]),
    )
    return new Map(
      rows.flatMap((s) =>
        byId.has(s.person_id) ? [[`${s.class_id}/${byId.get(s.person_id)!}`, s.hash ?? ''] as const] : [],
      ),
    )
  },
  against: async (tx, rows) => {
    const out = await namesRegistered(tx, rows)
    const ids = await personIdsOf(
      tx,
      rows.map((r) => r.ready.identityIndex),
    )
    const said = await tx.rows<{
      person_id: string
      class_id: string
      started_on: string
      ended_on: string
      number: string
    }>(q.classesOfPersons([...ids.values()]))
    const others = Map.groupBy(said, (s) => s.person_id)
    const taken = await seatTaken(tx, rows)
    for (const { row, ready } of rows) {
      const add = (f: Finding) => out.set(row, [...(out.get(row) ?? []), f])
      const clash = others
        .get(ids.get(ready.identityIndex) ?? '')
        ?.find((o) => o.class_id !== ready.classId && o.started_on <= ready.endedOn && ready.startedOn <= o.ended_on)
      if (clash) add(overlap(clash.number))
      if (ready.seat !== null && taken.has(`${ready.classId}/${ready.seat}`))
        add({
          code: 'SEAT_TAKEN',
          field: 'seat',
          given: String(ready.seat),
          message: { zh: `名册序号 ${ready.seat} 已有别人`, en: `place ${ready.seat} is taken` },
          hint: { zh: '请核对序号，或不填由系统编排', en: 'Check it, or leave the column out' },
        })
    }
    return out
  },
  write: async (tx, office, batchId, rows) => {
    const { ids, changes } = await enterPersons(
      tx,
      office,
      batchId,
      rows.map((r) => r.ready),
    )
    const classIds = [...new Set(rows.map((r) => r.ready.classId))]
    const last = new Map<string, number>()
    for (const s of await tx.rows<{ class_id: string; seat_no: number }>(q.seatsOf(classIds)))
      last.set(s.class_id, Math.max(last.get(s.class_id) ?? 0, s.seat_no))
    const knownOn = office.world.today()
    const seated = rows.map(({ ready: s, contentHash }) => {
      const no = s.seat ?? (last.get(s.classId) ?? 0) + 1
      last.set(s.classId, Math.max(no, last.get(s.classId) ?? 0))
      return { s, no, contentHash, personId: ids.get(s.identityIndex)! }
    })
    await tx.copyIn(
      'training.enrolment',
      [
        'class_id',
        'seat_no',
        'person_id',
        'organisation_id',
        'kind',
        'group_id',
        'occupation_code',
        'level_rank',
        'county_code',
        'sex',
        'birth_year',
        'started_on',
        'completed_on',
        'known_on',
        'status',
        'group_proof',
        'group_registered_on',
        'phone_index',
        'account_index',
        'account_sealed',
        'account_holder',
        'address',
        'village',
        'face_hash',
        'employer_id',
        'hours_recorded',
        'certificate_number',
        'satisfaction',
        'batch_id',
        'content_hash',
      ],
      seated.map(({ s, no, contentHash, personId }) =>
        copyLine([
          s.classId,
          no,
          personId,
          s.organisationId,
          s.kind,
          s.group,
          s.occupation,
          s.rank,
          s.countyCode,
          s.sex,
          Number(s.birthDate.slice(0, 4)),
          s.startedOn,
          s.completedOn,
          knownOn,
          s.status,
          s.groupProof,
          s.groupRegisteredOn,
          bytes(s.phoneIndex),
          bytes(s.accountIndex),
          s.accountSealed === null ? null : Buffer.from(s.accountSealed, 'base64'),
          s.accountHolder,
          s.address,
          s.village,
          bytes(s.face),
          s.employerId,
          s.hours,
          s.certificate,
          s.satisfaction,
          batchId,
          contentHash,
        ]),
      ),
    )
    await tx.copyIn(
      'training.result',
      ['class_id', 'seat_no', 'examined_on', 'body_id', 'theory_score', 'practice_score', 'passed', 'batch_id'],
      seated.flatMap(({ s, no }) =>
        s.passed === null
          ? []
          : [copyLine([s.classId, no, s.examinedOn ?? s.endedOn, s.bodyId, s.theory, s.practice, s.passed, batchId])],
      ),
    )
    await tellManyFacts(
      tx,
      enrolmentFacts,
      seated
        .filter((x) => x.s.completedOn !== null)
        .map(({ s }) => ({
          weight: 1 as const,
          row: {
            completed_on: s.completedOn,
            known_on: knownOn,
            voided_known_on: null,
            kind: s.kind,
            group_id: s.group,
            occupation_code: s.occupation,
            county_code: s.countyCode,
            organisation_id: s.organisationId,
            sex: s.sex,
            birth_year: Number(s.birthDate.slice(0, 4)),
          },
        })),
    )
    await wakeReaders(tx)
    const written = new Set(seated.map((x) => `${x.s.classId}/${x.no}`))
    const sealed = (await sealRows(tx, sealedEnrolment, classIds, 'new')).filter((x) => written.has(x.key))
    return { taken: [], changes: [...changes, ...sealed] }
  },
  undo: async (tx, office, batchId) => {
    type Row = {
      class_id: string
      seat_no: number
      completed_on: string | null
      known_on: string
      voided_known_on: string | null
    } & {
      [column: string]: string | number | null
    }
    const rows = await tx.rows<Row>(q.batchEnrolments(batchId))
    if ((await tx.rows(q.restsOnSeats(batchId))).length)
      return builtOn('这些学员已有考勤或回访', 'there is attendance or a call-back on these')
    const keys = rows.map((x) => `${x.class_id}/${x.seat_no}`)
    for (const store of office.stores.values())
      if (((await store.restsOn?.['training.enrolment']?.(tx, keys)) ?? []).length)
        return builtOn('这些学员已在补贴申领中', 'these are in claims')
    const today = office.world.today()
    if (rows.some((x) => x.completed_on !== null && (x.known_on < today || x.voided_known_on !== null)))
      return builtOn('这些人次已计入统计，不能整批撤回', 'these have counted in the figures since an earlier day')
    await tellManyFacts(
      tx,
      enrolmentFacts,
      rows.filter((x) => x.completed_on !== null).map((row) => ({ weight: -1 as const, row })),
    )
    await tx.run(q.deleteResults(batchId))
    await tx.run(q.deleteEnrolments(batchId))
    await wakeReaders(tx)
    return {
      changes: [
        ...keys.map((key) => ({ table: sealedEnrolment.table, key, op: 'gone' as const, hash: null })),
        ...(await leavePersons(tx, office, batchId)),
      ],
    }
  },
})

const overlap = (number: string, row?: number): Finding => ({
  code: 'CLASS_OVERLAP',
  field: 'class',
  given: number,
  severity: 'confirm',
  message: {
    zh: `同一人同期也在培训班 ${number}${row === undefined ? '' : `（第 ${row} 行）`}`,
    en: `the same person is in class ${number} at the same time${row === undefined ? '' : ` (row ${row})`}`,
  },
  hint: {
    zh: '一人同期只能参加一个班；可以装入，核查会指出',
    en: 'One class at a time; taken, and the checks will say so',
  },
})

async function seatTaken(
  tx: Tx,
  rows: readonly { ready: { classId: string; seat: number | null } }[],
): Promise<Set<string>> {
  const numbered = rows.filter((r) => r.ready.seat !== null)
  if (numbered.length === 0) return new Set()
  const there = await tx.rows<{ class_id: string; seat_no: number }>(
    q.seatsThere(
      numbered.map((r) => r.ready.classId),
      numbered.map((r) => r.ready.seat!),
    ),
  )
  return new Set(there.map((s) => `${s.class_id}/${s.seat_no}`))
}

/* Marks and papers of seats */
