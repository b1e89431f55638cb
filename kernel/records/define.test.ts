import { describe, expect, it } from 'vitest'
import { member } from '../testing/club/index.ts'
import { checkFields } from './check.ts'
import { defineRecord, type RecordDeclaration, sealedTableOf } from './define.ts'
import type { Field } from './fields.ts'
import { decodeCursor, encodeCursor } from './service.ts'

const label = { zh: '某', en: 'some' }
const text: Field = { kind: 'text', label, lengthMax: 10 }
const phone = member.fields.phone as Field & { kind: 'secret' }
const changed = (more: Partial<RecordDeclaration>) => () => defineRecord({ ...(member as RecordDeclaration), ...more })

describe('defineRecord refuses, each fault by its name', () => {
  it.each<[RegExp, Partial<RecordDeclaration>]>([
    [/id Club is not room\.thing/, { id: 'Club' }],
    [/titleField surname is not a field/, { titleField: 'surname' }],
    [/no key/, { key: [] }],
    [/order by age, which is not a field/, { order: { field: 'age', direction: 'asc' } }],
    [/two fields share column name/, { fields: { name: text, other: { ...text, column: 'name' } } }],
    [/phone is secret and cannot be open/, { fields: { name: text, phone: { ...phone, publicly: 'open' } } }],
    [/phone has no public mask/, { fields: { name: text, phone: (({ publicMask: _, ...rest }) => rest)(phone) } }],
    [
      /phone cannot be filtered without a blind index/,
      { fields: { name: text, phone: (({ blindIndex: _, ...rest }) => rest)(phone) } },
    ],
    [/nobody may read it/, { read: {} }],
  ])('%s', (message, more) => {
    expect(changed(more)).toThrow(message)
  })
  it('seals key and fields in their order, each column once', () => {
    expect(sealedTableOf(member)).toEqual({
      table: 'club.member',
      key: ['member_id'],
      columns: [
        'member_id',
        'name',
        'area',
        'level',
        'academy_id',
        'phone_sealed',
        'player_key',
        'joined_on',
        'remark',
      ],
    })
  })
})

it('checks every kind of field, and names every fault', () => {
  const fields: { [key: string]: Field } = {
    name: { ...text, required: true },
    day: { kind: 'date', label },
    at: { kind: 'instant', label },
    seats: { kind: 'integer', label, min: 1, max: 4 },
    fee: { kind: 'money', label },
    paid: { kind: 'boolean', label },
    level: { kind: 'choice', label, choices: [{ id: 'a', label }] },
    area: { kind: 'code', label, codes: 'x' },
    areas: { kind: 'codes', label, codes: 'x' },
    friend: { kind: 'reference', label, record: 'x' },
    phone,
  }
  const good = {
    name: '你好网球世界你好网球',
    day: '2024-02-29',
    at: '2026-01-01T00:00:00Z',
    seats: 4,
    fee: -5,
    paid: false,
    level: 'a',
    area: 'N1',
    areas: ['N1'],
    friend: 'id',
    phone: '1',
  }
  expect(checkFields(fields, good)).toEqual([])
  const bad = {
    name: '长'.repeat(11),
    day: '2023-02-29',
    at: 'noon',
    seats: 5,
    fee: 0.5,
    paid: 'yes',
    level: 'b',
    area: 1,
    areas: [1],
    friend: {},
    phone: 2,
    toString: 'x',
  }
  expect(checkFields(fields, bad).map((f) => f.code)).toEqual([
    'FIELD_UNKNOWN',
    'FIELD_LONG',
    'DATE_FMT',
    'INSTANT_FMT',
    'FIELD_LARGE',
    'FIELD_NUMBER',
    'FIELD_BOOLEAN',
    'FIELD_CHOICE',
    'FIELD_CODE',
    'FIELD_CODES',
    'FIELD_CODE',
    'FIELD_TEXT',
  ])
  expect(checkFields(fields, {}).map((f) => f.code)).toEqual(['FIELD_MISSING'])
  expect(checkFields(fields, { name: 'x', seats: 0 }).map((f) => f.code)).toEqual(['FIELD_SMALL'])
  for (const f of checkFields(fields, bad))
    expect([f.message.zh, f.message.en, f.hint.zh, f.hint.en].every(Boolean)).toBe(true)
})

it('cursors go there and back, and nothing else is one', () => {
  expect(decodeCursor(encodeCursor(['2026-01-01', '网球']))).toEqual(['2026-01-01', '网球'])
  for (const bad of ['', 'x', Buffer.from('{"a":1}').toString('base64url'), Buffer.from('[1]').toString('base64url')])
    expect(decodeCursor(bad)).toBeUndefined()
})
