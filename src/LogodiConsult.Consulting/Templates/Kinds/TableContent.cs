using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LogodiConsult.Consulting.Templates.Kinds;

/// <summary>A row with the id that it keeps for good: links and comments name it.</summary>
public sealed record ContentRow(string Id, IReadOnlyDictionary<string, string> Cells)
{
    public string this[string column] => Cells.GetValueOrDefault(column, "");

    [JsonIgnore]
    public bool IsBlank => Cells.Values.All(string.IsNullOrWhiteSpace);

    public bool Matches(IReadOnlyDictionary<string, string> where) => where.All(pair => this[pair.Key] == pair.Value);
}

/// <summary>The rows of a table. Ids are never given twice: <see cref="Next"/> only grows.</summary>
public sealed record TableContent(IReadOnlyList<ContentRow> Rows, int Next)
{
    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static TableContent Empty { get; } = new([], 1);

    public ContentRow? Find(string id) => Rows.FirstOrDefault(r => r.Id == id);

    /// <exception cref="FormatException">The string is no table.</exception>
    public static TableContent Read(string content)
    {
        if (string.IsNullOrWhiteSpace(content))
            return Empty;
        try
        {
            var table = JsonSerializer.Deserialize<TableContent>(content, Json);
            if (table?.Rows is null || table.Rows.Any(r => r?.Cells is null || r.Cells.Values.Any(v => v is null) || !IsId(r.Id)))
                throw new FormatException("A table is {\"rows\":[{\"id\",\"cells\":{…}}],\"next\"}.");
            if (table.Rows.DistinctBy(r => r.Id).Count() != table.Rows.Count)
                throw new FormatException("Two rows of the table have the same id.");
            return table;
        }
        catch (JsonException problem)
        {
            throw new FormatException($"The table is not readable: {problem.Message}", problem);
        }
    }

    public string Write() => Rows.Count == 0 && Next <= 1 ? "" : JsonSerializer.Serialize(this, Json);

    // Ids stand in names of fields and in keys of parts, where brackets and slashes have a meaning.
    internal static bool IsId(string? id) => id is { Length: > 0 and <= 40 } && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
