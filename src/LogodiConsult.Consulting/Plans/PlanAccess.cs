using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Tasks;

namespace LogodiConsult.Consulting.Plans;

/// <summary>Everything that a person can do with one plan.</summary>
public enum PlanAct
{
    See,
    SeeWorkingText,
    SeeHistory,
    SeeScores,

    /// <summary>Who compares what people scored; the official only what a lead has shown, which <see cref="Scoring.ScoringService"/> knows.</summary>
    SeeScoreBoard,
    ScoreInPanel,
    Write,
    Submit,
    Answer,
    Endorse,
    WaiveEndorsement,
    Translate,
    SkipTranslation,
    Review,
    SeeReleasedReviews,

    /// <summary>Read and write the notes between consultants and leads.</summary>
    Notes,

    /// <summary>Give the plan back, or declare a conflict of interest.</summary>
    StepBack,
    Decide,
    Schedule,

    /// <summary>Send an accepted plan back to its author.</summary>
    Reopen,
    Present,
    Complete,
    Report,
    Assign,
    Extend,
    Withdraw,

    /// <summary>Let colleagues write along, or no longer.</summary>
    AddAuthor,

    /// <summary>Give the plan to a colleague for good.</summary>
    HandOver,
    Lead,
}

/// <summary>The one rule of access: what an actor may do with a plan, and why not. Pages, API, mails and counters ask it; lists use
/// <see cref="PlanVisibility"/>, which says the same as <see cref="PlanAct.See"/> in SQL. May act = holds the open task.</summary>
public static class PlanAccess
{
    public static bool May(PlanAct act, PlanFacts facts, Actor actor) => Why(act, facts, actor) is null;

    /// <returns>Null when the actor may; otherwise the reason.</returns>
    public static Refusal? Why(PlanAct act, PlanFacts facts, Actor actor)
    {
        if (!Sees(facts, actor))
            return Refusal.Hidden();
        var plan = facts.Plan;
        var leads = actor.Leads(plan.ProgrammeId, plan.RoundId);
        return act switch
        {
            PlanAct.See => null,
            PlanAct.SeeWorkingText => Writes(facts, actor) || actor.IsSystem ? null : Refusal.Forbidden("plan.workingTextIsPrivate"),
            PlanAct.SeeHistory => null,
            PlanAct.SeeScores => leads || Takes(facts, actor, Role.Consultant) || Takes(facts, actor, Role.Panel)
                || (Writes(facts, actor) && plan.State == PlanState.Completed)
                ? null
                : Refusal.Forbidden("plan.scoresNotForYou"),
            PlanAct.SeeScoreBoard => leads || Takes(facts, actor, Role.Consultant) ? null : Refusal.Forbidden("plan.scoresNotForYou"),
            PlanAct.ScoreInPanel => !Takes(facts, actor, Role.Panel) ? Refusal.Forbidden("plan.notYourTask")
                : facts.OpenTasks.Any(t => t.Kind == "present") ? null : Open(plan) ?? Refusal.OutOfTime("panel.notNow"),
            PlanAct.SeeReleasedReviews => SupervisorOnly(facts, actor, leads) ? Refusal.Forbidden("plan.reviewsNotForYou") : null,
            // Whoever writes or endorses the plan never reads them, whatever else they are in the programme.
            PlanAct.Notes => (leads || Takes(facts, actor, Role.Consultant)) && !Writes(facts, actor) && !facts.FormerAuthors.Contains(actor.PersonId) && plan.SupervisorId != actor.PersonId
                ? null
                : Refusal.Forbidden("plan.notesNotForYou"),
            PlanAct.StepBack => Takes(facts, actor, Role.Consultant) ? Open(plan) : Refusal.Forbidden("plan.notYourTask"),
            PlanAct.Write or PlanAct.Submit => Holding(facts, actor, Writes(facts, actor), "draft", "revise"),
            PlanAct.Answer => Holding(facts, actor, Writes(facts, actor), "revise"),
            PlanAct.Endorse => Holding(facts, actor, plan.SupervisorId == actor.PersonId, "endorse"),
            PlanAct.Translate => Holding(facts, actor, Takes(facts, actor, Role.Interpreter), "translate"),
            PlanAct.Review => Holding(facts, actor, Takes(facts, actor, Role.Consultant), "review"),
            PlanAct.Report => Holding(facts, actor, Writes(facts, actor), "report"),
            PlanAct.WaiveEndorsement => Leading(facts, leads, "endorse"),
            PlanAct.SkipTranslation => Leading(facts, leads || Takes(facts, actor, Role.Interpreter), "translate"),
            PlanAct.Decide => Leading(facts, leads, "decide"),
            PlanAct.Schedule => Leading(facts, leads, "schedule"),
            PlanAct.Reopen => Leading(facts, leads, "schedule")
                ?? (facts.OpenTasks.Any(t => t.Allows(Presentations.Schedule.Reopened)) ? null : Refusal.OutOfTime("plan.noWayBack")),
            PlanAct.Present => Leading(facts, leads, "present"),
            PlanAct.Complete => Leading(facts, leads, "complete"),
            PlanAct.Assign or PlanAct.Extend or PlanAct.Withdraw => !leads ? Refusal.Forbidden("plan.leadsOnly") : Open(plan),
            PlanAct.AddAuthor or PlanAct.HandOver => leads || plan.OfficialId == actor.PersonId ? Open(plan) : Refusal.Forbidden("plan.ownerOrLead"),
            PlanAct.Lead => leads ? null : Refusal.Forbidden("plan.leadsOnly"),
            _ => throw new NotSupportedException($"No rule for {act}."),
        };
    }

    /// <summary>The open task of one of these kinds that this actor holds, the earliest deadline first.</summary>
    public static PlanTask? TaskOf(PlanFacts facts, Actor actor, params ReadOnlySpan<string> kinds)
    {
        foreach (var task in facts.OpenTasks.OrderBy(t => t.DueAt ?? DateTimeOffset.MaxValue))
        {
            if (kinds.Contains(task.Kind) && Holds(task, facts, actor))
                return task;
        }
        return null;
    }

    /// <summary>The task is the actor's to do: named for them, or for a role that they hold on this plan.</summary>
    public static bool Holds(PlanTask task, PlanFacts facts, Actor actor) => task.PersonId is { } person
        ? person == actor.PersonId
        : task.Role switch
        {
            Role.Official => Writes(facts, actor),
            Role.Supervisor => facts.Plan.SupervisorId == actor.PersonId,
            Role.Lead => actor.Leads(facts.Plan.ProgrammeId, facts.Plan.RoundId),
            { } role => Takes(facts, actor, role),
            null => false,
        };

    static bool Sees(PlanFacts facts, Actor actor) =>
        actor.Leads(facts.Plan.ProgrammeId, facts.Plan.RoundId)
        || Writes(facts, actor)
        || facts.FormerAuthors.Contains(actor.PersonId)
        || facts.Plan.SupervisorId == actor.PersonId
        || (!facts.InConflict.Contains(actor.PersonId)
            && (facts.Assigned.Any(a => a.PersonId == actor.PersonId) || facts.OnceAssigned.Contains(actor.PersonId)));

    /// <summary>The owner or a colleague who writes along.</summary>
    static bool Writes(PlanFacts facts, Actor actor) => facts.Plan.OfficialId == actor.PersonId || facts.CoAuthors.Contains(actor.PersonId);

    static bool Takes(PlanFacts facts, Actor actor, Role role) => facts.Assigned.Any(a => a.PersonId == actor.PersonId && a.Role == role);

    static bool SupervisorOnly(PlanFacts facts, Actor actor, bool leads) =>
        !leads && facts.Plan.SupervisorId == actor.PersonId && !Writes(facts, actor) && !facts.FormerAuthors.Contains(actor.PersonId) && facts.Assigned.All(a => a.PersonId != actor.PersonId);

    static Refusal? Holding(PlanFacts facts, Actor actor, bool isTheirRole, params ReadOnlySpan<string> kinds)
    {
        if (TaskOf(facts, actor, kinds) is not null)
            return null;
        if (!isTheirRole)
            return Refusal.Forbidden("plan.notYourTask");
        return Open(facts.Plan) ?? Refusal.OutOfTime("plan.notYourTurn");
    }

    static Refusal? Leading(PlanFacts facts, bool may, string kind)
    {
        if (!may)
            return Refusal.Forbidden("plan.leadsOnly");
        return facts.OpenTasks.Any(t => t.Kind == kind) ? null : Open(facts.Plan) ?? Refusal.OutOfTime("plan.notYourTurn");
    }

    static Refusal? Open(Plan plan) => plan.State switch
    {
        PlanState.Withdrawn => Refusal.OutOfTime("plan.withdrawn"),
        _ => null,
    };
}

/// <summary><see cref="PlanAct.See"/> as a condition on <c>plan p join round r</c>: lists, searches, totals and exports all pass it.</summary>
public static class PlanVisibility
{
    /// <summary>Who sees the plan because they take part in it themselves, not because they lead. Wants the parameters of <see cref="Of"/>.</summary>
    public const string InPerson = """
        (p.official_id = @me or p.supervisor_id = @me
         or exists (select 1 from author vu where vu.plan_id = p.id and vu.person_id = @me)
         or (exists (select 1 from assignment va where va.plan_id = p.id and va.person_id = @me)
             and not exists (select 1 from recusal vc where vc.plan_id = p.id and vc.person_id = @me and vc.kind = 'conflict' and vc.lifted_at is null)))
        """;

    /// <summary>Everybody who sees the plan. Wants the parameters of <see cref="Of"/>.</summary>
    public const string Sql = $"""
        (@seesAll = 1 or {InPerson}
         or exists (select 1 from role vr where vr.person_id = @me and vr.ended_at is null and vr.role = 'lead'
                    and vr.programme_id = r.programme_id and (vr.round_id is null or vr.round_id = r.id)))
        """;

    public static IReadOnlyDictionary<string, object?> Of(Actor actor) =>
        new Dictionary<string, object?> { ["me"] = actor.PersonId, ["seesAll"] = actor.IsAdministrator ? 1 : 0 };
}
