using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Presentations;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Consulting.Tests.Plans;
using LogodiConsult.Consulting.Time;
using LogodiConsult.TestSupport;
using static LogodiConsult.Consulting.Tests.Plans.PlanHouse;
using Moment = LogodiConsult.Consulting.Presentations.Moment;

namespace LogodiConsult.Consulting.Tests.Tasks;

public sealed class PanelRemindersTests
{
    sealed record Letter(string Kind, long PersonId);

    [Theory, DatabaseData]
    public async Task MissingSheets_OnTheMorningsAndAtTheEnd_AreRemindedOnceEach(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync(false, false);
        await house.ToReviewAsync(plan);
        await ToPresentationAsync(house, plan, 20, house.Panel.PersonId, house.SecondPanel.PersonId);
        var panels = new PanelReminders(house.Db.Database, house.Data.Calendars);
        var view = await house.ViewAsync(plan);
        var task = view.Facts.OpenTasks.Single(t => t.Kind == "present");
        var days = System.Text.Json.JsonSerializer.Deserialize<int[]>(task.Reminders)!;
        var instants = Reminders.Of(house.Data.Calendars, task.Calendar, view.Presentation!.EndsAt, days).At;
        Assert.True(instants.Count > 1);

        house.Db.Time.SetUtcNow(instants[0].AddSeconds(-1));
        Assert.Equal(0, await panels.RemindAsync());
        house.Db.Time.SetUtcNow(instants[0]);
        Assert.Equal(2, await panels.RemindAsync());
        Assert.Equal(0, await panels.RemindAsync());
        Assert.Equal([new("task_reminder", house.Panel.PersonId), new("task_reminder", house.SecondPanel.PersonId)], await LettersAsync(house));

        Ok(await house.Scoring.SaveForPanelAsync(plan, house.Sheet(5, submit: true, Moment.Panel), house.Panel));
        house.Db.Time.SetUtcNow(view.Presentation.EndsAt.AddDays(3));
        Assert.Equal(2, await panels.RemindAsync());
        Assert.Equal(0, await panels.RemindAsync());
        Assert.Equal([new("task_overdue", house.SecondPanel.PersonId), new("lead_overdue", house.Lead.PersonId)], (await LettersAsync(house)).Skip(2));

        Ok(await house.Scoring.SaveForPanelAsync(plan, house.Sheet(4, submit: true, Moment.Panel), house.SecondPanel));
        Assert.Equal(0, await panels.RemindAsync());
    }

    [Theory, DatabaseData]
    public async Task Nobody_IsReminded_OfAPresentationPutOff_HeldOrOfATimeBeforeTheyWereAppointed(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync(false, false);
        await house.ToReviewAsync(plan);
        await ToPresentationAsync(house, plan, 20, house.Panel.PersonId);
        var panels = new PanelReminders(house.Db.Database, house.Data.Calendars);
        var end = (await house.ViewAsync(plan)).Presentation!.EndsAt;
        house.Db.Time.SetUtcNow(end.AddMinutes(-1));
        Ok(await house.Assignments.ChangeAsync(
            new ChangeAssignments(plan, Role.Panel, [house.SecondPanel.PersonId], [house.Panel.PersonId], "Otro compromiso."), house.Lead));
        Assert.Equal(0, await panels.RemindAsync());

        Ok(await house.Presentations.PostponeAsync(plan, "Corte de luz.", house.Lead));
        house.Db.Time.SetUtcNow(end.AddDays(1));
        Assert.Equal(0, await panels.RemindAsync());
        await ScheduleAsync(house, plan, 10);
        Assert.Equal(0, await panels.RemindAsync());
        house.Db.Time.SetUtcNow((await house.ViewAsync(plan)).Presentation!.EndsAt);
        await panels.RemindAsync();
        Assert.Equal([new("task_overdue", house.SecondPanel.PersonId), new("lead_overdue", house.Lead.PersonId)], await LettersAsync(house));
    }

    static async Task ToPresentationAsync(PlanHouse house, long plan, int days, params long[] panel)
    {
        Ok(await house.Assignments.DecideReviewAsync(plan, Recommendation.Accept, "Basta.", house.Lead));
        Ok(await house.Assignments.ChangeAsync(new ChangeAssignments(plan, Role.Panel, panel, []), house.Lead));
        await ScheduleAsync(house, plan, days);
    }

    static async Task ScheduleAsync(PlanHouse house, long plan, int days) =>
        Ok(await house.Presentations.ScheduleAsync(
            new SchedulePresentation(plan, house.Db.Time.GetUtcNow().AddDays(days), Zones.Seoul, 20, "Sala", ""), house.Lead));

    static Task<IReadOnlyList<Letter>> LettersAsync(PlanHouse house) => house.Db.QueryAsync<Letter>(
        "select kind, person_id from outbox where kind in ('task_reminder', 'task_overdue', 'lead_overdue') and facts like '%presentationId%' order by id");
}
