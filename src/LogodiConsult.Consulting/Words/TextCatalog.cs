using System.Collections;
using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Resources;
using LogodiConsult.Consulting.Time;

namespace LogodiConsult.Consulting.Words;

/// <summary>A text was asked for that is not there, or that asks for a fact nobody gave. The message names key and language.</summary>
public sealed class TextException(string key, string language, string what, Exception? cause = null)
    : Exception($"The text '{key}' in '{language}' {what}.", cause)
{
    public string Key { get; } = key;

    public string Language { get; } = language;
}

/// <summary>
/// The texts of one or more resource families in the three languages, read and parsed once. No language stands in for another:
/// a text that is missing in one of them is missing.
/// </summary>
public sealed class TextCatalog
{
    readonly FrozenDictionary<string, FrozenDictionary<string, TextTemplate>> languages;

    /// <param name="assembly">Where the families live.</param>
    /// <param name="families">Full names, such as <c>LogodiConsult.Consulting.Mail.MailTexts</c>.</param>
    /// <exception cref="TextException">A text cannot be parsed, or two families hold the same key.</exception>
    public TextCatalog(Assembly assembly, params IEnumerable<string> families)
    {
        var managers = families.Select(family => new ResourceManager(family, assembly)).ToList();
        languages = Languages.All.ToFrozenDictionary(language => language, language => Read(managers, language));
    }

    /// <summary>The family that lies in the room of a type: same namespace, same assembly.</summary>
    public static TextCatalog Beside(Type room, string family) => new(room.Assembly, $"{room.Namespace}.{family}");

    /// <summary>The full names of all families of an assembly.</summary>
    public static IReadOnlyList<string> FamiliesOf(Assembly assembly)
    {
        var suffix = $".{Languages.Spanish}.resources";
        return [.. assembly.GetSatelliteAssembly(CultureInfo.GetCultureInfo(Languages.Spanish)).GetManifestResourceNames()
            .Where(name => name.EndsWith(suffix, StringComparison.Ordinal))
            .Select(name => name[..^suffix.Length])
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>All keys, of whatever language.</summary>
    public IReadOnlyList<string> Keys => [.. languages.Values.SelectMany(texts => texts.Keys).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The texts in a culture's language; a language the house does not speak is answered in Spanish.</summary>
    /// <param name="culture">The reader's culture.</param>
    /// <param name="zone">The reader's zone: its clock comes first where a text tells an instant.</param>
    public Texts In(CultureInfo culture, string zone = Zones.Lima)
    {
        var language = Languages.Of(culture);
        return new Texts(language, zone, languages[language]);
    }

    /// <inheritdoc cref="In(CultureInfo, string)"/>
    public Texts In(string language, string zone = Zones.Lima) => In(Languages.CultureOf(language), zone);

    static FrozenDictionary<string, TextTemplate> Read(List<ResourceManager> managers, string language)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        var texts = new Dictionary<string, TextTemplate>();
        foreach (var manager in managers)
        {
            var set = manager.GetResourceSet(culture, createIfNotExists: true, tryParents: false)
                ?? throw new MissingManifestResourceException($"The resource family '{manager.BaseName}' does not exist in '{language}'.");
            foreach (DictionaryEntry entry in set)
            {
                var key = (string)entry.Key;
                if (!texts.TryAdd(key, Parse(key, language, (string)entry.Value!)))
                    throw new TextException(key, language, $"stands in two families, the second being {manager.BaseName}");
            }
        }

        return texts.ToFrozenDictionary();
    }

    static TextTemplate Parse(string key, string language, string text)
    {
        try
        {
            return TextTemplate.Parse(text);
        }
        catch (FormatException e)
        {
            throw new TextException(key, language, $"cannot be read: {e.Message}", e);
        }
    }
}

/// <summary>The texts of a catalogue for one reader.</summary>
public sealed class Texts
{
    static readonly FrozenDictionary<string, object?> None = FrozenDictionary<string, object?>.Empty;

    readonly FrozenDictionary<string, TextTemplate> texts;
    readonly string zone;

    internal Texts(string language, string zone, FrozenDictionary<string, TextTemplate> texts)
    {
        Language = language;
        this.zone = zone;
        this.texts = texts;
    }

    public string Language { get; }

    public CultureInfo Culture => Languages.CultureOf(Language);

    /// <exception cref="TextException">There is no such text, or it asks for facts.</exception>
    public string this[string key] => this[key, None];

    /// <summary>Facts may be texts, numbers, days, instants (told on both clocks) and lists of texts.</summary>
    /// <exception cref="TextException">There is no such text, or a fact it asks for is missing.</exception>
    public string this[string key, IReadOnlyDictionary<string, object?> facts]
    {
        get
        {
            try
            {
                return Template(key).Format(facts, Say);
            }
            catch (Exception e) when (e is KeyNotFoundException or FormatException)
            {
                throw new TextException(key, Language, e.Message, e);
            }
        }
    }

    public string this[string key, params ReadOnlySpan<(string Name, object? Value)> facts]
    {
        get
        {
            var named = new Dictionary<string, object?>(facts.Length);
            foreach (var (name, value) in facts)
                named[name] = value;
            return this[key, named];
        }
    }

    public bool Has(string key) => texts.ContainsKey(key);

    /// <summary>The facts a text asks for.</summary>
    public IReadOnlyList<string> PlaceholdersOf(string key) => Template(key).Placeholders;

    TextTemplate Template(string key) =>
        texts.TryGetValue(key, out var template) ? template : throw new TextException(key, Language, "does not exist");

    string Say(object value) => value switch
    {
        string text => text,
        DateTimeOffset instant => BothClocks.Show(instant, zone, Culture).Text,
        DateOnly day => BothClocks.Day(day, Culture),
        sbyte or byte or short or ushort or int or uint or long or ulong => ((IFormattable)value).ToString("N0", Culture),
        decimal or double or float => ((IFormattable)value).ToString("#,0.##", Culture),
        IEnumerable<string> list => Lists.Join(list, Culture),
        _ => throw new FormatException($"cannot say a fact of type {value.GetType().Name}: turn it into a text first"),
    };
}
