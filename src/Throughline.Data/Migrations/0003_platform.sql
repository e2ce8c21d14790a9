-- Accounts, sessions, tokens, and what the program keeps about its own work.

create table accounts (
  account uuid primary key,
  email text not null,
  normalized_email text not null unique,
  name text not null,
  person text collate "C" references people,
  customer text collate "C" references customers,
  disabled boolean not null default false,
  created timestamptz not null
);
create table account_roles (
  account uuid not null references accounts on delete cascade,
  role text not null,
  primary key (account, role)
);
select keep_history('accounts', 'accounts');
select keep_history('account_roles', 'account_roles');

-- Apart from the account, because a former password hash or key has no business in any history.
-- The key is encrypted with the program's key, the codes are hashes; changed is the guard against two edits at once.
create table account_secrets (
  account uuid primary key references accounts on delete cascade,
  password_hash text,
  security_stamp text not null,
  lockout_end timestamptz,
  failed_attempts integer not null default 0,
  two_factor boolean not null default false,
  authenticator_key text,
  recovery_codes text[] not null default '{}',
  changed integer not null default 1
);

-- A code from an authenticator works once, though it stays valid for a while.
create table used_codes (
  account uuid not null references accounts on delete cascade,
  code text not null,
  at timestamptz not null,
  primary key (account, code)
);

-- The key is a hash of what the browser holds; a session of another security stamp than the account's is dead.
create table sessions (
  session text primary key,
  account uuid not null references accounts on delete cascade,
  security_stamp text not null,
  created timestamptz not null,
  renewed timestamptz not null,
  expires timestamptz not null,
  client text,
  address text
);
create index ix_sessions_account on sessions (account);

create table api_tokens (
  token uuid primary key,
  hash bytea not null unique,
  account uuid not null references accounts on delete cascade,
  name text,
  scopes text[] not null,
  expires date,
  created timestamptz not null,
  last_used timestamptz,
  revoked timestamptz
);
create index ix_api_tokens_account on api_tokens (account);

create table sign_in_links (
  hash bytea primary key,
  account uuid references accounts on delete cascade,
  purpose text not null check (purpose in ('set_up', 'set_password', 'demo')),
  expires timestamptz,
  used timestamptz
);

create table data_protection_keys (
  name text primary key,
  xml text not null
);

-- One row each: what kind of database this is.
create table instance (
  name text primary key,
  value text not null
);

create table audit (
  audit uuid not null,
  at timestamptz not null,
  actor text not null,
  role text,
  request uuid not null,
  action text not null,
  subject text not null,
  detail jsonb not null default '{}',
  primary key (at, audit)
) partition by range (at);
create index ix_audit_subject on audit (subject, at);

-- R-291: each approval with approver, role, time, comment and the policy version it was decided under.
create table decisions (
  decision uuid primary key,
  subject text not null,
  verdict text not null,
  decided_by text not null,
  role text,
  at timestamptz not null,
  comment text,
  policy text,
  same_person boolean not null default false
);
create index ix_decisions_subject on decisions (subject, at);

create table outbox (
  id bigint generated always as identity,
  at timestamptz not null,
  topic text not null,
  subject text not null,
  payload jsonb not null default '{}',
  published timestamptz,
  primary key (at, id)
) partition by range (at);
create index ix_outbox_unpublished on outbox (id) where published is null;

create table idempotency_keys (
  at timestamptz not null,
  account text not null,
  method text not null,
  path text not null,
  key text not null,
  body_hash bytea not null,
  status integer not null,
  headers jsonb not null default '{}',
  body bytea not null
) partition by range (at);
create index ix_idempotency_keys on idempotency_keys (account, key);

create table jobs (
  id bigint generated always as identity primary key,
  kind text not null,
  payload jsonb not null default '{}',
  dedupe_key text unique,
  run_at timestamptz not null,
  attempts integer not null default 0,
  locked_until timestamptz,
  done_at timestamptz,
  error text
);
create index ix_jobs_due on jobs (run_at) where done_at is null;

-- Files: content by its SHA-256 in chunks of at most 1 MB, stored once, never changed.
create table files (
  sha256 bytea primary key,
  length integer not null check (length <= 52428800),
  created timestamptz not null default clock_timestamp()
);
create table file_chunks (
  sha256 bytea not null references files on delete cascade,
  number integer not null,
  content bytea not null check (octet_length(content) <= 1048576),
  primary key (sha256, number)
);

-- Bundles that were uploaded and wait for a yes; those that nobody says it to are cleared away.
create table uploads (
  sha256 bytea primary key references files on delete cascade,
  at timestamptz not null
);

-- A statement of work that was read and waits for a person's yes.
create table statements (
  statement uuid primary key,
  file_name text not null,
  sha256 bytea not null references files,
  reading jsonb not null,
  -- What a person chose beside the document: the customer's key, the project manager, the practice's own roles.
  choices jsonb not null default '{}',
  -- Of the reading, for lists.
  title text,
  customer text,
  currency text,
  contract_value numeric(20, 6),
  read_by text not null,
  read_at timestamptz not null,
  status text not null default 'draft' check (status in ('draft', 'stored', 'discarded')),
  engagement text collate "C" references engagements
);
create index ix_statements_engagement on statements (engagement);
create table contract_terms (
  engagement text collate "C" primary key references engagements,
  provider text,
  payment_days integer,
  payment_unit text,
  resubmission_days integer,
  resubmission_unit text,
  acceptance_days integer,
  acceptance_unit text,
  acceptance_from text,
  deemed_accepted boolean,
  iteration_amount integer,
  iteration_unit text,
  expenses_allowed boolean,
  expenses_cap numeric(20, 6),
  source text
);
create table deliverables (
  engagement text collate "C" not null references engagements,
  deliverable text collate "C" not null,
  title text not null,
  due text,
  primary key (engagement, deliverable)
);
select keep_history('statements', 'statements');
select keep_history('contract_terms', 'contract_terms');
select keep_history('deliverables', 'deliverables');

-- The forecast as it stood at the weekly minute; stored bytes, never recomputed.
create table forecast_snapshots (
  snapshot_at timestamptz primary key,
  today date not null,
  taken timestamptz not null,
  content jsonb not null
);

insert into partitioned_tables values ('audit', 'month'), ('outbox', 'month'), ('idempotency_keys', 'day');

-- Rows of days that no partition was made for (a practice's past, a day whose housekeeping is late) still have a place.
do $$
declare t record;
begin
  for t in select parent from partitioned_tables loop
    execute format('create table %s_earlier partition of %s default', t.parent, t.parent);
  end loop;
end $$;
