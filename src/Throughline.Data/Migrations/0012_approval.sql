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
