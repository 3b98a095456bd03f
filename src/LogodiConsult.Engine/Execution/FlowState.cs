namespace LogodiConsult.Engine.Execution;

/// <summary>A token of a flowchart in token mode; ends are positions of activities in the flowchart.</summary>
sealed record Token(int From, string? Port, int To)
{
    public bool Consumed { get; set; }

    public bool Blocked { get; init; }

    public bool IsLive => !Consumed && !Blocked;
}

/// <summary>What one execution of a flowchart remembers. Positions are those of the compiled flowchart.</summary>
sealed class FlowState(int activities, int connections)
{
    /// <summary>Start activity when a trigger chose another than the usual one; else -1.</summary>
    public int Start { get; set; } = -1;

    /// <summary>Counter mode: visits per activity.</summary>
    public int[] Visits { get; set; } = new int[activities];

    /// <summary>Counter mode: visits per connection.</summary>
    public int[] ConnectionVisits { get; set; } = new int[connections];

    /// <summary>Counter mode: whether the last visit of a connection followed it.</summary>
    public bool[] Followed { get; set; } = new bool[connections];

    /// <summary>Joins whose decision waits until nothing can still lead to them.</summary>
    public List<int> Deferred { get; set; } = [];

    /// <summary>Token mode.</summary>
    public List<Token> Tokens { get; set; } = [];

    /// <summary>Targets of a dead join that was reported.</summary>
    public List<int> Dead { get; set; } = [];
}
