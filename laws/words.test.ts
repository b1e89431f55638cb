import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { rooms } from '../modules/rooms.ts'
import { filesUnder, isTest, isTypeScript, pieces, ROOT, read, told, withoutComments } from './source.ts'

/** Terms of the office. The kernel is one mechanism for any register and any procedure; it names none of these. */
const FIELD_TERMS =
  /certificate|occupation|training|trainee|subsid|vocational|apprentice|competition|\bcounty|counties|enrolment|diploma|licence|employer|\bschool|skilled|\bskill-|社保|证书|培训|技能|职业|补贴|学员|竞赛|县|技工|鉴定|等级认定|考生|考试|工种|人社/i
/** What may stand, and why. */
const SAID_BY_OTHERS: readonly { file: RegExp; word: RegExp; why: string }[] = [
  { file: /^kernel\/(secrets|db|http)\//, word: /certificate|证书/i, why: 'X.509 certificates of a TLS connection' },
]

/** `null` is a word of YAML that whoever writes the file must know. */
const SAID_OF_YAML = [{ file: 'modules/replies/letter-template.ts', text: '写 null' }]

describe('words', () => {
  it('the kernel knows no domain word', () => {
    const wrong: string[] = []
    for (const f of filesUnder(
      ['kernel'],
      (p) =>
        (isTypeScript(p) || (p.endsWith('.sql') && p !== 'kernel/db/schema.sql') || p.endsWith('.typ')) && !isTest(p),
    )) {
      const text = f.endsWith('.sql')
        ? read(f).replace(/--.*/g, '')
        : f.endsWith('.typ')
          ? read(f).replace(/\/\/.*/g, '')
          : withoutComments(read(f))
      text.split('\n').forEach((line, i) => {
        const m = FIELD_TERMS.exec(line)
        if (m && !SAID_BY_OTHERS.some((s) => s.file.test(f) && s.word.test(m[0])))
          wrong.push(`${f}:${i + 1} “${m[0]}”: ${line.trim().slice(0, 100)}`)
      })
    }
    expect(told('Say it in general words, or move it to the room or the city whose word it is:', wrong)).toBe('')
  })

  it('no text says what STYLE.md §10 forbids', () => {
    const banned = /非法|无效参数|系统异常|操作失败|未知错误|敬请期待|null|undefined/
    const wrong: string[] = []
    // Only texts for people: strings with Chinese in them.
    for (const f of filesUnder(
      ['modules', 'doors', 'kit', 'kernel', 'city'],
      (p) => isTypeScript(p) && !isTest(p) && !p.endsWith('.sql.ts'),
    ))
      for (const p of pieces(read(f)))
        if (
          p.kind === 'string' &&
          /\p{Script=Han}/u.test(p.text) &&
          banned.test(p.text) &&
          !SAID_OF_YAML.some((x) => f === x.file && p.text.includes(x.text))
        )
          wrong.push(`${f}:${p.line} “${banned.exec(p.text)![0]}” in “${p.text.slice(0, 60)}”`)
    expect(told('Say what is wrong and how to mend it, in plain words:', wrong)).toBe('')
  })

  it('the public is addressed as 您', () => {
    const wrong: string[] = []
    for (const f of filesUnder(['modules', 'doors', 'kit', 'kernel'], (p) => isTypeScript(p) && !isTest(p)))
      for (const p of pieces(read(f)))
        if (p.kind === 'string' && /你/.test(p.text) && /\p{Script=Han}{2}/u.test(p.text))
          wrong.push(`${f}:${p.line} ${p.text.slice(0, 60)}`)
    expect(told('Write 您:', wrong)).toBe('')
  })

  it('every room has its page in the glossary', () => {
    const wrong = rooms
      .filter((r) => !existsSync(join(ROOT, 'docs/glossary', `${r.id}.md`)))
      .map((r) => `docs/glossary/${r.id}.md`)
    expect(told('Write the words of these rooms:', wrong)).toBe('')
  })

  it('measures, records and processes have titles in both languages', () => {
    const wrong: string[] = []
    const text = (where: string, t: { zh: string; en: string }) => {
      if (!/\p{Script=Han}/u.test(t.zh)) wrong.push(`${where}: zh is “${t.zh}”`)
      if (!/[a-z]/i.test(t.en) || /\p{Script=Han}/u.test(t.en)) wrong.push(`${where}: en is “${t.en}”`)
    }
    for (const r of rooms) {
      text(r.id, r.title)
      for (const m of r.measures ?? []) for (const t of [m.title, m.unit, m.meaning, ...m.sources]) text(m.id, t)
      for (const x of r.records ?? []) for (const [k, f] of Object.entries(x.fields)) text(`${x.id}.${k}`, f.label)
      for (const p of r.processes ?? []) {
        for (const [k, s] of Object.entries(p.states)) text(`${p.id} ${k}`, s.title)
        for (const [k, a] of Object.entries(p.acts)) text(`${p.id} ${k}`, a.title)
      }
    }
    expect(told('Chinese first, with an English twin:', wrong)).toBe('')
  })

  it('decisions are numbered, each once', () => {
    const names = filesUnder(['docs/decisions'], (p) => p.endsWith('.md')).map((p) => p.split('/').at(-1)!)
    const wrong = names.filter((n) => !/^\d{4}-[a-z0-9-]+\.md$/.test(n))
    const numbers = names.map((n) => n.slice(0, 4))
    wrong.push(...numbers.filter((n, i) => numbers.indexOf(n) !== i).map((n) => `${n} is used twice`))
    expect(told('Name them 0001-what-was-decided.md:', wrong)).toBe('')
  })
})
