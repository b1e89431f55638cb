import type { Check, CheckInput } from '../../../kernel/process/define.ts'
import type { Finding } from '../../../kernel/values/finding.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import { GROUPS } from '../../people/index.ts'
import { type Ages, ageFault } from '../ages.ts'
import { linesOf, readLessons } from '../timetable.ts'
import { HALVES } from '../words.ts'

/** What the store looks up for the checks of a class. */
export type ClassFacts = {
  organisation: { name: string; kind: string } | null
  project: { code: string; hours: number; validFrom: PlainDate; validTo: PlainDate | null } | null
  /** The first and last day as they will be after the act. */
  days: { startedOn: PlainDate; endedOn: PlainDate }
  /** The last day on which the class can be filed. */
  fileUntil: PlainDate
  lessons: { no: number; day: PlainDate; half: string; hours: number; teacher: string | null }[]
  /** Lesson days on which something is missing. */
  unlisted: PlainDate[]
  outOfScope: PlainDate[]
  unlicensed: PlainDate[]
  /** Teachers named who are on no roster of the institution on that day. */
  teachersOff: { name: string; day: PlainDate }[]
  teacherClashes: { name: string; day: PlainDate; half: string; other: string }[]
  teacherHours: { name: string; day: PlainDate; hours: number }[]
  roomClashes: { room: string; day: PlainDate; half: string; other: string }[]
  roomsSmall: { room: string; capacity: number }[]
  roster: {
    seat: number
    name: string
    birth: PlainDate
    sex: string
    group: string
    proof: string | null
    registeredOn: PlainDate | null
  }[]
  openElsewhere: { seat: number; name: string; other: string }[]
  certified: { seat: number; name: string; number: string }[]
  /** Names of the form that the register does not know. */
  unknown: { teachers: string[]; teachersTwo: string[]; venues: string[]; rooms: string[] }
  copy: { asked: string; found: boolean } | null
  /** Seats as they will be after the act. */
  seats: number
  attendance: { lessons: number; marked: number }
}

const factsOf = (i: CheckInput) => i.facts as unknown as ClassFacts
const field = (i: CheckInput, key: string): unknown => i.input[key] ?? i.case.fields[key]
const halfName = (id: string) => HALVES.find((h) => h.id === id)?.label ?? { zh: id, en: id }
const finding = (
  code: string,
  fieldName: string,
  given: string,
  zh: string,
  en: string,
  hintZh: string,
  hintEn: string,
  rule?: string,
): Finding => ({
  code,
  field: fieldName,
  ...(given ? { given } : {}),
  message: { zh, en },
  hint: { zh: hintZh, en: hintEn },
  ...(rule ? { rule } : {}),
})
const started = (i: CheckInput) => factsOf(i).days.startedOn
const DAYS_NAMED_MAX = 5
const someDays = (days: readonly string[], between: string) =>
  `${days.slice(0, DAYS_NAMED_MAX).join(between)}${days.length > DAYS_NAMED_MAX ? '…' : ''}`

/** F8: in the directory, with occupation and level, and under a valid licence, on every lesson day. */
export const providerFit: Check = {
  id: 'providerFit',
  title: { zh: '机构资质', en: 'The institution may teach it' },
  run(i) {
    const f = factsOf(i)
    const out: Finding[] = []
    if (f.unlisted.length)
      out.push(
        finding(
          'NOT_LISTED',
          'organisation',
          f.unlisted[0]!,
          `以下日期本机构不在培训机构目录内：${someDays(f.unlisted, '、')}`,
          `Not on the list of training institutions on ${someDays(f.unlisted, ', ')}`,
          '请改在列期间开班，或先办理列入目录',
          'Teach while listed, or apply for listing first',
        ),
      )
    if (f.outOfScope.length)
      out.push(
        finding(
          'OUT_OF_SCOPE',
          'projectCode',
          f.outOfScope[0]!,
          `以下日期该职业、等级不在本机构目录范围内：${someDays(f.outOfScope, '、')}`,
          `Occupation and level are outside the listing on ${someDays(f.outOfScope, ', ')}`,
          '请换项目，或先办理“机构变更—变更范围”',
          'Choose another project, or file a change of scope first',
        ),
      )
    if (f.unlicensed.length)
      out.push(
        finding(
          'LICENCE_INVALID',
          'organisation',
          f.unlicensed[0]!,
          `以下日期没有有效的办学许可证：${someDays(f.unlicensed, '、')}`,
          `No valid school licence on ${someDays(f.unlicensed, ', ')}`,
          '请先办理“机构变更—换证”',
          'File the renewal first',
        ),
      )
    return out
  },
}

export const projectFits: Check = {
  id: 'projectFits',
  title: { zh: '项目有效', en: 'The project is valid' },
  run(i) {
    const { project: p, days } = factsOf(i)
    if (!p) return []
    const out: Finding[] = []
    if (days.endedOn < days.startedOn)
      out.push(
        finding(
          'DAYS_ORDER',
          'endedOn',
          days.endedOn,
          '结业日期早于开班日期',
          'The class ends before it begins',
          '请核对两个日期',
          'Check both days',
        ),
      )
    if (p.validFrom > days.startedOn || (p.validTo !== null && p.validTo < days.startedOn))
      out.push(
        finding(
          'PROJECT_EXPIRED',
          'projectCode',
          p.code,
          `项目“${p.code}”在${days.startedOn}不在有效期内`,
          `Project “${p.code}” is not valid on ${days.startedOn}`,
          `有效期为${p.validFrom}至${p.validTo ?? '长期'}，请换项目或日期`,
          `Valid ${p.validFrom} to ${p.validTo ?? 'further notice'}`,
        ),
      )
    return out
  },
}

export const copyFound: Check = {
  id: 'copyFound',
  title: { zh: '照搬的班级', en: 'The class to copy' },
  run(i) {
    const { copy } = factsOf(i)
    if (!copy || copy.found) return []
    return [
      finding(
        'COPY_UNKNOWN',
        'copyOf',
        copy.asked,
        `本机构没有编号为“${copy.asked}”的班级`,
        `This institution has no class “${copy.asked}”`,
        '请从本单位班级中选择，或不填',
        'Choose one of your own classes, or leave it empty',
      ),
    ]
  },
}

/** Names on the form of the timetable are those of the registers. */
export const linesKnown: Check = {
  id: 'linesKnown',
  title: { zh: '课程表可读', en: 'The timetable can be read' },
  run(i) {
    const fieldName = i.case.fields['newLine'] === undefined ? 'lessons' : 'newLine'
    const asked = fieldName === 'newLine' ? linesOf([field(i, 'newLine')]) : linesOf(i.input['lessons'])
    const { findings } = readLessons(asked, fieldName)
    const u = factsOf(i).unknown
    const each = (names: string[], code: string, zh: string, en: string, hintZh: string, hintEn: string) =>
      names.map((n) => finding(code, fieldName, n, `${zh}：${n}`, `${en}: ${n}`, hintZh, hintEn))
    return [
      ...findings,
      ...each(
        u.venues,
        'VENUE_UNKNOWN',
        '本机构没有这一场地',
        'No such venue of the institution',
        '请填场地编号；新场地请先登记',
        'Write the code of the venue; register a new one first',
      ),
      ...each(
        u.rooms,
        'ROOM_UNKNOWN',
        '场地内没有这一教室',
        'No such room in the venue',
        '请填“场地编号/教室编号”',
        'Write venue/room',
      ),
      ...each(
        u.teachers,
        'TEACHER_UNKNOWN',
        '教师名册里没有此人',
        'Not on the roster of teachers',
        '请先登记教师，或核对姓名',
        'Register the teacher first, or check the name',
      ),
      ...each(
        u.teachersTwo,
        'TEACHER_TWO',
        '教师名册里有同名的人',
        'Two teachers have this name',
        '请由经办人员用课程表文件按身份证号导入',
        'Have the timetable loaded from a file with identity numbers',
      ),
    ]
  },
}

export const filedInTime: Check = {
  id: 'filedInTime',
  title: { zh: '按时备案', en: 'Filed in time' },
  run(i) {
    const { fileUntil } = factsOf(i)
    if (i.today <= fileUntil) return []
    return [
      finding(
        'FILED_LATE',
        'startedOn',
        started(i),
        `${started(i)}开班的，最晚应在${fileUntil}备案`,
        `A class that begins on ${started(i)} is filed by ${fileUntil}`,
        '请推迟开班日期',
        'Begin later',
        `training.filing.days@${i.today}`,
      ),
    ]
  },
}

export const timetableComplete: Check = {
  id: 'timetableComplete',
  title: { zh: '课程表完整', en: 'The timetable is complete' },
  run(i) {
    const f = factsOf(i)
    if (f.lessons.length === 0)
      return [
        finding(
          'TIMETABLE_MISSING',
          'lessons',
          '',
          '还没有排课程表',
          'There is no timetable yet',
          '请先办理“排课程表”',
          'Enter the timetable first',
        ),
      ]
    const out: Finding[] = []
    const sum = f.lessons.reduce((n, l) => n + l.hours, 0)
    if (f.project && sum !== f.project.hours)
      out.push(
        finding(
          'HOURS_DIFFER',
          'lessons',
          String(sum),
          `课程表共 ${sum} 课时，项目为 ${f.project.hours} 课时`,
          `The timetable has ${sum} class hours, the project ${f.project.hours}`,
          '请按项目课时排课',
          'Plan the class hours of the project',
        ),
      )
    const outside = f.lessons.filter((l) => l.day < f.days.startedOn || l.day > f.days.endedOn).map((l) => l.day)
    if (outside.length)
      out.push(
        finding(
          'LESSON_OUTSIDE',
          'lessons',
          outside[0]!,
          `以下课程在开班、结业日期之外：${someDays(outside, '、')}`,
          `Lessons outside the days of the class: ${someDays(outside, ', ')}`,
          '请修改课程表或班级日期',
          'Change the timetable or the days',
        ),
      )
    const unmanned = f.lessons.filter((l) => l.teacher === null)
    if (unmanned.length)
      out.push(
        finding(
          'TEACHER_MISSING',
          'lessons',
          unmanned[0]!.day,
          `有 ${unmanned.length} 个半天没有教师`,
          `${unmanned.length} half days have no teacher`,
          '请为每个半天填教师',
          'Name a teacher for each half day',
        ),
      )
    const max = Number(i.rule('training.hoursDay.max', started(i)))
    const perDay = new Map<PlainDate, number>()
    for (const l of f.lessons) perDay.set(l.day, (perDay.get(l.day) ?? 0) + l.hours)
    for (const [day, hours] of perDay)
      if (hours > max)
        out.push(
          finding(
            'DAY_LONG',
            'lessons',
            day,
            `${day}排了 ${hours} 课时，每日最多 ${max} 课时`,
            `${hours} class hours on ${day}; ${max} at most`,
            '请分到其他日期',
            'Move some to other days',
            `training.hoursDay.max@${started(i)}`,
          ),
        )
    return out
  },
}

/** C13. */
export const teachersFree: Check = {
  id: 'teachersFree',
  title: { zh: '教师可任课', en: 'The teachers can teach' },
  run(i) {
    const f = factsOf(i)
    const max = Number(i.rule('training.hoursDay.max', started(i)))
    return [
      ...f.teachersOff.map((t) =>
        finding(
          'TEACHER_OFF',
          'lessons',
          t.name,
          `${t.name}在${t.day}不在本机构教师名册内`,
          `${t.name} is on no roster of this institution on ${t.day}`,
          '请换教师，或先登记聘用',
          'Choose another teacher, or register the contract',
        ),
      ),
      ...f.teacherClashes.map((t) =>
        finding(
          'TEACHER_CLASH',
          'lessons',
          t.name,
          `${t.name}在${t.day}${halfName(t.half).zh}已在“${t.other}”任课`,
          `${t.name} teaches in “${t.other}” in the ${halfName(t.half).en} of ${t.day}`,
          '请换教师或时间',
          'Choose another teacher or time',
        ),
      ),
      ...f.teacherHours
        .filter((t) => t.hours > max)
        .map((t) =>
          finding(
            'TEACHER_HOURS',
            'lessons',
            t.name,
            `${t.name}在${t.day}共 ${t.hours} 课时，每日最多 ${max} 课时`,
            `${t.name} has ${t.hours} class hours on ${t.day}; ${max} at most`,
            '请换教师或时间',
            'Choose another teacher or time',
            `training.hoursDay.max@${started(i)}`,
          ),
        ),
    ]
  },
}

/** C14. */
export const roomsFree: Check = {
  id: 'roomsFree',
  title: { zh: '场地可用', en: 'The rooms can be used' },
  run(i) {
    const f = factsOf(i)
    const seats = Math.max(f.seats, f.roster.length)
    return [
      ...f.roomClashes.map((r) =>
        finding(
          'ROOM_CLASH',
          'lessons',
          r.room,
          `${r.room}在${r.day}${halfName(r.half).zh}已由“${r.other}”使用`,
          `${r.room} is used by “${r.other}” in the ${halfName(r.half).en} of ${r.day}`,
          '请换教室或时间',
          'Choose another room or time',
        ),
      ),
      ...f.roomsSmall.map((r) =>
        finding(
          'ROOM_SMALL',
          'seats',
          r.room,
          `${r.room}可容纳 ${r.capacity} 人，本班 ${seats} 人`,
          `${r.room} holds ${r.capacity}, the class has ${seats}`,
          '请换教室，或减少人数',
          'Choose a larger room or fewer seats',
        ),
      ),
    ]
  },
}

export const rosterFits: Check = {
  id: 'rosterFits',
  title: { zh: '名册合格', en: 'The roster fits' },
  run(i) {
    const f = factsOf(i)
    const on = started(i)
    const { seats } = f
    const out: Finding[] = []
    if (f.roster.length === 0)
      out.push(
        finding(
          'ROSTER_EMPTY',
          'roster',
          '',
          '名册还没有学员',
          'Nobody is on the roster',
          '请先导入学员名册',
          'Load the roster first',
        ),
      )
    if (f.roster.length > seats)
      out.push(
        finding(
          'ROSTER_LONG',
          'roster',
          String(f.roster.length),
          `名册 ${f.roster.length} 人，本班计划 ${seats} 人`,
          `${f.roster.length} on the roster, ${seats} seats`,
          '请减少学员或增加人数',
          'Take somebody off, or add seats',
        ),
      )
    const ages = i.rule('training.ages', on) as unknown as Ages
    const needing = i.rule('training.proof.groups', on) as string[]
    for (const s of f.roster) {
      const who = `第 ${s.seat} 号${s.name}`
      const whoEn = `No. ${s.seat}, ${s.name}`
      const age = ageFault(s.birth, s.sex, on, ages)
      if (age)
        out.push(
          finding(
            age.fault === 'young' ? 'TOO_YOUNG' : 'RETIRED',
            'roster',
            String(s.seat),
            age.fault === 'young' ? `${who}开班时未满 ${ages.least} 周岁` : `${who}已于${age.since}达到法定退休年龄`,
            age.fault === 'young'
              ? `${whoEn} is under ${ages.least} when the class begins`
              : `${whoEn} reached retirement age on ${age.since}`,
            '请从名册中去掉此人',
            'Take this person off the roster',
            `training.ages@${on}`,
          ),
        )
      if (needing.includes(s.group) && (!s.proof || !s.registeredOn || s.registeredOn > on)) {
        const name = GROUPS.find((g) => g.id === s.group)!.label
        const late = s.proof && s.registeredOn && s.registeredOn > on
        out.push(
          finding(
            late ? 'PROOF_LATE' : 'PROOF_MISSING',
            'roster',
            String(s.seat),
            late ? `${who}的“${name.zh}”登记于${s.registeredOn}，晚于开班` : `${who}没有“${name.zh}”的证明或登记日期`,
            late
              ? `${whoEn} was registered as ${name.en} on ${s.registeredOn}, after the first day`
              : `${whoEn} has no proof or day of registration as ${name.en}`,
            '请补充证明和登记日期，或改群体',
            'Add proof and day, or change the group',
            `training.proof.groups@${on}`,
          ),
        )
      }
    }
    for (const o of f.openElsewhere)
      out.push(
        finding(
          'CLASS_OPEN',
          'roster',
          String(o.seat),
          `第 ${o.seat} 号${o.name}正在“${o.other}”参训，一人同时只能参加一个班`,
          `No. ${o.seat}, ${o.name}, is in “${o.other}”; one class at a time`,
          '请待其结业，或从名册中去掉',
          'Wait until it is over, or take the person off',
        ),
      )
    for (const c of f.certified)
      out.push(
        finding(
          'CERTIFIED',
          'roster',
          String(c.seat),
          `第 ${c.seat} 号${c.name}开班前已持有本职业同等级或更高等级证书（${c.number}）`,
          `No. ${c.seat}, ${c.name}, already holds certificate ${c.number} of this or a higher level`,
          '请从名册中去掉，或改报更高等级的班',
          'Take the person off, or choose a class of a higher level',
        ),
      )
    return out
  },
}

export const insured: Check = {
  id: 'insured',
  title: { zh: '保险覆盖', en: 'Insured' },
  run(i) {
    const { days } = factsOf(i)
    const from = field(i, 'insuredFrom')
    const to = field(i, 'insuredTo')
    if (!field(i, 'insurer') || !field(i, 'insurancePolicy') || typeof from !== 'string' || typeof to !== 'string')
      return [
        finding(
          'INSURANCE_MISSING',
          'insurancePolicy',
          '',
          '没有填写完整的保险信息',
          'The insurance is incomplete',
          '请填承保公司、保单号和起止日期',
          'Fill in insurer, policy and both days',
        ),
      ]
    if (from <= days.startedOn && to >= days.endedOn) return []
    return [
      finding(
        'INSURANCE_SHORT',
        'insuredTo',
        to,
        `保险期间${from}至${to}没有覆盖${days.startedOn}至${days.endedOn}`,
        `Insured ${from} to ${to}, the class is ${days.startedOn} to ${days.endedOn}`,
        '请续保后再备案',
        'Prolong the insurance first',
      ),
    ]
  },
}

export const dayReached: Check = {
  id: 'dayReached',
  title: { zh: '已到开班日期', en: 'The first day has come' },
  run(i) {
    if (i.today >= started(i)) return []
    return [
      finding(
        'NOT_YET',
        'startedOn',
        started(i),
        `${started(i)}开班，还没有到`,
        `The class begins on ${started(i)}`,
        '请在开班当日办理',
        'Do this on the first day',
      ),
    ]
  },
}
export const taughtToTheEnd: Check = {
  id: 'taughtToTheEnd',
  title: { zh: '课已上完', en: 'Taught to the end' },
  run(i) {
    const f = factsOf(i)
    const last = f.lessons.at(-1)?.day ?? f.days.endedOn
    const out: Finding[] = []
    if (i.today < last)
      out.push(
        finding(
          'LESSONS_LEFT',
          'endedOn',
          last,
          `最后一次课在${last}`,
          `The last lesson is on ${last}`,
          '请在最后一次课后办理结业',
          'Complete the class after it',
        ),
      )
    if (f.attendance.marked < f.attendance.lessons)
      out.push(
        finding(
          'ATTENDANCE_MISSING',
          'roster',
          String(f.attendance.lessons - f.attendance.marked),
          `有 ${f.attendance.lessons - f.attendance.marked} 个半天没有任何考勤`,
          `${f.attendance.lessons - f.attendance.marked} half days have no attendance at all`,
          '请先补录考勤',
          'Enter the attendance first',
        ),
      )
    return out
  },
}

/** All that is asked before a class may be taught, at filing and again at approval. */
export const everything: readonly Check[] = [
  providerFit,
  projectFits,
  timetableComplete,
  teachersFree,
  roomsFree,
  rosterFits,
  insured,
]
