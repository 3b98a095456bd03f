using System.Security.Cryptography;
using System.Text;

namespace LogodiConsult.Consulting.Storage;

/// <summary>
/// A form carries a key of its own. The same key with the same content is a double click or a repeated post: it gets the first answer again.
/// The same key with other content is a new act. The receipt is written in the act's own transaction.
/// </summary>
public static class FormReceipts
{
    /// <summary>The answer that was given before to the same person, key and content; null when there was none.</summary>
    public static async Task<string?> FindAsync(Session session, string formKey, long actorId, string digest)
    {
        if (session is UnitOfWork { Dialect: Dialect.Postgres } work)
        {
            // Two posts at the same moment: the later one waits until the first has kept its answer.
            await work.ExecuteAsync("select pg_advisory_xact_lock(hashtextextended(@formKey, @actorId))", new { formKey, actorId });
        }

        return await session.ScalarAsync<string>(
            "select answer from form_receipt where form_key = @formKey and actor_id = @actorId and digest = @digest",
            new { formKey, actorId, digest });
    }

    public static Task KeepAsync(UnitOfWork work, string formKey, long actorId, string digest, string answer) =>
        work.ExecuteAsync(
            "insert into form_receipt(form_key, actor_id, digest, answer, at) values (@formKey, @actorId, @digest, @answer, @Now)",
            new { formKey, actorId, digest, answer, work.Now });

    public static Task<int> ForgetAsync(UnitOfWork work, TimeSpan olderThan) =>
        work.ExecuteAsync("delete from form_receipt where at < @limit", new { limit = work.Now - olderThan });

    /// <summary>Digest of what was posted: names and values, whatever their order.</summary>
    public static string DigestOf(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var content = new StringBuilder();
        foreach (var (name, value) in fields.OrderBy(f => f.Key, StringComparer.Ordinal).ThenBy(f => f.Value, StringComparer.Ordinal))
        {
            content.Append(name.Length).Append(':').Append(name).Append(value.Length).Append(':').Append(value);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content.ToString())));
    }
}
