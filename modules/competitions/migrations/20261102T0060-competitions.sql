create schema competitions;
grant usage on schema competitions to guildbook_app, guildbook_reader;

create table competitions.event (
  event_id uuid not null,
  name text not null,
  tier text not null check (tier in ('national-1', 'national-2', 'provincial-1', 'provincial-2', 'city-1', 'city-2', 'county')),
  county_code text not null,
  held_on date not null,
  ended_on date not null,
  occupations text[] not null,
  host text not null,
  entrants integer check (entrants >= 0),
  -- 一县一品: the one brand event of a county.
  county_brand boolean not null,
  known_on date not null,
  known_to date,
  search_terms text[] not null,
  check (ended_on >= held_on)
);
alter table competitions.event add constraint event_pk primary key (event_id);
create index event_held on competitions.event (held_on);
comment on table competitions.event is '[R] skill competitions held';
grant select, insert, update on competitions.event to guildbook_app;
grant select on competitions.event to guildbook_reader;
