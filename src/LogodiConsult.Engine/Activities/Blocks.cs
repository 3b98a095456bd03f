using LogodiConsult.Engine.Execution;

namespace LogodiConsult.Engine.Activities;

/// <summary>Elsa.Sequence: children one after another.</summary>
sealed class Sequence : ContainerActivity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.Sequence",
        Category = "Workflows",
        DisplayName = new("Secuencia", "순차 실행", "Sequence"),
        Help = new("Ejecuta sus actividades una tras otra.", "활동을 차례대로 실행합니다.", "Runs its activities one after another."),
        Ports = [new PortDeclaration("activities", IsList: true)],
    };

    public override bool IsScope => true;

    public override BreakRole Breaking => BreakRole.Marked;

    public override void Start(Run run, Execution.Execution self) => Next(run, self);

    public override void ChildCompleted(Run run, Execution.Execution self, Execution.Execution child, string[] outcomes)
    {
        if (self.IsBreaking || child.Node.IsTerminal) run.Complete(self, Outcomes.Default);
        else Next(run, self);
    }

    static void Next(Run run, Execution.Execution self)
    {
        var children = self.Node.Children;
        if (self.Counter >= children.Count) run.Complete(self, Outcomes.Default);
        else run.Schedule(children[self.Counter++], self);
    }
}

/// <summary>Elsa.Parallel: all children at once; completes when all have.</summary>
sealed class Parallel : ContainerActivity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.Parallel",
        Category = "Workflows",
        DisplayName = new("Paralelo", "병렬 실행", "Parallel"),
        Help = new("Ejecuta sus actividades a la vez y espera a todas.", "활동을 동시에 실행하고 모두 끝날 때까지 기다립니다.", "Runs its activities at once and waits for all."),
        Ports = [new PortDeclaration("activities", IsList: true)],
        IsBrowsable = false,
    };

    public override bool IsScope => true;

    public override void Start(Run run, Execution.Execution self)
    {
        self.Counter = self.Node.Children.Count;
        if (self.Counter == 0) run.Complete(self, Outcomes.Default);
        foreach (var child in self.Node.Children) run.Schedule(child, self);
    }

    public override void ChildCompleted(Run run, Execution.Execution self, Execution.Execution child, string[] outcomes)
    {
        if (--self.Counter == 0) run.Complete(self, Outcomes.Default);
    }
}

/// <summary>Elsa.Fork: embedded branches; waits for all, or for the first.</summary>
sealed class Fork : ContainerActivity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.Fork",
        Category = "Control Flow",
        DisplayName = new("Bifurcación", "병렬 분기", "Fork"),
        Help = new("Ejecuta sus ramas a la vez; espera a todas o a la primera.", "분기를 동시에 실행하고 모두 또는 첫 번째를 기다립니다.", "Runs its branches at once; waits for all or for the first."),
        Inputs =
        [
            new("JoinMode", "String", new("Espera", "대기 방식", "Join mode"), new("A todas o a la primera.", "모두 또는 첫 번째.", "All or the first."))
            {
                IsWrapped = false,
                Default = "WaitAll",
                Options = ["WaitAll", "WaitAny"],
                Editor = "dropdown",
            },
        ],
        Ports = [new PortDeclaration("branches", IsList: true)],
        IsBrowsable = false,
    };

    public override BreakRole Breaking => BreakRole.Marked;

    public override void Start(Run run, Execution.Execution self)
    {
        if (self.Node.Children.Count == 0) run.Complete(self, Outcomes.Default);
        foreach (var child in self.Node.Children) run.Schedule(child, self);
    }

    public override void ChildCompleted(Run run, Execution.Execution self, Execution.Execution child, string[] outcomes)
    {
        (self.Pending ??= []).Add(child.Node.Index);
        if (self.IsBreaking || IsAny(self) || self.Pending.Count == self.Node.Children.Count) run.Complete(self, Outcomes.Default);
    }

    // Elsa writes the mode as a name or, in old exports, as a number (WaitAll = 0, WaitAny = 1).
    static bool IsAny(Execution.Execution self) =>
        self.Node.Input("JoinMode") is { IsGiven: true, Expression: Expressions.LiteralExpression { Value: { } value } }
        && Expressions.Values.Text(value) is var mode && (mode == "1" || mode.Equals("WaitAny", StringComparison.OrdinalIgnoreCase));
}

/// <summary>Elsa.If: one of two embedded activities.</summary>
sealed class If : ContainerActivity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.If",
        Category = "Branching",
        DisplayName = new("Si…", "조건 분기", "If"),
        Help = new("Ejecuta una de dos actividades según la condición.", "조건에 따라 두 활동 중 하나를 실행합니다.", "Runs one of two activities, as the condition says."),
        Inputs = [new("Condition", "Boolean", new("Condición", "조건", "Condition"), new("Verdadero o falso.", "참 또는 거짓.", "True or false.")) { DefaultSyntax = "JavaScript" }],
        Outputs = [new("Result", "Boolean", new("Resultado", "결과", "Result"), new("Valor de la condición.", "조건의 값.", "Value of the condition."))],
        Ports = [new PortDeclaration("then"), new PortDeclaration("else")],
    };

    public override void Start(Run run, Execution.Execution self)
    {
        var holds = self.Context!.Get<bool>("Condition");
        run.SetOutput(self, "Result", holds);
        if (self.Node.Port(holds ? "then" : "else") is { } next) run.Schedule(next, self);
        else run.Complete(self, Outcomes.Default);
    }
}

/// <summary>Elsa.Switch: embedded cases.</summary>
sealed class Switch : ContainerActivity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.Switch",
        Category = "Branching",
        DisplayName = new("Selector", "다중 분기", "Switch"),
        Help = new("Ejecuta el primer caso que se cumple, o todos los que se cumplen.", "성립하는 첫 번째 경우 또는 모든 경우를 실행합니다.", "Runs the first case that holds, or all that hold."),
        Inputs = [SwitchParts.Mode],
        Outputs = [new("Output", "Object", new("Salida", "출력", "Output"), new("No usada.", "사용하지 않음.", "Unused."))],
        Ports = [new PortDeclaration("cases", IsList: true), new PortDeclaration("default")],
    };

    public override void Start(Run run, Execution.Execution self)
    {
        var matching = SwitchParts.Matching(self.Context!);
        var next = matching.Count > 0 ? matching.Select(c => c.Body).OfType<Definitions.CompiledNode>().ToList() : self.Node.Port("default") is { } d ? [d] : [];
        self.Pending = [.. next.Select(n => n.Index)];
        foreach (var node in next) run.Schedule(node, self);
        if (next.Count == 0) run.Complete(self, Outcomes.Default);
    }

    public override void ChildCompleted(Run run, Execution.Execution self, Execution.Execution child, string[] outcomes)
    {
        if (self.Pending!.Remove(child.Node.Index) && self.Pending.Count == 0) run.Complete(self, Outcomes.Default);
    }
}

/// <summary>A workflow or a composite: a scope around a root activity. Complete ends it with outcomes.</summary>
sealed class Workflow(string typeName) : ContainerActivity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = typeName,
        Category = "Workflows",
        DisplayName = new("Flujo o compuesto", "워크플로 또는 복합 활동", "Workflow or composite"),
        Help = new("Ejecuta la actividad raíz; Complete lo completa con resultados.", "루트 활동을 실행하며, Complete가 결과와 함께 완료합니다.", "Runs its root activity; Complete completes it with outcomes."),
        Ports = [new PortDeclaration("root")],
        IsBrowsable = false,
    };

    public override bool IsScope => true;

    public override void Start(Run run, Execution.Execution self)
    {
        if (self.Node.Children.Count > 0) run.Schedule(self.Node.Children[0], self);
        else run.Complete(self, Outcomes.Default);
    }

    public override void ChildCompleted(Run run, Execution.Execution self, Execution.Execution child, string[] outcomes) => run.Complete(self, self.WorkflowOutcomes ?? Outcomes.Default);
}

/// <summary>A workflow used as an activity: inputs become variables, outputs go to what they are bound to, Complete's outcomes become its own.</summary>
sealed class WorkflowActivity : ContainerActivity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.WorkflowDefinitionActivity",
        Category = "Workflows",
        DisplayName = new("Flujo como actividad", "활동으로 쓰는 워크플로", "Workflow as activity"),
        Help = new("Ejecuta otro flujo en su lugar.", "이 자리에서 다른 워크플로를 실행합니다.", "Runs another workflow in its place."),
        Ports = [new PortDeclaration("root")],
        IsBrowsable = false,
    };

    public override bool IsScope => true;

    public override void Start(Run run, Execution.Execution self)
    {
        foreach (var input in self.Node.Inputs) self.TrySetById(input.Declaration.Name, self.Context!.GetValue(input.Declaration.Name));
        run.Schedule(self.Node.Children[0], self);
    }

    public override void ChildCompleted(Run run, Execution.Execution self, Execution.Execution child, string[] outcomes)
    {
        foreach (var output in child.Node.Workflow!.Outputs)
        {
            if (self.TryGetById(output.Name, out var value)) run.SetOutput(self, output.Name, value);
        }

        run.Complete(self, child.WorkflowOutcomes ?? Outcomes.Default);
    }
}
