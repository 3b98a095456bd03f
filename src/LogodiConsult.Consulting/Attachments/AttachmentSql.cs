using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.Attachments;

public static class AttachmentSql
{
    const string Columns = "id, plan_id, sha256, name, kind, bytes, added_by, added_at";

    public static Task<IReadOnlyList<Attachment>> OfPlanAsync(Session session, long planId) =>
        session.QueryAsync<Attachment>($"select {Columns} from attachment where plan_id = @planId order by id", new { planId });

    public static Task<Attachment?> FindAsync(Session session, long planId, string fileId) =>
        session.FirstOrDefaultAsync<Attachment>(
            $"select {Columns} from attachment where plan_id = @planId and substr(sha256, 1, 40) = @fileId", new { planId, fileId });

    /// <summary>Whether some frozen revision of the plan lists the file: then everybody who sees the plan may have it.</summary>
    public static async Task<bool> IsHandedInAsync(Session session, long planId, string fileId) =>
        await session.ScalarAsync<long>(
            """
            select count(*) from revision_section s join revision v on v.id = s.revision_id
            where v.plan_id = @planId and s.content like '{"files":%' and s.content like @named
            """,
            new { planId, named = $"%\"{fileId}\"%" }) > 0;

    public static Task<long> InsertAsync(UnitOfWork work, long planId, string sha256, string name, string kind, long bytes, long by) =>
        work.InsertAsync(
            """
            insert into attachment (plan_id, sha256, name, kind, bytes, added_by, added_at) values (@planId, @sha256, @name, @kind, @bytes, @by, @Now) returning id
            """,
            new { planId, sha256, name, kind, bytes, by, work.Now });

    /// <summary>A plan that goes on in another round takes the files of its text along.</summary>
    public static Task<int> CarryAsync(UnitOfWork work, long from, long to) =>
        work.ExecuteAsync(
            """
            insert into attachment (plan_id, sha256, name, kind, bytes, added_by, added_at)
            select @to, sha256, name, kind, bytes, added_by, added_at from attachment where plan_id = @from
            """,
            new { from, to });

    public static Task<long> BytesOfPlanAsync(Session session, long planId) =>
        session.SingleAsync<long>("select coalesce(sum(bytes), 0) from attachment where plan_id = @planId", new { planId });

    public static async Task<bool> IsWantedAsync(Session session, string sha256) =>
        await session.ScalarAsync<long>("select count(*) from attachment where sha256 = @sha256", new { sha256 }) > 0;

    public static Task BeginAsync(UnitOfWork work, Upload upload) =>
        work.ExecuteAsync(
            """
            insert into upload (token, plan_id, section_key, name, bytes, person_id, begun_at)
            values (@Token, @PlanId, @SectionKey, @Name, @Bytes, @PersonId, @Now)
            """,
            new { upload.Token, upload.PlanId, upload.SectionKey, upload.Name, upload.Bytes, upload.PersonId, work.Now });

    /// <summary>Uploads are their person's own.</summary>
    public static Task<Upload?> FindUploadAsync(Session session, long planId, string token, long personId) =>
        session.FirstOrDefaultAsync<Upload>(
            "select token, plan_id, section_key, name, bytes, person_id from upload where plan_id = @planId and token = @token and person_id = @personId",
            new { planId, token, personId });

    public static Task<int> ForgetAsync(UnitOfWork work, string token) => work.ExecuteAsync("delete from upload where token = @token", new { token });

    public static Task<int> ForgetBeforeAsync(UnitOfWork work, DateTimeOffset moment) =>
        work.ExecuteAsync("delete from upload where begun_at < @moment", new { moment });

    public static Task<IReadOnlyList<string>> WantedAsync(Session session) => session.QueryAsync<string>("select distinct sha256 from attachment order by sha256");
}

/// <summary>A file on its way.</summary>
public sealed class Upload
{
    public string Token { get; init; } = "";
    public long PlanId { get; init; }
    public string SectionKey { get; init; } = "";
    public string Name { get; init; } = "";
    public long Bytes { get; init; }
    public long PersonId { get; init; }
}
