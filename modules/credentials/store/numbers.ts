import type { ProcessStore } from '../../../kernel/process/act.ts'
import { fail } from '../../../kernel/values/fail.ts'
import { certificateNumberOf } from '../certificate-number.ts'
import type { BlockFacts } from '../processes/numbers.checks.ts'
import { numbers as process } from '../processes/numbers.process.ts'
import { takeNumbers } from './certificates.ts'
import { numberTaken } from './issue.ts'
import * as q from './numbers.sql.ts'

/** Holder of numbers that nobody will ever have. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

export const numbers: ProcessStore = {
  complete: async (tx, input, _office, actor) => {
    const id = String(input['organisation'] ?? '')
    const body = /^[0-9a-f-]{36}$/.test(id)
      ? await tx.maybe<{ county_code: string }>(q.bodyInScope(id, process.open.who, actor))
      : undefined
    if (!body)
      fail('BadInput', {
        code: 'BODY_NOT_FOUND',
        field: 'organisation',
        message: { zh: '您辖区内没有这家机构', en: 'There is no such body in your area' },
        hint: { zh: '请从目录中选择', en: 'Choose it from the directory' },
      })
    return { county: body.county_code, nextSerial: input['firstSerial'], closeReason: null }
  },
  facts: async (tx, c) => {
    const f = c.fields as { [key: string]: unknown }
    return {
      overlaps: await tx.rows<{ first: number; last: number }>(
        q.overlaps({
          caseId: c.id,
          prefix: String(f['prefix']),
          year: Number(f['year']),
          letter: String(f['levelLetter']),
          first: Number(f['firstSerial']),
          last: Number(f['lastSerial']),
        }),
      ),
    } satisfies BlockFacts
  },
  effects: {
    voidSerials: async ({ tx, office, case: c, input }) => {
      const count = Number(input['count'])
      const b = await tx.maybe<{ first_serial: number; prefix: string; year: number; level_letter: string }>(
        q.voidSerials(c.id, count),
      )
      if (!b)
        fail('BadInput', {
          code: 'VOID_TOO_MANY',
          field: 'count',
          given: String(count),
          message: { zh: '号段里没有这么多未用的编号', en: 'The block has not so many unused numbers' },
          hint: { zh: '请核对剩余个数', en: 'Check how many are left' },
        })
      // Claimed like any number, so that no import brings one of them either.
      const wanted = Array.from({ length: count }, (_, i) => ({
        number: certificateNumberOf(b.prefix, b.year, b.level_letter, b.first_serial + i),
        personId: NOBODY,
        certificateId: office.world.id(),
      }))
      const taken = await takeNumbers(tx, wanted)
      if (taken.length) fail('Conflict', taken.map(numberTaken))
      await tx.run(
        q.keepVoid(c.id, b.first_serial, b.first_serial + count - 1, String(input['reason']), office.world.today()),
      )
    },
    keepCloseReason: async ({ tx, case: c, input }) => {
      await tx.run(q.keepCloseReason(c.id, String(input['reason'])))
    },
  },
}
