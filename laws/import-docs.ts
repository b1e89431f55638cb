import { allKinds, shortName } from '../doors/cli/import.ts'
import type { Column } from '../kernel/sheets/columns.ts'

const TYPES: Readonly<Record<Column['type'], string>> = {
  text: '文字 text',
  date: '日期 date',
  id: '号码（文本）number as text',
  code: '编号（文本）code as text',
  integer: '整数 whole number',
  choice: '选项 choice',
  instant: '日期时间 day and time',
}
const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ')
const csv = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

const HEAD = `# Files for the import 导入文件

Drawn from the declarations of the rooms: \`node scripts/write-import-docs.ts\`.

Any city can be loaded from files, from an empty house on:

\`\`\`sh
npx guildbook serve --data ./data --town none        # once, then stop it (or leave it running)
npx guildbook import organisations 机构.xlsx --data ./data
npx guildbook import classes 开班.csv --data ./data --json
\`\`\`

- **Files** are Excel (\`.xlsx\`) or CSV (UTF-8 or GB18030). Columns may stand in any order and have other names that the office uses; the
  names below are always understood. Columns nobody asks for are left alone. \`--sheet NAME\` names the sheet.
- **Every row is checked, all errors at once**: row, column, what is wrong, how to mend it. Good rows are written, bad ones are not.
  Nothing is written while a column was recognised only by what stands in it: rename it or say \`--yes\`.
- **The same file again changes nothing.** Rows the register has already are counted as known; the same number with other content is refused.
- **Taken back** with \`import --undo BATCH\` as long as nothing rests on it.
- **Exit code**: 0 all rows good · 2 some refused, or a column is uncertain · 1 the file could not be read.
- \`--json\`: \`{ kind, batch, rows, good, bad, same, written, columns, findings: [{ row, column, title, code, severity, message, hint, given }], findingsLeftOff, committed }\`.
  \`severity\` \`must\` keeps a row out; \`confirm\` and \`hint\` do not.
- **Dates** as 2026-03-02, 2026/3/2, 2026.3.2, 20260302, 2026年3月2日; **times** are those of the city's clocks. Amounts are in yuan.
- **Identity numbers** enter in clear and are kept sealed, found again by a keyed index. Accounts, phones, devices and networks are kept as
  keyed digests (accounts also sealed).
- **Who is who**: an organisation by credit code or name, a class by its number (开班编号), a person and a teacher by identity number, a
  venue and a project by code.
- **Order**: as below. A row that names something not loaded yet says which kind to load first.
- **Registers of other offices** are of some day: the column 数据日期 or \`--as-of D\`. A register of an earlier year is taken aloud.

\`npx guildbook import --kinds\` lists the kinds, \`import <kind> --sample\` writes the sample below as CSV. The samples load one after the
other into an empty house.
`

/** docs/import.md, from the declarations. */
export function importDocs(): string {
  const parts = [HEAD]
  for (const d of allKinds()) {
    parts.push(
      `\n## \`${shortName(d)}\` ${d.title.zh} · ${d.title.en}\n`,
      '| column 列 | must 必填 | type 类型 | also called 也叫 | note 说明 |',
      '|---|---|---|---|---|',
      ...d.columns.map(
        (c) =>
          `| ${cell(c.title.zh)} (${cell(c.title.en)}) | ${c.required ? '✓' : ''} | ${TYPES[c.type]} | ${cell(c.names.join('、'))} | ${c.note ? cell(`${c.note.zh} · ${c.note.en}`) : ''} |`,
      ),
      '\n```csv',
      d.columns.map((c) => csv(c.title.zh)).join(','),
      d.columns.map((c) => csv(c.sample)).join(','),
      '```',
    )
  }
  return `${parts.join('\n')}\n`
}
