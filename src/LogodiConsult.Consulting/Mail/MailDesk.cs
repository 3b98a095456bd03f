using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.Mail;

public enum MailState
{
    Waiting,
    Sent,
    Failed,
}

/// <summary>A mail of the outbox as a list shows it; its facts are not here, since those of a link hold the link.</summary>
public sealed class MailLine
{
    public long Id { get; init; }

    public string Kind { get; init; } = "";

    public string Address { get; init; } = "";

    public string Language { get; init; } = "";

    public string? PersonName { get; init; }

    public string? PersonNativeName { get; init; }

    public WrittenName? Person => PersonName is { } name ? new(name, PersonNativeName) : null;

    public long? PlanId { get; init; }

    public string? PlanTitle { get; init; }

    public string? PlanLanguage { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset NotBefore { get; init; }

    public int Attempts { get; init; }

    public DateTimeOffset? SentAt { get; init; }

    public DateTimeOffset? FailedAt { get; init; }

    public string? Error { get; init; }

    public MailState State => SentAt is not null ? MailState.Sent : FailedAt is not null ? MailState.Failed : MailState.Waiting;
}

/// <param name="Lines">The newest of the state asked for, at most <see cref="MailDesk.Most"/>.</param>
/// <param name="Counts">How many there are of each state.</param>
public sealed record MailList(IReadOnlyList<MailLine> Lines, IReadOnlyDictionary<MailState, int> Counts);

/// <summary>What left the house and what did not: all of it for administrators, for leads the mails of the plans they lead, and those that speak of
/// no plan (invitations, links to sign in) to the people of their programmes.</summary>
public sealed class MailDesk(Database database)
{
    public const int Most = 100;

    const string Visible = """
        (@seesAll = 1 or exists (
          select 1 from plan p join round r on r.id = p.round_id
          join role l on l.programme_id = r.programme_id and (l.round_id is null or l.round_id = r.id)
          where p.id = o.plan_id and l.person_id = @me and l.role = 'lead' and l.ended_at is null)
         or o.plan_id is null and exists (
          select 1 from role h join role l on l.programme_id = h.programme_id and (l.round_id is null or l.round_id = h.round_id)
          where h.person_id = o.person_id and l.person_id = @me and l.role = 'lead' and l.ended_at is null))
        """;

    const string State = "case when o.sent_at is not null then 'sent' when o.failed_at is not null then 'failed' else 'waiting' end";

    /// <param name="before">Only mails older than this one: the next page.</param>
    public async Task<Result<MailList>> ListAsync(MailState? state, long? before, Actor actor, CancellationToken ct = default)
    {
        if (MaySee(actor) is { } no)
            return no;
        var args = new { me = actor.PersonId, seesAll = actor.IsAdministrator, state = state?.ToCode(), before = before ?? long.MaxValue, limit = Most };
        return await database.ReadAsync<Result<MailList>>(async session =>
        {
            var lines = await session.QueryAsync<MailLine>(
                $"""
                select o.id, o.kind, o.address, o.language, h.name as person_name, h.native_name as person_native_name, o.plan_id, pl.title as plan_title, pl.language as plan_language, o.created_at, o.not_before, o.attempts,
                       o.sent_at, o.failed_at, o.error
                from outbox o left join person h on h.id = o.person_id left join plan pl on pl.id = o.plan_id
                where {Visible} and (@state is null or {State} = @state) and o.id < @before
                order by o.id desc limit @limit
                """,
                args);
            var counts = await session.QueryAsync<Count>($"select {State} as state, count(*) as mails from outbox o where {Visible} group by {State}", args);
            return new MailList(lines, counts.ToDictionary(c => c.State, c => c.Mails));
        }, ct);
    }

    /// <summary>Only for what has failed.</summary>
    public async Task<Result<Done>> SendAgainAsync(long id, Actor actor, FormPost? form = null, CancellationToken ct = default) =>
        await database.WriteAsync(work => Once.RunAsync<Done>(work, form, actor, async () =>
        {
            var args = new { id, me = actor.PersonId, seesAll = actor.IsAdministrator };
            if (MaySee(actor) is not null || await work.ScalarAsync<long>($"select count(*) from outbox o where o.id = @id and {Visible}", args) == 0)
                return Refusal.Hidden();
            if (!await Outbox.SendAgainAsync(work, id))
                return Refusal.OutOfTime("mail.notFailed");
            await work.AuditAsync(actor, new AuditLine("mail.sentAgain") { Subject = "mail", SubjectId = id });
            return Done.Value;
        }), ct);

    static Refusal? MaySee(Actor actor) => actor.IsAdministrator || actor.HoldsAnywhere(Role.Lead) ? null : Refusal.Hidden();

    sealed class Count
    {
        public MailState State { get; init; }

        public int Mails { get; init; }
    }
}
