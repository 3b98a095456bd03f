using System.Globalization;

namespace LogodiConsult.Engine.Expressions.Liquid;

/// <summary>What gives a value inside an output or a tag.</summary>
abstract record Markup
{
    public abstract object? Evaluate(LiquidContext context);
}

sealed record Constant(object? Value) : Markup
{
    public override object? Evaluate(LiquidContext context) => Value;
}

/// <summary>A name with the members asked of it: a.b["c"][0].</summary>
sealed record Path(string Name, IReadOnlyList<Markup> Members) : Markup
{
    public override object? Evaluate(LiquidContext context)
    {
        var value = context.Find(Name);
        foreach (var member in Members)
        {
            if (value is null) return null;
            value = LiquidValues.Member(value, member is Constant { Value: string name } ? name : member.Evaluate(context), member is Constant { Value: string });
        }

        return value;
    }
}

/// <summary>(from..to), whole numbers.</summary>
sealed record Range(Markup From, Markup To) : Markup
{
    public override object? Evaluate(LiquidContext context)
    {
        var (from, to) = (LiquidValues.Whole(From.Evaluate(context)), LiquidValues.Whole(To.Evaluate(context)));
        if ((long)to - from >= LiquidContext.MostItems) throw new LiquidException($"A range has more than {LiquidContext.MostItems} items.");
        var items = new List<object?>();
        for (var i = from; i <= to; i++) items.Add((decimal)i);
        return items;
    }
}

/// <summary>A comparison. Shown, it is its left side, as in Shopify's; asked for its truth, it is its result.</summary>
sealed record Comparison(string Sign, Markup Left, Markup Right) : Markup
{
    public override object? Evaluate(LiquidContext context)
    {
        var (left, right) = (Left.Evaluate(context), Right.Evaluate(context));
        return Sign switch
        {
            "==" => new Compared(left, LiquidValues.AreEqual(left, right)),
            "!=" or "<>" => new Compared(left, !LiquidValues.AreEqual(left, right)),
            "contains" => new Compared(left, LiquidValues.Contains(left, right)),
            "startswith" => new Compared(left, LiquidValues.Begins(left, right)),
            "endswith" => new Compared(left, LiquidValues.Ends(left, right)),
            "or" => new Compared(left, LiquidValues.IsTrue(left) || LiquidValues.IsTrue(right)),
            "and" => new Compared(left, LiquidValues.IsTrue(left) && LiquidValues.IsTrue(right)),
            _ => LiquidValues.InOrder(left, right, Sign),
        };
    }
}

sealed record Filtered(Markup Input, string Name, LiquidFilter? Filter, IReadOnlyList<(string? Name, Markup Value)> Arguments) : Markup
{
    public override object? Evaluate(LiquidContext context)
    {
        var arguments = new FilterArguments([.. Arguments.Where(a => a.Name is null).Select(a => a.Value.Evaluate(context))],
            Arguments.Where(a => a.Name is not null).GroupBy(a => a.Name!).ToDictionary(g => g.Key, g => g.Last().Value.Evaluate(context)));
        var input = Input.Evaluate(context);
        context.Step();
        // Nobody knows it: what comes in goes out, as in Elsa.
        return Filter is null ? input : context.Checked(Filter(input, arguments, context));
    }
}

/// <summary>Parses the inside of outputs and tags.</summary>
static class MarkupParser
{
    const int MostFilters = 200;

    static readonly HashSet<string> Signs = new(StringComparer.Ordinal) { "==", "!=", "<>", ">", "<", ">=", "<=" };
    static readonly HashSet<string> Names = new(StringComparer.Ordinal) { "contains", "startswith", "endswith" };

    /// <summary>A value with its filters.</summary>
    public static Markup Whole(Words words)
    {
        var value = Logical(words);
        for (var filters = 1; words.TryTake("|"); filters++)
        {
            if (filters > MostFilters) throw new LiquidException($"A value goes through more than {MostFilters} filters.");
            var name = words.ExpectName();
            var arguments = new List<(string?, Markup)>();
            if (words.TryTake(":"))
            {
                do arguments.Add(Argument(words));
                while (words.TryTake(","));
            }

            value = new Filtered(value, name, LiquidFilters.Find(name), arguments);
        }

        return value;
    }

    static (string? Name, Markup Value) Argument(Words words)
    {
        if (words.Current.Kind != WordKind.Name) return (null, Primary(words));
        var name = words.Take().Text;
        return words.TryTake(":") ? (name, Primary(words)) : (null, Named(words, name));
    }

    /// <summary>Comparisons joined by and, or: from the right, without precedence.</summary>
    public static Markup Logical(Words words)
    {
        var left = Compared(words);
        return words.IsName("and") || words.IsName("or") ? new Comparison(words.Take().Text, left, words.Inside(Logical)) : left;
    }

    static Markup Compared(Words words)
    {
        var left = Primary(words);
        var current = words.Current;
        if (!(current.Kind == WordKind.Sign && Signs.Contains(current.Text)) && !(current.Kind == WordKind.Name && Names.Contains(current.Text))) return left;
        words.Take();
        return new Comparison(current.Text, left, Primary(words));
    }

    public static Markup Primary(Words words)
    {
        var word = words.Current;
        switch (word.Kind)
        {
            case WordKind.Text:
                words.Take();
                return new Constant(word.Text);
            case WordKind.Number:
                words.Take();
                return new Constant(decimal.Parse(word.Text, NumberStyles.Float, CultureInfo.InvariantCulture));
            case WordKind.Name:
                words.Take();
                return Named(words, word.Text);
            case WordKind.Sign when word.Text == "(":
                return Between(words);
            default:
                throw new LiquidException(word.Kind == WordKind.End ? "A value is missing." : $"'{word.Text}' is no value.");
        }
    }

    static Markup Named(Words words, string name)
    {
        var members = new List<Markup>();
        while (words.Current.Glued)
        {
            if (words.TryTake(".")) members.Add(new Constant(words.Current.Kind is WordKind.Name or WordKind.Number ? words.Take().Text : words.ExpectName()));
            else if (words.TryTake("["))
            {
                members.Add(new Bracketed(words.Inside(Primary)));
                words.Expect("]");
            }
            else break;
        }

        return members.Count > 0 ? new Path(name, members) : name switch
        {
            "true" => new Constant(true),
            "false" => new Constant(false),
            "empty" => new Constant(Nothing.Empty),
            "blank" => new Constant(Nothing.Blank),
            _ => new Path(name, members),
        };
    }

    /// <summary>["x"] is an index even when it is a constant.</summary>
    sealed record Bracketed(Markup Inner) : Markup
    {
        public override object? Evaluate(LiquidContext context) => Inner.Evaluate(context);
    }

    public static Range Between(Words words)
    {
        words.Expect("(");
        var from = words.Inside(Primary);
        if (!words.TryTake("..")) throw new LiquidException("Parentheses stand only around a range: (1..3).");
        var to = words.Inside(Primary);
        words.Expect(")");
        return new Range(from, to);
    }
}
