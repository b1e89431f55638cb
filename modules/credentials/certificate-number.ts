import type { Finding } from '../../kernel/values/finding.ts'
import { type PlainDate, yearOf } from '../../kernel/values/plain-date.ts'
import type { Text } from '../../kernel/values/text.ts'

/**
 * Certificate numbers of every scheme met in the stock of a city:
 * - `skill-level`: 22 characters, Y/S and 21 digits (职业技能等级证书编码规则);
 * - `special-level`: the same with a capital letter in place of the level digit (特级技师证书编码规则);
 * - `qualification`: 16 digits of the former labour ministry (职业资格证书), with its own province table;
 * - `qualification-shanghai`: 13 digits of Shanghai, padded with 000 in front for queries;
 * - `pilot`: 20 characters, R…, of the trial years 2018–2019;
 * - `specific-capability`: 专项职业能力证书, no published rule, kept as it is.
 * None of them has a check digit; what can be checked is structure, tables, and agreement with the record (`checkAgainst`).
 */
export type CertificateScheme =
  | 'skill-level'
  | 'special-level'
  | 'qualification'
  | 'qualification-shanghai'
  | 'pilot'
  | 'specific-capability'

export type CertificateTables<L extends string> = {
  /** Two-digit GB/T 2260 provinces, 66 (the corps) among them: for 22 and 20 characters. */
  provinces: readonly { code: string; name: string }[]
  /** Old table of the 16-digit numbers. Here 14 is Jiangxi and 04 is Shanxi. */
  oldProvinces: readonly { code: string; name: string; gbProvince?: string; certainty: string }[]
  /** Official digit or letter of each level that has one. A letter of low certainty is confirmed by a person. */
  levels: readonly { id: L; name: Text; digit?: string; letter?: string; certainty?: string }[]
}

export type NumberPart = {
  name: Text
  /** First and last place, counted from 1. */
  from: number
  to: number
  text: string
  meaning: Text
}

export type CertificateNumber<L extends string> = {
  ok: true
  scheme: CertificateScheme
  /** Cleaned; unique together with the scheme. */
  value: string
  parts: NumberPart[]
  year?: number
  level?: L
  /** GB/T 2260 two-digit province, in whatever table the number itself is written. */
  provinceCode?: string
  /** What every number of one body has in common: 13 characters of 22, digits 3–10 of 16, 12 characters of 20. */
  bodyPrefix?: string
  /** From Y/S or N/W; a school may be either. */
  bodyClass?: 'employer' | 'social'
  /** To be confirmed by a person; nothing here refuses the number. */
  warnings: Finding[]
}

export type CertificateNumberResult<L extends string> = CertificateNumber<L> | { ok: false; findings: Finding[] }

/** Blanks, full-width forms, small letters, dashes, a label in front (`证书编号：`, `No.`). Never exchanges a character for another. */
export function cleanCertificateNumber(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g, '')
    .replace(/^['‘’`"“”]+|['‘’`"“”]+$/g, '')
    .replace(/^(?:证书|职业资格证书|等级证书)?(?:编号|号码|号)[::]?/, '')
    .replace(/^NO[.:]?(?=[0-9A-Z])/i, '')
    .replace(/(?<=[0-9A-Za-z])[-‐‑‒–—−·.](?=[0-9A-Za-z])/g, (m, at: number, all: string) =>
      // A single full stop between digits is what a spreadsheet leaves (`1.4E+15`); it has to stay visible.
      m === '.' && /^\d\.\d+E/i.test(all) && at === 1 ? m : '',
    )
    .replace(/[a-z]+/g, (m) => m.toUpperCase())
}

const BODY_CLASS: Readonly<Record<string, Text>> = {
  Y: { zh: '用人单位', en: 'employer' },
  S: { zh: '社会培训评价组织', en: 'social evaluation organisation' },
  N: { zh: '用人单位', en: 'employer' },
  W: { zh: '第三方机构', en: 'third party' },
}
const TIER: Readonly<Record<string, Text>> = {
  G: { zh: '部级备案', en: 'filed at the ministry' },
  S: { zh: '省级备案', en: 'filed at the province' },
  C: { zh: '市级备案', en: 'filed at the city' },
  X: { zh: '县级备案', en: 'filed at the county' },
}
/** Seventh digit of the 16, fifth of the 8-digit body code. */
const OLD_BODY_KIND: Readonly<Record<string, Text>> = {
  '0': { zh: '职业技能鉴定（指导）中心', en: 'skill testing (guidance) centre' },
  '1': { zh: '国家职业技能鉴定所', en: 'national testing office' },
  '2': { zh: '地方职业技能鉴定站', en: 'local testing station' },
  '3': { zh: '行业特有工种鉴定站', en: 'testing station of an industry' },
  '4': { zh: '工人考核委员会或企业内鉴定', en: 'workers’ examination committee or enterprise' },
}

const N = {
  bodyClass: { zh: '评价机构类别', en: 'kind of body' },
  body: { zh: '评价机构代码', en: 'body, by the ministry' },
  province: { zh: '省级代码', en: 'province' },
  serialOfBody: { zh: '机构序列码', en: 'body, by the province' },
  year: { zh: '核发年份', en: 'year of issue' },
  level: { zh: '等级代码', en: 'level' },
  serial: { zh: '证书序列码', en: 'serial of the certificate' },
  oldProvince: { zh: '省市或行业代码（旧表）', en: 'province or industry, old table' },
  city: { zh: '地市代码', en: 'prefecture' },
  oldKind: { zh: '机构识别代码', en: 'kind of body' },
  scheme: { zh: '试点标识', en: 'mark of the trial' },
  tier: { zh: '备案层级', en: 'tier of filing' },
  division: { zh: '行政区划代码', en: 'division' },
  padding: { zh: '补位', en: 'padding' },
  shanghai: { zh: '上海编号', en: 'number by Shanghai' },
  whole: { zh: '编号', en: 'number' },
} satisfies Record<string, Text>

const same = (zh: string, en = zh): Text => ({ zh, en })
const finding = (code: string, given: string, zh: string, en: string, hintZh: string, hintEn: string): Finding => ({
  code,
  given,
  message: { zh, en },
  hint: { zh: hintZh, en: hintEn },
})
const confirm = (f: Finding): Finding => ({ ...f, severity: 'confirm' })
const COMPARE = ['请对照证书逐位核对', 'Compare it with the certificate, character by character'] as const

/**
 * @param expect `specific-capability` keeps any number as it is; without it such numbers cannot be told from slips. Otherwise the
 *   scheme is found from the form.
 */
export function parseCertificateNumber<L extends string>(
  text: string,
  tables: CertificateTables<L>,
  options: { expect?: 'specific-capability' } = {},
): CertificateNumberResult<L> {
  const value = cleanCertificateNumber(text)
  const bad = (...findings: Finding[]): CertificateNumberResult<L> => ({ ok: false, findings })
  if (value === '') {
    return bad(
      finding(
        'CERT_EMPTY',
        value,
        '没有填写证书编号',
        'The certificate number is missing',
        '请填写证书上的编号',
        'Give the number printed on the certificate',
      ),
    )
  }
  if (/^\d+(\.\d*)?E[+-]?\d+$/.test(value)) {
    return bad(
      finding(
        'CERT_SCI',
        value,
        `证书编号被 Excel 变成了 ${value}，后几位已丢失，无法恢复`,
        `The spreadsheet turned the certificate number into ${value}; its last digits are lost`,
        '请把该列设为“文本”后重新填写',
        'Set the column to “Text” and type the number again',
      ),
    )
  }
  if (options.expect === 'specific-capability') return opaque(value)

  const points = Array.from(value)
  if (/^[YS]/.test(value)) return new22(value, points, tables)
  if (value[0] === 'R') return pilot20(value, points, tables)
  if (/^\d+$/.test(value)) {
    if (value.length === 16) return old16(value, tables)
    if (value.length === 13) return shanghai(value, tables)
    if (value.length === 8) {
      return bad(
        finding(
          'CERT_BODY_CODE',
          value,
          `${value} 是 8 位鉴定机构代码，不是证书编号`,
          `${value} is the 8-digit code of a testing body, not a certificate number`,
          '请填写证书上的 16 位或 22 位编号',
          'Give the 16 or 22 characters of the certificate',
        ),
      )
    }
    if (value.length === 21) {
      return bad(
        finding(
          'CERT_LEN',
          value,
          '证书编号只有 21 位数字，缺少开头的字母',
          'The number has 21 digits but lacks its first letter',
          '职业技能等级证书编号以 Y 或 S 开头，共 22 位，请补上字母',
          'A skill-level certificate begins with Y or S and has 22 characters; add the letter',
        ),
      )
    }
    return bad(
      finding(
        'CERT_LEN',
        value,
        `证书编号有 ${value.length} 位数字，没有这样长的编号`,
        `The number has ${value.length} digits; no scheme has that length`,
        '职业资格证书为 16 位（上海旧证 13 位），职业技能等级证书为字母开头的 22 位，请核对是否漏录',
        'Qualification certificates have 16 digits (old Shanghai ones 13), skill-level certificates 22 characters',
      ),
    )
  }
  return bad(
    finding(
      'CERT_FORM',
      value,
      '不认识这种证书编号',
      'The form of this number is not known',
      '职业技能等级证书以 Y 或 S 开头共 22 位，职业资格证书为 16 位数字；专项职业能力证书请先选择证书类型',
      'Skill-level certificates begin with Y or S and have 22 characters, qualification certificates have 16 digits; for a specific capability choose the kind first',
    ),
  )
}

function opaque<L extends string>(value: string): CertificateNumberResult<L> {
  const length = Array.from(value).length
  // Not a rule of the law but of the field: no known certificate number comes near it.
  if (length > 64 || !/^[\p{L}\p{Nd}()（）〔〕[\]/_.#-]+$/u.test(value)) {
    return {
      ok: false,
      findings: [
        finding(
          'CERT_FORM',
          Array.from(value).slice(0, 64).join(''),
          '证书编号里有不该出现的字符，或过长',
          'The number has characters that do not belong there, or is too long',
          '请只填写证书上的编号',
          'Give only the number printed on the certificate',
        ),
      ],
    }
  }
  return {
    ok: true,
    scheme: 'specific-capability',
    value,
    parts: [
      part(N.whole, 1, length, value, same('专项职业能力证书编号，按原样保存', 'kept as it is; no rule is published')),
    ],
    warnings: [],
  }
}

function part(name: Text, from: number, to: number, whole: string, meaning: Text): NumberPart {
  return {
    name,
    from,
    to,
    text: Array.from(whole)
      .slice(from - 1, to)
      .join(''),
    meaning,
  }
}

/** Length and digits together, with the number as it would be if O stood for 0 and I or L for 1. */
function shape(value: string, points: string[], length: number, letters: ReadonlySet<number>): Finding[] {
  const findings: Finding[] = []
  if (points.length !== length) {
    findings.push(
      finding(
        'CERT_LEN',
        value,
        `证书编号应为 ${length} 位，现为 ${points.length} 位`,
        `The number must have ${length} characters; it has ${points.length}`,
        points.length < length ? '请对照证书补上漏掉的字符' : '请对照证书删去多录的字符',
        'Compare it with the certificate, character by character',
      ),
    )
  }
  const wrong = points.map((c, i) => ({ c, i })).filter(({ c, i }) => !letters.has(i) && !(c >= '0' && c <= '9'))
  if (wrong.length > 0) {
    const mended = points.map((c, i) => (letters.has(i) ? c : c === 'O' ? '0' : c === 'I' || c === 'L' ? '1' : c))
    const healed = mended.every((c, i) => letters.has(i) || (c >= '0' && c <= '9')) && points.length === length
    const places = wrong.slice(0, 5).map(({ c, i }) => `第 ${i + 1} 位“${c}”`)
    findings.push({
      ...finding(
        'CERT_CHARS',
        value,
        `证书编号${places.join('、')}应为数字`,
        `These characters must be digits: ${wrong
          .slice(0, 5)
          .map(({ c, i }) => `${i + 1} “${c}”`)
          .join(', ')}`,
        healed ? '多为字母 O、I 与数字 0、1 混淆，请核对' : COMPARE[0],
        healed ? 'Perhaps the letters O or I stand for 0 or 1' : COMPARE[1],
      ),
      ...(healed ? { suggestion: mended.join('') } : {}),
    })
  }
  return findings
}

function new22<L extends string>(
  value: string,
  points: string[],
  tables: CertificateTables<L>,
): CertificateNumberResult<L> {
  // The sixteenth place may hold a letter: special levels.
  const findings = shape(value, points, 22, new Set([0, 15]))
  if (findings.length > 0) return { ok: false, findings }
  const warnings: Finding[] = []
  const bodyClass = points[0] === 'Y' ? 'employer' : 'social'
  const province = provinceIn(value, value.slice(5, 7), 6, tables, findings)
  const year = 2000 + Number(value.slice(13, 15))
  const mark = points[15]!
  const special = !/\d/.test(mark)
  let level: CertificateTables<L>['levels'][number] | undefined
  if (special) {
    level = tables.levels.find((l) => l.letter === mark)
    if (!/^[A-Z]$/.test(mark)) {
      findings.push(levelFinding(value, 16, mark, tables))
    } else if (!level) {
      warnings.push(
        confirm(
          finding(
            'CERT_LETTER',
            value,
            `第 16 位的字母 ${mark} 代表哪一级还不清楚`,
            `It is not known which level the letter ${mark} at place 16 stands for`,
            '请按证书上印的等级填写，并请管理员补充字母对照表',
            'Take the level printed on the certificate, and have the table of letters completed',
          ),
        ),
      )
    } else if (level.certainty !== 'confirmed') {
      warnings.push(
        confirm(
          finding(
            'CERT_LETTER',
            value,
            `第 16 位的字母 ${mark} 暂按“${level.name.zh}”理解，尚未得到文件证实`,
            `The letter ${mark} at place 16 is read as ${level.name.en}; no document confirms it yet`,
            '请与证书上印的等级核对',
            'Compare it with the level printed on the certificate',
          ),
        ),
      )
    }
    if (bodyClass === 'social') {
      // 人社部发〔2022〕14号: special and chief technicians are appointed by employers; social bodies issue 5 to 1 only.
      warnings.push(
        confirm(
          finding(
            'CERT_SPECIAL_BODY',
            value,
            '特级技师、首席技师由用人单位评聘，编号却以 S（社会培训评价组织）开头',
            'Special and chief technicians are appointed by employers, yet the number begins with S',
            '请核对第 1 位和第 16 位',
            'Check the first and the sixteenth character',
          ),
        ),
      )
    }
  } else {
    level = tables.levels.find((l) => l.digit === mark)
    if (!level) findings.push(levelFinding(value, 16, mark, tables))
  }
  serialIn(value, 17, 22, findings)
  if (findings.length > 0) return { ok: false, findings }
  const ministry = value.slice(1, 5)
  return {
    ok: true,
    scheme: special ? 'special-level' : 'skill-level',
    value,
    parts: [
      part(N.bodyClass, 1, 1, value, BODY_CLASS[points[0]!]!),
      part(
        N.body,
        2,
        5,
        value,
        ministry === '0000'
          ? same('在省级备案的机构', 'first filed at a province')
          : same(`在部备案的机构 ${ministry}`, `filed at the ministry, ${ministry}`),
      ),
      part(N.province, 6, 7, value, province),
      part(N.serialOfBody, 8, 13, value, same(`省内机构 ${value.slice(7, 13)}`, `body ${value.slice(7, 13)}`)),
      part(N.year, 14, 15, value, same(`${year} 年`, String(year))),
      part(N.level, 16, 16, value, level?.name ?? same('待确认', 'to be confirmed')),
      part(N.serial, 17, 22, value, serialMeaning(value.slice(16))),
    ],
    year,
    ...(level ? { level: level.id } : {}),
    provinceCode: value.slice(5, 7),
    bodyPrefix: value.slice(0, 13),
    bodyClass,
    warnings,
  }
}

function old16<L extends string>(value: string, tables: CertificateTables<L>): CertificateNumberResult<L> {
  const findings: Finding[] = []
  const warnings: Finding[] = []
  const year = oldYear(value)
  const province = tables.oldProvinces.find((p) => p.code === value.slice(2, 4))
  const kind = OLD_BODY_KIND[value[6]!]
  const level = tables.levels.find((l) => l.digit === value[10])
  if (!kind) {
    findings.push(
      finding(
        'CERT_KIND',
        value,
        `第 7 位 ${value[6]} 不是机构识别代码（0–4）`,
        `Place 7 holds ${value[6]}; kinds of bodies are 0 to 4`,
        ...COMPARE,
      ),
    )
  }
  if (!level) findings.push(levelFinding(value, 11, value[10]!, tables))
  serialIn(value, 12, 16, findings)
  if (value.startsWith('000')) {
    // A Shanghai number padded to 16 looks like the year 2000 in the provinces 01 to 09. The national reading wins only when
    // it holds in every place.
    if (findings.length > 0 || !province) return shanghai(value.slice(3), tables)
    warnings.push(
      confirm(
        finding(
          'CERT_PADDED',
          value,
          `编号以 000 开头：可能是 2000 年${province.name}的证书，也可能是补了 000 的上海 13 位编号`,
          'The number begins with 000: either the year 2000, or a 13-digit Shanghai number that was padded',
          '请看证书上的发证日期和发证机关',
          'Look at the date and the authority on the certificate',
        ),
      ),
    )
  }
  if (!province) {
    // The list of industry departments is known only in part, so an unknown code is a question.
    warnings.push(
      confirm(
        finding(
          'CERT_PROVINCE',
          value,
          `第 3–4 位 ${value.slice(2, 4)} 不在旧省市（行业）代码表中`,
          `Places 3 and 4, ${value.slice(2, 4)}, are not in the old table of provinces and industries`,
          '多为行业部门的代码，请按证书上的发证机关核对',
          'Perhaps an industry department; compare it with the authority on the certificate',
        ),
      ),
    )
  }
  if (findings.length > 0) return { ok: false, findings }
  const meaning: Text = province
    ? province.certainty === 'confirmed'
      ? same(province.name)
      : { zh: `${province.name}（旧表，待确认）`, en: `${province.name} (old table, to be confirmed)` }
    : same('待确认', 'to be confirmed')
  return {
    ok: true,
    scheme: 'qualification',
    value,
    parts: [
      part(N.year, 1, 2, value, same(`${year} 年`, String(year))),
      part(N.oldProvince, 3, 4, value, meaning),
      part(N.city, 5, 6, value, same(`省内地市 ${value.slice(4, 6)}`, `prefecture ${value.slice(4, 6)}`)),
      part(N.oldKind, 7, 7, value, kind!),
      part(N.serialOfBody, 8, 10, value, same(`机构 ${value.slice(7, 10)}`, `body ${value.slice(7, 10)}`)),
      part(N.level, 11, 11, value, level!.name),
      part(N.serial, 12, 16, value, serialMeaning(value.slice(11))),
    ],
    year,
    level: level!.id,
    ...(province?.gbProvince ? { provinceCode: province.gbProvince } : {}),
    bodyPrefix: value.slice(2, 10),
    warnings,
  }
}

/**
 * The national 16-digit certificate dates from 1994 (劳部发〔1994〕98号) and went out of use after 2020, so two digits from 90 are
 * the nineties.
 */
function oldYear(value: string): number {
  const yy = Number(value.slice(0, 2))
  return yy >= 90 ? 1900 + yy : 2000 + yy
}

/** 13 digits; the inner structure is Shanghai's own and not read. The query form has 000 in front. */
function shanghai<L extends string>(thirteen: string, tables: CertificateTables<L>): CertificateNumberResult<L> {
  const value = `000${thirteen}`
  const name = tables.provinces.find((p) => p.code === '31')?.name ?? '上海市'
  return {
    ok: true,
    scheme: 'qualification-shanghai',
    value,
    parts: [
      part(N.padding, 1, 3, value, same('查询时在 13 位编号前补 000', 'put in front of the 13 digits for queries')),
      part(N.shanghai, 4, 16, value, same(`${name}旧证编号`, 'old certificate of Shanghai')),
    ],
    provinceCode: '31',
    warnings: [
      confirm(
        finding(
          'CERT_SHANGHAI',
          value,
          '按上海 13 位旧证编号理解，年份和等级不能从编号读出',
          'Read as an old 13-digit number of Shanghai; year and level cannot be read from it',
          '请核对发证机关是否在上海，并按证书填写等级',
          'See that the authority is in Shanghai, and take the level from the certificate',
        ),
      ),
    ],
  }
}

function pilot20<L extends string>(
  value: string,
  points: string[],
  tables: CertificateTables<L>,
): CertificateNumberResult<L> {
  const findings = shape(value, points, 20, new Set([0, 1, 2]))
  const tier = TIER[points[1] ?? '']
  const kind = points[2] === 'N' || points[2] === 'W' ? BODY_CLASS[points[2]] : undefined
  if (!tier) {
    findings.push(
      finding(
        'CERT_TIER',
        value,
        `第 2 位“${points[1] ?? ''}”应为 G、S、C、X 之一`,
        `Place 2 must be G, S, C or X, not “${points[1] ?? ''}”`,
        ...COMPARE,
      ),
    )
  }
  if (!kind) {
    findings.push(
      finding(
        'CERT_KIND',
        value,
        `第 3 位“${points[2] ?? ''}”应为 N 或 W`,
        `Place 3 must be N or W, not “${points[2] ?? ''}”`,
        ...COMPARE,
      ),
    )
  }
  if (findings.length > 0) return { ok: false, findings }
  const province = provinceIn(value, value.slice(3, 5), 4, tables, findings)
  const year = 2000 + Number(value.slice(12, 14))
  const level = tables.levels.find((l) => l.digit === value[14])
  if (!level) findings.push(levelFinding(value, 15, value[14]!, tables))
  serialIn(value, 16, 20, findings)
  if (findings.length > 0) return { ok: false, findings }
  const division = value.slice(3, 9)
  return {
    ok: true,
    scheme: 'pilot',
    value,
    parts: [
      part(N.scheme, 1, 1, value, same('试点期编号（2018–2019）', 'number of the trial years 2018–2019')),
      part(N.tier, 2, 2, value, tier!),
      part(N.bodyClass, 3, 3, value, kind!),
      part(N.division, 4, 9, value, { zh: `${province.zh}，${division}`, en: `${province.en}, ${division}` }),
      part(N.serialOfBody, 10, 12, value, same(`机构 ${value.slice(9, 12)}`, `body ${value.slice(9, 12)}`)),
      part(N.year, 13, 14, value, same(`${year} 年`, String(year))),
      part(N.level, 15, 15, value, level!.name),
      part(N.serial, 16, 20, value, serialMeaning(value.slice(15))),
    ],
    year,
    level: level!.id,
    provinceCode: value.slice(3, 5),
    bodyPrefix: value.slice(0, 12),
    bodyClass: points[2] === 'N' ? 'employer' : 'social',
    warnings: [],
  }
}

function provinceIn<L extends string>(
  value: string,
  code: string,
  from: number,
  tables: CertificateTables<L>,
  findings: Finding[],
): Text {
  const province = tables.provinces.find((p) => p.code === code)
  if (!province) {
    const old = tables.oldProvinces.find((p) => p.code === code)
    findings.push(
      finding(
        'CERT_PROVINCE',
        value,
        `第 ${from}–${from + 1} 位 ${code} 不是省级行政区划代码`,
        `Places ${from} and ${from + 1}, ${code}, are not the code of a province`,
        old?.gbProvince
          ? `${code} 在旧表里是${old.name}，这里应写 ${old.gbProvince}；请对照证书核对`
          : '请对照证书核对，例如山西为 14',
        'Compare it with the certificate; Shanxi is 14',
      ),
    )
  }
  return same(province?.name ?? '')
}

function levelFinding<L extends string>(
  value: string,
  place: number,
  mark: string,
  tables: CertificateTables<L>,
): Finding {
  const known = tables.levels.flatMap((l) => (l.digit ? [`${l.digit} ${l.name.zh}`] : []))
  return finding(
    'CERT_LEVEL',
    value,
    `第 ${place} 位 ${mark} 不是等级代码（${known.join('、')}）`,
    `Place ${place} holds ${mark}, which is no level (1 to 5)`,
    ...COMPARE,
  )
}

function serialIn(value: string, from: number, to: number, findings: Finding[]): void {
  if (!/^0+$/.test(value.slice(from - 1, to))) return
  findings.push(
    finding(
      'CERT_SERIAL',
      value,
      `第 ${from}–${to} 位证书序列码全是 0，应从 1 开始`,
      `The serial in places ${from} to ${to} is all zeros; serials begin at 1`,
      '可能是 Excel 把末几位改成了 0，请对照证书核对',
      'Perhaps a spreadsheet wrote the zeros; compare it with the certificate',
    ),
  )
}

const serialMeaning = (digits: string): Text => same(`第 ${Number(digits)} 本`, `number ${Number(digits)}`)

/** One line per part: 「第 6–7 位 14：省级代码，山西省」. */
export function explainCertificateNumber(parsed: CertificateNumber<string>): Text[] {
  return parsed.parts.map((p) => {
    const single = p.from === p.to
    return {
      zh: `第 ${single ? p.from : `${p.from}–${p.to}`} 位 ${p.text}：${p.name.zh}，${p.meaning.zh}`,
      en: `${single ? `Place ${p.from}` : `Places ${p.from}–${p.to}`}, ${p.text}: ${p.name.en}, ${p.meaning.en}`,
    }
  })
}

export type CertificateRecord<L extends string> = {
  issuedOn?: PlainDate
  level?: L
  bodyKind?: 'employer' | 'social' | 'school'
  /** As registered for the body; compared with as many characters as both have. */
  bodyPrefix?: string
}

/** One finding for each place in which the number and the record of the certificate contradict each other. */
export function checkAgainst<L extends string>(
  parsed: CertificateNumber<L>,
  record: CertificateRecord<L>,
  levels: CertificateTables<L>['levels'],
): Finding[] {
  const findings: Finding[] = []
  const nameOf = (id: L): Text => levels.find((l) => l.id === id)?.name ?? same(id)
  const place = (name: Text): string => {
    const p = parsed.parts.find((x) => x.name === name)
    return p === undefined ? '' : p.from === p.to ? `第 ${p.from} 位` : `第 ${p.from}–${p.to} 位`
  }
  const { value } = parsed
  if (parsed.year !== undefined && record.issuedOn !== undefined && parsed.year !== yearOf(record.issuedOn)) {
    findings.push({
      ...finding(
        'CERT_YEAR_DIFFERS',
        value,
        `编号${place(N.year)}表示 ${parsed.year} 年，发证日期却是 ${record.issuedOn}`,
        `The number says ${parsed.year}, the date of issue is ${record.issuedOn}`,
        '请核对编号中的年份和发证日期；跨年制证的请附发证机构说明',
        'Check the year in the number and the date; if it was printed over the turn of the year, add a word of the body',
      ),
      field: 'issuedOn',
    })
  }
  if (parsed.level !== undefined && record.level !== undefined && parsed.level !== record.level) {
    const [inNumber, inRecord] = [nameOf(parsed.level), nameOf(record.level)]
    findings.push({
      ...finding(
        'CERT_LEVEL_DIFFERS',
        value,
        `编号${place(N.level)}表示${inNumber.zh}，登记的等级却是${inRecord.zh}`,
        `The number says ${inNumber.en}, the record ${inRecord.en}`,
        '请核对等级；数字越小等级越高（1 为高级技师，5 为初级工）',
        'Check the level; the smaller the digit the higher (1 senior technician, 5 junior worker)',
      ),
      field: 'level',
    })
  }
  // Technical colleges evaluate their students as S and their staff as Y, so a school contradicts neither.
  if (
    parsed.bodyClass !== undefined &&
    record.bodyKind !== undefined &&
    record.bodyKind !== 'school' &&
    parsed.bodyClass !== record.bodyKind
  ) {
    const p = parsed.parts.find((x) => x.name === N.bodyClass)!
    findings.push({
      ...finding(
        'CERT_BODY_KIND_DIFFERS',
        value,
        `编号第 ${p.from} 位 ${p.text} 表示${p.meaning.zh}，发证机构登记为${record.bodyKind === 'employer' ? '用人单位' : '社会培训评价组织'}`,
        `The number says ${p.meaning.en}, the body is registered as ${record.bodyKind === 'employer' ? 'employer' : 'social evaluation organisation'}`,
        '请核对编号和发证机构',
        'Check the number and the body',
      ),
      field: 'body',
    })
  }
  if (parsed.bodyPrefix !== undefined && record.bodyPrefix !== undefined) {
    const registered = cleanCertificateNumber(record.bodyPrefix)
    const length = Math.min(registered.length, parsed.bodyPrefix.length)
    if (length > 0 && registered.slice(0, length) !== parsed.bodyPrefix.slice(0, length)) {
      findings.push({
        ...finding(
          'CERT_BODY_DIFFERS',
          value,
          `编号中的机构码是 ${parsed.bodyPrefix}，发证机构备案的是 ${registered}`,
          `The number carries ${parsed.bodyPrefix}, the body is registered as ${registered}`,
          '请核对是否选错了发证机构，或编号录错',
          'Perhaps another body was chosen, or the number is mistyped',
        ),
        field: 'body',
      })
    }
  }
  return findings
}

export type OldBodyCodeResult =
  | { ok: true; value: string; parts: NumberPart[]; provinceCode?: string; warnings: Finding[] }
  | { ok: false; findings: Finding[] }

/** 8-digit code of a testing body in the days of the 16-digit numbers: old province, prefecture, kind, serial. */
export function parseOldBodyCode<L extends string>(text: string, tables: CertificateTables<L>): OldBodyCodeResult {
  const value = cleanCertificateNumber(text)
  const kind = OLD_BODY_KIND[value[4] ?? '']
  if (!/^\d{8}$/.test(value) || !kind) {
    return {
      ok: false,
      findings: [
        /^\d{8}$/.test(value)
          ? finding(
              'CERT_KIND',
              value,
              `第 5 位 ${value[4]} 不是机构识别代码（0–4）`,
              `Place 5 holds ${value[4]}; kinds of bodies are 0 to 4`,
              ...COMPARE,
            )
          : finding(
              'BODY_CODE_FORM',
              value,
              '鉴定机构代码应为 8 位数字',
              'The code of a testing body has 8 digits',
              '请对照许可证核对',
              'Compare it with the licence',
            ),
      ],
    }
  }
  const province = tables.oldProvinces.find((p) => p.code === value.slice(0, 2))
  return {
    ok: true,
    value,
    parts: [
      part(N.oldProvince, 1, 2, value, province ? same(province.name) : same('待确认', 'to be confirmed')),
      part(N.city, 3, 4, value, same(`省内地市 ${value.slice(2, 4)}`, `prefecture ${value.slice(2, 4)}`)),
      part(N.oldKind, 5, 5, value, kind),
      part(N.serialOfBody, 6, 8, value, same(`机构 ${value.slice(5)}`, `body ${value.slice(5)}`)),
    ],
    ...(province?.gbProvince ? { provinceCode: province.gbProvince } : {}),
    warnings: province
      ? []
      : [
          confirm(
            finding(
              'CERT_PROVINCE',
              value,
              `第 1–2 位 ${value.slice(0, 2)} 不在旧省市（行业）代码表中`,
              `Places 1 and 2, ${value.slice(0, 2)}, are not in the old table`,
              '多为行业部门的代码，请按许可证核对',
              'Perhaps an industry department; compare it with the licence',
            ),
          ),
        ],
  }
}

/** A number of 22 places from its parts: the body's prefix, the year, place 16, the serial. */
export const certificateNumberOf = (prefix: string, year: number, letter: string, serial: number): string =>
  `${prefix}${String(year).slice(-2)}${letter}${String(serial).padStart(6, '0')}`
