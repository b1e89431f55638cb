import type { Finding } from '../../kernel/values/finding.ts'
import {
  depthOf,
  type OccupationCode,
  type OccupationDepth,
  parentOf,
  parseOccupationCode,
  stripMarks,
} from './occupation-code.ts'

/** A row of the whole classification, as text: code, level, parent, name, green, digital, work_types (split by `|`), source, note. */
export type EditionRow = Readonly<Record<string, string | undefined>>

export type EditionOccupation = {
  edition: string
  code: OccupationCode
  /** 1 大类, 2 中类, 3 小类, 4 职业. */
  depth: OccupationDepth
  parent?: OccupationCode
  name: string
  green: boolean
  digital: boolean
  note?: string
}
export type EditionWorkType = {
  edition: string
  occupation: OccupationCode
  name: string
  green: boolean
  digital: boolean
}

export type EditionImport = {
  occupations: EditionOccupation[]
  workTypes: EditionWorkType[]
  /** 大类, 中类, 小类, 职业. */
  counts: readonly [number, number, number, number]
  /** `field` is `rows[3].parent`, counted from 0 as handed in. */
  findings: Finding[]
}

/**
 * Reads one edition as it is published. Codes may have gaps (they do); what must hold: every code once, every parent present,
 * parent and level as the code says. Rows with a fault in their code are left out, everything else is kept so that all faults
 * are seen at once. Work types have no code and are kept in the order given.
 */
export function importEdition(
  rows: readonly EditionRow[],
  options: { edition: string; expected?: readonly [number, number, number, number] },
): EditionImport {
  const { edition } = options
  const findings: Finding[] = []
  const occupations: EditionOccupation[] = []
  const workTypes: EditionWorkType[] = []
  const firstAt = new Map<string, number>()
  const parents: { at: number; code: string; parent: string }[] = []

  rows.forEach((row, at) => {
    const say = (column: string, code: string, zh: string, en: string, hintZh: string, hintEn: string, soft = false) =>
      findings.push({
        code,
        field: `rows[${at}].${column}`,
        given: row[column] ?? '',
        message: { zh, en },
        hint: { zh: hintZh, en: hintEn },
        ...(soft ? { severity: 'confirm' as const } : {}),
      })
    const parsed = parseOccupationCode(row.code ?? '')
    if (!parsed.ok) {
      for (const f of parsed.findings) findings.push({ ...f, field: `rows[${at}].code` })
      return
    }
    const { code, depth } = parsed
    const before = firstAt.get(code)
    if (before !== undefined) {
      say(
        'code',
        'OCC_TWICE',
        `编码 ${code} 出现两次，前一次在第 ${before + 1} 条`,
        `The code ${code} stands twice, first in entry ${before + 1}`,
        '请保留正确的一条',
        'Keep the right one',
      )
      return
    }
    firstAt.set(code, at)
    if (row.level !== undefined && row.level.trim() !== '' && row.level.trim() !== String(depth)) {
      say(
        'level',
        'OCC_LEVEL',
        `编码 ${code} 是第 ${depth} 层，表中写的是第 ${row.level} 层`,
        `The code ${code} is of depth ${depth}; the table says ${row.level}`,
        '请核对编码或层级',
        'Check the code or the level',
      )
    }
    const parent = parentOf(code)
    const written = (row.parent ?? '').trim()
    if (row.parent !== undefined && written !== (parent ?? '')) {
      say(
        'parent',
        'OCC_PARENT',
        `编码 ${code} 的上级应为 ${parent ?? '（无）'}，表中写的是 ${written || '（空）'}`,
        `The parent of ${code} must be ${parent ?? 'none'}; the table says ${written || 'none'}`,
        '请核对编码或上级',
        'Check the code or the parent',
      )
    }
    if (parent !== undefined) parents.push({ at, code, parent })
    const marked = stripMarks(row.name ?? '')
    if (marked.name === '') {
      say('name', 'OCC_NAME', `编码 ${code} 没有名称`, `The code ${code} has no name`, '请补上名称', 'Give its name')
    }
    const note = (row.note ?? '').trim()
    occupations.push({
      edition,
      code,
      depth,
      ...(parent === undefined ? {} : { parent }),
      name: marked.name,
      green: marked.green || yes(row.green),
      digital: marked.digital || yes(row.digital),
      ...(note === '' ? {} : { note }),
    })
    const seen = new Set<string>()
    for (const written of (row.work_types ?? '').split('|')) {
      const type = stripMarks(written)
      if (type.name === '') continue
      if (seen.has(type.name)) {
        say(
          'work_types',
          'WORK_TYPE_TWICE',
          `${code} 的工种“${type.name}”出现两次`,
          `The work type “${type.name}” stands twice under ${code}`,
          '只需保留一个',
          'One is enough',
          true,
        )
        continue
      }
      seen.add(type.name)
      workTypes.push({ edition, occupation: code, name: type.name, green: type.green, digital: type.digital })
    }
    if (seen.size > 0 && depth !== 4) {
      say(
        'work_types',
        'WORK_TYPE_DEPTH',
        `工种只能挂在职业（细类）下，${code} 是第 ${depth} 层`,
        `Work types hang below occupations only; ${code} is of depth ${depth}`,
        '请移到所属职业',
        'Move them to their occupation',
      )
    }
  })

  for (const { at, code, parent } of parents) {
    if (firstAt.has(parent)) continue
    findings.push({
      code: 'OCC_ORPHAN',
      field: `rows[${at}].parent`,
      given: parent,
      message: {
        zh: `编码 ${code} 的上级 ${parent} 不在表中`,
        en: `The parent ${parent} of ${code} is not in the table`,
      },
      hint: { zh: '请补上这一级，或核对编码', en: 'Add it, or check the code' },
    })
  }

  const counts: [number, number, number, number] = [0, 0, 0, 0]
  for (const o of occupations) counts[depthOf(o.code) - 1]! += 1
  const expected = options.expected
  if (expected?.some((n, i) => n !== counts[i])) {
    findings.push({
      code: 'OCC_COUNTS',
      given: counts.join('/'),
      message: {
        zh: `大类、中类、小类、职业数为 ${counts.join('/')}，该版应为 ${expected.join('/')}`,
        en: `The counts by depth are ${counts.join('/')}; this edition has ${expected.join('/')}`,
      },
      hint: { zh: '请核对文件是否完整、是否是这一版', en: 'See that the file is whole and of this edition' },
      severity: 'confirm',
    })
  }
  return { occupations, workTypes, counts, findings }
}

const yes = (cell: string | undefined): boolean => /^(1|是|y|yes|true|√)$/i.test((cell ?? '').trim())
