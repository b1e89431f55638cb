import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { importDocs } from '../laws/import-docs.ts'
import { ROOT } from '../laws/source.ts'

/** Draws docs/import.md from the declarations: node scripts/write-import-docs.ts */
writeFileSync(join(ROOT, 'docs/import.md'), importDocs())
