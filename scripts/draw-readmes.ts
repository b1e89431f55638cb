import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withDrawnHalf } from '../laws/drawn.ts'
import { ROOT } from '../laws/source.ts'
import { rooms } from '../modules/rooms.ts'

/** Draws the lower half of each room's README from its declarations: node scripts/draw-readmes.ts */
for (const r of rooms) {
  const path = join(ROOT, 'modules', r.id, 'README.md')
  const before = existsSync(path)
    ? readFileSync(path, 'utf8')
    : `# modules/${r.id} ${r.title.zh}\n\n${r.purpose.zh}。\n${r.purpose.en}.\n`
  const after = withDrawnHalf(before, r)
  if (after !== before) writeFileSync(path, after)
}
