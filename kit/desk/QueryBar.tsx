import { DownOutlined, SearchOutlined, UpOutlined } from '@ant-design/icons'
import { Button, Input, type InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { whereOf, withWhere } from './address.ts'
import type { FieldWords, RecordWords } from './api-types.ts'
import { useKeys } from './keys.tsx'
import { FilterControl } from './pickers.tsx'
import { useRecordWords } from './queries.ts'
import { useAddress } from './use-address.ts'
import { useWords } from './words.tsx'

const SHOWN_FILTERS = 3

/** Search words and filters of a list. The first few stand open; what is asked stands in the address. */
export function QueryBar({ record, hidden = [] }: { record: RecordWords; hidden?: readonly string[] }) {
  const { say, t } = useWords()
  const [address, setAddress] = useAddress()
  const registers = useRecordWords().data
  // A register that the reader may not look into cannot be chosen from.
  const canChoose = (f: FieldWords) => f.kind !== 'reference' || (registers?.some((r) => r.id === f.record) ?? false)
  const filters = record.fields.filter((f) => f.filter && !hidden.includes(f.key) && canChoose(f))
  const asked = whereOf(address)
  const [draft, setDraft] = useState<{ [field: string]: string | undefined }>(asked)
  const [words, setWords] = useState(address['search'] ?? '')
  const [open, setOpen] = useState(() => filters.slice(SHOWN_FILTERS).some((f) => asked[f.key]))
  const searchBox = useRef<InputRef>(null)
  const key = JSON.stringify([address['search'], asked])
  // Going back or opening a link changes the address; the form follows.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key holds both
  useEffect(() => {
    setDraft(asked)
    setWords(address['search'] ?? '')
  }, [key])
  useKeys(
    record.searchable
      ? [{ key: '/', text: t('到搜索框', 'Go to the search box'), run: () => searchBox.current?.focus() }]
      : [],
  )

  const ask = () =>
    setAddress({
      ...withWhere(Object.fromEntries(filters.map((f) => [f.key, draft[f.key]]))),
      search: words.trim() || undefined,
      cursor: undefined,
      page: undefined,
    })
  const reset = () => {
    setDraft({})
    setWords('')
    setAddress({
      ...withWhere(Object.fromEntries(filters.map((f) => [f.key, undefined]))),
      search: undefined,
      cursor: undefined,
      page: undefined,
    })
  }
  if (filters.length === 0 && !record.searchable) return null
  const shown = open ? filters : filters.slice(0, SHOWN_FILTERS)
  return (
    <search>
      <form
        className="query-bar"
        onSubmit={(e) => {
          e.preventDefault()
          ask()
        }}
      >
        {record.searchable ? (
          <div className="query-field">
            <label htmlFor={`${record.id}-search`}>{t('搜索', 'Search')}</label>
            <Input
              id={`${record.id}-search`}
              ref={searchBox}
              allowClear
              prefix={<SearchOutlined aria-hidden />}
              placeholder={t('名称中的任意文字', 'any words of the name')}
              value={words}
              onChange={(e) => setWords(e.target.value)}
            />
          </div>
        ) : null}
        {shown.map((f) => (
          <div className="query-field" key={f.key}>
            <label htmlFor={`${record.id}-${f.key}`}>{say(f.label)}</label>
            <FilterControl
              id={`${record.id}-${f.key}`}
              field={f}
              value={draft[f.key]}
              onChange={(v) => setDraft((d) => ({ ...d, [f.key]: v }))}
            />
          </div>
        ))}
        <div className="query-acts">
          <Button type="primary" htmlType="submit">
            {t('查询', 'Search')}
          </Button>
          <Button onClick={reset}>{t('重置', 'Reset')}</Button>
          {filters.length > SHOWN_FILTERS ? (
            <Button type="link" onClick={() => setOpen(!open)} aria-expanded={open}>
              {open ? t('收起', 'Fewer') : t('展开', 'More')}{' '}
              {open ? <UpOutlined aria-hidden /> : <DownOutlined aria-hidden />}
            </Button>
          ) : null}
        </div>
      </form>
    </search>
  )
}
