import { sealRow } from '../../../kernel/journal/journal.ts'
import type { EffectContext, ProcessStore } from '../../../kernel/process/act.ts'
import { fail } from '../../../kernel/values/fail.ts'
import { type PlainDate, yearOf } from '../../../kernel/values/plain-date.ts'
import { lockPersons } from '../../people/store/index.ts'
import { registeredNumber } from '../check.ts'
import type { CorrectionFacts } from '../processes/correction.checks.ts'
import { correction as correctionProcess } from '../processes/correction.process.ts'
import { nationalQuery as nationalQueryProcess } from '../processes/national-query.process.ts'
import { replacement as replacementProcess } from '../processes/replacement.process.ts'
import { REPLACEMENT_REASONS } from '../words.ts'
import { insertCertificates, takeNumbers } from './certificates.ts'
import { refreshPersons } from './holdings.ts'
import { endProofs, statusChanged } from './issue.sql.ts'
import { allotNumbers, letterOf, numbersSpent, numberTaken } from './issue.ts'
import { makeProofs } from './proofs.ts'
import * as q from './renewal.sql.ts'
import { certificateOfCase } from './revocation.ts'
import { certificateSeal } from './seal.ts'

type Old = {
  number: string
  kind: string
  occupation_edition: string
  occupation_code: string
  work_type: string | null
  level_rank: number | null
  organisation_id: string
  issued_on: PlainDate
  revoked_on: PlainDate | null
  county_code: string
  name: string
}

const lookedUp = { newNumber: null, decisionNote: null }
const noteOf = (input: { readonly [key: string]: unknown }): string | null => String(input['note'] ?? '').trim() || null

const facts: NonNullable<ProcessStore['facts']> = async (tx, c) => {
  const old = await tx.maybe<Old>(
    q.certificateForRenewal(String(c.fields['person']), String(c.fields['certificateId'])),
  )
  return {
    certificate: old
      ? {
          issuedOn: old.issued_on,
          revokedOn: old.revoked_on,
          kind: old.kind,
          occupationCode: old.occupation_code,
          workType: old.work_type,
          levelRank: old.level_rank,
        }
      : null,
  } satisfies CorrectionFacts
}

/** Locked first, read after: what another act did meanwhile is seen. */
async function lockedCertificate({ tx, case: c }: EffectContext) {
  const personId = String(c.fields['person'])
  const certificateId = String(c.fields['certificateId'])
  await lockPersons(tx, [personId])
  return { personId, certificateId, old: await tx.one<Old>(q.certificateForRenewal(personId, certificateId)) }
}

/** The number that the province gave, or the next one of the body's block of this year. Claimed for ever. */
async function newNumber(
  { tx, office, case: c }: EffectContext,
  of: { organisationId: string; levelRank: number | null; kind: string },
  owner: { personId: string; certificateId: string },
): Promise<string> {
  const given = String(c.fields['givenNumber'] ?? '').trim()
  let number = given ? registeredNumber(given) : undefined
  if (number === undefined) {
    const letter = of.kind === 'skill-level' ? letterOf(office, of.levelRank) : undefined
    const year = yearOf(office.world.today())
    if (letter === undefined)
      fail('BadInput', {
        code: 'NUMBER_NEEDED',
        field: 'givenNumber',
        message: {
          zh: '这类证书没有编号规则，须填写新编号',
          en: 'No numbering rule is known for this kind; give the new number',
        },
        hint: { zh: '请先取得编号', en: 'Obtain the number first' },
      })
    number = (await allotNumbers(tx, { organisationId: of.organisationId, year, letter }, 1))[0]
    if (number === undefined) fail('Conflict', numbersSpent(year, letter, 1))
  }
  const taken = await takeNumbers(tx, [{ number, ...owner }])
  // A number that this very certificate had before is taken too.
  if (taken.length || number === registeredNumber(String(c.fields['certificateNumber'])))
    fail('Conflict', { ...numberTaken(number), field: 'givenNumber' })
  return number
}

export const replacement: ProcessStore = {
  complete: certificateOfCase(replacementProcess.open.who, lookedUp),
  facts,
  effects: {
    keepNote: async ({ tx, case: c, input }) => {
      await tx.run(q.keepDecision(replacementProcess.table, c.id, noteOf(input), null))
    },
    replaceCertificate: async (ctx) => {
      const { tx, office, case: c, input, seal, tell } = ctx
      const { personId, certificateId, old } = await lockedCertificate(ctx)
      const today = office.world.today()
      const number = await newNumber(
        ctx,
        { organisationId: old.organisation_id, levelRank: old.level_rank, kind: old.kind },
        { personId, certificateId },
      )
      if ((await tx.run(q.renumber(personId, certificateId, old.number, number))) !== 1) fail('Conflict', justChanged)
      await tx.run(endProofs(personId, certificateId, today))
      await tx.run(statusChanged())
      await makeProofs(tx, office, [
        {
          personId,
          certificateId,
          number,
          kind: old.kind,
          occupationCode: old.occupation_code,
          levelRank: old.level_rank,
          issuedOn: old.issued_on,
          name: old.name,
        },
      ])
      await tx.run(q.keepDecision(replacementProcess.table, c.id, noteOf(input), number))
      seal(await sealRow(tx, certificateSeal, [personId, certificateId], 'changed'))
      const why = REPLACEMENT_REASONS.find((r) => r.id === c.fields['reasonCode'])!.id
      tell('credentials.certificate.replaced', { personId, certificateId, why })
    },
  },
}

export const correction: ProcessStore = {
  complete: certificateOfCase(correctionProcess.open.who, lookedUp),
  facts,
  effects: {
    keepNote: async ({ tx, case: c, input }) => {
      await tx.run(q.keepDecision(correctionProcess.table, c.id, noteOf(input), null))
    },
    correctCertificate: async (ctx) => {
      const { tx, office, case: c, input, seal, tell } = ctx
      const { personId, certificateId, old } = await lockedCertificate(ctx)
      const today = office.world.today()
      const text = (key: string) => String(c.fields[key] ?? '').trim() || null
      const fresh = {
        personId,
        certificateId: office.world.id(),
        kind: old.kind,
        occupationEdition: old.occupation_edition,
        occupationCode: text('occupation') ?? old.occupation_code,
        workType: text('workType') ?? (text('occupation') ? null : old.work_type),
        levelRank: text('level') === null ? old.level_rank : Number(text('level')),
        organisationId: old.organisation_id,
        issuedOn: (text('issuedOn') as PlainDate | null) ?? old.issued_on,
        knownOn: today,
        countyCode: old.county_code,
        batchId: null,
        contentHash: null,
        correctsId: certificateId,
      }
      const number = await newNumber(
        ctx,
        { organisationId: fresh.organisationId, levelRank: fresh.levelRank, kind: fresh.kind },
        fresh,
      )
      await insertCertificates(tx, [{ ...fresh, number }])
      const ended = await tx.run(
        q.endCorrected({
          personId,
          certificateId,
          by: fresh.certificateId,
          knownOn: today,
          reason: `更正：${String(c.fields['reason'])}`,
        }),
      )
      if (ended !== 1) fail('Conflict', justChanged)
      await refreshPersons(tx, office, [personId])
      await tx.run(endProofs(personId, certificateId, today))
      await tx.run(statusChanged())
      await makeProofs(tx, office, [{ ...fresh, number, name: old.name }])
      await tx.run(q.keepDecision(correctionProcess.table, c.id, noteOf(input), number))
      seal(await sealRow(tx, certificateSeal, [personId, certificateId], 'changed'))
      seal(await sealRow(tx, certificateSeal, [personId, fresh.certificateId], 'new'))
      tell('credentials.certificate.corrected', { personId, certificateId, by: fresh.certificateId })
    },
  },
}

export const nationalQuery: ProcessStore = {
  complete: certificateOfCase(nationalQueryProcess.open.who, { channel: 'manual' }),
}

const justChanged = {
  code: 'CERT_CHANGED',
  field: 'certificateNumber',
  message: { zh: '该证书刚被撤销、更正或换发', en: 'The certificate was changed just now' },
  hint: { zh: '请刷新后查看', en: 'Reload to see it' },
}
