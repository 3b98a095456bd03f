-- Mail to be sent, audit, receipts of forms, keys, settings.

create table outbox (
  id integer primary key,
  kind text not null,
  person_id integer,
  plan_id integer,
  address text not null,
  language text not null check (language in ('es', 'ko', 'en')),
  facts text not null,
  dedupe_key text unique,
  created_at integer not null,
  not_before integer not null,
  claimed_by text,
  claimed_until integer not null default 0,
  attempts integer not null default 0,
  sent_at integer,
  failed_at integer,
  error text,
  check (sent_at is null or failed_at is null)
) strict;
create index outbox_waiting on outbox(not_before) where sent_at is null and failed_at is null;
create index outbox_failed on outbox(failed_at) where failed_at is not null;
create index outbox_plan on outbox(plan_id) where plan_id is not null;

create table audit_chain (
  chain text primary key,
  length integer not null,
  hash text not null
) strict, without rowid;

create table audit (
  id integer primary key,
  chain text not null,
  seq integer not null check (seq > 0),
  at integer not null,
  actor_id integer not null,
  act text not null,
  plan_id integer,
  round_id integer,
  subject text,
  subject_id integer,
  facts text not null,
  digest text,
  previous_hash text not null,
  hash text not null,
  unique (chain, seq)
) strict;
create index audit_plan on audit(plan_id, id) where plan_id is not null;
create index audit_at on audit(at);

create table form_receipt (
  form_key text not null,
  actor_id integer not null,
  digest text not null,
  answer text not null,
  at integer not null,
  primary key (form_key, actor_id, digest)
) strict, without rowid;
create index form_receipt_at on form_receipt(at);

create table data_protection_key (
  id integer primary key,
  name text not null unique,
  xml text not null,
  created_at integer not null
) strict;

create table setting (
  key text primary key,
  value text not null,
  updated_at integer not null,
  updated_by integer not null
) strict, without rowid;

create trigger audit_immutable before update on audit begin select raise(abort, 'the audit is append-only'); end;
create trigger audit_kept before delete on audit begin select raise(abort, 'the audit is append-only'); end;
