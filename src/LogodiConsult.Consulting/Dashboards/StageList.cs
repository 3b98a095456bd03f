using System.Text.Json.Nodes;
using LogodiConsult.Engine;

namespace LogodiConsult.Consulting.Dashboards;

/// <summary>The stages a definition names, in its order, with what they are called. Read from <c>customProperties.stages</c>.</summary>
public sealed class StageList
{
    readonly Dictionary<string, Trilingual> names = [];
    readonly List<string> keys = [];

    public static StageList Empty { get; } = new();

    public IReadOnlyList<string> Keys => keys;

    /// <summary>A stage that no version of the definition names is shown by its key: better than hiding the plan.</summary>
    public Trilingual Name(string key) => names.GetValueOrDefault(key) ?? new Trilingual(key, key, key);

    /// <summary>Place in the definition's order; what it does not name comes last.</summary>
    public int Place(string key) => keys.IndexOf(key) is var place and >= 0 ? place : int.MaxValue;

    /// <summary>
    /// Running plans keep their version of the definition, so older versions still name stages. The newest comes first and wins;
    /// what only an older one knows follows.
    /// </summary>
    public static StageList Of(IEnumerable<IReadOnlyList<StageTotal>> versionsNewestFirst)
    {
        var list = new StageList();
        foreach (var stage in versionsNewestFirst.SelectMany(v => v))
            if (list.names.TryAdd(stage.Key, stage.Name))
                list.keys.Add(stage.Key);
        return list;
    }

    /// <summary>The stages of one definition file: <c>[{"key", "es", "ko", "en"}]</c>; a definition without any has none.</summary>
    public static IReadOnlyList<StageTotal> Read(string json)
    {
        var stages = JsonNode.Parse(json)?["customProperties"]?["stages"] as JsonArray ?? [];
        return
        [
            .. from node in stages.OfType<JsonObject>()
               let key = Text(node, "key")
               where key.Length > 0
               let any = new[] { Text(node, "es"), Text(node, "en"), key }.First(t => t.Length > 0)
               select new StageTotal(key, new Trilingual(any, Text(node, "ko", any), Text(node, "en", any)), 0),
        ];
    }

    static string Text(JsonObject node, string name, string otherwise = "") =>
        node[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : otherwise;
}
