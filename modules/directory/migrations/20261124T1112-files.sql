alter table directory.organisation add column batch_id uuid;
alter table directory.organisation add column content_hash bytea;
create index organisation_batch on directory.organisation (batch_id) where batch_id is not null;
grant delete on directory.organisation to guildbook_app;
alter table directory.listing add column batch_id uuid;
create index listing_batch on directory.listing (batch_id) where batch_id is not null;
grant delete on directory.listing to guildbook_app;
alter table directory.listing_period add column batch_id uuid;
create index listing_period_batch on directory.listing_period (batch_id) where batch_id is not null;
alter table directory.listing_scope add column batch_id uuid;
alter table directory.listing_scope add column content_hash bytea;
create index listing_scope_batch on directory.listing_scope (batch_id) where batch_id is not null;

-- Companies as the market register has them. Who belongs to whom shows in equal persons, phones and addresses.
create table directory.market_entry (
  credit_code text not null,
  file_id uuid not null,
  entry_no integer not null,
  name text not null,
  role text not null check (role in ('legal-representative', 'shareholder', 'manager', 'contact')),
  holder_name text,
  holder_index bytea check (octet_length(holder_index) = 32),
  phone text,
  address text,
  status text,
  from_on date,
  to_on date,
  content_hash bytea not null
);
alter table directory.market_entry add constraint market_entry_pk primary key (credit_code, file_id, entry_no);
create index market_entry_file on directory.market_entry (file_id);
create index market_entry_holder on directory.market_entry (holder_index) where holder_index is not null;
comment on table directory.market_entry is '[R] companies, their owners, phones and addresses, by files of the market register';
grant select, insert, delete on directory.market_entry to guildbook_app;
