using System.Text.Json.Nodes;
using Cronos;
using LogodiConsult.Engine.Execution;
using LogodiConsult.Engine.Expressions;

namespace LogodiConsult.Engine.Activities;

/// <summary>Elsa.Event: waits for an event by name. Bookmark payload: {eventName}.</summary>
sealed class Event : Activity
{
    /// <summary>Elsa's key of the payload in the input of a published event.</summary>
    public const string PayloadKey = "__EventPayloadWorkflowInput";

    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.Event",
        Category = "Primitives",
        Kind = ActivityKind.Trigger,
        DisplayName = new("Evento", "이벤트", "Event"),
        Help = new("Espera un evento por su nombre.", "이름으로 이벤트를 기다립니다.", "Waits for an event by its name."),
        Inputs = [new("EventName", "String", new("Nombre", "이름", "Event name"), new("Nombre del evento.", "이벤트 이름.", "Name of the event.")) { Required = true }],
        Outputs = [new("Result", "Object", new("Contenido", "내용", "Result"), new("Lo que trae el evento.", "이벤트가 가져온 내용.", "What the event brings."))],
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        if (context.Run.State.TriggerActivityId == context.ActivityId && context.Run.IsFirstBurst)
        {
            Receive(context);
            return ValueTask.CompletedTask;
        }

        context.CreateBookmark(new BookmarkRequest { Payload = new JsonObject { ["eventName"] = context.Get<string>("EventName") } });
        return ValueTask.CompletedTask;
    }

    public override ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        Receive(context);
        return ValueTask.CompletedTask;
    }

    static void Receive(ActivityContext context)
    {
        // Only what a publisher put there; the other values of a stimulus are the instance's input (getInput), as in Elsa.
        context.Set("Result", context.InstanceInput.TryGetPropertyValue(PayloadKey, out var payload) ? payload : null);
        context.Complete();
    }
}

/// <summary>Elsa.PublishEvent.</summary>
sealed class PublishEvent : Activity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.PublishEvent",
        Category = "Primitives",
        DisplayName = new("Publicar evento", "이벤트 발행", "Publish event"),
        Help = new("Avisa a quienes esperan un evento.", "이벤트를 기다리는 곳에 알립니다.", "Tells those who wait for an event."),
        Inputs =
        [
            new("EventName", "String", new("Nombre", "이름", "Event name"), new("Nombre del evento.", "이벤트 이름.", "Name of the event.")) { Required = true },
            new("CorrelationId", "String", new("Correlación", "상관 ID", "Correlation id"), new("Solo instancias con ella.", "이 ID를 가진 인스턴스만.", "Only instances with it.")),
            new("IsLocalEvent", "Boolean", new("Evento local", "내부 이벤트", "Local event"), new("Solo esta instancia.", "이 인스턴스에만.", "Only this instance.")) { Editor = "checkbox" },
            new("Payload", "Object", new("Contenido", "내용", "Payload"), new("Lo que lleva el evento.", "이벤트가 전달할 내용.", "What the event carries.")),
        ],
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        var correlation = context.Get<string>("CorrelationId");
        var payload = Values.ToJson(context.GetValue("Payload"));
        context.Ask(new EventRequest(
            context.Get<string>("EventName") ?? "",
            string.IsNullOrWhiteSpace(correlation) ? null : correlation,
            context.Get<bool>("IsLocalEvent") ? context.InstanceId : null,
            new JsonObject { [Event.PayloadKey] = payload ?? new JsonObject() }));
        return ValueTask.CompletedTask;
    }
}

/// <summary>Elsa.RunTask: asks the application for work and waits for its answer. Bookmark payload: {taskId, taskName}.</summary>
sealed class RunTask : Activity
{
    /// <summary>Elsa's key of the answer in the resume's input.</summary>
    public const string AnswerKey = "RunTaskInput";

    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.RunTask",
        Category = "Primitives",
        MayWait = true,
        DisplayName = new("Encargar tarea", "작업 요청", "Run task"),
        Help = new("Pide a la aplicación que haga algo y espera la respuesta.", "애플리케이션에 작업을 요청하고 응답을 기다립니다.", "Asks the application to do something and waits for the answer."),
        Inputs =
        [
            new("TaskName", "String", new("Tarea", "작업", "Task name"), new("Nombre de la tarea.", "작업 이름.", "Name of the task.")) { Required = true },
            new("Payload", "Object", new("Datos", "데이터", "Payload"), new("Datos para la tarea.", "작업에 전달할 데이터.", "Facts for the task.")),
        ],
        Outputs =
        [
            new("TaskId", "String", new("Identificador", "작업 ID", "Task id"), new("Identificador de la tarea.", "작업의 ID.", "Id of the task.")),
            new("Result", "Object", new("Respuesta", "응답", "Result"), new("La respuesta.", "작업의 응답.", "The answer.")),
        ],
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        var name = context.Get<string>("TaskName") ?? "";
        var taskId = context.Scope.NewGuid().ToString("N");
        var bookmark = context.CreateBookmark(new BookmarkRequest { Payload = new JsonObject { ["taskId"] = taskId, ["taskName"] = name } });
        context.Set("TaskId", taskId);
        context.Ask(new TaskRequest(bookmark, taskId, name, Values.ToJson(context.GetValue("Payload"))));
        return ValueTask.CompletedTask;
    }

    public override ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        context.Set("Result", resumption.Input.TryGetPropertyValue(AnswerKey, out var answer) ? answer : resumption.Input);
        context.Complete();
        return ValueTask.CompletedTask;
    }
}

/// <summary>What the activities that wait for the clock share. Bookmark payload: {resumeAt} (UTC, ISO 8601); no upper limit.</summary>
abstract class ClockActivity : Activity
{
    /// <summary>When it falls due; null: at once.</summary>
    protected abstract DateTimeOffset? DueAt(ActivityContext context);

    /// <summary>When a trigger of this kind starts an instance next; null: never again.</summary>
    /// <param name="last">The publication, or the occurrence that was served last.</param>
    /// <param name="now">What was missed before it is not made up for.</param>
    public abstract DateTimeOffset? NextStart(Definitions.CompiledNode node, DateTimeOffset last, DateTimeOffset now);

    protected static T? Constant<T>(Definitions.CompiledNode node, string input) =>
        node.Input(input) is { Expression: LiteralExpression literal } given ? Values.To<T>(Values.ConvertTo(literal.Value, given.Type)) : default;

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        var isTrigger = context.Run.State.TriggerActivityId == context.ActivityId && context.Run.IsFirstBurst;
        if (isTrigger || DueAt(context) is not { } due) context.Complete();
        else context.CreateBookmark(new BookmarkRequest { DueAt = due, Payload = new JsonObject { ["resumeAt"] = due.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture) } });
        return ValueTask.CompletedTask;
    }

    protected static DateTimeOffset After(DateTimeOffset now, TimeSpan span) => span > DateTimeOffset.MaxValue - now ? DateTimeOffset.MaxValue : now + span;
}

/// <summary>Elsa.Delay.</summary>
sealed class Delay : ClockActivity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.Delay",
        Category = "Scheduling",
        MayWait = true,
        DisplayName = new("Demora", "지연", "Delay"),
        Help = new("Espera un tiempo; sin límite.", "정해진 시간만큼 기다립니다. 상한은 없습니다.", "Waits for a time; without limit."),
        Inputs = [new("TimeSpan", "TimeSpan", new("Tiempo", "시간", "Time span"), new("Días.horas:minutos:segundos.", "일.시:분:초 형식.", "Days.hours:minutes:seconds.")) { Default = "00:01:00" }],
    };

    protected override DateTimeOffset? DueAt(ActivityContext context) => After(context.Now, context.Get<TimeSpan>("TimeSpan"));

    public override DateTimeOffset? NextStart(Definitions.CompiledNode node, DateTimeOffset last, DateTimeOffset now) => null;
}

/// <summary>Elsa.StartAt.</summary>
sealed class StartAt : ClockActivity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.StartAt",
        Category = "Scheduling",
        Kind = ActivityKind.Trigger,
        DisplayName = new("A una hora", "지정 시각", "Start at"),
        Help = new("Espera hasta un momento; si ya pasó, sigue de inmediato.", "지정한 시각까지 기다립니다. 이미 지났으면 바로 계속합니다.", "Waits until a moment; if it is past, goes on at once."),
        Inputs = [new("DateTime", "DateTimeOffset", new("Momento", "시각", "Moment"), new("Con zona horaria; sin ella, UTC.", "시간대 포함, 없으면 UTC.", "With an offset; without one, UTC.")) { Required = true }],
    };

    protected override DateTimeOffset? DueAt(ActivityContext context)
    {
        var moment = context.Get<DateTimeOffset>("DateTime");
        return moment <= context.Now ? null : moment;
    }

    public override DateTimeOffset? NextStart(Definitions.CompiledNode node, DateTimeOffset last, DateTimeOffset now) =>
        Constant<DateTimeOffset?>(node, "DateTime") is { } moment && moment > last ? moment.ToUniversalTime() : null;
}

/// <summary>Elsa.Timer.</summary>
sealed class Timer : ClockActivity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.Timer",
        Category = "Scheduling",
        Kind = ActivityKind.Trigger,
        DisplayName = new("Temporizador", "타이머", "Timer"),
        Help = new("Espera un intervalo; como inicio, se repite.", "간격만큼 기다립니다. 시작 활동이면 반복됩니다.", "Waits for an interval; as a trigger it repeats."),
        Inputs = [new("Interval", "TimeSpan", new("Intervalo", "간격", "Interval"), new("Días.horas:minutos:segundos.", "일.시:분:초 형식.", "Days.hours:minutes:seconds.")) { Default = "00:01:00" }],
    };

    protected override DateTimeOffset? DueAt(ActivityContext context) => After(context.Now, context.Get<TimeSpan>("Interval"));

    public override DateTimeOffset? NextStart(Definitions.CompiledNode node, DateTimeOffset last, DateTimeOffset now)
    {
        var interval = Constant<TimeSpan>(node, "Interval");
        if (interval <= TimeSpan.Zero) return null;
        // It keeps its beat, whatever was missed.
        var beats = now <= last ? 1 : ((now - last).Ticks / interval.Ticks) + 1;
        return After(last, interval * beats);
    }
}

/// <summary>Elsa.Cron: five fields, or six with seconds; UTC.</summary>
sealed class Cron : ClockActivity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.Cron",
        Category = "Scheduling",
        Kind = ActivityKind.Trigger,
        DisplayName = new("Cron", "Cron", "Cron"),
        Help = new("Espera la próxima hora de una expresión cron (UTC).", "cron 표현식의 다음 시각(UTC)까지 기다립니다.", "Waits for the next time of a cron expression (UTC)."),
        Inputs = [new("CronExpression", "String", new("Expresión", "표현식", "Cron expression"), new("Cinco o seis campos.", "5개 또는 6개 필드.", "Five or six fields."))],
    };

    protected override DateTimeOffset? DueAt(ActivityContext context)
    {
        var text = context.Get<string>("CronExpression");
        return string.IsNullOrWhiteSpace(text) ? null : Parse(text).GetNextOccurrence(context.Now, TimeZoneInfo.Utc);
    }

    public override DateTimeOffset? NextStart(Definitions.CompiledNode node, DateTimeOffset last, DateTimeOffset now) =>
        Constant<string>(node, "CronExpression") is { Length: > 0 } text ? Parse(text).GetNextOccurrence(last > now ? last : now, TimeZoneInfo.Utc) : null;

    /// <summary>Understands five or six fields and @macros.</summary>
    /// <exception cref="CronFormatException">The text is no cron expression.</exception>
    public static CronExpression Parse(string text) =>
        CronExpression.Parse(text, text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length > 5 ? CronFormat.IncludeSeconds : CronFormat.Standard);
}
