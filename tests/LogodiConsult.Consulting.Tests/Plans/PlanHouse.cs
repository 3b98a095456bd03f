using LogodiConsult.Consulting.Alumni;
using LogodiConsult.Consulting.Dashboards;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Presentations;
using LogodiConsult.Consulting.Programmes;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Sample;
using LogodiConsult.Consulting.Scoring;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Consulting.Tests.People;
using LogodiConsult.Consulting.Workflows;
using LogodiConsult.TestSupport;

namespace LogodiConsult.Consulting.Tests.Plans;

/// <summary>A running round with its people and the published definitions, and every act on a plan through its service.</summary>
sealed class PlanHouse : IAsyncDisposable
{
    static readonly Lazy<Task<ProgrammeData>> Published = new(() => ProgrammeData.ReadAsync(Repository.Workflows));

    public static readonly SampleData Sample = SampleData.Load();

    readonly House ground;

    PlanHouse(House ground, ProgrammeData data)
    {
        this.ground = ground;
        Data = data;
        Host = data.Host();
        var db = ground.Db.Database;
        Plans = new PlanService(db, Host, data.Templates);
        Writing = new WritingService(db, data.Templates);
        Reviews = new ReviewService(db, Host, data.Templates);
        Answers = new AnswerService(db, data.Templates);
        StepBacks = new StepBackService(db, Host);
        Notes = new NoteService(db);
        Phrases = new PhraseService(db);
        Unhurried = new ReviewService(db, Host, data.Templates, new ReviewSettings { RecallMinutes = 10 });
        Endorsements = new EndorsementService(db, Host);
        Translations = new TranslationService(db, Host, data.Templates);
        Presentations = new PresentationService(db, Host, data.Rubrics);
        Scoring = new ScoringService(db, data.Rubrics);
        Reports = new ReportService(db, Host);
        Assignments = new AssignmentService(db, Host);
        Deadlines = new DeadlineService(db, data.Calendars);
        Reader = new PlanReader(db, data.Templates, new StageNames());
        History = new HistoryService(db);
        Inbox = new Inbox(db);
    }

    public TestDatabase Db => ground.Db;
    public ProgrammeData Data { get; }
    public WorkflowHost Host { get; }
    public PlanService Plans { get; }
    public WritingService Writing { get; }
    public ReviewService Reviews { get; }
    public AnswerService Answers { get; }
    public StepBackService StepBacks { get; }
    public NoteService Notes { get; }
    public PhraseService Phrases { get; }

    /// <summary>Reviews whose release can be recalled for ten minutes.</summary>
    public ReviewService Unhurried { get; }
    public EndorsementService Endorsements { get; }
    public TranslationService Translations { get; }
    public PresentationService Presentations { get; }
    public ScoringService Scoring { get; }
    public ReportService Reports { get; }
    public AssignmentService Assignments { get; }
    public DeadlineService Deadlines { get; }
    public PlanReader Reader { get; }
    public HistoryService History { get; }
    public Inbox Inbox { get; }
    public Actor Official { get; private set; } = null!;
    public Actor OtherOfficial { get; private set; } = null!;
    public Actor Supervisor { get; private set; } = null!;
    public Actor Consultant { get; private set; } = null!;
    public Actor SecondConsultant { get; private set; } = null!;
    public Actor Interpreter { get; private set; } = null!;
    public Actor Lead { get; private set; } = null!;
    public Actor Panel { get; private set; } = null!;
    public Actor SecondPanel { get; private set; } = null!;
    public long ProgrammeId { get; private set; }
    public long RoundId { get; private set; }

    public static async Task<PlanHouse> BuildAsync(Dialect dialect, string definition = "action-plan")
    {
        var house = new PlanHouse(await House.BuildAsync(dialect), await Published.Value);
        var left = await house.Data.PublishAsync(house.Db.Database, house.Host);
        Assert.Empty(left);
        house.ProgrammeId = await house.ground.ProgrammeAsync();
        var rounds = new RoundService(house.Db.Database, house.Data.Templates);
        var created = await rounds.CreateAsync(
            House.RoundForm(house.ProgrammeId, 1) with { DefinitionId = definition, TemplateId = "action-plan" }, house.ground.Administrator);
        Assert.Null(created.Refusal);
        house.RoundId = created.Value;
        house.Official = await house.JoinAsync("rosa", Role.Official);
        house.OtherOfficial = await house.JoinAsync("luis", Role.Official);
        house.Supervisor = await house.JoinAsync("jefe", Role.Supervisor);
        house.Consultant = await house.JoinAsync("kim", Role.Consultant);
        house.SecondConsultant = await house.JoinAsync("lee", Role.Consultant);
        house.Interpreter = await house.JoinAsync("park", Role.Interpreter);
        house.Panel = await house.JoinAsync("choi", Role.Panel);
        house.SecondPanel = await house.JoinAsync("soto", Role.Panel);
        house.Lead = await house.JoinAsync("lead", Role.Lead);
        return house;
    }

    /// <summary>A plan with everybody on it, its text not begun.</summary>
    public async Task<long> OpenAsync(bool supervisor = true, bool interpreter = true, params Actor[] consultants)
    {
        var opened = await Plans.OpenAsync(
            new OpenPlan(RoundId, Official.PersonId, "Ventanilla única digital", null, "es", supervisor ? Supervisor.PersonId : null)
            {
                Consultants = [.. (consultants.Length == 0 ? [Consultant] : consultants).Select(c => c.PersonId)],
                Interpreters = interpreter ? [Interpreter.PersonId] : [],
            },
            Lead);
        Assert.Null(opened.Refusal);
        return opened.Value;
    }

    /// <summary>The complete text of a plan of the sample, as the official would type it.</summary>
    public static IReadOnlyList<SectionText> Text(int revision = 1) =>
        [.. Sample.Plan("ventanilla-unica-cusco").ContentsAt(revision).Select(s => new SectionText(s.Key, s.Value, 0))];

    public async Task<SubmissionReceipt> WriteAndSubmitAsync(long plan)
    {
        var saved = await Plans.SaveAsync(new SaveDraft(plan, null, Text()), Official);
        Assert.Null(saved.Refusal);
        Assert.Empty(saved.Value.Conflicts);
        return Ok(await Plans.SubmitAsync(new SubmitDraft(plan, null, []), Official));
    }

    /// <summary>From an empty text to the consultants' desks.</summary>
    public async Task ToReviewAsync(long plan)
    {
        await WriteAndSubmitAsync(plan);
        if ((await ViewAsync(plan)).Plan.SupervisorId is not null)
            Ok(await Endorsements.EndorseAsync(new EndorsePlan(plan, true, ""), Supervisor));
        if ((await ViewAsync(plan)).Facts.OpenTasks.Any(t => t.Kind == "translate"))
            Ok(await Translations.FinishAsync(plan, Interpreter));
    }

    /// <summary>From the consultants' desks, without another round, to a presentation that waits to be held.</summary>
    public async Task ToPresentationAsync(long plan)
    {
        Ok(await Assignments.DecideReviewAsync(plan, Recommendation.Accept, "Basta.", Lead));
        Ok(await Assignments.ChangeAsync(new ChangeAssignments(plan, Role.Panel, [Panel.PersonId, SecondPanel.PersonId], []), Lead));
        Ok(await Presentations.ScheduleAsync(new SchedulePresentation(plan, Db.Time.GetUtcNow().AddDays(2), "Asia/Seoul", 20, "Sala", ""), Lead));
    }

    /// <summary>The same points for every criterion.</summary>
    public SaveSheet Sheet(int points, bool submit = false, Moment moment = Moment.FirstReview) =>
        new([.. Data.Rubrics.Default.For(moment).Criteria.Select(c => new SheetLine(c.Key, points, "", []))], "", submit);

    public static SaveComment Comment(long plan, bool required = true, string? section = "background", string? quote = null) =>
        new(plan, null, section, "", quote, null, CommentKind.MustChange, required, "수치의 출처를 밝혀 주십시오.", "ko");

    public async Task<PlanView> ViewAsync(long plan, Actor? actor = null, Wanted? wanted = null) =>
        Ok(await Reader.ReadAsync(plan, wanted ?? new Wanted(), actor ?? Lead, "es"));

    public static T Ok<T>(Result<T> result)
    {
        Assert.Null(result.Refusal);
        return result.Value;
    }

    public ValueTask DisposeAsync() => ground.DisposeAsync();

    /// <summary>One more person with a role in the round.</summary>
    public Task<Actor> JoinAsync(string name, Role role) => ground.JoinAsync(ProgrammeId, RoundId, $"{name}@sample.example", role);
}
