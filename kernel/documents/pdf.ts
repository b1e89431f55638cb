import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { Failure, fail } from '../values/fail.ts'
import { isBlocking } from '../values/index.ts'
import { officialDate } from './chinese-number.ts'
import type { FontUse, MissingGlyph } from './fonts.ts'
import {
  checkLetter,
  copiesLine,
  type FontRole,
  headingRole,
  noteLines,
  type OfficialLetter,
  OPEN_DATE,
  type Run,
  runText,
  textBlocks,
  textsByRole,
} from './letter.ts'
import type { WorkerAnswer, WorkerJob, WorkerSetup } from './pdf-worker.ts'

export type { FontUse, MissingGlyph } from './fonts.ts'

export type Pdf = {
  pdf: Buffer
  pages: number
  fontsUsed: FontUse[]
  /** True when a face was set in a stand-in of the package; page 1 then says 样稿 in its foot. */
  sample: boolean
}

export type PdfSetterOptions = {
  /** Drop-in folder with the site's own fonts (TTF, OTF, TTC). */
  fontFolder?: string
  /** The worker with its fonts (about 100 MB) is let go after so long without work. */
  idleMs?: number
}

export type PdfSetter = {
  /** @throws Failure BadInput with the findings of `checkLetter`; MissingGlyphError */
  letter(letter: OfficialLetter, options?: { href?: (key: string) => string | undefined }): Promise<Pdf>
  /**
   * Another template, for certificates and the like. The template reads `json(bytes(sys.inputs.data))`, which has `fonts`
   * (families and weight by role) and `sampleMark` besides the data. With
   * `issued: [year, month, day]` in the data, which the template gives to `document`, the file is PDF/A-2u. `texts` is what the glyph gate reads, by role.
   */
  template(template: URL, data: Record<string, unknown>, texts: Partial<Record<FontRole, string>>): Promise<Pdf>
  close(): Promise<void>
}

/** Characters that no font at hand can draw. The letter is refused: a box in an official letter is worse than none. */
export class MissingGlyphError extends Failure {
  readonly missing: MissingGlyph[]
  constructor(missing: MissingGlyph[]) {
    super(
      'BadInput',
      { zh: '有字没有可用的字形', en: 'Some characters are in no font at hand' },
      missing.map((m) => ({
        code: 'glyph-missing',
        field: m.role,
        given: m.codePoint,
        message: {
          zh: `“${m.character}”（${m.codePoint}）在现有字体中没有字形`,
          en: `${m.codePoint} has no glyph in the fonts at hand`,
        },
        hint: {
          zh: '请更换用字，或在字体文件夹中放入含有此字的字体',
          en: 'Use another character or add a font that has it',
        },
      })),
    )
    this.name = 'MissingGlyphError'
    this.missing = missing
  }
}

const HERE = dirname(fileURLToPath(import.meta.url))
// Typst reads nothing outside its workspace; templates of rooms lie beside the kernel.
const WORKSPACE = dirname(dirname(HERE))

type Crew = {
  worker: Worker
  waiting: Map<number, { done: (answer: WorkerAnswer) => void; failed: (e: Error) => void }>
}

/** Sets PDFs in a worker thread: one compiler, made at the first document, used again, let go when idle. */
export function createPdfSetter(options: PdfSetterOptions = {}): PdfSetter {
  const { fontFolder, idleMs = 60_000 } = options
  let crew: Crew | undefined
  let idle: NodeJS.Timeout | undefined
  let lastId = 0

  function start(): Crew {
    const workerData: WorkerSetup = { workspace: WORKSPACE, ...(fontFolder === undefined ? {} : { fontFolder }) }
    const worker = new Worker(new URL('./pdf-worker.ts', import.meta.url), { workerData, execArgv: [] })
    // Each worker has its own list: the end of one that was let go must not touch the jobs of the next.
    const waiting: Crew['waiting'] = new Map()
    const born = { worker, waiting }
    const lost = (e: Error): void => {
      if (crew === born) crew = undefined
      for (const w of waiting.values()) w.failed(e)
      waiting.clear()
    }
    worker.on('message', (answer: WorkerAnswer) => {
      waiting.get(answer.id)?.done(answer)
      waiting.delete(answer.id)
      if (waiting.size === 0) rest(born)
    })
    worker.on('error', lost)
    worker.on('exit', (code) => lost(new Error(`the typesetting worker ended with code ${code}`)))
    return born
  }

  function rest(resting: Crew): void {
    if (crew !== resting) return
    resting.worker.unref()
    idle = setTimeout(() => {
      if (crew === resting) crew = undefined
      void resting.worker.terminate()
    }, idleMs)
    idle.unref()
  }

  async function run(job: Omit<WorkerJob, 'id'>): Promise<Pdf> {
    clearTimeout(idle)
    crew ??= start()
    const { worker, waiting } = crew
    worker.ref()
    const id = ++lastId
    const answer = await new Promise<WorkerAnswer>((done, failed) => {
      waiting.set(id, { done, failed })
      worker.postMessage({ ...job, id } satisfies WorkerJob)
    })
    if ('missing' in answer) throw new MissingGlyphError(answer.missing)
    if ('broken' in answer) throw new Error(`typesetting ${job.template}: ${answer.broken}`)
    const { pdf, pages, fontsUsed, sample } = answer
    return { pdf: Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength), pages, fontsUsed, sample }
  }

  const template: PdfSetter['template'] = (url, data, texts) => run({ template: fileURLToPath(url), data, texts })

  return {
    template,
    letter: async (letter, { href } = {}) => {
      const findings = checkLetter(letter).filter(isBlocking)
      if (findings.length > 0) fail('BadInput', findings)
      return template(new URL('./letter.typ', import.meta.url), letterData(letter, href), textsByRole(letter))
    },
    close: async () => {
      clearTimeout(idle)
      const closing = crew
      crew = undefined
      await closing?.worker.terminate()
    },
  }
}

/** The letter as the template reads it: words and roles, no layout. */
function letterData(
  letter: OfficialLetter,
  href: ((key: string) => string | undefined) | undefined,
): Record<string, unknown> {
  const draw = (runs: Run[]) =>
    runs.map((r) => ({ text: runText(r), ...('figure' in r ? { href: href?.(r.figure.key) } : {}) }))
  return {
    ...(letter.signature.date === undefined ? {} : { issued: letter.signature.date.split('-').map(Number) }),
    sender: letter.sender,
    number: letter.number,
    replyClass: letter.replyClass,
    draftMark: letter.draftMark,
    titleLines: letter.titleLines,
    addressee: letter.addressee,
    blocks: textBlocks(letter).map((b) => ({
      kind: b.kind,
      marker: b.marker,
      role: headingRole(b.kind),
      last: b.last,
      first: b.marker.startsWith('附件'),
      runs: draw(b.runs),
      ...('runIn' in b && b.runIn ? { runIn: draw(b.runIn) } : {}),
    })),
    signature: letter.signature.name,
    date: letter.signature.date === undefined ? OPEN_DATE : officialDate(letter.signature.date),
    notes: noteLines(letter),
    copies: copiesLine(letter),
  }
}
