import type { Check, CheckInput } from '../../../kernel/process/define.ts'
import type { Finding } from '../../../kernel/values/finding.ts'
import { addYears, isPlainDate, type PlainDate } from '../../../kernel/values/plain-date.ts'
import type { ListingPeriod } from '../periods.ts'
import { LICENCE_KINDS, LISTING_LEVELS, LISTING_ROLES, labelOf, ORGANISATION_KINDS, RETURN_REASONS } from '../words.ts'

/** What the store looks up for the checks of a listing case. */
export type ListingFacts = {
  organisation: { name: string; kind: string; county: string; closedOn: PlainDate | null } | null
  province: string
  licences: { kind: string; number: string; validFrom: PlainDate; validTo: PlainDate | null }[]
  /** Names of the occupations asked for, as far as the newest edition knows them; absent when none were asked for. */
  occupations?: { [code: string]: string }
  /** A case of the same organisation and list that is not at its end, other than this one. */
  openCase: { id: string; state: string } | null
  /** On the list (or suspended) today, by whatever case. */
  standing: 'listed' | 'suspended' | null
  removed: { on: PlainDate; reason: string | null } | null
  notice: { until: PlainDate } | null
  openObjections: number
  /** What is believed today, for corrections; in order of days. */
  periods: ListingPeriod[]
}

/** A bound on the size of one application, not of the law. */
export const OCCUPATIONS_MAX = 300

const factsOf = (i: CheckInput) => i.facts as unknown as ListingFacts
/** Fields as they would be after the act: what is given now counts before what stands in the case. */
const field = (i: CheckInput, key: string): unknown => i.input[key] ?? i.case.fields[key]
const text = (v: unknown): string => (typeof v === 'string' ? v : '')
const ruleName = (i: CheckInput, key: string) => `${key}@${i.today}`

export const organisationStands: Check = {
  id: 'organisationStands',
  title: { zh: '机构存续', en: 'The organisation exists' },
  run(i) {
    const o = factsOf(i).organisation
    if (!o)
      return [
        {
          code: 'ORG_UNKNOWN',
          field: 'organisation',
          message: { zh: '没有找到这家机构', en: 'There is no such organisation' },
          hint: { zh: '请从本单位账号重新发起申请', en: 'Apply from your own account' },
        },
      ]
    if (o.closedOn === null || o.closedOn > i.today) return []
    return [
      {
        code: 'ORG_CLOSED',
        field: 'organisation',
        given: o.closedOn,
        message: { zh: `${o.name}已于${o.closedOn}注销`, en: `${o.name} was closed on ${o.closedOn}` },
        hint: {
          zh: '注销的机构不能列入名录；已并入其他机构的，由该机构申请',
          en: 'A closed organisation cannot be listed',
        },
      },
    ]
  },
}

/** 临人社函〔2023〕275号: open to qualified institutions of the whole province, and of no other. */
export const ofProvince: Check = {
  id: 'ofProvince',
  title: { zh: '本省机构', en: 'Of this province' },
  run(i) {
    const { organisation: o, province } = factsOf(i)
    if (!o || o.county.slice(0, 2) === province.slice(0, 2)) return []
    return [
      {
        code: 'ORG_PROVINCE',
        field: 'organisation',
        given: o.county,
        message: {
          zh: `${o.name}不在本省（区划代码 ${o.county}）`,
          en: `${o.name} is not of this province (${o.county})`,
        },
        hint: { zh: '名录面向全省机构；外省机构请先在本省登记设立', en: 'Set up in this province first' },
      },
    ]
  },
}

export const kindMayTakeRole: Check = {
  id: 'kindMayTakeRole',
  title: { zh: '类别相符', en: 'The kind may be on this list' },
  run(i) {
    const o = factsOf(i).organisation
    const role = text(field(i, 'role'))
    if (!o) return []
    const kinds = (i.rule('directory.kinds') as Record<string, string[]>)[role] ?? []
    if (kinds.includes(o.kind)) return []
    const names = (language: 'zh' | 'en', between: string) =>
      kinds.map((k) => labelOf(ORGANISATION_KINDS, k)[language]).join(between)
    return [
      {
        code: 'KIND_ROLE',
        field: 'role',
        given: role,
        rule: ruleName(i, 'directory.kinds'),
        message: {
          zh: `${labelOf(ORGANISATION_KINDS, o.kind).zh}不能列入${labelOf(LISTING_ROLES, role).zh}目录`,
          en: `A ${labelOf(ORGANISATION_KINDS, o.kind).en} cannot be on the list of ${labelOf(LISTING_ROLES, role).en}s`,
        },
        hint: { zh: `可以列入的类别：${names('zh', '、')}`, en: `Kinds that may: ${names('en', ', ')}` },
      },
    ]
  },
}

export const licenceValid: Check = {
  id: 'licenceValid',
  title: { zh: '许可有效', en: 'The licence is valid' },
  run(i) {
    const { organisation: o, licences } = factsOf(i)
    const given = text(field(i, 'licenceNumber')).trim()
    if (!o) return []
    const byKind =
      (i.rule('directory.licences') as Record<string, Record<string, string>>)[text(field(i, 'role'))] ?? {}
    const needed = byKind[o.kind]
    if (!needed && !given) return []
    const label = needed ? labelOf(LICENCE_KINDS, needed) : { zh: '许可证', en: 'licence' }
    const rule = ruleName(i, 'directory.licences')
    const say = (code: string, zh: string, en: string, hintZh: string, hintEn: string): Finding[] => [
      { code, field: 'licenceNumber', given, rule, message: { zh, en }, hint: { zh: hintZh, en: hintEn } },
    ]
    if (needed && !given)
      return say(
        'LICENCE_MISSING',
        `没有填写${label.zh}编号`,
        `The number of the ${label.en} is missing`,
        `请填写${label.zh}编号`,
        'Fill in its number',
      )
    const found = licences.filter((l) => l.number === given && (!needed || l.kind === needed))
    if (found.length === 0)
      return say(
        'LICENCE_UNKNOWN',
        `没有查到编号为“${given}”的${label.zh}`,
        `There is no ${label.en} “${given}” of this organisation`,
        '请核对编号；新领或换发的，请先办理“机构变更—换证”登记',
        'Check the number; register a new licence by a change of kind “renewal” first',
      )
    const valid = found.find((l) => l.validFrom <= i.today && (l.validTo === null || l.validTo >= i.today))
    if (valid) return []
    const last = found
      .map((l) => l.validTo ?? l.validFrom)
      .sort()
      .at(-1)!
    if (found.every((l) => l.validFrom > i.today))
      return say(
        'LICENCE_EARLY',
        `${label.zh}“${given}”自${found[0]!.validFrom}起生效`,
        `The ${label.en} “${given}” is valid from ${found[0]!.validFrom} on`,
        '请在生效后申请',
        'Apply once it is valid',
      )
    return say(
      'LICENCE_EXPIRED',
      `${label.zh}“${given}”已于${last}到期`,
      `The ${label.en} “${given}” expired on ${last}`,
      '请先办理“机构变更—换证”，再继续',
      'File the renewal first',
    )
  },
}

/** Classes of the dictionary that may be trained and evaluated; see the rule for what is confirmed. */
export const occupationsAllowed: Check = {
  id: 'occupationsAllowed',
  title: { zh: '职业和等级', en: 'Occupations and levels' },
  run(i) {
    const { organisation: o, occupations: names } = factsOf(i)
    const asked = field(i, 'occupations')
    const codes = Array.isArray(asked) ? (asked as string[]) : []
    const classes = i.rule('directory.occupation-classes') as string[]
    const besides = i.rule('directory.occupations-besides') as string[]
    const out: Finding[] = []
    const say = (code: string, given: string, zh: string, en: string, hintZh: string, hintEn: string) =>
      out.push({
        code,
        field: 'occupations',
        given,
        rule: ruleName(i, 'directory.occupation-classes'),
        message: { zh, en },
        hint: { zh: hintZh, en: hintEn },
      })
    if (codes.length === 0)
      say('OCC_NONE', '', '没有填写职业', 'No occupation is named', '请至少选择一个职业', 'Choose one at least')
    if (codes.length > OCCUPATIONS_MAX)
      say(
        'OCC_MANY',
        String(codes.length),
        `一次最多申报 ${OCCUPATIONS_MAX} 个职业，现为 ${codes.length} 个`,
        `At most ${OCCUPATIONS_MAX} occupations; there are ${codes.length}`,
        '请分次申报',
        'Apply in parts',
      )
    const seen = new Set<string>()
    for (const code of codes.slice(0, OCCUPATIONS_MAX)) {
      if (seen.has(code)) {
        say('OCC_TWICE', code, `职业 ${code} 填了两次`, `${code} stands twice`, '只需保留一个', 'One is enough')
        continue
      }
      seen.add(code)
      const name = names ? names[code] : code
      if (name === undefined || code.split('-').length !== 4) {
        say(
          'OCC_UNKNOWN',
          code,
          `没有编码为“${code}”的职业`,
          `There is no occupation “${code}”`,
          '请从职业分类大典中选择到职业（细类），例如 6-18-02-04 焊工',
          'Choose an occupation of four parts, such as 6-18-02-04',
        )
        continue
      }
      if (!classes.includes(code[0]!) && !besides.includes(code))
        say(
          'OCC_CLASS',
          code,
          `${name}（${code}）不在可申报的职业范围内`,
          `${name} (${code}) is outside the classes that may be applied for`,
          `可以申报大典第${classes.join('、')}大类的职业`,
          `Classes ${classes.join(', ')} may be applied for`,
        )
    }
    const level = text(field(i, 'levelHighest'))
    const own = i.rule('directory.levels-of-employers') as string[]
    if (o && o.kind !== 'employer' && own.includes(level))
      out.push({
        code: 'LEVEL_KIND',
        field: 'levelHighest',
        given: level,
        rule: ruleName(i, 'directory.levels-of-employers'),
        message: {
          zh: `${labelOf(LISTING_LEVELS, level).zh}只由用人单位设置`,
          en: `${labelOf(LISTING_LEVELS, level).en} exists with employers only`,
        },
        hint: { zh: '请选择一级及以下', en: 'Choose level 1 or below' },
      })
    return out
  },
}

export const notUnderWay: Check = {
  id: 'notUnderWay',
  title: { zh: '没有在办事项', en: 'No case under way' },
  run(i) {
    const { openCase, standing } = factsOf(i)
    const role = labelOf(LISTING_ROLES, text(field(i, 'role')))
    if (standing || openCase?.state === 'listed' || openCase?.state === 'suspended')
      return [
        {
          code: 'LISTED_ALREADY',
          field: 'role',
          message: { zh: `本机构已在${role.zh}目录内`, en: `Already on the list of ${role.en}s` },
          hint: {
            zh: '增减职业、等级的，请办理“机构变更—变更范围”',
            en: 'For other occupations or levels file a change of scope',
          },
        },
      ]
    if (!openCase) return []
    return [
      {
        code: 'UNDER_WAY',
        field: 'role',
        given: openCase.id,
        message: { zh: `本机构申请列入${role.zh}目录的事项正在办理`, en: `An application for this list is under way` },
        hint: { zh: '请在已有事项中补正或撤回', en: 'Go on with that case, or withdraw it' },
      },
    ]
  },
}

export const notCooling: Check = {
  id: 'notCooling',
  title: { zh: '限制期已满', en: 'The waiting time after a removal is over' },
  run(i) {
    const { removed } = factsOf(i)
    if (!removed) return []
    const years = (i.rule('directory.cooling.years', removed.on) as Record<string, number>)[removed.reason ?? ''] ?? 0
    const until = addYears(removed.on, years)
    if (i.today >= until) return []
    return [
      {
        code: 'COOLING',
        field: 'role',
        given: removed.on,
        rule: `directory.cooling.years@${removed.on}`,
        message: {
          zh: `本机构于${removed.on}被移出目录，${until}前不能再次申请`,
          en: `Removed on ${removed.on}; cannot apply before ${until}`,
        },
        hint: { zh: `请在${until}以后申请`, en: `Apply on ${until} or later` },
      },
    ]
  },
}

export const noticeOver: Check = {
  id: 'noticeOver',
  title: { zh: '公示期满', en: 'The public notice is over' },
  run(i) {
    const until = factsOf(i).notice?.until
    if (until && i.today > until) return []
    return [
      {
        code: 'NOTICE_RUNS',
        field: 'state',
        rule: ruleName(i, 'directory.notice.days'),
        message: { zh: `公示到${until ?? '—'}为止，尚未期满`, en: `The public notice runs until ${until ?? '—'}` },
        hint: { zh: '期满次日起可以列入目录', en: 'Can be listed from the day after' },
      },
    ]
  },
}

export const noOpenObjection: Check = {
  id: 'noOpenObjection',
  title: { zh: '异议已处理', en: 'No objection is open' },
  run(i) {
    const { openObjections } = factsOf(i)
    if (openObjections === 0) return []
    return [
      {
        code: 'OBJECTION_OPEN',
        field: 'state',
        given: String(openObjections),
        message: { zh: `还有 ${openObjections} 件异议没有处理`, en: `${openObjections} objection(s) are not settled` },
        hint: {
          zh: '请先办理“答复异议”；异议成立的，办理“不予列入”',
          en: 'Settle them first; refuse when one is upheld',
        },
      },
    ]
  },
}

/** Codes in a list are not checked by the kernel against closed vocabularies. */
export const returnReasonsKnown: Check = {
  id: 'returnReasonsKnown',
  title: { zh: '退回理由', en: 'Reasons of return' },
  run(i) {
    const given = Array.isArray(i.input['reasons']) ? (i.input['reasons'] as string[]) : []
    const known = RETURN_REASONS.map((r) => r.id)
    const unknown = given.filter((r) => !known.includes(r))
    if (given.length > 0 && unknown.length === 0) return []
    return [
      {
        code: 'RETURN_REASON',
        field: 'reasons',
        given: unknown.join(', '),
        message: given.length
          ? { zh: `没有这样的退回理由：${unknown.join('、')}`, en: `No such reason: ${unknown.join(', ')}` }
          : { zh: '没有选择退回理由', en: 'No reason is chosen' },
        hint: {
          zh: `可选：${RETURN_REASONS.map((r) => r.label.zh).join('、')}`,
          en: `Choose of: ${known.join(', ')}`,
        },
      },
    ]
  },
}

/** A late correction must leave today as it is and may not swallow a neighbour. */
export const correctionFits: Check = {
  id: 'correctionFits',
  title: { zh: '更正的期间', en: 'The corrected period' },
  run(i) {
    const { periods } = factsOf(i)
    const day = (key: string) => (isPlainDate(i.input[key]) ? i.input[key] : undefined)
    const say = (
      code: string,
      fieldName: string,
      zh: string,
      en: string,
      hintZh: string,
      hintEn: string,
    ): Finding[] => [
      {
        code,
        field: fieldName,
        given: text(i.input[fieldName]),
        message: { zh, en },
        hint: { zh: hintZh, en: hintEn },
      },
    ]
    const at = periods.findIndex((p) => p.listedFrom === i.input['period'])
    const one = periods[at]
    if (!one)
      return say(
        'PERIOD_UNKNOWN',
        'period',
        `没有自${text(i.input['period'])}起的期间`,
        'No period begins on that day',
        `现有期间自以下日期起：${periods.map((p) => p.listedFrom).join('、') || '（无）'}`,
        `Periods begin on: ${periods.map((p) => p.listedFrom).join(', ') || 'none'}`,
      )
    if (i.input['struck'] === true) {
      if (one.listedTo === null)
        return say(
          'PERIOD_OPEN',
          'struck',
          '当前期间不能注销',
          'The present period cannot be struck out',
          '请办理“恢复”或“移出”',
          'Resume or remove instead',
        )
      return []
    }
    const from = day('from')
    const to = day('to') ?? null
    if (!from)
      return say(
        'DATE_MISSING',
        'from',
        '没有填写更正后的起始日期',
        'The new first day is missing',
        '请填写日期',
        'Fill it in',
      )
    const out: Finding[] = []
    if ((to === null) !== (one.listedTo === null))
      out.push(
        ...say(
          'PERIOD_END',
          'to',
          one.listedTo === null ? '当前期间没有终止日期' : '没有填写更正后的终止日期',
          one.listedTo === null ? 'The present period has no end' : 'The new end is missing',
          one.listedTo === null ? '请不要填写终止日期' : '请填写日期（次日起不再有效）',
          one.listedTo === null ? 'Leave the end empty' : 'Fill it in (the first day after)',
        ),
      )
    if (from > i.today || (to !== null && (to > i.today || to <= from)))
      out.push(
        ...say(
          'PERIOD_DAYS',
          to !== null && to <= from ? 'to' : 'from',
          '更正后的日期先后不对，或晚于今天',
          'The new days do not follow each other, or lie in the future',
          '起始日期早于终止日期，均不晚于今天',
          'First day before the end, neither after today',
        ),
      )
    const before = periods[at - 1]
    const after = periods[at + 1]
    if (
      (before && from <= before.listedFrom) ||
      (after && to !== null && after.listedTo !== null && to >= after.listedTo)
    )
      out.push(
        ...say(
          'PERIOD_SWALLOWS',
          before && from <= before.listedFrom ? 'from' : 'to',
          '更正后会整段盖住相邻的期间',
          'A neighbouring period would vanish',
          '请先更正或注销相邻的期间',
          'Correct or strike that one first',
        ),
      )
    return out
  },
}
