using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.Plans;

public enum AuthorKind
{
    CoAuthor,

    /// <summary>Owned the plan before it was handed over.</summary>
    FormerOwner,
}

/// <summary>Somebody who writes a plan beside its owner, or who once owned it.</summary>
public sealed class Author
{
    public long Id { get; init; }
    public long PlanId { get; init; }
    public long PersonId { get; init; }
    public AuthorKind Kind { get; init; }
    public DateTimeOffset Since { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
}

public static class AuthorSql
{
    public static Task<IReadOnlyList<Author>> OfPlanAsync(Session session, long planId) =>
        session.QueryAsync<Author>("select id, plan_id, person_id, kind, since, ended_at from author where plan_id = @planId order by id", new { planId });

    public static Task<long> AddAsync(UnitOfWork work, long planId, long personId, AuthorKind kind, long by) =>
        work.InsertAsync(
            "insert into author (plan_id, person_id, kind, since, added_by) values (@planId, @personId, @kind, @Now, @by) returning id",
            new { planId, personId, kind, work.Now, by });

    public static Task<int> EndAsync(UnitOfWork work, long planId, long personId) =>
        work.ExecuteAsync("update author set ended_at = @Now where plan_id = @planId and person_id = @personId and ended_at is null", new { planId, personId, work.Now });

    public static Task<bool> SetOwnerAsync(UnitOfWork work, long planId, long from, long to) =>
        work.ExecuteOneAsync("update plan set official_id = @to, version = version + 1 where id = @planId and official_id = @from", new { planId, from, to });
}

/// <summary>Somebody wrote in one section on the way to one revision.</summary>
public sealed class SectionEdit
{
    public string Key { get; init; } = "";

    /// <summary>The revision that the text was written for.</summary>
    public int Revision { get; init; }

    public long PersonId { get; init; }

    /// <summary>In how many sittings.</summary>
    public int Saves { get; init; }

    public DateTimeOffset FirstAt { get; init; }
    public DateTimeOffset LastAt { get; init; }
}

public static class SectionEditSql
{
    /// <summary>Saves that follow each other within this time are one sitting: the next of them writes nothing here.</summary>
    static readonly TimeSpan Sitting = TimeSpan.FromMinutes(10);

    /// <summary>One line for each writer, section and revision, touched once for each sitting.</summary>
    public static async Task NoteAsync(UnitOfWork work, long planId, string key, long by)
    {
        var noted = await work.ScalarAsync<long>(
            """
            select count(*) from section_edit e join plan p on p.id = e.plan_id
            where e.plan_id = @planId and e.key = @key and e.revision = p.revision_count + 1 and e.person_id = @by and e.last_at > @recently
            """,
            new { planId, key, by, recently = work.Now - Sitting });
        if (noted > 0)
            return;
        await work.ExecuteAsync(
            """
            insert into section_edit (plan_id, key, revision, person_id, saves, first_at, last_at)
            select id, @key, revision_count + 1, @by, 1, @Now, @Now from plan where id = @planId
            on conflict (plan_id, key, revision, person_id) do update set saves = section_edit.saves + 1, last_at = excluded.last_at
            """,
            new { planId, key, by, work.Now });
    }

    public static Task<IReadOnlyList<SectionEdit>> OfPlanAsync(Session session, long planId) =>
        session.QueryAsync<SectionEdit>(
            "select key, revision, person_id, saves, first_at, last_at from section_edit where plan_id = @planId order by last_at desc, key", new { planId });
}
