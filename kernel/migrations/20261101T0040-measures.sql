create schema measures;
grant usage on schema measures to guildbook_app;

-- What changed in the fact sets, in the transaction that changed it. Readers take rows whose transaction is older than any
-- still running: transactions that commit out of order would else be lost.
create table measures.feed (
  feed_no bigint generated always as identity,
  txid xid8 not null default pg_current_xact_id(),
  facts text not null,
  weight smallint not null check (weight in (-1, 1)),
  row_values jsonb not null
);
alter table measures.feed add constraint feed_pk primary key (txid, feed_no);
comment on table measures.feed is '[L] changes of fact sets, for the columns that each process holds in memory';
grant select, insert on measures.feed to guildbook_app;

-- Years before the register cannot be rebuilt from rows: a balance, with its document.
create table measures.opening (
  measure text not null,
  area_code text not null,
  on_day date not null,
  value integer not null check (value >= 0),
  source text not null,
  known_on date not null
);
alter table measures.opening add constraint opening_pk primary key (measure, area_code, on_day);
comment on table measures.opening is '[R] opening balances of stocks, typed in with their source';
grant select, insert on measures.opening to guildbook_app;
