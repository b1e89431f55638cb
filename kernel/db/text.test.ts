import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { propertyRuns } from '../testing/club/index.ts'
import { copyFields, copyLine, lines, textArray } from './copy-text.ts'
import { isSecondPass } from './migrate.ts'
import { queryTerms, searchTerms } from './search-terms.ts'
import { allOf, join, name, prepared, sql } from './sql.ts'
import { splitStatements } from './statements.ts'

describe('sql', () => {
  it('binds values, nests pieces, and numbers parameters through', () => {
    const where = [sql`area = ${'N1'}`, sql`level = any(${['a', 'b']})`]
    const q = sql`select ${join(['name', 'area'].map((c) => name(c)))} from ${name('club.member')} where ${allOf(where)} and joined_on > ${'2026-01-01'} limit ${5}`
    expect(q.text).toBe(
      'select name, area from club.member where area = $1 and level = any($2) and joined_on > $3 limit $4',
    )
    expect(q.values).toEqual(['N1', ['a', 'b'], '2026-01-01', 5])
    // A piece used twice is numbered anew each time.
    const again = sql`${where[0]} or ${where[0]}`
    expect([again.text, again.values]).toEqual(['area = $1 or area = $2', ['N1', 'N1']])
    expect([allOf([]).text, join([]).text, join([], ', ', 'none').text]).toEqual(['true', '', 'none'])
    expect(prepared('by-area', where[0]!)).toEqual({ text: 'area = $1', values: ['N1'], statement: 'by-area' })
  })
  it('never writes a value into the text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (values) => {
        const q = join(
          values.map((v) => sql`x = ${v}`),
          ' or ',
          'true',
        )
        expect(q.values).toEqual(values)
        expect(q.text).toMatch(/^(true|x = \$\d+( or x = \$\d+)*)$/)
      }),
      propertyRuns(200),
    )
  })
  it.each([
    '',
    'a;b',
    'a b',
    'a"',
    "a'",
    'a--',
    'a.b.c',
    'A',
    '1a',
    'a.',
    'é',
    'a\n',
    'a(b)',
    '$1',
    'pg_catalog.x; drop',
  ])('refuses %j for a name', (n) => {
    expect(() => name(n)).toThrow('not an identifier')
  })
})

describe('statements', () => {
  it.each<[string, string[]]>([
    ['', []],
    ['-- only a comment', []],
    ['select 1; select 2;', ['select 1', 'select 2']],
    [`insert into t values ('a;b', 'it''s; so')`, [`insert into t values ('a;b', 'it''s; so')`]],
    ['select "odd;name" from t; x', ['select "odd;name" from t', 'x']],
    ['do $$ begin; end $$; do $x$ a;$$;b $x$', ['do $$ begin; end $$', 'do $x$ a;$$;b $x$']],
    ['a -- not; here\n; b /* nor; here */ c', ['a', 'b  c']],
    ["select '--' ; select $1", ["select '--'", 'select $1']],
  ])('%j', (text, expected) => {
    expect(splitStatements(text)).toEqual(expected)
  })
  it('refuses what does not end', () => {
    for (const bad of ["select 'x", 'select "x', 'do $$ x', '/* x'])
      expect(() => splitStatements(bad)).toThrow(/without end/)
  })
  it('knows what may wait for the second pass', () => {
    for (const s of [
      'create unique index a on t (b)',
      'CREATE INDEX a on t (b)',
      'alter table x.t add constraint t_pk primary key (a)',
      'alter table t add constraint f foreign key (a) references u (a)',
      'alter table t add constraint u unique (a)',
    ])
      expect(isSecondPass(s), s).toBe(true)
    for (const s of [
      'create table t (a int)',
      'alter table t add column a int',
      'alter table t add constraint c check (a > 0)',
      'grant select on t to x',
    ])
      expect(isSecondPass(s), s).toBe(false)
  })
})

const NAUGHTY = fileURLToPath(new URL('../../../shared/data/vectors/blns.json', import.meta.url))
const naughty = existsSync(NAUGHTY)
  ? (JSON.parse(readFileSync(NAUGHTY, 'utf8')) as string[])
  : ['\\N', '\\.', 'a\tb', 'a\nb', '\\', '网球\u000b', '"', "'; drop table member; --"]

describe('COPY text', () => {
  const there = (values: (string | null)[]): void => {
    expect(copyFields(copyLine(values).slice(0, -1))).toEqual(values)
  }
  it('goes there and back for naughty strings', () => {
    for (const s of naughty) there([s, null, s])
    there(['\\N', '', null])
  })
  it('goes there and back for any text', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.option(
            fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\\N', '\\', '\t', '\n', '\\n', '\b\f\v\r')),
          ),
          { minLength: 1 },
        ),
        there,
      ),
      propertyRuns(500),
    )
  })
  it('keeps one line one line', () => {
    for (const s of naughty) expect(copyLine([s]).match(/\n/g)).toHaveLength(1)
  })
  it('writes numbers, flags and bytes as PostgreSQL reads them', () => {
    expect(copyLine([1.5, true, false, undefined, Buffer.from([0, 255])])).toBe('1.5\tt\tf\t\\N\t\\\\x00ff\n')
    expect(textArray(['a', 'b"c', 'd\\e', '{,}'])).toBe('{"a","b\\"c","d\\\\e","{,}"}')
  })
  it('cuts lines on bytes, wherever a chunk ends', async () => {
    const text = '网球\t一\n二三\n\n四'
    const bytes = Buffer.from(text)
    for (let size = 1; size <= bytes.length; size++) {
      const chunks = async function* () {
        for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size)
      }
      const out: string[] = []
      for await (const l of lines(chunks())) out.push(l)
      expect(out).toEqual(text.split('\n'))
    }
  })
})

describe('search terms', () => {
  it('are the single signs and pairs of each run, whatever width and case', () => {
    expect(searchTerms('欧阳Ａb', null, '1-2')).toEqual(['欧', '欧阳', '阳', '阳a', 'a', 'ab', 'b', '1', '2'])
    expect(queryTerms('欧阳娜')).toEqual(['欧阳', '阳娜'])
    expect(queryTerms('𠀀')).toEqual(['𠀀'])
    expect(queryTerms('!?')).toEqual([])
  })
  it('whatever part of a text is asked for, its terms are among the text’s', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'网球会欧阳Ab1 -𠀀'), minLength: 1, maxLength: 12 }),
        fc.nat(),
        fc.nat(),
        (s, a, b) => {
          const chars = [...s]
          const part = chars.slice(a % chars.length, (a % chars.length) + 1 + (b % chars.length)).join('')
          const terms = new Set(searchTerms(s))
          for (const t of queryTerms(part)) expect(terms.has(t), `${t} of ${part} in ${s}`).toBe(true)
        },
      ),
      propertyRuns(300),
    )
  })
})
