import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { Finding } from './api-types.ts'
import type { CellPlace } from './import-steps.ts'
import { useWords } from './words.tsx'

export type GridRow = { row: number; values: { [column: string]: string }; findings: Finding[] }

/**
 * A grid for typing: arrows move, Enter goes to the next cell that needs something, Escape takes back what was typed in the
 * cell. What is wrong stands under the cell it is about.
 */
export function EntryGrid({
  rows,
  columns,
  edited,
  onEdit,
  onNext,
  focusAt,
  busyRow,
}: {
  rows: readonly GridRow[]
  columns: readonly { key: string; label: string }[]
  /** Typed and not yet sent: `row\tcolumn` → text. */
  edited: { readonly [cell: string]: string }
  onEdit: (at: CellPlace, text: string | undefined) => void
  /** Enter: what was typed in this row is sent, then the next cell. */
  onNext: (at: CellPlace) => void
  focusAt?: CellPlace | undefined
  busyRow?: number | undefined
}) {
  const { say, t } = useWords()
  const table = useRef<HTMLTableElement>(null)
  const find = (row: number, column: string) =>
    table.current?.querySelector<HTMLInputElement>(`input[data-at="${row}\t${column}"]`)
  useEffect(() => {
    if (!focusAt) return
    const input = table.current?.querySelector<HTMLInputElement>(`input[data-at="${focusAt.row}\t${focusAt.column}"]`)
    input?.focus()
    input?.select()
  }, [focusAt])
  const onKey = (e: KeyboardEvent<HTMLInputElement>, at: CellPlace) => {
    if (e.nativeEvent.isComposing) return
    if (e.key === 'Enter') {
      e.preventDefault()
      onNext(at)
    } else if (e.key === 'Escape') onEdit(at, undefined)
    else if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      const i = rows.findIndex((r) => r.row === at.row)
      const other = rows[i + (e.key === 'ArrowDown' ? 1 : -1)]
      if (other) {
        e.preventDefault()
        find(other.row, at.column)?.focus()
      }
    }
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className="entry-grid" tabIndex={0} aria-label={t('需要修改的行', 'Rows to mend')}>
      <table ref={table}>
        <thead>
          <tr>
            <th scope="col">{t('行', 'Row')}</th>
            {columns.map((c) => (
              <th scope="col" key={c.key}>
                {c.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((r) => (
            <tr key={r.row} aria-busy={busyRow === r.row}>
              <th scope="row" className="figure">
                {r.row}
                {r.findings
                  .filter((f) => !columns.some((c) => c.key === f.field))
                  .map((f) => (
                    <div key={f.code} className="form-error">
                      {say(f.message)}
                    </div>
                  ))}
              </th>
              {columns.map((c) => {
                const id = `${r.row}\t${c.key}`
                const wrong = r.findings.filter((f) => f.field === c.key)
                const isWrong = wrong.some((f) => (f.severity ?? 'must') !== 'hint')
                const noteId = `note-${r.row}-${c.key}`
                return (
                  <td key={c.key} className={isWrong ? 'cell-wrong' : ''}>
                    <input
                      data-at={id}
                      value={edited[id] ?? r.values[c.key] ?? ''}
                      aria-label={t(`第 ${r.row} 行 ${c.label}`, `Row ${r.row}, ${c.label}`)}
                      aria-invalid={isWrong}
                      {...(wrong.length ? { 'aria-describedby': noteId } : {})}
                      onChange={(e) => onEdit({ row: r.row, column: c.key }, e.target.value)}
                      onKeyDown={(e) => onKey(e, { row: r.row, column: c.key })}
                    />
                    {wrong.length ? (
                      <div id={noteId} className="cell-note">
                        {wrong.map((f) => (
                          <div key={f.code}>
                            {say(f.message).replace(/^第 \d+ 行 ?/, '')}
                            <span className="hint">　{say(f.hint)}</span>
                            {f.suggestion !== undefined ? (
                              <button
                                type="button"
                                className="link"
                                onClick={() => onEdit({ row: r.row, column: c.key }, f.suggestion)}
                              >
                                {t(`采用“${f.suggestion}”`, `use “${f.suggestion}”`)}
                              </button>
                            ) : null}
                          </div>
                        ))}
                      </div>
                    ) : null}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
