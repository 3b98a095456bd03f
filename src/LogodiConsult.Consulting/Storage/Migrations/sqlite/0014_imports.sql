-- How often a section was replaced by text from outside (a Word file): between two revisions that differ in it no edit script tells what became of a passage.
alter table section add column imports integer not null default 0;
alter table revision_section add column imports integer not null default 0;
