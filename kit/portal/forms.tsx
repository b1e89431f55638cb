import type { ReactNode } from 'react'
import type { Text } from '../../kernel/values/text.ts'
import { problemsText, texts } from '../texts.ts'
import type { PortalView } from './page.ts'

/** Above the page when something has to be corrected: takes the focus, and each line leads to its field. */
export function ErrorSummary({ view }: { view: PortalView }): ReactNode {
  const { findings, say } = view
  if (findings.length === 0) return null
  return (
    <div className="error-summary" role="alert" tabIndex={-1} data-focus="true">
      <h2>{say(problemsText(findings.length))}</h2>
      <ul>
        {findings.map((f) => (
          <li key={`${f.code}/${f.field ?? ''}`}>
            {f.field === undefined ? say(f.message) : <a href={`#field-${fieldId(f.field)}`}>{say(f.message)}</a>}
          </li>
        ))}
      </ul>
    </div>
  )
}

export const fieldId = (name: string): string => name.replace(/[^\w-]+/g, '-')

type FieldProps = {
  view: PortalView
  name: string
  label: Text
  hint?: Text
  optional?: boolean
}

/** Label above, hint under it, error between hint and field. */
export function TextField(
  props: FieldProps & {
    type?: 'text' | 'date' | 'search'
    inputMode?: 'text' | 'numeric'
    lengthMax?: number
    autoComplete?: string
    wide?: boolean
  },
): ReactNode {
  const { view, name } = props
  return (
    <Field {...props}>
      {(described, isWrong) => (
        <input
          id={`field-${fieldId(name)}`}
          className={props.wide ? 'wide-field' : undefined}
          name={name}
          type={props.type ?? 'text'}
          inputMode={props.inputMode}
          maxLength={props.lengthMax}
          autoComplete={props.autoComplete ?? 'off'}
          defaultValue={view.given[name] ?? ''}
          aria-describedby={described}
          aria-invalid={isWrong ? true : undefined}
        />
      )}
    </Field>
  )
}

export function SelectField(
  props: FieldProps & { choices: readonly { id: string; label: string }[]; empty?: Text },
): ReactNode {
  const { view, name } = props
  return (
    <Field {...props}>
      {(described, isWrong) => (
        <select
          id={`field-${fieldId(name)}`}
          name={name}
          defaultValue={view.given[name] ?? ''}
          aria-describedby={described}
          aria-invalid={isWrong ? true : undefined}
        >
          <option value="">{view.say(props.empty ?? texts.all)}</option>
          {props.choices.map((c) => (
            <option key={c.id} value={c.id}>
              {c.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

function Field(
  props: FieldProps & { children: (described: string | undefined, isWrong: boolean) => ReactNode },
): ReactNode {
  const { view, name, label, hint, optional } = props
  const id = fieldId(name)
  const wrong = view.findings.filter((f) => f.field === name)
  const described = [hint && `hint-${id}`, wrong.length > 0 && `error-${id}`].filter(Boolean).join(' ')
  return (
    <div className={wrong.length ? 'field field-wrong' : 'field'}>
      <label htmlFor={`field-${id}`}>
        {view.say(label)}
        {optional && view.say(texts.optional)}
      </label>
      {hint && (
        <p className="hint" id={`hint-${id}`}>
          {view.say(hint)}
        </p>
      )}
      {wrong.length > 0 && (
        <p className="field-error" id={`error-${id}`}>
          {wrong
            .map((f) => `${view.say(f.message)}${view.language === 'zh' ? '。' : '. '}${view.say(f.hint)}`)
            .join(' ')}
        </p>
      )}
      {props.children(described || undefined, wrong.length > 0)}
    </div>
  )
}

/** A plain GET form: the view that it brings has an address that can be sent on. */
export function FilterForm(props: {
  view: PortalView
  children: ReactNode
  /** Words that stay as they are. */
  keep?: { readonly [name: string]: string | undefined }
  submit?: Text
}): ReactNode {
  const { view } = props
  const isFiltered = Object.keys(view.given).some((k) => k !== 'page' && !Object.hasOwn(props.keep ?? {}, k))
  const kept = Object.entries(props.keep ?? {}).filter((e): e is [string, string] => e[1] !== undefined)
  const clear = kept.length
    ? `${view.path}?${kept.map(([k, v]) => `${k}=${encodeURIComponent(v)}`).join('&')}`
    : view.path
  return (
    <form className="filter" method="get" action={view.path} aria-label={view.say(texts.filters)}>
      {kept.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} readOnly />
      ))}
      <div className="fields">{props.children}</div>
      <div className="form-end">
        <button type="submit">{view.say(props.submit ?? texts.search)}</button>
        {isFiltered && (
          <a className="plain" href={clear}>
            {view.say(texts.clear)}
          </a>
        )}
      </div>
    </form>
  )
}
