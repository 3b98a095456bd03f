using System.Text.Json.Nodes;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Templates.Kinds;
using LogodiConsult.Consulting.Translations;

namespace LogodiConsult.Consulting.Documents;

/// <summary>The log-frame in the shape of IATI 2.03 <c>result</c>: type, title, indicator with baseline and target. Any table that has the columns
/// level, summary, indicator, baseline and target is one.</summary>
static class LogFrameJson
{
    static readonly string[] Wanted = ["level", "summary", "indicator", "baseline", "target"];

    public static JsonArray Of(PlanView view, IReadOnlyList<TranslationMemory> memories)
    {
        var results = new JsonArray();
        foreach (var section in view.Template.Sections.Where(s => s.Kind is TableKind && Wanted.All(w => s.Columns.Any(c => c.Key == w))))
        {
            var content = view.Contents.GetValueOrDefault(section.Key, "");
            var cells = new Cells(section.Kind.Parts(section, content).ToDictionary(p => p.Key), view.LanguageOf(section.Key), memories);
            foreach (var row in TableContent.Read(content).Rows.Where(r => !r.IsBlank))
                results.Add(Result(row, cells));
        }
        return results;
    }

    static JsonObject Result(ContentRow row, Cells cells) => new()
    {
        // Codelist ResultType of IATI: 1 output, 2 outcome, 3 impact, 9 other; it has no activities, which IATI reports elsewhere.
        ["type"] = row["level"] switch { "output" => "1", "outcome" => "2", "impact" => "3", _ => "9" },
        ["level"] = row["level"],
        ["id"] = row.Id,
        ["title"] = cells.Narratives(row, "summary"),
        ["indicator"] = string.IsNullOrWhiteSpace(row["indicator"]) ? new JsonArray() : new JsonArray(new JsonObject
        {
            ["title"] = cells.Narratives(row, "indicator"),
            ["baseline"] = new JsonObject { ["value"] = row["baseline"] },
            ["period"] = new JsonArray(new JsonObject { ["target"] = new JsonObject { ["value"] = row["target"] } }),
        }),
    };

    sealed record Cells(IReadOnlyDictionary<string, Part> Parts, string Language, IReadOnlyList<TranslationMemory> Memories)
    {
        /// <summary>The original, then every language into which a person has checked all of it.</summary>
        public JsonObject Narratives(ContentRow row, string column)
        {
            var narratives = new JsonArray(Narrative(Language, row[column]));
            if (Parts.GetValueOrDefault($"{row.Id}/{column}") is { } part)
            {
                foreach (var memory in Memories.Where(m => m.Language != Language))
                {
                    if (memory.CheckedText(part) is { } text)
                        narratives.Add(Narrative(memory.Language, text));
                }
            }
            return new JsonObject { ["narrative"] = narratives };
        }

        static JsonObject Narrative(string language, string text) => new() { ["lang"] = language, ["text"] = text };
    }
}
