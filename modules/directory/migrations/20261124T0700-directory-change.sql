-- Changes of an organisation: name, merger, scope of a listing, licence. One small case for each, by two persons.
create table directory.change_case (
  case_id uuid not null,
  state text not null check (state in ('applied', 'reviewing', 'approved', 'refused', 'withdrawn')),
  edition date not null,
  version integer not null,
  opened_on date not null,
  state_since date not null,
  due_on date,
  organisation_id uuid not null,
  county_code text not null,
  kind text not null check (kind in ('rename', 'merge', 'scope', 'renewal')),
  effective_on date not null,
  document text not null,
  new_name text check (length(new_name) between 2 and 120),
  merged_into uuid,
  role text check (role in ('training-provider', 'evaluation-body')),
  occupations text[],
  level_highest text check (level_highest in ('level-5', 'level-4', 'level-3', 'level-2', 'level-1', 'special', 'chief')),
  licence_kind text check (licence_kind in ('school-licence', 'evaluation-filing', 'registration')),
  licence_number text,
  licence_issuer text,
  licence_scope text,
  licence_from date,
  licence_to date,
  decision_note text,
  applied_by text not null,
  accepted_by text,
  decided_by text,
  check (merged_into <> organisation_id),
  check (licence_to >= licence_from),
  constraint approved_by_steps check (state <> 'approved' or (accepted_by is not null and decided_by is not null)),
  constraint two_persons_accept check (accepted_by is null or accepted_by <> applied_by),
  constraint two_persons_decide check (decided_by is null or (decided_by <> applied_by and decided_by <> accepted_by))
);
alter table directory.change_case add constraint change_case_pk primary key (case_id);
create unique index change_case_open on directory.change_case (organisation_id, kind) where state in ('applied', 'reviewing');
create index change_case_queue on directory.change_case (state, due_on);
create index change_case_county on directory.change_case (county_code);
alter table directory.change_case add constraint change_case_of foreign key (organisation_id) references directory.organisation (organisation_id);
comment on table directory.change_case is '[R] renaming, merger, change of scope and renewal of licences, each decided by two persons';
grant select, insert, update on directory.change_case to guildbook_app;
