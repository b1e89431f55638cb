import type { Finding } from '../../kernel/values/finding.ts'
import type { Text } from '../../kernel/values/text.ts'

/**
 * Unified social credit code, GB 32100-2015 《法人和其他组织统一社会信用代码编码规则》: registering authority (1), kind of body
 * (1), division of the registering office (6), organisation code (9, with its own check by GB 11714-1997), check (1).
 */
export type CreditCode = string & { readonly creditCode: unique symbol }

export type CreditCodeResult =
  | {
      ok: true
      value: CreditCode
      /** Who registered it, and as what: 工商，企业. Unknown pairs are named as such and confirmed. */
      authority: Text
      kind: Text
      divisionCode: string
      organisationCode: string
      warnings: Finding[]
    }
  | { ok: false; findings: Finding[] }

export type CreditCodeOptions = {
  /** As for identity numbers: `false` means the table was asked and has never seen the code. Only warns. */
  divisionEver?(code: string): boolean | undefined
}

// GB 32100-2015 §4.2 table 2: digits and capital letters without I, O, S, V, Z.
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
// §4.2: 3^(i-1) mod 31.
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const
// GB 11714-1997 §3.3.
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const

/** GB 32100-2015 table 1 with its amendments: first and second character. The structure of the standard, not a list of the office. */
const AUTHORITIES: Readonly<Record<string, { name: Text; kinds: Readonly<Record<string, Text>> }>> = {
  '1': authority('机构编制', 'Establishment office', {
    '1': '机关|State organ',
    '2': '事业单位|Public institution',
    '3': '群众团体|Mass organisation',
    '9': '其他|Other',
  }),
  '2': authority('外交', 'Foreign affairs', { '1': '外国常驻新闻机构|Foreign news bureau', '9': '其他|Other' }),
  '3': authority('司法行政', 'Justice', {
    '1': '律师执业机构|Law firm',
    '2': '公证处|Notary office',
    '3': '基层法律服务所|Legal service office',
    '4': '司法鉴定机构|Forensic body',
    '5': '仲裁委员会|Arbitration commission',
    '9': '其他|Other',
  }),
  '4': authority('文化', 'Culture', { '1': '外国在华文化中心|Foreign cultural centre', '9': '其他|Other' }),
  '5': authority('民政', 'Civil affairs', {
    '1': '社会团体|Association',
    '2': '民办非企业单位|Private non-enterprise body',
    '3': '基金会|Foundation',
    '9': '其他|Other',
  }),
  '6': authority('旅游', 'Tourism', {
    '1': '外国旅游部门常驻代表机构|Foreign tourism office',
    '2': '港澳台地区旅游部门常驻代表机构|Hong Kong, Macao or Taiwan tourism office',
    '9': '其他|Other',
  }),
  '7': authority('宗教', 'Religious affairs', {
    '1': '宗教活动场所|Place of worship',
    '2': '宗教院校|Religious school',
    '9': '其他|Other',
  }),
  '8': authority('工会', 'Trade unions', { '1': '基层工会|Local union', '9': '其他|Other' }),
  '9': authority('工商', 'Market supervision', {
    '1': '企业|Enterprise',
    '2': '个体工商户|Sole trader',
    '3': '农民专业合作社|Farmers’ cooperative',
  }),
  A: authority('军委改革和编制办公室', 'Military establishment office', {
    '1': '军队事业单位|Military institution',
    '9': '其他|Other',
  }),
  N: authority('农业', 'Agriculture', {
    '1': '组级集体经济组织|Collective of a villagers’ group',
    '2': '村级集体经济组织|Village collective',
    '3': '乡镇级集体经济组织|Township collective',
    '9': '其他|Other',
  }),
  Y: authority('其他', 'Other', { '1': '其他|Other' }),
}

function authority(zh: string, en: string, kinds: Record<string, string>) {
  return {
    name: { zh, en },
    kinds: Object.fromEntries(
      Object.entries(kinds).map(([k, v]) => {
        const bar = v.indexOf('|')
        return [k, { zh: v.slice(0, bar), en: v.slice(bar + 1) }]
      }),
    ),
  }
}

/** Full-width forms, blanks, dashes, quotation marks and small letters are put right. Never exchanges one letter for another. */
export function cleanCreditCode(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g, '')
    .replace(/^['‘’`"“”]+|['‘’`"“”]+$/g, '')
    .replace(/(?<=[0-9A-Za-z])[-‐‑‒–—−](?=[0-9A-Za-z])/g, '')
    .replace(/[a-z]+/g, (m) => m.toUpperCase())
}

/** §4.2. The caller vouches that the 17 characters are of the alphabet. */
export function creditCheckCharacter(first17: string): string {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += ALPHABET.indexOf(first17[i]!) * WEIGHTS[i]!
  return ALPHABET[(31 - (sum % 31)) % 31]!
}

/** GB 11714-1997: letters count A = 10 … Z = 35; remainder 10 is written X. */
export function organisationCheckCharacter(first8: string): string {
  let sum = 0
  for (let i = 0; i < 8; i++) sum += Number.parseInt(first8[i]!, 36) * ORGANISATION_WEIGHTS[i]!
  const c = 11 - (sum % 11)
  return c === 10 ? 'X' : c === 11 ? '0' : String(c)
}

const LOOK_ALIKE: Readonly<Record<string, string>> = { I: '1', O: '0', S: '5', Z: '2', V: 'U' }

export function checkCreditCode(text: string, options: CreditCodeOptions = {}): CreditCodeResult {
  const given = cleanCreditCode(text)
  const findings: Finding[] = []
  const warnings: Finding[] = []
  const make = (code: string, zh: string, en: string, hintZh: string, hintEn: string): Finding => ({
    code,
    given,
    message: { zh, en },
    hint: { zh: hintZh, en: hintEn },
  })
  if (given === '') {
    return {
      ok: false,
      findings: [
        make(
          'USCC_EMPTY',
          '没有填写统一社会信用代码',
          'The credit code is missing',
          '请填写营业执照或登记证书上的 18 位代码',
          'Give the 18 characters of the licence or certificate of registration',
        ),
      ],
    }
  }
  if (/^\d+(\.\d*)?E[+-]?\d+$/.test(given) || /^\d+\.\d+$/.test(given)) {
    return {
      ok: false,
      findings: [
        make(
          'USCC_SCI',
          `统一社会信用代码被 Excel 变成了 ${given}，后几位已丢失，无法恢复`,
          `The spreadsheet turned the credit code into ${given}; its last digits are lost`,
          '请把该列设为“文本”后重新填写',
          'Set the column to “Text” and type the code again',
        ),
      ],
    }
  }
  const points = Array.from(given)
  if (points.length !== 18) {
    const organisation = points.length === 9
    findings.push(
      make(
        'USCC_LEN',
        `统一社会信用代码${points.length < 18 ? '只有' : '有'} ${points.length} 位，应为 18 位`,
        `The credit code has ${points.length} characters; it must have 18`,
        organisation
          ? '这像是 9 位组织机构代码，请填写新执照上的 18 位代码'
          : points.length === 15
            ? '这像是 15 位旧注册号，请填写新执照上的 18 位代码'
            : '请对照执照逐位核对',
        organisation
          ? 'This looks like the 9-character organisation code; give the 18 of the new licence'
          : 'Compare it with the licence, character by character',
      ),
    )
  }
  const strange = [...new Set(points.filter((c) => !ALPHABET.includes(c)))]
  if (strange.length > 0) {
    const alike = strange.filter((c) => c in LOOK_ALIKE)
    const swaps = alike.map((c) => `${c} → ${LOOK_ALIKE[c]}`).join('，')
    findings.push(
      make(
        'USCC_CHARS',
        `统一社会信用代码中有不使用的字符：${strange.slice(0, 5).join(' ')}`,
        `The credit code has characters it never uses: ${strange.slice(0, 5).join(' ')}`,
        alike.length > 0
          ? `代码不使用 I、O、S、V、Z，请核对是否为形近的 ${swaps}`
          : '代码只有数字和大写字母（不含 I、O、S、V、Z）',
        alike.length > 0
          ? `I, O, S, V and Z are never used; perhaps ${swaps}`
          : 'Only digits and capital letters without I, O, S, V, Z',
      ),
    )
  }
  // Positions mean something only in a whole code; a division of letters is told even when another place is wrong.
  if (points.length !== 18) return { ok: false, findings }
  const division = points.slice(2, 8).join('')
  if (!/^\d{6}$/.test(division)) {
    findings.push(
      make(
        'USCC_DIVISION',
        `第 3–8 位 ${division} 应为 6 位数字的行政区划代码`,
        `Characters 3 to 8, ${division}, must be the six digits of a division`,
        '请核对第 3–8 位，字母 O 请改为数字 0',
        'Check characters 3 to 8; write 0 for the letter O',
      ),
    )
  }
  if (strange.length > 0) return { ok: false, findings }

  const organisation = points.slice(8, 17).join('')
  const expectedOrganisation = organisationCheckCharacter(organisation.slice(0, 8))
  if (organisation[8] !== expectedOrganisation) {
    findings.push(
      make(
        'USCC_ORG_CHECK',
        `第 17 位不正确：为 ${organisation[8]}，按第 9–16 位计算应为 ${expectedOrganisation}`,
        `Character 17 is ${organisation[8]}; characters 9 to 16 call for ${expectedOrganisation}`,
        '请核对第 9–17 位是否录错一位',
        'Check characters 9 to 17',
      ),
    )
  }
  const expected = creditCheckCharacter(given.slice(0, 17))
  if (given[17] !== expected) {
    findings.push(
      make(
        'USCC_CHECK',
        `统一社会信用代码校验位不正确：末位是 ${given[17]}，按前 17 位计算应为 ${expected}`,
        `The check character is wrong: the code ends in ${given[17]}; its first 17 characters call for ${expected}`,
        '请核对是否录错一位，或相邻两位写反',
        'Check for one mistyped character or two neighbours changed over',
      ),
    )
  }
  if (findings.length > 0) return { ok: false, findings }

  const who = AUTHORITIES[given[0]!]
  const what = who?.kinds[given[1]!]
  if (!who || !what) {
    // The table grows by amendment; an unknown pair with right checks is a question, not a fault.
    warnings.push({
      ...make(
        'USCC_KIND',
        `前两位 ${given.slice(0, 2)} 不在机构类别表中`,
        `The first two characters, ${given.slice(0, 2)}, are in no list of kinds`,
        '请与执照核对；执照上确实如此的，可以继续办理',
        'Compare them with the licence; if it says so, go on',
      ),
      severity: 'confirm',
    })
  }
  // 100000 stands for the whole country: bodies registered at the centre.
  if (division !== '100000' && options.divisionEver?.(division) === false) {
    warnings.push({
      ...make(
        'USCC_DIVISION',
        `第 3–8 位 ${division} 不在历年行政区划代码表中`,
        `Characters 3 to 8, ${division}, are in no list of division codes`,
        '请与执照核对；执照上确实如此的（例如开发区登记机关），可以继续办理',
        'Compare them with the licence; if it says so (the office of a development zone, say), go on',
      ),
      severity: 'confirm',
    })
  }
  const unknown: Text = { zh: '未知', en: 'Not known' }
  return {
    ok: true,
    value: given as CreditCode,
    authority: who?.name ?? unknown,
    kind: what ?? unknown,
    divisionCode: division,
    organisationCode: organisation,
    warnings,
  }
}
