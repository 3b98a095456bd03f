using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Translations;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.Documents;

/// <summary>The whole plan as data, for whoever may see it and as far as they may.</summary>
public sealed class PlanExport(Database database, PlanReader reader)
{
    /// <returns>JSON as docs/plan-json.md describes it, UTF-8.</returns>
    public async Task<Result<byte[]>> JsonAsync(long planId, Actor actor, string language, CancellationToken ct = default)
    {
        var read = await reader.ReadAsync(planId, new Wanted(), actor, language, ct);
        if (read.IsRefused)
            return read.Refusal!;
        var (frozen, memories, at) = await database.ReadAsync(async session => (
            await session.QueryAsync<RevisionSection>(
                """
                select s.revision_id, s.key, s.content, s.language, s.updated_by from revision_section s join revision v on v.id = s.revision_id
                where v.plan_id = @planId
                """,
                new { planId }),
            await MemoriesAsync(session, planId),
            session.Now), ct);
        return System.Text.Encoding.UTF8.GetBytes(PlanJson.Of(read.Value, frozen, memories, at).ToJsonString(PlanJson.Readable));
    }

    static async Task<IReadOnlyList<TranslationMemory>> MemoriesAsync(Session session, long planId)
    {
        var memories = new List<TranslationMemory>();
        foreach (var language in Languages.All)
            memories.Add(await SegmentSql.MemoryAsync(session, planId, language));
        return memories;
    }
}
