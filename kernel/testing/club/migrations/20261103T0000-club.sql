create schema club;
grant usage on schema club to guildbook_app, guildbook_reader;

create table club.academy (
  academy_id uuid not null,
  name text not null
);
alter table club.academy add constraint academy_pk primary key (academy_id);
comment on table club.academy is '[R] academies that send players';
grant select, insert, update on club.academy to guildbook_app;

create table club.member (
  member_id uuid not null,
  name text not null,
  area text not null,
  level text not null check (level in ('rookie', 'regular', 'champion')),
  academy_id uuid,
  phone_sealed bytea,
  phone_index bytea,
  player_key text not null,
  joined_on date not null,
  remark text,
  listed boolean not null,
  search_terms text[] not null,
  version integer not null default 1
);
alter table club.member add constraint member_pk primary key (member_id);
create index member_area on club.member (area, member_id);
create index member_search on club.member using gin (search_terms);
comment on table club.member is '[P member_id] players of the club';
grant select, insert, update, delete on club.member to guildbook_app;

-- Lockers have keys that are a trial for any order of keys: digits, signs beyond the first plane, two parts.
create table club.locker (
  hall text not null,
  place text not null,
  holder text
);
alter table club.locker add constraint locker_pk primary key (hall, place);
comment on table club.locker is '[K hall] lockers';
grant select, insert, update, delete on club.locker to guildbook_app;

-- Between two days on the rolls, as known between two days.
create table club.stay (
  member_id uuid not null,
  stay_no integer not null,
  from_on date not null,
  to_on date,
  known_from date not null,
  known_to date,
  level text not null,
  area text not null,
  court_code text not null,
  grade smallint,
  birth_year smallint,
  paid boolean,
  academy_id uuid
);
alter table club.stay add constraint stay_pk primary key (member_id, stay_no);
comment on table club.stay is '[P member_id] time on the rolls, bitemporal';
grant select, insert, update, delete on club.stay to guildbook_app;

create table club.membership_case (
  case_id uuid not null,
  state text not null check (state in ('applied', 'checked', 'admitted', 'suspended', 'left', 'refused')),
  edition date not null,
  version integer not null,
  opened_on date not null,
  state_since date not null,
  due_on date,
  member_id uuid not null,
  player_name text not null,
  area text not null,
  level text not null,
  player_key text not null,
  applied_by text not null,
  checked_by text,
  admitted_by text,
  constraint two_persons_check check (checked_by is null or checked_by <> applied_by),
  constraint two_persons_admit check (admitted_by is null or (admitted_by <> applied_by and admitted_by <> checked_by))
);
alter table club.membership_case add constraint membership_case_pk primary key (case_id);
create unique index membership_once on club.membership_case (player_key) where state not in ('left', 'refused');
comment on table club.membership_case is '[R] memberships, through their whole life';
grant select, insert, update on club.membership_case to guildbook_app;
