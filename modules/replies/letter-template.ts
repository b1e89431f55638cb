import {
  formatDecimal,
  isAboveLowerBound,
  lowerBound,
  officialDate,
  officialYear,
  officialYearEnd,
  percent,
} from '../../kernel/documents/chinese-number.ts'
import type { Block, OfficialLetter, Run } from '../../kernel/documents/letter.ts'
import { type Finding, isPlainDate } from '../../kernel/values/index.ts'

/** How a figure is written. */
export type FigureForm = {
  /** 万人, 所, 场, %; a leading 万 or 亿 is also the divisor, % takes a ratio (0.3144). */
  unit: string
  /** At most so many decimals; -1 counts in tens. */
  decimals: number
  /** Keep trailing zeros. */
  exact?: boolean
  /** 余: the number is a lower bound, cut and not rounded. */
  lowerBound?: boolean
}

export type LetterFigure = {
  measure: string
  /** Stock: the day it holds on. Flow: first and last day, both counted. */
  asOf?: string
  from?: string
  to?: string
  where?: Record<string, string>
  form: FigureForm
  /** The number as the letter prints it; null for figures that are only reckoned with. */
  printed: string | null
  /** Words that must stand before the figure in its sentence, so that two like figures are not swapped in the text. */
  label?: string
  /** A second printing of another figure: takes its value. */
  same?: string
}

export type LetterCheck =
  | { sum: string[]; equals: string }
  /** `ratio` is reckoned from numerator and denominator; `not` names a ratio that it must not be taken for. */
  | { ratio: string; of: [string, string]; not?: string }

export type TemplateBlock =
  | { kind: 'paragraph' | 'attachmentNote'; text: string }
  | { kind: 'heading1' | 'heading2' | 'heading3' | 'heading4'; text: string; runIn?: string }

export type LetterTemplate = {
  id: string
  number: string
  sender: string
  replyClass?: string
  titleLines: string[]
  addressee: string
  proposal: { session: string; category: string; number: number; title: string; leadMember: string; members: number }
  /** Null when the source shows no date: the letter then leaves room for one. */
  printedOn: string | null
  asOf: string
  figures: Record<string, LetterFigure>
  blocks: TemplateBlock[]
  closing: string[]
  note?: string
  copies?: string[]
  checks: LetterCheck[]
}

export type ComposedFigure = {
  key: string
  measure: string
  asOf?: string
  from?: string
  to?: string
  where?: Record<string, string>
  printed: string | null
  /** The measure's value; null when it was not given. */
  now: number | null
  /** As the composed letter writes it, with unit. */
  text: string
  /** The measure still gives what the letter printed. True as well where nothing was printed to compare with. */
  equal: boolean
}

// ---------------------------------------------------------------------------------------------------- text with places

type Part = { text: string } | { place: string; path: string[]; format?: string }

const PLACE = /\{([^{}]*)\}/g
const PLACE_FORM = /^([A-Za-z]\w*(?:\.\w+)?)(?::(\w+))?$/

/** `全市{skilled}，截至{skilled.asOf:yearEnd}` as parts; null for a place that cannot be read. */
function parts(source: string): (Part | null)[] {
  const found: (Part | null)[] = []
  let at = 0
  for (const m of source.matchAll(PLACE)) {
    if (m.index > at) found.push({ text: source.slice(at, m.index) })
    const form = PLACE_FORM.exec(m[1] ?? '')
    found.push(
      form === null
        ? null
        : { place: m[0], path: (form[1] ?? '').split('.'), ...(form[2] === undefined ? {} : { format: form[2] }) },
    )
    at = m.index + m[0].length
  }
  if (at < source.length) found.push({ text: source.slice(at) })
  return found
}

const DATE_FORMATS: Record<string, (d: string) => string> = {
  date: officialDate,
  year: officialYear,
  yearEnd: officialYearEnd,
}
const FIGURE_DATES = ['asOf', 'from', 'to'] as const
const PROPOSAL_WORDS = ['session', 'category', 'number', 'title', 'leadMember', 'members'] as const

/** What a place stands for: a figure, or words of the template itself; undefined when it names nothing. */
function resolve(
  template: LetterTemplate,
  part: Exclude<Part, { text: string }>,
): { figure: string } | { text: string } | undefined {
  const [head = '', tail] = part.path
  if (head === 'proposal')
    return tail !== undefined && isOneOf(PROPOSAL_WORDS, tail) && part.format === undefined
      ? { text: String(template.proposal[tail]) }
      : undefined
  const figure = template.figures[head]
  if (tail === undefined && part.format === undefined) {
    if (head === 'sender') return { text: template.sender }
    return figure === undefined ? undefined : { figure: head }
  }
  const date =
    tail === undefined
      ? head === 'asOf'
        ? template.asOf
        : undefined
      : isOneOf(FIGURE_DATES, tail)
        ? figure?.[tail]
        : undefined
  const format = DATE_FORMATS[part.format ?? 'date']
  return date === undefined || format === undefined ? undefined : { text: format(date) }
}

const isOneOf = <T extends string>(list: readonly T[], s: string): s is T => (list as readonly string[]).includes(s)

/** Every text of the letter with its place in the file. */
function texts(t: LetterTemplate): { field: string; source: string }[] {
  return [
    ...t.titleLines.map((source, i) => ({ field: `titleLines[${i}]`, source })),
    { field: 'addressee', source: t.addressee },
    ...t.blocks.flatMap((b, i) => [
      { field: `blocks[${i}].${b.kind}`, source: b.text },
      ...('runIn' in b && b.runIn !== undefined ? [{ field: `blocks[${i}].runIn`, source: b.runIn }] : []),
    ]),
    ...t.closing.map((source, i) => ({ field: `closing[${i}]`, source })),
  ]
}

// ------------------------------------------------------------------------------------------------------------- reading

type Bag = Record<string, unknown>
const isBag = (x: unknown): x is Bag => typeof x === 'object' && x !== null && !Array.isArray(x)

/** Collects findings while reading an object of unknown form. */
class Reader {
  readonly findings: Finding[] = []

  say(code: string, field: string, zh: string, en: string, hint: [string, string], given?: unknown): void {
    const shown = given === undefined ? {} : { given: typeof given === 'string' ? given : JSON.stringify(given) }
    this.findings.push({ code, field, message: { zh, en }, hint: { zh: hint[0], en: hint[1] }, ...shown })
  }

  bag(x: unknown, field: string, known: readonly string[]): Bag {
    if (!isBag(x)) {
      this.say(
        'template-form',
        field,
        '这里应为一组键值',
        'A mapping is wanted here',
        ['请按模板格式填写', 'Follow the format'],
        x,
      )
      return {}
    }
    for (const key of Object.keys(x))
      if (!known.includes(key))
        this.say('template-key', `${field && `${field}.`}${key}`, `没有“${key}”这一项`, `There is no key ${key}`, [
          `可用的有：${known.join('、')}`,
          `Known: ${known.join(', ')}`,
        ])
    return x
  }

  text(x: unknown, field: string): string {
    if (typeof x === 'string' && x.trim() !== '') return x
    this.say('template-form', field, '这里应为文字', 'Text is wanted here', ['请填写', 'Fill it in'], x)
    return ''
  }

  number(x: unknown, field: string): number {
    if (typeof x === 'number' && Number.isInteger(x)) return x
    this.say(
      'template-form',
      field,
      '这里应为整数',
      'A whole number is wanted here',
      ['请填写整数', 'Give a whole number'],
      x,
    )
    return 0
  }

  date(x: unknown, field: string): string {
    if (isPlainDate(x)) return x
    this.say(
      'template-date',
      field,
      '日期不存在',
      'Not a date that exists',
      ['写作 2022-12-31', 'Write it as 2022-12-31'],
      x,
    )
    return '0001-01-01'
  }

  list<T>(x: unknown, field: string, each: (item: unknown, field: string) => T): T[] {
    if (Array.isArray(x)) return x.map((item, i) => each(item, `${field}[${i}]`))
    this.say(
      'template-form',
      field,
      '这里应为列表',
      'A list is wanted here',
      ['每项前加短横线', 'Write it as a list'],
      x,
    )
    return []
  }
}

const TEMPLATE_KEYS = [
  'id',
  'number',
  'sender',
  'replyClass',
  'titleLines',
  'addressee',
  'proposal',
  'printedOn',
  'asOf',
  'figures',
  'blocks',
  'closing',
  'note',
  'copies',
  'checks',
] as const
const FIGURE_KEYS = ['measure', 'asOf', 'from', 'to', 'where', 'form', 'printed', 'label', 'same'] as const
const FORM_KEYS = ['unit', 'decimals', 'exact', 'lowerBound'] as const
const PLAIN_KINDS = ['paragraph', 'attachmentNote'] as const
const HEADING_KINDS = ['heading1', 'heading2', 'heading3', 'heading4'] as const

/** Reads a template as it comes from YAML. Either the template, or everything that is wrong with it. */
export function parseLetterTemplate(yamlObject: unknown): { template: LetterTemplate } | { findings: Finding[] } {
  const r = new Reader()
  const y = r.bag(yamlObject, '', TEMPLATE_KEYS)
  if (!isBag(yamlObject)) return { findings: r.findings }
  const p = r.bag(y['proposal'], 'proposal', PROPOSAL_WORDS)
  const figures: Record<string, LetterFigure> = {}
  if (isBag(y['figures']))
    for (const [key, f] of Object.entries(y['figures'])) figures[key] = readFigure(r, f, `figures.${key}`)
  else r.bag(y['figures'], 'figures', [])
  const template: LetterTemplate = {
    id: r.text(y['id'], 'id'),
    number: r.text(y['number'], 'number'),
    sender: r.text(y['sender'], 'sender'),
    ...(y['replyClass'] === undefined ? {} : { replyClass: r.text(y['replyClass'], 'replyClass') }),
    titleLines: r.list(y['titleLines'], 'titleLines', (x, f) => r.text(x, f)),
    addressee: r.text(y['addressee'], 'addressee'),
    proposal: {
      session: r.text(p['session'], 'proposal.session'),
      category: r.text(p['category'], 'proposal.category'),
      number: r.number(p['number'], 'proposal.number'),
      title: r.text(p['title'], 'proposal.title'),
      leadMember: r.text(p['leadMember'], 'proposal.leadMember'),
      members: r.number(p['members'], 'proposal.members'),
    },
    printedOn: y['printedOn'] === null ? null : r.date(y['printedOn'], 'printedOn'),
    asOf: r.date(y['asOf'], 'asOf'),
    figures,
    blocks: r.list(y['blocks'], 'blocks', (x, f) => readBlock(r, x, f)),
    closing: r.list(y['closing'], 'closing', (x, f) => r.text(x, f)),
    ...(y['note'] === undefined ? {} : { note: r.text(y['note'], 'note') }),
    ...(y['copies'] === undefined ? {} : { copies: r.list(y['copies'], 'copies', (x, f) => r.text(x, f)) }),
    checks: r.list(y['checks'], 'checks', (x, f) => readCheck(r, x, f)),
  }
  checkReferences(r, template)
  return r.findings.length > 0 ? { findings: r.findings } : { template }
}

function readFigure(r: Reader, x: unknown, field: string): LetterFigure {
  const y = r.bag(x, field, FIGURE_KEYS)
  const form = r.bag(y['form'], `${field}.form`, FORM_KEYS)
  const date = (key: 'asOf' | 'from' | 'to') =>
    y[key] === undefined ? {} : { [key]: r.date(y[key], `${field}.${key}`) }
  const stock = y['asOf'] !== undefined
  const flow = y['from'] !== undefined && y['to'] !== undefined
  if (stock === flow || (stock && (y['from'] !== undefined || y['to'] !== undefined)))
    r.say('figure-time', field, '数字须注明时点或起止日期', 'A figure has either a day or a first and last day', [
      '存量写 asOf；流量写 from 和 to',
      'Stock: asOf; flow: from and to',
    ])
  if (flow && typeof y['from'] === 'string' && typeof y['to'] === 'string' && y['from'] > y['to'])
    r.say('figure-time', field, '起日晚于止日', 'The first day is after the last', ['请核对日期', 'Check the dates'])
  if (y['printed'] !== null && !(typeof y['printed'] === 'string' && /^\d+(\.\d+)?$/.test(y['printed'])))
    r.say(
      'figure-printed',
      `${field}.printed`,
      '原文数字须加引号照抄',
      'The printed number is a quoted text',
      ["写作 '19.8'；原文没有的写 null", "Write '19.8'; null when it is not printed"],
      y['printed'],
    )
  const where =
    y['where'] === undefined
      ? undefined
      : r.bag(y['where'], `${field}.where`, Object.keys(isBag(y['where']) ? y['where'] : {}))
  return {
    measure: r.text(y['measure'], `${field}.measure`),
    ...date('asOf'),
    ...date('from'),
    ...date('to'),
    ...(where === undefined
      ? {}
      : { where: Object.fromEntries(Object.entries(where).map(([k, v]) => [k, r.text(v, `${field}.where.${k}`)])) }),
    form: {
      unit: r.text(form['unit'], `${field}.form.unit`),
      decimals: r.number(form['decimals'], `${field}.form.decimals`),
      ...(form['exact'] === true ? { exact: true } : {}),
      ...(form['lowerBound'] === true ? { lowerBound: true } : {}),
    },
    printed: typeof y['printed'] === 'string' ? y['printed'] : null,
    ...(y['label'] === undefined ? {} : { label: r.text(y['label'], `${field}.label`) }),
    ...(y['same'] === undefined ? {} : { same: r.text(y['same'], `${field}.same`) }),
  }
}

function readBlock(r: Reader, x: unknown, field: string): TemplateBlock {
  const y = r.bag(x, field, [...PLAIN_KINDS, ...HEADING_KINDS, 'runIn'])
  const kinds = Object.keys(y).filter((k) => k !== 'runIn')
  const kind = kinds[0] ?? ''
  if (kinds.length === 1 && isOneOf(HEADING_KINDS, kind))
    return {
      kind,
      text: r.text(y[kind], `${field}.${kind}`),
      ...(y['runIn'] === undefined ? {} : { runIn: r.text(y['runIn'], `${field}.runIn`) }),
    }
  if (kinds.length !== 1 || y['runIn'] !== undefined)
    r.say('block-form', field, '每段只能有一种', 'A block is of one kind', [
      '接排文字只跟在标题后',
      'runIn goes with a heading only',
    ])
  if (kinds.length !== 1) return { kind: 'paragraph', text: '' }
  return { kind: kind === 'attachmentNote' ? kind : 'paragraph', text: r.text(y[kind], `${field}.${kind}`) }
}

function readCheck(r: Reader, x: unknown, field: string): LetterCheck {
  const y = r.bag(x, field, ['sum', 'equals', 'ratio', 'of', 'not'])
  if (y['sum'] !== undefined)
    return {
      sum: r.list(y['sum'], `${field}.sum`, (k, f) => r.text(k, f)),
      equals: r.text(y['equals'], `${field}.equals`),
    }
  const of = r.list(y['of'], `${field}.of`, (k, f) => r.text(k, f))
  if (of.length !== 2)
    r.say('check-form', `${field}.of`, '比例须有分子和分母', 'A ratio has a numerator and a denominator', [
      '写作 [分子, 分母]',
      'Write [numerator, denominator]',
    ])
  return {
    ratio: r.text(y['ratio'], `${field}.ratio`),
    of: [of[0] ?? '', of[1] ?? ''],
    ...(y['not'] === undefined ? {} : { not: r.text(y['not'], `${field}.not`) }),
  }
}

/** Places name something, figures are used, no number stands bare in the text, and every ratio is reckoned again somewhere. */
function checkReferences(r: Reader, t: LetterTemplate): void {
  const used = new Set<string>()
  for (const { field, source } of texts(t)) {
    for (const part of parts(source)) {
      if (part === null) {
        r.say('place-form', field, '花括号内的写法无法识别', 'A place cannot be read', [
          '写作 {键} 或 {键.asOf:yearEnd}',
          'Write {key} or {key.asOf:yearEnd}',
        ])
      } else if ('text' in part) {
        const bare = /[0-9０-９]+/.exec(part.text)
        if (bare !== null)
          r.say(
            'bare-number',
            field,
            `数字“${bare[0]}”没有绑定指标`,
            `The number ${bare[0]} is bound to no measure`,
            ['请在 figures 中定义，并在正文中写 {键}', 'Define it under figures and write {key}'],
            bare[0],
          )
      } else {
        const meaning = resolve(t, part)
        if (meaning === undefined)
          r.say(
            'place-unknown',
            field,
            `${part.place} 没有定义`,
            `${part.place} is not defined`,
            ['请核对键名和日期写法', 'Check key and date format'],
            part.place,
          )
        else if ('figure' in meaning) used.add(meaning.figure)
      }
    }
  }
  const checked = new Set(t.checks.flatMap((c) => ('ratio' in c ? [c.ratio] : [])))
  for (const [key, f] of Object.entries(t.figures)) {
    const field = `figures.${key}`
    if (f.printed !== null && !used.has(key))
      r.say('figure-unused', field, '原文印有此数，正文中没有用到', 'Printed, but not used in the text', [
        `请在正文中写 {${key}}`,
        `Write {${key}}`,
      ])
    if (f.same !== undefined && (t.figures[f.same] === undefined || t.figures[f.same]?.same !== undefined))
      r.say('figure-same', `${field}.same`, `没有“${f.same}”这个数字`, `There is no figure ${f.same}`, [
        '请指向最初的那个数字',
        'Name the first printing',
      ])
    if (f.form.unit === '%' && !checked.has(f.same ?? key))
      r.say('ratio-unchecked', field, '比例没有写明分子和分母', 'The ratio names no numerator and denominator', [
        '请在 checks 中加 ratio',
        'Add a ratio check',
      ])
  }
  t.checks.forEach((c, i) => {
    const names = 'sum' in c ? [...c.sum, c.equals] : [c.ratio, ...c.of, ...(c.not === undefined ? [] : [c.not])]
    for (const name of names)
      if (t.figures[name] === undefined)
        r.say(
          'check-unknown',
          `checks[${i}]`,
          `没有“${name}”这个数字`,
          `There is no figure ${name}`,
          ['请核对键名', 'Check the key'],
          name,
        )
  })
}

// ----------------------------------------------------------------------------------------------------------- composing

/** Written for a value that was not reported; the letter cannot go out with it. */
export const NOT_REPORTED = '未报'

/** The number alone, and the figure with 万, 余 and unit. 余 is only said when the value is above the bound. */
export function writeFigure(value: number, form: FigureForm): { number: string; text: string; above: boolean } {
  const { unit, decimals, exact = false } = form
  if (unit === '%') {
    const written = percent(value, decimals, { exact })
    return { number: written.slice(0, -1), text: written, above: false }
  }
  const scale = unit.startsWith('万') ? '万' : unit.startsWith('亿') ? '亿' : ''
  const power = scale === '万' ? 4 : scale === '亿' ? 8 : 0
  const rest = unit.slice(scale.length)
  if (form.lowerBound !== true) {
    const number = formatDecimal(value, { power, decimals, exact })
    return { number, text: `${number}${scale}${rest}`, above: false }
  }
  const number = lowerBound(value, 10 ** power, decimals)
  const above = isAboveLowerBound(value, 10 ** power, decimals)
  return { number, text: `${number}${scale}${above ? '余' : ''}${rest}`, above }
}

const givenValue = (t: LetterTemplate, values: Record<string, number>, key: string): number | undefined =>
  values[t.figures[key]?.same ?? key]

/**
 * Fills the template with the measures' values. `figures` tells for each whether the measure still says what the letter printed:
 * at the precision printed, and for 余 also that there is something above the bound.
 */
export function composeLetter(
  template: LetterTemplate,
  values: Record<string, number>,
): { letter: OfficialLetter; figures: ComposedFigure[]; findings: Finding[] } {
  const findings: Finding[] = []
  const figures = Object.entries(template.figures).map(([key, f]): ComposedFigure => {
    const { asOf, from, to, where, measure, printed } = f
    const value = givenValue(template, values, key)
    const written = value === undefined || !Number.isFinite(value) ? undefined : writeFigure(value, f.form)
    if (written === undefined)
      findings.push({
        code: 'value-missing',
        field: `figures.${key}`,
        message: { zh: `指标 ${measure} 没有数值`, en: `The measure ${measure} gave no value` },
        hint: { zh: '请先取得该指标在所注日期的数值', en: 'Have the measure answered for the dates named' },
      })
    return {
      key,
      measure,
      ...(asOf === undefined ? {} : { asOf }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(where === undefined ? {} : { where }),
      printed,
      now: value ?? null,
      text: written?.text ?? NOT_REPORTED,
      equal:
        written !== undefined &&
        (printed === null || (written.number === printed && written.above === (f.form.lowerBound === true))),
    }
  })
  const written = new Map(figures.map((f) => [f.key, f.text]))
  for (const f of figures)
    if (!f.equal && f.now !== null)
      findings.push({
        code: 'figure-moved',
        field: `figures.${f.key}`,
        given: f.text,
        message: { zh: `原文印 ${f.printed}，现为 ${f.text}`, en: `Printed ${f.printed}, now ${f.text}` },
        hint: { zh: '请查看该数字的来源，确认后再定稿', en: 'Look at where it comes from before issuing' },
        severity: 'confirm',
      })

  const runs = (source: string): Run[] =>
    parts(source).flatMap((part): Run[] => {
      if (part === null) return []
      if ('text' in part) return [part]
      const meaning = resolve(template, part)
      if (meaning === undefined) return [{ text: part.place }]
      if ('text' in meaning) return [meaning]
      return [{ figure: { key: meaning.figure, text: written.get(meaning.figure) ?? NOT_REPORTED } }]
    })
  const plain = (source: string): string =>
    runs(source)
      .map((run) => ('figure' in run ? run.figure.text : run.text))
      .join('')

  for (const { field, source } of texts(template)) findings.push(...checkLabels(template, field, source))
  const letter: OfficialLetter = {
    sender: template.sender,
    number: template.number,
    ...(template.replyClass === undefined ? {} : { replyClass: template.replyClass }),
    titleLines: template.titleLines.map(plain),
    addressee: plain(template.addressee),
    blocks: template.blocks.map(
      (b): Block =>
        b.kind === 'paragraph' || b.kind === 'attachmentNote'
          ? { kind: b.kind, runs: runs(b.text) }
          : {
              kind: b.kind,
              runs: runs(b.text),
              ...('runIn' in b && b.runIn !== undefined ? { runIn: runs(b.runIn) } : {}),
            },
    ),
    closing: { paragraphs: template.closing.map(runs) },
    signature: { name: template.sender, ...(template.printedOn === null ? {} : { date: template.printedOn }) },
    ...(template.note === undefined ? {} : { note: template.note }),
    ...(template.copies === undefined ? {} : { copies: template.copies }),
  }
  return { letter, figures, findings: [...findings, ...checkConsistency(template, values)] }
}

/** The words that belong to a figure must stand before it in its own clause, after the figure before. */
function checkLabels(t: LetterTemplate, field: string, source: string): Finding[] {
  const findings: Finding[] = []
  let before = ''
  for (const part of parts(source)) {
    if (part === null) continue
    if ('text' in part) {
      before = (before + part.text).split(/[。；]/).at(-1) ?? ''
      continue
    }
    const meaning = resolve(t, part)
    if (meaning === undefined || 'text' in meaning) continue
    const label = t.figures[meaning.figure]?.label
    if (label !== undefined && !before.includes(label))
      findings.push({
        code: 'label-missing',
        field,
        given: part.place,
        message: { zh: `${part.place} 前面没有“${label}”`, en: `${part.place} is not preceded by its label` },
        hint: { zh: '请核对此处用的是不是这个数字', en: 'Check that this is the figure meant' },
      })
    before = ''
  }
  return findings
}

/**
 * The letter against itself. Sums hold for the values, and are said when only rounding breaks them in print. Each ratio is
 * reckoned anew from its own numerator and denominator; one that shows the neighbour's number instead is refused by name.
 */
export function checkConsistency(template: LetterTemplate, values: Record<string, number>): Finding[] {
  const findings: Finding[] = []
  const value = (key: string): number | undefined => givenValue(template, values, key)
  const shown = (key: string, v: number): string => {
    const form = template.figures[key]?.form
    return form === undefined ? String(v) : writeFigure(v, form).number
  }
  const add = (code: string, field: string, zh: string, en: string, severity: 'must' | 'confirm' = 'must') =>
    findings.push({
      code,
      field,
      message: { zh, en },
      hint: { zh: '请核对各数字的来源和日期是否一致', en: 'Check that sources and dates agree' },
      severity,
    })
  template.checks.forEach((check, i) => {
    const field = `checks[${i}]`
    if ('sum' in check) {
      const items = check.sum.map(value)
      const total = value(check.equals)
      if (total !== undefined && items.every((v) => v !== undefined)) {
        const sum = items.reduce((a, b) => a + b, 0)
        const listed = check.sum.map((key, k) => shown(key, items[k] ?? 0))
        const inPrint = formatDecimal(
          listed.reduce((a, s) => a + Number(s), 0),
          { decimals: 6 },
        )
        if (Math.abs(sum - total) > 1e-9)
          add(
            'sum-differs',
            field,
            `各项之和 ${sum} 与 ${check.equals} ${total} 不符`,
            `The items make ${sum}, ${check.equals} is ${total}`,
          )
        else if (inPrint !== shown(check.equals, total))
          add(
            'sum-differs-in-print',
            field,
            `各项按所印位数相加为 ${inPrint}，合计印 ${shown(check.equals, total)}`,
            `As printed the items make ${inPrint}, the total says ${shown(check.equals, total)}`,
            'confirm',
          )
      }
      const printedItems = check.sum.map((key) => template.figures[key]?.printed ?? null)
      const printedTotal = template.figures[check.equals]?.printed ?? null
      if (printedTotal !== null && printedItems.every((p) => p !== null)) {
        const sum = formatDecimal(
          printedItems.reduce((a, p) => a + Number(p), 0),
          { decimals: 6 },
        )
        if (sum !== formatDecimal(Number(printedTotal), { decimals: 6 }))
          add(
            'printed-sum-differs',
            field,
            `原文各项相加为 ${sum}，合计印 ${printedTotal}`,
            `The printed items make ${sum}, the total says ${printedTotal}`,
          )
      }
      return
    }
    const stated = value(check.ratio)
    const own = quotient(value(check.of[0]), value(check.of[1]))
    if (stated === undefined || own === undefined) return
    if (Math.abs(stated - own) < 1e-9 || shown(check.ratio, stated) === shown(check.ratio, own)) return
    const other = template.checks.find((c) => 'ratio' in c && c.ratio === check.not)
    const neighbour =
      other !== undefined && 'of' in other ? quotient(value(other.of[0]), value(other.of[1])) : undefined
    const neighbourStated = check.not === undefined ? undefined : value(check.not)
    const taken = [neighbour, neighbourStated].some(
      (n) => n !== undefined && shown(check.ratio, n) === shown(check.ratio, stated),
    )
    const by = `${check.of[0]} ÷ ${check.of[1]}`
    if (taken)
      add(
        'ratio-swapped',
        field,
        `${check.ratio} 用了 ${check.not} 的数：${by} 应为 ${shown(check.ratio, own)}`,
        `${check.ratio} shows the value of ${check.not}: ${by} makes ${shown(check.ratio, own)}`,
      )
    else
      add(
        'ratio-differs',
        field,
        `${check.ratio} 为 ${shown(check.ratio, stated)}，按 ${by} 应为 ${shown(check.ratio, own)}`,
        `${check.ratio} says ${shown(check.ratio, stated)}; ${by} makes ${shown(check.ratio, own)}`,
      )
  })
  return findings
}

const quotient = (n: number | undefined, d: number | undefined): number | undefined =>
  n === undefined || d === undefined || d === 0 ? undefined : n / d
