/** Token buckets per subject, bounded in number: an attacker with many addresses cannot fill the memory. */
export class Limiter {
  readonly #capacity: number
  readonly #perSecond: number
  readonly #subjectsMax: number
  readonly #now: () => number
  readonly #buckets = new Map<string, { tokens: number; at: number }>()

  constructor(options: { capacity: number; perMinute: number; subjectsMax?: number; now: () => number }) {
    this.#capacity = options.capacity
    this.#perSecond = options.perMinute / 60
    this.#subjectsMax = options.subjectsMax ?? 50_000
    this.#now = options.now
  }

  /** Seconds to wait; 0 when it may go on. */
  take(subject: string, cost = 1): number {
    const now = this.#now()
    let b = this.#buckets.get(subject)
    if (!b) {
      if (this.#buckets.size >= this.#subjectsMax) this.#buckets.delete(this.#buckets.keys().next().value!)
      b = { tokens: this.#capacity, at: now }
      this.#buckets.set(subject, b)
    }
    b.tokens = Math.min(this.#capacity, b.tokens + ((now - b.at) / 1000) * this.#perSecond)
    b.at = now
    if (b.tokens >= cost) {
      b.tokens -= cost
      return 0
    }
    return Math.ceil((cost - b.tokens) / this.#perSecond)
  }
}
