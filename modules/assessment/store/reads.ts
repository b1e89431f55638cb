import { scopePredicate } from '../../../kernel/access/predicate.sql.ts'
import { writeLeaf } from '../../../kernel/journal/journal.ts'
import type { ReadContext } from '../../../kernel/rooms/store.ts'
import { fail } from '../../../kernel/values/fail.ts'
import type { Finding } from '../../../kernel/values/finding.ts'
import { isPlainDate, type PlainDate } from '../../../kernel/values/plain-date.ts'
import { LEVELS } from '../../catalogue/index.ts'
import { personEligibility, screening as screeningRead } from '../contract.ts'
import { answerFor, askedOf, namesFor, type Question } from '../eligibility/answer.ts'
import type { Facts } from '../eligibility/facts.ts'
import { readFacts } from '../eligibility/facts.ts'
import { applicableOn, levelDigits } from '../eligibility/standards.ts'
import { findFacts } from './facts.ts'
import { standardsInForce } from './release.ts'
import * as q from './screening.sql.ts'

type Asked = { occupation: string; level?: string; on?: string }

const dayOf = (ctx: ReadContext, on: string | undefined): PlainDate => {
  if (on === undefined) return ctx.office.world.today()
  if (isPlainDate(on)) return on
  return fail('BadInput', {
    code: 'DAY',
    field: 'on',
    given: on,
    message: { zh: `${on} 不是存在的日期`, en: `${on} is not a day that exists` },
    hint: { zh: '格式为 2026-03-01', en: 'write it as 2026-03-01' },
  })
}

async function questions(ctx: ReadContext, query: Asked): Promise<Question[]> {
  const on = dayOf(ctx, query.on)
  const standards = await standardsInForce(ctx.read, ctx.office.city.folder)
  const levels = query.level === undefined ? levelDigits : [query.level]
  return levels.map((level) => {
    const asked = askedOf(standards, query.occupation, level, on)
    return 'findings' in asked ? fail('BadInput', asked.findings) : asked
  })
}

function answers(asked: readonly Question[], facts: Facts) {
  const { applicable: a, on } = asked[0]!
  return {
    occupation: { code: a.occupation, name: a.name },
    on,
    standard: { edition: a.edition, title: a.title, since: a.since, source: a.source, byPattern: a.byPattern },
    levels: asked.map((question) => ({
      level: question.level,
      title: LEVELS.find((l) => l.digit === question.level)!.display,
      ...answerFor(question, facts),
    })),
  }
}

/** @throws BadInput with every fault of the facts */
export async function eligibility(ctx: ReadContext, query: Asked & { facts: string }) {
  const asked = await questions(ctx, query)
  let given: unknown
  try {
    given = JSON.parse(query.facts)
  } catch {
    const finding: Finding = {
      code: 'FACTS_JSON',
      field: 'facts',
      message: { zh: 'facts 不是 JSON', en: 'facts is not JSON' },
      hint: { zh: '形如 {"birthDate":"1990-01-01"}', en: 'like {"birthDate":"1990-01-01"}' },
    }
    fail('BadInput', finding)
  }
  const read = readFacts(given, asked[0]!.on, namesFor(asked[0]!.standards))
  if ('findings' in read) fail('BadInput', read.findings)
  return answers(asked, read.facts)
}

/** @throws NotFound for a person outside the reader's area as for one that does not exist */
export async function personAnswer(ctx: ReadContext, query: Asked & { person: string }) {
  const asked = await questions(ctx, query)
  // The register's own policy decides who may look at the person at all.
  await ctx.records.one('people.person', query.person, ctx.actor, 'staff')
  const facts = (await findFacts(ctx.read, query.person)) ?? fail('NotFound')
  await ctx.db.tx((tx) =>
    writeLeaf(tx, ctx.office.world, {
      kind: 'assessment.eligibility.read',
      subject: `people.person/${query.person.toLowerCase()}`,
      actor: ctx.actor.accountId!,
      body: { occupation: asked[0]!.applicable.occupation, on: asked[0]!.on, read: personEligibility.id },
    }),
  )
  return answers(asked, facts)
}

export async function standards(ctx: ReadContext, query: { on?: string }) {
  const on = dayOf(ctx, query.on)
  const s = await standardsInForce(ctx.read, ctx.office.city.folder)
  return {
    on,
    occupations: [...s.occupations].map(([code, name]) => {
      const a = applicableOn(s, code, on)
      return 'findings' in a
        ? { code, name, edition: null, title: null, byPattern: false, source: null }
        : { code, name, edition: a.edition, title: a.title, byPattern: a.byPattern, source: a.source }
    }),
  }
}

export async function screening(ctx: ReadContext, query: { occupation: string; level: string }) {
  const asked = await questions(ctx, query)
  return ctx.db.snapshot(async (tx) => {
    const run = await tx.maybe<{
      run_id: string
      asked_on: string
      edition: string
      clauses: string[]
      persons: number
      eligible: number
    }>(q.runOf(asked[0]!.applicable.occupation, query.level))
    if (!run)
      return {
        run: null,
        findings: [
          {
            code: 'NOT_SCREENED',
            message: { zh: '该职业等级还没有筛查过', en: 'this occupation and level was not screened yet' },
            hint: { zh: '请运行 npx guildbook screen', en: 'run npx guildbook screen' },
          },
        ],
      }
    const clauses = await tx.rows<{ eligible: boolean; clause: number; persons: number }>(q.clauseCounts(run.run_id))
    const counties = await tx.rows<{ county: string; persons: number; eligible: number }>(
      q.countyCounts(run.run_id, scopePredicate(screeningRead.who, ctx.actor, { jurisdiction: 'county_code' })),
    )
    return {
      run: {
        runId: run.run_id,
        on: run.asked_on,
        edition: run.edition,
        persons: run.persons,
        eligible: run.eligible,
        clauses: clauses.map((c) => ({ clause: run.clauses[c.clause - 1]!, eligible: c.eligible, persons: c.persons })),
        counties,
      },
      findings: [],
    }
  })
}
