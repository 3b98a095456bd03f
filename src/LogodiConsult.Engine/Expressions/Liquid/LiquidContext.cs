using System.Diagnostics;
using System.Text;

namespace LogodiConsult.Engine.Expressions.Liquid;

/// <summary>One rendering: what names mean, what was written so far, and how much it may still do.</summary>
sealed class LiquidContext(Func<string, object?> model, DateTimeOffset now, TimeSpan time)
{
    /// <summary>Items of a list that a template makes.</summary>
    public const int MostItems = 10_000;

    const int MostSteps = 100_000;
    const int MostText = 1_000_000;

    readonly Dictionary<string, object?> assigned = new(StringComparer.Ordinal);
    readonly Dictionary<string, decimal> counters = new(StringComparer.Ordinal);
    readonly List<(string Name, object? Value)> loops = [];
    readonly long started = Stopwatch.GetTimestamp();
    StringBuilder written = new();
    int steps;

    public DateTimeOffset Now => now;

    /// <summary>What a name means: the innermost loop's, then what was assigned, then what the workflow gives.</summary>
    public object? Find(string name)
    {
        for (var i = loops.Count - 1; i >= 0; i--)
        {
            if (loops[i].Name == name) return loops[i].Value;
        }

        return assigned.TryGetValue(name, out var value) && value is not null ? value : LiquidValues.From(model(name));
    }

    public void Assign(string name, object? value) => assigned[name] = value;

    public void Enter(string name, object? value) => loops.Add((name, value));

    public void Leave(int entered) => loops.RemoveRange(loops.Count - entered, entered);

    /// <summary>Counts up or down and gives the counter; the first time it is 0. Cycles and "offset: continue" keep theirs here too.</summary>
    public decimal Count(string name, int by) => counters[name] = counters.TryGetValue(name, out var value) ? value + by : 0;

    public decimal Counter(string name) => counters.GetValueOrDefault(name);

    public void SetCounter(string name, decimal value) => counters[name] = value;

    public void Write(string text)
    {
        if (written.Length + text.Length > MostText) throw TooLong();
        written.Append(text);
    }

    /// <summary>What is written meanwhile is taken away from the output.</summary>
    public string Capture(Action render)
    {
        var outer = written;
        written = new StringBuilder();
        try
        {
            render();
            return written.ToString();
        }
        finally
        {
            written = outer;
        }
    }

    /// <exception cref="LiquidException">The template does too much or takes too long.</exception>
    public void Step()
    {
        if (++steps > MostSteps) throw new LiquidException($"The template takes more than {MostSteps} steps.");
        if (steps % 64 == 0 && Stopwatch.GetElapsedTime(started) > time) throw new LiquidException($"The template takes longer than {time.TotalMilliseconds} ms.");
    }

    /// <summary>A value that a filter made, when it is not too large to go on with.</summary>
    public object? Checked(object? value) => value switch
    {
        string { Length: > MostText } => throw TooLong(),
        List<object?> { Count: > MostText / 10 } => throw new LiquidException("A list becomes too long."),
        _ => value,
    };

    /// <exception cref="LiquidException">A text of that length must not be made.</exception>
    public static void Allow(long length)
    {
        if (length > MostText) throw TooLong();
    }

    public override string ToString() => written.ToString();

    static LiquidException TooLong() => new($"The text becomes longer than {MostText} characters.");
}
