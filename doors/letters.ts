import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { letterDocx } from '../kernel/documents/docx.ts'
import { letterHtml } from '../kernel/documents/html.ts'
import type { OfficialLetter } from '../kernel/documents/letter.ts'
import { createPdfSetter, type Pdf, type PdfSetter } from '../kernel/documents/pdf.ts'
import type { MeasureService } from '../kernel/measures/service.ts'
import type { Office } from '../kernel/rooms/office.ts'
import { fail } from '../kernel/values/fail.ts'
import type { Finding } from '../kernel/values/finding.ts'
import {
  type ComposedFigure,
  composeLetter,
  type LetterTemplate,
  parseLetterTemplate,
} from '../modules/replies/index.ts'
import type { Town } from './open.ts'

export type ComposedLetter = {
  id: string
  template: LetterTemplate
  letter: OfficialLetter
  figures: (ComposedFigure & { href: string })[]
  findings: Finding[]
  /** Figures that no longer say what was printed. */
  moved: number
  /** Of a scaled-down town: its counts of persons are multiplied by this before they are compared with the print. */
  scale: number
}

/** Letters of the city, composed from the measures at the moment of asking. */
export class LetterService {
  readonly #office: Office
  readonly #measures: MeasureService
  readonly #town: Town
  readonly #folder: string
  readonly #setter: ReturnType<typeof createPdfSetter>

  constructor(parts: { office: Office; measures: MeasureService; town: Town; folder: string; fontFolder: string }) {
    this.#office = parts.office
    this.#measures = parts.measures
    this.#town = parts.town
    this.#folder = parts.folder
    this.#setter = createPdfSetter({ fontFolder: parts.fontFolder })
  }

  async list(): Promise<{ id: string; number: string; title: string; asOf: string }[]> {
    const names = (await readdir(this.#folder)).filter((n) => n.endsWith('.yaml')).sort()
    return Promise.all(
      names.map(async (n) => {
        const t = await this.#template(n.slice(0, -5))
        return { id: t.id, number: t.number, title: t.proposal.title, asOf: t.asOf }
      }),
    )
  }

  async #template(id: string): Promise<LetterTemplate> {
    if (!/^[0-9]{4}-[0-9]{1,5}$/.test(id)) fail('NotFound')
    const text = await readFile(join(this.#folder, `${id}.yaml`), 'utf8').catch((e: NodeJS.ErrnoException) =>
      e.code === 'ENOENT' ? fail('NotFound') : Promise.reject(e),
    )
    const parsed = parseLetterTemplate(parse(text, { schema: 'core' }))
    if ('findings' in parsed) fail('BadInput', parsed.findings)
    return parsed.template
  }

  async get(id: string): Promise<ComposedLetter> {
    const template = await this.#template(id)
    const values: Record<string, number> = {}
    for (const [key, f] of Object.entries(template.figures)) {
      if (f.same) continue
      const answer = await this.#measures.answer(
        f.measure,
        {
          ...(f.asOf ? { asOf: f.asOf } : {}),
          ...(f.from ? { from: f.from } : {}),
          ...(f.to ? { to: f.to } : {}),
          ...(f.where ? { where: f.where } : {}),
        },
        'staff',
      )
      if (answer.value !== null) values[key] = answer.value * this.#scaleOf(f.measure)
    }
    const { letter, figures, findings } = composeLetter(template, values)
    return {
      id,
      template,
      letter,
      figures: figures.map((f) => ({ ...f, href: traceHref(f) })),
      findings,
      moved: figures.filter((f) => !f.equal).length,
      scale: this.#town.scale,
    }
  }

  /** Only what the town's scale shrank is blown up again: persons and what is counted by them, not schools and contests. */
  #scaleOf(measure: string): number {
    const m = this.#office.measures.get(measure)
    if (!m || m.kind === 'ratio') return 1
    return m.kind === 'given' || m.aboutPersons ? this.#town.scale : 1
  }

  async html(id: string): Promise<string> {
    const { letter, figures } = await this.get(id)
    const href = new Map(figures.map((f) => [f.key, f.href]))
    return letterHtml(letter, { href: (key) => href.get(key) })
  }
  async docx(id: string): Promise<Buffer> {
    return letterDocx((await this.get(id)).letter)
  }
  async pdf(id: string): Promise<Pdf> {
    return this.#setter.letter((await this.get(id)).letter)
  }
  /** The one that sets all documents of the house: its fonts take much memory. */
  get setter(): PdfSetter {
    return this.#setter
  }
  async close(): Promise<void> {
    await this.#setter.close()
  }
}

/** The page where a figure opens. */
export function traceHref(f: Pick<ComposedFigure, 'measure' | 'asOf' | 'from' | 'to' | 'where'>): string {
  const q = new URLSearchParams()
  if (f.asOf) q.set('asOf', f.asOf)
  if (f.from) q.set('from', f.from)
  if (f.to) q.set('to', f.to)
  for (const [k, v] of Object.entries(f.where ?? {})) q.set(`where[${k}]`, v)
  return `/figures/${f.measure}?${q}`
}
