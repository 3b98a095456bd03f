using System.Text;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace LogodiConsult.Consulting.Documents;

/// <summary>How a stretch of text looks.</summary>
readonly record struct TextLook(bool Bold = false, bool Italic = false, bool Struck = false, bool Added = false, bool Code = false, string? Language = null, string? Link = null);

/// <summary>Texts as WordprocessingML takes them.</summary>
static class WordText
{
    /// <summary>Without what XML 1.0 cannot hold: control characters, half surrogate pairs, U+FFFE.</summary>
    public static string Clean(string text)
    {
        if (IsClean(text))
            return text;
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                clean.Append(text[i]).Append(text[++i]);
            else if (XmlConvert.IsXmlChar(text[i]))
                clean.Append(text[i]);
        }
        return clean.ToString();
    }

    static bool IsClean(string text)
    {
        foreach (var c in text)
        {
            if (!XmlConvert.IsXmlChar(c))
                return false;
        }
        return true;
    }

    public static Run Run(string text, TextLook look) => new(Properties(look), new Text(Clean(text)) { Space = SpaceProcessingModeValues.Preserve });

    public static Run Break(TextLook look) => new(Properties(look), new Break());

    static RunProperties Properties(TextLook look)
    {
        var properties = new RunProperties();
        if (look.Link is not null)
            properties.RunStyle = new RunStyle { Val = WordStyles.Link };
        else if (look.Code)
            properties.RunStyle = new RunStyle { Val = WordStyles.InlineCode };
        if (look.Bold)
            properties.Bold = new Bold();
        if (look.Italic)
            properties.Italic = new Italic();
        if (look.Struck)
            properties.Strike = new Strike();
        if (look.Added)
            properties.Underline = new Underline { Val = UnderlineValues.Single };
        if (look.Language is { } language)
            properties.Languages = WordStyles.LanguagesOf(language);
        return properties;
    }
}
