-- Requests answered once, and messages that leave with the transaction.
create table kernel.idempotency (
  actor_key text not null,
  request_key text not null check (length(request_key) between 8 and 200),
  request_hash bytea not null,
  answer jsonb,
  answered_at timestamptz not null
);
alter table kernel.idempotency add constraint idempotency_pk primary key (actor_key, request_key);
comment on table kernel.idempotency is '[K actor_key] the stored answer to each request that changed something; written in the same transaction as the change';
grant select, insert, update on kernel.idempotency to guildbook_app;

create table kernel.outbox (
  message_id uuid not null,
  kind text not null,
  body jsonb not null,
  made_at timestamptz not null
);
alter table kernel.outbox add constraint outbox_pk primary key (message_id);
comment on table kernel.outbox is '[L] what other rooms and the job queue must hear; moved on by the outbox mover, deleted when handed over';
grant select, insert, delete on kernel.outbox to guildbook_app;

create table kernel.setting (
  key text not null,
  value jsonb not null,
  set_at timestamptz not null default now()
);
alter table kernel.setting add constraint setting_pk primary key (key);
comment on table kernel.setting is '[L] what this installation is: city, demonstration town and its size; written last, so that a load cut short is seen';
grant select on kernel.setting to guildbook_app, guildbook_reader;
