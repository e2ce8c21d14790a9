-- Prices and costs over time, and what keeps its price when a period closes.
create table person_rates (
  person text collate "C" not null references people,
  currency text collate "C" not null,
  hourly_rate numeric(18, 6) not null check (hourly_rate >= 0),
  effective_from date not null,
  engagement text collate "C" references engagements,
  constraint uq_person_rates unique nulls not distinct (person, currency, engagement, effective_from)
);
create table cost_rates (
  person text collate "C" not null references people,
  cost_rate numeric(18, 6) not null check (cost_rate >= 0),
  cost_currency text collate "C",
  effective_from date not null,
  primary key (person, effective_from)
);
create table role_costs (
  role text collate "C" not null,
  currency text collate "C" not null,
  annual_pay numeric(20, 6) not null check (annual_pay >= 0),
  annual_benefits numeric(20, 6) not null default 0 check (annual_benefits >= 0),
  annual_hours numeric(14, 4) not null default 1880 constraint ck_role_costs_hours check (annual_hours > 0),
  effective_from date not null,
  primary key (role, effective_from)
);
-- The price and the cost of an hour of an entry as its period closed, both in the engagement's currency; a missing one stays
-- missing. While the row is there, no later rate, cost, exchange rate or role changes what the entry brings.
create table priced_time (
  entry text collate "C" primary key references time_entries,
  hourly_rate numeric(18, 6) check (hourly_rate >= 0),
  hourly_cost numeric(28, 12) check (hourly_cost >= 0),
  priced_at timestamptz not null
);

select keep_history('person_rates', 'person_rates'), keep_history('cost_rates', 'cost_rates'),
  keep_history('role_costs', 'role_costs'), keep_history('priced_time', 'priced_time');

-- How the columns of a tracker's time sheet are read, kept under a name for the next file of the same form.
create table time_mappings (
  mapping text collate "C" primary key,
  name text not null check (length(name) between 1 and 60),
  plan text not null
);
select keep_history('time_mappings', null);
