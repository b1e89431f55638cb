import type { ProcessWords, Text } from './api-types.ts'
import { useProcesses } from './queries.ts'
import { useWords } from './words.tsx'

const KNOWN: { readonly [kind: string]: Text } = {
  'access.signed-in': { zh: '登录', en: 'signed in' },
  'access.signed-out': { zh: '退出', en: 'signed out' },
  'access.reveal': { zh: '查看完整信息', en: 'looked at a value in full' },
  'journal.sealed': { zh: '封存登记', en: 'sealed a register' },
}
const ENDINGS: { readonly [ending: string]: Text } = {
  open: { zh: '提交', en: 'filed' },
  imported: { zh: '导入一批', en: 'imported a batch' },
  undone: { zh: '撤回一批', en: 'took a batch back' },
}

/** What a leaf's kind is called: an act of a process by its title, what is common by its own words, else as it stands. */
export function kindText(
  kind: string,
  processes: readonly ProcessWords[],
  say: (t: Text) => string,
  isShort = false,
): string {
  const known = KNOWN[kind]
  if (known) return say(known)
  const at = kind.lastIndexOf('.')
  const [owner, ending] = [kind.slice(0, at), kind.slice(at + 1)]
  const process = processes.find((p) => p.id === owner)
  const act = process?.acts.find((a) => a.id === ending)?.title ?? ENDINGS[ending]
  if (!act) return kind
  return process && !isShort ? `${say(process.title)}：${say(act)}` : say(act)
}

export function useKindText(): (kind: string, isShort?: boolean) => string {
  const { say } = useWords()
  const processes = useProcesses().data ?? []
  return (kind, isShort) => kindText(kind, processes, say, isShort)
}
