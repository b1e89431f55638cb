import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { rooms } from '../modules/rooms.ts'
import { filesUnder, type Import, importsOf, isTest, isTypeScript, pieces, ROOT, told } from './source.ts'

const order = rooms.map((r) => r.id)
const files = filesUnder(['kernel', 'kit', 'modules', 'city', 'doors'], (p) => isTypeScript(p) && !isTest(p))
const all = new Map(files.map((f) => [f, importsOf(f)]))
const where = (i: Import) => `${i.from}:${i.line} imports ${i.specifier}`

type Place = { room: string; part: 'top' | 'store' | 'pages' | 'other'; rest: string }
function placeOf(path: string | undefined): Place | undefined {
  const m = /^modules\/([^/]+)\/(.+)$/.exec(path ?? '')
  if (!m || !order.includes(m[1]!)) return undefined
  const rest = m[2]!
  const part = rest.startsWith('store/')
    ? 'store'
    : rest.startsWith('pages/')
      ? 'pages'
      : rest.includes('/') && !/^(measures|processes|schemes)\//.test(rest)
        ? 'other'
        : 'top'
  return { room: m[1]!, part, rest }
}

const wrongIn = (
  pick: (i: Import, at: Place | undefined, to: Place | undefined) => string | false | undefined,
): string[] =>
  [...all.values()].flat().flatMap((i) => {
    const why = pick(i, placeOf(i.from), placeOf(i.target))
    return why ? [`${where(i)} — ${why}`] : []
  })

describe('imports', () => {
  it('the scanner sees what there is to see', () => {
    expect(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source to be cut
      pieces("a = `x${b + '}'}y` // c\nd = /'/.test(e) /* f */")
        .filter((p) => p.kind !== 'code')
        .map((p) => p.text),
    ).toEqual(['x', '}', 'y', '// c', "'", '/* f */'])
    expect([...all.values()].flat().length).toBeGreaterThan(300)
    const broken = [...all.values()].flat().filter((i) => i.target && !existsSync(join(ROOT, i.target)))
    expect(told('An import names a file that is not there (or lacks its ending):', broken.map(where))).toBe('')
  })

  it('a room imports the doors of earlier rooms only', () => {
    const wrong = wrongIn((i, at, to) => {
      if (!at || !to || at.room === to.room) return
      if (order.indexOf(to.room) > order.indexOf(at.room))
        return `${to.room} comes later in modules/rooms.ts: tell it by the outbox instead`
      if (to.rest === 'index.ts') return
      if (at.part === 'store' && to.rest === 'store/index.ts') return
      if (/\.test\.|factory\.ts$/.test(i.from)) return
      return `reaches inside ${to.room}: export it from its index.ts${at.part === 'store' ? ' or store/index.ts' : ''}`
    })
    expect(told('Rooms talk through their doors:', wrong)).toBe('')
  })

  it('the top level of a room is pure', () => {
    const wrong = wrongIn((i, at, to) => {
      if (at?.part !== 'top' || /factory\.ts$/.test(i.from)) return
      if (i.specifier.startsWith('node:')) return 'no Node API at the top level: move it to store/'
      if (/^(pg|pg-|fastify|react|antd|@tanstack|@node-rs)/.test(i.specifier))
        return 'only store/ touches Postgres and only pages/ the browser'
      if (i.target?.startsWith('kernel/db/') && !/^kernel\/db\/search-terms\.ts$/.test(i.target))
        return 'only store/ touches the database'
      if (to && to.room === at.room && (to.part === 'store' || to.part === 'pages'))
        return `the top level does not know its ${to.part}/`
      if (i.target?.startsWith('doors/') || i.target?.startsWith('city/') || i.target?.startsWith('kit/'))
        return 'every arrow points down: doors and city know the rooms, not the other way'
    })
    expect(told('The top level of a room is pure (STYLE.md 1):', wrong)).toBe('')
  })

  it('pages know their own room, the kit, and types of the kernel', () => {
    const wrong = wrongIn((i, at, to) => {
      if (at?.part !== 'pages') return
      if (to && (to.room !== at.room ? to.rest !== 'index.ts' : to.part === 'store'))
        return 'a page imports its own top level, earlier index.ts and kit/ only'
      if (i.target?.startsWith('kernel/') && !i.typeOnly && !i.target.startsWith('kernel/values/'))
        return 'from the kernel a page takes types and kernel/values only'
      if (i.specifier.startsWith('node:') && i.from.includes('/desk/')) return 'no Node API in a browser page'
    })
    expect(told('Pages:', wrong)).toBe('')
  })

  it('the store does not know pages, and only the store runs SQL of its room', () => {
    expect(
      told(
        'A store imports no pages:',
        wrongIn((_, at, to) =>
          at?.part === 'store' && to?.part === 'pages' ? 'move what both need to the top level' : undefined,
        ),
      ),
    ).toBe('')
  })

  it('the ground floor knows nothing above it', () => {
    const wrong = wrongIn((i) => {
      if (i.from.startsWith('kernel/') && /^(modules|doors|city|kit)\//.test(i.target ?? ''))
        return 'the kernel knows no room, no door, no city, no kit'
      if (i.from.startsWith('kit/') && /^(modules|doors|city)\//.test(i.target ?? '')) return 'the kit knows no room'
      if (i.from.startsWith('modules/') && /^(doors|city)\//.test(i.target ?? ''))
        return 'rooms know neither doors nor city'
    })
    expect(told('Every arrow points down:', wrong)).toBe('')
  })

  it('antd and its friends stay in the workbench', () => {
    const wrong = wrongIn((i) =>
      /^(antd|@ant-design|echarts|@tanstack)/.test(i.specifier) &&
      !/(^|\/)desk\/|^doors\/screen\/|^kit\/charts\//.test(i.from)
        ? 'portal pages are plain HTML'
        : undefined,
    )
    expect(told('antd belongs to desk/ only:', wrong)).toBe('')
  })

  it('nothing imports itself in a circle', () => {
    const edges = new Map(
      files.map((f) => [
        f,
        all
          .get(f)!
          .filter((i) => !i.typeOnly && !i.dynamic && i.target && all.has(i.target))
          .map((i) => i.target!),
      ]),
    )
    const state = new Map<string, 'open' | 'done'>()
    const circles: string[] = []
    const visit = (f: string, path: string[]) => {
      if (state.get(f) === 'done') return
      if (state.get(f) === 'open') {
        circles.push([...path.slice(path.indexOf(f)), f].join(' → '))
        return
      }
      state.set(f, 'open')
      for (const t of edges.get(f) ?? []) visit(t, [...path, f])
      state.set(f, 'done')
    }
    for (const f of files) visit(f, [])
    expect(told('Import circles; take out what both need (import type and import() do not count):', circles)).toBe('')
  })

  it('imports carry their file ending', () => {
    const wrong = wrongIn((i) =>
      i.target && !/\.(ts|tsx|js|mjs|json|css|svg|yaml)$/.test(i.specifier) ? 'write the file ending' : undefined,
    )
    expect(told('Erasable TypeScript, run as it stands:', wrong)).toBe('')
  })
})
