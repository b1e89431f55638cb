create schema training;
grant usage on schema training to guildbook_app, guildbook_reader;

create table training.class (
  class_id uuid not null,
  name text not null,
  organisation_id uuid not null,
  kind text not null check (kind in ('employment-skills', 'upgrading', 'job-change', 'pre-job', 'safety', 'project-based', 'apprenticeship', 'entrepreneurship')),
  occupation_code text not null,
  level_rank smallint check (level_rank between 0 and 7),
  county_code text not null,
  started_on date not null,
  ended_on date not null,
  seats smallint not null check (seats between 1 and 200),
  check (ended_on >= started_on)
);
alter table training.class add constraint class_pk primary key (class_id);
create index class_county on training.class (county_code, class_id);
create index class_organisation on training.class (organisation_id);
comment on table training.class is '[C class_id] classes of subsidised training';
grant select, insert, update on training.class to guildbook_app;

create table training.enrolment (
  class_id uuid not null,
  seat_no smallint not null check (seat_no >= 1),
  person_id uuid not null,
  organisation_id uuid not null,
  kind text not null,
  group_id text not null,
  occupation_code text not null,
  level_rank smallint,
  county_code text not null,
  sex text not null,
  birth_year smallint not null,
  started_on date not null,
  completed_on date not null,
  known_on date not null,
  voided_known_on date
);
alter table training.enrolment add constraint enrolment_pk primary key (class_id, seat_no);
create index enrolment_person on training.enrolment (person_id);
alter table training.enrolment add constraint enrolment_class foreign key (class_id) references training.class (class_id);
comment on table training.enrolment is '[C class_id] one person finishing one class: one 人次';
grant select, insert, update on training.enrolment to guildbook_app;
