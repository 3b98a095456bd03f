-- A section that another writer takes over before it is handed in: the text as the one before left it, so that each change can be told its author.
create table section_turn (
  id integer primary key,
  plan_id integer not null references plan(id),
  key text not null,
  revision integer not null check (revision > 0),
  person_id integer not null references person(id),
  content text not null,
  left_at integer not null
) strict;
create index section_turn_plan on section_turn(plan_id, revision);
create index section_turn_person on section_turn(person_id);
