create schema access;
grant usage on schema access to guildbook_app;

create table access.account (
  account_id uuid not null,
  login text not null check (login = lower(login) and length(login) between 2 and 100),
  display_name text not null,
  -- The human behind the account: two accounts of one person count as one wherever two persons are asked for.
  person_key text not null,
  password_hash text not null,
  totp_secret bytea,
  totp_last_step bigint,
  demo boolean not null default false,
  state text not null check (state in ('active', 'suspended', 'closed')),
  version integer not null default 1,
  made_at timestamptz not null
);
alter table access.account add constraint account_pk primary key (account_id);
alter table access.account add constraint account_login unique (login);
comment on table access.account is '[L] who may sign in';
grant select, insert, update on access.account to guildbook_app;

create table access.grant_of_role (
  account_id uuid not null,
  role text not null,
  jurisdiction text,
  organisation_id uuid,
  granted_by uuid,
  activated_by uuid,
  since timestamptz not null,
  until timestamptz,
  check (granted_by is null or granted_by <> account_id),
  check (activated_by is null or (activated_by <> account_id and activated_by <> granted_by))
);
alter table access.grant_of_role add constraint grant_of_role_pk primary key (account_id, role, since);
comment on table access.grant_of_role is '[L] role and scope of an account; granted by one administrator, activated by another, never by oneself';
grant select, insert, update on access.grant_of_role to guildbook_app;

create table access.session (
  token_hash bytea not null check (octet_length(token_hash) = 32),
  account_id uuid not null,
  acting_role text,
  made_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
alter table access.session add constraint session_pk primary key (token_hash);
create index session_account on access.session (account_id);
comment on table access.session is '[L] opaque server-side sessions; only the hash of the token is kept';
grant select, insert, update on access.session to guildbook_app;

create table access.attempt (
  subject text not null,
  window_start timestamptz not null,
  failures integer not null check (failures >= 0)
);
alter table access.attempt add constraint attempt_pk primary key (subject, window_start);
comment on table access.attempt is '[L] failed tries per account-and-source and per source; delays grow with them, nothing locks an account for its owner';
grant select, insert, update, delete on access.attempt to guildbook_app;

create table access.reveal (
  reveal_id uuid not null,
  account_id uuid not null,
  record text not null,
  record_id text not null,
  field text not null,
  reason text not null check (length(reason) >= 2),
  at timestamptz not null
);
alter table access.reveal add constraint reveal_pk primary key (reveal_id);
create index reveal_record on access.reveal (record, record_id);
comment on table access.reveal is '[L] each time somebody saw a masked field in full, and why';
grant select, insert on access.reveal to guildbook_app;
