namespace LogodiConsult.Consulting.Documents;

/// <summary>What a document says of itself.</summary>
/// <param name="Title">Title of the document, also in its properties.</param>
/// <param name="Language">es, ko or en: of the words that carry no other language.</param>
/// <param name="Header">What stands at the top of every page; the foot carries the page number.</param>
public sealed record DocumentFacts(string Title, string Language, string Header)
{
    public string Author { get; init; } = "";

    public string Subject { get; init; } = "";

    public DateTimeOffset? CreatedAt { get; init; }
}

/// <summary>A table of a document. Its header rows are repeated on every page.</summary>
/// <param name="Headers">Empty: the table has no header row.</param>
public sealed record DocumentTable(IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<DocumentCell>> Rows)
{
    /// <summary>How wide the columns are against each other; empty: as their texts want.</summary>
    public IReadOnlyList<int> Weights { get; init; } = [];
}

/// <summary>One cell: sanitised HTML as the pages show it.</summary>
/// <param name="Html">What <see cref="Passages.RichText"/>, a section or a comparison draws.</param>
/// <param name="IsHeader">It names its row.</param>
/// <param name="Language">es, ko or en, where it differs from the document's.</param>
/// <param name="Shade">Six hexadecimal digits.</param>
public sealed record DocumentCell(string Html, bool IsHeader = false, string? Language = null, string? Shade = null)
{
    public static DocumentCell Plain(string text, bool isHeader = false, string? language = null) =>
        new(Passages.RichText.FromPlain(text).ToHtml(), isHeader, language);
}
