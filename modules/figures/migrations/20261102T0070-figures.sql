create schema figures;
grant usage on schema figures to guildbook_app, guildbook_reader;

create table figures.published (
  publication_id uuid not null,
  measure text not null,
  question jsonb not null,
  value numeric not null,
  known_on date not null,
  published_on date not null,
  place text not null
);
alter table figures.published add constraint published_pk primary key (publication_id);
create index published_place on figures.published (place);
comment on table figures.published is '[R] figures as they were published: with the day up to which we knew, each can be recomputed for ever';
grant select, insert on figures.published to guildbook_app;
grant select on figures.published to guildbook_reader;

create table figures.recheck (
  day date not null,
  measure text not null,
  question jsonb not null,
  in_memory bigint not null,
  in_sql bigint not null,
  recount bigint,
  equal boolean not null
);
alter table figures.recheck add constraint recheck_pk primary key (day, measure, question);
comment on table figures.recheck is '[L] the nightly recheck: memory, rows and recount for random days';
grant select, insert, update on figures.recheck to guildbook_app;
