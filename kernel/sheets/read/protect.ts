/**
 * Text that an office program would run as a formula: optional blanks or apostrophes, then a formula mark in half or full width, or a
 * leading tab or line end. Guarded text gets one apostrophe in front; reading takes exactly that one off again, so a round trip is equal.
 */
const RISKY = /^(?:'*[\t\r\n]|['\s\0\u200b\u2060\ufeff]*[=+\-@＝＋－＠])/u

export const protectText = (text: string): string => (RISKY.test(text) ? `'${text}` : text)
export const unprotectText = (text: string): string =>
  text.charCodeAt(0) === 39 && RISKY.test(text.slice(1)) ? text.slice(1) : text
