using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.Reviews;

/// <summary>The official answers the released comments; consultants read the answers once the revision is handed in.</summary>
public sealed class AnswerService(Database database)
{
    public Task<Result<Done>> SaveAsync(SaveAnswer save, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, save.Form, actor, async () =>
        {
            if (await PlanSql.FactsForActAsync(work, save.PlanId) is not { } facts)
                return (Result<Done>)Refusal.Hidden();
            if (PlanAccess.Why(PlanAct.Answer, facts, actor) is { } refusal)
                return refusal;
            if (await ReviewSql.CommentAsync(work, save.CommentId) is not { } comment || comment.PlanId != save.PlanId || comment.State == CommentState.Draft)
                return Refusal.Hidden();
            if (comment.State == CommentState.Accepted)
                return Refusal.OutOfTime("answer.acceptedAlready");
            if (ReviewRules.MayAnswer(save) is { } wrong)
                return wrong;
            await AnswerSql.SaveAsync(work, comment, facts.Plan.ReviewRound, save, actor.PersonId);
            await ReviewSql.SetStateAsync(work, comment.Id, CommentState.Answered);
            return Done.Value;
        }), ct);
}
