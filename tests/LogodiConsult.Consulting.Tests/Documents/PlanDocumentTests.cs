using LogodiConsult.Consulting.Documents;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Templates.Kinds;
using LogodiConsult.Consulting.Tests.Plans;
using LogodiConsult.Consulting.Time;
using LogodiConsult.Consulting.Words;
using LogodiConsult.TestSupport;

namespace LogodiConsult.Consulting.Tests.Documents;

public sealed class PlanDocumentTests
{
    [Theory, DatabaseData]
    public async Task Write_AHandedInPlan_HoldsEverySectionItsTablesAndTheGantt(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync();
        var receipt = await house.WriteAndSubmitAsync(plan);
        var view = await house.ViewAsync(plan, house.Consultant);
        foreach (var language in Languages.All)
        {
            using var read = Docx.Opened(PlanDocument.Write(view, language, Zones.Lima));
            Assert.Equal(view.Template.Sections.Select(s => $"{s.Number}. {s.Title.In(language)}"), read.Styled("Heading1"));
            Assert.Contains(receipt.Sha256, read.Text);
            Assert.Contains("■", read.Text);
            var logframe = TableContent.Read(view.Contents["logframe"]);
            Assert.All(logframe.Rows, row => Assert.Contains(row["summary"], read.Text));
        }
    }

    // The time axis must end where the calendar does.
    const string Extremes = """
        {"rows":[{"id":"r1","cells":{"activity":"r9","start":"0001-01-01","end":"9999-12-31"}},{"id":"r2","cells":{"activity":"r9","start":"9999-12-31","end":"9999-12-31"}},
        {"id":"r3","cells":{"activity":"r9","start":"2026-01-01","end":"2026-02-01"}}],"next":4}
        """;

    [Theory, DatabaseData]
    public async Task Write_TheWorkingText_SaysThatItWasNotHandedIn(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync();
        PlanHouse.Ok(await house.Plans.SaveAsync(new SaveDraft(plan, null, [new SectionText("background", "Solo **esto**.", 0), new SectionText("schedule", Extremes, 0)]), house.Official));
        var view = await house.ViewAsync(plan, house.Official, new Wanted(Working: true));
        using var read = Docx.Opened(PlanDocument.Write(view, "en", Zones.Lima));
        Assert.Contains("not handed in yet", read.Text);
        Assert.Contains("Solo esto.", read.Text);
        Assert.Contains("Nothing has been written", read.Text);
    }
}
