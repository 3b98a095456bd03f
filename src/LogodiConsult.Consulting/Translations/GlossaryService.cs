using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.Translations;

/// <summary>One notion in the languages of a programme; at least two of them.</summary>
public sealed class GlossaryTerm
{
    public long Id { get; init; }
    public long ProgrammeId { get; init; }
    public string Es { get; init; } = "";
    public string Ko { get; init; } = "";
    public string En { get; init; } = "";

    /// <summary>When to use it, or what to avoid.</summary>
    public string Note { get; init; } = "";

    public long Version { get; init; }

    public string In(string language) => language switch { "es" => Es, "ko" => Ko, _ => En };
}

/// <param name="TermId">Null: a new one.</param>
public sealed record KeepTerm(long ProgrammeId, long? TermId, string Es, string Ko, string En, string Note)
{
    public long Version { get; init; }
    public FormPost? Form { get; init; }
}

/// <summary>The glossary of a programme, kept by its leads and interpreters.</summary>
public sealed class GlossaryService(Database database)
{
    public const int MostTerms = 2_000;
    const int LongestTerm = 200;
    const int LongestNote = 500;

    public static Refusal? MayKeep(Actor actor, long programmeId) =>
        actor.IsAdministrator || actor.Roles.Any(r => r.ProgrammeId == programmeId && r.Role is Role.Lead or Role.Interpreter) ? null : Refusal.Hidden();

    public static Task<IReadOnlyList<GlossaryTerm>> TermsAsync(Session session, long programmeId) =>
        session.QueryAsync<GlossaryTerm>(
            "select id, programme_id, es, ko, en, note, version from glossary_term where programme_id = @programmeId order by id", new { programmeId });

    public async Task<Result<IReadOnlyList<GlossaryTerm>>> ListAsync(long programmeId, Actor actor, CancellationToken ct = default)
    {
        if (MayKeep(actor, programmeId) is { } no)
            return no;
        return await database.ReadAsync<Result<IReadOnlyList<GlossaryTerm>>>(async session =>
            await session.ScalarAsync<long>("select count(*) from programme where id = @programmeId", new { programmeId }) == 0
                ? Refusal.Hidden()
                : Result.Of(await TermsAsync(session, programmeId)), ct);
    }

    /// <summary>By what programmes are called, to tell their glossaries apart.</summary>
    public async Task<IReadOnlyDictionary<long, string>> CodesAsync(IReadOnlyList<long> programmes, CancellationToken ct = default) =>
        (await database.ReadAsync(session => session.QueryAsync<ProgrammeCode>("select id, code from programme where id in @programmes", new { programmes }), ct)).ToDictionary(p => p.Id, p => p.Code);

    /// <summary>For the desk where one translates.</summary>
    public Task<IReadOnlyList<GlossaryTerm>> ForDeskAsync(long programmeId, CancellationToken ct = default) =>
        database.ReadAsync(session => TermsAsync(session, programmeId), ct);

    /// <returns>The id of the term.</returns>
    public async Task<Result<long>> KeepAsync(KeepTerm keep, Actor actor, CancellationToken ct = default)
    {
        if (MayKeep(actor, keep.ProgrammeId) is { } no)
            return no;
        return await database.WriteAsync(work => Once.RunAsync<long>(work, keep.Form, actor, async () =>
        {
            if (Problems(keep) is { } problems)
                return problems;
            await QueueAsync(work, keep.ProgrammeId);
            var terms = await TermsAsync(work, keep.ProgrammeId);
            if (terms.Any(t => t.Id != keep.TermId && Same((t.Es, t.Ko, t.En), keep)))
                return Refusal.Invalid("glossary.knownAlready", "es");
            if (keep.TermId is null && terms.Count >= MostTerms)
                return Refusal.Invalid("glossary.full", "es").With("limit", MostTerms);
            return await WriteAsync(work, keep, actor) is { } id ? id : Refusal.OutOfTime("changedMeanwhile");
        }), ct);
    }

    public async Task<Result<Done>> DeleteAsync(long programmeId, long termId, Actor actor, FormPost? form = null, CancellationToken ct = default)
    {
        if (MayKeep(actor, programmeId) is { } no)
            return no;
        return await database.WriteAsync(work => Once.RunAsync<Done>(work, form, actor, async () =>
            await work.ExecuteOneAsync("delete from glossary_term where id = @termId and programme_id = @programmeId", new { termId, programmeId })
                ? Done.Value
                : Refusal.OutOfTime("changedMeanwhile")), ct);
    }

    /// <summary>Two who add the same term at once queue at their programme.</summary>
    internal static async Task QueueAsync(UnitOfWork work, long programmeId)
    {
        if (work.Dialect == Dialect.Postgres)
            await work.ExecuteAsync("select 1 from programme where id = @programmeId for update", new { programmeId });
    }

    /// <returns>The id of the term; null when somebody changed it since.</returns>
    internal static async Task<long?> WriteAsync(UnitOfWork work, KeepTerm keep, Actor actor)
    {
        if (keep.TermId is not { } id)
        {
            return await work.InsertAsync(
                """
                insert into glossary_term (programme_id, es, ko, en, note, updated_by, updated_at)
                values (@ProgrammeId, @Es, @Ko, @En, @Note, @by, @Now) returning id
                """,
                new { keep.ProgrammeId, keep.Es, keep.Ko, keep.En, keep.Note, by = actor.PersonId, work.Now });
        }
        return await work.ExecuteOneAsync(
            """
            update glossary_term set es = @Es, ko = @Ko, en = @En, note = @Note, updated_by = @by, updated_at = @Now, version = version + 1
            where id = @id and programme_id = @ProgrammeId and version = @Version
            """,
            new { id, keep.ProgrammeId, keep.Version, keep.Es, keep.Ko, keep.En, keep.Note, by = actor.PersonId, work.Now })
            ? id
            : null;
    }

    internal static Refusal? Problems(KeepTerm keep) => Refusal.All(
    [
        new[] { keep.Es, keep.Ko, keep.En }.Count(t => t.Length > 0) < 2 ? Refusal.Invalid("glossary.twoLanguages", "es") : null,
        keep.Es.Length > LongestTerm ? Refusal.Invalid("text.tooLong", "es").With("limit", LongestTerm) : null,
        keep.Ko.Length > LongestTerm ? Refusal.Invalid("text.tooLong", "ko").With("limit", LongestTerm) : null,
        keep.En.Length > LongestTerm ? Refusal.Invalid("text.tooLong", "en").With("limit", LongestTerm) : null,
        keep.Note.Length > LongestNote ? Refusal.Invalid("text.tooLong", "note").With("limit", LongestNote) : null,
        new[] { keep.Es, keep.Ko, keep.En, keep.Note }.Any(t => t.Contains('\n')) ? Refusal.Invalid("text.oneLine", "es") : null,
    ]);

    internal static bool Same((string Es, string Ko, string En) term, KeepTerm keep) =>
        term == (keep.Es, keep.Ko, keep.En)
        || (keep.Es.Length > 0 && keep.Ko.Length > 0 && string.Equals(term.Es, keep.Es, StringComparison.OrdinalIgnoreCase) && term.Ko == keep.Ko);

    sealed class ProgrammeCode
    {
        public long Id { get; init; }
        public string Code { get; init; } = "";
    }
}
