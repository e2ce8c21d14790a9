-- Milestones on their way to acceptance: what is delivered and by what it is judged, who was asked, the clock, what was
-- said, and the evidence of each step.
alter table milestones
  -- A part of another milestone, which carries no sign-off of its own (R-227).
  add column parent text collate "C",
  add column delivered text,
  -- One criterion a line.
  add column criteria text,
  add column started_on date,
  add column ready_on date,
  add constraint fk_milestones_parent foreign key (engagement, parent) references milestones deferrable initially deferred,
  add constraint ck_milestones_parent check (parent <> milestone);
alter table history.milestones add column parent text collate "C", add column delivered text, add column criteria text, add column started_on date, add column ready_on date;

-- The milestone an activity works for, and when it was done.
alter table activities
  add column milestone text collate "C",
  add column done_on date,
  add constraint fk_activities_milestone foreign key (engagement, milestone) references milestones deferrable initially deferred;
alter table history.activities add column milestone text collate "C", add column done_on date;

-- One asking for acceptance. The clock stands as the customer was told it; without a clause of silence it has no end.
create table acceptance_requests (
  acceptance_request text collate "C" primary key,
  engagement text collate "C" not null,
  milestone text collate "C" not null,
  attempt integer not null constraint ck_acceptance_requests_attempt check (attempt >= 1),
  state text not null default 'open' check (state in ('open', 'accepted', 'deemed', 'rejected', 'withdrawn')),
  sent_at timestamptz not null,
  sent_by text not null,
  recipient_name text not null,
  recipient_email text not null,
  -- E-mail addresses, by semicolons (P-28).
  copies text not null default '',
  subject text not null,
  statement text not null,
  days integer constraint ck_acceptance_requests_days check (days >= 1),
  unit text not null default 'business_days' check (unit in ('business_days', 'calendar_days')),
  day_off_start text not null default 'next' check (day_off_start in ('next', 'same')),
  recorded_date text not null default 'last_day' check (recorded_date in ('last_day', 'next_business_day')),
  calendar_of text not null default 'vendor_region' check (calendar_of in ('vendor_region', 'customer', 'union')),
  zone text not null,
  day1 date not null,
  last_day date,
  deadline timestamptz,
  recorded_on date,
  -- Counting days that an earlier request has used up.
  days_used integer not null default 0 constraint ck_acceptance_requests_days_used check (days_used >= 0),
  -- The calendar as it stood when the customer was told: weekdays that are off, and days off, by semicolons.
  weekend text not null default 'Saturday;Sunday',
  days_off text not null default '',
  decided_at timestamptz,
  -- The day the decision counts under.
  decided_on date,
  decided_by text,
  decided_via text check (decided_via in ('page', 'reply', 'document', 'silence')),
  remarks text,
  constraint fk_acceptance_requests_milestone foreign key (engagement, milestone) references milestones,
  constraint uq_acceptance_requests_attempt unique (engagement, milestone, attempt),
  constraint ck_acceptance_requests_clock check ((days is null) = (deadline is null) and (days is null) = (last_day is null) and (days is null) = (recorded_on is null)),
  constraint ck_acceptance_requests_decided check ((state in ('open', 'withdrawn')) = (decided_on is null))
);
create unique index ux_acceptance_requests_open on acceptance_requests (engagement, milestone) where state = 'open';
create index ix_acceptance_requests_deadline on acceptance_requests (deadline) where state = 'open';

-- Days that do not count: agreed with the customer, or a question that objects.
create table acceptance_holds (
  acceptance_hold text collate "C" primary key,
  acceptance_request text collate "C" not null references acceptance_requests,
  kind text not null check (kind in ('agreed', 'objection')),
  start_date date not null,
  -- The last held day; empty while it lasts.
  end_date date,
  reason text not null,
  agreed_with text,
  held_by text not null,
  constraint ck_acceptance_holds_days check (end_date >= start_date)
);
create index ix_acceptance_holds_request on acceptance_holds (acceptance_request);

-- What the customer is asked to check, and where a point was not met.
create table acceptance_points (
  acceptance_request text collate "C" not null references acceptance_requests,
  point integer not null,
  text text not null,
  -- Why it is not met; only of a rejected request. A reason that belongs to no point has a point of its own.
  objection text,
  primary key (acceptance_request, point)
);

-- What goes with a request or came back: documents, mails, screenshots.
create table acceptance_files (
  acceptance_request text collate "C" not null references acceptance_requests,
  number integer not null,
  kind text not null check (kind in ('document', 'evidence', 'reply', 'decision')),
  name text not null,
  type text not null,
  sha256 bytea not null references files,
  added_by text not null,
  added_at timestamptz not null,
  primary key (acceptance_request, number)
);

-- An answer that came by mail, until the project manager has said what it is (R-233).
create table acceptance_replies (
  acceptance_reply text collate "C" primary key,
  acceptance_request text collate "C" not null references acceptance_requests,
  sender text not null,
  sent_at timestamptz not null,
  text text not null,
  -- The word that accepts, if one was found (P-29).
  word text,
  file integer,
  state text not null default 'waiting' check (state in ('waiting', 'accepted', 'rejected', 'objection', 'dismissed')),
  entered_by text not null,
  entered_at timestamptz not null,
  settled_by text,
  settled_at timestamptz
);
create index ix_acceptance_replies_request on acceptance_replies (acceptance_request);
create index ix_acceptance_replies_waiting on acceptance_replies (entered_at) where state = 'waiting';

-- Each step with its time, in a chain: the hash of an entry covers the one before it. Nothing is ever changed or taken out.
create table acceptance_evidence (
  acceptance_request text collate "C" not null references acceptance_requests,
  number integer not null,
  at timestamptz not null,
  actor text not null,
  kind text not null,
  -- JSON, kept as the bytes that were hashed.
  detail text not null,
  hash text not null,
  primary key (acceptance_request, number)
);
create function keep_evidence() returns trigger language plpgsql as $$
begin
  raise exception 'evidence does not change: entry % of %', old.number, old.acceptance_request
    using errcode = 'check_violation', constraint = 'ck_acceptance_evidence_stays', table = 'acceptance_evidence';
end $$;
create trigger evidence_stays before update or delete on acceptance_evidence for each row execute function keep_evidence();

-- Mail to somebody outside the practice: it says nothing of the program's own choices.
alter table mail add column outside boolean not null default false;

-- Whether a milestone's revenue is released; who releases revenue says how that is known.
create function milestone_released(engagement text, milestone text) returns boolean language sql stable as $$ select false $$;

select keep_history('acceptance_requests', 'milestones'), keep_history('acceptance_holds', 'milestones'), keep_history('acceptance_points', 'milestones'),
  keep_history('acceptance_files', 'milestones'), keep_history('acceptance_replies', 'milestones'), keep_history('acceptance_evidence', null);
create table history.acceptance_requests_earlier partition of history.acceptance_requests default;
create table history.acceptance_holds_earlier partition of history.acceptance_holds default;
create table history.acceptance_points_earlier partition of history.acceptance_points default;
create table history.acceptance_files_earlier partition of history.acceptance_files default;
create table history.acceptance_replies_earlier partition of history.acceptance_replies default;
create table history.acceptance_evidence_earlier partition of history.acceptance_evidence default;

-- The contents of the files that acceptance refers to, as a bundle carries them: in parts of half a chunk, which fit a cell.
create view file_parts as
  select c.sha256, (c.number * 2 + half)::integer as number, translate(encode(substring(c.content from half * 524288 + 1 for 524288), 'base64'), E'\n', '') as content,
    timestamptz '1970-01-01T00:00:00Z' as recorded_at
  from file_chunks c, generate_series(0, 1) half
  where octet_length(c.content) > half * 524288 and exists (select from acceptance_files f where f.sha256 = c.sha256);
create view history.file_parts as select p.*, p.recorded_at as recorded_until from public.file_parts p where false;
create function take_file_part() returns trigger language plpgsql as $$
declare
  part bytea := decode(new.content, 'base64');
begin
  if tg_op = 'UPDATE' then
    raise exception 'a file does not change: %', encode(new.sha256, 'hex') using errcode = 'check_violation', constraint = 'ck_files_stay', table = 'files';
  end if;
  -- A file that is here already is the same one: its name is what it holds.
  if exists (select from files where sha256 = new.sha256 and xmin::text <> pg_current_xact_id()::xid::text) then
    return null;
  end if;
  insert into files (sha256, length, created) values (new.sha256, 0, clock_timestamp()) on conflict do nothing;
  update files set length = length + octet_length(part) where sha256 = new.sha256;
  insert into file_chunks (sha256, number, content) values (new.sha256, new.number / 2, part)
    on conflict (sha256, number) do update set content = case when new.number % 2 = 0 then part || file_chunks.content else file_chunks.content || part end;
  return new;
end $$;
create trigger file_parts_taken instead of insert or update on file_parts for each row execute function take_file_part();

-- What an import brings must be what its name says, or evidence could be exchanged.
create function check_imported_file() returns trigger language plpgsql as $$
begin
  if current_setting('throughline.import', true) = 'on'
    and sha256(coalesce((select string_agg(content, ''::bytea order by number) from file_chunks where sha256 = new.sha256), ''::bytea)) <> new.sha256 then
    raise exception 'the file % is not what its SHA-256 says', new.name using errcode = 'check_violation', constraint = 'ck_acceptance_files_content', table = 'acceptance_files';
  end if;
  return null;
end $$;
create trigger acceptance_files_checked after insert on acceptance_files for each row execute function check_imported_file();
