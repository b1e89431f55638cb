import type { Choice } from '../../kernel/records/fields.ts'
import type { Text } from '../../kernel/values/text.ts'

export const ORGANISATION_KINDS: readonly Choice[] = [
  { id: 'technical-school', label: { zh: '技工学校', en: 'technical school' } },
  { id: 'training-centre', label: { zh: '培训中心', en: 'training centre' } },
  { id: 'private-school', label: { zh: '民办职业培训学校', en: 'private vocational training school' } },
  { id: 'vocational-college', label: { zh: '职业院校', en: 'vocational college' } },
  { id: 'employer', label: { zh: '用人单位', en: 'employer' } },
  { id: 'social-evaluation', label: { zh: '社会培训评价组织', en: 'social training and evaluation organisation' } },
  { id: 'qualification-centre', label: { zh: '职业资格实施机构', en: 'qualification centre' } },
  { id: 'public-body', label: { zh: '机关事业单位', en: 'public body' } },
  { id: 'association', label: { zh: '行业协会', en: 'association' } },
]
export const LISTING_ROLES: readonly Choice[] = [
  { id: 'training-provider', label: { zh: '培训机构', en: 'training provider' } },
  { id: 'evaluation-body', label: { zh: '评价机构', en: 'evaluation body' } },
]
export const LISTING_STATUSES: readonly Choice[] = [
  { id: 'listed', label: { zh: '在列', en: 'listed' } },
  { id: 'suspended', label: { zh: '暂停', en: 'suspended' } },
]

/**
 * The ladder as far as bodies are listed for it, lowest first; `rank` as in the catalogue, which comes later in the order of
 * rooms and has a test that the two agree. Apprentices have no level that a body could give.
 */
export const LISTING_LEVELS: readonly (Choice & { rank: number })[] = [
  { id: 'level-5', rank: 1, label: { zh: '五级/初级工', en: 'Level 5, junior worker' } },
  { id: 'level-4', rank: 2, label: { zh: '四级/中级工', en: 'Level 4, intermediate worker' } },
  { id: 'level-3', rank: 3, label: { zh: '三级/高级工', en: 'Level 3, senior worker' } },
  { id: 'level-2', rank: 4, label: { zh: '二级/技师', en: 'Level 2, technician' } },
  { id: 'level-1', rank: 5, label: { zh: '一级/高级技师', en: 'Level 1, senior technician' } },
  { id: 'special', rank: 6, label: { zh: '特级技师', en: 'Special technician' } },
  { id: 'chief', rank: 7, label: { zh: '首席技师', en: 'Chief technician' } },
]
export const rankOfLevel = (id: string): number | undefined => LISTING_LEVELS.find((l) => l.id === id)?.rank

export const LICENCE_KINDS: readonly Choice[] = [
  { id: 'school-licence', label: { zh: '办学许可证', en: 'school licence' } },
  { id: 'evaluation-filing', label: { zh: '评价机构备案', en: 'filing as an evaluation body' } },
  { id: 'registration', label: { zh: '法人登记', en: 'registration' } },
]

/** A reason from a closed list, with what the institution can do about it. */
export type Reason = Choice & { hint: Text }

export const RETURN_REASONS: readonly Reason[] = [
  {
    id: 'licence-unclear',
    label: { zh: '许可证号与登记不一致', en: 'the licence number differs from the register' },
    hint: {
      zh: '请核对许可证号；换过证的先办理“换证”',
      en: 'check the number; after a renewal, file the renewal first',
    },
  },
  {
    id: 'scope-too-wide',
    label: { zh: '申报职业或等级超出许可范围', en: 'occupations or levels go beyond the licence' },
    hint: { zh: '请删去许可范围以外的职业，或降低最高等级', en: 'leave out what the licence does not cover' },
  },
  {
    id: 'venue-unproved',
    label: { zh: '场地设备说明不足', en: 'premises or equipment not shown' },
    hint: { zh: '请在说明中写明场地地址、面积和设备', en: 'name address, area and equipment in the statement' },
  },
  {
    id: 'teachers-unproved',
    label: { zh: '师资说明不足', en: 'teaching staff not shown' },
    hint: {
      zh: '请在说明中写明每个职业的专兼职教师人数和资格',
      en: 'name teachers and their qualifications by occupation',
    },
  },
  {
    id: 'statement-missing',
    label: { zh: '缺少说明', en: 'the statement is missing' },
    hint: { zh: '请补写申报说明', en: 'write the statement' },
  },
]
export const REFUSAL_REASONS: readonly Reason[] = [
  {
    id: 'not-qualified',
    label: { zh: '不具备相应资质', en: 'not qualified' },
    hint: { zh: '取得资质后可以重新申请', en: 'apply again once qualified' },
  },
  {
    id: 'false-material',
    label: { zh: '材料不实', en: 'untrue material' },
    hint: { zh: '对认定有异议的，可在收到之日起申请复核', en: 'you may ask for a second look' },
  },
  {
    id: 'objection-upheld',
    label: { zh: '公示期间异议成立', en: 'an objection during the notice was upheld' },
    hint: { zh: '问题整改后可以重新申请', en: 'apply again after putting it right' },
  },
  {
    id: 'not-supplemented',
    label: { zh: '逾期未补正', en: 'not supplemented in time' },
    hint: { zh: '备齐材料后可以重新申请', en: 'apply again with everything at hand' },
  },
]
export const SUSPENSION_REASONS: readonly Reason[] = [
  {
    id: 'under-inspection',
    label: { zh: '正在接受检查', en: 'under inspection' },
    hint: { zh: '检查结束且无问题的，由原办理机关恢复', en: 'resumed when the inspection ends without findings' },
  },
  {
    id: 'licence-expired',
    label: { zh: '许可证已过有效期', en: 'the licence has expired' },
    hint: { zh: '请办理换证，换证后恢复', en: 'file the renewal; the listing then resumes' },
  },
  {
    id: 'rectification',
    label: { zh: '限期整改', en: 'to be put right within a time' },
    hint: { zh: '整改完成后书面报告，验收后恢复', en: 'report when done; resumed after acceptance' },
  },
  {
    id: 'paused-at-request',
    label: { zh: '机构申请暂停', en: "at the institution's own request" },
    hint: { zh: '具备条件后可以申请恢复', en: 'ask to resume when ready' },
  },
]
export const REMOVAL_REASONS: readonly Reason[] = [
  {
    id: 'licence-withdrawn',
    label: { zh: '许可证被注销或吊销', en: 'the licence was withdrawn' },
    hint: { zh: '重新取得许可后可以申请', en: 'apply again with a new licence' },
  },
  {
    id: 'inspection-failed',
    label: { zh: '年度检查不合格', en: 'failed the yearly inspection' },
    hint: { zh: '整改合格且限制期满后可以申请', en: 'apply again once mended and the waiting time is over' },
  },
  {
    id: 'fraud',
    label: { zh: '弄虚作假、骗取补贴', en: 'fraud' },
    hint: { zh: '限制期满后可以申请', en: 'apply again when the waiting time is over' },
  },
  {
    id: 'low-satisfaction',
    label: { zh: '学员满意度过低', en: 'trainees too dissatisfied' },
    hint: { zh: '整改且限制期满后可以申请', en: 'apply again once mended and the waiting time is over' },
  },
  {
    id: 'no-activity',
    label: { zh: '长期未开展培训或评价', en: 'no class or evaluation for long' },
    hint: { zh: '具备条件后可以重新申请', en: 'apply again when ready' },
  },
  {
    id: 'accident',
    label: { zh: '发生重大安全事故', en: 'a major accident' },
    hint: { zh: '限制期满后可以申请', en: 'apply again when the waiting time is over' },
  },
  {
    id: 'merged',
    label: { zh: '并入其他机构', en: 'merged into another organisation' },
    hint: { zh: '由并入后的机构申请变更范围', en: 'the organisation it went into files a change of scope' },
  },
  {
    id: 'own-request',
    label: { zh: '机构申请退出', en: "at the institution's own request" },
    hint: { zh: '具备条件后可以重新申请', en: 'apply again when ready' },
  },
]
export const CORRECTION_REASONS: readonly Reason[] = [
  {
    id: 'entry-error',
    label: { zh: '录入日期有误', en: 'the day was entered wrongly' },
    hint: { zh: '以文件所载日期为准', en: 'the document says the day' },
  },
  {
    id: 'late-document',
    label: { zh: '文件晚到', en: 'the document came late' },
    hint: { zh: '以文件所载生效日期为准', en: 'the document says the day of effect' },
  },
  {
    id: 'decision-annulled',
    label: { zh: '原决定被撤销', en: 'the decision was annulled' },
    hint: { zh: '以撤销决定为准', en: 'the annulment says what holds' },
  },
]
export const OBJECTION_OUTCOMES: readonly Choice[] = [
  { id: 'unfounded', label: { zh: '不成立', en: 'unfounded' } },
  { id: 'upheld', label: { zh: '成立', en: 'upheld' } },
]
export const CHANGE_KINDS: readonly Choice[] = [
  { id: 'rename', label: { zh: '更名', en: 'renaming' } },
  { id: 'merge', label: { zh: '并入其他机构', en: 'merger into another' } },
  { id: 'scope', label: { zh: '变更范围', en: 'change of scope' } },
  { id: 'renewal', label: { zh: '换证', en: 'renewal of a licence' } },
]

export const labelOf = (list: readonly Choice[], id: string): Text =>
  list.find((c) => c.id === id)?.label ?? { zh: id, en: id }
