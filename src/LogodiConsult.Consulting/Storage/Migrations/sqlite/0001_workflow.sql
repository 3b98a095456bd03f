-- Definitions, instances, bookmarks, journal. Instants: microseconds UTC; booleans: 0/1; JSON: text.

create table workflow_definition (
  definition_id text not null,
  version integer not null check (version > 0),
  name text not null,
  json text not null,
  sha256 text not null check (length(sha256) = 64),
  published_at integer not null,
  primary key (definition_id, version)
) strict;

create table workflow_instance (
  id integer primary key,
  key text,
  definition_id text not null,
  definition_version integer not null,
  plan_id integer,
  parent_id integer references workflow_instance(id),
  status text not null check (status in ('running', 'finished')),
  sub_status text not null check (sub_status in ('pending', 'executing', 'suspended', 'finished', 'cancelled', 'faulted')),
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
  check ((status = 'finished') = (sub_status in ('finished', 'cancelled', 'faulted')))
) strict;
create unique index workflow_instance_key on workflow_instance(key) where key is not null;
create index workflow_instance_plan on workflow_instance(plan_id) where plan_id is not null;
create index workflow_instance_parent on workflow_instance(parent_id) where parent_id is not null;
create index workflow_instance_running on workflow_instance(definition_id, definition_version) where status = 'running';

create table bookmark (
  id text primary key,
  instance_id integer not null references workflow_instance(id),
  name text not null,
  key text,
  activity_id text not null,
  payload text,
  due_at integer,
  tag text,
  opened_at integer not null
) strict, without rowid;
create index bookmark_instance on bookmark(instance_id);
create index bookmark_due on bookmark(due_at) where due_at is not null;
create index bookmark_key on bookmark(name, key) where key is not null;

create table journal (
  instance_id integer not null references workflow_instance(id),
  seq integer not null check (seq > 0),
  at integer not null,
  activity_id text not null,
  kind text not null,
  facts text,
  primary key (instance_id, seq)
) strict, without rowid;

create table incident (
  id integer primary key,
  instance_id integer not null references workflow_instance(id),
  number integer not null,
  activity_id text not null,
  kind text not null,
  message text not null,
  at integer not null,
  resolution text check (resolution in ('retried', 'skipped', 'cancelled', 'mended')),
  resolved_at integer,
  resolved_by integer,
  unique (instance_id, number),
  check ((resolution is null) = (resolved_at is null))
) strict;
create index incident_open on incident(instance_id) where resolved_at is null;

create table resume_key (
  key text primary key,
  instance_id integer not null references workflow_instance(id),
  bookmark_id text not null,
  digest text not null,
  at integer not null
) strict, without rowid;

create trigger workflow_definition_immutable before update on workflow_definition begin select raise(abort, 'a published definition is immutable'); end;
create trigger workflow_definition_kept before delete on workflow_definition begin select raise(abort, 'a published definition is immutable'); end;
create trigger journal_immutable before update on journal begin select raise(abort, 'the journal is append-only'); end;
create trigger journal_kept before delete on journal begin select raise(abort, 'the journal is append-only'); end;
