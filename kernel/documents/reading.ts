import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'

/** Reads back what was written. For tests, with the tools of the machine when it has them. */
export function hasTool(name: string): boolean {
  try {
    execFileSync(name, ['--version'], { stdio: 'ignore' })
    return true
  } catch (e) {
    return (e as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'documents-'))
  try {
    return work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function poppler(tool: string, args: string[], pdf: Buffer): string {
  return inFolder((folder) => {
    const file = join(folder, 'letter.pdf')
    writeFileSync(file, pdf)
    return execFileSync(tool, [...args, file, ...(tool === 'pdftotext' ? ['-'] : [])], {
      encoding: 'utf8',
      maxBuffer: 1e8,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  })
}

/** Text by page, white space taken out. */
export const pdfPages = (pdf: Buffer): string[] =>
  poppler('pdftotext', ['-layout'], pdf)
    .split('\f')
    .slice(0, -1)
    .map((p) => p.replace(/\s/g, ''))

/** The text in one piece, without page numbers. */
export const pdfText = (pdf: Buffer): string =>
  pdfPages(pdf)
    .map((p) => p.replace(/—\d+—$/, ''))
    .join('')

export const pdfFonts = (pdf: Buffer): string => poppler('pdffonts', [], pdf)

export type Word = { text: string; left: number; top: number; right: number; bottom: number }

/** Words of each page with their boxes in points from the top left. */
export const pdfWords = (pdf: Buffer): Word[][] =>
  poppler('pdftotext', ['-bbox'], pdf)
    .split('<page ')
    .slice(1)
    .map((page) =>
      [...page.matchAll(/<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</g)].map(
        (m) => ({
          left: Number(m[1]),
          top: Number(m[2]),
          right: Number(m[3]),
          bottom: Number(m[4]),
          text: m[5] ?? '',
        }),
      ),
    )

/** Converts with LibreOffice. */
export const officePdf = (docx: Buffer): Buffer =>
  inFolder((folder) => {
    const file = join(folder, 'letter.docx')
    writeFileSync(file, docx)
    execFileSync(
      'soffice',
      ['--headless', `-env:UserInstallation=file://${folder}/profile`, '--convert-to', 'pdf', '--outdir', folder, file],
      { stdio: 'ignore' },
    )
    return readFileSync(join(folder, 'letter.pdf'))
  })

/** Files of a zip by name, by its central directory. */
export function unzip(zip: Buffer): Map<string, string> {
  const files = new Map<string, string>()
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  let at = zip.readUInt32LE(end + 16)
  for (let i = zip.readUInt16LE(end + 10); i > 0; i--) {
    const [method, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)]
    const [name, extra, comment] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)]
    const local = zip.readUInt32LE(at + 42)
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const raw = zip.subarray(start, start + size)
    files.set(
      zip.toString('utf8', at + 46, at + 46 + name),
      (method === 0 ? raw : inflateRawSync(raw)).toString('utf8'),
    )
    at += 46 + name + extra + comment
  }
  return files
}
