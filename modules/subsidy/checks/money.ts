import { defineCheck, unit } from './define.ts'

/** Checks of the papers on which money is paid: certificate, account, officers. */

export const C19 = defineCheck({
  id: 'C19',
  title: { zh: '证书异常', en: 'Odd certificate' },
  scope: 'person',
  registers: ['certificates'],
  partlyWithout: true,
  thresholds: {},
  sentences: {
    early: (f) => ({
      zh: `${f['who']}的证书${f['certificate']}发于${f['issued']}，早于“${f['class']}”班结业${f['end']}`,
      en: `Certificate ${f['certificate']} of ${f['who']} was issued on ${f['issued']}, before class ${f['class']} ended on ${f['end']}`,
    }),
    number: (f) => ({
      zh: `${f['who']}的证书编号${f['certificate']}不符合编号规则`,
      en: `The certificate number ${f['certificate']} of ${f['who']} follows no numbering rule`,
    }),
    absent: (f) => ({
      zh: `${f['who']}的证书${f['certificate']}在全国查询系统中${f['found']}`,
      en: `Certificate ${f['certificate']} of ${f['who']} is ${f['foundEn']} in the national query system`,
    }),
    other: (f) => ({
      zh: `${f['who']}申领所用的证书${f['certificate']}登记在${f['holder']}名下`,
      en: `Certificate ${f['certificate']}, used for ${f['who']}, is registered to ${f['holder']}`,
    }),
  },
})
export const C29 = defineCheck({
  id: 'C29',
  title: { zh: '审批后变更账户', en: 'Payee changed' },
  scope: 'claim',
  registers: [],
  thresholds: {},
  sentences: {
    changed: (f) => ({
      zh: `申领${f['claim']}中${f['who']}的账户在${f['changed']}变更，晚于复核时间${f['approved']}`,
      en: `The account of ${f['who']} in claim ${f['claim']} was changed at ${f['changed']}, after the approval at ${f['approved']}`,
    }),
  },
})
export const C30 = defineCheck({
  id: 'C30',
  title: { zh: '经办异常', en: 'Officers' },
  scope: 'claim',
  registers: [],
  thresholds: {
    secondsMin: unit('seconds', '一步至少用时', 'least time of a step'),
    dayFrom: unit('clock hour', '工作时间从几点起', 'working hours begin'),
    dayTo: unit('clock hour', '工作时间到几点止', 'working hours end'),
    commonShare: unit('share', '超过此比例视为普遍情况', 'share beyond which a pattern is the usual way'),
  },
  sentences: {
    same: (f) => ({
      zh: `申领${f['claim']}的${f['steps']}由同一人（${f['officer']}）办理`,
      en: `In claim ${f['claim']} one person (${f['officer']}) did ${f['stepsEn']}`,
    }),
    seconds: (f) => ({
      zh: `申领${f['claim']}的${f['step']}只用了${f['seconds']}秒`,
      en: `In claim ${f['claim']} the ${f['stepEn']} took only ${f['seconds']} seconds`,
    }),
    hours: (f) => ({
      zh: `申领${f['claim']}的${f['step']}在工作时间以外（${f['at']}）`,
      en: `In claim ${f['claim']} the ${f['stepEn']} was done out of hours (${f['at']})`,
    }),
  },
})
