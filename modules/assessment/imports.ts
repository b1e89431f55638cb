import type { ImportDeclaration } from '../../kernel/rooms/define.ts'
import type { Columns } from '../../kernel/sheets/declare.ts'
import { PERSON_COLUMNS } from '../people/index.ts'
import { DECLARATIONS, EXAMINER_GRADES } from './words.ts'

const clerk = { by: { institutionClerk: 'organisation' } } as const
const occupation: Columns[number] = {
  key: 'occupation',
  title: { zh: '职业', en: 'Occupation' },
  names: ['职业名称', '职业编码', '职业（工种）', '申报职业'],
  type: 'text',
  required: true,
  sample: '焊工',
  note: { zh: '职业名称或编码，如 焊工 或 6-18-02-04', en: 'name or code of the occupation' },
}

/** Roster of candidates (考生名单): who applies for which plan. Everything that a register knows is not asked. */
export const candidatesImport: ImportDeclaration = {
  id: 'assessment.candidates',
  title: { zh: '考生名单导入', en: 'Import of candidates' },
  who: clerk,
  rowsMax: 20_000,
  columns: [
    {
      key: 'plan',
      title: { zh: '计划编号', en: 'Number of the plan' },
      names: ['评价计划', '评价计划编号', '计划号'],
      type: 'code',
      required: true,
      looksLike: /^PJ\d{8}-[0-9A-F]+$/,
      sample: 'PJ20260415-0A1B2C3D',
      note: { zh: '评价计划页面上的编号', en: 'as on the page of the plan' },
    },
    ...PERSON_COLUMNS,
    {
      key: 'declared',
      title: { zh: '由本人证明的条件', en: 'Conditions shown by paper' },
      names: ['证明条件', '申报条件说明'],
      type: 'text',
      required: false,
      sample: '',
      note: {
        zh: `可不填。库中没有的才填：${DECLARATIONS.map((d) => d.label.zh).join('、')}；多个用顿号分开`,
        en: 'only what no register knows',
      },
    },
    {
      key: 'evidence',
      title: { zh: '证明材料', en: 'Papers shown' },
      names: ['佐证材料'],
      type: 'text',
      required: false,
      sample: '',
      note: { zh: '可不填', en: 'may be left out' },
    },
  ],
}

/** Examiners with their cards (考评员证卡). */
export const examinersImport: ImportDeclaration = {
  id: 'assessment.examiners',
  title: { zh: '考评员导入', en: 'Import of examiners' },
  who: { by: { handler: 'jurisdiction' } },
  rowsMax: 20_000,
  columns: [
    {
      key: 'card',
      title: { zh: '证卡号', en: 'Card' },
      names: ['考评员证号', '证书编号', '证卡编号'],
      type: 'code',
      required: true,
      neverNumeric: true,
      sample: 'KP1410260001',
      note: { zh: '该列须设为“文本”', en: 'format the column as text' },
    },
    ...PERSON_COLUMNS,
    {
      key: 'grade',
      title: { zh: '级别', en: 'Grade' },
      names: ['考评员级别'],
      type: 'choice',
      required: true,
      choices: EXAMINER_GRADES.map((g) => g.label.zh),
      sample: EXAMINER_GRADES[0]!.label.zh,
      note: { zh: EXAMINER_GRADES.map((g) => g.label.zh).join('、'), en: 'examiner or senior examiner' },
    },
    occupation,
    {
      key: 'organisation',
      title: { zh: '所在单位', en: 'Works for' },
      names: ['工作单位', '单位'],
      type: 'text',
      required: false,
      sample: '临汾市示例职业培训学校',
      note: { zh: '登记在册的单位名称；不在册的不填', en: 'an organisation of the register, or empty' },
    },
    {
      key: 'validFrom',
      title: { zh: '有效自', en: 'Valid from' },
      names: ['发证日期', '有效期起'],
      type: 'date',
      required: true,
      sample: '2024-01-01',
      note: { zh: '如 2024-01-01', en: 'such as 2024-01-01' },
    },
    {
      key: 'validTo',
      title: { zh: '有效至', en: 'Valid until' },
      names: ['有效期止', '有效期至'],
      type: 'date',
      required: true,
      sample: '2026-12-31',
      note: { zh: '如 2026-12-31', en: 'such as 2026-12-31' },
    },
  ],
}

/** Posts of an employer, and which occupation and level each asks for (岗位与职业等级对应). */
export const postsImport: ImportDeclaration = {
  id: 'assessment.posts',
  title: { zh: '企业岗位导入', en: 'Import of posts' },
  who: clerk,
  rowsMax: 2000,
  columns: [
    {
      key: 'post',
      title: { zh: '岗位', en: 'Post' },
      names: ['岗位名称', '工作岗位'],
      type: 'text',
      required: true,
      sample: '电焊一班',
      note: { zh: '本单位自己的叫法', en: 'as the employer calls it' },
    },
    occupation,
    {
      key: 'level',
      title: { zh: '应持等级', en: 'Level asked for' },
      names: ['等级', '技能等级', '要求等级'],
      type: 'text',
      required: true,
      sample: '三级/高级工',
      note: { zh: '三级/高级工、高级工、三级、3 均可', en: 'any notation' },
    },
  ],
}

/** Roster of an employer (职工花名册). */
export const rosterImport: ImportDeclaration = {
  id: 'assessment.roster',
  title: { zh: '企业职工导入', en: 'Import of a roster' },
  who: clerk,
  rowsMax: 100_000,
  columns: [
    ...PERSON_COLUMNS,
    {
      key: 'post',
      title: { zh: '岗位', en: 'Post' },
      names: ['岗位名称', '工作岗位'],
      type: 'text',
      required: true,
      sample: '电焊一班',
      note: { zh: '须是已导入的岗位', en: 'one of the posts imported before' },
    },
    {
      key: 'from',
      title: { zh: '入岗日期', en: 'In the post since' },
      names: ['上岗日期', '入职日期', '到岗日期'],
      type: 'date',
      required: true,
      sample: '2019-03-01',
      note: { zh: '如 2019-03-01', en: 'such as 2019-03-01' },
    },
  ],
}

export const imports = [candidatesImport, examinersImport, postsImport, rosterImport]
