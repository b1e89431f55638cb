/** The last of a list. `Array.prototype.at` is too new for the oldest browsers met in offices (Chromium 90). */
export const last = <T>(list: readonly T[]): T | undefined => list[list.length - 1]
