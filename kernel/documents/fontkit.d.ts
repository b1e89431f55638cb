/** The part of fontkit that the glyph gate uses; the package brings no types. */
declare module 'fontkit' {
  export type Font = {
    type: 'TTF' | 'WOFF' | 'WOFF2'
    postscriptName: string | null
    fullName: string | null
    familyName: string | null
    subfamilyName: string | null
    name: { records: Record<string, Record<string, string> | undefined> }
    'OS/2'?: { usWeightClass?: number; fsSelection?: { bold?: boolean } }
    hasGlyphForCodePoint(codePoint: number): boolean
  }
  export type Collection = { type: 'TTC' | 'DFont'; fonts: Font[] }
  export function openSync(file: string): Font | Collection
}
