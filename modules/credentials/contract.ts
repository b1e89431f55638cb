import { Type } from 'typebox'
import type { ReadContract } from '../../kernel/rooms/define.ts'

const text = Type.Object({ zh: Type.String(), en: Type.String() })
const finding = Type.Object({
  code: Type.String(),
  message: text,
  hint: text,
  given: Type.Optional(Type.String()),
  suggestion: Type.Optional(Type.String()),
})

/**
 * The public check of a certificate: two facts are needed, number and name, and the answer tells no more than the paper
 * does. An unknown number and a wrong name get the same bytes after the same work, so that neither can be found by trying.
 */
export const checkCertificate: ReadContract = {
  id: 'credentials.check',
  path: '/certificates/check',
  title: { zh: '证书查验', en: 'Check a certificate' },
  who: { anyone: true },
  limit: 'lookup',
  query: Type.Object(
    { number: Type.String({ minLength: 1, maxLength: 80 }), name: Type.String({ minLength: 1, maxLength: 60 }) },
    { additionalProperties: false },
  ),
  answer: Type.Object({
    verdict: Type.Union([Type.Literal('valid'), Type.Literal('revoked'), Type.Literal('not-found')]),
    message: text,
    /** The instant to which the answer holds. */
    asOf: Type.String(),
    certificate: Type.Union([
      Type.Null(),
      Type.Object({
        number: Type.String(),
        holder: Type.String(),
        kind: text,
        occupation: Type.String(),
        workType: Type.Union([Type.Null(), Type.String()]),
        level: Type.Union([Type.Null(), text]),
        issuedBy: Type.String(),
        issuedOn: Type.String(),
        revokedOn: Type.Union([Type.Null(), Type.String()]),
      }),
    ]),
    /** Likely reasons of `not-found`, from the form of the number alone. */
    causes: Type.Array(text),
    helpPhone: Type.Union([Type.Null(), Type.String()]),
  }),
}

/** What the places of a number mean; whether such a certificate exists is not asked. */
export const explainNumber: ReadContract = {
  id: 'credentials.explainNumber',
  path: '/certificates/explain',
  title: { zh: '证书编号解读', en: 'What a certificate number says' },
  who: { anyone: true },
  query: Type.Object({ number: Type.String({ minLength: 1, maxLength: 80 }) }, { additionalProperties: false }),
  answer: Type.Object({
    ok: Type.Boolean(),
    number: Type.String(),
    scheme: Type.Union([Type.Null(), Type.String()]),
    parts: Type.Array(
      Type.Object({ name: text, from: Type.Integer(), to: Type.Integer(), text: Type.String(), meaning: text }),
    ),
    lines: Type.Array(text),
    findings: Type.Array(finding),
  }),
}

export const reads = [checkCertificate, explainNumber]
