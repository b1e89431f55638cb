/**
 * Questions that come at the same time are asked of the database together: one statement answers all that were waiting. Alone,
 * a question waits for nothing; in a crowd, a statement's cost is shared. Never more than `atOnceMax` statements are under way.
 */
export class Gather<K, V> {
  readonly #load: (keys: readonly K[]) => Promise<readonly V[]>
  readonly #togetherMax: number
  readonly #atOnceMax: number
  #waiting: { key: K; done: (v: V) => void; failed: (e: unknown) => void }[] = []
  #underWay = 0
  #called = false

  /** @param load answers each key at its own place */
  constructor(
    load: (keys: readonly K[]) => Promise<readonly V[]>,
    options: { togetherMax?: number; atOnceMax?: number } = {},
  ) {
    this.#load = load
    this.#togetherMax = options.togetherMax ?? 100
    this.#atOnceMax = options.atOnceMax ?? 2
  }

  ask(key: K): Promise<V> {
    return new Promise((done, failed) => {
      this.#waiting.push({ key, done, failed })
      this.#call()
    })
  }

  /** At the end of the turn, so that everything that came with it goes along. */
  #call(): void {
    if (this.#called || this.#underWay >= this.#atOnceMax || this.#waiting.length === 0) return
    this.#called = true
    setImmediate(() => {
      this.#called = false
      void this.#go()
    })
  }

  async #go(): Promise<void> {
    const together = this.#waiting.splice(0, this.#togetherMax)
    if (together.length === 0) return
    this.#underWay++
    this.#call()
    try {
      const answers = await this.#load(together.map((w) => w.key))
      for (const [i, w] of together.entries()) w.done(answers[i]!)
    } catch (e) {
      for (const w of together) w.failed(e)
    } finally {
      this.#underWay--
      this.#call()
    }
  }
}
