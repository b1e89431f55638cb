import type { Finding } from './finding.ts'
import type { Text } from './text.ts'

/**
 * The one way of failing. A `Failure` carries a name that a contract declares, a status for the wire,
 * and every finding, so that the caller learns all that is wrong at once.
 */
export class Failure extends Error {
  readonly code: FailureCode
  readonly title: Text
  readonly findings: Finding[]
  readonly retryAfterSeconds: number | undefined
  constructor(code: FailureCode, title: Text, findings: Finding[] = [], retryAfterSeconds?: number) {
    super(`${code}: ${title.en}${findings.length ? ` [${findings.map((f) => f.code).join(', ')}]` : ''}`)
    this.name = 'Failure'
    this.code = code
    this.title = title
    this.findings = findings
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** Closed list of failure kinds and the HTTP status each maps to. */
export const FAILURES = {
  BadInput: 400,
  NotSignedIn: 401,
  NotAllowed: 403,
  NotFound: 404,
  WrongState: 409,
  Conflict: 409,
  InProgress: 409,
  VersionMoved: 412,
  TooLarge: 413,
  KeyReused: 422,
  KeyMissing: 428,
  TooMany: 429,
  Overloaded: 503,
} as const
export type FailureCode = keyof typeof FAILURES

const TITLES: Record<FailureCode, Text> = {
  BadInput: { zh: '有内容需要修改', en: 'Something needs correcting' },
  NotSignedIn: { zh: '请先登录', en: 'Please sign in' },
  NotAllowed: { zh: '您的账号没有这项权限', en: 'Your account may not do this' },
  NotFound: { zh: '没有找到', en: 'Not found' },
  WrongState: { zh: '当前状态下不能这样办理', en: 'Not possible in the present state' },
  Conflict: { zh: '与已有记录冲突', en: 'Conflicts with what is already there' },
  InProgress: { zh: '同一请求正在办理，请稍候', en: 'The same request is being handled' },
  VersionMoved: { zh: '此记录刚被他人修改，请比较后再提交', en: 'Somebody changed this record meanwhile' },
  TooLarge: { zh: '内容超过大小限制', en: 'Larger than allowed' },
  KeyReused: { zh: '同一请求编号用于了不同内容', en: 'The same Idempotency-Key with other content' },
  KeyMissing: { zh: '缺少请求编号（Idempotency-Key）', en: 'Idempotency-Key is required' },
  TooMany: { zh: '请求过于频繁，请稍后再试', en: 'Too many requests; try again later' },
  Overloaded: { zh: '现在办理人数较多，请稍后再试', en: 'Busy; try again shortly' },
}

/** Throws. `findings` may be one or many; a text alone becomes the hint of a finding named like the failure. */
export function fail(
  code: FailureCode,
  findings: Finding | Finding[] = [],
  options: { retryAfterSeconds?: number } = {},
): never {
  throw new Failure(code, TITLES[code], Array.isArray(findings) ? findings : [findings], options.retryAfterSeconds)
}
