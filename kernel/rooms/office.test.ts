import { expect, it } from 'vitest'
import { club, clubOffice, clubStore, members } from '../testing/club/index.ts'
import { defineRoom, type RoomDeclaration } from './define.ts'
import type { RoomStore } from './store.ts'

const room = club as RoomDeclaration
const store = (): RoomStore => clubStore({ feePaid: true, age: 30, failAfterEffect: false })
const opened = (change: Partial<RoomStore>) => () => clubOffice({ store: { ...store(), ...change } })

it('puts the rooms together, editions oldest first', () => {
  const office = clubOffice()
  expect([...office.records.keys()]).toEqual(['club.academy', 'club.member', 'club.locker'])
  expect(office.processes.get('club.membership')).toHaveLength(1)
  expect(office.processStore('club.nothing')).toEqual({})
})

it('refuses slots without filling and fillings without slot, and names each', () => {
  const membership = store().processes!['club.membership']!
  expect(opened({ reads: {} })).toThrow('read club.courts is not filled')
  expect(opened({ reads: { ...store().reads, 'club.balls': async () => 1 } })).toThrow('unknown read club.balls')
  expect(
    opened({
      processes: { 'club.membership': { ...membership, effects: { welcome: membership.effects!['welcome']! } } },
    }),
  ).toThrow('effect strikeOut of club.membership is not filled')
  expect(
    opened({
      processes: { 'club.membership': { ...membership, effects: { ...membership.effects, sing: async () => {} } } },
    }),
  ).toThrow('effect sing of club.membership is filled but never used')
  expect(opened({ processes: { ...store().processes, 'club.party': {} } })).toThrow('unknown process club.party')
  const { complete: _, ...incomplete } = membership
  expect(opened({ processes: { 'club.membership': incomplete } })).toThrow('does not complete them')
  expect(opened({ reads: {}, processes: {} })).toThrow(/read club\.courts[\s\S]*effect welcome/)
})

it('a room speaks under its own name, and of each thing once', () => {
  expect(() => defineRoom({ ...room, id: 'golf' })).toThrow('club.member does not begin with golf.')
  expect(() => defineRoom({ ...room, measures: [members, members] })).toThrow('club.members is declared twice')
})
