using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace LogodiConsult.Consulting.Documents;

/// <summary>The styles of our documents: real headings, so that contents lists, navigation and screen readers find their way.</summary>
static class WordStyles
{
    public const string Title = "Title";
    public const string Subtitle = "Subtitle";
    public const string Quote = "Quote";
    public const string Code = "Code";
    public const string InlineCode = "InlineCode";
    public const string Link = "Hyperlink";
    public const string Cell = "TableText";
    public const string CellHeader = "TableHeader";
    public const string Item = "ListParagraph";
    public const string Header = "Header";
    public const string Footer = "Footer";
    public const string Grid = "TableGrid";
    public const int DeepestHeading = 4;

    const string Ink = "1F3A5F";

    public static string Heading(int level) => $"Heading{Math.Clamp(level, 1, DeepestHeading)}";

    /// <summary>BCP 47 with the region whose spelling is meant.</summary>
    public static string Tag(string language) => language switch { "ko" => "ko-KR", "en" => "en-GB", _ => "es-PE" };

    public static Languages LanguagesOf(string language) => new() { Val = Tag(language), EastAsia = "ko-KR" };

    public static Styles All(string language)
    {
        var styles = new Styles(new DocDefaults(
            new RunPropertiesDefault(new RunPropertiesBaseStyle
            {
                // Calibri and Malgun Gothic come with Word; LibreOffice puts Carlito and a Hangul font of the machine in their place.
                RunFonts = new RunFonts { Ascii = "Calibri", HighAnsi = "Calibri", EastAsia = "Malgun Gothic", ComplexScript = "Calibri" },
                FontSize = new FontSize { Val = "21" },
                Languages = LanguagesOf(language),
            }),
            new ParagraphPropertiesDefault(new ParagraphPropertiesBaseStyle
            {
                SpacingBetweenLines = new SpacingBetweenLines { After = "120", Line = "269", LineRule = LineSpacingRuleValues.Auto },
            })));
        styles.Append(new Style(new StyleName { Val = "Normal" }, new PrimaryStyle()) { Type = StyleValues.Paragraph, StyleId = "Normal", Default = true });
        styles.Append(Paragraph(Title, "Title", 44, bold: true, after: 60, keep: true));
        styles.Append(Paragraph(Subtitle, "Subtitle", 24, bold: false, after: 240, keep: true));
        int[] sizes = [30, 25, 22, 21];
        for (var level = 1; level <= DeepestHeading; level++)
            styles.Append(HeadingStyle(level, sizes[level - 1]));
        styles.Append(Paragraph(Quote, "Quote", null, italic: true, indent: 400));
        styles.Append(Paragraph(Code, "Code", 19, font: "Consolas"));
        styles.Append(Paragraph(Item, "List Paragraph", null, after: 40));
        styles.Append(Paragraph(Cell, "Table Text", 18, after: 20));
        styles.Append(Paragraph(CellHeader, "Table Header", 18, bold: true, after: 20, colour: Ink));
        styles.Append(Paragraph(Header, "header", 17, colour: "5A6472", after: 0));
        styles.Append(Paragraph(Footer, "footer", 17, colour: "5A6472", after: 0));
        styles.Append(Character(Link, "Hyperlink", new RunPropertiesAll { Colour = "0B5394", Underlined = true }));
        styles.Append(Character(InlineCode, "Inline Code", new RunPropertiesAll { Font = "Consolas" }));
        styles.Append(GridStyle());
        return styles;
    }

    static Style HeadingStyle(int level, int size)
    {
        var style = Paragraph(Heading(level), $"heading {level}", size, bold: true, after: 80, keep: true, colour: Ink);
        var properties = style.GetFirstChild<StyleParagraphProperties>()!;
        properties.SpacingBetweenLines = new SpacingBetweenLines { Before = level == 1 ? "360" : "200", After = "80" };
        properties.OutlineLevel = new OutlineLevel { Val = level - 1 };
        return style;
    }

    static Style Paragraph(string id, string name, int? size, bool bold = false, bool italic = false, int? after = null, bool keep = false,
        string? colour = null, string? font = null, int? indent = null)
    {
        var paragraph = new StyleParagraphProperties();
        if (keep)
        {
            paragraph.KeepNext = new KeepNext();
            paragraph.KeepLines = new KeepLines();
        }
        if (after is { } space)
            paragraph.SpacingBetweenLines = new SpacingBetweenLines { After = $"{space}" };
        if (indent is { } left)
            paragraph.Indentation = new Indentation { Left = $"{left}", Right = $"{left}" };
        var run = new RunPropertiesAll { Bold = bold, Italic = italic, Size = size, Colour = colour, Font = font };
        return new Style(
            new StyleName { Val = name }, new BasedOn { Val = "Normal" }, new PrimaryStyle(), paragraph, run.Write())
        {
            Type = StyleValues.Paragraph,
            StyleId = id,
            CustomStyle = name is "Code" or "Table Text" or "Table Header" ? true : null,
        };
    }

    static Style Character(string id, string name, RunPropertiesAll run) =>
        new(new StyleName { Val = name }, new UnhideWhenUsed(), run.Write()) { Type = StyleValues.Character, StyleId = id, CustomStyle = name == "Inline Code" ? true : null };

    static Style GridStyle()
    {
        static T Line<T>()
            where T : BorderType, new() => new() { Val = BorderValues.Single, Size = 4, Space = 0, Color = "B8C0CC" };
        var table = new StyleTableProperties(
            new TableBorders(Line<TopBorder>(), Line<LeftBorder>(), Line<BottomBorder>(), Line<RightBorder>(), Line<InsideHorizontalBorder>(), Line<InsideVerticalBorder>()),
            new TableCellMarginDefault(
                new TopMargin { Width = "40", Type = TableWidthUnitValues.Dxa }, new TableCellLeftMargin { Width = 90, Type = TableWidthValues.Dxa },
                new BottomMargin { Width = "40", Type = TableWidthUnitValues.Dxa }, new TableCellRightMargin { Width = 90, Type = TableWidthValues.Dxa }));
        return new Style(new StyleName { Val = "Table Grid" }, new PrimaryStyle(), table) { Type = StyleValues.Table, StyleId = Grid };
    }

    sealed record RunPropertiesAll
    {
        public bool Bold { get; init; }
        public bool Italic { get; init; }
        public bool Underlined { get; init; }
        public int? Size { get; init; }
        public string? Colour { get; init; }
        public string? Font { get; init; }

        public StyleRunProperties Write()
        {
            var run = new StyleRunProperties();
            if (Font is { } font)
                run.RunFonts = new RunFonts { Ascii = font, HighAnsi = font };
            if (Bold)
                run.Bold = new Bold();
            if (Italic)
                run.Italic = new Italic();
            if (Colour is { } colour)
                run.Color = new Color { Val = colour };
            if (Size is { } size)
                run.FontSize = new FontSize { Val = $"{size}" };
            if (Underlined)
                run.Underline = new Underline { Val = UnderlineValues.Single };
            return run;
        }
    }
}
