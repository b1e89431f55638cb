-- Work as files tell it: the employer by code or name, until somebody knows which organisation that is.
alter table people.employment add column employer_code text;
alter table people.employment add column county_code text;
alter table people.employment add column batch_id uuid;
alter table people.employment add column content_hash bytea;
create index employment_batch on people.employment (batch_id) where batch_id is not null;
create index employment_employer on people.employment (employer_code) where employer_code is not null;
grant delete on people.employment to guildbook_app;
alter table people.person add column content_hash bytea;
alter table people.group_membership add column batch_id uuid;
create index group_membership_batch on people.group_membership (batch_id) where batch_id is not null;
grant delete on people.group_membership to guildbook_app;

create table people.register_file (
  file_id uuid not null,
  register_id text not null check (register_id in ('death', 'custody', 'payroll', 'students', 'pension', 'insurance', 'disability', 'poverty', 'unemployment', 'market', 'certificates')),
  as_of date not null,
  loaded_on date not null,
  rows integer not null check (rows >= 0),
  covers_from date,
  covers_to date,
  file_name text not null
);
alter table people.register_file add constraint register_file_pk primary key (file_id);
create index register_file_latest on people.register_file (register_id, as_of);
comment on table people.register_file is '[R] files of outside registers, each of one day: a check that needs a register asks for the newest and how old it is';
grant select, insert, update, delete on people.register_file to guildbook_app;

-- One file may be the whole register of its day, or a month of changes: entries of all files of a register count together.
create table people.register_entry (
  identity_index bytea not null check (octet_length(identity_index) = 32),
  register_id text not null,
  file_id uuid not null,
  entry_no integer not null,
  name_key text not null,
  identity_sealed bytea not null,
  kind text,
  from_on date,
  to_on date,
  employer_code text,
  employer_name text,
  place_code text,
  certificate_number text,
  detail text,
  content_hash bytea not null,
  check (to_on is null or from_on is null or to_on >= from_on)
);
alter table people.register_entry add constraint register_entry_pk primary key (identity_index, register_id, file_id, entry_no);
create index register_entry_file on people.register_entry (file_id);
create index register_entry_certificate on people.register_entry (certificate_number) where certificate_number is not null;
comment on table people.register_entry is '[K identity_index] what an outside register says of a person; of identity numbers only the keyed index and the sealed text';
grant select, insert, delete on people.register_entry to guildbook_app;
