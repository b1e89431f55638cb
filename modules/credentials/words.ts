import type { Choice } from '../../kernel/records/fields.ts'
import { LEVELS } from '../catalogue/index.ts'

export const CERTIFICATE_KINDS: readonly Choice[] = [
  { id: 'skill-level', label: { zh: '职业技能等级证书', en: 'skill-level certificate' } },
  { id: 'qualification', label: { zh: '职业资格证书', en: 'vocational qualification certificate' } },
  { id: 'specific-capability', label: { zh: '专项职业能力证书', en: 'specific-capability certificate' } },
  { id: 'completion', label: { zh: '培训合格证', en: 'training completion certificate' } },
]
/** Printed id of each rank: `level-3` for rank 3 … */
export const RANK_IDS: { readonly [rank: number]: string } = Object.fromEntries(LEVELS.map((l) => [l.rank, l.id]))
/** Skilled: any of the five levels or above; apprentices are not counted (domain definition, 人社部发〔2022〕14号 has them below the five). */
export const SKILLED_RANK = LEVELS.find((l) => l.id === 'level-5')!.rank
/** High-skilled: 高级工 or above (高技能人才队伍建设中长期规划). */
export const HIGH_SKILLED_RANK = LEVELS.find((l) => l.id === 'level-3')!.rank
/** Kinds that carry a level of the ladder; the others never make their holder skilled. */
export const COUNTED_KINDS: ReadonlySet<string> = new Set(['skill-level', 'qualification'])
export const REVOCATION_REASONS: readonly Choice[] = [
  { id: 'fraud', label: { zh: '弄虚作假取得', en: 'obtained by fraud' } },
  { id: 'wrong-issue', label: { zh: '误发、错发', en: 'issued in error' } },
  { id: 'body-violation', label: { zh: '评价机构违规', en: 'violation by the evaluation body' } },
  { id: 'holder-request', label: { zh: '本人申请注销', en: 'at the holder’s request' } },
]

/** The batch of what the register held when it was opened: it came neither by an import nor by an act. Named in the migration too. */
export const OPENING_STOCK = '00000000-0000-7000-8000-00000000b00c'
export const REPLACEMENT_REASONS: readonly Choice[] = [
  { id: 'lost', label: { zh: '遗失', en: 'lost' } },
  { id: 'damaged', label: { zh: '损毁', en: 'damaged' } },
]
/** What the national query (技能人才评价证书全国联网查询) may say of a certificate. */
export const QUERY_RESULTS: readonly Choice[] = [
  { id: 'match', label: { zh: '一致', en: 'agrees' } },
  { id: 'mismatch', label: { zh: '不一致', en: 'differs' } },
  { id: 'not-found', label: { zh: '查无此证', en: 'not found' } },
]
export const SHARE_SCOPES: readonly Choice[] = [
  { id: 'certificates', label: { zh: '证书', en: 'certificates' } },
  { id: 'all', label: { zh: '证书、培训、成绩和荣誉', en: 'certificates, training, results and honours' } },
]
