using LogodiConsult.Consulting.Mail;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Time;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.Tasks;

/// <param name="Path">Told once, in the answer to the act itself; null when the form was sent twice.</param>
public sealed record CalendarMade(string? Path);

/// <summary>
/// One's deadlines and presentations in one's own calendar program. Such programs sign nobody in: the address itself is the secret, of which the
/// database knows only the digest. It reads, and opens nothing else; a new address or none makes the old one void.
/// </summary>
public sealed class CalendarService(Database database, Inbox inbox)
{
    /// <summary>When the address was made that works now; null when there is none.</summary>
    public Task<DateTimeOffset?> MadeAtAsync(Actor actor, CancellationToken ct = default) =>
        database.ReadAsync(async session =>
            (await session.FirstOrDefaultAsync<Feed>("select person_id, made_at from calendar_feed where person_id = @me", new { me = actor.PersonId }))?.MadeAt, ct);

    public async Task<Result<CalendarMade>> MakeAsync(Actor actor, FormPost? form = null, CancellationToken ct = default)
    {
        string? path = null;
        var made = await database.WriteAsync(work => Once.RunAsync<CalendarMade>(work, form, actor, async () =>
        {
            var token = OneTimeToken.Make();
            await work.ExecuteAsync(
                """
                insert into calendar_feed (person_id, token_digest, made_at) values (@me, @digest, @Now)
                on conflict (person_id) do update set token_digest = excluded.token_digest, made_at = excluded.made_at
                """,
                new { me = actor.PersonId, digest = OneTimeToken.Digest(token), work.Now });
            await work.AuditAsync(actor, new AuditLine("calendar.made") { Subject = "person", SubjectId = actor.PersonId });
            path = $"/calendar/{token}.ics";
            return new CalendarMade(Path: null);
        }), ct);
        return made.IsRefused ? made : new CalendarMade(path);
    }

    public Task<Result<Done>> StopAsync(Actor actor, FormPost? form = null, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync<Done>(work, form, actor, async () =>
        {
            if (await work.ExecuteAsync("delete from calendar_feed where person_id = @me", new { me = actor.PersonId }) > 0)
                await work.AuditAsync(actor, new AuditLine("calendar.stopped") { Subject = "person", SubjectId = actor.PersonId });
            return Done.Value;
        }), ct);

    /// <summary>The feed behind an address, in the language and on the clock of whoever it was made for.</summary>
    /// <param name="site">The public address of the installation.</param>
    public async Task<Result<string>> FeedAsync(string token, Uri site, CancellationToken ct = default)
    {
        var owner = await database.ReadAsync(session => session.FirstOrDefaultAsync<Feed>(
            """
            select f.person_id, f.made_at, p.language, p.zone, p.is_administrator from calendar_feed f join person p on p.id = f.person_id
            where f.token_digest = @digest and p.erased_at is null
            """,
            new { digest = OneTimeToken.Digest(token) }), ct);
        if (owner is null)
            return Refusal.Hidden();
        var roles = await database.ReadAsync(session => PeopleService.RolesAsync(session, owner.PersonId), ct);
        var tasks = await inbox.TasksAsync(new Actor(owner.PersonId, owner.IsAdministrator, roles), ct);
        var (changed, slots) = await database.ReadAsync(async session => (await ChangedAsync(session, tasks), await SlotsAsync(session, owner.PersonId)), ct);
        return Result.Of(CalendarFeed.Compose(
            tasks.Where(t => t.DueAt is not null).Select(t => new DueTask(
                t.Kind == "panel" ? FormattableString.Invariant($"{t.TaskId}-panel") : FormattableString.Invariant($"{t.TaskId}"),
                t.Kind, t.Title, TaskPages.PathOf(t.PlanId, t.Kind), t.DueAt!.Value, changed.GetValueOrDefault(t.TaskId, t.OpenedAt))),
            slots.Select(s => new PresentationSlot(
                FormattableString.Invariant($"{s.Id}"), s.Title, s.Official.In(owner.Language), FormattableString.Invariant($"/plans/{s.PlanId}"),
                new TimeSlot(s.StartsAt, s.StartsAt.AddMinutes(s.Minutes)),
                Lists.Dotted(s.Place, s.Link), s.SetAt)),
            owner.Language, owner.Zone, site));
    }

    static async Task<IReadOnlyDictionary<long, DateTimeOffset>> ChangedAsync(Session session, IReadOnlyList<InboxTask> tasks) =>
        tasks.Count == 0
            ? new Dictionary<long, DateTimeOffset>()
            : (await session.QueryAsync<Moved>(
                """
                select subject_id as task_id, max(at) as at from audit
                where plan_id in @plans and act = 'deadline.extended' and subject = 'task' group by subject_id
                """,
                new { plans = tasks.Select(t => t.PlanId).Distinct().ToList() })).ToDictionary(m => m.TaskId, m => m.At);

    /// <summary>Of the plans that the person takes part in or leads; not of all that an administrator could see.</summary>
    static Task<IReadOnlyList<Slot>> SlotsAsync(Session session, long person) =>
        session.QueryAsync<Slot>(
            $"""
            select h.id, h.plan_id, p.title, o.name as official_name, o.native_name as official_native_name, h.starts_at, h.minutes, h.place, h.link, t.closed_at as set_at
            from presentation h join task t on t.id = h.task_id join plan p on p.id = h.plan_id join round r on r.id = p.round_id
            join person o on o.id = p.official_id
            where h.state <> 'cancelled' and p.state <> 'withdrawn' and {PlanVisibility.Sql}
            order by h.starts_at, h.id
            """,
            new { me = person, seesAll = 0 });

    sealed class Feed
    {
        public long PersonId { get; init; }
        public DateTimeOffset MadeAt { get; init; }
        public string Language { get; init; } = "";
        public string Zone { get; init; } = "";
        public bool IsAdministrator { get; init; }
    }

    sealed class Moved
    {
        public long TaskId { get; init; }
        public DateTimeOffset At { get; init; }
    }

    sealed class Slot
    {
        public long Id { get; init; }
        public long PlanId { get; init; }
        public string Title { get; init; } = "";
        public string OfficialName { get; init; } = "";
        public string? OfficialNativeName { get; init; }
        public WrittenName Official => new(OfficialName, OfficialNativeName);
        public DateTimeOffset StartsAt { get; init; }
        public int Minutes { get; init; }
        public string Place { get; init; } = "";
        public string Link { get; init; } = "";
        public DateTimeOffset SetAt { get; init; }
    }
}
