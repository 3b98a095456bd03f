using System.Globalization;
using System.Text.Json.Nodes;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Consulting.Time;
using LogodiConsult.Consulting.Words;
using LogodiConsult.Engine;

namespace LogodiConsult.Consulting.Mail;

/// <summary>A mail ready to be written, or why it must not be.</summary>
public sealed record MailReading(MailMessageRecord? Mail, string? Why);

/// <summary>
/// From the ids in the outbox to what the mail tells, read when it is sent: titles and deadlines as they are now, and only while the recipient
/// may still see the plan. Texts of plans and reviews never travel by mail, only that they are there.
/// </summary>
public static class MailFactsReader
{
    // Told to those who do not hold the task: the page on which it is done would refuse them.
    const string LeadOverdue = "lead_overdue";

    public static async Task<MailReading> ReadAsync(Session session, OutboxRow row)
    {
        var ids = JsonNode.Parse(row.Facts) as JsonObject ?? [];
        var recipient = row.PersonId is { } person
            ? await session.FirstOrDefaultAsync<Recipient>("select name, native_name, zone, is_administrator, erased_at from person where id = @person", new { person })
            : null;
        if (row.PersonId is not null && recipient is not { ErasedAt: null })
            return No("The recipient was erased.");
        var facts = MailFacts.Of();
        foreach (var (name, value) in ids)
            facts = With(facts, name, value);
        if (Id(ids, "planId") is { } planId)
        {
            if (await PlanAsync(session, planId, row, recipient) is not { } plan)
                return No("The recipient may not see the plan any more.");
            facts = Tell(facts, plan, row.Language);
        }
        if (Id(ids, "taskId") is { } taskId && await TaskSql.FindAsync(session, taskId) is { } task)
            facts = Tell(facts, task);
        if (Id(ids, "programmeId") is { } programmeId)
            facts = await InvitationAsync(session, programmeId, Id(ids, "roundId"), row.Language, facts);
        if (Id(ids, "reviewId") is { } reviewId)
            facts = await ReviewAsync(session, reviewId, facts);
        if (Id(ids, "revisionId") is { } revisionId)
            facts = await RevisionAsync(session, revisionId, facts);
        if (Id(ids, "presentationId") is { } presentationId)
            facts = await PresentationAsync(session, presentationId, facts);
        if (row.Kind == LeadOverdue && Id(ids, "planId") is { } led)
            facts = facts.With("link", string.Create(CultureInfo.InvariantCulture, $"/plans/{led}/lead"));
        var zone = recipient?.Zone ?? (row.Language == Languages.Korean ? Zones.Seoul : Zones.Lima);
        return new MailReading(new MailMessageRecord(row.Id, row.Kind, row.Address, recipient?.WrittenName.In(row.Language), row.Language, zone, row.CreatedAt, facts), null);
    }

    /// <summary>What the act itself wrote down beside ids: words, and instants as microseconds.</summary>
    static MailFacts With(MailFacts facts, string name, JsonNode? value) => value switch
    {
        JsonValue text when text.TryGetValue<string>(out var word) => facts.With(name, word),
        JsonValue number when name is "expires" or "previous" && number.TryGetValue<long>(out var instant) => facts.With(name, Instants.FromMicroseconds(instant)),
        _ => facts,
    };

    static async Task<PlanOfMail?> PlanAsync(Session session, long planId, OutboxRow row, Recipient? recipient) =>
        await session.FirstOrDefaultAsync<PlanOfMail>(
            $"""
            select p.id, p.number, p.title, o.name as official_name, o.native_name as official_native_name, g.code as programme_code, g.title as programme, r.number as round_number, r.title as round
            from plan p join round r on r.id = p.round_id join programme g on g.id = r.programme_id join person o on o.id = p.official_id
            where p.id = @planId and {PlanVisibility.Sql}
            """,
            new { planId, me = row.PersonId ?? 0, seesAll = recipient?.IsAdministrator == true ? 1 : 0 });

    static MailFacts Tell(MailFacts facts, PlanOfMail plan, string language) => facts
        .With("plan", plan.Title)
        .With("official", plan.Official.In(language))
        .With("programme", plan.Programme.In(language))
        .With("round", plan.Round.In(language))
        .With("reference", string.Create(CultureInfo.InvariantCulture, $"{plan.ProgrammeCode}-{plan.RoundNumber}-{plan.Number:00}"))
        .With("link", string.Create(CultureInfo.InvariantCulture, $"/plans/{plan.Id}"));

    static MailFacts Tell(MailFacts facts, PlanTask task)
    {
        facts = facts.With("task", task.Kind);
        // Whoever is told of a task that is still open finds the page on which it is done.
        if (task.ClosedAt is null && facts.Has("link"))
            facts = facts.With("link", TaskPages.PathOf(task.PlanId, task.Kind));
        if (task.DueAt is { } due)
            facts = facts.With("due", due);
        return task.ReviewRound > 0 && task.Kind is "review" or "revise" or "decide" ? facts.With("reviewRound", Number(task.ReviewRound)) : facts;
    }

    static async Task<MailFacts> InvitationAsync(Session session, long programmeId, long? roundId, string language, MailFacts facts)
    {
        if (await session.FirstOrDefaultAsync<Named>("select title from programme where id = @programmeId", new { programmeId }) is { } programme)
            facts = facts.With("programme", programme.Title.In(language));
        return roundId is not null && await session.FirstOrDefaultAsync<Named>("select title from round where id = @roundId", new { roundId }) is { } round
            ? facts.With("round", round.Title.In(language))
            : facts;
    }

    static async Task<MailFacts> ReviewAsync(Session session, long id, MailFacts facts)
    {
        var count = await session.FirstOrDefaultAsync<Counted>(
            "select count(*) as comments, coalesce(sum(required), 0) as required from comment where review_id = @id and state <> 'draft'", new { id });
        return count is null ? facts : facts.With("comments", Number(count.Comments)).With("required", Number(count.Required));
    }

    static async Task<MailFacts> RevisionAsync(Session session, long id, MailFacts facts)
    {
        var revision = await session.FirstOrDefaultAsync<Revision>(
            "select id, plan_id, number, title, submitted_at, submitted_by, sha256, receipt, words from revision where id = @id", new { id });
        return revision is null
            ? facts
            : facts.With("plan", revision.Title).With("receipt", revision.Receipt).With("sha256", revision.Sha256)
                .With("revision", Number(revision.Number)).With("submitted", revision.SubmittedAt);
    }

    static async Task<MailFacts> PresentationAsync(Session session, long id, MailFacts facts)
    {
        var slot = await session.FirstOrDefaultAsync<Slot>("select plan_id, starts_at, minutes, place, link from presentation where id = @id", new { id });
        if (slot is null)
            return facts;
        facts = facts.With("slot", Number(id)).With("start", slot.StartsAt).With("end", slot.StartsAt.AddMinutes(slot.Minutes));
        if (facts.Words.GetValueOrDefault("task") == "panel")
            facts = facts.With("due", slot.StartsAt.AddMinutes(slot.Minutes)).With("link", TaskPages.PathOf(slot.PlanId, "panel"));
        var place = Lists.Dotted(slot.Place, slot.Link);
        return place.Length > 0 ? facts.With("place", place) : facts;
    }

    static long? Id(JsonObject ids, string name) => ids[name] is JsonValue value && value.TryGetValue<long>(out var id) ? id : null;

    static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    static MailReading No(string why) => new(null, why);

    sealed class Recipient
    {
        public string Name { get; init; } = "";
        public string? NativeName { get; init; }
        public WrittenName WrittenName => new(Name, NativeName);
        public string Zone { get; init; } = "";
        public bool IsAdministrator { get; init; }
        public DateTimeOffset? ErasedAt { get; init; }
    }

    sealed class PlanOfMail
    {
        public long Id { get; init; }
        public int Number { get; init; }
        public string Title { get; init; } = "";
        public string OfficialName { get; init; } = "";
        public string? OfficialNativeName { get; init; }
        public WrittenName Official => new(OfficialName, OfficialNativeName);
        public string ProgrammeCode { get; init; } = "";
        public Trilingual Programme { get; init; } = new("", "", "");
        public int RoundNumber { get; init; }
        public Trilingual Round { get; init; } = new("", "", "");
    }

    sealed class Named
    {
        public Trilingual Title { get; init; } = new("", "", "");
    }

    sealed class Counted
    {
        public long Comments { get; init; }
        public long Required { get; init; }
    }

    sealed class Slot
    {
        public long PlanId { get; init; }
        public DateTimeOffset StartsAt { get; init; }
        public int Minutes { get; init; }
        public string Place { get; init; } = "";
        public string Link { get; init; } = "";
    }
}
