import { divideRounding } from './marks.ts'

/**
 * Marks of different skills made comparable. A scale is a pure function of the totals of one skill (hundredths) and of the
 * numbers that the city's rule gives; its answer is in whole points. Every scale keeps order: more marks are never fewer points.
 */
export type ScaleSettings = { median: number; pointsPerDeviation: number }
export type Scale = (totals: readonly number[], settings: ScaleSettings) => number[]

/**
 * The median entrant stands at 700 (WorldSkills since 2017). How far the others stand from it is not published, so this is our
 * own reading: so many points for each mean distance from the median. With an even number the median lies between the two in
 * the middle. Where all are equal, all stand at the median. All in whole numbers: the same on every machine.
 */
export const medianScale: Scale = (totals, { median, pointsPerDeviation }) => {
  if (totals.length === 0) return []
  const sorted = [...totals].sort((a, b) => a - b)
  const n = sorted.length
  // Twice the median, to stay whole.
  const middle = n % 2 ? 2 * sorted[(n - 1) / 2]! : sorted[n / 2 - 1]! + sorted[n / 2]!
  const distances = sorted.reduce((sum, x) => sum + Math.abs(2 * x - middle), 0)
  return totals.map((x) => {
    if (distances === 0) return median
    const away = divideRounding(Math.abs(2 * x - middle) * pointsPerDeviation * n, distances)
    return Math.max(0, 2 * x >= middle ? median + away : median - away)
  })
}

export const SCALES: { readonly [name: string]: Scale } = { 'median-by-mean-deviation': medianScale }
