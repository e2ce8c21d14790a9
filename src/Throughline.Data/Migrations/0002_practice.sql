-- The practice: what a bundle carries. Keys are the practice's own codes. Every table here is system-versioned.
-- Codes are ordered by their bytes, whatever the database's collation: exports are sorted so, and an index that compares
-- bytes takes a new row in half the time. Columns of the default collation may be compared with them.

-- People
create table calendars (
  calendar text collate "C" primary key
);
create table calendar_days (
  calendar text collate "C" not null references calendars,
  date date not null,
  name text not null,
  hours numeric(8, 6) not null default 0 check (hours between 0 and 24),
  primary key (calendar, date)
);
create table people (
  person text collate "C" primary key,
  name text not null,
  email text,
  role text collate "C" not null,
  employment text not null default 'employee' check (employment in ('employee', 'partner')),
  region text,
  time_zone text,
  calendar text collate "C" references calendars,
  weekly_hours numeric(7, 4) not null check (weekly_hours between 0 and 168 and weekly_hours * 12 = trunc(weekly_hours * 12)),
  start_date date,
  end_date date,
  manager text collate "C" references people deferrable initially deferred,
  cost_rate numeric(18, 6) check (cost_rate >= 0),
  cost_currency text,
  skills text,
  constraint ck_people_dates check (end_date >= start_date)
);
create index ix_people_calendar on people (calendar);
create table overtime (
  person text collate "C" not null references people,
  date date not null,
  kind text collate "C" not null default 'approved' check (kind in ('approved', 'conflict')),
  hours numeric(8, 6) not null check (hours > 0 and hours <= 24),
  reason text,
  approved_by text,
  primary key (person, date, kind)
);
create table time_off (
  person text collate "C" not null references people,
  start_date date not null,
  end_date date not null,
  kind text collate "C" not null default 'pto' check (kind in ('pto', 'sick', 'holiday', 'other')),
  hours_per_day numeric(8, 6) check (hours_per_day > 0 and hours_per_day <= 24),
  primary key (person, start_date, end_date, kind),
  constraint ck_time_off_dates check (end_date >= start_date)
);

-- Customers
create table customers (
  customer text collate "C" primary key,
  name text not null,
  region text,
  time_zone text,
  calendar text collate "C" references calendars,
  segment text
);
create table opportunities (
  opportunity text collate "C" primary key,
  customer text collate "C" not null references customers,
  name text not null,
  stage text not null check (stage in ('1', '2', '3', '4', '5', '6', 'closed-won', 'closed-lost')),
  amount numeric(20, 6) not null check (amount >= 0),
  currency text collate "C" not null,
  close_date date not null,
  engagement_manager text,
  region text
);

-- Engagements
create table engagements (
  engagement text collate "C" primary key,
  customer text collate "C" not null references customers,
  name text not null,
  type text not null check (type in ('consulting', 'training', 'blended', 'consulting_block', 'dedicated')),
  billing text not null check (billing in ('tm', 'ff')),
  currency text collate "C" not null,
  contract_value numeric(20, 6) not null check (contract_value >= 0),
  budget_hours numeric(14, 4) check (budget_hours >= 0),
  start_date date not null,
  expires date not null,
  status text not null check (status in
    ('prospect', 'in_set_up', 'okay_to_start', 'active', 'on_hold', 'backlog', 'closed', 'completed', 'cancelled')),
  project_manager text collate "C" references people,
  region text,
  opportunity text collate "C" references opportunities,
  transition_date date,
  kickoff_date date,
  passive_acceptance_days integer check (passive_acceptance_days > 0),
  passive_acceptance_unit text check (passive_acceptance_unit in ('business_days', 'calendar_days')),
  internal_health text check (internal_health in ('green', 'yellow', 'red')),
  customer_health text check (customer_health in ('green', 'yellow', 'red')),
  partner_staffed boolean not null default false,
  constraint ck_engagements_dates check (expires >= start_date)
);
create index ix_engagements_customer on engagements (customer);
create index ix_engagements_project_manager on engagements (project_manager);
create table activities (
  engagement text collate "C" not null references engagements,
  activity text collate "C" not null,
  title text not null,
  role text collate "C",
  budget_hours numeric(14, 4) check (budget_hours >= 0),
  start_date date,
  end_date date,
  primary key (engagement, activity),
  constraint ck_activities_dates check (end_date >= start_date)
);
create table issues (
  engagement text collate "C" not null references engagements,
  issue text collate "C" not null,
  activity text collate "C",
  title text not null,
  state text not null default 'open' check (state in ('open', 'closed')),
  assignee text collate "C" references people,
  weight numeric(10, 4) check (weight >= 0),
  estimate_hours numeric(14, 4) check (estimate_hours >= 0),
  iteration text,
  labels text,
  created timestamptz,
  closed timestamptz,
  internal boolean not null default false,
  primary key (engagement, issue),
  foreign key (engagement, activity) references activities
);
create index ix_issues_assignee on issues (assignee);
create index ix_issues_issue on issues (issue, engagement);
create index ix_issues_words on issues using gin (to_tsvector('simple', issue || ' ' || title || ' ' || coalesce(labels, '')));
create table milestones (
  engagement text collate "C" not null references engagements,
  milestone text collate "C" not null,
  title text not null,
  amount numeric(20, 6) not null check (amount >= 0),
  forecast_sign_off date,
  confirmed boolean not null default true,
  sign_off_sent date,
  sign_off_received date,
  passive boolean not null default false,
  primary key (engagement, milestone)
);

-- Changes
create table work_at_risk (
  engagement text collate "C" not null references engagements,
  work_at_risk text collate "C" not null,
  status text not null check (status in ('submitted', 'approved', 'converted', 'lapsed', 'closed', 'rejected')),
  hours numeric(14, 4) not null check (hours >= 0),
  expected_signature date not null,
  approved_by text,
  approved_on date,
  signed_on date,
  primary key (engagement, work_at_risk)
);
create table work_exceptions (
  engagement text collate "C" not null references engagements,
  work_exception text collate "C" not null,
  status text not null check (status in ('submitted', 'approved', 'closed', 'rejected')),
  labels text not null,
  hours numeric(14, 4) not null check (hours >= 0),
  amount numeric(20, 6) check (amount >= 0),
  approved_by text,
  approved_on date,
  quarter_end date,
  primary key (engagement, work_exception)
);
create table change_orders (
  engagement text collate "C" not null references engagements,
  change_order text collate "C" not null,
  kind text collate "C" not null check (kind in ('funds', 'extension', 'billing_type', 'discretionary')),
  amount numeric(20, 6) not null,
  hours numeric(14, 4),
  new_expires date,
  status text not null check (status in ('draft', 'in_review', 'sent', 'signed', 'rejected', 'withdrawn')),
  completes_on date,
  primary key (engagement, change_order)
);

-- Pricing
create table rates (
  role text collate "C" not null,
  currency text collate "C" not null,
  hourly_rate numeric(18, 6) not null check (hourly_rate >= 0),
  effective_from date not null,
  engagement text collate "C" references engagements,
  constraint uq_rates unique nulls not distinct (role, currency, engagement, effective_from)
);
create table exchange_rates (
  currency text collate "C" not null,
  to_currency text collate "C" not null,
  rate numeric(24, 12) not null check (rate > 0),
  effective_from date not null,
  primary key (currency, to_currency, effective_from)
);

-- Staffing
create table bookings (
  booking text collate "C" primary key,
  engagement text collate "C" not null references engagements,
  person text collate "C" references people,
  role text collate "C" not null,
  start_date date not null,
  end_date date not null,
  minutes_per_day integer not null check (minutes_per_day between 1 and 1440),
  kind text collate "C" not null check (kind in ('soft', 'hard')),
  activity text collate "C",
  work_at_risk text collate "C",
  note text,
  foreign key (engagement, activity) references activities,
  foreign key (engagement, work_at_risk) references work_at_risk,
  constraint ck_bookings_dates check (end_date >= start_date)
);
create index ix_bookings_person on bookings (person, end_date);
create index ix_bookings_engagement on bookings (engagement, end_date);

-- Timekeeping
create table time_entries (
  entry text collate "C" primary key,
  person text collate "C" not null references people,
  date date not null,
  engagement text collate "C" references engagements,
  category text collate "C",
  activity text collate "C",
  hours numeric(9, 4) not null,
  billable boolean not null,
  state text not null default 'draft' check (state in ('draft', 'submitted', 'approved', 'rejected')),
  note text,
  approved_by text,
  approved_at timestamptz,
  work_at_risk text collate "C",
  work_exception text collate "C",
  adjusts text collate "C" references time_entries deferrable initially deferred,
  foreign key (engagement, activity) references activities,
  foreign key (engagement, work_at_risk) references work_at_risk,
  foreign key (engagement, work_exception) references work_exceptions,
  constraint ck_time_entries_one_subject check ((engagement is null) <> (category is null)),
  constraint ck_time_entries_hours check (hours <= 24 and (hours > 0 or (adjusts is not null and hours >= -24 and hours <> 0)))
);
create index ix_time_entries_person on time_entries (person, date);
create index ix_time_entries_engagement on time_entries (engagement, date) include (person, hours, billable, state);
create index ix_time_entries_date on time_entries (date, entry);
create index ix_time_entries_submitted on time_entries (date, entry) where state = 'submitted';
create index ix_time_entries_adjusts on time_entries (adjusts) where adjusts is not null;

-- Delivery, closure
create table raid (
  engagement text collate "C" not null references engagements,
  item text collate "C" not null,
  type text not null check (type in ('risk', 'action', 'issue', 'decision')),
  title text not null,
  owner text not null,
  priority text not null check (priority in ('high', 'medium', 'low')),
  impact text,
  plan text,
  state text,
  escalated boolean not null default false,
  due date,
  updated timestamptz,
  primary key (engagement, item)
);
create table journal (
  engagement text collate "C" not null references engagements,
  entry text collate "C" not null,
  date date not null,
  author text,
  text text not null,
  labels text,
  primary key (engagement, entry)
);
create table csat (
  engagement text collate "C" not null references engagements,
  contact text collate "C" not null,
  sent date not null,
  responded date,
  score integer check (score between 1 and 5),
  comment text,
  primary key (engagement, contact, sent)
);

-- Policies
create table policies (
  policy text collate "C" not null,
  value text not null,
  scope_kind text collate "C" check (scope_kind in ('organisation', 'region', 'role', 'engagement')),
  scope text collate "C",
  effective_from date,
  constraint uq_policies unique nulls not distinct (policy, scope_kind, scope, effective_from)
);

do $$
declare t text;
begin
  foreach t in array array['calendars', 'calendar_days', 'people', 'overtime', 'time_off', 'customers', 'opportunities',
    'engagements', 'activities', 'issues', 'milestones', 'work_at_risk', 'work_exceptions', 'change_orders', 'rates',
    'exchange_rates', 'bookings', 'time_entries', 'raid', 'journal', 'csat', 'policies'] loop
    -- Most changes of time are drafts, which no figure counts.
    perform keep_history(t, case t when 'calendar_days' then 'calendars' when 'time_entries' then null else t end);
  end loop;
end $$;

-- The day ledger: what a person's day holds, in minutes. Written in the transaction of what it sums, under the person's lock.
create table person_day (
  person text collate "C" not null references people,
  day date not null,
  capacity integer not null,
  hard integer not null,
  soft integer not null,
  overtime integer not null,
  conflict integer not null,
  primary key (person, day),
  constraint ck_person_day_hard check (hard <= capacity + overtime + conflict),
  constraint ck_person_day_signs check (capacity >= 0 and hard >= 0 and soft >= 0 and overtime >= 0 and conflict >= 0)
);
