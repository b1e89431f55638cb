import type { Finding } from '../../kernel/values/finding.ts'
import { dayNumber } from '../../kernel/values/plain-date.ts'
import type { LevelId } from '../../modules/catalogue/index.ts'
import { HIGH_SKILLED_RANK } from '../../modules/credentials/index.ts'
import { daysOfYears } from './days.ts'
import { Dice, spread } from './dice.ts'
import { CALIBRATED, cannotMeet, type Range, rankOf, type TownTargets } from './targets.ts'

/** How a person stands on the day of the figures. */
export type Standing = 'held' | 'left' | 'revoked' | 'trainee'
/** When something was first reached: never, before the period of the flows, or in it. */
export type When = 'never' | 'before' | 'within'
/** All persons of one kind: which certificates of the ladder they have, and on which side of the period they came in. */
export type Cell = { standing: Standing; rungs: readonly number[]; skilled: When; high: When; count: number }
/** Certificates beside the ladder, one bit each. */
export const EXTRA = { secondTrade: 1, revokedSecondTrade: 2, revokedAbove: 4, special: 8 } as const

export type LadderPlan = {
  cells: readonly Cell[]
  persons: number
  /** Index into `cells`, and bits of EXTRA, for each person. */
  cellOf: Uint8Array
  extraOf: Uint8Array
  certificates: number
  newSkilled: number
  newHighSkilled: number
}

type Calendar = { since: number; from: number; to: number; asOf: number }
const STREAM = { shuffle: 101, extras: 102, ranges: 103 }
/** Days between the last certificate and leaving or losing it, so that everybody was counted for a while. */
const STANDING_DAYS = 30

export const calendarOf = (t: TownTargets): Calendar => ({
  since: dayNumber(t.since),
  from: dayNumber(t.targets.flows.from),
  to: dayNumber(t.targets.flows.to),
  asOf: dayNumber(t.asOf),
})

/** Least days from the level below to each rank. */
export const gapsOf = (t: TownTargets): number[] => {
  const gaps: number[] = []
  for (const id of CALIBRATED) gaps[rankOf(id)] = daysOfYears(t.assumptions.ladder.years[id] ?? 0)
  return gaps
}

export type Window = { low: number; high: number }
/**
 * The days on which each certificate of a ladder may be issued, given when its holder came in; `undefined` when the years
 * between the levels leave no room. Any day of a window can be followed by one of the next.
 */
export function windowsOf(
  cell: Pick<Cell, 'standing' | 'rungs' | 'skilled' | 'high'>,
  c: Calendar,
  gaps: readonly number[],
): Window[] | undefined {
  const windows = cell.rungs.map(
    (): Window => ({ low: c.since, high: c.asOf - (cell.standing === 'held' ? 0 : 2 * STANDING_DAYS) }),
  )
  const bound = (w: Window | undefined, when: When) => {
    if (!w) return
    if (when === 'before') w.high = Math.min(w.high, c.from - 1)
    if (when === 'within') {
      w.low = Math.max(w.low, c.from)
      w.high = Math.min(w.high, c.to)
    }
  }
  bound(windows[0], cell.skilled)
  bound(windows[cell.rungs.findIndex((r) => r >= HIGH_SKILLED_RANK)], cell.high)
  for (let i = windows.length - 2; i >= 0; i--)
    windows[i]!.high = Math.min(windows[i]!.high, windows[i + 1]!.high - gaps[cell.rungs[i + 1]!]!)
  for (let i = 1; i < windows.length; i++)
    windows[i]!.low = Math.max(windows[i]!.low, windows[i - 1]!.low + gaps[cell.rungs[i]!]!)
  return windows.every((w) => w.low <= w.high) ? windows : undefined
}

type Line = {
  rungs: number[]
  top: LevelId
  count: number
  weight: number
  early: boolean
  upgraded: boolean
  entered: boolean
}

/**
 * Decides for every person which certificates there are and in which period they fall, so that stock, both flows and the
 * number of certificates come out to the unit. @returns the plan, or all targets that the ladder cannot meet.
 */
export function planLadder(t: TownTargets): LadderPlan | { findings: Finding[] } {
  const a = t.assumptions
  const { persons, flows, certificates } = t.targets
  const calendar = calendarOf(t)
  const gaps = gapsOf(t)
  const findings: Finding[] = []
  const dice = new Dice()

  // What is skilled and not high-skilled goes to the lower levels by weight.
  const lower = CALIBRATED.filter((id) => rankOf(id) < HIGH_SKILLED_RANK)
  const stock = new Map<LevelId, number>()
  const low = spread(
    Math.max(0, persons.skilled - persons.highSkilled),
    lower.map((id) => a.lowerLevels[id] ?? 0),
  )
  for (const [i, id] of lower.entries()) stock.set(id, low[i]!)
  for (const id of CALIBRATED) if (rankOf(id) >= HIGH_SKILLED_RANK) stock.set(id, persons.levels[id] ?? 0)

  const lines: Line[] = []
  for (const id of CALIBRATED) {
    const routes = (a.ladder.routes[id] ?? []).map((r) => ({ ...r, ranks: r.rungs.map(rankOf) }))
    const usable = routes.filter((r) => variants(r.ranks).some(Boolean))
    const count = stock.get(id)!
    if (usable.length === 0) {
      if (count > 0)
        findings.push(
          cannotMeet(
            'LADDER_TIME',
            `targets.persons.levels.${id}`,
            `自 ${t.since} 起至 ${t.asOf} 的时间不够走到 ${id}`,
            `${id} cannot be reached between ${t.since} and ${t.asOf}`,
            '请提早登记起始日，或增加一条不经下级的路径',
            'Begin the register earlier, or add a route without the lower levels',
          ),
        )
      continue
    }
    const counts = spread(
      count,
      usable.map((r) => r.weight),
    )
    for (const [i, r] of usable.entries()) {
      const [early, upgraded, entered] = variants(r.ranks)
      lines.push({
        rungs: r.ranks,
        top: id,
        count: counts[i]!,
        weight: r.weight,
        early: early!,
        upgraded: upgraded!,
        entered: entered!,
      })
    }
  }
  /** Can it be reached: all before · skilled before, high within · skilled within. */
  function variants(rungs: number[]): boolean[] {
    const high = rungs.at(-1)! >= HIGH_SKILLED_RANK
    const can = (skilled: When, h: When) =>
      windowsOf({ standing: 'held', rungs, skilled, high: high ? h : 'never' }, calendar, gaps) !== undefined
    return [
      can('before', 'before'),
      high && rungs[0]! < HIGH_SKILLED_RANK && can('before', 'within'),
      can('within', 'within'),
    ]
  }

  const isHigh = (l: Line) => l.rungs.at(-1)! >= HIGH_SKILLED_RANK
  const sum = (list: Line[], of: (l: Line) => boolean) => list.filter(of).reduce((s, l) => s + l.count, 0)
  const highLines = lines.filter(isHigh)
  const lowLines = lines.filter((l) => !isHigh(l))
  const z = { least: sum(lowLines, (l) => !l.early), most: sum(lowLines, (l) => l.entered) }
  const x = { least: sum(highLines, (l) => !l.early && !l.upgraded), most: sum(highLines, (l) => l.entered) }
  const y = { least: sum(highLines, (l) => !l.early && !l.entered), most: sum(highLines, (l) => l.upgraded) }
  const highLeast = sum(highLines, (l) => !l.early)
  const highMost = sum(highLines, (l) => l.entered || l.upgraded)

  dice.reset(t.seed, STREAM.ranges, 0)
  const newHighSkilled = choose(
    flows.newHighSkilled,
    highLeast,
    highMost,
    'targets.flows.newHighSkilled',
    '新增高技能人才',
    'new high-skilled',
  )
  const newSkilled = choose(
    flows.newSkilled,
    z.least + x.least,
    z.most + x.most,
    'targets.flows.newSkilled',
    '新增技能人才',
    'new skilled',
  )
  function choose(r: Range, least: number, most: number, field: string, zh: string, en: string): number {
    const [bottom, top] = [Math.max(r.atLeast, least), Math.min(r.below - 1, most)]
    if (bottom > top)
      findings.push(
        cannotMeet(
          'FLOW',
          field,
          `${zh}目标为 ${r.atLeast} 至 ${r.below - 1}，按等级阶梯和登记起始日只能在 ${least} 至 ${most} 之间`,
          `${en}: wanted ${r.atLeast} to ${r.below - 1}; ladder and calendar allow ${least} to ${most}`,
          '请调整目标、总量或升级年限',
          'Change the target, the stock, or the years between levels',
        ),
      )
    // In the lower part of the range: 「余」 means a little more.
    return bottom + Math.floor(dice.next() * dice.next() * Math.max(0, top - bottom + 1))
  }
  if (findings.length) return { findings }

  const wanted = Math.round(newHighSkilled * a.directHighShare)
  const direct = {
    least: Math.max(x.least, newHighSkilled - y.most, newSkilled - z.most),
    most: Math.min(x.most, newHighSkilled - y.least, newSkilled - z.least),
  }
  if (direct.least > direct.most)
    return {
      findings: [
        cannotMeet(
          'FLOWS_TOGETHER',
          'targets.flows',
          `新增技能人才 ${newSkilled} 与新增高技能人才 ${newHighSkilled} 不能同时满足：直接取得高级工及以上的须不少于 ${direct.least}，至多 ${direct.most}`,
          `${newSkilled} new skilled and ${newHighSkilled} new high-skilled do not go together: at least ${direct.least} must come in at a high level, at most ${direct.most} can`,
          '请调整其中一个目标',
          'Change one of the two',
        ),
      ],
    }
  const directHigh = Math.min(direct.most, Math.max(direct.least, wanted))

  const entered = take(
    directHigh,
    highLines,
    (l) => (l.entered ? l.count : 0),
    (l) => (!l.early && !l.upgraded ? l.count : 0),
    (l) => (l.upgraded ? 0.001 : 1) * (a.directHighLevels[l.top] ?? 0) * l.weight,
  )
  const upgraded = take(
    newHighSkilled - directHigh,
    highLines,
    (l, i) => (l.upgraded ? l.count - entered[i]! : 0),
    (l, i) => (l.early || !l.upgraded ? 0 : l.count - entered[i]!),
    (l) => l.count,
  )
  const enteredLow = take(
    newSkilled - directHigh,
    lowLines,
    (l) => (l.entered ? l.count : 0),
    (l) => (l.early ? 0 : l.count),
    (l) => (a.newSkilledLevels[l.top] ?? 0) * l.weight,
  )
  function take(
    total: number,
    list: Line[],
    cap: (l: Line, i: number) => number,
    least: (l: Line, i: number) => number,
    weight: (l: Line) => number,
  ): number[] {
    const base = list.map(least)
    const rest = spread(
      total - base.reduce((s, n) => s + n, 0),
      list.map(weight),
      list.map((l, i) => cap(l, i) - base[i]!),
    )
    return base.map((n, i) => n + rest[i]!)
  }

  const cells: Cell[] = []
  const add = (standing: Standing, rungs: number[], skilled: When, high: When, count: number) => {
    if (count > 0) cells.push({ standing, rungs, skilled, high, count })
  }
  for (const [i, l] of lowLines.entries()) {
    add('held', l.rungs, 'before', 'never', l.count - enteredLow[i]!)
    add('held', l.rungs, 'within', 'never', enteredLow[i]!)
  }
  for (const [i, l] of highLines.entries()) {
    add('held', l.rungs, 'before', 'before', l.count - entered[i]! - upgraded[i]!)
    add('held', l.rungs, 'before', 'within', upgraded[i]!)
    add('held', l.rungs, 'within', 'within', entered[i]!)
  }

  // Beside the stock. Nobody of them comes in during the period, so the flows stay as planned.
  const canLeave = lines.filter(
    (l) =>
      l.early &&
      windowsOf(
        { standing: 'left', rungs: l.rungs, skilled: 'before', high: isHigh(l) ? 'before' : 'never' },
        calendar,
        gaps,
      ),
  )
  const left = canLeave.length ? Math.round(persons.skilled * a.leftShare) : 0
  for (const [i, n] of (left
    ? spread(
        left,
        canLeave.map((l) => l.count),
      )
    : []
  ).entries())
    add('left', canLeave[i]!.rungs, 'before', isHigh(canLeave[i]!) ? 'before' : 'never', n)
  const revokedTotal = Math.round(certificates.about * a.certificates.revokedShare)
  const single = lowLines.find((l) => l.rungs.length === 1 && l.early)
  const revokedOnly = single ? Math.round(revokedTotal * a.certificates.revokedOnly) : 0
  if (single) add('revoked', single.rungs, 'before', 'never', revokedOnly)
  add('trainee', [], 'never', 'never', Math.round(persons.skilled * a.traineeShare))

  const total = cells.reduce((s, c) => s + c.count, 0)
  const cellOf = new Uint8Array(total)
  let at = 0
  for (const [i, c] of cells.entries()) {
    cellOf.fill(i, at, at + c.count)
    at += c.count
  }
  dice.reset(t.seed, STREAM.shuffle, 0).shuffle(cellOf)

  // Certificates beside the ladder bring their number to what was asked.
  const onLadder = cells.reduce((s, c) => s + c.count * c.rungs.length, 0)
  const special = Math.round(certificates.about * a.certificates.specialShare)
  const above = Math.round(revokedTotal * a.certificates.revokedAbove)
  const besides = revokedTotal - revokedOnly - above
  const held = persons.skilled
  const lowEarly = cells
    .filter((c) => c.standing === 'held' && c.high === 'never' && c.skilled === 'before')
    .reduce((s, c) => s + c.count, 0)
  const fixed = onLadder + special + above + besides
  const most = Math.floor(certificates.about * (1 + certificates.within))
  const least = Math.ceil(certificates.about * (1 - certificates.within))
  const seconds = Math.max(0, Math.min(held, certificates.about - fixed))
  const made = fixed + seconds
  if (made < least || made > most)
    findings.push(
      cannotMeet(
        'CERTIFICATES',
        'targets.certificates',
        `证书约 ${certificates.about} 本做不到：阶梯和其他证书至少 ${fixed} 本，至多 ${fixed + held} 本`,
        `about ${certificates.about} certificates cannot be: the ladders and the rest take at least ${fixed}, at most ${fixed + held}`,
        '请调整证书数，或各等级路径的权重',
        'Change their number, or the weights of the routes',
      ),
    )
  if (above > lowEarly || besides > held || special > total)
    findings.push(
      cannotMeet(
        'REVOKED',
        'assumptions.certificates',
        '撤销或专项证书多于可持有的人',
        'more revoked or special certificates than persons to hold them',
        '请降低比例',
        'Lower the shares',
      ),
    )
  if (findings.length) return { findings }

  const extraOf = new Uint8Array(total)
  mark(EXTRA.secondTrade, seconds, held, (c) => c.standing === 'held')
  mark(EXTRA.revokedSecondTrade, besides, held, (c) => c.standing === 'held')
  mark(
    EXTRA.revokedAbove,
    above,
    lowEarly,
    (c) => c.standing === 'held' && c.high === 'never' && c.skilled === 'before',
  )
  mark(EXTRA.special, special, total, () => true)
  /** Exactly `count` of the persons that fit, each with the same chance (Knuth's algorithm S). */
  function mark(bit: number, count: number, among: number, fits: (c: Cell) => boolean) {
    const fit = cells.map(fits)
    dice.reset(t.seed, STREAM.extras, bit)
    let need = count
    let seen = among
    for (let i = 0; i < total && need > 0; i++) {
      if (!fit[cellOf[i]!]) continue
      if (dice.next() * seen < need) {
        extraOf[i]! |= bit
        need--
      }
      seen--
    }
  }

  return { cells, persons: total, cellOf, extraOf, certificates: made, newSkilled, newHighSkilled }
}

/** Last day on which a holder who leaves or loses the certificate is still counted. */
export const endOf = (dice: Dice, lastIssued: number, asOf: number): number =>
  dice.between(lastIssued + STANDING_DAYS, asOf - STANDING_DAYS)
