namespace LogodiConsult.TestSupport;

/// <summary>
/// The tests that run at the moment, with the time of their start, the longest running first; kept in a file too when there is one, so that a run that is ended
/// from outside leaves the names of those that hung. May be called from all threads.
/// </summary>
/// <param name="file">Written anew with each change; null writes none. Should not be able to fail a test: a file that cannot be written is left as it is.</param>
public sealed class RunningTests(string? file)
{
    readonly Lock gate = new();
    readonly List<(DateTime Since, string Test)> running = [];

    public bool Contains(string test)
    {
        lock (gate)
            return running.Exists(r => r.Test == test);
    }

    /// <summary>A line each, as in the file.</summary>
    public IReadOnlyList<string> Lines()
    {
        lock (gate)
            return [.. running.Select(r => $"{r.Since:HH:mm:ss} {r.Test}")];
    }

    public void Enter(string test)
    {
        lock (gate)
        {
            running.Add((DateTime.UtcNow, test));
            Write();
        }
    }

    /// <summary>A test that did not enter changes nothing.</summary>
    public void Leave(string test)
    {
        lock (gate)
        {
            if (running.FindIndex(r => r.Test == test) is >= 0 and var at)
                running.RemoveAt(at);
            Write();
        }
    }

    void Write()
    {
        if (file is null)
            return;
        try
        {
            File.WriteAllLines(file, Lines());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Only whoever ends a hung run misses the names.
        }
    }
}
