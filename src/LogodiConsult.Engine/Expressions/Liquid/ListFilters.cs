namespace LogodiConsult.Engine.Expressions.Liquid;

/// <summary>Filters on lists. What is no list goes out as it came in, where nothing else is said.</summary>
static class ListFilters
{
    public static void Add(Dictionary<string, LiquidFilter> filters)
    {
        void List(string name, Func<List<object?>, FilterArguments, object?> make) =>
            filters[name] = (input, arguments, _) => input is List<object?> list ? make(list, arguments) : input;
        filters["size"] = static (input, _, _) => input is null ? null : LiquidValues.Member(input, "size", isNamed: true);
        filters["first"] = static (input, _, _) => input is null ? null : LiquidValues.Member(input, "first", isNamed: true);
        filters["last"] = static (input, _, _) => input is null ? null : LiquidValues.Member(input, "last", isNamed: true);
        List("join", static (list, a) => Joined(list, a.Text(0)));
        List("map", static (list, a) => list.ConvertAll(item => Property(item, a)));
        List("where", static (list, a) => list.FindAll(Matches(a, orTrue: true)));
        List("reject", static (list, a) =>
        {
            var matches = Matches(a, orTrue: true);
            return list.FindAll(item => !matches(item));
        });
        List("find", static (list, a) => IsAsked(a) ? list.Find(Matches(a, orTrue: false)) : null);
        List("find_index", static (list, a) => IsAsked(a) && list.FindIndex(Matches(a, orTrue: false)) is >= 0 and var at ? (decimal)at : null);
        List("has", static (list, a) => IsAsked(a) && list.Find(Matches(a, orTrue: false)) is not null);
        filters["reverse"] = static (input, _, _) => input switch
        {
            List<object?> list => Enumerable.Reverse(list).ToList(),
            string { Length: 0 } => "",
            string text => text.Reverse().Select(c => (object?)c.ToString()).ToList(),
            _ => input,
        };
        filters["concat"] = static (input, a, _) => input is List<object?> || a.At(0) is List<object?> ? AsList(input).Concat(AsList(a.At(0))).ToList() : input;
        filters["uniq"] = static (input, _, _) => Distinct(LiquidValues.Items(input));
        filters["compact"] = static (input, _, _) => LiquidValues.Items(input).FindAll(item => item is not (null or Nothing));
        filters["sort"] = static (input, a, _) => Sorted(LiquidValues.Items(input), a, StringComparer.Ordinal);
        filters["sort_natural"] = static (input, a, _) => Sorted(LiquidValues.Items(input), a, StringComparer.OrdinalIgnoreCase);
        filters["sum"] = static (input, a, _) => Sum(LiquidValues.Items(input), a);
        filters["split"] = static (input, a, _) => Split(LiquidValues.Text(input), a.Text(0));
    }

    static List<object?> AsList(object? value) => value as List<object?> ?? [value];

    static string Joined(List<object?> list, string separator)
    {
        LiquidContext.Allow(((long)list.Count * separator.Length) + list.Sum(item => (long)LiquidValues.Text(item).Length));
        return string.Join(separator, list.Select(LiquidValues.Text));
    }

    static object? Property(object? item, FilterArguments a) => item is null ? null : LiquidValues.Member(item, a.Text(0), isNamed: true);

    static bool IsAsked(FilterArguments a) => a.At(1) is not (null or Nothing);

    static Predicate<object?> Matches(FilterArguments a, bool orTrue)
    {
        var wanted = orTrue && !IsAsked(a) ? true : a.At(1);
        return item => LiquidValues.AreEqual(wanted, Property(item, a));
    }

    static List<object?> Distinct(List<object?> list)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return list.FindAll(item => seen.Add($"{item?.GetType().Name} {(item is null ? "" : CodeFilters.Json(item))}"));
    }

    static List<object?> Sorted(List<object?> list, FilterArguments a, StringComparer comparer)
    {
        if (a.Count == 0) return [.. list.OrderBy(LiquidValues.Text, comparer)];
        try
        {
            return [.. list.OrderBy(item => Key(Property(item, a)), Comparer<object?>.Default)];
        }
        catch (InvalidOperationException e)
        {
            throw new LiquidException($"sort: '{a.Text(0)}' is not of one kind in all items.", e);
        }
    }

    static object? Key(object? value) => value is Compared c ? c.Left : value;

    static decimal Sum(List<object?> list, FilterArguments a)
    {
        try
        {
            return list.Sum(item => item switch
            {
                List<object?> inner => Sum(inner, a),
                decimal or string when a.Count == 0 => LiquidValues.ToNumber(item),
                _ => 0,
            });
        }
        catch (OverflowException e)
        {
            throw new LiquidException($"sum: {e.Message}", e);
        }
    }

    static List<object?> Split(string text, string separator) => separator.Length == 0
        ? [.. text.Select(c => (object?)c.ToString())]
        : [.. text.Split(separator, StringSplitOptions.RemoveEmptyEntries)];
}
