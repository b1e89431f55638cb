create schema assessment;
grant usage on schema assessment to guildbook_app, guildbook_reader;

create table assessment.screening_run (
  run_id uuid not null,
  occupation_code text not null,
  level text not null check (level in ('5', '4', '3', '2', '1')),
  -- Everybody with a fact in scope, or only those for whom the level is the next step.
  steps text not null check (steps in ('all', 'next')),
  asked_on date not null,
  edition text not null,
  -- Ids of the clauses in the order of the standard; a result names a clause by its place, counted from 1.
  clauses text[] not null,
  persons integer not null check (persons >= 0),
  eligible integer not null check (eligible between 0 and persons),
  run_at timestamptz not null,
  replaced_at timestamptz
);
alter table assessment.screening_run add constraint screening_run_pk primary key (run_id);
create unique index screening_run_current on assessment.screening_run (occupation_code, level, steps) where replaced_at is null;
comment on table assessment.screening_run is '[L] one pass over the register for an occupation and level: day, edition, what came out; derived, may be run again';
grant select, insert, update, delete on assessment.screening_run to guildbook_app;

create table assessment.screening_result (
  run_id uuid not null,
  person_id uuid not null,
  eligible boolean not null,
  -- The clause that holds; for who is not eligible, the one with the fewest conditions missing.
  clause smallint not null check (clause > 0),
  -- Bit i: condition i of the tree holds.
  met integer not null
);
alter table assessment.screening_result add constraint screening_result_pk primary key (run_id, person_id);
comment on table assessment.screening_result is '[L] verdict for each person with any fact in scope; who is not here has none and is not eligible';
grant select, insert, delete on assessment.screening_result to guildbook_app;
