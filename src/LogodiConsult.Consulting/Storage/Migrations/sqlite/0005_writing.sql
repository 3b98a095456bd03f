-- Writing: the key of the last patch, so that a patch sent again after a lost answer is known; the author's word at the submission.
alter table section add column patch_key text;
alter table revision add column word text not null default '';
