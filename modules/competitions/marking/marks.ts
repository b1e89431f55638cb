import type { Finding } from '../../../kernel/values/finding.ts'
import type { Aspect, MarkingScheme } from './scheme.ts'
import { marksText } from './units.ts'

/** One mark as a judge gave it. What `value` counts depends on the aspect: hundredths of marks, faults, or a benchmark. */
export type RawMark = { judge: number; entry: number; aspect: string; value: number }

/** Is this value one that may be given for the aspect? */
export function markFindings(aspect: Aspect, value: number): Finding[] {
  const { how, marksMax } = aspect
  const wrong = (zh: string, en: string, hintZh: string, hintEn: string): Finding[] => [
    {
      code: 'MARK_VALUE',
      field: 'value',
      given: String(value),
      message: { zh: `评分点 ${aspect.id}：${zh}`, en: `Aspect ${aspect.id}: ${en}` },
      hint: { zh: hintZh, en: hintEn },
    },
  ]
  if (!Number.isSafeInteger(value) || value < 0)
    return wrong('不是有效的评分', 'not a mark', '请填不小于 0 的整数', 'Give a whole number from 0')
  switch (how.kind) {
    case 'stepped': {
      const steps = how.steps.map((s) => s.marks).sort((a, b) => a - b)
      if (steps.includes(value)) return []
      const list = steps.map(marksText).join('、')
      return wrong(
        `没有 ${marksText(value)} 分这一档`,
        `there is no step of ${marksText(value)}`,
        `可选：${list}`,
        `Choose one of ${steps.map(marksText).join(', ')}`,
      )
    }
    case 'deduction':
      return []
    case 'points':
      return value <= marksMax
        ? []
        : wrong(
            `${marksText(value)} 分超过配分 ${marksText(marksMax)}`,
            `${marksText(value)} is more than ${marksText(marksMax)}`,
            '请核对分数',
            'Check the mark',
          )
    case 'judgement':
      return value < how.benchmarks.length
        ? []
        : wrong(
            `没有第 ${value} 档`,
            `there is no benchmark ${value}`,
            `请选 0 至 ${how.benchmarks.length - 1}`,
            `Choose 0 to ${how.benchmarks.length - 1}`,
          )
  }
}

/** Half up, in whole numbers: the rounding of 「四舍五入」. */
export const divideRounding = (n: number, by: number): number => Math.floor((2 * n + by) / (2 * by))

/** Marks of one value of a measurement, in hundredths. */
const measured = (aspect: Aspect, value: number): number =>
  aspect.how.kind === 'deduction' ? Math.max(0, aspect.marksMax - value * aspect.how.perFault) : value

/**
 * The marks of one aspect from what all judges gave. @returns hundredths, or what stands in the way: judges who have not
 * marked, judgements too far apart, measurements that differ where they must agree.
 */
export function aspectMarks(
  s: MarkingScheme,
  aspect: Aspect,
  given: readonly { judge: number; value: number }[],
  entry: number,
): { marks: number } | { findings: Finding[] } {
  const values = given.map((g) => g.value)
  const missing = Array.from({ length: s.judges }, (_, i) => i + 1).filter((j) => !given.some((g) => g.judge === j))
  const about = (code: string, zh: string, en: string, hintZh: string, hintEn: string): { findings: Finding[] } => ({
    findings: [
      {
        code,
        field: `${entry}/${aspect.id}`,
        message: {
          zh: `${entry} 号选手，评分点 ${aspect.id}：${zh}`,
          en: `Entrant ${entry}, aspect ${aspect.id}: ${en}`,
        },
        hint: { zh: hintZh, en: hintEn },
      },
    ],
  })
  if (missing.length)
    return about(
      'MARK_MISSING',
      `裁判 ${missing.join('、')} 未评分`,
      `judges ${missing.join(', ')} have not marked`,
      '请评分；弃权的评 0 分',
      'Mark it; 0 for what was not done',
    )
  const bad = values.flatMap((v) => markFindings(aspect, v))
  if (bad.length) return { findings: bad }
  const [least, most] = [Math.min(...values), Math.max(...values)]
  if (aspect.how.kind === 'judgement') {
    if (most - least > s.spreadMax)
      return about(
        'SPREAD',
        `裁判评价相差 ${most - least} 档，超过 ${s.spreadMax} 档`,
        `the judges lie ${most - least} apart, more than ${s.spreadMax}`,
        '请合议后重新评分',
        'Confer and give the judgements again',
      )
    const top = aspect.how.benchmarks.length - 1
    return { marks: divideRounding(sum(values) * aspect.marksMax, s.judges * top) }
  }
  const marks = values.map((v) => measured(aspect, v))
  if (s.measurements === 'agreed')
    return least === most
      ? { marks: marks[0]! }
      : about(
          'MEASUREMENTS_DIFFER',
          '裁判测量结果不一致',
          'the judges’ measurements differ',
          '请复测，取得一致',
          'Measure again and agree',
        )
  if (s.measurements === 'mean') return { marks: divideRounding(sum(marks), marks.length) }
  const inner = marks.sort((a, b) => a - b).slice(1, -1)
  return { marks: divideRounding(sum(inner), inner.length) }
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)
