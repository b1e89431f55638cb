import type { Check, CheckInput } from '../../../kernel/process/define.ts'
import type { Finding } from '../../../kernel/values/finding.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import { CHANGE_KINDS, LISTING_ROLES, labelOf } from '../words.ts'
import { occupationsAllowed, organisationStands } from './listing.checks.ts'

/** What the store looks up for the checks of a change. */
export type ChangeFacts = {
  organisation: { name: string; kind: string; county: string; closedOn: PlainDate | null } | null
  target: { name: string; closedOn: PlainDate | null } | null
  /** The day since which the present name is borne, when a change of name is on record. */
  namedSince: PlainDate | null
  /** Another organisation in force bears the new name. */
  nameTaken: boolean
  /** Applications of this organisation that have not come to the list yet. */
  underWay: number
  /** Lists on which it stands today. */
  standing: string[]
  licenceTaken: boolean
  occupations?: { [code: string]: string }
}

const factsOf = (i: CheckInput) => i.facts as unknown as ChangeFacts

const NEEDED: { readonly [kind: string]: readonly (readonly [key: string, zh: string, en: string])[] } = {
  rename: [['newName', '新名称', 'the new name']],
  merge: [['mergedInto', '并入的机构', 'the organisation it goes into']],
  scope: [
    ['role', '名录', 'the list'],
    ['occupations', '职业', 'the occupations'],
    ['levelHighest', '最高等级', 'the highest level'],
  ],
  renewal: [
    ['licenceKind', '证照类别', 'the kind of licence'],
    ['licenceNumber', '证照编号', 'the number'],
    ['licenceIssuer', '发证机关', 'who issued it'],
    ['licenceFrom', '有效期起', 'valid from'],
  ],
}

/** Each kind of change has its own fields; what is missing is named at once. */
export const changeComplete: Check = {
  id: 'changeComplete',
  title: { zh: '内容齐全', en: 'Complete for its kind' },
  run(i) {
    const kind = String(i.case.fields['kind'])
    const out: Finding[] = (NEEDED[kind] ?? [])
      .filter(([key]) => {
        const v = i.case.fields[key]
        return v === null || v === undefined || v === ''
      })
      .map(([key, zh, en]) => ({
        code: 'FIELD_MISSING',
        field: key,
        message: {
          zh: `办理${labelOf(CHANGE_KINDS, kind).zh}须填写${zh}`,
          en: `A ${labelOf(CHANGE_KINDS, kind).en} needs ${en}`,
        },
        hint: { zh: `请填写${zh}`, en: `Fill in ${en}` },
      }))
    const { licenceFrom: from, licenceTo: to, effectiveOn } = i.case.fields as { [key: string]: string | null }
    if (from && to && to < from)
      out.push({
        code: 'DATE_ORDER',
        field: 'licenceTo',
        given: to,
        message: { zh: `有效期至${to}早于有效期起${from}`, en: `Valid to ${to} lies before valid from ${from}` },
        hint: { zh: '请核对两个日期', en: 'Check both days' },
      })
    if (effectiveOn && effectiveOn > i.today)
      out.push({
        code: 'DATE_FUTURE',
        field: 'effectiveOn',
        given: effectiveOn,
        message: { zh: `生效日期${effectiveOn}晚于今天`, en: `${effectiveOn} lies in the future` },
        hint: { zh: '请在生效之日起办理', en: 'File it on that day or later' },
      })
    return out
  },
}

export const changeFits: Check = {
  id: 'changeFits',
  title: { zh: '可以变更', en: 'The change can be made' },
  run(i) {
    const f = factsOf(i)
    const { kind, effectiveOn, mergedInto, organisation, role } = i.case.fields as { [key: string]: string | null }
    const out: Finding[] = []
    const say = (code: string, field: string, zh: string, en: string, hintZh: string, hintEn: string) =>
      out.push({ code, field, message: { zh, en }, hint: { zh: hintZh, en: hintEn } })
    if (kind === 'rename') {
      if (f.namedSince && effectiveOn && effectiveOn <= f.namedSince)
        say(
          'NAME_ORDER',
          'effectiveOn',
          `现用名称自${f.namedSince}起使用，更名须晚于该日`,
          `The present name is borne since ${f.namedSince}; the new one must begin later`,
          '请核对生效日期',
          'Check the day of effect',
        )
      if (f.nameTaken)
        say(
          'NAME_TAKEN',
          'newName',
          '已有同名机构',
          'Another organisation bears this name',
          '请核对名称；确为同名的，请加上所在地',
          'Check it; add the place when both are right',
        )
    }
    if (kind === 'merge') {
      if (mergedInto === organisation)
        say(
          'MERGE_SELF',
          'mergedInto',
          '不能并入自身',
          'It cannot go into itself',
          '请选择另一家机构',
          'Choose another',
        )
      else if (mergedInto && (!f.target || f.target.closedOn !== null))
        say(
          'MERGE_TARGET',
          'mergedInto',
          f.target ? `${f.target.name}已注销` : '没有找到并入的机构',
          f.target ? `${f.target.name} is closed` : 'There is no such organisation',
          '请选择存续的机构',
          'Choose one that exists',
        )
      if (f.underWay)
        say(
          'UNDER_WAY',
          'kind',
          `还有 ${f.underWay} 项列入目录的申请在办`,
          `${f.underWay} application(s) are under way`,
          '请先撤回申请，再办理合并',
          'Withdraw them first',
        )
    }
    if (kind === 'scope' && role && !f.standing.includes(role))
      say(
        'NOT_LISTED',
        'role',
        `不在${labelOf(LISTING_ROLES, role).zh}目录内，不能变更范围`,
        `Not on the list of ${labelOf(LISTING_ROLES, role).en}s`,
        '请先申请列入目录',
        'Apply to be listed first',
      )
    if (kind === 'renewal' && f.licenceTaken)
      say(
        'LICENCE_TAKEN',
        'licenceNumber',
        '同类、同编号、同起始日期的证照已登记',
        'This licence is on record already',
        '无需再次登记',
        'Nothing to do',
      )
    return out
  },
}

/** Occupations are looked at for a change of scope only. */
export const scopeAllowed: Check = {
  id: 'scopeAllowed',
  title: occupationsAllowed.title,
  run: (i) => (i.case.fields['kind'] === 'scope' ? occupationsAllowed.run(i) : []),
}

export const changeChecks = [organisationStands, changeComplete, changeFits, scopeAllowed] as const
