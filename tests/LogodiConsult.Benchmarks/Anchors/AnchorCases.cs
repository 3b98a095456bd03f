using System.Text.Encodings.Web;
using System.Text.Json;
using LogodiConsult.Consulting.Passages.Anchors;

namespace LogodiConsult.Benchmarks.Anchors;

/// <summary>Reads <c>[{ id, before, after, start, end }]</c> (code points, end exclusive) and prints where each passage went.</summary>
static class AnchorCases
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static int Run(string path, TextWriter output)
    {
        using var stream = File.OpenRead(path);
        var cases = JsonSerializer.Deserialize<AnchorCase[]>(stream, Json) ?? [];
        foreach (var item in cases)
        {
            var carried = Anchoring.Carry(item.Before, item.After, item.Start, item.End);
            output.WriteLine(JsonSerializer.Serialize(
                new AnchorResult(item.Id, carried.Kind.ToString().ToLowerInvariant(), carried.Start, carried.End), Json));
        }
        return 0;
    }

    // Ids may be numbers or strings; they go back as they came.
    sealed record AnchorCase(JsonElement Id, string Before, string After, int Start, int End);

    sealed record AnchorResult(JsonElement Id, string Kind, int Start, int End);
}
