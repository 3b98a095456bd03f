using LogodiConsult.Consulting.Presentations;
using LogodiConsult.Consulting.Sample;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Tests.Templates;
using LogodiConsult.Consulting.Tests.Time;
using Xunit;

namespace LogodiConsult.Consulting.Tests.Sample;

/// <summary>The content against what the program publishes: template and rubric.</summary>
public sealed class SampleContentTests
{
    static readonly SampleData Data = SampleData.Load();

    public static TheoryData<string, int> Submitted => new(
        from plan in Data.Plans
        where plan.Stage.Stage is not ("draft" or "withdrawn")
        from revision in plan.Revisions
        select (plan.Key, revision.Number));

    [Theory, MemberData(nameof(Submitted))]
    public void Checks_OfEverySubmittedRevision_FindNoError(string key, int revision)
    {
        var plan = Data.Plan(key);
        var programme = Data.ProgrammeOf(plan);
        var horizon = new PlanFacts(new DateOnly(programme.FirstYear, 1, 1), new DateOnly(programme.LastYear + 3, 12, 31));

        var problems = TemplateChecks.Run(PublishedTemplatesTests.Library.Newest("action-plan")!, plan.ContentsAt(revision), horizon);

        Assert.DoesNotContain(problems, p => p.Severity == Severity.Error);
    }

    [Fact]
    public async Task Scores_OfEveryPanelMember_AreTheCriteriaOfTheRubric()
    {
        var rubrics = await RubricLibrary.ReadAsync(Path.Combine(Path.GetDirectoryName(Calendars.Folder)!, "rubrics"), TestContext.Current.CancellationToken);
        var criteria = rubrics.Default.Criteria.Select(c => c.Key).Order(StringComparer.Ordinal).ToList();

        Assert.All(Data.Presentations.SelectMany(p => p.Scores), s => Assert.Equal(criteria, s.Scores.Keys.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Presentations_OfPlansThatWerePresented_AreThere() => Assert.All(
        Data.Plans.Where(p => p.Stage.Stage is "presented" or "completed" or "followUp"),
        p => Assert.NotEmpty(Data.Presentations.Single(s => s.Plan == p.Key).Scores));
}
