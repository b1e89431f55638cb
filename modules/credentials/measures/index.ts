import { defineMeasure } from '../../../kernel/measures/define.ts'
import { readers } from '../../roles.ts'
import { HIGH_SKILLED_RANK } from '../words.ts'
import { holdingFacts, issueFacts } from './facts.ts'

const persons = {
  facts: holdingFacts.id,
  unit: { zh: '人', en: 'persons' },
  aboutPersons: true as const,
  sources: [{ zh: '证书登记（本平台）', en: 'register of certificates (this platform)' }],
  records: { by: readers },
}
const definition = {
  zh: '持有有效职业资格证书或职业技能等级证书（五级及以上）的人员；高技能人才为三级及以上。每人按所有职业中的最高有效等级计一次',
  en: 'Persons with a valid qualification or skill-level certificate of level 5 or above; high-skilled from level 3. Each person once, at the highest valid level over all occupations',
}

export const skilledPersons = defineMeasure({
  ...persons,
  id: 'credentials.skilled-persons',
  kind: 'stock',
  title: { zh: '技能人才总量', en: 'Skilled persons' },
  meaning: definition,
  rule: {
    zh: '人社部发〔2022〕14号（等级）；统计口径：人，按最高有效等级去重',
    en: '人社部发〔2022〕14号 (levels); persons, once at the highest valid level',
  },
})

export const highSkilledPersons = defineMeasure({
  ...persons,
  id: 'credentials.high-skilled-persons',
  kind: 'stock',
  where: [{ column: 'level_rank', atLeast: HIGH_SKILLED_RANK }],
  title: { zh: '高技能人才总量', en: 'High-skilled persons' },
  meaning: definition,
  rule: {
    zh: '高技能人才队伍建设中长期规划（2010—2020年）：高级工及以上',
    en: 'Plan for high-skilled talent 2010–2020: senior workers and above',
  },
})

export const highSkilledShare = defineMeasure({
  id: 'credentials.high-skilled-share',
  kind: 'ratio',
  numerator: highSkilledPersons.id,
  denominator: skilledPersons.id,
  unit: { zh: '比例', en: 'fraction' },
  title: { zh: '高技能人才占技能人才比例', en: 'High-skilled share of the skilled' },
  meaning: { zh: '高技能人才总量 ÷ 技能人才总量', en: 'High-skilled persons divided by skilled persons' },
  rule: persons.sources[0]!,
  sources: persons.sources,
  records: { by: readers },
})

export const skilledShareOfEmployed = defineMeasure({
  id: 'credentials.skilled-share-of-employed',
  kind: 'ratio',
  numerator: skilledPersons.id,
  denominator: 'people.employed-persons',
  unit: { zh: '比例', en: 'fraction' },
  title: { zh: '技能人才占从业人员比例', en: 'Skilled share of the employed' },
  meaning: {
    zh: '技能人才总量 ÷ 年末从业人员（分母由统计部门提供）',
    en: 'Skilled persons divided by employed persons (the latter from the statistics office)',
  },
  rule: { zh: '技能劳动者占就业人员总量比例（晋政办发〔2019〕68号用语）', en: 'as in 晋政办发〔2019〕68号' },
  sources: [...persons.sources, { zh: '从业人员：录入并注明来源', en: 'employed persons: typed in with source' }],
  records: { by: readers },
})

export const newSkilledPersons = defineMeasure({
  ...persons,
  id: 'credentials.new-skilled-persons',
  kind: 'flow',
  where: [{ column: 'first_skilled', is: true }],
  title: { zh: '新增技能人才', en: 'New skilled persons' },
  meaning: {
    zh: '期内首次取得有效等级证书的人员；已是技能人才的升级不计',
    en: 'Persons whose first valid level certificate falls in the period; upgrades of the already skilled do not count',
  },
  rule: persons.sources[0]!,
})

export const newHighSkilledPersons = defineMeasure({
  ...persons,
  id: 'credentials.new-high-skilled-persons',
  kind: 'flow',
  where: [{ column: 'first_high', is: true }],
  title: { zh: '新增高技能人才', en: 'New high-skilled persons' },
  meaning: {
    zh: '期内首次达到高级工及以上的人员；中级工升高级工计入新增高技能人才，不计入新增技能人才',
    en: 'Persons who first reach level 3 or above in the period; an upgrade from 4 to 3 is new high-skilled, not new skilled',
  },
  rule: persons.sources[0]!,
})

export const certificatesIssued = defineMeasure({
  id: 'credentials.certificates-issued',
  kind: 'flow',
  facts: issueFacts.id,
  unit: { zh: '本', en: 'certificates' },
  aboutPersons: true,
  title: { zh: '核发证书', en: 'Certificates issued' },
  meaning: {
    zh: '期内核发的各类证书，一本计一次；一人可有多本',
    en: 'Certificates of every kind issued in the period, each once; a person may have several',
  },
  rule: { zh: '按证书编号计', en: 'by certificate number' },
  sources: persons.sources,
  records: { by: { ...readers, institutionClerk: 'organisation' } },
})

export const measures = [
  skilledPersons,
  highSkilledPersons,
  highSkilledShare,
  skilledShareOfEmployed,
  newSkilledPersons,
  newHighSkilledPersons,
  certificatesIssued,
]
