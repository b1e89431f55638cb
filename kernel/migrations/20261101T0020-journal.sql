create schema journal;
grant usage on schema journal to guildbook_app, guildbook_reader;

-- Append-only. The body is the exact canonical text (RFC 8785) whose hash is linked; personal data appear only as hashes of
-- encrypted rows, so that erasing a row leaves the chain whole.
create table journal.leaf (
  bucket smallint not null check (bucket between 0 and 255),
  seq bigint not null check (seq >= 1),
  at timestamptz not null,
  day date not null,
  kind text not null,
  subject text not null,
  body text not null,
  hash bytea not null check (octet_length(hash) = 32)
);
alter table journal.leaf add constraint leaf_pk primary key (bucket, seq);
create index leaf_subject on journal.leaf (subject, bucket, seq);
create index leaf_day on journal.leaf (day);
comment on table journal.leaf is '[K bucket] who did what to what by which rule when; each leaf is hash-linked to the one before it in its bucket';
grant select, insert on journal.leaf to guildbook_app;
grant select on journal.leaf to guildbook_reader;

create table journal.head (
  bucket smallint not null check (bucket between 0 and 255),
  seq bigint not null,
  hash bytea not null check (octet_length(hash) = 32)
);
alter table journal.head add constraint head_pk primary key (bucket);
comment on table journal.head is '[K bucket] the newest leaf of each bucket; locked while a leaf is added';
insert into journal.head (bucket, seq, hash) select b, 0, decode(repeat('00', 32), 'hex') from generate_series(0, 255) b;
grant select, update on journal.head to guildbook_app;
grant select on journal.head to guildbook_reader;

create table journal.checkpoint (
  day date not null,
  tree_size bigint not null,
  root bytea not null check (octet_length(root) = 32),
  key_id text not null,
  signature bytea not null,
  made_at timestamptz not null
);
alter table journal.checkpoint add constraint checkpoint_pk primary key (day);
comment on table journal.checkpoint is '[K day] the signed root of all leaves up to the end of a closed day (RFC 6962 tree over leaf hashes by bucket and number)';
grant select, insert on journal.checkpoint to guildbook_app;
grant select on journal.checkpoint to guildbook_reader;
