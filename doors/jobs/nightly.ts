import { signCheckpoint } from '../../kernel/journal/checkpoint.ts'
import type { PlainDate } from '../../kernel/values/plain-date.ts'
import type { House } from '../open.ts'
import { nightlyRecheck } from './recheck.ts'

const LOOK_EVERY_MS = 60_000
/** Well after midnight: no transaction of yesterday still runs. */
const HOUR = 2

/** Once a day: the journal's checkpoint is signed, and each room does its nightly work (rechecks, expiries). */
export function startNightly(house: House): () => void {
  let doneOn: PlainDate | undefined
  let busy = false
  const look = async () => {
    const { world, city } = house.office
    const hour = Number(
      new Intl.DateTimeFormat('en-GB', { timeZone: city.zone, hour: '2-digit', hour12: false }).format(world.now()),
    )
    if (busy || doneOn === world.today() || hour < HOUR) return
    busy = true
    try {
      await runNightly(house)
      doneOn = world.today()
    } finally {
      busy = false
    }
  }
  const timer = setInterval(
    () => void look().catch((e: Error) => process.stderr.write(`nightly: ${e.message}\n`)),
    LOOK_EVERY_MS,
  )
  timer.unref()
  return () => clearInterval(timer)
}

/** The night's work, callable at once (command line, tests). */
export async function runNightly(house: House): Promise<string[]> {
  const done: string[] = []
  await house.db.tx((tx) => signCheckpoint(tx, house.office.world, house.office.keys))
  done.push('journal.checkpoint')
  const different = await nightlyRecheck(house)
  for (const d of different) process.stderr.write(`recheck: ${d.measure} differs: ${JSON.stringify(d)}\n`)
  done.push('measures.recheck')
  for (const store of house.office.stores.values())
    for (const [job, run] of Object.entries(store.nightly ?? {})) {
      await run(house.db, house.office)
      done.push(job)
    }
  return done
}
