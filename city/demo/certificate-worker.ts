import { parentPort, workerData } from 'node:worker_threads'
import type { ConnectionConfig } from '../../kernel/db/database.ts'
import { writeCertificates } from './certificate-lane.ts'
import { copyInto } from './copy.ts'
import { readFrame, type TownSize } from './frame.ts'
import { TABLES } from './rows.ts'

/** The second lane of the load: a thread that makes the same town again and writes all that needs no key: certificates, holdings, work and schooling. */
export type CertificateWork = {
  ownerConfig: ConnectionConfig
  cityFolder: string
  size: TownSize
  targetsFile?: string
}
export type CertificateNews = { persons: number } | { rows: Record<string, number>; ms: number }

const work = workerData as CertificateWork
const begun = performance.now()
const frame = await readFrame(work.cityFolder, work.size, work)
const { certificate, certificateKey, holding, employment, education, title } = TABLES
const rows = await copyInto(
  work.ownerConfig,
  { certificate, certificateKey, holding, employment, education, title },
  (copies) =>
    writeCertificates(frame, copies, (persons) => parentPort?.postMessage({ persons } satisfies CertificateNews)),
)
parentPort?.postMessage({ rows, ms: Math.round(performance.now() - begun) } satisfies CertificateNews)
