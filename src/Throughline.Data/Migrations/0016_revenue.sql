-- Revenue on its way to the books: what is released in a month, on which basis, who signed it, and what was invoiced.
create table release_batches (
  batch text collate "C" primary key,
  month text collate "C" not null,
  state text not null default 'submitted' check (state in ('submitted', 'returned', 'reviewed', 'released')),
  -- The reports as recorded at this instant show the figures that the batch was made from.
  recorded_as_of timestamptz not null,
  lines integer not null,
  -- By currency: EUR 1200.00; USD 40000.00
  totals text not null,
  fingerprint text not null,
  prepared_by text not null,
  prepared_at timestamptz not null,
  reviewed_by text,
  reviewed_at timestamptz,
  released_by text,
  released_at timestamptz,
  returned_by text,
  returned_at timestamptz,
  return_reason text
);
-- Finance decides on one at a time.
create unique index ux_release_batches_undecided on release_batches ((true)) where state in ('submitted', 'reviewed');
create index ix_release_batches_month on release_batches (month desc, batch desc);

-- What a batch holds of an engagement and the month in which it was earned: the figure, what was released before, and the difference.
create table release_amounts (
  batch text collate "C" not null references release_batches,
  engagement text collate "C" not null references engagements,
  currency text collate "C" not null,
  earned_month text collate "C" not null,
  kind text not null check (kind in ('time', 'milestone', 'percent_complete')),
  figure numeric(20, 2) not null,
  released_before numeric(20, 2) not null,
  amount numeric(20, 2) not null,
  hours numeric(14, 4) not null,
  primary key (batch, engagement, currency, earned_month, kind)
);

create table release_lines (
  batch text collate "C" not null references release_batches,
  number integer not null,
  engagement text collate "C" not null references engagements,
  customer text collate "C" not null,
  legal_entity text collate "C" not null,
  currency text collate "C" not null,
  earned_month text collate "C" not null,
  kind text not null check (kind in ('time', 'milestone', 'percent_complete')),
  -- The entry, the milestone, or the month of percent complete.
  reference text collate "C" not null,
  person text collate "C",
  role text,
  date date,
  hours numeric(14, 4),
  hourly_rate numeric(18, 6),
  amount numeric(20, 2) not null,
  primary key (batch, number)
);
create index ix_release_lines_engagement on release_lines (engagement, earned_month);

-- What a batch says stays, whatever becomes of it. Only an import brings what another installation has recorded.
create function keep_released() returns trigger language plpgsql as $$
begin
  if current_setting('throughline.import', true) is distinct from 'on' then
    raise exception 'a release batch stays as it was recorded: %', old.batch
      using errcode = 'check_violation', constraint = 'ck_releases_stay', table = tg_table_name;
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end $$;
create trigger released_stays before update or delete on release_lines for each row execute function keep_released();
create trigger released_stays before update or delete on release_amounts for each row execute function keep_released();
create trigger released_stays_there before delete on release_batches for each row execute function keep_released();
create trigger released_stays before update on release_batches for each row
  when (old.state in ('returned', 'released') or (old.batch, old.month, old.recorded_as_of, old.lines, old.totals, old.fingerprint, old.prepared_by, old.prepared_at)
    is distinct from (new.batch, new.month, new.recorded_as_of, new.lines, new.totals, new.fingerprint, new.prepared_by, new.prepared_at))
  execute function keep_released();

select keep_history('release_batches', 'releases'), keep_history('release_amounts', 'releases'), keep_history('release_lines', 'releases');
create table history.release_batches_earlier partition of history.release_batches default;
create table history.release_amounts_earlier partition of history.release_amounts default;
create table history.release_lines_earlier partition of history.release_lines default;

-- Milestones whose amount stands released.
create view released_milestones as
  select l.engagement, l.reference as milestone, sum(l.amount) as amount, max(b.released_at) as released_at
  from release_lines l join release_batches b using (batch) where b.state = 'released' and l.kind = 'milestone'
  group by l.engagement, l.reference having sum(l.amount) > 0;

create or replace function milestone_released(engagement text, milestone text) returns boolean language sql stable as
  $$ select exists (select from released_milestones r where r.engagement = $1 and r.milestone = $2) $$;

-- Classes that were held: training is released on their rosters.
create table training_completions (
  engagement text collate "C" not null references engagements,
  class text collate "C" not null,
  activity text collate "C",
  completed_on date not null,
  attendees integer not null constraint ck_training_completions_attendees check (attendees >= 1),
  entered_by text not null,
  primary key (engagement, class),
  constraint fk_training_completions_activity foreign key (engagement, activity) references activities
);
select keep_history('training_completions', 'releases');
create table history.training_completions_earlier partition of history.training_completions default;

-- A closed billing period opens only for a ticket that somebody else than who asked decides on.
create table period_reopenings (
  period_reopening text collate "C" primary key,
  period_lock text collate "C" not null,
  start_date date not null,
  end_date date not null,
  legal_entity text collate "C",
  reason text not null,
  asked_by text not null,
  asked_at timestamptz not null,
  state text not null default 'asked' check (state in ('asked', 'approved', 'declined')),
  decided_by text,
  decided_at timestamptz,
  comment text,
  constraint ck_period_reopenings_days check (end_date >= start_date)
);
create index ix_period_reopenings_asked on period_reopenings (period_lock) where state = 'asked';
create index ix_period_reopenings_asked_at on period_reopenings (asked_at desc);
select keep_history('period_reopenings', 'releases');
create table history.period_reopenings_earlier partition of history.period_reopenings default;

-- Draft invoices, kept as they were made. Each hour and milestone is invoiced once.
alter table contract_terms add column purchase_order text;
alter table history.contract_terms add column purchase_order text;
create table draft_invoices (
  invoice text collate "C" primary key,
  month text collate "C" not null,
  engagement text collate "C" not null references engagements,
  customer text collate "C" not null,
  legal_entity text collate "C" not null,
  currency text collate "C" not null,
  invoice_date date not null,
  due_date date not null,
  purchase_order text,
  basis text not null check (basis in ('approved', 'submitted')),
  total numeric(20, 2) not null,
  made_by text not null,
  made_at timestamptz not null
);
create index ix_draft_invoices_month on draft_invoices (month desc, invoice desc);
create table draft_invoice_lines (
  invoice text collate "C" not null references draft_invoices,
  number integer not null,
  kind text not null check (kind in ('time', 'milestone')),
  description text not null,
  person text collate "C",
  role text,
  hours numeric(14, 4),
  hourly_rate numeric(18, 6),
  amount numeric(20, 2) not null,
  primary key (invoice, number)
);
-- What an invoice is of, so that nothing is invoiced twice; hours that change afterwards are invoiced, or credited, as the difference.
create table invoiced_sources (
  invoice text collate "C" not null,
  number integer not null,
  engagement text collate "C" not null references engagements,
  kind text not null check (kind in ('time', 'milestone')),
  reference text collate "C" not null,
  hours numeric(14, 4) not null,
  amount numeric(20, 6) not null,
  primary key (invoice, kind, reference),
  constraint fk_invoiced_sources_line foreign key (invoice, number) references draft_invoice_lines
);
create index ix_invoiced_sources_reference on invoiced_sources (engagement, kind, reference);
create function keep_invoiced() returns trigger language plpgsql as $$
begin
  if current_setting('throughline.import', true) is distinct from 'on' then
    raise exception 'a draft invoice stays as it was made: %', old.invoice
      using errcode = 'check_violation', constraint = 'ck_invoices_stay', table = tg_table_name;
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end $$;
create trigger invoice_stays before update or delete on draft_invoices for each row execute function keep_invoiced();
create trigger invoice_stays before update or delete on draft_invoice_lines for each row execute function keep_invoiced();
create trigger invoice_stays before update or delete on invoiced_sources for each row execute function keep_invoiced();
select keep_history('draft_invoices', 'releases'), keep_history('draft_invoice_lines', 'releases'), keep_history('invoiced_sources', 'releases');
create table history.draft_invoices_earlier partition of history.draft_invoices default;
create table history.draft_invoice_lines_earlier partition of history.draft_invoice_lines default;
create table history.invoiced_sources_earlier partition of history.invoiced_sources default;

insert into role_permissions (role, act, relation)
select role, act, relation from (values
  ('see_release', 'any', 'administrator coordinator operations engagement_manager finance leader delivery_manager'),
  ('prepare_release', 'any', 'coordinator operations'),
  ('close_period', 'any', 'finance')
) seed (act, relation, roles), unnest(string_to_array(roles, ' ')) role;

-- Former rows of days that no partition was made for have a place in every table's past; a period that opens again late needs it.
do $$
declare t record;
begin
  for t in select parent from partitioned_tables where not exists (select from pg_partitioned_table where partrelid = parent::regclass and partdefid <> 0) loop
    execute format('create table %s_earlier partition of %s default', t.parent, t.parent);
  end loop;
end $$;
