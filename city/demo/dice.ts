/**
 * Randomness of the invented town: fast, and addressed. `reset(seed, stream, index)` goes to the beginning of the stream of
 * one person (or class, or place), so that any part of the town can be made alone, in any order, by any thread, always the
 * same. Fit for invented people, never for secrets.
 */
export class Dice {
  #state = 0

  reset(seed: number, stream: number, index: number): this {
    let h = mix(seed ^ Math.imul(stream + 1, 0x9e3779b1))
    h = mix(h ^ Math.imul(index + 1, 0x85ebca6b))
    this.#state = h
    return this
  }

  /** 32 random bits. */
  bits(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    const a = this.#state
    let t = Math.imul(a ^ (a >>> 15), a | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }
  /** In [0, 1). */
  next(): number {
    return this.bits() / 4_294_967_296
  }
  /** 0 … n-1. */
  below(n: number): number {
    return Math.floor(this.next() * n)
  }
  /** Both ends included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }
  chance(p: number): boolean {
    return this.next() < p
  }
  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!
  }
  /** Index into a table made by `cumulative`. */
  weighted(table: Float64Array): number {
    const x = this.next() * table[table.length - 1]!
    let low = 0
    let high = table.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (table[middle]! > x) high = middle
      else low = middle + 1
    }
    return low
  }
  shuffle<T extends { length: number; [i: number]: number }>(list: T): T {
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.below(i + 1)
      const kept = list[i]!
      list[i] = list[j]!
      list[j] = kept
    }
    return list
  }
}

/** Finaliser of MurmurHash3. */
function mix(x: number): number {
  let h = x >>> 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

export function cumulative(weights: readonly number[]): Float64Array {
  const out = new Float64Array(weights.length)
  let sum = 0
  for (const [i, w] of weights.entries()) {
    sum += w
    out[i] = sum
  }
  return out
}

/**
 * Whole numbers that add up to `total`, in proportion to the weights and none above its cap (largest remainder; what a cap
 * refuses goes to the others). @throws RangeError when the caps leave no room.
 */
export function spread(total: number, weights: readonly number[], caps?: readonly number[]): number[] {
  const room = (i: number) => caps?.[i] ?? Number.POSITIVE_INFINITY
  const out = weights.map(() => 0)
  let left = total
  let open = weights.flatMap((w, i) => (w > 0 && room(i) > 0 ? [i] : []))
  while (left > 0) {
    if (open.length === 0) {
      // Places without weight are the last resort.
      open = weights.flatMap((_, i) => (room(i) - out[i]! > 0 ? [i] : []))
      if (open.length === 0) throw new RangeError(`cannot spread ${total}: ${left} left over`)
    }
    const sum = open.reduce((s, i) => s + Math.max(weights[i]!, Number.MIN_VALUE), 0)
    const share = open.map((i) => {
      const exact = (left * Math.max(weights[i]!, Number.MIN_VALUE)) / sum
      return { i, whole: Math.min(Math.floor(exact), room(i) - out[i]!), rest: exact - Math.floor(exact) }
    })
    let given = 0
    for (const s of share) {
      out[s.i]! += s.whole
      given += s.whole
    }
    const whole = left - given
    if (given === 0 || whole < open.length) {
      let units = whole
      for (const s of share.sort((a, b) => b.rest - a.rest || a.i - b.i)) {
        if (units === 0) break
        if (room(s.i) - out[s.i]! > 0) {
          out[s.i]!++
          units--
        }
      }
      left = units
    } else left = whole
    open = open.filter((i) => room(i) - out[i]! > 0)
  }
  return out
}
