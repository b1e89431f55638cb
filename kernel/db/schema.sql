-- The database after all migrations, drawn from its catalogue by scripts/write-schema.ts. Not run by anybody.

-- [L] who may sign in
table access.account
  account_id uuid not null
  login text not null
  display_name text not null
  person_key text not null
  password_hash text not null
  totp_secret bytea
  totp_last_step bigint
  demo boolean not null default false
  state text not null
  version integer not null default 1
  made_at timestamp with time zone not null
  account_pk PRIMARY KEY (account_id)
  account_login UNIQUE (login)
  account_login_check CHECK (((login = lower(login)) AND ((length(login) >= 2) AND (length(login) <= 100))))
  account_state_check CHECK ((state = ANY (ARRAY['active'::text, 'suspended'::text, 'closed'::text])))
  grant insert, select, update to guildbook_app

-- [L] failed tries per account-and-source and per source; delays grow with them, nothing locks an account for its owner
table access.attempt
  subject text not null
  window_start timestamp with time zone not null
  failures integer not null
  attempt_pk PRIMARY KEY (subject, window_start)
  attempt_failures_check CHECK ((failures >= 0))
  grant delete, insert, select, update to guildbook_app

-- [L] role and scope of an account; granted by one administrator, activated by another, never by oneself
table access.grant_of_role
  account_id uuid not null
  role text not null
  jurisdiction text
  organisation_id uuid
  granted_by uuid
  activated_by uuid
  since timestamp with time zone not null
  until timestamp with time zone
  grant_of_role_pk PRIMARY KEY (account_id, role, since)
  grant_of_role_check CHECK (((granted_by IS NULL) OR (granted_by <> account_id)))
  grant_of_role_check1 CHECK (((activated_by IS NULL) OR ((activated_by <> account_id) AND (activated_by <> granted_by))))
  grant insert, select, update to guildbook_app

-- [L] each time somebody saw a masked field in full, and why
table access.reveal
  reveal_id uuid not null
  account_id uuid not null
  record text not null
  record_id text not null
  field text not null
  reason text not null
  at timestamp with time zone not null
  reveal_pk PRIMARY KEY (reveal_id)
  reveal_reason_check CHECK ((length(reason) >= 2))
  CREATE INDEX reveal_record ON access.reveal USING btree (record, record_id)
  grant insert, select to guildbook_app

-- [L] opaque server-side sessions; only the hash of the token is kept
table access.session
  token_hash bytea not null
  account_id uuid not null
  acting_role text
  made_at timestamp with time zone not null
  seen_at timestamp with time zone not null
  expires_at timestamp with time zone not null
  ended_at timestamp with time zone
  kind text not null default 'browser'::text
  name text
  session_pk PRIMARY KEY (token_hash)
  session_kind_check CHECK ((kind = ANY (ARRAY['browser'::text, 'token'::text])))
  session_token_hash_check CHECK ((octet_length(token_hash) = 32))
  token_named CHECK (((kind = 'token'::text) = (name IS NOT NULL)))
  CREATE INDEX session_account ON access.session USING btree (account_id)
  grant insert, select, update to guildbook_app

-- [L] codes with which the owner of an account chooses password and second factor; only the hash is kept
table access.set_up
  code_hash bytea not null
  account_id uuid not null
  totp_sealed bytea not null
  made_by uuid
  made_at timestamp with time zone not null
  expires_at timestamp with time zone not null
  used_at timestamp with time zone
  set_up_pk PRIMARY KEY (code_hash)
  set_up_code_hash_check CHECK ((octet_length(code_hash) = 32))
  CREATE INDEX set_up_account ON access.set_up USING btree (account_id)
  grant insert, select, update to guildbook_app

-- [C plan_id] one person in one plan, from application to certificate
table assessment.application_case
  plan_id uuid not null
  case_id uuid not null
  state text not null
  edition date not null
  version integer not null
  opened_on date not null
  state_since date not null
  due_on date
  person_id uuid not null
  organisation_id uuid not null
  county_code text not null
  declared text[]
  evidence text
  eligible boolean not null
  clause text
  eligible_from date
  refusal text
  ticket text
  room text
  seat_no integer
  ethics text
  outcome text
  outcome_reason text
  result_version integer
  notice_until date
  certificate_number text
  note text
  batch_id uuid
  applied_by text not null
  reviewed_by text
  marked_by text
  confirmed_by text
  objected_by text
  settled_by text
  proposed_by text
  corrected_by text
  application_case_pk PRIMARY KEY (plan_id, case_id)
  application_case_plan FOREIGN KEY (plan_id) REFERENCES assessment.plan_case(case_id)
  application_case_outcome_check CHECK ((outcome = ANY (ARRAY['passed'::text, 'failed'::text, 'absent'::text])))
  application_case_state_check CHECK ((state = ANY (ARRAY['applied'::text, 'admitted'::text, 'seated'::text, 'absent'::text, 'barred'::text, 'marked'::text, 'scored'::text, 'published'::text, 'objected'::text, 'correcting'::text, 'issued'::text, 'refused'::text, 'withdrawn'::text])))
  application_issued CHECK (((state <> 'issued'::text) OR ((outcome = 'passed'::text) AND (certificate_number IS NOT NULL))))
  application_published CHECK (((state <> ALL (ARRAY['published'::text, 'objected'::text, 'correcting'::text, 'issued'::text])) OR ((outcome IS NOT NULL) AND (result_version IS NOT NULL))))
  application_reviewed CHECK (((state = ANY (ARRAY['applied'::text, 'withdrawn'::text])) OR (reviewed_by IS NOT NULL)))
  application_scored CHECK (((state <> 'scored'::text) OR ((marked_by IS NOT NULL) AND (confirmed_by IS NOT NULL))))
  two_persons_correction CHECK (((corrected_by IS NULL) OR (corrected_by <> proposed_by)))
  two_persons_marks CHECK (((confirmed_by IS NULL) OR (confirmed_by <> marked_by)))
  two_persons_objection CHECK (((settled_by IS NULL) OR (settled_by <> objected_by)))
  two_persons_review CHECK (((reviewed_by IS NULL) OR (reviewed_by <> applied_by)))
  CREATE INDEX application_batch ON assessment.application_case USING btree (batch_id) WHERE (batch_id IS NOT NULL)
  CREATE INDEX application_case_id ON assessment.application_case USING btree (case_id)
  CREATE UNIQUE INDEX application_once ON assessment.application_case USING btree (plan_id, person_id) WHERE (state <> ALL (ARRAY['refused'::text, 'withdrawn'::text]))
  CREATE INDEX application_person ON assessment.application_case USING btree (person_id)
  CREATE UNIQUE INDEX application_ticket ON assessment.application_case USING btree (plan_id, ticket) WHERE (ticket IS NOT NULL)
  grant delete, insert, select, update to guildbook_app

-- [R] examiners with their cards: for which occupation, in which grade, until when
table assessment.examiner
  examiner_id uuid not null
  card_number text not null
  person_id uuid not null
  name text not null
  grade text not null
  occupation_code text not null
  organisation_id uuid
  county_code text not null
  valid_from date not null
  valid_to date not null
  batch_id uuid
  content_hash bytea
  examiner_pk PRIMARY KEY (examiner_id)
  examiner_card_number_check CHECK (((length(card_number) >= 2) AND (length(card_number) <= 40)))
  examiner_check CHECK ((valid_to >= valid_from))
  examiner_grade_check CHECK ((grade = ANY (ARRAY['examiner'::text, 'senior'::text])))
  CREATE INDEX examiner_batch ON assessment.examiner USING btree (batch_id) WHERE (batch_id IS NOT NULL)
  CREATE UNIQUE INDEX examiner_card ON assessment.examiner USING btree (card_number)
  CREATE INDEX examiner_person ON assessment.examiner USING btree (person_id)
  grant delete, insert, select, update to guildbook_app

-- [P person_id] works in a post without the certificate that it asks for, between two days
table assessment.gap
  person_id uuid not null
  organisation_id uuid not null
  seen_on date not null
  closed_on date
  county_code text not null
  occupation_code text not null
  level_rank smallint not null
  held_rank smallint
  gap_pk PRIMARY KEY (person_id, organisation_id, seen_on)
  gap_check CHECK (((closed_on IS NULL) OR (closed_on >= seen_on)))
  CREATE UNIQUE INDEX gap_open ON assessment.gap USING btree (person_id, organisation_id) WHERE (closed_on IS NULL)
  CREATE INDEX gap_organisation ON assessment.gap USING btree (organisation_id) WHERE (closed_on IS NULL)
  grant delete, insert, select, update to guildbook_app

-- [C plan_id] certificates issued for results of a plan
table assessment.issue_line
  plan_id uuid not null
  application_id uuid not null
  certificate_id uuid not null
  number text not null
  person_id uuid not null
  organisation_id uuid not null
  county_code text not null
  track text not null
  audience text not null
  method text not null
  occupation_code text not null
  level_rank smallint
  sex text not null
  issued_on date not null
  known_on date not null
  issue_line_pk PRIMARY KEY (plan_id, application_id)
  issue_line_application FOREIGN KEY (plan_id, application_id) REFERENCES assessment.application_case(plan_id, case_id)
  grant insert, select to guildbook_app

-- [C plan_id] entries of marks in hundredths of a point, each kept
table assessment.mark
  plan_id uuid not null
  application_id uuid not null
  mark_no smallint not null
  entry text not null
  theory_centi integer
  skill_centi integer
  comprehensive_centi integer
  process_centi integer
  performance_centi integer
  key_item_failed boolean not null
  entered_by text not null
  entered_on date not null
  note text
  mark_pk PRIMARY KEY (plan_id, application_id, mark_no)
  mark_application FOREIGN KEY (plan_id, application_id) REFERENCES assessment.application_case(plan_id, case_id)
  mark_comprehensive_centi_check CHECK (((comprehensive_centi >= 0) AND (comprehensive_centi <= 10000)))
  mark_entry_check CHECK ((entry = ANY (ARRAY['first'::text, 'second'::text, 'proposal'::text])))
  mark_mark_no_check CHECK ((mark_no >= 1))
  mark_performance_centi_check CHECK (((performance_centi >= 0) AND (performance_centi <= 10000)))
  mark_process_centi_check CHECK (((process_centi >= 0) AND (process_centi <= 10000)))
  mark_skill_centi_check CHECK (((skill_centi >= 0) AND (skill_centi <= 10000)))
  mark_theory_centi_check CHECK (((theory_centi >= 0) AND (theory_centi <= 10000)))
  grant insert, select to guildbook_app

-- [R] evaluation norms of employers and industries: who wrote them together, subjects and weights, by version
table assessment.norm_case
  case_id uuid not null
  state text not null
  edition date not null
  version integer not null
  opened_on date not null
  state_since date not null
  due_on date
  organisation_id uuid not null
  authors text[]
  county_code text not null
  title text not null
  norm_version integer not null
  occupation_code text not null
  level text
  methods text[] not null
  weight_theory smallint not null default 0
  weight_skill smallint not null default 0
  weight_process smallint not null default 0
  weight_performance smallint not null default 0
  replaces_id uuid
  in_force_from date
  document text
  drafted_by text not null
  filed_by text
  norm_case_pk PRIMARY KEY (case_id)
  norm_case_norm_version_check CHECK ((norm_version >= 1))
  norm_case_state_check CHECK ((state = ANY (ARRAY['drafted'::text, 'in-force'::text, 'replaced'::text, 'withdrawn'::text])))
  norm_case_weight_performance_check CHECK (((weight_performance >= 0) AND (weight_performance <= 100)))
  norm_case_weight_process_check CHECK (((weight_process >= 0) AND (weight_process <= 100)))
  norm_case_weight_skill_check CHECK (((weight_skill >= 0) AND (weight_skill <= 100)))
  norm_case_weight_theory_check CHECK (((weight_theory >= 0) AND (weight_theory <= 100)))
  norm_weights CHECK (((((weight_theory + weight_skill) + weight_process) + weight_performance) = 100))
  two_persons_norm CHECK (((filed_by IS NULL) OR (filed_by <> drafted_by)))
  CREATE INDEX norm_case_occupation ON assessment.norm_case USING btree (occupation_code, state)
  grant insert, select, update to guildbook_app

-- [C plan_id] objections to a result and what became of them; one line is held, not the batch
table assessment.objection
  plan_id uuid not null
  application_id uuid not null
  objection_no smallint not null
  received_on date not null
  body text not null
  recorded_by text not null
  outcome text
  answer text
  settled_on date
  settled_by text
  objection_pk PRIMARY KEY (plan_id, application_id, objection_no)
  objection_application FOREIGN KEY (plan_id, application_id) REFERENCES assessment.application_case(plan_id, case_id)
  objection_check CHECK ((((outcome IS NULL) = (settled_on IS NULL)) AND ((outcome IS NULL) = (settled_by IS NULL))))
  objection_objection_no_check CHECK ((objection_no >= 1))
  objection_outcome_check CHECK ((outcome = ANY (ARRAY['unfounded'::text, 'upheld'::text])))
  two_persons_settled CHECK (((settled_by IS NULL) OR (settled_by <> recorded_by)))
  grant insert, select, update to guildbook_app

-- [K person_id] where a human is in a half day; the key refuses a second place
table assessment.person_slot
  person_id uuid not null
  held_on date not null
  half text not null
  plan_id uuid not null
  part text not null
  person_slot_pk PRIMARY KEY (person_id, held_on, half)
  person_slot_half_check CHECK ((half = ANY (ARRAY['am'::text, 'pm'::text])))
  person_slot_part_check CHECK ((part = ANY (ARRAY['candidate'::text, 'examiner'::text])))
  CREATE INDEX person_slot_plan ON assessment.person_slot USING btree (plan_id)
  grant delete, insert, select to guildbook_app

-- [C case_id] evaluation plans: one body, one occupation and level, one day, from draft to archive
table assessment.plan_case
  case_id uuid not null
  state text not null
  edition date not null
  version integer not null
  opened_on date not null
  state_since date not null
  due_on date
  number text not null
  organisation_id uuid not null
  county_code text not null
  track text not null
  audience text not null
  method text not null
  occupation_edition text not null
  occupation_code text not null
  work_type text
  level text
  norm_id uuid
  exam_on date not null
  exam_half text not null
  skill_half text not null
  apply_from date not null
  apply_until date not null
  place text not null
  seats integer not null
  fee_fen bigint
  statement text
  notice_from date
  notice_until date
  kept_until date
  decision_note text
  drafted_by text not null
  announced_by text
  published_by text
  issued_by text
  plan_case_pk PRIMARY KEY (case_id)
  plan_announced_by_steps CHECK (((state = ANY (ARRAY['drafted'::text, 'filed'::text, 'cancelled'::text])) OR (announced_by IS NOT NULL)))
  plan_apply_days CHECK (((apply_until >= apply_from) AND (apply_until < exam_on)))
  plan_case_audience_check CHECK ((audience = ANY (ARRAY['public'::text, 'own-students'::text, 'own-staff'::text])))
  plan_case_exam_half_check CHECK ((exam_half = ANY (ARRAY['am'::text, 'pm'::text])))
  plan_case_fee_fen_check CHECK ((fee_fen >= 0))
  plan_case_level_check CHECK ((level = ANY (ARRAY['level-5'::text, 'level-4'::text, 'level-3'::text, 'level-2'::text, 'level-1'::text, 'special'::text, 'chief'::text])))
  plan_case_method_check CHECK ((method = ANY (ARRAY['exam'::text, 'process'::text, 'performance'::text, 'contest'::text, 'direct'::text])))
  plan_case_seats_check CHECK (((seats >= 1) AND (seats <= 20000)))
  plan_case_skill_half_check CHECK ((skill_half = ANY (ARRAY['am'::text, 'pm'::text])))
  plan_case_state_check CHECK ((state = ANY (ARRAY['drafted'::text, 'filed'::text, 'announced'::text, 'applying'::text, 'seated'::text, 'examined'::text, 'published'::text, 'issued'::text, 'archived'::text, 'cancelled'::text])))
  plan_case_track_check CHECK ((track = ANY (ARRAY['skill-level'::text, 'qualification'::text, 'specific-capability'::text])))
  plan_halves CHECK ((exam_half <> skill_half))
  plan_issued_by_steps CHECK (((state <> ALL (ARRAY['issued'::text, 'archived'::text])) OR ((published_by IS NOT NULL) AND (issued_by IS NOT NULL))))
  plan_level CHECK (((track = 'specific-capability'::text) = (level IS NULL)))
  two_persons_announce CHECK (((announced_by IS NULL) OR (announced_by <> drafted_by)))
  two_persons_issue CHECK (((issued_by IS NULL) OR (issued_by <> published_by)))
  CREATE INDEX plan_case_county ON assessment.plan_case USING btree (county_code, case_id)
  CREATE INDEX plan_case_open ON assessment.plan_case USING btree (state, exam_on)
  CREATE INDEX plan_case_organisation ON assessment.plan_case USING btree (organisation_id, case_id)
  grant insert, select, update to guildbook_app
  grant select to guildbook_reader

-- [K number] numbers of plans, each once
table assessment.plan_key
  number text not null
  plan_id uuid not null
  plan_key_pk PRIMARY KEY (number)
  grant insert, select to guildbook_app

-- [C plan_id] places of a plan and how many are taken
table assessment.plan_seats
  plan_id uuid not null
  seats integer not null
  taken integer not null default 0
  is_open boolean not null default false
  plan_seats_pk PRIMARY KEY (plan_id)
  plan_seats_plan FOREIGN KEY (plan_id) REFERENCES assessment.plan_case(case_id)
  plan_seats_not_oversold CHECK (((taken >= 0) AND (taken <= seats)))
  grant insert, select, update to guildbook_app

-- [R] posts of an employer, each with the occupation and the level that it asks for
table assessment.post
  organisation_id uuid not null
  post text not null
  occupation_code text not null
  level_rank smallint not null
  batch_id uuid
  content_hash bytea
  post_pk PRIMARY KEY (organisation_id, post)
  post_level_rank_check CHECK (((level_rank >= 1) AND (level_rank <= 7)))
  post_post_check CHECK (((length(post) >= 1) AND (length(post) <= 60)))
  CREATE INDEX post_batch ON assessment.post USING btree (batch_id) WHERE (batch_id IS NOT NULL)
  grant delete, insert, select, update to guildbook_app

-- [C plan_id] published results, each version with the days between which it was believed
table assessment.result
  plan_id uuid not null
  application_id uuid not null
  result_version integer not null
  person_id uuid not null
  organisation_id uuid not null
  county_code text not null
  track text not null
  audience text not null
  method text not null
  occupation_code text not null
  level_rank smallint
  sex text not null
  ticket text not null
  sat boolean not null
  passed boolean not null
  outcome text not null
  outcome_reason text
  theory_centi integer
  skill_centi integer
  comprehensive_centi integer
  process_centi integer
  performance_centi integer
  total_centi integer
  passed_subjects text[] not null
  examined_on date not null
  known_on date not null
  known_to date
  result_pk PRIMARY KEY (plan_id, application_id, result_version)
  result_application FOREIGN KEY (plan_id, application_id) REFERENCES assessment.application_case(plan_id, case_id)
  result_outcome CHECK (((passed = (outcome = 'passed'::text)) AND (sat = (outcome <> 'absent'::text))))
  result_outcome_check CHECK ((outcome = ANY (ARRAY['passed'::text, 'failed'::text, 'absent'::text])))
  result_result_version_check CHECK ((result_version >= 1))
  CREATE UNIQUE INDEX result_current ON assessment.result USING btree (plan_id, application_id) WHERE (known_to IS NULL)
  CREATE INDEX result_person ON assessment.result USING btree (person_id, occupation_code)
  grant insert, select, update to guildbook_app

-- [K room_key] which plan has a room in a half day; the key refuses a second one
table assessment.room_slot
  room_key text not null
  held_on date not null
  half text not null
  plan_id uuid not null
  room_slot_pk PRIMARY KEY (room_key, held_on, half)
  room_slot_half_check CHECK ((half = ANY (ARRAY['am'::text, 'pm'::text])))
  CREATE INDEX room_slot_plan ON assessment.room_slot USING btree (plan_id)
  grant delete, insert, select to guildbook_app

-- [C plan_id] examiners of each room
table assessment.room_staff
  plan_id uuid not null
  room text not null
  person_id uuid not null
  name text not null
  card_number text not null
  room_staff_pk PRIMARY KEY (plan_id, room, person_id)
  room_staff_plan FOREIGN KEY (plan_id) REFERENCES assessment.plan_case(case_id)
  CREATE UNIQUE INDEX room_staff_once ON assessment.room_staff USING btree (plan_id, person_id)
  grant delete, insert, select to guildbook_app

-- [P person_id] who works for an employer in which post, by its own roster
table assessment.roster
  person_id uuid not null
  organisation_id uuid not null
  post text not null
  from_on date not null
  to_on date
  batch_id uuid
  content_hash bytea
  roster_pk PRIMARY KEY (person_id, organisation_id)
  roster_check CHECK (((to_on IS NULL) OR (to_on > from_on)))
  CREATE INDEX roster_batch ON assessment.roster USING btree (batch_id) WHERE (batch_id IS NOT NULL)
  CREATE INDEX roster_organisation ON assessment.roster USING btree (organisation_id, person_id)
  grant delete, insert, select, update to guildbook_app

-- [R] proposed standards: one person proposes, the register is asked who gains and loses, another person releases
table assessment.rule_release_case
  case_id uuid not null
  state text not null
  edition date not null
  version integer not null
  opened_on date not null
  state_since date not null
  due_on date
  title text not null
  file text not null
  content text not null
  tried_on date not null
  county_code text not null
  content_hash text not null
  gain integer
  lose integer
  dry_run text
  decision_note text
  proposed_by text not null
  tried_by text
  decided_by text
  rule_release_case_pk PRIMARY KEY (case_id)
  release_was_tried CHECK (((state <> 'released'::text) OR (dry_run IS NOT NULL)))
  rule_release_case_file_check CHECK ((file ~ '^[a-z0-9][a-z0-9.-]*[.]yaml$'::text))
  rule_release_case_gain_check CHECK ((gain >= 0))
  rule_release_case_lose_check CHECK ((lose >= 0))
  rule_release_case_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'tried'::text, 'released'::text, 'refused'::text])))
  two_persons_release CHECK (((decided_by IS NULL) OR (decided_by <> proposed_by)))
  grant insert, select, update to guildbook_app

-- [L] verdict for each person with any fact in scope; who is not here has none and is not eligible
table assessment.screening_result
  run_id uuid not null
  person_id uuid not null
  eligible boolean not null
  clause smallint not null
  met integer not null
  screening_result_pk PRIMARY KEY (run_id, person_id)
  screening_result_clause_check CHECK ((clause > 0))
  grant delete, insert, select to guildbook_app

-- [L] one pass over the register for an occupation and level: day, edition, what came out; derived, may be run again
table assessment.screening_run
  run_id uuid not null
  occupation_code text not null
  level text not null
  steps text not null
  asked_on date not null
  edition text not null
  clauses text[] not null
  persons integer not null
  eligible integer not null
  run_at timestamp with time zone not null
  replaced_at timestamp with time zone
  screening_run_pk PRIMARY KEY (run_id)
  screening_run_check CHECK (((eligible >= 0) AND (eligible <= persons)))
  screening_run_level_check CHECK ((level = ANY (ARRAY['5'::text, '4'::text, '3'::text, '2'::text, '1'::text])))
  screening_run_persons_check CHECK ((persons >= 0))
  screening_run_steps_check CHECK ((steps = ANY (ARRAY['all'::text, 'next'::text])))
  CREATE UNIQUE INDEX screening_run_current ON assessment.screening_run USING btree (occupation_code, level, steps) WHERE (replaced_at IS NULL)
  grant delete, insert, select, update to guildbook_app

-- [C plan_id] who sits where; a seat holds one, and one has one seat
table assessment.seat
  plan_id uuid not null
  half text not null
  room text not null
  seat_no integer not null
  application_id uuid not null
  seat_pk PRIMARY KEY (plan_id, half, room, seat_no)
  seat_application FOREIGN KEY (plan_id, application_id) REFERENCES assessment.application_case(plan_id, case_id)
  seat_half_check CHECK ((half = ANY (ARRAY['am'::text, 'pm'::text])))
  seat_seat_no_check CHECK ((seat_no >= 1))
  CREATE UNIQUE INDEX seat_once ON assessment.seat USING btree (plan_id, half, application_id)
  grant delete, insert, select to guildbook_app

-- [R] supervision of a plan: commitment to a seed, who was drawn, what was found, what followed
table assessment.supervision_case
  case_id uuid not null
  state text not null
  edition date not null
  version integer not null
  opened_on date not null
  state_since date not null
  due_on date
  plan_id uuid not null
  organisation_id uuid not null
  county_code text not null
  supervisors integer not null
  commitment text
  seed_sealed bytea
  seed text
  pool text[]
  drawn text[]
  problems text[]
  report text
  measures_taken text
  sealed_by text not null
  reported_by text
  closed_by text
  supervision_case_pk PRIMARY KEY (case_id)
  supervision_case_state_check CHECK ((state = ANY (ARRAY['sealed'::text, 'drawn'::text, 'reported'::text, 'closed'::text])))
  supervision_case_supervisors_check CHECK (((supervisors >= 1) AND (supervisors <= 20)))
  two_persons_close CHECK (((closed_by IS NULL) OR (closed_by <> reported_by)))
  CREATE INDEX supervision_plan ON assessment.supervision_case USING btree (plan_id)
  grant insert, select, update to guildbook_app

-- [P person_id] an examiner and somebody whom this examiner may not judge
table assessment.tie
  person_id uuid not null
  other_id uuid not null
  kind text not null
  declared_on date not null
  tie_pk PRIMARY KEY (person_id, other_id, kind)
  tie_kind_check CHECK ((kind = ANY (ARRAY['relative'::text, 'trainer'::text, 'colleague'::text])))
  grant delete, insert, select to guildbook_app

-- [R] administrative divisions in force, and the city-run zones that have no national code
table catalogue.division
  code text not null
  name text not null
  parent text
  kind text not null
  valid_from date
  valid_to date
  division_pk PRIMARY KEY (code)
  division_code_check CHECK ((code ~ '^[0-9]{4}([0-9]{2}|[A-Z][0-9])$'::text))
  division_kind_check CHECK ((kind = ANY (ARRAY['province'::text, 'corps'::text, 'prefecture'::text, 'county'::text, 'development-zone'::text])))
  grant insert, select, update to guildbook_app
  grant select to guildbook_reader

-- [R] codes that were ever valid: identity numbers keep the code of the first registration
table catalogue.division_ever
  code text not null
  first_year smallint not null
  last_year smallint not null
  division_ever_pk PRIMARY KEY (code, first_year)
  division_ever_code_check CHECK ((code ~ '^[0-9]{6}$'::text))
  grant insert, select to guildbook_app

-- [R] key industries of the city, loaded from its folder
table catalogue.industry
  id text not null
  name_zh text not null
  name_en text not null
  industry_pk PRIMARY KEY (id)
  industry_id_check CHECK ((id ~ '^[a-z][a-z0-9-]*$'::text))
  grant insert, select, update to guildbook_app
  grant select to guildbook_reader

-- [R] occupational classification by edition; codes are neither contiguous nor stable between editions
table catalogue.occupation
  edition text not null
  code text not null
  parent text
  name text not null
  depth smallint not null
  green boolean not null
  digital boolean not null
  industry text
  search_terms text[] not null
  occupation_pk PRIMARY KEY (edition, code)
  occupation_code_check CHECK ((code ~ '^[1-8](-[0-9]{2}){0,3}$'::text))
  occupation_depth_check CHECK (((depth >= 1) AND (depth <= 4)))
  CREATE INDEX occupation_search ON catalogue.occupation USING gin (search_terms)
  grant insert, select, update to guildbook_app
  grant select to guildbook_reader

-- [R] which occupation of a later edition an older one became
table catalogue.occupation_map
  edition text not null
  code text not null
  maps_to_edition text not null
  maps_to text not null
  occupation_map_pk PRIMARY KEY (edition, code, maps_to_edition, maps_to)
  grant insert, select to guildbook_app

-- [R] work types below an occupation; they have no official code
table catalogue.work_type
  edition text not null
  occupation_code text not null
  name text not null
  work_type_pk PRIMARY KEY (edition, occupation_code, name)
  grant insert, select to guildbook_app

-- [C case_id] a competition through its whole life, from plan to promotion
table competitions.contest_case
  case_id uuid not null
  state text not null
  edition date not null
  version integer not null
  opened_on date not null
  state_since date not null
  due_on date
  name text not null
  tier text not null
  style text not null
  county_code text not null
  held_on date not null
  ended_on date not null
  host text not null
  awards boolean not null
  county_brand boolean not null
  approval_number text
  draw_seed bytea
  draw_hash text
  draw_seed_opened text
  published_no smallint not null default 0
  published_on date
  notice_until date
  document text
  note text
  planned_by text not null
  approved_by text
  published_by text
  closed_by text
  contest_case_pk PRIMARY KEY (case_id)
  contest_approved CHECK (((state = ANY (ARRAY['planned'::text, 'refused'::text, 'cancelled'::text])) OR (approved_by IS NOT NULL)))
  contest_case_check CHECK ((ended_on >= held_on))
  contest_case_check1 CHECK (((draw_seed IS NULL) = (draw_hash IS NULL)))
  contest_case_draw_seed_check CHECK ((length(draw_seed) = 32))
  contest_case_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'approved'::text, 'entries'::text, 'locked'::text, 'running'::text, 'published'::text, 'closed'::text, 'refused'::text, 'cancelled'::text])))
  contest_case_style_check CHECK ((style = ANY (ARRAY['national'::text, 'worldskills'::text])))
  contest_case_tier_check CHECK ((tier = ANY (ARRAY['national-1'::text, 'national-2'::text, 'provincial-1'::text, 'provincial-2'::text, 'city-1'::text, 'city-2'::text, 'county'::text])))
  contest_drawn CHECK (((draw_seed_opened IS NULL) OR (draw_hash IS NOT NULL)))
  contest_published CHECK (((state <> ALL (ARRAY['published'::text, 'closed'::text])) OR (published_by IS NOT NULL)))
  two_persons_approve CHECK (((approved_by IS NULL) OR (approved_by <> planned_by)))
  two_persons_close CHECK (((closed_by IS NULL) OR (closed_by <> published_by)))
  CREATE INDEX contest_case_county ON competitions.contest_case USING btree (county_code)
  grant insert, select, update to guildbook_app

-- [C event_id] who stands behind an entry; nobody twice in one skill
table competitions.entrant
  event_id uuid not null
  skill_no smallint not null
  person_id uuid not null
  entry_id uuid not null
  entrant_pk PRIMARY KEY (event_id, skill_no, person_id)
  entrant_entry FOREIGN KEY (event_id, entry_id) REFERENCES competitions.entry(event_id, entry_id)
  CREATE INDEX entrant_person ON competitions.entrant USING btree (person_id)
  grant insert, select to guildbook_app

-- [C event_id] entries (a person or a team); marked under a secret number that is drawn
table competitions.entry
  event_id uuid not null
  entry_id uuid not null
  skill_no smallint not null
  organisation_id uuid
  secret_no smallint
  seconds integer
  decision smallint
  absent boolean not null
  entered_on date not null
  entry_pk PRIMARY KEY (event_id, entry_id)
  entry_skill FOREIGN KEY (event_id, skill_no) REFERENCES competitions.skill(event_id, skill_no)
  entry_decision_check CHECK ((decision >= 1))
  entry_seconds_check CHECK ((seconds >= 0))
  entry_secret_no_check CHECK ((secret_no >= 1))
  CREATE UNIQUE INDEX entry_secret ON competitions.entry USING btree (event_id, skill_no, secret_no)
  grant insert, select, update to guildbook_app

-- [R] skill competitions held
table competitions.event
  event_id uuid not null
  name text not null
  tier text not null
  county_code text not null
  held_on date not null
  ended_on date not null
  occupations text[] not null
  host text not null
  entrants integer
  county_brand boolean not null
  known_on date not null
  known_to date
  search_terms text[] not null
  event_pk PRIMARY KEY (event_id)
  event_check CHECK ((ended_on >= held_on))
  event_entrants_check CHECK ((entrants >= 0))
  event_tier_check CHECK ((tier = ANY (ARRAY['national-1'::text, 'national-2'::text, 'provincial-1'::text, 'provincial-2'::text, 'city-1'::text, 'city-2'::text, 'county'::text])))
  CREATE INDEX event_held ON competitions.event USING btree (held_on)
  grant insert, select, update to guildbook_app
  grant select to guildbook_reader

-- [C event_id] judges named for a skill; those drawn have a number
table competitions.judge
  event_id uuid not null
  skill_no smallint not null
  judge_key text not null
  name text not null
  organisation_id uuid
  relation text
  judge_no smallint
  judge_pk PRIMARY KEY (event_id, skill_no, judge_key)
  judge_skill FOREIGN KEY (event_id, skill_no) REFERENCES competitions.skill(event_id, skill_no)
  judge_judge_no_check CHECK ((judge_no >= 1))
  judge_without_relation CHECK (((judge_no IS NULL) OR (relation IS NULL)))
  CREATE UNIQUE INDEX judge_drawn ON competitions.judge USING btree (event_id, skill_no, judge_no)
  grant insert, select, update to guildbook_app

-- [C event_id] raw marks: one for each judge, aspect and entry; the latest counts
table competitions.mark
  event_id uuid not null
  sheet_id uuid not null
  secret_no smallint not null
  aspect text not null
  given_no integer not null
  value integer not null
  mark_pk PRIMARY KEY (event_id, sheet_id, secret_no, aspect, given_no)
  mark_sheet FOREIGN KEY (event_id, sheet_id) REFERENCES competitions.sheet_case(event_id, case_id)
  mark_value_check CHECK ((value >= 0))
  grant insert, select to guildbook_app

-- [C event_id] objections to published results; who objected is not kept here
table competitions.objection
  event_id uuid not null
  objection_no smallint not null
  published_no smallint not null
  received_on date not null
  body text not null
  recorded_by text not null
  outcome text
  answer text
  settled_on date
  settled_by text
  objection_pk PRIMARY KEY (event_id, objection_no)
  objection_event FOREIGN KEY (event_id) REFERENCES competitions.contest_case(case_id)
  objection_body_check CHECK (((length(body) >= 2) AND (length(body) <= 1000)))
  objection_check CHECK ((((outcome IS NULL) = (settled_on IS NULL)) AND ((outcome IS NULL) = (settled_by IS NULL))))
  objection_objection_no_check CHECK ((objection_no >= 1))
  objection_outcome_check CHECK ((outcome = ANY (ARRAY['unfounded'::text, 'upheld'::text])))
  two_persons_objection CHECK (((settled_by IS NULL) OR (settled_by <> recorded_by)))
  grant insert, select, update to guildbook_app

-- [P person_id] what a person reached in a competition, and what it led to
table competitions.placing
  person_id uuid not null
  placing_id uuid not null
  event_id uuid not null
  skill_no smallint not null
  tier text not null
  county_code text not null
  group_id text not null
  occupation_code text not null
  held_on date not null
  known_on date not null
  known_to date
  place smallint
  medal text
  why text not null
  level_rank smallint
  year smallint not null
  year_slot smallint
  promoted boolean not null
  certificate_id uuid
  honours text[] not null
  document text not null
  placing_pk PRIMARY KEY (person_id, placing_id)
  placing_person FOREIGN KEY (person_id) REFERENCES people.person(person_id)
  placing_check CHECK (((level_rank IS NULL) = (year_slot IS NULL)))
  placing_check1 CHECK ((promoted = (level_rank IS NOT NULL)))
  placing_check2 CHECK ((promoted = (certificate_id IS NOT NULL)))
  placing_medal_check CHECK ((medal = ANY (ARRAY['gold'::text, 'silver'::text, 'bronze'::text, 'excellence'::text])))
  placing_place_check CHECK ((place >= 1))
  placing_year_slot_check CHECK ((year_slot >= 1))
  CREATE INDEX placing_event ON competitions."placing" USING btree (event_id)
  CREATE UNIQUE INDEX placing_once ON competitions."placing" USING btree (person_id, event_id, skill_no)
  CREATE UNIQUE INDEX placing_year ON competitions."placing" USING btree (person_id, year, year_slot)
  grant insert, select to guildbook_app
  grant select to guildbook_reader

-- [C event_id] published results under secret numbers, with the rules they were computed by; sealed
table competitions.result
  event_id uuid not null
  skill_no smallint not null
  published_no smallint not null
  county_code text not null
  settings text not null
  result text not null
  result_hash text not null
  result_pk PRIMARY KEY (event_id, skill_no, published_no)
  result_skill FOREIGN KEY (event_id, skill_no) REFERENCES competitions.skill(event_id, skill_no)
  grant insert, select to guildbook_app

-- [C event_id] score sheets: one for each judge and module, open until signed
table competitions.sheet_case
  event_id uuid not null
  case_id uuid not null
  state text not null
  edition date not null
  version integer not null
  opened_on date not null
  state_since date not null
  due_on date
  skill_no smallint not null
  module text not null
  judge_no smallint not null
  judge_key text not null
  county_code text not null
  title text not null
  marks_hash text
  reopen_note text
  signed_by text
  reopened_by text
  sheet_case_pk PRIMARY KEY (event_id, case_id)
  sheet_skill FOREIGN KEY (event_id, skill_no) REFERENCES competitions.skill(event_id, skill_no)
  sheet_case_state_check CHECK ((state = ANY (ARRAY['open'::text, 'signed'::text])))
  sheet_hashed CHECK (((marks_hash IS NULL) OR (signed_by IS NOT NULL)))
  sheet_signed CHECK (((state <> 'signed'::text) OR (signed_by = judge_key)))
  two_persons_reopen CHECK (((reopened_by IS NULL) OR (reopened_by <> judge_key)))
  CREATE INDEX sheet_case_id ON competitions.sheet_case USING btree (case_id)
  CREATE INDEX sheet_judge ON competitions.sheet_case USING btree (judge_key)
  CREATE UNIQUE INDEX sheet_of ON competitions.sheet_case USING btree (event_id, skill_no, module, judge_no)
  grant insert, select, update to guildbook_app

-- [C event_id] skills of a competition, each with its marking scheme; the hash stands from the lock on
table competitions.skill
  event_id uuid not null
  skill_no smallint not null
  title text not null
  occupation_edition text not null
  occupation_code text not null
  work_type text
  group_id text not null
  team_size smallint not null
  rank_least smallint
  scheme text
  judges smallint
  scheme_hash text
  skill_pk PRIMARY KEY (event_id, skill_no)
  skill_event FOREIGN KEY (event_id) REFERENCES competitions.contest_case(case_id)
  skill_check CHECK (((scheme IS NULL) = (judges IS NULL)))
  skill_check1 CHECK (((scheme_hash IS NULL) OR (scheme IS NOT NULL)))
  skill_group_id_check CHECK ((group_id = ANY (ARRAY['employees'::text, 'students'::text, 'teachers'::text])))
  skill_judges_odd CHECK ((((judges)::integer % 2) = 1))
  skill_skill_no_check CHECK ((skill_no >= 1))
  skill_team_size_check CHECK (((team_size >= 1) AND (team_size <= 3)))
  grant insert, select, update to guildbook_app

-- [R] high-skill training bases and skill-master studios
table cooperation.carrier
  carrier_id uuid not null
  type text not null
  tier text not null
  name text not null
  organisation_id uuid not null
  leader text
  occupations text[] not null
  county_code text not null
  recognised_on date not null
  withdrawn_on date
  known_on date not null
  known_to date
  document text
  search_terms text[] not null
  carrier_pk PRIMARY KEY (carrier_id)
  carrier_host FOREIGN KEY (organisation_id) REFERENCES directory.organisation(organisation_id)
  carrier_check CHECK (((withdrawn_on IS NULL) OR (withdrawn_on > recognised_on)))
  carrier_tier_check CHECK ((tier = ANY (ARRAY['national'::text, 'provincial'::text, 'city'::text])))
  carrier_type_check CHECK ((type = ANY (ARRAY['training-base'::text, 'master-studio'::text])))
  grant insert, select, update to guildbook_app
  grant select to guildbook_reader

-- [P person_id] certificates of every kind; revoked ones stay
table credentials.certificate
  person_id uuid not null
  certificate_id uuid not null
  number text not null
  kind text not null
  occupation_edition text not null
  occupation_code text not null
  work_type text
  level_rank smallint
  organisation_id uuid not null
  issued_on date not null
  known_on date not null
  revoked_on date
  revoked_known_on date
  revoked_reason text
  county_code text not null
  batch_id uuid
  content_hash bytea
  version integer not null default 1
  entitlement_id uuid
  corrects_id uuid
  corrected_by_id uuid
  certificate_pk PRIMARY KEY (person_id, certificate_id)
  certificate_corrects FOREIGN KEY (person_id, corrects_id) REFERENCES credentials.certificate(person_id, certificate_id)
  certificate_entitlement FOREIGN KEY (person_id, entitlement_id) REFERENCES credentials.entitlement(person_id, entitlement_id)
  certificate_person FOREIGN KEY (person_id) REFERENCES people.person(person_id)
  certificate_check CHECK (((revoked_on IS NULL) = (revoked_known_on IS NULL)))
  certificate_check1 CHECK (((revoked_on IS NULL) OR (revoked_on >= issued_on)))
  certificate_check2 CHECK (((kind = ANY (ARRAY['skill-level'::text, 'qualification'::text])) = (level_rank IS NOT NULL)))
  certificate_corrected CHECK (((corrected_by_id IS NULL) OR (revoked_on IS NOT NULL)))
  certificate_kind_check CHECK ((kind = ANY (ARRAY['skill-level'::text, 'qualification'::text, 'specific-capability'::text, 'completion'::text])))
  certificate_level_rank_check CHECK (((level_rank >= 0) AND (level_rank <= 7)))
  certificate_number_check CHECK (((length(number) >= 4) AND (length(number) <= 40)))
  certificate_provenance CHECK ((num_nonnulls(batch_id, entitlement_id, corrects_id) = 1))
  CREATE INDEX certificate_batch ON credentials.certificate USING btree (batch_id) WHERE (batch_id <> '00000000-0000-7000-8000-00000000b00c'::uuid)
  CREATE INDEX certificate_county ON credentials.certificate USING btree (county_code, certificate_id)
  CREATE INDEX certificate_newest ON credentials.certificate USING btree (certificate_id)
  CREATE UNIQUE INDEX certificate_once ON credentials.certificate USING btree (person_id, entitlement_id) WHERE (entitlement_id IS NOT NULL)
  CREATE INDEX certificate_organisation ON credentials.certificate USING btree (organisation_id, certificate_id)
  CREATE INDEX certificate_revoked ON credentials.certificate USING btree (person_id, certificate_id) WHERE (revoked_on IS NOT NULL)
  grant delete, insert, select, update to guildbook_app

-- [K number] a certificate number is used once, for ever; also the way from number to person
table credentials.certificate_key
  number text not null
  person_id uuid not null
  certificate_id uuid not null
  certificate_key_pk PRIMARY KEY (number)
  grant delete, insert, select to guildbook_app

-- [R] certificates that say something wrong: another one takes their place
table credentials.correction_case
  case_id uuid not null
  state text not null
  edition date not null
  version integer not null
  opened_on date not null
  state_since date not null
  due_on date
  person_id uuid not null
  certificate_id uuid not null
  certificate_number text not null
  county_code text not null
  occupation_code text
  work_type text
  level_rank smallint
  issued_on date
  reason text not null
  given_number text
  new_number text
  decision_note text
  proposed_by text not null
  decided_by text
  correction_case_pk PRIMARY KEY (case_id)
  correction_case_check CHECK (((new_number IS NULL) OR (state = 'corrected'::text)))
  correction_case_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'corrected'::text, 'refused'::text])))
  two_persons_correct CHECK (((decided_by IS NULL) OR (decided_by <> proposed_by)))
  CREATE UNIQUE INDEX correction_case_open ON credentials.correction_case USING btree (certificate_id) WHERE (state = 'proposed'::text)
  grant insert, select, update to guildbook_app

-- [P person_id] published passes and promotions by rule; a certificate that is issued here refers to one
table credentials.entitlement
  person_id uuid not null
  entitlement_id uuid not null
  source text not null
  batch_id uuid not null
  published_on date not null
  rule_key text
  rule_on date
  entitlement_pk PRIMARY KEY (person_id, entitlement_id)
  entitlement_person FOREIGN KEY (person_id) REFERENCES people.person(person_id)
  entitlement_check CHECK (((source = 'promotion'::text) = (rule_key IS NOT NULL)))
  entitlement_check1 CHECK (((rule_key IS NULL) = (rule_on IS NULL)))
  entitlement_source_check CHECK ((source = ANY (ARRAY['result'::text, 'promotion'::text])))
  CREATE INDEX entitlement_batch ON credentials.entitlement USING btree (batch_id)
  grant insert, select to guildbook_app

-- [P person_id] spans in which a person counts as skilled, with the certificate that counts; bitemporal, derived, rebuildable
table credentials.holding
  person_id uuid not null
  known_from date not null
  held_from date not null
  known_to date
  held_to date
  certificate_id uuid not null
  level_rank smallint not null
  county_code text not null
  sex text not null
  birth_year smallint not null
  occupation_code text not null
  kind text not null
  organisation_id uuid not null
  issued_year smallint not null
  first_skilled boolean not null
  first_high boolean not null
  holding_pk PRIMARY KEY (person_id, known_from, held_from)
  holding_person FOREIGN KEY (person_id) REFERENCES people.person(person_id)
  holding_check CHECK (((held_to IS NULL) OR (held_to > held_from)))
  holding_check1 CHECK (((known_to IS NULL) OR (known_to > known_from)))
  CREATE INDEX holding_certificate ON credentials.holding USING btree (certificate_id)
  grant delete, insert, select, update to guildbook_app

-- [R] numbers that the province gave to a body, by year and level; the next one only moves on
table credentials.number_block
  case_id uuid not null
  state text not null
  edition date not null
  version integer not null
  opened_on date not null
  state_since date not null
  due_on date
  organisation_id uuid not null
  prefix text not null
  year smallint not null
  level_letter text not null
  first_serial integer not null
  last_serial integer not null
  next_serial integer not null
  document text not null
  county_code text not null
  close_reason text
  registered_by text not null
  number_block_pk PRIMARY KEY (case_id)
  number_block_bounds CHECK (((next_serial >= first_serial) AND (next_serial <= (last_serial + 1))))
  number_block_check CHECK ((last_serial >= first_serial))
  number_block_first_serial_check CHECK ((first_serial >= 1))
  number_block_last_serial_check CHECK ((last_serial <= 999999))
  number_block_level_letter_check CHECK ((level_letter ~ '^[0-9A-Z]$'::text))
  number_block_prefix_check CHECK ((prefix ~ '^[YS][0-9]{12}$'::text))
  number_block_state_check CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text])))
  number_block_year_check CHECK (((year >= 2000) AND (year <= 2099)))
  CREATE INDEX number_block_of ON credentials.number_block USING btree (organisation_id, year, level_letter) WHERE (state = 'open'::text)
  grant insert, select, update to guildbook_app

-- [R] numbers of spoiled and destroyed blanks: never used
table credentials.number_void
  case_id uuid not null
  first_serial integer not null
  last_serial integer not null
  reason text not null
  voided_on date not null
  number_void_pk PRIMARY KEY (case_id, first_serial)
  number_void_block FOREIGN KEY (case_id) REFERENCES credentials.number_block(case_id)
  number_void_check CHECK ((last_serial >= first_serial))
  grant insert, select to guildbook_app

-- [P person_id] signed codes, each with its place in the status list; the place is never given again
table credentials.proof
  person_id uuid not null
  status_index bigint not null
  certificate_id uuid not null
  number text not null
  key_id integer not null
  code bytea not null
  made_on date not null
  ended_on date
  proof_pk PRIMARY KEY (person_id, status_index)
  proof_of_certificate FOREIGN KEY (person_id, certificate_id) REFERENCES credentials.certificate(person_id, certificate_id)
  proof_code_check CHECK ((length(code) <= 120))
  CREATE INDEX proof_certificate ON credentials.proof USING btree (certificate_id)
  CREATE INDEX proof_ended ON credentials.proof USING btree (status_index) WHERE (ended_on IS NOT NULL)
  grant insert, select, update to guildbook_app

-- [R] papers lost or damaged: the number is given up for a new one
table credentials.replacement_case
  case_id uuid not null
  state text not null
  edition date not null
  version integer not null
  opened_on date not null
  state_since date not null
  due_on date
  person_id uuid not null
  certificate_id uuid not null
  certificate_number text not null
  county_code text not null
  reason_code text not null
  reason text not null
  given_number text
  new_number text
  decision_note text
  proposed_by text not null
  decided_by text
  replacement_case_pk PRIMARY KEY (case_id)
  replacement_case_check CHECK (((new_number IS NULL) OR (state = 'replaced'::text)))
  replacement_case_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'replaced'::text, 'refused'::text])))
  two_persons_replace CHECK (((decided_by IS NULL) OR (decided_by <> proposed_by)))
  CREATE UNIQUE INDEX replacement_case_open ON credentials.replacement_case USING btree (certificate_id) WHERE (state = 'proposed'::text)
  grant insert, select, update to guildbook_app

-- [R] proposals to revoke a certificate: one person proposes, another decides
table credentials.revocation_case
  case_id uuid not null
  state text not null
  edition date not null
  version integer not null
  opened_on date not null
  state_since date not null
  due_on date
  person_id uuid not null
  certificate_id uuid not null
  certificate_number text not null
  county_code text not null
  reason_code text not null
  reason text not null
  effective_on date not null
  decision_note text
  proposed_by text not null
  decided_by text
  revocation_case_pk PRIMARY KEY (case_id)
  revocation_case_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'revoked'::text, 'refused'::text])))
  two_persons_revoke CHECK (((decided_by IS NULL) OR (decided_by <> proposed_by)))
  CREATE UNIQUE INDEX revocation_case_open ON credentials.revocation_case USING btree (certificate_id) WHERE (state = 'proposed'::text)
  grant insert, select, update to guildbook_app

-- [R] links by which a holder shows the skills passport to others, until a day
table credentials.share_case
  case_id uuid not null
  state text not null
  edition date not null
  version integer not null
  opened_on date not null
  state_since date not null
  due_on date
  person_id uuid not null
  certificate_number text not null
  county_code text not null
  scope text not null
  expires_on date not null
  full_name boolean not null
  reason text not null
  end_reason text
  shared_by text not null
  share_case_pk PRIMARY KEY (case_id)
  share_case_scope_check CHECK ((scope = ANY (ARRAY['certificates'::text, 'all'::text])))
  share_case_state_check CHECK ((state = ANY (ARRAY['shared'::text, 'ended'::text])))
  CREATE INDEX share_case_person ON credentials.share_case USING btree (person_id)
  grant insert, select, update to guildbook_app

-- [K case_id] every look at a shared passport; the holder may read it
table credentials.share_view
  case_id uuid not null
  view_id uuid not null
  viewed_at timestamp with time zone not null
  share_view_pk PRIMARY KEY (case_id, view_id)
  grant insert, select to guildbook_app

-- [K status_index] places of the status list that were given out
table credentials.status_key
  status_index bigint not null
  person_id uuid not null
  certificate_id uuid not null
  status_key_pk PRIMARY KEY (status_index)
  grant insert, select to guildbook_app

-- [R] the next place of the status list, and how often the list changed
table credentials.status_list
  list_no smallint not null
  next_index bigint not null
  changes bigint not null
  status_list_pk PRIMARY KEY (list_no)
  grant select, update to guildbook_app

-- [R] what the national query said of a certificate, on which day, and who looked
table credentials.verification
  case_id uuid not null
  state text not null
  edition date not null
  version integer not null
  opened_on date not null
  state_since date not null
  due_on date
  person_id uuid not null
  certificate_id uuid not null
  certificate_number text not null
  county_code text not null
  checked_on date not null
  result text not null
  channel text not null
  reason text not null
  recorded_by text not null
  verification_pk PRIMARY KEY (case_id)
  verification_channel_check CHECK ((channel = 'manual'::text))
  verification_result_check CHECK ((result = ANY (ARRAY['match'::text, 'mismatch'::text, 'not-found'::text])))
  verification_state_check CHECK ((state = 'recorded'::text))
  CREATE INDEX verification_certificate ON credentials.verification USING btree (certificate_id, checked_on)
  grant insert, select, update to guildbook_app

-- [R] renaming, merger, change of scope and renewal of licences, each decided by two persons
table directory.change_case
  case_id uuid not null
  state text not null
  edition date not null
  version integer not null
  opened_on date not null
  state_since date not null
  due_on date
  organisation_id uuid not null
  county_code text not null
  kind text not null
  effective_on date not null
  document text not null
  new_name text
  merged_into uuid
  role text
  occupations text[]
  level_highest text
  licence_kind text
  licence_number text
  licence_issuer text
  licence_scope text
  licence_from date
  licence_to date
  decision_note text
  applied_by text not null
  accepted_by text
  decided_by text
  change_case_pk PRIMARY KEY (case_id)
  change_case_of FOREIGN KEY (organisation_id) REFERENCES directory.organisation(organisation_id)
  approved_by_steps CHECK (((state <> 'approved'::text) OR ((accepted_by IS NOT NULL) AND (decided_by IS NOT NULL))))
  change_case_check CHECK ((merged_into <> organisation_id))
  change_case_check1 CHECK ((licence_to >= licence_from))
  change_case_kind_check CHECK ((kind = ANY (ARRAY['rename'::text, 'merge'::text, 'scope'::text, 'renewal'::text])))
  change_case_level_highest_check CHECK ((level_highest = ANY (ARRAY['level-5'::text, 'level-4'::text, 'level-3'::text, 'level-2'::text, 'level-1'::text, 'special'::text, 'chief'::text])))
  change_case_licence_kind_check CHECK ((licence_kind = ANY (ARRAY['school-licence'::text, 'evaluation-filing'::text, 'registration'::text])))
  change_case_new_name_check CHECK (((length(new_name) >= 2) AND (length(new_name) <= 120)))
  change_case_role_check CHECK ((role = ANY (ARRAY['training-provider'::text, 'evaluation-body'::text])))
  change_case_state_check CHECK ((state = ANY (ARRAY['applied'::text, 'reviewing'::text, 'approved'::text, 'refused'::text, 'withdrawn'::text])))
  two_persons_accept CHECK (((accepted_by IS NULL) OR (accepted_by <> applied_by)))
  two_persons_decide CHECK (((decided_by IS NULL) OR ((decided_by <> applied_by) AND (decided_by <> accepted_by))))
  CREATE INDEX change_case_county ON directory.change_case USING btree (county_code)
  CREATE UNIQUE INDEX change_case_open ON directory.change_case USING btree (organisation_id, kind) WHERE (state = ANY (ARRAY['applied'::text, 'reviewing'::text]))
  CREATE INDEX change_case_queue ON directory.change_case USING btree (state, due_on)
  grant insert, select, update to guildbook_app

-- [R] licences and filings, with their term
table directory.licence
  licence_id uuid not null
  organisation_id uuid not null
  kind text not null
  number text not null
  issuer text not null
  scope text not null
  valid_from date not null
  valid_to date
  licence_pk PRIMARY KEY (licence_id)
  licence_of FOREIGN KEY (organisation_id) REFERENCES directory.organisation(organisation_id)
  licence_check CHECK (((valid_to IS NULL) OR (valid_to >= valid_from)))
  licence_kind_check CHECK ((kind = ANY (ARRAY['school-licence'::text, 'evaluation-filing'::text, 'registration'::text])))
  CREATE INDEX licence_of_organisation ON directory.licence USING btree (organisation_id)
  grant delete, insert, select, update to guildbook_app

-- [R] that an organisation is (or was) on a public list in a role; when, the periods say
table directory.listing
  listing_id uuid not null
  organisation_id uuid not null
  role text not null
  county_code text not null
  batch_id uuid
  listing_pk PRIMARY KEY (listing_id)
  listing_of FOREIGN KEY (organisation_id) REFERENCES directory.organisation(organisation_id)
  listing_role_check CHECK ((role = ANY (ARRAY['training-provider'::text, 'evaluation-body'::text])))
  CREATE INDEX listing_batch ON directory.listing USING btree (batch_id) WHERE (batch_id IS NOT NULL)
  CREATE UNIQUE INDEX listing_once ON directory.listing USING btree (organisation_id, role)
  grant delete, insert, select, update to guildbook_app
  grant select to guildbook_reader

-- [R] applications to be listed, through their whole life
table directory.listing_case
  case_id uuid not null
  state text not null
  edition date not null
  version integer not null
  opened_on date not null
  state_since date not null
  due_on date
  organisation_id uuid not null
  role text not null
  county_code text not null
  occupations text[] not null
  level_highest text not null
  licence_number text
  statement text
  notice_from date
  notice_until date
  listing_id uuid
  return_reasons text[]
  decision_reason text
  decision_note text
  citation text
  document text
  applied_by text not null
  accepted_by text
  reviewed_by text
  decided_by text
  listing_case_pk PRIMARY KEY (case_id)
  listing_case_of FOREIGN KEY (organisation_id) REFERENCES directory.organisation(organisation_id)
  listed_by_steps CHECK (((state <> ALL (ARRAY['listed'::text, 'suspended'::text, 'removed'::text])) OR ((accepted_by IS NOT NULL) AND (reviewed_by IS NOT NULL) AND (decided_by IS NOT NULL))))
  listing_case_check CHECK (((notice_until IS NULL) OR (notice_until > notice_from)))
  listing_case_level_highest_check CHECK ((level_highest = ANY (ARRAY['level-5'::text, 'level-4'::text, 'level-3'::text, 'level-2'::text, 'level-1'::text, 'special'::text, 'chief'::text])))
  listing_case_role_check CHECK ((role = ANY (ARRAY['training-provider'::text, 'evaluation-body'::text])))
  listing_case_state_check CHECK ((state = ANY (ARRAY['applied'::text, 'reviewing'::text, 'returned'::text, 'publicised'::text, 'listed'::text, 'suspended'::text, 'removed'::text, 'refused'::text, 'withdrawn'::text])))
  publicised_by_steps CHECK (((state <> 'publicised'::text) OR ((accepted_by IS NOT NULL) AND (reviewed_by IS NOT NULL))))
  two_persons_accept CHECK (((accepted_by IS NULL) OR (accepted_by <> applied_by)))
  two_persons_decide CHECK (((decided_by IS NULL) OR ((decided_by <> applied_by) AND (decided_by <> accepted_by) AND (decided_by <> reviewed_by))))
  two_persons_review CHECK (((reviewed_by IS NULL) OR ((reviewed_by <> applied_by) AND (reviewed_by <> accepted_by))))
  CREATE INDEX listing_case_county ON directory.listing_case USING btree (county_code)
  CREATE UNIQUE INDEX listing_case_open ON directory.listing_case USING btree (organisation_id, role) WHERE (state <> ALL (ARRAY['removed'::text, 'refused'::text, 'withdrawn'::text]))
  CREATE INDEX listing_case_queue ON directory.listing_case USING btree (state, due_on)
  grant insert, select, update to guildbook_app

-- [R] objections received during the public notice, and what became of them; who objected is not kept here
table directory.listing_objection
  case_id uuid not null
  objection_no smallint not null
  received_on date not null
  body text not null
  recorded_by text not null
  outcome text
  answer text
  settled_on date
  settled_by text
  listing_objection_pk PRIMARY KEY (case_id, objection_no)
  listing_objection_of FOREIGN KEY (case_id) REFERENCES directory.listing_case(case_id)
  listing_objection_body_check CHECK (((length(body) >= 2) AND (length(body) <= 1000)))
  listing_objection_check CHECK ((((outcome IS NULL) = (settled_on IS NULL)) AND ((outcome IS NULL) = (settled_by IS NULL))))
  listing_objection_objection_no_check CHECK ((objection_no >= 1))
  listing_objection_outcome_check CHECK ((outcome = ANY (ARRAY['unfounded'::text, 'upheld'::text])))
  two_persons_objection CHECK (((settled_by IS NULL) OR (settled_by <> recorded_by)))
  grant insert, select, update to guildbook_app

-- [R] periods on the list, bitemporal
table directory.listing_period
  listing_id uuid not null
  listed_from date not null
  known_from date not null
  listed_to date
  known_to date
  status text not null
  organisation_id uuid not null
  role text not null
  kind text not null
  county_code text not null
  document text
  reason text
  batch_id uuid
  listing_period_pk PRIMARY KEY (listing_id, listed_from, known_from)
  listing_period_of FOREIGN KEY (listing_id) REFERENCES directory.listing(listing_id)
  listing_period_check CHECK (((listed_to IS NULL) OR (listed_to > listed_from)))
  listing_period_check1 CHECK (((known_to IS NULL) OR (known_to > known_from)))
  listing_period_status_check CHECK ((status = ANY (ARRAY['listed'::text, 'suspended'::text])))
  CREATE INDEX listing_period_batch ON directory.listing_period USING btree (batch_id) WHERE (batch_id IS NOT NULL)
  CREATE INDEX listing_period_organisation ON directory.listing_period USING btree (organisation_id)
  grant delete, insert, select, update to guildbook_app
  grant select to guildbook_reader

-- [R] occupations and levels within a listing, with dates
table directory.listing_scope
  listing_id uuid not null
  occupation_code text not null
  level_rank smallint not null
  from_on date not null
  to_on date
  batch_id uuid
  content_hash bytea
  listing_scope_pk PRIMARY KEY (listing_id, occupation_code, level_rank, from_on)
  listing_scope_of FOREIGN KEY (listing_id) REFERENCES directory.listing(listing_id)
  listing_scope_check CHECK (((to_on IS NULL) OR (to_on > from_on)))
  listing_scope_level_rank_check CHECK (((level_rank >= 0) AND (level_rank <= 7)))
  CREATE INDEX listing_scope_batch ON directory.listing_scope USING btree (batch_id) WHERE (batch_id IS NOT NULL)
  CREATE INDEX listing_scope_occupation ON directory.listing_scope USING btree (occupation_code, level_rank)
  grant delete, insert, select, update to guildbook_app
  grant select to guildbook_reader

-- [R] companies, their owners, phones and addresses, by files of the market register
table directory.market_entry
  credit_code text not null
  file_id uuid not null
  entry_no integer not null
  name text not null
  role text not null
  holder_name text
  holder_index bytea
  phone text
  address text
  status text
  from_on date
  to_on date
  content_hash bytea not null
  market_entry_pk PRIMARY KEY (credit_code, file_id, entry_no)
  market_entry_holder_index_check CHECK ((octet_length(holder_index) = 32))
  market_entry_role_check CHECK ((role = ANY (ARRAY['legal-representative'::text, 'shareholder'::text, 'manager'::text, 'contact'::text])))
  CREATE INDEX market_entry_file ON directory.market_entry USING btree (file_id)
  CREATE INDEX market_entry_holder ON directory.market_entry USING btree (holder_index) WHERE (holder_index IS NOT NULL)
  grant delete, insert, select to guildbook_app

-- [R] schools, bodies, employers and offices
table directory.organisation
  organisation_id uuid not null
  name text not null
  kind text not null
  credit_code text
  county_code text not null
  address text
  contact_phone text
  legal_representative text
  founded_on date
  closed_on date
  merged_into uuid
  search_terms text[] not null
  version integer not null default 1
  batch_id uuid
  content_hash bytea
  organisation_pk PRIMARY KEY (organisation_id)
  organisation_check CHECK (((merged_into IS NULL) OR (closed_on IS NOT NULL)))
  organisation_kind_check CHECK ((kind = ANY (ARRAY['technical-school'::text, 'training-centre'::text, 'private-school'::text, 'vocational-college'::text, 'employer'::text, 'social-evaluation'::text, 'qualification-centre'::text, 'public-body'::text, 'association'::text])))
  organisation_name_check CHECK (((length(name) >= 2) AND (length(name) <= 120)))
  CREATE INDEX organisation_batch ON directory.organisation USING btree (batch_id) WHERE (batch_id IS NOT NULL)
  CREATE INDEX organisation_county ON directory.organisation USING btree (county_code, organisation_id)
  CREATE UNIQUE INDEX organisation_credit_code ON directory.organisation USING btree (credit_code) WHERE (credit_code IS NOT NULL)
  CREATE INDEX organisation_search ON directory.organisation USING gin (search_terms)
  grant delete, insert, select, update to guildbook_app
  grant select to guildbook_reader

-- [R] names an organisation has had, each from a day on
table directory.organisation_name
  organisation_id uuid not null
  from_on date not null
  name text not null
  document text
  organisation_name_pk PRIMARY KEY (organisation_id, from_on)
  organisation_name_of FOREIGN KEY (organisation_id) REFERENCES directory.organisation(organisation_id)
  grant insert, select to guildbook_app

-- [R] places where an organisation teaches or examines
table directory.site
  site_id uuid not null
  organisation_id uuid not null
  name text not null
  address text not null
  county_code text not null
  capacity integer
  site_pk PRIMARY KEY (site_id)
  site_of FOREIGN KEY (organisation_id) REFERENCES directory.organisation(organisation_id)
  site_capacity_check CHECK ((capacity > 0))
  grant insert, select, update to guildbook_app

-- [R] figures as they were published: with the day up to which we knew, each can be recomputed for ever
table figures.published
  publication_id uuid not null
  measure text not null
  question jsonb not null
  value numeric not null
  known_on date not null
  published_on date not null
  place text not null
  published_pk PRIMARY KEY (publication_id)
  CREATE INDEX published_place ON figures.published USING btree (place)
  grant insert, select to guildbook_app
  grant select to guildbook_reader

-- [L] the nightly recheck: memory, rows and recount for random days
table figures.recheck
  day date not null
  measure text not null
  question jsonb not null
  in_memory bigint not null
  in_sql bigint not null
  recount bigint
  equal boolean not null
  recheck_pk PRIMARY KEY (day, measure, question)
  grant insert, select, update to guildbook_app

-- [K day] the signed root of all leaves up to the end of a closed day (RFC 6962 tree over leaf hashes by bucket and number)
table journal.checkpoint
  day date not null
  tree_size bigint not null
  root bytea not null
  key_id text not null
  signature bytea not null
  made_at timestamp with time zone not null
  checkpoint_pk PRIMARY KEY (day)
  checkpoint_root_check CHECK ((octet_length(root) = 32))
  grant insert, select to guildbook_app
  grant select to guildbook_reader

-- [K bucket] the newest leaf of each bucket; locked while a leaf is added
table journal.head
  bucket smallint not null
  seq bigint not null
  hash bytea not null
  head_pk PRIMARY KEY (bucket)
  head_bucket_check CHECK (((bucket >= 0) AND (bucket <= 255)))
  head_hash_check CHECK ((octet_length(hash) = 32))
  grant select, update to guildbook_app
  grant select to guildbook_reader

-- [K bucket] who did what to what by which rule when; each leaf is hash-linked to the one before it in its bucket
table journal.leaf
  bucket smallint not null
  seq bigint not null
  at timestamp with time zone not null
  day date not null
  kind text not null
  subject text not null
  body text not null
  hash bytea not null
  leaf_pk PRIMARY KEY (bucket, seq)
  leaf_bucket_check CHECK (((bucket >= 0) AND (bucket <= 255)))
  leaf_hash_check CHECK ((octet_length(hash) = 32))
  leaf_seq_check CHECK ((seq >= 1))
  CREATE INDEX leaf_day ON journal.leaf USING btree (day)
  CREATE INDEX leaf_subject ON journal.leaf USING btree (subject, bucket, seq)
  grant insert, select to guildbook_app
  grant select to guildbook_reader

-- [K actor_key] the stored answer to each request that changed something; written in the same transaction as the change
table kernel.idempotency
  actor_key text not null
  request_key text not null
  request_hash bytea not null
  answer jsonb
  answered_at timestamp with time zone not null
  idempotency_pk PRIMARY KEY (actor_key, request_key)
  idempotency_request_key_check CHECK (((length(request_key) >= 8) AND (length(request_key) <= 200)))
  grant insert, select, update to guildbook_app

-- [L] which migrations this database has seen
table kernel.migration
  name text not null
  sha256 text not null
  second_pass_done boolean not null
  applied_at timestamp with time zone not null default now()
  migration_pkey PRIMARY KEY (name)
  grant select to guildbook_app
  grant select to guildbook_reader

-- [L] what other rooms and the job queue must hear; moved on by the outbox mover, deleted when handed over
table kernel.outbox
  message_id uuid not null
  kind text not null
  body jsonb not null
  made_at timestamp with time zone not null
  outbox_pk PRIMARY KEY (message_id)
  grant delete, insert, select to guildbook_app

-- [L] what this installation is: city, demonstration town and its size; written last, so that a load cut short is seen
table kernel.setting
  key text not null
  value jsonb not null
  set_at timestamp with time zone not null default now()
  setting_pk PRIMARY KEY (key)
  grant select to guildbook_app
  grant select to guildbook_reader

-- [L] changes of fact sets, for the columns that each process holds in memory
table measures.feed
  feed_no bigint not null generated always as identity
  txid xid8 not null default pg_current_xact_id()
  facts text not null
  weight smallint not null
  row_values jsonb not null
  feed_pk PRIMARY KEY (txid, feed_no)
  feed_weight_check CHECK ((weight = ANY (ARRAY['-1'::integer, 1])))
  grant insert, select to guildbook_app

-- [R] opening balances of stocks, typed in with their source
table measures.opening
  measure text not null
  area_code text not null
  on_day date not null
  value integer not null
  source text not null
  known_on date not null
  opening_pk PRIMARY KEY (measure, area_code, on_day)
  opening_value_check CHECK ((value >= 0))
  grant insert, select to guildbook_app

-- [P person_id] schooling, with the major that eligibility asks for
table people.education
  person_id uuid not null
  education_no smallint not null
  school_name text not null
  kind text not null
  major text
  status text not null
  graduated_on date
  education_pk PRIMARY KEY (person_id, education_no)
  education_person FOREIGN KEY (person_id) REFERENCES people.person(person_id)
  education_status_check CHECK ((status = ANY (ARRAY['enrolled'::text, 'final-year'::text, 'graduated'::text, 'left'::text])))
  grant insert, select, update to guildbook_app

-- [P person_id] spells of work, each with where the knowledge is from
table people.employment
  person_id uuid not null
  spell_no smallint not null
  organisation_id uuid
  employer_name text
  occupation_code text
  from_on date not null
  to_on date
  source text not null
  employer_code text
  county_code text
  batch_id uuid
  content_hash bytea
  employment_pk PRIMARY KEY (person_id, spell_no)
  employment_person FOREIGN KEY (person_id) REFERENCES people.person(person_id)
  employment_check CHECK (((to_on IS NULL) OR (to_on > from_on)))
  CREATE INDEX employment_batch ON people.employment USING btree (batch_id) WHERE (batch_id IS NOT NULL)
  CREATE INDEX employment_employer ON people.employment USING btree (employer_code) WHERE (employer_code IS NOT NULL)
  grant delete, insert, select, update to guildbook_app

-- [P person_id] key groups (重点群体) with their dates and proof
table people.group_membership
  person_id uuid not null
  group_id text not null
  from_on date not null
  to_on date
  proof text not null
  registered_on date not null
  batch_id uuid
  group_membership_pk PRIMARY KEY (person_id, group_id, from_on)
  group_membership_person FOREIGN KEY (person_id) REFERENCES people.person(person_id)
  CREATE INDEX group_membership_batch ON people.group_membership USING btree (batch_id) WHERE (batch_id IS NOT NULL)
  grant delete, insert, select, update to guildbook_app

-- [K identity_index] one person per identity number, by its keyed index
table people.identity_key
  identity_index bytea not null
  person_id uuid not null
  identity_key_pk PRIMARY KEY (identity_index)
  identity_key_identity_index_check CHECK ((octet_length(identity_index) = 32))
  grant delete, insert, select to guildbook_app

-- [P person_id] one row per human being known to the register; identity number and phone are sealed
table people.person
  person_id uuid not null
  name text not null
  name_key text not null
  sex text not null
  birth_date date not null
  identity_sealed bytea not null
  identity_index bytea not null
  phone_sealed bytea
  county_code text not null
  education text
  known_on date not null
  left_on date
  left_reason text
  left_known_on date
  batch_id uuid
  search_terms text[] not null
  version integer not null default 1
  content_hash bytea
  person_pk PRIMARY KEY (person_id)
  person_check CHECK (((left_on IS NULL) = (left_known_on IS NULL)))
  person_check1 CHECK (((left_on IS NULL) = (left_reason IS NULL)))
  person_education_check CHECK ((education = ANY (ARRAY['primary'::text, 'junior'::text, 'senior'::text, 'vocational'::text, 'college'::text, 'bachelor'::text, 'postgraduate'::text])))
  person_identity_index_check CHECK ((octet_length(identity_index) = 32))
  person_left_reason_check CHECK ((left_reason = ANY (ARRAY['died'::text, 'moved-away'::text])))
  person_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60)))
  person_sex_check CHECK ((sex = ANY (ARRAY['male'::text, 'female'::text])))
  CREATE INDEX person_batch ON people.person USING btree (batch_id) WHERE (batch_id IS NOT NULL)
  CREATE INDEX person_county ON people.person USING btree (county_code, person_id)
  CREATE INDEX person_identity ON people.person USING btree (identity_index)
  CREATE INDEX person_search ON people.person USING gin (search_terms)
  grant delete, insert, select, update to guildbook_app

-- [K identity_index] what an outside register says of a person; of identity numbers only the keyed index and the sealed text
table people.register_entry
  identity_index bytea not null
  register_id text not null
  file_id uuid not null
  entry_no integer not null
  name_key text not null
  identity_sealed bytea not null
  kind text
  from_on date
  to_on date
  employer_code text
  employer_name text
  place_code text
  certificate_number text
  detail text
  content_hash bytea not null
  register_entry_pk PRIMARY KEY (identity_index, register_id, file_id, entry_no)
  register_entry_check CHECK (((to_on IS NULL) OR (from_on IS NULL) OR (to_on >= from_on)))
  register_entry_identity_index_check CHECK ((octet_length(identity_index) = 32))
  CREATE INDEX register_entry_certificate ON people.register_entry USING btree (certificate_number) WHERE (certificate_number IS NOT NULL)
  CREATE INDEX register_entry_file ON people.register_entry USING btree (file_id)
  grant delete, insert, select to guildbook_app

-- [R] files of outside registers, each of one day: a check that needs a register asks for the newest and how old it is
table people.register_file
  file_id uuid not null
  register_id text not null
  as_of date not null
  loaded_on date not null
  rows integer not null
  covers_from date
  covers_to date
  file_name text not null
  register_file_pk PRIMARY KEY (file_id)
  register_file_register_id_check CHECK ((register_id = ANY (ARRAY['death'::text, 'custody'::text, 'payroll'::text, 'students'::text, 'pension'::text, 'insurance'::text, 'disability'::text, 'poverty'::text, 'unemployment'::text, 'market'::text, 'certificates'::text])))
  register_file_rows_check CHECK ((rows >= 0))
  CREATE INDEX register_file_latest ON people.register_file USING btree (register_id, as_of)
  grant delete, insert, select, update to guildbook_app

-- [P person_id] professional titles, which open routes to skill levels
table people.title
  person_id uuid not null
  title_no smallint not null
  name text not null
  grade text not null
  obtained_on date not null
  title_pk PRIMARY KEY (person_id, title_no)
  title_person FOREIGN KEY (person_id) REFERENCES people.person(person_id)
  title_grade_check CHECK ((grade = ANY (ARRAY['junior'::text, 'intermediate'::text, 'senior'::text, 'professorial'::text])))
  grant insert, select, update to guildbook_app

-- [R] proposals of committee members, and the letters that answer them
table replies.proposal
  proposal_id uuid not null
  session text not null
  category text not null
  number integer not null
  title text not null
  lead_member text not null
  members integer not null
  received_on date
  due_on date
  answered_on date
  letter_id text
  state text not null
  proposal_pk PRIMARY KEY (proposal_id)
  proposal_members_check CHECK ((members >= 1))
  proposal_number_check CHECK ((number > 0))
  proposal_state_check CHECK ((state = ANY (ARRAY['received'::text, 'drafting'::text, 'answered'::text])))
  CREATE UNIQUE INDEX proposal_number ON replies.proposal USING btree (session, number)
  grant insert, select, update to guildbook_app
  grant select to guildbook_reader

-- [L] an uploaded file and its life: read, match, check, fix, commit, receipt, undo
table sheets.batch
  batch_id uuid not null
  kind text not null
  owner_key text not null
  account_id uuid
  jurisdiction text
  organisation_id uuid
  file_name text not null
  file_hash bytea not null
  file_path text not null
  sheet text
  header_row integer
  mapping jsonb
  state text not null
  cursor integer not null default 0
  rows_total integer not null default 0
  rows_good integer not null default 0
  rows_bad integer not null default 0
  rows_same integer not null default 0
  rows_written integer not null default 0
  problem jsonb
  uploaded_at timestamp with time zone not null
  finished_at timestamp with time zone
  version integer not null default 1
  as_of date
  batch_pk PRIMARY KEY (batch_id)
  batch_file_hash_check CHECK ((octet_length(file_hash) = 32))
  batch_state_check CHECK ((state = ANY (ARRAY['received'::text, 'matching'::text, 'reading'::text, 'staged'::text, 'checked'::text, 'committing'::text, 'done'::text, 'cancelled'::text, 'failed'::text, 'undone'::text])))
  CREATE UNIQUE INDEX batch_same_file ON sheets.batch USING btree (owner_key, kind, file_hash) WHERE (state <> ALL (ARRAY['cancelled'::text, 'failed'::text, 'undone'::text]))
  CREATE INDEX batch_unfinished ON sheets.batch USING btree (state) WHERE (state <> ALL (ARRAY['done'::text, 'cancelled'::text, 'failed'::text, 'undone'::text]))
  grant insert, select, update to guildbook_app

-- [L] rows of a batch; cells as the clerk gave them are kept, sealed, for bad rows only
table sheets.staged_row
  batch_id uuid not null
  row_no integer not null
  state text not null
  identity text
  content_hash text
  ready jsonb
  findings jsonb
  raw_sealed bytea
  staged_row_pk PRIMARY KEY (batch_id, row_no)
  staged_row_state_check CHECK ((state = ANY (ARRAY['good'::text, 'bad'::text, 'same'::text, 'skipped'::text, 'written'::text])))
  CREATE INDEX staged_row_bad ON sheets.staged_row USING btree (batch_id, state) WHERE (state = ANY (ARRAY['bad'::text, 'same'::text]))
  CREATE INDEX staged_row_identity ON sheets.staged_row USING btree (batch_id, identity)
  grant delete, insert, select, update to guildbook_app

-- [K person_id] person and occupation with level; person, scheme and time in the year; person and certificate
table subsidy.benefit_key
  person_id uuid not null
  benefit text not null
  claim_id uuid not null
  line_no integer not null
  benefit_key_pk PRIMARY KEY (person_id, benefit)
  benefit_key_benefit_check CHECK (((length(benefit) >= 3) AND (length(benefit) <= 120)))
  CREATE INDEX benefit_key_claim ON subsidy.benefit_key USING btree (claim_id)
  grant delete, insert, select to guildbook_app

-- [M budget_id] one fund of one county and year: plan, available, committed, on its way, paid, owed back
table subsidy.budget
  budget_id uuid not null
  fund text not null
  county_code text not null
  year smallint not null
  plan_fen bigint not null
  available_fen bigint not null
  committed_fen bigint not null
  transit_fen bigint not null
  paid_fen bigint not null
  receivable_fen bigint not null
  entries bigint not null
  budget_pk PRIMARY KEY (budget_id)
  budget_available_fen_check CHECK ((available_fen >= 0))
  budget_balanced CHECK ((plan_fen = ((((available_fen + committed_fen) + transit_fen) + paid_fen) + receivable_fen)))
  budget_committed_fen_check CHECK ((committed_fen >= 0))
  budget_entries_check CHECK ((entries >= 0))
  budget_fund_check CHECK ((fund = ANY (ARRAY['employment'::text, 'special-account'::text, 'unemployment-insurance'::text, 'other'::text])))
  budget_paid_fen_check CHECK ((paid_fen >= 0))
  budget_plan_fen_check CHECK ((plan_fen >= 0))
  budget_receivable_fen_check CHECK ((receivable_fen >= 0))
  budget_transit_fen_check CHECK ((transit_fen >= 0))
  budget_year_check CHECK (((year >= 2000) AND (year <= 2200)))
  CREATE INDEX budget_county ON subsidy.budget USING btree (county_code, year)
  grant insert, select, update to guildbook_app
  grant select to guildbook_reader

-- [M case_id] opening, raising and cutting budgets, by two persons
table subsidy.budget_case
  case_id uuid not null
  state text not null
  edition date not null
  version integer not null
  opened_on date not null
  state_since date not null
  due_on date
  kind text not null
  fund text not null
  county_code text not null
  year smallint not null
  amount_fen bigint not null
  document text not null
  proposed_by text not null
  adopted_by text
  budget_case_pk PRIMARY KEY (case_id)
  budget_case_amount_fen_check CHECK ((amount_fen > 0))
  budget_case_fund_check CHECK ((fund = ANY (ARRAY['employment'::text, 'special-account'::text, 'unemployment-insurance'::text, 'other'::text])))
  budget_case_kind_check CHECK ((kind = ANY (ARRAY['open'::text, 'raise'::text, 'cut'::text])))
  budget_case_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'adopted'::text, 'refused'::text, 'withdrawn'::text])))
  two_persons_budget CHECK (((adopted_by IS NULL) OR (adopted_by <> proposed_by)))
  CREATE INDEX budget_case_queue ON subsidy.budget_case USING btree (state, county_code)
  grant insert, select, update to guildbook_app

-- [K name] one budget for fund, county and year
table subsidy.budget_key
  name text not null
  budget_id uuid not null
  budget_key_pk PRIMARY KEY (name)
  grant insert, select to guildbook_app

-- [M run_id] what a check found, in one sentence, with its rows
table subsidy.check_hit
  run_id uuid not null
  hit_no integer not null
  check_id text not null
  variant text not null
  severity text not null
  claim_id uuid
  class_id uuid
  seat_no integer
  person_id uuid
  organisation_id uuid
  sentence_zh text not null
  sentence_en text not null
  evidence jsonb not null
  check_hit_pk PRIMARY KEY (run_id, hit_no)
  check_hit_run FOREIGN KEY (run_id) REFERENCES subsidy.check_run(run_id)
  check_hit_hit_no_check CHECK ((hit_no >= 1))
  check_hit_severity_check CHECK ((severity = ANY (ARRAY['block'::text, 'warn'::text])))
  CREATE INDEX check_hit_claim ON subsidy.check_hit USING btree (claim_id, run_id) WHERE (claim_id IS NOT NULL)
  CREATE INDEX check_hit_class ON subsidy.check_hit USING btree (class_id, run_id) WHERE (class_id IS NOT NULL)
  grant delete, insert, select to guildbook_app

-- [R] a named reason why a check does not stop one claim, until a day, by another human than who filed or reviewed it
table subsidy.check_override_case
  case_id uuid not null
  state text not null
  edition date not null
  version integer not null
  opened_on date not null
  state_since date not null
  due_on date
  claim_id uuid not null
  claim_number text not null
  county_code text not null
  check_id text not null
  reason text not null
  until_on date not null
  decision_note text
  proposed_by text not null
  decided_by text
  claim_filed_by text
  claim_reviewed_by text
  check_override_case_pk PRIMARY KEY (case_id)
  check_override_case_check_id_check CHECK ((check_id ~ '^C[0-9]{2}$'::text))
  check_override_case_reason_check CHECK (((length(reason) >= 5) AND (length(reason) <= 300)))
  check_override_case_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'granted'::text, 'refused'::text])))
  two_persons_override CHECK (((decided_by IS NULL) OR (decided_by <> proposed_by)))
  two_persons_override_claim CHECK (((state <> 'granted'::text) OR (((claim_reviewed_by IS NULL) OR (decided_by <> claim_reviewed_by)) AND ((claim_filed_by IS NULL) OR (decided_by <> claim_filed_by)))))
  CREATE INDEX check_override_case_claim ON subsidy.check_override_case USING btree (claim_id, check_id)
  CREATE UNIQUE INDEX check_override_case_open ON subsidy.check_override_case USING btree (claim_id, check_id) WHERE (state = 'proposed'::text)
  grant insert, select, update to guildbook_app

-- [M run_id] every check of every claim or class: passed, failed, warned or not run, with the reason
table subsidy.check_result
  run_id uuid not null
  unit_id uuid not null
  check_id text not null
  unit text not null
  result text not null
  reason text
  hits integer not null
  check_result_pk PRIMARY KEY (run_id, unit_id, check_id)
  check_result_run FOREIGN KEY (run_id) REFERENCES subsidy.check_run(run_id)
  check_result_check CHECK (((result <> 'not-run'::text) OR (reason IS NOT NULL)))
  check_result_check1 CHECK (((result <> ALL (ARRAY['failed'::text, 'warned'::text])) OR (hits > 0)))
  check_result_check_id_check CHECK ((check_id ~ '^C[0-9]{2}$'::text))
  check_result_hits_check CHECK ((hits >= 0))
  check_result_result_check CHECK ((result = ANY (ARRAY['passed'::text, 'failed'::text, 'warned'::text, 'not-run'::text])))
  check_result_unit_check CHECK ((unit = ANY (ARRAY['claim'::text, 'class'::text])))
  CREATE INDEX check_result_unit ON subsidy.check_result USING btree (unit_id, run_id)
  grant delete, insert, select to guildbook_app

-- [M run_id] runs of the checks: day, reach, what came of each check
table subsidy.check_run
  run_id uuid not null
  on_day date not null
  begun_at timestamp with time zone not null
  ended_at timestamp with time zone not null
  reach text not null
  started_by text not null
  summary jsonb not null
  check_run_pk PRIMARY KEY (run_id)
  check_run_reach_check CHECK ((reach = ANY (ARRAY['all'::text, 'claim'::text, 'class'::text])))
  CREATE INDEX check_run_newest ON subsidy.check_run USING btree (reach, begun_at)
  grant delete, insert, select to guildbook_app

-- [M claim_id] claims of subsidy, one for a class and fund, with who filed, reviewed and approved
table subsidy.claim
  claim_id uuid not null
  number text not null
  organisation_id uuid not null
  class_id uuid
  county_code text not null
  fund text not null
  scheme text not null
  payee text not null
  state text not null
  days smallint
  amount_fen bigint not null
  lines integer not null
  filed_on date
  filed_at timestamp with time zone
  filed_by text
  reviewed_at timestamp with time zone
  reviewed_by text
  approved_at timestamp with time zone
  approved_by text
  paid_on date
  batch_id uuid
  version integer not null default 1
  claim_pk PRIMARY KEY (claim_id)
  claim_amount_fen_check CHECK ((amount_fen >= 0))
  claim_check CHECK (((state <> 'paid'::text) OR (paid_on IS NOT NULL)))
  claim_days_check CHECK ((days >= 0))
  claim_fund_check CHECK ((fund = ANY (ARRAY['employment'::text, 'special-account'::text, 'unemployment-insurance'::text, 'other'::text])))
  claim_lines_check CHECK ((lines >= 0))
  claim_number_check CHECK (((length(number) >= 1) AND (length(number) <= 40)))
  claim_payee_check CHECK ((payee = ANY (ARRAY['institution'::text, 'person'::text])))
  claim_scheme_check CHECK (((length(scheme) >= 1) AND (length(scheme) <= 60)))
  claim_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'filed'::text, 'reviewed'::text, 'returned'::text, 'approved'::text, 'publicised'::text, 'payable'::text, 'batched'::text, 'paid'::text, 'clawed-back'::text, 'refused'::text, 'withdrawn'::text])))
  reviewed_before CHECK (((batch_id IS NOT NULL) OR (approved_by IS NULL) OR (reviewed_by IS NOT NULL)))
  two_persons_approve CHECK (((batch_id IS NOT NULL) OR (approved_by IS NULL) OR ((approved_by <> filed_by) AND (approved_by <> reviewed_by))))
  two_persons_review CHECK (((batch_id IS NOT NULL) OR (reviewed_by IS NULL) OR (reviewed_by <> filed_by)))
  CREATE INDEX claim_batch ON subsidy.claim USING btree (batch_id) WHERE (batch_id IS NOT NULL)
  CREATE INDEX claim_class ON subsidy.claim USING btree (class_id) WHERE (class_id IS NOT NULL)
  CREATE INDEX claim_organisation ON subsidy.claim USING btree (organisation_id)
  CREATE INDEX claim_queue ON subsidy.claim USING btree (state, county_code)
  grant delete, insert, select, update to guildbook_app
  grant select to guildbook_reader

-- [M case_id] claims on their way from draft to money; the case is the claim, under the same id
table subsidy.claim_case
  case_id uuid not null
  state text not null
  edition date not null
  version integer not null
  opened_on date not null
  state_since date not null
  due_on date
  class_id uuid not null
  scheme text not null
  payee text not null
  number text not null
  class_name text not null
  organisation_id uuid not null
  county_code text not null
  fund text not null
  amount_fen bigint not null
  lines integer not null
  budget_id uuid
  notice_from date
  notice_until date
  reasons text[]
  decision_note text
  drafted_by text not null
  filed_by text
  resubmitted_by text
  reviewed_by text
  approved_by text
  accounts_checked_by text
  accounts_confirmed_by text
  claim_case_pk PRIMARY KEY (case_id)
  approved_by_steps CHECK (((state <> ALL (ARRAY['approved'::text, 'publicised'::text, 'payable'::text, 'batched'::text, 'paid'::text, 'clawed-back'::text])) OR ((filed_by IS NOT NULL) AND (reviewed_by IS NOT NULL) AND (approved_by IS NOT NULL))))
  claim_case_amount_fen_check CHECK ((amount_fen >= 0))
  claim_case_check CHECK ((notice_until >= notice_from))
  claim_case_decision_note_check CHECK ((length(decision_note) <= 500))
  claim_case_fund_check CHECK ((fund = ANY (ARRAY['employment'::text, 'special-account'::text, 'unemployment-insurance'::text, 'other'::text])))
  claim_case_lines_check CHECK ((lines >= 0))
  claim_case_payee_check CHECK ((payee = ANY (ARRAY['institution'::text, 'person'::text])))
  claim_case_scheme_check CHECK (((length(scheme) >= 1) AND (length(scheme) <= 60)))
  claim_case_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'filed'::text, 'reviewed'::text, 'returned'::text, 'approved'::text, 'publicised'::text, 'payable'::text, 'batched'::text, 'paid'::text, 'clawed-back'::text, 'refused'::text, 'withdrawn'::text])))
  reviewed_with_budget CHECK (((state = ANY (ARRAY['draft'::text, 'filed'::text, 'refused'::text, 'withdrawn'::text])) OR (budget_id IS NOT NULL)))
  two_persons_accounts CHECK (((accounts_confirmed_by IS NULL) OR (accounts_confirmed_by IS DISTINCT FROM accounts_checked_by)))
  two_persons_approve CHECK (((approved_by IS NULL) OR ((approved_by <> drafted_by) AND (approved_by IS DISTINCT FROM filed_by) AND (approved_by IS DISTINCT FROM resubmitted_by) AND (approved_by IS DISTINCT FROM reviewed_by))))
  two_persons_review CHECK (((reviewed_by IS NULL) OR ((reviewed_by <> drafted_by) AND (reviewed_by IS DISTINCT FROM filed_by) AND (reviewed_by IS DISTINCT FROM resubmitted_by))))
  CREATE INDEX claim_case_county ON subsidy.claim_case USING btree (county_code)
  CREATE INDEX claim_case_notice ON subsidy.claim_case USING btree (notice_until) WHERE (state = 'publicised'::text)
  CREATE INDEX claim_case_organisation ON subsidy.claim_case USING btree (organisation_id)
  CREATE INDEX claim_case_queue ON subsidy.claim_case USING btree (state, due_on)
  grant insert, select, update to guildbook_app

-- [K number] one claim per number
table subsidy.claim_key
  number text not null
  claim_id uuid not null
  claim_key_pk PRIMARY KEY (number)
  grant delete, insert, select to guildbook_app

-- [M claim_id] one person in a claim: days, certificate, amount, account
table subsidy.claim_line
  claim_id uuid not null
  line_no integer not null
  person_id uuid not null
  class_id uuid
  seat_no smallint
  occupation_code text
  level_rank smallint
  certificate_number text
  days smallint
  amount_fen bigint not null
  payee_name text
  account_index bytea
  account_sealed bytea
  account_changed_at timestamp with time zone
  batch_id uuid
  content_hash bytea
  state text not null default 'open'::text
  reason text
  rule_edition date
  steps jsonb
  verdicts jsonb
  approved_account bytea
  claim_line_pk PRIMARY KEY (claim_id, line_no)
  claim_line_claim FOREIGN KEY (claim_id) REFERENCES subsidy.claim(claim_id)
  claim_line_account_index_check CHECK ((octet_length(account_index) = 8))
  claim_line_amount_fen_check CHECK ((amount_fen >= 0))
  claim_line_approved_account_check CHECK ((octet_length(approved_account) = 8))
  claim_line_days_check CHECK ((days >= 0))
  claim_line_level_rank_check CHECK (((level_rank >= 0) AND (level_rank <= 7)))
  claim_line_line_no_check CHECK ((line_no >= 1))
  claim_line_reason_check CHECK ((length(reason) <= 500))
  claim_line_state_check CHECK ((state = ANY (ARRAY['open'::text, 'held'::text, 'struck'::text, 'batched'::text, 'paid'::text, 'owed'::text, 'recovered'::text])))
  CREATE INDEX claim_line_batch ON subsidy.claim_line USING btree (batch_id) WHERE (batch_id IS NOT NULL)
  CREATE INDEX claim_line_certificate ON subsidy.claim_line USING btree (certificate_number) WHERE (certificate_number IS NOT NULL)
  CREATE INDEX claim_line_person ON subsidy.claim_line USING btree (person_id)
  CREATE INDEX claim_line_seat ON subsidy.claim_line USING btree (class_id, seat_no) WHERE (class_id IS NOT NULL)
  grant delete, insert, select, update to guildbook_app
  grant select to guildbook_reader

-- [K class_id] one living claim for a class and scheme
table subsidy.class_key
  class_id uuid not null
  scheme text not null
  claim_id uuid not null
  class_key_pk PRIMARY KEY (class_id, scheme)
  grant delete, insert, select to guildbook_app

-- [M case_id] money claimed back, line by line, with its deadline
table subsidy.clawback_case
  case_id uuid not null
  state text not null
  edition date not null
  version integer not null
  opened_on date not null
  state_since date not null
  due_on date
  claim_number text not null
  line_no integer not null
  reason text not null
  document text not null
  claim_id uuid not null
  organisation_id uuid not null
  county_code text not null
  budget_id uuid not null
  amount_fen bigint not null
  proposed_by text not null
  ordered_by text
  recovered_by text
  receipt text
  clawback_case_pk PRIMARY KEY (case_id)
  clawback_case_amount_fen_check CHECK ((amount_fen > 0))
  clawback_case_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'ordered'::text, 'recovered'::text, 'withdrawn'::text])))
  two_persons_order CHECK (((ordered_by IS NULL) OR (ordered_by <> proposed_by)))
  two_persons_recover CHECK (((recovered_by IS NULL) OR (recovered_by IS DISTINCT FROM ordered_by)))
  CREATE INDEX clawback_case_claim ON subsidy.clawback_case USING btree (claim_id)
  CREATE INDEX clawback_case_queue ON subsidy.clawback_case USING btree (state, due_on)
  grant insert, select, update to guildbook_app

-- [M budget_id] ledger: an amount from one account to another, in order; never changed
table subsidy.entry
  budget_id uuid not null
  entry_no bigint not null
  kind text not null
  from_account text not null
  to_account text not null
  amount_fen bigint not null
  claim_id uuid
  line_no integer
  batch_id uuid
  serial_no integer
  document text
  on_day date not null
  at timestamp with time zone not null
  by text not null
  entry_pk PRIMARY KEY (budget_id, entry_no)
  entry_budget FOREIGN KEY (budget_id) REFERENCES subsidy.budget(budget_id)
  entry_amount_fen_check CHECK ((amount_fen > 0))
  entry_entry_no_check CHECK ((entry_no >= 1))
  entry_from_account_check CHECK ((from_account = ANY (ARRAY['plan'::text, 'available'::text, 'committed'::text, 'transit'::text, 'paid'::text, 'receivable'::text])))
  entry_kind_check CHECK ((kind = ANY (ARRAY['plan'::text, 'cut'::text, 'commit'::text, 'release'::text, 'send'::text, 'pay'::text, 'fail'::text, 'return'::text, 'owe'::text, 'recover'::text, 'forgive'::text])))
  entry_moves CHECK ((from_account <> to_account))
  entry_to_account_check CHECK ((to_account = ANY (ARRAY['plan'::text, 'available'::text, 'committed'::text, 'transit'::text, 'paid'::text, 'receivable'::text])))
  CREATE INDEX entry_claim ON subsidy.entry USING btree (claim_id) WHERE (claim_id IS NOT NULL)
  CREATE UNIQUE INDEX entry_once ON subsidy.entry USING btree (budget_id, batch_id, serial_no, kind) WHERE (batch_id IS NOT NULL)
  grant insert, select to guildbook_app
  grant select to guildbook_reader

-- [M claim_id] objections during the public notice: each holds one line
table subsidy.objection
  claim_id uuid not null
  objection_no integer not null
  line_no integer not null
  objection text not null
  recorded_on date not null
  recorded_by text not null
  outcome text
  settled_on date
  settled_by text
  note text
  objection_pk PRIMARY KEY (claim_id, objection_no)
  objection_line FOREIGN KEY (claim_id, line_no) REFERENCES subsidy.claim_line(claim_id, line_no)
  objection_objection_check CHECK (((length(objection) >= 2) AND (length(objection) <= 1000)))
  objection_objection_no_check CHECK ((objection_no >= 1))
  objection_outcome_check CHECK ((outcome = ANY (ARRAY['upheld'::text, 'dismissed'::text])))
  two_persons_objection CHECK (((settled_by IS NULL) OR (settled_by <> recorded_by)))
  grant insert, select, update to guildbook_app

-- [K organisation_id] accounts of institutions, each confirmed by a second person
table subsidy.payee_account
  organisation_id uuid not null
  account_no integer not null
  holder text not null
  account_sealed bytea not null
  account_index bytea not null
  asked_by text not null
  asked_at timestamp with time zone not null
  confirmed_by text
  confirmed_at timestamp with time zone
  payee_account_pk PRIMARY KEY (organisation_id, account_no)
  payee_account_account_index_check CHECK ((octet_length(account_index) = 8))
  payee_account_account_no_check CHECK ((account_no >= 1))
  payee_account_check CHECK (((confirmed_by IS NULL) = (confirmed_at IS NULL)))
  payee_account_holder_check CHECK (((length(holder) >= 2) AND (length(holder) <= 120)))
  two_persons_account CHECK (((confirmed_by IS NULL) OR (confirmed_by <> asked_by)))
  grant insert, select, update to guildbook_app

-- [M batch_id] one payment: frozen payee, account and amount; what the bank answered
table subsidy.payment
  batch_id uuid not null
  serial_no integer not null
  claim_id uuid not null
  line_no integer not null
  payee_name text not null
  account_sealed bytea not null
  account_index bytea not null
  amount_fen bigint not null
  state text not null
  reason text
  paid_on date
  known_on date not null
  returned_known_on date
  scheme text not null
  fund text not null
  county_code text not null
  organisation_id uuid not null
  payment_pk PRIMARY KEY (batch_id, serial_no)
  payment_of_case FOREIGN KEY (batch_id) REFERENCES subsidy.payment_case(case_id)
  paid_has_day CHECK (((state = ANY (ARRAY['paid'::text, 'returned'::text])) = (paid_on IS NOT NULL)))
  payment_account_index_check CHECK ((octet_length(account_index) = 8))
  payment_amount_fen_check CHECK ((amount_fen > 0))
  payment_line_no_check CHECK ((line_no >= 0))
  payment_reason_check CHECK ((length(reason) <= 200))
  payment_serial_no_check CHECK ((serial_no >= 1))
  payment_state_check CHECK ((state = ANY (ARRAY['frozen'::text, 'sent'::text, 'paid'::text, 'failed'::text, 'returned'::text, 'dissolved'::text])))
  CREATE INDEX payment_claim ON subsidy.payment USING btree (claim_id, line_no)
  grant insert, select, update to guildbook_app
  grant select to guildbook_reader

-- [M case_id] payment batches: a frozen copy, sealed by a second person, sent once
table subsidy.payment_case
  case_id uuid not null
  state text not null
  edition date not null
  version integer not null
  opened_on date not null
  state_since date not null
  due_on date
  fund text not null
  county_code text not null
  year smallint not null
  number text not null
  budget_id uuid not null
  payments integer not null
  amount_fen bigint not null
  content_hash text not null
  prepared_by text not null
  sealed_by text
  sent_by text
  sent_at timestamp with time zone
  undelivered_by text
  evidence text
  payment_case_pk PRIMARY KEY (case_id)
  payment_case_amount_fen_check CHECK ((amount_fen > 0))
  payment_case_content_hash_check CHECK ((length(content_hash) = 64))
  payment_case_fund_check CHECK ((fund = ANY (ARRAY['employment'::text, 'special-account'::text, 'unemployment-insurance'::text, 'other'::text])))
  payment_case_payments_check CHECK ((payments >= 1))
  payment_case_state_check CHECK ((state = ANY (ARRAY['frozen'::text, 'sealed'::text, 'sent'::text, 'settled'::text, 'dissolved'::text])))
  sealed_first CHECK (((state = ANY (ARRAY['frozen'::text, 'dissolved'::text])) OR (sealed_by IS NOT NULL)))
  two_persons_seal CHECK (((sealed_by IS NULL) OR (sealed_by <> prepared_by)))
  two_persons_undelivered CHECK (((undelivered_by IS NULL) OR (undelivered_by <> sent_by)))
  CREATE INDEX payment_case_queue ON subsidy.payment_case USING btree (state, county_code)
  grant insert, select, update to guildbook_app

-- [K claim_id] at most one living payment for a line
table subsidy.payment_key
  claim_id uuid not null
  line_no integer not null
  batch_id uuid not null
  serial_no integer not null
  payment_key_pk PRIMARY KEY (claim_id, line_no)
  grant delete, insert, select to guildbook_app

-- [M claim_id] decisions drawn by lot to be looked at again, approved and refused ones
table subsidy.recheck
  claim_id uuid not null
  drawn_on date not null
  decision text not null
  edition date not null
  outcome text
  checked_on date
  checked_by text
  note text
  recheck_pk PRIMARY KEY (claim_id, drawn_on, decision)
  recheck_decision_check CHECK ((decision = ANY (ARRAY['approved'::text, 'refused'::text])))
  recheck_outcome_check CHECK ((outcome = ANY (ARRAY['confirmed'::text, 'overturned'::text])))
  grant insert, select, update to guildbook_app

-- [K file_hash] answers of the bank, each taken once
table subsidy.return_file
  file_hash bytea not null
  batch_id uuid not null
  taken_at timestamp with time zone not null
  taken_by text not null
  rows integer not null
  paid integer not null
  failed integer not null
  returned integer not null
  return_file_pk PRIMARY KEY (file_hash, batch_id)
  return_file_file_hash_check CHECK ((octet_length(file_hash) = 32))
  grant insert, select to guildbook_app

-- [C class_id] agreement of enterprise, school and apprentice, with a mentor from each side
table training.apprenticeship
  class_id uuid not null
  seat_no smallint not null
  employer_id uuid not null
  school_id uuid not null
  agreement text not null
  signed_on date not null
  contract_to date
  company_mentor_id uuid not null
  school_mentor_id uuid not null
  apprenticeship_pk PRIMARY KEY (class_id, seat_no)
  apprenticeship_check CHECK ((company_mentor_id <> school_mentor_id))
  grant insert, select, update to guildbook_app

-- [C class_id] prepayment, rest and recovery of each year of an apprenticeship
table training.apprenticeship_payment
  class_id uuid not null
  seat_no smallint not null
  year_no smallint not null
  kind text not null
  amount_fen bigint not null
  on_day date not null
  apprenticeship_payment_pk PRIMARY KEY (class_id, seat_no, year_no, kind)
  apprenticeship_payment_amount_fen_check CHECK ((amount_fen > 0))
  apprenticeship_payment_kind_check CHECK ((kind = ANY (ARRAY['prepaid'::text, 'rest'::text, 'recovered'::text])))
  apprenticeship_payment_year_no_check CHECK (((year_no >= 1) AND (year_no <= 3)))
  grant insert, select to guildbook_app

-- [C class_id] signed in, signed out: half day, place, hashes of device, network and face; a way without face is always there
table training.attendance
  class_id uuid not null
  in_at timestamp with time zone not null
  out_at timestamp with time zone
  lat_e6 integer
  lon_e6 integer
  lesson_no smallint not null
  seat_no smallint not null
  method text not null
  device bytea
  network bytea
  face bytea
  corrected boolean not null default false
  batch_id uuid
  attendance_pk PRIMARY KEY (class_id, lesson_no, seat_no)
  attendance_lesson FOREIGN KEY (class_id, lesson_no) REFERENCES training.lesson(class_id, lesson_no)
  attendance_check CHECK (((out_at IS NULL) OR (out_at >= in_at)))
  attendance_device_check CHECK ((octet_length(device) <= 8))
  attendance_face_check CHECK ((octet_length(face) <= 8))
  attendance_method_check CHECK ((method = ANY (ARRAY['face'::text, 'code'::text, 'card'::text, 'paper'::text])))
  attendance_network_check CHECK ((octet_length(network) <= 8))
  CREATE INDEX attendance_batch ON training.attendance USING btree (batch_id) WHERE (batch_id IS NOT NULL)
  grant delete, insert, select, update to guildbook_app

-- [C class_id] marks of attendance mended afterwards: reason, who asked, who approved
table training.attendance_correction
  class_id uuid not null
  lesson_no smallint not null
  seat_no smallint not null
  correction_no smallint not null
  what text not null
  reason text not null
  asked_by text not null
  asked_at timestamp with time zone not null
  approved_by text
  approved_at timestamp with time zone
  attendance_correction_pk PRIMARY KEY (class_id, lesson_no, seat_no, correction_no)
  attendance_correction_check CHECK (((approved_by IS NULL) = (approved_at IS NULL)))
  attendance_correction_correction_no_check CHECK ((correction_no >= 1))
  attendance_correction_reason_check CHECK (((length(reason) >= 2) AND (length(reason) <= 400)))
  attendance_correction_what_check CHECK ((what = ANY (ARRAY['added'::text, 'changed'::text, 'struck'::text])))
  two_persons_correction CHECK (((approved_by IS NULL) OR (approved_by <> asked_by)))
  grant insert, select, update to guildbook_app

-- [C class_id] what trainees said when they were called
table training.call_back
  class_id uuid not null
  seat_no smallint not null
  call_no smallint not null
  called_on date not null
  outcome text not null
  note text
  called_by text not null
  batch_id uuid
  content_hash bytea
  call_back_pk PRIMARY KEY (class_id, seat_no, call_no)
  call_back_call_no_check CHECK ((call_no >= 1))
  call_back_outcome_check CHECK ((outcome = ANY (ARRAY['attended'::text, 'partly'::text, 'never-attended'::text, 'wrong-number'::text, 'no-answer'::text])))
  CREATE INDEX call_back_batch ON training.call_back USING btree (batch_id) WHERE (batch_id IS NOT NULL)
  grant delete, insert, select to guildbook_app

-- [C class_id] classes of subsidised training
table training.class
  class_id uuid not null
  name text not null
  organisation_id uuid not null
  kind text not null
  occupation_code text not null
  level_rank smallint
  county_code text not null
  started_on date not null
  ended_on date not null
  seats smallint not null
  number text
  state text not null default 'finished'::text
  project_id uuid
  venue_id uuid
  hours smallint
  filed_on date
  approved_on date
  employer_id uuid
  insurer text
  insurance_policy text
  insured_from date
  insured_to date
  batch_id uuid
  content_hash bytea
  class_pk PRIMARY KEY (class_id)
  class_check CHECK ((ended_on >= started_on))
  class_hours_check CHECK ((hours > 0))
  class_kind_check CHECK ((kind = ANY (ARRAY['employment-skills'::text, 'upgrading'::text, 'job-change'::text, 'pre-job'::text, 'safety'::text, 'project-based'::text, 'apprenticeship'::text, 'entrepreneurship'::text])))
  class_level_rank_check CHECK (((level_rank >= 0) AND (level_rank <= 7)))
  class_number_check CHECK (((length(number) >= 1) AND (length(number) <= 40)))
  class_seats_check CHECK (((seats >= 1) AND (seats <= 200)))
  class_state_check CHECK ((state = ANY (ARRAY['drafted'::text, 'filed'::text, 'approved'::text, 'running'::text, 'finished'::text, 'cancelled'::text, 'refused'::text])))
  CREATE INDEX class_batch ON training.class USING btree (batch_id) WHERE (batch_id IS NOT NULL)
  CREATE INDEX class_county ON training.class USING btree (county_code, class_id)
  CREATE INDEX class_number ON training.class USING btree (number) WHERE (number IS NOT NULL)
  CREATE INDEX class_organisation ON training.class USING btree (organisation_id)
  CREATE INDEX class_started ON training.class USING btree (started_on, class_id)
  grant delete, insert, select, update to guildbook_app

-- [C case_id] filing of a class, from draft to close; case_id is the class_id of the class
table training.class_case
  case_id uuid not null
  state text not null
  edition date not null
  version integer not null
  opened_on date not null
  state_since date not null
  due_on date
  number text not null
  title text not null
  organisation_id uuid not null
  county_code text not null
  project_code text not null
  project_id uuid not null
  kind text not null
  occupation_code text not null
  level text
  hours integer not null
  started_on date not null
  ended_on date not null
  seats integer not null
  insurer text
  insurance_policy text
  insured_from date
  insured_to date
  copy_of text
  filed_on date
  completed_on date
  decision_note text
  drafted_by text not null
  filed_by text
  approved_by text
  completed_by text
  closed_by text
  class_case_pk PRIMARY KEY (case_id)
  class_case_approved_by_steps CHECK (((state <> ALL (ARRAY['approved'::text, 'teaching'::text, 'completed'::text, 'closed'::text])) OR ((filed_by IS NOT NULL) AND (approved_by IS NOT NULL))))
  class_case_closed_by_steps CHECK (((state <> 'closed'::text) OR ((completed_by IS NOT NULL) AND (closed_by IS NOT NULL))))
  class_case_days CHECK ((ended_on >= started_on))
  class_case_hours_check CHECK ((hours > 0))
  class_case_level_check CHECK ((level = ANY (ARRAY['level-5'::text, 'level-4'::text, 'level-3'::text, 'level-2'::text, 'level-1'::text, 'special'::text, 'chief'::text])))
  class_case_seats_check CHECK (((seats >= 1) AND (seats <= 200)))
  class_case_state_check CHECK ((state = ANY (ARRAY['drafted'::text, 'filed'::text, 'returned'::text, 'approved'::text, 'teaching'::text, 'completed'::text, 'closed'::text, 'cancelled'::text])))
  two_persons_class_close CHECK (((closed_by IS NULL) OR (closed_by <> completed_by)))
  two_persons_class_draft CHECK (((approved_by IS NULL) OR (approved_by <> drafted_by)))
  two_persons_class_file CHECK (((approved_by IS NULL) OR (approved_by <> filed_by)))
  CREATE INDEX class_case_county ON training.class_case USING btree (county_code, state)
  CREATE INDEX class_case_organisation ON training.class_case USING btree (organisation_id, state)
  grant insert, select, update to guildbook_app

-- [C class_id] requests to change a lesson of an approved class: day, room or teacher
table training.class_change_case
  class_id uuid not null
  case_id uuid not null
  state text not null
  edition date not null
  version integer not null
  opened_on date not null
  state_since date not null
  due_on date
  class_number text not null
  organisation_id uuid not null
  county_code text not null
  lesson_no integer not null
  new_line text not null
  reason text not null
  decision_note text
  asked_by text not null
  decided_by text
  class_change_case_pk PRIMARY KEY (class_id, case_id)
  class_change_case_lesson_no_check CHECK ((lesson_no >= 1))
  class_change_case_new_line_check CHECK (((length(new_line) >= 1) AND (length(new_line) <= 200)))
  class_change_case_reason_check CHECK (((length(reason) >= 2) AND (length(reason) <= 400)))
  class_change_case_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'approved'::text, 'refused'::text, 'withdrawn'::text])))
  two_persons_class_change CHECK (((decided_by IS NULL) OR (decided_by <> asked_by)))
  CREATE INDEX class_change_case_id ON training.class_change_case USING btree (case_id)
  CREATE INDEX class_change_case_organisation ON training.class_change_case USING btree (organisation_id, state)
  grant insert, select, update to guildbook_app

-- [K number] one class per filing number
table training.class_key
  number text not null
  class_id uuid not null
  class_key_pk PRIMARY KEY (number)
  grant delete, insert, select to guildbook_app

-- [C class_id] one person finishing one class: one 人次
table training.enrolment
  class_id uuid not null
  seat_no smallint not null
  person_id uuid not null
  organisation_id uuid not null
  kind text not null
  group_id text not null
  occupation_code text not null
  level_rank smallint
  county_code text not null
  sex text not null
  birth_year smallint not null
  started_on date not null
  completed_on date
  known_on date not null
  voided_known_on date
  status text not null default 'completed'::text
  group_proof text
  group_registered_on date
  phone_index bytea
  account_index bytea
  account_sealed bytea
  account_holder text
  address text
  village text
  face_hash bytea
  employer_id uuid
  hours_recorded smallint
  certificate_number text
  satisfaction smallint
  batch_id uuid
  content_hash bytea
  enrolment_pk PRIMARY KEY (class_id, seat_no)
  enrolment_class FOREIGN KEY (class_id) REFERENCES training.class(class_id)
  completed_when CHECK (((status = 'completed'::text) = (completed_on IS NOT NULL)))
  enrolment_account_index_check CHECK ((octet_length(account_index) = 8))
  enrolment_face_hash_check CHECK ((octet_length(face_hash) = 8))
  enrolment_hours_recorded_check CHECK ((hours_recorded >= 0))
  enrolment_phone_index_check CHECK ((octet_length(phone_index) = 8))
  enrolment_satisfaction_check CHECK (((satisfaction >= 1) AND (satisfaction <= 5)))
  enrolment_seat_no_check CHECK ((seat_no >= 1))
  enrolment_status_check CHECK ((status = ANY (ARRAY['enrolled'::text, 'completed'::text, 'failed'::text, 'dropped'::text])))
  CREATE INDEX enrolment_batch ON training.enrolment USING btree (batch_id) WHERE (batch_id IS NOT NULL)
  CREATE INDEX enrolment_certificate ON training.enrolment USING btree (certificate_number) WHERE (certificate_number IS NOT NULL)
  CREATE INDEX enrolment_person ON training.enrolment USING btree (person_id)
  grant delete, insert, select, update to guildbook_app

-- [C class_id] in work so many months after the class, and who says so
table training.follow_up
  class_id uuid not null
  seat_no smallint not null
  month_no smallint not null
  employed boolean not null
  employer_name text
  seen_on date not null
  source text not null
  follow_up_pk PRIMARY KEY (class_id, seat_no, month_no)
  follow_up_month_no_check CHECK (((month_no >= 1) AND (month_no <= 24)))
  grant insert, select, update to guildbook_app

-- [C class_id] timetable: one half day of one class; teacher_id is the person who teaches
table training.lesson
  class_id uuid not null
  lesson_no smallint not null
  on_day date not null
  half text not null
  hours smallint not null
  starts_at timestamp with time zone
  ends_at timestamp with time zone
  venue_id uuid
  room_code text
  teacher_id uuid
  title text
  part text
  batch_id uuid
  content_hash bytea
  lesson_pk PRIMARY KEY (class_id, lesson_no)
  lesson_class FOREIGN KEY (class_id) REFERENCES training.class(class_id)
  lesson_check CHECK (((ends_at IS NULL) OR (starts_at IS NULL) OR (ends_at > starts_at)))
  lesson_half_check CHECK ((half = ANY (ARRAY['am'::text, 'pm'::text, 'eve'::text])))
  lesson_hours_check CHECK ((hours > 0))
  lesson_lesson_no_check CHECK ((lesson_no >= 1))
  lesson_part_check CHECK ((part = ANY (ARRAY['theory'::text, 'practice'::text])))
  CREATE INDEX lesson_batch ON training.lesson USING btree (batch_id) WHERE (batch_id IS NOT NULL)
  CREATE INDEX lesson_room ON training.lesson USING btree (venue_id, on_day) WHERE (venue_id IS NOT NULL)
  CREATE INDEX lesson_teacher ON training.lesson USING btree (teacher_id, on_day) WHERE (teacher_id IS NOT NULL)
  grant delete, insert, select, update to guildbook_app

-- [C class_id] hashes of pictures (seat 0: of the class) and of answer strings, to find what was used twice
table training.material
  class_id uuid not null
  seat_no smallint not null
  material_no smallint not null
  kind text not null
  on_day date not null
  hash bytea not null
  taken_at timestamp with time zone
  batch_id uuid
  content_hash bytea
  material_pk PRIMARY KEY (class_id, seat_no, material_no)
  material_hash_check CHECK ((octet_length(hash) <= 8))
  material_kind_check CHECK ((kind = ANY (ARRAY['photo'::text, 'answers'::text, 'questionnaire'::text, 'essay'::text])))
  material_material_no_check CHECK ((material_no >= 1))
  material_seat_no_check CHECK ((seat_no >= 0))
  CREATE INDEX material_batch ON training.material USING btree (batch_id) WHERE (batch_id IS NOT NULL)
  CREATE INDEX material_hash ON training.material USING btree (kind, hash)
  grant delete, insert, select to guildbook_app

-- [P person_id] the one open class of a person, from filing to completion
table training.open_seat
  person_id uuid not null
  class_id uuid not null
  open_seat_pk PRIMARY KEY (person_id)
  CREATE INDEX open_seat_class ON training.open_seat USING btree (class_id)
  grant delete, insert, select to guildbook_app

-- [R] catalogue of subsidised projects: occupation, level, class hours, price, kind
table training.project
  project_id uuid not null
  code text not null
  name text not null
  kind text not null
  occupation_code text not null
  level_rank smallint
  hours smallint not null
  days smallint
  price_fen bigint not null
  valid_from date not null
  valid_to date
  batch_id uuid
  content_hash bytea
  project_pk PRIMARY KEY (project_id)
  project_check CHECK (((valid_to IS NULL) OR (valid_to >= valid_from)))
  project_code_check CHECK (((length(code) >= 1) AND (length(code) <= 40)))
  project_days_check CHECK ((days > 0))
  project_hours_check CHECK ((hours > 0))
  project_kind_check CHECK ((kind = ANY (ARRAY['employment-skills'::text, 'upgrading'::text, 'job-change'::text, 'pre-job'::text, 'safety'::text, 'project-based'::text, 'apprenticeship'::text, 'entrepreneurship'::text])))
  project_level_rank_check CHECK (((level_rank >= 0) AND (level_rank <= 7)))
  project_name_check CHECK (((length(name) >= 2) AND (length(name) <= 120)))
  project_price_fen_check CHECK ((price_fen >= 0))
  CREATE INDEX project_batch ON training.project USING btree (batch_id) WHERE (batch_id IS NOT NULL)
  CREATE UNIQUE INDEX project_code ON training.project USING btree (code)
  grant delete, insert, select, update to guildbook_app
  grant select to guildbook_reader

-- [C class_id] the test at the end of a class
table training.result
  class_id uuid not null
  seat_no smallint not null
  examined_on date not null
  body_id uuid
  theory_score smallint
  practice_score smallint
  passed boolean not null
  batch_id uuid
  result_pk PRIMARY KEY (class_id, seat_no)
  result_class FOREIGN KEY (class_id) REFERENCES training.class(class_id)
  result_practice_score_check CHECK (((practice_score >= 0) AND (practice_score <= 100)))
  result_theory_score_check CHECK (((theory_score >= 0) AND (theory_score <= 100)))
  CREATE INDEX result_batch ON training.result USING btree (batch_id) WHERE (batch_id IS NOT NULL)
  grant delete, insert, select, update to guildbook_app

-- [C class_id] unannounced roll-calls, on the spot or by picture
table training.roll_call
  class_id uuid not null
  call_no smallint not null
  lesson_no smallint not null
  called_at timestamp with time zone not null
  expected smallint not null
  present smallint not null
  absent_seats smallint[] not null
  called_by text not null
  roll_call_pk PRIMARY KEY (class_id, call_no)
  roll_call_call_no_check CHECK ((call_no >= 1))
  roll_call_check CHECK (((present >= 0) AND (present <= expected)))
  grant insert, select to guildbook_app

-- [R] rooms of a venue
table training.room
  venue_id uuid not null
  room_code text not null
  name text not null
  capacity smallint not null
  batch_id uuid
  content_hash bytea
  room_pk PRIMARY KEY (venue_id, room_code)
  room_venue FOREIGN KEY (venue_id) REFERENCES training.venue(venue_id)
  room_capacity_check CHECK ((capacity > 0))
  room_room_code_check CHECK (((length(room_code) >= 1) AND (length(room_code) <= 40)))
  CREATE INDEX room_batch ON training.room USING btree (batch_id) WHERE (batch_id IS NOT NULL)
  grant delete, insert, select, update to guildbook_app

-- [K room_key] one class for a room in one half day
table training.room_slot
  room_key text not null
  on_day date not null
  half text not null
  class_id uuid not null
  room_slot_pk PRIMARY KEY (room_key, on_day, half)
  room_slot_half_check CHECK ((half = ANY (ARRAY['am'::text, 'pm'::text, 'eve'::text])))
  CREATE INDEX room_slot_class ON training.room_slot USING btree (class_id)
  grant delete, insert, select to guildbook_app

-- [R] who teaches for whom, since when, with which qualification; one human may teach for several
table training.teacher
  organisation_id uuid not null
  person_id uuid not null
  name text not null
  county_code text not null
  qualification text not null
  qualification_number text
  occupation_code text
  level_rank smallint
  part text not null
  from_on date not null
  to_on date
  batch_id uuid
  content_hash bytea
  teacher_pk PRIMARY KEY (organisation_id, person_id)
  teacher_check CHECK (((to_on IS NULL) OR (to_on >= from_on)))
  teacher_level_rank_check CHECK (((level_rank >= 0) AND (level_rank <= 7)))
  teacher_part_check CHECK ((part = ANY (ARRAY['theory'::text, 'practice'::text, 'both'::text])))
  teacher_qualification_check CHECK ((qualification = ANY (ARRAY['teacher-certificate'::text, 'skill-certificate'::text, 'title'::text, 'dual'::text, 'examiner'::text, 'other'::text])))
  CREATE INDEX teacher_batch ON training.teacher USING btree (batch_id) WHERE (batch_id IS NOT NULL)
  CREATE INDEX teacher_person ON training.teacher USING btree (person_id)
  grant delete, insert, select, update to guildbook_app

-- [K teacher_id] one class for a teacher in one half day
table training.teacher_slot
  teacher_id uuid not null
  on_day date not null
  half text not null
  class_id uuid not null
  teacher_slot_pk PRIMARY KEY (teacher_id, on_day, half)
  teacher_slot_half_check CHECK ((half = ANY (ARRAY['am'::text, 'pm'::text, 'eve'::text])))
  CREATE INDEX teacher_slot_class ON training.teacher_slot USING btree (class_id)
  grant delete, insert, select to guildbook_app

-- [R] places of teaching, with coordinates and how many they hold
table training.venue
  venue_id uuid not null
  organisation_id uuid not null
  code text not null
  name text not null
  address text not null
  county_code text not null
  lat_e6 integer
  lon_e6 integer
  capacity smallint not null
  batch_id uuid
  venue_pk PRIMARY KEY (venue_id)
  venue_capacity_check CHECK ((capacity > 0))
  venue_check CHECK (((lat_e6 IS NULL) = (lon_e6 IS NULL)))
  venue_code_check CHECK (((length(code) >= 1) AND (length(code) <= 40)))
  venue_lat_e6_check CHECK (((lat_e6 >= '-90000000'::integer) AND (lat_e6 <= 90000000)))
  venue_lon_e6_check CHECK (((lon_e6 >= '-180000000'::integer) AND (lon_e6 <= 180000000)))
  CREATE INDEX venue_batch ON training.venue USING btree (batch_id) WHERE (batch_id IS NOT NULL)
  CREATE UNIQUE INDEX venue_code ON training.venue USING btree (code)
  CREATE INDEX venue_organisation ON training.venue USING btree (organisation_id)
  grant delete, insert, select, update to guildbook_app

-- [P person_id] training vouchers: the worker chooses institution and occupation
table training.voucher
  person_id uuid not null
  voucher_id uuid not null
  kind text not null
  issued_on date not null
  valid_to date not null
  amount_fen bigint not null
  used_class_id uuid
  used_on date
  cancelled_on date
  voucher_pk PRIMARY KEY (person_id, voucher_id)
  voucher_amount_fen_check CHECK ((amount_fen > 0))
  voucher_check CHECK (((used_class_id IS NULL) = (used_on IS NULL)))
  voucher_check1 CHECK ((valid_to >= issued_on))
  grant insert, select, update to guildbook_app

sequence measures.feed_feed_no_seq
