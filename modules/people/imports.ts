import type { ImportDeclaration } from '../../kernel/rooms/define.ts'
import type { Column } from '../../kernel/sheets/declare.ts'
import { PERSON_COLUMNS } from './import.ts'
import { EDUCATIONS, GROUPS, REGISTERS, type Register } from './words.ts'

export const COUNTY_COLUMN: Column = {
  key: 'county',
  title: { zh: '县（市、区）', en: 'County' },
  names: ['县区', '区县', '所属县区', '所在县', '县市区', '归属地', '行政区划'],
  type: 'text',
  required: true,
  sample: '尧都区',
  note: { zh: '名称或六位代码', en: 'name or six-digit code' },
}
export const list = (choices: readonly { label: { zh: string; en: string } }[]) => ({
  zh: `可填：${choices.map((c) => c.label.zh).join('、')}`,
  en: `one of: ${choices.map((c) => c.label.en).join(', ')}`,
})

const who = { by: { handler: 'jurisdiction' } } as const

export const peopleImport: ImportDeclaration = {
  id: 'people.people',
  title: { zh: '人员', en: 'People' },
  who,
  rowsMax: 1_000_000,
  columns: [
    ...PERSON_COLUMNS,
    COUNTY_COLUMN,
    {
      key: 'education',
      title: { zh: '学历', en: 'Education' },
      names: ['文化程度'],
      type: 'text',
      sample: '高中',
      note: list(EDUCATIONS),
    },
    {
      key: 'group',
      title: { zh: '群体', en: 'Group' },
      names: ['人员类别', '重点群体', '群体类别'],
      type: 'text',
      sample: '登记失业人员',
      note: list(GROUPS),
    },
    {
      key: 'groupProof',
      title: { zh: '群体证明', en: 'Proof of group' },
      names: ['证明材料', '群体证件号'],
      type: 'text',
      sample: '就业创业证 1410020026000001',
      note: { zh: '证件或登记表名称、编号', en: 'what proves it' },
    },
    {
      key: 'groupRegisteredOn',
      title: { zh: '群体登记日期', en: 'Registered in group' },
      names: ['登记日期', '认定日期'],
      type: 'date',
      sample: '2025-11-03',
      note: { zh: '填了群体的须填', en: 'needed with a group' },
    },
  ],
}

export const employmentImport: ImportDeclaration = {
  id: 'people.employment',
  title: { zh: '从业经历', en: 'Employment' },
  who,
  rowsMax: 1_000_000,
  columns: [
    ...PERSON_COLUMNS,
    COUNTY_COLUMN,
    {
      key: 'employer',
      title: { zh: '用人单位', en: 'Employer' },
      names: ['单位名称', '工作单位'],
      type: 'text',
      required: true,
      sample: '临汾示例钢铁有限公司',
    },
    {
      key: 'employerCode',
      title: { zh: '单位信用代码', en: 'Credit code of employer' },
      names: ['统一社会信用代码', '信用代码'],
      type: 'code',
      neverNumeric: true,
      sample: '91141000MA0000001A',
      note: { zh: '可不填；查重和核对参保时用', en: 'may be left out; used by the checks' },
    },
    {
      key: 'occupation',
      title: { zh: '职业', en: 'Occupation' },
      names: ['职业名称', '工种', '岗位职业'],
      type: 'text',
      sample: '焊工',
      note: { zh: '职业名称或编码，可不填', en: 'name or code; may be left out' },
    },
    {
      key: 'fromOn',
      title: { zh: '入职日期', en: 'From' },
      names: ['开始日期', '起始日期'],
      type: 'date',
      required: true,
      sample: '2019-03-01',
    },
    {
      key: 'toOn',
      title: { zh: '离职日期', en: 'To' },
      names: ['结束日期', '截止日期'],
      type: 'date',
      sample: '2024-08-31',
      note: { zh: '仍在职的不填', en: 'empty: still there' },
    },
  ],
}

const REGISTER_COLUMNS: { readonly [key in Register['has'][number]]: readonly Column[] } = {
  kind: [],
  fromOn: [
    {
      key: 'fromOn',
      title: { zh: '开始日期', en: 'From' },
      names: [
        '起始日期',
        '死亡日期',
        '入监日期',
        '羁押日期',
        '入学日期',
        '登记日期',
        '认定日期',
        '发证日期',
        '领取日期',
        '参保开始',
        '起始月份',
      ],
      type: 'date',
      required: true,
      sample: '2024-03-01',
      note: { zh: '死亡、入监、入编、入学、登记之日', en: 'the day of death, custody, entry, registration' },
    },
  ],
  toOn: [
    {
      key: 'toOn',
      title: { zh: '结束日期', en: 'To' },
      names: ['终止日期', '释放日期', '离岗日期', '毕业日期', '注销日期', '参保结束', '终止月份'],
      type: 'date',
      sample: '2026-08-31',
      note: { zh: '最后一天；仍然有效的不填', en: 'last day; empty: still so' },
    },
  ],
  employer: [
    {
      key: 'employer',
      title: { zh: '单位', en: 'Unit' },
      names: ['单位名称', '参保单位', '学校', '学校名称', '编制单位'],
      type: 'text',
      sample: '临汾示例钢铁有限公司',
    },
    {
      key: 'employerCode',
      title: { zh: '单位信用代码', en: 'Credit code of unit' },
      names: ['统一社会信用代码', '信用代码'],
      type: 'code',
      neverNumeric: true,
      sample: '91141000MA0000001A',
    },
  ],
  place: [
    {
      key: 'place',
      title: { zh: '参保地', en: 'Place' },
      names: ['参保地代码', '统筹区'],
      type: 'code',
      neverNumeric: true,
      looksLike: /^\d{6}$/,
      sample: '141000',
      note: { zh: '六位行政区划代码', en: 'six-digit division code' },
    },
  ],
  certificate: [
    {
      key: 'certificate',
      title: { zh: '证书编号', en: 'Certificate number' },
      names: ['证书号', '证书号码'],
      type: 'code',
      neverNumeric: true,
      required: true,
      sample: 'S000014000001223000017',
    },
  ],
}

export const AS_OF_COLUMN: Column = {
  key: 'asOf',
  title: { zh: '数据日期', en: 'As of' },
  names: ['截至日期', '数据截止日期', '统计日期'],
  type: 'date',
  sample: '2026-11-01',
  note: {
    zh: '名册反映哪一天的情况，全文件相同；命令行可用 --as-of 代替',
    en: 'the day the file describes, the same in all rows; --as-of on the command line stands for it',
  },
}

const registerImport = (r: Register): ImportDeclaration => ({
  id: `people.register-${r.id}`,
  title: r.label,
  who,
  rowsMax: 1_000_000,
  columns: [
    ...PERSON_COLUMNS.filter((c) => c.key === 'name' || c.key === 'identity'),
    ...(r.kinds
      ? [
          {
            key: 'kind',
            title: { zh: '类别', en: 'Kind' },
            names: ['学习形式', '参保类别', '查询结果'],
            type: 'text',
            required: true,
            sample: r.kinds[0]!.label.zh,
            note: list(r.kinds),
          } satisfies Column,
        ]
      : []),
    ...r.has.flatMap((k) => REGISTER_COLUMNS[k]),
    AS_OF_COLUMN,
  ],
})
/** One kind for each outside register, all read alike. */
export const registerImports: readonly ImportDeclaration[] = REGISTERS.map(registerImport)
