import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { loadCity } from '../city/settings.ts'
import { matchRules } from '../kernel/rules/rules.ts'
import { plainDate } from '../kernel/values/plain-date.ts'
import { rooms } from '../modules/rooms.ts'
import { BEGIN, drawnHalf } from './drawn.ts'
import { filesUnder, ROOT, read, told } from './source.ts'

const cities = readdirSync(join(ROOT, 'city'), { withFileTypes: true })
  .filter((e) => e.isDirectory() && existsSync(join(ROOT, 'city', e.name, 'city.yaml')))
  .map((e) => e.name)

describe('rules of the city', () => {
  it.each(cities)('%s: every need has its value, every value its need and its citation', async (city) => {
    const { rules } = await loadCity(city)
    const needs = rooms.flatMap((r) => r.needs ?? [])
    const findings = matchRules(needs, rules, plainDate('2026-11-24'))
    expect(
      told(
        'Rules and needs do not match:',
        findings.map((f) => `${f.message.en} — ${f.hint.en}`),
      ),
    ).toBe('')
    const bare = rules.flatMap((r) =>
      r.values
        .filter(
          (v) => v.source !== 'missing' && !(v.source.title && (v.source.number || v.source.url || v.source.article)),
        )
        .map((v) => `${r.key} from ${v.from}`),
    )
    expect(told('A source names its document with number, article or address (or says `source: missing`):', bare)).toBe(
      '',
    )
    const unchecked = rules.filter((r) => r.checkedOn === null).map((r) => r.key)
    expect(told('Say on which day the value was checked (checked_on):', unchecked)).toBe('')
  })

  it('a room declares needs under its own name', () => {
    const wrong = rooms.flatMap((r) =>
      (r.needs ?? []).filter((n) => !n.key.startsWith(`${r.id}.`)).map((n) => `${r.id} declares ${n.key}`),
    )
    expect(told('Each need begins with its room:', wrong)).toBe('')
  })

  it('deadlines of processes and rules of measures are declared needs', () => {
    const keys = new Set(rooms.flatMap((r) => (r.needs ?? []).map((n) => n.key)))
    const wrong = rooms.flatMap((r) => [
      ...(r.processes ?? []).flatMap((p) =>
        Object.values(p.states).flatMap((s) => (s.deadline && !keys.has(s.deadline) ? [`${p.id}: ${s.deadline}`] : [])),
      ),
      ...(r.measures ?? []).flatMap((m) =>
        m.kind === 'given' && !keys.has(m.ruleKey) ? [`${m.id}: ${m.ruleKey}`] : [],
      ),
      ...(r.facts ?? []).flatMap((f) =>
        Object.values(f.dimensions).flatMap((d) =>
          d.bandsRule && !keys.has(d.bandsRule) ? [`${f.id}: ${d.bandsRule}`] : [],
        ),
      ),
    ])
    expect(told('Declare these needs:', wrong)).toBe('')
  })

  it('every YAML file below city/ can be read', () => {
    const wrong = filesUnder(['city'], (p) => p.endsWith('.yaml')).flatMap((f) => {
      try {
        parse(read(f), { schema: 'core' })
        return []
      } catch (e) {
        return [`${f}: ${(e as Error).message.split('\n')[0]}`]
      }
    })
    expect(told('Mend the YAML:', wrong)).toBe('')
  })
})

describe('READMEs of the rooms', () => {
  it('each room has one, and it names its documents', () => {
    const wrong = rooms.flatMap((r) => {
      const path = `modules/${r.id}/README.md`
      if (!existsSync(join(ROOT, path)))
        return [
          `${path} is missing: write what is decided here and by which documents, then run node scripts/draw-readmes.ts`,
        ]
      return /《|〔|GB\/?T? ?\d|\bdocument/i.test(read(path)) ? [] : [`${path} names no document`]
    })
    expect(told('READMEs:', wrong)).toBe('')
  })

  it('the drawn half is what the declarations say', () => {
    const wrong = rooms.flatMap((r) => {
      const path = `modules/${r.id}/README.md`
      if (!existsSync(join(ROOT, path))) return []
      const text = read(path)
      return text.includes(drawnHalf(r)) || (!r.processes?.length && !text.includes(BEGIN)) ? [] : [path]
    })
    expect(told('Run node scripts/draw-readmes.ts and commit what changed in:', wrong)).toBe('')
  })
})

describe('pages', () => {
  it.runIf(existsSync(join(ROOT, 'doors/portal/tsx-hook.ts')))(
    'React runs in production mode where pages are drawn',
    () => {
      // In a process of its own, as `npm start` begins, but without anybody having set NODE_ENV.
      const run = spawnSync(
        process.execPath,
        [
          '--input-type=module',
          '-e',
          `await import('./doors/portal/tsx-hook.ts'); ${existsSync(join(ROOT, 'doors/portal/server.ts')) ? "await import('./doors/portal/server.ts');" : ''} const { createElement } = await import('react'); process.stdout.write(String(createElement('p')._store === undefined))`,
        ],
        { cwd: ROOT, encoding: 'utf8', env: { ...process.env, NODE_ENV: undefined } },
      )
      expect(run.stderr).toBe('')
      expect(
        told(
          'Set NODE_ENV=production before the first import of react (doors/portal/tsx-hook.ts):',
          run.stdout === 'true' ? [] : [`elements carry the marks of the development build (${run.stdout})`],
        ),
      ).toBe('')
    },
  )
})
