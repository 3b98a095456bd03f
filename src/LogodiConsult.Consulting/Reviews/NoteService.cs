using System.Globalization;
using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.Reviews;

/// <summary>Said between the consultants of a plan and its leads; nobody else ever reads it.</summary>
public sealed class Note
{
    public long Id { get; init; }
    public long PlanId { get; init; }
    public long AuthorId { get; init; }
    public string? AuthorName { get; init; }
    public string? AuthorNativeName { get; init; }
    public string Text { get; init; } = "";
    public string Language { get; init; } = "";
    public DateTimeOffset WrittenAt { get; init; }

    /// <summary>Null once the author is erased.</summary>
    public WrittenName? Author => AuthorName is { } name ? new(name, AuthorNativeName) : null;
}

public sealed record WriteNote(long PlanId, string Text, string Language)
{
    public FormPost? Form { get; init; }
}

/// <summary>The channel of <see cref="PlanAct.Notes"/>. Notes stand in no other reading: not in <see cref="PlanView"/>, exports, counters or the
/// plan's chain of audit, so that nothing that is made for everybody can carry them.</summary>
public sealed class NoteService(Database database)
{
    public Task<Result<IReadOnlyList<Note>>> OfPlanAsync(long planId, Actor actor, CancellationToken ct = default) =>
        database.ReadAsync(async session =>
        {
            if (await PlanSql.FactsAsync(session, planId) is not { } facts)
                return (Result<IReadOnlyList<Note>>)Refusal.Hidden();
            if (PlanAccess.Why(PlanAct.Notes, facts, actor) is { } no)
                return no;
            return Result.Of(await session.QueryAsync<Note>(
                """
                select n.id, n.plan_id, n.author_id, h.name as author_name, h.native_name as author_native_name, n.text, n.language, n.written_at
                from note n left join person h on h.id = n.author_id and h.erased_at is null where n.plan_id = @planId order by n.id
                """,
                new { planId }));
        }, ct);

    public Task<Result<long>> WriteAsync(WriteNote write, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, write.Form, actor, async () =>
        {
            var begun = await PlanActs.BeginAsync(work, write.PlanId, PlanAct.Notes, actor);
            if (begun.IsRefused)
                return (Result<long>)begun.Refusal!;
            if (ReviewRules.Words(write.Text, "text", "note.textMissing") is { } wrong)
                return wrong;
            var id = await work.InsertAsync(
                "insert into note (plan_id, author_id, text, language, written_at) values (@PlanId, @by, @Text, @Language, @Now) returning id",
                new { write.PlanId, by = actor.PersonId, write.Text, write.Language, work.Now });
            // In the chain of the house: the plan's own is told to everybody who sees the plan.
            await Trail.AddAsync(work, "note.written", actor, null, null, "note", id, new JsonObject { ["text"] = Trail.Digest(write.Text) });
            await TellAsync(work, begun.Value, id, actor);
            return id;
        }), ct);

    /// <summary>The others of the channel, once an hour at most; the mail says that there is a note, never what it says.</summary>
    static async Task TellAsync(UnitOfWork work, PlanFacts facts, long note, Actor actor)
    {
        var plan = facts.Plan;
        var readers = facts.Assigned.Where(a => a.Role == Role.Consultant).Select(a => a.PersonId)
            .Concat(await TaskHolders.OfAsync(work, plan.Id, Role.Lead))
            .Where(p => p != actor.PersonId && p != plan.OfficialId && p != plan.SupervisorId && !facts.CoAuthors.Contains(p) && !facts.FormerAuthors.Contains(p));
        var hour = work.Now.UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture);
        foreach (var reader in readers.Distinct())
            await Outgoing.QueueAsync(work, "note_written", reader, $"notes-{plan.Id}-{reader}-{hour}", new JsonObject { ["planId"] = plan.Id, ["noteId"] = note });
    }
}

/// <summary>A wording that a person uses again and again.</summary>
public sealed class Phrase
{
    public long Id { get; init; }
    public string Language { get; init; } = "";
    public string Text { get; init; } = "";
    public DateTimeOffset SavedAt { get; init; }
    public long Version { get; init; }
}

/// <param name="Id">Null: a new one.</param>
public sealed record SavePhrase(long? Id, string Language, string Text, long BaseVersion)
{
    public FormPost? Form { get; init; }
}

/// <summary>Everybody's own bank of phrases.</summary>
public sealed class PhraseService(Database database)
{
    /// <summary>So many are kept: a longer list is not looked through.</summary>
    public const int Most = 100;

    public const int Longest = 1_000;

    public Task<IReadOnlyList<Phrase>> OfAsync(Actor actor, CancellationToken ct = default) =>
        database.ReadAsync(session => session.QueryAsync<Phrase>(
            "select id, language, text, saved_at, version from phrase where person_id = @PersonId order by language, id", new { actor.PersonId }), ct);

    public Task<Result<long>> SaveAsync(SavePhrase save, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, save.Form, actor, async () =>
        {
            if (string.IsNullOrWhiteSpace(save.Text))
                return (Result<long>)Refusal.Invalid("phrase.textMissing", "text");
            if (save.Text.Length > Longest)
                return Refusal.Invalid("text.tooLong", "text").With("limit", Longest);
            if (!Languages.All.Contains(save.Language))
                return Refusal.Invalid("person.languageUnknown", "language");
            if (save.Id is { } id)
            {
                return await work.ExecuteOneAsync(
                    """
                    update phrase set text = @Text, language = @Language, saved_at = @Now, version = version + 1
                    where id = @id and person_id = @PersonId and version = @BaseVersion
                    """,
                    new { id, actor.PersonId, save.Text, save.Language, save.BaseVersion, work.Now }) ? id : Refusal.OutOfTime("changedMeanwhile");
            }
            if (await work.SingleAsync<int>("select count(*) from phrase where person_id = @PersonId", new { actor.PersonId }) >= Most)
                return Refusal.OutOfTime("phrase.tooMany").With("limit", Most);
            return await work.InsertAsync(
                "insert into phrase (person_id, language, text, saved_at) values (@PersonId, @Language, @Text, @Now) returning id",
                new { actor.PersonId, save.Language, save.Text, work.Now });
        }), ct);

    public Task<Result<Done>> DeleteAsync(long id, Actor actor, FormPost? form = null, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, form, actor, async () =>
            await work.ExecuteOneAsync("delete from phrase where id = @id and person_id = @PersonId", new { id, actor.PersonId })
                ? Done.Value
                : (Result<Done>)Refusal.OutOfTime("changedMeanwhile")), ct);
}
