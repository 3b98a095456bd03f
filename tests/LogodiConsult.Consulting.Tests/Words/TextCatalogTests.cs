using System.Globalization;
using System.Resources;
using LogodiConsult.Consulting.Time;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.Tests.Words;

public sealed class TextCatalogTests
{
    static readonly TextCatalog Catalog = TextCatalog.Beside(typeof(TextCatalogTests), "FaultyTexts");

    [Theory]
    [InlineData("es-PE", "Ana y uno", 1)]
    [InlineData("es", "Ana y varios", 0)]
    [InlineData("ko-KR", "1,200 Ana는", 1200)]
    [InlineData("en-GB", "Ana and 1,200", 1200)]
    [InlineData("fr-FR", "Ana y varios", 2)]
    public void Indexer_NamedFacts_AreSaidInTheReadersLanguage(string culture, string expected, int count) =>
        Assert.Equal(expected, Catalog.In(new CultureInfo(culture))["Good", ("name", "Ana"), ("count", count)]);

    [Fact]
    public void Indexer_FactsOfARefusal_CanBeAnyValue()
    {
        var texts = Catalog.In("en", Zones.Seoul);

        Assert.Equal("Mon 12 Oct 2020", texts["Other", ("name", new DateOnly(2020, 10, 12))]);
        Assert.Equal("Ana, Eva and Iris", texts["Other", ("name", new[] { "Ana", "Eva", "Iris" })]);
        Assert.Equal("1,234.5", texts["Other", ("name", 1234.5m)]);
        Assert.Equal(
            "Tue 13 Oct 2020, 08:00 Seoul\u00A0· Mon 12 Oct, 18:00 Lima",
            texts["Other", ("name", new DateTimeOffset(2020, 10, 12, 23, 0, 0, TimeSpan.Zero))]);
    }

    [Fact]
    public void Indexer_TextMissingInOneLanguage_ThrowsWithKeyAndLanguage()
    {
        var thrown = Assert.Throws<TextException>(() => Catalog.In("ko")["Missing"]);

        Assert.Equal("The text 'Missing' in 'ko' does not exist.", thrown.Message);
        Assert.Equal("falta", Catalog.In("es")["Missing"]);
    }

    [Fact]
    public void Indexer_FactNotGiven_ThrowsWithItsName()
    {
        var thrown = Assert.Throws<TextException>(() => Catalog.In("ko")["Other", ("name", "Ana")]);

        Assert.Equal("The text 'Other' in 'ko' asks for the fact 'place', which is not given.", thrown.Message);
    }

    [Fact]
    public void Indexer_FactThatCannotBeSaid_Throws()
    {
        Assert.Throws<TextException>(() => Catalog.In("en")["Other", ("name", true)]);
        Assert.Throws<TextException>(() => Catalog.In("es")["Good", ("name", "Ana"), ("count", "dos")]);
    }

    [Fact]
    public void Constructor_UnknownFamily_Throws() =>
        Assert.Throws<MissingManifestResourceException>(() => TextCatalog.Beside(typeof(TextCatalogTests), "NoTexts"));

    [Fact]
    public void Constructor_SameKeyInTwoFamilies_Throws() => Assert.Throws<TextException>(
        () => new TextCatalog(typeof(TextCatalogTests).Assembly, typeof(TextCatalogTests).Namespace + ".FaultyTexts", typeof(TextCatalogTests).Namespace + ".FaultyTexts"));

    [Fact]
    public void FamiliesOf_Assembly_FindsThoseOfAllRooms() =>
        Assert.Superset(
            new HashSet<string> { "LogodiConsult.Consulting.Time.TimeTexts", "LogodiConsult.Consulting.Words.WordTexts" },
            TextCatalog.FamiliesOf(typeof(TextCatalog).Assembly).ToHashSet());

    [Theory]
    [InlineData("a {b")]
    [InlineData("a } b")]
    [InlineData("{}")]
    [InlineData("{a b}")]
    [InlineData("{a|one}")]
    [InlineData("{name:께서/께}")]
    [InlineData("{name:은/는|a|b}")]
    public void Parse_BrokenPlace_Throws(string text) => Assert.Throws<FormatException>(() => TextTemplate.Parse(text));

    [Fact]
    public void Parse_DoubledBraces_AreBraces()
    {
        var template = TextTemplate.Parse("{{{name}}} {name}");

        Assert.Equal(["name"], template.Placeholders);
    }
}
