-- Catalogue of subsidised projects, and with whom and where they are taught.
create table training.project (
  project_id uuid not null,
  code text not null check (length(code) between 1 and 40),
  name text not null check (length(name) between 2 and 120),
  kind text not null check (kind in ('employment-skills', 'upgrading', 'job-change', 'pre-job', 'safety', 'project-based', 'apprenticeship', 'entrepreneurship')),
  occupation_code text not null,
  level_rank smallint check (level_rank between 0 and 7),
  hours smallint not null check (hours > 0),
  days smallint check (days > 0),
  price_fen bigint not null check (price_fen >= 0),
  valid_from date not null,
  valid_to date,
  batch_id uuid,
  content_hash bytea,
  check (valid_to is null or valid_to >= valid_from)
);
alter table training.project add constraint project_pk primary key (project_id);
create unique index project_code on training.project (code);
create index project_batch on training.project (batch_id) where batch_id is not null;
comment on table training.project is '[R] catalogue of subsidised projects: occupation, level, class hours, price, kind';
grant select, insert, update, delete on training.project to guildbook_app;
grant select on training.project to guildbook_reader;

create table training.teacher (
  organisation_id uuid not null,
  person_id uuid not null,
  name text not null,
  county_code text not null,
  qualification text not null check (qualification in ('teacher-certificate', 'skill-certificate', 'title', 'dual', 'examiner', 'other')),
  qualification_number text,
  occupation_code text,
  level_rank smallint check (level_rank between 0 and 7),
  part text not null check (part in ('theory', 'practice', 'both')),
  from_on date not null,
  to_on date,
  batch_id uuid,
  content_hash bytea,
  check (to_on is null or to_on >= from_on)
);
alter table training.teacher add constraint teacher_pk primary key (organisation_id, person_id);
create index teacher_person on training.teacher (person_id);
create index teacher_batch on training.teacher (batch_id) where batch_id is not null;
comment on table training.teacher is '[R] who teaches for whom, since when, with which qualification; one human may teach for several';
grant select, insert, update, delete on training.teacher to guildbook_app;

create table training.venue (
  venue_id uuid not null,
  organisation_id uuid not null,
  code text not null check (length(code) between 1 and 40),
  name text not null,
  address text not null,
  county_code text not null,
  -- Millionths of a degree, WGS 84: as fine as the devices tell, and narrow.
  lat_e6 integer check (lat_e6 between -90000000 and 90000000),
  lon_e6 integer check (lon_e6 between -180000000 and 180000000),
  capacity smallint not null check (capacity > 0),
  batch_id uuid,
  check ((lat_e6 is null) = (lon_e6 is null))
);
alter table training.venue add constraint venue_pk primary key (venue_id);
create unique index venue_code on training.venue (code);
create index venue_organisation on training.venue (organisation_id);
create index venue_batch on training.venue (batch_id) where batch_id is not null;
comment on table training.venue is '[R] places of teaching, with coordinates and how many they hold';
grant select, insert, update, delete on training.venue to guildbook_app;

create table training.room (
  venue_id uuid not null,
  room_code text not null check (length(room_code) between 1 and 40),
  name text not null,
  capacity smallint not null check (capacity > 0),
  batch_id uuid,
  content_hash bytea
);
alter table training.room add constraint room_pk primary key (venue_id, room_code);
create index room_batch on training.room (batch_id) where batch_id is not null;
alter table training.room add constraint room_venue foreign key (venue_id) references training.venue (venue_id);
comment on table training.room is '[R] rooms of a venue';
grant select, insert, update, delete on training.room to guildbook_app;

-- A class has a number by which everybody calls it, a project, a place, a life.
alter table training.class add column number text check (length(number) between 1 and 40);
alter table training.class add column state text not null default 'finished' check (state in ('filed', 'approved', 'running', 'finished', 'cancelled', 'refused'));
alter table training.class add column project_id uuid;
alter table training.class add column venue_id uuid;
alter table training.class add column hours smallint check (hours > 0);
alter table training.class add column filed_on date;
alter table training.class add column approved_on date;
alter table training.class add column employer_id uuid;
alter table training.class add column insurer text;
alter table training.class add column insurance_policy text;
alter table training.class add column insured_from date;
alter table training.class add column insured_to date;
alter table training.class add column batch_id uuid;
alter table training.class add column content_hash bytea;
create index class_number on training.class (number) where number is not null;
create index class_started on training.class (started_on, class_id);
create index class_batch on training.class (batch_id) where batch_id is not null;
grant delete on training.class to guildbook_app;

create table training.class_key (
  number text not null,
  class_id uuid not null
);
alter table training.class_key add constraint class_key_pk primary key (number);
comment on table training.class_key is '[K number] one class per filing number';
grant select, insert, delete on training.class_key to guildbook_app;

create table training.lesson (
  class_id uuid not null,
  lesson_no smallint not null check (lesson_no >= 1),
  on_day date not null,
  half text not null check (half in ('am', 'pm', 'eve')),
  hours smallint not null check (hours > 0),
  starts_at timestamptz,
  ends_at timestamptz,
  venue_id uuid,
  room_code text,
  teacher_id uuid,
  title text,
  part text check (part in ('theory', 'practice')),
  batch_id uuid,
  content_hash bytea,
  check (ends_at is null or starts_at is null or ends_at > starts_at)
);
alter table training.lesson add constraint lesson_pk primary key (class_id, lesson_no);
create index lesson_teacher on training.lesson (teacher_id, on_day) where teacher_id is not null;
create index lesson_room on training.lesson (venue_id, on_day) where venue_id is not null;
create index lesson_batch on training.lesson (batch_id) where batch_id is not null;
alter table training.lesson add constraint lesson_class foreign key (class_id) references training.class (class_id);
comment on table training.lesson is '[C class_id] timetable: one half day of one class; teacher_id is the person who teaches';
grant select, insert, update, delete on training.lesson to guildbook_app;

-- Somebody on a roster has not finished yet; the figures count from the day of completion.
alter table training.enrolment alter column completed_on drop not null;
alter table training.enrolment add column status text not null default 'completed' check (status in ('enrolled', 'completed', 'failed', 'dropped'));
alter table training.enrolment add column group_proof text;
alter table training.enrolment add column group_registered_on date;
alter table training.enrolment add column phone_index bytea check (octet_length(phone_index) = 8);
alter table training.enrolment add column account_index bytea check (octet_length(account_index) = 8);
alter table training.enrolment add column account_sealed bytea;
alter table training.enrolment add column account_holder text;
alter table training.enrolment add column address text;
alter table training.enrolment add column village text;
alter table training.enrolment add column face_hash bytea check (octet_length(face_hash) = 8);
alter table training.enrolment add column employer_id uuid;
alter table training.enrolment add column hours_recorded smallint check (hours_recorded >= 0);
alter table training.enrolment add column certificate_number text;
alter table training.enrolment add column satisfaction smallint check (satisfaction between 1 and 5);
alter table training.enrolment add column batch_id uuid;
alter table training.enrolment add column content_hash bytea;
create index enrolment_certificate on training.enrolment (certificate_number) where certificate_number is not null;
create index enrolment_batch on training.enrolment (batch_id) where batch_id is not null;
alter table training.enrolment add constraint completed_when check ((status = 'completed') = (completed_on is not null));
grant delete on training.enrolment to guildbook_app;

-- One half day of one trainee. Five million a year: narrow, no id, times and places as the devices tell.
create table training.attendance (
  class_id uuid not null,
  in_at timestamptz not null,
  out_at timestamptz,
  lat_e6 integer,
  lon_e6 integer,
  lesson_no smallint not null,
  seat_no smallint not null,
  method text not null check (method in ('face', 'code', 'card', 'paper')),
  device bytea check (octet_length(device) <= 8),
  network bytea check (octet_length(network) <= 8),
  face bytea check (octet_length(face) <= 8),
  corrected boolean not null default false,
  batch_id uuid,
  check (out_at is null or out_at >= in_at)
);
alter table training.attendance add constraint attendance_pk primary key (class_id, lesson_no, seat_no);
create index attendance_batch on training.attendance (batch_id) where batch_id is not null;
alter table training.attendance add constraint attendance_lesson foreign key (class_id, lesson_no) references training.lesson (class_id, lesson_no);
comment on table training.attendance is '[C class_id] signed in, signed out: half day, place, hashes of device, network and face; a way without face is always there';
grant select, insert, update, delete on training.attendance to guildbook_app;

create table training.attendance_correction (
  class_id uuid not null,
  lesson_no smallint not null,
  seat_no smallint not null,
  correction_no smallint not null check (correction_no >= 1),
  what text not null check (what in ('added', 'changed', 'struck')),
  reason text not null check (length(reason) between 2 and 400),
  asked_by text not null,
  asked_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  check ((approved_by is null) = (approved_at is null)),
  constraint two_persons_correction check (approved_by is null or approved_by <> asked_by)
);
alter table training.attendance_correction add constraint attendance_correction_pk primary key (class_id, lesson_no, seat_no, correction_no);
comment on table training.attendance_correction is '[C class_id] marks of attendance mended afterwards: reason, who asked, who approved';
grant select, insert, update on training.attendance_correction to guildbook_app;

create table training.roll_call (
  class_id uuid not null,
  call_no smallint not null check (call_no >= 1),
  lesson_no smallint not null,
  called_at timestamptz not null,
  expected smallint not null,
  present smallint not null,
  absent_seats smallint[] not null,
  called_by text not null,
  check (present between 0 and expected)
);
alter table training.roll_call add constraint roll_call_pk primary key (class_id, call_no);
comment on table training.roll_call is '[C class_id] unannounced roll-calls, on the spot or by picture';
grant select, insert on training.roll_call to guildbook_app;

-- Pictures and papers are kept elsewhere; here stands what makes equal ones equal.
create table training.material (
  class_id uuid not null,
  seat_no smallint not null check (seat_no >= 0),
  material_no smallint not null check (material_no >= 1),
  kind text not null check (kind in ('photo', 'answers', 'questionnaire', 'essay')),
  on_day date not null,
  hash bytea not null check (octet_length(hash) <= 8),
  taken_at timestamptz,
  batch_id uuid,
  content_hash bytea
);
alter table training.material add constraint material_pk primary key (class_id, seat_no, material_no);
create index material_hash on training.material (kind, hash);
create index material_batch on training.material (batch_id) where batch_id is not null;
comment on table training.material is '[C class_id] hashes of pictures (seat 0: of the class) and of answer strings, to find what was used twice';
grant select, insert, delete on training.material to guildbook_app;

create table training.result (
  class_id uuid not null,
  seat_no smallint not null,
  examined_on date not null,
  body_id uuid,
  theory_score smallint check (theory_score between 0 and 100),
  practice_score smallint check (practice_score between 0 and 100),
  passed boolean not null,
  batch_id uuid
);
alter table training.result add constraint result_pk primary key (class_id, seat_no);
create index result_batch on training.result (batch_id) where batch_id is not null;
alter table training.result add constraint result_class foreign key (class_id) references training.class (class_id);
comment on table training.result is '[C class_id] the test at the end of a class';
grant select, insert, update, delete on training.result to guildbook_app;

create table training.call_back (
  class_id uuid not null,
  seat_no smallint not null,
  call_no smallint not null check (call_no >= 1),
  called_on date not null,
  outcome text not null check (outcome in ('attended', 'partly', 'never-attended', 'wrong-number', 'no-answer')),
  note text,
  called_by text not null
);
alter table training.call_back add constraint call_back_pk primary key (class_id, seat_no, call_no);
comment on table training.call_back is '[C class_id] what trainees said when they were called';
grant select, insert on training.call_back to guildbook_app;

create table training.follow_up (
  class_id uuid not null,
  seat_no smallint not null,
  month_no smallint not null check (month_no between 1 and 24),
  employed boolean not null,
  employer_name text,
  seen_on date not null,
  source text not null
);
alter table training.follow_up add constraint follow_up_pk primary key (class_id, seat_no, month_no);
comment on table training.follow_up is '[C class_id] in work so many months after the class, and who says so';
grant select, insert, update on training.follow_up to guildbook_app;

create table training.apprenticeship (
  class_id uuid not null,
  seat_no smallint not null,
  employer_id uuid not null,
  school_id uuid not null,
  agreement text not null,
  signed_on date not null,
  contract_to date,
  company_mentor_id uuid not null,
  school_mentor_id uuid not null,
  check (company_mentor_id <> school_mentor_id)
);
alter table training.apprenticeship add constraint apprenticeship_pk primary key (class_id, seat_no);
comment on table training.apprenticeship is '[C class_id] agreement of enterprise, school and apprentice, with a mentor from each side';
grant select, insert, update on training.apprenticeship to guildbook_app;

create table training.apprenticeship_payment (
  class_id uuid not null,
  seat_no smallint not null,
  year_no smallint not null check (year_no between 1 and 3),
  kind text not null check (kind in ('prepaid', 'rest', 'recovered')),
  amount_fen bigint not null check (amount_fen > 0),
  on_day date not null
);
alter table training.apprenticeship_payment add constraint apprenticeship_payment_pk primary key (class_id, seat_no, year_no, kind);
comment on table training.apprenticeship_payment is '[C class_id] prepayment, rest and recovery of each year of an apprenticeship';
grant select, insert on training.apprenticeship_payment to guildbook_app;

create table training.voucher (
  person_id uuid not null,
  voucher_id uuid not null,
  kind text not null,
  issued_on date not null,
  valid_to date not null,
  amount_fen bigint not null check (amount_fen > 0),
  used_class_id uuid,
  used_on date,
  cancelled_on date,
  check ((used_class_id is null) = (used_on is null)),
  check (valid_to >= issued_on)
);
alter table training.voucher add constraint voucher_pk primary key (person_id, voucher_id);
comment on table training.voucher is '[P person_id] training vouchers: the worker chooses institution and occupation';
grant select, insert, update on training.voucher to guildbook_app;
