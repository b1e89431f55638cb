/** A text for people: Chinese first, with its English twin. */
export type Text = { zh: string; en: string }
export type Language = keyof Text

export const text = (zh: string, en: string): Text => ({ zh, en })
export const say = (t: Text, language: Language = 'zh'): string => t[language]

/** Fills `{name}` places. A place without a value is left as it stands, so that a slip is seen and not hidden. */
export function fillText(t: Text, values: Record<string, string | number>): Text {
  const fill = (s: string) =>
    s.replace(/\{(\w+)\}/g, (whole, key: string) => (key in values ? String(values[key]) : whole))
  return { zh: fill(t.zh), en: fill(t.en) }
}
