using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Workflows;

namespace LogodiConsult.Consulting.Reviews;

public enum TranslationSubject
{
    /// <summary>A section of a revision; the subject's id is the revision's.</summary>
    Section,
    Comment,
    Answer,

    /// <summary>The summary of a released review.</summary>
    Review,
}

public sealed class Translation
{
    public long Id { get; init; }
    public TranslationSubject Subject { get; init; }
    public long SubjectId { get; init; }
    public string SectionKey { get; init; } = "";
    public string Language { get; init; } = "";
    public string Text { get; init; } = "";

    /// <summary>machine or checked.</summary>
    public string State { get; init; } = "";

    public string SourceDigest { get; init; } = "";
    public long? TranslatorId { get; init; }
    public DateTimeOffset SavedAt { get; init; }
    public long Version { get; init; }

    /// <summary>The original was changed since: the translation may say something else.</summary>
    public bool IsOutdated(string source) => SourceDigest != Trail.Digest(Texts.Clean(source));
}

public sealed record SaveTranslation(long PlanId, TranslationSubject Subject, long SubjectId, string SectionKey, string Language, string Text)
{
    public FormPost? Form { get; init; }
}

/// <summary>Interpreters put sections, comments and answers into another language. The original always rules.</summary>
public sealed class TranslationService(Database database, WorkflowHost workflows)
{
    const string Columns = "id, subject, subject_id, section_key, language, text, state, source_digest, translator_id, saved_at, version";

    public static Task<IReadOnlyList<Translation>> OfPlanAsync(Session session, long planId, string language) =>
        session.QueryAsync<Translation>($"select {Columns} from translation where plan_id = @planId and language = @language", new { planId, language });

    public Task<Result<Done>> SaveAsync(SaveTranslation save, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, save.Form, actor, async () =>
        {
            if (await PlanSql.FactsForActAsync(work, save.PlanId) is not { } facts || PlanAccess.Why(PlanAct.See, facts, actor) is not null)
                return (Result<Done>)Refusal.Hidden();
            if (!facts.Assigned.Any(a => a.PersonId == actor.PersonId && a.Role == Role.Interpreter))
                return Refusal.Forbidden("plan.notYourTask");
            if (await SourceAsync(work, save) is not { } source)
                return Refusal.Hidden();
            if (string.IsNullOrWhiteSpace(save.Text))
                return Refusal.Invalid("translation.missing", "text");
            if (save.Text.Length > PlanRules.LongestSection)
                return Refusal.Invalid("text.tooLong", "text").With("limit", PlanRules.LongestSection);
            await work.ExecuteAsync(
                """
                insert into translation (plan_id, subject, subject_id, section_key, language, text, state, source_digest, translator_id, saved_at)
                values (@PlanId, @Subject, @SubjectId, @SectionKey, @Language, @Text, 'checked', @digest, @by, @Now)
                on conflict (subject, subject_id, section_key, language) do update set text = excluded.text, state = excluded.state,
                    source_digest = excluded.source_digest, translator_id = excluded.translator_id, saved_at = excluded.saved_at,
                    version = translation.version + 1
                """,
                new { save.PlanId, save.Subject, save.SubjectId, save.SectionKey, save.Language, save.Text, digest = Trail.Digest(source), by = actor.PersonId, work.Now });
            return Done.Value;
        }), ct);

    /// <summary>The text can be read now: the review's clock starts.</summary>
    public Task<Result<Done>> FinishAsync(long planId, Actor actor, FormPost? form = null, CancellationToken ct = default) =>
        EndAsync(planId, PlanAct.Translate, "Translated", actor, form, ct);

    /// <summary>The reviewers read the original.</summary>
    public Task<Result<Done>> SkipAsync(long planId, Actor actor, FormPost? form = null, CancellationToken ct = default) =>
        EndAsync(planId, PlanAct.SkipTranslation, "Skipped", actor, form, ct);

    Task<Result<Done>> EndAsync(long planId, PlanAct act, string outcome, Actor actor, FormPost? form, CancellationToken ct) =>
        database.WriteAsync(work => Once.RunAsync(work, form, actor, async () =>
        {
            var begun = await PlanActs.BeginAsync(work, planId, act, actor);
            if (begun.IsRefused)
                return (Result<Done>)begun.Refusal!;
            var (plan, task) = (begun.Value.Plan, begun.Value.Open("translate"));
            await Trail.AddAsync(work, outcome == "Skipped" ? "translation.skipped" : "translation.finished", actor, planId, plan.RoundId, "task", task.Id,
                new JsonObject { ["revision"] = plan.RevisionCount });
            return await workflows.ResumeAsync(work, task.BookmarkId, PlanService.Acted(outcome, actor));
        }), ct);

    /// <summary>The original as an interpreter may see it: handed-in sections, released comments and summaries, handed-in answers.</summary>
    static Task<string?> SourceAsync(Session session, SaveTranslation of)
    {
        var sql = of.Subject switch
        {
            TranslationSubject.Section =>
                "select s.content from revision_section s join revision v on v.id = s.revision_id where v.id = @SubjectId and v.plan_id = @PlanId and s.key = @SectionKey",
            TranslationSubject.Comment => "select text from comment where id = @SubjectId and plan_id = @PlanId and state <> 'draft'",
            TranslationSubject.Answer => "select text from answer where id = @SubjectId and plan_id = @PlanId and revision_id is not null",
            TranslationSubject.Review => "select summary from review where id = @SubjectId and plan_id = @PlanId and state = 'released'",
            _ => throw new NotSupportedException($"No source for {of.Subject}."),
        };
        return session.FirstOrDefaultAsync<string>(sql, new { of.SubjectId, of.PlanId, of.SectionKey });
    }
}
