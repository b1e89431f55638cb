import { join } from 'node:path'
import { openKeyRing } from '../../kernel/secrets/keyring.ts'
import { batchById } from '../../kernel/sheets/batch/batch.sql.ts'
import { runBatch } from '../../kernel/sheets/batch/work.ts'
import { openOfficeOnly } from '../open.ts'
import type { WorkerMessage, WorkerSetup } from './import-runner.ts'

const TELL_EVERY_MS = 500
const STATEMENT_MS = 300_000

/** The import process: one batch, then it ends. Its parent's end is its own. */
const setup = await new Promise<WorkerSetup>((got) => process.once('message', got))
process.once('disconnect', () => process.exit(1))
process.once('SIGTERM', () => process.exit(0))

const batchId = process.argv[2]!
const keys = await openKeyRing(join(setup.dataDir, 'keys.json'), undefined)
const { office, db } = await openOfficeOnly({
  connection: setup.connection,
  cityId: setup.cityId,
  keys,
  ...(setup.role ? { role: setup.role } : {}),
  statementTimeoutMs: STATEMENT_MS,
  poolSize: 3,
})

const tell = (m: WorkerMessage) => process.connected && process.send!(m)
const at = () => office.world.now().getTime()
let told = 0
let looked = 0
let cancelled = false
await runBatch(
  {
    office,
    db,
    progress: (step, done, total) => {
      if (at() - told < TELL_EVERY_MS) return
      told = at()
      tell({ kind: 'progress', step, done, total })
    },
    isCancelled: async () => {
      if (at() - looked > TELL_EVERY_MS) {
        looked = at()
        cancelled = (await db.read.maybe<{ state: string }>(batchById(batchId)))?.state === 'cancelled'
      }
      return cancelled
    },
  },
  batchId,
)
await db.close()
process.disconnect()
