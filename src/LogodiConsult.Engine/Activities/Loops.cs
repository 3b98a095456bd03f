using System.Text.Json.Nodes;
using LogodiConsult.Engine.Execution;
using LogodiConsult.Engine.Expressions;

namespace LogodiConsult.Engine.Activities;

/// <summary>Elsa.While: the body as long as the condition holds.</summary>
sealed class While : ContainerActivity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.While",
        Category = "Looping",
        DisplayName = new("Mientras", "조건 반복", "While"),
        Help = new("Repite su cuerpo mientras se cumpla la condición.", "조건이 성립하는 동안 본문을 반복합니다.", "Repeats its body while the condition holds."),
        Inputs = [new("Condition", "Boolean", new("Condición", "조건", "Condition"), new("Se evalúa antes de cada vuelta.", "매 회 전에 평가됩니다.", "Evaluated before each round.")) { IsLazy = true, DefaultSyntax = "JavaScript" }],
        Ports = [new PortDeclaration("body")],
    };

    public override BreakRole Breaking => BreakRole.Ends;

    public override void Start(Run run, Execution.Execution self) => Next(run, self);

    public override void ChildCompleted(Run run, Execution.Execution self, Execution.Execution child, string[] outcomes) => Next(run, self);

    static void Next(Run run, Execution.Execution self)
    {
        var condition = self.Node.Input("Condition")!;
        while (!self.IsBreaking && Values.To<bool>(run.Evaluate(self, condition)))
        {
            if (self.Node.Port("body") is { } body)
            {
                run.Schedule(body, self);
                return;
            }

            if (run.CountStep() is { } limit) throw new InvalidOperationException(limit);
        }

        run.Complete(self, Outcomes.Default);
    }
}

/// <summary>Elsa.For: the body for each number from start to end.</summary>
sealed class For : ContainerActivity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.For",
        Category = "Looping",
        DisplayName = new("Para (números)", "횟수 반복", "For"),
        Help = new("Repite su cuerpo para cada número de un intervalo.", "범위의 각 숫자에 대해 본문을 반복합니다.", "Repeats its body for each number of a range."),
        Inputs =
        [
            new("Start", "Int32", new("Desde", "시작", "Start"), new("Primer número.", "첫 번째 수.", "First number.")) { Default = 0 },
            new("End", "Int32", new("Hasta", "끝", "End"), new("Último número.", "마지막 수.", "Last number.")) { Default = 0 },
            new("Step", "Int32", new("Paso", "간격", "Step"), new("Negativo para contar hacia atrás.", "거꾸로 셀 때는 음수.", "Negative to count down.")) { Default = 1 },
            new("OuterBoundInclusive", "Boolean", new("Incluye el último", "끝 포함", "Outer bound inclusive"), new("Si el último número cuenta.", "마지막 수를 포함할지 여부.", "Whether the last number counts.")) { Default = true, Editor = "checkbox" },
        ],
        Outputs = [new("CurrentValue", "Int32", new("Valor actual", "현재 값", "Current value"), new("Número de esta vuelta.", "이번 회의 수.", "Number of this round."))],
        Ports = [new PortDeclaration("body")],
    };

    public override BreakRole Breaking => BreakRole.Ends;

    public override void Start(Run run, Execution.Execution self) => Next(run, self);

    public override void ChildCompleted(Run run, Execution.Execution self, Execution.Execution child, string[] outcomes) => Next(run, self);

    static void Next(Run run, Execution.Execution self)
    {
        long Number(string name) => run.ContextOf(self).Get<long>(name);
        var (start, end, step) = (Number("Start"), Number("End"), Number("Step"));
        var inclusive = run.ContextOf(self).Get<bool>("OuterBoundInclusive");
        var current = self.Number is { } last ? last + step : start;
        var inside = step >= 0 ? (inclusive ? current <= end : current < end) : inclusive ? current >= end : current > end;
        if (self.IsBreaking || !inside || self.Node.Port("body") is not { } body)
        {
            run.Complete(self, Outcomes.Default);
            return;
        }

        self.Number = current;
        run.Schedule(body, self, [("CurrentValue", current)]);
        run.SetOutput(self, "CurrentValue", current);
    }
}

/// <summary>Elsa.ForEach: the body for each item, one after another. The items are evaluated once per burst.</summary>
sealed class ForEach : ContainerActivity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.ForEach",
        Category = "Looping",
        DisplayName = new("Para cada uno", "항목별 반복", "For each"),
        Help = new("Repite su cuerpo para cada elemento.", "각 항목에 대해 본문을 반복합니다.", "Repeats its body for each item."),
        Inputs = [new("Items", "Object", new("Elementos", "항목", "Items"), new("La lista que se recorre.", "반복할 목록.", "The list to go through.")) { DefaultSyntax = "JavaScript" }],
        Outputs = [new("CurrentValue", "Object", new("Valor actual", "현재 값", "Current value"), new("Elemento de esta vuelta.", "이번 회의 항목.", "Item of this round."))],
        Ports = [new PortDeclaration("body")],
    };

    public override BreakRole Breaking => BreakRole.Ends;

    public override void Start(Run run, Execution.Execution self) => Next(run, self);

    public override void ChildCompleted(Run run, Execution.Execution self, Execution.Execution child, string[] outcomes) => Next(run, self);

    static void Next(Run run, Execution.Execution self)
    {
        var items = self.IsBreaking || !run.ContextOf(self).Has("Items") ? [] : Listed(run.ContextOf(self).GetValue("Items"));
        if (self.Counter >= items.Count || self.Node.Port("body") is not { } body)
        {
            run.Complete(self, Outcomes.Default);
            return;
        }

        var current = Values.Plain(items[self.Counter]);
        run.SetOutput(self, "CurrentValue", current);
        run.Schedule(body, self, [("CurrentIndex", (long)self.Counter), ("CurrentValue", current)]);
        self.Counter++;
    }

    // As Elsa converts to a collection: a text gives its characters, or is read when it begins as JSON; nothing and what else is no list are faults.
    static IReadOnlyList<object?> Listed(object? value) => value switch
    {
        JsonArray => Values.Items(value),
        string text when Values.IsList(text) => Values.Items(value),
        string text when !string.IsNullOrWhiteSpace(text) && text.AsSpan().TrimStart()[0] is not ('[' or '{') => [.. text.Select(c => (object?)c.ToString())],
        null => throw new InvalidOperationException("There is nothing to go through: 'Items' is null."),
        string text when string.IsNullOrWhiteSpace(text) => throw new InvalidOperationException("There is nothing to go through: 'Items' is an empty text."),
        _ => throw new InvalidOperationException("Failed to evaluate activity input 'Items': it is no list."),
    };
}

/// <summary>Elsa.ParallelForEach: the body once per item at the same time. A break inside goes on to the loop around it, as in Elsa.</summary>
sealed class ParallelForEach : ContainerActivity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.ParallelForEach",
        Category = "Looping",
        DisplayName = new("Para cada uno, en paralelo", "항목별 병렬 반복", "Parallel for each"),
        Help = new("Ejecuta su cuerpo para todos los elementos a la vez.", "모든 항목에 대해 본문을 동시에 실행합니다.", "Runs its body for all items at once."),
        Inputs = [new("Items", "Object", new("Elementos", "항목", "Items"), new("La lista que se recorre.", "반복할 목록.", "The list to go through.")) { DefaultSyntax = "JavaScript" }],
        Ports = [new PortDeclaration("body")],
    };

    public override void Start(Run run, Execution.Execution self)
    {
        // What is no list has no items, as in Elsa.
        var items = self.Context!.GetValue("Items") is { } given && (given is JsonArray || (given is string text && Values.IsList(text))) ? Values.Items(given) : [];
        if (items.Count > run.Context.Limits.Steps) throw new InvalidOperationException($"{items.Count} items are more than one burst may run.");
        self.Counter = items.Count;
        if (self.Node.Port("body") is not { } body || items.Count == 0)
        {
            run.Complete(self, Outcomes.Default);
            return;
        }

        for (var i = 0; i < items.Count; i++) run.Schedule(body, self, [("CurrentIndex", (long)i), ("CurrentValue", Values.Plain(items[i]))]);
    }

    public override void ChildCompleted(Run run, Execution.Execution self, Execution.Execution child, string[] outcomes)
    {
        if (--self.Counter == 0) run.Complete(self, Outcomes.Default);
    }
}

/// <summary>Elsa.Break: ends the loop around it.</summary>
sealed class Break : Activity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.Break",
        Category = "Looping",
        DisplayName = new("Salir del bucle", "반복 중단", "Break"),
        Help = new("Termina el bucle que la rodea.", "둘러싼 반복을 끝냅니다.", "Ends the loop around it."),
        IsTerminal = true,
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        Run.Break(context.Execution);
        context.Complete();
        return ValueTask.CompletedTask;
    }
}
