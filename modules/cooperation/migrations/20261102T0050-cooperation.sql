create schema cooperation;
grant usage on schema cooperation to guildbook_app, guildbook_reader;

create table cooperation.carrier (
  carrier_id uuid not null,
  type text not null check (type in ('training-base', 'master-studio')),
  tier text not null check (tier in ('national', 'provincial', 'city')),
  name text not null,
  organisation_id uuid not null,
  leader text,
  occupations text[] not null,
  county_code text not null,
  recognised_on date not null,
  withdrawn_on date,
  known_on date not null,
  known_to date,
  document text,
  search_terms text[] not null,
  check (withdrawn_on is null or withdrawn_on > recognised_on)
);
alter table cooperation.carrier add constraint carrier_pk primary key (carrier_id);
alter table cooperation.carrier add constraint carrier_host foreign key (organisation_id) references directory.organisation (organisation_id);
comment on table cooperation.carrier is '[R] high-skill training bases and skill-master studios';
grant select, insert, update on cooperation.carrier to guildbook_app;
grant select on cooperation.carrier to guildbook_reader;
