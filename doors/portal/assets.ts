import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { letterCss } from '../../kernel/documents/letter-css.ts'

export type Asset = { path: string; type: string; identity: Buffer; br: Buffer; gzip: Buffer }
export type Assets = {
  byPath: ReadonlyMap<string, Asset>
  portalCss: string
  letterCss: string
  script: string
  icon: string
}

/** Files of the portal under names that hold their hash: they may be kept for ever, and a new text has a new name. */
export function loadAssets(root: string): Assets {
  const css = ['kit/portal/portal.css', 'kit/charts/charts.css']
    .map((f) => readFileSync(join(root, f), 'utf8'))
    .join('\n')
  const all = {
    portalCss: hashed('portal', 'css', 'text/css; charset=utf-8', smallCss(css)),
    letterCss: hashed('letter', 'css', 'text/css; charset=utf-8', smallCss(letterCss)),
    icon: hashed('icon', 'svg', 'image/svg+xml', readFileSync(join(root, 'kit/portal/icon.svg'), 'utf8')),
    script: hashed(
      'portal',
      'js',
      'text/javascript; charset=utf-8',
      readFileSync(join(root, 'kit/portal/portal.js'), 'utf8'),
    ),
  }
  return {
    byPath: new Map(Object.values(all).map((a) => [a.path, a])),
    portalCss: all.portalCss.path,
    letterCss: all.letterCss.path,
    script: all.script.path,
    icon: all.icon.path,
  }
}

function hashed(name: string, extension: string, type: string, text: string): Asset {
  const hash = createHash('sha256').update(text).digest('base64url').replace(/[-_]/g, '').slice(0, 10)
  return press(`/static/${name}.${hash}.${extension}`, type, text)
}

/** A file as it is sent, packed as small as it gets. */
export function press(path: string, type: string, text: string): Asset {
  const identity = Buffer.from(text)
  return {
    path,
    type,
    identity,
    br: brotliCompressSync(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    gzip: gzipSync(identity, { level: 9 }),
  }
}

/** Without comments and indents; the rest is left to compression. */
const smallCss = (css: string): string =>
  css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s+/gm, '')
    .replace(/\n+/g, '\n')
