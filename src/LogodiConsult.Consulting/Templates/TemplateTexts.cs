using System.Globalization;
using LogodiConsult.Consulting.Words;
using LogodiConsult.Engine;

namespace LogodiConsult.Consulting.Templates;

/// <summary>The sentences of this room in the reader's language.</summary>
public static class TemplateTexts
{
    static readonly TextCatalog Catalog = TextCatalog.Beside(typeof(TemplateTexts), "TemplateTexts");

    public static string Of(string key, CultureInfo culture) => Catalog.In(culture)[key];

    /// <summary>The sentence of a problem with its facts.</summary>
    public static string Sentence(Problem problem, CultureInfo culture) =>
        Catalog.In(culture)[problem.Code, problem.Facts.ToDictionary(f => f.Key, f => Said(f.Value, culture))];

    /// <summary>A fact as it stands in a sentence.</summary>
    public static object? Said(object? value, CultureInfo culture) => value switch
    {
        null or "" => "—",
        RowPlace place => Catalog.In(culture)["row.place", new Dictionary<string, object?> { ["number"] = place.Number }],
        Trilingual text => text.In(culture),
        _ => value,
    };
}
