using LogodiConsult.Consulting.Storage;
using LogodiConsult.Engine.Execution;

namespace LogodiConsult.Consulting.Workflows;

/// <summary>What SQL cannot see: whether the stored state says the same as the rows beside it.</summary>
public static class WorkflowInvariants
{
    const int Page = 500;

    public static async Task<IReadOnlyList<Violation>> VerifyAsync(Session session)
    {
        var violations = new List<Violation>();
        var after = 0L;
        while (true)
        {
            var rows = await session.QueryAsync<Stored>(
                """
                select i.id, i.key, i.status, i.sub_status, i.state, i.definition_version from workflow_instance i
                where i.id > @after and not exists (select 1 from incident n where n.instance_id = i.id and n.kind = 'Unreadable' and n.resolved_at is null)
                order by i.id limit @Page
                """,
                new { after, Page });
            if (rows.Count == 0)
            {
                return violations;
            }

            var last = rows[^1].Id;
            var bookmarks = (await session.QueryAsync<Waiting>(
                "select instance_id, id from bookmark where instance_id > @after and instance_id <= @last", new { after, last })).ToLookup(b => b.InstanceId, b => b.Id);
            var incidents = (await session.QueryAsync<Open>(
                "select instance_id, number from incident where resolved_at is null and instance_id > @after and instance_id <= @last", new { after, last }))
                .ToLookup(n => n.InstanceId, n => n.Number);
            foreach (var row in rows)
            {
                if (Difference(row, bookmarks[row.Id], incidents[row.Id]) is { } difference)
                {
                    violations.Add(new Violation("an instance's state says the same as its rows", $"{row.Id}: {difference}"));
                }
            }

            after = last;
        }
    }

    static string? Difference(Stored row, IEnumerable<string> bookmarks, IEnumerable<int> incidents)
    {
        try
        {
            var state = InstanceState.Load(row.State);
            return state.Status != row.Status || state.SubStatus != row.SubStatus ? $"{state.SubStatus} there, {row.SubStatus} here"
                : state.DefinitionVersion != row.DefinitionVersion ? $"version {state.DefinitionVersion} there, {row.DefinitionVersion} here"
                : state.InstanceId != (row.Key ?? row.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)) ? $"it is the state of {state.InstanceId}"
                : !state.Bookmarks.Select(b => b.Id).ToHashSet().SetEquals(bookmarks) ? "its bookmarks differ"
                : state.Status == InstanceStatus.Running && !state.Incidents.Select(i => i.Id).ToHashSet().SetEquals(incidents) ? "its incidents differ"
                : null;
        }
        catch (UnreadableStateException e)
        {
            return e.Message;
        }
    }

    sealed class Stored
    {
        public long Id { get; init; }

        public string? Key { get; init; }

        public InstanceStatus Status { get; init; }

        public InstanceSubStatus SubStatus { get; init; }

        public string State { get; init; } = "";

        public int DefinitionVersion { get; init; }
    }

    sealed class Waiting
    {
        public long InstanceId { get; init; }

        public string Id { get; init; } = "";
    }

    sealed class Open
    {
        public long InstanceId { get; init; }

        public int Number { get; init; }
    }
}
