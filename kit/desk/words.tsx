import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import type { Text } from './api-types.ts'
import type { Language } from './format.ts'
import { keep, kept } from './keep.ts'

export type Words = {
  language: Language
  setLanguage: (l: Language) => void
  /** A text of the API. */
  say: (t: Text | null | undefined) => string
  /** A text of the page. */
  t: (zh: string, en: string) => string
}

const Context = createContext<Words | undefined>(undefined)

export function WordsProvider({ children }: { children: ReactNode }) {
  const [language, set] = useState<Language>(() => (kept('language') === 'en' ? 'en' : 'zh'))
  const words = useMemo<Words>(
    () => ({
      language,
      setLanguage: (l) => {
        keep('language', l)
        document.documentElement.lang = l === 'zh' ? 'zh-CN' : 'en'
        set(l)
      },
      say: (text) => text?.[language] ?? '',
      t: (zh, en) => (language === 'zh' ? zh : en),
    }),
    [language],
  )
  return <Context.Provider value={words}>{children}</Context.Provider>
}

export function useWords(): Words {
  const words = useContext(Context)
  if (!words) throw new Error('useWords outside WordsProvider')
  return words
}
