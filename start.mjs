// `npm start -- [options]`: install if needed, switch to Node 24, build the desk if its sources changed, serve.
// Service files should call `node start.mjs` directly, not npm, so that signals arrive where they belong.
import { ensureInstalled, main, runOnPinnedNode } from './bootstrap.mjs'
import { ensureBuilt } from './build.mjs'

await main(async () => {
  await ensureInstalled()
  await ensureBuilt()
  await runOnPinnedNode('doors/main.ts', process.argv.slice(2))
})
