import { timingSafeEqual } from 'node:crypto'
import type { ProcessStore } from '../../../kernel/process/act.ts'
import type { ReadContext } from '../../../kernel/rooms/store.ts'
import type { KeyRing } from '../../../kernel/secrets/keyring.ts'
import { fail } from '../../../kernel/values/fail.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import type { Text } from '../../../kernel/values/text.ts'
import { maskName } from '../../people/index.ts'
import { namesOfPersons } from '../../people/store/index.ts'
import { share as process } from '../processes/share.process.ts'
import { kinds, levels } from './check.ts'
import * as q from './passport.sql.ts'
import { certificateOfCase } from './revocation.ts'

export const share: ProcessStore = {
  complete: certificateOfCase(process.open.who, { endReason: null }),
  effects: {
    keepEndReason: async ({ tx, case: c, input }) => {
      await tx.run(q.keepEndReason(c.id, String(input['reason'])))
    },
  },
}

const ID_LENGTH = 16
const MARK_LENGTH = 16
const VIEWS_MAX = 100

/**
 * The id of the link and a keyed mark of it: 128 bits that nobody guesses, nothing to be stolen from the database, and the desk can
 * show the address again.
 */
export function tokenOf(keys: KeyRing, caseId: string): string {
  const id = Buffer.from(caseId.replaceAll('-', ''), 'hex')
  return Buffer.concat([id, keys.blindIndex('credentials.share', caseId).subarray(0, MARK_LENGTH)]).toString(
    'base64url',
  )
}
function caseOf(keys: KeyRing, token: string): string | undefined {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== ID_LENGTH + MARK_LENGTH || bytes.toString('base64url') !== token) return undefined
  const id = bytes
    .subarray(0, ID_LENGTH)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return timingSafeEqual(bytes, Buffer.from(tokenOf(keys, id), 'base64url')) ? id : undefined
}

/** What other rooms may add under the name `credentials.passport`: courses, results, honours of a person. */
export type PassportEntry = { group: 'training' | 'result' | 'honour'; title: Text; on: PlainDate; by: string | null }
export type Passport = {
  holder: string
  asOf: string
  expiresOn: PlainDate
  certificates: {
    number: string
    kind: Text
    occupation: string
    workType: string | null
    level: Text | null
    issuedBy: string
    issuedOn: PlainDate
  }[]
  entries: PassportEntry[]
}

/**
 * The passport behind a link. Ended, past its day and never made read alike. The look is written down before anything is shown.
 * @throws Failure NotFound
 */
export async function passport(
  { read, db, office }: Pick<ReadContext, 'read' | 'db' | 'office'>,
  query: { token: string },
): Promise<Passport> {
  const caseId = caseOf(office.keys, query.token)
  const link =
    caseId === undefined
      ? undefined
      : await read.maybe<{ person_id: string; scope: string; expires_on: PlainDate; full_name: boolean }>(
          q.openShare(caseId, office.world.today()),
        )
  if (caseId === undefined || !link) return fail('NotFound')
  const asOf = office.world.now().toISOString()
  await db.tx((tx) => tx.run(q.insertView(caseId, office.world.id(), asOf)))
  const [person] = await namesOfPersons(read, [link.person_id])
  const rows = await read.rows<{
    number: string
    kind: string
    level_rank: number | null
    work_type: string | null
    issued_on: PlainDate
    body: string | null
    occupation: string
  }>(q.passportCertificates(link.person_id))
  const entries: PassportEntry[] = []
  if (link.scope === 'all')
    for (const store of office.stores.values())
      entries.push(
        ...(((await store.offers?.['credentials.passport']?.(read, link.person_id)) ?? []) as PassportEntry[]),
      )
  return {
    holder: link.full_name ? person!.name : maskName(person!.name),
    asOf,
    expiresOn: link.expires_on,
    certificates: rows.map((r) => ({
      number: r.number,
      kind: kinds.get(r.kind)!,
      occupation: r.occupation,
      workType: r.work_type,
      level: r.level_rank === null ? null : (levels.get(r.level_rank) ?? null),
      issuedBy: r.body ?? '',
      issuedOn: r.issued_on,
    })),
    entries: entries.sort((a, b) => (a.on < b.on ? 1 : -1)),
  }
}

/** The address of a link and who looked when, for the officer who made it; the holder asks there until signing in is possible. */
export async function shareLink({ read, office, actor }: ReadContext, query: { case: string }) {
  const link = await read.maybe<{ state: string; expires_on: PlainDate }>(
    q.shareInScope(query.case, process.read, actor),
  )
  if (!link) return fail('NotFound')
  const { n } = await read.one<{ n: number }>(q.viewCount(query.case))
  const views = await read.rows<{ viewed_at: Date }>(q.viewsOf(query.case, VIEWS_MAX))
  const path = `/passport/${tokenOf(office.keys, query.case)}`
  return {
    open: link.state === 'shared' && link.expires_on >= office.world.today(),
    address: `${office.city.publicAddress ?? ''}${path}`,
    viewCount: n,
    views: views.map((v) => v.viewed_at.toISOString()),
  }
}
