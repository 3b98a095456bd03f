using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.People.PersonalData;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.TestSupport;

namespace LogodiConsult.Consulting.Tests.Plans;

public sealed class WritingPathServiceTests
{
    [Theory, DatabaseData]
    public async Task Read_ASectionThatTwoWroteInTurns_TellsEachStepWithItsWriter(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var (plan, paths) = (await house.OpenAsync(supervisor: false, interpreter: false), new WritingPathService(house.Db.Database));
        PlanHouse.Ok(await new AuthorService(house.Db.Database).ChangeAsync(new ChangeAuthors(plan, [house.OtherOfficial.PersonId], []), house.Official));
        await house.WriteAndSubmitAsync(plan);
        PlanHouse.Ok(await house.Assignments.DecideReviewAsync(plan, Consulting.Reviews.Recommendation.Revise, "Otra vez.", house.Lead));
        // The first of these replaces what was handed in: the revision tells it, nothing is kept beside it.
        await WriteAsync(house, plan, house.OtherOfficial, "Uno.");
        Assert.Equal(0, await TurnsAsync(house));
        await WriteAsync(house, plan, house.OtherOfficial, "Uno y dos.");
        await FailNth.StatementAsync(house.Db, () => WriteAsync(house, plan, house.Official, "Uno y dos y tres."), 3);
        await WriteAsync(house, plan, house.OtherOfficial, "Uno y dos y tres y cuatro.");
        Assert.Equal(2, await TurnsAsync(house));
        PlanHouse.Ok(await house.Plans.SubmitAsync(new SubmitDraft(plan, null, []), house.Official));

        var path = PlanHouse.Ok(await paths.ReadAsync(plan, plan, 1, 2, house.Consultant));
        Assert.Equal(
            [(house.OtherOfficial.PersonId, "Uno y dos."), (house.Official.PersonId, "Uno y dos y tres."), (house.OtherOfficial.PersonId, "Uno y dos y tres y cuatro.")],
            path.Of("background").Select(s => (Assert.Single(s.By).PersonId, s.Content)));
        Assert.Equal(path.Of("background").Select(s => s.By[0].At).Order(), path.Of("background").Select(s => s.By[0].At));
        Assert.All(path.Of("background"), s => Assert.NotEqual("", path.Names[s.By[0].PersonId].Name));
        Assert.Equal(RefusalKind.Hidden, (await paths.ReadAsync(plan, plan, 1, 2, house.SecondPanel)).Refusal?.Kind);
        Assert.Equal(RefusalKind.Hidden, (await paths.ReadAsync(plan, plan + 1, 1, 2, house.Official)).Refusal?.Kind);

        // What somebody wrote and somebody else replaced is theirs to take along too.
        var taken = PlanHouse.Ok(await new PersonalDataService(house.Db.Database).ExportAsync(house.Official.PersonId, house.Official));
        Assert.Contains("Uno y dos y tres.", taken["turns"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory, DatabaseData]
    public async Task Read_WhatWasWrittenBeforeTurnsWereKept_NamesAllWhoWrote(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var (plan, paths) = (await house.OpenAsync(supervisor: false, interpreter: false), new WritingPathService(house.Db.Database));
        PlanHouse.Ok(await new AuthorService(house.Db.Database).ChangeAsync(new ChangeAuthors(plan, [house.OtherOfficial.PersonId], []), house.Official));
        await house.WriteAndSubmitAsync(plan);
        PlanHouse.Ok(await house.Assignments.DecideReviewAsync(plan, Consulting.Reviews.Recommendation.Revise, "Otra vez.", house.Lead));
        await WriteAsync(house, plan, house.OtherOfficial, "Uno.");
        await WriteAsync(house, plan, house.Official, "Uno y dos.");
        PlanHouse.Ok(await house.Plans.SubmitAsync(new SubmitDraft(plan, null, []), house.Official));
        await house.Db.Database.WriteAsync<Done>(async work =>
        {
            await work.ExecuteAsync("delete from section_turn", new { });
            return Done.Value;
        });

        var step = Assert.Single(PlanHouse.Ok(await paths.ReadAsync(plan, plan, 1, 2, house.Lead)).Of("background"));
        Assert.Equal([house.OtherOfficial.PersonId, house.Official.PersonId], step.By.Select(c => c.PersonId));
    }

    static Task<long> TurnsAsync(PlanHouse house) => Task.Run(async () => (await house.Db.QueryAsync<long>("select count(*) from section_turn"))[0]);

    static async Task WriteAsync(PlanHouse house, long plan, Actor actor, string text)
    {
        house.Db.Time.Advance(TimeSpan.FromMinutes(1));
        var version = (await house.ViewAsync(plan, actor, new Wanted(Working: true))).Working["background"].Version;
        var saved = PlanHouse.Ok(await house.Writing.PatchAsync(new PatchSection(plan, "background", version, null, text, $"{version}"), actor));
        Assert.False(saved.IsConflict);
    }
}
