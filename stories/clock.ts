import { stillWorld, type World } from '../kernel/values/world.ts'

const ZONE = 'Asia/Shanghai'
/**
 * A world that runs as time runs and can be put forward. Ids and secrets follow from the seed. It begins with the machine's
 * now: grants of the town hold from the moment of its making, and commands run as processes of their own look at the
 * machine's clock.
 */
export type StoryWorld = World & { forward(ms: number): void; forwardDays(days: number): void }

export function storyWorld(seed = 1): StoryWorld {
  const still = stillWorld(new Date().toISOString(), ZONE, seed)
  let last = performance.now()
  const run = () => {
    const passed = Math.floor(performance.now() - last)
    if (passed <= 0) return
    still.tick(passed)
    last += passed
  }
  return {
    now: () => {
      run()
      return still.now()
    },
    today: () => {
      run()
      return still.today()
    },
    id: () => {
      run()
      return still.id()
    },
    bytes: (n) => still.bytes(n),
    forward: (ms) => still.tick(ms),
    forwardDays: (days) => still.tick(days * 86_400_000),
  }
}
