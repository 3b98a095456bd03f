using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.TestSupport;

namespace LogodiConsult.Consulting.Tests.Plans;

public sealed class TitleServiceTests
{
    [Theory, DatabaseData]
    public async Task Patch_WhileOthersWriteTo_SavesSplicesConfirmsRepetitionsAndNeverOverwrites(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var (plan, titles) = (await house.OpenAsync(), new TitleService(house.Db.Database));
        var before = PlanHouse.Ok(await titles.ReadAsync(plan, house.Official));
        Assert.Equal(("Ventanilla única digital", 1), (before.Title, before.Version));
        Task<Result<WrittenTitle>> Patch(long version, Splice? splice, string? content, Actor? actor = null) =>
            titles.PatchAsync(new PatchTitle(plan, version, splice, content), actor ?? house.Official);

        Assert.Equal(new WrittenTitle("Ventanilla única", 2, false), PlanHouse.Ok(await Patch(1, new Splice(16, 8, "", 16), null)));
        // The answer was lost and the patch comes again as whole text; a second device wrote against the old version.
        Assert.Equal(new WrittenTitle("Ventanilla única", 2, false), PlanHouse.Ok(await Patch(1, null, " Ventanilla\0 única\n")));
        Assert.Equal(new WrittenTitle("Ventanilla única", 2, true), PlanHouse.Ok(await Patch(1, null, "Otro título")));
        Assert.Equal("section.patchDoesNotFit", (await Patch(2, new Splice(40, 1, "", 1), null)).Refusal?.Code);
        Assert.Equal("plan.titleMissing", (await Patch(2, null, " \0 ")).Refusal?.Code);
        Assert.Equal("plan.titleTooLong", (await Patch(2, null, new string('x', 201))).Refusal?.Code);
        Assert.Equal(RefusalKind.Forbidden, (await Patch(2, null, "x", house.Consultant)).Refusal?.Kind);
        Assert.Equal(RefusalKind.Hidden, (await Patch(2, null, "x", house.OtherOfficial)).Refusal?.Kind);
        await FailNth.StatementAsync(house.Db, async () => PlanHouse.Ok(await Patch(2, null, "Ventanilla única del Cusco")));
        Assert.Equal(("Ventanilla única del Cusco", 3), PlanHouse.Ok(await titles.ReadAsync(plan, house.Official)) is var now ? (now.Title, now.Version) : default);
    }

    [Theory, DatabaseData]
    public async Task Save_AgainstATitleOfBefore_KeepsTheOtherAndShowsIt(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync();
        PlanHouse.Ok(await house.Plans.SaveAsync(new SaveDraft(plan, "Desde la oficina", []) { TitleVersion = 1 }, house.Official));
        var late = PlanHouse.Ok(await house.Plans.SaveAsync(new SaveDraft(plan, "Desde el teléfono", []) { TitleVersion = 1 }, house.Official));
        Assert.Equal("Desde la oficina", late.OtherTitle);
        Assert.Equal("Desde la oficina", (await house.ViewAsync(plan)).Plan.Title);
        Assert.Null(PlanHouse.Ok(await house.Plans.SaveAsync(new SaveDraft(plan, "Desde la oficina", []) { TitleVersion = 1 }, house.Official)).OtherTitle);
        Assert.Equal("plan.titleMissing", (await house.Plans.SaveAsync(new SaveDraft(plan, "\0", []), house.Official)).Refusal?.Code);
    }
}
