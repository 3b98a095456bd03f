using System.Text.Json;
using System.Text.Json.Nodes;

namespace LogodiConsult.Engine.Definitions;

/// <summary>Small reads of JSON that forgive case, as Elsa does at the definition level.</summary>
static class JsonText
{
    public static JsonNode? Get(JsonObject? o, string name)
    {
        if (o is null) return null;
        if (o.TryGetPropertyValue(name, out var exact)) return exact;
        foreach (var (key, value) in o)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase)) return value;
        }

        return null;
    }

    public static bool Has(JsonObject o, string name) => o.ContainsKey(name) || o.Any(p => p.Key.Equals(name, StringComparison.OrdinalIgnoreCase));

    public static string? Text(JsonObject? o, string name) => Get(o, name) is JsonValue v && v.GetValueKind() == JsonValueKind.String ? v.GetValue<string>() : null;

    public static bool IsText(JsonNode? node) => node is JsonValue v && v.GetValueKind() == JsonValueKind.String;

    public static int? Number(JsonObject? o, string name) =>
        Get(o, name) is JsonValue v && v.GetValueKind() == JsonValueKind.Number && v.TryGetValue<int>(out var n) ? n : null;

    public static bool? Flag(JsonObject? o, string name) => Get(o, name) is JsonValue v
        ? v.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.String => bool.TryParse(v.GetValue<string>(), out var b) ? b : null,
            _ => null,
        }
        : null;

    /// <summary>A list written as an array, as {"$values":[…]}, or as a single object.</summary>
    public static IReadOnlyList<JsonNode?> List(JsonNode? node) => node switch
    {
        JsonArray array => [.. array],
        JsonObject o when Get(o, "$values") is JsonArray values => [.. values],
        JsonObject o => [o],
        _ => [],
    };
}
