import type { Finding } from '../../kernel/values/finding.ts'
import { isPlainDate, type PlainDate } from '../../kernel/values/plain-date.ts'
import { HALVES, PARTS } from './words.ts'

/** One half day, as a clerk writes it on one line. */
export type LessonLine = {
  day: PlainDate
  half: string
  hours: number
  venue: string
  room: string | null
  teacher: string
  part: string
  title: string | null
}
/** Bounds on the size of one form, not of the law. */
export const LESSONS_MAX = 400
const HOURS_HALF_MAX = 12
const TITLE_CHARS_MAX = 60

export const LESSON_EXAMPLE = '2026-04-01 上午 4 CD001/301 李老师 理论 焊接安全'

const byWord = (words: typeof HALVES, word: string | undefined) =>
  words.find((w) => w.label.zh === word || w.id === word || w.label.en === word)?.id

/**
 * Reads `day half hours venue/room teacher part subject`, parts set apart by blanks, tabs or commas.
 * @returns the lesson, or what is wrong with the line (LESSON_LINE), all of it at once
 */
export function readLesson(line: string, no: number, field = 'lessons'): LessonLine | Finding[] {
  const [day, half, hours, place, teacher, part, ...rest] = line
    .normalize('NFKC')
    .trim()
    .split(/[\s,;]+/)
  const findings: Finding[] = []
  const say = (zh: string, en: string) =>
    findings.push({
      code: 'LESSON_LINE',
      field,
      given: line.slice(0, TITLE_CHARS_MAX),
      message: { zh: `第 ${no} 行：${zh}`, en: `Line ${no}: ${en}` },
      hint: { zh: `请按此格式填写：${LESSON_EXAMPLE}`, en: `Write it like this: ${LESSON_EXAMPLE}` },
    })
  const halfId = byWord(HALVES, half)
  const partId = byWord(PARTS, part)
  const count = Number(hours)
  if (!isPlainDate(day)) say(`日期“${day ?? ''}”不对`, `“${day ?? ''}” is no day`)
  if (!halfId) say(`时段“${half ?? ''}”不对，可填上午、下午、晚上`, `“${half ?? ''}” is no half day`)
  if (!Number.isInteger(count) || count < 1 || count > HOURS_HALF_MAX)
    say(`课时“${hours ?? ''}”不对`, `“${hours ?? ''}” is no number of class hours`)
  if (!place) say('没有填场地', 'the venue is missing')
  if (!teacher) say('没有填教师', 'the teacher is missing')
  if (!partId) say(`教学类别“${part ?? ''}”不对，可填理论、实操`, `“${part ?? ''}” is neither theory nor practice`)
  const title = rest.join(' ')
  if (title.length > TITLE_CHARS_MAX)
    say(`课程内容超过 ${TITLE_CHARS_MAX} 个字`, `the subject is longer than ${TITLE_CHARS_MAX} characters`)
  if (findings.length) return findings
  const slash = place!.indexOf('/')
  return {
    day: day as PlainDate,
    half: halfId!,
    hours: count,
    venue: slash < 0 ? place! : place!.slice(0, slash),
    room: slash < 0 ? null : place!.slice(slash + 1) || null,
    teacher: teacher!,
    part: partId!,
    title: title || null,
  }
}

export const linesOf = (v: unknown): string[] =>
  Array.isArray(v) ? v.flatMap((x) => (typeof x === 'string' && x.trim() ? [x.trim()] : [])) : []

/** All lines of a form. */
export function readLessons(
  lines: readonly string[],
  field = 'lessons',
): { lessons: LessonLine[]; findings: Finding[] } {
  const lessons: LessonLine[] = []
  const findings: Finding[] = []
  if (lines.length > LESSONS_MAX)
    findings.push({
      code: 'LESSONS_MANY',
      field,
      given: String(lines.length),
      message: { zh: `一个班最多 ${LESSONS_MAX} 个半天`, en: `A class has ${LESSONS_MAX} half days at most` },
      hint: { zh: '请分成两个班', en: 'Make two classes of it' },
    })
  for (const [i, line] of lines.slice(0, LESSONS_MAX).entries()) {
    const read = readLesson(line, i + 1, field)
    if (Array.isArray(read)) findings.push(...read)
    else lessons.push(read)
  }
  const seen = new Set<string>()
  for (const l of lessons) {
    const key = `${l.day}/${l.half}`
    if (seen.has(key))
      findings.push({
        code: 'LESSON_TWICE',
        field,
        given: l.day,
        message: { zh: `${l.day} 同一时段排了两次课`, en: `Two lessons in one half day of ${l.day}` },
        hint: { zh: '一个半天只能排一次课', en: 'One lesson in a half day' },
      })
    seen.add(key)
  }
  return { lessons, findings }
}
