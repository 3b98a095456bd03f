using LogodiConsult.Consulting.Alumni;
using LogodiConsult.Consulting.Attachments;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Presentations;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Workflows;

namespace LogodiConsult.Consulting.Sample;

/// <summary>What the people of the sample do, each through the service and as the person who would do it. The reviews are in their own file.</summary>
sealed partial class SampleActs(
    SampleData data, SampleCast cast, Database database, WorkflowHost workflows, DueLoop time, TemplateLibrary templates, RubricLibrary rubrics,
    AttachmentFolder folder, CancellationToken ct)
{
    readonly PlanService plans = new(database, workflows, templates);
    readonly EndorsementService endorsements = new(database, workflows);
    readonly AssignmentService assignments = new(database, workflows);
    readonly PresentationService presentations = new(database, workflows, rubrics);
    readonly AuthorService authors = new(database);
    readonly AttachmentService files = new(database, templates, folder, new AttachmentSettings());
    readonly ReportService reports = new(database, workflows);
    readonly Dictionary<string, PlayedPlan> opened = [];

    /// <summary>Those whom the content names, or two of the round who know the subject best.</summary>
    public IReadOnlyList<string> ConsultantsOf(SamplePlan plan)
    {
        var named = data.Reviews.FirstOrDefault(r => r.Plan == plan.Key)?.Reviews.Select(r => r.Consultant).Distinct().ToList() ?? [];
        return named.Count > 0
            ? named
            : [.. data.RoundOf(plan).Consultants.OrderByDescending(c => data.Person(c).Subjects.Contains(plan.Subject)).Take(2)];
    }

    public async Task OpenAsync(PlayedPlan plan)
    {
        var content = plan.Content;
        var (programme, round) = (data.ProgrammeOf(content), data.RoundOf(content));
        plan.Id = Must(plan, await plans.OpenAsync(
            new OpenPlan(cast.RoundId(round), cast.PersonId(content.Official), content.Title.Es, cast.SubjectId(programme, content.Subject), "es", cast.SupervisorId(content))
            {
                ContinuesId = content.Continues is { } earlier ? opened[earlier].Id : null,
                Consultants = [.. AssignedAtFirst(content).Select(cast.PersonId)],
                Interpreters = plan.HasInterpreter ? [.. programme.Interpreters.Select(cast.PersonId)] : [],
            },
            await LeadAsync(plan), ct));
        opened.Add(content.Key, plan);
    }

    /// <param name="by">Key of a colleague who writes along; null: the owner.</param>
    public async Task SaveAsync(PlayedPlan plan, IReadOnlyDictionary<string, string> contents, string? by = null)
    {
        var known = (await database.ReadAsync(session => PlanSql.SectionsAsync(session, plan.Id), ct)).ToDictionary(s => s.Key, s => s.Version);
        var saved = Must(plan, await plans.SaveAsync(
            new SaveDraft(plan.Id, null, [.. contents.Select(c => new SectionText(c.Key, c.Value, known.GetValueOrDefault(c.Key)))]),
            by is null ? await OfficialAsync(plan) : await cast.ActorAsync(cast.PersonId(by)), ct));
        if (saved.Conflicts.Count > 0)
            throw new InvalidOperationException($"The sample cannot be played: somebody else saved '{plan.Content.Key}'.");
    }

    public async Task SubmitAsync(PlayedPlan plan, int revision)
    {
        if (revision > 1)
        {
            var contents = plan.Content.ContentsAt(revision);
            foreach (var colleague in plan.Content.CoAuthors)
                await SaveAsync(plan, contents.Where(s => colleague.Sections.Contains(s.Key)).ToDictionary(), colleague.Person);
            await SaveAsync(plan, contents);
            await ChangeFilesAsync(plan, revision);
        }
        Must(plan, await plans.SubmitAsync(new SubmitDraft(plan.Id, null, []), await OfficialAsync(plan), ct));
    }

    public async Task EndorseAsync(PlayedPlan plan) =>
        Must(plan, await endorsements.EndorseAsync(new EndorsePlan(plan.Id, true, ""), await cast.ActorAsync(cast.SupervisorId(plan.Content)), ct));

    public async Task WithdrawAsync(PlayedPlan plan) =>
        Must(plan, await plans.WithdrawAsync(plan.Id, plan.Content.WithdrawnWhy ?? "", await LeadAsync(plan), null, ct));

    public async Task ScheduleAsync(PlayedPlan plan)
    {
        var slot = plan.Presentation!;
        var lead = await LeadAsync(plan);
        Must(plan, await assignments.ChangeAsync(new ChangeAssignments(plan.Id, Role.Panel, [.. slot.Panel.Select(cast.PersonId)], []), lead, ct));
        var online = data.RoundOf(plan.Content).Mode == "online";
        Must(plan, await presentations.ScheduleAsync(
            new SchedulePresentation(
                plan.Id, plan.PresentsAt, slot.Zone, slot.Minutes, online ? "" : "LOGODI", online ? $"https://meet.logodi.example/{plan.Content.Key}" : ""),
            lead, ct));
    }

    public async Task CompleteAsync(PlayedPlan plan) => Must(plan, await presentations.CompleteAsync(plan.Id, await LeadAsync(plan), null, ct));

    public async Task ReportAsync(PlayedPlan plan, SampleReport report) =>
        Must(plan, await reports.SubmitAsync(
            new SubmitReport(plan.Id, Codes.Parse<Progress>(report.Progress), report.Percent, report.Text.Es, "es"), await OfficialAsync(plan), ct));

    /// <summary>What falls due by the clock is done as the running program would do it.</summary>
    public Task LetTimeActAsync() => time.RunOnceAsync(ct);

    string Said(string by, string words) => $"{data.Person(by).Name}: {words}";

    Task<Actor> OfficialAsync(PlayedPlan plan) => cast.ActorAsync(cast.PersonId(plan.Official));

    // The lead at the requester's side runs the plans, the one in Korea sits in panels.
    Task<Actor> LeadAsync(PlayedPlan plan) => cast.ActorAsync(cast.PersonId(data.ProgrammeOf(plan.Content).Leads[^1]));

    internal static T Must<T>(PlayedPlan plan, Result<T> result) => SampleCast.Must(plan.Content.Key, result);
}
