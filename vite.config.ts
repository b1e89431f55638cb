import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const root = fileURLToPath(new URL('./doors/desk', import.meta.url))
const DESK = 'desk'

/** `--outDir` names the folder of all browser builds; the desk stands in its own folder there, as it does without the option. */
const inItsOwnFolder: Plugin = {
  name: 'desk-folder',
  config: (config) => {
    const given = config.build?.outDir
    return given === undefined || basename(given) === DESK ? {} : { build: { outDir: join(given, DESK) } }
  },
}

export default defineConfig({
  root,
  base: `/${DESK}/`,
  // Rooms' pages lie outside the root.
  server: { fs: { allow: ['../..'] }, proxy: { '/api': 'http://127.0.0.1:8510' } },
  plugins: [react(), inItsOwnFolder],
  build: {
    outDir: `../../dist/${DESK}`,
    emptyOutDir: true,
    // The oldest browser met in county offices.
    target: 'chrome90',
    // Nothing inline: neither scripts nor data URLs in style sheets.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssCodeSplit: false,
    reportCompressedSize: true,
    chunkSizeWarningLimit: 1600,
  },
})
