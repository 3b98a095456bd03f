using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.Mail;

/// <summary>Proves at the start that every declared kind can be written in every language.</summary>
static class MailKindCheck
{
    public static List<string> Problems(IReadOnlyList<MailKind> kinds, TextCatalog catalog)
    {
        var problems = kinds.GroupBy(kind => kind.Name).Where(group => group.Count() > 1).Select(group => $"'{group.Key}' is declared twice").ToList();
        foreach (var texts in Languages.All.Select(language => catalog.In(language)))
            problems.AddRange(kinds.SelectMany(kind => Problems(kind, texts)));
        return problems;
    }

    static IEnumerable<string> Problems(MailKind kind, Texts texts)
    {
        string[] bodies = kind.BodyBy is null ? [$"{kind.Name}.Body"] : [.. MailKinds.Tasks.Select(task => $"{kind.Name}.{task}.Body")];
        string[] buttons = kind.HasLink ? [$"{kind.Name}.Button"] : [];
        string[] codes = kind.Needs.Contains("task") ? [.. MailKinds.Owed.Select(task => $"Task.{task}")] : [];
        foreach (var key in new[] { $"{kind.Name}.Subject" }.Concat(bodies).Concat(buttons).Concat(codes).Concat(kind.Details.Select(detail => $"Detail.{detail}")))
        {
            if (!texts.Has(key))
                yield return $"'{key}' is missing in {texts.Language}";
            else if (texts.PlaceholdersOf(key).Except(kind.Needs).ToList() is { Count: > 0 } unknown)
                yield return $"'{key}' in {texts.Language} asks for {string.Join(", ", unknown)}, which '{kind.Name}' does not need";
        }
    }
}
