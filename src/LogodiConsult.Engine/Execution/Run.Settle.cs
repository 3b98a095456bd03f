using LogodiConsult.Engine.Activities;

namespace LogodiConsult.Engine.Execution;

sealed partial class Run
{
    /// <summary>Goes on after an incident: again (no outcome), or past it with an outcome.</summary>
    public void Settle(Execution execution, Incident incident, string? outcome)
    {
        State.SubStatus = InstanceSubStatus.Executing;
        Proceed(execution, incident, outcome);
        if (incident.Kind != "Limit") return;
        foreach (var item in State.Held) queue.Enqueue(item);
        State.Held.Clear();
    }

    void Proceed(Execution execution, Incident incident, string? outcome)
    {
        if (incident.Kind == "DeadJoin" && execution.Flow is { } flow)
        {
            var target = flow.Dead.Find(t => execution.Node.Graph!.Nodes[t].Id == incident.ActivityId);
            flow.Dead.Remove(target);
            var node = execution.Node.Graph!.Nodes[target];
            if (outcome is null) Schedule(node, execution);
            else PassOver(new Execution(++State.ExecutionNo, node, execution), outcome);
            return;
        }

        if (execution.Status == ExecutionStatus.Faulted) execution.Status = ExecutionStatus.Running;
        var failed = execution.Failed;
        execution.Failed = null;
        if (outcome is not null)
        {
            Complete(execution, outcome.Length == 0 || outcome == "Done" ? Outcomes.Default : [outcome]);
        }
        else if (failed is not null)
        {
            foreach (var (name, value) in failed.Input) Input[name] ??= value?.DeepClone();
            ScheduleResume(execution, failed);
        }
        else
        {
            CancelChildren(execution);
            execution.Counter = 0;
            execution.Number = null;
            execution.Pending = null;
            execution.Flow = null;
            ScheduleAgain(execution);
        }
    }

    void PassOver(Execution execution, string outcome)
    {
        execution.Parent!.Children.Add(execution);
        Complete(execution, outcome.Length == 0 || outcome == "Done" ? Outcomes.Default : [outcome]);
    }
}
