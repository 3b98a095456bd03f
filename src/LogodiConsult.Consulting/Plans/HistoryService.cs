using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.Plans;

/// <summary>One step of a plan as the audit chain keeps it.</summary>
public sealed class HistoryLine
{
    public long Id { get; init; }
    public DateTimeOffset At { get; init; }
    public long ActorId { get; init; }
    public string Act { get; init; } = "";
    public string? Subject { get; init; }
    public long? SubjectId { get; init; }
    public string Facts { get; init; } = "{}";

    public string? ActorName { get; init; }
    public string? ActorNativeName { get; init; }

    /// <summary>Name of the person whom the act was about, when it was about one.</summary>
    public string? SubjectName { get; init; }
    public string? SubjectNativeName { get; init; }

    /// <summary>Null once the person is erased.</summary>
    public WrittenName? Actor => ActorName is { } name ? new(name, ActorNativeName) : null;

    /// <inheritdoc cref="Actor"/>
    public WrittenName? Person => SubjectName is { } name ? new(name, SubjectNativeName) : null;

    /// <summary>Why, in the words of whoever decided it.</summary>
    public string? Reason { get; set; }

    public JsonObject Read() => JsonNode.Parse(Facts)!.AsObject();
}

/// <summary>Tells the way of a plan, the newest step first.</summary>
public sealed class HistoryService(Database database)
{
    /// <summary>Steps of which the official and the others learn nothing: they stay between their consultant and the leads.</summary>
    public static IReadOnlyList<string> Reserved { get; } =
        ["review.releasing", "review.recalled", "review.handedBack", "review.conflictDeclared", "review.conflictLifted"];

    /// <summary>Every step for everyone who sees the plan, but those of <see cref="Reserved"/>.</summary>
    public Task<Result<IReadOnlyList<HistoryLine>>> OfPlanAsync(long planId, Actor actor, CancellationToken ct = default) =>
        database.ReadAsync(async session =>
        {
            if (await PlanSql.FactsAsync(session, planId) is not { } facts)
                return (Result<IReadOnlyList<HistoryLine>>)Refusal.Hidden();
            if (PlanAccess.Why(PlanAct.SeeHistory, facts, actor) is { } refusal)
                return refusal;
            var lines = await session.QueryAsync<HistoryLine>(
                """
                select a.id, a.at, a.actor_id, a.act, a.subject, a.subject_id, a.facts, h.name as actor_name, h.native_name as actor_native_name,
                       s.name as subject_name, s.native_name as subject_native_name
                from audit a left join person h on h.id = a.actor_id and h.erased_at is null
                left join person s on a.subject = 'person' and s.id = a.subject_id and s.erased_at is null
                where a.plan_id = @planId and (@all = 1 or a.actor_id = @me or not (a.act in @Reserved)) order by a.id desc
                """,
                new
                {
                    planId,
                    Reserved,
                    me = actor.PersonId,
                    all = PlanAccess.May(PlanAct.Lead, facts, actor) && PlanAccess.May(PlanAct.Notes, facts, actor),
                });
            var reasons = await Reasons.OfPlanAsync(session, planId);
            foreach (var line in reasons.Count > 0 ? lines : [])
                line.Reason = (string?)line.Read()["reason"] is { } digest ? reasons.GetValueOrDefault(digest) : null;
            return Result.Of(lines);
        }, ct);
}
