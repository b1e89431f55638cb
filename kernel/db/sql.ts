/**
 * SQL with bound values: sql`select … where id = ${id}`. A value is always a parameter, never text;
 * pieces of SQL nest; a name (table, column) goes in by `name()`, which refuses all but plain identifiers.
 */
export type Sql = { readonly text: string; readonly values: unknown[]; readonly statement?: string }

class Piece implements Sql {
  readonly strings: readonly string[]
  readonly parts: readonly unknown[]
  // Rendered lazily and once: a nested piece is rendered as a part of its parent, with the parent's numbering.
  #rendered: { text: string; values: unknown[] } | undefined
  constructor(strings: readonly string[], parts: readonly unknown[]) {
    this.strings = strings
    this.parts = parts
  }
  get text(): string {
    this.#rendered ??= render(this)
    return this.#rendered.text
  }
  get values(): unknown[] {
    this.#rendered ??= render(this)
    return this.#rendered.values
  }
}
export type SqlPiece = Piece

export function sql(strings: TemplateStringsArray, ...parts: unknown[]): SqlPiece {
  return new Piece(strings, parts)
}

/** A table or column that comes from a declaration of ours: `credentials.certificate`, `county_code`. */
export function name(identifier: string): SqlPiece {
  if (!/^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$/.test(identifier)) throw new Error(`not an identifier: ${identifier}`)
  return new Piece([identifier], [])
}

/** Joins pieces by a separator of ours, e.g. ` and ` or `, `. An empty list gives `empty` (by default nothing). */
export function join(pieces: SqlPiece[], separator = ', ', empty = ''): SqlPiece {
  if (pieces.length === 0) return new Piece([empty], [])
  const strings = ['', ...Array<string>(pieces.length - 1).fill(separator), '']
  return new Piece(strings, pieces)
}

/** Conditions joined by `and`; none means `true`. */
export const allOf = (pieces: SqlPiece[]): SqlPiece => join(pieces, ' and ', 'true')

/** Gives the statement a name, so that the server keeps its plan: for the few hot paths. */
export const prepared = (statement: string, q: SqlPiece): Sql => ({ text: q.text, values: q.values, statement })

function render(root: Piece): { text: string; values: unknown[] } {
  const values: unknown[] = []
  const walk = (p: Piece): string => {
    let out = p.strings[0] ?? ''
    for (let i = 0; i < p.parts.length; i++) {
      const part = p.parts[i]
      if (part instanceof Piece) out += walk(part)
      else {
        values.push(part)
        out += `$${values.length}`
      }
      out += p.strings[i + 1] ?? ''
    }
    return out
  }
  const text = walk(root)
  return { text, values }
}
