import type { Text } from '../../kernel/values/text.ts'
import {
  type CertificateNumberResult,
  type CertificateTables,
  cleanCertificateNumber,
  parseCertificateNumber,
} from './certificate-number.ts'

/** Digits of an old Shanghai number; kept in the register with 000 in front (`parseCertificateNumber`). */
const SHANGHAI = /^\d{13}$/

/** The number as the register keeps it. Cheap: the way of every check. */
export function registeredNumber(text: string): string {
  const clean = cleanCertificateNumber(text)
  return SHANGHAI.test(clean) ? `000${clean}` : clean
}

export type Explained = {
  ok: boolean
  number: string
  scheme: string | null
  parts: { name: Text; from: number; to: number; text: string; meaning: Text }[]
  findings: { code: string; message: Text; hint: Text; given?: string; suggestion?: string }[]
}

/** What a number says by itself. Whether it exists is another question. */
export function explain(text: string, tables: CertificateTables<string>): Explained {
  const parsed: CertificateNumberResult<string> = parseCertificateNumber(text, tables)
  if (!parsed.ok)
    return { ok: false, number: cleanCertificateNumber(text), scheme: null, parts: [], findings: parsed.findings }
  return { ok: true, number: parsed.value, scheme: parsed.scheme, parts: parsed.parts, findings: parsed.warnings }
}

/**
 * Likely reasons why a certificate is not found: what its number looks like, how fresh it is, how the name is written. Made
 * from what was asked alone, so that the answer is the same whether the number exists or not.
 */
export function likelyCauses(number: string, tables: CertificateTables<string>, onlineDays: number): Text[] {
  const parsed = parseCertificateNumber(number, tables)
  const form: Text = parsed.ok
    ? {
        zh: '编号有一位录错，请对照证书逐位核对',
        en: 'one character of the number is mistyped; compare it with the certificate',
      }
    : {
        zh: `编号写法有误：${parsed.findings.map((f) => f.message.zh).join('；')}`,
        en: `the number is not well formed: ${parsed.findings.map((f) => f.message.en).join('; ')}`,
      }
  return [
    form,
    {
      zh: `发证未满 ${onlineDays} 个工作日，尚未上网`,
      en: `it was issued less than ${onlineDays} working days ago and is not online yet`,
    },
    { zh: '姓名有误，请按证书上的写法填写（间隔号、生僻字）', en: 'the name is not written as on the certificate' },
  ]
}
