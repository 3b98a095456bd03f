-- Files of plans, uploads on their way, colleagues who write along, and who wrote which section towards which revision.

create table attachment (
  id integer primary key,
  plan_id integer not null references plan(id),
  sha256 text not null check (length(sha256) = 64),
  name text not null check (length(name) between 1 and 150),
  kind text not null check (length(kind) between 1 and 20),
  bytes integer not null check (bytes > 0),
  added_by integer not null references person(id),
  added_at integer not null,
  unique (plan_id, sha256)
) strict;
create index attachment_sha256 on attachment(sha256);

create table upload (
  id integer primary key,
  token text not null unique check (length(token) = 32),
  plan_id integer not null references plan(id),
  section_key text not null,
  name text not null check (length(name) between 1 and 150),
  bytes integer not null check (bytes > 0),
  person_id integer not null references person(id),
  begun_at integer not null
) strict;
create index upload_person on upload(person_id);

create table author (
  id integer primary key,
  plan_id integer not null references plan(id),
  person_id integer not null references person(id),
  kind text not null check (kind in ('coAuthor', 'formerOwner')),
  since integer not null,
  added_by integer not null,
  ended_at integer,
  check (ended_at is null or ended_at >= since)
) strict;
create unique index author_once on author(plan_id, person_id, kind) where ended_at is null;
create index author_person on author(person_id);

create table section_edit (
  plan_id integer not null references plan(id),
  key text not null,
  revision integer not null check (revision > 0),
  person_id integer not null references person(id),
  saves integer not null check (saves > 0),
  first_at integer not null,
  last_at integer not null,
  primary key (plan_id, key, revision, person_id),
  check (last_at >= first_at)
) strict;
create index section_edit_person on section_edit(person_id);
create index plan_continues on plan(continues_id);

-- What was handed in before this day names its last writer for each section.
insert into section_edit (plan_id, key, revision, person_id, saves, first_at, last_at)
select v.plan_id, s.key, v.number, s.updated_by, 1, v.submitted_at, v.submitted_at
from revision_section s join revision v on v.id = s.revision_id
left join revision w on w.plan_id = v.plan_id and w.number = v.number - 1
left join revision_section o on o.revision_id = w.id and o.key = s.key
where o.content is null or o.content <> s.content;
