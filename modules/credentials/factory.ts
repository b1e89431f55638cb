import type { Actor } from '../../kernel/access/actor.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { sealRow, writeLeaf } from '../../kernel/journal/journal.ts'
import type { Office } from '../../kernel/rooms/office.ts'
import { type PlainDate, plainDate } from '../../kernel/values/plain-date.ts'
import { identityCheckCharacter } from '../people/identity-number.ts'
import { identityIndex, insertPersons, personSeal, sealPerson, takeIdentities } from '../people/store/index.ts'
import { certificateSeal, insertCertificates, refreshPersons, takeNumbers } from './store/index.ts'
import { OPENING_STOCK } from './words.ts'

// Builders for tests: each writes a whole thing, with its key, its seal and what figures are told.

/** A valid number by GB 11643 of Yaodu district; `serial` from 0 to 499 for each sex and birth date. */
export function anIdentityNumber(birthDate: string, sex: 'male' | 'female', serial: number): string {
  const digits = `141002${birthDate.replaceAll('-', '')}${String(serial * 2 + (sex === 'male' ? 1 : 0)).padStart(3, '0')}`
  return digits + identityCheckCharacter(digits)
}

export type PersonSeed = {
  personId: string
  name: string
  sex: 'male' | 'female'
  birthDate: PlainDate
  identity: string
  phone: string | null
  countyCode: string
  knownOn: PlainDate
}

/** 王小强 of Yaodu district, unless said otherwise. */
export async function aPerson(tx: Tx, office: Office, over: Partial<PersonSeed> = {}): Promise<PersonSeed> {
  const sex = over.sex ?? 'male'
  const birthDate = over.birthDate ?? plainDate('1990-01-05')
  const p: PersonSeed = {
    personId: office.world.id(),
    name: '王小强',
    sex,
    birthDate,
    identity: anIdentityNumber(birthDate, sex, office.world.bytes(2).readUInt16BE() % 500),
    phone: null,
    countyCode: '141002',
    knownOn: office.world.today(),
    ...over,
  }
  const index = identityIndex(office.keys, p.identity)
  const owner = (await takeIdentities(tx, [{ identityIndex: index, personId: p.personId }])).get(index.toString('hex'))
  if (owner !== p.personId) throw new Error(`identity number ${p.identity} is taken; give another`)
  await insertPersons(tx, [
    { ...p, identityIndex: index, ...sealPerson(office.keys, p.personId, p), education: null, batchId: null },
  ])
  await writeLeaf(tx, office.world, {
    kind: 'people.person.entered',
    subject: `people.person/${p.personId}`,
    actor: 'system',
    body: {},
    rows: [await sealRow(tx, personSeal, [p.personId], 'new')],
  })
  return p
}

export type CertificateSeed = {
  personId: string
  certificateId: string
  number: string
  kind: string
  occupationCode: string
  levelRank: number | null
  organisationId: string
  issuedOn: PlainDate
  knownOn: PlainDate
  countyCode: string
}

/** A certificate of level 4 for welders, entered today, and the holder's spans with it. */
export async function aCertificate(
  tx: Tx,
  office: Office,
  over: Partial<CertificateSeed> & { personId: string },
): Promise<CertificateSeed> {
  const issuedOn = over.issuedOn ?? plainDate('2022-06-15')
  const kind = over.kind ?? 'skill-level'
  const levelRank = over.levelRank === undefined ? 2 : over.levelRank
  const serial = String((office.world.bytes(4).readUInt32BE() % 999_999) + 1).padStart(6, '0')
  const c: CertificateSeed = {
    certificateId: office.world.id(),
    number: `S000014000001${issuedOn.slice(2, 4)}${levelRank !== null && levelRank >= 1 && levelRank <= 5 ? 6 - levelRank : 'T'}${serial}`,
    kind,
    occupationCode: '6-18-02-04',
    levelRank,
    organisationId: '00000000-0000-7000-8000-000000000001',
    issuedOn,
    knownOn: office.world.today(),
    countyCode: '141002',
    ...over,
  }
  if ((await takeNumbers(tx, [c])).length) throw new Error(`certificate number ${c.number} is taken; give another`)
  await insertCertificates(tx, [
    { ...c, occupationEdition: '2022', workType: null, batchId: OPENING_STOCK, contentHash: null },
  ])
  await refreshPersons(tx, office, [c.personId])
  await writeLeaf(tx, office.world, {
    kind: 'credentials.certificate.entered',
    subject: `credentials.certificate/${c.certificateId}`,
    actor: 'system',
    body: {},
    rows: [await sealRow(tx, certificateSeal, [c.personId, c.certificateId], 'new')],
  })
  return c
}

export const anOfficer = (
  role: string,
  person: string,
  jurisdiction = '1410',
  account = `account-${person}`,
): Actor => ({
  accountId: account,
  personKey: person,
  name: person,
  grants: [{ role, jurisdiction, organisationId: null }],
})
/** One human who may both propose and decide: two persons are asked for all the same. */
export const anOfficerOfAll = (person: string, account = `account-${person}`): Actor => ({
  accountId: account,
  personKey: person,
  name: person,
  grants: ['handler', 'reviewer'].map((role) => ({ role, jurisdiction: '1410', organisationId: null })),
})

/** A row of a file as a clerk has it. */
export const aRow = (over: { readonly [column: string]: string } = {}): { [column: string]: string } => ({
  number: 'S000014000001223000017',
  name: '王小强',
  identity: anIdentityNumber('1990-01-05', 'male', 1),
  occupation: '焊工',
  level: '三级/高级工',
  body: '临汾市平阳职业培训学校',
  issuedOn: '2022-06-15',
  county: '尧都区',
  ...over,
})
