import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'gb-tsx-'))
const { transformTsx } = await import('./tsx-hook.ts')
afterAll(() => rmSync(folder, { recursive: true }))

describe('loading .tsx', () => {
  const source = 'type P = { a: string }\nexport const A = (p: P) => <b>{p.a}</b>\n'

  test('types go, JSX becomes calls, the map names the source', () => {
    const code = transformTsx('/x/a.tsx', source, folder)
    expect(code).not.toContain('type P')
    expect(code).toContain('react/jsx-runtime')
    const map = JSON.parse(Buffer.from(code.split('base64,')[1]!, 'base64').toString())
    expect(map.sources).toEqual(['/x/a.tsx'])
  })

  test('kept by content: the same once, another text beside it', () => {
    const before = readdirSync(folder).length
    transformTsx('/x/a.tsx', source, folder)
    expect(readdirSync(folder)).toHaveLength(before)
    transformTsx('/x/a.tsx', source.replace('<b>', '<i>').replace('</b>', '</i>'), folder)
    expect(readdirSync(folder)).toHaveLength(before + 1)
  })

  test('a slip is named with its file', () => {
    expect(() => transformTsx('/x/broken.tsx', 'export const A = <b>', folder)).toThrow(/broken\.tsx/)
  })

  test('Node loads a page with it; React is the fast build and NODE_ENV stays what it was', () => {
    const page = pathToFileURL(join(import.meta.dirname, '../../kit/portal/parts.tsx')).href
    const hook = pathToFileURL(join(import.meta.dirname, 'tsx-hook.ts')).href
    const out = execFileSync(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import ${JSON.stringify(hook)}
         const { StateTag } = await import(${JSON.stringify(page)})
         const react = await import('react')
         const html = (await import('react-dom/server')).renderToStaticMarkup(StateTag({ tone: 'good', children: '<' }))
         console.log(JSON.stringify({ html, env: process.env.NODE_ENV ?? null, slow: /console\\.error|_store/.test(react.createElement.toString()) }))`,
      ],
      { env: { PATH: process.env['PATH'] }, cwd: join(import.meta.dirname, '../..') },
    )
    const { html, env, slow } = JSON.parse(out.toString())
    expect(html).toContain('&lt;')
    expect(env).toBeNull()
    expect(slow).toBe(false)
  })
})
