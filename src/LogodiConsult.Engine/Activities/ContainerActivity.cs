using LogodiConsult.Engine.Execution;

namespace LogodiConsult.Engine.Activities;

/// <summary>What a break signal does to a container.</summary>
enum BreakRole
{
    None,

    /// <summary>Marked, and the signal goes on (Sequence, Fork).</summary>
    Marked,

    /// <summary>Marked, and the signal stops (loops).</summary>
    Ends,
}

/// <summary>An activity that runs others. Its methods are synchronous: they only move the queue.</summary>
abstract class ContainerActivity : Activity
{
    /// <summary>True when it may declare variables.</summary>
    public virtual bool IsScope => false;

    public virtual BreakRole Breaking => BreakRole.None;

    /// <summary>Schedules the first children, or completes.</summary>
    public abstract void Start(Run run, Execution.Execution self);

    /// <summary>Continues after a child completed.</summary>
    public virtual void ChildCompleted(Run run, Execution.Execution self, Execution.Execution child, string[] outcomes) => run.Complete(self, Outcomes.Default);

    /// <summary>A child was cancelled by its neighbours.</summary>
    public virtual void ChildCanceled(Run run, Execution.Execution self, Execution.Execution child)
    {
    }

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        Start(context.Run, context.Execution);
        return ValueTask.CompletedTask;
    }
}
