#!/usr/bin/env node
// `npx guildbook <command> [options]`: the one command line, on the pinned Node.
import { ensureInstalled, main, runOnPinnedNode } from './bootstrap.mjs'

await main(async () => {
  await ensureInstalled()
  await runOnPinnedNode('doors/cli/main.ts', process.argv.slice(2))
})
