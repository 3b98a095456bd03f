-- When a published definition that begins by the clock starts its next instance; without a moment: never again.

create table workflow_trigger (
  definition_id text not null,
  activity_id text not null,
  definition_version integer not null,
  due_at integer,
  primary key (definition_id, activity_id),
  foreign key (definition_id, definition_version) references workflow_definition(definition_id, version)
) strict, without rowid;
create index workflow_trigger_due on workflow_trigger(due_at) where due_at is not null;

create index resume_key_at on resume_key(at);
