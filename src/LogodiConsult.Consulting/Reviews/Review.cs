using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Scoring;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Engine;
using LogodiConsult.Engine.Activities;
using LogodiConsult.Engine.Execution;

namespace LogodiConsult.Consulting.Reviews;

/// <summary>One task and one bookmark for each assigned consultant, and one standing bookmark by which a lead adds, withdraws or
/// replaces a consultant, or decides, while it waits. Without a consultant the ball is with the leads until they assign one.</summary>
public sealed class Review : TaskActivity
{
    /// <summary>Name of the bookmark that takes <c>{ add: [ids], remove: [ids], vacate: [ids], decide: "Accept" | "Revise", by }</c>.</summary>
    public const string PanelBookmark = "Logodi.Review.Panel";

    const string PanelTag = "panel";
    const string AssignTag = "assign";
    const string VacantKey = "vacant";

    public override ActivityDeclaration Declaration { get; } = TaskInputs.Declare("Logodi.Review",
        new Trilingual("Revisión de los consultores", "자문위원 검토", "Review by the consultants"),
        new Trilingual(
            "Abre una tarea para cada consultor asignado y espera según la regla: todos, el primero o un quórum.",
            "배정된 자문위원마다 할 일을 하나씩 열고, 규칙(전원, 첫 번째, 정족수)에 따라 기다립니다.",
            "Opens a task for each assigned consultant and waits as told: for all, for the first, or for a quorum."),
        ["Accept", "Revise"],
        [
            .. TaskInputs.Common,
            new InputDeclaration("Wait", "String", new Trilingual("Esperar a", "대기 규칙", "Wait for"),
                new Trilingual("all: todos; any: el primero; quorum: tantos como indique el quórum.", "all: 전원, any: 첫 번째, quorum: 정족수.", "all, any (the first), or quorum."))
            {
                Default = "all", Options = ["all", "any", "quorum"], Editor = "dropdown",
            },
            new InputDeclaration("Quorum", "Int32", new Trilingual("Quórum", "정족수", "Quorum"),
                new Trilingual("Número de revisiones necesarias si se espera un quórum.", "정족수 규칙일 때 필요한 검토 수입니다.", "How many reviews are needed when waiting for a quorum."))
            {
                Default = 2,
            },
            new InputDeclaration("Decision", "String", new Trilingual("Regla de decisión", "결정 규칙", "Decision rule"),
                new Trilingual("anyRevise: basta una petición de cambios; majority: decide la mayoría, el empate pide cambios.", "anyRevise: 한 명이라도 수정을 요청하면 수정, majority: 다수결(동수이면 수정).", "anyRevise: one request for changes is enough; majority: the larger part decides, a tie asks for changes."))
            {
                Default = "anyRevise", Options = ["anyRevise", "majority"], Editor = "dropdown",
            },
            new InputDeclaration("Scores", "String", new Trilingual("Puntajes", "점수", "Scores"),
                new Trilingual(
                    "none: la revisión no lleva puntajes; optional: puede llevarlos; required: no se entrega sin ellos.",
                    "none: 검토에 점수를 매기지 않습니다. optional: 선택 사항입니다. required: 점수가 있어야 공개할 수 있습니다.",
                    "none: the review takes no scores; optional: it may have them; required: it is not released without them."))
            {
                Default = "optional", Options = ["none", "optional", "required"], Editor = "dropdown",
            },
            new InputDeclaration("Blind", "Boolean", new Trilingual("A ciegas", "비공개 초안", "Blind"),
                new Trilingual(
                    "Cada consultor ve los borradores de los demás solo cuando se entregan; false: los ven mientras revisan.",
                    "자문위원은 다른 위원의 초안을 공개된 뒤에만 봅니다. false이면 검토 중에도 서로 볼 수 있습니다.",
                    "Each consultant sees the others' drafts only once they are released; false: they see them while they review."))
            {
                Default = true, Editor = "checkbox",
            },
        ],
        [
            new OutputDeclaration("Round", "Int32", new Trilingual("Ronda", "검토 차수", "Round"),
                new Trilingual("Número de la ronda de revisión, desde 1.", "1부터 시작하는 검토 차수입니다.", "Number of the review round, from 1.")),
            new OutputDeclaration("Recommendation", "String", new Trilingual("Recomendación", "권고", "Recommendation"),
                new Trilingual("Accept o Revise, según la regla de decisión.", "결정 규칙에 따른 Accept 또는 Revise입니다.", "Accept or Revise, by the decision rule.")),
        ]);

    protected override string Kind => "review";

    protected override Role To => Role.Consultant;

    protected override Asked ScoringOf(ActivityContext context) => Codes.Parse<Asked>(context.Get<string>("Scores") ?? "optional");

    public override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var desk = context.Desk<IDesk>();
        context.State["round"] = await desk.NextReviewRoundAsync();
        context.State["members"] = new JsonObject();
        context.Set("Round", (int)context.State["round"]!);
        foreach (var consultant in await desk.HoldersAsync(Role.Consultant))
            await AddAsync(context, consultant);
        if (Members(context).Count == 0)
            await AskLeadsAsync(context);
        // Last, so that a rehearsed event of this activity's name reaches a consultant's task first.
        context.CreateBookmark(new BookmarkRequest { Name = PanelBookmark, Tag = PanelTag, AutoBurn = false });
    }

    public override async ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        if (resumption.Tag == PanelTag)
        {
            await ChangePanelAsync(context, resumption.Input);
            return;
        }
        if (resumption.Tag == AssignTag)
            throw new InvalidOperationException($"{context.ActivityId}: the assigning task closes when a consultant is added.");
        var outcome = OutcomeOf(resumption.Input);
        if (!TaskOutcomes.Contains(outcome))
            throw new InvalidOperationException($"{context.ActivityId}: '{outcome}' is not a recommendation; it is Accept or Revise.");
        await context.Desk<IDesk>().CloseTaskAsync(resumption.BookmarkId, outcome, ActedBy(resumption.Input));
        Members(context)[resumption.Tag!] = outcome;
        await DecideAsync(context, ActedBy(resumption.Input));
    }

    async ValueTask ChangePanelAsync(ActivityContext context, JsonObject input)
    {
        var by = ActedBy(input);
        foreach (var person in Ids(input["remove"]))
            await RemoveAsync(context, person, by, "Withdrawn");
        foreach (var person in Ids(input["vacate"]))
            await VacateAsync(context, person, by);
        foreach (var person in Ids(input["add"]))
            await AddAsync(context, person);
        if (input["decide"] is { } decided)
            await FinishAsync(context, (string)decided!, by);
        else if (!await DecideAsync(context, by) && (Members(context).Count == 0 || IsVacant(context)))
            await AskLeadsAsync(context);
    }

    async ValueTask AddAsync(ActivityContext context, long person)
    {
        if (Members(context).ContainsKey(Tag(person)))
            return;
        await CloseAsync(context, AssignTag, "Assigned", 0);
        context.State[VacantKey] = false;
        Members(context)[Tag(person)] = null;
        await OpenAsync(context, Role.Consultant, await DueAsync(context), person, Tag(person), (int)context.State["round"]!,
            sharesDrafts: !context.Get<bool>("Blind"));
    }

    async ValueTask RemoveAsync(ActivityContext context, long person, long by, string outcome)
    {
        // A recommendation that was given stays; only an open task can be taken back.
        if (Members(context).TryGetPropertyValue(Tag(person), out var given) && given is null)
        {
            Members(context).Remove(Tag(person));
            await CloseAsync(context, Tag(person), outcome, by);
        }
    }

    /// <summary>A place that its consultant gave up is kept free until the leads fill it or decide: the others do not end the review alone.</summary>
    async ValueTask VacateAsync(ActivityContext context, long person, long by)
    {
        if (!Members(context).TryGetPropertyValue(Tag(person), out var given) || given is not null)
            return;
        await RemoveAsync(context, person, by, "HandedBack");
        context.State[VacantKey] = true;
    }

    static bool IsVacant(ActivityContext context) => (bool?)context.State[VacantKey] == true;

    async ValueTask AskLeadsAsync(ActivityContext context)
    {
        if (context.Bookmarks.Any(b => b.Tag == AssignTag))
            return;
        var desk = context.Desk<IDesk>();
        var stage = context.Get<string>("Stage")!;
        await desk.SetStageAsync(stage);
        var bookmark = context.CreateBookmark(new BookmarkRequest { Tag = AssignTag });
        await desk.OpenTaskAsync(new TaskToOpen(bookmark, context.ActivityId, "assign", stage, Role.Lead, null, ["Assigned"],
            await DueAsync(context), context.Get<string>("Calendar"), context.Get<int[]>("RemindWorkingDays") ?? [])
        {
            ReviewRound = (int)context.State["round"]!,
        });
    }

    /// <returns>True when the review is decided.</returns>
    async ValueTask<bool> DecideAsync(ActivityContext context, long by)
    {
        var all = Members(context).Count + (IsVacant(context) ? 1 : 0);
        var given = Members(context).Select(m => (string?)m.Value).OfType<string>().ToList();
        var needed = context.Get<string>("Wait") switch
        {
            "any" => 1,
            "quorum" => Math.Min(context.Get<int>("Quorum"), all),
            _ => all,
        };
        if (given.Count == 0 || given.Count < needed)
            return false;
        var revise = given.Count(g => g == "Revise");
        var decided = context.Get<string>("Decision") == "majority" ? revise * 2 >= given.Count : revise > 0;
        await FinishAsync(context, decided ? "Revise" : "Accept", by);
        return true;
    }

    async ValueTask FinishAsync(ActivityContext context, string outcome, long by)
    {
        if (!TaskOutcomes.Contains(outcome))
            throw new InvalidOperationException($"{context.ActivityId}: '{outcome}' is not a decision; it is Accept or Revise.");
        foreach (var open in context.Bookmarks.ToList())
        {
            if (open.Tag == PanelTag)
                context.CloseBookmark(open.Id);
            else
                await CloseAsync(context, open.Tag!, "NotNeeded", by);
        }
        context.Set("Recommendation", outcome);
        context.Complete(outcome);
    }

    static async ValueTask CloseAsync(ActivityContext context, string tag, string outcome, long by)
    {
        if (context.Bookmarks.FirstOrDefault(b => b.Tag == tag) is not { } open)
            return;
        await context.Desk<IDesk>().CloseTaskAsync(open.Id, outcome, by);
        context.CloseBookmark(open.Id);
    }

    static JsonObject Members(ActivityContext context) => (JsonObject)context.State["members"]!;

    static string Tag(long person) => person.ToString(System.Globalization.CultureInfo.InvariantCulture);

    static IEnumerable<long> Ids(JsonNode? list) => list is JsonArray ids ? ids.Select(id => (long)id!) : [];
}
