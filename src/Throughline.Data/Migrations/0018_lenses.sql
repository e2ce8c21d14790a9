-- The team's list of milestones on their way to acceptance: each part of it has an order of its own.
create index ix_milestones_accepted on milestones (sign_off_received, engagement, milestone) where sign_off_received is not null;
create index ix_milestones_asked on milestones (sign_off_sent, engagement, milestone) where sign_off_sent is not null and sign_off_received is null;
create index ix_milestones_planned on milestones (coalesce(forecast_sign_off, date '9999-12-31'), engagement, milestone) where sign_off_sent is null and sign_off_received is null;
