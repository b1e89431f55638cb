// Meanings of words, not values of a rule.

/** A percentage is of so many. */
export const percentMax = 100
/** A mark is kept in hundredths: 100.00 is the most that a part can have. */
export const hundredthsOfMarkMax = 100
export const partMarksMax = percentMax * hundredthsOfMarkMax
