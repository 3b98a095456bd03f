using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using LogodiConsult.Engine.Expressions;

namespace LogodiConsult.Engine.Activities;

/// <summary>The declarations of a catalog as Elsa's ActivityDescriptor writes them in JSON, so that a designer made for Elsa can read them.</summary>
public static class ActivityDescriptors
{
    /// <summary>Korean and Spanish stay readable.</summary>
    public static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>{ items, count }, sorted by type name and version. Names and help are in the language of the culture; "displayNames" and "descriptions" hold all three.</summary>
    public static JsonObject Of(ActivityCatalog catalog, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var items = catalog.All.Select(a => a.Declaration).OrderBy(d => d.TypeName, StringComparer.Ordinal).ThenBy(d => d.Version).Select(d => (JsonNode)Of(d, culture)).ToArray();
        return new JsonObject { ["items"] = new JsonArray(items), ["count"] = items.Length };
    }

    static JsonObject Of(ActivityDeclaration d, CultureInfo culture) => new()
    {
        ["typeName"] = d.TypeName,
        ["namespace"] = d.Namespace,
        ["name"] = d.Name,
        ["version"] = d.Version,
        ["category"] = d.Category,
        ["displayName"] = d.DisplayName.In(culture),
        ["displayNames"] = All(d.DisplayName),
        ["description"] = d.Help.In(culture),
        ["descriptions"] = All(d.Help),
        ["kind"] = d.Kind.ToString(),
        ["inputs"] = new JsonArray([.. d.Inputs.Select((i, order) => (JsonNode)Of(i, order, culture))]),
        ["outputs"] = new JsonArray([.. d.Outputs.Select(o => (JsonNode)Of(o, culture))]),
        ["ports"] = Ports(d),
        ["outcomesFrom"] = d.OutcomesFrom is { } from ? Camel(from) : null,
        ["isContainer"] = d.Ports.Any(p => p.IsList),
        ["isTerminal"] = d.IsTerminal,
        ["isBrowsable"] = d.IsBrowsable,
    };

    static JsonObject Of(InputDeclaration i, int order, CultureInfo culture) => new()
    {
        ["name"] = i.Name,
        ["typeName"] = i.TypeName,
        ["displayName"] = i.DisplayName.In(culture),
        ["displayNames"] = All(i.DisplayName),
        ["description"] = i.Help.In(culture),
        ["descriptions"] = All(i.Help),
        ["order"] = order,
        ["isRequired"] = i.Required,
        ["isWrapped"] = i.IsWrapped,
        ["autoEvaluate"] = !i.IsLazy,
        ["uiHint"] = i.Editor,
        ["uiSpecifications"] = i.Options.Count == 0 ? null : new JsonObject
        {
            [i.Editor] = new JsonObject
            {
                ["selectList"] = new JsonObject { ["items"] = new JsonArray([.. i.Options.Select(o => (JsonNode)new JsonObject { ["text"] = o, ["value"] = o })]) },
            },
        },
        ["defaultValue"] = Values.ToJson(i.Default)?.DeepClone(),
        ["defaultSyntax"] = i.DefaultSyntax,
    };

    static JsonObject Of(OutputDeclaration o, CultureInfo culture) => new()
    {
        ["name"] = o.Name,
        ["typeName"] = o.TypeName,
        ["displayName"] = o.DisplayName.In(culture),
        ["displayNames"] = All(o.DisplayName),
        ["description"] = o.Help.In(culture),
        ["descriptions"] = All(o.Help),
    };

    static JsonArray Ports(ActivityDeclaration d) =>
    [
        .. d.Outcomes.Select(o => Port(o, "Flow")),
        .. d.Ports.Where(p => !p.IsList).Select(p => Port(p.Name, "Embedded")),
    ];

    static JsonObject Port(string name, string type) => new() { ["name"] = name, ["displayName"] = name, ["type"] = type };

    static JsonObject All(Trilingual text) => new() { ["es"] = text.Es, ["ko"] = text.Ko, ["en"] = text.En };

    static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
