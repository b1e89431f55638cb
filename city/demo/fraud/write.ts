import { copyBlocks, copyLine, textArray } from '../../../kernel/db/copy-text.ts'
import type { Database, Tx } from '../../../kernel/db/database.ts'
import { searchTerms } from '../../../kernel/db/search-terms.ts'
import type { Office } from '../../../kernel/rooms/office.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import { OPENING_STOCK } from '../../../modules/credentials/index.ts'
import { insertCertificates, refreshPersons, takeNumbers } from '../../../modules/credentials/store/index.ts'
import { nameKey } from '../../../modules/people/index.ts'
import { identityIndex, insertPersons, sealPerson, takeIdentities } from '../../../modules/people/store/index.ts'
import { dayText } from '../days.ts'
import { Dice } from '../dice.ts'
import { honestMark, MINUTE, makeClean, type Org, type Person, Town } from './base.ts'
import type { Labels } from './labels.ts'
import { plantFraud } from './plant.ts'

type Value = string | number | boolean | null | Buffer
const day = (n: number | null): string | null => (n === null ? null : dayText(n))
const instant = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())
const hex = (h: string): Buffer => Buffer.from(h, 'hex')
const bare = (org: Org) => (org.kind === 'private-school' ? org.listing : null)

/**
 * Invents a year of training with planted fraud and writes it beside what is there. The labels come back and are written
 * nowhere: who checks must not see them. Without `share` everything is clean.
 */
export async function writeFraudYear(
  db: Database,
  office: Office,
  order: { seed: number; classes: number; on: PlainDate; share: number },
): Promise<Labels & { rows: { [table: string]: number } }> {
  const t = new Town(order.seed, order.on, office.calendar.holidays)
  makeClean(t, order.classes)
  const labels = order.share > 0 ? plantFraud(t, order.share) : []
  const rows: { [table: string]: number } = {}
  const copy = async (tx: Tx, table: string, columns: string, lines: Iterable<readonly Value[]>) => {
    let n = 0
    const counted = function* () {
      for (const l of lines) {
        n++
        yield l
      }
    }
    await tx.copyIn(table, columns.split(' '), copyBlocks(counted(), copyLine))
    rows[table] = n
  }
  const known = day(t.on - 400)!
  await db.tx(async (tx) => {
    const index = new Map<Person, Buffer>()
    for (let i = 0; i < t.persons.length; i += 5000) {
      const part = t.persons.slice(i, i + 5000)
      // Whoever has a number already keeps it; the invented person gets the next.
      for (let open = part; open.length > 0; ) {
        for (const p of open) index.set(p, identityIndex(office.keys, p.identity))
        const owners = await takeIdentities(
          tx,
          open.map((p) => ({ identityIndex: index.get(p)!, personId: p.id })),
        )
        open = open.filter((p) => owners.get(index.get(p)!.toString('hex')) !== p.id)
        for (const p of open) p.identity = t.number18(p.born, p.male, order.seed)
      }
      await insertPersons(
        tx,
        part.map((p) => ({
          personId: p.id,
          name: p.name,
          sex: p.male ? 'male' : 'female',
          birthDate: dayText(p.born),
          identityIndex: index.get(p)!,
          ...sealPerson(office.keys, p.id, { identity: p.identity, phone: null }),
          countyCode: p.county,
          education: 'senior',
          knownOn: known as PlainDate,
          batchId: null,
        })),
      )
    }
    rows['people.person'] = t.persons.length
    const orgs = [...t.orgs, ...t.bodies, ...t.employers]
    await copy(
      tx,
      'directory.organisation',
      'organisation_id name kind credit_code county_code address contact_phone legal_representative founded_on search_terms',
      orgs.map((o) => [
        o.id,
        o.name,
        o.kind,
        o.code,
        o.county,
        o.address,
        o.phone,
        o.legal,
        '2010-01-01',
        textArray(searchTerms(o.name)),
      ]),
    )
    const listed = t.orgs.filter((o) => bare(o))
    await copy(
      tx,
      'directory.listing',
      'listing_id organisation_id role county_code',
      listed.map((o) => [o.listing!, o.id, 'training-provider', o.county]),
    )
    await copy(
      tx,
      'directory.listing_period',
      'listing_id listed_from known_from listed_to status organisation_id role kind county_code',
      listed.map((o) => [
        o.listing!,
        '2020-01-01',
        '2020-01-01',
        day(o.listedTo),
        'listed',
        o.id,
        'training-provider',
        o.kind,
        o.county,
      ]),
    )
    await copy(
      tx,
      'directory.listing_scope',
      'listing_id occupation_code level_rank from_on',
      listed.flatMap((o) => o.scope.map((s) => [o.listing!, s.occupation, s.rank, '2020-01-01'])),
    )
    await copy(
      tx,
      'directory.licence',
      'licence_id organisation_id kind number issuer scope valid_from valid_to',
      listed.map((o) => [
        t.id(),
        o.id,
        'school-licence',
        `办学${o.code}`,
        '虚构局',
        '职业技能培训',
        '2020-01-01',
        day(o.licenceTo ?? t.on + 300),
      ]),
    )
    const file = new Map<string, string>()
    const registers = [
      'death',
      'custody',
      'payroll',
      'students',
      'pension',
      'insurance',
      'disability',
      'poverty',
      'unemployment',
      'market',
      'certificates',
    ]
    for (const r of registers) file.set(r, t.id())
    await copy(
      tx,
      'people.register_file',
      'file_id register_id as_of loaded_on rows covers_from covers_to file_name',
      registers.map((r) => [
        file.get(r)!,
        r,
        day(t.on - 5)!,
        day(t.on - 4)!,
        t.entries.filter((e) => e.register === r).length,
        day(t.on - 1500)!,
        day(t.on - 5)!,
        `虚构${r}.xlsx`,
      ]),
    )
    await copy(
      tx,
      'people.register_entry',
      'identity_index register_id file_id entry_no name_key identity_sealed kind from_on to_on employer_code employer_name place_code certificate_number content_hash',
      t.entries.map((e, i) => [
        index.get(e.person)!,
        e.register,
        file.get(e.register)!,
        i + 1,
        nameKey(e.person.name),
        office.keys.encrypt(
          `people.register_entry/${e.register}/${index.get(e.person)!.toString('hex')}`,
          e.person.identity,
        ),
        e.kind,
        day(e.from),
        day(e.to),
        e.employer?.code ?? null,
        e.employer?.name ?? null,
        e.place,
        e.certificate,
        Buffer.alloc(8, i),
      ]),
    )
    await copy(
      tx,
      'directory.market_entry',
      'credit_code file_id entry_no name role holder_name holder_index phone address content_hash',
      t.market.map((m, i) => [
        m.org.code,
        file.get('market')!,
        i + 1,
        m.org.name,
        m.role,
        m.holder,
        hex(m.index),
        m.phone,
        m.address,
        Buffer.alloc(8, i),
      ]),
    )
    await copy(
      tx,
      'training.project',
      'project_id code name kind occupation_code level_rank hours price_fen valid_from',
      [...t.projects.values()].map((p) => [
        p.id,
        p.code,
        `虚构项目${p.code}`,
        'employment-skills',
        p.occupation,
        p.rank,
        p.hours,
        120_000,
        '2024-01-01',
      ]),
    )
    await copy(
      tx,
      'training.teacher',
      'organisation_id person_id name county_code qualification part from_on',
      [...t.teachers].flatMap(([o, list]) =>
        list.map((p) => [o.id, p.id, p.name, o.county, 'dual', 'both', '2020-01-01']),
      ),
    )
    await copy(
      tx,
      'training.venue',
      'venue_id organisation_id code name address county_code lat_e6 lon_e6 capacity',
      t.venues.map((v, i) => [
        v.id,
        v.org.id,
        `V${t.seed}-${i}`,
        `${v.org.name}教学点`,
        v.org.address,
        v.org.county,
        v.lat,
        v.lon,
        v.capacity,
      ]),
    )
    await copy(
      tx,
      'training.room',
      'venue_id room_code name capacity',
      t.venues.flatMap((v) => v.rooms.map((r) => [v.id, r.code, `${r.code}教室`, r.capacity])),
    )
    await copy(
      tx,
      'training.class',
      'class_id name organisation_id kind occupation_code level_rank county_code started_on ended_on seats number state project_id venue_id hours filed_on approved_on employer_id',
      t.classes.map((k) => [
        k.id,
        `虚构班${k.no}`,
        k.org.id,
        k.employer ? 'upgrading' : 'employment-skills',
        k.occupation,
        k.rank,
        k.county,
        day(k.start),
        day(k.end),
        Math.min(200, k.seats.length),
        k.no,
        'finished',
        k.project.id,
        k.room.venue.id,
        Math.max(
          1,
          k.lessons.reduce((s, l) => s + l.hours, 0),
        ),
        day(k.start - 10),
        day(k.start - 5),
        k.employer?.id ?? null,
      ]),
    )
    await copy(
      tx,
      'training.class_key',
      'number class_id',
      t.classes.map((k) => [k.no, k.id]),
    )
    await copy(
      tx,
      'training.lesson',
      'class_id lesson_no on_day half hours starts_at ends_at venue_id room_code teacher_id title part',
      t.classes.flatMap((k) =>
        k.lessons.map((l) => [
          k.id,
          l.no,
          day(l.day),
          l.half,
          l.hours,
          instant(l.starts),
          instant(l.ends),
          l.room.venue.id,
          l.room.code,
          l.teacher.id,
          '虚构课',
          'practice',
        ]),
      ),
    )
    await copy(
      tx,
      'training.enrolment',
      'class_id seat_no person_id organisation_id kind group_id occupation_code level_rank county_code sex birth_year started_on completed_on known_on status group_registered_on phone_index account_index account_holder address village face_hash employer_id hours_recorded certificate_number satisfaction',
      t.classes.flatMap((k) =>
        k.seats.map((s) => [
          k.id,
          s.no,
          s.person.id,
          k.org.id,
          k.employer ? 'upgrading' : 'employment-skills',
          s.group,
          k.occupation,
          k.rank,
          k.county,
          s.person.male ? 'male' : 'female',
          Number(dayText(s.person.born).slice(0, 4)),
          day(k.start),
          day(k.end),
          day(k.end + 1),
          s.status,
          day(s.groupOn),
          hex(s.phone),
          hex(s.account),
          s.holder,
          s.address,
          s.village,
          s.face ? hex(s.face) : null,
          k.employer?.id ?? null,
          k.lessons.length ? s.hours : null,
          s.certificate,
          5,
        ]),
      ),
    )
    await copy(
      tx,
      'training.attendance',
      'class_id lesson_no seat_no in_at out_at lat_e6 lon_e6 method device network face',
      marks(t),
    )
    await copy(
      tx,
      'training.material',
      'class_id seat_no material_no kind on_day hash taken_at',
      t.classes.flatMap((k) => {
        const no = new Map<number, number>()
        const next = (seat: number) => {
          no.set(seat, (no.get(seat) ?? 0) + 1)
          return no.get(seat)!
        }
        return [
          ...k.photos.map((p): Value[] => [k.id, 0, next(0), 'photo', day(p.day), hex(p.hash), instant(p.taken)]),
          ...k.papers.map((p): Value[] => [k.id, p.seat, next(p.seat), p.kind, day(k.end), hex(p.hash), null]),
        ]
      }),
    )
    await copy(
      tx,
      'training.result',
      'class_id seat_no examined_on body_id theory_score practice_score passed',
      t.classes.flatMap((k) => {
        const d = new Dice().reset(t.seed, 73, k.n)
        return k.seats.map((s): Value[] => {
          const full = k.papers.some((p) => p.seat === s.no && p.full)
          const failed = !k.passEvery && (s.no === 7 || d.chance(0.08)) && !full
          const score = () => (failed ? 30 + d.below(29) : 60 + d.below(38))
          return [
            k.id,
            s.no,
            day(k.end + 1),
            k.body.id,
            k.flat ? 82 : full ? 100 : score(),
            k.flat ? 85 : score(),
            k.flat || !failed,
          ]
        })
      }),
    )
    await copy(
      tx,
      'training.call_back',
      'class_id seat_no call_no called_on outcome called_by',
      t.classes.flatMap((k) =>
        k.callBacks.map((c, i): Value[] => [k.id, c.seat, i + 1, day(k.end + 30), c.outcome, '回访员']),
      ),
    )
    await copy(
      tx,
      'subsidy.claim',
      'claim_id number organisation_id class_id county_code fund scheme payee state days amount_fen lines filed_on filed_at filed_by reviewed_at reviewed_by approved_at approved_by paid_on batch_id',
      t.claims.map((c): Value[] => [
        c.id,
        c.no,
        c.klass.org.id,
        c.klass.id,
        c.klass.county,
        c.fund,
        '职业培训补贴',
        'person',
        c.state,
        10,
        c.lines.length * 120_000,
        c.lines.length,
        day(Math.floor((c.filed + 8 * 60 * MINUTE) / 86_400_000)),
        instant(c.filed),
        c.by[0],
        instant(c.reviewed),
        c.by[1],
        instant(c.approved),
        c.by[2],
        c.state === 'paid' ? day(c.paid) : null,
        OPENING_STOCK,
      ]),
    )
    await copy(
      tx,
      'subsidy.claim_key',
      'number claim_id',
      t.claims.map((c) => [c.no, c.id]),
    )
    await copy(
      tx,
      'subsidy.claim_line',
      'claim_id line_no person_id class_id seat_no occupation_code level_rank certificate_number days amount_fen payee_name account_index account_changed_at batch_id',
      t.claims.flatMap((c) =>
        c.lines.map((l): Value[] => [
          c.id,
          l.no,
          l.person.id,
          l.klass.id,
          l.seat,
          l.klass.occupation,
          l.klass.rank,
          l.certificate,
          10,
          120_000,
          l.payee,
          hex(l.account),
          instant(l.changed),
          OPENING_STOCK,
        ]),
      ),
    )
    for (let i = 0; i < t.certificates.length; i += 5000) {
      const part = t.certificates.slice(i, i + 5000).map((c) => ({
        personId: c.person.id,
        certificateId: c.id,
        number: c.number,
        kind: c.kind,
        occupationCode: c.occupation,
        levelRank: c.rank,
        organisationId: c.org.id,
        issuedOn: dayText(c.issued),
        knownOn: dayText(c.issued),
        countyCode: c.person.county,
        occupationEdition: '2022',
        workType: null,
        batchId: OPENING_STOCK,
        contentHash: null,
      }))
      const taken = await takeNumbers(tx, part)
      if (taken.length) throw new Error(`${taken.length} invented certificate numbers are taken; give another --seed`)
      await insertCertificates(tx, part)
    }
    rows['credentials.certificate'] = t.certificates.length
    await refreshPersons(tx, office, [
      ...new Set(t.certificates.filter((c) => c.rank !== null).map((c) => c.person.id)),
    ])
  })
  return {
    seed: order.seed,
    labels,
    made: {
      person: t.classes.reduce((n, k) => n + k.seats.length, 0),
      class: t.classes.length,
      claim: t.claims.length,
      organisation: t.orgs.length + t.bodies.length,
    },
    rows,
  }
}

/** Marks class by class, made while they are written: millions need no room. */
function* marks(t: Town): Generator<readonly Value[]> {
  const d = new Dice()
  for (const k of t.classes) {
    if (!k.marked) continue
    d.reset(t.seed, 72, k.n)
    const sorted = [...k.lessons].sort((a, b) => a.no - b.no)
    for (const l of sorted)
      for (const s of k.seats) {
        const m = honestMark(d, l, s)
        if (s.absent.has(l.no)) continue
        for (const tamper of k.tamper) tamper(l, s, m)
        if (m.out !== null && m.out < m.in) m.out = null
        yield [
          k.id,
          l.no,
          s.no,
          instant(m.in),
          instant(m.out),
          m.lat,
          m.lon,
          m.method,
          m.device ? hex(m.device) : null,
          null,
          m.face ? hex(m.face) : null,
        ]
      }
  }
}
