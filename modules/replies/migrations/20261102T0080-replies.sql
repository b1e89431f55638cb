create schema replies;
grant usage on schema replies to guildbook_app, guildbook_reader;

create table replies.proposal (
  proposal_id uuid not null,
  session text not null,
  category text not null,
  number integer not null check (number > 0),
  title text not null,
  lead_member text not null,
  members integer not null check (members >= 1),
  received_on date,
  due_on date,
  answered_on date,
  letter_id text,
  state text not null check (state in ('received', 'drafting', 'answered'))
);
alter table replies.proposal add constraint proposal_pk primary key (proposal_id);
create unique index proposal_number on replies.proposal (session, number);
comment on table replies.proposal is '[R] proposals of committee members, and the letters that answer them';
grant select, insert, update on replies.proposal to guildbook_app;
grant select on replies.proposal to guildbook_reader;
