import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { canonicalJson, type Json } from '../../../kernel/values/canonical-json.ts'
import type { Finding } from '../../../kernel/values/finding.ts'
import { marksText, partMarksMax, percentMax } from './units.ts'

/**
 * The marking scheme of one skill: criteria → sub-criteria → aspects. Marks are whole hundredths (100 marks = 10000), so that
 * nothing is ever rounded but where the scheme says so. The scheme carries every number it is marked by; it is locked before
 * the start by the hash of its canonical text, and a result is computed from it and the raw marks alone.
 */
const id = Type.String({ pattern: '^[A-Z0-9]{1,8}$' })
const title = Type.String({ minLength: 1, maxLength: 200 })
const hundredths = Type.Integer({ minimum: 1, maximum: 10_000 })

/** Measurement: a value that is read off. All or nothing is two steps. */
const Stepped = Type.Object(
  {
    kind: Type.Literal('stepped'),
    /** Marks that may be given, each with what must be met for it. */
    steps: Type.Array(
      Type.Object(
        { marks: Type.Integer({ minimum: 0, maximum: 10_000 }), requirement: title },
        { additionalProperties: false },
      ),
      { minItems: 2, maxItems: 20 },
    ),
  },
  { additionalProperties: false },
)
/** Measurement: full marks less so much for each fault, never below nothing. The raw mark is the number of faults. */
const Deduction = Type.Object(
  { kind: Type.Literal('deduction'), perFault: hundredths, fault: title },
  { additionalProperties: false },
)
/** Measurement: marks given outright, such as those of a written paper. */
const Points = Type.Object({ kind: Type.Literal('points') }, { additionalProperties: false })
/** Judgement: each judge gives one of the benchmarks, from nothing (0) upwards. */
const Judgement = Type.Object(
  { kind: Type.Literal('judgement'), benchmarks: Type.Array(title, { minItems: 2, maxItems: 11 }) },
  { additionalProperties: false },
)

export const Aspect = Type.Object(
  {
    id,
    title,
    marksMax: hundredths,
    how: Type.Union([Stepped, Deduction, Points, Judgement]),
    /** Section of the standards specification it proves. */
    standard: Type.Optional(Type.String({ maxLength: 40 })),
  },
  { additionalProperties: false },
)
export type Aspect = Static<typeof Aspect>

export const MarkingScheme = Type.Object(
  {
    /** What each part counts in the total, in hundredths of it. */
    weights: Type.Object(
      {
        theory: Type.Integer({ minimum: 0, maximum: 100 }),
        skill: Type.Integer({ minimum: 1, maximum: 100 }),
      },
      { additionalProperties: false },
    ),
    /** Judges who mark each module; odd, so that they can come to a majority. */
    judges: Type.Integer({ minimum: 1, maximum: 21 }),
    /** Furthest that two judgements of one aspect may lie apart; further, the judges confer and give theirs again. */
    spreadMax: Type.Integer({ minimum: 0, maximum: 10 }),
    /** Of several measurements of one aspect: all must agree, or their mean counts, or their mean without highest and lowest. */
    measurements: Type.Union([Type.Literal('agreed'), Type.Literal('mean'), Type.Literal('trimmed-mean')]),
    /** Equal totals are told apart by these, in order. Who is still equal shares the place. */
    ties: Type.Array(Type.Union([Type.Literal('skill'), Type.Literal('time'), Type.Literal('decision')]), {
      maxItems: 3,
      uniqueItems: true,
    }),
    criteria: Type.Array(
      Type.Object(
        {
          id,
          title,
          part: Type.Union([Type.Literal('theory'), Type.Literal('skill')]),
          /** What is signed and locked at once. */
          module: id,
          subCriteria: Type.Array(
            Type.Object(
              { id, title, aspects: Type.Array(Aspect, { minItems: 1, maxItems: 200 }) },
              { additionalProperties: false },
            ),
            { minItems: 1, maxItems: 50 },
          ),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 30 },
    ),
  },
  { additionalProperties: false },
)
export type MarkingScheme = Static<typeof MarkingScheme>

export type PlacedAspect = { aspect: Aspect; part: 'theory' | 'skill'; module: string; criterion: string }

/** The aspects in the order of the scheme, each with where it stands. */
export const aspectsOf = (s: MarkingScheme): PlacedAspect[] =>
  s.criteria.flatMap((c) =>
    c.subCriteria.flatMap((sub) =>
      sub.aspects.map((aspect) => ({ aspect, part: c.part, module: c.module, criterion: c.id })),
    ),
  )
export const modulesOf = (s: MarkingScheme): string[] => [...new Set(s.criteria.map((c) => c.module))].sort()

/** The text that is hashed when a scheme is locked: equal schemes have equal texts, whatever the order of keys was. */
export const schemeText = (s: MarkingScheme): string => canonicalJson(s as Json)

const shapeFinding = (path: string): Finding => ({
  code: 'SCHEME_SHAPE',
  field: `scheme${path.replaceAll('/', '.')}`,
  message: {
    zh: `评分表的这一处缺失或格式不对：${path || '整体'}`,
    en: `Missing or malformed: ${path || 'the whole'}`,
  },
  hint: { zh: '请按评分表模板补全；分值用百分之一分的整数', en: 'Fill it by the template; marks are whole hundredths' },
})

/** Reads a scheme as it was handed in. @returns the scheme, or everything that is wrong with it. */
export function readScheme(given: unknown): { scheme: MarkingScheme; findings: [] } | { findings: Finding[] } {
  if (!Value.Check(MarkingScheme, given)) {
    const paths = new Set([...Value.Errors(MarkingScheme, given)].map((e) => e.instancePath))
    return { findings: [...paths].slice(0, findingsMax).map(shapeFinding) }
  }
  const findings = schemeFindings(given)
  return findings.length ? { findings } : { scheme: given, findings: [] }
}
/** Of a file that is no scheme at all, the first faults say enough. */
const findingsMax = 50

function schemeFindings(s: MarkingScheme): Finding[] {
  const out: Finding[] = []
  const say = (code: string, field: string, zh: string, en: string, hintZh: string, hintEn: string, given?: string) =>
    out.push({
      code,
      field,
      message: { zh, en },
      hint: { zh: hintZh, en: hintEn },
      ...(given === undefined ? {} : { given }),
    })
  const aspects = aspectsOf(s)
  const seen = new Set<string>()
  for (const { aspect } of aspects) {
    const field = `aspect ${aspect.id}`
    if (seen.has(aspect.id))
      say(
        'ASPECT_TWICE',
        field,
        `评分点 ${aspect.id} 重复`,
        `Aspect ${aspect.id} is given twice`,
        '每个评分点编号只用一次',
        'Use each id once',
      )
    seen.add(aspect.id)
    const { how, marksMax } = aspect
    if (how.kind === 'stepped') {
      const marks = how.steps.map((x) => x.marks)
      if (Math.max(...marks) !== marksMax || new Set(marks).size !== marks.length)
        say(
          'STEPS',
          field,
          `评分点 ${aspect.id} 的分档须各不相同，且最高档等于配分`,
          `The steps of ${aspect.id} must differ, the highest being its full marks`,
          '请核对分档',
          'Check the steps',
        )
    }
    if (how.kind === 'deduction' && how.perFault > marksMax)
      say(
        'DEDUCTION',
        field,
        `评分点 ${aspect.id} 每处扣分超过配分`,
        `One fault of ${aspect.id} takes more than its marks`,
        '请核对扣分值',
        'Check the deduction',
        marksText(how.perFault),
      )
  }
  if (s.judges % 2 === 0)
    say(
      'JUDGES_EVEN',
      'judges',
      `裁判人数 ${s.judges} 为偶数`,
      `${s.judges} judges are an even number`,
      '裁判人数须为单数',
      'Name an odd number',
      String(s.judges),
    )
  if (s.measurements === 'trimmed-mean' && s.judges < TRIM_JUDGES_LEAST)
    say(
      'JUDGES_FEW',
      'judges',
      '去掉最高分和最低分后没有剩余评分',
      'Nothing is left without the highest and the lowest',
      '请增加裁判或改用平均分',
      'Name more judges, or the mean',
    )
  if (s.weights.theory + s.weights.skill !== percentMax)
    say(
      'WEIGHTS',
      'weights',
      `理论和技能占比合计为 ${s.weights.theory + s.weights.skill}%`,
      `The weights come to ${s.weights.theory + s.weights.skill} %`,
      '两项占比合计须为 100%',
      'They must come to 100 %',
    )
  for (const part of ['theory', 'skill'] as const) {
    const sum = aspects.filter((a) => a.part === part).reduce((n, a) => n + a.aspect.marksMax, 0)
    const wanted = s.weights[part] > 0 ? partMarksMax : 0
    if (sum !== wanted)
      say(
        'PART_SUM',
        part,
        `${part === 'theory' ? '理论' : '技能'}部分配分合计 ${marksText(sum)}，应为 ${marksText(wanted)}`,
        `The marks of ${part} come to ${marksText(sum)}, not ${marksText(wanted)}`,
        '每个有占比的部分满分 100 分，没有占比的部分不设评分点',
        'A part with weight has 100 marks, one without has none',
        marksText(sum),
      )
  }
  const parts = new Map<string, string>()
  for (const c of s.criteria) {
    const before = parts.get(c.module)
    if (before && before !== c.part)
      say(
        'MODULE_PARTS',
        `criterion ${c.id}`,
        `模块 ${c.module} 同时含理论和技能`,
        `Module ${c.module} holds both theory and skill`,
        '理论和技能请分设模块',
        'Give them modules of their own',
      )
    parts.set(c.module, c.part)
  }
  return out
}
/** Highest and lowest are left out; one must remain. */
const TRIM_JUDGES_LEAST = 3
