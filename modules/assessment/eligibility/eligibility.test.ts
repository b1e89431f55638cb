import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { explain, judge } from '../../../kernel/rules/tree/tree.ts'
import { fromNominalDay, nominalDay } from '../../../kernel/values/nominal-day.ts'
import { addDays, addYears, ageOn, type PlainDate, plainDate } from '../../../kernel/values/plain-date.ts'
import { aRandomPerson, factsOfRow } from '../factory.ts'
import { loadStandards } from '../store/standards.ts'
import { answerGiven, askedOf, type EligibilityAnswer, type Question } from './answer.ts'
import { runCases } from './cases.ts'
import { scopeFacts } from './scope.ts'
import { levelDigits, readStandards, type Standards } from './standards.ts'

const city = fileURLToPath(new URL('../../../city/linfen', import.meta.url))
const ELECTRICIAN = '6-31-01-03'
const WELDER = '6-18-02-04'
let standards: Standards
beforeAll(async () => {
  standards = await loadStandards(city)
})
const ask = (occupation: string, level: string, on: string): Question => {
  const q = askedOf(standards, occupation, level, plainDate(on))
  if ('findings' in q) throw new Error(q.findings.map((f) => f.message.en).join())
  return q
}
const answer = (q: Question, facts: unknown): EligibilityAnswer => {
  const a = answerGiven(q, facts)
  if ('findings' in a) throw new Error(JSON.stringify(a.findings))
  return a
}

describe('the first day', () => {
  test('is that of a day-by-day search, for random persons and all trees', () => {
    let waited = 0
    let never = 0
    const seen = new Set<string>()
    for (let i = 0; i < 400; i++) {
      const row = aRandomPerson(104_729 * (i + 1), {
        occupations: [ELECTRICIAN, '6-31-01-02', '4-03-02-01'],
        majors: ['机电技术应用', '护理'],
        titles: ['助理工程师', '工程师', '高级工程师', '教师'],
        from: plainDate('2012-01-01'),
        to: plainDate('2026-01-01'),
      })
      const on = addDays(plainDate('2018-01-01'), (i * 37) % 2900)
      const level = levelDigits[i % levelDigits.length]!
      const q = ask(ELECTRICIAN, level, on)
      const tree = q.applicable.levels.get(level)!
      const f = scopeFacts(factsOfRow(row), q.applicable.breadth)
      const { first, clause } = explain(tree, f, q.day)
      let searched: PlainDate | null = null
      // A day at a time as far as the answer, or for 11 years when it says never: no condition asks for more.
      const end = first === null ? addYears(on, 11) : fromNominalDay(first)
      for (let d = on; d <= end; d = addDays(d, 1))
        if (judge(tree, f, nominalDay(d)).clause >= 0) {
          searched = d
          break
        }
      expect(first === null ? null : fromNominalDay(first), `${i} ${level} ${on}`).toBe(searched)
      expect(clause === null).toBe(searched !== on)
      if (searched === null) never++
      else if (searched > on) waited++
      if (clause) seen.add(clause)
    }
    expect(waited).toBeGreaterThan(40)
    expect(never).toBeGreaterThan(40)
    expect(seen.size).toBeGreaterThan(9)
  })

  test('years of one spell are full on the anniversary, whatever the day', () => {
    for (let i = 0; i < 2000; i++) {
      const from = addDays(plainDate('2011-02-01'), i * 2)
      const facts = { birthDate: '1985-05-05', employment: [{ occupation: ELECTRICIAN, from }] }
      const day = addYears(from, 5)
      expect(answer(ask(ELECTRICIAN, '4', '2023-06-01'), facts).firstDay).toBe(day > '2023-06-01' ? day : '2023-06-01')
      if (day > '2023-01-01') {
        expect(answer(ask(ELECTRICIAN, '4', day), facts).eligible).toBe(true)
        expect(answer(ask(ELECTRICIAN, '4', addDays(day, -1)), facts)).toMatchObject({
          eligible: false,
          clause: null,
          firstDay: day,
        })
      }
    }
  })

  test('sixteen is reached on the birthday', () => {
    for (let i = 0; i < 800; i++) {
      const birthDate = addDays(plainDate('2007-06-01'), i)
      const { firstDay } = answer(ask(ELECTRICIAN, '5', '2023-01-01'), { birthDate })
      expect([ageOn(birthDate, plainDate(firstDay!)), ageOn(birthDate, addDays(plainDate(firstDay!), -1))]).toEqual([
        16, 15,
      ])
    }
  })

  test('a certificate that was taken back stops its clock; the next one starts another', () => {
    const day = (d: string) => nominalDay(plainDate(d))
    const q = ask(ELECTRICIAN, '3', '2021-01-01')
    const years = q.applicable.levels
      .get('3')!
      .leaves.find((l) => l.predicate === 'years' && l.title.en.includes('since the certificate'))!
    const cert = (issued: string, revoked: string | null) => ({
      occupation: ELECTRICIAN,
      rank: 2,
      issued: day(issued),
      revoked: revoked === null ? Number.POSITIVE_INFINITY : day(revoked),
      source: 'register',
    })
    const first = (certificates: ReturnType<typeof cert>[]) => {
      const f = {
        birth: day('1990-01-01'),
        employment: [
          { occupation: ELECTRICIAN, from: day('2010-01-01'), to: Number.POSITIVE_INFINITY, source: 'declared' },
        ],
        certificates,
        titles: [],
        education: [],
        declared: new Set<string>(),
      }
      const found = years.next(scopeFacts(f, q.applicable.breadth), q.day)
      return found === null ? null : fromNominalDay(found)
    }
    // Five years by the pattern of 2018, in force on the day.
    expect(first([cert('2018-05-01', null)])).toBe('2023-05-01')
    expect(first([cert('2018-05-01', '2023-05-01')])).toBe(null)
    expect(first([cert('2018-05-01', '2023-05-02')])).toBe('2023-05-01')
    expect(first([cert('2018-05-01', '2022-05-01'), cert('2020-08-31', null)])).toBe('2025-08-31')
    // A later one in scope does not restart the clock of the earlier.
    expect(first([cert('2020-08-31', null), cert('2018-05-01', null)])).toBe('2023-05-01')
    expect(first([cert('2018-05-01', null), cert('2020-08-31', null)])).toBe('2023-05-01')
  })

  test('waiting never brings a certificate', () => {
    const facts = { birthDate: '1990-01-01', employment: [{ occupation: WELDER, from: '2000-01-01' }] }
    // The welder’s standard is of the pattern of 2018: no way to level 3 by years alone.
    expect(answer(ask(WELDER, '3', '2026-11-24'), facts)).toMatchObject({
      eligible: false,
      clause: null,
      firstDay: null,
    })
    expect(
      answer(ask(ELECTRICIAN, '3', '2026-11-24'), {
        ...facts,
        employment: [{ occupation: ELECTRICIAN, from: '2010-01-01' }],
      }),
    ).toMatchObject({ eligible: true, clause: '3.1' })
  })
})

describe('the edition', () => {
  test('is the one in force on the named day', () => {
    expect(ask(ELECTRICIAN, '4', '2022-12-31').applicable.edition).toBe('pattern-2018')
    expect(ask(ELECTRICIAN, '4', '2023-01-01').applicable.edition).toBe('pattern-2023')
    expect(ask(WELDER, '4', '2026-11-24').applicable.edition).toBe('6-18-02-04@2018-01-01')
    const five = { birthDate: '1990-01-01', employment: [{ occupation: ELECTRICIAN, from: '2017-06-01' }] }
    expect(answer(ask(ELECTRICIAN, '4', '2022-12-31'), five)).toMatchObject({ eligible: false, firstDay: '2023-06-01' })
    expect(answer(ask(ELECTRICIAN, '4', '2023-01-01'), five)).toMatchObject({ eligible: true, clause: '4.1' })
  })

  test('unknown occupations, levels and days before any standard are refused, all at once', () => {
    const q = askedOf(standards, '6-99-99-99', '7', plainDate('2026-01-01'))
    expect('findings' in q && q.findings.map((f) => f.code)).toEqual(['OCCUPATION_UNKNOWN', 'LEVEL_UNKNOWN'])
    const early = askedOf(standards, ELECTRICIAN, '4', plainDate('2001-01-01'))
    expect('findings' in early && early.findings.map((f) => f.code)).toEqual(['NO_STANDARD'])
  })

  test('a related occupation counts, an unrelated one does not, and for the welder none but his own', () => {
    const work = (occupation: string) => ({ birthDate: '1990-01-01', employment: [{ occupation, from: '2001-01-01' }] })
    expect(answer(ask(ELECTRICIAN, '4', '2026-01-01'), work('6-31-01-02')).eligible).toBe(true)
    expect(answer(ask(ELECTRICIAN, '4', '2026-01-01'), work('4-03-02-01')).eligible).toBe(false)
    expect(answer(ask(WELDER, '4', '2026-01-01'), work('6-18-02-01')).eligible).toBe(false)
  })
})

describe('facts', () => {
  test('all that is wrong is said at once, each in its place', () => {
    const out = answerGiven(ask(ELECTRICIAN, '3', '2025-01-01'), {
      birthDate: '2000-02-30',
      employment: [
        { occupation: '', from: '2020-01-01' },
        { occupation: ELECTRICIAN, from: '2020-05-01', to: '2020-04-01' },
      ],
      certificates: [{ kind: '毕业证', occupation: ELECTRICIAN, level: 9, issuedOn: '2026-01-01' }],
      titles: [{ grade: '院士', occupation: ELECTRICIAN, obtainedOn: '2020-01-01' }],
      education: [{ kind: '本科', status: 'sleeping', major: 7 }],
      employement: [],
    })
    expect('findings' in out && out.findings.map((f) => `${f.code} ${f.field}`).sort()).toEqual(
      [
        'FACTS_DATE birthDate',
        'FACTS_KEY employement',
        'FACTS_LATER certificates[0].issuedOn',
        'FACTS_LEVEL certificates[0].level',
        'FACTS_MAJOR education[0].major',
        'FACTS_MISSING employment[0].occupation',
        'FACTS_ORDER employment[1].to',
        'FACTS_WORD certificates[0].kind',
        'FACTS_WORD education[0].status',
        'FACTS_WORD titles[0].grade',
      ].sort(),
    )
  })

  test('work before birth, evidence after the application and a pupil who has graduated contradict', () => {
    const codes = (facts: unknown) => {
      const out = answerGiven(ask(ELECTRICIAN, '3', '2025-01-01'), facts)
      return 'findings' in out ? out.findings.map((f) => f.code) : []
    }
    expect(codes({ birthDate: '2000-01-01', employment: [{ occupation: ELECTRICIAN, from: '1999-01-01' }] })).toEqual([
      'FACTS_BEFORE_BIRTH',
    ])
    expect(
      codes({
        birthDate: '2000-01-01',
        certificates: [{ kind: '职业资格证书', occupation: ELECTRICIAN, level: '三级', issuedOn: '2025-01-02' }],
      }),
    ).toEqual(['FACTS_LATER'])
    expect(
      codes({
        birthDate: '2000-01-01',
        education: [{ kind: 'college', status: 'final-year', major: '本专业', graduatedOn: '2023-07-01' }],
      }),
    ).toEqual(['FACTS_CONTRADICTION'])
    expect(codes(null)).toEqual(['FACTS_FORM'])
    expect(codes({})).toEqual(['FACTS_MISSING'])
  })

  test('levels, kinds and grades are read as they are printed', () => {
    const base = { birthDate: '1990-01-01', employment: [{ occupation: ELECTRICIAN, from: '2010-01-01', to: null }] }
    for (const [kind, level] of [
      ['skill-level', 4],
      ['qualification', '4'],
      ['职业技能等级证书', '四级/中级工'],
      ['职业资格证书', '中级工'],
    ])
      expect(
        answer(ask(ELECTRICIAN, '3', '2025-01-01'), {
          ...base,
          certificates: [{ kind, occupation: '电工', level, issuedOn: '2020-01-01' }],
        }).tree.nodes![1],
      ).toMatchObject({ id: '3.2', holds: true, firstDay: '2025-01-01' })
    for (const grade of ['junior', '初级', 'intermediate', '高级'])
      expect(
        answer(ask(ELECTRICIAN, '3', '2025-01-01'), {
          ...base,
          titles: [{ grade, occupation: ELECTRICIAN, obtainedOn: '2020-01-01' }],
        }).tree.nodes![2],
      ).toMatchObject({ id: '3.3', holds: true })
  })
})

describe('standards', () => {
  test('the cases of every pattern and edition come out, and a tree without cases is refused', () => {
    expect(standards.patterns.map((p) => p.id)).toEqual(['pattern-2018', 'pattern-2023'])
    const said = runCases(standards, standards.patterns[1]!, [], 'x').map((f) => f.message.en)
    expect(said.filter((m) => m.includes('no case that it lets in'))).toHaveLength(19)
    expect(said.filter((m) => m.includes('is full'))).not.toHaveLength(0)
  })

  test('a case that does not come out is named', () => {
    const bad = {
      case: '差一天',
      level: '4',
      on: plainDate('2025-02-28'),
      facts: { birthDate: '1990-01-01', employment: [{ occupation: 'SELF', from: '2020-03-01' }] },
      clause: '4.1',
      boundary: '4.1',
    }
    const said = runCases(standards, standards.patterns[1]!, [bad], 'x').map((f) => f.message.en)
    expect(said[0]).toContain('clause null instead of 4.1')
    expect(said[1]).toContain('does not begin on 2025-02-28')
  })

  test('faults of a file are named together', () => {
    const { findings } = readStandards([
      { file: 'a.yaml', content: { occupation: 'x', parent: 'none', levels: { 9: {} } } },
    ])
    expect(findings.map((f) => f.message.en).join('\n')).toMatch(
      /title[\s\S]*source[\s\S]*parent[\s\S]*occupation[\s\S]*issued_on[\s\S]*level 9/,
    )
  })
})
