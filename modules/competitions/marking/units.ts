// Meanings of words, not values of a rule.

/** A percentage is of so many. */
export const percentMax = 100
/** A mark is kept in hundredths: 100.00 is the most that a part can have. */
export const hundredthsOfMarkMax = 100
export const partMarksMax = percentMax * hundredthsOfMarkMax

/** Hundredths as people write them: `93.50`. */
export const marksText = (n: number): string =>
  `${Math.trunc(n / hundredthsOfMarkMax)}.${String(Math.abs(n % hundredthsOfMarkMax)).padStart(2, '0')}`
