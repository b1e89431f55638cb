import { expect, test } from 'vitest'
import { Gather } from './gather.ts'

test('each asker gets its own answer, and a crowd is few statements', async () => {
  const sizes: number[] = []
  const squares = new Gather<number, number>(
    async (keys) => {
      sizes.push(keys.length)
      await new Promise((go) => setImmediate(go))
      return keys.map((k) => k * k)
    },
    { togetherMax: 40, atOnceMax: 2 },
  )
  expect(await squares.ask(7)).toBe(49)
  expect(sizes).toEqual([1])
  const answers = await Promise.all(Array.from({ length: 1000 }, (_, i) => squares.ask(i)))
  expect(answers).toEqual(Array.from({ length: 1000 }, (_, i) => i * i))
  expect(Math.max(...sizes)).toBeLessThanOrEqual(40)
  expect(sizes.length).toBeLessThan(60)
})

test('no more statements at once than allowed', async () => {
  let now = 0
  let most = 0
  const g = new Gather<number, number>(
    async (keys) => {
      most = Math.max(most, ++now)
      await new Promise((go) => setTimeout(go, 1))
      now--
      return [...keys]
    },
    { togetherMax: 3, atOnceMax: 2 },
  )
  await Promise.all(Array.from({ length: 50 }, (_, i) => g.ask(i)))
  expect(most).toBe(2)
})

test('a failure reaches those who asked together, and nobody after', async () => {
  let fails = true
  const g = new Gather<number, number>(async (keys) => {
    if (fails) throw new Error('gone')
    return [...keys]
  })
  const first = await Promise.allSettled([g.ask(1), g.ask(2)])
  expect(first.map((f) => f.status)).toEqual(['rejected', 'rejected'])
  fails = false
  expect(await g.ask(3)).toBe(3)
})
