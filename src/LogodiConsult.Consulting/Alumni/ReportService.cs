using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Workflows;

namespace LogodiConsult.Consulting.Alumni;

public enum Progress
{
    OnTrack,
    Delayed,
    Stopped,
    Finished,
}

public sealed class ProgressReport
{
    public long Id { get; init; }
    public long PlanId { get; init; }
    public int Months { get; init; }
    public Progress Progress { get; init; }
    public int Percent { get; init; }
    public string Text { get; init; } = "";
    public string Language { get; init; } = "es";
    public long SubmittedBy { get; init; }
    public DateTimeOffset SubmittedAt { get; init; }
}

public sealed record SubmitReport(long PlanId, Progress? Progress, int? Percent, string Text, string Language)
{
    public FormPost? Form { get; init; }
}

/// <summary>Three, six and twelve months after completion the official tells what became of the plan.</summary>
public sealed class ReportService(Database database, WorkflowHost workflows)
{
    public static Task<IReadOnlyList<ProgressReport>> OfPlanAsync(Session session, long planId) =>
        session.QueryAsync<ProgressReport>(
            "select id, plan_id, months, progress, percent, text, language, submitted_by, submitted_at from progress_report where plan_id = @planId order by months",
            new { planId });

    public Task<Result<Done>> SubmitAsync(SubmitReport submit, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, submit.Form, actor, async () =>
        {
            var begun = await PlanActs.BeginAsync(work, submit.PlanId, PlanAct.Report, actor);
            if (begun.IsRefused)
                return (Result<Done>)begun.Refusal!;
            if (MaySubmit(submit) is { } refusal)
                return refusal;
            var (plan, task) = (begun.Value.Plan, begun.Value.Open("report"));
            var id = await work.InsertAsync(
                """
                insert into progress_report (plan_id, task_id, months, progress, percent, text, language, submitted_by, submitted_at)
                values (@planId, @taskId, @months, @Progress, @Percent, @Text, @Language, @by, @Now) returning id
                """,
                new { planId = plan.Id, taskId = task.Id, months = task.Months ?? 0, submit.Progress, submit.Percent, submit.Text, submit.Language, by = actor.PersonId, work.Now });
            await Trail.AddAsync(work, "report.submitted", actor, plan.Id, plan.RoundId, "report", id,
                new JsonObject { ["months"] = task.Months, ["progress"] = submit.Progress!.Value.ToCode(), ["percent"] = submit.Percent });
            return await workflows.ResumeAsync(work, task.BookmarkId, PlanService.Acted("Reported", actor));
        }), ct);

    static Refusal? MaySubmit(SubmitReport submit) => Refusal.All(
    [
        submit.Progress is null ? Refusal.Invalid("report.progressMissing", "progress") : null,
        submit.Percent is null or < 0 or > 100 ? Refusal.Invalid("report.percent", "percent") : null,
        string.IsNullOrWhiteSpace(submit.Text) ? Refusal.Invalid("report.textMissing", "text") : null,
        submit.Text.Length > 10_000 ? Refusal.Invalid("text.tooLong", "text").With("limit", 10_000) : null,
    ]);
}
