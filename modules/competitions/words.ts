import type { Choice } from '../../kernel/records/fields.ts'
import { LEVELS } from '../catalogue/index.ts'

export const EVENT_TIERS: readonly Choice[] = [
  { id: 'national-1', label: { zh: '国家级一类', en: 'national, class 1' } },
  { id: 'national-2', label: { zh: '国家级二类', en: 'national, class 2' } },
  { id: 'provincial-1', label: { zh: '省级一类', en: 'provincial, class 1' } },
  { id: 'provincial-2', label: { zh: '省级二类', en: 'provincial, class 2' } },
  { id: 'city-1', label: { zh: '市级一类', en: 'city, class 1' } },
  { id: 'city-2', label: { zh: '市级二类', en: 'city, class 2' } },
  { id: 'county', label: { zh: '县级', en: 'county' } },
]

export const GROUPS: readonly Choice[] = [
  { id: 'employees', label: { zh: '职工组', en: 'employees' } },
  { id: 'students', label: { zh: '学生组', en: 'students' } },
  { id: 'teachers', label: { zh: '教师组', en: 'teachers' } },
]

/** How an event is marked and its medals are given. */
export const STYLES: readonly Choice[] = [
  { id: 'national', label: { zh: '国内赛制（理论＋技能）', en: 'national (theory and skill)' } },
  { id: 'worldskills', label: { zh: '世赛赛制', en: 'WorldSkills' } },
]

export const PARTS: readonly Choice[] = [
  { id: 'theory', label: { zh: '理论', en: 'theory' } },
  { id: 'skill', label: { zh: '技能操作', en: 'skill' } },
]
export type Part = 'theory' | 'skill'

export const MEDALS: readonly Choice[] = [
  { id: 'gold', label: { zh: '金牌', en: 'gold' } },
  { id: 'silver', label: { zh: '银牌', en: 'silver' } },
  { id: 'bronze', label: { zh: '铜牌', en: 'bronze' } },
  { id: 'excellence', label: { zh: '优胜奖', en: 'excellence' } },
]
export type Medal = 'gold' | 'silver' | 'bronze' | 'excellence'

/** Honours that follow a place in a contest. Who gives which to whom is a rule of the event, not of this list. */
export const HONOURS: readonly Choice[] = [
  { id: 'national-expert', label: { zh: '全国技术能手', en: 'National Technical Expert' } },
  { id: 'provincial-expert', label: { zh: '三晋技术能手', en: 'Provincial Technical Expert' } },
  { id: 'city-expert', label: { zh: '市技术能手', en: 'City Technical Expert' } },
  { id: 'labour-medal', label: { zh: '五一劳动奖章', en: 'May Day Labour Medal' } },
  { id: 'young-expert', label: { zh: '青年岗位能手', en: 'Young Expert at the Post' } },
  { id: 'women-pacesetter', label: { zh: '巾帼建功标兵', en: 'Women Pacesetter' } },
]

export const OBJECTION_OUTCOMES: readonly Choice[] = [
  { id: 'unfounded', label: { zh: '不成立', en: 'unfounded' } },
  { id: 'upheld', label: { zh: '成立', en: 'upheld' } },
]

export const LEVEL_CHOICES: readonly Choice[] = LEVELS.map((l) => ({ id: l.id, label: l.display }))
