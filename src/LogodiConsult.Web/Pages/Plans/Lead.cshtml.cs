using System.Globalization;
using LogodiConsult.Consulting;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Presentations;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Scoring;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Consulting.Time;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>What a lead can do with one plan now. The definition says what comes next, <see cref="PlanAccess"/> what is open.</summary>
public sealed class LeadModel(
    PlanReader reader, RoleService roles, AssignmentService assignments, DeadlineService deadlines, EndorsementService endorsements,
    TranslationService translations, PresentationService presentations, PlanService plans, IncidentService incidents, StepBackService stepBacks,
    ScoringService scoring, RubricLibrary rubrics, CalendarCatalog calendars) : PlanPage(reader)
{
    public static IReadOnlyList<Role> AssignedRoles { get; } = [Role.Consultant, Role.Interpreter, Role.Panel];

    public IReadOnlyList<Member> Members { get; private set; } = [];

    public IReadOnlyList<PlanIncident> Incidents { get; private set; } = [];

    /// <summary>Who stepped back from the plan, and why.</summary>
    public IReadOnlyList<Recusal> Recusals { get; private set; } = [];

    /// <summary>The form that was sent and refused: it stays open with what was typed.</summary>
    public string? Sent { get; private set; }

    public string? Reason { get; private set; }

    public IReadOnlyCollection<long>? Checked { get; private set; }

    public ScheduleForm Schedule { get; private set; } = new();

    /// <summary>The slot that was typed, to be looked at before it is decided.</summary>
    public TimeSlot? Preview { get; private set; }

    public IReadOnlyDictionary<string, GivenScore> Given { get; private set; } = new Dictionary<string, GivenScore>();

    public Rubric Rubric => rubrics.Default;

    /// <summary>What the panel has handed in, while the presentation waits to be closed.</summary>
    public ScoreBoard? Board { get; private set; }

    public bool InReview => View.Facts.OpenTasks.Any(t => t.Kind is "review" or "assign");

    public IEnumerable<Member> With(Role role) => Members.Where(m => m.Role == role).DistinctBy(m => m.PersonId);

    public bool IsAssigned(Role role, long person) => View.Facts.Assigned.Any(a => a.Role == role && a.PersonId == person);

    /// <summary>On whose clock, and at which hour, the days of a task end.</summary>
    public WorkingCalendar CalendarOf(PlanTask task) => calendars.Get(task.Calendar ?? "lima");

    public IReadOnlyList<string> AsleepIn(TimeSlot slot) => [.. SharedHours.AsleepIn(slot).Select(z => BothClocks.City(z, Culture))];

    public async Task<IActionResult> OnGetAsync() => await ShowAsync() ?? Page();

    public async Task<IActionResult> OnPostAssignAsync(Role role, long[] was, long[] people, string? reason)
    {
        (Sent, Reason, Checked) = ($"assign-{role}", reason, people);
        var change = new ChangeAssignments(Id, role, [.. people.Except(was)], [.. was.Except(people)], reason ?? "") { Form = FormPost };
        return await AfterAsync(await assignments.ChangeAsync(change, Actor, Cancelled), "lead.assigned");
    }

    public async Task<IActionResult> OnPostExtendAsync(long task, DateOnly? day, string? reason)
    {
        (Sent, Reason) = ($"extend-{task}", reason);
        if (!ModelState.IsValid)
            return await UnreadableAsync();
        return await AfterAsync(await deadlines.ExtendAsync(new ExtendDeadline(Id, task, day, reason ?? "") { Form = FormPost }, Actor, Cancelled), "lead.extended");
    }

    public async Task<IActionResult> OnPostDecideReviewAsync(Recommendation? decision, string? reason)
    {
        (Sent, Reason) = ("decideReview", reason);
        var decided = decision is { } made
            ? await assignments.DecideReviewAsync(Id, made, reason ?? "", Actor, FormPost, Cancelled)
            : Refusal.Invalid("decision.missing", "decision");
        return await AfterAsync(decided, "lead.reviewDecided");
    }

    public async Task<IActionResult> OnPostLiftAsync(long recusal) =>
        await AfterAsync(await stepBacks.LiftAsync(Id, recusal, Actor, FormPost, Cancelled), "recusals.lifted");

    public async Task<IActionResult> OnPostWaiveAsync(string? reason)
    {
        (Sent, Reason) = ("waive", reason);
        return await AfterAsync(await endorsements.WaiveAsync(Id, reason ?? "", Actor, FormPost, Cancelled), "lead.waived");
    }

    public async Task<IActionResult> OnPostSkipTranslationAsync() =>
        await AfterAsync(await translations.SkipAsync(Id, Actor, FormPost, Cancelled), "lead.translationSkipped");

    public async Task<IActionResult> OnPostDecideAsync(bool? accept, string? reason)
    {
        (Sent, Reason) = ("decide", reason);
        var decided = accept is { } made
            ? await presentations.DecideAsync(Id, made, reason ?? "", Actor, FormPost, Cancelled)
            : Refusal.Invalid("decision.missing", "accept");
        return await AfterAsync(decided, accept == true ? "lead.accepted" : "lead.anotherRound");
    }

    public async Task<IActionResult> OnPostPreviewAsync(ScheduleForm typed)
    {
        (Sent, Schedule) = ("schedule", typed);
        if (await ShowAsync() is { } answer)
            return answer;
        Preview = typed.Slot;
        if (ModelState.IsValid)
            return Preview is null ? Refused(Refusal.Invalid("presentation.startMissing", "startsAt")) : Page();
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    public async Task<IActionResult> OnPostScheduleAsync(ScheduleForm typed)
    {
        (Sent, Schedule) = ("schedule", typed);
        if (!ModelState.IsValid)
            return await UnreadableAsync();
        var slot = typed.Slot;
        var schedule = new SchedulePresentation(Id, slot?.Start, typed.Zone ?? "", typed.Minutes ?? 0, typed.Place?.Trim() ?? "", typed.Link?.Trim() ?? "") { Form = FormPost };
        var scheduled = await presentations.ScheduleAsync(schedule, Actor, Cancelled);
        if (scheduled.IsRefused)
            return await RefusedHereAsync(scheduled.Refusal!);
        return SeeOther($"/plans/{Id}/lead", T["lead.scheduled", ("at", slot!.Value.Start)]);
    }

    public async Task<IActionResult> OnPostRecordAsync(string? remark)
    {
        (Sent, Reason) = ("record", remark);
        Given = Rubric.Criteria.ToDictionary(c => c.Key, c => new GivenScore(
            c.Key,
            int.TryParse(Request.Form[c.Key], NumberStyles.None, CultureInfo.InvariantCulture, out var points) ? points : null,
            Request.Form[$"{c.Key}.remark"].ToString()));
        var record = new RecordScores(Id, [.. Given.Values], remark ?? "") { Form = FormPost };
        return await AfterAsync(await presentations.RecordAsync(record, Actor, Cancelled), "lead.recorded");
    }

    public async Task<IActionResult> OnPostRecordPanelAsync(string? panelRemark)
    {
        (Sent, Reason) = ("recordPanel", panelRemark);
        return await AfterAsync(await presentations.RecordAsync(new RecordScores(Id, [], panelRemark ?? "") { TakePanel = true, Form = FormPost }, Actor, Cancelled), "lead.recorded");
    }

    public async Task<IActionResult> OnPostPostponeAsync(string? reason)
    {
        (Sent, Reason) = ("postpone", reason);
        return await AfterAsync(await presentations.PostponeAsync(Id, reason ?? "", Actor, FormPost, Cancelled), "lead.postponed");
    }

    public async Task<IActionResult> OnPostReopenAsync(string? reason)
    {
        (Sent, Reason) = ("reopen", reason);
        return await AfterAsync(await presentations.ReopenAsync(Id, reason ?? "", Actor, FormPost, Cancelled), "lead.reopened");
    }

    public async Task<IActionResult> OnPostCompleteAsync() =>
        await AfterAsync(await presentations.CompleteAsync(Id, Actor, FormPost, Cancelled), "lead.completed");

    public async Task<IActionResult> OnPostWithdrawAsync(string? reason)
    {
        (Sent, Reason) = ("withdraw", reason);
        return await AfterAsync(await plans.WithdrawAsync(Id, reason ?? "", Actor, FormPost, Cancelled), "lead.withdrawn");
    }

    public async Task<IActionResult> OnPostSettleAsync(long incident, IncidentAct act, string? outcome, string? reason)
    {
        (Sent, Reason) = ($"incident-{incident}", reason);
        var settle = new SettleIncident(Id, incident, act, outcome, reason ?? "") { Form = FormPost };
        return await AfterAsync(await incidents.SettleAsync(settle, Actor, Cancelled), $"lead.incident.{act}");
    }

    async Task<IActionResult> AfterAsync(Result<Done> done, string receipt) =>
        done.IsRefused ? await RefusedHereAsync(done.Refusal!) : SeeOther($"/plans/{Id}/lead", T[receipt]);

    async Task<IActionResult> RefusedHereAsync(Refusal refusal) => await ShowAsync() ?? Refused(refusal);

    async Task<IActionResult> UnreadableAsync()
    {
        if (await ShowAsync() is { } answer)
            return answer;
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    async Task<IActionResult?> ShowAsync()
    {
        if (await LoadAsync() is { } answer)
            return answer;
        if (PlanAccess.Why(PlanAct.Lead, View.Facts, Actor) is { } no)
            return RefusedToShow(no);
        var members = await roles.MembersAsync(Plan.ProgrammeId, Plan.RoundId, Actor, Cancelled);
        var open = await incidents.OfPlanAsync(Id, Actor, Cancelled);
        var back = await stepBacks.OfPlanAsync(Id, Actor, Cancelled);
        if ((members.Refusal ?? open.Refusal ?? back.Refusal) is { } refusal)
            return RefusedToShow(refusal);
        (Members, Incidents, Recusals) = (members.Value, open.Value, back.Value);
        if (May(PlanAct.Present))
            Board = (await scoring.BoardAsync(Id, Actor, Cancelled)) is { IsRefused: false } board ? board.Value : null;
        return null;
    }
}

/// <summary>Day and hour on the clock of one zone, as a form sends them.</summary>
public sealed class ScheduleForm
{
    public DateOnly? Day { get; set; }

    public TimeOnly? Hour { get; set; }

    public string? Zone { get; set; } = Zones.Lima;

    public int? Minutes { get; set; } = 30;

    public string? Place { get; set; }

    public string? Link { get; set; }

    // Beyond these no zone's clock can be turned into an instant; the rule says of either what is wrong with it.
    static readonly DateOnly Least = new(1900, 1, 1);
    static readonly DateOnly Most = new(2900, 12, 31);

    /// <summary>Null while day, hour or zone is missing.</summary>
    public TimeSlot? Slot =>
        Day is { } typed && (typed < Least ? Least : typed > Most ? Most : typed) is var day && Hour is { } hour && Zones.TryFind(Zone) is { } zone && Zones.At(day, hour, zone).ToUniversalTime() is var start
            ? new TimeSlot(start, start.AddMinutes(Math.Clamp(Minutes ?? 30, 1, 24 * 60)))
            : null;
}

/// <summary>A reason is asked for by several forms of the page; only the one that was refused shows what was typed.</summary>
/// <param name="IsTold">It is read in the plan's history by everybody who sees the plan.</param>
public sealed record ReasonBox(LeadModel Page, string Form, bool Required = true, bool IsTold = true)
{
    public bool IsTyped => Page.Sent == Form;

    public string Id => IsTyped ? "reason" : $"reason-{Form}";
}
