-- A class from its draft to its close. The case and the class share one id.
alter table training.class drop constraint class_state_check;
alter table training.class add constraint class_state_check check (state in ('drafted', 'filed', 'approved', 'running', 'finished', 'cancelled', 'refused'));

create table training.class_case (
  case_id uuid not null,
  state text not null check (state in ('drafted', 'filed', 'returned', 'approved', 'teaching', 'completed', 'closed', 'cancelled')),
  edition date not null,
  version integer not null,
  opened_on date not null,
  state_since date not null,
  due_on date,
  number text not null,
  title text not null,
  organisation_id uuid not null,
  county_code text not null,
  project_code text not null,
  project_id uuid not null,
  kind text not null,
  occupation_code text not null,
  level text check (level in ('level-5', 'level-4', 'level-3', 'level-2', 'level-1', 'special', 'chief')),
  hours integer not null check (hours > 0),
  started_on date not null,
  ended_on date not null,
  seats integer not null check (seats between 1 and 200),
  insurer text,
  insurance_policy text,
  insured_from date,
  insured_to date,
  copy_of text,
  filed_on date,
  completed_on date,
  decision_note text,
  drafted_by text not null,
  filed_by text,
  approved_by text,
  completed_by text,
  closed_by text,
  constraint class_case_days check (ended_on >= started_on),
  constraint class_case_approved_by_steps check (state not in ('approved', 'teaching', 'completed', 'closed') or (filed_by is not null and approved_by is not null)),
  constraint class_case_closed_by_steps check (state <> 'closed' or (completed_by is not null and closed_by is not null)),
  -- Who drafts or files a class does not approve it; who says it is complete does not close it.
  constraint two_persons_class_draft check (approved_by is null or approved_by <> drafted_by),
  constraint two_persons_class_file check (approved_by is null or approved_by <> filed_by),
  constraint two_persons_class_close check (closed_by is null or closed_by <> completed_by)
);
alter table training.class_case add constraint class_case_pk primary key (case_id);
create index class_case_organisation on training.class_case (organisation_id, state);
create index class_case_county on training.class_case (county_code, state);
comment on table training.class_case is '[C case_id] filing of a class, from draft to close; case_id is the class_id of the class';
grant select, insert, update on training.class_case to guildbook_app;

create table training.class_change_case (
  class_id uuid not null,
  case_id uuid not null,
  state text not null check (state in ('asked', 'approved', 'refused', 'withdrawn')),
  edition date not null,
  version integer not null,
  opened_on date not null,
  state_since date not null,
  due_on date,
  class_number text not null,
  organisation_id uuid not null,
  county_code text not null,
  lesson_no integer not null check (lesson_no >= 1),
  new_line text not null check (length(new_line) between 1 and 200),
  reason text not null check (length(reason) between 2 and 400),
  decision_note text,
  asked_by text not null,
  decided_by text,
  constraint two_persons_class_change check (decided_by is null or decided_by <> asked_by)
);
alter table training.class_change_case add constraint class_change_case_pk primary key (class_id, case_id);
create index class_change_case_id on training.class_change_case (case_id);
create index class_change_case_organisation on training.class_change_case (organisation_id, state);
comment on table training.class_change_case is '[C class_id] requests to change a lesson of an approved class: day, room or teacher';
grant select, insert, update on training.class_change_case to guildbook_app;

-- Taken when a class is filed, so that two classes filed in the same second cannot both have the teacher, the room or the trainee.
create table training.teacher_slot (
  teacher_id uuid not null,
  on_day date not null,
  half text not null check (half in ('am', 'pm', 'eve')),
  class_id uuid not null
);
alter table training.teacher_slot add constraint teacher_slot_pk primary key (teacher_id, on_day, half);
create index teacher_slot_class on training.teacher_slot (class_id);
comment on table training.teacher_slot is '[K teacher_id] one class for a teacher in one half day';
grant select, insert, delete on training.teacher_slot to guildbook_app;

create table training.room_slot (
  room_key text not null,
  on_day date not null,
  half text not null check (half in ('am', 'pm', 'eve')),
  class_id uuid not null
);
alter table training.room_slot add constraint room_slot_pk primary key (room_key, on_day, half);
create index room_slot_class on training.room_slot (class_id);
comment on table training.room_slot is '[K room_key] one class for a room in one half day';
grant select, insert, delete on training.room_slot to guildbook_app;

create table training.open_seat (
  person_id uuid not null,
  class_id uuid not null
);
alter table training.open_seat add constraint open_seat_pk primary key (person_id);
create index open_seat_class on training.open_seat (class_id);
comment on table training.open_seat is '[P person_id] the one open class of a person, from filing to completion';
grant select, insert, delete on training.open_seat to guildbook_app;
