using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Time;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.Plans;

/// <summary>Says each line of a plan's history as one sentence. The chain holds ids and codes only; names and words are added here.</summary>
public static class HistorySentences
{
    const string Unknown = "unknown";

    /// <summary>The sentences, and the names of tasks, roles, states and kinds that pages show beside them.</summary>
    public static TextCatalog Catalog { get; } = TextCatalog.Beside(typeof(HistorySentences), "HistoryTexts");

    /// <param name="line">What happened.</param>
    /// <param name="culture">The reader's.</param>
    /// <param name="zone">The reader's: its clock comes first where a sentence tells an instant.</param>
    public static string Tell(HistoryLine line, CultureInfo culture, string zone = Zones.Lima)
    {
        var texts = Catalog.In(culture, zone);
        var recorded = line.Read();
        var key = KeyOf(line.Act, recorded);
        var facts = FactsOf(line, recorded, texts);
        return Capitalised(IsTold(key, facts, texts) ? texts[key, facts] : texts[Unknown, facts], texts.Culture);
    }

    /// <summary>True when somebody who reads this act finds a sentence of its own, not that of an unknown act.</summary>
    public static bool Knows(HistoryLine line) =>
        Languages.All.Select(language => Catalog.In(language)).All(texts =>
            line.Read() is var recorded && IsTold(KeyOf(line.Act, recorded), FactsOf(line, recorded, texts), texts));

    // Every sentence of an act names who acted, which keeps labels from being taken for acts; a line that lacks a fact
    // of its sentence was written by another version of the program and is told as an unknown one.
    static bool IsTold(string key, Dictionary<string, object?> facts, Words.Texts texts) =>
        texts.Has(key) && texts.PlaceholdersOf(key) is var asked && asked.Contains("who") && asked.All(fact => facts.GetValueOrDefault(fact) is not null);

    static string KeyOf(string act, JsonObject recorded) => act switch
    {
        "plan.submitted" or "plan.resubmitted" when (bool?)recorded["late"] == true => $"{act}Late",
        "review.released" or "review.decidedByLead" => act + Capitalised(Code(recorded, "recommendation"), CultureInfo.InvariantCulture),
        "answer.decided" => $"answer.{Code(recorded, "decision")}",
        "deadline.extended" when recorded["from"] is null => "deadline.set",
        _ => act,
    };

    static Dictionary<string, object?> FactsOf(HistoryLine line, JsonObject recorded, Words.Texts texts)
    {
        var facts = recorded
            .Where(fact => fact.Value?.GetValueKind() == JsonValueKind.Number)
            .ToDictionary(fact => fact.Key, fact => (object?)(long)fact.Value!);
        facts["act"] = line.Act;
        facts["who"] = Name(line.ActorId, line.Actor, texts);
        if (line is { Subject: "person", SubjectId: { } person })
            facts["person"] = Name(person, line.Person, texts);
        facts["count"] = facts.GetValueOrDefault("comments");
        facts["at"] = Instant(recorded["startsAt"]);
        facts["from"] = Instant(recorded["from"]);
        facts["to"] = Instant(recorded["to"]);
        facts["task"] = Label(texts, $"task.{Code(recorded, "kind")}.name");
        facts["progress"] = Label(texts, $"progress.{Code(recorded, "progress")}");
        return facts;
    }

    static string Name(long person, WrittenName? name, Words.Texts texts) => (person, name) switch
    {
        (0, _) => texts["actor.system"],
        (_, null) => texts["actor.erased"],
        (_, { } written) => Names.Polite(written.In(texts.Culture), texts.Culture),
    };

    static string Code(JsonObject recorded, string fact) => (string?)recorded[fact] ?? "";

    static DateTimeOffset? Instant(JsonNode? microseconds) => microseconds is null ? null : Instants.FromMicroseconds((long)microseconds);

    static string? Label(Words.Texts texts, string key) => texts.Has(key) ? texts[key] : null;

    static string Capitalised(string text, CultureInfo culture) => text.Length == 0 ? text : char.ToUpper(text[0], culture) + text[1..];
}
