import { copyLine, textArray } from '../../kernel/db/copy-text.ts'
import { searchTerms } from '../../kernel/db/search-terms.ts'
import { LEVELS } from '../../modules/catalogue/index.ts'
import type { HoldingRow } from '../../modules/credentials/project.ts'
import { directory } from '../../modules/directory/index.ts'
import type { Carrier } from './carriers.ts'
import { dayText } from './days.ts'
import type { SkillEvent } from './events.ts'
import { dayOr, type Listing, type Organisation } from './organisations.ts'
import type { Trade } from './population.ts'

/** Tables that the town fills, with the columns it gives, in the order of the lines below. */
export const TABLES = {
  person: {
    table: 'people.person',
    columns: [
      'person_id',
      'name',
      'name_key',
      'sex',
      'birth_date',
      'identity_sealed',
      'identity_index',
      'phone_sealed',
      'county_code',
      'education',
      'known_on',
      'left_on',
      'left_reason',
      'left_known_on',
      'search_terms',
      'version',
    ],
  },
  identityKey: { table: 'people.identity_key', columns: ['identity_index', 'person_id'] },
  employment: {
    table: 'people.employment',
    columns: [
      'person_id',
      'spell_no',
      'organisation_id',
      'employer_name',
      'occupation_code',
      'from_on',
      'to_on',
      'source',
    ],
  },
  education: {
    table: 'people.education',
    columns: ['person_id', 'education_no', 'school_name', 'kind', 'major', 'status', 'graduated_on'],
  },
  title: { table: 'people.title', columns: ['person_id', 'title_no', 'name', 'grade', 'obtained_on'] },
  membership: {
    table: 'people.group_membership',
    columns: ['person_id', 'group_id', 'from_on', 'to_on', 'proof', 'registered_on'],
  },
  organisation: {
    table: 'directory.organisation',
    columns: [
      'organisation_id',
      'name',
      'kind',
      'credit_code',
      'county_code',
      'address',
      'contact_phone',
      'legal_representative',
      'founded_on',
      'closed_on',
      'merged_into',
      'search_terms',
      'version',
    ],
  },
  organisationName: {
    table: 'directory.organisation_name',
    columns: ['organisation_id', 'from_on', 'name', 'document'],
  },
  site: {
    table: 'directory.site',
    columns: ['site_id', 'organisation_id', 'name', 'address', 'county_code', 'capacity'],
  },
  licence: {
    table: 'directory.licence',
    columns: ['licence_id', 'organisation_id', 'kind', 'number', 'issuer', 'scope', 'valid_from', 'valid_to'],
  },
  listing: { table: 'directory.listing', columns: ['listing_id', 'organisation_id', 'role', 'county_code'] },
  listingPeriod: {
    table: 'directory.listing_period',
    columns: [
      'listing_id',
      'listed_from',
      'known_from',
      'listed_to',
      'known_to',
      'status',
      'organisation_id',
      'role',
      'kind',
      'county_code',
      'document',
      'reason',
    ],
  },
  listingCase: {
    table: 'directory.listing_case',
    columns: [
      'case_id',
      'state',
      'edition',
      'version',
      'opened_on',
      'state_since',
      'due_on',
      'organisation_id',
      'role',
      'county_code',
      'occupations',
      'level_highest',
      'licence_number',
      'notice_from',
      'notice_until',
      'listing_id',
      'document',
      'applied_by',
      'accepted_by',
      'reviewed_by',
      'decided_by',
    ],
  },
  listingScope: {
    table: 'directory.listing_scope',
    columns: ['listing_id', 'occupation_code', 'level_rank', 'from_on', 'to_on'],
  },
  certificate: {
    table: 'credentials.certificate',
    columns: [
      'person_id',
      'certificate_id',
      'number',
      'kind',
      'occupation_edition',
      'occupation_code',
      'work_type',
      'level_rank',
      'organisation_id',
      'issued_on',
      'known_on',
      'revoked_on',
      'revoked_known_on',
      'revoked_reason',
      'county_code',
      'version',
      'batch_id',
    ],
  },
  certificateKey: { table: 'credentials.certificate_key', columns: ['number', 'person_id', 'certificate_id'] },
  holding: {
    table: 'credentials.holding',
    columns: [
      'person_id',
      'known_from',
      'held_from',
      'known_to',
      'held_to',
      'certificate_id',
      'level_rank',
      'county_code',
      'sex',
      'birth_year',
      'occupation_code',
      'kind',
      'organisation_id',
      'issued_year',
      'first_skilled',
      'first_high',
    ],
  },
  trainingClass: {
    table: 'training.class',
    columns: [
      'class_id',
      'name',
      'organisation_id',
      'kind',
      'occupation_code',
      'level_rank',
      'county_code',
      'started_on',
      'ended_on',
      'seats',
      'number',
      'state',
      'project_id',
      'venue_id',
      'hours',
      'filed_on',
      'approved_on',
      'insurer',
      'insurance_policy',
      'insured_from',
      'insured_to',
    ],
  },
  classKey: { table: 'training.class_key', columns: ['number', 'class_id'] },
  project: {
    table: 'training.project',
    columns: [
      'project_id',
      'code',
      'name',
      'kind',
      'occupation_code',
      'level_rank',
      'hours',
      'days',
      'price_fen',
      'valid_from',
      'valid_to',
    ],
  },
  teacher: {
    table: 'training.teacher',
    columns: [
      'organisation_id',
      'person_id',
      'name',
      'county_code',
      'qualification',
      'occupation_code',
      'part',
      'from_on',
    ],
  },
  venue: {
    table: 'training.venue',
    columns: ['venue_id', 'organisation_id', 'code', 'name', 'address', 'county_code', 'lat_e6', 'lon_e6', 'capacity'],
  },
  room: { table: 'training.room', columns: ['venue_id', 'room_code', 'name', 'capacity'] },
  lesson: {
    table: 'training.lesson',
    columns: [
      'class_id',
      'lesson_no',
      'on_day',
      'half',
      'hours',
      'starts_at',
      'ends_at',
      'venue_id',
      'room_code',
      'teacher_id',
      'title',
      'part',
    ],
  },
  result: {
    table: 'training.result',
    columns: ['class_id', 'seat_no', 'examined_on', 'theory_score', 'practice_score', 'passed'],
  },
  attendance: {
    table: 'training.attendance',
    columns: ['class_id', 'lesson_no', 'seat_no', 'in_at', 'out_at', 'lat_e6', 'lon_e6', 'method', 'device', 'network'],
  },
  claim: {
    table: 'subsidy.claim',
    columns: [
      'claim_id',
      'number',
      'organisation_id',
      'class_id',
      'county_code',
      'fund',
      'scheme',
      'payee',
      'state',
      'days',
      'amount_fen',
      'lines',
      'filed_on',
      'filed_at',
      'filed_by',
      'reviewed_at',
      'reviewed_by',
      'approved_at',
      'approved_by',
      'paid_on',
    ],
  },
  claimKey: { table: 'subsidy.claim_key', columns: ['number', 'claim_id'] },
  claimLine: {
    table: 'subsidy.claim_line',
    columns: [
      'claim_id',
      'line_no',
      'person_id',
      'class_id',
      'seat_no',
      'occupation_code',
      'level_rank',
      'days',
      'amount_fen',
      'account_index',
    ],
  },
  enrolment: {
    table: 'training.enrolment',
    columns: [
      'class_id',
      'seat_no',
      'person_id',
      'organisation_id',
      'kind',
      'group_id',
      'occupation_code',
      'level_rank',
      'county_code',
      'sex',
      'birth_year',
      'started_on',
      'completed_on',
      'known_on',
      'voided_known_on',
    ],
  },
  plan: {
    table: 'assessment.plan_case',
    columns: [
      'case_id',
      'state',
      'edition',
      'version',
      'opened_on',
      'state_since',
      'due_on',
      'number',
      'organisation_id',
      'county_code',
      'track',
      'audience',
      'method',
      'occupation_edition',
      'occupation_code',
      'level',
      'exam_on',
      'exam_half',
      'skill_half',
      'apply_from',
      'apply_until',
      'place',
      'seats',
      'fee_fen',
      'notice_from',
      'notice_until',
      'drafted_by',
      'announced_by',
      'published_by',
    ],
  },
  planKey: { table: 'assessment.plan_key', columns: ['number', 'plan_id'] },
  planSeats: { table: 'assessment.plan_seats', columns: ['plan_id', 'seats', 'taken', 'is_open'] },
  application: {
    table: 'assessment.application_case',
    columns: [
      'plan_id',
      'case_id',
      'state',
      'edition',
      'version',
      'opened_on',
      'state_since',
      'person_id',
      'organisation_id',
      'county_code',
      'eligible',
      'ticket',
      'room',
      'seat_no',
      'outcome',
      'outcome_reason',
      'result_version',
      'notice_until',
      'applied_by',
      'reviewed_by',
      'marked_by',
      'confirmed_by',
    ],
  },
  evaluation: {
    table: 'assessment.result',
    columns: [
      'plan_id',
      'application_id',
      'result_version',
      'person_id',
      'organisation_id',
      'county_code',
      'track',
      'audience',
      'method',
      'occupation_code',
      'level_rank',
      'sex',
      'ticket',
      'sat',
      'passed',
      'outcome',
      'outcome_reason',
      'theory_centi',
      'skill_centi',
      'passed_subjects',
      'examined_on',
      'known_on',
    ],
  },
  carrier: {
    table: 'cooperation.carrier',
    columns: [
      'carrier_id',
      'type',
      'tier',
      'name',
      'organisation_id',
      'leader',
      'occupations',
      'county_code',
      'recognised_on',
      'withdrawn_on',
      'known_on',
      'known_to',
      'document',
      'search_terms',
    ],
  },
  event: {
    table: 'competitions.event',
    columns: [
      'event_id',
      'name',
      'tier',
      'county_code',
      'held_on',
      'ended_on',
      'occupations',
      'host',
      'entrants',
      'county_brand',
      'known_on',
      'known_to',
      'search_terms',
    ],
  },
  proposal: {
    table: 'replies.proposal',
    columns: [
      'proposal_id',
      'session',
      'category',
      'number',
      'title',
      'lead_member',
      'members',
      'received_on',
      'due_on',
      'answered_on',
      'letter_id',
      'state',
    ],
  },
} as const satisfies Record<string, { table: string; columns: readonly string[] }>

export const orNull = (s: string | null): string => s ?? '\\N'
/** Bytes in COPY's text form: the backslash of `\x` is itself escaped. */
export const bytesText = (b: Buffer): string => `\\\\x${b.toString('hex')}`

const codes = (trades: readonly Trade[], list: readonly number[]) => textArray(list.map((i) => trades[i]!.code))

export function organisationLines(
  organisations: readonly Organisation[],
  trades: readonly Trade[],
): Record<
  | 'organisation'
  | 'organisationName'
  | 'site'
  | 'licence'
  | 'listing'
  | 'listingPeriod'
  | 'listingScope'
  | 'listingCase',
  string[]
> {
  const out = {
    organisation: [] as string[],
    organisationName: [] as string[],
    site: [] as string[],
    licence: [] as string[],
    listing: [] as string[],
    listingPeriod: [] as string[],
    listingScope: [] as string[],
    listingCase: [] as string[],
  }
  for (const o of organisations) {
    out.organisation.push(
      copyLine([
        o.id,
        o.name,
        o.kind,
        o.creditCode,
        o.county,
        o.address,
        o.phone,
        o.representative,
        dayText(o.founded),
        dayOr(o.closed),
        o.mergedInto,
        textArray(searchTerms(...o.formerNames.map((n) => n.name))),
        1,
      ]),
    )
    for (const n of o.formerNames) out.organisationName.push(copyLine([o.id, dayText(n.from), n.name, n.document]))
    if (o.site) out.site.push(copyLine([o.site.id, o.id, o.site.name, o.site.address, o.county, o.site.capacity]))
    if (o.licence)
      out.licence.push(
        copyLine([
          o.licence.id,
          o.id,
          o.licence.kind,
          o.licence.number,
          o.licence.issuer,
          o.licence.scope,
          dayText(o.licence.from),
          dayOr(o.licence.to),
        ]),
      )
    for (const l of o.listings) {
      out.listing.push(copyLine([l.id, o.id, l.role, o.county]))
      for (const p of l.periods)
        out.listingPeriod.push(
          copyLine([
            l.id,
            p.listedFrom,
            p.knownFrom,
            p.listedTo,
            p.knownTo,
            p.status,
            o.id,
            l.role,
            o.kind,
            o.county,
            p.document,
            p.reason,
          ]),
        )
      out.listingCase.push(caseLine(o, l, trades))
      for (const [trade, s] of [...l.scope].sort((a, b) => a[0] - b[0]))
        for (const rank of s.ranks)
          out.listingScope.push(copyLine([l.id, trades[trade]!.code, rank, dayText(s.from), null]))
    }
  }
  return out
}

export const carrierLine = (c: Carrier, trades: readonly Trade[]): string =>
  copyLine([
    c.id,
    c.type,
    c.tier,
    c.name,
    c.organisation,
    c.leader,
    codes(trades, c.trades),
    c.county,
    dayText(c.recognised),
    dayOr(c.withdrawn),
    dayText(c.recognised),
    null,
    c.document,
    textArray(searchTerms(c.name)),
  ])

export const eventLine = (e: SkillEvent, trades: readonly Trade[]): string =>
  copyLine([
    e.id,
    e.name,
    e.tier,
    e.county,
    dayText(e.held),
    dayText(e.ended),
    codes(trades, e.trades),
    e.host,
    e.entrants,
    e.countyBrand,
    dayText(e.known),
    null,
    textArray(searchTerms(e.name, e.host)),
  ])

export const holdingLine = (h: HoldingRow): string =>
  `${h.personId}\t${h.knownFrom}\t${h.heldFrom}\t${h.knownTo ?? '\\N'}\t${h.heldTo ?? '\\N'}\t${h.certificateId}\t${h.levelRank}\t${h.countyCode}\t${h.sex}\t${h.birthYear}\t${h.occupationCode}\t${h.kind}\t${h.organisationId}\t${h.issuedYear}\t${h.firstSkilled ? 't' : 'f'}\t${h.firstHigh ? 't' : 'f'}\n`

/**
 * The case by which an organisation came on the list, so that officers can go on with it: suspend, correct, remove. Decided by
 * people of that time, none of whom has an account today.
 */
function caseLine(o: Organisation, l: Listing, trades: readonly Trade[]): string {
  const ranks = [...l.scope.values()].flatMap((s) => s.ranks)
  const highest = LEVELS.find((x) => x.rank === Math.max(...ranks))!.id
  const process = directory.processes.find((p) => p.id === 'directory.listing')!
  return copyLine([
    l.caseId,
    l.removedOn === null ? 'listed' : 'removed',
    process.since,
    1,
    dayText(l.listedOn - 45),
    dayText(l.removedOn ?? l.listedOn),
    null,
    o.id,
    l.role,
    o.county,
    codes(
      trades,
      [...l.scope.keys()].sort((a, b) => a - b),
    ),
    highest,
    o.licence?.number ?? null,
    dayText(l.listedOn - 12),
    dayText(l.listedOn - 5),
    l.id,
    l.document,
    `demo:former-clerk:${o.id}`,
    'demo:former-handler',
    'demo:former-reviewer',
    'demo:former-leader',
  ])
}
