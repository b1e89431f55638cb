import type { Check, CheckInput } from '../../../kernel/process/define.ts'
import type { Finding } from '../../../kernel/values/finding.ts'
import { markFindings } from '../marking/marks.ts'
import type { Aspect } from '../marking/scheme.ts'

/** What the store looks up for the checks of a score sheet. */
export type SheetFacts = {
  running: boolean
  aspects: Aspect[]
  /** Secret numbers of those who came. */
  entries: number[]
  /** `entry/aspect` of every mark that is given. */
  given: string[]
}
const factsOf = (i: CheckInput) => i.facts as unknown as SheetFacts

export const eventRuns: Check = {
  id: 'eventRuns',
  title: { zh: '比赛进行中', en: 'The competition is running' },
  run: (i) =>
    factsOf(i).running
      ? []
      : [
          {
            code: 'NOT_RUNNING',
            message: { zh: '比赛不在进行中，评分表不能改动', en: 'The competition is not running; sheets stand still' },
            hint: { zh: '成绩公布后须先撤回成绩', en: 'Published results must be taken back first' },
          },
        ],
}

export const markFits: Check = {
  id: 'markFits',
  title: { zh: '评分有效', en: 'The mark may be given' },
  run: (i) => {
    const { aspects, entries } = factsOf(i)
    const out: Finding[] = []
    const aspect = aspects.find((a) => a.id === i.input['aspect'])
    if (!aspect)
      out.push({
        code: 'ASPECT_UNKNOWN',
        field: 'aspect',
        given: String(i.input['aspect']),
        message: { zh: `本模块没有评分点 ${i.input['aspect']}`, en: `This module has no aspect ${i.input['aspect']}` },
        hint: {
          zh: `可选：${aspects.map((a) => a.id).join('、')}`,
          en: `One of ${aspects.map((a) => a.id).join(', ')}`,
        },
      })
    else out.push(...markFindings(aspect, Number(i.input['value'])))
    if (!entries.includes(Number(i.input['secretNo'])))
      out.push({
        code: 'ENTRY_UNKNOWN',
        field: 'secretNo',
        given: String(i.input['secretNo']),
        message: {
          zh: `本赛项没有 ${i.input['secretNo']} 号选手，或其缺赛`,
          en: `No entrant ${i.input['secretNo']}, or absent`,
        },
        hint: { zh: '请核对参赛编号', en: 'Check the number' },
      })
    return out
  },
}

export const allMarked: Check = {
  id: 'allMarked',
  title: { zh: '全部评完', en: 'Everything is marked' },
  run: (i) => {
    const { aspects, entries, given } = factsOf(i)
    const done = new Set(given)
    return entries.flatMap((e) => {
      const lacking = aspects.filter((a) => !done.has(`${e}/${a.id}`)).map((a) => a.id)
      return lacking.length
        ? [
            {
              code: 'MARK_MISSING',
              field: String(e),
              message: {
                zh: `${e} 号选手还有评分点未评：${lacking.join('、')}`,
                en: `Entrant ${e} lacks ${lacking.join(', ')}`,
              },
              hint: { zh: '请评完后签字；没有做的评 0 分', en: 'Mark them, then sign; 0 for what was not done' },
            },
          ]
        : []
    })
  },
}
