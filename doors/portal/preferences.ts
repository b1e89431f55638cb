import type { Language } from '../../kernel/values/text.ts'
import type { TextSize } from '../../kit/portal/page.ts'

export type Preferences = { language: Language; textSize: TextSize }

export const PREFERENCES_COOKIE = 'guildbook-view'
export const PREFERENCES_SECONDS = 365 * 24 * 3600

const SIZES: { readonly [written: string]: TextSize } = { '0': 'normal', '1': 'big', '2': 'huge' }
const WRITTEN: { readonly [size in TextSize]: string } = { normal: '0', big: '1', huge: '2' }
const LANGUAGES: { readonly [written: string]: Language } = { zh: 'zh', en: 'en' }

/** What the cookie says, changed by `?lang=` and `?big=`. Anything else is passed over. */
export function readPreferences(
  cookie: string | undefined,
  query: { readonly [name: string]: unknown } = {},
): Preferences {
  const [language = '', size = ''] = (cookie ?? '').split('.')
  const pick = <T>(table: { readonly [written: string]: T }, asked: unknown, kept: string, standard: T): T => {
    if (typeof asked === 'string' && Object.hasOwn(table, asked)) return table[asked]!
    return Object.hasOwn(table, kept) ? table[kept]! : standard
  }
  return {
    language: pick(LANGUAGES, query['lang'], language, 'zh'),
    textSize: pick(SIZES, query['big'], size, 'normal'),
  }
}

export const writePreferences = (p: Preferences): string => `${p.language}.${WRITTEN[p.textSize]}`

/**
 * Where to go back to: a path of this site, or the first page. A link that names another site must not make us send a reader
 * there, in whatever way it is written (`//host`, `/\host`, `https:host`, a tab in the middle).
 */
export function safeBack(back: unknown): string {
  if (typeof back !== 'string' || back.length > 2000 || !/^\/(?![/\\])/.test(back)) return '/'
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop these from an address, which is the danger
  if (/[\u0000-\u001f\\]/.test(back)) return '/'
  try {
    const url = new URL(back, 'http://this.invalid')
    if (url.host !== 'this.invalid') return '/'
    // `/.//host` becomes `//host` when the dot is taken away.
    return url.pathname.startsWith('//') ? '/' : url.pathname + url.search
  } catch {
    return '/'
  }
}
