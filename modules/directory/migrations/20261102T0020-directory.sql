create schema directory;
grant usage on schema directory to guildbook_app, guildbook_reader;

create table directory.organisation (
  organisation_id uuid not null,
  name text not null check (length(name) between 2 and 120),
  kind text not null check (kind in ('technical-school', 'training-centre', 'private-school', 'vocational-college', 'employer', 'social-evaluation', 'qualification-centre', 'public-body', 'association')),
  credit_code text,
  county_code text not null,
  address text,
  contact_phone text,
  legal_representative text,
  founded_on date,
  closed_on date,
  merged_into uuid,
  search_terms text[] not null,
  version integer not null default 1,
  check (merged_into is null or closed_on is not null)
);
alter table directory.organisation add constraint organisation_pk primary key (organisation_id);
create unique index organisation_credit_code on directory.organisation (credit_code) where credit_code is not null;
create index organisation_county on directory.organisation (county_code, organisation_id);
create index organisation_search on directory.organisation using gin (search_terms);
comment on table directory.organisation is '[R] schools, bodies, employers and offices';
grant select, insert, update on directory.organisation to guildbook_app;
grant select on directory.organisation to guildbook_reader;

create table directory.organisation_name (
  organisation_id uuid not null,
  from_on date not null,
  name text not null,
  document text
);
alter table directory.organisation_name add constraint organisation_name_pk primary key (organisation_id, from_on);
alter table directory.organisation_name add constraint organisation_name_of foreign key (organisation_id) references directory.organisation (organisation_id);
comment on table directory.organisation_name is '[R] names an organisation has had, each from a day on';
grant select, insert on directory.organisation_name to guildbook_app;

create table directory.site (
  site_id uuid not null,
  organisation_id uuid not null,
  name text not null,
  address text not null,
  county_code text not null,
  capacity integer check (capacity > 0)
);
alter table directory.site add constraint site_pk primary key (site_id);
alter table directory.site add constraint site_of foreign key (organisation_id) references directory.organisation (organisation_id);
comment on table directory.site is '[R] places where an organisation teaches or examines';
grant select, insert, update on directory.site to guildbook_app;

create table directory.licence (
  licence_id uuid not null,
  organisation_id uuid not null,
  kind text not null check (kind in ('school-licence', 'evaluation-filing', 'registration')),
  number text not null,
  issuer text not null,
  scope text not null,
  valid_from date not null,
  valid_to date,
  check (valid_to is null or valid_to >= valid_from)
);
alter table directory.licence add constraint licence_pk primary key (licence_id);
create index licence_of_organisation on directory.licence (organisation_id);
alter table directory.licence add constraint licence_of foreign key (organisation_id) references directory.organisation (organisation_id);
comment on table directory.licence is '[R] licences and filings, with their term';
grant select, insert, update on directory.licence to guildbook_app;

create table directory.listing (
  listing_id uuid not null,
  organisation_id uuid not null,
  role text not null check (role in ('training-provider', 'evaluation-body')),
  county_code text not null
);
alter table directory.listing add constraint listing_pk primary key (listing_id);
create unique index listing_once on directory.listing (organisation_id, role);
alter table directory.listing add constraint listing_of foreign key (organisation_id) references directory.organisation (organisation_id);
comment on table directory.listing is '[R] that an organisation is (or was) on a public list in a role; when, the periods say';
-- Update: only to lock the row, so that two changes of one listing follow each other.
grant select, insert, update on directory.listing to guildbook_app;
grant select on directory.listing to guildbook_reader;

-- On the list between two days, as known between two days. A suspension is a period of its own; corrections close what was
-- believed (known_to) and never overwrite it, so every past list can be shown as it was published.
create table directory.listing_period (
  listing_id uuid not null,
  listed_from date not null,
  known_from date not null,
  listed_to date,
  known_to date,
  status text not null check (status in ('listed', 'suspended')),
  organisation_id uuid not null,
  role text not null,
  kind text not null,
  county_code text not null,
  document text,
  reason text,
  check (listed_to is null or listed_to > listed_from),
  check (known_to is null or known_to > known_from)
);
alter table directory.listing_period add constraint listing_period_pk primary key (listing_id, listed_from, known_from);
create index listing_period_organisation on directory.listing_period (organisation_id);
alter table directory.listing_period add constraint listing_period_of foreign key (listing_id) references directory.listing (listing_id);
comment on table directory.listing_period is '[R] periods on the list, bitemporal';
-- Delete: what was believed for no whole day has no width and goes; the journal keeps that it was there.
grant select, insert, update, delete on directory.listing_period to guildbook_app;
grant select on directory.listing_period to guildbook_reader;

create table directory.listing_scope (
  listing_id uuid not null,
  occupation_code text not null,
  level_rank smallint not null check (level_rank between 0 and 7),
  from_on date not null,
  to_on date,
  check (to_on is null or to_on > from_on)
);
alter table directory.listing_scope add constraint listing_scope_pk primary key (listing_id, occupation_code, level_rank, from_on);
create index listing_scope_occupation on directory.listing_scope (occupation_code, level_rank);
alter table directory.listing_scope add constraint listing_scope_of foreign key (listing_id) references directory.listing (listing_id);
comment on table directory.listing_scope is '[R] occupations and levels within a listing, with dates';
grant select, insert, update, delete on directory.listing_scope to guildbook_app;
grant select on directory.listing_scope to guildbook_reader;

create table directory.listing_case (
  case_id uuid not null,
  state text not null check (state in ('applied', 'reviewing', 'returned', 'publicised', 'listed', 'suspended', 'removed', 'refused', 'withdrawn')),
  edition date not null,
  version integer not null,
  opened_on date not null,
  state_since date not null,
  due_on date,
  organisation_id uuid not null,
  role text not null check (role in ('training-provider', 'evaluation-body')),
  county_code text not null,
  occupations text[] not null,
  level_highest text not null check (level_highest in ('level-5', 'level-4', 'level-3', 'level-2', 'level-1', 'special', 'chief')),
  licence_number text,
  statement text,
  notice_from date,
  notice_until date,
  listing_id uuid,
  return_reasons text[],
  decision_reason text,
  decision_note text,
  citation text,
  document text,
  applied_by text not null,
  accepted_by text,
  reviewed_by text,
  decided_by text,
  check (notice_until is null or notice_until > notice_from),
  -- Nobody comes on the list without having passed through all hands.
  constraint listed_by_steps check (state not in ('listed', 'suspended', 'removed') or (accepted_by is not null and reviewed_by is not null and decided_by is not null)),
  constraint publicised_by_steps check (state <> 'publicised' or (accepted_by is not null and reviewed_by is not null)),
  -- Two persons, not two accounts: applicant, handler, reviewer and decider are different human beings.
  constraint two_persons_accept check (accepted_by is null or accepted_by <> applied_by),
  constraint two_persons_review check (reviewed_by is null or (reviewed_by <> applied_by and reviewed_by <> accepted_by)),
  constraint two_persons_decide check (decided_by is null or (decided_by <> applied_by and decided_by <> accepted_by and decided_by <> reviewed_by))
);
alter table directory.listing_case add constraint listing_case_pk primary key (case_id);
create unique index listing_case_open on directory.listing_case (organisation_id, role) where state not in ('removed', 'refused', 'withdrawn');
create index listing_case_queue on directory.listing_case (state, due_on);
create index listing_case_county on directory.listing_case (county_code);
alter table directory.listing_case add constraint listing_case_of foreign key (organisation_id) references directory.organisation (organisation_id);
comment on table directory.listing_case is '[R] applications to be listed, through their whole life';
grant select, insert, update on directory.listing_case to guildbook_app;

create table directory.listing_objection (
  case_id uuid not null,
  objection_no smallint not null check (objection_no >= 1),
  received_on date not null,
  body text not null check (length(body) between 2 and 1000),
  recorded_by text not null,
  outcome text check (outcome in ('unfounded', 'upheld')),
  answer text,
  settled_on date,
  settled_by text,
  check ((outcome is null) = (settled_on is null) and (outcome is null) = (settled_by is null)),
  -- Whoever took the objection down does not decide on it.
  constraint two_persons_objection check (settled_by is null or settled_by <> recorded_by)
);
alter table directory.listing_objection add constraint listing_objection_pk primary key (case_id, objection_no);
alter table directory.listing_objection add constraint listing_objection_of foreign key (case_id) references directory.listing_case (case_id);
comment on table directory.listing_objection is '[R] objections received during the public notice, and what became of them; who objected is not kept here';
grant select, insert, update on directory.listing_objection to guildbook_app;
