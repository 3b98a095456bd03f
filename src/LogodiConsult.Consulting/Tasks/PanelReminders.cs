using System.Text.Json;
using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Time;

namespace LogodiConsult.Consulting.Tasks;

/// <summary>
/// The lead holds the one task of a presentation, so its panel is reminded here: of the sheet that each member owes until the presentation ends, on the
/// mornings and by the calendar of that task; then the leads hear whose sheets are missing. What was sent stands in the outbox, once for each instant.
/// </summary>
public sealed class PanelReminders(Database database, CalendarCatalog calendars)
{
    /// <summary>Sends what is due, one presentation one transaction. Late rather than never after a stop; several missed reminders become one.</summary>
    /// <returns>How many people were written to.</returns>
    public async Task<int> RemindAsync(CancellationToken ct = default)
    {
        var letters = await database.ReadAsync(async session =>
        {
            var due = (await OwedAsync(session)).Select(sheet => Due(sheet, session.Now)).OfType<Letter>().ToList();
            due.AddRange(await ToLeadsAsync(session, due));
            var sent = due.Count == 0
                ? []
                : (await session.QueryAsync<string>("select dedupe_key from outbox where dedupe_key in @keys", new { keys = due.Select(l => l.Key).ToList() })).ToHashSet();
            return due.Where(l => !sent.Contains(l.Key)).ToList();
        }, ct);
        foreach (var presentation in letters.GroupBy(l => l.PresentationId))
        {
            await database.WriteAsync(async work =>
            {
                foreach (var letter in presentation)
                {
                    await Outgoing.QueueAsync(work, letter.Kind, letter.PersonId, letter.Key,
                        new JsonObject { ["planId"] = letter.PlanId, ["presentationId"] = letter.PresentationId, ["task"] = "panel" });
                }
                return (Result<Done>)Done.Value;
            }, ct);
        }
        return letters.Count;
    }

    /// <summary>Sheets that are not handed in, of presentations that wait to be held. Says in SQL what <see cref="Plans.PlanAct.ScoreInPanel"/> says.</summary>
    static Task<IReadOnlyList<OwedSheet>> OwedAsync(Session session) =>
        session.QueryAsync<OwedSheet>(
            """
            select h.id as presentation_id, h.plan_id, h.starts_at, h.minutes, t.calendar, t.reminders, a.person_id,
                   case when a.since > t.opened_at then a.since else t.opened_at end as since
            from presentation h
            join task t on t.plan_id = h.plan_id and t.kind = 'present' and t.closed_at is null
            join assignment a on a.plan_id = h.plan_id and a.role = 'panel' and a.ended_at is null
            join person p on p.id = a.person_id and p.erased_at is null
            where h.state = 'scheduled'
              and not exists (select 1 from score_sheet s where s.presentation_id = h.id and s.person_id = a.person_id and s.submitted_at is not null)
            order by h.id, a.id
            """);

    /// <summary>The newest instant that has come since the member owes the sheet; null when none has.</summary>
    Letter? Due(OwedSheet sheet, DateTimeOffset now)
    {
        var end = sheet.StartsAt.AddMinutes(sheet.Minutes);
        var instants = Reminders.Of(calendars, sheet.Calendar, end, JsonSerializer.Deserialize<int[]>(sheet.Reminders, Texts.StoredJson)!);
        return instants.At.LastOrDefault(at => at <= now && at > sheet.Since) is { Ticks: > 0 } at
            ? new Letter(sheet.PresentationId, sheet.PlanId, sheet.PersonId, at, at == end ? "task_overdue" : "task_reminder")
            : null;
    }

    static async Task<List<Letter>> ToLeadsAsync(Session session, IReadOnlyList<Letter> due)
    {
        var letters = new List<Letter>();
        foreach (var missing in due.Where(l => l.Kind == "task_overdue").DistinctBy(l => l.PresentationId))
        {
            var members = due.Where(l => l.PresentationId == missing.PresentationId).Select(l => l.PersonId);
            letters.AddRange((await TaskHolders.OfAsync(session, missing.PlanId, Role.Lead)).Except(members)
                .Select(lead => missing with { PersonId = lead, Kind = "lead_overdue" }));
        }
        return letters;
    }

    sealed record Letter(long PresentationId, long PlanId, long PersonId, DateTimeOffset At, string Kind)
    {
        public string Key => $"sheet-{PresentationId}-remind-{At.ToMicroseconds()}-{PersonId}";
    }

    sealed class OwedSheet
    {
        public long PresentationId { get; init; }
        public long PlanId { get; init; }
        public long PersonId { get; init; }
        public DateTimeOffset StartsAt { get; init; }
        public int Minutes { get; init; }
        public string? Calendar { get; init; }
        public string Reminders { get; init; } = "[]";
        public DateTimeOffset Since { get; init; }
    }
}
