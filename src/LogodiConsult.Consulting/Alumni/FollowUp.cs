using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Engine;
using LogodiConsult.Engine.Activities;
using LogodiConsult.Engine.Execution;

namespace LogodiConsult.Consulting.Alumni;

/// <summary>Some months after completion the official reports what became of the plan. The task opens a while before it is due.</summary>
public sealed class FollowUp : TaskActivity
{
    const string TimerTag = "timer";

    public override ActivityDeclaration Declaration { get; } = TaskInputs.Declare("Logodi.FollowUp",
        new Trilingual("Informe de avance", "이행 보고", "Progress report"),
        new Trilingual(
            "A los meses indicados desde la conclusión, pide al funcionario un informe de avance.",
            "완료 후 지정한 개월 수가 지나면 연수생에게 이행 보고를 요청합니다.",
            "So many months after completion it asks the official for a progress report."),
        ["Reported"],
        [
            TaskInputs.Stage,
            new InputDeclaration("Months", "Int32", new Trilingual("Meses", "개월", "Months"),
                new Trilingual("Meses desde la conclusión del plan.", "액션플랜 완료 후 개월 수입니다.", "Months since the plan was completed.")) { Required = true },
            new InputDeclaration("OpenDaysBefore", "Int32", new Trilingual("Días de anticipación", "미리 여는 일수", "Opens days before"),
                new Trilingual("Días antes del vencimiento en que se abre la tarea.", "마감 며칠 전에 할 일을 열지 정합니다.", "Days before the deadline on which the task opens."))
            {
                Default = 14,
            },
            new InputDeclaration("ReportedStage", "String", new Trilingual("Etapa tras el informe", "보고 후 단계", "Stage after the report"),
                new Trilingual(
                    "Etapa que se muestra cuando el informe está entregado.",
                    "보고가 제출된 뒤 표시되는 단계입니다.",
                    "The stage shown once the report is handed in."))
            {
                Default = "completed",
            },
            TaskInputs.Calendar,
            TaskInputs.RemindWorkingDays,
        ]);

    protected override string Kind => "report";

    protected override Role To => Role.Official;

    public override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var due = (await context.Desk<IDesk>().CompletedAtAsync()).AddMonths(context.Get<int>("Months"));
        var opens = due.AddDays(-context.Get<int>("OpenDaysBefore"));
        context.State["due"] = due.ToUnixTimeMilliseconds();
        if (opens <= context.Now)
            await OpenReportAsync(context);
        else
            context.CreateBookmark(new BookmarkRequest { Tag = TimerTag, DueAt = opens });
    }

    public override async ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        if (resumption.Tag == TimerTag)
            await OpenReportAsync(context);
        else
            await base.ResumeAsync(context, resumption);
    }

    // Follow-up is shown while a report is waited for; between two reports, and after the last, the plan is simply completed.
    protected override async ValueTask BeforeCompletionAsync(ActivityContext context, string outcome, JsonObject input) =>
        await context.Desk<IDesk>().SetStageAsync(context.Get<string>("ReportedStage") ?? "completed");

    async ValueTask OpenReportAsync(ActivityContext context) =>
        await OpenAsync(context, Role.Official, DateTimeOffset.FromUnixTimeMilliseconds((long)context.State["due"]!), months: context.Get<int>("Months"));
}
