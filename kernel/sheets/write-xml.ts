/** Longest text an office program accepts in one cell. */
export const CELL_TEXT_MAX = 32_767

/** What XML cannot carry, and carriage returns, which a parser would turn into line feeds. */
const UNSPEAKABLE = /(?![\t\n\u007f-\u009f])\p{Cc}|[\ufffe\uffff]/gu
/** An underscore that would read as the beginning of an escape, also one that a following escape would complete. */
const FALSE_ESCAPE = /_(?=x[0-9A-Fa-f]{4}(?:_|(?![\t\n\u007f-\u009f])\p{Cc}|[\ufffe\uffff]))/gu

/** Text for a spreadsheet string: markup escaped, controls in the `_x000D_` notation, single surrogates replaced. */
export function xmlText(text: string): string {
  return xmlAttribute(
    text
      .toWellFormed()
      .replace(FALSE_ESCAPE, '_x005F_')
      .replace(UNSPEAKABLE, (c) => `_x${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`),
  )
}

/** Only markup escaped; for names and list entries, which hold no controls. */
export const xmlAttribute = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** A string cell. The type says string, so no office program looks for a formula in it; there is never an `f` element. */
export function stringCell(reference: string, text: string, style: number, prefix = ''): string {
  const kept = text.length > CELL_TEXT_MAX ? `${text.slice(0, CELL_TEXT_MAX - 1).toWellFormed()}…` : text
  const s = style === 0 ? '' : ` s="${style}"`
  const p = prefix
  return `<${p}c r="${reference}"${s} t="inlineStr"><${p}is><${p}t xml:space="preserve">${xmlText(kept)}</${p}t></${p}is></${p}c>`
}
