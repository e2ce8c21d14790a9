-- How bookings were entered, what a soft one is, who may take back what, and what waits for somebody.

-- Rows of bookings that were entered as one: hours a day, a share, hours a week, a total or single weeks, as it was typed.
create table booking_series (
  series text collate "C" primary key,
  engagement text collate "C" not null references engagements,
  person text collate "C" references people,
  way text not null constraint ck_booking_series_way check (way in ('per_day', 'percent', 'per_week', 'total', 'weeks')),
  entered text not null,
  start_date date not null,
  end_date date not null,
  constraint ck_booking_series_dates check (end_date >= start_date)
);
select keep_history('booking_series', 'bookings');

alter table bookings
  add column series text collate "C" references booking_series,
  -- Of soft bookings: the code of a person or the e-mail of an account; why it is not hard; the last day it stands; since
  -- when it is in line for the person's days.
  add column owner text collate "C",
  add column reason text,
  add column expires date,
  add column waiting_since timestamptz;
alter table history.bookings
  add column series text collate "C",
  add column owner text collate "C",
  add column reason text,
  add column expires date,
  add column waiting_since timestamptz;
create index ix_bookings_series on bookings (series) where series is not null;
create index ix_bookings_expires on bookings (expires) where expires is not null;
create index ix_bookings_waiting on bookings (person, waiting_since) where waiting_since is not null;

-- Each gesture on the plan with the rows before and after it, so that whoever made it can take it back and forth.
create table booking_steps (
  step bigint generated always as identity primary key,
  account uuid not null,
  at timestamptz not null,
  label text not null,
  images jsonb not null,
  undone_at timestamptz
);
create index ix_booking_steps_account on booking_steps (account, step);

-- What somebody is told and may act on; the recipient is a person's code or an account's e-mail.
create table notices (
  notice bigint generated always as identity primary key,
  kind text not null constraint ck_notices_kind check (kind in ('soft_expiring', 'soft_released', 'room_made')),
  recipient text not null,
  subject text not null,
  at timestamptz not null,
  detail jsonb not null default '{}',
  done_at timestamptz
);
create index ix_notices_recipient on notices (recipient) where done_at is null;
create unique index uq_notices_open on notices (kind, subject) where done_at is null;

-- The way above a person's capacity: asked for with a reason, decided by somebody else.
create table overtime_requests (
  overtime_request text collate "C" primary key,
  person text collate "C" not null references people,
  start_date date not null,
  end_date date not null,
  hours_per_day numeric(8, 6) not null constraint ck_overtime_requests_hours check (hours_per_day > 0 and hours_per_day <= 24),
  engagement text collate "C" references engagements,
  reason text not null,
  asked_by text not null,
  asked_at timestamptz not null,
  status text not null default 'asked' constraint ck_overtime_requests_status check (status in ('asked', 'approved', 'rejected', 'withdrawn')),
  decided_by text,
  decided_at timestamptz,
  comment text,
  constraint ck_overtime_requests_dates check (end_date >= start_date)
);
create index ix_overtime_requests_open on overtime_requests (asked_at) where status = 'asked';
select keep_history('overtime_requests', 'overtime_requests');

-- Rows of days that no partition was made for have a place in the tables made since, too.
do $$
declare t record;
begin
  for t in select parent from partitioned_tables where to_regclass(parent || '_earlier') is null loop
    execute format('create table %s_earlier partition of %s default', t.parent, t.parent);
  end loop;
end $$;
