using System.Text.Json.Nodes;
using LogodiConsult.Engine.Definitions;

namespace LogodiConsult.Engine.Rehearsals;

/// <summary>
/// Compares a result with what a scenario expects. status, subStatus, error (a part of it): equal; lines, bookmarks: equal in
/// order; journal: its entries occur in this order; output: its properties are equal; incidents: activity ids in order.
/// </summary>
static class Expectation
{
    static readonly HashSet<string> Known = new(StringComparer.Ordinal) { "status", "subStatus", "lines", "bookmarks", "journal", "output", "incidents", "error" };

    public static IEnumerable<string> Differences(JsonObject expect, JsonObject result)
    {
        foreach (var (name, wanted) in expect)
        {
            if (!Known.Contains(name))
            {
                yield return $"'{name}' cannot be expected; use {string.Join(", ", Known)}.";
                continue;
            }

            if (Difference(name, wanted, result) is { } difference) yield return difference;
        }

        if (result["error"] is { } error && !expect.ContainsKey("error")) yield return $"refused: {error}";
    }

    static string? Difference(string name, JsonNode? wanted, JsonObject result)
    {
        var got = result[name];
        switch (name)
        {
            case "error":
                return got?.ToString().Contains(wanted?.ToString() ?? "", StringComparison.Ordinal) == true ? null : $"error is {Show(got)}, expected {Show(wanted)}";
            case "journal":
                return Follows(wanted as JsonArray ?? [], got as JsonArray ?? []) is { } missing ? $"journal lacks {missing} in this order: {Show(got)}" : null;
            case "output":
                foreach (var (key, value) in wanted as JsonObject ?? [])
                {
                    var actual = (got as JsonObject)?[key];
                    if (!JsonNode.DeepEquals(actual, value)) return $"output.{key} is {Show(actual)}, expected {Show(value)}";
                }

                return null;
            case "incidents":
                var ids = new JsonArray([.. (got as JsonArray ?? []).Select(i => (JsonNode?)JsonText.Text(i as JsonObject, "activityId"))]);
                return JsonNode.DeepEquals(ids, wanted) ? null : $"incidents are at {Show(ids)}, expected {Show(wanted)}";
            default:
                return JsonNode.DeepEquals(got, wanted) ? null : $"{name} is {Show(got)}, expected {Show(wanted)}";
        }
    }

    static string? Follows(JsonArray wanted, JsonArray got)
    {
        var at = 0;
        foreach (var entry in wanted)
        {
            var text = entry?.ToString();
            while (at < got.Count && got[at]?.ToString() != text) at++;
            if (at == got.Count) return text;
            at++;
        }

        return null;
    }

    static string Show(JsonNode? node) => node?.ToJsonString(Expressions.Values.Json) ?? "nothing";
}
