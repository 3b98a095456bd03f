using System.Globalization;
using System.Net;
using System.Text;

namespace LogodiConsult.Engine.Expressions.Liquid;

delegate object? LiquidFilter(object? input, FilterArguments arguments, LiquidContext context);

sealed record FilterArguments(IReadOnlyList<object?> Values, IReadOnlyDictionary<string, object?> Named)
{
    public int Count => Values.Count;

    public object? At(int i) => i < Values.Count ? Values[i] : null;

    public string Text(int i) => LiquidValues.Text(At(i));

    public decimal Number(int i) => LiquidValues.ToNumber(At(i));

    public int Whole(int i, int otherwise) => At(i) is null or Nothing ? otherwise : LiquidValues.Whole(At(i));
}

/// <summary>The filters that Elsa's templates have, by name: Liquid's, Fluid's and Elsa's own base64 and keys.</summary>
static class LiquidFilters
{
    static readonly Dictionary<string, LiquidFilter> All = Make();

    /// <summary>Filters that Elsa has and this engine has not: using one is an error of the check.</summary>
    static readonly HashSet<string> Missing = new(StringComparer.Ordinal) { "handle", "handleize", "md5", "sha1", "hmac_sha1" };

    /// <summary>Null for a name that nobody knows.</summary>
    /// <exception cref="LiquidException">Elsa has this filter, this engine has not.</exception>
    public static LiquidFilter? Find(string name) =>
        Missing.Contains(name) ? throw new LiquidException($"The filter '{name}' is not run here.") : All.GetValueOrDefault(name);

    static Dictionary<string, LiquidFilter> Make()
    {
        var filters = new Dictionary<string, LiquidFilter>(StringComparer.Ordinal);
        AddTexts(filters);
        AddNumbers(filters);
        AddOthers(filters);
        ListFilters.Add(filters);
        CodeFilters.Add(filters);
        DateFilters.Add(filters);
        return filters;
    }

    static void AddTexts(Dictionary<string, LiquidFilter> filters)
    {
        void Text(string name, Func<string, FilterArguments, string> make) => filters[name] = (input, arguments, _) => make(LiquidValues.Text(input), arguments);
        Text("append", static (text, a) => text + a.Text(0));
        Text("prepend", static (text, a) => a.Text(0) + text);
        Text("upcase", static (text, _) => text.ToUpperInvariant());
        Text("downcase", static (text, _) => text.ToLowerInvariant());
        Text("capitalize", static (text, _) => Capitalized(text));
        Text("strip", static (text, _) => text.Trim());
        Text("lstrip", static (text, _) => text.TrimStart());
        Text("rstrip", static (text, _) => text.TrimEnd());
        Text("strip_newlines", static (text, _) => text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal));
        Text("newline_to_br", static (text, _) => Replaced(text.Replace("\r\n", "\n", StringComparison.Ordinal), "\n", "<br />"));
        Text("remove", static (text, a) => a.Text(0).Length == 0 ? text : text.Replace(a.Text(0), "", StringComparison.Ordinal));
        Text("remove_first", static (text, a) => Once(text, a.Text(0), "", last: false));
        Text("remove_last", static (text, a) => Once(text, a.Text(0), "", last: true));
        Text("replace", static (text, a) => Replaced(text, a.Text(0), a.Text(1)));
        Text("replace_first", static (text, a) => Once(text, a.Text(0), a.Text(1), last: false));
        Text("replace_last", static (text, a) => Once(text, a.Text(0), a.Text(1), last: true));
        Text("escape", static (text, _) => WebUtility.HtmlEncode(text));
        Text("escape_once", static (text, _) => WebUtility.HtmlEncode(WebUtility.HtmlDecode(text)));
        Text("strip_html", static (text, _) => WithoutTags(text));
        Text("raw", static (text, _) => text);
        filters["truncate"] = static (input, a, _) => input is null or Nothing ? "" : Truncated(input, a);
        Text("truncatewords", static (text, a) => Words(text, Math.Max(1, a.Whole(0, 15)), a.At(1) is null or Nothing ? "..." : a.Text(1)));
        filters["slice"] = static (input, a, _) => Slice(input, a);
    }

    static void AddNumbers(Dictionary<string, LiquidFilter> filters)
    {
        void Number(string name, Func<decimal, FilterArguments, decimal> make) => filters[name] = (input, arguments, _) =>
        {
            try
            {
                return make(LiquidValues.ToNumber(input), arguments);
            }
            catch (Exception e) when (e is OverflowException or DivideByZeroException or ArgumentOutOfRangeException)
            {
                throw new LiquidException($"{name}: {e.Message}", e);
            }
        };
        Number("abs", static (n, _) => Math.Abs(n));
        Number("ceil", static (n, _) => decimal.Ceiling(n));
        Number("floor", static (n, _) => decimal.Floor(n));
        Number("round", static (n, a) => Math.Round(n, a.Whole(0, 0)));
        Number("plus", static (n, a) => n + a.Number(0));
        Number("minus", static (n, a) => n - a.Number(0));
        Number("times", static (n, a) => n * a.Number(0));
        // Divided by a whole number it is a whole number.
        Number("divided_by", static (n, a) => a.Number(0).Scale == 0 ? decimal.Floor(n / a.Number(0)) : n / a.Number(0));
        Number("modulo", static (n, a) => a.Count == 0 ? throw new LiquidException("modulo: the divisor is missing.") : LiquidValues.Whole(n) % LiquidValues.Whole(a.At(0)));
        filters["at_least"] = static (input, a, _) => LiquidValues.ToNumber(input) < a.Number(0) ? a.At(0) : input;
        filters["at_most"] = static (input, a, _) => LiquidValues.ToNumber(input) > a.Number(0) ? a.At(0) : input;
    }

    static void AddOthers(Dictionary<string, LiquidFilter> filters)
    {
        filters["default"] = static (input, a, _) =>
            input is null or Nothing or "" or List<object?> { Count: 0 } or System.Text.Json.Nodes.JsonObject || (input is false && !(a.Named.TryGetValue("allow_false", out var allow) && allow is true))
                ? a.At(0)
                : input;
        filters["format_number"] = static (input, a, _) => a.At(0) is null or Nothing
            ? null
            : Formatted(() => LiquidValues.ToNumber(input).ToString(Bounded(a.Text(0)), CultureOf(a.At(1))));
        filters["format_string"] = static (input, a, _) => input is null or Nothing
            ? null
            : Formatted(() => string.Format(CultureOf(a.Named.GetValueOrDefault("culture")), Bounded(LiquidValues.Text(input)), [.. a.Values.Select(Argument)]));
    }

    static object? Argument(object? value) => value is decimal or bool or DateTimeOffset ? value : LiquidValues.Text(value);

    // A width or a precision in a format makes texts of any length.
    static string Bounded(string format) => format.Length <= 200 && !format.Where((c, i) => char.IsAsciiDigit(c) && i + 3 < format.Length && format.AsSpan(i, 4).IndexOfAnyExceptInRange('0', '9') < 0).Any()
        ? format
        : throw new LiquidException($"'{format}' is too large a format.");

    public static string Formatted(Func<string> format)
    {
        try
        {
            return format();
        }
        catch (Exception e) when (e is FormatException or CultureNotFoundException or ArgumentOutOfRangeException)
        {
            throw new LiquidException(e.Message, e);
        }
    }

    public static CultureInfo CultureOf(object? name) => name is null or Nothing ? CultureInfo.InvariantCulture : CultureInfo.CreateSpecificCulture(LiquidValues.Text(name));

    static string Capitalized(string text)
    {
        var letters = text.ToCharArray();
        for (var i = 0; i < letters.Length; i++)
        {
            if (i == 0 || char.IsWhiteSpace(letters[i - 1]) || letters[i - 1] is '-' or '.') letters[i] = char.ToUpperInvariant(letters[i]);
        }

        return new string(letters);
    }

    static string Replaced(string text, string what, string with)
    {
        if (what.Length == 0) throw new LiquidException("replace: nothing cannot be replaced.");
        LiquidContext.Allow(text.Length + (Math.Max(0L, with.Length - what.Length) * text.AsSpan().Count(what)));
        return text.Replace(what, with, StringComparison.Ordinal);
    }

    static string Once(string text, string what, string with, bool last)
    {
        var at = last ? text.LastIndexOf(what, StringComparison.Ordinal) : text.IndexOf(what, StringComparison.Ordinal);
        return at < 0 ? text : string.Concat(text.AsSpan(0, at), with, text.AsSpan(at + what.Length));
    }

    static string WithoutTags(string text)
    {
        var kept = new StringBuilder(text.Length);
        var inside = false;
        foreach (var c in text)
        {
            if (c is '<' or '>') inside = c == '<';
            else if (!inside) kept.Append(c);
        }

        return kept.ToString();
    }

    static object? Truncated(object input, FilterArguments a)
    {
        var text = LiquidValues.Text(input);
        var length = a.Whole(0, 50);
        var more = a.At(1) is null or Nothing ? "..." : a.Text(1);
        return text.Length <= length ? input : string.Concat(text.AsSpan(0, Math.Max(0, length - more.Length)), more);
    }

    static string Words(string text, int most, string more)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length < most ? string.Join(' ', words) : string.Join(' ', words.Take(most)) + more;
    }

    static object? Slice(object? input, FilterArguments a)
    {
        if (!IsWhole(a.At(0)) || (a.Count > 1 && !IsWhole(a.At(1)))) throw new LiquidException("slice: where it begins and how long it is are whole numbers.");
        var (from, length) = (a.Whole(0, 0), a.Whole(1, 1));
        var list = input as List<object?>;
        var text = list is null ? LiquidValues.Text(input) : "";
        var size = list?.Count ?? text.Length;
        if (length <= 0 || (from < 0 && -(long)from > size)) return list is null ? Nothing.Blank : new List<object?>();
        var start = from < 0 ? size + from : Math.Min(from, size);
        var count = (int)Math.Min(length, (long)size - start);
        return list is null ? text.Substring(start, count) : list.GetRange(start, count);
    }

    static bool IsWhole(object? value) => value switch
    {
        decimal number => number == decimal.Truncate(number),
        string text => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _),
        _ => false,
    };
}
