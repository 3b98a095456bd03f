-- Languages side by side, and scores: who said what of a plan by the rubric, and in which words it stands in another language.
-- Instants: microseconds UTC; booleans: 0/1.

-- One sentence, cell or paragraph of a plan's texts in another language. It is known by the digest of what it translates, so an unchanged
-- sentence keeps its translation over revisions; the source stands beside it to show what changed.
create table segment (
  id integer primary key,
  plan_id integer not null references plan(id),
  language text not null check (language in ('es', 'ko', 'en')),
  source_language text not null check (source_language in ('es', 'ko', 'en')),
  source_digest text not null check (length(source_digest) = 64),
  source text not null,
  text text not null check (length(text) > 0),
  state text not null check (state in ('machine', 'checked')),
  translator_id integer references person(id),
  saved_at integer not null,
  version integer not null default 1,
  unique (plan_id, language, source_digest),
  check ((state = 'checked') = (translator_id is not null))
) strict;

-- What an official said when told that a machine outside the house would see the text; the newest line of a plan rules.
create table machine_notice (
  id integer primary key,
  plan_id integer not null references plan(id),
  person_id integer not null references person(id),
  service text not null check (length(service) > 0),
  decision text not null check (decision in ('agreed', 'declined')),
  at integer not null
) strict;
create index machine_notice_plan on machine_notice(plan_id);

create table machine_job (
  id integer primary key,
  plan_id integer not null references plan(id),
  language text not null check (language in ('es', 'ko', 'en')),
  source_language text not null check (source_language in ('es', 'ko', 'en')),
  source_digest text not null check (length(source_digest) = 64),
  source text not null check (length(source) > 0),
  asked_by integer not null references person(id),
  created_at integer not null,
  not_before integer not null,
  claimed_by text,
  claimed_until integer not null default 0,
  attempts integer not null default 0,
  failed_at integer,
  error text,
  unique (plan_id, language, source_digest),
  check (source_language <> language)
) strict;
create index machine_job_due on machine_job(not_before);

create table glossary_term (
  id integer primary key,
  programme_id integer not null references programme(id),
  es text not null default '' check (length(es) <= 200),
  ko text not null default '' check (length(ko) <= 200),
  en text not null default '' check (length(en) <= 200),
  note text not null default '' check (length(note) <= 500),
  updated_by integer not null references person(id),
  updated_at integer not null,
  version integer not null default 1,
  check ((es <> '' and ko <> '') or (es <> '' and en <> '') or (ko <> '' and en <> ''))
) strict;
create index glossary_term_programme on glossary_term(programme_id);

-- Consultants score the same text blind; afterwards each sees how far they sit from the others.
create table calibration (
  id integer primary key,
  round_id integer not null references round(id),
  revision_id integer not null references revision(id),
  title text not null check (length(title) between 1 and 200),
  state text not null check (state in ('open', 'closed')),
  opened_by integer not null references person(id),
  opened_at integer not null,
  closed_at integer,
  version integer not null default 1,
  check ((state = 'closed') = (closed_at is not null))
) strict;
create index calibration_round on calibration(round_id);

-- One person's points by the rubric: with a review, in the panel of a presentation, or in a calibration.
create table score_sheet (
  id integer primary key,
  kind text not null check (kind in ('review', 'panel', 'calibration')),
  plan_id integer references plan(id),
  review_id integer references review(id),
  presentation_id integer references presentation(id),
  calibration_id integer references calibration(id),
  person_id integer not null references person(id),
  rubric_id text not null,
  rubric_version integer not null,
  remark text not null default '',
  complete integer not null default 0 check (complete in (0, 1)),
  saved_at integer not null,
  submitted_at integer,
  version integer not null default 1,
  check ((kind = 'review') = (review_id is not null)),
  check ((kind = 'panel') = (presentation_id is not null)),
  check ((kind = 'calibration') = (calibration_id is not null)),
  check ((kind = 'calibration') = (plan_id is null)),
  check (submitted_at is null or complete = 1),
  check (kind <> 'review' or submitted_at is null)
) strict;
create unique index score_sheet_review on score_sheet(review_id) where review_id is not null;
create unique index score_sheet_panel on score_sheet(presentation_id, person_id) where presentation_id is not null;
create unique index score_sheet_calibration on score_sheet(calibration_id, person_id) where calibration_id is not null;
create index score_sheet_plan on score_sheet(plan_id);

create table sheet_score (
  sheet_id integer not null references score_sheet(id),
  criterion text not null,
  points integer check (points between 1 and 5),
  remark text not null default '',
  primary key (sheet_id, criterion)
) strict;

create table sheet_evidence (
  sheet_id integer not null references score_sheet(id),
  criterion text not null,
  comment_id integer not null references comment(id) on delete cascade,
  primary key (sheet_id, criterion, comment_id)
) strict;

-- The lead has shown the official the scores of a review round.
create table scores_shown (
  plan_id integer not null references plan(id),
  round integer not null,
  shown_by integer not null references person(id),
  at integer not null,
  primary key (plan_id, round)
) strict;

alter table task add column scoring text not null default 'none' check (scoring in ('none', 'optional', 'required'));

-- Comments, answers and summaries that were translated as a whole keep their translation; a whole section cannot be cut here.
insert into segment (plan_id, language, source_language, source_digest, source, text, state, translator_id, saved_at)
select t.plan_id, t.language, c.language, t.source_digest, c.text, t.text, 'checked', t.translator_id, t.saved_at
from translation t join comment c on c.id = t.subject_id
where t.subject = 'comment' and t.translator_id is not null and t.text <> ''
on conflict (plan_id, language, source_digest) do nothing;
insert into segment (plan_id, language, source_language, source_digest, source, text, state, translator_id, saved_at)
select t.plan_id, t.language, a.language, t.source_digest, a.text, t.text, 'checked', t.translator_id, t.saved_at
from translation t join answer a on a.id = t.subject_id
where t.subject = 'answer' and t.translator_id is not null and t.text <> ''
on conflict (plan_id, language, source_digest) do nothing;
insert into segment (plan_id, language, source_language, source_digest, source, text, state, translator_id, saved_at)
select t.plan_id, t.language, w.language, t.source_digest, w.summary, t.text, 'checked', t.translator_id, t.saved_at
from translation t join review w on w.id = t.subject_id
where t.subject = 'review' and t.translator_id is not null and t.text <> ''
on conflict (plan_id, language, source_digest) do nothing;
