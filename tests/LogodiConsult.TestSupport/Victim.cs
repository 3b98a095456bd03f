using System.Text;
using System.Text.Json.Nodes;
using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.TestSupport;

/// <summary>
/// Acts with several callers until it is killed. On its standard output it says what it has been told is done, one line for each act, after
/// the act has been answered.
/// </summary>
public static class Victim
{
    const int Callers = 6;

    static readonly string[] Outcomes = ["Done", "Revise", "Done", "Accept", "Done", "Done"];

    public static async Task ActAsync(string where)
    {
        var options = where.StartsWith("postgres:", StringComparison.Ordinal)
            ? new DatabaseOptions { Provider = Dialect.Postgres, ConnectionString = where["postgres:".Length..] }
            : new DatabaseOptions { Path = where };
        await using var database = new Database(options, TimeProvider.System);
        var host = TestActivities.Host();
        using var output = Console.OpenStandardOutput();
        void Say(string line)
        {
            lock (output)
            {
                output.Write(Encoding.ASCII.GetBytes(line + "\n"));
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var life = caller; ; life++)
            {
                var id = (await database.WriteAsync<long>(async work => (await host.StartAsync(work, "lifecycle")).Value.Id)).Value;
                Say($"started {id}");
                for (var i = 0; i < Outcomes.Length; i++)
                {
                    var (bookmark, outcome) = ($"{id}.{i + 1}", Outcomes[i]);
                    var result = await database.WriteAsync<Done>(work => host.ResumeAsync(work, bookmark, new JsonObject { ["outcome"] = outcome }, "key " + bookmark));
                    _ = result.Value;
                    Say($"resumed {bookmark}");
                }
            }
        })));
    }
}
