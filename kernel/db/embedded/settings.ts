import { statfsSync } from 'node:fs'
import { totalmem } from 'node:os'

/**
 * `load`: the first mass load into a new cluster, which begins again from nothing when it is cut short; nothing is synced.
 * `serve`: normal durable work. `scratch`: throw-away clusters of the tests.
 */
export type Profile = 'load' | 'serve' | 'scratch'

const GB = 1024 ** 3

/** Server settings of a profile. They are passed on the command line, so that a later start cannot inherit the wrong ones. */
export function settingsOf(profile: Profile): Record<string, string> {
  const isRoomy = totalmem() >= 8 * GB
  const all = {
    max_connections: '100',
    shared_buffers: isRoomy && profile !== 'scratch' ? '512MB' : '128MB',
    // Law tests make a whole partitioned schema in one transaction.
    max_locks_per_transaction: '256',
    effective_cache_size: `${Math.max(256, Math.floor(totalmem() / 2 / 1024 ** 2))}MB`,
    work_mem: '16MB',
    random_page_cost: '1.1',
    // The package is built without it; saying so keeps plans equal on a server that has it.
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] %u@%d ',
    log_checkpoints: 'off',
    ...(hasSmallSharedMemory() ? { dynamic_shared_memory_type: 'mmap' } : {}),
  }
  if (profile === 'serve') {
    return {
      ...all,
      maintenance_work_mem: '128MB',
      fsync: 'on',
      full_page_writes: 'on',
      synchronous_commit: 'on',
      wal_level: 'replica',
      max_wal_size: '2GB',
      checkpoint_timeout: '15min',
    }
  }
  // Measured for the full town: docs/decisions/0002-embedded-postgres-and-node.md
  return {
    ...all,
    maintenance_work_mem: isRoomy ? '512MB' : '128MB',
    fsync: 'off',
    full_page_writes: 'off',
    synchronous_commit: 'off',
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_wal_size: '8GB',
    checkpoint_timeout: '30min',
  }
}

/** Containers often come with 64 MB of /dev/shm, in which parallel queries fail with "No space left on device". */
function hasSmallSharedMemory(): boolean {
  if (process.platform !== 'linux') return false
  try {
    const { blocks, bsize } = statfsSync('/dev/shm')
    return blocks * bsize < 256 * 1024 ** 2
  } catch {
    return true
  }
}
