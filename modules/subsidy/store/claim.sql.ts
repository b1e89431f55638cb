import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'

export type ClassRow = {
  class_id: string
  name: string
  number: string | null
  organisation_id: string
  county_code: string
  occupation_code: string
  level_rank: number | null
  started_on: PlainDate
  ended_on: PlainDate
  hours: number | null
  state: string
  price_fen: number | null
}
export const classById = (id: string): SqlPiece =>
  sql`select c.class_id, c.name, c.number, c.organisation_id, c.county_code, c.occupation_code, c.level_rank, c.started_on, c.ended_on, c.hours, c.state, p.price_fen
      from training.class c left join training.project p on p.project_id = c.project_id where c.class_id = ${id}`

export type SeatRow = {
  seat_no: number
  person_id: string
  name: string
  birth_date: PlainDate
  group_id: string
  certificate_number: string | null
  certificate_on: PlainDate | null
  hours_recorded: number | null
  days: number
  account_index: Buffer | null
  account_sealed: Buffer | null
}
/** Who finished the class, with the days on which each signed in. */
export const seatsOf = (classId: string): SqlPiece =>
  sql`select e.seat_no, e.person_id, p.name, p.birth_date, e.group_id, e.certificate_number, e.hours_recorded, e.account_index, e.account_sealed,
        (select min(k.issued_on) from credentials.certificate k where k.person_id = e.person_id and k.number = e.certificate_number and k.revoked_on is null) as certificate_on,
        (select count(distinct l.on_day) from training.attendance a join training.lesson l on l.class_id = a.class_id and l.lesson_no = a.lesson_no
          where a.class_id = e.class_id and a.seat_no = e.seat_no)::int as days
      from training.enrolment e join people.person p on p.person_id = e.person_id
      where e.class_id = ${classId} and e.status = 'completed' and e.voided_known_on is null order by e.seat_no`

export const benefitsOf = (persons: readonly string[], besides: string): SqlPiece =>
  sql`select l.person_id, l.occupation_code, l.level_rank, l.certificate_number, c.scheme, coalesce(c.filed_on, c.paid_on) as on_day
      from subsidy.claim_line l join subsidy.claim c on c.claim_id = l.claim_id
      where l.person_id = any(${persons}::uuid[]) and l.claim_id <> ${besides} and l.state not in ('struck', 'recovered')
        and c.state not in ('draft', 'refused', 'withdrawn') and coalesce(c.filed_on, c.paid_on) is not null`
export const certificatesOf = (persons: readonly string[]): SqlPiece =>
  sql`select person_id, number, occupation_code, level_rank, issued_on from credentials.certificate
      where person_id = any(${persons}::uuid[]) and revoked_on is null and level_rank is not null`
export const otherClassesOf = (persons: readonly string[], classId: string): SqlPiece =>
  sql`select e.person_id, c.started_on, c.ended_on from training.enrolment e join training.class c on c.class_id = e.class_id
      where e.person_id = any(${persons}::uuid[]) and e.class_id <> ${classId} and e.status <> 'dropped' and e.voided_known_on is null and c.state not in ('cancelled', 'refused')`
export const registersHere = (): SqlPiece => sql`select distinct register_id from people.register_file`
/** What the registers that exclude say of these persons. */
export const exclusionsOf = (persons: readonly string[], registers: readonly string[]): SqlPiece =>
  sql`select p.person_id, r.register_id, r.from_on, r.to_on from people.person p join people.register_entry r on r.identity_index = p.identity_index
      where p.person_id = any(${persons}::uuid[]) and r.register_id = any(${registers}) and r.from_on is not null and r.kind is distinct from 'final-year'`
export const foundCertificates = (numbers: readonly string[]): SqlPiece =>
  sql`select certificate_number, bool_or(kind = 'found') as found from people.register_entry
      where register_id = 'certificates' and certificate_number = any(${numbers}) group by certificate_number`

export const caseExtras = (caseId: string): SqlPiece =>
  sql`select budget_id, notice_until, amount_fen, lines, fund, county_code, number from subsidy.claim_case where case_id = ${caseId}`
export type LineRow = {
  line_no: number
  person_id: string
  seat_no: number | null
  occupation_code: string | null
  level_rank: number | null
  certificate_number: string | null
  days: number | null
  amount_fen: number
  state: string
  reason: string | null
  rule_edition: PlainDate | null
  steps: unknown
  verdicts: unknown
  account_index: Buffer | null
  approved_account: Buffer | null
}
export const linesOf = (claimId: string): SqlPiece =>
  sql`select line_no, person_id, seat_no, occupation_code, level_rank, certificate_number, days, amount_fen, state, reason, rule_edition, steps, verdicts, account_index, approved_account
      from subsidy.claim_line where claim_id = ${claimId} order by line_no`

export const insertClaim = (c: {
  id: string
  number: string
  organisation: string
  classId: string
  county: string
  fund: string
  scheme: string
  payee: string
}): SqlPiece =>
  sql`insert into subsidy.claim (claim_id, number, organisation_id, class_id, county_code, fund, scheme, payee, state, amount_fen, lines)
      values (${c.id}, ${c.number}, ${c.organisation}, ${c.classId}, ${c.county}, ${c.fund}, ${c.scheme}, ${c.payee}, 'draft', 0, 0)`
export const insertClaimKey = (number: string, claimId: string): SqlPiece =>
  sql`insert into subsidy.claim_key (number, claim_id) values (${number}, ${claimId})`
export const insertClassKey = (classId: string, scheme: string, claimId: string): SqlPiece =>
  sql`insert into subsidy.class_key (class_id, scheme, claim_id) values (${classId}, ${scheme}, ${claimId})`
export const classKey = (classId: string, scheme: string): SqlPiece =>
  sql`select claim_id from subsidy.class_key where class_id = ${classId} and scheme = ${scheme}`
export const deleteClassKey = (classId: string, scheme: string, claimId: string): SqlPiece =>
  sql`delete from subsidy.class_key where class_id = ${classId} and scheme = ${scheme} and claim_id = ${claimId}`

export const deleteLines = (claimId: string): SqlPiece =>
  sql`delete from subsidy.claim_line where claim_id = ${claimId}`
export type NewLine = {
  lineNo: number
  person: string
  seat: number
  occupation: string | null
  rank: number | null
  certificate: string | null
  days: number | null
  amountFen: number
  payeeName: string
  accountIndex: Buffer | null
  accountSealed: Buffer | null
  edition: PlainDate | null
  steps: string
  verdicts: string
}
export const insertLines = (claimId: string, classId: string, lines: readonly NewLine[]): SqlPiece =>
  sql`insert into subsidy.claim_line (claim_id, line_no, person_id, class_id, seat_no, occupation_code, level_rank, certificate_number, days, amount_fen, payee_name, account_index, account_sealed, rule_edition, steps, verdicts)
      select ${claimId}::uuid, x.line, x.person, ${classId}::uuid, x.seat, x.occupation, x.rank, x.certificate, x.days, x.amount, x.payee, x.account, x.sealed, x.edition, x.steps::jsonb, x.verdicts::jsonb
      from unnest(${lines.map((l) => l.lineNo)}::int[], ${lines.map((l) => l.person)}::uuid[], ${lines.map((l) => l.seat)}::smallint[], ${lines.map((l) => l.occupation)}::text[],
        ${lines.map((l) => l.rank)}::smallint[], ${lines.map((l) => l.certificate)}::text[], ${lines.map((l) => l.days)}::smallint[], ${lines.map((l) => l.amountFen)}::bigint[],
        ${lines.map((l) => l.payeeName)}::text[], ${lines.map((l) => l.accountIndex)}::bytea[], ${lines.map((l) => l.accountSealed)}::bytea[], ${lines.map((l) => l.edition)}::date[],
        ${lines.map((l) => l.steps)}::text[], ${lines.map((l) => l.verdicts)}::text[])
        as x (line, person, seat, occupation, rank, certificate, days, amount, payee, account, sealed, edition, steps, verdicts)`
export const setLineState = (
  claimId: string,
  lineNo: number,
  from: readonly string[],
  to: string,
  reason: string | null,
): SqlPiece =>
  sql`update subsidy.claim_line set state = ${to}, reason = ${reason} where claim_id = ${claimId} and line_no = ${lineNo} and state = any(${from})`

/** Case and claim keep the same sums; struck lines do not count. */
export const sumCase = (claimId: string): SqlPiece =>
  sql`update subsidy.claim_case set (amount_fen, lines) = (select coalesce(sum(amount_fen), 0), count(*) from subsidy.claim_line where claim_id = ${claimId} and state <> 'struck') where case_id = ${claimId}`
export const sumClaim = (claimId: string): SqlPiece =>
  sql`update subsidy.claim set (amount_fen, lines) = (select coalesce(sum(amount_fen), 0), count(*) from subsidy.claim_line where claim_id = ${claimId} and state <> 'struck') where claim_id = ${claimId}`
export const claimState = (claimId: string, state: string): SqlPiece =>
  sql`update subsidy.claim set state = ${state}, version = version + 1 where claim_id = ${claimId}`
export const claimFiled = (claimId: string, on: PlainDate, at: string, by: string): SqlPiece =>
  sql`update subsidy.claim set state = 'filed', filed_on = ${on}, filed_at = ${at}, filed_by = ${by}, version = version + 1 where claim_id = ${claimId}`
export const claimReviewed = (claimId: string, at: string, by: string): SqlPiece =>
  sql`update subsidy.claim set state = 'reviewed', reviewed_at = ${at}, reviewed_by = ${by}, version = version + 1 where claim_id = ${claimId}`
export const claimApproved = (claimId: string, at: string, by: string): SqlPiece =>
  sql`update subsidy.claim set state = 'approved', approved_at = ${at}, approved_by = ${by}, version = version + 1 where claim_id = ${claimId}`
export const claimPaid = (claimId: string, on: PlainDate): SqlPiece =>
  sql`update subsidy.claim set state = 'paid', paid_on = ${on}, version = version + 1 where claim_id = ${claimId}`
export const setBudget = (caseId: string, budgetId: string | null): SqlPiece =>
  sql`update subsidy.claim_case set budget_id = ${budgetId} where case_id = ${caseId}`
export const setReasons = (caseId: string, reasons: readonly string[], note: string): SqlPiece =>
  sql`update subsidy.claim_case set reasons = ${reasons}, decision_note = ${note} where case_id = ${caseId}`
export const setNotice = (caseId: string, from: PlainDate, until: PlainDate): SqlPiece =>
  sql`update subsidy.claim_case set notice_from = ${from}, notice_until = ${until} where case_id = ${caseId}`
/** The account that was seen at approval: each person's own, or the institution's for all. */
export const freezeAccounts = (claimId: string, institution: Buffer | null): SqlPiece =>
  sql`update subsidy.claim_line set approved_account = coalesce(${institution}::bytea, account_index) where claim_id = ${claimId}`
/** Lines whose roster now names another account than the one approved. */
export const movedAccounts = (claimId: string): SqlPiece =>
  sql`select l.line_no from subsidy.claim_line l join training.enrolment e on e.class_id = l.class_id and e.seat_no = l.seat_no
      where l.claim_id = ${claimId} and l.state = 'open' and e.account_index is distinct from l.approved_account order by l.line_no`
export const holdForAccount = (claimId: string, lines: readonly number[], at: string): SqlPiece =>
  sql`update subsidy.claim_line set state = 'held', reason = 'account', account_changed_at = ${at} where claim_id = ${claimId} and line_no = any(${lines}::int[]) and state = 'open'`
export const takeNewAccounts = (claimId: string, before: string): SqlPiece =>
  sql`update subsidy.claim_line l set state = 'open', reason = null, account_index = e.account_index, account_sealed = e.account_sealed, approved_account = e.account_index
      from training.enrolment e where e.class_id = l.class_id and e.seat_no = l.seat_no and l.claim_id = ${claimId} and l.state = 'held' and l.reason = 'account'
        and l.account_changed_at <= ${before} and e.account_index is not null`
export const setApprovedAccount = (claimId: string, index: Buffer): SqlPiece =>
  sql`update subsidy.claim_line set approved_account = ${index} where claim_id = ${claimId} and state in ('open', 'held')`

export const keysOfPersons = (persons: readonly string[], besides: string): SqlPiece =>
  sql`select person_id, benefit from subsidy.benefit_key where person_id = any(${persons}::uuid[]) and claim_id <> ${besides}`
export const insertKeys = (
  claimId: string,
  keys: readonly { person: string; benefit: string; line: number }[],
): SqlPiece =>
  sql`insert into subsidy.benefit_key (person_id, benefit, claim_id, line_no)
      select k.person, k.benefit, ${claimId}::uuid, k.line from unnest(${keys.map((k) => k.person)}::uuid[], ${keys.map((k) => k.benefit)}::text[], ${keys.map((k) => k.line)}::int[]) as k (person, benefit, line)
      order by k.person, k.benefit`
export const deleteKeys = (claimId: string): SqlPiece =>
  sql`delete from subsidy.benefit_key where claim_id = ${claimId}`
export const deleteKeysOfLine = (claimId: string, lineNo: number): SqlPiece =>
  sql`delete from subsidy.benefit_key where claim_id = ${claimId} and line_no = ${lineNo}`

export const openObjectionsOf = (claimId: string): SqlPiece =>
  sql`select count(*) as n from subsidy.objection where claim_id = ${claimId} and outcome is null`
export const lastObjection = (claimId: string): SqlPiece =>
  sql`select coalesce(max(objection_no), 0) as n from subsidy.objection where claim_id = ${claimId}`
export const insertObjection = (o: {
  claim: string
  no: number
  line: number
  text: string
  on: PlainDate
  by: string
}): SqlPiece =>
  sql`insert into subsidy.objection (claim_id, objection_no, line_no, objection, recorded_on, recorded_by) values (${o.claim}, ${o.no}, ${o.line}, ${o.text}, ${o.on}, ${o.by})`
export const settleObjection = (o: {
  claim: string
  no: number
  outcome: string
  note: string
  on: PlainDate
  by: string
}): SqlPiece =>
  sql`update subsidy.objection set outcome = ${o.outcome}, note = ${o.note}, settled_on = ${o.on}, settled_by = ${o.by}
      where claim_id = ${o.claim} and objection_no = ${o.no} and outcome is null returning line_no`
export const insertRecheck = (claimId: string, on: PlainDate, decision: string, edition: PlainDate): SqlPiece =>
  sql`insert into subsidy.recheck (claim_id, drawn_on, decision, edition) values (${claimId}, ${on}, ${decision}, ${edition})`

export const accountOf = (organisationId: string): SqlPiece =>
  sql`select account_no, holder, account_sealed, account_index, confirmed_at from subsidy.payee_account
      where organisation_id = ${organisationId} and confirmed_at is not null order by account_no desc limit 1`
export const lastAccountNo = (organisationId: string): SqlPiece =>
  sql`select coalesce(max(account_no), 0) as n from subsidy.payee_account where organisation_id = ${organisationId}`
export const insertAccount = (a: {
  organisation: string
  no: number
  holder: string
  sealed: Buffer
  index: Buffer
  by: string
  at: string
}): SqlPiece =>
  sql`insert into subsidy.payee_account (organisation_id, account_no, holder, account_sealed, account_index, asked_by, asked_at)
      values (${a.organisation}, ${a.no}, ${a.holder}, ${a.sealed}, ${a.index}, ${a.by}, ${a.at})`
export const confirmAccount = (organisation: string, no: number, by: string, at: string): SqlPiece =>
  sql`update subsidy.payee_account set confirmed_by = ${by}, confirmed_at = ${at} where organisation_id = ${organisation} and account_no = ${no} and confirmed_at is null`
