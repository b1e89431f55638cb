import { defineProcess } from '../../../kernel/process/define.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { readers } from '../../roles.ts'
import { EVENT_TIERS, GROUPS, LEVEL_CHOICES, OBJECTION_OUTCOMES, STYLES } from '../words.ts'
import {
  allSigned,
  daysInOrder,
  entryKnown,
  hasSkills,
  mayEnter,
  noOpenObjection,
  noticeOver,
  readyToLock,
  resultComplete,
  schemeFits,
  skillKnown,
} from './contest.checks.ts'

const handler = { by: { handler: 'jurisdiction' } } as const
const reviewer = { by: { reviewer: 'jurisdiction' } } as const
const handling = { by: { handler: 'jurisdiction', reviewer: 'jurisdiction' } } as const
const deciding = { by: { reviewer: 'jurisdiction', leader: 'jurisdiction' } } as const

const skillNo = {
  kind: 'integer',
  min: 1,
  label: { zh: '赛项序号', en: 'Number of the skill' },
  required: true,
} as const
const secretNo = { kind: 'integer', min: 1, label: { zh: '参赛编号', en: 'Secret number' }, required: true } as const
const note = { kind: 'text', lengthMax: 500, label: { zh: '说明', en: 'Note' }, required: true } as const
const person = { kind: 'reference', record: 'people.person', personal: true } as const
const organisation = { kind: 'reference', record: 'directory.organisation' } as const

/**
 * A competition from plan to promotion. Schemes, judges and secret numbers are fixed before the start by one draw, whose seed was
 * bound (its hash published) before the first entry; marks are given on the sheets of `competitions.sheet`; what is published is
 * computed from them alone.
 */
export const contest = defineProcess({
  id: 'competitions.event',
  title: { zh: '竞赛办理', en: 'Holding a competition' },
  since: plainDate('2019-01-01'),
  pickedBy: 'the day of planning',
  table: 'competitions.contest_case',
  anchor: 'case_id',
  titleField: 'name',
  fields: {
    name: { kind: 'text', lengthMax: 120, label: { zh: '名称', en: 'Name' }, required: true, list: true },
    tier: {
      kind: 'choice',
      choices: EVENT_TIERS,
      label: { zh: '级别', en: 'Tier' },
      required: true,
      list: true,
      filter: true,
    },
    style: { kind: 'choice', choices: STYLES, label: { zh: '赛制', en: 'Style' }, required: true },
    county: {
      kind: 'code',
      codes: 'catalogue.division',
      column: 'county_code',
      label: { zh: '承办地', en: 'County' },
      required: true,
      list: true,
      filter: true,
    },
    heldOn: { kind: 'date', label: { zh: '举办日期', en: 'Held on' }, required: true, list: true },
    endedOn: { kind: 'date', label: { zh: '结束日期', en: 'Ended on' }, required: true },
    host: { kind: 'text', lengthMax: 120, label: { zh: '主办单位', en: 'Host' }, required: true },
    awards: {
      kind: 'boolean',
      label: { zh: '名次可晋升等级、授予荣誉', en: 'Places lead to levels and honours' },
      hint: { zh: '选拔赛一般不设', en: 'usually not for selection events' },
      required: true,
    },
    countyBrand: { kind: 'boolean', label: { zh: '一县一品', en: 'County brand event' }, required: true },
  },
  completed: {
    approvalNumber: { kind: 'text', lengthMax: 80, label: { zh: '批准文号', en: 'Approval' } },
    drawHash: { kind: 'text', lengthMax: 64, label: { zh: '抽签承诺值', en: 'Hash of the draw’s seed' } },
    drawSeedOpened: { kind: 'text', lengthMax: 64, label: { zh: '抽签种子', en: 'Seed of the draw' } },
    publishedOn: { kind: 'date', label: { zh: '成绩公布日期', en: 'Published on' } },
    noticeUntil: { kind: 'date', label: { zh: '公示至', en: 'Notice until' } },
    document: { kind: 'text', lengthMax: 80, label: { zh: '文号', en: 'Document' } },
    note: { kind: 'text', lengthMax: 500, label: { zh: '说明', en: 'Note' } },
  },
  scope: { jurisdiction: 'county_code' },
  read: { by: readers },
  open: { who: handler, state: 'planned', keepsDoer: 'planned_by', checks: [daysInOrder] },
  states: {
    planned: {
      title: { zh: '筹备', en: 'planned' },
      owner: { zh: '经办人员', en: 'handling officer' },
      tone: 'progress',
    },
    approved: {
      title: { zh: '已批准', en: 'approved' },
      owner: { zh: '经办人员', en: 'handling officer' },
      tone: 'progress',
    },
    entries: {
      title: { zh: '报名中', en: 'entries open' },
      owner: { zh: '经办人员', en: 'handling officer' },
      tone: 'progress',
    },
    locked: {
      title: { zh: '已抽签锁定', en: 'drawn and locked' },
      owner: { zh: '复核人员', en: 'reviewing officer' },
      tone: 'progress',
    },
    running: { title: { zh: '比赛中', en: 'running' }, owner: { zh: '裁判', en: 'the judges' }, tone: 'progress' },
    published: {
      title: { zh: '成绩公示中', en: 'results in public notice' },
      owner: { zh: '分管领导', en: 'leading officer' },
      deadline: 'competitions.notice.days',
      tone: 'progress',
    },
    closed: { title: { zh: '已结束', en: 'closed' }, end: true, tone: 'good' },
    refused: { title: { zh: '未批准', en: 'refused' }, end: true, tone: 'bad' },
    cancelled: { title: { zh: '已取消', en: 'cancelled' }, end: true, tone: 'neutral' },
  },
  acts: {
    addSkill: {
      title: { zh: '添加赛项', en: 'Add a skill' },
      from: ['planned'],
      to: 'planned',
      who: handler,
      needs: {
        title: { kind: 'text', lengthMax: 80, label: { zh: '赛项', en: 'Skill' }, required: true },
        occupation: {
          kind: 'code',
          codes: 'catalogue.occupation',
          label: { zh: '职业', en: 'Occupation' },
          required: true,
        },
        workType: { kind: 'text', lengthMax: 40, label: { zh: '工种', en: 'Work type' } },
        group: { kind: 'choice', choices: GROUPS, label: { zh: '组别', en: 'Group' }, required: true },
        teamSize: { kind: 'integer', min: 1, max: 3, label: { zh: '每队人数', en: 'Team size' }, required: true },
        levelLeast: {
          kind: 'choice',
          choices: LEVEL_CHOICES,
          label: { zh: '参赛须持有的等级', en: 'Level that entrants must hold' },
        },
      },
      effects: ['addSkill'],
    },
    approve: {
      title: { zh: '批准', en: 'Approve' },
      from: ['planned'],
      to: 'approved',
      who: reviewer,
      notBy: ['open'],
      keepsDoer: 'approved_by',
      needs: {
        approvalNumber: { kind: 'text', lengthMax: 80, label: { zh: '批准文号', en: 'Approval' }, required: true },
      },
      checks: [hasSkills],
      effects: ['noteApproval'],
    },
    refuse: {
      title: { zh: '不予批准', en: 'Refuse' },
      from: ['planned'],
      to: 'refused',
      who: reviewer,
      needs: { note },
      effects: ['keepNote'],
      grave: true,
    },
    cancel: {
      title: { zh: '取消', en: 'Cancel' },
      from: ['planned', 'approved', 'entries', 'locked'],
      to: 'cancelled',
      who: reviewer,
      needs: { note },
      effects: ['keepNote'],
      grave: true,
    },
    openEntries: {
      title: { zh: '开放报名', en: 'Open entries' },
      from: ['approved'],
      to: 'entries',
      who: handler,
      effects: ['bindDraw'],
    },
    enter: {
      title: { zh: '报名', en: 'Enter' },
      from: ['entries'],
      to: 'entries',
      who: handler,
      needs: {
        skillNo,
        person: { ...person, label: { zh: '选手', en: 'Entrant' }, required: true },
        person2: { ...person, label: { zh: '队员二', en: 'Second of the team' } },
        person3: { ...person, label: { zh: '队员三', en: 'Third of the team' } },
        organisation: { ...organisation, label: { zh: '代表单位', en: 'Organisation represented' } },
      },
      checks: [skillKnown, mayEnter],
      effects: ['enter'],
    },
    nameJudge: {
      title: { zh: '推荐裁判', en: 'Name a judge' },
      from: ['entries'],
      to: 'entries',
      who: handler,
      needs: {
        skillNo,
        judgeKey: {
          kind: 'text',
          lengthMax: 80,
          label: { zh: '裁判的人员标识', en: 'Person key of the judge’s account' },
          required: true,
        },
        name: { kind: 'text', lengthMax: 60, label: { zh: '姓名', en: 'Name' }, personal: true, required: true },
        organisation: { ...organisation, label: { zh: '工作单位', en: 'Employer' } },
        relation: {
          kind: 'text',
          lengthMax: 200,
          label: { zh: '与选手的利害关系', en: 'Relation to an entrant' },
          hint: { zh: '没有则不填；填写后不参加抽取', en: 'leave empty when there is none; who has one is not drawn' },
        },
      },
      checks: [skillKnown],
      effects: ['nameJudge'],
    },
    putScheme: {
      title: { zh: '提交评分表', en: 'Hand in a marking scheme' },
      from: ['entries'],
      to: 'entries',
      who: handler,
      needs: {
        skillNo,
        scheme: {
          kind: 'text',
          lengthMax: 200_000,
          label: { zh: '评分表（JSON）', en: 'Marking scheme (JSON)' },
          required: true,
        },
      },
      checks: [skillKnown, schemeFits],
      effects: ['putScheme'],
    },
    lock: {
      title: { zh: '锁定评分表并抽签', en: 'Lock the schemes and draw' },
      from: ['entries'],
      to: 'locked',
      who: reviewer,
      checks: [readyToLock],
      effects: ['draw'],
      grave: true,
    },
    start: {
      title: { zh: '开赛', en: 'Start' },
      from: ['locked'],
      to: 'running',
      who: handling,
      effects: ['openSheets'],
    },
    recordTime: {
      title: { zh: '登记用时', en: 'Record the time taken' },
      from: ['running'],
      to: 'running',
      who: handling,
      needs: {
        skillNo,
        secretNo,
        seconds: { kind: 'integer', min: 0, label: { zh: '用时（秒）', en: 'Seconds' }, required: true },
      },
      checks: [entryKnown],
      effects: ['recordTime'],
    },
    recordDecision: {
      title: { zh: '登记同分裁定', en: 'Record the decision among equals' },
      from: ['running'],
      to: 'running',
      who: handling,
      needs: {
        skillNo,
        secretNo,
        decision: { kind: 'integer', min: 1, label: { zh: '裁定次序', en: 'Order decided' }, required: true },
      },
      checks: [entryKnown],
      effects: ['recordDecision'],
    },
    recordAbsence: {
      title: { zh: '登记缺赛', en: 'Record an absence' },
      from: ['running'],
      to: 'running',
      who: handling,
      needs: { skillNo, secretNo },
      checks: [entryKnown],
      effects: ['recordAbsence'],
    },
    publish: {
      title: { zh: '公布成绩', en: 'Publish the results' },
      from: ['running'],
      to: 'published',
      who: reviewer,
      keepsDoer: 'published_by',
      checks: [allSigned, resultComplete],
      effects: ['publish'],
      grave: true,
    },
    recordObjection: {
      title: { zh: '登记异议', en: 'Record an objection' },
      from: ['published'],
      to: 'published',
      who: handling,
      needs: {
        objection: {
          kind: 'text',
          lengthMax: 1000,
          label: { zh: '异议内容', en: 'Objection' },
          hint: { zh: '只写事由，不写异议人的姓名和电话', en: 'the matter only, without name or phone of who objects' },
          required: true,
        },
      },
      effects: ['recordObjection'],
    },
    settleObjection: {
      title: { zh: '答复异议', en: 'Settle an objection' },
      from: ['published'],
      to: 'published',
      who: reviewer,
      needs: {
        objectionNo: { kind: 'integer', min: 1, label: { zh: '异议序号', en: 'Number' }, required: true },
        outcome: { kind: 'choice', choices: OBJECTION_OUTCOMES, label: { zh: '结论', en: 'Outcome' }, required: true },
        note,
      },
      effects: ['settleObjection'],
    },
    reopen: {
      title: { zh: '撤回成绩重新评定', en: 'Take the results back' },
      from: ['published'],
      to: 'running',
      who: reviewer,
      needs: { note },
      effects: ['keepNote'],
      grave: true,
    },
    close: {
      title: { zh: '办理晋升并结束', en: 'Promote and close' },
      from: ['published'],
      to: 'closed',
      who: deciding,
      notBy: ['publish'],
      keepsDoer: 'closed_by',
      needs: {
        organisation: {
          ...organisation,
          label: { zh: '发证机构', en: 'Body that issues the certificates' },
          required: true,
        },
        document: {
          kind: 'text',
          lengthMax: 80,
          label: { zh: '晋升文号', en: 'Document of the promotion' },
          required: true,
        },
      },
      checks: [noticeOver, noOpenObjection],
      effects: ['promote'],
      grave: true,
    },
  },
})
