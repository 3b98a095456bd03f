using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Benchmarks.Engine;

/// <summary>What one act of a lifecycle leaves in the engine's tables.</summary>
sealed record Step(string Status, string SubStatus, string State, long JournalLength, OpenedRow? Opened, IReadOnlyList<JournalRow> Journal)
{
    public static async Task<Step> ReadAsync(Session session, long id, int linesBefore)
    {
        var row = await session.SingleAsync<InstanceText>("select status, sub_status, state, journal_length from workflow_instance where id = @id", new { id });
        var opened = await session.FirstOrDefaultAsync<OpenedRow>("select name, activity_id from bookmark where instance_id = @id", new { id });
        var journal = await session.QueryAsync<JournalRow>(
            "select seq, activity_id, kind, facts from journal where instance_id = @id and seq > @linesBefore order by seq", new { id, linesBefore });
        return new Step(row.Status, row.SubStatus, row.State, row.JournalLength, opened, journal);
    }

    sealed class InstanceText
    {
        public string Status { get; init; } = "";

        public string SubStatus { get; init; } = "";

        public string State { get; init; } = "";

        public long JournalLength { get; init; }
    }
}

sealed class OpenedRow
{
    public string Name { get; init; } = "";

    public string ActivityId { get; init; } = "";
}

sealed class JournalRow
{
    public long Seq { get; init; }

    public string ActivityId { get; init; } = "";

    public string Kind { get; init; } = "";

    public string? Facts { get; init; }
}
