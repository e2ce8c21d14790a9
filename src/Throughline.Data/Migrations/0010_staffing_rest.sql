-- What staffing still lacked: notes on how people like to work, and what a request or an unnamed booking wants besides a role.

-- Written about somebody by whoever plans or manages them; customers and partners never see them.
create table style_notes (
  person text collate "C" not null references people,
  note text collate "C" not null,
  text text not null constraint ck_style_notes_text check (length(text) between 1 and 2000),
  traits text,
  author text not null,
  written_at timestamptz not null,
  primary key (person, note)
);
select keep_history('style_notes', 'style_notes');

-- Traits that a request wishes for, with semicolons between.
alter table resource_requests add column traits text;
alter table history.resource_requests add column traits text;

-- Skills that whoever is named later has to have: kubernetes:3;migration:2.
alter table bookings add column skills text;
alter table history.bookings add column skills text;

-- Whether a change has just freed days that somebody waits for.
create index on history.bookings (person, recorded_until) where kind = 'hard';

-- What the findings look for among all time is little of it.
create index ix_time_entries_no_approver on time_entries (engagement, person, date) where state = 'approved' and approved_by is null;
create index ix_time_entries_work_at_risk on time_entries (engagement, work_at_risk) where work_at_risk is not null;
create index ix_time_entries_work_exception on time_entries (engagement, work_exception) where work_exception is not null;

do $$
declare t record;
begin
  for t in select parent from partitioned_tables where to_regclass(parent || '_earlier') is null loop
    execute format('create table %s_earlier partition of %s default', t.parent, t.parent);
  end loop;
end $$;

insert into role_permissions (role, act, relation)
select role, act, relation from (values
  ('see_style', 'any', 'administrator coordinator operations delivery_manager pmo_manager practice_manager'),
  ('see_style', 'own', 'project_manager engagement_manager leader member trainer finance sales architect legal deal_desk'),
  ('see_style', 'team', 'project_manager engagement_manager leader'),
  ('write_style', 'any', 'administrator coordinator operations'),
  ('write_style', 'team', 'project_manager engagement_manager leader delivery_manager pmo_manager practice_manager')
) seed (act, relation, roles), unnest(string_to_array(roles, ' ')) role;
