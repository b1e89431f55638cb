-- What entitles a person to a certificate besides an import: a published pass, or a promotion by a dated rule. The id is that of
-- the result in the room where it was decided, so nothing is issued twice for one result.
create table credentials.entitlement (
  person_id uuid not null,
  entitlement_id uuid not null,
  source text not null check (source in ('result', 'promotion')),
  -- The plan or contest whose results were published; all certificates of one issue share it.
  batch_id uuid not null,
  published_on date not null,
  rule_key text,
  rule_on date,
  check ((source = 'promotion') = (rule_key is not null)),
  check ((rule_key is null) = (rule_on is null))
);
alter table credentials.entitlement add constraint entitlement_pk primary key (person_id, entitlement_id);
create index entitlement_batch on credentials.entitlement (batch_id);
alter table credentials.entitlement add constraint entitlement_person foreign key (person_id) references people.person (person_id);
comment on table credentials.entitlement is '[P person_id] published passes and promotions by rule; a certificate that is issued here refers to one';
grant select, insert on credentials.entitlement to guildbook_app;

alter table credentials.certificate add column entitlement_id uuid;
alter table credentials.certificate add column corrects_id uuid;
alter table credentials.certificate add column corrected_by_id uuid;
-- Whence it came, exactly one: a batch (an import, or the stock with which the register was opened), an entitlement, the
-- certificate that it corrects.
alter table credentials.certificate add constraint certificate_provenance check (num_nonnulls(batch_id, entitlement_id, corrects_id) = 1);
alter table credentials.certificate add constraint certificate_corrected check (corrected_by_id is null or revoked_on is not null);
alter table credentials.certificate add constraint certificate_entitlement foreign key (person_id, entitlement_id) references credentials.entitlement (person_id, entitlement_id);
alter table credentials.certificate add constraint certificate_corrects foreign key (person_id, corrects_id) references credentials.certificate (person_id, certificate_id);
create unique index certificate_once on credentials.certificate (person_id, entitlement_id) where entitlement_id is not null;

create table credentials.number_block (
  case_id uuid not null,
  state text not null check (state in ('open', 'closed')),
  edition date not null,
  version integer not null,
  opened_on date not null,
  state_since date not null,
  due_on date,
  organisation_id uuid not null,
  prefix text not null check (prefix ~ '^[YS][0-9]{12}$'),
  year smallint not null check (year between 2000 and 2099),
  level_letter text not null check (level_letter ~ '^[0-9A-Z]$'),
  first_serial integer not null check (first_serial >= 1),
  last_serial integer not null check (last_serial <= 999999),
  next_serial integer not null,
  document text not null,
  county_code text not null,
  close_reason text,
  registered_by text not null,
  check (last_serial >= first_serial),
  constraint number_block_bounds check (next_serial between first_serial and last_serial + 1)
);
alter table credentials.number_block add constraint number_block_pk primary key (case_id);
create index number_block_of on credentials.number_block (organisation_id, year, level_letter) where state = 'open';
comment on table credentials.number_block is '[R] numbers that the province gave to a body, by year and level; the next one only moves on';
grant select, insert, update on credentials.number_block to guildbook_app;

create table credentials.number_void (
  case_id uuid not null,
  first_serial integer not null,
  last_serial integer not null,
  reason text not null,
  voided_on date not null,
  check (last_serial >= first_serial)
);
alter table credentials.number_void add constraint number_void_pk primary key (case_id, first_serial);
alter table credentials.number_void add constraint number_void_block foreign key (case_id) references credentials.number_block (case_id);
comment on table credentials.number_void is '[R] numbers of spoiled and destroyed blanks: never used';
grant select, insert on credentials.number_void to guildbook_app;

create table credentials.proof (
  person_id uuid not null,
  status_index bigint not null,
  certificate_id uuid not null,
  number text not null,
  key_id integer not null,
  code bytea not null check (length(code) <= 120),
  made_on date not null,
  ended_on date
);
alter table credentials.proof add constraint proof_pk primary key (person_id, status_index);
create index proof_certificate on credentials.proof (certificate_id);
create index proof_ended on credentials.proof (status_index) where ended_on is not null;
alter table credentials.proof add constraint proof_of_certificate foreign key (person_id, certificate_id) references credentials.certificate (person_id, certificate_id);
comment on table credentials.proof is '[P person_id] signed codes, each with its place in the status list; the place is never given again';
grant select, insert, update on credentials.proof to guildbook_app;
create index certificate_revoked on credentials.certificate (person_id, certificate_id) where revoked_on is not null;

create table credentials.status_key (
  status_index bigint not null,
  person_id uuid not null,
  certificate_id uuid not null
);
alter table credentials.status_key add constraint status_key_pk primary key (status_index);
comment on table credentials.status_key is '[K status_index] places of the status list that were given out';
grant select, insert on credentials.status_key to guildbook_app;

create table credentials.status_list (
  list_no smallint not null,
  next_index bigint not null,
  -- Moves with whatever changes the list, so that a kept copy knows whether it is still the newest.
  changes bigint not null
);
alter table credentials.status_list add constraint status_list_pk primary key (list_no);
insert into credentials.status_list (list_no, next_index, changes) values (1, 0, 0);
comment on table credentials.status_list is '[R] the next place of the status list, and how often the list changed';
grant select, update on credentials.status_list to guildbook_app;
