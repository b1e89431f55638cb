/** Money is integer fen. The brand keeps yuan and fen from being mixed. */
export type Fen = number & { readonly fen: unique symbol }

/** @throws RangeError for fractions and numbers beyond exact integers. */
export function fen(n: number): Fen {
  if (!Number.isSafeInteger(n)) throw new RangeError(`money must be a whole number of fen: ${n}`)
  return n as Fen
}

/** 123450 → `1,234.50`. */
export function yuanText(amountFen: Fen): string {
  const abs = Math.abs(amountFen)
  const yuan = Math.floor(abs / 100)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',')
  return `${amountFen < 0 ? '-' : ''}${yuan}.${String(abs % 100).padStart(2, '0')}`
}
