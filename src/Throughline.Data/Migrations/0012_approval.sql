-- Approved hours stay as they were approved. Who needs others adds an entry that adjusts the approved one and is approved
-- itself; so the sum of approved hours changes by approving alone. Only an import, which brings what was decided elsewhere,
-- may bring them anew.
create function keep_approved_time() returns trigger language plpgsql as $$
begin
  if current_setting('throughline.import', true) is distinct from 'on' then
    raise exception 'approved hours do not change: entry % is approved', old.entry
      using errcode = 'check_violation', constraint = 'ck_time_entries_approved_stays', table = 'time_entries';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end $$;

create trigger approved_stays before update on time_entries for each row
  when (old.state = 'approved' and (old.state, old.person, old.date, old.engagement, old.category, old.hours, old.billable)
    is distinct from (new.state, new.person, new.date, new.engagement, new.category, new.hours, new.billable))
  execute function keep_approved_time();
create trigger approved_stays_there before delete on time_entries for each row
  when (old.state = 'approved')
  execute function keep_approved_time();

-- Who decides on time in an approver's place, and for how long.
create table approval_stand_ins (
  stand_in text collate "C" primary key,
  approver text collate "C" not null references people,
  person text collate "C" not null references people,
  start_date date not null,
  end_date date not null,
  reason text not null,
  given_by text not null,
  constraint ck_approval_stand_ins_days check (end_date >= start_date),
  constraint ck_approval_stand_ins_other check (approver <> person)
);
create index ix_approval_stand_ins_person on approval_stand_ins (person, end_date);
select keep_history('approval_stand_ins', 'time');
create table history.approval_stand_ins_earlier partition of history.approval_stand_ins default;

-- Submitted time in the order in which it is shown to those who decide: week, person, engagement, day. One walks it as far as a page goes.
create index ix_time_entries_waiting on time_entries
  ((date - (extract(isodow from date)::integer - 1)), person, (coalesce(engagement, '')), date, entry) include (engagement) where state = 'submitted';
-- What people have logged and not handed in.
create index ix_time_entries_open on time_entries (date, person) include (engagement, hours) where state in ('draft', 'rejected');

-- Whose books the hours are in. Empty: the practice's own.
alter table people add column legal_entity text collate "C";
alter table history.people add column legal_entity text collate "C";
alter table engagements add column legal_entity text collate "C";
alter table history.engagements add column legal_entity text collate "C";

-- Days whose hours stay as they are.
create table period_locks (
  period_lock text collate "C" primary key,
  start_date date not null,
  end_date date not null,
  legal_entity text collate "C",
  engagement text collate "C" references engagements,
  person text collate "C" references people,
  kind text not null default 'period' check (kind in ('period', 'billing')),
  reason text not null,
  locked_by text not null,
  constraint ck_period_locks_days check (end_date >= start_date)
);
create index ix_period_locks_days on period_locks (end_date, start_date);
select keep_history('period_locks', 'time');
create table history.period_locks_earlier partition of history.period_locks default;

-- Opens locked days of one person until an instant; somebody else than who asked decides.
create table unlock_tickets (
  unlock_ticket text collate "C" primary key,
  person text collate "C" not null references people,
  start_date date not null,
  end_date date not null,
  until timestamptz not null,
  reason text not null,
  asked_by text not null,
  asked_at timestamptz not null,
  state text not null default 'asked' check (state in ('asked', 'approved', 'declined')),
  decided_by text,
  decided_at timestamptz,
  comment text,
  constraint ck_unlock_tickets_days check (end_date >= start_date),
  constraint ck_unlock_tickets_other check (decided_by is distinct from asked_by or state = 'asked')
);
create index ix_unlock_tickets_person on unlock_tickets (person, end_date);
create index ix_unlock_tickets_asked on unlock_tickets (asked_at) where state = 'asked';
select keep_history('unlock_tickets', 'time');
create table history.unlock_tickets_earlier partition of history.unlock_tickets default;

-- What each role may do of this; administrators edit it.
insert into role_permissions (role, act, relation)
select role, act, relation from (values
  ('lock_period', 'any', 'coordinator operations finance'),
  ('decide_unlock', 'any', 'coordinator operations finance')
) seed (act, relation, roles), unnest(string_to_array(roles, ' ')) role;

-- A person's quarter as it was put together and certified at three levels. What was certified is kept as it was.
create table certifications (
  certification text collate "C" primary key,
  quarter text collate "C" not null,
  person text collate "C" not null references people,
  start_date date not null,
  end_date date not null,
  state text not null default 'generated' check (state in ('generated', 'manager_approved', 'head_approved', 'finance_approved')),
  hours numeric(14, 4) not null,
  counted_hours numeric(14, 4) not null,
  adjusted_hours numeric(14, 4),
  adjustment_reason text,
  content text not null,
  fingerprint text not null,
  generated_by text not null,
  generated_at timestamptz not null,
  manager_by text,
  head_by text,
  finance_by text,
  constraint ck_certifications_days check (end_date >= start_date),
  constraint ck_certifications_adjusted check ((adjusted_hours is null) = (adjustment_reason is null) and adjusted_hours between 0 and hours)
);
create index ix_certifications_quarter on certifications (quarter, person);
select keep_history('certifications', 'certifications');
create table history.certifications_earlier partition of history.certifications default;

-- The record that a delivery manager's approval leaves, filed with the epic that time tracking has.
create table certified_timesheets (
  certified_timesheet text collate "C" primary key,
  certification text collate "C" not null references certifications,
  label text not null default 'ManagerCertifiedTimesheet' check (label = 'ManagerCertifiedTimesheet'),
  epic text not null default 'Time Tracking',
  fingerprint text not null,
  certified_by text not null,
  certified_at timestamptz not null
);
create index ix_certified_timesheets_certification on certified_timesheets (certification);
select keep_history('certified_timesheets', 'certifications');
create table history.certified_timesheets_earlier partition of history.certified_timesheets default;

create function keep_certified_hours() returns trigger language plpgsql as $$
begin
  if current_setting('throughline.import', true) is distinct from 'on' then
    raise exception 'certified hours do not change: %', old.certification
      using errcode = 'check_violation', constraint = 'ck_certified_hours_stay', table = 'certifications';
  end if;
  return new;
end $$;
create trigger certified_stays before update on certifications for each row
  when (old.state <> 'generated' and (old.content, old.fingerprint, old.hours, old.counted_hours, old.person, old.quarter)
    is distinct from (new.content, new.fingerprint, new.hours, new.counted_hours, new.person, new.quarter))
  execute function keep_certified_hours();
create trigger evidence_stays before update on certified_timesheets for each row execute function keep_certified_hours();

-- A month's approved time as the coordinator put it together for finance.
create table time_consolidations (
  month text collate "C" primary key check (month ~ '^[0-9]{4}-[0-9]{2}$'),
  recorded_as_of timestamptz not null,
  entries integer not null,
  hours numeric(14, 4) not null,
  content text not null,
  fingerprint text not null,
  consolidated_by text not null,
  received_by text,
  received_at timestamptz,
  constraint ck_time_consolidations_other check (received_by is distinct from consolidated_by)
);
create index ix_time_consolidations_waiting on time_consolidations (month) where received_by is null;
select keep_history('time_consolidations', 'time');
create table history.time_consolidations_earlier partition of history.time_consolidations default;

insert into role_permissions (role, act, relation)
select role, act, relation from (values
  ('certify_hours', 'any', 'delivery_manager'),
  ('confirm_hours', 'any', 'leader'),
  ('accept_hours', 'any', 'finance'),
  ('consolidate_time', 'any', 'coordinator operations')
) seed (act, relation, roles), unnest(string_to_array(roles, ' ')) role;
