using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Templates.Kinds;
using LogodiConsult.TestSupport;
using static LogodiConsult.Consulting.Tests.Plans.PlanHouse;

namespace LogodiConsult.Consulting.Tests.Plans;

/// <summary>Saving while somebody writes: small patches, each one write; nothing lost, nothing overwritten, nothing made twice.</summary>
public sealed class WritingServiceTests
{
    [Theory]
    [DatabaseData]
    public async Task Patch_Splice_ChangesOnlyWhatItSays_AndTellsTheProblems(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync();
        var first = Ok(await house.Writing.PatchAsync(Whole(plan, "Hola mundo.", 0, "k1"), house.Official));
        Assert.Equal((1L, false), (first.Stored.Version, first.IsConflict));
        var second = Ok(await house.Writing.PatchAsync(Cut(plan, new Splice(5, 5, "región", 12), 1, "k2"), house.Official));
        Assert.Equal(("Hola región.", 2L), (second.Stored.Content, second.Stored.Version));
        var tooLong = string.Join(' ', Enumerable.Repeat("palabra", 901));
        var third = Ok(await house.Writing.PatchAsync(Whole(plan, tooLong, 2, "k3"), house.Official));
        Assert.Contains(third.Problems, p => p.Code == "section.tooManyWords" && p.Severity == Severity.Error);
        Assert.Equal(tooLong, Ok(await house.Writing.ReadAsync(plan, "background", house.Official)).Stored.Content);
    }

    [Theory]
    [DatabaseData]
    public async Task Patch_IsOneWrite_HoweverLongThePlan(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync();
        Ok(await house.Plans.SaveAsync(new SaveDraft(plan, null, Text()), house.Official));
        var statements = new List<string>();
        house.Db.Database.OnStatement = (_, sql) => statements.Add(sql.TrimStart());
        Ok(await house.Writing.PatchAsync(Whole(plan, "Otro texto.", 1, "k1"), house.Official));
        house.Db.Database.OnStatement = null;
        Assert.Single(statements, s => !s.StartsWith("select", StringComparison.OrdinalIgnoreCase) && s != "commit");
        Assert.InRange(statements.Count, 1, 12);
    }

    [Theory]
    [DatabaseData]
    public async Task Patch_SentAgain_IsConfirmedAndNotMadeTwice(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync();
        Ok(await house.Writing.PatchAsync(Whole(plan, "ab", 0, "k1"), house.Official));
        var insert = Cut(plan, new Splice(2, 0, "c", 3), 1, "k2");
        Ok(await house.Writing.PatchAsync(insert, house.Official));
        var again = Ok(await house.Writing.PatchAsync(insert, house.Official));
        Assert.Equal(("abc", 2L, false), (again.Stored.Content, again.Stored.Version, again.IsConflict));
        // The same key after somebody else has gone on is no longer that patch.
        Ok(await house.Writing.PatchAsync(Whole(plan, "xyz", 2, "k3"), house.Official));
        Assert.True(Ok(await house.Writing.PatchAsync(insert, house.Official)).IsConflict);
    }

    [Theory]
    [DatabaseData]
    public async Task Patch_OnAnOlderVersion_GivesTheOtherText_AndOtherSectionsMerge(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync();
        Ok(await house.Writing.PatchAsync(Whole(plan, "Desde el teléfono.", 0, "phone"), house.Official));
        var late = Ok(await house.Writing.PatchAsync(Whole(plan, "Desde la oficina.", 0, "desk"), house.Official));
        Assert.Equal((true, "Desde el teléfono.", 1L), (late.IsConflict, late.Stored.Content, late.Stored.Version));
        var other = Ok(await house.Writing.PatchAsync(new PatchSection(plan, "adaptation", 0, null, "Lo adaptado.", "desk"), house.Official));
        Assert.False(other.IsConflict);
        // Both devices wrote the same: nothing to decide.
        Assert.False(Ok(await house.Writing.PatchAsync(Whole(plan, "Desde el teléfono.", 0, "desk-2"), house.Official)).IsConflict);
    }

    [Theory]
    [DatabaseData]
    public async Task Patch_ThatCannotBe_ChangesNothing(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync();
        Ok(await house.Writing.PatchAsync(Whole(plan, "a😀b", 0, "k1"), house.Official));
        var digest = await Tables.DigestAsync(house.Db.Database);
        foreach (var splice in new Splice[] { new(-1, 0, "", 4), new(0, 9, "", 0), new(0, 1, "xx", 4), new(2, 0, "x", 5), new(int.MaxValue, int.MaxValue, "", 4) })
            Assert.Equal("section.patchDoesNotFit", (await house.Writing.PatchAsync(Cut(plan, splice, 1, "k2"), house.Official)).Refusal?.Code);
        Assert.Equal("section.tooLong", (await house.Writing.PatchAsync(Whole(plan, new string('x', 100_001), 1, "k3"), house.Official)).Refusal?.Code);
        Assert.Equal("section.unreadable", (await house.Writing.PatchAsync(new PatchSection(plan, "logframe", 0, null, "{", "k4"), house.Official)).Refusal?.Code);
        Assert.Equal("section.unknown", (await house.Writing.PatchAsync(new PatchSection(plan, "nada", 0, null, "x", "k5"), house.Official)).Refusal?.Code);
        Assert.Equal("section.notTyped", (await house.Writing.PatchAsync(new PatchSection(plan, "annexes", 0, null, "", "k6"), house.Official)).Refusal?.Code);
        Assert.Equal(RefusalKind.Hidden, (await house.Writing.PatchAsync(Whole(plan, "x", 1, "k7"), house.OtherOfficial)).Refusal?.Kind);
        Assert.Equal(RefusalKind.Forbidden, (await house.Writing.PatchAsync(Whole(plan, "x", 1, "k8"), house.Consultant)).Refusal?.Kind);
        Assert.Equal(digest, await Tables.DigestAsync(house.Db.Database));
    }

    [Theory]
    [DatabaseData]
    public async Task Patch_WithNulAndHalfSurrogates_IsStoredClean(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync();
        var stored = Ok(await house.Writing.PatchAsync(Whole(plan, "PK\u0003\u0004\0\uD83D fin", 0, "k1"), house.Official)).Stored.Content;
        Assert.Equal("PK\u0003\u0004\uFFFD fin", stored);
        Assert.Equal(stored, Ok(await house.Writing.ReadAsync(plan, "background", house.Official)).Stored.Content);
    }

    [Theory]
    [DatabaseData]
    public async Task Patch_RemovingALinkedActivity_NamesTheSectionsThatSpeakOfIt(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync();
        Ok(await house.Plans.SaveAsync(new SaveDraft(plan, null, Text()), house.Official));
        var table = TableContent.Read(Text().Single(s => s.Key == "logframe").Content);
        var scheduled = TableContent.Read(Text().Single(s => s.Key == "schedule").Content).Rows[0]["activity"];
        var without = table with { Rows = [.. table.Rows.Where(r => r.Id != scheduled)] };
        var written = Ok(await house.Writing.PatchAsync(new PatchSection(plan, "logframe", 1, null, without.Write(), "k1"), house.Official));
        Assert.Contains("schedule", written.Elsewhere.Select(s => s.Key));
        // Renamed, it stays the row that they speak of.
        var renamed = table with { Rows = [.. table.Rows.Select(r => r.Id != scheduled ? r : new ContentRow(r.Id, new Dictionary<string, string>(r.Cells) { ["summary"] = "Otro nombre" }))] };
        var back = Ok(await house.Writing.PatchAsync(new PatchSection(plan, "logframe", 2, null, renamed.Write(), "k2"), house.Official));
        Assert.Empty(back.Elsewhere);
        var contents = (await house.ViewAsync(plan, house.Official, new Wanted(Working: true))).Contents;
        Assert.Equal("Otro nombre", new PlanContents(house.Data.Templates.Newest("action-plan")!, contents).RowTitle("logframe", scheduled));
    }

    [Theory]
    [DatabaseData]
    public async Task Submit_WithWarnings_AsksForAWord_AndKeepsIt(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync();
        Ok(await house.Plans.SaveAsync(new SaveDraft(plan, null, Text()), house.Official));
        var risks = TableContent.Read(Text().Single(s => s.Key == "risks").Content);
        var ownerless = risks with { Rows = [.. risks.Rows.Select(r => new ContentRow(r.Id, new Dictionary<string, string>(r.Cells) { ["owner"] = "" }))] };
        Ok(await house.Writing.PatchAsync(new PatchSection(plan, "risks", 1, null, ownerless.Write(), "k1"), house.Official));
        var asked = (await house.Plans.SubmitAsync(new SubmitDraft(plan, null, []), house.Official)).Refusal!;
        Assert.Equal(("submit.wordMissing", "word"), (asked.Code, asked.Field));
        Ok(await house.Plans.SubmitAsync(new SubmitDraft(plan, null, []) { Word = " Los responsables se designan en enero. " }, house.Official));
        Assert.Equal("Los responsables se designan en enero.", (await house.ViewAsync(plan)).Revision?.Word);
    }

    [Theory]
    [DatabaseData]
    public async Task Open_TenThousandWords_CostsTheSameStatements_With2And200Revisions(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync();
        var long_ = string.Join(' ', Enumerable.Repeat("palabra", 10_000));
        await house.WriteAndSubmitAsync(plan);
        await FreezeAsync(house, plan, 2, long_);
        // The names of the stages are read once for all plans.
        await house.ViewAsync(plan);
        var few = await StatementsAsync(house, plan);
        await FreezeAsync(house, plan, 200, long_);
        var many = await StatementsAsync(house, plan);
        Assert.Equal(few, many);
        Assert.Equal(200, (await house.ViewAsync(plan)).Revisions.Count);
    }

    /// <summary>Further revisions as the history of years leaves them; written straight, since each would need its whole review.</summary>
    static async Task FreezeAsync(PlanHouse house, long plan, int upTo, string text) =>
        Ok(await house.Db.Database.WriteAsync<Done>(async work =>
        {
            await work.ExecuteAsync("update section set content = @text where plan_id = @plan and key = 'background'", new { plan, text });
            while (await PlanSql.FindAsync(work, plan) is { } now && now.RevisionCount < upTo)
                await PlanSql.FreezeAsync(work, now, new SubmissionReceipt($"{now.Reference}-V{now.RevisionCount + 1}", now.RevisionCount + 1, work.Now, new string('0', 64), false), 10_000, "", house.Official.PersonId);
            return Done.Value;
        }));

    static async Task<int> StatementsAsync(PlanHouse house, long plan)
    {
        var count = 0;
        house.Db.Database.OnStatement = (_, _) => count++;
        await house.ViewAsync(plan, house.Official);
        house.Db.Database.OnStatement = null;
        return count;
    }

    static PatchSection Whole(long plan, string content, long version, string key) => new(plan, "background", version, null, content, key);

    static PatchSection Cut(long plan, Splice splice, long version, string key) => new(plan, "background", version, splice, null, key);
}
