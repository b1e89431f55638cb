import type { ReactNode } from 'react'
import type { Text } from '../../kernel/values/text.ts'
import { pageText, texts } from '../texts.ts'
import { addressOf, traceAddress } from './address.ts'
import { dateText, inWords, NOT_APPLICABLE, periodText } from './format.ts'
import type { AnswerValue, MeasureAnswer, MeasureWords, PortalView } from './page.ts'

/** A figure never stands bare: value, unit, day, and the way to where it comes from. */
export function TraceNumber(props: {
  view: PortalView
  answer: MeasureAnswer
  words: MeasureWords
  title?: Text
}): ReactNode {
  const { view, answer } = props
  const { number, unit } = inWords(answer.value, answer.unit, view.language)
  const title = view.say(props.title ?? answer.title)
  return (
    <div className="trace-number">
      <a href={traceAddress(answer.id, props.words)}>
        <span className="trace-title">{title}</span>
        <span className="trace-value">
          <strong>{number}</strong> {unit}
        </span>
        <span className="trace-period">{periodText(answer, view.language)}</span>
        <span className="trace-more">{view.say(texts.trace)}</span>
      </a>
    </div>
  )
}

/** The same inside a sentence or a table cell. */
export function TraceLink(props: {
  view: PortalView
  answer: MeasureAnswer
  words: MeasureWords
  children?: ReactNode
}): ReactNode {
  const { number, unit } = inWords(props.answer.value, props.answer.unit, props.view.language)
  return (
    <a className="figure" href={traceAddress(props.answer.id, props.words)}>
      {props.children ?? (unit ? `${number} ${unit}` : number)}
    </a>
  )
}

export type Tone = 'good' | 'warn' | 'bad' | 'plain'
const MARKS: { readonly [tone in Tone]: string } = { good: '✓', warn: '!', bad: '✕', plain: '·' }
/** State = mark + word + colour, never colour alone. */
export const StateTag = ({ tone, children }: { tone: Tone; children: ReactNode }): ReactNode => (
  <span className={`tag tag-${tone}`}>
    <span aria-hidden="true">{MARKS[tone]} </span>
    {children}
  </span>
)

/** Masked on the server already; here it is only said that it is. */
export const Masked = ({ view, value }: { view: PortalView; value: string }): ReactNode => (
  <span className="masked" title={view.say({ zh: '已遮蔽', en: 'masked' })}>
    {value}
  </span>
)

export function DataList({ items }: { items: readonly (readonly [string, ReactNode])[] }): ReactNode {
  return (
    <dl className="data">
      {items.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value === null || value === undefined || value === '' ? NOT_APPLICABLE : value}</dd>
        </div>
      ))}
    </dl>
  )
}

export function Pager({ view, page, pages }: { view: PortalView; page: number; pages: number }): ReactNode {
  if (pages <= 1) return null
  const at = (n: number) => addressOf(view.path, { ...view.query, page: n === 1 ? undefined : String(n) })
  return (
    <nav className="pager" aria-label={view.say(texts.pages)}>
      {page > 1 && (
        <a rel="prev" href={at(page - 1)}>
          {view.say(texts.previous)}
        </a>
      )}
      <span>{view.say(pageText(page, pages))}</span>
      {page < pages && (
        <a rel="next" href={at(page + 1)}>
          {view.say(texts.next)}
        </a>
      )}
    </nav>
  )
}

/** Lists that go on by a mark and not by number: forward only, and back to the start. */
export function CursorPager({ view, next }: { view: PortalView; next: string | null }): ReactNode {
  const { cursor, ...rest } = view.query
  if (next === null && cursor === undefined) return null
  return (
    <nav className="pager" aria-label={view.say(texts.pages)}>
      {cursor !== undefined && (
        <a href={addressOf(view.path, rest)}>{view.say({ zh: '回到第一页', en: 'First page' })}</a>
      )}
      {next !== null && (
        <a rel="next" href={addressOf(view.path, { ...rest, cursor: next })}>
          {view.say(texts.next)}
        </a>
      )}
    </nav>
  )
}

/** Tabs as links: the list of one part of the page at a time. */
export function Tabs(props: {
  label: string
  tabs: readonly { href: string; text: string; isChosen: boolean }[]
}): ReactNode {
  return (
    <nav className="tabs" aria-label={props.label}>
      <ul>
        {props.tabs.map((t) => (
          <li key={t.href}>
            <a href={t.href} aria-current={t.isChosen ? 'true' : undefined}>
              {t.text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

export function Nothing({ view, children }: { view: PortalView; children?: ReactNode }): ReactNode {
  return (
    <div className="nothing">
      <p>{view.say(texts.nothing)}</p>
      {children}
    </div>
  )
}

export const Day = ({ view, value }: { view: PortalView; value: string | null | undefined }): ReactNode =>
  value ? <time dateTime={value}>{dateText(value, view.language)}</time> : NOT_APPLICABLE

export const Secondary = ({ children }: { children: ReactNode }): ReactNode => <p className="secondary">{children}</p>

/** Label of a field of a record as text; lists joined. */
export function labelOf(value: AnswerValue | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'object') {
    if ('masked' in value) return value.masked
    return Array.isArray(value.label) ? value.label.join('、') : value.label
  }
  return String(value)
}
export function idOf(value: AnswerValue | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'object')
    return 'masked' in value ? '' : Array.isArray(value.value) ? value.value.join(',') : value.value
  return String(value)
}

export type Verdict = 'valid' | 'corrected' | 'replaced' | 'revoked' | 'notFound'
const VERDICTS: { readonly [v in Verdict]: { tone: Tone; words: Text } } = {
  valid: { tone: 'good', words: { zh: '有效', en: 'Valid' } },
  corrected: { tone: 'warn', words: { zh: '已更正', en: 'Corrected' } },
  replaced: { tone: 'warn', words: { zh: '已换发', en: 'Replaced' } },
  revoked: { tone: 'bad', words: { zh: '已撤销', en: 'Revoked' } },
  notFound: { tone: 'plain', words: { zh: '查无此证', en: 'Not found' } },
}
export const verdictWords = (v: Verdict): Text => VERDICTS[v].words

/** The answer to a check: the verdict huge and first, then who, what, level, issuer, date, how it was checked. */
export function VerifyVerdict(props: {
  view: PortalView
  verdict: Verdict
  lead: string
  facts?: readonly (readonly [string, ReactNode])[]
  children?: ReactNode
}): ReactNode {
  const { tone, words } = VERDICTS[props.verdict]
  return (
    <section className={`verdict verdict-${tone}`} aria-labelledby="verdict" tabIndex={-1} data-focus="true">
      <h2 id="verdict">
        <span aria-hidden="true">{MARKS[tone]} </span>
        {props.view.say(words)}
      </h2>
      <p className="verdict-lead">{props.lead}</p>
      {props.facts && <DataList items={props.facts} />}
      {props.children}
    </section>
  )
}
