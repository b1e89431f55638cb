import type { Text } from '../../kernel/values/text.ts'

/**
 * The ladder of eight, 人社部发〔2022〕14号. `rank` is our own order, for comparing; the official digit runs backwards (1 is
 * the highest of the five) and is for print and for certificate numbers only. Apprentice, special and chief technician
 * have no digit and exist only where an employer has set them up.
 */
export type LevelId = 'apprentice' | 'level-5' | 'level-4' | 'level-3' | 'level-2' | 'level-1' | 'special' | 'chief'

export type Level = {
  id: LevelId
  /** 0 apprentice … 7 chief technician. */
  rank: number
  /** '5' … '1', absent outside the five. */
  digit?: string
  /** 高级工 */
  name: Text
  /** 三级, absent outside the five. */
  grade?: Text
  /** As documents write it: 三级/高级工. */
  display: Text
}

const rows: readonly (readonly [LevelId, string, string, string, string])[] = [
  ['apprentice', '', '学徒工', '', 'Apprentice'],
  ['level-5', '5', '初级工', '五级', 'Junior worker'],
  ['level-4', '4', '中级工', '四级', 'Intermediate worker'],
  ['level-3', '3', '高级工', '三级', 'Senior worker'],
  ['level-2', '2', '技师', '二级', 'Technician'],
  ['level-1', '1', '高级技师', '一级', 'Senior technician'],
  ['special', '', '特级技师', '', 'Special technician'],
  ['chief', '', '首席技师', '', 'Chief technician'],
]

/** Lowest first. */
export const LEVELS: readonly Level[] = rows.map(([id, digit, zh, grade, en], rank) => ({
  id,
  rank,
  name: { zh, en },
  ...(digit === ''
    ? { display: { zh, en } }
    : {
        digit,
        grade: { zh: grade, en: `Level ${digit}` },
        display: { zh: `${grade}/${zh}`, en: `Level ${digit}, ${en.toLowerCase()}` },
      }),
}))

const byId = new Map(LEVELS.map((l) => [l.id, l]))
const byDigit = new Map(LEVELS.filter((l) => l.digit !== undefined).map((l) => [l.digit!, l]))

export function getLevel(id: LevelId): Level {
  const level = byId.get(id)
  if (!level) throw new RangeError(`no such level: ${id}`)
  return level
}
export const isLevelId = (s: string): s is LevelId => byId.has(s as LevelId)
export const findLevelByDigit = (digit: string): Level | undefined => byDigit.get(digit)
/** Negative when `a` is the lower one. */
export const compareLevels = (a: LevelId, b: LevelId): number => getLevel(a).rank - getLevel(b).rank

// Words in use for the five before and beside the names of 2022.
const WORDS: readonly (readonly [string, LevelId])[] = [
  ['初级技能', 'level-5'],
  ['中级技能', 'level-4'],
  ['高级技能', 'level-3'],
  ['初级', 'level-5'],
  ['中级', 'level-4'],
  ['高级', 'level-3'],
  ['学徒', 'apprentice'],
  ['特级', 'special'],
  ['首席', 'chief'],
]
const CHINESE_DIGIT: Readonly<Record<string, string>> = { 一: '1', 二: '2', 三: '3', 四: '4', 五: '5' }

/**
 * Reads 三级/高级工, 高级工, 3, 三级, 三级（高级工）, 高级工三级, 3级, 国家职业资格三级, Level 3, level-3 … Two words that
 * contradict each other (`二级/高级工`) give nothing rather than a guess, and so does text that holds anything else.
 */
export function levelFromText(text: string): Level | undefined {
  const clean = text
    .normalize('NFKC')
    .replace(/[\s\u200b-\u200f\u2060\ufeff]/g, '')
    .toLowerCase()
  if (isLevelId(clean)) return byId.get(clean)
  if (/^level_?\d$/.test(clean)) return byDigit.get(clean.slice(-1))
  let rest = clean.replace(/国家职业资格|职业技能等级|职业资格|技能等级|\(|\)|\/|,|、|-|—|:|·|\[|\]|【|】/g, '|')
  const found = new Set<LevelId>()
  const take = (pattern: RegExp, id: (m: string) => LevelId | undefined) => {
    rest = rest.replace(pattern, (m) => {
      const level = id(m)
      if (level) found.add(level)
      return level ? '|' : m
    })
  }
  take(/[一二三四五1-5]级/g, (m) => byDigit.get(CHINESE_DIGIT[m[0]!] ?? m[0]!)?.id)
  // Longer names first: 高级技师 before 技师.
  for (const l of [...LEVELS].sort((a, b) => b.name.zh.length - a.name.zh.length)) {
    take(new RegExp(l.name.zh, 'g'), () => l.id)
  }
  for (const [word, id] of WORDS) take(new RegExp(word, 'g'), () => id)
  take(/(?<=^|\|)[一二三四五1-5](?=$|\|)/g, (m) => byDigit.get(CHINESE_DIGIT[m] ?? m)?.id)
  if (found.size !== 1 || /[^|]/.test(rest)) return undefined
  return byId.get([...found][0]!)
}
