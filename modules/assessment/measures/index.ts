import { defineMeasure } from '../../../kernel/measures/define.ts'
import { readers } from '../../roles.ts'
import { gapFacts, issueFacts, resultFacts } from './facts.ts'

const common = {
  aboutPersons: true as const,
  rule: {
    zh: '职业技能等级认定工作规程（试行）（人社职司便函〔2020〕17号）；统计口径：人次，以公示结果为准',
    en: '人社职司便函〔2020〕17号; counted in person-times by published results',
  },
  sources: [{ zh: '评价计划和成绩（本平台）', en: 'plans and results (this platform)' }],
  records: { by: { ...readers, institutionClerk: 'organisation' as const } },
}

export const evaluatedPersonTimes = defineMeasure({
  ...common,
  id: 'assessment.evaluated-person-times',
  kind: 'flow',
  facts: resultFacts.id,
  where: [{ column: 'sat', is: true }],
  unit: { zh: '人次', en: 'person-times' },
  title: { zh: '参加评价', en: 'Evaluated' },
  meaning: {
    zh: '期内参加考试且结果已公示的人次；缺考不计，一人参加几次计几次',
    en: 'Sittings in the period whose results were publicised; the absent are not counted, who comes twice counts twice',
  },
})

export const passedPersonTimes = defineMeasure({
  ...common,
  id: 'assessment.passed-person-times',
  kind: 'flow',
  facts: resultFacts.id,
  where: [{ column: 'passed', is: true }],
  unit: { zh: '人次', en: 'person-times' },
  title: { zh: '评价合格', en: 'Passed' },
  meaning: {
    zh: '期内参加考试、各科均合格且结果已公示的人次',
    en: 'Sittings in the period that were passed in every subject, by publicised results',
  },
})

export const passRate = defineMeasure({
  ...common,
  id: 'assessment.pass-rate',
  kind: 'ratio',
  numerator: passedPersonTimes.id,
  denominator: evaluatedPersonTimes.id,
  unit: { zh: '比例', en: 'fraction' },
  title: { zh: '评价合格率', en: 'Pass rate' },
  meaning: {
    zh: '评价合格人次 ÷ 参加评价人次（缺考不计入分母）',
    en: 'Passed divided by evaluated; the absent are not in it',
  },
})

export const certificatesByTrack = defineMeasure({
  ...common,
  id: 'assessment.certificates-by-track',
  kind: 'flow',
  facts: issueFacts.id,
  unit: { zh: '本', en: 'certificates' },
  title: { zh: '评价发证', en: 'Certificates by evaluation' },
  meaning: {
    zh: '期内由本平台评价结果核发的证书，按评价类别；导入的存量证书不在其中',
    en: 'Certificates issued in the period for results on this platform, by track; imported ones are not among them',
  },
})

export const plannerGaps = defineMeasure({
  ...common,
  id: 'assessment.planner-gaps',
  kind: 'stock',
  facts: gapFacts.id,
  unit: { zh: '人', en: 'persons' },
  title: { zh: '应持未持', en: 'Posts without the certificate they ask for' },
  meaning: {
    zh: '当日在岗、岗位要求的职业（或相关职业）等级证书未取得或等级不够的职工；按已导入花名册的企业统计',
    en: 'Staff in a post who lack the certificate that it asks for, in the occupation or a related one; of employers that brought their roster',
  },
  rule: { zh: '临人社函〔2023〕275号（应持未持、等级提升）', en: '临人社函〔2023〕275号' },
  sources: [
    {
      zh: '企业岗位和花名册（导入）、证书登记（本平台）',
      en: 'posts and rosters of employers; register of certificates',
    },
  ],
})

export const measures = [evaluatedPersonTimes, passedPersonTimes, passRate, certificatesByTrack, plannerGaps]
