import { defineCheck, half, persons, unit } from './define.ts'

/** Checks of how the class was taught and tested: teachers, rooms, material, hours, results, parties. */

export const C13 = defineCheck({
  id: 'C13',
  title: { zh: '教师授课不可能', en: 'Impossible teacher' },
  scope: 'class',
  registers: [],
  thresholds: { hoursDayMax: unit('hours', '教师每天最多课时', 'most class hours of a teacher in a day') },
  sentences: {
    twice: (f) => ({
      zh: `教师${f['teacher']}在${f['day']}${half(f).zh}同时给“${f['class']}”和“${f['other']}”两个班上课`,
      en: `Teacher ${f['teacher']} taught classes ${f['class']} and ${f['other']} at once on ${f['day']} (${half(f).en})`,
    }),
    hours: (f) => ({
      zh: `教师${f['teacher']}在${f['day']}授课${f['hours']}课时，超过${f['max']}课时（“${f['class']}”班等）`,
      en: `Teacher ${f['teacher']} taught ${f['hours']} hours on ${f['day']}, more than ${f['max']} (class ${f['class']} among them)`,
    }),
    stranger: (f) => ({
      zh: `“${f['class']}”班${f['day']}的授课教师${f['teacher']}不在机构教师名册内（共${f['count']}次课）`,
      en: `Teacher ${f['teacher']} of class ${f['class']} is not on the provider's roster on ${f['day']} (${f['count']} lesson(s))`,
    }),
  },
})
export const C14 = defineCheck({
  id: 'C14',
  title: { zh: '场地冲突或超员', en: 'Room used twice or too small' },
  scope: 'class',
  registers: [],
  thresholds: {},
  sentences: {
    twice: (f) => ({
      zh: `${f['room']}在${f['day']}${half(f).zh}同时排给“${f['class']}”和“${f['other']}”两个班`,
      en: `${f['room']} is given to classes ${f['class']} and ${f['other']} at once on ${f['day']} (${half(f).en})`,
    }),
    full: (f) => ({
      zh: `“${f['class']}”班${f['count']}人，${f['room']}只能容纳${f['capacity']}人`,
      en: `Class ${f['class']} has ${f['count']} trainees; ${f['room']} holds ${f['capacity']}`,
    }),
  },
})
export const C15 = defineCheck({
  id: 'C15',
  title: { zh: '照片重复使用', en: 'Pictures used twice' },
  scope: 'class',
  registers: [],
  thresholds: {},
  sentences: {
    again: (f) => ({
      zh: `“${f['class']}”班${f['day']}的照片与“${f['other']}”班${f['otherDay']}的照片相同`,
      en: `A picture of class ${f['class']} of ${f['day']} equals one of class ${f['other']} of ${f['otherDay']}`,
    }),
    taken: (f) => ({
      zh: `“${f['class']}”班的照片摄于${f['taken']}，不在培训期间（${f['start']}—${f['end']}）`,
      en: `A picture of class ${f['class']} was taken on ${f['taken']}, outside the class (${f['start']} to ${f['end']})`,
    }),
  },
})
export const C16 = defineCheck({
  id: 'C16',
  title: { zh: '答卷、问卷雷同', en: 'Equal papers' },
  scope: 'class',
  registers: [],
  thresholds: {
    answersPersons: persons('答卷雷同人数', 'persons with equal answers'),
    essayPersons: persons('作业雷同人数', 'persons with equal essays'),
    questionnairePersons: persons('问卷雷同人数', 'persons with equal questionnaires'),
    fullMarks: unit('points', '满分（满分答卷相同属正常）', 'full marks, at which equal answers are natural'),
    commonShare: unit('share', '超过此比例视为普遍情况', 'share beyond which a pattern is the usual way'),
  },
  sentences: {
    answers: (f) => ({
      zh: `“${f['class']}”班${f['count']}份答卷完全相同（含错误答案）`,
      en: `${f['count']} answer sheets of class ${f['class']} are the same, mistakes included`,
    }),
    essay: (f) => ({
      zh: `“${f['class']}”班${f['count']}份作业内容相同`,
      en: `${f['count']} essays of class ${f['class']} are the same`,
    }),
    questionnaire: (f) => ({
      zh: `“${f['class']}”班${f['count']}份问卷内容相同`,
      en: `${f['count']} questionnaires of class ${f['class']} are the same`,
    }),
  },
})
export const C20 = defineCheck({
  id: 'C20',
  title: { zh: '课时异常', en: 'Odd hours' },
  scope: 'class',
  registers: [],
  thresholds: {
    hoursDayMax: unit('hours', '每天最多课时', 'most class hours in a day'),
    attendanceMin: unit('share', '最低出勤率', 'least share of hours attended'),
  },
  sentences: {
    recorded: (f) => ({
      zh: `${f['who']}在“${f['class']}”班记${f['hours']}课时，课表只有${f['max']}课时`,
      en: `${f['who']} is credited ${f['hours']} hours in class ${f['class']}, whose timetable has ${f['max']}`,
    }),
    day: (f) => ({
      zh: `“${f['class']}”班${f['day']}排${f['hours']}课时，超过${f['max']}课时`,
      en: `Class ${f['class']} has ${f['hours']} hours on ${f['day']}, more than ${f['max']}`,
    }),
    short: (f) => ({
      zh: `“${f['class']}”班课表共${f['hours']}课时，少于项目规定的${f['least']}课时`,
      en: `The timetable of class ${f['class']} has ${f['hours']} hours, fewer than the ${f['least']} of its project`,
    }),
    absent: (f) => ({
      zh: `${f['who']}在“${f['class']}”班出勤${f['attended']}/${f['hours']}课时，低于规定比例却已结业或发证`,
      en: `${f['who']} attended ${f['attended']} of ${f['hours']} hours of class ${f['class']}, below the least share, yet finished or was certified`,
    }),
  },
})
export const C21 = defineCheck({
  id: 'C21',
  title: { zh: '批量速度异常', en: 'Speed of batches' },
  scope: 'organisation',
  registers: [],
  thresholds: {
    weekTimesMax: unit('times', '每周最多为容量的几倍', 'most per week, in times of the capacity'),
    usualTimesMax: unit(
      'times',
      '无容量资料时，最多为平常周的几倍',
      'without a known capacity: times of the usual week',
    ),
    personsMin: persons('一周至少人数', 'least persons in a week'),
  },
  sentences: {
    capacity: (f) => ({
      zh: `${f['organisation']}在${f['week']}当周考核发证${f['count']}人，容量${f['capacity']}人`,
      en: `${f['organisation']} tested or certified ${f['count']} persons in the week of ${f['week']}; its rooms hold ${f['capacity']}`,
    }),
    usual: (f) => ({
      zh: `${f['organisation']}在${f['week']}当周考核发证${f['count']}人，平常每周${f['capacity']}人`,
      en: `${f['organisation']} tested or certified ${f['count']} persons in the week of ${f['week']}, usually ${f['capacity']} a week`,
    }),
  },
})
export const C22 = defineCheck({
  id: 'C22',
  title: { zh: '合格率异常', en: 'Odd pass rate' },
  scope: 'class',
  registers: [],
  thresholds: {
    classesMin: unit('classes', '连续全部合格的班数', 'classes in a row with all passed'),
    personsMin: persons('每班至少参考人数', 'least examinees of a class'),
    spreadMin: unit('points', '成绩标准差低于', 'standard deviation of scores below which it counts'),
    commonShare: unit('share', '超过此比例视为普遍情况', 'share beyond which a pattern is the usual way'),
  },
  sentences: {
    all: (f) => ({
      zh: `${f['organisation']}连续${f['count']}个班全部合格，“${f['class']}”班在内`,
      en: `All trainees of ${f['count']} classes in a row passed at ${f['organisation']}, class ${f['class']} among them`,
    }),
    flat: (f) => ({
      zh: `“${f['class']}”班${f['count']}人成绩几乎相同（标准差${f['spread']}）`,
      en: `The scores of ${f['count']} persons in class ${f['class']} are almost equal (standard deviation ${f['spread']})`,
    }),
  },
})
export const C23 = defineCheck({
  id: 'C23',
  title: { zh: '关联方', en: 'Related parties' },
  scope: 'class',
  registers: ['market'],
  partlyWithout: true,
  thresholds: {},
  sentences: {
    related: (f) => ({
      zh: `“${f['class']}”班的${f['first']}与${f['second']}${f['by']}相同`,
      en: `${f['first']} and ${f['second']} of class ${f['class']} share ${f['byEn']}`,
    }),
  },
})
export const C24 = defineCheck({
  id: 'C24',
  title: { zh: '超出许可或目录范围', en: 'Outside the licence or the list' },
  scope: 'class',
  registers: [],
  thresholds: {},
  sentences: {
    unlisted: (f) => ({
      zh: `${f['organisation']}在“${f['class']}”班上课日${f['day']}不在培训机构目录内（共${f['count']}天）`,
      en: `${f['organisation']} was not on the list of providers on ${f['day']}, a day of class ${f['class']} (${f['count']} day(s))`,
    }),
    licence: (f) => ({
      zh: `${f['organisation']}在“${f['class']}”班上课日${f['day']}没有有效许可（许可${f['from']}—${f['to']}，共${f['count']}天）`,
      en: `${f['organisation']} had no valid licence on ${f['day']}, a day of class ${f['class']} (licence ${f['from']} to ${f['to']}; ${f['count']} day(s))`,
    }),
    occupation: (f) => ({
      zh: `“${f['class']}”班的职业（${f['occupation']}）不在${f['organisation']}的目录范围内`,
      en: `The occupation of class ${f['class']} (${f['occupation']}) is outside the listing of ${f['organisation']}`,
    }),
  },
})
export const C27 = defineCheck({
  id: 'C27',
  title: { zh: '同一批人拆班并班', en: 'Roster used again' },
  scope: 'class',
  registers: [],
  thresholds: {
    withinDays: unit('days', '间隔不足多少天', 'days within which it counts'),
    sameShare: unit('share', '名册重合比例', 'share of the roster that is the same'),
    personsMin: persons('至少重合人数', 'least persons that are the same'),
  },
  sentences: {
    again: (f) => ({
      zh: `“${f['class']}”班（${f['size']}人）有${f['count']}人在${f['days']}天前刚上过另一职业的“${f['other']}”班`,
      en: `${f['count']} of the ${f['size']} trainees of class ${f['class']} had been in class ${f['other']} of another occupation ${f['days']} days before`,
    }),
  },
})
export const C28 = defineCheck({
  id: 'C28',
  title: { zh: '名册疑似收买', en: 'Roster perhaps bought' },
  scope: 'class',
  registers: [],
  thresholds: {
    villageShare: unit('share', '同村比例', 'share from one village'),
    personsMin: persons('至少同村人数', 'least persons from one village'),
  },
  sentences: {
    village: (f) => ({
      zh: `“${f['class']}”班${f['size']}人中有${f['count']}人来自外县同一个村（${f['village']}）`,
      en: `${f['count']} of the ${f['size']} trainees of class ${f['class']} come from one village (${f['village']}) of another county`,
    }),
    never: (f) => ({
      zh: `回访中${f['who']}称从未参加“${f['class']}”班（${f['called']}）`,
      en: `Called back on ${f['called']}, ${f['who']} said never to have attended class ${f['class']}`,
    }),
  },
})
