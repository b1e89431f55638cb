import { randomFillSync } from 'node:crypto'
import { dayInZone, type PlainDate } from './plain-date.ts'

/**
 * Everything that differs from run to run, in one place and handed in: the clock, randomness, ids.
 * Tests make a world that stands still; the program makes one from the machine.
 */
export type World = {
  /** The instant. */
  now(): Date
  /** The business day in the city's zone. */
  today(): PlainDate
  /** A new UUIDv7: ordered by time, made by the application, never by the database. */
  id(): string
  /** Random bytes fit for secrets. */
  bytes(length: number): Buffer
}

export function machineWorld(zone: string): World {
  return makeWorld({ now: () => new Date(), zone, fill: pooledRandom() })
}

const POOL_BYTES = 4096
const SMALL_BYTES = 64

/** Asking the machine costs the same for eight bytes as for thousands, so small wishes are met from a pool, each byte once. */
function pooledRandom(): (b: Buffer) => void {
  const pool = Buffer.alloc(POOL_BYTES)
  let at = POOL_BYTES
  return (b) => {
    if (b.length > SMALL_BYTES) return void randomFillSync(b)
    if (at + b.length > POOL_BYTES) {
      randomFillSync(pool)
      at = 0
    }
    pool.copy(b, 0, at, at + b.length)
    pool.fill(0, at, at + b.length)
    at += b.length
  }
}

/** A world that stands still at `at` and whose ids and bytes follow from `seed`; for tests and the demonstration town. */
export function stillWorld(
  at: string,
  zone: string,
  seed = 1,
): World & { set(at: string): void; tick(ms: number): void } {
  let instant = new Date(at)
  const random = seededRandom(seed)
  const world = makeWorld({
    now: () => instant,
    zone,
    fill: (b) => {
      for (let i = 0; i < b.length; i++) b[i] = Math.floor(random() * 256)
    },
  })
  return {
    ...world,
    set: (next) => {
      instant = new Date(next)
    },
    tick: (ms) => {
      instant = new Date(instant.getTime() + ms)
    },
  }
}

function makeWorld(parts: { now: () => Date; zone: string; fill: (b: Buffer) => void }): World {
  let lastMs = 0
  let counter = 0
  const bytes = (length: number) => {
    const b = Buffer.alloc(length)
    parts.fill(b)
    return b
  }
  // A day begins with a minute in every zone, so within one the answer stands.
  let minute = -1
  let day = '' as PlainDate
  return {
    now: parts.now,
    today: () => {
      const now = parts.now()
      const at = Math.floor(now.getTime() / 60_000)
      if (at !== minute) {
        minute = at
        day = dayInZone(now, parts.zone)
      }
      return day
    },
    bytes,
    id: () => {
      const ms = parts.now().getTime()
      // Within one millisecond the counter keeps the order, so that pages by id follow the order of making.
      counter = ms === lastMs ? counter + 1 : 0
      lastMs = ms
      return uuid7(ms, counter, bytes(8))
    },
  }
}

/** UUIDv7 (RFC 9562 §5.7): 48 bits of milliseconds, 12 bits of counter, 62 random bits. */
export function uuid7(ms: number, counter: number, random: Uint8Array): string {
  const b = Buffer.alloc(16)
  b.writeUIntBE(ms, 0, 6)
  b.writeUInt16BE(0x7000 | (counter & 0x0fff), 6)
  b.set(random.subarray(0, 8), 8)
  b[8] = (b[8]! & 0x3f) | 0x80
  const h = b.toString('hex')
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`
}

/** mulberry32: small, fast, good enough for invented people; never for secrets. */
export function seededRandom(seed: number): () => number {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = a
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
