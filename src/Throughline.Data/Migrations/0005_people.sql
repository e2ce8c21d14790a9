-- People: what they can do and until when, the hours they work, and the time off they ask for.

-- Names and levels of skills stand in people.skills alone; here is what else is known of them.
create table qualifications (
  person text collate "C" not null references people,
  kind text collate "C" not null constraint ck_qualifications_kind check (kind in ('skill', 'certification', 'wish')),
  qualification text collate "C" not null,
  obtained date,
  expires date,
  note text,
  primary key (person, kind, qualification),
  constraint ck_qualifications_dates check (expires >= obtained)
);
create index ix_qualifications_name on qualifications (lower(qualification), kind);
create index ix_qualifications_expires on qualifications (expires, person) where kind <> 'wish';
select keep_history('qualifications', 'people');

-- From its day on, the minutes of each weekday; before the first one a fifth of the weekly hours counts.
create table working_patterns (
  person text collate "C" not null references people,
  effective_from date not null,
  mon integer not null constraint ck_working_patterns_mon check (mon between 0 and 1440),
  tue integer not null constraint ck_working_patterns_tue check (tue between 0 and 1440),
  wed integer not null constraint ck_working_patterns_wed check (wed between 0 and 1440),
  thu integer not null constraint ck_working_patterns_thu check (thu between 0 and 1440),
  fri integer not null constraint ck_working_patterns_fri check (fri between 0 and 1440),
  sat integer not null default 0 constraint ck_working_patterns_sat check (sat between 0 and 1440),
  sun integer not null default 0 constraint ck_working_patterns_sun check (sun between 0 and 1440),
  primary key (person, effective_from)
);
select keep_history('working_patterns', 'people');

-- What people ask for; approving enters it into time_off, withdrawing takes it out again.
create table time_off_requests (
  time_off_request text collate "C" primary key,
  person text collate "C" not null references people,
  start_date date not null,
  end_date date not null,
  kind text collate "C" not null default 'pto' constraint ck_time_off_requests_kind check (kind in ('pto', 'sick', 'holiday', 'other')),
  hours_per_day numeric(8, 6) constraint ck_time_off_requests_hours check (hours_per_day > 0 and hours_per_day <= 24),
  note text,
  state text not null default 'requested'
    constraint ck_time_off_requests_state check (state in ('requested', 'approved', 'declined', 'withdrawn')),
  decided_by text,
  decided_at timestamptz,
  reason text,
  constraint ck_time_off_requests_dates check (end_date >= start_date)
);
create index ix_time_off_requests_person on time_off_requests (person, end_date);
create index ix_time_off_requests_waiting on time_off_requests (start_date, time_off_request) where state = 'requested';
select keep_history('time_off_requests', 'time_off_requests');

-- What each role may do of this; administrators edit it.
insert into role_permissions (role, act, relation)
select role, act, relation from (values
  ('edit_skills', 'any', 'administrator coordinator operations'),
  ('edit_skills', 'own', 'pmo_manager delivery_manager practice_manager leader engagement_manager project_manager member trainer finance sales architect legal deal_desk'),
  ('edit_skills', 'team', 'pmo_manager delivery_manager practice_manager leader engagement_manager'),
  ('approve_time_off', 'any', 'coordinator operations'),
  ('approve_time_off', 'team', 'project_manager pmo_manager delivery_manager practice_manager leader engagement_manager')
) seed (act, relation, roles), unnest(string_to_array(roles, ' ')) role;
