import { defineCheck, half, persons, unit } from './define.ts'

/** Checks of who was where and when: marks of attendance, faces, devices. */

export const C07 = defineCheck({
  id: 'C07',
  title: { zh: '同时在两处上课', en: 'In two places at once' },
  scope: 'person',
  registers: [],
  thresholds: {
    speedMax: unit('km/h', '最快移动速度', 'fastest possible travel'),
    placeMetres: unit('metres', '多远算不同地点', 'how far apart two places are'),
  },
  sentences: {
    half: (f) => ({
      zh: `${f['who']}在同一半天（${f['day']}${half(f).zh}等${f['count']}次）在“${f['class']}”和“${f['other']}”两个班签到`,
      en: `${f['who']} signed in to classes ${f['class']} and ${f['other']} in the same half day (${f['day']} ${half(f).en}; ${f['count']} times)`,
    }),
    travel: (f) => ({
      zh: `${f['who']}${f['at']}在“${f['class']}”班签到，${f['minutes']}分钟内与相距${f['km']}公里的另一次签到（${f['before']}）无法往返`,
      en: `${f['who']} signed in to class ${f['class']} at ${f['at']}, ${f['km']} km away from another sign-in (${f['before']}) within ${f['minutes']} minutes`,
    }),
    timetable: (f) => ({
      zh: `${f['who']}同时编入“${f['class']}”和“${f['other']}”两个班，课表在${f['day']}等${f['count']}个半天重叠`,
      en: `${f['who']} is on the rosters of ${f['class']} and ${f['other']}, whose timetables overlap (${f['day']}; ${f['count']} half days)`,
    }),
    dates: (f) => ({
      zh: `${f['who']}同时编入“${f['class']}”和“${f['other']}”两个班，培训日期重叠（${f['day']}起）`,
      en: `${f['who']} is on the rosters of ${f['class']} and ${f['other']}, whose dates overlap (from ${f['day']})`,
    }),
  },
})
export const C09 = defineCheck({
  id: 'C09',
  title: { zh: '人脸与身份不一致', en: 'Face and person do not agree' },
  scope: 'person',
  registers: [],
  thresholds: {
    otherMarksMin: unit('marks', '非本人人脸签到达到多少次', 'marks with another face from which on it counts'),
    commonShare: unit('share', '超过此比例视为普遍情况', 'share beyond which a pattern is the usual way'),
  },
  sentences: {
    shared: (f) => ({
      zh: `“${f['class']}”班${f['who']}的人脸也用于另外${f['count']}人（${f['other']}）`,
      en: `The face of ${f['who']} in class ${f['class']} also stands for ${f['count']} other person(s) (${f['other']})`,
    }),
    many: (f) => ({
      zh: `${f['who']}在“${f['class']}”班有${f['count']}次签到的人脸与登记的不同`,
      en: `${f['who']} signed in to class ${f['class']} ${f['count']} time(s) with another face than the registered one`,
    }),
  },
})
export const C11 = defineCheck({
  id: 'C11',
  title: { zh: '签到设备和位置异常', en: 'Device or place of sign-in' },
  scope: 'class',
  registers: [],
  thresholds: {
    devicePersonsMax: persons('一台设备一次课最多签到人数', 'most persons signed in by one device in one lesson'),
    terminalClassesMin: unit(
      'classes',
      '在同一地点用于多少个班视为固定终端',
      'classes at one place from which on a device is a terminal',
    ),
    radiusMetres: unit('metres', '签到地点距教学点最远', 'farthest a sign-in may be from the venue'),
    sameSpotPersons: persons('坐标完全相同的人数', 'persons with coordinates equal to the last digit'),
    commonShare: unit('share', '超过此比例视为普遍情况', 'share beyond which a pattern is the usual way'),
  },
  sentences: {
    device: (f) => ({
      zh: `“${f['class']}”班${f['day']}一台设备为${f['count']}名学员签到（共${f['lessons']}次课如此）`,
      en: `In class ${f['class']} one device signed in ${f['count']} trainees on ${f['day']} (so in ${f['lessons']} lesson(s))`,
    }),
    outside: (f) => ({
      zh: `“${f['class']}”班${f['who']}有${f['count']}次签到在教学点${f['metres']}米以外（最早${f['day']}）`,
      en: `${f['who']} of class ${f['class']} signed in ${f['count']} time(s) up to ${f['metres']} metres from the venue (first on ${f['day']})`,
    }),
    spot: (f) => ({
      zh: `“${f['class']}”班${f['day']}有${f['count']}名学员的签到坐标完全相同（共${f['lessons']}次课如此）`,
      en: `In class ${f['class']} ${f['count']} trainees signed in from exactly the same spot on ${f['day']} (so in ${f['lessons']} lesson(s))`,
    }),
  },
})
export const C12 = defineCheck({
  id: 'C12',
  title: { zh: '签到时间规律异常', en: 'Pattern of sign-in times' },
  scope: 'class',
  registers: [],
  thresholds: {
    personsMin: persons('一次课至少签到人数', 'least persons in a lesson for a pattern'),
    togetherSeconds: unit('seconds', '全班在多少秒内签完', 'span within which all sign in'),
    exactShare: unit('share', '准点到秒的比例', 'share of marks exact to the second'),
    exactMarksMin: unit('marks', '判断准点的最少次数', 'least marks for exactness'),
    stepSeconds: unit('seconds', '间隔相差不超过', 'spread of intervals'),
    nightFrom: unit('clock hour', '深夜从几点起', 'night begins'),
    nightTo: unit('clock hour', '深夜到几点止', 'night ends'),
    commonShare: unit('share', '超过此比例视为普遍情况', 'share beyond which a pattern is the usual way'),
  },
  sentences: {
    together: (f) => ({
      zh: `“${f['class']}”班${f['day']}${f['count']}人在${f['seconds']}秒内全部签到（共${f['lessons']}次课如此）`,
      en: `In class ${f['class']} ${f['count']} persons signed in within ${f['seconds']} seconds on ${f['day']} (so in ${f['lessons']} lesson(s))`,
    }),
    exact: (f) => ({
      zh: `“${f['class']}”班${f['who']}${f['marks']}次签到中有${f['count']}次恰好与上课时间分秒不差`,
      en: `${f['who']} of class ${f['class']} signed in exactly to the second ${f['count']} of ${f['marks']} times`,
    }),
    step: (f) => ({
      zh: `“${f['class']}”班${f['day']}${f['count']}人按每${f['seconds']}秒一人的固定间隔签到（共${f['lessons']}次课如此）`,
      en: `In class ${f['class']} ${f['count']} persons signed in one every ${f['seconds']} seconds on ${f['day']} (so in ${f['lessons']} lesson(s))`,
    }),
    night: (f) => ({
      zh: `“${f['class']}”班有${f['count']}次签到在深夜（如${f['at']}）`,
      en: `${f['count']} sign-in(s) of class ${f['class']} were made at night (such as ${f['at']})`,
    }),
    holiday: (f) => ({
      zh: `“${f['class']}”班在法定节假日${f['day']}有${f['count']}次签到`,
      en: `Class ${f['class']} has ${f['count']} sign-in(s) on the public holiday ${f['day']}`,
    }),
    day: (f) => ({
      zh: `“${f['class']}”班有${f['count']}次签到不在上课当天（${f['day']}的课签于${f['at']}）`,
      en: `${f['count']} sign-in(s) of class ${f['class']} are not of the lesson's day (lesson of ${f['day']}, signed ${f['at']})`,
    }),
  },
})
