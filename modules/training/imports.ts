import type { ImportDeclaration } from '../../kernel/rooms/define.ts'
import type { Column } from '../../kernel/sheets/declare.ts'
import { ORGANISATION_COLUMN } from '../directory/index.ts'
import { COUNTY_COLUMN, GROUPS, list, PERSON_COLUMNS } from '../people/index.ts'
import {
  CALL_OUTCOMES,
  CLASS_STATES,
  ENROLMENT_STATES,
  HALVES,
  MATERIAL_KINDS,
  PARTS,
  QUALIFICATIONS,
  SIGN_IN_METHODS,
  TEACHER_PARTS,
  TRAINING_KINDS,
} from './words.ts'

const who = { by: { handler: 'jurisdiction' } } as const

/** How any file names a class. */
export const CLASS_COLUMN: Column = {
  key: 'class',
  title: { zh: '开班编号', en: 'Class number' },
  names: ['班号', '班级编号', '班级号', '培训班编号', '班次编号'],
  type: 'code',
  neverNumeric: true,
  required: true,
  sample: 'LF2026-0001',
}
const SEAT_COLUMN: Column = {
  key: 'seat',
  title: { zh: '名册序号', en: 'Place in the roster' },
  names: ['序号', '学号', '座号'],
  type: 'integer',
  sample: '1',
}
const IDENTITY_COLUMN: Column = { ...PERSON_COLUMNS.find((c) => c.key === 'identity')!, required: false }
const NAME_COLUMN: Column = { ...PERSON_COLUMNS.find((c) => c.key === 'name')!, required: false }
const OCCUPATION_COLUMN: Column = {
  key: 'occupation',
  title: { zh: '职业', en: 'Occupation' },
  names: ['职业名称', '职业编码', '职业（工种）', '培训职业', '工种'],
  type: 'text',
  required: true,
  sample: '焊工',
  note: { zh: '名称或编码', en: 'name or code' },
}
const LEVEL_COLUMN: Column = {
  key: 'level',
  title: { zh: '等级', en: 'Level' },
  names: ['技能等级', '职业等级', '培训等级'],
  type: 'text',
  sample: '五级/初级工',
  note: { zh: '不分等级的不填', en: 'empty where there are none' },
}
const KIND_COLUMN: Column = {
  key: 'kind',
  title: { zh: '培训类型', en: 'Kind' },
  names: ['类型', '培训类别'],
  type: 'text',
  required: true,
  sample: '就业技能培训',
  note: list(TRAINING_KINDS),
}
const VENUE_COLUMN: Column = {
  key: 'venue',
  title: { zh: '场地编号', en: 'Venue code' },
  names: ['场地代码', '场地', '培训地点编号'],
  type: 'code',
  neverNumeric: true,
  sample: 'CD001',
}
const date = (key: string, zh: string, en: string, names: readonly string[], more: Partial<Column> = {}): Column => ({
  key,
  title: { zh, en },
  names,
  type: 'date',
  sample: '2026-03-02',
  ...more,
})
const text = (
  key: string,
  zh: string,
  en: string,
  names: readonly string[],
  sample: string,
  more: Partial<Column> = {},
): Column => ({
  key,
  title: { zh, en },
  names,
  type: 'text',
  sample,
  ...more,
})
const integer = (
  key: string,
  zh: string,
  en: string,
  names: readonly string[],
  sample: string,
  more: Partial<Column> = {},
): Column => ({
  key,
  title: { zh, en },
  names,
  type: 'integer',
  sample,
  ...more,
})
const code = (
  key: string,
  zh: string,
  en: string,
  names: readonly string[],
  sample: string,
  more: Partial<Column> = {},
): Column => ({
  key,
  title: { zh, en },
  names,
  type: 'code',
  neverNumeric: true,
  sample,
  ...more,
})
const instant = (
  key: string,
  zh: string,
  en: string,
  names: readonly string[],
  sample: string,
  more: Partial<Column> = {},
): Column => ({
  key,
  title: { zh, en },
  names,
  type: 'instant',
  sample,
  ...more,
})
const must = { required: true } as const

export const projectsImport: ImportDeclaration = {
  id: 'training.projects',
  title: { zh: '培训项目目录', en: 'Projects' },
  who,
  rowsMax: 50_000,
  columns: [
    code('code', '项目编号', 'Project code', ['项目代码', '编号'], 'XM001', must),
    text('name', '项目名称', 'Name', ['名称', '培训项目'], '焊工（五级）就业技能培训', must),
    KIND_COLUMN,
    OCCUPATION_COLUMN,
    LEVEL_COLUMN,
    integer('hours', '课时', 'Class hours', ['总课时', '学时', '培训课时'], '80', must),
    integer('days', '天数', 'Days', ['培训天数'], '10'),
    text('price', '补贴标准（元）', 'Price in yuan', ['补贴标准', '价格', '标准', '补贴金额'], '1500.00', must),
    date('validFrom', '有效开始', 'Valid from', ['开始日期', '有效期起'], { ...must, sample: '2026-01-01' }),
    date('validTo', '有效结束', 'Valid to', ['结束日期', '有效期止', '有效期至'], { sample: '2026-12-31' }),
  ],
}

export const teachersImport: ImportDeclaration = {
  id: 'training.teachers',
  title: { zh: '教师名册', en: 'Teachers' },
  who,
  rowsMax: 100_000,
  columns: [
    ORGANISATION_COLUMN,
    ...PERSON_COLUMNS,
    text('qualification', '任教资格', 'Qualification', ['资格', '资格类别'], '职业技能等级证书', {
      ...must,
      note: list(QUALIFICATIONS),
    }),
    code(
      'qualificationNumber',
      '资格证书编号',
      'Number of the qualification',
      ['资格证号', '证书编号'],
      'S000014000001223000017',
    ),
    { ...OCCUPATION_COLUMN, required: false },
    LEVEL_COLUMN,
    text('part', '任教内容', 'Teaches', ['教学类别'], '理论和实操', { note: list(TEACHER_PARTS) }),
    date('fromOn', '聘用开始', 'From', ['开始日期', '聘期起'], { ...must, sample: '2024-01-01' }),
    date('toOn', '聘用结束', 'To', ['结束日期', '聘期止'], { sample: '' }),
  ],
}

export const venuesImport: ImportDeclaration = {
  id: 'training.venues',
  title: { zh: '培训场地', en: 'Venues and rooms' },
  who,
  rowsMax: 100_000,
  columns: [
    { ...VENUE_COLUMN, required: true },
    text('name', '场地名称', 'Name', ['名称'], '示例学校实训楼', must),
    ORGANISATION_COLUMN,
    text('address', '地址', 'Address', ['场地地址', '详细地址'], '尧都区示例路 1 号', must),
    COUNTY_COLUMN,
    text('lat', '纬度', 'Latitude', ['纬度（WGS84）'], '36.088005', {
      note: { zh: 'WGS 84 十进制度', en: 'WGS 84, decimal degrees' },
    }),
    text('lon', '经度', 'Longitude', ['经度（WGS84）'], '111.518975'),
    integer('capacity', '容纳人数', 'Capacity', ['场地容量', '可容纳人数'], '120', must),
    code('room', '教室编号', 'Room', ['教室', '房间号', '教室代码'], '301', {
      note: { zh: '一行一间教室；不分教室的不填', en: 'one room in a row; empty without rooms' },
    }),
    text('roomName', '教室名称', 'Name of the room', [], '301 多媒体教室'),
    integer('roomCapacity', '教室人数', 'Capacity of the room', ['教室容量'], '50'),
  ],
}

export const classesImport: ImportDeclaration = {
  id: 'training.classes',
  title: { zh: '培训班', en: 'Classes' },
  who,
  rowsMax: 200_000,
  columns: [
    CLASS_COLUMN,
    text('name', '班级名称', 'Name', ['班名', '培训班名称', '名称'], '焊工第 1 期', must),
    ORGANISATION_COLUMN,
    code('project', '项目编号', 'Project code', ['项目代码', '培训项目编号'], 'XM001'),
    KIND_COLUMN,
    OCCUPATION_COLUMN,
    LEVEL_COLUMN,
    COUNTY_COLUMN,
    VENUE_COLUMN,
    integer('hours', '课时', 'Class hours', ['总课时', '计划课时'], '80'),
    date('startedOn', '开班日期', 'Starts', ['开始日期', '开班时间'], must),
    date('endedOn', '结业日期', 'Ends', ['结束日期', '结班日期', '结业时间'], { ...must, sample: '2026-03-13' }),
    integer('seats', '人数', 'Seats', ['培训人数', '班级人数'], '40', must),
    date('filedOn', '备案日期', 'Filed on', ['申报日期'], { sample: '2026-02-20' }),
    date('approvedOn', '批准日期', 'Approved on', ['审批日期'], { sample: '2026-02-25' }),
    text('state', '班级状态', 'State', ['状态'], '已结业', { note: list(CLASS_STATES) }),
    text('employer', '用人单位', 'Employer', ['企业', '企业信用代码'], '', {
      note: { zh: '企业职工班填写；名称或信用代码', en: 'for classes of employees; name or code' },
    }),
    text('insurer', '承保公司', 'Insurer', ['保险公司'], '示例财产保险'),
    code('policy', '保单号', 'Policy', ['保险单号'], 'BD2026000001'),
    date('insuredFrom', '保险开始', 'Insured from', ['保险起期']),
    date('insuredTo', '保险结束', 'Insured to', ['保险止期'], { sample: '2026-03-13' }),
  ],
}

export const timetableImport: ImportDeclaration = {
  id: 'training.timetable',
  title: { zh: '课程表', en: 'Timetable' },
  who,
  rowsMax: 1_000_000,
  columns: [
    CLASS_COLUMN,
    integer('lesson', '课次', 'Lesson', ['课程序号', '第几次课'], '1', {
      note: { zh: '可不填，按出现顺序编', en: 'may be left out: numbered as they come' },
    }),
    date('day', '上课日期', 'Day', ['日期', '授课日期'], must),
    text('half', '时段', 'Half day', ['上午/下午', '半天'], '上午', { ...must, note: list(HALVES) }),
    integer('hours', '课时', 'Class hours', ['学时', '课时数'], '4', must),
    instant('startsAt', '上课时间', 'Starts at', ['开始时间'], '08:30'),
    instant('endsAt', '下课时间', 'Ends at', ['结束时间'], '11:50'),
    VENUE_COLUMN,
    code('room', '教室编号', 'Room', ['教室', '房间号'], '301'),
    text('teacherName', '教师姓名', 'Teacher', ['教师', '授课教师', '任课教师'], '李老师'),
    {
      key: 'teacherIdentity',
      title: { zh: '教师身份证号', en: 'Identity number of the teacher' },
      names: ['教师身份证号码', '教师证件号'],
      type: 'id',
      neverNumeric: true,
      sample: '14100219800105001X',
      note: {
        zh: '教师未在名册的也可装入，核查会指出',
        en: 'a teacher who is on no roster is taken, and the checks say so',
      },
    },
    text('title', '课程内容', 'Subject', ['课程', '授课内容', '课题'], '焊接安全'),
    text('part', '教学类别', 'Part', ['课程类别', '理论/实操'], '理论', { note: list(PARTS) }),
  ],
}

export const enrolmentsImport: ImportDeclaration = {
  id: 'training.enrolments',
  title: { zh: '学员名册', en: 'Enrolments' },
  who,
  rowsMax: 1_000_000,
  columns: [
    CLASS_COLUMN,
    SEAT_COLUMN,
    ...PERSON_COLUMNS,
    text('group', '群体', 'Group', ['人员类别', '重点群体', '群体类别'], '登记失业人员', {
      ...must,
      note: list(GROUPS),
    }),
    text('groupProof', '群体证明', 'Proof of group', ['证明材料'], '就业创业证 1410020026000001'),
    date('groupRegisteredOn', '群体登记日期', 'Registered in group', ['登记日期', '认定日期'], {
      sample: '2025-11-03',
    }),
    text('address', '住址', 'Address', ['家庭住址', '户籍地址', '地址'], '尧都区示例村 12 号'),
    text('village', '村（社区）', 'Village', ['村', '社区', '所在村'], '示例村'),
    {
      key: 'account',
      title: { zh: '银行账号', en: 'Account' },
      names: ['社保卡账号', '银行卡号', '账号'],
      type: 'id',
      neverNumeric: true,
      sample: '6217000000000000001',
    },
    text('accountHolder', '户名', 'Account holder', ['账户名', '开户人'], '王小强'),
    text('employer', '用人单位', 'Employer', ['所在单位', '企业'], '', {
      note: { zh: '企业职工填写；名称或信用代码', en: 'for employees' },
    }),
    text('status', '学员状态', 'Status', ['状态'], '结业', { note: list(ENROLMENT_STATES) }),
    date('completedOn', '结业日期', 'Completed on', ['结业时间'], { sample: '2026-03-13' }),
    integer('hours', '实训课时', 'Hours attended', ['出勤课时', '实际课时', '培训课时'], '80'),
    code('certificate', '证书编号', 'Certificate number', ['证书号'], 'S000014000001223000017'),
    integer('satisfaction', '满意度', 'Satisfaction', ['满意度评分'], '5', { note: { zh: '1 至 5', en: '1 to 5' } }),
    date('examinedOn', '考核日期', 'Examined on', ['考试日期'], { sample: '2026-03-13' }),
    integer('theory', '理论成绩', 'Theory', ['理论分数'], '82'),
    integer('practice', '实操成绩', 'Practice', ['实操分数', '技能成绩'], '88'),
    text('passed', '考核结果', 'Passed', ['是否合格'], '合格'),
    text('body', '考核机构', 'Body', ['评价机构'], '', { note: { zh: '名称或信用代码', en: 'name or credit code' } }),
    text('face', '人脸特征', 'Face', ['人脸特征值', '人脸哈希'], '9f3a5c7e11d2b480', {
      note: { zh: '16 位十六进制摘要，不是照片', en: '16 hexadecimal digits, never a picture' },
    }),
  ],
}

export const attendanceImport: ImportDeclaration = {
  id: 'training.attendance',
  title: { zh: '考勤记录', en: 'Attendance' },
  who,
  rowsMax: 1_000_000,
  columns: [
    CLASS_COLUMN,
    integer('lesson', '课次', 'Lesson', ['课程序号', '第几次课'], '1', {
      note: { zh: '与“上课日期、时段”二者填其一', en: 'this, or day and half day' },
    }),
    date('day', '上课日期', 'Day', ['日期', '考勤日期']),
    text('half', '时段', 'Half day', ['上午/下午', '半天'], '上午', { note: list(HALVES) }),
    NAME_COLUMN,
    { ...IDENTITY_COLUMN, note: { zh: '与“名册序号”二者填其一', en: 'this, or the place in the roster' } },
    SEAT_COLUMN,
    instant('inAt', '签到时间', 'Signed in', ['上课签到', '签到'], '2026-03-02 08:21:07', must),
    instant('outAt', '签退时间', 'Signed out', ['下课签退', '签退'], '2026-03-02 11:53:40'),
    text('lat', '纬度', 'Latitude', ['签到纬度'], '36.088005'),
    text('lon', '经度', 'Longitude', ['签到经度'], '111.518975'),
    text('method', '签到方式', 'Method', ['考勤方式', '方式'], '扫码', { note: list(SIGN_IN_METHODS) }),
    text('device', '设备号', 'Device', ['设备', '设备编号', '设备标识'], 'A1B2C3'),
    text('network', '网络地址', 'Network', ['IP', 'IP地址'], '203.0.113.7'),
    text('face', '人脸特征', 'Face', ['人脸特征值', '人脸哈希'], '9f3a5c7e11d2b480'),
  ],
}

export const materialsImport: ImportDeclaration = {
  id: 'training.materials',
  title: { zh: '过程材料摘要', en: 'Materials' },
  who,
  rowsMax: 1_000_000,
  columns: [
    CLASS_COLUMN,
    { ...SEAT_COLUMN, note: { zh: '全班照片不填', en: 'empty for pictures of the class' } },
    IDENTITY_COLUMN,
    text('kind', '材料类别', 'Kind', ['类别'], '课堂照片', { ...must, note: list(MATERIAL_KINDS) }),
    date('day', '日期', 'Day', ['上课日期', '材料日期'], must),
    text('content', '摘要或内容', 'Digest or content', ['照片哈希', '答案串', '摘要', '哈希'], '9f3a5c7e11d2b480', {
      ...must,
      note: { zh: '16 位十六进制图像摘要，或答案串、文字', en: '16 hexadecimal digits, or answers, or text' },
    }),
    instant('takenAt', '拍摄时间', 'Taken at', ['EXIF时间'], '2026-03-02 09:10:00'),
  ],
}

export const callBacksImport: ImportDeclaration = {
  id: 'training.call-backs',
  title: { zh: '电话回访', en: 'Call-backs' },
  who,
  rowsMax: 500_000,
  columns: [
    CLASS_COLUMN,
    NAME_COLUMN,
    IDENTITY_COLUMN,
    SEAT_COLUMN,
    date('calledOn', '回访日期', 'Called on', ['日期'], must),
    text('outcome', '回访结果', 'Outcome', ['结果'], '参加了', { ...must, note: list(CALL_OUTCOMES) }),
    text('note', '说明', 'Note', ['备注'], ''),
    text('calledBy', '回访人', 'Called by', [], '李晓', must),
  ],
}

export const trainingImports = [
  projectsImport,
  teachersImport,
  venuesImport,
  classesImport,
  timetableImport,
  enrolmentsImport,
  attendanceImport,
  materialsImport,
  callBacksImport,
] as const
