import qrcode from 'qrcode'

/** Text in the densest mode that fits: give digits as their own `numeric` segment (a long payload then needs a smaller code). */
export type QrSegment = { data: string; mode: 'byte' | 'numeric' | 'alphanumeric' }

export type QrMatrix = {
  /** Modules along a side, quiet zone not counted. */
  size: number
  version: number
  /** One string a row, `1` dark and `0` light: plain data that a typst template or a PDF drawing can go through. */
  rows: string[]
}

/** Quiet zone that the standard (GB/T 18284) asks for, in modules. */
export const QUIET_MODULES = 4

/**
 * Error correction is always M: at the size printed on paper, Q makes the modules so small that phones read it worse.
 */
export function qrMatrix(content: string | QrSegment[]): QrMatrix {
  const input =
    typeof content === 'string'
      ? content
      : content.map((s) =>
          s.mode === 'byte' ? { mode: s.mode, data: new TextEncoder().encode(s.data) } : { mode: s.mode, data: s.data },
        )
  const { modules, version } = qrcode.create(input as string, { errorCorrectionLevel: 'M' })
  const rows = Array.from({ length: modules.size }, (_, y) =>
    Array.from({ length: modules.size }, (_, x) => (modules.get(y, x) ? '1' : '0')).join(''),
  )
  return { size: modules.size, version, rows }
}

/**
 * A square SVG with its quiet zone, one path. `sideMm` sets the printed size; without it the picture fills its box.
 * Typst takes the same text by `image(bytes(svg), format: "svg")`.
 */
export function qrSvg(content: string | QrSegment[], options: { sideMm?: number; label?: string } = {}): string {
  const { size, rows } = qrMatrix(content)
  const side = size + 2 * QUIET_MODULES
  const path = rows
    .flatMap((row, y) =>
      [...row.matchAll(/1+/g)].map(
        (m) => `M${m.index + QUIET_MODULES} ${y + QUIET_MODULES}h${m[0].length}v1h-${m[0].length}z`,
      ),
    )
    .join('')
  const measure = options.sideMm === undefined ? '' : ` width="${options.sideMm}mm" height="${options.sideMm}mm"`
  const label =
    options.label === undefined ? ' aria-hidden="true"' : ` role="img" aria-label="${attribute(options.label)}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}"${measure}${label} shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${side}v${side}H0z"/><path fill="#000" d="${path}"/></svg>`
}

const attribute = (s: string): string => s.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)
