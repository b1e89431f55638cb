// Kept on this machine: what a person has chosen (language, density, columns) and drafts not yet sent. Nothing of the registers.

const PREFIX = 'guildbook.'

export function kept(key: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + key) ?? undefined
  } catch {
    return undefined
  }
}

export function keep(key: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(PREFIX + key)
    else localStorage.setItem(PREFIX + key, value)
  } catch {
    // A browser that keeps nothing still works.
  }
}
