namespace LogodiConsult.Consulting.Passages;

/// <summary>The one place that says what the canonical plain text of something typed is; rendering comes from the same walk (<see cref="RichText"/>).</summary>
public static class CanonicalText
{
    /// <summary>Of a rich section: Markdown in. Paragraphs are parted by an empty line, list items and rows by a line break, cells by a tab.</summary>
    public static string Of(string markdown) => RichText.FromMarkdown(markdown).Canonical;

    /// <summary>Of a title, a cell or another text without markup.</summary>
    public static string OfPlain(string text) => RichText.FromPlain(text).Canonical;
}
