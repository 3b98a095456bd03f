using System.Text.Json.Nodes;
using LogodiConsult.Engine.Definitions;
using LogodiConsult.Engine.Execution;
using LogodiConsult.Engine.Expressions;

namespace LogodiConsult.Engine.Activities;

/// <summary>Elsa.WriteLine: a line to the journal (kind Line) and to whoever listens.</summary>
sealed class WriteLine : Activity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.WriteLine",
        Category = "Console",
        DisplayName = new("Escribir línea", "한 줄 쓰기", "Write line"),
        Help = new("Escribe una línea en el diario.", "기록에 한 줄을 남깁니다.", "Writes a line to the journal."),
        Inputs = [new("Text", "String", new("Texto", "텍스트", "Text"), new("La línea.", "기록할 내용.", "The line."))],
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        var text = context.Get<string>("Text") ?? "";
        context.Log("Line", new JsonObject { ["text"] = text });
        context.Run.Context.OnLine?.Invoke(text);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Elsa.SetVariable.</summary>
sealed class SetVariable : Activity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.SetVariable",
        Category = "Primitives",
        DisplayName = new("Asignar variable", "변수 지정", "Set variable"),
        Help = new("Da un valor a una variable.", "변수에 값을 지정합니다.", "Gives a variable a value."),
        Inputs =
        [
            new("Variable", "Object", new("Variable", "변수", "Variable"), new("La variable.", "대상 변수.", "The variable.")) { IsWrapped = false, Required = true, Editor = "variable-picker" },
            new("Value", "Object", new("Valor", "값", "Value"), new("El valor.", "지정할 값.", "The value.")),
        ],
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        var reference = ((LiteralExpression)context.Execution.Node.Input("Variable")!.Expression).Value;
        var id = reference is JsonObject o ? JsonText.Text(o, "id") : reference?.ToString();
        var name = reference is JsonObject named ? JsonText.Text(named, "name") : id;
        var value = context.GetValue("Value");
        if (id is null || !context.Scope.TrySetById(id, value)) context.Scope.SetVariable(name ?? id!, value);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Elsa.SetOutput: an output of the workflow around it.</summary>
sealed class SetOutput : Activity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.SetOutput",
        Category = "Composition",
        DisplayName = new("Asignar salida", "출력 지정", "Set output"),
        Help = new("Da un valor a una salida del flujo.", "워크플로의 출력에 값을 지정합니다.", "Gives an output of the workflow a value."),
        Inputs =
        [
            new("OutputName", "String", new("Salida", "출력", "Output"), new("Nombre de la salida.", "출력 이름.", "Name of the output.")) { Required = true, Editor = "output-picker" },
            new("OutputValue", "Object", new("Valor", "값", "Value"), new("El valor.", "지정할 값.", "The value.")),
        ],
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        var name = context.Get<string>("OutputName")!;
        context.Run.SetWorkflowOutput(Run.OutputOwner(context.Execution, name), name, context.GetValue("OutputValue"));
        return ValueTask.CompletedTask;
    }
}

/// <summary>Elsa.SetName: the name of the instance.</summary>
sealed class SetName : Activity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.SetName",
        Category = "Primitives",
        DisplayName = new("Poner nombre", "이름 지정", "Set name"),
        Help = new("Pone nombre a la instancia.", "인스턴스의 이름을 지정합니다.", "Names the instance."),
        Inputs = [new("Value", "String", new("Nombre", "이름", "Name"), new("El nombre.", "지정할 이름.", "The name."))],
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        context.Run.State.Name = context.Get<string>("Value");
        return ValueTask.CompletedTask;
    }
}

/// <summary>Elsa.Correlate: the correlation id of the instance.</summary>
sealed class Correlate : Activity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.Correlate",
        Category = "Primitives",
        DisplayName = new("Correlacionar", "상관 관계 지정", "Correlate"),
        Help = new("Fija el identificador de correlación de la instancia.", "인스턴스의 상관 ID를 지정합니다.", "Sets the correlation id of the instance."),
        Inputs = [new("CorrelationId", "String", new("Correlación", "상관 ID", "Correlation id"), new("El identificador.", "지정할 ID.", "The id."))],
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        context.CorrelationId = context.Get<string>("CorrelationId");
        return ValueTask.CompletedTask;
    }
}

/// <summary>A fault asked for by a definition.</summary>
sealed class WorkflowFaultException(string code, string category, string type, string? message) : Exception(message ?? $"Fault {code}")
{
    public string Code { get; } = code;

    public string Category { get; } = category;

    public string FaultType { get; } = type;
}

/// <summary>Elsa.Fault.</summary>
sealed class Fault : Activity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.Fault",
        Category = "Primitives",
        DisplayName = new("Fallo", "오류 발생", "Fault"),
        Help = new("Produce un incidente.", "오류 상황을 일으킵니다.", "Makes an incident."),
        Inputs =
        [
            new("Code", "String", new("Código", "코드", "Code"), new("Código del fallo.", "오류 코드.", "Code of the fault.")) { Default = "0" },
            new("Category", "String", new("Categoría", "분류", "Category"), new("Por ejemplo HTTP.", "예: HTTP.", "For instance HTTP.")) { Default = "General" },
            new("FaultType", "String", new("Tipo", "유형", "Type"), new("System, Business, Integration…", "System, Business, Integration 등.", "System, Business, Integration, …")) { Default = "System" },
            new("Message", "String", new("Mensaje", "메시지", "Message"), new("Lo que se comunica.", "전달할 내용.", "What is said.")),
        ],
    };

    public override ValueTask ExecuteAsync(ActivityContext context) =>
        throw new WorkflowFaultException(context.Get<string>("Code") ?? "0", context.Get<string>("Category") ?? "General", context.Get<string>("FaultType") ?? "System", context.Get<string>("Message"));
}

/// <summary>Elsa.Finish: the whole instance ends here.</summary>
sealed class Finish : Activity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.Finish",
        Category = "Primitives",
        DisplayName = new("Terminar todo", "전체 종료", "Finish"),
        Help = new("Termina la instancia entera de inmediato.", "인스턴스 전체를 즉시 끝냅니다.", "Ends the whole instance at once."),
        IsTerminal = true,
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        context.Run.Finish();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Elsa.Complete: completes the workflow around it with outcomes.</summary>
sealed class Complete : Activity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.Complete",
        Category = "Composition",
        DisplayName = new("Completar", "완료", "Complete"),
        Help = new("Completa el flujo que la rodea con uno o varios resultados.", "둘러싼 워크플로를 하나 이상의 결과로 완료합니다.", "Completes the workflow around it with one or more outcomes."),
        Inputs =
        [
            new("Outcomes", "Object", new("Resultados", "결과", "Outcomes"), new("Un nombre o una lista de nombres.", "이름 하나 또는 이름 목록.", "A name or a list of names."))
            {
                Editor = "outcome-picker",
                DefaultSyntax = "Object",
            },
        ],
        IsTerminal = true,
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        context.Run.CompleteWorkflow(context.Execution, Names(context.GetValue("Outcomes")));
        return ValueTask.CompletedTask;
    }

    // As in Elsa: only a name or a list of names counts (an empty list follows nothing), whatever else is Done, and a name that is null is a fault.
    static string[] Names(object? outcomes) => outcomes switch
    {
        string or JsonArray => [.. Values.Items(outcomes).Select(o => o is null ? throw new InvalidOperationException("An outcome is null.") : Values.Text(o))],
        _ => ["Done"],
    };
}

/// <summary>Elsa.RunJavaScript: a script with outcomes of its choosing.</summary>
sealed class RunJavaScript : Activity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.RunJavaScript",
        Category = "Scripting",
        DisplayName = new("Ejecutar JavaScript", "JavaScript 실행", "Run JavaScript"),
        Help = new("Ejecuta un guion; setOutcome(s) elige por dónde sigue.", "스크립트를 실행합니다. setOutcome(s)로 다음 경로를 정합니다.", "Runs a script; setOutcome(s) chooses where to go."),
        Inputs =
        [
            new("Script", "String", new("Guion", "스크립트", "Script"), new("El código.", "실행할 코드.", "The code.")) { Editor = "code-editor", DefaultSyntax = "JavaScript" },
            new("PossibleOutcomes", "String[]", new("Resultados posibles", "가능한 결과", "Possible outcomes"), new("Nombres para el diseñador.", "디자이너용 이름.", "Names for the designer."))
            {
                Editor = "dynamic-outcomes",
                DefaultSyntax = "Object",
            },
        ],
        Outputs = [new("Result", "Object", new("Resultado", "결과", "Result"), new("Valor del guion.", "스크립트의 값.", "Value of the script."))],
        OutcomesFrom = "PossibleOutcomes",
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        var text = context.Get<string>("Script");
        if (string.IsNullOrWhiteSpace(text)) return ValueTask.CompletedTask;
        var script = context.Execution.Node.Prepared as ScriptExpression
            ?? ScriptExpression.TryParse(text, out var error)
            ?? throw new ExpressionException($"The script does not parse: {error}", null);
        var outcomes = new List<string>();
        var result = context.Run.Scripts.Evaluate(script, context.Scope, outcomes);
        if (result is not null) context.Set("Result", result);
        context.Complete(outcomes.Count == 0 ? ["Done"] : [.. outcomes]);
        return ValueTask.CompletedTask;
    }
}
