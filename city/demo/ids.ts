const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'))
const hex32 = (n: number): string => HEX[n >>> 24]! + HEX[(n >>> 16) & 255]! + HEX[(n >>> 8) & 255]! + HEX[n & 255]!

/**
 * UUIDv7 (RFC 9562 §5.7) from its parts: milliseconds, 12 bits of counter, 62 random bits from two numbers. The kernel makes
 * the same form from bytes; here 1.5 million are made, so no buffers. A test holds both together.
 */
export function idOf(ms: number, counter: number, high: number, low: number): string {
  const upper = Math.floor(ms / 65_536)
  const time = hex32(upper)
  const rest = ms - upper * 65_536
  const variant = (0x80000000 | (high & 0x3fffffff)) >>> 0
  const h = hex32(variant)
  const version = 0x7000 | (counter & 0x0fff)
  return `${time}-${HEX[rest >>> 8]}${HEX[rest & 255]}-${HEX[version >>> 8]}${HEX[version & 255]}-${h.slice(0, 4)}-${h.slice(4)}${hex32(low >>> 0)}`
}
