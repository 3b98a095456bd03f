-- The consultant's desk: releases that can be recalled, drafts kept while they are typed, stepping back, notes, phrases, and where an answer points.

-- Set while a review waits for the end of its recall time: until then it is a draft like any other and nobody was told.
alter table review add column release_at integer;
create index review_release on review(release_at) where release_at is not null;

-- Made by the form in which a draft is typed: what is kept again and again is one comment.
alter table comment add column draft_key text;
create unique index comment_draft_key on comment(review_id, draft_key) where draft_key is not null;

-- The definition lets the reviewers of a round read each other's drafts.
alter table task add column shares_drafts integer not null default 0 check (shares_drafts in (0, 1));

-- Where the official says that the change stands.
alter table answer add column section_key text;
alter table answer add column part text not null default '';
alter table answer add column selector text;

create table recusal (
  id integer primary key,
  plan_id integer not null references plan(id),
  person_id integer not null references person(id),
  kind text not null check (kind in ('conflict', 'handedBack')),
  reason text not null check (length(reason) > 0),
  at integer not null,
  lifted_at integer,
  lifted_by integer references person(id),
  check ((lifted_at is null) = (lifted_by is null))
) strict;
create unique index recusal_conflict on recusal(plan_id, person_id) where kind = 'conflict' and lifted_at is null;

create table note (
  id integer primary key,
  plan_id integer not null references plan(id),
  author_id integer not null references person(id),
  text text not null check (length(text) > 0),
  language text not null check (language in ('es', 'ko', 'en')),
  written_at integer not null
) strict;
create index note_plan on note(plan_id);

create table phrase (
  id integer primary key,
  person_id integer not null references person(id),
  language text not null check (language in ('es', 'ko', 'en')),
  text text not null check (length(text) > 0),
  saved_at integer not null,
  version integer not null default 1
) strict;
create index phrase_person on phrase(person_id);
