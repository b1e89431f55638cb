create table credentials.replacement_case (
  case_id uuid not null,
  state text not null check (state in ('proposed', 'replaced', 'refused')),
  edition date not null,
  version integer not null,
  opened_on date not null,
  state_since date not null,
  due_on date,
  person_id uuid not null,
  certificate_id uuid not null,
  certificate_number text not null,
  county_code text not null,
  reason_code text not null,
  reason text not null,
  given_number text,
  new_number text,
  decision_note text,
  proposed_by text not null,
  decided_by text,
  check (new_number is null or state = 'replaced'),
  constraint two_persons_replace check (decided_by is null or decided_by <> proposed_by)
);
alter table credentials.replacement_case add constraint replacement_case_pk primary key (case_id);
create unique index replacement_case_open on credentials.replacement_case (certificate_id) where state = 'proposed';
comment on table credentials.replacement_case is '[R] papers lost or damaged: the number is given up for a new one';
grant select, insert, update on credentials.replacement_case to guildbook_app;

create table credentials.correction_case (
  case_id uuid not null,
  state text not null check (state in ('proposed', 'corrected', 'refused')),
  edition date not null,
  version integer not null,
  opened_on date not null,
  state_since date not null,
  due_on date,
  person_id uuid not null,
  certificate_id uuid not null,
  certificate_number text not null,
  county_code text not null,
  occupation_code text,
  work_type text,
  level_rank smallint,
  issued_on date,
  reason text not null,
  given_number text,
  new_number text,
  decision_note text,
  proposed_by text not null,
  decided_by text,
  check (new_number is null or state = 'corrected'),
  constraint two_persons_correct check (decided_by is null or decided_by <> proposed_by)
);
alter table credentials.correction_case add constraint correction_case_pk primary key (case_id);
create unique index correction_case_open on credentials.correction_case (certificate_id) where state = 'proposed';
comment on table credentials.correction_case is '[R] certificates that say something wrong: another one takes their place';
grant select, insert, update on credentials.correction_case to guildbook_app;

create table credentials.verification (
  case_id uuid not null,
  state text not null check (state in ('recorded')),
  edition date not null,
  version integer not null,
  opened_on date not null,
  state_since date not null,
  due_on date,
  person_id uuid not null,
  certificate_id uuid not null,
  certificate_number text not null,
  county_code text not null,
  checked_on date not null,
  result text not null check (result in ('match', 'mismatch', 'not-found')),
  channel text not null check (channel in ('manual')),
  reason text not null,
  recorded_by text not null
);
alter table credentials.verification add constraint verification_pk primary key (case_id);
create index verification_certificate on credentials.verification (certificate_id, checked_on);
comment on table credentials.verification is '[R] what the national query said of a certificate, on which day, and who looked';
grant select, insert, update on credentials.verification to guildbook_app;

create table credentials.share_case (
  case_id uuid not null,
  state text not null check (state in ('shared', 'ended')),
  edition date not null,
  version integer not null,
  opened_on date not null,
  state_since date not null,
  due_on date,
  person_id uuid not null,
  certificate_number text not null,
  county_code text not null,
  scope text not null check (scope in ('certificates', 'all')),
  expires_on date not null,
  full_name boolean not null,
  reason text not null,
  end_reason text,
  shared_by text not null
);
alter table credentials.share_case add constraint share_case_pk primary key (case_id);
create index share_case_person on credentials.share_case (person_id);
comment on table credentials.share_case is '[R] links by which a holder shows the skills passport to others, until a day';
grant select, insert, update on credentials.share_case to guildbook_app;

create table credentials.share_view (
  case_id uuid not null,
  view_id uuid not null,
  viewed_at timestamptz not null
);
alter table credentials.share_view add constraint share_view_pk primary key (case_id, view_id);
comment on table credentials.share_view is '[K case_id] every look at a shared passport; the holder may read it';
grant select, insert on credentials.share_view to guildbook_app;
