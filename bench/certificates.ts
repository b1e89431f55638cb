import { verify as bareVerify, createPublicKey } from 'node:crypto'
import type { House } from '../doors/open.ts'
import { sql } from '../kernel/db/sql.ts'

import { checkOffline, openCode, openKey, readStatusList } from '../modules/credentials/offline-check.ts'
import { bytesToSign, codeToDigits, readCode } from '../modules/credentials/qr-code.ts'
import { jwkOf } from '../modules/credentials/status-list.ts'
import { statusList, verifyCode } from '../modules/credentials/store/codes.ts'
import { type Issued, issueCertificates } from '../modules/credentials/store/index.ts'
import { type BenchRow, median } from './table.ts'

const ISSUE = 10_000
const CHUNK = 500
const ROUNDS = 3
const CODES = 300
const PREFIX = 'S999914999999'

const perSecond = (n: number) => `${Math.round(n).toLocaleString('en-US')} /s`
async function rate(work: (i: number) => Promise<unknown> | unknown, times: number): Promise<number> {
  const started = performance.now()
  for (let i = 0; i < times; i++) await work(i)
  return times / ((performance.now() - started) / 1000)
}
/** In turn, so that a machine whose speed drifts does not decide. */
async function inTurn(ours: () => Promise<number>, floor: () => Promise<number>) {
  const a: number[] = []
  const b: number[] = []
  for (let i = 0; i < ROUNDS; i++) {
    a.push(await ours())
    b.push(await floor())
  }
  return { ours: median(a), floor: median(b), ratio: median(a.map((x, i) => x / b[i]!)) }
}

/** Thrown to undo what was issued for the measurement. */
class Enough extends Error {}

/** An issue of ten thousand, and the checks of codes beside bare signature checks. Nothing stays in the database. */
export async function certificateRows(house: House): Promise<BenchRow[]> {
  const { office, db } = house
  const rows: BenchRow[] = []
  await db
    .tx(async (tx) => {
      const persons = await tx.rows<{ person_id: string }>(
        sql`select person_id from people.person where left_on is null order by person_id limit ${ISSUE}`,
      )
      const body = await tx.one<{ organisation_id: string; county_code: string }>(
        sql`select organisation_id, county_code from directory.organisation order by organisation_id limit 1`,
      )
      const today = office.world.today()
      await tx.run(
        sql`insert into credentials.number_block (case_id, state, edition, version, opened_on, state_since, organisation_id, prefix, year, level_letter, first_serial, last_serial, next_serial, document, county_code, registered_by)
            values (${office.world.id()}, 'open', '2019-01-01', 1, ${today}, ${today}, ${body.organisation_id}, ${PREFIX}, ${Number(today.slice(0, 4))}, '4', 1, 999999, 1, 'bench', ${body.county_code}, 'bench')`,
      )
      const order = {
        source: { kind: 'result' as const, id: office.world.id(), publishedOn: today },
        organisationId: body.organisation_id,
        issuedOn: today,
        actor: 'bench',
      }
      const all = Array.from({ length: ISSUE }, (_, i) => ({
        entitlementId: office.world.id(),
        personId: persons[i % persons.length]!.person_id,
        kind: 'skill-level',
        occupationEdition: '2022',
        occupationCode: '6-18-02-04',
        workType: null,
        levelRank: 2,
      }))
      const started = performance.now()
      const issued: Issued[] = []
      for (let at = 0; at < ISSUE; at += CHUNK)
        issued.push(...(await issueCertificates(tx, office, { ...order, rows: all.slice(at, at + CHUNK) })))
      const seconds = (performance.now() - started) / 1000

      // The floor: as many bare signatures, and a bare COPY of the rows that were left, keys in place.
      const key = await office.keys.proofKey('ES256')
      const codes = await tx.rows<{ code: Buffer }>(
        sql`select code from credentials.proof where made_on = ${today} order by status_index desc limit ${ISSUE}`,
      )
      const floorStarted = performance.now()
      for (const { code } of codes) await key.sign(code)
      const signed = (performance.now() - floorStarted) / 1000
      let copied = 0
      for (const [table, column] of LEFT) {
        const lines: Buffer[] = []
        const list = issued.map((x) => `'${x.certificateId}'`).join()
        for await (const c of tx.copyOut(`select * from ${table} where ${column} in (${list})`)) lines.push(c)
        const scratch = `bench_${table.replace('.', '_')}`
        await tx.run({
          text: `create temporary table ${scratch} (like ${table} including all) on commit drop`,
          values: [],
        })
        const { names } = await tx.one<{ names: string[] }>(
          sql`select array_agg(attname::text order by attnum) as names from pg_attribute where attrelid = ${table}::regclass and attnum > 0 and not attisdropped`,
        )
        const at = performance.now()
        await tx.copyIn(scratch, names, lines)
        copied += (performance.now() - at) / 1000
      }
      const floor = signed + copied
      rows.push({
        name: `issue of ${ISSUE.toLocaleString('en-US')} certificates in one batch`,
        ours: `${seconds.toFixed(1)} s, ${perSecond(ISSUE / seconds)}`,
        floor: `bare signatures ${signed.toFixed(1)} s and bare COPY ${copied.toFixed(1)} s of what is left`,
        ratio: seconds / floor,
        target: 'none set',
        met: true,
        note: 'number, certificate, spans of the holder, code, place in the status list, leaf; chunks of 500 in one transaction that is undone',
      })

      rows.push(
        ...(await checks(
          house,
          tx,
          codes.slice(0, CODES).map((c) => codeToDigits(c.code)),
        )),
      )
      throw new Enough()
    })
    .catch((e: unknown) => {
      if (!(e instanceof Enough)) throw e
    })
  return rows
}

const LEFT = [
  ['credentials.certificate', 'certificate_id'],
  ['credentials.certificate_key', 'certificate_id'],
  ['credentials.proof', 'certificate_id'],
  ['credentials.status_key', 'certificate_id'],
  ['credentials.holding', 'certificate_id'],
] as const

async function checks(house: House, tx: House['db']['read'], texts: readonly string[]): Promise<BenchRow[]> {
  const { office, db } = house
  const key = await office.keys.proofKey('ES256')
  const jwk = jwkOf(key.public)
  const parts = texts.map((t) => readCode(t)!)
  const messages = parts.map((p) => bytesToSign(p.body))
  const at = (i: number) => i % texts.length
  const webKey = await openKey(jwk)
  const list = (await readStatusList(await statusList({ office, db }), [jwk]))!
  const nodeKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: jwk.x, y: jwk.y! }, format: 'jwk' })
  const TIMES = 3000
  const now = office.world.now()
  const offline = await inTurn(
    () => rate((i) => checkOffline(texts[at(i)]!, () => webKey, list, now), TIMES),
    () => rate((i) => webKey.verify(messages[at(i)]!, parts[at(i)]!.signature), TIMES),
  )
  const bare = () =>
    rate(
      (i) =>
        bareVerify('sha256', messages[at(i)]!, { key: nodeKey, dsaEncoding: 'ieee-p1363' }, parts[at(i)]!.signature),
      TIMES,
    )
  const opened = await inTurn(() => rate((i) => openCode(texts[at(i)]!, () => key), TIMES), bare)
  const register = await inTurn(
    () => rate((i) => verifyCode({ read: tx, office }, { code: texts[at(i)]! }), TIMES),
    bare,
  )
  const row = (
    name: string,
    r: { ours: number; floor: number; ratio: number },
    floor: string,
    note?: string,
  ): BenchRow => ({
    name,
    ours: perSecond(r.ours),
    floor: `${floor} ${perSecond(r.floor)}`,
    ratio: r.ratio,
    target: 'none set',
    met: true,
    ...(note ? { note } : {}),
  })
  return [
    row('code checked off line (WebCrypto, status list)', offline, 'bare WebCrypto signature check'),
    row('code opened on the server', opened, 'bare signature check'),
    row(
      'code checked on the server with the register',
      register,
      'bare signature check',
      'the signature and two statements, one after another',
    ),
  ]
}
