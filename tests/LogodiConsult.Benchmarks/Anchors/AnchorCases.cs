using System.Text.Encodings.Web;
using System.Text.Json;
using LogodiConsult.Consulting.Passages.Anchors;

namespace LogodiConsult.Benchmarks.Anchors;

/// <summary>Reads <c>[{ id, before, after, start, end }]</c> (plain texts, code points, end exclusive) and prints where each passage went, one JSON line
/// for each case in its order; a case that cannot be read gets a line with its <c>error</c>, and the others go on.</summary>
static class AnchorCases
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>0; 1 when a case could not be read; 2 when the file is no array of cases.</returns>
    public static int Run(string path, TextWriter output, TextWriter errors)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var document = JsonDocument.Parse(stream, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                errors.WriteLine($"{path}: an array of cases was expected.");
                return 2;
            }
            var bad = 0;
            foreach (var (index, item) in document.RootElement.EnumerateArray().Index())
                bad += Print(item, index, output) ? 0 : 1;
            return bad == 0 ? 0 : 1;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            errors.WriteLine($"{path}: {fault.Message}");
            return 2;
        }
    }

    static bool Print(JsonElement item, int index, TextWriter output)
    {
        object line;
        var isRead = false;
        try
        {
            var carried = Anchoring.Carry(Text(item, "before"), Text(item, "after"), Number(item, "start"), Number(item, "end"));
            (line, isRead) = (new AnchorResult(IdOf(item), carried.Kind.ToString().ToLowerInvariant(), carried.Start, carried.End), true);
        }
        catch (InvalidDataException fault)
        {
            line = new AnchorFault(IdOf(item), $"case {index + 1}: {fault.Message}");
        }
        catch (ArgumentOutOfRangeException)
        {
            line = new AnchorFault(IdOf(item), $"case {index + 1}: start and end do not lie in 'before', which is counted in code points.");
        }
        output.WriteLine(JsonSerializer.Serialize(line, line.GetType(), Json));
        return isRead;
    }

    // Ids may be numbers or strings; they go back as they came.
    static JsonElement? IdOf(JsonElement item) => item.ValueKind == JsonValueKind.Object && item.TryGetProperty("id", out var id) ? id : null;

    static string Text(JsonElement item, string name)
    {
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
            throw new InvalidDataException($"'{name}' must be a text.");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException fault)
        {
            throw new InvalidDataException($"'{name}' holds half a surrogate pair.", fault);
        }
    }

    static int Number(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : throw new InvalidDataException($"'{name}' must be a whole number.");

    sealed record AnchorResult(JsonElement? Id, string Kind, int Start, int End);

    sealed record AnchorFault(JsonElement? Id, string Error);
}
