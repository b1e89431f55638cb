create schema people;
grant usage on schema people to guildbook_app, guildbook_reader;

create table people.person (
  person_id uuid not null,
  name text not null check (length(name) between 1 and 60),
  name_key text not null,
  sex text not null check (sex in ('male', 'female')),
  birth_date date not null,
  identity_sealed bytea not null,
  identity_index bytea not null check (octet_length(identity_index) = 32),
  phone_sealed bytea,
  county_code text not null,
  education text check (education in ('primary', 'junior', 'senior', 'vocational', 'college', 'bachelor', 'postgraduate')),
  known_on date not null,
  left_on date,
  left_reason text check (left_reason in ('died', 'moved-away')),
  left_known_on date,
  batch_id uuid,
  search_terms text[] not null,
  version integer not null default 1,
  check ((left_on is null) = (left_known_on is null)),
  check ((left_on is null) = (left_reason is null))
);
alter table people.person add constraint person_pk primary key (person_id);
create index person_county on people.person (county_code, person_id);
create index person_identity on people.person (identity_index);
create index person_search on people.person using gin (search_terms);
create index person_batch on people.person (batch_id) where batch_id is not null;
comment on table people.person is '[P person_id] one row per human being known to the register; identity number and phone are sealed';
grant select, insert, update, delete on people.person to guildbook_app;

create table people.identity_key (
  identity_index bytea not null check (octet_length(identity_index) = 32),
  person_id uuid not null
);
alter table people.identity_key add constraint identity_key_pk primary key (identity_index);
comment on table people.identity_key is '[K identity_index] one person per identity number, by its keyed index';
grant select, insert, delete on people.identity_key to guildbook_app;

create table people.employment (
  person_id uuid not null,
  spell_no smallint not null,
  organisation_id uuid,
  employer_name text,
  occupation_code text,
  from_on date not null,
  to_on date,
  source text not null,
  check (to_on is null or to_on > from_on)
);
alter table people.employment add constraint employment_pk primary key (person_id, spell_no);
alter table people.employment add constraint employment_person foreign key (person_id) references people.person (person_id);
comment on table people.employment is '[P person_id] spells of work, each with where the knowledge is from';
grant select, insert, update on people.employment to guildbook_app;

create table people.education (
  person_id uuid not null,
  education_no smallint not null,
  school_name text not null,
  kind text not null,
  major text,
  status text not null check (status in ('enrolled', 'final-year', 'graduated', 'left')),
  graduated_on date
);
alter table people.education add constraint education_pk primary key (person_id, education_no);
alter table people.education add constraint education_person foreign key (person_id) references people.person (person_id);
comment on table people.education is '[P person_id] schooling, with the major that eligibility asks for';
grant select, insert, update on people.education to guildbook_app;

create table people.title (
  person_id uuid not null,
  title_no smallint not null,
  name text not null,
  grade text not null check (grade in ('junior', 'intermediate', 'senior', 'professorial')),
  obtained_on date not null
);
alter table people.title add constraint title_pk primary key (person_id, title_no);
alter table people.title add constraint title_person foreign key (person_id) references people.person (person_id);
comment on table people.title is '[P person_id] professional titles, which open routes to skill levels';
grant select, insert, update on people.title to guildbook_app;

create table people.group_membership (
  person_id uuid not null,
  group_id text not null,
  from_on date not null,
  to_on date,
  proof text not null,
  registered_on date not null
);
alter table people.group_membership add constraint group_membership_pk primary key (person_id, group_id, from_on);
alter table people.group_membership add constraint group_membership_person foreign key (person_id) references people.person (person_id);
comment on table people.group_membership is '[P person_id] key groups (重点群体) with their dates and proof';
grant select, insert, update on people.group_membership to guildbook_app;
