import type { Finding } from '../../../kernel/values/finding.ts'
import { type NominalDay, nominalDay } from '../../../kernel/values/nominal-day.ts'
import { isPlainDate, type PlainDate } from '../../../kernel/values/plain-date.ts'
import { LEVELS, type LevelId, levelFromText, parseOccupationCode } from '../../catalogue/index.ts'
import { CERTIFICATE_KINDS, COUNTED_KINDS } from '../../credentials/index.ts'
import { DECLARATIONS, findWord, SCHOOL_KINDS, SCHOOL_STATUSES, TITLE_GRADES, type Word } from '../words.ts'

/** What is known of one person, whatever the occupation. Days are nominal days; `Infinity` is “still” or “never”. */
export type Facts = {
  birth: NominalDay
  employment: { occupation: string; from: NominalDay; to: NominalDay; source: string }[]
  /** Kinds that carry a level only. */
  certificates: { occupation: string; rank: number; issued: NominalDay; revoked: NominalDay; source: string }[]
  /** `occupation` where somebody says it himself; else the name of the title decides. */
  titles: { grade: number; occupation: string | null; name: string | null; obtained: NominalDay; source: string }[]
  education: { kind: string; status: string; major: string | null; graduated: NominalDay | null; source: string }[]
  declared: ReadonlySet<string>
}

/** Names and codes of occupations that a file may use. */
export type OccupationNames = { codeOf(text: string): string | undefined }

/** An object that claims more of these than a life can hold is a mistake or a trick. */
const ENTRIES_MAX = 500
const TEXT_MAX = 100
const GRADES = new Map(TITLE_GRADES.map((g, i) => [g.id, i]))
const LEVEL_IDS = new Set<LevelId>(LEVELS.filter((l) => l.digit !== undefined).map((l) => l.id))
/** Kinds of certificate with the short names in use. */
const KINDS: readonly Word[] = CERTIFICATE_KINDS.map((k) =>
  k.id === 'skill-level'
    ? { ...k, also: ['职业技能等级', '技能等级证书', 'skill_level'] }
    : k.id === 'qualification'
      ? { ...k, also: ['职业资格', '国家职业资格证书'] }
      : k.id === 'specific-capability'
        ? { ...k, also: ['专项职业能力', '专项能力证书', '专项职业能力考核证书'] }
        : { ...k, also: ['培训合格证书', '结业证书'] },
)

/**
 * Facts as a file or a form gives them: `{ birthDate, employment: [{ occupation, from, to }], certificates: [{ kind, occupation,
 * level, issuedOn }], titles: [{ grade, occupation, obtainedOn }], education: [{ kind, status, major, graduatedOn }], declared: [] }`.
 * `to` is the day on which the work ended; none means still. All that is wrong is said at once, each with its place in the object.
 * @param on the day of application: what is dated later cannot be evidence for it
 */
export function readFacts(
  given: unknown,
  on: PlainDate,
  names: OccupationNames,
): { facts: Facts } | { findings: Finding[] } {
  const findings: Finding[] = []
  const wrong = (
    code: string,
    field: string,
    zh: string,
    en: string,
    hintZh: string,
    hintEn: string,
    value?: unknown,
  ) => {
    findings.push({
      code,
      field,
      message: { zh, en },
      hint: { zh: hintZh, en: hintEn },
      ...(value === undefined || value === null
        ? {}
        : { given: (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, TEXT_MAX) }),
    })
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    wrong(
      'FACTS_FORM',
      '',
      '每个人应是一个对象',
      'the facts of a person are one object',
      '形如 {"birthDate": "1990-01-01", …}',
      'like {"birthDate": "1990-01-01", …}',
    )
    return { findings }
  }
  const object = given as { [key: string]: unknown }
  for (const key of Object.keys(object))
    if (!KEYS.has(key))
      wrong(
        'FACTS_KEY',
        key,
        `不认识的项目 ${key}`,
        `unknown key ${key}`,
        `可用：${[...KEYS].join('、')}`,
        `known: ${[...KEYS].join(', ')}`,
      )

  const day = (value: unknown, field: string, need: boolean): PlainDate | null => {
    if (value === undefined || value === null || value === '') {
      if (need)
        wrong(
          'FACTS_MISSING',
          field,
          `缺少日期 ${field}`,
          `${field} is missing`,
          '请填写，格式为 2020-03-01',
          'give it as 2020-03-01',
        )
      return null
    }
    if (isPlainDate(value)) return value
    wrong(
      'FACTS_DATE',
      field,
      `${field} 不是存在的日期`,
      `${field} is not a day that exists`,
      '格式为 2020-03-01',
      'write it as 2020-03-01',
      value,
    )
    return null
  }
  const list = (key: string): { entry: { [k: string]: unknown }; field: string }[] => {
    const value = object[key]
    if (value === undefined || value === null) return []
    if (!Array.isArray(value)) {
      wrong(
        'FACTS_LIST',
        key,
        `${key} 应是列表`,
        `${key} is a list`,
        '没有时写 []',
        'write [] when there is none',
        value,
      )
      return []
    }
    if (value.length > ENTRIES_MAX) {
      wrong(
        'FACTS_MANY',
        key,
        `${key} 超过 ${ENTRIES_MAX} 条`,
        `${key} has more than ${ENTRIES_MAX} entries`,
        '请核对',
        'check it',
      )
      return []
    }
    return value.flatMap((entry: unknown, i) => {
      const field = `${key}[${i}]`
      if (typeof entry === 'object' && entry !== null && !Array.isArray(entry)) {
        for (const k of Object.keys(entry))
          if (!ENTRY_KEYS[key]!.has(k))
            wrong(
              'FACTS_KEY',
              `${field}.${k}`,
              `不认识的项目 ${k}`,
              `unknown key ${k}`,
              `可用：${[...ENTRY_KEYS[key]!].join('、')}`,
              `known: ${[...ENTRY_KEYS[key]!].join(', ')}`,
            )
        return [{ entry: entry as { [k: string]: unknown }, field }]
      }
      wrong('FACTS_FORM', field, `${field} 应是对象`, `${field} is an object`, '写成 { … }', 'write { … }', entry)
      return []
    })
  }
  const word = (value: unknown, field: string, words: readonly Word[]): string | null => {
    const known = words.map((w) => `${w.id}（${w.label.zh}）`).join('、')
    if (value === undefined || value === null || value === '') {
      wrong(
        'FACTS_MISSING',
        field,
        `缺少 ${field}`,
        `${field} is missing`,
        `可填：${known}`,
        `one of ${words.map((w) => w.id).join(', ')}`,
      )
      return null
    }
    const found = typeof value === 'string' ? findWord(words, value) : undefined
    if (!found)
      wrong(
        'FACTS_WORD',
        field,
        `${field} 的写法不认识`,
        `${field} is not a known word`,
        `可填：${known}`,
        `one of ${words.map((w) => w.id).join(', ')}`,
        value,
      )
    return found?.id ?? null
  }
  const occupation = (value: unknown, field: string): string | null => {
    if (typeof value !== 'string' || value.trim() === '') {
      wrong(
        'FACTS_MISSING',
        field,
        `缺少职业 ${field}`,
        `${field} is missing`,
        '填职业编码，例如 6-18-02-04',
        'give the code of the occupation, such as 6-18-02-04',
        value,
      )
      return null
    }
    const code = names.codeOf(value)
    if (code) return code
    const parsed = parseOccupationCode(value)
    if (parsed.ok && parsed.depth === FULL_DEPTH) return parsed.code
    const f = parsed.ok ? undefined : parsed.findings[0]
    wrong(
      'FACTS_OCCUPATION',
      field,
      f?.message.zh ?? `${value} 不是职业（细类）编码`,
      f?.message.en ?? `${value} is a class of occupations, not an occupation`,
      f?.hint.zh ?? '请填到细类，例如 6-18-02-04',
      f?.hint.en ?? 'go down to the occupation, such as 6-18-02-04',
      value,
    )
    return null
  }
  const notLater = (d: PlainDate | null, field: string, zh: string, en: string) => {
    if (d !== null && d > on)
      wrong(
        'FACTS_LATER',
        field,
        `${zh} ${d} 晚于申报日期 ${on}`,
        `${en} ${d} is later than the application on ${on}`,
        '申报日之后的材料不能作为依据；请核对日期，或改问之后的日期',
        'Evidence has to be there on the day of application; check it, or ask for a later day',
        d,
      )
  }

  const birth = day(object['birthDate'], 'birthDate', true)
  if (birth !== null && birth > on)
    wrong(
      'FACTS_BIRTH',
      'birthDate',
      `出生日期 ${birth} 晚于申报日期 ${on}`,
      `born on ${birth}, after the application on ${on}`,
      '请核对',
      'check it',
      birth,
    )
  const born = (d: PlainDate | null, field: string) => {
    if (birth !== null && d !== null && d < birth)
      wrong(
        'FACTS_BEFORE_BIRTH',
        field,
        `${field} ${d} 早于出生日期 ${birth}`,
        `${field} ${d} is earlier than birth on ${birth}`,
        '两个日期必有一个有误，请核对',
        'one of the two is wrong; check them',
        d,
      )
  }

  const employment: Facts['employment'] = []
  for (const { entry, field } of list('employment')) {
    const code = occupation(entry['occupation'], `${field}.occupation`)
    const from = day(entry['from'], `${field}.from`, true)
    const to = day(entry['to'], `${field}.to`, false)
    born(from, `${field}.from`)
    if (from !== null && to !== null && to < from)
      wrong(
        'FACTS_ORDER',
        `${field}.to`,
        `结束日期 ${to} 早于开始日期 ${from}`,
        `ends on ${to}, before it begins on ${from}`,
        '请核对；仍在职的不填 to',
        'check it; leave `to` out when the work goes on',
        to,
      )
    if (code && from)
      employment.push({
        occupation: code,
        from: nominalDay(from),
        to: to ? nominalDay(to) : Number.POSITIVE_INFINITY,
        source: 'stated',
      })
  }
  const certificates: Facts['certificates'] = []
  for (const { entry, field } of list('certificates')) {
    const kind = word(entry['kind'], `${field}.kind`, KINDS)
    const issued = day(entry['issuedOn'], `${field}.issuedOn`, true)
    born(issued, `${field}.issuedOn`)
    notLater(issued, `${field}.issuedOn`, '发证日期', 'issued on')
    const counts = kind === null || COUNTED_KINDS.has(kind)
    const code = occupation(entry['occupation'], `${field}.occupation`)
    const text = entry['level']
    if (counts) {
      const level = typeof text === 'string' || typeof text === 'number' ? levelFromText(String(text)) : undefined
      if (!level || !LEVEL_IDS.has(level.id))
        wrong(
          'FACTS_LEVEL',
          `${field}.level`,
          `${field}.level 不是五级到一级`,
          `${field}.level is none of 5 … 1`,
          '按证书填 5、4、3、2、1，或 高级工 等名称',
          'as printed on the certificate: 5, 4, 3, 2 or 1',
          text,
        )
      else if (kind && code && issued)
        certificates.push({
          occupation: code,
          rank: level.rank,
          issued: nominalDay(issued),
          revoked: Number.POSITIVE_INFINITY,
          source: 'stated',
        })
    }
  }
  const titles: Facts['titles'] = []
  for (const { entry, field } of list('titles')) {
    const grade = word(entry['grade'], `${field}.grade`, TITLE_GRADES)
    const obtained = day(entry['obtainedOn'], `${field}.obtainedOn`, true)
    const code = occupation(entry['occupation'], `${field}.occupation`)
    born(obtained, `${field}.obtainedOn`)
    notLater(obtained, `${field}.obtainedOn`, '职称取得日期', 'title obtained on')
    if (grade && obtained && code)
      titles.push({
        grade: GRADES.get(grade)!,
        occupation: code,
        name: null,
        obtained: nominalDay(obtained),
        source: 'stated',
      })
  }
  const education: Facts['education'] = []
  for (const { entry, field } of list('education')) {
    const kind = word(entry['kind'], `${field}.kind`, SCHOOL_KINDS)
    const status = word(entry['status'], `${field}.status`, SCHOOL_STATUSES)
    const graduated = day(entry['graduatedOn'], `${field}.graduatedOn`, false)
    const major = entry['major']
    born(graduated, `${field}.graduatedOn`)
    if (status === 'graduated') notLater(graduated, `${field}.graduatedOn`, '毕业日期', 'graduated on')
    if (status !== null && status !== 'graduated' && status !== 'left' && graduated !== null && graduated < on)
      wrong(
        'FACTS_CONTRADICTION',
        `${field}.status`,
        `填为在读，但毕业日期 ${graduated} 已过`,
        `said to be at school, but graduated on ${graduated}`,
        '已毕业的请把 status 填为 graduated',
        'say graduated, or correct the day',
        entry['status'],
      )
    if (major !== undefined && major !== null && (typeof major !== 'string' || major.length > TEXT_MAX))
      wrong(
        'FACTS_MAJOR',
        `${field}.major`,
        '专业应是文字',
        'the subject of study is a text',
        '填专业名称，或 本专业、相关专业',
        'its name, or same / related',
        major,
      )
    if (kind && status)
      education.push({
        kind,
        status,
        major: typeof major === 'string' ? major.trim() : null,
        graduated: graduated ? nominalDay(graduated) : null,
        source: 'stated',
      })
  }
  const declared = new Set<string>()
  const said = object['declared']
  if (said !== undefined && said !== null) {
    if (!Array.isArray(said) || said.length > DECLARATIONS.length)
      wrong(
        'FACTS_LIST',
        'declared',
        'declared 应是列表',
        'declared is a list',
        '没有时不写',
        'leave it out when there is none',
        said,
      )
    else
      for (const [i, s] of said.entries()) {
        const id = word(s, `declared[${i}]`, DECLARATIONS)
        if (id) declared.add(id)
      }
  }
  if (findings.length || birth === null) return { findings }
  return { facts: { birth: nominalDay(birth), employment, certificates, titles, education, declared } }
}

/** A misspelt key would be a fact lost in silence; `id`, `name` and `note` are free for whoever writes the file. */
const FREE = ['id', 'name', 'note']
const KEYS: ReadonlySet<string> = new Set([
  'birthDate',
  'employment',
  'certificates',
  'titles',
  'education',
  'declared',
  ...FREE,
])
const ENTRY_KEYS: { readonly [list: string]: ReadonlySet<string> } = {
  employment: new Set(['occupation', 'from', 'to', 'employer', ...FREE]),
  certificates: new Set(['kind', 'occupation', 'level', 'issuedOn', 'number', ...FREE]),
  titles: new Set(['grade', 'occupation', 'obtainedOn', ...FREE]),
  education: new Set(['kind', 'status', 'major', 'graduatedOn', 'school', ...FREE]),
}
/** 大类, 中类, 小类, 职业. */
const FULL_DEPTH = '大中小细'.length
