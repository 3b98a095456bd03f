using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.Translations;

public enum StoredState
{
    Machine,
    Checked,
}

/// <summary>A segment in another language as it is kept for one plan.</summary>
public sealed class StoredSegment
{
    public long Id { get; init; }
    public long PlanId { get; init; }
    public string Language { get; init; } = "";
    public string SourceLanguage { get; init; } = "";
    public string SourceDigest { get; init; } = "";
    public string Source { get; init; } = "";
    public string Text { get; init; } = "";
    public StoredState State { get; init; }
    public long? TranslatorId { get; init; }
    public DateTimeOffset SavedAt { get; init; }
}

public static class SegmentSql
{
    const string Columns = "id, plan_id, language, source_language, source_digest, source, text, state, translator_id, saved_at";

    public static async Task<TranslationMemory> MemoryAsync(Session session, long planId, string language) => new(
        language, await session.QueryAsync<StoredSegment>($"select {Columns} from segment where plan_id = @planId and language = @language", new { planId, language }));

    /// <summary>What is kept in the language for these originals.</summary>
    public static Task<IReadOnlyList<StoredSegment>> OfAsync(Session session, long planId, string language, IEnumerable<string> digests) =>
        session.QueryAsync<StoredSegment>(
            $"select {Columns} from segment where plan_id = @planId and language = @language and source_digest in @digests", new { planId, language, digests });

    /// <summary>What a person wrote or confirmed replaces whatever stood there.</summary>
    public static Task SaveCheckedAsync(UnitOfWork work, long planId, string language, string sourceLanguage, Segment segment, string text, long by) =>
        work.ExecuteAsync(
            """
            insert into segment (plan_id, language, source_language, source_digest, source, text, state, translator_id, saved_at)
            values (@planId, @language, @sourceLanguage, @Digest, @Source, @text, 'checked', @by, @Now)
            on conflict (plan_id, language, source_digest) do update set text = excluded.text, state = excluded.state, translator_id = excluded.translator_id,
                saved_at = excluded.saved_at, version = segment.version + 1
            """,
            new { planId, language, sourceLanguage, segment.Digest, segment.Source, text, by, work.Now });

    /// <summary>What a machine wrote never replaces anything.</summary>
    public static Task SaveMachineAsync(UnitOfWork work, long planId, string language, string sourceLanguage, string digest, string source, string text) =>
        work.ExecuteAsync(
            """
            insert into segment (plan_id, language, source_language, source_digest, source, text, state, saved_at)
            values (@planId, @language, @sourceLanguage, @digest, @source, @text, 'machine', @Now)
            on conflict (plan_id, language, source_digest) do nothing
            """,
            new { planId, language, sourceLanguage, digest, source, text, work.Now });
}
