using LogodiConsult.Consulting.Time;

namespace LogodiConsult.Consulting.Tests.Time;

public sealed class CalendarReaderTests
{
    const string Name = """ "name": { "es": "a", "ko": "b", "en": "c" } """;

    const string Good = $$"""
        { "id": "lima", "version": 1, {{Name}}, "zone": "America/Lima", "weekend": ["Sunday"], "closing": "18:00",
          "from": "2020-01-01", "to": "2020-12-31", "sources": ["x"], "holidays": [] }
        """;

    [Fact]
    public void Check_FileWithManyErrors_ReportsEachWithItsPath()
    {
        var problems = Problems($$"""
            { "id": "li ma", "version": 0, "name": { "es": "x", "ko": "", "fr": "y" }, "zone": "Peru Standard Time", "closing": "6 pm",
              "weekend": ["Sunday", "Domingo", "Sunday"], "from": "2020-01-01", "to": "2019-12-31", "sources": [], "colour": "red",
              "holidays": [
                { "rule": "fixed", "month": 13, "day": 1, {{Name}} },
                { "rule": "fixed", "month": 2, "day": 30, {{Name}} },
                { "rule": "lunar", {{Name}} },
                { "rule": "easter", {{Name}} },
                { "rule": "dates", "dates": ["2020-02-30", "2031-01-01"], {{Name}} },
                7 ] }
            """);

        Assert.Equal(
            [
                "$.closing", "$.colour", "$.holidays[0].month", "$.holidays[1].day", "$.holidays[2].rule", "$.holidays[3].offset",
                "$.holidays[4].dates[0]", "$.holidays[4].dates[1]", "$.holidays[5]", "$.id", "$.name.en", "$.name.fr", "$.name.ko",
                "$.sources", "$.to", "$.version", "$.weekend[1]", "$.weekend[2]", "$.zone",
            ],
            problems.Select(problem => problem.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("[]", "must be an object")]
    [InlineData("{", "is not well-formed JSON (line 1)")]
    [InlineData("""{ "id": "a", "id": "b" }""", "is not well-formed JSON")]
    public void Check_NoCalendarAtAll_SaysSo(string json, string expected) =>
        Assert.Contains(Problems(json), problem => problem.Path == "$" && problem.Message.StartsWith(expected));

    [Fact]
    public void Check_DatesOutOfOrder_AreReported()
    {
        var json = Good.Replace("\"holidays\": []", $$""" "holidays": [{ "rule": "dates", "dates": ["2020-05-02", "2020-05-01"], {{Name}} }] """);

        Assert.Equal("$.holidays[0].dates[1]", Assert.Single(Problems(json)).Path);
    }

    [Fact]
    public void Check_SameVersionTwice_NamesBothFiles()
    {
        var (_, problems) = CalendarCatalog.Check([("a.json", Good), ("b.json", Good)]);

        Assert.Equal("b.json: $.id: lima@1 is in a.json already", Assert.Single(problems).ToString());
    }

    [Fact]
    public void Check_CombinationOfWhatIsNotThere_IsReported()
    {
        var json = $$"""{ "id": "x", "version": 1, {{Name}}, "zone": "Asia/Seoul", "closing": "18:00", "combines": ["lima", "mars"] }""";

        var (_, problems) = CalendarCatalog.Check([("lima.json", Good), ("x.json", json)]);

        Assert.Equal("$.combines[1]", Assert.Single(problems).Path);
    }

    [Fact]
    public void Get_NewerVersionBesideAnOlder_NamesWithoutVersionMeanTheNewer()
    {
        var newer = Good.Replace("\"version\": 1", "\"version\": 2").Replace("\"Sunday\"", "\"Sunday\", \"Monday\"");
        var monday = new DateOnly(2020, 10, 12);

        var catalog = CalendarCatalog.Read([("2.json", newer), ("1.json", Good)]);

        Assert.False(catalog.Get("lima").IsWorkingDay(monday));
        Assert.True(catalog.Get("lima@1").IsWorkingDay(monday));
        Assert.Throws<ArgumentException>(() => catalog.Get("lima@3"));
    }

    [Fact]
    public async Task ReadAsync_BrokenFileInTheFolder_ThrowsWithItsName()
    {
        var folder = Directory.CreateTempSubdirectory("calendars");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "broken.json"), "{}");

        var thrown = await Assert.ThrowsAsync<CalendarException>(() => CalendarCatalog.ReadAsync(folder.FullName));

        Assert.Contains("broken.json: $.id: is missing", thrown.Message);
        folder.Delete(recursive: true);
    }

    static IReadOnlyList<CalendarProblem> Problems(string json) => CalendarCatalog.Check([("file.json", json)]).Problems;
}
