using LogodiConsult.Consulting.Scoring;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tests.Plans;
using LogodiConsult.TestSupport;
using static LogodiConsult.Consulting.Tests.Plans.PlanHouse;

namespace LogodiConsult.Consulting.Tests.Scoring;

public sealed class CalibrationServiceTests
{
    [Theory, DatabaseData]
    public async Task Exercise_IsScoredBlind_AndComparedAfterItsClose(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var service = new CalibrationService(house.Db.Database, house.Data.Rubrics);
        var plan = await house.OpenAsync(false, false);
        Assert.Equal("calibration.textMissing", (await service.OpenAsync(new OpenCalibration(house.RoundId, plan, "Antes de empezar"), house.Lead)).Refusal?.Code);
        await house.WriteAndSubmitAsync(plan);
        Assert.Equal("title.missing", (await service.OpenAsync(new OpenCalibration(house.RoundId, plan, " "), house.Lead)).Refusal?.Code);
        Assert.Equal(RefusalKind.Hidden, (await service.OpenAsync(new OpenCalibration(house.RoundId, plan, "Ajeno"), house.Consultant)).Refusal?.Kind);
        var id = 0L;
        await FailNth.StatementAsync(house.Db, async () => id = Ok(await service.OpenAsync(new OpenCalibration(house.RoundId, plan, "Antes de empezar"), house.Lead)), atLeast: 3);

        foreach (var stranger in new[] { house.Official, house.Interpreter, house.Supervisor, house.Panel })
        {
            Assert.Equal(RefusalKind.Hidden, (await service.ReadAsync(id, stranger)).Refusal?.Kind);
            Assert.Equal(RefusalKind.Hidden, (await service.SaveAsync(id, house.Sheet(3, true), stranger)).Refusal?.Kind);
            Assert.Empty(await service.ListAsync(stranger));
        }
        Assert.Equal("calibration.consultantsOnly", (await service.SaveAsync(id, house.Sheet(3), house.Lead)).Refusal?.Code);
        Assert.Equal("plan.leadsOnly", (await service.CloseAsync(id, house.Consultant)).Refusal?.Code);

        // A consultant who is not assigned to the plan reads the text here.
        Assert.Contains("background", Ok(await service.ReadAsync(id, house.SecondConsultant)).Contents.Keys);
        Ok(await service.SaveAsync(id, house.Sheet(2), house.Consultant));
        Assert.Empty(Ok(await service.ReadAsync(id, house.Lead)).Group);
        await FailNth.StatementAsync(house.Db, async () => Ok(await service.SaveAsync(id, house.Sheet(5, submit: true), house.Consultant)), atLeast: 14);
        Assert.Equal("sheet.submitted", (await service.SaveAsync(id, house.Sheet(1, submit: true), house.Consultant)).Refusal?.Code);
        Ok(await service.SaveAsync(id, house.Sheet(2, submit: true), house.SecondConsultant));

        var blind = Ok(await service.ReadAsync(id, house.Consultant));
        Assert.Empty(blind.Group);
        Assert.Equal(house.Consultant.PersonId, Assert.Single(blind.Sheets).PersonId);
        Assert.Equal(2, Ok(await service.ReadAsync(id, house.Lead)).Sheets.Count);

        await FailNth.StatementAsync(house.Db, async () => Ok(await service.CloseAsync(id, house.Lead)), atLeast: 3);
        var after = Ok(await service.ReadAsync(id, house.Consultant));
        Assert.Equal((3.5m, 3, true), (after.Group["problem"].Median, after.Group["problem"].Distance, after.Group["problem"].IsLarge));
        Assert.Single(after.Sheets);
        Assert.Empty(after.Names);
        Assert.Equal("calibration.closed", (await service.SaveAsync(id, house.Sheet(1), house.SecondConsultant)).Refusal?.Code);
        Assert.Equal("calibration.closed", (await service.CloseAsync(id, house.Lead)).Refusal?.Code);
        Assert.True(Assert.Single(await service.ListAsync(house.Consultant)).OwnSubmitted);
    }
}
