import type { RoomDeclaration } from '../kernel/rooms/define.ts'
import { assessment } from './assessment/index.ts'
import { catalogue } from './catalogue/index.ts'
import { competitions } from './competitions/index.ts'
import { cooperation } from './cooperation/index.ts'
import { credentials } from './credentials/index.ts'
import { directory } from './directory/index.ts'
import { figures } from './figures/index.ts'
import { people } from './people/index.ts'
import { replies } from './replies/index.ts'
import { subsidy } from './subsidy/index.ts'
import { training } from './training/index.ts'

/** THE ORDERED LIST: a room may import the doors of rooms earlier in the list; never later ones, never inside. */
export const rooms: readonly RoomDeclaration[] = [
  people,
  directory,
  catalogue,
  credentials,
  training,
  assessment,
  competitions,
  cooperation,
  subsidy,
  figures,
  replies,
]
