import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (name: string) => readFileSync(`${root}/${name}`, 'utf8')

// An install must give every machine the same files, from whatever registry it uses, and run nobody's scripts.
describe('lock file', () => {
  test('names no registry: the user decides where packages come from', () => {
    expect(read('package-lock.json')).not.toContain('"resolved"')
  })

  test('carries an integrity for every package that this registry view had', () => {
    const lock = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { integrity?: string; optional?: boolean; link?: boolean }>
    }
    // Only completed platform entries (scripts/complete-lock.mjs) may lack one; they are always optional.
    const bare = Object.entries(lock.packages)
      .filter(([path, entry]) => path !== '' && !entry.link && !entry.integrity && !entry.optional)
      .map(([path]) => path)
    expect(bare).toEqual([])
  })

  test('has an entry for every optional dependency named, so that npm ci accepts it everywhere', () => {
    const run = spawnSync(process.execPath, [`${root}/scripts/complete-lock.mjs`, '--check'], { encoding: 'utf8' })
    expect(`${run.stdout}${run.stderr}`).toBe('')
    expect(run.status).toBe(0)
  })

  test('package.json pins every dependency exactly, and the lock agrees', () => {
    const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string> | undefined>
    const lock = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, Record<string, Record<string, string> | undefined>>
    }
    for (const kind of ['dependencies', 'optionalDependencies', 'devDependencies']) {
      const loose = Object.entries(manifest[kind] ?? {}).filter(
        ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
      )
      expect(loose, kind).toEqual([])
      expect(lock.packages['']?.[kind] ?? {}, kind).toEqual(manifest[kind] ?? {})
    }
  })

  test('.npmrc keeps scripts off and pins on', () => {
    const lines = read('.npmrc').split(/\r?\n/)
    expect(lines).toEqual(
      expect.arrayContaining(['ignore-scripts=true', 'omit-lockfile-registry-resolved=true', 'save-exact=true']),
    )
  })
})
