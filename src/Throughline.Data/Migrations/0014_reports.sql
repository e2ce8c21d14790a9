-- Mail: what the practice sends, one row for each recipient, written in the transaction of its cause.

-- How mail is sent. The password is encrypted with the program's keys and has no place in any history; setting it is audited.
create table mail_settings (
  one boolean primary key default true,
  enabled boolean not null,
  host text not null,
  port integer not null,
  encrypt boolean not null,
  user_name text,
  password text,
  from_address text not null,
  from_name text not null,
  public_address text not null,
  constraint ck_mail_settings_one check (one),
  constraint ck_mail_settings_port check (port between 1 and 65535)
);

-- A mail that was begun and neither sent nor refused is never begun again by itself: nobody knows whether it arrived.
create table mail (
  mail uuid primary key,
  kind text not null,
  account uuid references accounts on delete set null,
  address text not null,
  name text not null,
  subject text not null,
  body text not null,
  html text,
  link text,
  queued_at timestamptz not null,
  run_at timestamptz not null,
  attempts integer not null default 0,
  locked_until timestamptz,
  state text not null default 'waiting',
  settled_at timestamptz,
  error text,
  dedupe_key text,
  constraint ck_mail_state check (state in ('waiting', 'sent', 'failed', 'dropped')),
  constraint ck_mail_address check (address !~ '[[:cntrl:]]'),
  constraint ck_mail_subject check (subject !~ '[[:cntrl:]]'),
  constraint uq_mail_dedupe unique (dedupe_key)
);
create index ix_mail_waiting on mail (run_at) where state = 'waiting';
create index ix_mail_failed on mail (settled_at) where state = 'failed';

create table mail_attachments (
  mail uuid not null references mail on delete cascade,
  number integer not null,
  name text not null,
  type text not null,
  content bytea not null,
  primary key (mail, number),
  constraint ck_mail_attachments_name check (name !~ '[[:cntrl:]/\\]')
);

-- Where somebody who is told something can be reached: the account of the e-mail or of the person, else the person's own address.
create function mail_recipient(recipient text) returns table (account uuid, address text, name text) language sql stable as $$
  with theirs as (
    select a.account, a.email, a.name, a.disabled, a.normalized_email = upper(recipient) as named
    from accounts a left join people p on p.person = recipient
    where a.normalized_email = upper(recipient) or a.person = recipient or (a.person is null and a.normalized_email = upper(p.email)))
  (select account, email, name from theirs where not disabled order by named desc, account limit 1)
  union all
  select null, p.email, p.name from people p where p.person = recipient and p.email is not null and not exists (select from theirs)
$$;

-- Notices are about any record; what a kind is called and where it leads is the program's to know.
alter table notices drop constraint ck_notices_kind;
alter table notices add constraint ck_notices_kind_word check (kind ~ '^[a-z][a-z0-9_]{0,59}$');
alter table notices add column digest boolean not null default false;
drop index uq_notices_open;
create unique index uq_notices_open on notices (kind, subject, recipient) where done_at is null;
create index ix_notices_digest on notices (recipient) where digest;

create table notice_choices (
  account uuid not null references accounts on delete cascade,
  kind text not null,
  choice text not null,
  primary key (account, kind),
  constraint ck_notice_choices_choice check (choice in ('mail', 'digest', 'inbox'))
);

-- Reports that go out by mail. The recipients are accounts; each gets what they may see themselves at that time.
create table report_schedules (
  schedule text collate "C" primary key,
  owner uuid not null references accounts,
  name text not null,
  report text not null,
  query text not null,
  rhythm text not null,
  day integer not null,
  minute integer not null,
  zone text not null,
  format text not null,
  recipients uuid[] not null,
  paused boolean not null default false,
  constraint ck_report_schedules_name check (length(name) between 1 and 120 and name !~ '[[:cntrl:]]'),
  constraint ck_report_schedules_query check (query = '' or query like '?%'),
  constraint ck_report_schedules_rhythm check (rhythm in ('weekly', 'monthly', 'monthly_business_day', 'quarterly_business_day')),
  constraint ck_report_schedules_day check (day between 1 and 66),
  constraint ck_report_schedules_minute check (minute between 0 and 1439),
  constraint ck_report_schedules_format check (format in ('link', 'table', 'csv', 'xlsx')),
  constraint ck_report_schedules_recipients check (cardinality(recipients) between 1 and 100)
);
select keep_history('report_schedules', 'report_schedules');
create index ix_report_schedules_owner on report_schedules (owner);

-- When each is due next; apart from the schedule, because coming due is no change of it.
create table report_due (
  schedule text collate "C" primary key references report_schedules on delete cascade,
  next_due timestamptz not null,
  last_due timestamptz
);
create index ix_report_due_next on report_due (next_due);

-- One for each due time and recipient: made once, whoever finds it due, and done in the transaction that queues its mail.
create table report_mails (
  schedule text collate "C" not null references report_schedules on delete cascade,
  due timestamptz not null,
  account uuid not null references accounts on delete cascade,
  run_at timestamptz not null,
  attempts integer not null default 0,
  locked_until timestamptz,
  done_at timestamptz,
  outcome text,
  primary key (schedule, due, account)
);
create index ix_report_mails_due on report_mails (run_at) where done_at is null;
