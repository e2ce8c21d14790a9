-- The customer's way in: personal links to one asking for acceptance, the practice's key under evidence packs, and the
-- second wall, by which the database itself shows a customer nothing but what their link is for.

-- What the customer holds is signed with the program's keys and nowhere kept; this is what it stands for.
create table acceptance_links (
  acceptance_link text collate "C" primary key,
  acceptance_request text collate "C" not null references acceptance_requests,
  name text not null,
  email text not null,
  created_at timestamptz not null,
  created_by text not null,
  -- The link of whoever passed it on to a colleague.
  passed_on_from text collate "C" references acceptance_links,
  revoked_at timestamptz,
  revoked_by text,
  constraint ck_acceptance_links_revoked check ((revoked_at is null) = (revoked_by is null))
);
create index ix_acceptance_links_request on acceptance_links (acceptance_request);
select keep_history('acceptance_links', 'milestones');
create table history.acceptance_links_earlier partition of history.acceptance_links default;

-- One-time codes by mail, apart from the links because a code's hash has no business in any history.
create table acceptance_codes (
  acceptance_link text collate "C" primary key references acceptance_links on delete cascade,
  salt bytea not null,
  hash bytea not null,
  tries integer not null default 0,
  until timestamptz not null,
  -- How many were sent since the first of a row, so that they cannot be asked for without end.
  sent integer not null default 1,
  first_sent timestamptz not null
);

-- The keys that evidence packs are signed with; the newest signs. The private half is encrypted with the program's keys.
create table practice_keys (
  fingerprint text primary key,
  public_key bytea not null,
  private_key text not null,
  created_at timestamptz not null
);

-- Each seal that was given: the same archive carries the same one ever after.
create table practice_seals (
  sha256 text not null,
  fingerprint text not null references practice_keys,
  signature text not null,
  created_at timestamptz not null,
  primary key (sha256, fingerprint)
);

-- The request that the current transaction reads for a customer; null for everybody else.
create function portal_request() returns text language sql stable as $$
  select nullif(current_setting('throughline.acceptance_request', true), '')
$$;

-- The owner of the tables is exempt; whoever else reads them sees the one request that is set, and what belongs to it.
do $$
declare
  own text := 'acceptance_request = (select portal_request())';
  shared record;
begin
  for shared in values
    ('acceptance_requests', own), ('acceptance_links', own), ('acceptance_holds', own), ('acceptance_points', own), ('acceptance_evidence', own),
    ('acceptance_files', own || ' and kind in (''document'', ''evidence'')'),
    ('milestones', '(engagement, milestone) in (select r.engagement, r.milestone from acceptance_requests r)'),
    ('engagements', 'engagement in (select r.engagement from acceptance_requests r)'),
    ('customers', 'customer in (select e.customer from engagements e)'),
    ('files', 'sha256 in (select f.sha256 from acceptance_files f)'),
    ('file_chunks', 'sha256 in (select f.sha256 from acceptance_files f)')
  loop
    execute format('alter table %I enable row level security', shared.column1);
    execute format('create policy portal on %I for select using (%s)', shared.column1, shared.column2);
  end loop;
end $$;

-- Which milestone of how many, and who asks: without a look at the other milestones or at people.
create function portal_about() returns table (number bigint, total bigint, asked_by text) language sql stable security definer set search_path = public, pg_temp as $$
  select count(*) filter (where m.milestone <= r.milestone), count(*), max(p.name)
  from acceptance_requests r join milestones m on m.engagement = r.engagement and m.parent is null
    join engagements e on e.engagement = r.engagement left join people p on p.person = e.project_manager
  where r.acceptance_request = portal_request()
$$;

-- Makes the role that a customer's pages read as, and gives it the shared columns. Roles belong to the whole server: another
-- database may make it at the same time, and who may not make roles goes without. Says whether the wall stands. A restored
-- database calls this again, for dumps carry no rights.
create function grant_portal() returns boolean language plpgsql as $$
begin
  if to_regrole('throughline_portal') is null then
    begin
      create role throughline_portal nologin;
    exception when duplicate_object or unique_violation then
      null;
    end;
  end if;
  if not pg_has_role(current_user, 'throughline_portal', 'member') then
    execute format('grant throughline_portal to %I', current_user);
  end if;
  grant usage on schema public to throughline_portal;
  grant select (acceptance_request, engagement, milestone, attempt, state, sent_at, recipient_name, subject, statement, days, unit, day_off_start, recorded_date,
    calendar_of, zone, day1, last_day, deadline, recorded_on, days_used, weekend, days_off, decided_at, decided_on, decided_by, decided_via, remarks) on acceptance_requests to throughline_portal;
  grant select (acceptance_link, acceptance_request, name, email, passed_on_from, revoked_at) on acceptance_links to throughline_portal;
  grant select (acceptance_hold, acceptance_request, kind, start_date, end_date) on acceptance_holds to throughline_portal;
  grant select (acceptance_request, point, text, objection) on acceptance_points to throughline_portal;
  grant select (acceptance_request, number, kind, name, type, sha256) on acceptance_files to throughline_portal;
  grant select (acceptance_request, number, at, kind, detail) on acceptance_evidence to throughline_portal;
  grant select (engagement, milestone, title, amount, delivered) on milestones to throughline_portal;
  grant select (engagement, customer, name, currency) on engagements to throughline_portal;
  grant select (customer, name, time_zone) on customers to throughline_portal;
  grant select (sha256, length) on files to throughline_portal;
  grant select (sha256, number, content) on file_chunks to throughline_portal;
  return true;
exception when insufficient_privilege or undefined_object then
  return false;
end $$;

select grant_portal();
