-- People, programmes, plans and their review. Instants: microseconds UTC; booleans: 0/1; trilingual texts and selectors: JSON text.

create table person (
  id integer primary key,
  name text not null check (length(name) between 1 and 200),
  native_name text,
  sort_name text not null,
  email text not null unique check (email = lower(email)),
  language text not null check (language in ('es', 'ko', 'en')),
  zone text not null,
  institution text not null default '',
  post text not null default '',
  region text,
  is_administrator integer not null default 0 check (is_administrator in (0, 1)),
  is_sample integer not null default 0 check (is_sample in (0, 1)),
  stamp text not null,
  created_at integer not null,
  erased_at integer,
  version integer not null default 1
) strict;

create table one_time_link (
  id integer primary key,
  person_id integer not null references person(id),
  token_digest text not null unique,
  purpose text not null check (purpose in ('invitation', 'signIn', 'administrator')),
  created_at integer not null,
  created_by integer,
  expires_at integer not null,
  used_at integer,
  check (expires_at > created_at)
) strict;
create index one_time_link_person on one_time_link(person_id);

create table programme (
  id integer primary key,
  code text not null unique check (length(code) between 2 and 20),
  title text not null,
  host text not null,
  sponsor text not null,
  requester text not null,
  memorandum_year integer,
  first_year integer not null,
  last_year integer not null,
  state text not null check (state in ('active', 'completed')),
  is_sample integer not null default 0 check (is_sample in (0, 1)),
  created_at integer not null,
  version integer not null default 1,
  check (last_year >= first_year)
) strict;

create table subject (
  id integer primary key,
  programme_id integer not null references programme(id),
  position integer not null,
  name text not null,
  unique (programme_id, position)
) strict;

create table round (
  id integer primary key,
  programme_id integer not null references programme(id),
  number integer not null check (number > 0),
  title text not null,
  starts_on text not null,
  ends_on text not null,
  zone text not null,
  definition_id text not null,
  template_id text not null,
  template_version integer not null,
  state text not null check (state in ('planned', 'running', 'closed')),
  created_at integer not null,
  version integer not null default 1,
  unique (programme_id, number),
  check (ends_on >= starts_on)
) strict;

create table role (
  id integer primary key,
  person_id integer not null references person(id),
  role text not null check (role in ('official', 'consultant', 'interpreter', 'lead', 'supervisor', 'panel')),
  programme_id integer not null references programme(id),
  round_id integer references round(id),
  since integer not null,
  ended_at integer,
  check (ended_at is null or ended_at >= since)
) strict;
create unique index role_once on role(person_id, role, programme_id, coalesce(round_id, 0)) where ended_at is null;
create index role_programme on role(programme_id, role) where ended_at is null;

create table plan (
  id integer primary key,
  round_id integer not null references round(id),
  subject_id integer references subject(id),
  number integer not null check (number > 0),
  title text not null,
  language text not null check (language in ('es', 'ko', 'en')),
  official_id integer not null references person(id),
  supervisor_id integer references person(id),
  continues_id integer references plan(id),
  state text not null check (state in ('open', 'completed', 'withdrawn')),
  stage text not null,
  stage_since integer not null,
  review_round integer not null default 0,
  revision_count integer not null default 0,
  comment_count integer not null default 0,
  instance_id integer unique,
  created_at integer not null,
  completed_at integer,
  version integer not null default 1,
  unique (round_id, number),
  check ((state = 'completed') = (completed_at is not null))
) strict;
create index plan_official on plan(official_id);
create index plan_supervisor on plan(supervisor_id);

create table section (
  plan_id integer not null references plan(id),
  key text not null,
  content text not null,
  language text not null check (language in ('es', 'ko', 'en')),
  version integer not null default 1,
  updated_at integer not null,
  updated_by integer not null references person(id),
  primary key (plan_id, key)
) strict;

create table revision (
  id integer primary key,
  plan_id integer not null references plan(id),
  number integer not null check (number > 0),
  title text not null,
  submitted_at integer not null,
  submitted_by integer not null references person(id),
  sha256 text not null check (length(sha256) = 64),
  receipt text not null unique,
  words integer not null,
  unique (plan_id, number)
) strict;

create table revision_section (
  revision_id integer not null references revision(id),
  key text not null,
  content text not null,
  language text not null check (language in ('es', 'ko', 'en')),
  updated_by integer not null references person(id),
  primary key (revision_id, key)
) strict;

create table assignment (
  id integer primary key,
  plan_id integer not null references plan(id),
  person_id integer not null references person(id),
  role text not null check (role in ('consultant', 'interpreter', 'panel')),
  since integer not null,
  assigned_by integer not null,
  ended_at integer,
  ended_why text
) strict;
create unique index assignment_once on assignment(plan_id, person_id, role) where ended_at is null;
create index assignment_person on assignment(person_id) where ended_at is null;

create table task (
  id integer primary key,
  plan_id integer not null references plan(id),
  instance_id integer not null,
  bookmark_id text not null,
  activity_id text not null,
  kind text not null,
  stage text not null,
  outcomes text not null,
  person_id integer references person(id),
  role text check (role in ('official', 'consultant', 'interpreter', 'lead', 'supervisor', 'panel')),
  review_round integer not null default 0,
  months integer,
  opened_at integer not null,
  due_at integer,
  calendar text,
  remind_at integer,
  reminders text not null default '[]',
  closed_at integer,
  closed_by integer,
  outcome text,
  version integer not null default 1,
  check (person_id is not null or role is not null),
  check ((closed_at is null) = (outcome is null)),
  check (remind_at is null or closed_at is null)
) strict;
create unique index task_bookmark on task(bookmark_id) where closed_at is null;
create index task_plan on task(plan_id);
create index task_person on task(person_id, due_at) where closed_at is null;
create index task_remind on task(remind_at) where remind_at is not null;

create table review (
  id integer primary key,
  plan_id integer not null references plan(id),
  revision_id integer not null references revision(id),
  task_id integer not null unique references task(id),
  consultant_id integer not null references person(id),
  round integer not null,
  state text not null check (state in ('draft', 'released', 'withdrawn')),
  recommendation text check (recommendation in ('revise', 'accept')),
  summary text not null default '',
  language text not null check (language in ('es', 'ko', 'en')),
  created_at integer not null,
  released_at integer,
  version integer not null default 1,
  check ((state = 'released') = (released_at is not null)),
  check (state <> 'released' or recommendation is not null)
) strict;
create index review_plan on review(plan_id);

create table comment (
  id integer primary key,
  plan_id integer not null references plan(id),
  review_id integer not null references review(id),
  revision_id integer not null references revision(id),
  number integer,
  section_key text,
  part text not null default '',
  selector text,
  kind text not null check (kind in ('question', 'suggestion', 'mustChange', 'praise')),
  required integer not null check (required in (0, 1)),
  text text not null check (length(text) > 0),
  language text not null check (language in ('es', 'ko', 'en')),
  proposal text,
  state text not null check (state in ('draft', 'open', 'answered', 'accepted', 'notAccepted')),
  owner_id integer not null references person(id),
  created_at integer not null,
  updated_at integer not null,
  version integer not null default 1,
  unique (plan_id, number),
  check ((state = 'draft') = (number is null)),
  check (selector is null or section_key is not null)
) strict;
create index comment_review on comment(review_id);

create table answer (
  id integer primary key,
  plan_id integer not null references plan(id),
  comment_id integer not null references comment(id),
  round integer not null,
  author_id integer not null references person(id),
  kind text not null check (kind in ('done', 'partly', 'notDone')),
  text text not null,
  language text not null check (language in ('es', 'ko', 'en')),
  saved_at integer not null,
  revision_id integer references revision(id),
  decision text check (decision in ('accepted', 'notAccepted')),
  decided_by integer references person(id),
  decided_at integer,
  version integer not null default 1,
  unique (comment_id, round),
  check ((decision is null) = (decided_at is null))
) strict;
create index answer_plan on answer(plan_id);

create table translation (
  id integer primary key,
  plan_id integer not null references plan(id),
  subject text not null check (subject in ('section', 'comment', 'answer', 'review')),
  subject_id integer not null,
  section_key text not null default '',
  language text not null check (language in ('es', 'ko', 'en')),
  text text not null,
  state text not null check (state in ('machine', 'checked')),
  source_digest text not null,
  translator_id integer references person(id),
  saved_at integer not null,
  version integer not null default 1,
  unique (subject, subject_id, section_key, language)
) strict;
create index translation_plan on translation(plan_id);

create table endorsement (
  id integer primary key,
  plan_id integer not null references plan(id),
  revision_id integer not null references revision(id),
  task_id integer not null unique references task(id),
  supervisor_id integer not null references person(id),
  decision text not null check (decision in ('endorsed', 'returned')),
  note text not null default '',
  at integer not null
) strict;

create table presentation (
  id integer primary key,
  plan_id integer not null references plan(id),
  task_id integer not null unique references task(id),
  starts_at integer not null,
  minutes integer not null check (minutes between 5 and 240),
  zone text not null,
  place text not null default '',
  link text not null default '',
  state text not null check (state in ('scheduled', 'held', 'cancelled')),
  scheduled_by integer not null references person(id),
  held_at integer,
  remark text not null default '',
  version integer not null default 1,
  check ((state = 'held') = (held_at is not null))
) strict;
create unique index presentation_once on presentation(plan_id) where state <> 'cancelled';

create table score (
  id integer primary key,
  plan_id integer not null references plan(id),
  presentation_id integer not null references presentation(id),
  criterion text not null,
  points integer not null check (points between 1 and 5),
  remark text not null default '',
  given_by integer not null references person(id),
  at integer not null,
  unique (presentation_id, criterion, given_by)
) strict;

create table progress_report (
  id integer primary key,
  plan_id integer not null references plan(id),
  task_id integer not null unique references task(id),
  months integer not null,
  progress text not null check (progress in ('onTrack', 'delayed', 'stopped', 'finished')),
  percent integer not null check (percent between 0 and 100),
  text text not null,
  language text not null check (language in ('es', 'ko', 'en')),
  submitted_by integer not null references person(id),
  submitted_at integer not null
) strict;

create table last_look (
  person_id integer not null references person(id),
  plan_id integer not null references plan(id),
  revision_number integer not null,
  at integer not null,
  primary key (person_id, plan_id)
) strict;

create trigger revision_immutable before update on revision begin select raise(abort, 'a revision is immutable'); end;
create trigger revision_kept before delete on revision begin select raise(abort, 'a revision is immutable'); end;
create trigger revision_section_immutable before update on revision_section begin select raise(abort, 'a revision is immutable'); end;
create trigger revision_section_kept before delete on revision_section begin select raise(abort, 'a revision is immutable'); end;
create trigger task_closed_once before update on task when old.closed_at is not null begin select raise(abort, 'a closed task stays closed'); end;
