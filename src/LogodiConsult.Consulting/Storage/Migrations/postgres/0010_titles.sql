-- The title is saved while it is written, as sections are: it counts its own versions.
alter table plan add column title_version bigint not null default 1;
