import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { propertyRuns } from '../testing/club/index.ts'
import { totp } from './accounts.ts'
import { type Actor, ANYONE, SYSTEM } from './actor.ts'
import { allows, allowsSome, type Policy, scopeTerms } from './policy.ts'
import { scopePredicate } from './predicate.sql.ts'
import { conflictsOf, defineRoles, type Role } from './roles.ts'

const title = { zh: '某', en: 'some' }
const role = (id: string, notWith?: string[]): Role => ({
  id,
  title,
  scope: 'none',
  staff: false,
  ...(notWith ? { notWith } : {}),
})

describe('deny by default', () => {
  const member: Actor = {
    accountId: 'a',
    personKey: 'anna',
    name: 'Anna',
    grants: [{ role: 'steward', jurisdiction: 'N', organisationId: null }],
  }
  it.each<[string, Policy, Actor, object, boolean]>([
    ['an empty policy lets nobody through', {}, member, { jurisdiction: 'N1' }, false],
    ['anyone', { anyone: true }, ANYONE, {}, true],
    ['signedIn without account', { signedIn: true }, ANYONE, {}, false],
    ['signedIn with account', { signedIn: true }, member, {}, true],
    ['role inside its area', { by: { steward: 'jurisdiction' } }, member, { jurisdiction: 'N1' }, true],
    ['role outside its area', { by: { steward: 'jurisdiction' } }, member, { jurisdiction: 'S1' }, false],
    [
      'an area that only holds the letters of another',
      { by: { steward: 'jurisdiction' } },
      member,
      { jurisdiction: 'SN1' },
      false,
    ],
    ['a row without area', { by: { steward: 'jurisdiction' } }, member, { jurisdiction: null }, false],
    ['a role that is not held', { by: { captain: 'none' } }, member, {}, false],
    [
      'a relation for which the grant says nothing',
      { by: { steward: 'organisation' } },
      member,
      { organisation: null },
      false,
    ],
    ['own', { by: { steward: 'own' } }, member, { own: 'anna' }, true],
    ['not own', { by: { steward: 'own' } }, member, { own: 'boris' }, false],
    ['the program itself holds no role', { by: { steward: 'jurisdiction' } }, SYSTEM, { jurisdiction: 'N1' }, false],
    [
      'names of Object.prototype are no roles',
      { by: {} },
      { ...member, grants: [{ role: 'constructor', jurisdiction: 'N', organisationId: null }] },
      { jurisdiction: 'N1' },
      false,
    ],
  ])('%s', (_, policy, actor, row, expected) => {
    expect(allows(policy, actor, row)).toBe(expected)
  })
  it('an empty jurisdiction in a grant covers nothing', () => {
    expect(
      scopeTerms(
        { by: { steward: 'jurisdiction' } },
        { ...member, grants: [{ role: 'steward', jurisdiction: '', organisationId: null }] },
      ),
    ).toEqual([])
  })
  it('allowsSome is true exactly where some row could be allowed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('steward', 'captain'),
        fc.constantFrom<Policy>(
          {},
          { anyone: true },
          { signedIn: true },
          { by: { steward: 'jurisdiction' } },
          { by: { steward: 'own', captain: 'organisation' } },
        ),
        fc.option(fc.constantFrom('N', 'N1', '')),
        fc.option(fc.constantFrom('o1')),
        (r, policy, jurisdiction, organisationId) => {
          const actor = { ...member, grants: [{ role: r, jurisdiction, organisationId }] }
          const some = ['N1', 'N2', null].some((j) =>
            ['o1', null].some((o) =>
              ['anna', null].some((own) => allows(policy, actor, { jurisdiction: j, organisation: o, own })),
            ),
          )
          expect(allowsSome(policy, actor)).toBe(some)
        },
      ),
      propertyRuns(200),
    )
  })
  it('a relation without its column lets nothing through in SQL', () => {
    expect(scopePredicate({ by: { steward: 'jurisdiction' } }, member, {}).text).toBe('false')
    expect(scopePredicate({ by: { steward: 'jurisdiction' } }, member, { jurisdiction: 'area' })).toMatchObject({
      text: '(starts_with(area, $1))',
      values: ['N'],
    })
  })
})

describe('roles', () => {
  it('refuses an id given twice and an unknown neighbour', () => {
    expect(() => defineRoles([role('a'), role('a')])).toThrow('declared twice')
    expect(() => defineRoles([role('a', ['b'])])).toThrow('unknown role b')
  })
  it('finds those that must not meet, whichever of the two says so', () => {
    const roles = [role('steward'), role('coach', ['steward']), role('player')]
    expect(conflictsOf(roles, ['steward', 'coach', 'player'])).toEqual([['coach', 'steward']])
    expect(conflictsOf(roles, ['coach', 'player'])).toEqual([])
  })
})

it('gives the codes of RFC 6238, appendix B (last six of the eight digits)', () => {
  const secret = Buffer.from('12345678901234567890')
  for (const [seconds, code] of [
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ] as const)
    expect(totp(secret, Math.floor(seconds / 30))).toBe(code)
})
