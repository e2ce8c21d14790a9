-- How the database remembers: who changed what, when, in which request. Every later migration builds on these.

create schema history;

-- The instant a change counts as recorded at. A bundle of a practice's past sets it outright; a trial clock shifts it.
create function throughline_now() returns timestamptz language sql volatile parallel safe as $$
  select coalesce(
    nullif(current_setting('throughline.recorded_at', true), '')::timestamptz,
    clock_timestamp() + coalesce(nullif(current_setting('throughline.clock_offset', true), ''), '0')::interval)
$$;

create function throughline_missing(what text) returns text language plpgsql stable as $$
begin
  raise exception 'a change needs %: set throughline.% in the transaction',
    case what when 'actor' then 'an actor' else 'a ' || what end, what using errcode = 'TL001';
end $$;

-- Both refuse a write whose transaction was not opened by the program: no actor, no change. One expression each, so that
-- PostgreSQL runs them within the trigger instead of calling them for every row.
create function throughline_actor() returns text language sql stable as $$
  select coalesce(nullif(current_setting('throughline.actor', true), ''), throughline_missing('actor'))
$$;

create function throughline_request() returns uuid language sql stable as $$
  select coalesce(nullif(current_setting('throughline.request', true), ''), throughline_missing('request'))::uuid
$$;

-- Tables that grow for ever and leave by dropping whole partitions.
create table partitioned_tables (
  parent text primary key,
  step text not null check (step in ('month', 'day'))
);

-- Makes the partition that holds the day, if it is not there yet.
create function ensure_partition(parent text, step text, day date) returns void language plpgsql as $$
declare
  first date := date_trunc(step, day)::date;
  after date := (date_trunc(step, day) + ('1 ' || step)::interval)::date;
  child text := parent || to_char(first, case step when 'month' then '_YYYY_MM' else '_YYYY_MM_DD' end);
begin
  if to_regclass(child) is null then
    execute format('create table %s partition of %s for values from (%L) to (%L)', child, parent, first, after);
  end if;
exception when check_violation then
  null; -- Rows of these days went to the catch-all partition before; they and their like stay there.
end $$;

-- Partitions of one table for the days around an instant: this step and the two after it.
create function ensure_partitions(parent text, step text, around date) returns void language plpgsql as $$
begin
  perform pg_advisory_xact_lock(72700002);
  for i in 0..2 loop
    perform ensure_partition(parent, step, (around + (i || ' ' || step)::interval)::date);
  end loop;
end $$;

create function ensure_partitions(around date) returns void language plpgsql as $$
declare t record;
begin
  for t in select * from partitioned_tables order by 1 loop
    perform ensure_partitions(t.parent, t.step, around);
  end loop;
end $$;

-- Remembers in the transaction which kinds of record it touched, for what the program keeps in memory.
create function note_topic() returns trigger language plpgsql as $$
declare
  noted text := coalesce(nullif(current_setting('throughline.topics', true), ''), ',');
begin
  if strpos(noted, ',' || tg_argv[0] || ',') = 0 then
    perform set_config('throughline.topics', noted || tg_argv[0] || ',', true);
  end if;
  return null;
end $$;

-- Gives a table its version, its stamps and its twin. The twin holds each former row with the instant until which it was
-- current; its columns follow the live table's order, so a column added to both later needs nothing else. A change of it is
-- noted under its topic; without one the program says itself which of its changes matter to others.
create function keep_history(live text, topic text) returns void language plpgsql as $f$
declare
  -- The columns that name a row: those of the primary key, else of the first unique one.
  key text := (select string_agg(quote_ident(attname), ', ' order by place)
    from (select indrelid, indkey from pg_index where indrelid = live::regclass and indisunique order by indisprimary desc, indexrelid limit 1) named
    cross join unnest(indkey) with ordinality columns (number, place)
    join pg_attribute on attrelid = indrelid and attnum = number);
begin
  execute format($q$
    alter table %1$I
      add column version integer not null default 1,
      add column recorded_at timestamptz not null,
      add column changed_by text not null,
      add column request uuid not null;
    create table history.%1$I (recorded_until timestamptz not null, like %1$I) partition by range (recorded_until);
    create index on history.%1$I (recorded_at);
    -- One row's past, for whoever changed an older version.
    create index on history.%1$I (%2$s, version);
    insert into partitioned_tables values ('history.%1$s', 'month');

    create function history.stamp_%1$s() returns trigger language plpgsql as $b$
    declare
      -- The transaction gets its number before the stamp, so that a reader who states an instant can wait for it.
      number xid8 := pg_current_xact_id();
      stamp timestamptz := throughline_now();
    begin
      if tg_op = 'INSERT' then
        new.version := 1;
      else
        stamp := greatest(stamp, old.recorded_at + interval '1 microsecond');
        insert into history.%1$I select stamp, old.*;
        if tg_op = 'DELETE' then
          perform throughline_actor();
          return old;
        end if;
        new.version := old.version + 1;
      end if;
      new.recorded_at := stamp;
      new.changed_by := throughline_actor();
      new.request := throughline_request();
      return new;
    end $b$;

    create trigger stamp before insert or update or delete on %1$I
      for each row execute function history.stamp_%1$s();
  $q$, live, key);
  if topic is not null then
    execute format('create trigger topic after insert or update or delete on %I for each statement execute function note_topic(%L)', live, topic);
  end if;
end $f$;
