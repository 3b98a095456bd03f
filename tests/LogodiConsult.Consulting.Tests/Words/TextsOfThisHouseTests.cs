using LogodiConsult.Consulting.Words;
using LogodiConsult.TestSupport;

namespace LogodiConsult.Consulting.Tests.Words;

public sealed class TextsOfThisHouseTests
{
    [Fact]
    public void Consulting_AllFamilies_AreCompleteInThreeLanguages() =>
        Assert.Empty(ResourceCompleteness.Problems(typeof(TextCatalog).Assembly));

    [Fact]
    public void Problems_AssemblyOfTests_FindsWhatIsWrong()
    {
        var problems = ResourceCompleteness.Problems(typeof(TextsOfThisHouseTests).Assembly);

        Assert.Equal(
            [
                "LogodiConsult.Consulting.Tests.Words.FaultyTexts: 'Empty' is empty in ko",
                "LogodiConsult.Consulting.Tests.Words.FaultyTexts: 'Missing' is missing in ko, en",
                "LogodiConsult.Consulting.Tests.Words.FaultyTexts: 'Other' asks for other facts in each language: name / name,place / name",
            ],
            problems);
    }
}
