import { Flex, Modal, Switch } from 'antd'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { keep, kept } from './keep.ts'
import { useWords } from './words.tsx'

export type KeyAct = {
  /** `/`, `j`, `?`, or with Alt: `Alt+S`. */
  key: string
  text: string
  run: () => void
}
type Keys = { add: (acts: KeyAct[]) => () => void; openHelp: () => void; on: boolean }
const Context = createContext<Keys>({ add: () => () => {}, openHelp: () => {}, on: true })

const isTyping = (e: KeyboardEvent): boolean => {
  const at = e.target as HTMLElement | null
  return at !== null && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName))
}
const nameOf = (e: KeyboardEvent): string => (e.altKey ? `Alt+${e.code.replace(/^Key/, '')}` : e.key)

/** Keys of the page: one list, shown by `?`; keys of a single sign can be switched off (WCAG 2.1.4). */
export function KeysProvider({ children }: { children: ReactNode }) {
  const { t } = useWords()
  const groups = useRef(new Set<KeyAct[]>())
  const [on, setOn] = useState(() => kept('keys') !== 'off')
  const [help, setHelp] = useState<KeyAct[]>()
  const isOn = useRef(on)
  isOn.current = on
  const keys = useMemo<Keys>(
    () => ({
      add: (acts) => {
        groups.current.add(acts)
        return () => groups.current.delete(acts)
      },
      openHelp: () => setHelp([...groups.current].flat()),
      on,
    }),
    [on],
  )
  useEffect(() => {
    const listen = (e: KeyboardEvent) => {
      if (e.ctrlKey || e.metaKey || e.isComposing) return
      const name = nameOf(e)
      if (
        !e.altKey &&
        (!isOn.current || isTyping(e) || document.querySelector('.ant-modal-wrap:not([style*="display: none"])'))
      )
        return
      if (name === '?') {
        setHelp([...groups.current].flat())
        return
      }
      // The page that came last answers first.
      for (const acts of [...groups.current].reverse()) {
        const found = acts.find((a) => a.key === name)
        if (!found) continue
        e.preventDefault()
        found.run()
        return
      }
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
  return (
    <Context.Provider value={keys}>
      {children}
      <Modal
        open={help !== undefined}
        title={t('键盘操作', 'Keyboard')}
        footer={null}
        onCancel={() => setHelp(undefined)}
        width={420}
      >
        <dl className="keys">
          {[{ key: '?', text: t('显示本列表', 'This list'), run: () => {} }, ...(help ?? [])].map((a) => (
            <div key={a.key}>
              <dt>
                <kbd>{a.key}</kbd>
              </dt>
              <dd>{a.text}</dd>
            </div>
          ))}
        </dl>
        <Flex gap={8} align="center">
          <Switch
            checked={on}
            aria-label={t('启用单键操作', 'Single keys on')}
            onChange={(v) => {
              setOn(v)
              keep('keys', v ? undefined : 'off')
            }}
          />
          <span>{t('启用单键操作（带 Alt 的组合键总是可用）', 'Single keys on (those with Alt always work)')}</span>
        </Flex>
      </Modal>
    </Context.Provider>
  )
}

/** Registers keys while the component is there. */
export function useKeys(acts: KeyAct[]): void {
  const { add } = useContext(Context)
  const latest = useRef(acts)
  latest.current = acts
  const names = acts.map((a) => `${a.key}\t${a.text}`).join('\n')
  useEffect(() => {
    const own =
      names === ''
        ? []
        : names.split('\n').map((line, i) => {
            const [key = '', text = ''] = line.split('\t')
            return { key, text, run: () => latest.current[i]?.run() }
          })
    return add(own)
  }, [names, add])
}
export const useKeyHelp = () => useContext(Context).openHelp
