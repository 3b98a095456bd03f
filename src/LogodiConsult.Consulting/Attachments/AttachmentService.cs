using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Templates.Kinds;

namespace LogodiConsult.Consulting.Attachments;

/// <summary>Files of a plan: in one piece by a form, or in pieces that survive a dropped line. The bytes are durable before the row that names them.</summary>
public sealed class AttachmentService(Database database, TemplateLibrary templates, AttachmentFolder folder, AttachmentSettings settings)
{
    const int LongestCaption = 300;

    /// <summary>A file that came whole. It is added to the section's list, behind the others.</summary>
    public async Task<Result<Attachment>> AddAsync(AddFile add, Actor actor, CancellationToken ct = default)
    {
        if (await MayAddAsync(add.PlanId, add.SectionKey, actor, ct) is { } refusal)
            return refusal;
        var token = AttachmentFolder.NewToken();
        folder.Begin(token);
        try
        {
            await folder.AppendAsync(token, 0, add.Content, settings.MaxBytes, ct);
        }
        catch (AttachmentTooLargeException)
        {
            folder.Forget(token);
            return TooLarge();
        }
        return await TakeAsync(token, add, actor);
    }

    /// <summary>Opens an upload in pieces.</summary>
    public async Task<Result<UploadState>> BeginAsync(long planId, string sectionKey, string name, long bytes, Actor actor, CancellationToken ct = default)
    {
        if (await MayAddAsync(planId, sectionKey, actor, ct) is { } refusal)
            return refusal;
        if (bytes < 1)
            return Refusal.Invalid("file.empty", "file");
        if (bytes > settings.MaxBytes)
            return TooLarge();
        var upload = new Upload
        {
            Token = AttachmentFolder.NewToken(),
            PlanId = planId,
            SectionKey = sectionKey,
            Name = FileNames.Clean(name),
            Bytes = bytes,
            PersonId = actor.PersonId,
        };
        folder.Begin(upload.Token);
        return await database.WriteAsync<UploadState>(async work =>
        {
            await AttachmentSql.BeginAsync(work, upload);
            return new UploadState(upload.Token, upload.Name, bytes, 0);
        }, ct);
    }

    /// <summary>How far an upload has come, for who began it.</summary>
    public async Task<Result<UploadState>> FindAsync(long planId, string token, Actor actor, CancellationToken ct = default)
    {
        var upload = await database.ReadAsync(session => AttachmentSql.FindUploadAsync(session, planId, token, actor.PersonId), ct);
        return upload is not null && folder.Arrived(upload.Token) is { } offset
            ? new UploadState(upload.Token, upload.Name, upload.Bytes, offset)
            : Refusal.Hidden();
    }

    /// <summary>The next piece. With the last one the file is looked into and becomes the plan's.</summary>
    public async Task<Result<UploadState>> AppendAsync(long planId, string token, long offset, Stream piece, Actor actor, CancellationToken ct = default)
    {
        var upload = await database.ReadAsync(session => AttachmentSql.FindUploadAsync(session, planId, token, actor.PersonId), ct);
        if (upload is null || folder.Arrived(upload.Token) is null)
            return Refusal.Hidden();
        if (await MayAddAsync(planId, upload.SectionKey, actor, ct) is { } refusal)
            return refusal;
        long? arrived;
        try
        {
            arrived = await folder.AppendAsync(upload.Token, offset, piece, upload.Bytes, ct);
        }
        catch (AttachmentTooLargeException)
        {
            return Refusal.OutOfTime("file.offset");
        }
        if (arrived is null)
            return Refusal.OutOfTime("file.offset");
        var state = new UploadState(upload.Token, upload.Name, upload.Bytes, arrived.Value);
        if (arrived < upload.Bytes)
            return state;
        var taken = await TakeAsync(upload.Token, new AddFile(planId, upload.SectionKey, upload.Name, Stream.Null), actor);
        if (taken.IsRefused)
            return taken.Refusal!;
        return state with { FileId = taken.Value.FileId };
    }

    /// <summary>A file for who may see it: everybody who sees the plan when a revision has it, otherwise those who write the plan.</summary>
    public async Task<Result<AttachedFile>> OpenAsync(long planId, string fileId, Actor actor, CancellationToken ct = default)
    {
        var found = await database.ReadAsync(async session =>
        {
            if (await PlanSql.FactsAsync(session, planId) is not { } facts || !PlanAccess.May(PlanAct.See, facts, actor))
                return null;
            if (await AttachmentSql.FindAsync(session, planId, fileId) is not { } attachment)
                return null;
            return PlanAccess.May(PlanAct.SeeWorkingText, facts, actor) || await AttachmentSql.IsHandedInAsync(session, planId, fileId) ? attachment : null;
        }, ct);
        return found is null ? Refusal.Hidden() : new AttachedFile(found, FileKinds.Get(found.Kind), folder.Open(found.Sha256));
    }

    async Task<Refusal?> MayAddAsync(long planId, string sectionKey, Actor actor, CancellationToken ct) =>
        await database.ReadAsync(async session =>
            await PlanSql.FactsAsync(session, planId) is not { } facts ? Refusal.Hidden() : MayAdd(facts, sectionKey, actor), ct);

    Refusal? MayAdd(Plans.PlanFacts facts, string sectionKey, Actor actor) =>
        PlanAccess.Why(PlanAct.Write, facts, actor)
        ?? (templates.Get(facts.Plan.TemplateId, facts.Plan.TemplateVersion).Find(sectionKey) is { Kind: FilesKind } ? null : Refusal.Invalid("section.unknown", sectionKey));

    Refusal TooLarge() => Refusal.Invalid("file.tooLarge", "file").With("megabytes", settings.MaxMegabytes);

    /// <summary>What has arrived is recognised, kept under its hash and then named in the plan, in that order: a crash between leaves a file that nobody names,
    /// which is swept, never a name without its file.</summary>
    async Task<Result<Attachment>> TakeAsync(string token, AddFile add, Actor actor)
    {
        FileKind kind;
        long bytes;
        await using (var content = folder.OpenIncoming(token))
        {
            bytes = content.Length;
            var recognised = bytes == 0 ? Refusal.Invalid("file.empty", "file") : FileKinds.Recognise(content);
            if (recognised.IsRefused)
            {
                await GiveUpAsync(token);
                return recognised.Refusal!;
            }
            kind = recognised.Value;
        }
        var sha256 = await folder.KeepAsync(token, CancellationToken.None);
        var named = new Attachment { PlanId = add.PlanId, Sha256 = sha256, Name = FileNames.Clean(add.Name, kind), Kind = kind.Key, Bytes = bytes, AddedBy = actor.PersonId };
        var added = await database.WriteAsync(work => Once.RunAsync(work, add.Form, actor, () => NameAsync(work, add, named, token, actor)));
        if (added.IsRefused)
            await GiveUpAsync(token);
        return added;
    }

    async Task<Result<Attachment>> NameAsync(UnitOfWork work, AddFile add, Attachment file, string token, Actor actor)
    {
        if (await PlanSql.FactsForActAsync(work, add.PlanId) is not { } facts)
            return Refusal.Hidden();
        if (MayAdd(facts, add.SectionKey, actor) is { } refusal)
            return refusal;
        await AttachmentLock.TakeAsync(work);
        // The sweep may have taken a file of the same content that nobody wanted for a week; whoever sends it again keeps it.
        if (!folder.Has(file.Sha256))
            return Refusal.OutOfTime("file.sendAgain");
        var plan = facts.Plan;
        var declared = templates.Get(plan.TemplateId, plan.TemplateVersion)[add.SectionKey];
        var stored = (await PlanSql.SectionsAsync(work, plan.Id)).FirstOrDefault(s => s.Key == add.SectionKey);
        var list = FilesContent.Read(stored?.Content ?? "");
        if (list.Files.Any(f => f.Id == file.FileId))
            return Refusal.OutOfTime("file.alreadyThere").With("name", file.Name);
        if (declared.Limits.MaxRows is { } most && list.Files.Count >= most)
            return Refusal.Invalid("file.tooMany", "file").With("most", most);
        var known = await AttachmentSql.FindAsync(work, plan.Id, file.FileId);
        if (known is null && await AttachmentSql.BytesOfPlanAsync(work, plan.Id) + file.Bytes > settings.PlanBytes)
            return Refusal.Invalid("file.planTooLarge", "file").With("megabytes", settings.PlanMegabytes);
        var id = known?.Id ?? await AttachmentSql.InsertAsync(work, plan.Id, file.Sha256, file.Name, file.Kind, file.Bytes, actor.PersonId);
        var caption = add.Caption.Trim();
        var listed = new ContentFile(file.FileId, file.Name, caption.Length > LongestCaption ? caption[..LongestCaption] : caption);
        var text = new SectionText(add.SectionKey, new FilesContent([.. list.Files, listed]).Write(), stored?.Version ?? 0);
        if (!await PlanSql.SaveSectionAsync(work, plan.Id, text, plan.Language, actor.PersonId))
            return Refusal.OutOfTime("file.sendAgain");
        await AttachmentSql.ForgetAsync(work, token);
        await Trail.AddAsync(work, "file.added", actor, plan.Id, plan.RoundId, "attachment", id, new JsonObject { ["sha256"] = file.Sha256 });
        return (await AttachmentSql.FindAsync(work, plan.Id, file.FileId))!;
    }

    async Task GiveUpAsync(string token)
    {
        folder.Forget(token);
        await database.WriteAsync<Done>(async work =>
        {
            await AttachmentSql.ForgetAsync(work, token);
            return Done.Value;
        });
    }
}

/// <summary>Naming a file and sweeping files that nobody names exclude each other, whatever node does which.</summary>
static class AttachmentLock
{
    // Any number of our own; nothing else in this database takes advisory locks of this key.
    const long Key = 6_006_001;

    public static async Task TakeAsync(UnitOfWork work)
    {
        // SQLite has one writer anyway.
        if (work.Dialect == Dialect.Postgres)
            await work.ExecuteAsync("select pg_advisory_xact_lock(@Key)", new { Key });
    }
}
