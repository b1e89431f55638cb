import { describe, expect, test } from 'vitest'
import type { SignedIn } from './api-types.ts'
import { maySee, menuOf, type PageManifest } from './manifest.ts'

const page = async () => ({ default: () => null })
const title = { zh: '页', en: 'page' }
const manifests: PageManifest[] = [
  { room: 'courts', items: [{ path: '/courts', title, who: ['keeper'], component: page }] },
  {
    room: 'members',
    items: [
      { path: '/members', title, who: 'signedIn', component: page },
      { path: '/members/$id', title, who: 'signedIn', menu: false, component: page },
    ],
  },
  { room: 'notices', items: [{ path: '/notices', title, who: 'anyone', component: page }] },
]
const rooms = ['members', 'courts', 'notices'].map((id) => ({ id, title: { zh: id, en: id } }))
const keeper: SignedIn = {
  accountId: 'a',
  name: 'K',
  demo: true,
  grants: [{ role: 'keeper', title, jurisdiction: '14', organisationId: null }],
}

describe('menu', () => {
  test('stands in the order of the rooms, without hidden pages', () => {
    expect(menuOf(manifests, rooms, keeper).map((g) => [g.room, g.items.map((i) => i.path)])).toEqual([
      ['members', ['/members']],
      ['courts', ['/courts']],
      ['notices', ['/notices']],
    ])
  })
  test('shows a stranger only what is for anyone', () => {
    expect(menuOf(manifests, rooms, null).map((g) => g.room)).toEqual(['notices'])
  })
  test('roles open pages, other roles do not', () => {
    expect(maySee({ who: ['keeper'] }, keeper)).toBe(true)
    expect(maySee({ who: ['auditor'] }, keeper)).toBe(false)
    expect(maySee({ who: ['keeper'] }, null)).toBe(false)
  })
})
