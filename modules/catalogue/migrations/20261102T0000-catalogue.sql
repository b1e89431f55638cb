create schema catalogue;
grant usage on schema catalogue to guildbook_app, guildbook_reader;

create table catalogue.division (
  -- Six places; a letter in the fifth marks a zone that the city runs and the national code does not know.
  code text not null check (code ~ '^[0-9]{4}([0-9]{2}|[A-Z][0-9])$'),
  name text not null,
  parent text,
  kind text not null check (kind in ('province', 'corps', 'prefecture', 'county', 'development-zone')),
  valid_from date,
  valid_to date
);
alter table catalogue.division add constraint division_pk primary key (code);
comment on table catalogue.division is '[R] administrative divisions in force, and the city-run zones that have no national code';
grant select, insert, update on catalogue.division to guildbook_app;
grant select on catalogue.division to guildbook_reader;

create table catalogue.division_ever (
  code text not null check (code ~ '^[0-9]{6}$'),
  first_year smallint not null,
  last_year smallint not null
);
alter table catalogue.division_ever add constraint division_ever_pk primary key (code, first_year);
comment on table catalogue.division_ever is '[R] codes that were ever valid: identity numbers keep the code of the first registration';
grant select, insert on catalogue.division_ever to guildbook_app;

create table catalogue.occupation (
  edition text not null,
  code text not null check (code ~ '^[1-8](-[0-9]{2}){0,3}$'),
  parent text,
  name text not null,
  depth smallint not null check (depth between 1 and 4),
  green boolean not null,
  digital boolean not null,
  industry text,
  search_terms text[] not null
);
alter table catalogue.occupation add constraint occupation_pk primary key (edition, code);
create index occupation_search on catalogue.occupation using gin (search_terms);
comment on table catalogue.occupation is '[R] occupational classification by edition; codes are neither contiguous nor stable between editions';
grant select, insert, update on catalogue.occupation to guildbook_app;
grant select on catalogue.occupation to guildbook_reader;

create table catalogue.occupation_map (
  edition text not null,
  code text not null,
  maps_to_edition text not null,
  maps_to text not null
);
alter table catalogue.occupation_map add constraint occupation_map_pk primary key (edition, code, maps_to_edition, maps_to);
comment on table catalogue.occupation_map is '[R] which occupation of a later edition an older one became';
grant select, insert on catalogue.occupation_map to guildbook_app;

create table catalogue.work_type (
  edition text not null,
  occupation_code text not null,
  name text not null
);
alter table catalogue.work_type add constraint work_type_pk primary key (edition, occupation_code, name);
comment on table catalogue.work_type is '[R] work types below an occupation; they have no official code';
grant select, insert on catalogue.work_type to guildbook_app;
