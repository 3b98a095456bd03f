using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Translations;
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

/// <summary>A comment, an answer or a summary in the reader's language.</summary>
/// <param name="IsMachine">At least a part of it was not checked by a person.</param>
public sealed record Translation(string Language, string Text, bool IsMachine);

/// <param name="Digest">Of the segment's original.</param>
/// <param name="Was">What stood in the form when it was shown.</param>
/// <param name="Confirmed">The translator says that what stood there is right.</param>
public sealed record SegmentText(string Digest, string Text, string Was, bool Confirmed)
{
    /// <summary>Other words stand there than those that the form showed and those that were typed.</summary>
    public bool Overwrites(string standing) => standing != Was.Trim() && standing != Text.Trim();
}

public sealed record SaveSegments(long PlanId, TranslationSubject Subject, long SubjectId, string SectionKey, string Language, IReadOnlyList<SegmentText> Texts)
{
    public FormPost? Form { get; init; }
}

/// <summary>The original of something to translate.</summary>
public sealed class TranslationSource
{
    public string Text { get; init; } = "";
    public string Language { get; init; } = "";
}

/// <summary>Interpreters put sections, comments and answers into another language, segment by segment. The original always rules.</summary>
public sealed class TranslationService(Database database, WorkflowHost workflows, TemplateLibrary templates)
{
    /// <summary>
    /// Keeps what was changed or confirmed; what was neither stays as it is, so that nobody vouches for what they did not look at. What another
    /// person saved since the form was shown is not overwritten: the whole form is refused with <c>translation.changedMeanwhile</c>.
    /// </summary>
    /// <returns>How many segments were kept.</returns>
    public Task<Result<int>> SaveAsync(SaveSegments save, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, save.Form, actor, async () =>
        {
            if (await PlanSql.FactsForActAsync(work, save.PlanId) is not { } facts || PlanAccess.Why(PlanAct.See, facts, actor) is not null)
                return (Result<int>)Refusal.Hidden();
            if (!facts.Assigned.Any(a => a.PersonId == actor.PersonId && a.Role == Role.Interpreter))
                return Refusal.Forbidden("plan.notYourTask");
            if (await SourceAsync(work, save.PlanId, save.Subject, save.SubjectId, save.SectionKey) is not { } source || source.Language == save.Language)
                return Refusal.Hidden();
            var segments = SegmentsOf(facts.Plan, save, source.Text).GroupBy(s => s.Digest).ToDictionary(g => g.Key, g => g.First());
            var kept = save.Texts.Where(t => !string.IsNullOrWhiteSpace(t.Text) && (t.Confirmed || t.Text.Trim() != t.Was.Trim())).ToList();
            if (kept.Count == 0)
                return Refusal.Invalid("translation.missing", "text");
            if (kept.Any(t => t.Text.Length > Segments.LongestText))
                return Refusal.Invalid("text.tooLong", "text").With("limit", Segments.LongestText);
            if (kept.Any(t => !segments.ContainsKey(t.Digest)))
                return Refusal.OutOfTime("translation.sourceChanged");
            var stored = (await SegmentSql.OfAsync(work, save.PlanId, save.Language, kept.Select(t => t.Digest))).ToDictionary(s => s.SourceDigest);
            if (kept.Any(t => stored.TryGetValue(t.Digest, out var other) && other.State == StoredState.Checked && t.Overwrites(other.Text)))
                return Refusal.OutOfTime("translation.changedMeanwhile");
            foreach (var text in kept)
                await SegmentSql.SaveCheckedAsync(work, save.PlanId, save.Language, source.Language, segments[text.Digest], text.Text.Trim(), actor.PersonId);
            return kept.Count;
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

    IReadOnlyList<Segment> SegmentsOf(Plan plan, SaveSegments save, string source) =>
        save.Subject != TranslationSubject.Section ? Segments.OfPlain(source)
        : templates.Get(plan.TemplateId, plan.TemplateVersion).Find(save.SectionKey) is { } section ? Segments.Of(section, source)
        : [];

    /// <summary>The original as an interpreter may see it: handed-in sections, released comments and summaries, handed-in answers.</summary>
    static Task<TranslationSource?> SourceAsync(Session session, long planId, TranslationSubject subject, long subjectId, string sectionKey)
    {
        var sql = subject switch
        {
            TranslationSubject.Section =>
                """
                select s.content as text, s.language from revision_section s join revision v on v.id = s.revision_id
                where v.id = @subjectId and v.plan_id = @planId and s.key = @sectionKey
                """,
            TranslationSubject.Comment => "select text, language from comment where id = @subjectId and plan_id = @planId and state <> 'draft'",
            TranslationSubject.Answer => "select text, language from answer where id = @subjectId and plan_id = @planId and revision_id is not null",
            TranslationSubject.Review => "select summary as text, language from review where id = @subjectId and plan_id = @planId and state = 'released'",
            _ => throw new NotSupportedException($"No source for {subject}."),
        };
        return session.FirstOrDefaultAsync<TranslationSource>(sql, new { subjectId, planId, sectionKey });
    }
}
