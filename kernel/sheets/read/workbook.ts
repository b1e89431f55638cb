import { posix } from 'node:path'
import { LIMITS, type Limits, type Zip, type ZipEntry } from './guard.ts'
import { refuse } from './refusals.ts'
import type { SheetInfo, SheetState } from './types.ts'
import { childOf, childrenOf, type Element, parseSmallPart } from './xml.ts'

/** What a number under a format is. `time` is a time of day without a date; a span such as `[h]:mm` stays a number. */
export type StyleKind = 'number' | 'date' | 'time'

export type Workbook = {
  readonly part: string
  readonly sheets: readonly (SheetInfo & { readonly part: string })[]
  readonly chosen: number
  readonly date1904: boolean
  readonly sharedStrings: ZipEntry | undefined
  readonly styles: ZipEntry | undefined
}

export type Relation = { readonly id: string; readonly kind: string; readonly target: string }

/** Relations of a part; `kind` is the last word of the type, the same in both schema families; targets are part names. */
export async function relationsOf(zip: Zip, part: string): Promise<Relation[]> {
  const entry = zip.find(relationsPart(part))
  if (entry === undefined) return []
  const root = parseSmallPart(await zip.part(entry), entry.name)
  return childrenOf(root, 'Relationship')
    .filter((relation) => relation.attributes['TargetMode'] !== 'External')
    .map((relation) => ({
      id: relation.attributes['Id'] ?? '',
      kind: (relation.attributes['Type'] ?? '').replace(/^.*\//, ''),
      target: resolvePart(part, relation.attributes['Target'] ?? ''),
    }))
}

export function relationsPart(part: string): string {
  const folder = posix.dirname(part)
  return posix.join(folder === '.' ? '' : folder, '_rels', `${posix.basename(part)}.rels`)
}

function resolvePart(from: string, target: string): string {
  const path = target.replaceAll('\\', '/')
  return (path.startsWith('/') ? posix.normalize(path) : posix.join('/', posix.dirname(from), path)).slice(1)
}

export async function openWorkbook(zip: Zip, limits: Limits = LIMITS): Promise<Workbook> {
  const main =
    (await relationsOf(zip, '')).find((relation) => relation.kind === 'officeDocument')?.target ?? 'xl/workbook.xml'
  if (main.endsWith('.bin')) refuse('FILE_XLSB')
  const entry = zip.find(main)
  if (entry === undefined) refuse(zip.find('content.xml') === undefined ? 'NOT_WORKBOOK' : 'FILE_ODS')
  const root = parseSmallPart(await zip.part(entry), entry.name)
  if (root.name !== 'workbook') refuse('NOT_WORKBOOK')
  const relations = await relationsOf(zip, main)
  const byId = new Map(relations.map((relation) => [relation.id, relation]))
  const sheets: (SheetInfo & { part: string })[] = []
  for (const sheet of childrenOf(childOf(root, 'sheets'), 'sheet')) {
    const relation = byId.get(sheet.attributes['id'] ?? '')
    if (relation?.kind !== 'worksheet') continue
    sheets.push({
      index: sheets.length,
      name: sheet.attributes['name'] ?? '',
      state: stateOf(sheet),
      part: relation.target,
    })
    if (sheets.length > limits.sheets) refuse('ZIP_ENTRIES', { count: sheets.length, max: limits.sheets })
  }
  if (sheets.length === 0) refuse('SHEET_NONE')
  const related = (kind: string) => zip.find(relations.find((relation) => relation.kind === kind)?.target ?? '')
  const date1904 = childOf(root, 'workbookPr')?.attributes['date1904']
  return {
    part: entry.name,
    sheets,
    chosen: Math.max(
      0,
      sheets.findIndex((sheet) => sheet.state === 'visible'),
    ),
    date1904: date1904 === '1' || date1904 === 'true',
    sharedStrings: related('sharedStrings'),
    styles: related('styles'),
  }
}

function stateOf(sheet: Element): SheetState {
  const state = sheet.attributes['state']
  return state === 'hidden' || state === 'veryHidden' ? state : 'visible'
}

export async function readStyles(zip: Zip, entry: ZipEntry | undefined): Promise<StyleKind[]> {
  if (entry === undefined) return []
  const root = parseSmallPart(await zip.part(entry), entry.name)
  const formats = new Map<number, StyleKind>()
  for (const format of childrenOf(childOf(root, 'numFmts'), 'numFmt')) {
    formats.set(Number(format.attributes['numFmtId']), formatKind(format.attributes['formatCode'] ?? ''))
  }
  return childrenOf(childOf(root, 'cellXfs'), 'xf').map((xf) => {
    const id = Number(xf.attributes['numFmtId'] ?? 0)
    return formats.get(id) ?? builtInKind(id)
  })
}

/** ECMA-376 part 1, 18.8.30, with the formats 27–36 and 50–58, which are dates in the Chinese, Japanese and Korean editions. */
function builtInKind(id: number): StyleKind {
  if ((id >= 18 && id <= 21) || id === 45 || id === 47) return 'time'
  if ((id >= 32 && id <= 35) || id === 55 || id === 56) return 'time'
  const isDate = (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)
  return isDate ? 'date' : 'number'
}

/** Judges a format code by its letters, after everything quoted, escaped or bracketed was taken away. */
export function formatKind(code: string): StyleKind {
  const first = code.replace(/"[^"]*"|\\.|[_*]./g, '').split(';')[0] ?? ''
  if (/\[(?:h+|m+|s+)\]/i.test(first)) return 'number'
  const letters = first
    .replace(/\[[^\]]*\]/g, '')
    .replace(/general|standard|e[+-]/gi, '')
    .replace(/a\/p|am\/pm|上午\/下午/gi, '')
    .toLowerCase()
  const hasTime = /[hs]/.test(letters)
  if (/[yde]/.test(letters) || (letters.includes('m') && !hasTime)) return 'date'
  return hasTime ? 'time' : 'number'
}
