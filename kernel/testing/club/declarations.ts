import { type Static, Type } from 'typebox'
import { defineRoles } from '../../access/roles.ts'
import { defineFacts, defineMeasure } from '../../measures/define.ts'
import { type Check, defineProcess } from '../../process/define.ts'
import { defineRecord } from '../../records/define.ts'
import type { Choice } from '../../records/fields.ts'
import { defineRoom } from '../../rooms/define.ts'
import type { Need } from '../../rules/rules.ts'
import { plainDate } from '../../values/plain-date.ts'

/**
 * The invented tennis club: one room with everything that a room may have. Kernel tests speak of it, and of nothing real.
 * Areas are codes: `N` is the north with `N1` and `N2` in it, `S` the south.
 */
export const roles = defineRoles([
  { id: 'steward', title: { zh: '干事', en: 'Steward' }, scope: 'jurisdiction', staff: true },
  { id: 'captain', title: { zh: '队长', en: 'Captain' }, scope: 'jurisdiction', staff: true },
  {
    id: 'coach',
    title: { zh: '教练', en: 'Coach' },
    scope: 'organisation',
    staff: false,
    notWith: ['steward', 'captain'],
  },
  { id: 'player', title: { zh: '球员', en: 'Player' }, scope: 'own', staff: false },
  {
    id: 'umpire',
    title: { zh: '裁判', en: 'Umpire' },
    scope: 'none',
    staff: true,
    notWith: ['steward', 'captain', 'coach'],
  },
])

export const LEVELS: readonly Choice[] = [
  { id: 'rookie', label: { zh: '新手', en: 'rookie' } },
  { id: 'regular', label: { zh: '常客', en: 'regular' } },
  { id: 'champion', label: { zh: '冠军', en: 'champion' } },
]

export const academy = defineRecord({
  id: 'club.academy',
  title: { zh: '网校', en: 'Academy' },
  table: 'club.academy',
  key: ['academy_id'],
  titleField: 'name',
  scope: {},
  read: { anyone: true },
  publicRows: {},
  fields: { name: { kind: 'text', label: { zh: '名称', en: 'Name' }, lengthMax: 60, publicly: 'open' } },
})

const maskPhone = (plain: string) => `***${plain.slice(-2)}`

export const member = defineRecord({
  id: 'club.member',
  title: { zh: '会员', en: 'Member' },
  table: 'club.member',
  key: ['member_id'],
  titleField: 'name',
  scope: { jurisdiction: 'area', organisation: 'academy_id', own: 'player_key' },
  read: {
    by: { steward: 'jurisdiction', captain: 'jurisdiction', coach: 'organisation', player: 'own', umpire: 'none' },
  },
  reveal: { by: { steward: 'jurisdiction' } },
  publicRows: { listed: 'true' },
  searchColumn: 'search_terms',
  sealed: true,
  versionColumn: 'version',
  fields: {
    name: {
      kind: 'text',
      label: { zh: '姓名', en: 'Name' },
      lengthMax: 60,
      required: true,
      list: true,
      publicly: 'open',
    },
    area: {
      kind: 'code',
      codes: 'club.area',
      label: { zh: '片区', en: 'Area' },
      required: true,
      list: true,
      filter: true,
      publicly: 'open',
    },
    level: {
      kind: 'choice',
      choices: LEVELS,
      label: { zh: '级别', en: 'Level' },
      required: true,
      list: true,
      filter: true,
    },
    academy: {
      kind: 'reference',
      record: 'club.academy',
      column: 'academy_id',
      label: { zh: '网校', en: 'Academy' },
      list: true,
      filter: true,
    },
    phone: {
      kind: 'secret',
      column: 'phone_sealed',
      blindIndex: 'phone_index',
      label: { zh: '电话', en: 'Phone' },
      lengthMax: 20,
      mask: maskPhone,
      publicMask: () => '有',
      publicly: 'masked',
      personal: true,
      filter: true,
    },
    playerKey: { kind: 'text', label: { zh: '本人', en: 'Player' }, lengthMax: 60, personal: true },
    joinedOn: { kind: 'date', label: { zh: '入会', en: 'Joined' }, list: true, filter: true, publicly: 'open' },
    remark: { kind: 'text', label: { zh: '备注', en: 'Remark' }, lengthMax: 200, personal: true },
  },
})

export const locker = defineRecord({
  id: 'club.locker',
  title: { zh: '柜子', en: 'Locker' },
  table: 'club.locker',
  key: ['hall', 'place'],
  titleField: 'holder',
  scope: {},
  read: { by: { steward: 'none' } },
  sealed: true,
  order: { field: 'place', direction: 'asc' },
  fields: {
    hall: { kind: 'text', label: { zh: '馆', en: 'Hall' }, lengthMax: 20, filter: true },
    place: { kind: 'text', label: { zh: '位', en: 'Place' }, lengthMax: 20 },
    holder: { kind: 'text', label: { zh: '使用人', en: 'Holder' }, lengthMax: 60 },
  },
})

const feePaid: Check = {
  id: 'feePaid',
  title: { zh: '已缴会费', en: 'Fee is paid' },
  run: ({ facts }) =>
    facts['feePaid'] === false
      ? [
          {
            code: 'FEE',
            field: 'fee',
            message: { zh: '会费未缴', en: 'the fee is not paid' },
            hint: { zh: '请先缴费', en: 'pay it first' },
            rule: 'club.check.days',
          },
        ]
      : [],
}
const oldEnough: Check = {
  id: 'oldEnough',
  title: { zh: '年满', en: 'Old enough' },
  run: ({ facts, rule }) =>
    typeof facts['age'] === 'number' && facts['age'] < Number(rule('club.age.least'))
      ? [
          {
            code: 'AGE',
            field: 'age',
            message: { zh: '年龄不足', en: 'too young' },
            hint: { zh: '请满龄后再来', en: 'come back later' },
            rule: 'club.age.least',
          },
        ]
      : [],
}

export const membership = defineProcess({
  id: 'club.membership',
  title: { zh: '入会', en: 'Membership' },
  since: plainDate('2020-01-01'),
  pickedBy: 'the day of application',
  table: 'club.membership_case',
  anchor: 'case_id',
  fields: {
    playerName: { kind: 'text', label: { zh: '姓名', en: 'Name' }, lengthMax: 40, required: true },
    area: { kind: 'code', codes: 'club.area', label: { zh: '片区', en: 'Area' }, required: true },
    level: { kind: 'choice', choices: LEVELS, label: { zh: '级别', en: 'Level' }, required: true },
    playerKey: { kind: 'text', label: { zh: '本人', en: 'Player' }, lengthMax: 60, required: true },
  },
  completed: { memberId: { kind: 'text', label: { zh: '会员标识', en: 'Member id' }, lengthMax: 40 } },
  titleField: 'playerName',
  scope: { jurisdiction: 'area', own: 'player_key' },
  read: { by: { steward: 'jurisdiction', captain: 'jurisdiction', player: 'own' } },
  open: {
    who: { by: { player: 'own', steward: 'jurisdiction' } },
    state: 'applied',
    keepsDoer: 'applied_by',
    checks: [oldEnough],
  },
  states: {
    applied: { title: { zh: '已申请', en: 'applied' }, deadline: 'club.check.days' },
    checked: { title: { zh: '已核对', en: 'checked' } },
    admitted: { title: { zh: '已入会', en: 'admitted' }, tone: 'good' },
    suspended: { title: { zh: '已暂停', en: 'suspended' }, tone: 'bad' },
    left: { title: { zh: '已退会', en: 'left' }, end: true },
    refused: { title: { zh: '不予入会', en: 'refused' }, end: true },
  },
  acts: {
    check: {
      title: { zh: '核对', en: 'Check' },
      from: ['applied'],
      to: 'checked',
      who: { by: { steward: 'jurisdiction' } },
      needs: { note: { kind: 'text', label: { zh: '意见', en: 'Note' }, lengthMax: 100, required: true } },
      checks: [feePaid, oldEnough],
      notBy: ['open'],
      keepsDoer: 'checked_by',
    },
    admit: {
      title: { zh: '准予入会', en: 'Admit' },
      from: ['checked'],
      to: 'admitted',
      who: { by: { captain: 'jurisdiction', steward: 'jurisdiction' } },
      notBy: ['open', 'check'],
      keepsDoer: 'admitted_by',
      effects: ['welcome'],
    },
    refuse: {
      title: { zh: '不予入会', en: 'Refuse' },
      from: ['applied', 'checked'],
      to: 'refused',
      who: { by: { steward: 'jurisdiction', captain: 'jurisdiction' } },
      needs: { reason: { kind: 'text', label: { zh: '理由', en: 'Reason' }, lengthMax: 100, required: true } },
      grave: true,
    },
    suspend: {
      title: { zh: '暂停', en: 'Suspend' },
      from: ['admitted'],
      to: 'suspended',
      who: { by: { captain: 'jurisdiction' } },
    },
    readmit: {
      title: { zh: '恢复', en: 'Readmit' },
      from: ['suspended'],
      to: 'admitted',
      who: { by: { captain: 'jurisdiction' } },
    },
    leave: {
      title: { zh: '退会', en: 'Leave' },
      from: ['admitted', 'suspended'],
      to: 'left',
      who: { by: { player: 'own' } },
      effects: ['strikeOut'],
    },
    lapse: { title: { zh: '逾期', en: 'Lapse' }, from: ['applied'], to: 'refused', who: {}, automatic: true },
  },
})

export const stays = defineFacts({
  id: 'club.stay',
  table: 'club.stay',
  key: ['member_id', 'stay_no'],
  from: 'from_on',
  to: 'to_on',
  knownFrom: 'known_from',
  knownTo: 'known_to',
  columns: {
    level: 'text',
    area: 'text',
    court_code: 'text',
    grade: 'smallint',
    birth_year: 'smallint',
    paid: 'boolean',
    academy_id: 'uuid',
  },
  dimensions: {
    level: { title: { zh: '级别', en: 'Level' }, column: 'level', kind: 'value', choices: LEVELS },
    area: { title: { zh: '片区', en: 'Area' }, column: 'area', kind: 'code', codes: 'club.area' },
    court: { title: { zh: '场地', en: 'Court' }, column: 'court_code', kind: 'code', separator: '-' },
    grade: {
      title: { zh: '段位', en: 'Grade' },
      column: 'grade',
      kind: 'rank',
      ids: { 0: 'none', 1: 'first', 2: 'second', 3: 'third' },
    },
    age: { title: { zh: '年龄段', en: 'Age' }, column: 'birth_year', kind: 'band', bandsRule: 'club.age.bands' },
    paid: { title: { zh: '已缴费', en: 'Paid' }, column: 'paid', kind: 'value' },
    academy: { title: { zh: '网校', en: 'Academy' }, column: 'academy_id', kind: 'value', record: 'club.academy' },
    year: { title: { zh: '年', en: 'Year' }, column: 'from_on', kind: 'year' },
    month: { title: { zh: '月', en: 'Month' }, column: 'from_on', kind: 'month' },
  },
  record: 'club.member',
  recordKey: ['member_id'],
  jurisdiction: 'area',
  organisation: 'academy_id',
})

const common = {
  facts: stays.id,
  unit: { zh: '人', en: 'persons' },
  aboutPersons: true as const,
  rule: { zh: '会章', en: 'the rules of the club' },
  sources: [{ zh: '名册', en: 'the rolls' }],
  records: { by: { steward: 'jurisdiction' as const, coach: 'organisation' as const } },
}
export const members = defineMeasure({
  ...common,
  id: 'club.members',
  kind: 'stock',
  title: { zh: '会员', en: 'Members' },
  meaning: { zh: '当日在册', en: 'on the rolls that day' },
})
export const joined = defineMeasure({
  ...common,
  id: 'club.joined',
  kind: 'flow',
  title: { zh: '入会人数', en: 'Joined' },
  meaning: { zh: '期内入会', en: 'joined in the period' },
})
export const graded = defineMeasure({
  ...common,
  id: 'club.graded-members',
  kind: 'stock',
  title: { zh: '有段位会员', en: 'Graded members' },
  meaning: { zh: '当日在册、有段位、已缴费', en: 'on the rolls, graded, paid' },
  where: [
    { column: 'grade', atLeast: 1 },
    { column: 'paid', is: true },
    { column: 'level', oneOf: ['regular', 'champion'] },
  ],
})
export const gradedShare = defineMeasure({
  ...common,
  id: 'club.graded-share',
  kind: 'ratio',
  numerator: graded.id,
  denominator: members.id,
  title: { zh: '有段位比例', en: 'Share of graded' },
  meaning: { zh: '有段位会员占比', en: 'graded by all' },
})
export const residents = defineMeasure({
  ...common,
  id: 'club.residents',
  kind: 'given',
  ruleKey: 'club.residents',
  title: { zh: '居民', en: 'Residents' },
  meaning: { zh: '片区居民', en: 'people who live here' },
})
export const memberShare = defineMeasure({
  ...common,
  id: 'club.member-share',
  kind: 'ratio',
  numerator: members.id,
  denominator: residents.id,
  title: { zh: '会员比例', en: 'Share of members' },
  meaning: { zh: '会员占居民', en: 'members by residents' },
})

export const needs: readonly Need[] = [
  {
    key: 'club.check.days',
    title: { zh: '核对期限', en: 'Days to check' },
    unit: 'days',
    pickedBy: 'the day of application',
    type: 'integer',
  },
  {
    key: 'club.age.least',
    title: { zh: '最低年龄', en: 'Least age' },
    unit: 'years',
    pickedBy: 'the day of application',
    type: 'integer',
  },
  {
    key: 'club.age.bands',
    title: { zh: '年龄段', en: 'Age bands' },
    unit: 'years',
    pickedBy: 'the day asked about',
    type: 'table',
  },
  {
    key: 'club.residents',
    title: { zh: '居民', en: 'Residents' },
    unit: 'persons',
    pickedBy: 'the day asked about',
    type: 'integer',
  },
  {
    key: 'figures.smallCell.least',
    title: { zh: '最小单元', en: 'Least cell' },
    unit: 'persons',
    pickedBy: 'the day asked about',
    type: 'integer',
  },
]

export const CourtsQuery = Type.Object(
  { surface: Type.Optional(Type.String({ maxLength: 20 })) },
  { additionalProperties: false },
)
export const CourtsAnswer = Type.Object({ surface: Type.Union([Type.String(), Type.Null()]), courts: Type.Integer() })
export type Courts = { query: Static<typeof CourtsQuery>; answer: Static<typeof CourtsAnswer> }

export const club = defineRoom({
  id: 'club',
  title: { zh: '网球会', en: 'Tennis club' },
  purpose: { zh: '虚构的网球会，只用于测试', en: 'an invented tennis club, for tests only' },
  records: [academy, member, locker],
  processes: [membership],
  needs,
  facts: [stays],
  measures: [members, joined, graded, gradedShare, residents, memberShare],
  reads: [
    {
      id: 'club.courts',
      path: '/club/courts',
      title: { zh: '场地', en: 'Courts' },
      who: { anyone: true },
      query: CourtsQuery,
      answer: CourtsAnswer,
    },
  ],
})
