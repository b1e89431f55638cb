create schema subsidy;
grant usage on schema subsidy to guildbook_app, guildbook_reader;

create table subsidy.claim (
  claim_id uuid not null,
  number text not null check (length(number) between 1 and 40),
  organisation_id uuid not null,
  class_id uuid,
  county_code text not null,
  fund text not null check (fund in ('employment', 'special-account', 'unemployment-insurance', 'other')),
  scheme text not null check (length(scheme) between 1 and 60),
  payee text not null check (payee in ('institution', 'person')),
  state text not null check (state in ('draft', 'filed', 'reviewed', 'returned', 'approved', 'publicised', 'paid', 'refused', 'withdrawn')),
  days smallint check (days >= 0),
  amount_fen bigint not null check (amount_fen >= 0),
  lines integer not null check (lines >= 0),
  filed_on date,
  filed_at timestamptz,
  filed_by text,
  reviewed_at timestamptz,
  reviewed_by text,
  approved_at timestamptz,
  approved_by text,
  paid_on date,
  batch_id uuid,
  version integer not null default 1,
  check (state <> 'paid' or paid_on is not null),
  -- What is handled here is held apart. A claim from a file was handled elsewhere: the checks say what was wrong there (C30).
  constraint two_persons_review check (batch_id is not null or reviewed_by is null or reviewed_by <> filed_by),
  constraint two_persons_approve check (batch_id is not null or approved_by is null or (approved_by <> filed_by and approved_by <> reviewed_by)),
  constraint reviewed_before check (batch_id is not null or approved_by is null or reviewed_by is not null)
);
alter table subsidy.claim add constraint claim_pk primary key (claim_id);
create index claim_class on subsidy.claim (class_id) where class_id is not null;
create index claim_organisation on subsidy.claim (organisation_id);
create index claim_queue on subsidy.claim (state, county_code);
create index claim_batch on subsidy.claim (batch_id) where batch_id is not null;
comment on table subsidy.claim is '[M claim_id] claims of subsidy, one for a class and fund, with who filed, reviewed and approved';
grant select, insert, update, delete on subsidy.claim to guildbook_app;

create table subsidy.claim_key (
  number text not null,
  claim_id uuid not null
);
alter table subsidy.claim_key add constraint claim_key_pk primary key (number);
comment on table subsidy.claim_key is '[K number] one claim per number';
grant select, insert, delete on subsidy.claim_key to guildbook_app;

create table subsidy.claim_line (
  claim_id uuid not null,
  line_no integer not null check (line_no >= 1),
  person_id uuid not null,
  class_id uuid,
  seat_no smallint,
  occupation_code text,
  level_rank smallint check (level_rank between 0 and 7),
  certificate_number text,
  days smallint check (days >= 0),
  amount_fen bigint not null check (amount_fen >= 0),
  payee_name text,
  account_index bytea check (octet_length(account_index) = 8),
  account_sealed bytea,
  account_changed_at timestamptz,
  batch_id uuid,
  content_hash bytea
);
alter table subsidy.claim_line add constraint claim_line_pk primary key (claim_id, line_no);
create index claim_line_person on subsidy.claim_line (person_id);
create index claim_line_seat on subsidy.claim_line (class_id, seat_no) where class_id is not null;
create index claim_line_certificate on subsidy.claim_line (certificate_number) where certificate_number is not null;
create index claim_line_batch on subsidy.claim_line (batch_id) where batch_id is not null;
alter table subsidy.claim_line add constraint claim_line_claim foreign key (claim_id) references subsidy.claim (claim_id);
comment on table subsidy.claim_line is '[M claim_id] one person in a claim: days, certificate, amount, account';
grant select, insert, update, delete on subsidy.claim_line to guildbook_app;
