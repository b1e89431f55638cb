import fc from 'fast-check'
import { expect, it } from 'vitest'
import { propertyRuns } from '../testing/club/index.ts'
import { canonicalJson, type Json } from '../values/canonical-json.ts'
import { leafText } from './journal.ts'
import { GrowingTree, leafHash, sha256 } from './tree.ts'

// Golden vectors of the certificate-transparency reference implementation (RFC 6962 §2.1).
const DATA = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(
  (h) => Buffer.from(h, 'hex'),
)
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

it('gives the roots of RFC 6962 for every size of the golden tree', () => {
  const tree = new GrowingTree()
  expect(tree.root().toString('hex')).toBe(ROOTS[0])
  DATA.forEach((d, i) => {
    tree.add(leafHash(d))
    expect(tree.size).toBe(i + 1)
    expect(tree.root().toString('hex'), `size ${i + 1}`).toBe(ROOTS[i + 1])
  })
})

/** The definition of RFC 6962 §2.1 word for word: split at the largest power of two below n. */
function rootByDefinition(leaves: Buffer[]): Buffer {
  if (leaves.length === 0) return sha256(Buffer.alloc(0))
  if (leaves.length === 1) return leaves[0]!
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return sha256(
    Buffer.concat([Buffer.from([1]), rootByDefinition(leaves.slice(0, k)), rootByDefinition(leaves.slice(k))]),
  )
}

it('grows to the root of the definition at every size', () => {
  const tree = new GrowingTree()
  const leaves: Buffer[] = []
  for (let n = 1; n <= 300; n++) {
    const leaf = leafHash(Buffer.from(`ball ${n}`))
    leaves.push(leaf)
    tree.add(leaf)
    expect(tree.root().equals(rootByDefinition(leaves)), `size ${n}`).toBe(true)
  }
})

it('writes the JSON of RFC 8785: keys by UTF-16, ECMAScript numbers, no blanks', () => {
  // The example of RFC 8785 §3.2.2 and its sorting example of §3.2.3.
  expect(
    canonicalJson({
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '€$\u000f\nA\'B"\\\\"/',
      literals: [null, true, false],
    }),
  ).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
  expect(
    Object.keys(
      JSON.parse(canonicalJson({ '€': 1, '\r': 1, '\ufb33': 1, '1': 1, '😀': 1, '\u0080': 1, ö: 1 })) as object,
    ),
  ).toEqual(['1', '\r', '\u0080', 'ö', '€', '😀', '\ufb33'])
  expect(() => canonicalJson(Number.NaN)).toThrow(RangeError)
})

it('says the same for the same value, in whatever order its keys were given', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (v) => {
      const text = canonicalJson(v as Json)
      const turned = JSON.parse(text, (_, x) =>
        x && typeof x === 'object' && !Array.isArray(x) ? Object.fromEntries(Object.entries(x).reverse()) : x,
      ) as Json
      expect(canonicalJson(turned)).toBe(text)
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(v)))
    }),
    propertyRuns(300),
  )
})

it('writes the keys of a leaf in canonical order', () => {
  const text = leafText({
    subject: 's',
    seq: 1,
    rows: [],
    prev: '',
    kind: 'k',
    day: '2026-03-10',
    bucket: 0,
    body: {},
    at: 'a',
    actor: 'x',
  })
  expect(text).toBe(
    '{"actor":"x","at":"a","body":{},"bucket":0,"day":"2026-03-10","kind":"k","prev":"","rows":[],"seq":1,"subject":"s"}',
  )
})
