using LogodiConsult.Consulting.Presentations;
using static LogodiConsult.Consulting.Tests.Plans.Codes;

namespace LogodiConsult.Consulting.Tests.Presentations;

public sealed class PresentationRulesTests
{
    static readonly DateTimeOffset Now = new(2020, 10, 20, 12, 0, 0, TimeSpan.Zero);

    static readonly SchedulePresentation Sound = new(1, Now.AddDays(1), "America/Lima", 20, "Sala 1", "");

    static readonly Rubric Rubric = new("r", 1, new("R", "R", "R"),
        [new Criterion("logic", 2, new("Lógica", "논리", "Logic"), []), new Criterion("money", 1, new("Dinero", "예산", "Money"), [])]);

    [Fact]
    public void MaySchedule_SoundSlot_IsNotRefused()
    {
        Assert.Null(PresentationRules.MaySchedule(Sound, Now));
        Assert.Null(PresentationRules.MaySchedule(Sound with { Place = "", Link = "https://example.org/sala" }, Now));
    }

    [Theory]
    [InlineData(0, "presentation.startPast")]
    [InlineData(-60, "presentation.startPast")]
    [InlineData(60, null)]
    [InlineData(2 * 366 * 24 * 60, "presentation.startTooFar")]
    public void MaySchedule_Start_LiesAheadButNotInAnotherLife(int minutes, string? code) =>
        Assert.Equal(code, PresentationRules.MaySchedule(Sound with { StartsAt = Now.AddMinutes(minutes) }, Now)?.Code);

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(240, true)]
    [InlineData(241, false)]
    public void MaySchedule_Length_HasBounds(int minutes, bool may) => Assert.Equal(may, PresentationRules.MaySchedule(Sound with { Minutes = minutes }, Now) is null);

    [Fact]
    public void MaySchedule_EverythingWrong_SaysAllAtOnce() =>
        Assert.Equal(
            ["presentation.startMissing", "zone.unknown", "presentation.minutes", "presentation.placeMissing"],
            Of(PresentationRules.MaySchedule(new SchedulePresentation(1, null, "Peru/Lima", 0, " ", ""), Now)));

    [Theory]
    [InlineData("sala 1", "presentation.linkNoAddress")]
    [InlineData("javascript:alert(1)", "presentation.linkNoAddress")]
    [InlineData("https://example.org", null)]
    public void MaySchedule_Link_IsAWebAddress(string link, string? code) => Assert.Equal(code, PresentationRules.MaySchedule(Sound with { Link = link }, Now)?.Code);

    [Fact]
    public void MayRecord_MissingUnknownAndOutOfRange_AreNamedAtTheirCriteria()
    {
        var refused = PresentationRules.MayRecord(new RecordScores(1, [new("logic", 6, ""), new("charm", 3, ""), new("money", null, "")], ""), Rubric);
        Assert.Equal([("money", "score.missing"), ("logic", "score.range"), ("charm", "score.criterionUnknown")], refused!.Each().Select(r => (r.Field, r.Code)));
    }

    [Fact]
    public void MayRecord_EveryCriterionFromOneToFive_IsNotRefused() =>
        Assert.Null(PresentationRules.MayRecord(new RecordScores(1, [new("logic", 1, ""), new("money", 5, "Bien.")], ""), Rubric));

    [Fact]
    public void Total_WeighsTheMeans() =>
        Assert.Equal(3.67m, Rubric.Total([("logic", 4), ("logic", 5), ("money", 2)]));
}
