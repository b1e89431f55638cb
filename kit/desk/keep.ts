// Small things a person has chosen, kept on this machine: language, density, columns. Never data of the office.

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
