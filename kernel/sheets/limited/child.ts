/** The limited process. Started only by `launch.ts`; the file lies open on descriptor 3. It sees cells, never keys or names of people to match. */
import { inspectSource, readSource } from '../read/index.ts'
import { descriptorSource } from '../read/source.ts'
import type { Row } from '../read/types.ts'
import { type ReturnTask, returnSource } from '../returned.ts'
import { encodeRows } from './frames.ts'
import { type Send, serve } from './shut.ts'
import type { Task } from './task.ts'

const BATCH_ROWS = 256
const BATCH_CHARS = 1_048_576

await serve(async (given, send) => {
  const task = given as Task
  const source = descriptorSource(3)
  if (task.do === 'inspect') {
    await send('I', JSON.stringify(await inspectSource(source, task.options)))
  } else if (task.do === 'read') {
    await sendRows(readSource(source, task.options), send)
  } else {
    await returnSource(source, task as ReturnTask, (bytes) => send('B', bytes))
  }
})

async function sendRows(batches: AsyncIterable<Row[]>, send: Send): Promise<void> {
  let batch: Row[] = []
  let chars = 0
  const flush = async () => {
    if (batch.length > 0) await send('R', encodeRows(batch))
    batch = []
    chars = 0
  }
  for await (const rows of batches) {
    for (const row of rows) {
      batch.push(row)
      for (const cell of row.cells) chars += cell.text.length
      if (batch.length === BATCH_ROWS || chars > BATCH_CHARS) await flush()
    }
  }
  await flush()
}
