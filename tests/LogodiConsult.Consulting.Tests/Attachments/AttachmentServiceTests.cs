using LogodiConsult.Consulting.Attachments;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Templates.Kinds;
using LogodiConsult.Consulting.Tests.Plans;
using LogodiConsult.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogodiConsult.Consulting.Tests.Attachments;

public sealed class AttachmentServiceTests : IDisposable
{
    const string Section = "annexes";

    readonly AttachmentFolder folder = new(Directory.CreateTempSubdirectory("logodi-files-").FullName);
    readonly AttachmentSettings settings = new() { MaxMegabytes = 1, PlanMegabytes = 2 };

    [Theory, DatabaseData]
    public async Task Add_AFile_IsListedKeptUnderItsHashAndGivenOut(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var (plan, files) = (await house.OpenAsync(), Service(house));
        var added = PlanHouse.Ok(await AddAsync(files, plan, "Diagnóstico 진단.pdf", TestFiles.Pdf(), house.Official, "Diagnóstico de trámites"));
        Assert.True(folder.Has(added.Sha256));
        Assert.Empty(folder.IncomingBefore(DateTimeOffset.MaxValue.AddDays(-1)));
        var view = await house.ViewAsync(plan, house.Official, new Wanted(Working: true));
        var listed = Assert.Single(FilesContent.Read(view.Contents[Section]).Files);
        Assert.Equal((added.FileId, "Diagnóstico 진단.pdf", "Diagnóstico de trámites"), (listed.Id, listed.Name, listed.Caption));
        var given = PlanHouse.Ok(await files.OpenAsync(plan, added.FileId, house.Official));
        await using (given.Content)
            Assert.Equal(TestFiles.Pdf(), await ReadAsync(given.Content));
        Assert.Empty(await AttachmentSweep.VerifyAsync(house.Db.Database, folder));
        Assert.Contains(PlanHouse.Ok(await house.History.OfPlanAsync(plan, house.Lead)), l => l.Act == "file.added" && HistorySentences.Knows(l));
    }

    [Theory, DatabaseData]
    public async Task Open_BeforeAndAfterItIsHandedIn_IsTheWritersThenEveryReaders_AndStaysWithItsRevision(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var (plan, files) = (await house.OpenAsync(supervisor: false, interpreter: false), Service(house));
        var file = PlanHouse.Ok(await AddAsync(files, plan, "a.pdf", TestFiles.Pdf(), house.Official)).FileId;
        Assert.Equal(RefusalKind.Hidden, (await files.OpenAsync(plan, file, house.Consultant)).Refusal?.Kind);
        Assert.Empty((await house.ViewAsync(plan, house.Consultant)).Files);
        await house.WriteAndSubmitAsync(plan);
        await PlanHouse.Ok(await files.OpenAsync(plan, file, house.Consultant)).Content.DisposeAsync();
        Assert.Equal(RefusalKind.Hidden, (await files.OpenAsync(plan, file, house.OtherOfficial)).Refusal?.Kind);
        Assert.Equal(RefusalKind.Hidden, (await files.OpenAsync(plan, new string('0', 40), house.Official)).Refusal?.Kind);
        Assert.Single((await house.ViewAsync(plan, house.Consultant)).Files);
        Assert.Equal(RefusalKind.OutOfTime, (await AddAsync(files, plan, "b.pdf", TestFiles.Pdf("b"), house.Official)).Refusal?.Kind);
    }

    [Theory, DatabaseData]
    public async Task TakeOut_AfterARevisionFrozeIt_TheEarlierRevisionShowsAndServesIt_TheNewestDoesNot(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var (plan, files) = (await house.OpenAsync(supervisor: false, interpreter: false), Service(house));
        var added = PlanHouse.Ok(await AddAsync(files, plan, "a.pdf", TestFiles.Pdf(), house.Official));
        await house.WriteAndSubmitAsync(plan);
        PlanHouse.Ok(await house.Reviews.SaveCommentAsync(PlanHouse.Comment(plan, required: false), house.Consultant));
        PlanHouse.Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "Falta.", "es"), house.Consultant));
        await FailNth.StatementAsync(house.Db, () => TakeOutAsync(house, plan), 3);
        PlanHouse.Ok(await house.Plans.SubmitAsync(new SubmitDraft(plan, null, []), house.Official));

        Assert.True((await house.ViewAsync(plan, house.Consultant)).Revision is { Number: 2 });
        foreach (var (revision, shows) in new[] { (1, true), (2, false) })
        {
            var view = await house.ViewAsync(plan, house.Consultant, new Wanted(revision));
            Assert.Equal(shows, view.Contents.GetValueOrDefault(Section, "").Contains(added.FileId, StringComparison.Ordinal));
            Assert.Equal(shows, view.Files.Any(f => f.FileId == added.FileId));
        }
        foreach (var reader in new[] { house.Consultant, house.Official, house.Lead })
        {
            var given = PlanHouse.Ok(await files.OpenAsync(plan, added.FileId, reader));
            await using (given.Content)
                Assert.Equal(TestFiles.Pdf(), await ReadAsync(given.Content));
        }
        Assert.Equal(RefusalKind.Hidden, (await files.OpenAsync(plan, added.FileId, house.OtherOfficial)).Refusal?.Kind);

        // Removed only with its plan: neither the sweep nor a withdrawal takes what a revision names.
        PlanHouse.Ok(await house.Plans.WithdrawAsync(plan, "Ya no.", house.Lead));
        foreach (var file in Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, house.Db.Database.Time.GetUtcNow().AddDays(-8).UtcDateTime);
        using var sweep = new AttachmentSweep(house.Db.Database, folder, settings, NullLogger<AttachmentSweep>.Instance);
        Assert.Equal(0, await sweep.RunOnceAsync());
        await PlanHouse.Ok(await files.OpenAsync(plan, added.FileId, house.Consultant)).Content.DisposeAsync();
        Assert.Empty(await AttachmentSweep.VerifyAsync(house.Db.Database, folder));
    }

    static async Task TakeOutAsync(PlanHouse house, long plan)
    {
        var listed = (await house.ViewAsync(plan, house.Official, new Wanted(Working: true))).Working[Section];
        var saved = PlanHouse.Ok(await house.Plans.SaveAsync(new SaveDraft(plan, null, [new SectionText(Section, "", listed.Version)]), house.Official));
        Assert.Empty(saved.Conflicts);
    }

    [Theory, DatabaseData]
    public async Task Upload_InPieces_GoesOnWhereItStopped(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var (plan, files) = (await house.OpenAsync(), Service(house));
        var whole = TestFiles.Pdf(new string('x', 5_000));
        var begun = PlanHouse.Ok(await files.BeginAsync(plan, Section, "informe.pdf", whole.Length, house.Official));
        Assert.Equal(1_000, PlanHouse.Ok(await files.AppendAsync(plan, begun.Token, 0, new MemoryStream(whole[..1_000]), house.Official)).Offset);
        // The line drops in the middle of a piece: what arrived of it is kept.
        await Assert.ThrowsAsync<IOException>(() => files.AppendAsync(plan, begun.Token, 1_000, new DroppedLine(whole[1_000..2_000]), house.Official));
        Assert.Equal(2_000, PlanHouse.Ok(await files.FindAsync(plan, begun.Token, house.Official)).Offset);
        Assert.Equal("file.offset", (await files.AppendAsync(plan, begun.Token, 1_000, new MemoryStream(whole[1_000..]), house.Official)).Refusal?.Code);
        Assert.Equal(RefusalKind.Hidden, (await files.FindAsync(plan, begun.Token, house.Lead)).Refusal?.Kind);
        var last = PlanHouse.Ok(await files.AppendAsync(plan, begun.Token, 2_000, new MemoryStream(whole[2_000..]), house.Official));
        Assert.NotNull(last.FileId);
        var given = PlanHouse.Ok(await files.OpenAsync(plan, last.FileId, house.Official));
        await using (given.Content)
            Assert.Equal(whole, await ReadAsync(given.Content));
        Assert.Equal(RefusalKind.Hidden, (await files.FindAsync(plan, begun.Token, house.Official)).Refusal?.Kind);
    }

    [Theory, DatabaseData]
    public async Task Add_WhatIsTooMuchOrThereAlready_IsRefusedAndLeavesNothing(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var (plan, files) = (await house.OpenAsync(), Service(house));
        Task<Result<Attachment>> Add(byte[] content) => AddAsync(files, plan, "a.txt", content, house.Official);
        Assert.Equal("file.tooLarge", (await Add(new byte[1_000_001])).Refusal?.Code);
        Assert.Equal("file.empty", (await Add([])).Refusal?.Code);
        Assert.Equal("file.bomb", (await Add(TestFiles.Bomb())).Refusal?.Code);
        Assert.Equal("file.tooLarge", (await files.BeginAsync(plan, Section, "a", 1_000_001, house.Official)).Refusal?.Code);
        Assert.Equal("section.unknown", (await files.AddAsync(new AddFile(plan, "background", "a", new MemoryStream([1])), house.Official)).Refusal?.Code);
        Assert.Equal(RefusalKind.Forbidden, (await AddAsync(files, plan, "a.txt", TestFiles.Text("a"), house.Consultant)).Refusal?.Kind);
        PlanHouse.Ok(await Add(TestFiles.Text(new string('a', 900_000))));
        Assert.Equal("file.alreadyThere", (await Add(TestFiles.Text(new string('a', 900_000)))).Refusal?.Code);
        PlanHouse.Ok(await Add(TestFiles.Text(new string('b', 900_000))));
        Assert.Equal("file.planTooLarge", (await Add(TestFiles.Text(new string('c', 900_000)))).Refusal?.Code);
        Assert.Empty(folder.IncomingBefore(DateTimeOffset.MaxValue.AddDays(-1)));
    }

    [Theory, DatabaseData]
    public async Task Add_FailingAtEachStatement_IsThereWholeOrNotAtAll(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var (plan, files) = (await house.OpenAsync(), Service(house));
        await FailNth.StatementAsync(house.Db, async () => PlanHouse.Ok(await AddAsync(files, plan, "a.pdf", TestFiles.Pdf(), house.Official)), 5);
        Assert.Empty(await AttachmentSweep.VerifyAsync(house.Db.Database, folder));
    }

    [Theory, DatabaseData]
    public async Task Sweep_SomeDaysLater_TakesWhatNobodyNamesAndNothingElse(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var (plan, files) = (await house.OpenAsync(), Service(house));
        var kept = PlanHouse.Ok(await AddAsync(files, plan, "a.pdf", TestFiles.Pdf(), house.Official));
        var begun = PlanHouse.Ok(await files.BeginAsync(plan, Section, "b.pdf", 100, house.Official));
        folder.Begin("00ff");
        await folder.AppendAsync("00ff", 0, new MemoryStream(TestFiles.Pdf("orphan")), 1_000, CancellationToken.None);
        var orphan = await folder.KeepAsync("00ff", CancellationToken.None);
        using var sweep = new AttachmentSweep(house.Db.Database, folder, settings, NullLogger<AttachmentSweep>.Instance);
        Assert.Equal(0, await sweep.RunOnceAsync());
        foreach (var file in Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, house.Db.Database.Time.GetUtcNow().AddDays(-8).UtcDateTime);
        Assert.Equal(2, await sweep.RunOnceAsync());
        Assert.True(folder.Has(kept.Sha256));
        Assert.False(folder.Has(orphan));
        Assert.Equal(RefusalKind.Hidden, (await files.FindAsync(plan, begun.Token, house.Official)).Refusal?.Kind);
        await File.WriteAllTextAsync(folder.PathOf(kept.Sha256), "damaged", TestContext.Current.CancellationToken);
        Assert.Equal(kept.Sha256, Assert.Single(await AttachmentSweep.VerifyAsync(house.Db.Database, folder)).Of);
    }

    public void Dispose() => Directory.Delete(folder.Path, recursive: true);

    AttachmentService Service(PlanHouse house) => new(house.Db.Database, house.Data.Templates, folder, settings);

    static Task<Result<Attachment>> AddAsync(AttachmentService files, long plan, string name, byte[] content, Actor actor, string caption = "") =>
        files.AddAsync(new AddFile(plan, Section, name, new MemoryStream(content)) { Caption = caption }, actor);

    static async Task<byte[]> ReadAsync(Stream content)
    {
        var bytes = new MemoryStream();
        await content.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    /// <summary>Gives its bytes, then breaks.</summary>
    sealed class DroppedLine(byte[] bytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw new IOException("The line is down.");
    }
}
