import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, plainDate } from '../../kernel/values/plain-date.ts'
import { type Ages, ageFault, retiresOn } from './ages.ts'
import { LESSON_EXAMPLE, readLesson, readLessons } from './timetable.ts'
import { HALVES, PARTS } from './words.ts'

const men = { years: 60, cohort: plainDate('1965-01-01'), stepMonths: 4, delayMonthsMax: 36 }
const women = { years: 55, cohort: plainDate('1970-01-01'), stepMonths: 4, delayMonthsMax: 36 }
const ages: Ages = { least: 16, male: men, female: women }

describe('ages', () => {
  // From the printed table of 办法.
  test.each([
    ['1964-12-31', '2024-12-31'],
    ['1965-01-10', '2025-02-10'],
    ['1965-04-10', '2025-05-10'],
    ['1965-05-10', '2025-07-10'],
    ['1976-09-10', '2039-09-10'],
    ['1990-01-10', '2053-01-10'],
  ])('a man born on %s retires on %s', (birth, day) => {
    expect(retiresOn(plainDate(birth), men)).toBe(day)
  })
  test('the day decides: sixteen on the first day is old enough, retired on the first day is too old', () => {
    const on = plainDate('2026-04-01')
    expect(ageFault(plainDate('2010-04-01'), 'male', on, ages)).toBeUndefined()
    expect(ageFault(plainDate('2010-04-02'), 'male', on, ages)).toEqual({ fault: 'young' })
    const since = retiresOn(plainDate('1965-05-10'), men)
    expect(ageFault(plainDate('1965-05-10'), 'male', since, ages)).toEqual({ fault: 'retired', since })
    expect(ageFault(plainDate('1965-05-10'), 'male', addDays(since, -1), ages)).toBeUndefined()
    expect(ageFault(plainDate('1970-01-10'), 'female', plainDate('2025-02-10'), ages)?.fault).toBe('retired')
  })
})

describe('lines of a timetable', () => {
  test('the example of the hint is read', () => {
    expect(readLesson(LESSON_EXAMPLE, 1)).toEqual({
      day: '2026-04-01',
      half: 'am',
      hours: 4,
      venue: 'CD001',
      room: '301',
      teacher: '李老师',
      part: 'theory',
      title: '焊接安全',
    })
  })
  test('what is written is read again, however the parts are set apart', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2030-12-31'), noInvalidDate: true }),
        fc.constantFrom(...HALVES),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(...PARTS),
        fc.constantFrom(' ', '\t', '，', '; ', '　'),
        (d, half, hours, part, between) => {
          const day = d.toISOString().slice(0, 10)
          const line = [day, half.label.zh, hours, 'CD9/1', '赵老师', part.label.zh].join(between)
          expect(readLesson(line, 1)).toMatchObject({
            day,
            half: half.id,
            hours,
            part: part.id,
            venue: 'CD9',
            room: '1',
          })
        },
      ),
      { seed: 9, numRuns: 100 },
    )
  })
  test('nothing that is typed makes it fall over', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 5 }), (lines) => {
        const { lessons, findings } = readLessons(lines)
        expect(lessons.length + findings.length).toBeGreaterThanOrEqual(lines.length)
      }),
      { seed: 9, numRuns: 200 },
    )
  })
})
