create table assessment.rule_release_case (
  case_id uuid not null,
  state text not null check (state in ('proposed', 'tried', 'released', 'refused')),
  edition date not null,
  version integer not null,
  opened_on date not null,
  state_since date not null,
  due_on date,
  title text not null,
  file text not null check (file ~ '^[a-z0-9][a-z0-9.-]*[.]yaml$'),
  content text not null,
  tried_on date not null,
  county_code text not null,
  content_hash text not null,
  gain integer check (gain >= 0),
  lose integer check (lose >= 0),
  dry_run text,
  decision_note text,
  proposed_by text not null,
  tried_by text,
  decided_by text,
  constraint two_persons_release check (decided_by is null or decided_by <> proposed_by),
  constraint release_was_tried check (state <> 'released' or dry_run is not null)
);
alter table assessment.rule_release_case add constraint rule_release_case_pk primary key (case_id);
comment on table assessment.rule_release_case is '[R] proposed standards: one person proposes, the register is asked who gains and loses, another person releases';
grant select, insert, update on assessment.rule_release_case to guildbook_app;
