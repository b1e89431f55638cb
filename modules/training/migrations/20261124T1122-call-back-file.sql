alter table training.call_back add column batch_id uuid;
alter table training.call_back add column content_hash bytea;
create index call_back_batch on training.call_back (batch_id) where batch_id is not null;
grant delete on training.call_back to guildbook_app;
