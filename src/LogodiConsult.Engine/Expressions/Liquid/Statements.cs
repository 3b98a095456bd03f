namespace LogodiConsult.Engine.Expressions.Liquid;

/// <summary>How a statement ended: go on, with the next item, or leave the loop.</summary>
enum Going
{
    On,
    NextItem,
    OutOfLoop,
}

abstract record Statement
{
    public abstract Going Render(LiquidContext context);

    protected static Going All(IReadOnlyList<Statement> statements, LiquidContext context)
    {
        foreach (var statement in statements)
        {
            context.Step();
            if (statement.Render(context) is var going and not Going.On) return going;
        }

        return Going.On;
    }
}

sealed record Plain(string Text) : Statement
{
    public override Going Render(LiquidContext context)
    {
        context.Write(Text);
        return Going.On;
    }
}

sealed record Output(Markup Value) : Statement
{
    public override Going Render(LiquidContext context)
    {
        context.Write(LiquidValues.Written(Value.Evaluate(context)));
        return Going.On;
    }
}

sealed record Assign(string Name, Markup Value) : Statement
{
    public override Going Render(LiquidContext context)
    {
        context.Assign(Name, Value.Evaluate(context));
        return Going.On;
    }
}

sealed record Captured(string Name, IReadOnlyList<Statement> Body) : Statement
{
    public override Going Render(LiquidContext context)
    {
        var going = Going.On;
        context.Assign(Name, context.Capture(() => going = All(Body, context)));
        return going;
    }
}

sealed record Counted(string Name, int By) : Statement
{
    public override Going Render(LiquidContext context)
    {
        context.Write(LiquidValues.Written(context.Count("count " + Name, By)));
        return Going.On;
    }
}

sealed record Cycle(Markup? Group, IReadOnlyList<Markup> Values) : Statement
{
    public override Going Render(LiquidContext context)
    {
        var name = "cycle " + LiquidValues.Text(Group?.Evaluate(context));
        var at = (int)context.Counter(name) % Values.Count;
        context.SetCounter(name, at + 1);
        context.Write(LiquidValues.Written(Values[at].Evaluate(context)));
        return Going.On;
    }
}

/// <summary>if, unless: the first branch whose condition holds; one without a condition always does.</summary>
sealed record Choice(IReadOnlyList<(Markup? When, bool Holds, IReadOnlyList<Statement> Body)> Branches) : Statement
{
    public override Going Render(LiquidContext context)
    {
        foreach (var (when, holds, body) in Branches)
        {
            if (when is null || LiquidValues.IsTrue(when.Evaluate(context)) == holds) return All(body, context);
        }

        return Going.On;
    }
}

/// <summary>case: every option that equals the value is rendered; else what stands under else.</summary>
sealed record Case(Markup Value, IReadOnlyList<(IReadOnlyList<Markup> Options, IReadOnlyList<Statement> Body)> Whens, IReadOnlyList<Statement> Else) : Statement
{
    public override Going Render(LiquidContext context)
    {
        var value = Value.Evaluate(context);
        var any = false;
        foreach (var (options, body) in Whens)
        {
            foreach (var _ in options.Where(o => LiquidValues.AreEqual(value, o.Evaluate(context))))
            {
                any = true;
                All(body, context);
            }
        }

        if (!any) All(Else, context);
        return Going.On;
    }
}

sealed record Leave(Going How) : Statement
{
    public override Going Render(LiquidContext context) => How;
}

sealed record For(string Name, Markup Items, Markup? Limit, Markup? Offset, bool IsReversed, IReadOnlyList<Statement> Body, IReadOnlyList<Statement> Else) : Statement
{
    public override Going Render(LiquidContext context)
    {
        var items = LiquidValues.Items(Items.Evaluate(context)).ToList();
        var continued = "continue " + (Items is Path path ? path.Name : "");
        var from = Offset is null ? 0 : Offset is Path { Name: "continue", Members.Count: 0 } ? (int)context.Counter(continued) : LiquidValues.Whole(Offset.Evaluate(context));
        var count = Math.Max(0, items.Count - from);
        if (Limit is not null)
        {
            var limit = LiquidValues.Whole(Limit.Evaluate(context));
            count = limit >= 0 ? Math.Min(count, limit) : Math.Max(0, count + limit);
        }

        if (count == 0 || items.Count == 0)
        {
            All(Else, context);
            return Going.On;
        }

        if (from < 0) throw new LiquidException("The offset of a loop is negative.");
        if (IsReversed) items.Reverse(from, count);
        Through(items, from, count, continued, context);
        return Going.On;
    }

    void Through(List<object?> items, int from, int count, string continued, LiquidContext context)
    {
        var outer = context.Find("forloop");
        for (var i = from; i < from + count; i++)
        {
            var at = i;
            var length = from + count;
            context.Step();
            context.Enter(Name, items[i]);
            context.Enter("forloop", new Members(name => name switch
            {
                "index" => at + 1,
                "index0" => at,
                "rindex" => length - at,
                "rindex0" => length - at - 1,
                "first" => at == 0,
                "last" => at == length - 1,
                "length" => length,
                _ => null,
            }));
            // Fluid's name for the loop outside.
            context.Enter("parentloop", outer);
            context.SetCounter(continued, i + 1);
            var going = All(Body, context);
            context.Leave(3);
            if (going == Going.OutOfLoop) return;
        }
    }
}
