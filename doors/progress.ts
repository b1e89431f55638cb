/** A progress bar with counts on a terminal; a line for each tenth elsewhere. */
export class Progress {
  readonly #tty = process.stdout.isTTY === true
  readonly #started = Date.now()
  #current = ''
  #lastTenth = -1

  say(line: string): void {
    this.#clear()
    process.stdout.write(`${line}\n`)
  }

  step(title: string, done: number, total: number): void {
    if (title !== this.#current) {
      this.#clear()
      this.#current = title
      this.#lastTenth = -1
    }
    const part = total > 0 ? Math.min(1, done / total) : 1
    const seconds = ((Date.now() - this.#started) / 1000).toFixed(1)
    if (this.#tty) {
      const width = 28
      const full = Math.round(part * width)
      process.stdout.write(
        `\r\x1b[2K${seconds.padStart(6)} s  ${'█'.repeat(full)}${'░'.repeat(width - full)} ${count(done)} / ${count(total)}  ${title}`,
      )
      if (part >= 1) {
        process.stdout.write('\n')
        this.#current = ''
      }
      return
    }
    const tenth = Math.floor(part * 10)
    if (tenth > this.#lastTenth) {
      this.#lastTenth = tenth
      process.stdout.write(
        `${seconds.padStart(6)} s  ${String(Math.round(part * 100)).padStart(3)} %  ${count(done)} / ${count(total)}  ${title}\n`,
      )
    }
  }

  #clear(): void {
    if (this.#tty && this.#current) process.stdout.write('\r\x1b[2K')
    this.#current = ''
  }
}

const count = (n: number): string => n.toLocaleString('en-US')
