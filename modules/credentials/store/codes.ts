import type { Office } from '../../../kernel/rooms/office.ts'
import type { ReadContext } from '../../../kernel/rooms/store.ts'
import type { Json } from '../../../kernel/values/canonical-json.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import { addDays } from '../../../kernel/values/plain-date.ts'
import type { Text } from '../../../kernel/values/text.ts'
import { kindText, levelText, openCode, type PublicJwk } from '../offline-check.ts'
import { type QrContent, readCode } from '../qr-code.ts'
import { jwkOf, signedStatusList } from '../status-list.ts'
import * as q from './check.sql.ts'
import { messageOf } from './check.ts'

export async function keys({ office }: Pick<ReadContext, 'office'>): Promise<{ keys: PublicJwk[] }> {
  return {
    keys: (await office.keys.proofKeys()).filter((k) => !k.distrusted).map((k) => jwkOf(k.public)),
  }
}

/** An unchanged list is dated anew after so long. */
const KEEP_MS_MAX = 60_000
type Kept = { changes: number; madeMs: number; document: { [key: string]: Json } }
const kept = new WeakMap<Office, Kept>()

/** The list as it is now. Its instant is taken before the rows are read: what was ended by then is in it. */
export async function statusList({ office, db }: Pick<ReadContext, 'office' | 'db'>): Promise<{ [key: string]: Json }> {
  const now = office.world.now()
  return db.snapshot(async (tx) => {
    const { next_index, changes } = await tx.one<{ next_index: number; changes: number }>(q.listState())
    const old = kept.get(office)
    if (old && old.changes === changes && now.getTime() - old.madeMs < KEEP_MS_MAX) return old.document
    const ended = (await tx.rows<{ status_index: number }>(q.endedPlaces())).map((r) => r.status_index)
    const today = office.world.today()
    const days = office.rules.integerOn('credentials.statusListDays', today)
    const { publicAddress } = office.city
    const document = await signedStatusList({
      key: await office.keys.proofKey('ES256'),
      given: next_index,
      ended,
      from: now.toISOString(),
      until: `${addDays(today, days)}${now.toISOString().slice(10)}`,
      id: publicAddress === null ? null : `${publicAddress}/api/v1/certificates/status-list`,
    })
    kept.set(office, { changes, madeMs: now.getTime(), document })
    return document
  })
}

export type CodeAnswer = {
  verdict: 'valid' | 'corrected' | 'replaced' | 'revoked' | 'false'
  message: Text
  asOf: string
  certificate: {
    number: string
    holder: string
    kind: Text
    occupation: string | null
    level: Text | null
    issuedOn: string | null
  } | null
}

const FALSE: Text = {
  zh: '二维码不是本市签发的，或已被改动、没有扫全',
  en: 'The code was not signed by this city, or it was changed or not read in full',
}

/** The signature first, then the register: a code must also be the very one that was made for its place. */
export async function verifyCode(
  { read, office }: Pick<ReadContext, 'read' | 'office'>,
  query: { code: string },
): Promise<CodeAnswer> {
  const asOf = office.world.now().toISOString()
  const no: CodeAnswer = { verdict: 'false', message: FALSE, asOf, certificate: null }
  const proofKeys = await office.keys.proofKeys()
  const opened = await openCode(query.code, (id) => proofKeys.find((k) => k.id === id && !k.distrusted))
  if ('fault' in opened) return no
  const { content } = opened
  const place = await read.maybe<{ person_id: string }>(q.placeOf(content.statusIndex))
  const row =
    place &&
    (await read.maybe<{
      code: Buffer
      ended_on: PlainDate | null
      coded: string
      number: string
      revoked_on: PlainDate | null
      corrected_by_id: string | null
      occupation: string | null
    }>(q.checkedCode(place.person_id, content.statusIndex)))
  const given = readCode(query.code)!
  if (!row?.code.equals(Buffer.concat([given.body, given.signature]))) return no
  const verdict =
    row.revoked_on !== null
      ? row.corrected_by_id
        ? 'corrected'
        : 'revoked'
      : row.number !== row.coded || row.ended_on !== null
        ? 'replaced'
        : 'valid'
  return {
    verdict,
    message: messageOf(verdict, row.revoked_on),
    asOf,
    certificate: answerOf(content, row.occupation),
  }
}

const answerOf = (c: QrContent, occupation: string | null): CodeAnswer['certificate'] => ({
  number: c.number,
  holder: c.holder,
  kind: kindText(c),
  occupation: occupation ?? c.occupation,
  level: levelText(c),
  issuedOn: c.issuedOn,
})
