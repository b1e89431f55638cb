import { hash } from 'node:crypto'
import type { Actor } from '../../../kernel/access/actor.ts'
import { scopeTerms } from '../../../kernel/access/policy.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { sealRows } from '../../../kernel/journal/journal.ts'
import type { RowChange } from '../../../kernel/journal/sealed.ts'
import { tellManyFacts, wakeReaders } from '../../../kernel/measures/service.ts'
import type { Office } from '../../../kernel/rooms/office.ts'
import type { CheckedRow, ImportStore } from '../../../kernel/sheets/import-store.ts'
import type { Finding } from '../../../kernel/values/finding.ts'
import { type PlainDate, yearOf } from '../../../kernel/values/plain-date.ts'
import { divisionEverFrom, levelFromText } from '../../catalogue/index.ts'
import { maskName, nameKey } from '../../people/index.ts'
import {
  findByIdentity,
  identityIndex,
  insertPersons,
  namesOfPersons,
  personSeal,
  personsOfBatch,
  removePersons,
  sealPerson,
  takeIdentities,
} from '../../people/store/index.ts'
import {
  type Body,
  type CertificateImportContext,
  certificateImport,
  contentOf,
  type Occupation,
  plainTitle,
  readCertificate,
} from '../import.ts'
import { issueFacts } from '../measures/facts.ts'
import type { HoldingCertificate, HoldingInput } from '../project.ts'
import { insertCertificates, issueRow, type NewCertificate, takeNumbers } from './certificates.ts'
import { refreshPersons } from './holdings.ts'
import * as q from './import.sql.ts'
import { numberTables } from './number-tables.ts'
import { certificateSeal } from './revocation.ts'

const sha256 = (text: string): Buffer => hash('sha256', text, 'buffer')

const NOTATIONS_MAX = 1000
function remembered<T>(read: (text: string) => T): (text: string) => T {
  const kept = new Map<string, T>()
  return (text) => {
    if (kept.has(text)) return kept.get(text)!
    const value = read(text)
    if (kept.size < NOTATIONS_MAX) kept.set(text, value)
    return value
  }
}

async function context(tx: Tx, office: Office, actor: Actor): Promise<CertificateImportContext> {
  const codes = await tx.rows<{ code: string }>(q.divisionsEver())
  const divisionEver = divisionEverFrom(codes)
  const counties = new Map<string, string>()
  // Jurisdiction is a prefix: 141000 means everything that begins with 1410.
  for (const d of await tx.rows<{ code: string; name: string }>(
    q.counties(office.city.division.replace(/(00)+$/, '')),
  )) {
    counties.set(d.code, d.code)
    counties.set(plainTitle(d.name), d.code)
    // 尧都 for 尧都区; not for names of two characters.
    if (d.name.length > 2) counties.set(plainTitle(d.name.slice(0, -1)), d.code)
  }
  const jurisdictions = scopeTerms(certificateImport.who, actor).flatMap((t) =>
    t.kind === 'prefix' ? [t.value] : t.kind === 'all' ? [''] : [],
  )
  return {
    today: office.world.today(),
    tables: numberTables(office),
    levelOf: remembered(levelFromText),
    divisionEver: codes.length ? divisionEver : () => undefined,
    counties,
    jurisdictions,
    ...(await occupationTables(tx)),
    ...(await bodyTables(tx)),
  }
}

async function occupationTables(
  tx: Tx,
): Promise<Pick<CertificateImportContext, 'occupationByCode' | 'occupationsByName'>> {
  const byCode = new Map<string, Occupation>()
  const byName = new Map<string, { occupation: Occupation; workType: string | null }[]>()
  const add = (name: string, occupation: Occupation, workType: string | null) => {
    const key = plainTitle(name)
    const list = byName.get(key)
    if (!list) byName.set(key, [{ occupation, workType }])
    // A name of an older edition means the occupation of the newest edition that has it.
    else if (
      list[0]!.occupation.edition === occupation.edition &&
      !list.some((x) => x.occupation.code === occupation.code)
    )
      list.push({ occupation, workType })
  }
  const all = await tx.rows<Occupation>(q.occupations())
  for (const o of all) {
    if (!byCode.has(o.code)) byCode.set(o.code, o)
    add(o.name, o, null)
  }
  const byKey = new Map(all.map((o) => [`${o.edition} ${o.code}`, o]))
  for (const w of await tx.rows<{ edition: string; occupation_code: string; name: string }>(q.workTypes())) {
    const occupation = byKey.get(`${w.edition} ${w.occupation_code}`)
    if (occupation) add(w.name, occupation, w.name)
  }
  return { occupationByCode: byCode, occupationsByName: byName }
}

async function bodyTables(tx: Tx): Promise<Pick<CertificateImportContext, 'bodiesByCode' | 'bodiesByName'>> {
  type Growing = Omit<Body, 'listed' | 'scopes'> & {
    listed: Body['listed'][number][]
    scopes: Body['scopes'][number][]
  }
  const byId = new Map<string, Growing>()
  const byCode = new Map<string, Body>()
  const byName = new Map<string, Body[]>()
  const add = (name: string, body: Body) => {
    const key = plainTitle(name)
    const list = byName.get(key)
    if (!list) byName.set(key, [body])
    else if (!list.includes(body)) list.push(body)
  }
  for (const o of await tx.rows<{ organisation_id: string; name: string; kind: string; credit_code: string | null }>(
    q.bodies(),
  )) {
    const body: Growing = { id: o.organisation_id, name: o.name, kind: o.kind, listed: [], scopes: [] }
    byId.set(body.id, body)
    if (o.credit_code) byCode.set(o.credit_code, body)
    add(o.name, body)
  }
  for (const f of await tx.rows<{ organisation_id: string; name: string }>(q.formerNames())) {
    const body = byId.get(f.organisation_id)
    if (body) add(f.name, body)
  }
  for (const p of await tx.rows<{
    organisation_id: string
    listed_from: PlainDate
    listed_to: PlainDate | null
    status: string
  }>(q.listedPeriods()))
    byId
      .get(p.organisation_id)
      ?.listed.push({ from: p.listed_from, to: p.listed_to, suspended: p.status === 'suspended' })
  for (const s of await tx.rows<{
    organisation_id: string
    occupation_code: string
    level_rank: number
    from_on: PlainDate
    to_on: PlainDate | null
  }>(q.listedScopes()))
    byId
      .get(s.organisation_id)
      ?.scopes.push({ occupation: s.occupation_code, rank: s.level_rank, from: s.from_on, to: s.to_on })
  return { bodiesByCode: byCode, bodiesByName: byName }
}

/** What waits in staging. Identity number and phone are sealed for the person id that a new person will have. */
type Ready = {
  personId: string
  certificateId: string
  identityIndex: string
  identitySealed: string
  phoneSealed: string | null
  name: string
  sex: string
  birthDate: string
  number: string
  kind: string
  occupationEdition: string
  occupationCode: string
  workType: string | null
  levelRank: number | null
  organisationId: string
  issuedOn: string
  countyCode: string
}

const prepare: ImportStore['prepare'] = (office, given) => {
  const c = given as CertificateImportContext
  // One human, one name: what a row of the same file said before. The register is asked later (`against`).
  const named = new Map<string, { row: number; nameKey: string }>()
  return ({ row, values }): CheckedRow => {
    const { certificate, number, findings } = readCertificate(values, c)
    if (!certificate) return { row, findings, ready: null, identity: number, contentHash: null }
    const { person } = certificate
    const index = identityIndex(office.keys, person.identity)
    const key = index.toString('base64')
    const before = named.get(key)
    if (!before) named.set(key, { row, nameKey: person.nameKey })
    else if (before.nameKey !== person.nameKey)
      return {
        row,
        findings: [...findings, nameTwice(before.row, person.name)],
        ready: null,
        identity: number,
        contentHash: null,
      }
    // A person who is registered already keeps id and secrets; then this id and these bytes are simply not used.
    const personId = office.world.id()
    const sealed = sealPerson(office.keys, personId, person)
    const ready: Ready = {
      personId,
      certificateId: office.world.id(),
      identityIndex: index.toString('hex'),
      identitySealed: sealed.identitySealed.toString('base64'),
      phoneSealed: sealed.phoneSealed?.toString('base64') ?? null,
      name: person.name,
      sex: person.sex,
      birthDate: person.birthDate,
      number: certificate.number,
      kind: certificate.kind,
      occupationEdition: certificate.occupation.edition,
      occupationCode: certificate.occupation.code,
      workType: certificate.workType,
      levelRank: certificate.rank,
      organisationId: certificate.bodyId,
      issuedOn: certificate.issuedOn,
      countyCode: certificate.countyCode,
    }
    const content = contentOf({ ...ready, identity: ready.identityIndex, nameKey: person.nameKey })
    return { row, findings, ready, identity: certificate.number, contentHash: sha256(content).toString('hex') }
  }
}

const nameTwice = (row: number, given: string): Finding => ({
  code: 'NAME_TWICE',
  field: 'name',
  given,
  message: {
    zh: `与第 ${row} 行的身份证号相同，姓名却不同`,
    en: `Row ${row} has the same identity number under another name`,
  },
  hint: { zh: '请核对两行的身份证号和姓名', en: 'Check number and name of both rows' },
})

async function known(tx: Tx, identities: readonly string[]): Promise<Map<string, string>> {
  const keys = await tx.rows<{ number: string; person_id: string; certificate_id: string }>(q.keysOf(identities))
  if (keys.length === 0) return new Map()
  type Content = {
    number: string
    content_hash: string | null
    identity: string
    name_key: string
    kind: string
    occupation_code: string
    work_type: string | null
    level_rank: number | null
    organisation_id: string
    issued_on: string
    county_code: string
  }
  const rows = await tx.rows<Content>(
    q.contentsOf(
      keys.map((k) => k.person_id),
      keys.map((k) => k.certificate_id),
    ),
  )
  // Certificates that came another way have no hash of their own; what they say is in their rows.
  const hashOf = (r: Content) =>
    r.content_hash ??
    sha256(
      contentOf({
        number: r.number,
        identity: r.identity,
        nameKey: r.name_key,
        kind: r.kind,
        occupationCode: r.occupation_code,
        workType: r.work_type,
        levelRank: r.level_rank,
        organisationId: r.organisation_id,
        issuedOn: r.issued_on,
        countyCode: r.county_code,
      }),
    ).toString('hex')
  const hashes = new Map(rows.map((r) => [r.number, hashOf(r)]))
  return new Map(keys.map((k) => [k.number, hashes.get(k.number) ?? '']))
}

/** An identity number that is registered under another name is nobody's slip of the pen to be passed over. */
async function against(
  tx: Tx,
  rows: readonly { row: number; ready: NonNullable<CheckedRow['ready']> }[],
): Promise<Map<number, Finding[]>> {
  const list = rows.map((r) => ({ row: r.row, ready: r.ready as Ready }))
  const owners = await findByIdentity(
    tx,
    [...new Set(list.map((r) => r.ready.identityIndex))].map((h) => Buffer.from(h, 'hex')),
  )
  const names = new Map((await namesOfPersons(tx, [...owners.values()])).map((p) => [p.person_id, p]))
  const out = new Map<number, Finding[]>()
  for (const { row, ready } of list) {
    const owner = owners.get(ready.identityIndex)
    const registered = owner === undefined ? undefined : names.get(owner)
    if (registered && registered.name_key !== nameKey(ready.name))
      out.set(row, [
        {
          code: 'NAME_REGISTERED',
          field: 'name',
          given: ready.name,
          message: {
            zh: `这个身份证号已登记在“${maskName(registered.name)}”名下，与“${ready.name}”不同`,
            en: `This identity number is registered under another name, ${maskName(registered.name)}`,
          },
          hint: {
            zh: '请核对身份证号和姓名；确已改名的，请先更正人员信息',
            en: 'Check number and name; after a change of name correct the person first',
          },
        },
      ])
  }
  return out
}

const write: ImportStore['write'] = async (tx, office, batchId, rows) => {
  const list = rows.map((r) => ({ ready: r.ready as Ready, contentHash: r.contentHash }))
  const owners = await takeIdentities(
    tx,
    list.map((r) => ({ identityIndex: Buffer.from(r.ready.identityIndex, 'hex'), personId: r.ready.personId })),
  )
  const personOf = (r: Ready) => owners.get(r.identityIndex)!
  const taken = await takeNumbers(
    tx,
    list.map(({ ready: r }) => ({ number: r.number, personId: personOf(r), certificateId: r.certificateId })),
  )
  if (taken.length) return { taken, changes: [] }

  const knownOn = office.world.today()
  const made = new Map<string, HoldingInput & { certificates: HoldingCertificate[] }>()
  await insertPersons(
    tx,
    list.flatMap(({ ready: r }) => {
      if (personOf(r) !== r.personId) return []
      made.set(r.personId, {
        personId: r.personId,
        countyCode: r.countyCode,
        sex: r.sex,
        birthYear: yearOf(r.birthDate as PlainDate),
        leftOn: null,
        leftKnownOn: null,
        certificates: [],
      })
      return [
        {
          personId: r.personId,
          name: r.name,
          sex: r.sex,
          birthDate: r.birthDate as PlainDate,
          identityIndex: Buffer.from(r.identityIndex, 'hex'),
          identitySealed: Buffer.from(r.identitySealed, 'base64'),
          phoneSealed: r.phoneSealed === null ? null : Buffer.from(r.phoneSealed, 'base64'),
          countyCode: r.countyCode,
          education: null,
          knownOn,
          batchId,
        },
      ]
    }),
  )
  const certificates = list.map(
    ({ ready: r, contentHash }): NewCertificate => ({
      personId: personOf(r),
      certificateId: r.certificateId,
      number: r.number,
      kind: r.kind,
      occupationEdition: r.occupationEdition,
      occupationCode: r.occupationCode,
      workType: r.workType,
      levelRank: r.levelRank,
      organisationId: r.organisationId,
      issuedOn: r.issuedOn as PlainDate,
      knownOn,
      countyCode: r.countyCode,
      batchId,
      contentHash: Buffer.from(contentHash, 'hex'),
    }),
  )
  await insertCertificates(tx, certificates)
  const persons = [...new Set(certificates.map((c) => c.personId))]
  for (const c of certificates) made.get(c.personId)?.certificates.push({ ...c, revokedOn: null, revokedKnownOn: null })
  await refreshPersons(tx, office, persons, { made })
  await wakeReaders(tx)

  const written = new Set(certificates.map((c) => `${c.personId}/${c.certificateId}`))
  const sealed = (await sealRows(tx, certificateSeal, persons, 'new')).filter((r) => written.has(r.key))
  return { taken: [], changes: [...(await sealRows(tx, personSeal, [...made.keys()], 'new')), ...sealed] }
}

type BatchCertificate = {
  person_id: string
  certificate_id: string
  number: string
  level_rank: number | null
  county_code: string
  occupation_code: string
  kind: string
  organisation_id: string
  issued_on: PlainDate
  known_on: PlainDate
  revoked_on: PlainDate | null
  version: number
}

/**
 * Takes an import back on its own day. Later the figures of a closed day of knowledge rest on it, and a letter may have
 * quoted them: then single certificates are revoked instead.
 */
const undo: ImportStore['undo'] = async (tx, office, batchId) => {
  const rows = await tx.rows<BatchCertificate>(q.batchCertificates(batchId))
  const inTheWay = await standsInTheWay(tx, office, rows)
  if (inTheWay.length) return { inTheWay }
  const persons = [...new Set(rows.map((r) => r.person_id))]
  await tx.run(q.deleteCertificates(batchId, persons))
  await tx.run(q.deleteNumbers(rows.map((r) => r.number)))
  await refreshPersons(tx, office, persons)
  await tellManyFacts(
    tx,
    issueFacts,
    rows.map((r) => ({
      weight: -1 as const,
      row: issueRow({
        issuedOn: r.issued_on,
        knownOn: r.known_on,
        levelRank: r.level_rank,
        countyCode: r.county_code,
        occupationCode: r.occupation_code,
        kind: r.kind,
        organisationId: r.organisation_id,
      }),
    })),
  )
  await wakeReaders(tx)

  const made = await personsOfBatch(tx, batchId)
  const kept = await restedOn(
    tx,
    office,
    made.map((p) => p.person_id),
  )
  const gone = made.filter((p) => p.version === 1 && !kept.has(p.person_id)).map((p) => p.person_id)
  await removePersons(tx, gone)
  const change = (table: string, key: string): RowChange => ({ table, key, op: 'gone', hash: null })
  return {
    changes: [
      ...rows.map((r) => change(certificateSeal.table, `${r.person_id}/${r.certificate_id}`)),
      ...gone.map((id) => change(personSeal.table, id)),
    ],
  }
}

async function standsInTheWay(tx: Tx, office: Office, rows: readonly BatchCertificate[]): Promise<Finding[]> {
  const out: Finding[] = []
  const today = office.world.today()
  const before = rows.find((r) => r.known_on < today)
  if (before)
    out.push({
      code: 'UNDO_CLOSED',
      message: {
        zh: `这批证书已在 ${before.known_on} 计入统计，不能整批撤回`,
        en: `These certificates have counted in the figures since ${before.known_on}`,
      },
      hint: {
        zh: '整批撤回只能在导入当天进行；有误的证书请逐本撤销',
        en: 'An import is taken back on its own day; revoke single certificates instead',
      },
    })
  const changed = rows.filter((r) => r.revoked_on !== null || r.version !== 1)
  const cases = await tx.rows<{ certificate_number: string }>(q.casesOn(rows.map((r) => r.certificate_id)))
  const numbers = [...new Set([...changed.map((r) => r.number), ...cases.map((c) => c.certificate_number)])]
  if (numbers.length)
    out.push({
      code: 'UNDO_BUILT_ON',
      message: {
        zh: `其中 ${numbers.length} 本已办理撤销或更改：${numbers.slice(0, 5).join('、')}`,
        en: `${numbers.length} of them were changed since: ${numbers.slice(0, 5).join(', ')}`,
      },
      hint: { zh: '请先了结这些事项；其余证书可逐本处理', en: 'Settle these first' },
    })
  return out
}

/** Persons on whom rows of any room rest. Each room is asked; none is looked into. */
async function restedOn(tx: Tx, office: Office, personIds: readonly string[]): Promise<Set<string>> {
  const kept = new Set<string>()
  if (personIds.length === 0) return kept
  for (const store of office.stores.values())
    for (const id of (await store.restsOn?.['people.person']?.(tx, personIds)) ?? []) kept.add(id)
  return kept
}

export const certificates: ImportStore = { prepare, context, known, against, write, undo }
