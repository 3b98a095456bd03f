-- The address under which a person's calendar program reads their deadlines: only its digest, so that nobody who reads the data can ask in their name.
create table calendar_feed (
  person_id bigint primary key references person(id),
  token_digest text not null unique,
  made_at bigint not null
);

-- Why a lead or an owner decided something: the audit holds the digest, the words stand here for people to read.
create table reason (
  plan_id bigint not null references plan(id),
  digest text not null,
  text text not null,
  written_by bigint not null references person(id),
  written_at bigint not null,
  primary key (plan_id, digest)
);
create index reason_written_by on reason(written_by);
