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

-- Submitted time in the order in which it is shown to those who decide: week, person, engagement, day. One walks it as far as a page goes.
create index ix_time_entries_waiting on time_entries
  ((date - (extract(isodow from date)::integer - 1)), person, (coalesce(engagement, '')), date, entry) include (engagement) where state = 'submitted';
-- What people have logged and not handed in.
create index ix_time_entries_open on time_entries (date, person) include (engagement, hours) where state in ('draft', 'rejected');
