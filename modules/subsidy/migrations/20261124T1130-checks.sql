-- What the checks found. A run asks everything of one day, or one claim before review and before payment.
create table subsidy.check_run (
  run_id uuid not null,
  on_day date not null,
  begun_at timestamptz not null,
  ended_at timestamptz not null,
  reach text not null check (reach in ('all', 'claim', 'class')),
  started_by text not null,
  -- By check: result, hits, reason, milliseconds, patterns passed over as usual.
  summary jsonb not null
);
alter table subsidy.check_run add constraint check_run_pk primary key (run_id);
create index check_run_newest on subsidy.check_run (reach, begun_at);
comment on table subsidy.check_run is '[M run_id] runs of the checks: day, reach, what came of each check';
grant select, insert, delete on subsidy.check_run to guildbook_app;

create table subsidy.check_result (
  run_id uuid not null,
  -- A claim; or a class that nobody has claimed for yet.
  unit_id uuid not null,
  check_id text not null check (check_id ~ '^C[0-9]{2}$'),
  unit text not null check (unit in ('claim', 'class')),
  result text not null check (result in ('passed', 'failed', 'warned', 'not-run')),
  reason text,
  hits integer not null check (hits >= 0),
  check (result <> 'not-run' or reason is not null),
  check (result not in ('failed', 'warned') or hits > 0)
);
alter table subsidy.check_result add constraint check_result_pk primary key (run_id, unit_id, check_id);
create index check_result_unit on subsidy.check_result (unit_id, run_id);
alter table subsidy.check_result add constraint check_result_run foreign key (run_id) references subsidy.check_run (run_id);
comment on table subsidy.check_result is '[M run_id] every check of every claim or class: passed, failed, warned or not run, with the reason';
grant select, insert, delete on subsidy.check_result to guildbook_app;

create table subsidy.check_hit (
  run_id uuid not null,
  hit_no integer not null check (hit_no >= 1),
  check_id text not null,
  variant text not null,
  severity text not null check (severity in ('block', 'warn')),
  claim_id uuid,
  class_id uuid,
  seat_no integer,
  person_id uuid,
  organisation_id uuid,
  sentence_zh text not null,
  sentence_en text not null,
  -- Rows side by side: kind, key, values; names of persons are masked.
  evidence jsonb not null
);
alter table subsidy.check_hit add constraint check_hit_pk primary key (run_id, hit_no);
create index check_hit_claim on subsidy.check_hit (claim_id, run_id) where claim_id is not null;
create index check_hit_class on subsidy.check_hit (class_id, run_id) where class_id is not null;
alter table subsidy.check_hit add constraint check_hit_run foreign key (run_id) references subsidy.check_run (run_id);
comment on table subsidy.check_hit is '[M run_id] what a check found, in one sentence, with its rows';
grant select, insert, delete on subsidy.check_hit to guildbook_app;

create table subsidy.check_override_case (
  case_id uuid not null,
  state text not null check (state in ('proposed', 'granted', 'refused')),
  edition date not null,
  version integer not null,
  opened_on date not null,
  state_since date not null,
  due_on date,
  claim_id uuid not null,
  claim_number text not null,
  county_code text not null,
  check_id text not null check (check_id ~ '^C[0-9]{2}$'),
  reason text not null check (length(reason) between 5 and 300),
  until_on date not null,
  decision_note text,
  proposed_by text not null,
  decided_by text,
  -- Who filed and reviewed the claim, as it stood on the day of the decision.
  claim_filed_by text,
  claim_reviewed_by text,
  constraint two_persons_override check (decided_by is null or decided_by <> proposed_by),
  constraint two_persons_override_claim check (state <> 'granted' or ((claim_reviewed_by is null or decided_by <> claim_reviewed_by) and (claim_filed_by is null or decided_by <> claim_filed_by)))
);
alter table subsidy.check_override_case add constraint check_override_case_pk primary key (case_id);
create index check_override_case_claim on subsidy.check_override_case (claim_id, check_id);
create unique index check_override_case_open on subsidy.check_override_case (claim_id, check_id) where state = 'proposed';
comment on table subsidy.check_override_case is '[R] a named reason why a check does not stop one claim, until a day, by another human than who filed or reviewed it';
grant select, insert, update on subsidy.check_override_case to guildbook_app;
