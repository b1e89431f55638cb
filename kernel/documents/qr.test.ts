import { expect, test } from 'vitest'
import { QUIET_MODULES, qrMatrix, qrSvg } from './qr.ts'

const link = 'https://club.example.cn/v#'
const digits = '1234567890'.repeat(29)

test('a long number in its own segment makes a smaller code', () => {
  const split = qrMatrix([
    { data: link, mode: 'byte' },
    { data: digits, mode: 'numeric' },
  ])
  const whole = qrMatrix([{ data: link + digits, mode: 'byte' }])
  expect(split.version).toBeLessThan(whole.version)
  expect(split.size).toBe(17 + 4 * split.version)
  expect(split.rows.every((r) => r.length === split.size)).toBe(true)
})

test('the three finders stand in their corners', () => {
  const { rows, size } = qrMatrix(link)
  const finder = ['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111']
  for (const [x, y] of [
    [0, 0],
    [size - 7, 0],
    [0, size - 7],
  ] as const)
    expect(rows.slice(y, y + 7).map((r) => r.slice(x, x + 7))).toEqual(finder)
})

test('the format bits say level M', () => {
  const { rows } = qrMatrix(link)
  // Level and mask are bits 14 to 10 of the format word, masked with 10101; M is 00.
  const masked = (rows[8] ?? '').slice(0, 2)
  expect(masked).toBe('10')
})

test('the picture has every dark module once and a quiet zone', () => {
  const { rows, size } = qrMatrix(link)
  const svg = qrSvg(link, { sideMm: 25, label: '核验 <码>' })
  const dark = [...svg.matchAll(/M(\d+) (\d+)h(\d+)v1/g)].flatMap((m) =>
    Array.from({ length: Number(m[3]) }, (_, i) => `${Number(m[1]) + i},${m[2]}`),
  )
  const wanted = rows.flatMap((r, y) =>
    [...r].flatMap((c, x) => (c === '1' ? [`${x + QUIET_MODULES},${y + QUIET_MODULES}`] : [])),
  )
  expect(dark.sort()).toEqual(wanted.sort())
  expect(svg).toContain(
    `viewBox="0 0 ${size + 2 * QUIET_MODULES} ${size + 2 * QUIET_MODULES}" width="25mm" height="25mm"`,
  )
  expect(svg).toContain('aria-label="核验 &#60;码&#62;"')
})
