-- SQLite builds a table of its own for each "in (…)" of three or more constants, each time a row is checked: two for every act of every plan.
-- The same rules as 0001, compared one by one. Only SQLite: PostgreSQL compares constants.
create table workflow_instance_checked (
  id integer primary key,
  key text,
  definition_id text not null,
  definition_version integer not null,
  plan_id integer,
  parent_id integer references workflow_instance(id),
  status text not null check (status = 'running' or status = 'finished'),
  sub_status text not null check (
    sub_status = 'suspended' or sub_status = 'finished' or sub_status = 'pending' or sub_status = 'executing' or sub_status = 'cancelled' or sub_status = 'faulted'),
  correlation_id text,
  name text,
  state text not null,
  journal_length integer not null default 0,
  version integer not null default 1,
  created_at integer not null,
  updated_at integer not null,
  finished_at integer,
  foreign key (definition_id, definition_version) references workflow_definition(definition_id, version),
  check ((status = 'finished') = (finished_at is not null)),
  check ((status = 'finished') = (sub_status = 'finished' or sub_status = 'cancelled' or sub_status = 'faulted'))
) strict;
insert into workflow_instance_checked(id, key, definition_id, definition_version, plan_id, parent_id, status, sub_status, correlation_id, name, state, journal_length, version, created_at, updated_at, finished_at)
  select id, key, definition_id, definition_version, plan_id, parent_id, status, sub_status, correlation_id, name, state, journal_length, version, created_at, updated_at, finished_at
  from workflow_instance order by id;
drop table workflow_instance;
alter table workflow_instance_checked rename to workflow_instance;
create unique index workflow_instance_key on workflow_instance(key) where key is not null;
create index workflow_instance_plan on workflow_instance(plan_id) where plan_id is not null;
create index workflow_instance_parent on workflow_instance(parent_id) where parent_id is not null;
create index workflow_instance_running on workflow_instance(definition_id, definition_version) where status = 'running';
