using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace LogodiConsult.Engine.Expressions;

/// <summary>
/// Values of a running workflow. A value is null, a CLR scalar (string, bool, int, long, double, decimal, Guid, DateTime,
/// DateTimeOffset, TimeSpan) or a JsonObject/JsonArray that nobody changes after it was handed over. Conversions follow
/// Elsa's ObjectConverter: what cannot be converted becomes the type's default, numbers are rounded, text is invariant.
/// </summary>
static class Values
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        // What a definition may nest, DefinitionReader allows, and the little that holds it.
        MaxDepth = 192,
    };

    /// <summary>A JSON value as a workflow value; the node's children are not copied.</summary>
    public static object? FromJson(JsonNode? node)
    {
        if (node is not JsonValue value) return node;
        switch (value.GetValueKind())
        {
            case JsonValueKind.String: return value.TryGetValue<string>(out var text) ? text : value.ToString();
            case JsonValueKind.True: return true;
            case JsonValueKind.False: return false;
            case JsonValueKind.Number:
                if (value.TryGetValue<long>(out var whole)) return whole;
                if (value.TryGetValue<int>(out var small)) return (long)small;
                if (value.TryGetValue<decimal>(out var exact) && exact == decimal.Truncate(exact) && Math.Abs(exact) < long.MaxValue) return (long)exact;
                return value.TryGetValue<double>(out var number) ? number : double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);
            default: return null;
        }
    }

    /// <summary>A value as JSON; objects and arrays are copied because a JSON node has one parent.</summary>
    public static JsonNode? ToJson(object? value) => value switch
    {
        null => null,
        JsonNode node => node.DeepClone(),
        string s => JsonValue.Create(s),
        bool b => JsonValue.Create(b),
        int i => JsonValue.Create((long)i),
        short i => JsonValue.Create((long)i),
        long l => JsonValue.Create(l),
        double d => double.IsFinite(d) ? JsonValue.Create(d) : JsonValue.Create(d.ToString(CultureInfo.InvariantCulture)),
        float f => JsonValue.Create(f),
        decimal m => JsonValue.Create(m),
        byte[] bytes => JsonValue.Create(Convert.ToBase64String(bytes)),
        IFormattable or Enum => JsonValue.Create(Text(value)),
        System.Collections.IDictionary => JsonSerializer.SerializeToNode(value, Json),
        System.Collections.IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(ToJson)]),
        _ => JsonSerializer.SerializeToNode(value, Json),
    };

    /// <summary>Invariant text as Elsa gives it: True/False, 0.5, ISO dates, JSON for objects and arrays.</summary>
    public static string Text(object? value) => value switch
    {
        null => "",
        string s => s,
        bool b => b ? "True" : "False",
        JsonValue v => Text(FromJson(v)),
        JsonNode node => node.ToJsonString(Json),
        // What no date could be made of is shown as nothing, as in Elsa.
        DateTime d => d == default ? "" : d.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset d => d == default ? "" : d.ToString("O", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToBase64String(bytes),
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>Converts to a declared type; null stays null.</summary>
    /// <exception cref="OverflowException">A number does not fit.</exception>
    public static object? ConvertTo(object? value, DataType type)
    {
        if (value is null) return null;
        if (value is JsonValue scalar && (value = FromJson(scalar)) is null) return null;
        // White space is no value of the types that are not text (Elsa).
        if (value is string text && type.Kind is >= ValueKind.Boolean and <= ValueKind.TimeSpan && string.IsNullOrWhiteSpace(text)) return null;
        switch (type.Kind)
        {
            case ValueKind.Object: return Plain(value);
            case ValueKind.String: return Text(value);
            case ValueKind.Boolean: return ToBoolean(value);
            case ValueKind.Int16: return ToNumber(value, static d => (long)Convert.ToInt16(d));
            case ValueKind.Int32: return ToNumber(value, static d => (long)Convert.ToInt32(d));
            case ValueKind.Int64: return value is long ? value : ToNumber(value, static d => Convert.ToInt64(d));
            case ValueKind.Single:
            case ValueKind.Double: return ToNumber(value, static d => Convert.ToDouble(d), 0.0);
            case ValueKind.Decimal: return ToNumber(value, static d => d, 0m);
            case ValueKind.Guid: return value is Guid ? value : Guid.TryParse(Text(value), out var guid) ? guid : Guid.Empty;
            case ValueKind.DateTime: return ToMoment(value) is { } m ? m.UtcDateTime : default(DateTime);
            case ValueKind.DateTimeOffset: return ToMoment(value) ?? default;
            case ValueKind.TimeSpan: return ToSpan(value);
            case ValueKind.Bytes: return value is byte[]? value : TryBytes(Text(value));
            case ValueKind.Json: return ToStructure(value);
            case ValueKind.List: return ToList(value, type.Element!);
            default: throw new NotSupportedException(type.Kind.ToString());
        }
    }

    /// <summary>True when a text could not be read as the type and the type's default took its place: the default says nothing of what the text says.</summary>
    public static bool IsFallback(object? given, object? converted, DataType type)
    {
        if (given is not string text || string.IsNullOrWhiteSpace(text)) return false;
        return type.Kind switch
        {
            ValueKind.Boolean => converted is false && text.Trim() is not "0" && !text.Trim().Equals("false", StringComparison.OrdinalIgnoreCase),
            ValueKind.Int16 or ValueKind.Int32 or ValueKind.Int64 => converted is 0L && !IsZero(text),
            ValueKind.Single or ValueKind.Double => converted is 0.0 && !IsZero(text),
            ValueKind.Decimal => converted is 0m && !IsZero(text),
            ValueKind.TimeSpan => converted is TimeSpan span && span == TimeSpan.Zero && !IsZero(text),
            ValueKind.Guid => converted is Guid guid && guid == Guid.Empty && !IsZero(text),
            ValueKind.DateTime => converted is DateTime time && time == default && !text.Contains("0001", StringComparison.Ordinal),
            ValueKind.DateTimeOffset => converted is DateTimeOffset moment && moment == default && !text.Contains("0001", StringComparison.Ordinal),
            _ => false,
        };
    }

    // However zero is written: 0, -0.0, 0x0, 00:00:00, PT0S, 00000000-0000-….
    static bool IsZero(string text) => text.Contains('0', StringComparison.Ordinal) && text.All(c => c is '0' or '.' or ',' or ':' or '-' or '+' or 'x' or 'e' or 'E' or 'P' or 'T' or 'D' or 'H' or 'M' or 'S' or '{' or '}' || char.IsWhiteSpace(c));

    /// <summary>A value in the form that it has after a save and a load when its type is not declared.</summary>
    public static object? Plain(object? value) => value switch
    {
        null or string or bool or long => value,
        int i => (long)i,
        short i => (long)i,
        double d => double.IsInteger(d) && Math.Abs(d) < 9e15 ? (long)d : double.IsFinite(d) ? d : Text(d),
        float f => Plain((double)f),
        decimal m => m == decimal.Truncate(m) && Math.Abs(m) < 9_000_000_000_000_000m ? (long)m : (double)m,
        JsonValue v => FromJson(v),
        JsonNode => value,
        IFormattable or byte[] or Enum => Text(value),
        _ => FromJson(ToJson(value)),
    };

    /// <summary>True for JSON text that holds an array.</summary>
    public static bool IsList(string text) => text.AsSpan().TrimStart().StartsWith("[") && TryParse(text) is JsonArray;

    /// <summary>Items of a collection: an array's elements, JSON text that holds an array, otherwise the value itself.</summary>
    public static IReadOnlyList<object?> Items(object? value)
    {
        if (value is string text && text.AsSpan().TrimStart().StartsWith("[") && TryParse(text) is JsonArray parsed) value = parsed;
        return value switch
        {
            null => [],
            JsonArray array => [.. array.Select(FromJson)],
            string or JsonObject => [value],
            System.Collections.IEnumerable list => [.. list.Cast<object?>()],
            _ => [value],
        };
    }

    /// <summary>A CLR value for activities written in C#.</summary>
    public static T? To<T>(object? value)
    {
        if (value is T already) return already;
        if (value is null) return default;
        var target = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        if (target == typeof(string)) return (T)(object)Text(value);
        if (target == typeof(JsonNode) || target == typeof(JsonObject) || target == typeof(JsonArray)) return ToStructure(value) is T node ? node : default;
        if (target.IsEnum) return Enum.TryParse(target, Text(value), ignoreCase: true, out var member) ? (T?)member : default;
        if (target == typeof(int)) return (T)(object)(int)(long)ConvertTo(value, DataType.Int32)!;
        if (target == typeof(DateOnly)) return DateOnly.TryParse(Text(value), CultureInfo.InvariantCulture, out var day) ? (T)(object)day : default;
        var kind = DataType.Parse(target.Name);
        if (kind is { IsKnown: true, Kind: not ValueKind.Object and not ValueKind.List } && ConvertTo(value, kind) is T converted) return converted;
        if (typeof(T).IsAssignableFrom(typeof(List<string>)) || typeof(T) == typeof(string[]))
        {
            var texts = Items(value).Select(Text);
            return typeof(T) == typeof(string[]) ? (T)(object)texts.ToArray() : (T)(object)texts.ToList();
        }

        var json = value is string s ? TryParse(s) : ToJson(value);
        return json is null ? default : json.Deserialize<T>(Json);
    }

    public static JsonNode? TryParse(string text)
    {
        try
        {
            return JsonNode.Parse(text, null, new JsonDocumentOptions { MaxDepth = 64, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static bool ToBoolean(object value) => value switch
    {
        bool b => b,
        string s => bool.TryParse(s.Trim(), out var b) && b,
        long l => l != 0,
        int i => i != 0,
        double d => d != 0,
        decimal m => m != 0,
        _ => false,
    };

    static object ToNumber(object value, Func<decimal, object> narrow, object? zero = null)
    {
        switch (value)
        {
            case long l: return narrow(l);
            case int i: return narrow(i);
            case decimal m: return narrow(m);
            case bool b: return narrow(b ? 1 : 0);
            case double d when zero is double: return d;
            case double d: return double.IsFinite(d) ? narrow((decimal)d) : throw new OverflowException($"{d} is not a number that fits.");
            // Elsa reads whole numbers strictly (or as hexadecimal) and the others with thousands; what it cannot read is the default.
            case string s when zero is null: return Whole(s) is { } whole ? narrow(whole) : 0L;
            case string s when decimal.TryParse(s, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed): return narrow(parsed);
            case string s when zero is double && double.TryParse(s, CultureInfo.InvariantCulture, out var parsed): return parsed;
            case string s when decimal.TryParse(s, NumberStyles.Number, CultureInfo.InvariantCulture, out var parsed): return narrow(parsed);
            default: return zero ?? 0L;
        }
    }

    static decimal? Whole(string text)
    {
        var digits = text.AsSpan().Trim();
        var prefix = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase) || digits.StartsWith("&h", StringComparison.OrdinalIgnoreCase) ? 2 : digits.StartsWith("#") ? 1 : 0;
        if (prefix > 0) return long.TryParse(digits[prefix..], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var hex) ? hex : null;
        return decimal.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null;
    }

    public static DateTimeOffset? ToMoment(object? value) => value switch
    {
        DateTimeOffset d => d,
        DateTime d => new DateTimeOffset(d.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(d, DateTimeKind.Utc) : d),
        string s => DateTimeOffset.TryParse(s, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var m) ? m : null,
        _ => null,
    };

    static TimeSpan ToSpan(object value) => value switch
    {
        TimeSpan t => t,
        string s when TimeSpan.TryParse(s, CultureInfo.InvariantCulture, out var t) => t,
        string s when s.Length > 0 && s[0] is 'P' or 'p' => TryIsoSpan(s),
        _ => TimeSpan.Zero,
    };

    static TimeSpan TryIsoSpan(string text)
    {
        try
        {
            return System.Xml.XmlConvert.ToTimeSpan(text.ToUpperInvariant());
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return TimeSpan.Zero;
        }
    }

    static byte[]? TryBytes(string text)
    {
        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text, buffer, out var written) ? buffer[..written] : null;
    }

    static object? ToStructure(object value) => value switch
    {
        JsonNode => value,
        string s => TryParse(s) ?? JsonValue.Create(s),
        _ => ToJson(value),
    };

    static JsonArray ToList(object value, DataType element)
    {
        if (value is JsonArray array && element.Kind == ValueKind.Object) return array;
        var list = new JsonArray();
        foreach (var item in Items(value)) list.Add(ToJson(ConvertTo(item, element)));
        return list;
    }
}
