import type { Check, CheckInput } from '../../../kernel/process/define.ts'
import type { Finding } from '../../../kernel/values/finding.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import { readScheme } from '../marking/scheme.ts'

/** What the store looks up for the checks of a competition. */
export type ContestFacts = {
  skills: {
    no: number
    title: string
    teamSize: number
    rankLeast: number | null
    judges: number | null
    entries: number
    /** Judges named who have no relation to an entrant. */
    judgesFit: number
  }[]
  /** Of the act `enter`: what is known of each person named. */
  persons: { id: string; known: boolean; entered: boolean; rankHeld: number | null }[]
  /** Sheets not yet signed: title of each. */
  sheetsOpen: string[]
  /** What stands in the way of a result, over all skills. */
  resultFindings: Finding[]
  noticeUntil: PlainDate | null
  openObjections: number
  hasEntry: boolean
}
const factsOf = (i: CheckInput) => i.facts as unknown as ContestFacts
const finding = (code: string, field: string, zh: string, en: string, hintZh: string, hintEn: string): Finding => ({
  code,
  field,
  message: { zh, en },
  hint: { zh: hintZh, en: hintEn },
})

export const daysInOrder: Check = {
  id: 'daysInOrder',
  title: { zh: '日期先后', en: 'Days in order' },
  run: ({ case: c }) =>
    String(c.fields['endedOn']) >= String(c.fields['heldOn'])
      ? []
      : [
          finding(
            'DAYS',
            'endedOn',
            '结束日期早于举办日期',
            'The end is before the beginning',
            '请核对日期',
            'Check the days',
          ),
        ],
}

export const hasSkills: Check = {
  id: 'hasSkills',
  title: { zh: '已设赛项', en: 'There are skills' },
  run: (i) =>
    factsOf(i).skills.length
      ? []
      : [finding('NO_SKILL', 'skills', '还没有设赛项', 'No skill is named yet', '请先添加赛项', 'Add a skill first')],
}

export const skillKnown: Check = {
  id: 'skillKnown',
  title: { zh: '赛项存在', en: 'The skill exists' },
  run: (i) =>
    factsOf(i).skills.some((s) => s.no === i.input['skillNo'])
      ? []
      : [
          finding(
            'SKILL_UNKNOWN',
            'skillNo',
            `没有第 ${i.input['skillNo']} 个赛项`,
            `There is no skill ${i.input['skillNo']}`,
            '请核对赛项序号',
            'Check the number of the skill',
          ),
        ],
}

export const schemeFits: Check = {
  id: 'schemeFits',
  title: { zh: '评分表合格', en: 'The scheme is sound' },
  run: (i) => {
    let given: unknown
    try {
      given = JSON.parse(String(i.input['scheme']))
    } catch {
      return [
        finding(
          'SCHEME_JSON',
          'scheme',
          '评分表不是有效的 JSON 文本',
          'The scheme is not JSON',
          '请用模板导出的文件',
          'Use the file of the template',
        ),
      ]
    }
    return readScheme(given).findings
  },
}

/** Eligibility as far as the register proves it: known, not entered twice, team complete, level held where one is asked for. */
export const mayEnter: Check = {
  id: 'mayEnter',
  title: { zh: '参赛资格', en: 'May enter' },
  run: (i) => {
    const f = factsOf(i)
    const skill = f.skills.find((s) => s.no === i.input['skillNo'])
    if (!skill) return []
    const out: Finding[] = []
    if (f.persons.length !== skill.teamSize)
      out.push(
        finding(
          'TEAM_SIZE',
          'person',
          `本赛项每队 ${skill.teamSize} 人，填了 ${f.persons.length} 人`,
          `This skill has teams of ${skill.teamSize}, not ${f.persons.length}`,
          '请补齐或减少队员',
          'Name as many as the team has',
        ),
      )
    if (new Set(f.persons.map((p) => p.id)).size !== f.persons.length)
      out.push(
        finding(
          'PERSON_TWICE',
          'person',
          '同一人填了两次',
          'One person is named twice',
          '请核对队员',
          'Check the team',
        ),
      )
    f.persons.forEach((p, at) => {
      const field = at === 0 ? 'person' : `person${at + 1}`
      if (!p.known)
        out.push(
          finding(
            'PERSON_UNKNOWN',
            field,
            '库中没有该人员',
            'This person is not registered',
            '请先登记人员',
            'Register the person first',
          ),
        )
      else if (p.entered)
        out.push(
          finding(
            'ENTERED_TWICE',
            field,
            '该人员已报名本赛项',
            'This person has entered this skill',
            '每人每个赛项只报一次',
            'Once for each skill',
          ),
        )
      else if (skill.rankLeast !== null && (p.rankHeld ?? -1) < skill.rankLeast)
        out.push(
          finding(
            'LEVEL_LACKING',
            field,
            '该人员未持有本赛项要求等级的有效证书',
            'This person does not hold the level asked for',
            '请核对证书，或改报其他赛项',
            'Check the certificates, or enter another skill',
          ),
        )
    })
    return out
  },
}

export const readyToLock: Check = {
  id: 'readyToLock',
  title: { zh: '可以锁定', en: 'Ready to lock' },
  run: (i) =>
    factsOf(i).skills.flatMap((s) => {
      const field = `skill ${s.no}`
      const out: Finding[] = []
      if (s.judges === null)
        out.push(
          finding(
            'SCHEME_MISSING',
            field,
            `赛项“${s.title}”没有评分表`,
            `“${s.title}” has no marking scheme`,
            '请提交评分表',
            'Hand in the scheme',
          ),
        )
      else if (s.judgesFit < s.judges)
        out.push(
          finding(
            'JUDGES_FEW',
            field,
            `赛项“${s.title}”可抽取的裁判 ${s.judgesFit} 人，需 ${s.judges} 人`,
            `“${s.title}” has ${s.judgesFit} judges without relation, needs ${s.judges}`,
            '请增加与选手没有利害关系的裁判',
            'Name more judges without relation to an entrant',
          ),
        )
      if (s.entries === 0)
        out.push(
          finding(
            'NO_ENTRY',
            field,
            `赛项“${s.title}”没有人报名`,
            `Nobody has entered “${s.title}”`,
            '请登记报名',
            'Register entries',
          ),
        )
      return out
    }),
}

export const entryKnown: Check = {
  id: 'entryKnown',
  title: { zh: '编号存在', en: 'The number exists' },
  run: (i) =>
    factsOf(i).hasEntry
      ? []
      : [
          finding(
            'ENTRY_UNKNOWN',
            'secretNo',
            `本赛项没有 ${i.input['secretNo']} 号选手`,
            `There is no entrant ${i.input['secretNo']} in this skill`,
            '请核对参赛编号',
            'Check the number',
          ),
        ],
}

export const allSigned: Check = {
  id: 'allSigned',
  title: { zh: '评分表均已签字', en: 'All sheets are signed' },
  run: (i) =>
    factsOf(i).sheetsOpen.map((title) =>
      finding(
        'SHEET_OPEN',
        'sheets',
        `${title}：裁判尚未签字锁定`,
        `${title} is not signed yet`,
        '请裁判核对后签字',
        'Let the judge check and sign',
      ),
    ),
}

export const resultComplete: Check = {
  id: 'resultComplete',
  title: { zh: '成绩完整', en: 'The result is complete' },
  run: (i) => factsOf(i).resultFindings,
}

export const noticeOver: Check = {
  id: 'noticeOver',
  title: { zh: '公示期满', en: 'The notice is over' },
  run: (i) => {
    const until = factsOf(i).noticeUntil
    return until && i.today > until
      ? []
      : [
          finding(
            'NOTICE_RUNS',
            'noticeUntil',
            `公示至 ${until ?? '—'}，期满后才能办理晋升`,
            `In public notice until ${until ?? '—'}`,
            '请在公示期满后办理',
            'Come back when it is over',
          ),
        ]
  },
}

export const noOpenObjection: Check = {
  id: 'noOpenObjection',
  title: { zh: '无未答复异议', en: 'No open objection' },
  run: (i) =>
    factsOf(i).openObjections === 0
      ? []
      : [
          finding(
            'OBJECTION_OPEN',
            'objections',
            `还有 ${factsOf(i).openObjections} 件异议未答复`,
            `${factsOf(i).openObjections} objections are open`,
            '请先答复异议',
            'Settle them first',
          ),
        ],
}
