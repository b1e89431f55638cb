create schema credentials;
grant usage on schema credentials to guildbook_app, guildbook_reader;

create table credentials.certificate (
  person_id uuid not null,
  certificate_id uuid not null,
  number text not null check (length(number) between 4 and 40),
  kind text not null check (kind in ('skill-level', 'qualification', 'specific-capability', 'completion')),
  occupation_edition text not null,
  occupation_code text not null,
  work_type text,
  -- 0 apprentice, 1 junior … 5 senior technician, 6 special, 7 chief; null where the kind knows no level.
  level_rank smallint check (level_rank between 0 and 7),
  organisation_id uuid not null,
  issued_on date not null,
  known_on date not null,
  revoked_on date,
  revoked_known_on date,
  revoked_reason text,
  county_code text not null,
  batch_id uuid,
  content_hash bytea,
  version integer not null default 1,
  check ((revoked_on is null) = (revoked_known_on is null)),
  check (revoked_on is null or revoked_on >= issued_on),
  check ((kind in ('skill-level', 'qualification')) = (level_rank is not null))
);
alter table credentials.certificate add constraint certificate_pk primary key (person_id, certificate_id);
create index certificate_county on credentials.certificate (county_code, certificate_id);
create index certificate_organisation on credentials.certificate (organisation_id, certificate_id);
create index certificate_newest on credentials.certificate (certificate_id);
-- Batches are small beside the stock with which a register is opened, which is one batch and never taken back.
create index certificate_batch on credentials.certificate (batch_id) where batch_id <> '00000000-0000-7000-8000-00000000b00c';
alter table credentials.certificate add constraint certificate_person foreign key (person_id) references people.person (person_id);
comment on table credentials.certificate is '[P person_id] certificates of every kind; revoked ones stay';
grant select, insert, update, delete on credentials.certificate to guildbook_app;

create table credentials.certificate_key (
  number text not null,
  person_id uuid not null,
  certificate_id uuid not null
);
alter table credentials.certificate_key add constraint certificate_key_pk primary key (number);
comment on table credentials.certificate_key is '[K number] a certificate number is used once, for ever; also the way from number to person';
grant select, insert, delete on credentials.certificate_key to guildbook_app;

-- A person counted once, at the highest valid level over all occupations, between two days, as known between two days. The
-- only derived table: project(certificates of a person) gives exactly that person's rows.
create table credentials.holding (
  person_id uuid not null,
  known_from date not null,
  held_from date not null,
  known_to date,
  held_to date,
  certificate_id uuid not null,
  level_rank smallint not null,
  county_code text not null,
  sex text not null,
  birth_year smallint not null,
  occupation_code text not null,
  kind text not null,
  organisation_id uuid not null,
  issued_year smallint not null,
  first_skilled boolean not null,
  first_high boolean not null,
  check (held_to is null or held_to > held_from),
  check (known_to is null or known_to > known_from)
);
alter table credentials.holding add constraint holding_pk primary key (person_id, known_from, held_from);
create index holding_certificate on credentials.holding (certificate_id);
alter table credentials.holding add constraint holding_person foreign key (person_id) references people.person (person_id);
comment on table credentials.holding is '[P person_id] spans in which a person counts as skilled, with the certificate that counts; bitemporal, derived, rebuildable';
grant select, insert, update, delete on credentials.holding to guildbook_app;

create table credentials.revocation_case (
  case_id uuid not null,
  state text not null check (state in ('proposed', 'revoked', 'refused')),
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
  effective_on date not null,
  decision_note text,
  proposed_by text not null,
  decided_by text,
  constraint two_persons_revoke check (decided_by is null or decided_by <> proposed_by)
);
alter table credentials.revocation_case add constraint revocation_case_pk primary key (case_id);
create unique index revocation_case_open on credentials.revocation_case (certificate_id) where state = 'proposed';
comment on table credentials.revocation_case is '[R] proposals to revoke a certificate: one person proposes, another decides';
grant select, insert, update on credentials.revocation_case to guildbook_app;
