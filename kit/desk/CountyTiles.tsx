import type { City } from './api-types.ts'
import { inTable } from './format.ts'
import { useCity } from './queries.ts'
import type { Traced } from './Trace.tsx'
import { useTrace } from './Trace.tsx'
import { useWords } from './words.tsx'

export type Tile = { key: string; label: string; value: number | null } & Traced

/** Five classes of equal width; where all are alike, the middle one. */
export function classOf(value: number, values: readonly number[]): number {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  if (high === low) return 2
  return Math.min(4, Math.floor(((value - low) / (high - low)) * 5))
}

/**
 * Places as equal squares, a drawing that claims no borders. Ratios are shaded in five classes; counts fill the square from
 * below, since shading counts would only show where many people live.
 */
export function CountyTiles({ tiles, kind, unit }: { tiles: Tile[]; kind: string; unit: string }) {
  const { t } = useWords()
  const places = new Map((useCity().data?.tiles ?? []).map((p) => [p.code, p]))
  const placed = tiles.some((x) => places.has(x.key))
  const trace = useTrace()
  const values = tiles.map((x) => x.value).filter((v): v is number => v !== null)
  const high = Math.max(...values, 0)
  const isRatio = kind === 'ratio'
  return (
    <div>
      <ul className={placed ? 'tiles tiles-placed' : 'tiles'}>
        {tiles.map((x) => {
          const share = x.value === null || high === 0 ? 0 : x.value / high
          return (
            <li key={x.key} style={placeOf(places.get(x.key))}>
              <button
                type="button"
                className={`tile ${isRatio && x.value !== null ? `tile-${classOf(x.value, values)}` : ''}`}
                onClick={() => trace({ id: x.id, question: x.question })}
                disabled={x.value === null}
                aria-label={`${x.label} ${inTable(x.value, kind)} ${unit}`}
              >
                {isRatio ? null : <span className="tile-fill" style={{ height: `${share * 100}%` }} aria-hidden />}
                <span className="tile-name">{x.label}</span>
                <span className="tile-value figure">{x.value === null ? '＊' : inTable(x.value, kind)}</span>
              </button>
            </li>
          )
        })}
      </ul>
      <p className="hint">
        {isRatio
          ? t(
              '示意方格，不表示边界和位置；颜色由浅到深分五级。',
              'Schematic squares, no borders or places; five classes from light to dark.',
            )
          : t(
              '示意方格，不表示边界和位置；方格填充高度与数值成正比。',
              'Schematic squares, no borders or places; the filling is in proportion to the number.',
            )}
      </p>
    </div>
  )
}

const placeOf = (p: NonNullable<City['tiles']>[number] | undefined) =>
  p ? { gridRow: p.row, gridColumn: p.column } : {}
