import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { StartProblem } from './start-problem.ts'

/** The user that PostgreSQL runs as; `undefined` where it is ourselves. */
export type Account = { name: string; uid: number; gid: number }

/**
 * PostgreSQL refuses to run as root. As root we take a plain user for it: the owner of a cluster that is already there,
 * else the one named by GUILDBOOK_POSTGRES_USER, else `postgres`, else `nobody`. The user must stand in /etc/passwd
 * (PostgreSQL looks its own name up), so a bare number would not do.
 * @throws StartProblem NO_PLAIN_USER
 */
export function pickAccount(existingCluster?: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const users = readUsers()
  const owner = existingCluster === undefined ? undefined : statSync(existingCluster).uid
  const wanted = process.env.GUILDBOOK_POSTGRES_USER
  if (wanted !== undefined && !users.some((user) => user.name === wanted)) {
    throw new StartProblem(
      'NO_PLAIN_USER',
      {
        zh: `没有 GUILDBOOK_POSTGRES_USER 所指的用户：${wanted}`,
        en: `There is no user ${wanted} (GUILDBOOK_POSTGRES_USER)`,
      },
      { zh: '请改为系统中已有的普通用户。', en: 'Name a plain user that exists on this machine.' },
    )
  }
  const account =
    users.find((user) => user.uid !== 0 && user.uid === owner) ??
    [wanted, 'postgres', 'nobody'].flatMap((name) => users.filter((user) => user.name === name && user.uid !== 0))[0]
  if (account) return account
  throw new StartProblem(
    'NO_PLAIN_USER',
    {
      zh: '以 root 启动时，数据库须用一个普通用户运行，但系统中没有 postgres 或 nobody。',
      en: 'Started as root, the database has to run as a plain user, and there is neither postgres nor nobody here.',
    },
    {
      zh: '请用普通用户启动，或以 GUILDBOOK_POSTGRES_USER 指定一个已有的普通用户。',
      en: 'Start as a plain user, or name an existing one with GUILDBOOK_POSTGRES_USER.',
    },
  )
}

function readUsers(): Account[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((field) => field.length >= 4)
    .map(([name, , uid, gid]) => ({ name: name!, uid: Number(uid), gid: Number(gid) }))
}

/** Spawn options that make a child run as the account, in a folder that it can certainly enter. */
export const asAccount = (account: Account | undefined): { uid?: number; gid?: number; cwd: string } =>
  account
    ? { uid: account.uid, gid: account.gid, cwd: '/' }
    : { cwd: process.platform === 'win32' ? process.cwd() : '/' }

/** Whether the account can reach and enter a folder: asked of the system itself, as that user. */
export function canEnter(folder: string, account: Account | undefined): boolean {
  if (!account) return true
  return (
    spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', folder], { ...asAccount(account), stdio: 'ignore' }).status === 0
  )
}
