create schema sheets;
grant usage on schema sheets to guildbook_app;

create table sheets.batch (
  batch_id uuid not null,
  kind text not null,
  owner_key text not null,
  account_id uuid,
  jurisdiction text,
  organisation_id uuid,
  file_name text not null,
  file_hash bytea not null check (octet_length(file_hash) = 32),
  file_path text not null,
  sheet text,
  header_row integer,
  mapping jsonb,
  state text not null check (state in ('received', 'matching', 'reading', 'staged', 'checked', 'committing', 'done', 'cancelled', 'failed', 'undone')),
  cursor integer not null default 0,
  rows_total integer not null default 0,
  rows_good integer not null default 0,
  rows_bad integer not null default 0,
  rows_same integer not null default 0,
  rows_written integer not null default 0,
  problem jsonb,
  uploaded_at timestamptz not null,
  finished_at timestamptz,
  version integer not null default 1
);
alter table sheets.batch add constraint batch_pk primary key (batch_id);
create unique index batch_same_file on sheets.batch (owner_key, kind, file_hash) where state not in ('cancelled', 'failed', 'undone');
create index batch_unfinished on sheets.batch (state) where state not in ('done', 'cancelled', 'failed', 'undone');
comment on table sheets.batch is '[L] an uploaded file and its life: read, match, check, fix, commit, receipt, undo';
grant select, insert, update on sheets.batch to guildbook_app;

create table sheets.staged_row (
  batch_id uuid not null,
  row_no integer not null,
  state text not null check (state in ('good', 'bad', 'same', 'skipped', 'written')),
  identity text,
  content_hash text,
  ready jsonb,
  findings jsonb,
  raw_sealed bytea
);
alter table sheets.staged_row add constraint staged_row_pk primary key (batch_id, row_no);
create index staged_row_identity on sheets.staged_row (batch_id, identity);
create index staged_row_bad on sheets.staged_row (batch_id, state) where state in ('bad', 'same');
comment on table sheets.staged_row is '[L] rows of a batch; cells as the clerk gave them are kept, sealed, for bad rows only';
grant select, insert, update, delete on sheets.staged_row to guildbook_app;
