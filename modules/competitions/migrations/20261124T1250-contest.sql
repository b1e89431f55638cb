create table competitions.contest_case (
  case_id uuid not null,
  state text not null check (state in ('planned', 'approved', 'entries', 'locked', 'running', 'published', 'closed', 'refused', 'cancelled')),
  edition date not null,
  version integer not null,
  opened_on date not null,
  state_since date not null,
  due_on date,
  name text not null,
  tier text not null check (tier in ('national-1', 'national-2', 'provincial-1', 'provincial-2', 'city-1', 'city-2', 'county')),
  style text not null check (style in ('national', 'worldskills')),
  county_code text not null,
  held_on date not null,
  ended_on date not null,
  host text not null,
  awards boolean not null,
  county_brand boolean not null,
  approval_number text,
  -- The draw is bound before anybody enters: the hash is public from then on, the seed from the draw on.
  draw_seed bytea check (length(draw_seed) = 32),
  draw_hash text,
  draw_seed_opened text,
  published_no smallint not null default 0,
  published_on date,
  notice_until date,
  document text,
  note text,
  planned_by text not null,
  approved_by text,
  published_by text,
  closed_by text,
  check (ended_on >= held_on),
  check ((draw_seed is null) = (draw_hash is null)),
  constraint contest_approved check (state in ('planned', 'refused', 'cancelled') or approved_by is not null),
  constraint contest_drawn check (draw_seed_opened is null or draw_hash is not null),
  constraint contest_published check (state not in ('published', 'closed') or published_by is not null),
  constraint two_persons_approve check (approved_by is null or approved_by <> planned_by),
  constraint two_persons_close check (closed_by is null or closed_by <> published_by)
);
alter table competitions.contest_case add constraint contest_case_pk primary key (case_id);
create index contest_case_county on competitions.contest_case (county_code);
comment on table competitions.contest_case is '[C case_id] a competition through its whole life, from plan to promotion';
grant select, insert, update on competitions.contest_case to guildbook_app;

create table competitions.skill (
  event_id uuid not null,
  skill_no smallint not null check (skill_no >= 1),
  title text not null,
  occupation_edition text not null,
  occupation_code text not null,
  work_type text,
  group_id text not null check (group_id in ('employees', 'students', 'teachers')),
  team_size smallint not null check (team_size between 1 and 3),
  -- Least level that an entrant must hold in the occupation; null where anybody of the group may enter.
  rank_least smallint,
  scheme text,
  judges smallint,
  scheme_hash text,
  check ((scheme is null) = (judges is null)),
  check (scheme_hash is null or scheme is not null),
  constraint skill_judges_odd check (judges % 2 = 1)
);
alter table competitions.skill add constraint skill_pk primary key (event_id, skill_no);
alter table competitions.skill add constraint skill_event foreign key (event_id) references competitions.contest_case (case_id);
comment on table competitions.skill is '[C event_id] skills of a competition, each with its marking scheme; the hash stands from the lock on';
grant select, insert, update on competitions.skill to guildbook_app;

create table competitions.entry (
  event_id uuid not null,
  entry_id uuid not null,
  skill_no smallint not null,
  organisation_id uuid,
  secret_no smallint check (secret_no >= 1),
  seconds integer check (seconds >= 0),
  decision smallint check (decision >= 1),
  absent boolean not null,
  entered_on date not null
);
alter table competitions.entry add constraint entry_pk primary key (event_id, entry_id);
create unique index entry_secret on competitions.entry (event_id, skill_no, secret_no);
alter table competitions.entry add constraint entry_skill foreign key (event_id, skill_no) references competitions.skill (event_id, skill_no);
comment on table competitions.entry is '[C event_id] entries (a person or a team); marked under a secret number that is drawn';
grant select, insert, update on competitions.entry to guildbook_app;

create table competitions.entrant (
  event_id uuid not null,
  skill_no smallint not null,
  person_id uuid not null,
  entry_id uuid not null
);
alter table competitions.entrant add constraint entrant_pk primary key (event_id, skill_no, person_id);
create index entrant_person on competitions.entrant (person_id);
alter table competitions.entrant add constraint entrant_entry foreign key (event_id, entry_id) references competitions.entry (event_id, entry_id);
comment on table competitions.entrant is '[C event_id] who stands behind an entry; nobody twice in one skill';
grant select, insert on competitions.entrant to guildbook_app;

create table competitions.judge (
  event_id uuid not null,
  skill_no smallint not null,
  judge_key text not null,
  name text not null,
  organisation_id uuid,
  -- 回避: declared relation to an entrant. Whoever has one is never drawn.
  relation text,
  judge_no smallint check (judge_no >= 1),
  constraint judge_without_relation check (judge_no is null or relation is null)
);
alter table competitions.judge add constraint judge_pk primary key (event_id, skill_no, judge_key);
create unique index judge_drawn on competitions.judge (event_id, skill_no, judge_no);
alter table competitions.judge add constraint judge_skill foreign key (event_id, skill_no) references competitions.skill (event_id, skill_no);
comment on table competitions.judge is '[C event_id] judges named for a skill; those drawn have a number';
grant select, insert, update on competitions.judge to guildbook_app;

create table competitions.sheet_case (
  event_id uuid not null,
  case_id uuid not null,
  state text not null check (state in ('open', 'signed')),
  edition date not null,
  version integer not null,
  opened_on date not null,
  state_since date not null,
  due_on date,
  skill_no smallint not null,
  module text not null,
  judge_no smallint not null,
  judge_key text not null,
  county_code text not null,
  title text not null,
  marks_hash text,
  reopen_note text,
  signed_by text,
  reopened_by text,
  -- A module is locked by the judge's own hand, over exactly these marks.
  constraint sheet_signed check (state <> 'signed' or signed_by = judge_key),
  constraint sheet_hashed check (marks_hash is null or signed_by is not null),
  constraint two_persons_reopen check (reopened_by is null or reopened_by <> judge_key)
);
alter table competitions.sheet_case add constraint sheet_case_pk primary key (event_id, case_id);
create index sheet_case_id on competitions.sheet_case (case_id);
create unique index sheet_of on competitions.sheet_case (event_id, skill_no, module, judge_no);
create index sheet_judge on competitions.sheet_case (judge_key);
alter table competitions.sheet_case add constraint sheet_skill foreign key (event_id, skill_no) references competitions.skill (event_id, skill_no);
comment on table competitions.sheet_case is '[C event_id] score sheets: one for each judge and module, open until signed';
grant select, insert, update on competitions.sheet_case to guildbook_app;

-- Never changed and never taken away: a correction is a later row of the same aspect.
create table competitions.mark (
  event_id uuid not null,
  sheet_id uuid not null,
  secret_no smallint not null,
  aspect text not null,
  given_no integer not null,
  value integer not null check (value >= 0)
);
alter table competitions.mark add constraint mark_pk primary key (event_id, sheet_id, secret_no, aspect, given_no);
alter table competitions.mark add constraint mark_sheet foreign key (event_id, sheet_id) references competitions.sheet_case (event_id, case_id);
comment on table competitions.mark is '[C event_id] raw marks: one for each judge, aspect and entry; the latest counts';
grant select, insert on competitions.mark to guildbook_app;

create table competitions.result (
  event_id uuid not null,
  skill_no smallint not null,
  published_no smallint not null,
  county_code text not null,
  settings text not null,
  result text not null,
  result_hash text not null
);
alter table competitions.result add constraint result_pk primary key (event_id, skill_no, published_no);
alter table competitions.result add constraint result_skill foreign key (event_id, skill_no) references competitions.skill (event_id, skill_no);
comment on table competitions.result is '[C event_id] published results under secret numbers, with the rules they were computed by; sealed';
grant select, insert on competitions.result to guildbook_app;

create table competitions.objection (
  event_id uuid not null,
  objection_no smallint not null check (objection_no >= 1),
  published_no smallint not null,
  received_on date not null,
  body text not null check (length(body) between 2 and 1000),
  recorded_by text not null,
  outcome text check (outcome in ('unfounded', 'upheld')),
  answer text,
  settled_on date,
  settled_by text,
  check ((outcome is null) = (settled_on is null) and (outcome is null) = (settled_by is null)),
  constraint two_persons_objection check (settled_by is null or settled_by <> recorded_by)
);
alter table competitions.objection add constraint objection_pk primary key (event_id, objection_no);
alter table competitions.objection add constraint objection_event foreign key (event_id) references competitions.contest_case (case_id);
comment on table competitions.objection is '[C event_id] objections to published results; who objected is not kept here';
grant select, insert, update on competitions.objection to guildbook_app;

create table competitions.placing (
  person_id uuid not null,
  placing_id uuid not null,
  event_id uuid not null,
  skill_no smallint not null,
  tier text not null,
  county_code text not null,
  group_id text not null,
  occupation_code text not null,
  held_on date not null,
  known_on date not null,
  known_to date,
  -- Of those who came; null for who did not.
  place smallint check (place >= 1),
  medal text check (medal in ('gold', 'silver', 'bronze', 'excellence')),
  why text not null,
  level_rank smallint,
  -- Which of the year's promotions this is: the database holds the cap, whatever two closings do at once.
  year smallint not null,
  year_slot smallint check (year_slot >= 1),
  promoted boolean not null,
  certificate_id uuid,
  honours text[] not null,
  document text not null,
  check ((level_rank is null) = (year_slot is null)),
  check (promoted = (level_rank is not null)),
  check (promoted = (certificate_id is not null))
);
alter table competitions.placing add constraint placing_pk primary key (person_id, placing_id);
create unique index placing_once on competitions.placing (person_id, event_id, skill_no);
create unique index placing_year on competitions.placing (person_id, year, year_slot);
create index placing_event on competitions.placing (event_id);
alter table competitions.placing add constraint placing_person foreign key (person_id) references people.person (person_id);
comment on table competitions.placing is '[P person_id] what a person reached in a competition, and what it led to';
grant select, insert on competitions.placing to guildbook_app;
grant select on competitions.placing to guildbook_reader;
