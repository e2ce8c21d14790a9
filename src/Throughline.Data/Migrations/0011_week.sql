-- My week: what somebody says of days without work, rows kept at the top, the running timer, and who was reminded of what.

-- "I did not work": a single day, or a whole week in which nothing is to come beyond what is entered. Taking it back deletes it.
create table no_work (
  person text collate "C" not null references people,
  start_date date not null,
  end_date date not null,
  reason text,
  primary key (person, start_date, end_date),
  constraint ck_no_work_dates check (end_date >= start_date)
);
select keep_history('no_work', 'no_work');
create table history.no_work_earlier partition of history.no_work default;

-- A choice of the page like a saved view, and a clock that is no record until it stops: neither has a history.
create table week_pins (
  person text collate "C" not null references people,
  subject text collate "C" not null constraint ck_week_pins_subject check (length(subject) between 1 and 400),
  primary key (person, subject)
);
create table timers (
  person text collate "C" primary key references people,
  subject text collate "C" not null constraint ck_timers_subject check (length(subject) between 1 and 400),
  started_at timestamptz not null
);

-- What was sent about a week, so that nobody hears of it twice however many nodes look.
create table time_reminders (
  recipient text collate "C" not null,
  week date not null,
  kind text collate "C" not null,
  at timestamptz not null,
  primary key (recipient, week, kind)
);
