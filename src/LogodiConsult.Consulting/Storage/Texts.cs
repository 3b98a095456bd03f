using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LogodiConsult.Consulting.Storage;

/// <summary>Text as both databases take it.</summary>
public static class Texts
{
    /// <summary>JSON as it is stored: compact, Korean and Spanish readable.</summary>
    public static readonly JsonSerializerOptions StoredJson = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Json(JsonNode node) => node.ToJsonString(StoredJson);

    public static string Json<T>(T value) => JsonSerializer.Serialize(value, StoredJson);

    /// <summary>Without U+0000; half surrogate pairs become U+FFFD.</summary>
    public static string Clean(string text)
    {
        if (text.AsSpan().IndexOf('\0') < 0 && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value != 0)
            {
                clean.Append(rune);
            }
        }

        return clean.ToString();
    }
}
