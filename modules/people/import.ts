import type { Columns } from '../../kernel/sheets/declare.ts'
import type { Finding } from '../../kernel/values/finding.ts'
import { isPlainDate, type PlainDate } from '../../kernel/values/plain-date.ts'
import { checkIdentityNumber, type IdentityNumber, type IdentityOptions } from './identity-number.ts'
import { checkName } from './names.ts'
import { checkPhone } from './phone.ts'
import { SEXES } from './words.ts'

/** The columns of a person in any import: who it is. Imports of other rooms put their own beside them. */
export const PERSON_COLUMNS: Columns = [
  {
    key: 'name',
    title: { zh: '姓名', en: 'Name' },
    names: ['持证人', '持证人姓名', '学员姓名', '考生姓名'],
    type: 'text',
    required: true,
    sample: '王小强',
    note: { zh: '按身份证填写', en: 'as on the identity card' },
  },
  {
    key: 'identity',
    title: { zh: '身份证号', en: 'Identity number' },
    names: ['身份证号码', '身份证', '公民身份号码', '证件号码', '证件号', '居民身份证号'],
    type: 'id',
    required: true,
    neverNumeric: true,
    looksLike: /^(\d{17}[\dXx]|\d{15})$/,
    sample: '141002199001050014',
    note: { zh: '18 位，该列须设为“文本”', en: '18 characters; format the column as text' },
  },
  {
    key: 'sex',
    title: { zh: '性别', en: 'Sex' },
    names: [],
    type: 'choice',
    required: false,
    choices: SEXES.map((s) => s.label.zh),
    sample: '男',
    note: { zh: '可不填，以身份证号为准', en: 'may be left out; the identity number says it' },
  },
  {
    key: 'birthDate',
    title: { zh: '出生日期', en: 'Birth date' },
    names: ['出生年月日', '生日'],
    type: 'date',
    required: false,
    sample: '1990-01-05',
    note: { zh: '可不填，以身份证号为准', en: 'may be left out; the identity number says it' },
  },
  {
    key: 'phone',
    title: { zh: '联系电话', en: 'Phone' },
    names: ['手机', '手机号', '手机号码', '电话', '联系方式', '电话号码'],
    type: 'id',
    required: false,
    neverNumeric: true,
    sample: '13800000000',
    note: { zh: '可不填', en: 'may be left out' },
  },
]

/** A person as a row tells it; the identity number and the phone in clear, to be sealed before anything is kept. */
export type ReadPerson = {
  name: string
  nameKey: string
  identity: IdentityNumber
  phone: string | null
  sex: 'male' | 'female'
  birthDate: PlainDate
}

/**
 * Checks the person's columns of one row, each by itself and against each other: sex and birth date are read from the
 * identity number, and what the row says besides must agree. All findings at once.
 * @param values column key → cleaned text
 */
export function readPerson(
  values: { readonly [column: string]: string | undefined },
  options: IdentityOptions,
): { person: ReadPerson | null; findings: Finding[] } {
  const findings: Finding[] = []
  const take = (field: string, list: readonly Finding[]) => findings.push(...list.map((f) => ({ ...f, field })))
  const name = checkName(values['name'] ?? '')
  take('name', name.ok ? name.warnings : name.findings)
  const identity = checkIdentityNumber(values['identity'] ?? '', options)
  take('identity', identity.ok ? identity.warnings : identity.findings)

  let phone: string | null = null
  if (values['phone']) {
    const checked = checkPhone(values['phone'])
    if (checked.ok) phone = checked.value
    else take('phone', checked.findings)
  }
  const sex = values['sex'] ? SEXES.find((s) => s.id === values['sex'] || s.label.zh === values['sex']) : undefined
  if (values['sex'] && !sex)
    take('sex', [
      {
        code: 'SEX_WORD',
        given: values['sex'],
        message: { zh: `性别“${values['sex']}”无法识别`, en: `“${values['sex']}” is no sex` },
        hint: { zh: '请填“男”或“女”，或留空', en: 'write 男 or 女, or leave it empty' },
      },
    ])
  if (identity.ok && sex && sex.id !== identity.sex) {
    const says = SEXES.find((s) => s.id === identity.sex)!.label
    take('sex', [
      {
        code: 'SEX_DIFFERS',
        given: sex.label.zh,
        message: {
          zh: `性别填的是“${sex.label.zh}”，身份证号表示“${says.zh}”`,
          en: `The row says ${sex.label.en}, the identity number ${says.en}`,
        },
        hint: {
          zh: '请核对身份证号第 17 位和性别；可能录成了别人的号码',
          en: 'Check the 17th digit and the sex; perhaps it is another person’s number',
        },
      },
    ])
  }
  const birth = values['birthDate']
  if (birth && !isPlainDate(birth))
    take('birthDate', [
      {
        code: 'DATE_FMT',
        given: birth,
        message: { zh: `出生日期“${birth}”无法识别`, en: `“${birth}” is not a date` },
        hint: { zh: '请按 1990-01-05 的写法填写', en: 'Write it as 1990-01-05' },
      },
    ])
  else if (birth && identity.ok && birth !== identity.birthDate)
    take('birthDate', [
      {
        code: 'BIRTH_DIFFERS',
        given: birth,
        message: {
          zh: `出生日期填的是 ${birth}，身份证号表示 ${identity.birthDate}`,
          en: `The row says ${birth}, the identity number ${identity.birthDate}`,
        },
        hint: { zh: '请核对身份证号第 7–14 位和出生日期', en: 'Check digits 7 to 14 and the birth date' },
      },
    ])

  if (!name.ok || !identity.ok) return { person: null, findings }
  return {
    person: {
      name: name.name,
      nameKey: name.key,
      identity: identity.value,
      phone,
      sex: identity.sex,
      birthDate: identity.birthDate,
    },
    findings,
  }
}
