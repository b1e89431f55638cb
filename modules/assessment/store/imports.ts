import { hash } from 'node:crypto'
import type { Actor } from '../../../kernel/access/actor.ts'
import { copyLine, textArray } from '../../../kernel/db/copy-text.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { sealRows } from '../../../kernel/journal/journal.ts'
import type { RowChange } from '../../../kernel/journal/sealed.ts'
import type { Office } from '../../../kernel/rooms/office.ts'
import type { CheckedRow, ImportRow, ImportStore } from '../../../kernel/sheets/import-store.ts'
import { fail } from '../../../kernel/values/fail.ts'
import { type Finding, isBlocking } from '../../../kernel/values/finding.ts'
import { isPlainDate, type PlainDate } from '../../../kernel/values/plain-date.ts'
import { divisionEverFrom, levelFromText } from '../../catalogue/index.ts'
import { maskName, nameKey, type ReadPerson, readPerson } from '../../people/index.ts'
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
import { applicationProcess } from '../processes/application.process.ts'
import { DECLARATIONS, EXAMINER_GRADES, findWord } from '../words.ts'
import * as a from './application.sql.ts'
import { planFull } from './application.ts'
import { refreshGaps } from './gaps.ts'
import * as q from './imports.sql.ts'
import { clashes, judge } from './lookups.ts'
import * as p from './plan.sql.ts'
import { halvesOf } from './plan.ts'

const sha = (text: string): string => hash('sha256', text, 'hex')
const say = (
  code: string,
  field: string,
  zh: string,
  en: string,
  hintZh: string,
  hintEn: string,
  more: Partial<Finding> = {},
): Finding => ({ code, field, message: { zh, en }, hint: { zh: hintZh, en: hintEn }, ...more })

/** The organisation for which a clerk acts. */
const organisationOf = (actor: Actor): string[] =>
  actor.grants.flatMap((g) => (g.role === 'institutionClerk' && g.organisationId ? [g.organisationId] : []))

// ------------------------------------------------------------------------------------------- persons of any of the kinds

/** A person in staging: sealed for the id that a new person will have. */
type Staged = {
  personId: string
  identityIndex: string
  identitySealed: string
  phoneSealed: string | null
  name: string
  sex: string
  birthDate: string
  county: string
}
function stage(office: Office, person: ReadPerson, county: string): Staged {
  const personId = office.world.id()
  const sealed = sealPerson(office.keys, personId, person)
  return {
    personId,
    identityIndex: identityIndex(office.keys, person.identity).toString('hex'),
    identitySealed: sealed.identitySealed.toString('base64'),
    phoneSealed: sealed.phoneSealed?.toString('base64') ?? null,
    name: person.name,
    sex: person.sex,
    birthDate: person.birthDate,
    county,
  }
}

/** Enters those who are not registered yet. @returns the registered id of each row, and the new rows' seals */
async function enter(
  tx: Tx,
  office: Office,
  batchId: string,
  rows: readonly Staged[],
): Promise<{ personOf: (r: Staged) => string; changes: RowChange[] }> {
  const owners = await takeIdentities(
    tx,
    rows.map((r) => ({ identityIndex: Buffer.from(r.identityIndex, 'hex'), personId: r.personId })),
  )
  const fresh = rows.filter((r) => owners.get(r.identityIndex) === r.personId)
  await insertPersons(
    tx,
    fresh.map((r) => ({
      personId: r.personId,
      name: r.name,
      sex: r.sex,
      birthDate: r.birthDate as PlainDate,
      identityIndex: Buffer.from(r.identityIndex, 'hex'),
      identitySealed: Buffer.from(r.identitySealed, 'base64'),
      phoneSealed: r.phoneSealed === null ? null : Buffer.from(r.phoneSealed, 'base64'),
      countyCode: r.county,
      education: null,
      knownOn: office.world.today(),
      batchId,
    })),
  )
  return {
    personOf: (r) => owners.get(r.identityIndex)!,
    changes: await sealRows(
      tx,
      personSeal,
      fresh.map((r) => r.personId),
      'new',
    ),
  }
}

/** Persons whom this batch brought and on whom nothing rests any more. */
async function leave(tx: Tx, office: Office, batchId: string): Promise<RowChange[]> {
  const made = await personsOfBatch(tx, batchId)
  const kept = new Set<string>()
  const ids = made.map((m) => m.person_id)
  for (const store of office.stores.values())
    for (const id of (await store.restsOn?.['people.person']?.(tx, ids)) ?? []) kept.add(id)
  const gone = made.filter((m) => m.version === 1 && !kept.has(m.person_id)).map((m) => m.person_id)
  await removePersons(tx, gone)
  return gone.map((key) => ({ table: personSeal.table, key, op: 'gone' as const, hash: null }))
}

/** An identity number that is registered under another name. */
async function namesAgainst(
  tx: Tx,
  rows: readonly { row: number; ready: Staged }[],
): Promise<{ owners: Map<string, string>; findings: Map<number, Finding[]> }> {
  const owners = await findByIdentity(
    tx,
    [...new Set(rows.map((r) => r.ready.identityIndex))].map((h) => Buffer.from(h, 'hex')),
  )
  const names = new Map((await namesOfPersons(tx, [...owners.values()])).map((n) => [n.person_id, n]))
  const findings = new Map<number, Finding[]>()
  for (const { row, ready } of rows) {
    const registered = names.get(owners.get(ready.identityIndex) ?? '')
    if (registered && registered.name_key !== nameKey(ready.name))
      findings.set(row, [
        say(
          'NAME_REGISTERED',
          'name',
          `这个身份证号已登记在“${maskName(registered.name)}”名下，与“${ready.name}”不同`,
          `This identity number is registered under another name, ${maskName(registered.name)}`,
          '请核对身份证号和姓名；确已改名的，请先更正人员信息',
          'Check number and name; after a change of name correct the person first',
          { given: ready.name },
        ),
      ])
  }
  return { owners, findings }
}
const add = (map: Map<number, Finding[]>, row: number, f: Finding[]) => map.set(row, [...(map.get(row) ?? []), ...f])

type PersonContext = { today: PlainDate; divisionEver: (code: string) => boolean | undefined; by: string }
async function personContext(tx: Tx, office: Office, actor: Actor): Promise<PersonContext> {
  const codes = await tx.rows<{ code: string }>(q.divisionsEver())
  return {
    today: office.world.today(),
    divisionEver: codes.length ? divisionEverFrom(codes) : () => undefined,
    by: actor.personKey ?? 'system',
  }
}
const plain = (text: string): string => text.normalize('NFKC').replace(/[\s·]/g, '').toLowerCase()
async function occupationTable(tx: Tx): Promise<Map<string, { edition: string; code: string; name: string }>> {
  const out = new Map<string, { edition: string; code: string; name: string }>()
  for (const o of await tx.rows<{ edition: string; code: string; name: string }>(q.occupations()))
    for (const key of [o.code, plain(o.name)]) if (!out.has(key)) out.set(key, o)
  return out
}
const occupationUnknown = (given: string): Finding =>
  say(
    'OCC_UNKNOWN',
    'occupation',
    `没有名为或编码为“${given}”的职业`,
    `There is no occupation “${given}”`,
    '请按职业分类大典填写职业名称或编码',
    'Write the name or the code of the classification',
    { given },
  )
const refusedRow = (row: number, findings: Finding[], identity: string | null): CheckedRow => ({
  row,
  findings,
  ready: null,
  identity,
  contentHash: null,
})

// ------------------------------------------------------------------------------------------------------------- candidates

type CandidateContext = PersonContext & { plans: Map<string, q.PlanChoice> }
type Candidate = Staged & {
  planId: string
  planNumber: string
  caseId: string
  organisationId: string
  declared: string
  evidence: string | null
  by: string
}

const candidateKey = (r: { planNumber: string; identityIndex: string }) => `${r.planNumber}/${r.identityIndex}`
const candidateHash = (declared: string, evidence: string | null) => sha(JSON.stringify([declared, evidence ?? '']))

export const candidates: ImportStore = {
  async context(tx, office, actor): Promise<CandidateContext> {
    const plans = await tx.rows<q.PlanChoice>(q.plansOf(organisationOf(actor)))
    return { ...(await personContext(tx, office, actor)), plans: new Map(plans.map((x) => [x.number, x])) }
  },
  prepare(office, given) {
    const c = given as CandidateContext
    return ({ row, values }: ImportRow): CheckedRow => {
      const { person, findings } = readPerson(values, { divisionEver: c.divisionEver, today: c.today })
      const number = (values['plan'] ?? '').trim().toUpperCase()
      const plan = c.plans.get(number)
      if (!plan)
        findings.push(
          say(
            'PLAN_UNKNOWN',
            'plan',
            `本单位没有编号为“${number}”的评价计划`,
            `Your body has no plan ${number}`,
            '请从评价计划页面复制编号',
            'Copy it from the page of the plan',
            { given: number },
          ),
        )
      else if (plan.state !== 'applying' || c.today < plan.apply_from || c.today > plan.apply_until)
        findings.push(
          say(
            'PLAN_CLOSED',
            'plan',
            `计划${number}现在不接受报名`,
            `Plan ${number} takes no applications now`,
            `报名时间为${plan.apply_from}至${plan.apply_until}`,
            `Applications run from ${plan.apply_from} to ${plan.apply_until}`,
            { given: number },
          ),
        )
      const declared: string[] = []
      for (const part of (values['declared'] ?? '')
        .split(/[、,，;；]/)
        .map((x) => x.trim())
        .filter(Boolean)) {
        const word = findWord(DECLARATIONS, part)
        if (word) declared.push(word.id)
        else
          findings.push(
            say(
              'DECLARATION_UNKNOWN',
              'declared',
              `没有这样的条件：${part}`,
              `No such condition: ${part}`,
              `可填：${DECLARATIONS.map((d) => d.label.zh).join('、')}`,
              `Choose of: ${DECLARATIONS.map((d) => d.label.en).join(', ')}`,
              { given: part },
            ),
          )
      }
      const evidence = values['evidence']?.trim() || null
      const identity = person
        ? candidateKey({
            planNumber: number,
            identityIndex: identityIndex(office.keys, person.identity).toString('hex'),
          })
        : null
      if (!person || !plan || findings.some(isBlocking)) return refusedRow(row, findings, identity)
      const ready: Candidate = {
        ...stage(office, person, plan.county_code),
        planId: plan.case_id,
        planNumber: number,
        caseId: office.world.id(),
        organisationId: plan.organisation_id,
        declared: declared.sort().join(','),
        evidence,
        by: c.by,
      }
      return { row, findings, ready, identity, contentHash: candidateHash(ready.declared, evidence) }
    }
  },
  async known(tx, identities) {
    const wanted = identities.map((i) => ({ key: i, number: i.split('/')[0]!, index: i.split('/')[1]! }))
    const plans = new Map(
      (
        await tx.rows<{ number: string; plan_id: string }>(p.plansByNumber([...new Set(wanted.map((w) => w.number))]))
      ).map((r) => [r.number, r.plan_id]),
    )
    const owners = await findByIdentity(
      tx,
      [...new Set(wanted.map((w) => w.index))].map((h) => Buffer.from(h, 'hex')),
    )
    const there = new Map(
      (
        await tx.rows<{ plan_id: string; person_id: string; declared: string[] | null; evidence: string | null }>(
          q.applicationsOf([...plans.values()], [...new Set(owners.values())]),
        )
      ).map((r) => [
        `${r.plan_id}/${r.person_id}`,
        candidateHash([...(r.declared ?? [])].sort().join(','), r.evidence),
      ]),
    )
    return new Map(
      wanted.flatMap((w) => {
        const h = there.get(`${plans.get(w.number)}/${owners.get(w.index)}`)
        return h === undefined ? [] : [[w.key, h] as const]
      }),
    )
  },
  async against(tx, rows) {
    const list = rows.map((r) => ({ row: r.row, ready: r.ready as unknown as Candidate }))
    const { owners, findings } = await namesAgainst(tx, list)
    for (const planId of new Set(list.map((r) => r.ready.planId))) {
      const mine = list.filter((r) => r.ready.planId === planId)
      const plan = await tx.one<p.PlanRow>(p.planById(planId))
      const registered = mine.flatMap((r) => {
        const personId = owners.get(r.ready.identityIndex)
        return personId ? [{ row: r.row, personId, label: r.ready.name }] : []
      })
      if (plan.audience === 'own-staff') {
        const ours = new Set(
          (
            await tx.rows<{ person_id: string }>(
              a.worksFor(
                registered.map((r) => r.personId),
                plan.organisation_id,
                plan.exam_on,
              ),
            )
          ).map((r) => r.person_id),
        )
        for (const r of mine) {
          const personId = owners.get(r.ready.identityIndex)
          if (!personId || !ours.has(personId))
            add(findings, r.row, [
              say(
                'NOT_OF_AUDIENCE',
                'identity',
                `${r.ready.name}在${plan.exam_on}不是本单位职工`,
                `Not of your staff on ${plan.exam_on}`,
                '请先导入职工花名册；不是本单位职工的，到面向社会的机构报名',
                'Import the roster first',
              ),
            ])
        }
      }
      for (const r of registered)
        for (const f of await clashes(tx, planId, 'candidate', plan.exam_on, halvesOf(plan), [r], 'identity'))
          add(findings, r.row, [f])
      const { seats, taken } = await tx.one<{ seats: number; taken: number }>(p.seatsOf(planId))
      for (const r of mine.slice(Math.max(0, seats - taken))) add(findings, r.row, [planFull(plan.number)])
    }
    return findings
  },
  async write(tx, office, batchId, rows) {
    const list = rows.map((r) => ({ identity: r.identity, ready: r.ready as unknown as Candidate }))
    const { personOf, changes } = await enter(
      tx,
      office,
      batchId,
      list.map((r) => r.ready),
    )
    const today = office.world.today()
    const taken: string[] = []
    for (const planId of [...new Set(list.map((r) => r.ready.planId))].sort()) {
      const mine = list.filter((r) => r.ready.planId === planId)
      const plan = await tx.one<p.PlanRow>(p.planById(planId))
      const halves = halvesOf(plan)
      const persons = mine.map((r) => personOf(r.ready))
      const got = await tx.run(p.takePersonSlots(planId, 'candidate', plan.exam_on, halves, persons))
      if (got !== persons.length * halves.length) {
        // Somebody took a half day meanwhile, or applied for this plan: who, a statement of its own says.
        const other = new Set(
          (
            await tx.rows<{ person_id: string }>(p.slotsOfOthers(planId, 'candidate', plan.exam_on, halves, persons))
          ).map((r) => r.person_id),
        )
        const there = new Set(
          (await tx.rows<{ person_id: string }>(q.applicationsOf([planId], persons))).map((r) => r.person_id),
        )
        for (const r of mine) if (other.has(personOf(r.ready)) || there.has(personOf(r.ready))) taken.push(r.identity)
        continue
      }
      if ((await tx.run(p.takeSeats(planId, mine.length))) !== 1) {
        taken.push(...mine.map((r) => r.identity))
        continue
      }
      const declared = (r: Candidate) => (r.declared ? r.declared.split(',') : [])
      const judged = await judge(
        tx,
        office,
        plan,
        today,
        mine.map((r) => ({ personId: personOf(r.ready), declared: declared(r.ready) })),
      )
      await tx.copyIn('assessment.application_case', q.APPLICATION_COLUMNS, [
        mine
          .map(({ ready: r }) => {
            const j = judged.get(personOf(r))
            return copyLine([
              planId,
              r.caseId,
              'applied',
              applicationProcess.since,
              1,
              today,
              today,
              personOf(r),
              plan.organisation_id,
              plan.county_code,
              textArray(declared(r)),
              r.evidence,
              j?.noTree ? r.evidence !== null : (j?.eligible ?? false),
              j?.clause ?? null,
              j?.firstDay ?? null,
              batchId,
              r.by,
            ])
          })
          .join(''),
      ])
    }
    return { taken, changes: taken.length ? [] : changes }
  },
  async undo(tx, office, batchId) {
    const rows = await tx.rows<{ plan_id: string; case_id: string; person_id: string; state: string; version: number }>(
      q.batchApplications(batchId),
    )
    const moved = rows.filter((r) => r.state !== 'applied' || r.version !== 1)
    if (moved.length)
      return {
        inTheWay: [
          say(
            'UNDO_BUILT_ON',
            'state',
            `其中 ${moved.length} 份报名已审核`,
            `${moved.length} of them are decided already`,
            '请逐份办理退出',
            'Withdraw them one by one',
          ),
        ],
      }
    const plans = [...new Set(rows.map((r) => r.plan_id))]
    await tx.run(q.deleteApplications(batchId, plans))
    for (const planId of plans) {
      const mine = rows.filter((r) => r.plan_id === planId)
      await tx.run(
        p.freePersonSlots(
          planId,
          mine.map((r) => r.person_id),
          'candidate',
        ),
      )
      await tx.run(p.giveSeatBack(planId, mine.length))
    }
    return { changes: await leave(tx, office, batchId) }
  },
}

// -------------------------------------------------------------------------------------------------------------- examiners

type ExaminerContext = PersonContext & {
  occupations: Awaited<ReturnType<typeof occupationTable>>
  organisations: Map<string, { organisation_id: string; county_code: string }>
  county: string
}
type Examiner = Staged & {
  card: string
  grade: string
  occupation: string
  organisationId: string | null
  validFrom: string
  validTo: string
}
export const examiners: ImportStore = {
  async context(tx, office, actor): Promise<ExaminerContext> {
    const organisations = await tx.rows<{ organisation_id: string; name: string; county_code: string }>(
      q.organisations(),
    )
    const area = actor.grants.find((g) => g.role === 'handler')?.jurisdiction ?? ''
    return {
      ...(await personContext(tx, office, actor)),
      occupations: await occupationTable(tx),
      organisations: new Map(organisations.map((o) => [plain(o.name), o])),
      county: area.length === office.city.division.length ? area : office.city.division,
    }
  },
  prepare(office, given) {
    const c = given as ExaminerContext
    return ({ row, values }) => {
      const { person, findings } = readPerson(values, { divisionEver: c.divisionEver, today: c.today })
      const card = (values['card'] ?? '').trim()
      const occupation =
        c.occupations.get((values['occupation'] ?? '').trim()) ?? c.occupations.get(plain(values['occupation'] ?? ''))
      if (!occupation) findings.push(occupationUnknown(values['occupation'] ?? ''))
      const grade = EXAMINER_GRADES.find((g) => g.label.zh === values['grade'] || g.id === values['grade'])
      const name = values['organisation']?.trim()
      const organisation = name ? c.organisations.get(plain(name)) : undefined
      if (name && !organisation)
        findings.push(
          say(
            'ORG_UNKNOWN',
            'organisation',
            `没有登记名为“${name}”的单位`,
            `There is no organisation ${name}`,
            '请按登记名称填写；不在册的留空',
            'Write the registered name, or leave it empty',
            { given: name },
          ),
        )
      const { validFrom, validTo } = values
      if (isPlainDate(validFrom) && isPlainDate(validTo) && validTo < validFrom)
        findings.push(
          say(
            'VALID_ORDER',
            'validTo',
            '有效期止早于有效期起',
            'It ends before it begins',
            '请核对日期',
            'Check the days',
            { given: validTo },
          ),
        )
      if (!person || !occupation || !grade || !card || findings.some(isBlocking))
        return refusedRow(row, findings, card || null)
      const ready: Examiner = {
        ...stage(office, person, c.county),
        card,
        grade: grade.id,
        occupation: occupation.code,
        organisationId: organisation?.organisation_id ?? null,
        validFrom: validFrom!,
        validTo: validTo!,
      }
      return {
        row,
        findings,
        ready,
        identity: card,
        contentHash: sha(
          JSON.stringify([
            ready.identityIndex,
            ready.grade,
            ready.occupation,
            ready.organisationId,
            ready.validFrom,
            ready.validTo,
          ]),
        ),
      }
    }
  },
  known: async (tx, cards) =>
    new Map(
      (await tx.rows<{ card_number: string; hash: string | null }>(q.examinerCards(cards))).map((r) => [
        r.card_number,
        r.hash ?? '',
      ]),
    ),
  async against(tx, rows) {
    return (
      await namesAgainst(
        tx,
        rows.map((r) => ({ row: r.row, ready: r.ready as unknown as Examiner })),
      )
    ).findings
  },
  async write(tx, office, batchId, rows) {
    const list = rows.map((r) => ({ ready: r.ready as unknown as Examiner, hash: r.contentHash }))
    const there = await tx.rows<{ card_number: string }>(q.examinerCards(list.map((r) => r.ready.card)))
    if (there.length) return { taken: there.map((t) => t.card_number), changes: [] }
    const { personOf, changes } = await enter(
      tx,
      office,
      batchId,
      list.map((r) => r.ready),
    )
    await tx.copyIn('assessment.examiner', q.EXAMINER_COLUMNS, [
      list
        .map(({ ready: r, hash: h }) =>
          copyLine([
            office.world.id(),
            r.card,
            personOf(r),
            r.name,
            r.grade,
            r.occupation,
            r.organisationId,
            r.county,
            r.validFrom,
            r.validTo,
            batchId,
            Buffer.from(h, 'hex'),
          ]),
        )
        .join(''),
    ])
    return { taken: [], changes }
  },
  async undo(tx, office, batchId) {
    if ((await tx.rows(q.examinersServing(batchId))).length)
      return {
        inTheWay: [
          say(
            'UNDO_BUILT_ON',
            'card',
            '其中有考评员已编入考场',
            'Some of them serve in a plan',
            '请先更换该计划的考评员',
            'Change the examiners of that plan first',
          ),
        ],
      }
    await tx.run(q.deleteExaminers(batchId))
    return { changes: await leave(tx, office, batchId) }
  },
}

// ------------------------------------------------------------------------------------------------------- posts and roster

const ownOrganisation = (actor: Actor): string => {
  const [own, ...more] = organisationOf(actor)
  if (own && more.length === 0) return own
  return fail(
    'BadInput',
    say(
      'ORG_UNCLEAR',
      'organisation',
      '您的账号不只属于一家单位',
      'Your account belongs to several organisations',
      '请用只属于一家单位的账号导入',
      'Use an account of one organisation',
    ),
  )
}
type PostContext = { organisationId: string; occupations: Awaited<ReturnType<typeof occupationTable>> }
type Post = { organisationId: string; post: string; occupation: string; rank: number }
export const posts: ImportStore = {
  context: async (tx, _office, actor): Promise<PostContext> => ({
    organisationId: ownOrganisation(actor),
    occupations: await occupationTable(tx),
  }),
  prepare(_office, given) {
    const c = given as PostContext
    return ({ row, values }) => {
      const findings: Finding[] = []
      const post = (values['post'] ?? '').trim()
      const occupation =
        c.occupations.get((values['occupation'] ?? '').trim()) ?? c.occupations.get(plain(values['occupation'] ?? ''))
      if (!occupation) findings.push(occupationUnknown(values['occupation'] ?? ''))
      const level = levelFromText(values['level'] ?? '')
      if (!level || level.rank === 0)
        findings.push(
          say(
            'LEVEL_UNKNOWN',
            'level',
            `没有等级“${values['level'] ?? ''}”`,
            `No level ${values['level'] ?? ''}`,
            '三级/高级工、高级工、三级、3 均可',
            'Any notation of the five levels',
            { given: values['level'] ?? '' },
          ),
        )
      const identity = post ? `${c.organisationId}/${post}` : null
      if (!post || !occupation || !level || findings.length) return refusedRow(row, findings, identity)
      const ready: Post = { organisationId: c.organisationId, post, occupation: occupation.code, rank: level.rank }
      return { row, findings, ready, identity, contentHash: sha(JSON.stringify([ready.occupation, ready.rank])) }
    }
  },
  async known(tx, identities) {
    const organisationId = identities[0]?.split('/')[0]
    if (!organisationId) return new Map()
    return new Map(
      (await tx.rows<{ post: string; hash: string | null }>(q.postsOf(organisationId))).map((r) => [
        `${organisationId}/${r.post}`,
        r.hash ?? '',
      ]),
    )
  },
  async write(tx, _office, batchId, rows) {
    const list = rows.map((r) => ({ ready: r.ready as unknown as Post, identity: r.identity, hash: r.contentHash }))
    const there = new Set(
      (await tx.rows<{ post: string }>(q.postsOf(list[0]!.ready.organisationId))).map((r) => r.post),
    )
    const taken = list.filter((r) => there.has(r.ready.post)).map((r) => r.identity)
    if (taken.length) return { taken, changes: [] }
    await tx.copyIn('assessment.post', q.POST_COLUMNS, [
      list
        .map(({ ready: r, hash: h }) =>
          copyLine([r.organisationId, r.post, r.occupation, r.rank, batchId, Buffer.from(h, 'hex')]),
        )
        .join(''),
    ])
    return { taken: [], changes: [] }
  },
  async undo(tx, _office, batchId) {
    if ((await tx.rows(q.postsInUse(batchId))).length)
      return {
        inTheWay: [
          say(
            'UNDO_BUILT_ON',
            'post',
            '已有职工在这些岗位上',
            'Somebody works in these posts',
            '请先撤回职工花名册',
            'Take the roster back first',
          ),
        ],
      }
    await tx.run(q.deletePosts(batchId))
    return { changes: [] }
  },
}

type RosterContext = PersonContext & { organisationId: string; county: string; posts: Set<string> }
type RosterRow = Staged & { organisationId: string; post: string; from: string }
export const roster: ImportStore = {
  async context(tx, office, actor): Promise<RosterContext> {
    const organisationId = ownOrganisation(actor)
    const o = await tx.one<{ county_code: string }>(p.organisation(organisationId))
    return {
      ...(await personContext(tx, office, actor)),
      organisationId,
      county: o.county_code,
      posts: new Set((await tx.rows<{ post: string }>(q.postsOf(organisationId))).map((r) => r.post)),
    }
  },
  prepare(office, given) {
    const c = given as RosterContext
    return ({ row, values }) => {
      const { person, findings } = readPerson(values, { divisionEver: c.divisionEver, today: c.today })
      const post = (values['post'] ?? '').trim()
      if (!c.posts.has(post))
        findings.push(
          say(
            'POST_UNKNOWN',
            'post',
            `没有名为“${post}”的岗位`,
            `There is no post ${post}`,
            '请先导入岗位，或核对岗位名称',
            'Import the posts first, or check the name',
            { given: post },
          ),
        )
      const from = values['from']
      if (isPlainDate(from) && from > c.today)
        findings.push(
          say(
            'FROM_AHEAD',
            'from',
            `入岗日期${from}晚于今天`,
            `${from} lies in the future`,
            '请核对日期',
            'Check the day',
            { given: from },
          ),
        )
      const identity = person
        ? `${c.organisationId}/${identityIndex(office.keys, person.identity).toString('hex')}`
        : null
      if (!person || !isPlainDate(from) || findings.some(isBlocking)) return refusedRow(row, findings, identity)
      const ready: RosterRow = { ...stage(office, person, c.county), organisationId: c.organisationId, post, from }
      return { row, findings, ready, identity, contentHash: sha(JSON.stringify([post, from])) }
    }
  },
  async known(tx, identities) {
    const organisationId = identities[0]?.split('/')[0]
    if (!organisationId) return new Map()
    const owners = await findByIdentity(
      tx,
      identities.map((i) => Buffer.from(i.split('/')[1]!, 'hex')),
    )
    const there = new Map(
      (await tx.rows<{ person_id: string; hash: string | null }>(q.rosterOf(organisationId, [...owners.values()]))).map(
        (r) => [r.person_id, r.hash ?? ''],
      ),
    )
    return new Map(
      [...owners].flatMap(([index, person]) => {
        const h = there.get(person)
        return h === undefined ? [] : [[`${organisationId}/${index}`, h] as const]
      }),
    )
  },
  async against(tx, rows) {
    const list = rows.map((r) => ({ row: r.row, ready: r.ready as unknown as RosterRow }))
    const { owners, findings } = await namesAgainst(tx, list)
    const organisationId = list[0]?.ready.organisationId
    if (!organisationId) return findings
    const elsewhere = new Map(
      (await tx.rows<{ person_id: string; name: string }>(q.onOtherRosters(organisationId, [...owners.values()]))).map(
        (r) => [r.person_id, r.name],
      ),
    )
    for (const r of list) {
      const at = elsewhere.get(owners.get(r.ready.identityIndex) ?? '')
      if (at)
        add(findings, r.row, [
          say(
            'ON_OTHER_ROSTER',
            'identity',
            `此人也在${at}的花名册上`,
            `This person is on the roster of ${at}, too`,
            '派遣、外包、关联单位人员属于正常；否则请核对',
            'Normal for dispatched or outsourced workers; otherwise check',
            { severity: 'hint' },
          ),
        ])
    }
    return findings
  },
  async write(tx, office, batchId, rows) {
    const list = rows.map((r) => ({
      ready: r.ready as unknown as RosterRow,
      identity: r.identity,
      hash: r.contentHash,
    }))
    const { personOf, changes } = await enter(
      tx,
      office,
      batchId,
      list.map((r) => r.ready),
    )
    const organisationId = list[0]!.ready.organisationId
    const there = new Set(
      (
        await tx.rows<{ person_id: string }>(
          q.rosterOf(
            organisationId,
            list.map((r) => personOf(r.ready)),
          ),
        )
      ).map((r) => r.person_id),
    )
    const taken = list.filter((r) => there.has(personOf(r.ready))).map((r) => r.identity)
    if (taken.length) return { taken, changes: [] }
    await tx.copyIn('assessment.roster', q.ROSTER_COLUMNS, [
      list
        .map(({ ready: r, hash: h }) =>
          copyLine([personOf(r), r.organisationId, r.post, r.from, batchId, Buffer.from(h, 'hex')]),
        )
        .join(''),
    ])
    await refreshGaps(
      tx,
      office,
      organisationId,
      list.map((r) => personOf(r.ready)),
    )
    return { taken: [], changes }
  },
  async undo(tx, office, batchId) {
    const rows = await tx.rows<{ person_id: string; organisation_id: string }>(q.batchRoster(batchId))
    await tx.run(q.deleteRoster(batchId))
    for (const o of new Set(rows.map((r) => r.organisation_id)))
      await refreshGaps(
        tx,
        office,
        o,
        rows.filter((r) => r.organisation_id === o).map((r) => r.person_id),
      )
    return { changes: await leave(tx, office, batchId) }
  },
}
