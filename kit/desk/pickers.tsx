import { DatePicker, Input, InputNumber, Select } from 'antd'
import dayjs from 'dayjs'
import { useDeferredValue, useMemo, useState } from 'react'
import type { FieldWords, ListAnswer, RecordAnswer } from './api-types.ts'
import { keyInPath } from './client.ts'
import { useCity, useGet } from './queries.ts'
import { useWords } from './words.tsx'

type Code = { code: string; name: { zh: string; en: string } }

/** A table of codes, those of the place first. */
export function useCodes(table: string | undefined): Code[] {
  const city = useCity().data
  const codes = useGet<Code[]>(`/codes/${table}`, {}, { enabled: table !== undefined, staleMs: 10 * 60_000 }).data
  return useMemo(() => {
    // 141000 stands for all codes that begin with 1410.
    const here = city?.division?.replace(/(00)+$/, '')
    if (!codes || !here) return codes ?? []
    const own = codes.filter((c) => c.code.startsWith(here) && c.code !== city?.division)
    const others = codes.filter((c) => !own.includes(c))
    return [...own, ...others]
  }, [codes, city?.division])
}

type PickerProps = {
  id?: string
  label: string
  value: string | undefined
  onChange: (v: string | undefined) => void
  invalid?: boolean
  describedBy?: string | undefined
}
const status = (invalid: boolean | undefined) => (invalid ? { status: 'error' as const } : {})

export function CodePicker({ table, multiple, ...p }: PickerProps & { table: string; multiple?: boolean }) {
  const { say, t } = useWords()
  const codes = useCodes(table)
  const options = useMemo(() => codes.map((c) => ({ value: c.code, label: `${say(c.name)}　${c.code}` })), [codes, say])
  const common = {
    ...(p.id ? { id: p.id } : {}),
    'aria-label': p.label,
    allowClear: true,
    showSearch: { optionFilterProp: 'label' },
    options,
    placeholder: t('输入名称或代码', 'name or code'),
    className: 'wide',
    ...status(p.invalid),
  }
  if (multiple)
    return (
      <Select
        {...common}
        mode="multiple"
        value={p.value ? p.value.split(',') : []}
        onChange={(v: string[]) => p.onChange(v.length ? v.join(',') : undefined)}
      />
    )
  return <Select {...common} value={p.value ?? null} onChange={(v: string | null) => p.onChange(v ?? undefined)} />
}

/** Finds another record by words. */
export function ReferencePicker({ record, ...p }: PickerProps & { record: string }) {
  const { t } = useWords()
  const [words, setWords] = useState('')
  const search = useDeferredValue(words)
  const found = useGet<ListAnswer>(`/records/${record}`, { search, limit: 20 }, { staleMs: 60_000 }).data
  const chosen = useGet<RecordAnswer>(
    `/records/${record}/${keyInPath(p.value ?? '')}`,
    {},
    { enabled: p.value !== undefined, staleMs: 60_000 },
  ).data
  const options = (found?.rows ?? []).map((r) => ({ value: r.id, label: r.title }))
  if (p.value && chosen && chosen.id === p.value && !options.some((o) => o.value === p.value))
    options.unshift({ value: chosen.id, label: chosen.title })
  return (
    <Select
      {...(p.id ? { id: p.id } : {})}
      aria-label={p.label}
      className="wide"
      allowClear
      showSearch={{ filterOption: false, onSearch: setWords }}
      placeholder={t('输入名称查找', 'type a name')}
      notFoundContent={t('没有找到，请换个说法', 'nothing found')}
      options={options}
      value={p.value ?? null}
      onChange={(v: string | null) => p.onChange(v ?? undefined)}
      {...status(p.invalid)}
    />
  )
}

const DAY = 'YYYY-MM-DD'
/** Also reads 20230516, 2023.5.16 and 2023年5月16日, as people type them. */
const DAY_FORMATS = [DAY, 'YYYYMMDD', 'YYYY-M-D', 'YYYY.M.D', 'YYYY/M/D', 'YYYY年M月D日']

export function DayPicker({ latest, ...p }: PickerProps & { latest?: string | undefined }) {
  return (
    <DatePicker
      {...(p.id ? { id: p.id } : {})}
      aria-label={p.label}
      className="wide"
      format={DAY_FORMATS}
      value={p.value ? dayjs(p.value, DAY) : null}
      onChange={(d) => p.onChange(d ? d.format(DAY) : undefined)}
      {...(latest ? { maxDate: dayjs(latest, DAY) } : {})}
      {...status(p.invalid)}
    />
  )
}

export function PeriodPicker(p: PickerProps) {
  const { t } = useWords()
  const [from, to] = (p.value ?? '').split('..')
  return (
    <DatePicker.RangePicker
      {...(p.id ? { id: p.id } : {})}
      className="wide"
      format={DAY_FORMATS}
      allowEmpty={[true, true]}
      aria-label={p.label}
      placeholder={[t('自', 'from'), t('至', 'to')]}
      value={[from ? dayjs(from, DAY) : null, to ? dayjs(to, DAY) : null]}
      onChange={(v) => {
        const day = (d: dayjs.Dayjs | null | undefined) => (d ? d.format(DAY) : '')
        const text = `${day(v?.[0])}..${day(v?.[1])}`
        p.onChange(text === '..' ? undefined : text)
      }}
    />
  )
}

/** The control that fits a field when a list is filtered by it. */
export function FilterControl({ field, ...p }: Omit<PickerProps, 'label'> & { field: FieldWords }) {
  const { say, t } = useWords()
  const label = say(field.label)
  const props = { ...p, label }
  switch (field.kind) {
    case 'choice':
      return (
        <Select
          {...(p.id ? { id: p.id } : {})}
          aria-label={label}
          className="wide"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('全部', 'all')}
          options={(field.choices ?? []).map((c) => ({ value: c.id, label: say(c.label) }))}
          value={p.value ?? null}
          onChange={(v: string | null) => p.onChange(v ?? undefined)}
        />
      )
    case 'boolean':
      return (
        <Select
          {...(p.id ? { id: p.id } : {})}
          aria-label={label}
          className="wide"
          allowClear
          placeholder={t('全部', 'all')}
          options={[
            { value: 'true', label: t('是', 'yes') },
            { value: 'false', label: t('否', 'no') },
          ]}
          value={p.value ?? null}
          onChange={(v: string | null) => p.onChange(v ?? undefined)}
        />
      )
    case 'code':
    case 'codes':
      return <CodePicker {...props} table={field.codes ?? ''} />
    case 'reference':
      return <ReferencePicker {...props} record={field.record ?? ''} />
    case 'date':
      return <PeriodPicker {...props} />
    case 'integer':
      return (
        <InputNumber
          {...(p.id ? { id: p.id } : {})}
          aria-label={label}
          className="wide"
          value={p.value === undefined ? null : Number(p.value)}
          onChange={(v) => p.onChange(v === null ? undefined : String(v))}
        />
      )
    default:
      return (
        <Input
          {...(p.id ? { id: p.id } : {})}
          aria-label={label}
          allowClear
          placeholder={
            field.kind === 'secret'
              ? t('完整号码，精确查找', 'the full number')
              : t('与登记完全一致', 'exactly as entered')
          }
          value={p.value ?? ''}
          onChange={(e) => p.onChange(e.target.value.trim() || undefined)}
        />
      )
  }
}
