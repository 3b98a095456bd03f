using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Engine;
using LogodiConsult.Engine.Activities;
using LogodiConsult.Engine.Execution;

namespace LogodiConsult.Consulting.Presentations;

/// <summary>The lead sets day, hour and place of the final presentation; or, where the definition has a way for it, reopens the accepted plan.</summary>
public sealed class Schedule : TaskActivity
{
    public override ActivityDeclaration Declaration { get; } = TaskInputs.Declare("Logodi.Schedule",
        new Trilingual("Programar la presentación", "발표 일정 정하기", "Schedule the presentation"),
        new Trilingual(
            "El responsable fija fecha, hora y lugar; la salida StartsAt lleva el instante. Con reopenable puede también reabrir el plan aceptado.",
            "책임자가 발표 날짜, 시각, 장소를 정합니다. StartsAt 출력에 시각이 담깁니다. reopenable이면 수락된 액션플랜을 다시 열 수도 있습니다.",
            "The lead sets day, hour and place; the output StartsAt holds the instant. With reopenable the accepted plan can also be reopened."),
        ["Scheduled", Reopened],
        [
            .. TaskInputs.Common,
            new InputDeclaration("Reopenable", "Boolean", new Trilingual("Puede reabrirse", "다시 열 수 있음", "Can be reopened"),
                new Trilingual(
                    "El responsable puede devolver el plan aceptado a corrección por la salida Reopened, que entonces debe estar conectada.",
                    "책임자가 수락된 액션플랜을 Reopened 결과로 다시 수정하게 할 수 있습니다. 이때 Reopened를 연결해야 합니다.",
                    "The lead can send the accepted plan back to revision by the outcome Reopened, which must then be connected."))
            {
                Default = false, Editor = "checkbox",
            },
        ],
        [new OutputDeclaration("StartsAt", "DateTimeOffset", new Trilingual("Comienza", "시작", "Starts at"),
            new Trilingual("Instante en que empieza la presentación, ISO 8601.", "발표가 시작되는 시각(ISO 8601)입니다.", "The instant at which the presentation starts, ISO 8601."))]);

    public const string Reopened = "Reopened";

    protected override string Kind => "schedule";

    protected override Role To => Role.Lead;

    protected override IReadOnlyList<string> OutcomesIn(ActivityContext context) => context.Get<bool?>("Reopenable") == true ? TaskOutcomes : ["Scheduled"];

    protected override ValueTask BeforeCompletionAsync(ActivityContext context, string outcome, JsonObject input)
    {
        if (outcome == "Scheduled")
            context.Set("StartsAt", (string?)input["startsAt"] ?? context.Now.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        return ValueTask.CompletedTask;
    }
}

/// <summary>The plan is presented and scored; or put off, and scheduled anew.</summary>
public sealed class Present : TaskActivity
{
    public override ActivityDeclaration Declaration { get; } = TaskInputs.Declare("Logodi.Present",
        new Trilingual("Presentar y evaluar", "발표와 평가", "Present and score"),
        new Trilingual(
            "Espera la presentación final; el responsable registra los puntajes o la posterga.",
            "최종 발표를 기다립니다. 책임자가 점수를 기록하거나 발표를 연기합니다.",
            "Waits for the final presentation; the lead records the scores or postpones it."),
        ["Held", "Postponed"],
        [
            TaskInputs.Stage,
            new InputDeclaration("DueAt", "DateTimeOffset?", new Trilingual("Fecha y hora", "일시", "Date and time"),
                new Trilingual("El instante de la presentación.", "발표 시각입니다.", "The instant of the presentation.")),
            TaskInputs.Calendar,
            TaskInputs.RemindWorkingDays,
        ]);

    protected override string Kind => "present";

    protected override Role To => Role.Lead;

    protected override ValueTask<DateTimeOffset?> DueAsync(ActivityContext context) => ValueTask.FromResult(context.Get<DateTimeOffset?>("DueAt"));
}
