namespace LogodiConsult.Consulting.Storage;

/// <summary>
/// On SQLite one program writes at a time. Whoever writes holds <c>logodiconsult.db.lock</c>; the operating system takes the lock back when the
/// program ends, however it ends. PostgreSQL serves several, there nothing is locked.
/// </summary>
public sealed class WriteLock : IDisposable
{
    readonly FileStream? file;

    WriteLock(FileStream? held) => file = held;

    /// <param name="verb">What the program does (<c>serve</c>, <c>migrate</c>…): the other one names it in its sentence.</param>
    /// <param name="heldBy">Verb and process of the holder when the lock could not be taken.</param>
    /// <returns>Null when another program writes.</returns>
    public static WriteLock? TryTake(DatabaseOptions options, string verb, out string? heldBy)
    {
        heldBy = null;
        if (options.Provider == Dialect.Postgres)
        {
            return new WriteLock(null);
        }

        var path = options.SqlitePath + ".lock";
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            // Beside the lock, because a locked file cannot be read by the one that is refused.
            File.WriteAllText(path + ".holder", $"{verb} (process {Environment.ProcessId})");
            return new WriteLock(stream);
        }
        catch (IOException)
        {
            heldBy = Holder(path);
            return null;
        }
    }

    public void Dispose() => file?.Dispose();

    static string Holder(string path)
    {
        try
        {
            return File.ReadAllText(path + ".holder");
        }
        catch (IOException)
        {
            // The other has only just taken it; that there is one is what matters.
            return "?";
        }
    }
}
