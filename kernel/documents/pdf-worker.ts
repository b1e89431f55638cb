import { parentPort, workerData } from 'node:worker_threads'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { type FontUse, gateGlyphs, loadFaces, type MissingGlyph, netFolders } from './fonts.ts'
import type { FontRole } from './letter.ts'

/** What the worker is given at birth and for each document. Data only: no markup crosses this line. */
export type WorkerSetup = { workspace: string; fontFolder?: string }
export type WorkerJob = {
  id: number
  template: string
  data: Record<string, unknown>
  texts: Partial<Record<FontRole, string>>
}
export type WorkerAnswer = { id: number } & (
  | { pdf: Uint8Array; pages: number; fontsUsed: FontUse[]; sample: boolean }
  | { missing: MissingGlyph[] }
  | { broken: string }
)

const setup = workerData as WorkerSetup
const faces = loadFaces(setup.fontFolder)
const compiler = NodeCompiler.create({
  workspace: setup.workspace,
  fontArgs: [{ fontPaths: [...(setup.fontFolder === undefined ? [] : [setup.fontFolder]), ...netFolders()] }],
})
const fonts = Object.fromEntries(
  Object.entries(faces).map(([role, f]) => [role, { families: f.families, weight: f.weight }]),
)

/** 样稿 with the names of the stand-ins: said on the page, since paper does not tell which fonts were meant. */
const sampleMark = (uses: FontUse[]): string =>
  `样稿（字体以 ${[...new Set(uses.map((u) => u.family))].join('、')} 代用）`

function typeset(job: WorkerJob): WorkerAnswer {
  const { missing, uses } = gateGlyphs(faces, job.texts)
  if (missing.length > 0) return { id: job.id, missing }
  const standIns = uses.filter((u) => faces[u.role].own === undefined)
  const sample = standIns.length > 0
  const data = { ...job.data, fonts, sampleMark: sample ? sampleMark(standIns) : '' }
  const compiled = compiler.compile({ mainFilePath: job.template, inputs: { data: JSON.stringify(data) } })
  const document = compiled.result
  if (document === null) {
    const error = compiled.takeError()
    return {
      id: job.id,
      broken: error === null ? 'typst gave no document' : JSON.stringify(compiler.fetchDiagnostics(error)),
    }
  }
  // PDF/A-2u wants a date; what is not issued yet is no record and is written as plain PDF.
  const pdf = compiler.pdf(document, 'issued' in job.data ? { pdfStandard: 'a-2u' } : {})
  const pages = document.numOfPages
  compiler.evictCache(10)
  return { id: job.id, pdf, pages, fontsUsed: uses, sample }
}

parentPort?.on('message', (job: WorkerJob) => {
  let answer: WorkerAnswer
  try {
    answer = typeset(job)
  } catch (e) {
    answer = { id: job.id, broken: e instanceof Error ? e.message : String(e) }
  }
  parentPort?.postMessage(answer)
})
