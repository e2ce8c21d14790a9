-- Calendar feeds: an address to which a calendar program subscribes. Whoever holds it reads what its owner may see, so only a
-- hash of its secret is kept, and like the secrets of accounts it has no place in any history; making and revoking are audited.
create table feeds (
  feed uuid primary key,
  hash bytea not null,
  account uuid not null references accounts on delete cascade,
  kind text not null,
  key text collate "C" not null,
  created timestamptz not null,
  last_read timestamptz,
  revoked timestamptz,
  constraint uq_feeds_hash unique (hash),
  constraint ck_feeds_kind check (kind in ('person', 'team', 'engagement'))
);
create index ix_feeds_account on feeds (account);

-- What calendar programs know this practice's bookings by: the same in every feed, and in no other practice.
insert into instance (name, value) values ('calendar', gen_random_uuid()::text);
