using LogodiConsult.Consulting.Attachments;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Presentations;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Time;
using LogodiConsult.Consulting.Workflows;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogodiConsult.Consulting.Sample;

/// <summary>
/// Plays the sample programme into an empty database through the services themselves, act after act, on a clock that is moved: what people see
/// afterwards came about as everything does. The running round is shifted by whole weeks so that it lies around <see cref="SamplePlayRequest.Now"/>;
/// texts and the completed programme keep their years. Nobody gets a mail of what is played.
/// </summary>
public sealed class SamplePlayer(
    DatabaseOptions options, WorkflowHost workflows, TemplateLibrary templates, RubricLibrary rubrics, CalendarCatalog calendars,
    AttachmentFolder files)
{
    const int ActsBetweenSentences = 100;

    /// <summary>Setting: "yes" from the first act to the last, then "no".</summary>
    const string Playing = "sample.playing";

    readonly SampleData data = SampleData.Load();
    readonly SampleTimeline timeline = new(calendars);

    /// <summary>Wants a migrated database and the published definition <c>action-plan</c>.</summary>
    /// <returns>Refused with <c>sample.databaseNotEmpty</c> when people use the database already, with <c>sample.interrupted</c> when what is there
    /// was left by a play that did not come to its end (PostgreSQL; on SQLite such a play leaves nothing).</returns>
    public async Task<Result<SamplePlayed>> PlayAsync(SamplePlayRequest request, CancellationToken ct = default)
    {
        await using (var database = new Database(options, TimeProvider.System))
        {
            if (await database.ReadAsync(session => session.ScalarAsync<long>(PersonSql.InUse), ct) > 0)
                return Refusal.OutOfTime(await InterruptedAsync(database, ct) ? "sample.interrupted" : "sample.databaseNotEmpty");
        }
        if (options.Provider != Dialect.Sqlite)
            return await PlayAsync(options, request, ct);
        using var copy = SampleCopy.Of(options);
        var played = await PlayAsync(copy.Options, request, ct);
        copy.Replace();
        return played;
    }

    /// <summary>Whether what is there was left by a play that did not come to its end.</summary>
    public static async Task<bool> InterruptedAsync(Database database, CancellationToken ct) =>
        await database.ReadAsync(session => Settings.FindAsync(session, Playing), ct) == "yes";

    async Task<Result<SamplePlayed>> PlayAsync(DatabaseOptions place, SamplePlayRequest request, CancellationToken ct)
    {
        var clock = new MovableClock(DateTimeOffset.UnixEpoch);
        await using var database = new Database(place, clock) { DropsMail = true };
        await MarkAsync(database, "yes", ct);
        using var time = new DueLoop(database, workflows, NullLogger<DueLoop>.Instance);
        var cast = new SampleCast(data, database, templates, ct);
        var script = new SampleScript(data, new SampleActs(data, cast, database, workflows, time, templates, rubrics, files, ct));
        var shift = ShiftDays(request.Now);
        var schedule = Schedule(request, script, cast, shift);
        request.Progress?.Report($"Playing the sample: {schedule.Count} acts.");
        foreach (var (index, act) in schedule.Index())
        {
            ct.ThrowIfCancellationRequested();
            clock.MoveTo(act.At);
            await act.DoAsync();
            if ((index + 1) % ActsBetweenSentences == 0)
                request.Progress?.Report($"{index + 1} of {schedule.Count} acts, {act.At:yyyy-MM-dd}");
        }
        clock.MoveTo(request.Now);
        await time.RunOnceAsync(ct);
        await ForgetPastRemindersAsync(database, ct);
        await MarkAsync(database, "no", ct);
        var round = ShiftedRound;
        return new SamplePlayed(schedule.Count, data.Plans.Count, cast.People, round.Starts.AddDays(shift), round.Ends.AddDays(shift));
    }

    static Task MarkAsync(Database database, string playing, CancellationToken ct) => database.WriteAsync<Done>(async work =>
    {
        await Settings.SetAsync(work, Playing, playing, Actor.System.PersonId);
        return Done.Value;
    }, ct);

    SampleRound ShiftedRound => data.Programmes.Programmes.SelectMany(p => p.Rounds).Single(r => r.Shift);

    /// <summary>Whole weeks, so that weekdays stay: the earliest that lets the round end after today.</summary>
    int ShiftDays(DateTimeOffset now)
    {
        var today = Zones.DateIn(now, Zones.Find(ShiftedRound.Zone));
        return 7 * (int)Math.Ceiling((today.DayNumber + 1 - ShiftedRound.Ends.DayNumber) / 7.0);
    }

    List<Scheduled> Schedule(SamplePlayRequest request, SampleScript script, SampleCast cast, int shift)
    {
        var acts = new List<Scheduled>();
        foreach (var programme in data.Programmes.Programmes)
        {
            var ofProgramme = data.Plans.Where(p => data.ProgrammeOf(p) == programme)
                .ToDictionary(p => p, p => Schedule(p, request, script, shift));
            var begins = ofProgramme.Values.SelectMany(a => a).Min(a => a.At).AddDays(-21);
            acts.Add(new Scheduled(begins, () => cast.PutDownAsync(programme, shift)));
            acts.AddRange(ofProgramme.Values.SelectMany(a => a));
            if (programme.Rounds.FirstOrDefault(r => r.Shift) is { } round)
            {
                acts.Add(new Scheduled(begins.AddMinutes(10), () => script.Acts.KeepGlossaryAsync(programme)));
                acts.Add(new Scheduled(begins.AddMinutes(20), script.Acts.KeepPhrasesAsync));
                foreach (var (index, exercise) in data.Scoring.Calibrations.Index())
                {
                    acts.Add(new Scheduled(begins.AddDays(2 + (7 * index)), () => script.Acts.OpenCalibrationAsync(programme, round, exercise)));
                    acts.Add(new Scheduled(begins.AddDays(5 + (7 * index)), () => script.Acts.ScoreCalibrationAsync(programme, exercise)));
                }
            }
            if (programme.State == "completed")
            {
                var ends = ofProgramme.Values.SelectMany(a => a).Max(a => a.At).AddDays(14);
                acts.AddRange(programme.Rounds.Select(r => new Scheduled(ends, () => cast.CloseAsync(r))));
                acts.Add(new Scheduled(ends, () => cast.CloseAsync(programme)));
            }
        }
        var late = acts.Where(a => a.At > request.Now).ToList();
        return late.Count == 0
            ? [.. acts.OrderBy(a => a.At)]
            : throw new InvalidOperationException($"{late.Count} acts of the sample would lie after {request.Now:u}.");
    }

    IReadOnlyList<Scheduled> Schedule(SamplePlan content, SamplePlayRequest request, SampleScript script, int shift)
    {
        var running = data.RoundOf(content).Shift;
        var target = script.TargetOf(content, running ? request.Limit : SampleLimit.Done);
        var slot = data.Presentations.FirstOrDefault(p => p.Plan == content.Key);
        // The first programme worked without interpreters: its consultants spoke Spanish with the officials.
        var plan = new PlayedPlan(content, target, slot, hasInterpreter: running);
        var steps = script.Of(plan);
        var begins = Place(plan, steps, request.Now);
        var present = steps.Index().Where(s => s.Item.Name == SampleScript.Present).Select(s => (DateTimeOffset?)begins[s.Index]).FirstOrDefault();
        if (slot is not null)
            plan.PresentsAt = present ?? Upcoming(slot, shift, request.Now);
        return [.. steps.Zip(begins).SelectMany(s => s.First.Acts.Select(a => new Scheduled(s.Second + a.After, a.DoAsync)))];
    }

    /// <summary>Anchored where the day matters: the completed programme at its presentations, plans in follow-up at what the report's deadline
    /// must be, all others at their last step a short while ago.</summary>
    IReadOnlyList<DateTimeOffset> Place(PlayedPlan plan, IReadOnlyList<SampleStep> steps, DateTimeOffset now)
    {
        if (!data.RoundOf(plan.Content).Shift)
            return timeline.Place(steps, Index(steps, SampleScript.Present), DateOnly.FromDateTime(plan.Presentation!.At));
        if (ReportDue(plan, now) is { } due)
        {
            var completed = timeline.Worked(due.Day.AddMonths(-due.Month), Zones.Lima);
            return timeline.Place(steps, Index(steps, SampleScript.Complete), completed);
        }
        var overdue = plan.Target.Overdue ? 6 : 1;
        return timeline.Place(steps, steps.Count - 1, timeline.Before(now, steps[^1].Zone, overdue));
    }

    /// <summary>On which day a report was or will be due: some days ahead, some days ago, or when the last one was given a while ago.</summary>
    (DateOnly Day, int Month)? ReportDue(PlayedPlan plan, DateTimeOffset now)
    {
        var today = Zones.DateIn(now, Zones.Find(Zones.Lima));
        if (plan.Target is { Stage: "followUp", FollowUpMonth: { } month })
            return (today.AddDays(plan.Target.Overdue ? -6 : 9), month);
        var given = data.Reports.Where(r => r.Plan == plan.Content.Key).Select(r => r.Month).DefaultIfEmpty().Max();
        return plan.Target.Stage == "completed" && given > 0 ? (today.AddDays(-20), given) : null;
    }

    /// <summary>The slot on the shifted calendar, on the round's last day when that moment is over.</summary>
    DateTimeOffset Upcoming(SamplePresentation slot, int shift, DateTimeOffset now)
    {
        var (time, zone) = (TimeOnly.FromDateTime(slot.At), Zones.Find(slot.Zone));
        var at = Zones.At(DateOnly.FromDateTime(slot.At).AddDays(shift), time, zone);
        return at > now ? at : Zones.At(ShiftedRound.Ends.AddDays(shift), time, zone);
    }

    // Reminders of what was played would otherwise all go out when the program starts.
    async Task ForgetPastRemindersAsync(Database database, CancellationToken ct)
    {
        var deadlines = new DeadlineService(database, calendars);
        while (await deadlines.RemindAsync(ct) > 0)
        {
        }
    }

    static int Index(IReadOnlyList<SampleStep> steps, string name) => steps.Index().First(s => s.Item.Name == name).Index;

    sealed record Scheduled(DateTimeOffset At, Func<Task> DoAsync);
}
