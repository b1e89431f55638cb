import type { Actor } from '../../../kernel/access/actor.ts'
import { copyLine } from '../../../kernel/db/copy-text.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import type { Office } from '../../../kernel/rooms/office.ts'
import type { ImportStore } from '../../../kernel/sheets/import-store.ts'
import { contentHash as contentHashOf, importStore } from '../../../kernel/sheets/kind.ts'
import { type Lookup, plainTitle, type RowReading } from '../../../kernel/sheets/row.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import { nameKey } from '../names.ts'
import { EDUCATIONS, GROUPS, REGISTERS, type Register } from '../words.ts'
import {
  areasOf,
  countyLookup,
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
} from './enter.ts'
import * as q from './kinds.sql.ts'
import { lockPersons } from './persons.ts'

type People = { counties: Lookup<string>; divisionEver: (code: string) => boolean | undefined }
const peopleContext = async (tx: Tx, office: Office, actor: Actor): Promise<People> => ({
  counties: await countyLookup(tx, office, actor),
  divisionEver: await divisionsEver(tx),
})

const PROOF_CHARS_MAX = 120
const NAME_CHARS_MAX = 120

type ReadyPerson = StagedPerson & {
  countyCode: string
  education: string | null
  group: string | null
  groupProof: string | null
  groupRegisteredOn: string | null
}

/** `people.people`: persons with county, schooling and one key group each. */
export const peopleKind: ImportStore = importStore<People, ReadyPerson>({
  context: peopleContext,
  reader: (office, c) => {
    const readOne = personReader(office, c.divisionEver)
    return (r) => {
      const who = readOne(r)
      const countyCode = r.find('county', c.counties)
      const education = r.choice('education', EDUCATIONS)
      const group = r.choice('group', GROUPS)
      const groupProof = r.text('groupProof', PROOF_CHARS_MAX)
      const groupRegisteredOn = r.date('groupRegisteredOn')
      if (group && !groupRegisteredOn && !r.raw('groupRegisteredOn'))
        r.say(
          'groupRegisteredOn',
          'GROUP_DAY',
          { zh: '填了群体，没有填登记日期', en: 'a group without the day of registration' },
          { zh: '请填写登记或认定的日期', en: 'Write the day of registration' },
        )
      if (!who || !countyCode) return null
      const ready = { ...who.staged, countyCode, education, group, groupProof, groupRegisteredOn }
      return {
        identity: who.staged.identityIndex,
        content: [
          who.staged.identityIndex,
          who.person.nameKey,
          countyCode,
          education,
          group,
          groupProof,
          groupRegisteredOn,
        ],
        ready,
      }
    }
  },
  known: async (tx, identities) => {
    const ids = await personIdsOf(tx, identities)
    const byId = new Map([...ids].map(([index, id]) => [id, index]))
    const rows = await tx.rows<{ person_id: string; hash: string }>(q.hashesOfPersons([...byId.keys()]))
    return new Map(rows.map((r) => [byId.get(r.person_id)!, r.hash]))
  },
  against: namesRegistered,
  write: async (tx, office, batchId, rows) => {
    const { ids, isNew, changes } = await enterPersons(
      tx,
      office,
      batchId,
      rows.map((r) => r.ready),
    )
    // A person who came with something else before keeps what is known; the group is added.
    const fresh = rows.filter((r) => isNew.has(ids.get(r.ready.identityIndex)!))
    await tx.run(
      q.setHashes(
        fresh.map((r) => r.ready.personId),
        fresh.map((r) => r.contentHash),
      ),
    )
    const grouped = rows.filter((r) => r.ready.group)
    await tx.run(
      q.insertMemberships(
        grouped.map((r) => ids.get(r.ready.identityIndex)!),
        grouped.map((r) => r.ready.group!),
        grouped.map((r) => r.ready.groupRegisteredOn!),
        grouped.map((r) => r.ready.groupProof ?? ''),
        batchId,
      ),
    )
    return { taken: [], changes }
  },
  undo: async (tx, office, batchId) => {
    await tx.run(q.deleteMemberships(batchId))
    return { changes: await leavePersons(tx, office, batchId) }
  },
})

type ReadySpell = StagedPerson & {
  countyCode: string
  employer: string
  employerCode: string | null
  occupation: string | null
  fromOn: string
  toOn: string | null
}
const spellKey = (index: string, s: { code: string | null; name: string | null; fromOn: string }) =>
  `${index}/${s.code ?? plainTitle(s.name ?? '')}/${s.fromOn}`

/** `people.employment`: spells of work; the employer by code when there is one, else by name. */
export const employmentKind: ImportStore = importStore<People & { occupations: Lookup<string> }, ReadySpell>({
  context: async (tx, office, actor) => ({
    ...(await peopleContext(tx, office, actor)),
    occupations: await occupationLookup(tx),
  }),
  reader: (office, c) => {
    const readOne = personReader(office, c.divisionEver)
    return (r) => {
      const who = readOne(r)
      const countyCode = r.find('county', c.counties)
      const employer = r.text('employer', NAME_CHARS_MAX)
      const employerCode = r.raw('employerCode') || null
      const occupation = r.find('occupation', c.occupations)
      const fromOn = r.date('fromOn')
      const toOn = r.date('toOn')
      r.order('fromOn', 'toOn')
      if (fromOn && toOn === fromOn)
        r.say(
          'toOn',
          'DATE_ORDER',
          { zh: '离职日期与入职日期相同', en: 'ends on its first day' },
          { zh: '请核对两个日期', en: 'Check both days' },
        )
      if (!who || !countyCode || !employer || !fromOn) return null
      const index = who.staged.identityIndex
      return {
        identity: spellKey(index, { code: employerCode, name: employer, fromOn }),
        content: [index, who.person.nameKey, plainTitle(employer), employerCode, occupation, fromOn, toOn],
        ready: { ...who.staged, countyCode, employer, employerCode, occupation, fromOn, toOn },
      }
    }
  },
  known: async (tx, identities) => {
    const ids = await personIdsOf(
      tx,
      identities.map((i) => i.split('/')[0]!),
    )
    const byId = new Map([...ids].map(([index, id]) => [id, index]))
    const rows = await tx.rows<{
      person_id: string
      employer_code: string | null
      employer_name: string | null
      from_on: PlainDate
      hash: string | null
    }>(q.spellsOf([...byId.keys()]))
    return new Map(
      rows.map((r) => [
        spellKey(byId.get(r.person_id)!, { code: r.employer_code, name: r.employer_name, fromOn: r.from_on }),
        r.hash ?? '',
      ]),
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
    const persons = [...new Set(rows.map((r) => ids.get(r.ready.identityIndex)!))]
    await lockPersons(tx, persons)
    const last = new Map<string, number>()
    for (const s of await tx.rows<{ person_id: string; spell_no: number }>(q.spellsOf(persons)))
      last.set(s.person_id, Math.max(last.get(s.person_id) ?? 0, Number(s.spell_no)))
    const codes = [...new Set(rows.flatMap((r) => r.ready.employerCode ?? []))]
    const organisations = new Map(
      (await tx.rows<{ organisation_id: string; credit_code: string }>(q.organisationsByCode(codes))).map((o) => [
        o.credit_code,
        o.organisation_id,
      ]),
    )
    await tx.copyIn(
      'people.employment',
      [
        'person_id',
        'spell_no',
        'organisation_id',
        'employer_name',
        'employer_code',
        'county_code',
        'occupation_code',
        'from_on',
        'to_on',
        'source',
        'batch_id',
        'content_hash',
      ],
      rows.map(({ ready: s, contentHash }) => {
        const personId = ids.get(s.identityIndex)!
        const no = (last.get(personId) ?? 0) + 1
        last.set(personId, no)
        return copyLine([
          personId,
          no,
          s.employerCode ? (organisations.get(s.employerCode) ?? null) : null,
          s.employer,
          s.employerCode,
          s.countyCode,
          s.occupation,
          s.fromOn,
          s.toOn,
          'file',
          batchId,
          contentHash,
        ])
      }),
    )
    return { taken: [], changes }
  },
  undo: async (tx, office, batchId) => {
    await tx.run(q.deleteSpells(batchId))
    return { changes: await leavePersons(tx, office, batchId) }
  },
})

type ReadyEntry = {
  identityIndex: string
  identitySealed: string
  name: string
  kind: string | null
  fromOn: string | null
  toOn: string | null
  employerCode: string | null
  employerName: string | null
  place: string | null
  certificate: string | null
  asOf: string
  fileName: string
}
type RegisterContext = {
  /** Registers of others are of the whole city; an officer of one county does not load them. */
  wholeCity: boolean
  divisionEver: (code: string) => boolean | undefined
  asOf: PlainDate | null
  fileName: string
}

/** The day a file describes: said for the file, or the same in all its rows. */
export function asOfReader(office: Office, ofFile: PlainDate | null): (r: RowReading) => PlainDate | null {
  let first: { row: number; day: PlainDate } | undefined
  return (r) => {
    const own = r.date('asOf')
    const day = own ?? ofFile
    if (!day) {
      if (r.raw('asOf') === '')
        r.say(
          'asOf',
          'AS_OF_MISSING',
          { zh: '不知道名册是哪一天的', en: 'nothing says of which day this register is' },
          { zh: '请加“数据日期”一列，或用 --as-of 指明', en: 'Add the column 数据日期, or say --as-of' },
        )
      return null
    }
    first ??= { row: r.row, day }
    if (day !== first.day)
      r.say(
        'asOf',
        'AS_OF_TWO',
        {
          zh: `数据日期 ${day} 与第 ${first.row} 行的 ${first.day} 不同`,
          en: `${day} differs from ${first.day} in row ${first.row}`,
        },
        { zh: '不同日期的名册请分成不同的文件', en: 'Put registers of different days into different files' },
      )
    if (day > office.world.today())
      r.say(
        'asOf',
        'AS_OF_FUTURE',
        { zh: `数据日期 ${day} 还没有到`, en: `${day} lies ahead` },
        { zh: '请核对数据日期', en: 'Check the day' },
      )
    return day
  }
}

const STALE_YEARS = 1
/** A register of an earlier year is taken, but aloud: the checks that need a fresh one will not run on it. */
export function sayWhenOld(office: Office, r: RowReading, day: PlainDate): void {
  const year = Number(office.world.today().slice(0, 4))
  if (Number(day.slice(0, 4)) <= year - STALE_YEARS)
    r.say(
      'asOf',
      'AS_OF_OLD',
      { zh: `名册是 ${day} 的，不是今年的`, en: `the register is of ${day}, an earlier year` },
      {
        zh: '可以装入；需要最新名册的核查会标为“未运行”',
        en: 'It is taken; checks that need a fresh one will not run',
      },
      'confirm',
    )
}

/** `people.register-…`: entries of an outside register. Persons in it need not be in ours. */
const registerKind = (register: Register): ImportStore =>
  importStore<RegisterContext, ReadyEntry>({
    context: async (tx, office, actor, file) => ({
      wholeCity: inAreas(areasOf(actor), office.city.division),
      divisionEver: await divisionsEver(tx),
      asOf: file.asOf,
      fileName: file.name,
    }),
    reader: (office, c) => {
      const readOne = personReader(office, c.divisionEver)
      const readAsOf = asOfReader(office, c.asOf)
      return (r) => {
        const who = readOne(r)
        const kind = register.kinds ? r.choice('kind', register.kinds) : null
        const fromOn = r.date('fromOn')
        const toOn = r.date('toOn')
        r.order('fromOn', 'toOn')
        const employerName = r.text('employer', NAME_CHARS_MAX)
        const certificate = r.text('certificate', NAME_CHARS_MAX)
        const asOf = readAsOf(r)
        if (!c.wholeCity) sayOutside(r, 'asOf')
        if (asOf) sayWhenOld(office, r, asOf)
        if (!who || !asOf) return null
        const entry = {
          identityIndex: who.staged.identityIndex,
          identitySealed: office.keys
            .encrypt(`people.register_entry/${register.id}/${who.staged.identityIndex}`, who.person.identity)
            .toString('base64'),
          name: who.person.name,
          kind,
          fromOn,
          toOn,
          employerCode: r.raw('employerCode') || null,
          employerName,
          place: r.raw('place') || null,
          certificate,
          asOf,
          fileName: c.fileName,
        }
        const said = [
          entry.identityIndex,
          who.person.nameKey,
          kind,
          fromOn,
          toOn,
          entry.employerCode,
          employerName,
          entry.place,
          certificate,
        ]
        return { identity: JSON.stringify([...said, asOf]), content: [...said, asOf], ready: entry }
      }
    },
    known: async (tx, identities) => {
      const wanted = new Map(identities.map((i) => [`${i}`, JSON.parse(i) as string[]]))
      const indexes = [...new Set([...wanted.values()].map((w) => w[0]!))].map((h) => Buffer.from(h, 'hex'))
      const rows = await tx.rows<{ identity: string; hash: string; as_of: PlainDate }>(
        q.entriesOf(indexes, register.id),
      )
      const have = new Map(rows.map((e) => [`${e.identity}/${e.hash}`, e.hash]))
      const out = new Map<string, string>()
      for (const [identity, said] of wanted) {
        const hash = contentHashOf(said)
        if (have.has(`${said[0]}/${hash}`)) out.set(identity, hash)
      }
      return out
    },
    write: async (tx, office, batchId, rows) => {
      const days = rows.flatMap((r) => [r.ready.fromOn, r.ready.toOn].filter((d): d is string => d !== null)).sort()
      const before = await tx.maybe<{ rows: number }>(q.fileRows(batchId))
      await tx.run(
        q.putFile({
          id: batchId,
          registerId: register.id,
          asOf: rows[0]!.ready.asOf,
          loadedOn: office.world.today(),
          rows: rows.length,
          from: days[0] ?? null,
          to: days.at(-1) ?? null,
          name: rows[0]!.ready.fileName,
        }),
      )
      const first = Number(before?.rows ?? 0)
      await tx.copyIn(
        'people.register_entry',
        [
          'identity_index',
          'register_id',
          'file_id',
          'entry_no',
          'name_key',
          'identity_sealed',
          'kind',
          'from_on',
          'to_on',
          'employer_code',
          'employer_name',
          'place_code',
          'certificate_number',
          'content_hash',
        ],
        rows.map(({ ready: e, contentHash }, i) =>
          copyLine([
            Buffer.from(e.identityIndex, 'hex'),
            register.id,
            batchId,
            first + i + 1,
            nameKey(e.name),
            Buffer.from(e.identitySealed, 'base64'),
            e.kind,
            e.fromOn,
            e.toOn,
            e.employerCode,
            e.employerName,
            e.place,
            e.certificate,
            contentHash,
          ]),
        ),
      )
      return { taken: [], changes: [] }
    },
    undo: async (tx, _office, batchId) => {
      await tx.run(q.deleteEntries(batchId))
      await tx.run(q.deleteFile(batchId))
      return { changes: [] }
    },
  })

export const registerKinds: { readonly [id: string]: ImportStore } = Object.fromEntries(
  REGISTERS.map((r) => [`people.register-${r.id}`, registerKind(r)]),
)

/** Writes or grows the row of a register file: for registers that another room keeps. */
export const putRegisterFile = (tx: Tx, f: Parameters<typeof q.putFile>[0]): Promise<number> => tx.run(q.putFile(f))
export const dropRegisterFile = (tx: Tx, fileId: string): Promise<number> => tx.run(q.deleteFile(fileId))
export const registerFileRows = async (tx: Tx, fileId: string): Promise<number> =>
  Number((await tx.maybe<{ rows: number }>(q.fileRows(fileId)))?.rows ?? 0)
