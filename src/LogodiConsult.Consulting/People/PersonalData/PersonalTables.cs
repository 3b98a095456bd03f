namespace LogodiConsult.Consulting.People.PersonalData;

/// <summary>Rows that a person is named in, wrote or decided.</summary>
/// <param name="Key">Under which the export shows them.</param>
/// <param name="Sql">Takes <c>@id</c>; what its columns are called is what the export calls them.</param>
/// <param name="ToldBy">More conditions, where an administrator takes the copy for the person: what is still private to its writer is for the writer alone.
/// Null: all of it; empty: none of it.</param>
public sealed record PersonalTable(string Key, string Sql, string? ToldBy = null)
{
    public string? SqlFor(bool isOwn) => isOwn || ToldBy is null ? Sql : ToldBy.Length == 0 ? null : Sql.Replace("= @id order by", $"= @id and {ToldBy} order by", StringComparison.Ordinal);
}

/// <summary>Where the data hold somebody's id. A test reads every reference to a person out of the schema and asks that it stands here.</summary>
public static class PersonalTables
{
    public static IReadOnlyList<PersonalTable> All { get; } =
    [
        new("profile",
            """
            select name, native_name, email, language, zone, institution, post, region, is_administrator, is_sample, created_at
            from person where id = @id
            """),
        new("roles", "select role, programme_id, round_id, since, ended_at from role where person_id = @id order by id"),
        new("links", "select purpose, created_at, expires_at, used_at from one_time_link where person_id = @id order by id"),
        new("calendar", "select made_at from calendar_feed where person_id = @id"),
        new("plans",
            """
            select id, round_id, number, title, language, state, stage, created_at, completed_at,
              case when official_id = @id then 'official' else 'supervisor' end as as_role
            from plan where official_id = @id or supervisor_id = @id order by id
            """),
        new("coAuthorships", "select plan_id, kind, since, ended_at from author where person_id = @id order by id"),
        new("assignments", "select plan_id, role, since, ended_at, ended_why from assignment where person_id = @id order by id"),
        new("tasks", "select plan_id, kind, stage, opened_at, due_at, closed_at, outcome from task where person_id = @id order by id"),
        new("sections", "select plan_id, key, content, language, updated_at from section where updated_by = @id order by plan_id, key", ""),
        new("edits", "select plan_id, key, revision, saves, first_at, last_at from section_edit where person_id = @id order by plan_id, key, revision"),
        new("turns", "select plan_id, key, revision, content, left_at from section_turn where person_id = @id order by id", ""),
        new("revisions", "select plan_id, number, title, submitted_at, receipt, sha256, words, word from revision where submitted_by = @id order by id"),
        new("revisionSections",
            """
            select r.plan_id, r.number, s.key, s.content, s.language from revision_section s join revision r on r.id = s.revision_id
            where s.updated_by = @id order by r.id, s.key
            """),
        new("files", "select plan_id, name, kind, bytes, sha256, added_at from attachment where added_by = @id order by id"),
        new("uploads", "select plan_id, section_key, name, bytes, begun_at from upload where person_id = @id order by id", ""),
        new("reviews", "select plan_id, round, state, recommendation, summary, language, created_at, released_at from review where consultant_id = @id order by id", "state = 'released'"),
        new("comments",
            """
            select plan_id, number, section_key, part, selector, kind, required, text, language, proposal, state, created_at, updated_at
            from comment where owner_id = @id order by id
            """, "state <> 'draft'"),
        new("answers", "select plan_id, comment_id, round, kind, text, language, saved_at from answer where author_id = @id order by id", "revision_id is not null"),
        new("decisions", "select plan_id, comment_id, round, decision, decided_at from answer where decided_by = @id order by id", "exists (select 1 from comment c where c.id = comment_id and c.state <> 'answered')"),
        new("notes", "select plan_id, text, language, written_at from note where author_id = @id order by id", ""),
        new("phrases", "select language, text, saved_at from phrase where person_id = @id order by id", ""),
        new("recusals", "select plan_id, kind, reason, at, lifted_at from recusal where person_id = @id order by id", ""),
        new("recusalsLifted", "select plan_id, kind, lifted_at from recusal where lifted_by = @id order by id"),
        new("reasons", "select plan_id, text, written_at from reason where written_by = @id order by written_at, digest"),
        new("endorsements", "select plan_id, decision, note, at from endorsement where supervisor_id = @id order by id"),
        new("presentationsScheduled", "select plan_id, starts_at, minutes, zone, place, link, state, remark from presentation where scheduled_by = @id order by id"),
        new("scores", "select plan_id, criterion, points, remark, at from score where given_by = @id order by id"),
        new("scoreSheets",
            """
            select s.kind, s.plan_id, s.calibration_id, s.rubric_id, s.rubric_version, s.remark as sheet_remark, s.saved_at, s.submitted_at,
              c.criterion, c.points, c.remark
            from score_sheet s left join sheet_score c on c.sheet_id = s.id where s.person_id = @id order by s.id, c.criterion
            """, "(s.submitted_at is not null or exists (select 1 from review w where w.id = s.review_id and w.state = 'released'))"),
        new("scoresShown", "select plan_id, round, at from scores_shown where shown_by = @id order by at"),
        new("calibrations", "select round_id, title, state, opened_at, closed_at from calibration where opened_by = @id order by id"),
        new("reports", "select plan_id, months, progress, percent, text, language, submitted_at from progress_report where submitted_by = @id order by id"),
        new("translations", "select plan_id, subject, section_key, language, text, state, saved_at from translation where translator_id = @id order by id"),
        new("segments", "select plan_id, language, source_language, source, text, state, saved_at from segment where translator_id = @id order by id"),
        new("terms", "select programme_id, es, ko, en, note, updated_at from glossary_term where updated_by = @id order by id"),
        new("machineNotices", "select plan_id, service, decision, at from machine_notice where person_id = @id order by id"),
        new("machineJobs", "select plan_id, language, source_language, source, created_at from machine_job where asked_by = @id order by id"),
        new("looks", "select plan_id, revision_number, at from last_look where person_id = @id order by plan_id"),
        new("mails", "select kind, plan_id, address, language, created_at, sent_at, failed_at from outbox where person_id = @id order by id"),
        new("acts", "select at, act, plan_id, round_id, subject, subject_id from audit where actor_id = @id order by id"),
    ];
}
