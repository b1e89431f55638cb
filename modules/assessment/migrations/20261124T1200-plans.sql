-- Evaluation norms: own file of subjects and weights, written by one or several organisations, with versions.
create table assessment.norm_case (
  case_id uuid not null,
  state text not null check (state in ('drafted', 'in-force', 'replaced', 'withdrawn')),
  edition date not null,
  version integer not null,
  opened_on date not null,
  state_since date not null,
  due_on date,
  organisation_id uuid not null,
  authors text[],
  county_code text not null,
  title text not null,
  norm_version integer not null check (norm_version >= 1),
  occupation_code text not null,
  level text,
  methods text[] not null,
  weight_theory smallint not null default 0 check (weight_theory between 0 and 100),
  weight_skill smallint not null default 0 check (weight_skill between 0 and 100),
  weight_process smallint not null default 0 check (weight_process between 0 and 100),
  weight_performance smallint not null default 0 check (weight_performance between 0 and 100),
  replaces_id uuid,
  in_force_from date,
  document text,
  drafted_by text not null,
  filed_by text,
  constraint norm_weights check (weight_theory + weight_skill + weight_process + weight_performance = 100),
  constraint two_persons_norm check (filed_by is null or filed_by <> drafted_by)
);
alter table assessment.norm_case add constraint norm_case_pk primary key (case_id);
create index norm_case_occupation on assessment.norm_case (occupation_code, state);
comment on table assessment.norm_case is '[R] evaluation norms of employers and industries: who wrote them together, subjects and weights, by version';
grant select, insert, update on assessment.norm_case to guildbook_app;

create table assessment.plan_case (
  case_id uuid not null,
  state text not null check (state in ('drafted', 'filed', 'announced', 'applying', 'seated', 'examined', 'published', 'issued', 'archived', 'cancelled')),
  edition date not null,
  version integer not null,
  opened_on date not null,
  state_since date not null,
  due_on date,
  number text not null,
  organisation_id uuid not null,
  county_code text not null,
  track text not null check (track in ('skill-level', 'qualification', 'specific-capability')),
  audience text not null check (audience in ('public', 'own-students', 'own-staff')),
  method text not null check (method in ('exam', 'process', 'performance', 'contest', 'direct')),
  occupation_edition text not null,
  occupation_code text not null,
  work_type text,
  level text check (level in ('level-5', 'level-4', 'level-3', 'level-2', 'level-1', 'special', 'chief')),
  norm_id uuid,
  exam_on date not null,
  exam_half text not null check (exam_half in ('am', 'pm')),
  skill_half text not null check (skill_half in ('am', 'pm')),
  apply_from date not null,
  apply_until date not null,
  place text not null,
  seats integer not null check (seats between 1 and 20000),
  fee_fen bigint check (fee_fen >= 0),
  statement text,
  notice_from date,
  notice_until date,
  kept_until date,
  decision_note text,
  drafted_by text not null,
  announced_by text,
  published_by text,
  issued_by text,
  constraint plan_apply_days check (apply_until >= apply_from and apply_until < exam_on),
  constraint plan_halves check (exam_half <> skill_half),
  constraint plan_level check ((track = 'specific-capability') = (level is null)),
  constraint plan_announced_by_steps check (state in ('drafted', 'filed', 'cancelled') or announced_by is not null),
  constraint plan_issued_by_steps check (state not in ('issued', 'archived') or (published_by is not null and issued_by is not null)),
  -- The office that accepts a plan is not the body that files it; who issues is not who published.
  constraint two_persons_announce check (announced_by is null or announced_by <> drafted_by),
  constraint two_persons_issue check (issued_by is null or issued_by <> published_by)
);
alter table assessment.plan_case add constraint plan_case_pk primary key (case_id);
create index plan_case_organisation on assessment.plan_case (organisation_id, case_id);
create index plan_case_open on assessment.plan_case (state, exam_on);
create index plan_case_county on assessment.plan_case (county_code, case_id);
comment on table assessment.plan_case is '[C case_id] evaluation plans: one body, one occupation and level, one day, from draft to archive';
grant select, insert, update on assessment.plan_case to guildbook_app;
grant select on assessment.plan_case to guildbook_reader;

create table assessment.plan_key (
  number text not null,
  plan_id uuid not null
);
alter table assessment.plan_key add constraint plan_key_pk primary key (number);
comment on table assessment.plan_key is '[K number] numbers of plans, each once';
grant select, insert on assessment.plan_key to guildbook_app;

-- Places, and how many are taken: one row for each plan, changed by one conditional update.
create table assessment.plan_seats (
  plan_id uuid not null,
  seats integer not null,
  taken integer not null default 0,
  -- Applications are taken now; closed before anybody is seated, so that nobody slips in between.
  is_open boolean not null default false,
  constraint plan_seats_not_oversold check (taken between 0 and seats)
);
alter table assessment.plan_seats add constraint plan_seats_pk primary key (plan_id);
alter table assessment.plan_seats add constraint plan_seats_plan foreign key (plan_id) references assessment.plan_case (case_id);
comment on table assessment.plan_seats is '[C plan_id] places of a plan and how many are taken';
grant select, insert, update on assessment.plan_seats to guildbook_app;

create table assessment.application_case (
  plan_id uuid not null,
  case_id uuid not null,
  state text not null check (state in ('applied', 'admitted', 'seated', 'absent', 'barred', 'marked', 'scored', 'published', 'objected', 'correcting', 'issued', 'refused', 'withdrawn')),
  edition date not null,
  version integer not null,
  opened_on date not null,
  state_since date not null,
  due_on date,
  person_id uuid not null,
  organisation_id uuid not null,
  county_code text not null,
  declared text[],
  evidence text,
  eligible boolean not null,
  clause text,
  eligible_from date,
  refusal text,
  ticket text,
  room text,
  seat_no integer,
  ethics text,
  outcome text check (outcome in ('passed', 'failed', 'absent')),
  outcome_reason text,
  result_version integer,
  notice_until date,
  certificate_number text,
  note text,
  batch_id uuid,
  applied_by text not null,
  reviewed_by text,
  marked_by text,
  confirmed_by text,
  objected_by text,
  settled_by text,
  proposed_by text,
  corrected_by text,
  constraint application_reviewed check (state in ('applied', 'withdrawn') or reviewed_by is not null),
  constraint application_scored check (state <> 'scored' or (marked_by is not null and confirmed_by is not null)),
  constraint application_published check (state not in ('published', 'objected', 'correcting', 'issued') or (outcome is not null and result_version is not null)),
  constraint application_issued check (state <> 'issued' or (outcome = 'passed' and certificate_number is not null)),
  constraint two_persons_review check (reviewed_by is null or reviewed_by <> applied_by),
  constraint two_persons_marks check (confirmed_by is null or confirmed_by <> marked_by),
  constraint two_persons_objection check (settled_by is null or settled_by <> objected_by),
  constraint two_persons_correction check (corrected_by is null or corrected_by <> proposed_by)
);
alter table assessment.application_case add constraint application_case_pk primary key (plan_id, case_id);
-- One person, one place in a plan; who was refused or went may come again.
create unique index application_once on assessment.application_case (plan_id, person_id) where state not in ('refused', 'withdrawn');
create unique index application_ticket on assessment.application_case (plan_id, ticket) where ticket is not null;
create index application_case_id on assessment.application_case (case_id);
create index application_person on assessment.application_case (person_id);
create index application_batch on assessment.application_case (batch_id) where batch_id is not null;
alter table assessment.application_case add constraint application_case_plan foreign key (plan_id) references assessment.plan_case (case_id);
comment on table assessment.application_case is '[C plan_id] one person in one plan, from application to certificate';
grant select, insert, update, delete on assessment.application_case to guildbook_app;

-- One human is in one place in a half day, as a candidate or as an examiner, in the whole city.
create table assessment.person_slot (
  person_id uuid not null,
  held_on date not null,
  half text not null check (half in ('am', 'pm')),
  plan_id uuid not null,
  part text not null check (part in ('candidate', 'examiner'))
);
alter table assessment.person_slot add constraint person_slot_pk primary key (person_id, held_on, half);
create index person_slot_plan on assessment.person_slot (plan_id);
comment on table assessment.person_slot is '[K person_id] where a human is in a half day; the key refuses a second place';
grant select, insert, delete on assessment.person_slot to guildbook_app;

create table assessment.room_slot (
  room_key text not null,
  held_on date not null,
  half text not null check (half in ('am', 'pm')),
  plan_id uuid not null
);
alter table assessment.room_slot add constraint room_slot_pk primary key (room_key, held_on, half);
create index room_slot_plan on assessment.room_slot (plan_id);
comment on table assessment.room_slot is '[K room_key] which plan has a room in a half day; the key refuses a second one';
grant select, insert, delete on assessment.room_slot to guildbook_app;

create table assessment.seat (
  plan_id uuid not null,
  half text not null check (half in ('am', 'pm')),
  room text not null,
  seat_no integer not null check (seat_no >= 1),
  application_id uuid not null
);
alter table assessment.seat add constraint seat_pk primary key (plan_id, half, room, seat_no);
create unique index seat_once on assessment.seat (plan_id, half, application_id);
alter table assessment.seat add constraint seat_application foreign key (plan_id, application_id) references assessment.application_case (plan_id, case_id);
comment on table assessment.seat is '[C plan_id] who sits where; a seat holds one, and one has one seat';
grant select, insert, delete on assessment.seat to guildbook_app;

create table assessment.room_staff (
  plan_id uuid not null,
  room text not null,
  person_id uuid not null,
  name text not null,
  card_number text not null
);
alter table assessment.room_staff add constraint room_staff_pk primary key (plan_id, room, person_id);
create unique index room_staff_once on assessment.room_staff (plan_id, person_id);
alter table assessment.room_staff add constraint room_staff_plan foreign key (plan_id) references assessment.plan_case (case_id);
comment on table assessment.room_staff is '[C plan_id] examiners of each room';
grant select, insert, delete on assessment.room_staff to guildbook_app;

-- Every entry of marks ever made: first, second, proposed correction. Nothing is overwritten.
create table assessment.mark (
  plan_id uuid not null,
  application_id uuid not null,
  mark_no smallint not null check (mark_no >= 1),
  entry text not null check (entry in ('first', 'second', 'proposal')),
  theory_centi integer check (theory_centi between 0 and 10000),
  skill_centi integer check (skill_centi between 0 and 10000),
  comprehensive_centi integer check (comprehensive_centi between 0 and 10000),
  process_centi integer check (process_centi between 0 and 10000),
  performance_centi integer check (performance_centi between 0 and 10000),
  key_item_failed boolean not null,
  entered_by text not null,
  entered_on date not null,
  note text
);
alter table assessment.mark add constraint mark_pk primary key (plan_id, application_id, mark_no);
alter table assessment.mark add constraint mark_application foreign key (plan_id, application_id) references assessment.application_case (plan_id, case_id);
comment on table assessment.mark is '[C plan_id] entries of marks in hundredths of a point, each kept';
grant select, insert on assessment.mark to guildbook_app;

-- Published results, by version: as known between two days. A correction closes a version and never changes it.
create table assessment.result (
  plan_id uuid not null,
  application_id uuid not null,
  result_version integer not null check (result_version >= 1),
  person_id uuid not null,
  organisation_id uuid not null,
  county_code text not null,
  track text not null,
  audience text not null,
  method text not null,
  occupation_code text not null,
  level_rank smallint,
  sex text not null,
  ticket text not null,
  sat boolean not null,
  passed boolean not null,
  outcome text not null check (outcome in ('passed', 'failed', 'absent')),
  outcome_reason text,
  theory_centi integer,
  skill_centi integer,
  comprehensive_centi integer,
  process_centi integer,
  performance_centi integer,
  total_centi integer,
  passed_subjects text[] not null,
  examined_on date not null,
  known_on date not null,
  known_to date,
  constraint result_outcome check (passed = (outcome = 'passed') and sat = (outcome <> 'absent'))
);
alter table assessment.result add constraint result_pk primary key (plan_id, application_id, result_version);
create unique index result_current on assessment.result (plan_id, application_id) where known_to is null;
create index result_person on assessment.result (person_id, occupation_code);
alter table assessment.result add constraint result_application foreign key (plan_id, application_id) references assessment.application_case (plan_id, case_id);
comment on table assessment.result is '[C plan_id] published results, each version with the days between which it was believed';
grant select, insert, update on assessment.result to guildbook_app;

create table assessment.objection (
  plan_id uuid not null,
  application_id uuid not null,
  objection_no smallint not null check (objection_no >= 1),
  received_on date not null,
  body text not null,
  recorded_by text not null,
  outcome text check (outcome in ('unfounded', 'upheld')),
  answer text,
  settled_on date,
  settled_by text,
  check ((outcome is null) = (settled_on is null) and (outcome is null) = (settled_by is null)),
  constraint two_persons_settled check (settled_by is null or settled_by <> recorded_by)
);
alter table assessment.objection add constraint objection_pk primary key (plan_id, application_id, objection_no);
alter table assessment.objection add constraint objection_application foreign key (plan_id, application_id) references assessment.application_case (plan_id, case_id);
comment on table assessment.objection is '[C plan_id] objections to a result and what became of them; one line is held, not the batch';
grant select, insert, update on assessment.objection to guildbook_app;

-- A certificate that a result led to: what is counted as certificates by track.
create table assessment.issue_line (
  plan_id uuid not null,
  application_id uuid not null,
  certificate_id uuid not null,
  number text not null,
  person_id uuid not null,
  organisation_id uuid not null,
  county_code text not null,
  track text not null,
  audience text not null,
  method text not null,
  occupation_code text not null,
  level_rank smallint,
  sex text not null,
  issued_on date not null,
  known_on date not null
);
alter table assessment.issue_line add constraint issue_line_pk primary key (plan_id, application_id);
alter table assessment.issue_line add constraint issue_line_application foreign key (plan_id, application_id) references assessment.application_case (plan_id, case_id);
comment on table assessment.issue_line is '[C plan_id] certificates issued for results of a plan';
grant select, insert on assessment.issue_line to guildbook_app;

create table assessment.examiner (
  examiner_id uuid not null,
  card_number text not null check (length(card_number) between 2 and 40),
  person_id uuid not null,
  name text not null,
  grade text not null check (grade in ('examiner', 'senior')),
  occupation_code text not null,
  organisation_id uuid,
  county_code text not null,
  valid_from date not null,
  valid_to date not null,
  batch_id uuid,
  content_hash bytea,
  check (valid_to >= valid_from)
);
alter table assessment.examiner add constraint examiner_pk primary key (examiner_id);
create unique index examiner_card on assessment.examiner (card_number);
create index examiner_person on assessment.examiner (person_id);
create index examiner_batch on assessment.examiner (batch_id) where batch_id is not null;
comment on table assessment.examiner is '[R] examiners with their cards: for which occupation, in which grade, until when';
grant select, insert, update, delete on assessment.examiner to guildbook_app;

-- Ties that somebody declared; those that registers know (teachers, colleagues) are looked up.
create table assessment.tie (
  person_id uuid not null,
  other_id uuid not null,
  kind text not null check (kind in ('relative', 'trainer', 'colleague')),
  declared_on date not null
);
alter table assessment.tie add constraint tie_pk primary key (person_id, other_id, kind);
comment on table assessment.tie is '[P person_id] an examiner and somebody whom this examiner may not judge';
grant select, insert, delete on assessment.tie to guildbook_app;

-- External supervision: the seed is fixed before the list is drawn from, and shown afterwards, so that anybody can draw again.
create table assessment.supervision_case (
  case_id uuid not null,
  state text not null check (state in ('sealed', 'drawn', 'reported', 'closed')),
  edition date not null,
  version integer not null,
  opened_on date not null,
  state_since date not null,
  due_on date,
  plan_id uuid not null,
  organisation_id uuid not null,
  county_code text not null,
  supervisors integer not null check (supervisors between 1 and 20),
  commitment text,
  seed_sealed bytea,
  seed text,
  pool text[],
  drawn text[],
  problems text[],
  report text,
  measures_taken text,
  sealed_by text not null,
  reported_by text,
  closed_by text,
  constraint two_persons_close check (closed_by is null or closed_by <> reported_by)
);
alter table assessment.supervision_case add constraint supervision_case_pk primary key (case_id);
create index supervision_plan on assessment.supervision_case (plan_id);
comment on table assessment.supervision_case is '[R] supervision of a plan: commitment to a seed, who was drawn, what was found, what followed';
grant select, insert, update on assessment.supervision_case to guildbook_app;
