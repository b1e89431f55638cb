import type { Actor } from '../../../kernel/access/actor.ts'
import { scopeTerms } from '../../../kernel/access/policy.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { sealRows } from '../../../kernel/journal/journal.ts'
import type { RowChange } from '../../../kernel/journal/sealed.ts'
import type { Office } from '../../../kernel/rooms/office.ts'
import { Lookup, plainTitle, type RowReading } from '../../../kernel/sheets/row.ts'
import type { Finding } from '../../../kernel/values/finding.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import { type ReadPerson, readPerson } from '../import.ts'
import { maskName, nameKey } from '../names.ts'
import * as q from './enter.sql.ts'
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
} from './persons.ts'

/** A person of a file as staging may keep it: nothing in clear that is secret, sealed for the id that a new person will have. */
export type StagedPerson = {
  personId: string
  identityIndex: string
  identitySealed: string
  phoneSealed: string | null
  name: string
  sex: string
  birthDate: string
}

/** Reads the person's columns of the rows of one file: one human, one name. */
export function personReader(
  office: Office,
  divisionEver: (code: string) => boolean | undefined,
): (r: RowReading) => { person: ReadPerson; staged: StagedPerson } | null {
  const named = new Map<string, { row: number; nameKey: string }>()
  return (r) => {
    const { person, findings } = readPerson(r.values, { divisionEver, today: office.world.today() })
    r.findings.push(...findings)
    if (!person) return null
    const index = identityIndex(office.keys, person.identity)
    const key = index.toString('base64')
    const before = named.get(key)
    if (!before) named.set(key, { row: r.row, nameKey: person.nameKey })
    else if (before.nameKey !== person.nameKey)
      r.say(
        'name',
        'NAME_TWICE',
        {
          zh: `与第 ${before.row} 行的身份证号相同，姓名却不同`,
          en: `Row ${before.row} has the same identity number under another name`,
        },
        { zh: '请核对两行的身份证号和姓名', en: 'Check number and name of both rows' },
      )
    const personId = office.world.id()
    const sealed = sealPerson(office.keys, personId, person)
    return {
      person,
      staged: {
        personId,
        identityIndex: index.toString('hex'),
        identitySealed: sealed.identitySealed.toString('base64'),
        phoneSealed: sealed.phoneSealed?.toString('base64') ?? null,
        name: person.name,
        sex: person.sex,
        birthDate: person.birthDate,
      },
    }
  }
}

/** An identity number that is registered under another name is nobody's slip of the pen to be passed over. */
export async function namesRegistered(
  tx: Tx,
  rows: readonly { row: number; ready: { readonly identityIndex: string; readonly name: string } }[],
): Promise<Map<number, Finding[]>> {
  const owners = await findByIdentity(tx, hexes(rows.map((r) => r.ready.identityIndex)))
  const names = new Map((await namesOfPersons(tx, [...owners.values()])).map((p) => [p.person_id, p]))
  const out = new Map<number, Finding[]>()
  for (const { row, ready } of rows) {
    const registered = names.get(owners.get(ready.identityIndex) ?? '')
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
const hexes = (list: readonly string[]): Buffer[] => [...new Set(list)].map((h) => Buffer.from(h, 'hex'))

/** Person ids by identity index (hex), for those whom the register knows. */
export const personIdsOf = (tx: Tx, indexes: readonly string[]): Promise<Map<string, string>> =>
  findByIdentity(tx, hexes(indexes))

/**
 * Persons of a chunk: who is known stays, who is new is entered with the batch.
 * @returns person ids by identity index (hex), which of them are new, and the sealed rows of these
 */
export async function enterPersons(
  tx: Tx,
  office: Office,
  batchId: string,
  list: readonly (StagedPerson & { countyCode: string; education?: string | null })[],
): Promise<{ ids: Map<string, string>; isNew: Set<string>; changes: RowChange[] }> {
  const ids = await takeIdentities(
    tx,
    list.map((p) => ({ identityIndex: Buffer.from(p.identityIndex, 'hex'), personId: p.personId })),
  )
  const fresh = list.filter((p) => ids.get(p.identityIndex) === p.personId)
  const knownOn = office.world.today()
  await insertPersons(
    tx,
    fresh.map((p) => ({
      personId: p.personId,
      name: p.name,
      sex: p.sex,
      birthDate: p.birthDate as PlainDate,
      identityIndex: Buffer.from(p.identityIndex, 'hex'),
      identitySealed: Buffer.from(p.identitySealed, 'base64'),
      phoneSealed: p.phoneSealed === null ? null : Buffer.from(p.phoneSealed, 'base64'),
      countyCode: p.countyCode,
      education: p.education ?? null,
      knownOn,
      batchId,
    })),
  )
  const isNew = new Set(fresh.map((p) => p.personId))
  return { ids, isNew, changes: await sealRows(tx, personSeal, [...isNew], 'new') }
}

/** Takes the persons back that came with a batch and on whom nothing else rests; every room is asked. */
export async function leavePersons(tx: Tx, office: Office, batchId: string): Promise<RowChange[]> {
  const made = (await personsOfBatch(tx, batchId)).filter((p) => p.version === 1).map((p) => p.person_id)
  if (made.length === 0) return []
  const kept = new Set<string>()
  for (const store of office.stores.values())
    for (const id of (await store.restsOn?.['people.person']?.(tx, made)) ?? []) kept.add(id)
  const gone = made.filter((id) => !kept.has(id))
  await removePersons(tx, gone)
  return gone.map((key) => ({ table: personSeal.table, key, op: 'gone', hash: null }))
}

/** Divisions in which a person may have been registered first; nothing known, nothing asked. */
export async function divisionsEver(tx: Tx): Promise<(code: string) => boolean | undefined> {
  const codes = new Set((await tx.rows<{ code: string }>(q.divisionsEver())).map((r) => r.code))
  return codes.size ? (code) => codes.has(code) : () => undefined
}

/** Prefixes of the areas for which an officer may load files; a file for elsewhere is another officer's. */
export const areasOf = (actor: Actor): string[] =>
  scopeTerms({ by: { handler: 'jurisdiction' } }, actor).flatMap((t) =>
    t.kind === 'prefix' ? [t.value] : t.kind === 'all' ? [''] : [],
  )
export const inAreas = (areas: readonly string[], county: string): boolean => areas.some((a) => county.startsWith(a))
/** Says that what stands in the column lies outside the officer's area. */
export const sayOutside = (r: RowReading, field: string): null =>
  r.say(
    field,
    'OUT_OF_AREA',
    { zh: '不在您负责的范围内', en: 'lies outside the area you are responsible for' },
    { zh: '请由该县（市、区）或市级经办人员导入', en: 'An officer of that county or of the city loads it' },
  )

/** Counties and zones of the city in the officer's area, by code, name and short name (尧都 for 尧都区). */
export async function countyLookup(tx: Tx, office: Office, actor: Actor): Promise<Lookup<string>> {
  const areas = areasOf(actor)
  const lookup = new Lookup<string>(
    { zh: '县（市、区）', en: 'county' },
    {
      zh: '请填您负责范围内县（市、区）的名称或六位代码',
      en: 'Write name or six-digit code of a county in your area',
    },
  )
  // Jurisdiction is a prefix: 141000 means everything that begins with 1410.
  const prefix = office.city.division.replace(/(00)+$/, '')
  for (const d of await tx.rows<{ code: string; name: string }>(q.counties(prefix)))
    if (inAreas(areas, d.code)) lookup.add(d.code, d.code, d.name, d.name.length > 2 ? d.name.slice(0, -1) : null)
  return lookup
}

/** Occupations by code and name, the newest edition that has it; a work type stands for its occupation. */
export async function occupationLookup(tx: Tx): Promise<Lookup<string>> {
  const lookup = new Lookup<string>(
    { zh: '职业', en: 'occupation' },
    { zh: '请按职业分类大典填写职业名称或编码', en: 'Write name or code as in the classification' },
  )
  const named = new Map<string, string>()
  for (const o of await tx.rows<{ edition: string; code: string; name: string }>(q.occupations())) {
    lookup.add(o.code, o.code)
    const edition = named.get(plainTitle(o.name))
    if (edition !== undefined && edition !== o.edition) continue
    named.set(plainTitle(o.name), o.edition)
    lookup.add(o.code, o.name)
  }
  for (const w of await tx.rows<{ code: string; name: string }>(q.workTypes()))
    if (!named.has(plainTitle(w.name))) lookup.add(w.code, w.name)
  return lookup
}
