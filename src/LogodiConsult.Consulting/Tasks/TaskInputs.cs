using LogodiConsult.Engine;
using LogodiConsult.Engine.Activities;

namespace LogodiConsult.Consulting.Tasks;

/// <summary>What the declarations of the <c>Logodi.*</c> activities share.</summary>
static class TaskInputs
{
    public const string Category = "Logodi";

    public static InputDeclaration Stage { get; } = new("Stage", "String",
        new Trilingual("Etapa", "단계", "Stage"),
        new Trilingual(
            "Clave de la etapa que muestran las páginas mientras la tarea está abierta; sus nombres están en customProperties.stages.",
            "할 일이 열려 있는 동안 화면에 표시되는 단계의 키입니다. 이름은 customProperties.stages에 있습니다.",
            "Key of the stage shown while the task is open; its names are in customProperties.stages."))
    {
        Required = true,
    };

    public static InputDeclaration DueWorkingDays { get; } = new("DueWorkingDays", "Int32?",
        new Trilingual("Plazo en días hábiles", "마감(근무일 수)", "Deadline in working days"),
        new Trilingual(
            "Días hábiles del calendario hasta el vencimiento; vacío: sin plazo.",
            "마감까지의 근무일 수입니다. 비워 두면 마감이 없습니다.",
            "Working days of the calendar until the task is due; empty: no deadline."));

    public static InputDeclaration Calendar { get; } = new("Calendar", "String",
        new Trilingual("Calendario", "달력", "Calendar"),
        new Trilingual(
            "Calendario laboral en el que se cuentan los días: lima, seoul o lima+seoul.",
            "근무일을 세는 달력: lima, seoul 또는 lima+seoul.",
            "The working calendar in which days are counted: lima, seoul or lima+seoul."))
    {
        Default = "lima",
        Options = ["lima", "seoul", "lima+seoul"],
        Editor = "dropdown",
    };

    public static InputDeclaration RemindWorkingDays { get; } = new("RemindWorkingDays", "Int32[]",
        new Trilingual("Recordatorios", "알림", "Reminders"),
        new Trilingual(
            "Días hábiles antes del vencimiento en que se envía un recordatorio, por ejemplo [2, 0].",
            "마감 며칠(근무일) 전에 알림을 보낼지 정합니다. 예: [2, 0].",
            "Working days before the deadline on which a reminder goes out, for example [2, 0]."))
    {
        Editor = "multi-text",
    };

    public static IReadOnlyList<InputDeclaration> Common { get; } = [Stage, DueWorkingDays, Calendar, RemindWorkingDays];

    public static ActivityDeclaration Declare(string typeName, Trilingual name, Trilingual help, IReadOnlyList<string> outcomes,
        IReadOnlyList<InputDeclaration>? inputs = null, IReadOnlyList<OutputDeclaration>? outputs = null) =>
        new()
        {
            TypeName = typeName,
            Category = Category,
            Kind = ActivityKind.Task,
            DisplayName = name,
            Help = help,
            Inputs = inputs ?? Common,
            Outputs = outputs ?? [],
            Outcomes = outcomes,
        };
}
