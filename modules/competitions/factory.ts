import type { Aspect, MarkingScheme } from './marking/scheme.ts'

/** National style: a paper of 100 marks for 30 %, two modules of hand work for 70 %; five judges, the mean without extremes. */
export const aNationalScheme = (over: Partial<MarkingScheme> = {}): MarkingScheme => ({
  weights: { theory: 30, skill: 70 },
  judges: 5,
  spreadMax: 1,
  measurements: 'trimmed-mean',
  ties: ['skill', 'time', 'decision'],
  criteria: [
    {
      id: 'T',
      title: '理论知识',
      part: 'theory',
      module: 'T',
      subCriteria: [
        {
          id: 'T1',
          title: '笔试',
          aspects: [{ id: 'T1', title: '笔试成绩', marksMax: 10_000, how: { kind: 'points' } }],
        },
      ],
    },
    {
      id: 'A',
      title: '焊前准备与装配',
      part: 'skill',
      module: 'A',
      subCriteria: [
        {
          id: 'A1',
          title: '坡口与间隙',
          aspects: [
            { id: 'A1', title: '装配质量', marksMax: 4000, how: { kind: 'points' } },
            {
              id: 'A2',
              title: '安全文明生产',
              marksMax: 1000,
              how: { kind: 'deduction', perFault: 200, fault: '每违反一次' },
            },
          ],
        },
      ],
    },
    {
      id: 'B',
      title: '焊接',
      part: 'skill',
      module: 'B',
      subCriteria: [
        {
          id: 'B1',
          title: '外观',
          aspects: [{ id: 'B1', title: '焊缝外观', marksMax: 5000, how: { kind: 'points' } }],
        },
      ],
    },
  ],
  ...over,
})

const judged = (id: string, marksMax: number): Aspect => ({
  id,
  title: `评价 ${id}`,
  marksMax,
  how: { kind: 'judgement', benchmarks: ['低于行业标准', '达到行业标准', '部分超过行业标准', '优秀'] },
})
const measured = (id: string, marksMax: number): Aspect => ({
  id,
  title: `测量 ${id}`,
  marksMax,
  how: {
    kind: 'stepped',
    steps: [
      { marks: 0, requirement: '超出公差' },
      { marks: marksMax / 2, requirement: '在两倍公差内' },
      { marks: marksMax, requirement: '在公差内' },
    ],
  },
})

/** WorldSkills style: 100 marks in two modules, measurement agreed by three judges, judgement 0–3. */
export const aWorldSkillsScheme = (over: Partial<MarkingScheme> = {}): MarkingScheme => ({
  weights: { theory: 0, skill: 100 },
  judges: 3,
  spreadMax: 1,
  measurements: 'agreed',
  ties: [],
  criteria: [
    {
      id: 'A',
      title: '工作组织',
      part: 'skill',
      module: 'A',
      subCriteria: [{ id: 'A1', title: '准备', aspects: [judged('A1', 1000), measured('A2', 3000)] }],
    },
    {
      id: 'B',
      title: '成品',
      part: 'skill',
      module: 'B',
      subCriteria: [{ id: 'B1', title: '尺寸与外观', aspects: [measured('B1', 4000), judged('B2', 2000)] }],
    },
  ],
  ...over,
})
