using LogodiConsult.Consulting.Dashboards;
using LogodiConsult.Engine;

namespace LogodiConsult.Consulting.Tests.Dashboards;

public sealed class DashboardViewTests
{
    static readonly DateTimeOffset Now = new(2020, 10, 14, 12, 0, 0, TimeSpan.Zero);

    static readonly PlanLine[] Plans =
    [
        Plan(1, "Ventanilla única", "Quispe, Rosa", "GORE Cusco", "review", 1, due: Now.AddHours(-1)),
        Plan(2, "Presupuesto abierto", "Álvarez, Luis", "SERVIR", "draft", 0, due: Now.AddDays(2)),
        Plan(3, "Selección por competencias", "Ñahui, Eva", "SERVIR", "completed", 2, due: null),
    ];

    [Fact]
    public void Choose_NoFilter_ShowsAllByNumber() => Assert.Equal([1, 2, 3], Numbers(new DashboardFilter()));

    [Theory]
    [InlineData("review", null, false, null, "1")]
    [InlineData(null, "SERVIR", false, null, "2,3")]
    [InlineData(null, null, true, null, "1")]
    [InlineData(null, null, false, "alvarez", "2")]
    [InlineData(null, null, false, "SELECCION nahui", "3")]
    [InlineData(null, null, false, "cusco presupuesto", "")]
    [InlineData("draft", "SERVIR", true, null, "")]
    public void Choose_Filter_ShowsWhatPassesAllOfIt(string? stage, string? institution, bool overdue, string? text, string numbers) =>
        Assert.Equal(numbers, string.Join(',', Numbers(new DashboardFilter(stage, null, institution, overdue, text))));

    [Theory]
    [InlineData(DashboardSort.Official, false, "2,3,1")]
    [InlineData(DashboardSort.Stage, false, "2,1,3")]
    [InlineData(DashboardSort.Stage, true, "3,1,2")]
    [InlineData(DashboardSort.Due, false, "1,2,3")]
    [InlineData(DashboardSort.Due, true, "2,1,3")]
    [InlineData(DashboardSort.Title, false, "2,3,1")]
    [InlineData(DashboardSort.Institution, true, "2,3,1")]
    public void Choose_Sort_OrdersAndKeepsWhatHasNoDeadlineLast(DashboardSort sort, bool descending, string numbers) =>
        Assert.Equal(numbers, string.Join(',', Numbers(new DashboardFilter(Sort: sort, Descending: descending))));

    [Fact]
    public void Totals_StageThatNoDefinitionNames_IsCountedLast()
    {
        var stages = StageList.Of([StageList.Read("""{"customProperties":{"stages":[{"key":"draft","es":"En redacción","ko":"작성 중","en":"Drafting"},{"key":"review","es":"En revisión"}]}}""")]);

        Assert.Equal([("draft", "작성 중", 1), ("review", "En revisión", 1), ("completed", "completed", 1)],
            DashboardView.Totals(Plans, stages).Select(t => (t.Key, t.Name.Ko, t.Plans)));
    }

    [Fact]
    public void StageList_TwoVersions_TheNewestNamesAndOlderStagesFollow()
    {
        var list = StageList.Of(
        [
            StageList.Read("""{"customProperties":{"stages":[{"key":"draft","es":"Nuevo"}]}}"""),
            StageList.Read("""{"customProperties":{"stages":[{"key":"translation","es":"Traducción"},{"key":"draft","es":"Viejo"}]}}"""),
        ]);

        Assert.Equal(["draft", "translation"], list.Keys);
        Assert.Equal("Nuevo", list.Name("draft").Es);
        Assert.Equal(1, list.Place("translation"));
        Assert.Empty(StageList.Read("{}"));
    }

    static IEnumerable<int> Numbers(DashboardFilter filter) => DashboardView.Choose(Plans, filter).Select(p => p.Number);

    static PlanLine Plan(int number, string title, string official, string institution, string stage, int place, DateTimeOffset? due) => new()
    {
        Id = number,
        Number = number,
        Title = title,
        OfficialName = official,
        OfficialSortName = LogodiConsult.Consulting.People.SortKey.Of(official),
        Institution = institution,
        Stage = stage,
        StageName = new Trilingual(stage, stage, stage),
        StagePlace = place,
        StageSince = Now.AddDays(-number),
        Balls = due is null ? [] : [new Ball { PlanId = number, Kind = "review", Since = Now.AddDays(-number), Due = due, Overdue = due < Now }],
    };
}
