import { defineCheck, type Facts, persons, unit } from './define.ts'

/** Checks of who the trainee is: registers of other offices, age, group, employer. */

const interval = (zh: (f: Facts) => string, en: (f: Facts) => string) => ({
  during: (f: Facts) => ({
    zh: `${f['who']}${zh(f)}，期间在“${f['class']}”班有课（${f['day']}）`,
    en: `${f['who']} ${en(f)} and had lessons in class ${f['class']} meanwhile (${f['day']})`,
  }),
})
const span = (f: Facts) => `${f['from'] ?? '…'}—${f['to'] ?? '今'}`
const spanEn = (f: Facts) => `${f['from'] ?? '…'} to ${f['to'] ?? 'now'}`

export const C01 = defineCheck({
  id: 'C01',
  title: { zh: '死亡人员', en: 'Dead person' },
  scope: 'person',
  registers: ['death'],
  thresholds: {},
  sentences: {
    dead: (f) => ({
      zh: `${f['who']}已于${f['died']}死亡，“${f['class']}”班上课到${f['last']}`,
      en: `${f['who']} died on ${f['died']}; class ${f['class']} taught until ${f['last']}`,
    }),
    claimed: (f) => ({
      zh: `${f['who']}已于${f['died']}死亡，申领${f['claim']}于${f['filed']}才提出`,
      en: `${f['who']} died on ${f['died']}; claim ${f['claim']} was filed on ${f['filed']}`,
    }),
  },
})
export const C02 = defineCheck({
  id: 'C02',
  title: { zh: '羁押服刑人员', en: 'In custody' },
  scope: 'person',
  registers: ['custody'],
  thresholds: {},
  sentences: interval(
    (f) => `${span(f)}被羁押`,
    (f) => `was in custody from ${spanEn(f)}`,
  ),
})
export const C03 = defineCheck({
  id: 'C03',
  title: { zh: '财政供养人员', en: 'On public payroll' },
  scope: 'person',
  registers: ['payroll'],
  thresholds: {},
  sentences: interval(
    (f) => `${span(f)}由财政供养（${f['unit'] ?? '单位未列'}）`,
    (f) => `was on the public payroll from ${spanEn(f)} (${f['unit'] ?? 'unit not named'})`,
  ),
})
export const C04 = defineCheck({
  id: 'C04',
  title: { zh: '在校学生（非毕业年度）', en: 'Student, not in the final year' },
  scope: 'person',
  registers: ['students'],
  thresholds: {},
  sentences: interval(
    (f) => `${span(f)}全日制在校（${f['unit'] ?? '学校未列'}）`,
    (f) => `was a full-time student from ${spanEn(f)} (${f['unit'] ?? 'school not named'})`,
  ),
})
export const C05 = defineCheck({
  id: 'C05',
  title: { zh: '年龄不符或已退休', en: 'Too young, too old or retired' },
  scope: 'person',
  registers: ['pension'],
  partlyWithout: true,
  thresholds: {
    ages: unit('table', '最低年龄和法定退休年龄', 'least age and statutory retirement age by cohort'),
  },
  sentences: {
    young: (f) => ({
      zh: `${f['who']}（${f['born']}出生）在“${f['class']}”班开班日${f['start']}未满${f['least']}周岁`,
      en: `${f['who']}, born ${f['born']}, was under ${f['least']} when class ${f['class']} began on ${f['start']}`,
    }),
    old: (f) => ({
      zh: `${f['who']}（${f['born']}出生）${f['retires']}达到法定退休年龄，“${f['class']}”班${f['start']}开班`,
      en: `${f['who']}, born ${f['born']}, reached retirement age on ${f['retires']}; class ${f['class']} began on ${f['start']}`,
    }),
    retired: (f) => ({
      zh: `${f['who']}自${f['from']}领取职工养老金，“${f['class']}”班${f['start']}开班`,
      en: `${f['who']} has drawn an employee's pension since ${f['from']}; class ${f['class']} began on ${f['start']}`,
    }),
  },
})
export const C06 = defineCheck({
  id: 'C06',
  title: { zh: '重复享受补贴', en: 'Benefit twice' },
  scope: 'person',
  registers: [],
  thresholds: { yearMax: unit('lines', '每人每年最多次数', 'most benefits of one person in a year') },
  sentences: {
    same: (f) => ({
      zh: `${f['who']}同一职业同一等级（${f['occupation']}）两次享受：${f['first']}、${f['second']}`,
      en: `${f['who']} benefits twice for the same occupation and level (${f['occupation']}): ${f['first']}, ${f['second']}`,
    }),
    certificate: (f) => ({
      zh: `${f['who']}的同一证书${f['certificate']}用于两次申领：${f['first']}、${f['second']}`,
      en: `One certificate of ${f['who']}, ${f['certificate']}, serves two claims: ${f['first']}, ${f['second']}`,
    }),
    lower: (f) => ({
      zh: `${f['who']}享受过较高等级（${f['first']}）后又享受同一职业较低等级（${f['second']}）`,
      en: `${f['who']} had the higher level (${f['first']}) and then the lower one of the same occupation (${f['second']})`,
    }),
    year: (f) => ({
      zh: `${f['who']}在${f['year']}年享受${f['count']}次，超过${f['max']}次`,
      en: `${f['who']} benefits ${f['count']} times in ${f['year']}, more than ${f['max']}`,
    }),
  },
})
export const C08 = defineCheck({
  id: 'C08',
  title: { zh: '异地在职', en: 'At work elsewhere' },
  scope: 'person',
  registers: ['insurance'],
  thresholds: {},
  sentences: interval(
    (f) => `${span(f)}由外地（${f['place']}）单位参保（${f['unit'] ?? '单位未列'}）`,
    (f) => `was insured full time elsewhere (${f['place']}, ${f['unit'] ?? 'unit not named'}) from ${spanEn(f)}`,
  ),
})
export const C17 = defineCheck({
  id: 'C17',
  title: { zh: '身份证明晚于培训', en: 'Proof of group later than the class' },
  scope: 'person',
  registers: ['disability', 'poverty', 'unemployment'],
  partlyWithout: true,
  thresholds: { registers: unit('table', '各群体由哪些名册证明', 'registers that prove a group') },
  sentences: {
    stated: (f) => ({
      zh: `${f['who']}按${f['group']}享受，登记日期${f['registered']}晚于“${f['class']}”班结业${f['end']}`,
      en: `${f['who']} benefits as ${f['group']}, registered on ${f['registered']}, after class ${f['class']} ended on ${f['end']}`,
    }),
    register: (f) => ({
      zh: `${f['who']}按${f['group']}享受，名册最早登记${f['registered']}晚于“${f['class']}”班结业${f['end']}`,
      en: `${f['who']} benefits as ${f['group']}; the register knows it only since ${f['registered']}, after class ${f['class']} ended on ${f['end']}`,
    }),
  },
})
export const C18 = defineCheck({
  id: 'C18',
  title: { zh: '培训前已持证', en: 'Certified before' },
  scope: 'person',
  registers: [],
  thresholds: {},
  sentences: {
    held: (f) => ({
      zh: `${f['who']}在${f['issued']}已取得同职业同等级证书${f['certificate']}，“${f['class']}”班${f['start']}才开班`,
      en: `${f['who']} has held certificate ${f['certificate']} of the same occupation and level since ${f['issued']}; class ${f['class']} began on ${f['start']}`,
    }),
  },
})
export const C25 = defineCheck({
  id: 'C25',
  title: { zh: '不是企业职工', en: 'Not an employee' },
  scope: 'person',
  registers: ['insurance'],
  thresholds: {},
  sentences: {
    never: (f) => ({
      zh: `${f['who']}作为${f['employer']}职工参加“${f['class']}”班（${f['start']}—${f['end']}），该期间没有在该单位参保`,
      en: `${f['who']} attends class ${f['class']} (${f['start']} to ${f['end']}) as an employee of ${f['employer']}, but is not insured there in that time`,
    }),
  },
})
export const C26 = defineCheck({
  id: 'C26',
  title: { zh: '结业前已离职', en: 'Left before the end' },
  scope: 'person',
  registers: ['insurance'],
  thresholds: {},
  sentences: {
    left: (f) => ({
      zh: `${f['who']}在${f['employer']}的参保到${f['to']}为止，“${f['class']}”班${f['end']}结业仍按职工计算`,
      en: `${f['who']} was insured at ${f['employer']} until ${f['to']}, yet counts as its employee in class ${f['class']} that ended on ${f['end']}`,
    }),
  },
})
export const C10 = defineCheck({
  id: 'C10',
  title: { zh: '电话、账户、住址集中', en: 'One phone, account or address for many' },
  scope: 'class',
  registers: [],
  thresholds: {
    phonePersonsMax: persons('同一电话最多人数', 'most persons with one phone'),
    accountPersonsMax: persons('同一账户最多人数', 'most persons with one account'),
    addressPersonsMax: persons('同一住址最多人数', 'most persons at one address'),
    commonShare: unit('share', '超过此比例视为普遍情况', 'share beyond which a pattern is the usual way'),
  },
  sentences: {
    phone: (f) => ({
      zh: `“${f['class']}”班有${f['here']}名学员使用同一个电话，全市共${f['count']}人使用该号`,
      en: `${f['here']} trainees of class ${f['class']} share one phone, which ${f['count']} persons give in all`,
    }),
    account: (f) => ({
      zh: `“${f['class']}”班有${f['here']}名学员使用同一个银行账户，全市共${f['count']}人使用该账户`,
      en: `${f['here']} trainees of class ${f['class']} share one bank account, which ${f['count']} persons give in all`,
    }),
    address: (f) => ({
      zh: `“${f['class']}”班有${f['here']}名学员住址相同，全市共${f['count']}人填写该住址`,
      en: `${f['here']} trainees of class ${f['class']} share one address, which ${f['count']} persons give in all`,
    }),
    holder: (f) => ({
      zh: `${f['who']}的补贴账户户名是${f['holder']}，不是本人`,
      en: `The account of ${f['who']} is held by ${f['holder']}, another person`,
    }),
  },
})
