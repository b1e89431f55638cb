-- What an employer says of its posts and its people; the planner sets it against certificates and conditions.
create table assessment.post (
  organisation_id uuid not null,
  post text not null check (length(post) between 1 and 60),
  occupation_code text not null,
  level_rank smallint not null check (level_rank between 1 and 7),
  batch_id uuid,
  content_hash bytea
);
alter table assessment.post add constraint post_pk primary key (organisation_id, post);
create index post_batch on assessment.post (batch_id) where batch_id is not null;
comment on table assessment.post is '[R] posts of an employer, each with the occupation and the level that it asks for';
grant select, insert, update, delete on assessment.post to guildbook_app;

create table assessment.roster (
  person_id uuid not null,
  organisation_id uuid not null,
  post text not null,
  from_on date not null,
  to_on date,
  batch_id uuid,
  content_hash bytea,
  check (to_on is null or to_on > from_on)
);
alter table assessment.roster add constraint roster_pk primary key (person_id, organisation_id);
create index roster_organisation on assessment.roster (organisation_id, person_id);
create index roster_batch on assessment.roster (batch_id) where batch_id is not null;
comment on table assessment.roster is '[P person_id] who works for an employer in which post, by its own roster';
grant select, insert, update, delete on assessment.roster to guildbook_app;

-- 应持未持: somebody works in a post without the certificate that it asks for; from the day on which it was seen.
create table assessment.gap (
  person_id uuid not null,
  organisation_id uuid not null,
  seen_on date not null,
  closed_on date,
  county_code text not null,
  occupation_code text not null,
  level_rank smallint not null,
  held_rank smallint,
  check (closed_on is null or closed_on >= seen_on)
);
alter table assessment.gap add constraint gap_pk primary key (person_id, organisation_id, seen_on);
create unique index gap_open on assessment.gap (person_id, organisation_id) where closed_on is null;
create index gap_organisation on assessment.gap (organisation_id) where closed_on is null;
comment on table assessment.gap is '[P person_id] works in a post without the certificate that it asks for, between two days';
grant select, insert, update, delete on assessment.gap to guildbook_app;
