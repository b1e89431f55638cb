import type { Finding } from '../../values/finding.ts'
import type { Text } from '../../values/text.ts'

/**
 * Why the database or the data folder cannot be used, as a finding that a person can act on. `main` prints message and
 * hint without a stack and ends; everything else that is thrown at start is a bug and keeps its stack.
 */
export class StartProblem extends Error {
  readonly finding: Finding
  constructor(code: string, message: Text, hint: Text, options?: ErrorOptions) {
    super(`${message.zh}\n${message.en}\n${hint.zh}\n${hint.en}`, options)
    this.name = 'StartProblem'
    this.finding = { code, message, hint }
  }
}

export const noSpaceProblem = (where: string, cause?: unknown): StartProblem =>
  new StartProblem(
    'DISK_FULL',
    { zh: `磁盘空间不足：${where}`, en: `The disk is full: ${where}` },
    {
      zh: '请清理磁盘，或用 --data 指定空间更大的文件夹后重试；已有数据不受影响。',
      en: 'Free some space, or name a folder on a larger disk with --data, and try again; existing data are not harmed.',
    },
    { cause },
  )

export const noWriteProblem = (where: string, cause?: unknown): StartProblem =>
  new StartProblem(
    'NO_WRITE_PERMISSION',
    { zh: `没有写入权限：${where}`, en: `No permission to write: ${where}` },
    {
      zh: '请用该文件夹的所有者运行，或用 --data 指定当前用户可写的文件夹。',
      en: 'Run this as the owner of the folder, or name a folder you may write with --data.',
    },
    { cause },
  )

/** Turns the file errors that a person can mend into problems; others pass unchanged. */
export function asStartProblem(error: unknown, where: string): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code
  if (code === 'ENOSPC' || code === 'EDQUOT') return noSpaceProblem(where, error)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return noWriteProblem(where, error)
  return error
}
