using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LogodiConsult.Engine.Expressions.Liquid;

/// <summary>Filters that write a value in another notation: JSON, base64, addresses, digests.</summary>
static class CodeFilters
{
    public static void Add(Dictionary<string, LiquidFilter> filters)
    {
        filters["json"] = static (input, _, _) => Json(input);
        filters["base64"] = static (input, _, _) => Elsas(input) is { } text ? Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) : null;
        filters["keys"] = static (input, _, _) => input is JsonObject o
            ? o.Select(p => (object?)p.Key).ToList()
            : throw new LiquidException("keys: this is no object with keys.");
        void Text(string name, Func<string, FilterArguments, string> make) => filters[name] = (input, arguments, _) => make(LiquidValues.Text(input), arguments);
        Text("base64_encode", static (text, _) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));
        Text("base64_decode", static (text, _) => Decoded(text) ?? throw new LiquidException("base64_decode: this is no base64."));
        Text("base64_url_safe_encode", static (text, _) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).Replace('+', '-').Replace('/', '_').TrimEnd('='));
        Text("base64_url_safe_decode", static (text, _) => Decoded(text.Replace('-', '+').Replace('_', '/') + new string('=', (4 - (text.Length % 4)) % 4)) ?? "");
        Text("url_encode", static (text, _) => WebUtility.UrlEncode(text));
        Text("url_decode", static (text, _) => WebUtility.UrlDecode(text));
        Text("sha256", static (text, _) => text.Length == 0 ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
        filters["hmac_sha256"] = static (input, a, _) => input is null or Nothing || a.At(0) is null or Nothing
            ? ""
            : Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(a.Text(0)), Encoding.UTF8.GetBytes(LiquidValues.Text(input))));
    }

    /// <summary>As JSON; letters beyond ASCII are escaped, as in Elsa.</summary>
    public static string Json(object? value) => Node(value)?.ToJsonString() ?? "null";

    static JsonNode? Node(object? value) => value switch
    {
        null or Members => null,
        bool b => b,
        decimal number => number,
        string text => text,
        DateTimeOffset moment => moment,
        JsonObject o => o.DeepClone(),
        List<object?> list => new JsonArray([.. list.Select(Node)]),
        Compared c => c.Left is bool ? c.Result : Node(c.Left),
        _ => "",
    };

    // What Elsa's own filter makes a text of before it encodes it.
    static string? Elsas(object? value) => value switch
    {
        null => null,
        bool b => b ? "True" : "False",
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        string text => text,
        List<object?> or JsonObject or DateTimeOffset => Json(value),
        _ => throw new LiquidException("base64: this cannot be written as a text."),
    };

    static string? Decoded(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
