using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Scoring;
using LogodiConsult.Engine;
using LogodiConsult.Engine.Activities;
using LogodiConsult.Engine.Execution;

namespace LogodiConsult.Consulting.Tasks;

/// <summary>An activity that waits until a person has acted: one task, one bookmark; the task's outcome becomes the activity's.</summary>
public abstract class TaskActivity : Activity
{
    /// <summary>The kind of task that is opened; see <see cref="TaskToOpen"/>.</summary>
    protected abstract string Kind { get; }

    protected abstract Role To { get; }

    public override async ValueTask ExecuteAsync(ActivityContext context) => await OpenAsync(context, To, await DueAsync(context));

    public override async ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        var outcome = OutcomeOf(resumption.Input);
        var outcomes = OutcomesIn(context);
        if (!outcomes.Contains(outcome))
            throw new InvalidOperationException($"{context.ActivityId}: '{outcome}' is not an outcome of this task; it has {string.Join(", ", outcomes)}.");
        await context.Desk<IDesk>().CloseTaskAsync(resumption.BookmarkId, outcome, ActedBy(resumption.Input));
        await BeforeCompletionAsync(context, outcome, resumption.Input);
        context.Complete(outcome);
    }

    /// <summary>The outcomes that a person can choose; outcomes that only the activity itself reaches are left out.</summary>
    protected virtual IReadOnlyList<string> TaskOutcomes => [.. Declaration.Outcomes];

    /// <summary>Those of them that this definition has a way for.</summary>
    protected virtual IReadOnlyList<string> OutcomesIn(ActivityContext context) => TaskOutcomes;

    /// <summary>Whether the task takes scores by the rubric.</summary>
    protected virtual Asked ScoringOf(ActivityContext context) => Asked.None;

    protected virtual ValueTask BeforeCompletionAsync(ActivityContext context, string outcome, JsonObject input) => ValueTask.CompletedTask;

    protected virtual async ValueTask<DateTimeOffset?> DueAsync(ActivityContext context) =>
        context.Get<int?>("DueWorkingDays") is { } days
            ? await context.Desk<IDesk>().DeadlineAsync(context.Get<string>("Calendar") ?? "lima", days)
            : null;

    protected async ValueTask<string> OpenAsync(ActivityContext context, Role role, DateTimeOffset? dueAt, long? personId = null,
        string? tag = null, int reviewRound = 0, int? months = null, bool sharesDrafts = false)
    {
        var desk = context.Desk<IDesk>();
        var stage = context.Get<string>("Stage") ?? throw new InvalidOperationException($"{context.ActivityId}: the input 'stage' is empty.");
        await desk.SetStageAsync(stage);
        var bookmark = context.CreateBookmark(new BookmarkRequest { Tag = tag });
        await desk.OpenTaskAsync(new TaskToOpen(bookmark, context.ActivityId, Kind, stage, role, personId, OutcomesIn(context), dueAt,
            context.Get<string>("Calendar"), context.Get<int[]>("RemindWorkingDays") ?? [])
        {
            ReviewRound = reviewRound,
            Scoring = ScoringOf(context),
            Months = months,
            SharesDrafts = sharesDrafts,
        });
        return bookmark;
    }

    /// <summary>The outcome chosen; in a rehearsal an event without one takes the first.</summary>
    protected string OutcomeOf(JsonObject input) => (string?)input["outcome"] ?? TaskOutcomes[0];

    protected static long ActedBy(JsonObject input) => (long?)input["by"] ?? 0;
}
