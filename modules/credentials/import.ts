import type { ImportDeclaration } from '../../kernel/rooms/define.ts'
import type { Finding } from '../../kernel/values/finding.ts'
import { isPlainDate, type PlainDate, yearOf } from '../../kernel/values/plain-date.ts'
import { LEVELS, type Level, type LevelId } from '../catalogue/index.ts'
import { PERSON_COLUMNS, type ReadPerson, readPerson } from '../people/index.ts'
import {
  type CertificateRecord,
  type CertificateTables,
  checkAgainst,
  parseCertificateNumber,
} from './certificate-number.ts'
import { CERTIFICATE_KINDS, COUNTED_KINDS } from './words.ts'

/** Lengths that the register keeps; the database checks the same. */
const NUMBER_LENGTH = { least: 4, most: 40 }
const WORK_TYPE_LENGTH_MAX = 60

export const certificateImport: ImportDeclaration = {
  id: 'credentials.certificates',
  title: { zh: '证书存量导入', en: 'Import of certificates' },
  who: { by: { handler: 'jurisdiction' } },
  rowsMax: 200_000,
  columns: [
    {
      key: 'number',
      title: { zh: '证书编号', en: 'Certificate number' },
      names: ['证书号', '证书号码', '编号', '等级证书编号', '职业资格证书编号', '证书编码'],
      type: 'code',
      required: true,
      neverNumeric: true,
      looksLike: /^([YSR][A-Z0-9]{19,21}|\d{16}|\d{13})$/,
      sample: 'S000014000001223000017',
      note: { zh: '按证书填写，该列须设为“文本”', en: 'as printed; format the column as text' },
    },
    ...PERSON_COLUMNS,
    {
      key: 'kind',
      title: { zh: '证书类别', en: 'Kind' },
      names: ['证书类型', '证书种类'],
      type: 'text',
      required: false,
      sample: CERTIFICATE_KINDS[0]!.label.zh,
      note: {
        zh: `可不填，由编号判断；专项职业能力证书和培训合格证须填。可填：${CERTIFICATE_KINDS.map((k) => k.label.zh).join('、')}`,
        en: 'may be left out where the number says it',
      },
    },
    {
      key: 'occupation',
      title: { zh: '职业', en: 'Occupation' },
      names: ['职业名称', '职业编码', '职业（工种）', '工种名称', '职业(工种)名称', '申报职业'],
      type: 'text',
      required: true,
      sample: '焊工',
      note: { zh: '职业名称或编码，如 焊工 或 6-18-02-04', en: 'name or code of the occupation' },
    },
    {
      key: 'workType',
      title: { zh: '工种', en: 'Work type' },
      names: ['工种方向', '职业方向'],
      type: 'text',
      required: false,
      sample: '电焊工',
      note: { zh: '可不填', en: 'may be left out' },
    },
    {
      key: 'level',
      title: { zh: '等级', en: 'Level' },
      names: ['技能等级', '级别', '职业技能等级', '职业等级', '证书等级'],
      type: 'text',
      required: false,
      sample: '三级/高级工',
      note: {
        zh: '三级/高级工、高级工、三级、3 均可；专项职业能力证书不填',
        en: 'any notation; empty for kinds without levels',
      },
    },
    {
      key: 'body',
      title: { zh: '发证机构', en: 'Issuing body' },
      names: ['评价机构', '颁证机构', '发证单位', '评价机构名称', '发证机关', '认定机构', '机构信用代码'],
      type: 'text',
      required: true,
      sample: '临汾市示例职业培训学校',
      note: { zh: '机构名称或统一社会信用代码', en: 'name or credit code' },
    },
    {
      key: 'issuedOn',
      title: { zh: '发证日期', en: 'Issued on' },
      names: ['颁证日期', '发证时间', '证书日期', '颁发日期', '核发日期'],
      type: 'date',
      required: true,
      sample: '2022-06-15',
      note: { zh: '如 2022-06-15', en: 'such as 2022-06-15' },
    },
    {
      key: 'county',
      title: { zh: '县（市、区）', en: 'County' },
      names: ['县区', '区县', '所属县区', '所在县', '县市区', '归属地', '行政区划'],
      type: 'text',
      required: true,
      sample: '尧都区',
      note: { zh: '名称或六位代码', en: 'name or six-digit code' },
    },
  ],
}

export type Occupation = { edition: string; code: string; name: string }
export type Body = {
  id: string
  name: string
  kind: string
  /** Listings as an evaluation body, as known now: days and what they cover. */
  listed: readonly { from: PlainDate; to: PlainDate | null; suspended: boolean }[]
  scopes: readonly { occupation: string; rank: number; from: PlainDate; to: PlainDate | null }[]
}

/** What a row is checked against. Loaded once for a file. */
export type CertificateImportContext = {
  today: PlainDate
  tables: CertificateTables<LevelId>
  /** `levelFromText`, remembered: a file has few notations and many rows. */
  levelOf(text: string): Level | undefined
  divisionEver(code: string): boolean | undefined
  /** Newest edition first; by code and by plain name. A work type stands for its occupation. */
  occupationByCode: ReadonlyMap<string, Occupation>
  occupationsByName: ReadonlyMap<string, readonly { occupation: Occupation; workType: string | null }[]>
  bodiesByCode: ReadonlyMap<string, Body>
  bodiesByName: ReadonlyMap<string, readonly Body[]>
  /** Counties and zones of the city, by code and by plain name. */
  counties: ReadonlyMap<string, string>
  /** Prefixes of the area for which the importing officer is responsible. */
  jurisdictions: readonly string[]
}

export type ReadCertificate = {
  number: string
  person: ReadPerson
  kind: string
  occupation: Occupation
  workType: string | null
  rank: number | null
  bodyId: string
  issuedOn: PlainDate
  countyCode: string
}

/** Names compared alike: no blanks, half-width brackets. For names of things, never of persons. */
export const plainTitle = (text: string): string => text.normalize('NFKC').replace(/[\s·]/g, '').toLowerCase()

/** Checks one row by itself, with all findings. `certificate` is there only when nothing stands in the way. */
export function readCertificate(
  values: { readonly [column: string]: string | undefined },
  c: CertificateImportContext,
): { certificate: ReadCertificate | null; number: string | null; findings: Finding[] } {
  const findings: Finding[] = []
  const say = (
    field: string,
    code: string,
    zh: string,
    en: string,
    hintZh: string,
    hintEn: string,
    more: Partial<Finding> = {},
  ) => {
    findings.push({
      code,
      field,
      message: { zh, en },
      hint: { zh: hintZh, en: hintEn },
      ...(values[field] ? { given: values[field] } : {}),
      ...more,
    })
    return undefined
  }
  const { person, findings: ofPerson } = readPerson(values, { divisionEver: c.divisionEver, today: c.today })
  findings.push(...ofPerson)

  const givenKind = readKind(values['kind'], say)
  const numbered = parseCertificateNumber(
    values['number'] ?? '',
    c.tables,
    givenKind && !COUNTED_KINDS.has(givenKind) ? { expect: 'specific-capability' } : {},
  )
  findings.push(...(numbered.ok ? numbered.warnings : numbered.findings).map((f) => ({ ...f, field: 'number' })))
  const number = numbered.ok ? numbered.value : null
  const length = number ? Array.from(number).length : NUMBER_LENGTH.least
  if (length < NUMBER_LENGTH.least || length > NUMBER_LENGTH.most)
    say(
      'number',
      'CERT_LEN',
      `证书编号有 ${length} 个字符，应为 ${NUMBER_LENGTH.least} 到 ${NUMBER_LENGTH.most} 个`,
      `The number has ${length} characters; ${NUMBER_LENGTH.least} to ${NUMBER_LENGTH.most} are kept`,
      '请对照证书核对',
      'Compare it with the certificate',
    )
  const kind = givenKind ?? (numbered.ok ? kindOfScheme(numbered.scheme) : undefined)
  if (numbered.ok && givenKind && COUNTED_KINDS.has(givenKind) && kindOfScheme(numbered.scheme) !== givenKind)
    say(
      'kind',
      'KIND_DIFFERS',
      `类别填的是“${labelOf(givenKind)}”，编号却是${labelOf(kindOfScheme(numbered.scheme))}的编法`,
      `The kind is ${givenKind}, the number is that of ${kindOfScheme(numbered.scheme)}`,
      '请核对证书类别和编号',
      'Check kind and number',
    )

  const level = readLevel(values['level'], kind, c, say)
  const found = readOccupation(values['occupation'], c, say)
  const workType = values['workType']?.trim() || found?.workType || null
  if (workType && Array.from(workType).length > WORK_TYPE_LENGTH_MAX)
    say(
      'workType',
      'FIELD_LONG',
      `工种超过 ${WORK_TYPE_LENGTH_MAX} 个字`,
      `The work type is longer than ${WORK_TYPE_LENGTH_MAX} characters`,
      '请只填工种名称',
      'Write the name only',
    )
  const body = readBody(values['body'], c, say)
  const issuedOn = readIssuedOn(values['issuedOn'], person, c, say)
  const county = readCounty(values['county'], c, say)

  if (numbered.ok) findings.push(...agreement(numbered, level, issuedOn, body, c))
  if (body && issuedOn && kind === 'skill-level' && found && level)
    listedThen(body, found.occupation, level, issuedOn, say)

  const stands = findings.some((f) => (f.severity ?? 'must') === 'must')
  if (stands || !person || !number || !kind || !found || !body || !issuedOn || !county)
    return { certificate: null, number, findings }
  return {
    certificate: {
      number,
      person,
      kind,
      occupation: found.occupation,
      workType,
      rank: COUNTED_KINDS.has(kind) ? level!.rank : null,
      bodyId: body.id,
      issuedOn,
      countyCode: county,
    },
    number,
    findings,
  }
}

export type CertificateContent = {
  number: string
  /** Keyed index of the identity number, never the number: the text is hashed without a key. */
  identity: string
  nameKey: string
  kind: string
  occupationCode: string
  workType: string | null
  levelRank: number | null
  organisationId: string
  issuedOn: string
  countyCode: string
}
/** What a certificate says, in a fixed order: equal texts are the same thing said again. The phone is left out: it changes. */
export const contentOf = (c: CertificateContent): string =>
  JSON.stringify([
    c.number,
    c.identity,
    c.nameKey,
    c.kind,
    c.occupationCode,
    c.workType,
    c.levelRank,
    c.organisationId,
    c.issuedOn,
    c.countyCode,
  ])

type Say = (
  field: string,
  code: string,
  zh: string,
  en: string,
  hintZh: string,
  hintEn: string,
  more?: Partial<Finding>,
) => undefined
const labelOf = (kind: string): string => CERTIFICATE_KINDS.find((k) => k.id === kind)!.label.zh
const kindOfScheme = (scheme: string): string =>
  scheme.startsWith('qualification')
    ? 'qualification'
    : scheme === 'specific-capability'
      ? 'specific-capability'
      : 'skill-level'

function readKind(text: string | undefined, say: Say): string | undefined {
  if (!text) return undefined
  const plain = plainTitle(text)
  const kind = CERTIFICATE_KINDS.find(
    (k) => k.id === plain || plainTitle(k.label.zh) === plain || plainTitle(k.label.zh).replace(/证书$/, '') === plain,
  )
  return (
    kind?.id ??
    say(
      'kind',
      'KIND_WORD',
      `没有“${text}”这种证书`,
      `There is no kind “${text}”`,
      `可填：${CERTIFICATE_KINDS.map((k) => k.label.zh).join('、')}`,
      'One of the kinds of the list',
    )
  )
}

function readLevel(
  text: string | undefined,
  kind: string | undefined,
  c: CertificateImportContext,
  say: Say,
): Level | undefined {
  const levelled = kind === undefined || COUNTED_KINDS.has(kind)
  if (!text)
    return levelled && kind
      ? say(
          'level',
          'MISSING',
          '等级没有填写',
          'The level is missing',
          `${labelOf(kind)}须有等级，如 三级/高级工`,
          'This kind has a level',
        )
      : undefined
  if (!levelled)
    return say(
      'level',
      'LEVEL_NONE',
      `${labelOf(kind)}没有等级，“${text}”未登记`,
      'This kind has no level; it was left out',
      '请核对证书类别',
      'Check the kind',
      { severity: 'confirm' },
    )
  return (
    c.levelOf(text) ??
    say(
      'level',
      'LEVEL_WORD',
      `等级“${text}”无法识别`,
      `“${text}” is no level`,
      `可填：${LEVELS.map((l) => l.display.zh).join('、')}`,
      'Any usual notation of the eight levels',
    )
  )
}

function readOccupation(
  text: string | undefined,
  c: CertificateImportContext,
  say: Say,
): { occupation: Occupation; workType: string | null } | undefined {
  if (!text)
    return say(
      'occupation',
      'MISSING',
      '职业没有填写',
      'The occupation is missing',
      '请填职业名称或编码',
      'Give name or code',
    )
  const code = text
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/[‐‑‒–—―−_.]/g, '-')
  if (/^\d(-\d{2}){0,3}$/.test(code)) {
    const occupation = c.occupationByCode.get(code)
    if (occupation) return { occupation, workType: null }
    return say(
      'occupation',
      'OCC_CODE',
      `职业编码 ${code} 不在职业分类大典中`,
      `${code} is no occupation of the classification`,
      '请填到第四层的职业编码，如 6-18-02-04，或填职业名称',
      'Give the code of an occupation, such as 6-18-02-04, or its name',
    )
  }
  // A code behind or before the name, as in 焊工（6-18-02-04）, says which one is meant.
  const inside = /\d-\d{2}-\d{2}-\d{2}/.exec(code)?.[0]
  if (inside && c.occupationByCode.has(inside)) return { occupation: c.occupationByCode.get(inside)!, workType: null }
  const matches = c.occupationsByName.get(plainTitle(text)) ?? []
  if (matches.length === 1) return matches[0]
  if (matches.length > 1) {
    // The occupation itself is meant before a work type of the same name.
    const proper = matches.filter((m) => m.workType === null)
    if (proper.length === 1) return proper[0]
    return say(
      'occupation',
      'OCC_MANY',
      `“${text}”可能是 ${matches
        .slice(0, 4)
        .map((m) => `${m.occupation.name}（${m.occupation.code}）`)
        .join('、')}`,
      `“${text}” may be ${matches
        .slice(0, 4)
        .map((m) => m.occupation.code)
        .join(', ')}`,
      '请改填职业编码',
      'Give the code',
    )
  }
  const near = nearest(plainTitle(text), c.occupationsByName)
  return say(
    'occupation',
    'OCC_NAME',
    `没有“${text}”这个职业${near ? `，您是否要填“${near}”？` : ''}`,
    `There is no occupation “${text}”`,
    '请按职业分类大典的名称填写，或填职业编码',
    'Give the name of the classification, or the code',
    near ? { suggestion: near } : {},
  )
}

function nearest(plain: string, names: CertificateImportContext['occupationsByName']): string | undefined {
  if (plain.length < 2) return undefined
  let best: { name: string; difference: number } | undefined
  for (const [key, list] of names) {
    if (!key.includes(plain) && !plain.includes(key)) continue
    const difference = Math.abs(key.length - plain.length)
    if (!best || difference < best.difference)
      best = { name: list[0]!.workType ?? list[0]!.occupation.name, difference }
  }
  return best?.name
}

function readBody(text: string | undefined, c: CertificateImportContext, say: Say): Body | undefined {
  if (!text)
    return say(
      'body',
      'MISSING',
      '发证机构没有填写',
      'The issuing body is missing',
      '请填机构名称或统一社会信用代码',
      'Give name or credit code',
    )
  const byCode = c.bodiesByCode.get(text.normalize('NFKC').replace(/\s/g, '').toUpperCase())
  if (byCode) return byCode
  const named = c.bodiesByName.get(plainTitle(text)) ?? []
  if (named.length === 1) return named[0]
  if (named.length > 1)
    return say(
      'body',
      'BODY_MANY',
      `有 ${named.length} 个机构叫“${text}”`,
      `${named.length} bodies are called “${text}”`,
      '请改填统一社会信用代码',
      'Give the credit code',
    )
  return say(
    'body',
    'BODY_UNKNOWN',
    `机构库中没有“${text}”`,
    `“${text}” is not in the directory`,
    '请核对全称或填统一社会信用代码；确属新机构的请先登记机构',
    'Check the full name, or register the body first',
  )
}

function readIssuedOn(
  text: string | undefined,
  person: ReadPerson | null,
  c: CertificateImportContext,
  say: Say,
): PlainDate | undefined {
  if (!text)
    return say(
      'issuedOn',
      'MISSING',
      '发证日期没有填写',
      'The day of issue is missing',
      '请填如 2022-06-15',
      'Write it like 2022-06-15',
    )
  if (!isPlainDate(text))
    return say(
      'issuedOn',
      'DATE_FMT',
      `发证日期“${text}”无法识别`,
      `“${text}” is not a date`,
      '请按 2022-06-15 的写法填写',
      'Write it like 2022-06-15',
    )
  if (text > c.today)
    return say(
      'issuedOn',
      'ISSUED_FUTURE',
      `发证日期 ${text} 在今天（${c.today}）之后`,
      `${text} lies after today (${c.today})`,
      '请核对年份',
      'Check the year',
    )
  if (person && text <= person.birthDate)
    return say(
      'issuedOn',
      'ISSUED_BEFORE_BIRTH',
      `发证日期 ${text} 不晚于出生日期 ${person.birthDate}`,
      `${text} is not later than the birth date ${person.birthDate}`,
      '请核对发证日期和身份证号',
      'Check the day and the identity number',
    )
  return text
}

function readCounty(text: string | undefined, c: CertificateImportContext, say: Say): string | undefined {
  if (!text)
    return say(
      'county',
      'MISSING',
      '县（市、区）没有填写',
      'The county is missing',
      '请填名称或六位代码',
      'Give name or code',
    )
  const code =
    c.counties.get(plainTitle(text)) ?? c.counties.get(text.normalize('NFKC').replace(/\s/g, '').toUpperCase())
  if (!code)
    return say(
      'county',
      'COUNTY_UNKNOWN',
      `“${text}”不是本市的县（市、区）`,
      `“${text}” is no county of the city`,
      `可填：${[...new Set(c.counties.values())].slice(0, 20).join('、')}，或其名称`,
      'Give name or code of a county of the city',
    )
  if (!c.jurisdictions.some((j) => code.startsWith(j)))
    return say(
      'county',
      'COUNTY_OUTSIDE',
      `“${text}”不在您的辖区`,
      `“${text}” lies outside your area`,
      '请由该县（市、区）或市局导入',
      'It is imported by that county or by the city',
    )
  return code
}

/** Number and row against each other. A year that differs by one is common over the turn of the year, so a person confirms it. */
function agreement(
  numbered: Extract<ReturnType<typeof parseCertificateNumber<LevelId>>, { ok: true }>,
  level: Level | undefined,
  issuedOn: PlainDate | undefined,
  body: Body | undefined,
  c: CertificateImportContext,
): Finding[] {
  const record: CertificateRecord<LevelId> = {
    ...(issuedOn ? { issuedOn } : {}),
    ...(level ? { level: level.id } : {}),
    ...(body ? { bodyKind: bodyKindOf(body.kind) } : {}),
  }
  const turn = issuedOn !== undefined && numbered.year !== undefined && Math.abs(numbered.year - yearOf(issuedOn)) === 1
  // Who may issue what changed over the years, and some bodies were registered as another kind then: told, not refused.
  return checkAgainst(numbered, record, c.tables.levels).map((f) =>
    f.code === 'CERT_BODY_KIND_DIFFERS' || (f.code === 'CERT_YEAR_DIFFERS' && turn)
      ? { ...f, severity: 'confirm' as const }
      : f,
  )
}
const SCHOOLS = new Set(['technical-school', 'training-centre', 'private-school', 'vocational-college'])
const bodyKindOf = (kind: string): 'employer' | 'social' | 'school' =>
  SCHOOLS.has(kind) ? 'school' : kind === 'employer' ? 'employer' : 'social'

/** Was the body on the list for this on the day of issue? The list may be incomplete for earlier years, so this only warns. */
function listedThen(body: Body, occupation: Occupation, level: Level, day: PlainDate, say: Say): void {
  const onDay = (p: { from: PlainDate; to: PlainDate | null }) => p.from <= day && (p.to === null || p.to > day)
  const period = body.listed.find(onDay)
  if (!period)
    say(
      'body',
      'BODY_NOT_LISTED',
      `${body.name}在 ${day} 不在评价机构目录内`,
      `${body.name} was not on the list of evaluation bodies on ${day}`,
      '请核对机构和发证日期；目录不全的可继续导入',
      'Check body and day; go on if the list is incomplete',
      { severity: 'confirm' },
    )
  else if (period.suspended)
    say(
      'body',
      'BODY_SUSPENDED',
      `${body.name}在 ${day} 处于暂停期间`,
      `${body.name} was suspended on ${day}`,
      '暂停期间不得发证，请核对发证日期',
      'No certificate may be issued meanwhile; check the day',
      { severity: 'confirm' },
    )
  else if (!body.scopes.some((s) => s.rank === level.rank && s.occupation === occupation.code && onDay(s)))
    say(
      'body',
      'BODY_SCOPE',
      `${body.name}的备案范围不含${occupation.name}${level.display.zh}`,
      `${body.name} is not listed for ${occupation.name}, ${level.display.en}`,
      '请核对职业、等级和机构',
      'Check occupation, level and body',
      { severity: 'confirm' },
    )
}
