using LogodiConsult.Engine.Execution;

namespace LogodiConsult.Engine.Activities;

/// <summary>
/// A kind of activity. One stateless instance serves all workflows and threads: everything that belongs to one
/// execution is kept in <see cref="ActivityContext.State"/>.
/// </summary>
public abstract class Activity
{
    /// <summary>The one declaration of this activity; the same object on every call.</summary>
    public abstract ActivityDeclaration Declaration { get; }

    /// <summary>
    /// Runs the activity. It completes by <see cref="ActivityContext.Complete"/>, or waits by creating a bookmark.
    /// An activity that returns without either completes with Done. Any exception is an incident.
    /// </summary>
    public abstract ValueTask ExecuteAsync(ActivityContext context);

    /// <summary>
    /// Continues after one of its bookmarks was resumed. When it neither completes nor leaves a bookmark open, it
    /// completes with Done.
    /// </summary>
    public virtual ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        context.Complete();
        return ValueTask.CompletedTask;
    }
}
