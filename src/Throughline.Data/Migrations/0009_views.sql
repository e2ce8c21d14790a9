-- Choices of a page kept under a name: filters, grouping, zoom and whatever else stands in its address.
create table saved_views (
  view uuid primary key,
  account uuid not null references accounts,
  page text not null check (page like '/%' and page not like '//%'),
  name text not null check (length(name) between 1 and 60),
  query text not null check (length(query) <= 2000),
  shared boolean not null default false,
  constraint uq_saved_views_name unique (account, page, name)
);
create index ix_saved_views_page on saved_views (page);
