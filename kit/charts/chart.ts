/** One bar, square or point: what it is called, how much it is (null: too few to show), and where it comes from. */
export type ChartRow = {
  id: string
  label: string
  value: number | null
  /** As it is written, with its unit or without, as the heading of the column says. */
  text: string
  href?: string
}

/** What every chart says about itself. The title is a sentence with the finding. */
export type ChartWords = {
  title: string
  /** Heading of the column of names: 县（市、区）. */
  names: string
  /** Heading of the column of values, with the unit: 人数（人）. */
  values: string
  /** 截至2022年12月31日 */
  period: string
  source?: string
}

/** Five to one, light to dark; each differs from the next by 1.4 or more in luminance, so that grey print keeps the order. */
export const LEVEL_RAMP: { readonly [level: string]: string } = {
  apprentice: '#e3ebf5',
  'level-5': '#b9cfe9',
  'level-4': '#86abd8',
  'level-3': '#4f83c0',
  'level-2': '#1554ad',
  'level-1': '#0b2f66',
  special: '#071f45',
  chief: '#04122a',
}
export const BAR_COLOUR = '#1554ad'

/** A round number at or above the greatest: the end of an axis that begins at 0. */
export function niceEnd(greatest: number): number {
  if (!(greatest > 0)) return 1
  const power = 10 ** Math.floor(Math.log10(greatest))
  const step = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((s) => s * power >= greatest * (1 - 1e-9)) ?? 10
  return Number((step * power).toPrecision(6))
}

/** Coordinates are written with so many digits that a page does not grow by noise. */
export const at = (n: number): string => String(Math.round(n * 100) / 100)
