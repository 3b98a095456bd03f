using System.Text.Json.Nodes;
using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting;

/// <summary>Queues a mail in the act's own transaction; it leaves the house later, from the outbox.</summary>
public static class Outgoing
{
    /// <param name="dedupeKey">A second mail of the same key is not queued; null: always queued.</param>
    /// <param name="facts">Ids and codes; names and texts are read when the mail is written.</param>
    public static async Task QueueAsync(UnitOfWork work, string kind, long personId, string? dedupeKey, JsonObject facts)
    {
        var to = await work.FirstOrDefaultAsync<Recipient>("select email, language from person where id = @personId and erased_at is null", new { personId });
        if (to is not null)
        {
            await Outbox.EnqueueAsync(work, new OutboxMessage(kind, to.Email, to.Language, facts)
            {
                PersonId = personId,
                PlanId = (long?)facts["planId"],
                DedupeKey = dedupeKey,
            });
        }
    }

    sealed class Recipient
    {
        public string Email { get; init; } = "";
        public string Language { get; init; } = "";
    }
}
