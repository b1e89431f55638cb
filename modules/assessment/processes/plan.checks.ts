import type { Check, CheckInput } from '../../../kernel/process/define.ts'
import type { Finding } from '../../../kernel/values/finding.ts'
import { isPlainDate, type PlainDate } from '../../../kernel/values/plain-date.ts'
import { AUDIENCES, labelOf, METHODS, TRACKS } from '../words.ts'

/** What the store looks up for the checks of a plan. */
export type PlanFacts = {
  organisation: { name: string; kind: string } | null
  /** As the directory stands now, for the day of the examination and this occupation and level. */
  listing: { status: 'listed' | 'suspended' | null; inScope: boolean }
  occupation: { code: string; name: string } | null
  /** Last day on which a plan for this day of examination may be filed. */
  fileUntil: PlainDate | null
  norm: { methods: string[]; fits: boolean } | null
  applications: {
    undecided: number
    admitted: number
    /** Seated without two agreeing entries: tickets, at most some. */
    unmarked: number
    unmarkedTickets: string[]
    /** Objected to or being corrected. */
    held: number
    /** Passed, publicised, not yet issued. */
    unissued: number
  }
  /** The last day on which results of this plan were put up for notice. */
  noticeUntil: PlainDate | null
  examinersUnknown: string[]
  examinersUnfit: { number: string; name: string }[]
}

const factsOf = (i: CheckInput) => i.facts as unknown as PlanFacts
const field = (i: CheckInput, key: string): unknown => i.input[key] ?? i.case.fields[key]
const text = (v: unknown): string => (typeof v === 'string' ? v : '')
const one = (
  code: string,
  fieldName: string,
  zh: string,
  en: string,
  hintZh: string,
  hintEn: string,
  more: Partial<Finding> = {},
): Finding[] => [{ code, field: fieldName, message: { zh, en }, hint: { zh: hintZh, en: hintEn }, ...more }]

/** 人社职司便函〔2020〕17号: only occupations and levels of the filing, as it stands on the day of the examination. */
export const bodyInScope: Check = {
  id: 'bodyInScope',
  title: { zh: '在备案范围内', en: 'Within the scope of the body' },
  run(i) {
    const { organisation: o, listing, occupation } = factsOf(i)
    const day = text(field(i, 'examOn'))
    const name = o?.name ?? ''
    if (!o)
      return one(
        'ORG_UNKNOWN',
        'organisation',
        '没有找到这家机构',
        'There is no such organisation',
        '请从本单位账号填报',
        'Use the account of the body',
      )
    if (listing.status === null)
      return one(
        'BODY_NOT_LISTED',
        'organisation',
        `${day} ${name}不在评价机构目录内`,
        `${name} is not on the list of evaluation bodies on ${day}`,
        '请先申请列入评价机构目录，或更改考试日期',
        'Apply for listing first, or choose another day',
        { given: day },
      )
    if (listing.status === 'suspended')
      return one(
        'BODY_SUSPENDED',
        'organisation',
        `${day} ${name}处于暂停状态`,
        `${name} is suspended on ${day}`,
        '恢复之前不能组织评价',
        'Nothing may be examined until it is resumed',
        { given: day },
      )
    if (!listing.inScope)
      return one(
        'BODY_SCOPE',
        'occupation',
        `${occupation?.name ?? text(field(i, 'occupation'))}的这一等级${day}不在${name}的备案范围内`,
        `This occupation and level are outside the scope of ${name} on ${day}`,
        '请核对职业和等级；需要增加的，先办理“机构变更—变更范围”',
        'Check both; file a change of scope first',
        { given: day },
      )
    return []
  },
}

export const occupationKnown: Check = {
  id: 'occupationKnown',
  title: { zh: '职业', en: 'Occupation' },
  run(i) {
    if (factsOf(i).occupation) return []
    const given = text(field(i, 'occupation'))
    return one(
      'OCC_UNKNOWN',
      'occupation',
      `没有编码为“${given}”的职业`,
      `There is no occupation “${given}”`,
      '请选择到职业（细类），例如 6-18-02-04 焊工',
      'Choose one of four parts, such as 6-18-02-04',
      { given },
    )
  },
}

export const levelOfTrack: Check = {
  id: 'levelOfTrack',
  title: { zh: '类别和等级', en: 'Track and level' },
  run(i) {
    const track = TRACKS.find((t) => t.id === field(i, 'track'))
    const level = text(field(i, 'level'))
    if (!track) return []
    if (track.hasLevel && !level)
      return one('LEVEL_MISSING', 'level', '没有选择等级', 'The level is missing', '请选择等级', 'Choose one')
    if (!track.hasLevel && level)
      return one(
        'LEVEL_NOT_ASKED',
        'level',
        `${track.label.zh}没有等级`,
        `There are no levels in this track`,
        '请不要选择等级',
        'Leave the level empty',
        { given: level },
      )
    if (!track.hasLevel && !text(field(i, 'workType')).trim())
      return one(
        'CAPABILITY_MISSING',
        'workType',
        '没有填写专项能力名称',
        'The name of the capability is missing',
        '请按省里公布的考核规范名称填写',
        'As in the list of the province',
      )
    return []
  },
}

export const audienceAllowed: Check = {
  id: 'audienceAllowed',
  title: { zh: '评价对象', en: 'For whom' },
  run(i) {
    const o = factsOf(i).organisation
    const audience = text(field(i, 'audience'))
    if (!o) return []
    const allowed = (i.rule('assessment.audiences') as Record<string, string[]>)[o.kind] ?? []
    if (allowed.includes(audience)) return []
    const names = allowed.map((a) => labelOf(AUDIENCES, a))
    return one(
      'AUDIENCE',
      'audience',
      `${o.name}不能评价${labelOf(AUDIENCES, audience).zh}`,
      `${o.name} may not evaluate ${labelOf(AUDIENCES, audience).en}`,
      names.length ? `可以评价：${names.map((n) => n.zh).join('、')}` : '这类机构不能组织评价',
      names.length ? `It may evaluate ${names.map((n) => n.en).join(', ')}` : 'Bodies of this kind evaluate nobody',
      { given: audience, rule: `assessment.audiences@${i.today}` },
    )
  },
}

export const methodAllowed: Check = {
  id: 'methodAllowed',
  title: { zh: '评价方式', en: 'Method' },
  run(i) {
    const audience = text(field(i, 'audience'))
    const method = text(field(i, 'method'))
    const { norm } = factsOf(i)
    const allowed = (i.rule('assessment.methods') as Record<string, string[]>)[audience] ?? []
    const out: Finding[] = []
    if (!allowed.includes(method))
      out.push(
        ...one(
          'METHOD',
          'method',
          `对${labelOf(AUDIENCES, audience).zh}不能用“${labelOf(METHODS, method).zh}”`,
          `${labelOf(METHODS, method).en} is not open to ${labelOf(AUDIENCES, audience).en}`,
          `可用：${allowed.map((m) => labelOf(METHODS, m).zh).join('、')}`,
          `Allowed: ${allowed.map((m) => labelOf(METHODS, m).en).join(', ')}`,
          { given: method, rule: `assessment.methods@${i.today}` },
        ),
      )
    if (field(i, 'norm') && !norm?.fits)
      out.push(
        ...one(
          'NORM_UNFIT',
          'norm',
          '所选评价规范不适用于这个职业、等级或日期',
          'The norm is not for this occupation, level or day',
          '请另选评价规范',
          'Choose another norm',
        ),
      )
    else if (method !== 'exam' && !norm)
      out.push(
        ...one(
          'NORM_MISSING',
          'norm',
          `用“${labelOf(METHODS, method).zh}”的，要选择评价规范`,
          `A norm is needed for ${labelOf(METHODS, method).en}`,
          '科目和权重由评价规范规定',
          'The norm says subjects and weights',
        ),
      )
    return out
  },
}

/** The same person sits both; one person, one place. */
export const sessionsApart: Check = {
  id: 'sessionsApart',
  title: { zh: '考试时段', en: 'Half days' },
  run(i) {
    if (field(i, 'examHalf') !== field(i, 'skillHalf')) return []
    return one(
      'SESSIONS_COLLIDE',
      'skillHalf',
      '理论考试和技能考核在同一时段',
      'Theory and practice are in the same half day',
      '请把两科安排在不同时段',
      'Put them in different half days',
    )
  },
}

export const applyPeriod: Check = {
  id: 'applyPeriod',
  title: { zh: '报名时间', en: 'Time of application' },
  run(i) {
    const from = field(i, 'applyFrom')
    const until = field(i, 'applyUntil')
    const exam = field(i, 'examOn')
    if (!isPlainDate(from) || !isPlainDate(until) || !isPlainDate(exam)) return []
    const out: Finding[] = []
    if (until < from)
      out.push(
        ...one(
          'APPLY_ORDER',
          'applyUntil',
          '报名截止早于开始',
          'Applications end before they begin',
          '请核对日期',
          'Check the days',
          { given: until },
        ),
      )
    if (until >= exam)
      out.push(
        ...one(
          'APPLY_LATE',
          'applyUntil',
          `报名截止（${until}）应早于考试日期（${exam}）`,
          'Applications must end before the examination',
          '请把报名截止提前',
          'Choose an earlier day',
          { given: until },
        ),
      )
    return out
  },
}

export const filedInTime: Check = {
  id: 'filedInTime',
  title: { zh: '提前备案', en: 'Filed in time' },
  run(i) {
    const { fileUntil } = factsOf(i)
    if (fileUntil !== null && i.today <= fileUntil) return []
    return one(
      'FILED_LATE',
      'examOn',
      `${text(field(i, 'examOn'))}的考试最迟应在${fileUntil ?? '—'}备案`,
      `A plan for ${text(field(i, 'examOn'))} is filed by ${fileUntil ?? '—'}`,
      '请把考试日期推后',
      'Choose a later day',
      { given: i.today, rule: `assessment.filing.days@${i.today}` },
    )
  },
}

export const allDecided: Check = {
  id: 'allDecided',
  title: { zh: '报名已审核', en: 'All applications are decided' },
  run(i) {
    const { undecided, admitted } = factsOf(i).applications
    const out: Finding[] = []
    if (i.case.state === 'applying' && i.today <= text(field(i, 'applyUntil')))
      out.push(
        ...one(
          'APPLY_RUNS',
          'applyUntil',
          `报名到${text(field(i, 'applyUntil'))}截止，还没有结束`,
          `Applications run until ${text(field(i, 'applyUntil'))}`,
          '报名截止后再编排',
          'Seat the candidates afterwards',
        ),
      )
    if (undecided)
      out.push(
        ...one(
          'APPLICATIONS_OPEN',
          'state',
          `还有 ${undecided} 份报名没有审核`,
          `${undecided} application(s) are not decided`,
          '请逐份通过或不予通过',
          'Admit or refuse each',
          { given: String(undecided) },
        ),
      )
    if (admitted === 0)
      out.push(
        ...one(
          'NOBODY',
          'state',
          '没有通过审核的考生',
          'Nobody is admitted',
          '没有考生的计划请取消',
          'Cancel a plan without candidates',
        ),
      )
    return out
  },
}

const ROOM_LINE = /^\s*([^=＝]{1,40}?)\s*[=＝]\s*([0-9]{1,4})\s*$/
export type RoomLine = { code: string; capacity: number }
/** `教学楼301=30`: a room and the places in it. */
export const readRoom = (line: string): RoomLine | undefined => {
  const m = ROOM_LINE.exec(line.normalize('NFKC'))
  return m && Number(m[2]) > 0 ? { code: m[1]!, capacity: Number(m[2]) } : undefined
}
const linesOf = (v: unknown): string[] =>
  Array.isArray(v) ? (v as string[]).map((x) => x.trim()).filter((x) => x !== '') : []
export const roomLines = linesOf

export const roomsGiven: Check = {
  id: 'roomsGiven',
  title: { zh: '考场', en: 'Rooms' },
  run(i) {
    const lines = linesOf(i.input['rooms'])
    if (lines.length === 0)
      return one(
        'ROOM_NONE',
        'rooms',
        '没有填写考场',
        'No room is named',
        '一行一个，如 教学楼301=30',
        'One a line, such as 301=30',
      )
    return lines
      .filter((l) => !readRoom(l))
      .flatMap((l) =>
        one(
          'ROOM_FMT',
          'rooms',
          `看不懂考场“${l}”`,
          `“${l}” is not a room`,
          '请写成 考场名=座位数，如 教学楼301=30',
          'Write name=places, such as 301=30',
          { given: l },
        ),
      )
  },
}

export const staffGiven: Check = {
  id: 'staffGiven',
  title: { zh: '考评员', en: 'Examiners' },
  run(i) {
    const { examinersUnknown, examinersUnfit } = factsOf(i)
    return [
      ...examinersUnknown.flatMap((n) =>
        one(
          'EXAMINER_UNKNOWN',
          'examiners',
          `没有证卡号为“${n}”的考评员，或证卡在考试日已过期`,
          `There is no examiner “${n}” whose card is valid on the day`,
          '请核对证卡号',
          'Check the number',
          { given: n },
        ),
      ),
      ...examinersUnfit.flatMap((e) =>
        one(
          'EXAMINER_LEVEL',
          'examiners',
          `${e.name}（${e.number}）不能考评这个职业或等级`,
          `${e.name} (${e.number}) may not judge this occupation or level`,
          '请换一位考评员；二级以上由高级考评员考评',
          'Choose another; level 2 and above need a senior examiner',
          { given: e.number },
        ),
      ),
    ]
  },
}

export const examDayReached: Check = {
  id: 'examDayReached',
  title: { zh: '考试日已到', en: 'The day has come' },
  run(i) {
    const day = text(field(i, 'examOn'))
    if (i.today >= day) return []
    return one(
      'EXAM_AHEAD',
      'examOn',
      `考试日是${day}，还没有到`,
      `The examination is on ${day}`,
      '考试结束后再办理',
      'Do this afterwards',
    )
  },
}

export const resultsComplete: Check = {
  id: 'resultsComplete',
  title: { zh: '成绩齐全', en: 'All marks are there' },
  run(i) {
    const { unmarked, unmarkedTickets } = factsOf(i).applications
    if (unmarked === 0) return []
    return one(
      'RESULTS_MISSING',
      'state',
      `还有 ${unmarked} 名考生没有两次一致的成绩：${unmarkedTickets.join('、')}${unmarked > unmarkedTickets.length ? ' 等' : ''}`,
      `${unmarked} candidate(s) lack two agreeing entries: ${unmarkedTickets.join(', ')}`,
      '请完成两次录入；没有到场的登记“缺考”',
      'Complete both entries; who did not come is entered as absent',
      { given: String(unmarked) },
    )
  },
}

export const noticeOver: Check = {
  id: 'noticeOver',
  title: { zh: '公示期满', en: 'The public notice is over' },
  run(i) {
    const until = field(i, 'noticeUntil')
    if (isPlainDate(until) && i.today > until) return []
    return one(
      'NOTICE_RUNS',
      'state',
      `公示到${text(until) || '—'}为止，尚未期满`,
      `The public notice runs until ${text(until) || '—'}`,
      '期满次日起可以发证',
      'Certificates can be issued from the day after',
      { rule: `assessment.notice.days@${i.today}` },
    )
  },
}

export const nothingOpen: Check = {
  id: 'nothingOpen',
  title: { zh: '没有未了事项', en: 'Nothing is open' },
  run(i) {
    const { held, unissued } = factsOf(i).applications
    if (held + unissued === 0) return []
    return one(
      'LINES_OPEN',
      'state',
      `还有 ${held} 名考生的异议没有处理、${unissued} 名合格考生没有发证`,
      `${held} objection(s) are open and ${unissued} pass(es) have no certificate`,
      '处理完毕后再归档',
      'Settle them first',
    )
  },
}
