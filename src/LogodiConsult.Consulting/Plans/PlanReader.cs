using LogodiConsult.Consulting.Alumni;
using LogodiConsult.Consulting.Attachments;
using LogodiConsult.Consulting.Dashboards;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Presentations;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Translations;
using LogodiConsult.Engine;

namespace LogodiConsult.Consulting.Plans;

/// <summary>Which text of a plan is asked for.</summary>
/// <param name="Number">Number of a revision; null: the newest one.</param>
/// <param name="Working">The official's working text instead of a revision.</param>
public sealed record Wanted(int? Number = null, bool Working = false);

public sealed class PlanReader(Database database, TemplateLibrary templates, StageNames stages)
{
    /// <summary>How many earlier revisions are looked through for the sentence that a translation was made of.</summary>
    const int RemembersBack = 12;

    public Task<Result<PlanView>> ReadAsync(long planId, Wanted wanted, Actor actor, string language, CancellationToken ct = default) =>
        database.ReadAsync(session => ReadAsync(session, planId, wanted, actor, language), ct);

    async Task<Result<PlanView>> ReadAsync(Session session, long planId, Wanted wanted, Actor actor, string language)
    {
        if (await PlanSql.FactsAsync(session, planId) is not { } facts)
            return Refusal.Hidden();
        var act = wanted.Working ? PlanAct.SeeWorkingText : PlanAct.See;
        if (PlanAccess.Why(act, facts, actor) is { } refusal)
            return refusal;
        var plan = facts.Plan;
        var template = templates.Get(plan.TemplateId, plan.TemplateVersion);
        var revisions = await PlanSql.RevisionsAsync(session, planId);
        var mayWrite = PlanAccess.May(PlanAct.SeeWorkingText, facts, actor);
        var working = mayWrite
            ? (await PlanSql.SectionsAsync(session, planId)).ToDictionary(s => s.Key)
            : [];
        var shown = wanted.Working ? null : revisions.FirstOrDefault(r => r.Number == (wanted.Number ?? plan.RevisionCount));
        if (wanted.Number is not null && shown is null)
            return Refusal.Hidden();
        var memory = await SegmentSql.MemoryAsync(session, planId, language);
        var frozen = await FrozenAsync(session, planId, shown, memory.IsEmpty ? 0 : RemembersBack);
        var texts = shown is null
            ? working.ToDictionary(s => s.Key, s => s.Value.Text)
            : (frozen.GetValueOrDefault(shown.Id) ?? []).ToDictionary(s => s.Key, s => s.Value.Text);
        var contents = texts.ToDictionary(s => s.Key, s => s.Value.Content);
        var heading = await session.SingleAsync<Heading>(
            """
            select g.title as programme, r.title as round, s.name as subject,
                   (select l.revision_number from last_look l where l.plan_id = p.id and l.person_id = @me) as last_seen
            from plan p join round r on r.id = p.round_id join programme g on g.id = r.programme_id left join subject s on s.id = p.subject_id
            where p.id = @planId
            """,
            new { planId, me = actor.PersonId });
        var seesReviews = PlanAccess.May(PlanAct.SeeReleasedReviews, facts, actor);
        return new PlanView
        {
            Facts = facts,
            Template = template,
            Programme = heading.ProgrammeTitle,
            Round = heading.RoundTitle,
            Subject = heading.SubjectName,
            Stages = await stages.OfAsync(session, plan.DefinitionId),
            People = await PeopleAsync(session, planId),
            Revisions = revisions,
            Revision = shown,
            Contents = contents,
            Texts = texts,
            Working = working,
            Reviews = seesReviews ? await ReviewSql.ReleasedAsync(session, planId) : [],
            Comments = seesReviews ? await CommentsAsync(session, facts, actor, template, frozen, texts) : [],
            Unreleased = seesReviews ? await ReviewSql.UnreleasedAsync(session, planId, actor.PersonId) : [],
            OwnReview = PlanAccess.TaskOf(facts, actor, "review") is { } task ? await ReviewSql.OfTaskAsync(session, task.Id) : null,
            Memory = memory,
            Machine = await MachineJobs.StatusAsync(session, planId),
            SectionLanguages = shown is null
                ? working.ToDictionary(s => s.Key, s => s.Value.Language)
                : (frozen.GetValueOrDefault(shown.Id) ?? []).ToDictionary(s => s.Key, s => s.Value.Language),
            Frozen = frozen.ToDictionary(r => r.Key, r => r.Value.ToDictionary(s => s.Key, s => s.Value.Content)),
            Presentation = await PresentationService.CurrentAsync(session, planId),
            OwesPanelSheet = PlanAccess.May(PlanAct.ScoreInPanel, facts, actor) && !await Scoring.ScoringService.HasSubmittedAsync(session, planId, actor),
            Scores = PlanAccess.May(PlanAct.SeeScores, facts, actor) ? await PresentationService.ScoresAsync(session, planId) : [],
            SeesScoreBoard = PlanAccess.May(PlanAct.SeeScoreBoard, facts, actor)
                || (plan.OfficialId == actor.PersonId && await Scoring.ScoringService.ShownRoundsAsync(session, planId) > 0),
            Reports = await ReportService.OfPlanAsync(session, planId),
            // What was added to the working text alone is its writers' until it is handed in.
            Files = [.. (await AttachmentSql.OfPlanAsync(session, planId)).Where(f => mayWrite || contents.Values.Any(c => c.Contains(f.FileId, StringComparison.Ordinal)))],
            Edits = [.. (await SectionEditSql.OfPlanAsync(session, planId)).Where(e => mayWrite || e.Revision <= plan.RevisionCount)],
            LastSeen = heading.LastSeen,
        };
    }

    /// <summary>The frozen sections, by revision, of the one shown, of the <paramref name="back"/> ones before it and of those that comments spoke of; a long
    /// history costs nothing.</summary>
    static async Task<Dictionary<long, Dictionary<string, RevisionSection>>> FrozenAsync(Session session, long planId, Revision? shown, int back)
    {
        var rows = await session.QueryAsync<RevisionSection>(
            """
            select s.revision_id, s.key, s.content, s.language, s.updated_by, s.imports from revision_section s join revision v on v.id = s.revision_id
            where v.plan_id = @planId and (v.number between @least and @most or v.id in (select c.revision_id from comment c where c.plan_id = @planId))
            """,
            new { planId, least = (shown?.Number ?? 0) - back, most = shown?.Number ?? -1 });
        return rows.GroupBy(r => r.RevisionId).ToDictionary(g => g.Key, g => g.ToDictionary(r => r.Key));
    }

    static async Task<IReadOnlyList<CommentView>> CommentsAsync(Session session, PlanFacts facts, Actor actor, PlanTemplate template,
        Dictionary<long, Dictionary<string, RevisionSection>> frozen, Dictionary<string, TextAtATime> shown)
    {
        var shared = PlanAccess.TaskOf(facts, actor, "review") is { SharesDrafts: true } task ? task.ReviewRound : 0;
        var comments = await ReviewSql.CommentsAsync(session, facts.Plan.Id, actor.PersonId, shared);
        var answers = (await AnswerSql.OfPlanAsync(session, facts.Plan.Id)).ToLookup(a => a.CommentId);
        var seesUnsent = PlanAccess.May(PlanAct.SeeWorkingText, facts, actor);
        return [.. comments.Select(c => new CommentView(
            c,
            [.. answers[c.Id].Select(a => a == answers[c.Id].Last() && shared == 0 ? Told(a, c, facts, actor) : a).Where(a => a.RevisionId is not null || a.AuthorId == actor.PersonId || seesUnsent)],
            c.SectionKey is { } key ? Places.Find(c, template, frozen.GetValueOrDefault(c.RevisionId)?.GetValueOrDefault(key)?.Text, shown.GetValueOrDefault(key)) : null))];
    }

    /// <summary>What a reviewer found about an answer is told to nobody else before the review is released.</summary>
    static Answer Told(Answer answer, Comment comment, PlanFacts facts, Actor actor) =>
        answer.IsPendingIn(comment) && !(answer.DecidedBy == actor.PersonId && PlanAccess.May(PlanAct.Review, facts, actor))
            ? answer with { Decision = null, DecidedBy = null, DecidedAt = null }
            : answer;

    static async Task<IReadOnlyDictionary<long, PersonName>> PeopleAsync(Session session, long planId) =>
        (await session.QueryAsync<PersonName>(
            """
            select distinct h.id, h.name, h.native_name, h.institution, h.post, h.region, h.language, h.zone
            from person h
            where h.erased_at is null and (
                h.id in (select official_id from plan where id = @planId) or h.id in (select supervisor_id from plan where id = @planId)
                or h.id in (select person_id from assignment where plan_id = @planId)
                or h.id in (select actor_id from audit where plan_id = @planId)
                or h.id in (select person_id from author where plan_id = @planId)
                or h.id in (select person_id from section_edit where plan_id = @planId)
                or h.id in (select s.updated_by from revision_section s join revision v on v.id = s.revision_id where v.plan_id = @planId)
                or h.id in (select person_id from task where plan_id = @planId)
                or h.id in (select vr.person_id from role vr join round r on r.programme_id = vr.programme_id join plan p on p.round_id = r.id
                            where p.id = @planId and vr.role = 'lead' and vr.ended_at is null and (vr.round_id is null or vr.round_id = r.id)))
            """,
            new { planId })).ToDictionary(p => p.Id);

    sealed class Heading
    {
        public string Programme { get; init; } = "";
        public string Round { get; init; } = "";
        public string? Subject { get; init; }
        public int? LastSeen { get; init; }

        public Trilingual ProgrammeTitle => Read(Programme);
        public Trilingual RoundTitle => Read(Round);
        public Trilingual? SubjectName => Subject is null ? null : Read(Subject);

        static Trilingual Read(string json) => System.Text.Json.JsonSerializer.Deserialize<Trilingual>(json, Texts.StoredJson)!;
    }
}
