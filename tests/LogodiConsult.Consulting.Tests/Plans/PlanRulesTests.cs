using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Consulting.Tests.Templates;
using static LogodiConsult.Consulting.Tests.Plans.Codes;

namespace LogodiConsult.Consulting.Tests.Plans;

public sealed class PlanRulesTests
{
    static readonly RoundOfPlan Running = new() { State = "running" };

    static readonly IReadOnlyList<RoleInRound> Roles =
    [
        new() { PersonId = 1, Role = Role.Official }, new() { PersonId = 2, Role = Role.Consultant },
        new() { PersonId = 4, Role = Role.Supervisor }, new() { PersonId = 5, Role = Role.Interpreter },
    ];

    static readonly OpenPlan Sound = new(1, 1, "Ventanilla única", null, "es", 4) { Consultants = [2], Interpreters = [5] };

    [Fact]
    public void MayOpen_Sound_IsNotRefused()
    {
        Assert.Null(PlanRules.MayOpen(Sound, Running, Roles));
        Assert.Null(PlanRules.MayOpen(Sound with { SupervisorId = null, Consultants = [], Interpreters = [] }, Running, Roles));
    }

    [Fact]
    public void MayOpen_EverythingWrong_SaysAllAtOnce() =>
        Assert.Equal(
            ["round.closed", "plan.titleMissing", "plan.officialNotInRound", "plan.supervisorNotInRound", "plan.consultantNotInRound", "plan.interpreterNotInRound"],
            Of(PlanRules.MayOpen(
                new OpenPlan(1, 2, "  ", null, "es", 1) { Consultants = [2, 1], Interpreters = [9] }, new RoundOfPlan { State = "closed" }, Roles)));

    [Fact]
    public void MayOpen_OfficialAsTheirOwnSupervisor_IsRefused() =>
        Assert.Equal(["plan.supervisorIsOfficial", "plan.supervisorNotInRound"], Of(PlanRules.MayOpen(Sound with { SupervisorId = 1 }, Running, Roles)));

    [Theory]
    [InlineData(200, null)]
    [InlineData(201, "plan.titleTooLong")]
    public void MayOpen_LongTitle_IsRefusedBeyondTheLimit(int length, string? code) =>
        Assert.Equal(code, PlanRules.MayOpen(Sound with { Title = new string('ñ', length) }, Running, Roles)?.Code);

    [Fact]
    public void MaySave_UnknownEndlessAndUnreadable_AreRefusedAtTheirSections()
    {
        var refused = PlanRules.MaySave(
            null,
            [new("nowhere", "x", 0), new("background", new string('a', PlanRules.LongestSection + 1), 0), new("risks", "no table", 0), new("adaptation", "bien", 0)],
            PublishedTemplatesTests.Default);
        Assert.Equal(["section.unknown", "section.tooLong", "section.unreadable"], Of(refused));
        Assert.Equal(["nowhere", "background", "risks"], refused!.Each().Select(r => r.Field));
        Assert.Null(PlanRules.MaySave("Título", [new("background", new string('a', PlanRules.LongestSection), 0)], PublishedTemplatesTests.Default));
    }

    [Fact]
    public void MaySubmit_RevisionWithUnansweredComments_NamesThem()
    {
        var refused = PlanRules.MaySubmit(Written(), new PlanTask { Kind = "revise" }, PublishedTemplatesTests.Default, Complete(), [2, 5]);
        Assert.Equal(("comments.unanswered", RefusalKind.OutOfTime, 2), (refused!.Code, refused.Kind, refused.Facts["count"]));
    }

    [Fact]
    public void MaySubmit_CompletePlan_IsNotRefused() =>
        Assert.Null(PlanRules.MaySubmit(Written(), new PlanTask { Kind = "draft" }, PublishedTemplatesTests.Default, Complete(), [2]));

    [Fact]
    public void MaySubmit_EmptySections_AreEachNamed()
    {
        var sections = Complete().Where(s => s.Key is not ("background" or "risks")).ToList();
        var refused = PlanRules.MaySubmit(Written(), new PlanTask { Kind = "draft" }, PublishedTemplatesTests.Default, sections, []);
        Assert.Equal(["background", "risks"], refused!.Each().Select(r => r.Field));
        Assert.All(Of(refused), code => Assert.Equal("template.section.required", code));
    }

    [Theory]
    [InlineData("", "reason.missing")]
    [InlineData(" \n", "reason.missing")]
    [InlineData("Porque sí.", null)]
    public void Reason_MustSaySomething(string reason, string? code) => Assert.Equal(code, PlanRules.Reason(reason)?.Code);

    [Fact]
    public void Horizon_ReachesThreeYearsBeyondTheProgramme() =>
        Assert.Equal(new(new DateOnly(2020, 1, 1), new DateOnly(2025, 12, 31)), PlanRules.Horizon(new Plan { FirstYear = 2020, LastYear = 2022 }));

    static Plan Written() => new() { Title = "Ventanilla única", FirstYear = 2020, LastYear = 2022 };

    static List<Section> Complete() => [.. PlanHouse.Text().Select(s => new Section { Key = s.Key, Content = s.Content })];
}

static class Codes
{
    public static IEnumerable<string> Of(Refusal? refusal) => refusal?.Each().Select(r => r.Code) ?? [];
}
