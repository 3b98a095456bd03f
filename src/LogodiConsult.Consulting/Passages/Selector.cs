using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LogodiConsult.Consulting.Passages;

/// <summary>W3C Web Annotation TextQuoteSelector: the passage and some text on both sides of it.</summary>
public sealed record TextQuote(string Exact, string Prefix, string Suffix);

/// <summary>W3C Web Annotation TextPositionSelector, in code points of the canonical text, end exclusive.</summary>
public sealed record TextPosition(int Start, int End);

/// <summary>Where a comment is anchored in one canonical text, stored as W3C Web Annotation selectors (JSON array of the two kinds).</summary>
public sealed record Selector(TextQuote Quote, TextPosition Position)
{
    static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public string ToJson() => JsonSerializer.Serialize(
        new[]
        {
            new Part("TextQuoteSelector", Quote.Exact, Quote.Prefix, Quote.Suffix, null, null),
            new Part("TextPositionSelector", null, null, null, Position.Start, Position.End),
        },
        Options);

    /// <summary>Null where the JSON is no such pair of selectors: it comes from a browser and may lie.</summary>
    public static Selector? FromJson(string json)
    {
        try
        {
            var parts = JsonSerializer.Deserialize<Part[]>(json, Options) ?? [];
            var quote = Array.Find(parts, p => p?.Type == "TextQuoteSelector");
            var position = Array.Find(parts, p => p?.Type == "TextPositionSelector");
            return quote?.Exact is { } exact && position is { Start: >= 0 and { } start, End: { } end } && end >= start
                ? new Selector(new TextQuote(exact, quote.Prefix ?? "", quote.Suffix ?? ""), new TextPosition(start, end))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    sealed record Part(string? Type, string? Exact, string? Prefix, string? Suffix, int? Start, int? End);
}
