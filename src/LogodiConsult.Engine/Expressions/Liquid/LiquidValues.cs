using System.Globalization;
using System.Text.Json.Nodes;

namespace LogodiConsult.Engine.Expressions.Liquid;

/// <summary>The words empty and blank of a template.</summary>
enum Nothing
{
    Empty,
    Blank,
}

/// <summary>The result of a comparison, which is shown as its left side.</summary>
sealed record Compared(object? Left, bool Result);

/// <summary>What looks its members up when they are named: Variables, Input.</summary>
sealed record Members(Func<string, object?> Find);

/// <summary>
/// Values of templates: null, bool, decimal, string, DateTimeOffset, List, JsonObject, Members, Compared, Nothing. What holds for them is what was
/// seen of Fluid, Elsa's template engine.
/// </summary>
static class LiquidValues
{
    /// <summary>A workflow's value as a template has it.</summary>
    public static object? From(object? value) => value switch
    {
        JsonValue scalar => From(Values.FromJson(scalar)),
        JsonArray array => array.Select(n => From(Values.FromJson(n))).ToList(),
        null or bool or string or decimal or DateTimeOffset or JsonObject or List<object?> or Members or Compared or Nothing => value,
        double d => double.IsFinite(d) && Math.Abs(d) < 7.9e28 ? (decimal)d : throw new LiquidException($"{d.ToString(CultureInfo.InvariantCulture)} is no number of a template."),
        float f => From((double)f),
        int or long or short or byte => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
        DateTime d => Values.ToMoment(d),
        // As Fluid has it: that long after the beginning of 1970.
        TimeSpan span => DateTimeOffset.UnixEpoch + span,
        byte[] bytes => bytes.Select(b => (object?)(decimal)b).ToList(),
        _ => Values.Text(value),
    };

    public static bool IsTrue(object? value) => value switch
    {
        null => false,
        bool b => b,
        Compared c => c.Result,
        _ => true,
    };

    static object? Shown(object? value) => value is Compared c ? c.Left : value;

    /// <summary>What an output writes.</summary>
    public static string Written(object? value) => Shown(value) is decimal number ? Number(number) : Text(Shown(value));

    static string Number(decimal number) =>
        number.Scale == 0 ? number.ToString(CultureInfo.InvariantCulture)
        : number == decimal.Truncate(number) ? number.ToString("F1", CultureInfo.InvariantCulture)
        : number.ToString("G29", CultureInfo.InvariantCulture);

    /// <summary>What a filter takes for a text.</summary>
    public static string Text(object? value) => value switch
    {
        string s => s,
        bool b => b ? "true" : "false",
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        DateTimeOffset moment => moment.ToString("u", CultureInfo.InvariantCulture),
        List<object?> list => string.Concat(list.Select(Text)),
        Compared c => c.Result ? "true" : "false",
        _ => "",
    };

    public static decimal ToNumber(object? value) => value switch
    {
        decimal number => number,
        bool b => b ? 1 : 0,
        string s => decimal.TryParse(s, NumberStyles.Any, CultureInfo.InvariantCulture, out var number) ? number : 0,
        List<object?> list => list.Count,
        DateTimeOffset moment => moment.Ticks,
        Compared c => ToNumber(c.Left),
        _ => 0,
    };

    /// <exception cref="LiquidException">It is no number that fits.</exception>
    public static int Whole(object? value)
    {
        var number = Math.Round(ToNumber(value));
        return number is >= int.MinValue and <= int.MaxValue ? (int)number : throw new LiquidException($"{number} is too large a number here.");
    }

    /// <summary>What a loop goes through.</summary>
    public static List<object?> Items(object? value) => Shown(value) switch
    {
        List<object?> list => list,
        string text => [text],
        JsonObject o => [.. o.Select(p => new List<object?> { p.Key, From(Values.FromJson(p.Value)) })],
        _ => [],
    };

    /// <param name="isNamed">Asked by a dot, not by brackets.</param>
    public static object? Member(object value, object? member, bool isNamed)
    {
        switch (Shown(value))
        {
            case List<object?> list when !isNamed:
                var at = (long)decimal.Truncate(ToNumber(member));
                return at >= 0 && at < list.Count ? list[(int)at] : null;
            case List<object?> list:
                return member switch { "size" => (decimal)list.Count, "first" => list.FirstOrDefault(), "last" => list.LastOrDefault(), _ => null };
            case string text when isNamed:
                return member switch
                {
                    "size" => (decimal)text.Length,
                    "first" => text.Length > 0 ? text[..1] : null,
                    "last" => text.Length > 0 ? text[^1..] : null,
                    _ => null,
                };
            case JsonObject o when isNamed && member is "size":
                return (decimal)o.Count;
            case JsonObject o:
                return o.TryGetPropertyValue(Text(member), out var property) ? From(Values.FromJson(property)) : null;
            case Members members:
                return From(members.Find(Text(member)));
            default:
                return null;
        }
    }

    public static bool AreEqual(object? left, object? right) => Shown(left) switch
    {
        null => Shown(right) is null or Nothing.Blank,
        bool b => right is Nothing.Blank ? !b : b == IsTrue(right),
        decimal number => Shown(right) is not (null or Nothing) && number == ToNumber(right),
        string text => Shown(right) switch
        {
            string other => text == other,
            Nothing nothing => AreEqual(nothing, text),
            _ => false,
        },
        DateTimeOffset moment => Shown(right) is DateTimeOffset other && moment == other,
        List<object?> list => Shown(right) switch
        {
            null or Nothing => list.Count == 0,
            List<object?> other => list.Count == other.Count && list.Zip(other).All(p => AreEqual(p.First, p.Second)),
            _ => false,
        },
        JsonObject o => Shown(right) switch
        {
            null or Nothing => o.Count == 0,
            JsonObject other => o.Count == other.Count && o.All(p => other.TryGetPropertyValue(p.Key, out var value) && AreEqual(From(Values.FromJson(p.Value)), From(Values.FromJson(value)))),
            _ => false,
        },
        Nothing.Empty => Shown(right) is "" or Nothing or JsonObject or List<object?> { Count: 0 },
        Nothing.Blank => Shown(right) is null or false or Nothing || (Shown(right) is string white && string.IsNullOrWhiteSpace(white)),
        var other => ReferenceEquals(other, Shown(right)),
    };

    public static Compared InOrder(object? left, object? right, string sign)
    {
        var (a, b) = (Shown(left), Shown(right));
        var orEqual = sign.Length == 2;
        if (a is null or Nothing || b is null or Nothing) return new Compared(a, orEqual && a is null or Nothing && b is null or Nothing);
        var order = a switch
        {
            decimal number => number.CompareTo(ToNumber(b)),
            string text => string.CompareOrdinal(text, Text(b)),
            _ => (int?)null,
        };
        if (order is not { } found) return new Compared(null, false);
        return new Compared(a, sign[0] == '<' ? found < 0 || (orEqual && found == 0) : found > 0 || (orEqual && found == 0));
    }

    public static bool Contains(object? left, object? right) => Shown(left) switch
    {
        string text => text.Contains(Text(right), StringComparison.Ordinal),
        List<object?> list => list.Exists(item => AreEqual(item, right)),
        _ => false,
    };

    public static bool Begins(object? left, object? right) => Shown(left) is List<object?> list
        ? AreEqual(list.FirstOrDefault(), right)
        : Text(left).StartsWith(Text(right), StringComparison.Ordinal);

    public static bool Ends(object? left, object? right) => Shown(left) is List<object?> list
        ? AreEqual(list.LastOrDefault(), right)
        : Text(left).EndsWith(Text(right), StringComparison.Ordinal);
}
