-- Resource requests: what is asked of a coordinator, what became of it, and what was said on the way. A booking that a
-- request is about may be released while the request stays, so it is named and not referred to.

alter table engagements add column coordinator text collate "C" references people;
alter table history.engagements add column coordinator text collate "C";
create index ix_engagements_coordinator on engagements (coordinator);

create table resource_requests (
  resource_request text collate "C" primary key,
  engagement text collate "C" not null references engagements,
  kind text collate "C" not null constraint ck_resource_requests_kind check (kind in ('new', 'change', 'firm_up', 'replace', 'release')),
  role text collate "C" not null,
  person text collate "C" references people,
  skills text,
  start_date date not null,
  end_date date not null,
  minutes_per_day integer not null constraint ck_resource_requests_minutes check (minutes_per_day between 1 and 1440),
  commitment text collate "C" not null constraint ck_resource_requests_commitment check (commitment in ('soft', 'hard')),
  booking text collate "C",
  activity text collate "C",
  agreed_hours numeric(14, 4) constraint ck_resource_requests_agreed_hours check (agreed_hours >= 0),
  note text,
  state text collate "C" not null default 'draft' constraint ck_resource_requests_state check (state in
    ('draft', 'submitted', 'countered', 'approved', 'booked', 'rejected', 'withdrawn', 'cancelled')),
  coordinator text collate "C" references people,
  requested_by text not null,
  submitted_at timestamptz,
  decided_by text,
  decided_at timestamptz,
  reason text,
  offers text,
  reasoning text,
  foreign key (engagement, activity) references activities,
  constraint ck_resource_requests_dates check (end_date >= start_date)
);
create index ix_resource_requests_engagement on resource_requests (engagement);
create index ix_resource_requests_person on resource_requests (person);
create index ix_resource_requests_booking on resource_requests (booking);
create index ix_resource_requests_open on resource_requests (submitted_at) where state in ('draft', 'submitted', 'countered', 'approved');
create index ix_resource_requests_decided on resource_requests (decided_at, resource_request) where state in ('booked', 'rejected', 'withdrawn', 'cancelled');

-- Every step: who took it, in which role, when and why, and the dates that were offered with it.
create table resource_request_events (
  resource_request text collate "C" not null references resource_requests,
  event text collate "C" not null,
  at timestamptz not null,
  step text collate "C" not null constraint ck_resource_request_events_step check (step in
    ('submit', 'propose', 'counter', 'accept', 'approve', 'book', 'reject', 'withdraw', 'cancel')),
  author text not null,
  role text collate "C",
  reason text,
  offers text,
  primary key (resource_request, event)
);

-- R-087: a comment is no step and moves nothing.
create table resource_request_comments (
  resource_request text collate "C" not null references resource_requests,
  comment text collate "C" not null,
  at timestamptz not null,
  author text not null,
  text text not null,
  primary key (resource_request, comment)
);

select keep_history('resource_requests', 'resource_requests');
select keep_history('resource_request_events', 'resource_requests');
select keep_history('resource_request_comments', 'resource_requests');

-- A practice's past, brought in later, has a place in the twins too.
create table history.resource_requests_earlier partition of history.resource_requests default;
create table history.resource_request_events_earlier partition of history.resource_request_events default;
create table history.resource_request_comments_earlier partition of history.resource_request_comments default;

insert into role_permissions (role, act, relation)
select role, act, relation from (values
  ('see_requests', 'any', 'administrator coordinator operations engagement_manager leader delivery_manager pmo_manager practice_manager architect'),
  ('see_requests', 'own', 'project_manager member trainer'),
  ('see_requests', 'led', 'project_manager'),
  ('decide_request', 'any', 'coordinator operations'),
  ('choose_people', 'any', 'administrator coordinator operations pmo_manager delivery_manager architect')
) seed (act, relation, roles), unnest(string_to_array(roles, ' ')) role;
