import type { Json } from '../../kernel/values/canonical-json.ts'
import type { House } from '../open.ts'
import * as q from './outbox.sql.ts'

const LOOK_EVERY_MS = 1000

/**
 * Carries what rooms tell to the rooms that hear it. A message is deleted in the transaction of its effects: at least once,
 * and lost never. One that nobody hears is done with; one that fails is tried again later, behind the others.
 */
export function startOutbox(house: House): () => Promise<void> {
  let running: Promise<void> = Promise.resolve()
  let stopped = false
  const hears = new Map<
    string,
    ((tx: Parameters<Parameters<House['db']['tx']>[0]>[0], body: Json) => Promise<void>)[]
  >()
  for (const store of house.office.stores.values())
    for (const [kind, hear] of Object.entries(store.hears ?? {}))
      hears.set(kind, [...(hears.get(kind) ?? []), (tx, body) => hear(tx, house.office, body)])

  const moveOne = () =>
    house.db.tx(async (tx) => {
      const message = await tx.maybe<{ message_id: string; kind: string; body: Json }>(q.takeMessage())
      if (!message) return false
      for (const hear of hears.get(message.kind) ?? []) await hear(tx, message.body)
      return true
    })
  const look = async () => {
    try {
      while (!stopped && (await moveOne()));
    } catch {
      // Rolled back with its message; looked at again in a second.
    }
  }
  const timer = setInterval(() => {
    running = running.then(look)
  }, LOOK_EVERY_MS)
  return async () => {
    stopped = true
    clearInterval(timer)
    await running
  }
}
