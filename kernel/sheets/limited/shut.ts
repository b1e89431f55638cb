import { once } from 'node:events'
import { SheetRefused } from '../read/refusals.ts'
import { type FrameKind, frame, frames } from './frames.ts'

/**
 * The child's half of the hand-shake. All code is loaded when this runs: it says ready, the parent takes away every further descriptor,
 * and only then does the task arrive.
 */
export async function serve(work: (task: unknown, send: Send) => Promise<void>): Promise<void> {
  const output = process.stdout
  // The parent is gone or wants no more: there is nobody to tell.
  output.on('error', () => process.exit(0))
  const send: Send = async (kind, body) => {
    if (!output.write(frame(kind, body))) await once(output, 'drain')
  }
  const input = frames(process.stdin)
  await send('Y', '')
  const task = await input.next()
  if (task.done) return
  try {
    await work(JSON.parse(task.value.body.toString('utf8')), send)
    await send('D', '')
  } catch (error) {
    await send('E', JSON.stringify(asRefusal(error)))
  }
}

export type Send = (kind: FrameKind, body: Uint8Array | string) => Promise<void>

function asRefusal(error: unknown) {
  if (error instanceof SheetRefused) return { code: error.code, detail: error.detail }
  const code = (error as NodeJS.ErrnoException)?.code ?? ''
  const isMemory = error instanceof RangeError && /alloc|size|length/i.test(error.message)
  return {
    code: isMemory || code === 'ERR_MEMORY_ALLOCATION_FAILED' || code === 'Z_MEM_ERROR' ? 'MEMORY' : 'CRASHED',
    detail: {},
  }
}
