import { copyLine, textArray } from '../../../kernel/db/copy-text.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { searchTerms } from '../../../kernel/db/search-terms.ts'
import { sealRow, sealRows } from '../../../kernel/journal/journal.ts'
import type { RowChange } from '../../../kernel/journal/sealed.ts'
import { tellFacts, wakeReaders } from '../../../kernel/measures/service.ts'
import { sealedTableOf } from '../../../kernel/records/define.ts'
import type { ImportStore } from '../../../kernel/sheets/import-store.ts'
import { builtOn, contentHash as hashOf, importStore } from '../../../kernel/sheets/kind.ts'
import { Lookup, plainTitle, type RowReading } from '../../../kernel/sheets/row.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import { checkIdentityNumber, checkPhone, nameKey } from '../../people/index.ts'
import {
  areasOf,
  asOfReader,
  countyLookup,
  divisionsEver,
  dropRegisterFile,
  identityIndex,
  inAreas,
  occupationLookup,
  putRegisterFile,
  registerFileRows,
  sayOutside,
  sayWhenOld,
} from '../../people/store/index.ts'
import { checkCreditCode } from '../credit-code.ts'
import { listingFacts } from '../facts.ts'
import { MARKET_ROLES } from '../imports.ts'
import { listingPeriod, organisation } from '../records.ts'
import { LISTING_LEVELS, LISTING_ROLES, LISTING_STATUSES, ORGANISATION_KINDS } from '../words.ts'
import { insertLicence } from './change.sql.ts'
import * as q from './kinds.sql.ts'
import { insertPeriod, type PeriodRow } from './listing.sql.ts'

export type NamedOrganisation = { id: string; name: string; county: string; kind: string; creditCode: string | null }
/** Organisations by credit code, name and former name. */
export async function organisationLookup(tx: Tx): Promise<Lookup<NamedOrganisation>> {
  const lookup = new Lookup<NamedOrganisation>(
    { zh: '机构', en: 'organisation' },
    {
      zh: '请核对名称或信用代码；新机构请先导入机构（organisations）',
      en: 'Check name or credit code; load new ones first (kind organisations)',
    },
  )
  const byId = new Map<string, NamedOrganisation>()
  for (const o of await tx.rows<{
    organisation_id: string
    name: string
    credit_code: string | null
    county_code: string
    kind: string
  }>(q.organisations())) {
    const one = {
      id: o.organisation_id,
      name: o.name,
      county: o.county_code,
      kind: o.kind,
      creditCode: o.credit_code,
    }
    byId.set(one.id, one)
    lookup.add(one, o.credit_code, o.name)
  }
  for (const f of await tx.rows<{ organisation_id: string; name: string }>(q.formerNames())) {
    const one = byId.get(f.organisation_id)
    if (one) lookup.add(one, f.name)
  }
  return lookup
}

const sealedOrganisation = sealedTableOf(organisation)
const sealedPeriod = sealedTableOf(listingPeriod)
const NAME_CHARS_MAX = 120
const TEXT_CHARS_MAX = 400

type ReadyOrganisation = {
  creditCode: string
  name: string
  kind: string
  countyCode: string
  address: string | null
  phone: string | null
  representative: string | null
  foundedOn: string | null
  closedOn: string | null
  licence: string | null
  licenceIssuer: string | null
  licenceScope: string | null
  licenceFrom: string | null
  licenceTo: string | null
}

function readCreditCode(r: RowReading, divisionEver: (code: string) => boolean | undefined): string | null {
  const checked = checkCreditCode(r.raw('creditCode'), { divisionEver })
  r.findings.push(...(checked.ok ? checked.warnings : checked.findings).map((f) => ({ ...f, field: 'creditCode' })))
  return checked.ok ? checked.value : null
}

/** `directory.organisations`: one organisation by its credit code, with its licence when it has one. */
export const organisationsKind: ImportStore = importStore<
  { counties: Lookup<string>; divisionEver: (code: string) => boolean | undefined },
  ReadyOrganisation
>({
  context: async (tx, office, actor) => ({
    counties: await countyLookup(tx, office, actor),
    divisionEver: await divisionsEver(tx),
  }),
  reader: (_office, c) => (r) => {
    const creditCode = readCreditCode(r, c.divisionEver)
    const name = r.text('name', NAME_CHARS_MAX)
    const kind = r.choice('kind', ORGANISATION_KINDS)
    const countyCode = r.find('county', c.counties)
    const licence = r.text('licence', NAME_CHARS_MAX)
    const licenceFrom = r.date('licenceFrom')
    r.order('foundedOn', 'closedOn')
    r.order('licenceFrom', 'licenceTo')
    if (licence && !licenceFrom && !r.raw('licenceFrom'))
      r.say(
        'licenceFrom',
        'LICENCE_DAY',
        { zh: '填了许可证号，没有填许可开始日期', en: 'a licence without its first day' },
        { zh: '请填写许可证上的日期', en: 'Write the day on the licence' },
      )
    if (name && Array.from(name).length < 2)
      r.say(
        'name',
        'NAME_SHORT',
        { zh: '名称太短', en: 'the name is too short' },
        { zh: '请填全称', en: 'Write it in full' },
      )
    const rest = {
      address: r.text('address', TEXT_CHARS_MAX),
      phone: r.text('phone', NAME_CHARS_MAX),
      representative: r.text('representative', NAME_CHARS_MAX),
      foundedOn: r.date('foundedOn'),
      closedOn: r.date('closedOn'),
      licence,
      licenceIssuer: r.text('licenceIssuer', NAME_CHARS_MAX),
      licenceScope: r.text('licenceScope', TEXT_CHARS_MAX),
      licenceFrom,
      licenceTo: r.date('licenceTo'),
    }
    if (!creditCode || !name || !kind || !countyCode) return null
    const ready = { creditCode, name, kind, countyCode, ...rest }
    return { identity: creditCode, content: Object.values(ready), ready }
  },
  known: async (tx, identities) =>
    new Map(
      (await tx.rows<{ credit_code: string; hash: string | null }>(q.hashesOfOrganisations(identities))).map((o) => [
        o.credit_code,
        o.hash ?? '',
      ]),
    ),
  write: async (tx, office, batchId, rows) => {
    const already = await tx.rows<{ credit_code: string }>(q.hashesOfOrganisations(rows.map((r) => r.ready.creditCode)))
    if (already.length) return { taken: already.map((o) => o.credit_code), changes: [] }
    const made = rows.map((r) => ({ ...r, id: office.world.id() }))
    await tx.copyIn(
      'directory.organisation',
      [
        'organisation_id',
        'name',
        'kind',
        'credit_code',
        'county_code',
        'address',
        'contact_phone',
        'legal_representative',
        'founded_on',
        'closed_on',
        'search_terms',
        'batch_id',
        'content_hash',
      ],
      made.map(({ id, ready: o, contentHash }) =>
        copyLine([
          id,
          o.name,
          o.kind,
          o.creditCode,
          o.countyCode,
          o.address,
          o.phone,
          o.representative,
          o.foundedOn,
          o.closedOn,
          textArray(searchTerms(o.name, o.creditCode, o.address)),
          batchId,
          contentHash,
        ]),
      ),
    )
    for (const { id, ready: o } of made)
      if (o.licence)
        await tx.run(
          insertLicence({
            id: office.world.id(),
            organisationId: id,
            kind: 'school-licence',
            number: o.licence,
            issuer: o.licenceIssuer ?? '',
            scope: o.licenceScope ?? '',
            from: o.licenceFrom as PlainDate,
            to: o.licenceTo as PlainDate | null,
          }),
        )
    return {
      taken: [],
      changes: await sealRows(
        tx,
        sealedOrganisation,
        made.map((m) => m.id),
        'new',
      ),
    }
  },
  undo: async (tx, office, batchId) => {
    const ids = (await tx.rows<{ organisation_id: string }>(q.batchOrganisations(batchId))).map(
      (o) => o.organisation_id,
    )
    const kept = new Set<string>()
    for (const store of office.stores.values())
      for (const id of (await store.restsOn?.['directory.organisation']?.(tx, ids)) ?? []) kept.add(id)
    if (kept.size)
      return builtOn(`其中 ${kept.size} 家机构已被其他资料引用`, `${kept.size} of these organisations are in use`)
    await tx.run(q.deleteLicences(ids))
    await tx.run(q.deleteOrganisations(batchId))
    return {
      changes: ids.map((key): RowChange => ({ table: sealedOrganisation.table, key, op: 'gone', hash: null })),
    }
  },
})

/** 五级/初级工, 五级, 初级工, 5 or the id. */
const levels = new Lookup<number>(
  { zh: '等级', en: 'level' },
  { zh: '请填 五级/初级工 至 首席技师', en: 'Write one of the levels' },
)
for (const l of LISTING_LEVELS)
  levels.add(l.rank, l.id, l.label.zh, ...l.label.zh.split('/'), ...(/^level-(\d)$/.exec(l.id)?.slice(1) ?? []))

type ReadyListing = {
  organisationId: string
  county: string
  kind: string
  role: string
  occupation: string
  rank: number
  fromOn: string
  toOn: string | null
  status: string
  document: string | null
}
const scopeKey = (s: { organisationId: string; role: string; occupation: string; rank: number; fromOn: string }) =>
  [s.organisationId, s.role, s.occupation, s.rank, s.fromOn].join('/')

/**
 * `directory.listings`: one occupation and level of one listing. The period on the list follows from the earliest row of its
 * day; a suspension is a row of its own status.
 */
export const listingsKind: ImportStore = importStore<
  { organisations: Lookup<NamedOrganisation>; occupations: Lookup<string>; areas: readonly string[] },
  ReadyListing
>({
  context: async (tx, _office, actor) => ({
    organisations: await organisationLookup(tx),
    occupations: await occupationLookup(tx),
    areas: areasOf(actor),
  }),
  reader: (_office, c) => {
    const periods = new Map<string, { row: number; toOn: string | null }>()
    return (r) => {
      const of = r.find('organisation', c.organisations)
      if (of && !inAreas(c.areas, of.county)) sayOutside(r, 'organisation')
      const role = r.choice('role', LISTING_ROLES)
      const occupation = r.find('occupation', c.occupations)
      const rank = r.find('level', levels)
      const fromOn = r.date('fromOn')
      const toOn = r.date('toOn')
      const status = r.raw('status') ? r.choice('status', LISTING_STATUSES) : 'listed'
      const document = r.text('document', NAME_CHARS_MAX)
      r.order('fromOn', 'toOn')
      if (fromOn && toOn === fromOn)
        r.say(
          'toOn',
          'DATE_ORDER',
          { zh: '移出日期与列入日期相同', en: 'off the list on its first day' },
          { zh: '请核对两个日期', en: 'Check both days' },
        )
      if (of && role && fromOn) {
        const key = `${of.id}/${role}/${fromOn}`
        const before = periods.get(key)
        if (!before) periods.set(key, { row: r.row, toOn })
        else if (before.toOn !== toOn)
          r.say(
            'toOn',
            'PERIOD_DIFFERS',
            {
              zh: `与第 ${before.row} 行同一天列入，移出日期却不同`,
              en: `listed on the same day as row ${before.row}, off on another`,
            },
            {
              zh: '移出日期以先出现的行为准；职业范围按本行',
              en: 'The first row decides the list; this row its own occupation',
            },
            'confirm',
          )
      }
      if (!of || !role || !occupation || rank === null || !fromOn || !status) return null
      const ready = {
        organisationId: of.id,
        county: of.county,
        kind: of.kind,
        role,
        occupation,
        rank,
        fromOn,
        toOn,
        status,
        document,
      }
      return { identity: scopeKey(ready), content: [scopeKey(ready), toOn, status, document], ready }
    }
  },
  known: async (tx, identities) => {
    const listings = await tx.rows<{ listing_id: string }>(
      q.listingsOf([...new Set(identities.map((i) => i.split('/')[0]!))]),
    )
    type Scope = {
      organisation_id: string
      role: string
      occupation_code: string
      level_rank: number
      from_on: string
      hash: string | null
    }
    const rows = await tx.rows<Scope>(q.scopesOf(listings.map((l) => l.listing_id)))
    return new Map(
      rows.map((s) => [
        scopeKey({
          organisationId: s.organisation_id,
          role: s.role,
          occupation: s.occupation_code,
          rank: Number(s.level_rank),
          fromOn: s.from_on,
        }),
        s.hash ?? '',
      ]),
    )
  },
  against: async (tx, rows) => {
    // A listing that ends or begins within another period of the same list would be on it twice.
    const listings = await tx.rows<{ listing_id: string; organisation_id: string; role: string }>(
      q.listingsOf([...new Set(rows.map((r) => r.ready.organisationId))]),
    )
    const of = new Map(listings.map((l) => [l.listing_id, `${l.organisation_id}/${l.role}`]))
    const periods = await tx.rows<{ listing_id: string; listed_from: PlainDate; listed_to: PlainDate | null }>(
      q.periodsOf([...of.keys()]),
    )
    return new Map(
      rows.flatMap(({ row, ready }) => {
        const clash = periods.find(
          (p) =>
            of.get(p.listing_id) === `${ready.organisationId}/${ready.role}` &&
            p.listed_from !== ready.fromOn &&
            (p.listed_to === null || p.listed_to > ready.fromOn) &&
            (ready.toOn === null || ready.toOn > p.listed_from),
        )
        return clash
          ? [
              [
                row,
                [
                  {
                    code: 'PERIOD_CLASH',
                    field: 'fromOn',
                    given: ready.fromOn,
                    message: {
                      zh: `该机构自 ${clash.listed_from} 起已在此目录`,
                      en: `the organisation is on this list since ${clash.listed_from}`,
                    },
                    hint: {
                      zh: '请按原列入日期填写；变更请走目录变更流程',
                      en: 'Write that day; changes go through the change process',
                    },
                  },
                ],
              ] as const,
            ]
          : []
      }),
    )
  },
  write: async (tx, office, batchId, rows) => {
    const changes: RowChange[] = []
    const key = (o: string, role: string) => `${o}/${role}`
    const organisationIds = [...new Set(rows.map((r) => r.ready.organisationId))]
    const listings = new Map(
      (await tx.rows<{ listing_id: string; organisation_id: string; role: string }>(q.listingsOf(organisationIds))).map(
        (l) => [key(l.organisation_id, l.role), l.listing_id],
      ),
    )
    for (const { ready: l } of rows)
      if (!listings.has(key(l.organisationId, l.role))) {
        const id = office.world.id()
        listings.set(key(l.organisationId, l.role), id)
        await tx.run(q.insertListing({ id, organisationId: l.organisationId, role: l.role, county: l.county, batchId }))
      }
    const there = new Set(
      (await tx.rows<{ listing_id: string; listed_from: string }>(q.periodsOf([...listings.values()]))).map(
        (p) => `${p.listing_id}/${p.listed_from}`,
      ),
    )
    for (const { ready: l } of rows) {
      const listingId = listings.get(key(l.organisationId, l.role))!
      if (there.has(`${listingId}/${l.fromOn}`)) continue
      there.add(`${listingId}/${l.fromOn}`)
      const row: PeriodRow = {
        listing_id: listingId,
        listed_from: l.fromOn as PlainDate,
        listed_to: l.toOn as PlainDate | null,
        known_from: office.world.today(),
        known_to: null,
        status: l.status as PeriodRow['status'],
        organisation_id: l.organisationId,
        role: l.role,
        kind: l.kind,
        county_code: l.county,
        document: l.document,
        reason: null,
      }
      await tx.run(insertPeriod(row))
      await tx.run(q.setPeriodBatch(listingId, l.fromOn, batchId))
      await tellFacts(tx, listingFacts, 1, row)
      changes.push(await sealRow(tx, sealedPeriod, [listingId, l.fromOn, row.known_from], 'new'))
    }
    await tx.copyIn(
      'directory.listing_scope',
      ['listing_id', 'occupation_code', 'level_rank', 'from_on', 'to_on', 'batch_id', 'content_hash'],
      rows.map(({ ready: l, contentHash }) =>
        copyLine([
          listings.get(key(l.organisationId, l.role))!,
          l.occupation,
          l.rank,
          l.fromOn,
          l.toOn,
          batchId,
          contentHash,
        ]),
      ),
    )
    await wakeReaders(tx)
    return { taken: [], changes }
  },
  undo: async (tx, office, batchId) => {
    const cases = await tx.rows(q.casesOfBatch(batchId))
    if (cases.length) return builtOn('其中有目录已在办理变更', 'some of these listings have cases')
    const periods = await tx.rows<PeriodRow>(q.batchPeriods(batchId))
    if (periods.some((p) => p.known_from < office.world.today() || p.known_to !== null))
      return builtOn('目录已计入统计，不能整批撤回', 'these listings have counted in the figures since an earlier day')
    for (const p of periods) await tellFacts(tx, listingFacts, -1, p)
    await tx.run(q.deletePeriods(batchId))
    await tx.run(q.deleteScopes(batchId))
    await tx.run(q.deleteListings(batchId))
    await wakeReaders(tx)
    return {
      changes: periods.map((p) => ({
        table: sealedPeriod.table,
        key: `${p.listing_id}/${p.listed_from}/${p.known_from}`,
        op: 'gone' as const,
        hash: null,
      })),
    }
  },
})

type ReadyMarket = {
  creditCode: string
  name: string
  role: string
  holder: string
  holderIndex: string | null
  phone: string | null
  address: string | null
  status: string | null
  fromOn: string | null
  toOn: string | null
  asOf: string
  fileName: string
}

/** `directory.register-market`: who stands behind a company, by the file's day. */
export const marketKind: ImportStore = importStore<
  { divisionEver: (code: string) => boolean | undefined; asOf: PlainDate | null; fileName: string; wholeCity: boolean },
  ReadyMarket
>({
  context: async (tx, office, actor, file) => ({
    wholeCity: inAreas(areasOf(actor), office.city.division),
    divisionEver: await divisionsEver(tx),
    asOf: file.asOf,
    fileName: file.name,
  }),
  reader: (office, c) => {
    const readAsOf = asOfReader(office, c.asOf)
    return (r) => {
      const creditCode = readCreditCode(r, c.divisionEver)
      const name = r.text('name', NAME_CHARS_MAX)
      const role = r.choice('role', MARKET_ROLES)
      const holder = r.text('holder', NAME_CHARS_MAX)
      let holderIndex: string | null = null
      if (r.raw('holderIdentity')) {
        const checked = checkIdentityNumber(r.raw('holderIdentity'), {
          divisionEver: c.divisionEver,
          today: office.world.today(),
        })
        r.findings.push(
          ...(checked.ok ? checked.warnings : checked.findings).map((f) => ({ ...f, field: 'holderIdentity' })),
        )
        if (checked.ok) holderIndex = identityIndex(office.keys, checked.value).toString('hex')
      }
      const phone = checkPhone(r.raw('phone'))
      const address = r.text('address', TEXT_CHARS_MAX)
      const status = r.text('status', NAME_CHARS_MAX)
      const fromOn = r.date('fromOn')
      const toOn = r.date('toOn')
      r.order('fromOn', 'toOn')
      const asOf = readAsOf(r)
      if (!c.wholeCity) sayOutside(r, 'asOf')
      if (asOf) sayWhenOld(office, r, asOf)
      if (!creditCode || !name || !role || !holder || !asOf) return null
      const said = {
        creditCode,
        name,
        role,
        holder: nameKey(holder),
        holderIndex,
        phone: phone.ok ? phone.value : r.raw('phone') || null,
        address,
        status,
        fromOn,
        toOn,
        asOf,
      }
      const content = Object.values(said)
      return { identity: `${creditCode}/${hashOf(content)}`, content, ready: { ...said, holder, fileName: c.fileName } }
    }
  },
  known: async (tx, identities) => {
    const rows = await tx.rows<{ credit_code: string; hash: string }>(
      q.marketEntries([...new Set(identities.map((i) => i.split('/')[0]!))]),
    )
    return new Map(rows.map((e) => [`${e.credit_code}/${e.hash}`, e.hash]))
  },
  write: async (tx, office, batchId, rows) => {
    const first = await registerFileRows(tx, batchId)
    await putRegisterFile(tx, {
      id: batchId,
      registerId: 'market',
      asOf: rows[0]!.ready.asOf,
      loadedOn: office.world.today(),
      rows: rows.length,
      from: null,
      to: null,
      name: rows[0]!.ready.fileName,
    })
    await tx.copyIn(
      'directory.market_entry',
      [
        'credit_code',
        'file_id',
        'entry_no',
        'name',
        'role',
        'holder_name',
        'holder_index',
        'phone',
        'address',
        'status',
        'from_on',
        'to_on',
        'content_hash',
      ],
      rows.map(({ ready: m, contentHash }, i) =>
        copyLine([
          m.creditCode,
          batchId,
          first + i + 1,
          m.name,
          m.role,
          plainTitle(m.holder) ? m.holder : null,
          m.holderIndex ? Buffer.from(m.holderIndex, 'hex') : null,
          m.phone,
          m.address,
          m.status,
          m.fromOn,
          m.toOn,
          contentHash,
        ]),
      ),
    )
    return { taken: [], changes: [] }
  },
  undo: async (tx, _office, batchId) => {
    await tx.run(q.deleteMarket(batchId))
    await dropRegisterFile(tx, batchId)
    return { changes: [] }
  },
})
