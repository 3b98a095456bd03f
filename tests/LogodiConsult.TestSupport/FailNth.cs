using System.Data.Common;
using LogodiConsult.Consulting.Storage;
using Xunit;

namespace LogodiConsult.TestSupport;

/// <summary>Runs an act again and again, failing its first statement, then its second … and the commit, until it succeeds: each time all or nothing.</summary>
public static class FailNth
{
    /// <returns>How many places could fail.</returns>
    public static async Task<int> StatementAsync(TestDatabase db, Func<Task> act, int atLeast = 1)
    {
        var before = await Tables.DigestAsync(db.Database);
        for (var n = 1; n <= 2_000; n++)
        {
            var seen = 0;
            db.Database.OnStatement = (session, sql) =>
            {
                if (session is UnitOfWork && ++seen == n)
                {
                    throw new InjectedFailure(n, sql);
                }
            };
            var failed = false;
            try
            {
                await act();
            }
            catch (Exception e) when (IsInjected(e))
            {
                failed = true;
            }
            finally
            {
                db.Database.OnStatement = null;
            }

            var after = await Tables.DigestAsync(db.Database);
            if (seen < n)
            {
                Assert.False(failed);
                Assert.False(after == before, "The act that was not disturbed changed nothing.");
                Assert.True(n > atLeast, $"Only {n - 1} statements were sent, at least {atLeast} were expected.");
                return n - 1;
            }

            Assert.True(failed, $"The act went on although its statement {n} had failed.");
            Assert.True(after == before, $"The failure of statement {n} left something behind: {await Tables.DifferenceAsync(db.Database, before)}");
        }

        throw new InvalidOperationException("The act does not come to an end within 2,000 statements.");
    }

    static bool IsInjected(Exception? e) => e is not null && (e is InjectedFailure || IsInjected(e.InnerException));
}

/// <summary>As a lost connection: the database's own kind of exception.</summary>
public sealed class InjectedFailure(int statement, string sql) : DbException($"Statement {statement} fails on purpose: {sql}");
