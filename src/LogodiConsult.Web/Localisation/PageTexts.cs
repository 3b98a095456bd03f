using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Resources;
using System.Text.RegularExpressions;

namespace LogodiConsult.Web.Localisation;

/// <summary>
/// The words of the pages. All families of <c>Resources/</c> are read once; a key is unique over the families, so a page says
/// <c>T["signIn.title"]</c> and needs not know where it stands. A key or a named fact that is missing is an error, not an empty spot.
/// </summary>
public sealed partial class PageTexts
{
    const string Prefix = "LogodiConsult.Web.Resources.";
    const string RefusalFamily = "Refusals";

    readonly FrozenDictionary<string, FrozenDictionary<string, string>> pages;
    readonly FrozenDictionary<string, FrozenDictionary<string, string>> refusals;

    public PageTexts()
    {
        pages = Languages.All.ToFrozenDictionary(l => l.Code, l => Read(l.Code, family => family != RefusalFamily));
        refusals = Languages.All.ToFrozenDictionary(l => l.Code, l => Read(l.Code, family => family == RefusalFamily));
    }

    public string this[string key, params (string Name, object? Value)[] facts] => In(Languages.Current, key, facts);

    public string In(string language, string key, params (string Name, object? Value)[] facts) =>
        Fill(pages[language].GetValueOrDefault(key) ?? throw new KeyNotFoundException($"No text '{key}' in '{language}'."), key, facts);

    /// <summary>The sentence of a refusal, or null when the code has none.</summary>
    public string? Refusal(string code, IReadOnlyDictionary<string, object?> facts) =>
        refusals[Languages.Current].GetValueOrDefault(code) is { } text ? Fill(text, code, [.. facts.Select(f => (f.Key, f.Value))]) : null;

    public IEnumerable<string> Keys(string language) => pages[language].Keys;

    public IEnumerable<string> RefusalCodes(string language) => refusals[language].Keys;

    /// <summary>A text as it was written, its named facts not filled in.</summary>
    public string Raw(string language, string key) => pages[language][key];

    public bool Has(string key) => pages[Languages.Current].ContainsKey(key);

    static string Fill(string text, string key, (string Name, object? Value)[] facts) =>
        !text.Contains('{') ? text : Placeholder().Replace(text, match =>
        {
            var name = match.Groups[1].Value;
            foreach (var fact in facts)
            {
                if (fact.Name == name)
                    return Written(fact.Value);
            }
            throw new KeyNotFoundException($"Text '{key}' needs the fact '{name}'.");
        });

    static string Written(object? value) => value switch
    {
        null => "–",
        long or int => string.Format(CultureInfo.CurrentCulture, "{0:N0}", value),
        _ => Convert.ToString(value, CultureInfo.CurrentCulture) ?? "",
    };

    static FrozenDictionary<string, string> Read(string language, Func<string, bool> wanted)
    {
        // Spanish is a satellite like the others; a ResourceManager would look for the neutral language in the main assembly.
        var satellite = typeof(PageTexts).Assembly.GetSatelliteAssembly(CultureInfo.GetCultureInfo(language));
        var suffix = $".{language}.resources";
        var texts = new Dictionary<string, string>();
        foreach (var name in satellite.GetManifestResourceNames().Where(n => n.StartsWith(Prefix) && n.EndsWith(suffix)))
        {
            if (!wanted(name[Prefix.Length..^suffix.Length]))
                continue;
            foreach (var (key, value) in Entries(satellite, name))
            {
                if (!texts.TryAdd(key, value))
                    throw new InvalidOperationException($"Text '{key}' stands twice in '{language}', again in {name}.");
            }
        }
        return texts.ToFrozenDictionary();
    }

    static IEnumerable<(string Key, string Value)> Entries(Assembly assembly, string name)
    {
        using var reader = new ResourceReader(assembly.GetManifestResourceStream(name)!);
        foreach (System.Collections.DictionaryEntry entry in reader)
            yield return ((string)entry.Key, (string)entry.Value!);
    }

    [GeneratedRegex(@"\{(\w+)\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
