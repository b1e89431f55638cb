import { expect, it } from 'vitest'
import { importDocs } from './import-docs.ts'
import { read } from './source.ts'

it('docs/import.md says what the declarations say', () => {
  expect(read('docs/import.md'), 'run node scripts/write-import-docs.ts and commit it').toBe(importDocs())
})
