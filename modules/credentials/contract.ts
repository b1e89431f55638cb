import { Type } from 'typebox'
import type { ReadContract } from '../../kernel/rooms/define.ts'
import { readers } from '../roles.ts'

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
    verdict: Type.Union(
      (['valid', 'corrected', 'replaced', 'revoked', 'not-found'] as const).map((v) => Type.Literal(v)),
    ),
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

/** Under which keys codes and lists are signed; who keeps them can check without us. */
export const publicKeys: ReadContract = {
  id: 'credentials.keys',
  path: '/certificates/keys',
  title: { zh: '证书验签公钥', en: 'Public keys of certificates' },
  who: { anyone: true },
  query: Type.Object({}, { additionalProperties: false }),
  answer: Type.Object({ keys: Type.Array(Type.Record(Type.String(), Type.String())) }),
}

/** W3C Bitstring Status List 1.0, signed and dated: which codes are no longer good. */
export const statusList: ReadContract = {
  id: 'credentials.statusList',
  path: '/certificates/status-list',
  title: { zh: '证书状态名单', en: 'Status list of certificates' },
  who: { anyone: true },
  query: Type.Object({}, { additionalProperties: false }),
  answer: Type.Unknown(),
}

/** A code from paper against the register itself. Codes are signed, so nothing is found here by trying. */
export const verifyCode: ReadContract = {
  id: 'credentials.verifyCode',
  path: '/certificates/verify-code',
  title: { zh: '二维码联网核验', en: 'Check a code on line' },
  who: { anyone: true },
  query: Type.Object({ code: Type.String({ minLength: 1, maxLength: 600 }) }, { additionalProperties: false }),
  answer: Type.Object({
    verdict: Type.Union((['valid', 'corrected', 'replaced', 'revoked', 'false'] as const).map((v) => Type.Literal(v))),
    message: text,
    asOf: Type.String(),
    certificate: Type.Union([
      Type.Null(),
      Type.Object({
        number: Type.String(),
        holder: Type.String(),
        kind: text,
        occupation: Type.Union([Type.Null(), Type.String()]),
        level: Type.Union([Type.Null(), text]),
        issuedOn: Type.Union([Type.Null(), Type.String()]),
      }),
    ]),
  }),
}

/** What a holder shows by a link; each look is written down. */
export const passport: ReadContract = {
  id: 'credentials.passport',
  path: '/passport',
  title: { zh: '分享的技能护照', en: 'A shared skills passport' },
  who: { anyone: true },
  limit: 'lookup',
  query: Type.Object({ token: Type.String({ minLength: 1, maxLength: 60 }) }, { additionalProperties: false }),
  answer: Type.Unknown(),
}

/** The address of a link, and when it was looked at. */
export const shareLink: ReadContract = {
  id: 'credentials.shareLink',
  path: '/passport/link',
  title: { zh: '技能护照的分享地址和查看记录', en: 'Address of a shared passport, and who looked when' },
  who: { by: readers },
  query: Type.Object({ case: Type.String({ format: 'uuid' }) }, { additionalProperties: false }),
  answer: Type.Object({
    open: Type.Boolean(),
    address: Type.String(),
    viewCount: Type.Integer(),
    views: Type.Array(Type.String()),
  }),
}

export const reads = [checkCertificate, explainNumber, publicKeys, statusList, verifyCode, passport, shareLink]
