using LogodiConsult.Engine.Definitions;
using LogodiConsult.Engine.Execution;
using LogodiConsult.Engine.Expressions;

namespace LogodiConsult.Engine.Activities;

/// <summary>Activities of flowcharts that decide where to go.</summary>
sealed class FlowDecision : Activity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.FlowDecision",
        Category = "Branching",
        DisplayName = new("Decisión", "판단", "Decision"),
        Help = new("Sigue por True o por False según la condición.", "조건에 따라 True 또는 False로 나아갑니다.", "Leaves by True or by False, as the condition says."),
        Inputs = [new("Condition", "Boolean", new("Condición", "조건", "Condition"), new("Verdadero o falso.", "참 또는 거짓.", "True or false.")) { DefaultSyntax = "JavaScript" }],
        Outcomes = ["True", "False"],
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        context.Complete(context.Get<bool>("Condition") ? "True" : "False");
        return ValueTask.CompletedTask;
    }
}

/// <summary>Elsa.FlowSwitch: outcomes are the labels of the cases that hold.</summary>
sealed class FlowSwitch : Activity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.FlowSwitch",
        Category = "Branching",
        DisplayName = new("Selector (flujo)", "다중 분기 (흐름)", "Switch (flow)"),
        Help = new("Sigue por el primer caso que se cumple, o por todos los que se cumplen.", "성립하는 첫 번째 경우 또는 모든 경우로 나아갑니다.", "Leaves by the first case that holds, or by all that hold."),
        Inputs = [SwitchParts.Cases("flow-switch-editor"), SwitchParts.Mode],
        Outcomes = ["Default"],
        OutcomesFrom = "Cases",
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        var matching = SwitchParts.Matching(context);
        context.Complete(matching.Count > 0 ? [.. matching.Select(c => c.Label)] : ["Default"]);
        return ValueTask.CompletedTask;
    }
}

static class SwitchParts
{
    public static InputDeclaration Cases(string editor) =>
        new("Cases", "Object", new("Casos", "경우", "Cases"), new("Etiqueta y condición de cada caso.", "각 경우의 이름과 조건.", "Label and condition of each case.")) { IsWrapped = false, Editor = editor };

    public static readonly InputDeclaration Mode =
        new("Mode", "String", new("Modo", "방식", "Mode"), new("El primero que se cumple, o todos.", "첫 번째만 또는 모두.", "The first that holds, or all."))
        {
            Default = "MatchFirst",
            Options = ["MatchFirst", "MatchAny"],
            Editor = "dropdown",
        };

    /// <summary>Cases that hold; all conditions are evaluated, as in Elsa.</summary>
    public static List<CompiledCase> Matching(ActivityContext context)
    {
        var matching = new List<CompiledCase>();
        foreach (var one in context.Execution.Node.Cases)
        {
            if (Values.To<bool>(Values.ConvertTo(one.Condition.Evaluate(context.Scope), DataType.Boolean))) matching.Add(one);
        }

        var mode = context.Get<string>("Mode");
        var all = mode == "1" || string.Equals(mode, "MatchAny", StringComparison.OrdinalIgnoreCase);
        if (!all && matching.Count > 1) matching.RemoveRange(1, matching.Count - 1);
        return matching;
    }
}

/// <summary>Elsa.FlowFork: leaves by all its branches.</summary>
sealed class FlowFork : Activity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.FlowFork",
        Category = "Branching",
        DisplayName = new("Bifurcación (flujo)", "병렬 분기 (흐름)", "Fork (flow)"),
        Help = new("Sigue por todas sus ramas a la vez.", "모든 분기로 동시에 나아갑니다.", "Leaves by all its branches at once."),
        Inputs =
        [
            new("Branches", "String[]", new("Ramas", "분기", "Branches"), new("Nombres de las ramas.", "분기 이름.", "Names of the branches."))
            {
                Editor = "dynamic-outcomes",
                DefaultSyntax = "Object",
            },
        ],
        OutcomesFrom = "Branches",
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        context.Complete(context.Get<string[]>("Branches") ?? ["Done"]);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Elsa.FlowJoin: the flowchart decides when it runs; running, it cancels what is still open before it.</summary>
sealed class FlowJoin : ContainerActivity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.FlowJoin",
        Category = "Branching",
        DisplayName = new("Unión", "합류", "Join"),
        Help = new(
            "Une ramas: continúa con la primera, con todas, o con todas las que estén activas.",
            "분기를 합칩니다: 첫 번째, 모두, 또는 활성화된 분기가 모두 도착하면 계속합니다.",
            "Joins branches: goes on with the first, with all, or with all that are active."),
        Inputs =
        [
            new("Mode", "String", new("Modo", "방식", "Mode"), new("Cuándo continúa.", "계속하는 시점.", "When it goes on."))
            {
                Default = "WaitAny",
                Options = ["WaitAny", "WaitAll", "WaitAllActive"],
                Editor = "dropdown",
            },
        ],
    };

    public override void Start(Run run, Execution.Execution self)
    {
        if (self.Parent is { Flow: not null } flowchart) Flowchart.CancelAncestors(run, flowchart, self.Node.Index);
        run.Complete(self, Outcomes.Default);
    }
}

/// <summary>Elsa.FlowNode: one embedded activity.</summary>
sealed class FlowNode : ContainerActivity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.FlowNode",
        Category = "Flow",
        DisplayName = new("Contenedor", "컨테이너", "Container"),
        Help = new("Ejecuta la actividad que contiene.", "안에 담긴 활동을 실행합니다.", "Runs the activity inside of it."),
        Ports = [new PortDeclaration("body")],
    };

    public override void Start(Run run, Execution.Execution self)
    {
        if (self.Node.Port("body") is { } body) run.Schedule(body, self);
        else run.Complete(self, Outcomes.Default);
    }
}

/// <summary>An activity that does nothing but complete: Start, End and, in code, Inline.</summary>
sealed class Milestone(ActivityDeclaration declaration) : Activity
{
    public override ActivityDeclaration Declaration { get; } = declaration;

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        context.Complete();
        return ValueTask.CompletedTask;
    }

    public static Milestone End { get; } = new(new ActivityDeclaration
    {
        TypeName = "Elsa.End",
        Category = "Flow",
        DisplayName = new("Fin del diagrama", "순서도 끝", "End"),
        Help = new("Termina su diagrama; lo que aún espera en él se cancela.", "속한 순서도를 끝내며, 대기 중인 활동은 취소됩니다.", "Ends its flowchart; what still waits in it is cancelled."),
        IsTerminal = true,
    });

    /// <summary>Elsa's Inline holds code; read from JSON it is empty.</summary>
    public static Milestone Inline { get; } = new(new ActivityDeclaration
    {
        TypeName = "Elsa.Inline",
        Category = "Primitives",
        DisplayName = new("Código en línea", "인라인 코드", "Inline"),
        Help = new("Vacía: su código no se guarda en la definición.", "코드가 정의에 저장되지 않으므로 아무 일도 하지 않습니다.", "Empty: its code is not kept in a definition."),
        IsBrowsable = false,
    });
}

/// <summary>Elsa.Start: where a flowchart begins.</summary>
sealed class Start : Activity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.Start",
        Category = "Flow",
        DisplayName = new("Inicio", "시작", "Start"),
        Help = new("Aquí empieza el diagrama.", "순서도가 여기에서 시작됩니다.", "The flowchart begins here."),
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        context.Complete();
        return ValueTask.CompletedTask;
    }
}
