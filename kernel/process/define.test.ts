import { describe, expect, it } from 'vitest'
import { captain, member, membership, player, someone, steward } from '../testing/club/index.ts'
import { plainDate } from '../values/plain-date.ts'
import { available, transitions } from './available.ts'
import { type CaseView, defineProcess, type ProcessDeclaration } from './define.ts'
import { stateDiagram, transitionTable } from './draw.ts'

const loose = membership as unknown as ProcessDeclaration
const changed = (change: (p: { -readonly [K in keyof ProcessDeclaration]: ProcessDeclaration[K] }) => void) => {
  const p = { ...loose, states: { ...loose.states }, acts: { ...loose.acts }, open: { ...loose.open } }
  change(p)
  return () => defineProcess(p as ProcessDeclaration)
}
const title = { zh: '某', en: 'some' }
const act = (from: string[], to: string, more: object = {}) => ({
  title,
  from,
  to,
  who: { by: { steward: 'jurisdiction' as const } },
  ...more,
})

describe('defineProcess refuses, each fault by its name', () => {
  const text = { kind: 'text' as const, label: title, lengthMax: 10 }
  it.each<[string, RegExp, () => unknown]>([
    [
      'an unknown first state',
      /opens in unknown state nowhere/,
      changed((p) => (p.open = { ...p.open, state: 'nowhere' })),
    ],
    [
      'a state that cannot be reached',
      /state lost cannot be reached/,
      changed((p) => (p.states = { ...p.states, lost: { title, end: true } })),
    ],
    [
      'a state that cannot be left and is no end',
      /state stuck cannot be left/,
      changed((p) => {
        p.states = { ...p.states, stuck: { title } }
        p.acts = { ...p.acts, stick: act(['applied'], 'stuck') }
      }),
    ],
    [
      'an end that is left',
      /left is an end, yet acts leave it/,
      changed((p) => (p.acts = { ...p.acts, revive: act(['left'], 'admitted') })),
    ],
    [
      'an act from an unknown state',
      /act odd names unknown state mars/,
      changed((p) => (p.acts = { ...p.acts, odd: act(['mars'], 'left') })),
    ],
    [
      'an act to an unknown state',
      /act odd names unknown state mars/,
      changed((p) => (p.acts = { ...p.acts, odd: act(['applied'], 'mars') })),
    ],
    [
      'an act that starts nowhere',
      /act odd starts nowhere/,
      changed((p) => (p.acts = { ...p.acts, odd: act([], 'left') })),
    ],
    [
      'notBy an act that keeps no doer',
      /suspend keeps no doer/,
      changed(
        (p) => (p.acts = { ...p.acts, odd: act(['applied'], 'left', { notBy: ['suspend'], keepsDoer: 'odd_by' }) }),
      ),
    ],
    [
      'notBy without keeping its own doer',
      /act odd has notBy but keeps no doer itself/,
      changed((p) => (p.acts = { ...p.acts, odd: act(['applied'], 'left', { notBy: ['open'] }) })),
    ],
    [
      'an act that nobody may do',
      /nobody may do odd/,
      changed((p) => (p.acts = { ...p.acts, odd: act(['applied'], 'left', { who: {} }) })),
    ],
    ['a title that is no field', /titleField surname is not a field/, changed((p) => (p.titleField = 'surname'))],
    [
      'a field given and looked up',
      /field playerName is both given and looked up/,
      changed((p) => (p.completed = { playerName: text })),
    ],
    [
      'a secret in a case',
      /field phone is secret/,
      changed((p) => (p.fields = { ...p.fields, phone: member.fields.phone })),
    ],
    [
      'a secret with an act',
      /field phone is secret/,
      changed(
        (p) => (p.acts = { ...p.acts, odd: act(['applied'], 'left', { needs: { phone: member.fields.phone } }) }),
      ),
    ],
  ])('%s', (_, message, define) => {
    expect(define).toThrow(message)
  })
  it('names all of them at once', () => {
    expect(
      changed((p) => {
        p.titleField = 'surname'
        p.acts = { ...p.acts, odd: act([], 'mars') }
      }),
    ).toThrow(/unknown state mars.*starts nowhere.*surname/s)
  })
})

const aCase = (state: string, doers: CaseView['doers'] = {}): CaseView => ({
  id: 'c',
  process: membership.id,
  edition: '2020-01-01',
  state,
  version: 1,
  openedOn: plainDate('2026-03-10'),
  dueOn: null,
  jurisdiction: 'N1',
  organisation: null,
  own: 'anna',
  fields: {},
  doers,
})
const can = (...[c, a]: [CaseView, Parameters<typeof available>[2]]) =>
  available(membership, c, a).map((x) => `${x.act}${x.allowed ? '' : ' (no)'}`)

describe('available', () => {
  it('lists what this actor may do now, and leaves out what belongs to others', () => {
    expect(can(aCase('applied'), steward())).toEqual(['check', 'refuse'])
    expect(can(aCase('applied'), captain())).toEqual(['refuse'])
    expect(can(aCase('checked'), captain())).toEqual(['admit', 'refuse'])
    expect(can(aCase('admitted'), captain())).toEqual(['suspend'])
    expect(can(aCase('admitted'), player('anna'))).toEqual(['leave'])
    expect(can(aCase('admitted'), player('boris'))).toEqual([])
    expect(can(aCase('left'), captain())).toEqual([])
    expect(can(aCase('applied'), steward('S'))).toEqual([])
    expect(can(aCase('applied'), someone([]))).toEqual([])
  })
  it('says why the second of two persons cannot be the first again, by whatever account', () => {
    const doers = { open: 'anna', check: 'boris' }
    expect(can(aCase('checked', doers), captain('N', 'boris'))).toEqual(['admit (no)', 'refuse'])
    expect(can(aCase('checked', doers), steward('N', 'anna'))).toEqual(['admit (no)', 'refuse'])
    expect(can(aCase('checked', doers), captain('N', 'clara'))).toEqual(['admit', 'refuse'])
    expect(available(membership, aCase('checked', doers), captain('N', 'boris'))[0]!.why).toEqual({
      zh: '您已办理“核对”，这一步须由另一人办理',
      en: 'You did “Check”; this step needs another person',
    })
  })
  it('never offers what only the program does', () => {
    expect(can(aCase('applied'), steward()).includes('lapse')).toBe(false)
  })
})

it('draws every transition, and only those', () => {
  const table = transitionTable(membership)
  const diagram = stateDiagram(membership)
  for (const t of transitions(membership)) expect(diagram).toContain(`${t.from} --> ${t.to}`)
  for (const id of Object.keys(membership.acts)) expect(table).toContain(`\`${id}\``)
  expect(diagram.match(/-->/g)!.length).toBe(transitions(membership).length + 1 + 2)
  expect(table).toContain('（自动）')
})
