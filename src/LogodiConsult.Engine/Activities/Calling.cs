using System.Text.Json.Nodes;
using LogodiConsult.Engine.Execution;
using LogodiConsult.Engine.Expressions;

namespace LogodiConsult.Engine.Activities;

/// <summary>Inputs that the three calling activities share.</summary>
static class Call
{
    public static readonly InputDeclaration Definition =
        new("WorkflowDefinitionId", "String", new("Flujo", "워크플로", "Workflow definition"), new("Identificador de la definición.", "정의의 ID.", "Id of the definition.")) { Required = true, Editor = "workflow-definition-picker" };

    public static readonly InputDeclaration Correlation =
        new("CorrelationId", "String", new("Correlación", "상관 ID", "Correlation id"), new("Correlación del flujo llamado.", "호출되는 워크플로의 상관 ID.", "Correlation of the called workflow."));

    public static readonly InputDeclaration Input =
        new("Input", "ObjectDictionary", new("Entrada", "입력", "Input"), new("Objeto con las entradas.", "입력을 담은 객체.", "Object that holds the inputs.")) { Editor = "json-editor", DefaultSyntax = "Object" };

    public static InputDeclaration Wait(bool byDefault) =>
        new("WaitForCompletion", "Boolean", new("Esperar", "완료 대기", "Wait for completion"), new("Si espera a que termine.", "끝날 때까지 기다릴지 여부.", "Whether it waits for the end.")) { Default = byDefault, Editor = "checkbox" };

    public static readonly InputDeclaration Trace =
        new("StartNewTrace", "Boolean", new("Traza nueva", "새 추적", "Start new trace"), new("Sin efecto aquí.", "여기서는 효과가 없습니다.", "Without effect here.")) { Default = false, Editor = "checkbox" };

    public static readonly InputDeclaration Channel =
        new("ChannelName", "String", new("Canal", "채널", "Channel"), new("Sin efecto aquí.", "여기서는 효과가 없습니다.", "Without effect here."));

    public static readonly OutputDeclaration Result =
        new("Result", "Object", new("Resultado", "결과", "Result"), new("Las salidas del flujo llamado.", "호출된 워크플로의 출력.", "Outputs of the called workflow."));

    public static JsonObject InputOf(ActivityContext context)
    {
        var input = context.Get<JsonNode>("Input") is JsonObject given ? (JsonObject)given.DeepClone() : [];
        input["ParentInstanceId"] = context.InstanceId;
        return input;
    }

    public static string DefinitionOf(ActivityContext context)
    {
        var id = context.Get<string>("WorkflowDefinitionId") ?? "";
        return context.Run.Context.Resolve is { } resolve && resolve(id, null) is null
            ? throw new InvalidOperationException($"No published version of workflow definition '{id}' was found.")
            : id;
    }

    public static string? CorrelationOf(ActivityContext context) => context.Get<string>("CorrelationId") is { Length: > 0 } id ? id : null;
}

/// <summary>Elsa.ExecuteWorkflow: runs another definition inside the burst; waits only when it suspends.</summary>
sealed class ExecuteWorkflow : Activity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.ExecuteWorkflow",
        Category = "Composition",
        Kind = ActivityKind.Task,
        DisplayName = new("Ejecutar flujo", "워크플로 실행", "Execute workflow"),
        Help = new("Ejecuta otro flujo como instancia propia, en el acto.", "다른 워크플로를 별도 인스턴스로 즉시 실행합니다.", "Runs another workflow as an instance of its own, at once."),
        Inputs = [Call.Definition, Call.Correlation, Call.Input, Call.Wait(byDefault: false)],
        Outputs = [Call.Result],
    };

    public override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var waits = context.Get<bool>("WaitForCompletion");
        var bookmark = waits ? context.Run.ReserveBookmark() : null;
        var child = await context.Run.RunChildAsync(Call.DefinitionOf(context), Call.InputOf(context), Call.CorrelationOf(context), bookmark);
        if (waits && child.Status == InstanceStatus.Running)
        {
            context.Run.OpenBookmark(context.Execution, new BookmarkRequest { Payload = new JsonObject { ["childInstanceId"] = child.InstanceId } }, bookmark);
            return;
        }

        context.Set("Result", Result(child.InstanceId, child.Status.ToString(), child.SubStatus.ToString(), child.Output.DeepClone()));
        context.Complete();
    }

    // Elsa's ExecuteWorkflowResult, whether the child was waited for or not.
    static JsonObject Result(string instanceId, string status, string subStatus, JsonNode? output) => new()
    {
        ["WorkflowDefinitionVersionId"] = null,
        ["WorkflowInstanceId"] = instanceId,
        ["CorrelationId"] = null,
        ["Status"] = status,
        ["SubStatus"] = subStatus,
        ["Output"] = output,
    };

    public override ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        var told = resumption.Input;
        context.Set("Result", Result(
            (string?)told["WorkflowInstanceId"] ?? "", (string?)told["WorkflowStatus"] ?? "", (string?)told["WorkflowSubStatus"] ?? "", told["WorkflowOutput"]?.DeepClone() ?? new JsonObject()));
        context.Complete();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Elsa.DispatchWorkflow: asks the host to start another definition after this burst.</summary>
sealed class DispatchWorkflow : Activity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.DispatchWorkflow",
        Category = "Composition",
        MayWait = true,
        DisplayName = new("Despachar flujo", "워크플로 발송", "Dispatch workflow"),
        Help = new("Inicia otro flujo y, si se pide, espera a que termine.", "다른 워크플로를 시작하고, 원하면 끝날 때까지 기다립니다.", "Starts another workflow and, if asked, waits for its end."),
        Inputs = [Call.Definition, Call.Correlation, Call.Input, Call.Wait(byDefault: false), Call.Trace, Call.Channel],
        Outputs = [Call.Result],
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        var child = context.Run.ReserveChild();
        string? bookmark = null;
        if (context.Get<bool>("WaitForCompletion")) bookmark = context.CreateBookmark(new BookmarkRequest { Payload = new JsonObject { ["childInstanceId"] = child } });
        context.Ask(new DispatchRequest(Call.DefinitionOf(context), null, child, Call.InputOf(context), Call.CorrelationOf(context), context.InstanceId, bookmark));
        return ValueTask.CompletedTask;
    }

    public override ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        context.Set("Result", resumption.Input["WorkflowOutput"] ?? resumption.Input);
        context.Complete();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Elsa.BulkDispatchWorkflows: one instance per item; counts those that end.</summary>
sealed class BulkDispatchWorkflows : ContainerActivity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.BulkDispatchWorkflows",
        Category = "Composition",
        Kind = ActivityKind.Task,
        DisplayName = new("Despachar flujos en serie", "워크플로 일괄 발송", "Bulk dispatch workflows"),
        Help = new("Inicia un flujo por elemento y, si se pide, espera a todos.", "항목마다 워크플로를 시작하고, 원하면 모두 기다립니다.", "Starts a workflow per item and, if asked, waits for all."),
        Inputs =
        [
            Call.Definition,
            new("Items", "Object", new("Elementos", "항목", "Items"), new("La lista.", "항목 목록.", "The list.")) { DefaultSyntax = "JavaScript" },
            new("DefaultItemInputKey", "String", new("Nombre de entrada", "입력 이름", "Default item input key"), new("Entrada que recibe el elemento.", "항목을 받을 입력 이름.", "Input that receives the item.")) { Default = "Item" },
            new("CorrelationIdFunction", "String", new("Correlación", "상관 ID 함수", "Correlation id function"), new("Se calcula para cada elemento.", "항목마다 계산됩니다.", "Computed for each item.")) { IsLazy = true, DefaultSyntax = "JavaScript" },
            Call.Input,
            Call.Wait(byDefault: true),
            Call.Trace,
            Call.Channel,
        ],
        Outcomes = ["Done", "Completed", "Canceled"],
        Ports = [new PortDeclaration("childCompleted"), new PortDeclaration("childFaulted")],
    };

    public override void Start(Run run, Execution.Execution self)
    {
        var context = self.Context!;
        var items = Values.Items(context.GetValue("Items"));
        if (items.Count > run.Context.Limits.Steps) throw new InvalidOperationException($"{items.Count} items are more than one burst may dispatch.");
        var definition = Call.DefinitionOf(context);
        var waits = context.Get<bool>("WaitForCompletion") && items.Count > 0;
        var bookmark = waits
            ? context.CreateBookmark(new BookmarkRequest { AutoBurn = false, Payload = new JsonObject { ["parentInstanceId"] = context.InstanceId, ["count"] = items.Count } })
            : null;
        foreach (var item in items) run.Requests.Add(Dispatch(context, definition, item, bookmark));
        self.Counter = items.Count;
        if (!waits) run.Complete(self, ["Done"]);
    }

    static DispatchRequest Dispatch(ActivityContext context, string definition, object? item, string? bookmark)
    {
        var key = context.Get<string>("DefaultItemInputKey") is { Length: > 0 } given ? given : "Item";
        var single = new JsonObject { [key] = Values.ToJson(item) };
        var input = Call.InputOf(context);
        foreach (var (name, value) in item as JsonObject ?? single) input[name] = value?.DeepClone();
        var function = context.Execution.Node.Input("CorrelationIdFunction")!;
        object? correlation = null;
        if (function.IsGiven)
        {
            correlation = function.Expression is ScriptExpression script ? context.Run.Scripts.Evaluate(script, context.Scope, null, single) : context.GetValue("CorrelationIdFunction");
        }

        var id = correlation is null ? null : Values.Text(correlation);
        return new DispatchRequest(definition, null, context.Run.ReserveChild(), input, string.IsNullOrEmpty(id) ? null : id, context.InstanceId, bookmark);
    }

    public override ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        var self = context.Execution;
        self.Number = (self.Number ?? 0) + 1;
        var subStatus = (string?)resumption.Input["WorkflowSubStatus"];
        var next = subStatus switch
        {
            "Faulted" => self.Node.Port("childFaulted"),
            "Finished" => self.Node.Port("childCompleted"),
            _ => null,
        };
        if (next is not null) context.Run.Schedule(next, self, [("ChildInstanceId", (string?)resumption.Input["WorkflowInstanceId"])]);
        else CompleteWhenAll(context.Run, self);
        return ValueTask.CompletedTask;
    }

    public override void ChildCompleted(Run run, Execution.Execution self, Execution.Execution child, string[] outcomes) => CompleteWhenAll(run, self);

    // Elsa completes with the first child that is handled after the last one ended; here every child's branch ends first.
    static void CompleteWhenAll(Run run, Execution.Execution self)
    {
        if ((self.Number ?? 0) >= self.Counter && self.Children.Count == 0) run.Complete(self, ["Completed", "Done"]);
    }
}
