using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.Plans;

/// <summary>
/// Why something was decided. The audit chain holds the digest only; the words stand beside it, for everybody who reads the plan's history.
/// </summary>
public static class Reasons
{
    /// <returns>The digest, for the audit line of the act.</returns>
    public static async Task<string> KeepAsync(UnitOfWork work, long planId, string reason, Actor actor)
    {
        var digest = Trail.Digest(reason);
        await work.ExecuteAsync(
            """
            insert into reason (plan_id, digest, text, written_by, written_at) values (@planId, @digest, @text, @by, @Now)
            on conflict (plan_id, digest) do nothing
            """,
            new { planId, digest, text = Texts.Clean(reason).Trim(), by = actor.PersonId, work.Now });
        return digest;
    }

    /// <summary>The words of a plan's reasons by their digests.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> OfPlanAsync(Session session, long planId) =>
        (await session.QueryAsync<Reason>("select digest, text from reason where plan_id = @planId", new { planId })).ToDictionary(r => r.Digest, r => r.Text);

    sealed class Reason
    {
        public string Digest { get; init; } = "";
        public string Text { get; init; } = "";
    }
}
