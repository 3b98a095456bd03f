using System.Text.Json.Nodes;
using LogodiConsult.Engine;

namespace LogodiConsult.Consulting.Workflows;

/// <summary>What a definition is called in the three languages: its <c>customProperties.displayNames</c>; by its name where it has none.</summary>
public static class DefinitionTitle
{
    public static Trilingual Of(string json, string name)
    {
        var names = JsonNode.Parse(json)?["customProperties"]?["displayNames"] as JsonObject;
        string In(string language) => names?[language] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : name;
        return new Trilingual(In("es"), In("ko"), In("en"));
    }
}
