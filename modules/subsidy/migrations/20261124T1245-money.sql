-- Money. Every movement is one row from one account to another, so an entry cannot be lopsided; the budget row carries the
-- balances, none may fall below nothing, and together they are the plan.
create table subsidy.budget (
  budget_id uuid not null,
  fund text not null check (fund in ('employment', 'special-account', 'unemployment-insurance', 'other')),
  county_code text not null,
  year smallint not null check (year between 2000 and 2200),
  plan_fen bigint not null check (plan_fen >= 0),
  available_fen bigint not null check (available_fen >= 0),
  committed_fen bigint not null check (committed_fen >= 0),
  transit_fen bigint not null check (transit_fen >= 0),
  paid_fen bigint not null check (paid_fen >= 0),
  receivable_fen bigint not null check (receivable_fen >= 0),
  entries bigint not null check (entries >= 0),
  constraint budget_balanced check (plan_fen = available_fen + committed_fen + transit_fen + paid_fen + receivable_fen)
);
alter table subsidy.budget add constraint budget_pk primary key (budget_id);
create index budget_county on subsidy.budget (county_code, year);
comment on table subsidy.budget is '[M budget_id] one fund of one county and year: plan, available, committed, on its way, paid, owed back';
grant select, insert, update on subsidy.budget to guildbook_app;
grant select on subsidy.budget to guildbook_reader;

create table subsidy.budget_key (
  name text not null,
  budget_id uuid not null
);
alter table subsidy.budget_key add constraint budget_key_pk primary key (name);
comment on table subsidy.budget_key is '[K name] one budget for fund, county and year';
grant select, insert on subsidy.budget_key to guildbook_app;

create table subsidy.entry (
  budget_id uuid not null,
  entry_no bigint not null check (entry_no >= 1),
  kind text not null check (kind in ('plan', 'cut', 'commit', 'release', 'send', 'pay', 'fail', 'return', 'owe', 'recover', 'forgive')),
  from_account text not null check (from_account in ('plan', 'available', 'committed', 'transit', 'paid', 'receivable')),
  to_account text not null check (to_account in ('plan', 'available', 'committed', 'transit', 'paid', 'receivable')),
  amount_fen bigint not null check (amount_fen > 0),
  claim_id uuid,
  line_no integer,
  batch_id uuid,
  serial_no integer,
  document text,
  on_day date not null,
  at timestamptz not null,
  by text not null,
  constraint entry_moves check (from_account <> to_account)
);
alter table subsidy.entry add constraint entry_pk primary key (budget_id, entry_no);
-- One payment leaves once, arrives once, fails once, comes back once.
create unique index entry_once on subsidy.entry (budget_id, batch_id, serial_no, kind) where batch_id is not null;
create index entry_claim on subsidy.entry (claim_id) where claim_id is not null;
alter table subsidy.entry add constraint entry_budget foreign key (budget_id) references subsidy.budget (budget_id);
comment on table subsidy.entry is '[M budget_id] ledger: an amount from one account to another, in order; never changed';
grant select, insert on subsidy.entry to guildbook_app;
grant select on subsidy.entry to guildbook_reader;

create table subsidy.budget_case (
  case_id uuid not null,
  state text not null check (state in ('proposed', 'adopted', 'refused', 'withdrawn')),
  edition date not null,
  version integer not null,
  opened_on date not null,
  state_since date not null,
  due_on date,
  kind text not null check (kind in ('open', 'raise', 'cut')),
  fund text not null check (fund in ('employment', 'special-account', 'unemployment-insurance', 'other')),
  county_code text not null,
  year smallint not null,
  amount_fen bigint not null check (amount_fen > 0),
  document text not null,
  proposed_by text not null,
  adopted_by text,
  constraint two_persons_budget check (adopted_by is null or adopted_by <> proposed_by)
);
alter table subsidy.budget_case add constraint budget_case_pk primary key (case_id);
create index budget_case_queue on subsidy.budget_case (state, county_code);
comment on table subsidy.budget_case is '[M case_id] opening, raising and cutting budgets, by two persons';
grant select, insert, update on subsidy.budget_case to guildbook_app;

-- A benefit stands under its key before anything is promised: nobody has it twice, in whatever county, class or year.
create table subsidy.benefit_key (
  person_id uuid not null,
  benefit text not null check (length(benefit) between 3 and 120),
  claim_id uuid not null,
  line_no integer not null
);
alter table subsidy.benefit_key add constraint benefit_key_pk primary key (person_id, benefit);
create index benefit_key_claim on subsidy.benefit_key (claim_id);
comment on table subsidy.benefit_key is '[K person_id] person and occupation with level; person, scheme and time in the year; person and certificate';
grant select, insert, delete on subsidy.benefit_key to guildbook_app;

create table subsidy.class_key (
  class_id uuid not null,
  scheme text not null,
  claim_id uuid not null
);
alter table subsidy.class_key add constraint class_key_pk primary key (class_id, scheme);
comment on table subsidy.class_key is '[K class_id] one living claim for a class and scheme';
grant select, insert, delete on subsidy.class_key to guildbook_app;

create table subsidy.claim_case (
  case_id uuid not null,
  state text not null check (state in ('draft', 'filed', 'reviewed', 'returned', 'approved', 'publicised', 'payable', 'batched', 'paid', 'clawed-back', 'refused', 'withdrawn')),
  edition date not null,
  version integer not null,
  opened_on date not null,
  state_since date not null,
  due_on date,
  class_id uuid not null,
  scheme text not null check (length(scheme) between 1 and 60),
  payee text not null check (payee in ('institution', 'person')),
  number text not null,
  class_name text not null,
  organisation_id uuid not null,
  county_code text not null,
  fund text not null check (fund in ('employment', 'special-account', 'unemployment-insurance', 'other')),
  amount_fen bigint not null check (amount_fen >= 0),
  lines integer not null check (lines >= 0),
  budget_id uuid,
  notice_from date,
  notice_until date,
  reasons text[],
  decision_note text check (length(decision_note) <= 500),
  drafted_by text not null,
  filed_by text,
  resubmitted_by text,
  reviewed_by text,
  approved_by text,
  accounts_checked_by text,
  accounts_confirmed_by text,
  check (notice_until >= notice_from),
  constraint two_persons_review check (reviewed_by is null or (reviewed_by <> drafted_by and reviewed_by is distinct from filed_by and reviewed_by is distinct from resubmitted_by)),
  constraint two_persons_approve check (approved_by is null or (approved_by <> drafted_by and approved_by is distinct from filed_by and approved_by is distinct from resubmitted_by and approved_by is distinct from reviewed_by)),
  constraint two_persons_accounts check (accounts_confirmed_by is null or accounts_confirmed_by is distinct from accounts_checked_by),
  constraint approved_by_steps check (state not in ('approved', 'publicised', 'payable', 'batched', 'paid', 'clawed-back') or (filed_by is not null and reviewed_by is not null and approved_by is not null)),
  -- Judged from the first review on: the act moves the state before its effects fill in the budget.
  constraint reviewed_with_budget check (state in ('draft', 'filed', 'refused', 'withdrawn') or budget_id is not null)
);
alter table subsidy.claim_case add constraint claim_case_pk primary key (case_id);
create index claim_case_queue on subsidy.claim_case (state, due_on);
create index claim_case_county on subsidy.claim_case (county_code);
create index claim_case_organisation on subsidy.claim_case (organisation_id);
create index claim_case_notice on subsidy.claim_case (notice_until) where state = 'publicised';
comment on table subsidy.claim_case is '[M case_id] claims on their way from draft to money; the case is the claim, under the same id';
grant select, insert, update on subsidy.claim_case to guildbook_app;

alter table subsidy.claim drop constraint claim_state_check;
alter table subsidy.claim add constraint claim_state_check check (state in ('draft', 'filed', 'reviewed', 'returned', 'approved', 'publicised', 'payable', 'batched', 'paid', 'clawed-back', 'refused', 'withdrawn'));

alter table subsidy.claim_line add column state text not null default 'open' check (state in ('open', 'held', 'struck', 'batched', 'paid', 'owed', 'recovered'));
alter table subsidy.claim_line add column reason text check (length(reason) <= 500);
alter table subsidy.claim_line add column rule_edition date;
alter table subsidy.claim_line add column steps jsonb;
alter table subsidy.claim_line add column verdicts jsonb;
-- The account that two officers saw and approved; another one blocks the payment (T12).
alter table subsidy.claim_line add column approved_account bytea check (octet_length(approved_account) = 8);
grant select on subsidy.claim to guildbook_reader;
grant select on subsidy.claim_line to guildbook_reader;

create table subsidy.objection (
  claim_id uuid not null,
  objection_no integer not null check (objection_no >= 1),
  line_no integer not null,
  objection text not null check (length(objection) between 2 and 1000),
  recorded_on date not null,
  recorded_by text not null,
  outcome text check (outcome in ('upheld', 'dismissed')),
  settled_on date,
  settled_by text,
  note text,
  constraint two_persons_objection check (settled_by is null or settled_by <> recorded_by)
);
alter table subsidy.objection add constraint objection_pk primary key (claim_id, objection_no);
alter table subsidy.objection add constraint objection_line foreign key (claim_id, line_no) references subsidy.claim_line (claim_id, line_no);
comment on table subsidy.objection is '[M claim_id] objections during the public notice: each holds one line';
grant select, insert, update on subsidy.objection to guildbook_app;

create table subsidy.recheck (
  claim_id uuid not null,
  drawn_on date not null,
  decision text not null check (decision in ('approved', 'refused')),
  edition date not null,
  outcome text check (outcome in ('confirmed', 'overturned')),
  checked_on date,
  checked_by text,
  note text
);
alter table subsidy.recheck add constraint recheck_pk primary key (claim_id, drawn_on, decision);
comment on table subsidy.recheck is '[M claim_id] decisions drawn by lot to be looked at again, approved and refused ones';
grant select, insert, update on subsidy.recheck to guildbook_app;

-- Where an institution is paid. A new account counts after its days of waiting and a second person's word.
create table subsidy.payee_account (
  organisation_id uuid not null,
  account_no integer not null check (account_no >= 1),
  holder text not null check (length(holder) between 2 and 120),
  account_sealed bytea not null,
  account_index bytea not null check (octet_length(account_index) = 8),
  asked_by text not null,
  asked_at timestamptz not null,
  confirmed_by text,
  confirmed_at timestamptz,
  check ((confirmed_by is null) = (confirmed_at is null)),
  constraint two_persons_account check (confirmed_by is null or confirmed_by <> asked_by)
);
alter table subsidy.payee_account add constraint payee_account_pk primary key (organisation_id, account_no);
comment on table subsidy.payee_account is '[K organisation_id] accounts of institutions, each confirmed by a second person';
grant select, insert, update on subsidy.payee_account to guildbook_app;

create table subsidy.payment_case (
  case_id uuid not null,
  state text not null check (state in ('frozen', 'sealed', 'sent', 'settled', 'dissolved')),
  edition date not null,
  version integer not null,
  opened_on date not null,
  state_since date not null,
  due_on date,
  fund text not null check (fund in ('employment', 'special-account', 'unemployment-insurance', 'other')),
  county_code text not null,
  year smallint not null,
  number text not null,
  budget_id uuid not null,
  payments integer not null check (payments >= 1),
  amount_fen bigint not null check (amount_fen > 0),
  content_hash text not null check (length(content_hash) = 64),
  prepared_by text not null,
  sealed_by text,
  sent_by text,
  sent_at timestamptz,
  undelivered_by text,
  evidence text,
  constraint two_persons_seal check (sealed_by is null or sealed_by <> prepared_by),
  constraint two_persons_undelivered check (undelivered_by is null or undelivered_by <> sent_by),
  constraint sealed_first check (state in ('frozen', 'dissolved') or sealed_by is not null)
);
alter table subsidy.payment_case add constraint payment_case_pk primary key (case_id);
create index payment_case_queue on subsidy.payment_case (state, county_code);
comment on table subsidy.payment_case is '[M case_id] payment batches: a frozen copy, sealed by a second person, sent once';
grant select, insert, update on subsidy.payment_case to guildbook_app;

create table subsidy.payment (
  batch_id uuid not null,
  serial_no integer not null check (serial_no >= 1),
  claim_id uuid not null,
  line_no integer not null check (line_no >= 0),
  payee_name text not null,
  account_sealed bytea not null,
  account_index bytea not null check (octet_length(account_index) = 8),
  amount_fen bigint not null check (amount_fen > 0),
  state text not null check (state in ('frozen', 'sent', 'paid', 'failed', 'returned', 'dissolved')),
  reason text check (length(reason) <= 200),
  paid_on date,
  known_on date not null,
  returned_known_on date,
  scheme text not null,
  fund text not null,
  county_code text not null,
  organisation_id uuid not null,
  constraint paid_has_day check ((state in ('paid', 'returned')) = (paid_on is not null))
);
alter table subsidy.payment add constraint payment_pk primary key (batch_id, serial_no);
create index payment_claim on subsidy.payment (claim_id, line_no);
alter table subsidy.payment add constraint payment_of_case foreign key (batch_id) references subsidy.payment_case (case_id);
comment on table subsidy.payment is '[M batch_id] one payment: frozen payee, account and amount; what the bank answered';
grant select, insert, update on subsidy.payment to guildbook_app;
grant select on subsidy.payment to guildbook_reader;

-- While a payment for a line lives (or has arrived), there is no second one.
create table subsidy.payment_key (
  claim_id uuid not null,
  line_no integer not null,
  batch_id uuid not null,
  serial_no integer not null
);
alter table subsidy.payment_key add constraint payment_key_pk primary key (claim_id, line_no);
comment on table subsidy.payment_key is '[K claim_id] at most one living payment for a line';
grant select, insert, delete on subsidy.payment_key to guildbook_app;

create table subsidy.return_file (
  file_hash bytea not null check (octet_length(file_hash) = 32),
  batch_id uuid not null,
  taken_at timestamptz not null,
  taken_by text not null,
  rows integer not null,
  paid integer not null,
  failed integer not null,
  returned integer not null
);
alter table subsidy.return_file add constraint return_file_pk primary key (file_hash, batch_id);
comment on table subsidy.return_file is '[K file_hash] answers of the bank, each taken once';
grant select, insert on subsidy.return_file to guildbook_app;

create table subsidy.clawback_case (
  case_id uuid not null,
  state text not null check (state in ('proposed', 'ordered', 'recovered', 'withdrawn')),
  edition date not null,
  version integer not null,
  opened_on date not null,
  state_since date not null,
  due_on date,
  claim_number text not null,
  line_no integer not null,
  reason text not null,
  document text not null,
  claim_id uuid not null,
  organisation_id uuid not null,
  county_code text not null,
  budget_id uuid not null,
  amount_fen bigint not null check (amount_fen > 0),
  proposed_by text not null,
  ordered_by text,
  recovered_by text,
  receipt text,
  constraint two_persons_order check (ordered_by is null or ordered_by <> proposed_by),
  constraint two_persons_recover check (recovered_by is null or recovered_by is distinct from ordered_by)
);
alter table subsidy.clawback_case add constraint clawback_case_pk primary key (case_id);
create index clawback_case_queue on subsidy.clawback_case (state, due_on);
create index clawback_case_claim on subsidy.clawback_case (claim_id);
comment on table subsidy.clawback_case is '[M case_id] money claimed back, line by line, with its deadline';
grant select, insert, update on subsidy.clawback_case to guildbook_app;
