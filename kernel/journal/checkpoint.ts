import { copyFields, lines } from '../db/copy-text.ts'
import type { Tx } from '../db/database.ts'
import type { KeyRing } from '../secrets/keyring.ts'
import { addDays } from '../values/plain-date.ts'
import type { World } from '../values/world.ts'
import * as q from './journal.sql.ts'
import { GrowingTree } from './tree.ts'
import { checkpointBytes } from './verify.ts'

/**
 * Signs the root of all leaves up to the end of yesterday. Days that have passed get no more leaves, because a leaf takes
 * the business day of its own transaction; the caller runs this well after midnight.
 */
export async function signCheckpoint(
  tx: Tx,
  world: World,
  keys: KeyRing,
): Promise<{ day: string; size: number; root: string }> {
  const day = addDays(world.today(), -1)
  const tree = new GrowingTree()
  for await (const line of lines(tx.copyOut(q.leavesInTreeOrder()))) {
    const [leafDay, , , hash] = copyFields(line) as [string, string, string, string]
    if (leafDay > day) break
    tree.add(Buffer.from(hash.slice(2), 'hex'))
  }
  const root = tree.root()
  const signature = keys.sign(checkpointBytes(day, tree.size, root))
  await tx.run(
    q.insertCheckpoint({
      day,
      size: tree.size,
      root,
      keyId: keys.signingKeyId,
      signature,
      at: world.now().toISOString(),
    }),
  )
  return { day, size: tree.size, root: root.toString('base64') }
}
