using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Resources;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.TestSupport;

/// <summary>Every text of an assembly exists in es, ko and en, is not empty, can be read and asks for the same facts in all three.</summary>
public static class ResourceCompleteness
{
    /// <summary>What is wrong, one sentence each; none when all is well. At least one family must exist.</summary>
    public static IReadOnlyList<string> Problems(Assembly assembly)
    {
        var families = Languages.All.ToDictionary(language => language, language => FamiliesOf(assembly, language));
        var names = families.Values.SelectMany(of => of).Distinct().Order(StringComparer.Ordinal).ToList();
        return names.Count == 0 ? [$"{assembly.GetName().Name} has no texts at all"] : [.. names.SelectMany(name => Compare(assembly, name))];
    }

    static IEnumerable<string> Compare(Assembly assembly, string family)
    {
        var texts = Languages.All.ToDictionary(language => language, language => Read(assembly, family, language));
        foreach (var key in texts.Values.SelectMany(of => of.Keys).Distinct().Order(StringComparer.Ordinal))
        {
            var missing = Languages.All.Where(language => !texts[language].ContainsKey(key)).ToList();
            if (missing.Count > 0)
            {
                yield return $"{family}: '{key}' is missing in {string.Join(", ", missing)}";
                continue;
            }

            foreach (var language in Languages.All.Where(language => string.IsNullOrWhiteSpace(texts[language][key])))
                yield return $"{family}: '{key}' is empty in {language}";
            var facts = Languages.All.Select(language => Facts(texts[language][key])).ToList();
            if (facts.Distinct().Count() > 1)
                yield return $"{family}: '{key}' asks for other facts in each language: {string.Join(" / ", facts)}";
        }
    }

    static string Facts(string text)
    {
        try
        {
            return string.Join(",", TextTemplate.Parse(text).Placeholders.Order(StringComparer.Ordinal));
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    static IReadOnlyList<string> FamiliesOf(Assembly assembly, string language)
    {
        var suffix = $".{language}.resources";
        return [.. Satellite(assembly, language).GetManifestResourceNames().Where(name => name.EndsWith(suffix)).Select(name => name[..^suffix.Length])];
    }

    static Dictionary<string, string> Read(Assembly assembly, string family, string language)
    {
        using var stream = Satellite(assembly, language).GetManifestResourceStream($"{family}.{language}.resources");
        if (stream is null)
            return [];
        using var reader = new ResourceReader(stream);
        return reader.Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => entry.Value as string ?? "");
    }

    static Assembly Satellite(Assembly assembly, string language) => assembly.GetSatelliteAssembly(CultureInfo.GetCultureInfo(language));
}
