import type { ComponentType } from 'react'
import type { RecordAnswer, SignedIn, Text } from './api-types.ts'

export type PageItem = {
  /** Below /desk; `$name` stands for a part of the address. */
  path: `/${string}`
  title: Text
  /** Roles that see it in the menu and may open it; the API decides what they then get. */
  who: readonly string[] | 'anyone' | 'signedIn'
  icon?: string
  /** Pages with a part of the address in them, or reached from others only, stand in no menu. */
  menu?: false
  component: () => Promise<{ default: ComponentType }>
}
/** What a room shows on the desk. The menu is made of these. */
export type PageManifest = {
  room: string
  /** For pages that belong to no room. */
  title?: Text
  items: readonly PageItem[]
  /** Where cases of these processes are filed, when not on the general page. */
  opens?: { readonly [process: string]: string }
  /** Acts that begin from a record's page; no address means not for this row. */
  links?: {
    readonly [record: string]: readonly {
      title: Text
      who: PageItem['who']
      to: (row: RecordAnswer) => string | undefined
    }[]
  }
  /** Own pages for cases of these processes, in place of the general one. */
  cases?: { readonly [process: string]: () => Promise<{ default: ComponentType<{ process: string; id: string }> }> }
}

/** May this person open the page? Signed out: only pages for anyone. */
export function maySee(item: Pick<PageItem, 'who'>, actor: SignedIn | null): boolean {
  if (item.who === 'anyone') return true
  if (item.who === 'signedIn') return actor !== null
  return actor?.grants.some((g) => item.who.includes(g.role)) ?? false
}

export type MenuGroup = { room: string; title: Text; items: PageItem[] }

/** Rooms in the office's own order, each with the pages that this person may open; rooms without any are left out. */
export function menuOf(
  manifests: readonly PageManifest[],
  rooms: readonly { id: string; title: Text }[],
  actor: SignedIn | null,
): MenuGroup[] {
  const order = new Map(rooms.map((r, i) => [r.id, i]))
  return [...manifests]
    .sort((a, b) => (order.get(a.room) ?? rooms.length) - (order.get(b.room) ?? rooms.length))
    .map((m) => ({
      room: m.room,
      title: m.title ?? rooms.find((r) => r.id === m.room)?.title ?? { zh: m.room, en: m.room },
      items: m.items.filter((i) => i.menu !== false && maySee(i, actor)),
    }))
    .filter((g) => g.items.length > 0)
}
