using System.Globalization;
using System.Resources;
using System.Text;
using LogodiConsult.Engine;

namespace LogodiConsult.Consulting.Templates;

/// <summary>The sentences of this room in Spanish, Korean and English.</summary>
public static class TemplateTexts
{
    static readonly ResourceManager Texts = new("LogodiConsult.Consulting.Templates.TemplateTexts", typeof(TemplateTexts).Assembly);

    static readonly CultureInfo Spanish = CultureInfo.GetCultureInfo("es");

    /// <exception cref="MissingManifestResourceException">No sentence has this key.</exception>
    public static string Of(string key, CultureInfo culture)
    {
        var language = culture.TwoLetterISOLanguageName is "es" or "ko" or "en" ? culture : Spanish;
        return Texts.GetString(key, language) ?? throw new MissingManifestResourceException($"No text '{key}' in TemplateTexts.{language.Name}.");
    }

    /// <summary>The sentence of a problem with its facts in the reader's language.</summary>
    public static string Sentence(Problem problem, CultureInfo culture)
    {
        var sentence = new StringBuilder(Of(problem.Code, culture));
        foreach (var (fact, value) in problem.Facts)
            sentence.Replace("{" + fact + "}", Show(value, culture));
        return sentence.ToString();
    }

    static string Show(object? value, CultureInfo culture) => value switch
    {
        null => "—",
        Trilingual text => text.In(culture),
        DateOnly date => date.ToString("d", culture),
        decimal number => Kinds.Figures.Show(number, culture),
        int number => number.ToString("N0", culture),
        IFormattable other => other.ToString(null, culture),
        _ => value.ToString() ?? "",
    };
}
