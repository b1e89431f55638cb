import type { Writable } from 'node:stream'

/** Resolves when the stream takes more or has closed, rejects when it broke; leaves no listener behind, however often it is asked. */
export function drained(out: Writable): Promise<void> {
  return new Promise((done, broken) => {
    const leave = (then: () => void) => {
      out.off('drain', onDrain).off('close', onDrain).off('error', onError)
      then()
    }
    const onDrain = () => leave(done)
    const onError = (error: Error) => leave(() => broken(error))
    out.on('drain', onDrain).on('close', onDrain).on('error', onError)
    if (out.destroyed) onDrain()
  })
}
