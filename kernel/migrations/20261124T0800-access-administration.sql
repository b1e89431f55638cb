-- A newly made or reset account has one code, good once and for a few days, with which its owner chooses password and second factor.
create table access.set_up (
  code_hash bytea not null check (octet_length(code_hash) = 32),
  account_id uuid not null,
  -- The second factor on offer, sealed like the account's own; it counts once a code made from it was shown.
  totp_sealed bytea not null,
  made_by uuid,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
alter table access.set_up add constraint set_up_pk primary key (code_hash);
create index set_up_account on access.set_up (account_id);
comment on table access.set_up is '[L] codes with which the owner of an account chooses password and second factor; only the hash is kept';
grant select, insert, update on access.set_up to guildbook_app;

-- A token is a session without a browser: it is named, lasts for days instead of hours, and does not fall asleep.
alter table access.session add column kind text not null default 'browser' check (kind in ('browser', 'token'));
alter table access.session add column name text;
alter table access.session add constraint token_named check ((kind = 'token') = (name is not null));
