import { Button, Flex, Input, InputNumber, Radio, Select } from 'antd'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import type { FieldWords, Finding } from './api-types.ts'
import { type Draft, placeFindings } from './form-values.ts'
import { CodePicker, DayPicker, ReferencePicker } from './pickers.tsx'
import { useWords } from './words.tsx'

const TEXT_AREA_FROM = 120
const FEW_CHOICES = 4

/** All that needs changing, at the top, with the way to each; takes the focus when it appears, and says so in the title. */
export function ErrorSummary({
  findings,
  fields,
  idOf,
}: {
  findings: readonly Finding[]
  fields: readonly FieldWords[]
  idOf: (field: string) => string
}) {
  const { say, t } = useWords()
  const box = useRef<HTMLDivElement>(null)
  const count = findings.length
  useEffect(() => {
    if (count === 0) return
    box.current?.focus()
    const plain = document.title
    document.title = `${t(`有 ${count} 处需要修改`, `${count} to correct`)} – ${plain}`
    return () => {
      document.title = plain
    }
  }, [count, t])
  if (count === 0) return null
  const placed = placeFindings(fields, findings)
  return (
    <div className="error-summary" role="alert" tabIndex={-1} ref={box}>
      <h3>
        {placed.other.length === count
          ? t('现在还不能办理', 'Not possible yet')
          : t(`有 ${count} 处需要修改`, `${count} to correct`)}
      </h3>
      <ul>
        {Object.entries(placed.byField).flatMap(([field, list]) =>
          list.map((f) => (
            <li key={`${field}${f.code}${f.message.zh}`}>
              <a
                href={`#${idOf(field)}`}
                onClick={(e) => {
                  e.preventDefault()
                  document.getElementById(idOf(field))?.focus()
                }}
              >
                {say(f.message)}
              </a>
            </li>
          )),
        )}
        {placed.other.map((f) => (
          <li key={`${f.code}${f.message.zh}`}>
            {say(f.message)}　<span className="hint">{say(f.hint)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/**
 * A form from declarations of fields. Label above, hint under it, what is wrong between hint and control. The values are the
 * page's own, so that nothing is lost when sending fails.
 */
export function FieldForm({
  fields,
  draft,
  onChange,
  findings,
  submitText,
  onSubmit,
  busy = false,
  grave = false,
  locked = [],
  extra,
}: {
  fields: readonly FieldWords[]
  draft: Draft
  onChange: (next: Draft) => void
  findings: readonly Finding[]
  submitText: string
  onSubmit: () => void
  busy?: boolean
  grave?: boolean
  /** Known already, shown but not asked again; with where it comes from. */
  locked?: readonly { field: string; text: string; from: string }[]
  extra?: ReactNode
}) {
  const { say, t } = useWords()
  const base = useId()
  const idOf = (field: string) => `${base}${field}`
  const { byField } = placeFindings(fields, findings)
  return (
    <form
      className="field-form"
      noValidate
      // In a list or a calendar, Enter chooses; it must not send the form as well.
      onKeyDown={(e) => {
        if (e.key === 'Enter' && (e.target as HTMLElement).closest('.ant-picker, .ant-select')) e.preventDefault()
      }}
      onSubmit={(e) => {
        e.preventDefault()
        onSubmit()
      }}
    >
      <ErrorSummary findings={findings} fields={fields} idOf={idOf} />
      {fields.map((f) => {
        const known = locked.find((l) => l.field === f.key)
        const wrong = byField[f.key] ?? []
        const optional = f.required ? '' : t('（选填）', ' (optional)')
        if (known)
          return (
            <div className="form-field" key={f.key}>
              <div className="form-label">{say(f.label)}</div>
              <div>
                {known.text}　<span className="hint">{known.from}</span>
              </div>
            </div>
          )
        return (
          <div className={`form-field ${wrong.length ? 'form-wrong' : ''}`} key={f.key}>
            <label className="form-label" htmlFor={idOf(f.key)} id={`${idOf(f.key)}-label`}>
              {say(f.label)}
              <span className="hint">{optional}</span>
            </label>
            {f.hint ? <div className="hint">{say(f.hint)}</div> : null}
            {wrong.map((w) => (
              <div className="form-error" key={`${w.code}${w.message.zh}`}>
                {say(w.message)}。{say(w.hint)}
                {w.suggestion ? (
                  <Button type="link" size="small" onClick={() => onChange({ ...draft, [f.key]: w.suggestion })}>
                    {t(`采用“${w.suggestion}”`, `use “${w.suggestion}”`)}
                  </Button>
                ) : null}
              </div>
            ))}
            <Control
              field={f}
              id={idOf(f.key)}
              value={draft[f.key]}
              invalid={wrong.length > 0}
              onChange={(v) => onChange({ ...draft, [f.key]: v })}
            />
          </div>
        )
      })}
      <Flex gap={12} align="center" wrap>
        <Button type="primary" htmlType="submit" loading={busy} danger={grave}>
          {submitText}
        </Button>
        {extra}
      </Flex>
    </form>
  )
}

function Control({
  field: f,
  id,
  value,
  invalid,
  onChange,
}: {
  field: FieldWords
  id: string
  value: string | undefined
  invalid: boolean
  onChange: (v: string | undefined) => void
}) {
  const { say, t } = useWords()
  const label = say(f.label)
  const status = invalid ? { status: 'error' as const } : {}
  switch (f.kind) {
    case 'choice':
      if ((f.choices?.length ?? 0) <= FEW_CHOICES)
        return (
          <Radio.Group
            id={id}
            aria-labelledby={`${id}-label`}
            value={value ?? null}
            onChange={(e) => onChange(String(e.target.value))}
            options={(f.choices ?? []).map((c) => ({ value: c.id, label: say(c.label) }))}
          />
        )
      return (
        <Select
          id={id}
          aria-label={label}
          className="wide"
          showSearch={{ optionFilterProp: 'label' }}
          options={(f.choices ?? []).map((c) => ({ value: c.id, label: say(c.label) }))}
          value={value ?? null}
          onChange={(v: string | null) => onChange(v ?? undefined)}
          placeholder={t('请选择', 'choose')}
          {...status}
        />
      )
    case 'boolean':
      return (
        <Radio.Group
          id={id}
          aria-labelledby={`${id}-label`}
          value={value ?? null}
          onChange={(e) => onChange(String(e.target.value))}
          options={[
            { value: 'true', label: t('是', 'yes') },
            { value: 'false', label: t('否', 'no') },
          ]}
        />
      )
    case 'code':
      return (
        <CodePicker id={id} label={label} table={f.codes ?? ''} value={value} onChange={onChange} invalid={invalid} />
      )
    case 'codes':
      return (
        <CodePicker
          id={id}
          label={label}
          table={f.codes ?? ''}
          multiple
          value={value}
          onChange={onChange}
          invalid={invalid}
        />
      )
    case 'reference':
      return (
        <ReferencePicker
          id={id}
          label={label}
          record={f.record ?? ''}
          value={value}
          onChange={onChange}
          invalid={invalid}
        />
      )
    case 'date':
      return <DayPicker id={id} label={label} value={value} onChange={onChange} invalid={invalid} />
    case 'integer':
      return (
        <InputNumber
          id={id}
          className="wide"
          precision={0}
          value={value === undefined ? null : Number(value)}
          onChange={(v) => onChange(v === null ? undefined : String(v))}
          {...status}
        />
      )
    default:
      return (f.lengthMax ?? 0) >= TEXT_AREA_FROM ? (
        <Input.TextArea
          id={id}
          rows={4}
          maxLength={f.lengthMax}
          showCount
          value={value ?? ''}
          onChange={(e) => onChange(e.target.value || undefined)}
          {...status}
        />
      ) : (
        <Input
          id={id}
          maxLength={f.lengthMax}
          value={value ?? ''}
          onChange={(e) => onChange(e.target.value || undefined)}
          {...status}
        />
      )
  }
}
