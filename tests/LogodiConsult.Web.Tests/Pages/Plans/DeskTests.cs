using System.IO.Compression;
using System.Net;
using System.Text;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static LogodiConsult.Web.Tests.Support.JourneyPlan;

namespace LogodiConsult.Web.Tests.Pages.Plans;

/// <summary>The consultant's desk without JavaScript, and what it does with bad input.</summary>
public sealed class DeskTests
{
    const string Hostile = "<script>alert(1)</script> {{7*7}} ' or 1=1 -- \u202Eevil 😀";

    [Fact]
    public async Task Desk_LiesAndOldRevisionsAndHostileText_AreHandledKindly()
    {
        var (site, plan) = await DeskSite.StartAsync(recallMinutes: 0);
        await using var _ = site;
        using var kim = await site.Visit("ko").SignedInAsync(Consultant);
        using var lee = await site.Visit("en").SignedInAsync(DeskSite.SecondConsultant);
        using var rosa = await site.Visit().SignedInAsync(Official);
        var review = await kim.GetAsync($"/plans/{plan}/review");

        // Anchors that lie: a place that is not the quote's, a part that is none, an offset beyond all text, a section of another template.
        var text = string.Concat(review.Document.QuerySelectorAll("#s-background [data-o]").Select(s => s.TextContent));
        var quote = string.Join(' ', text.Split(' ').Skip(2).Take(6));
        var moved = await kim.SubmitAsync(review, "#s-background .compose form", [("quote", quote), ("at", ":99999"), ("text", Hostile), ("kind", "Question")]);
        Assert.Equal(HttpStatusCode.SeeOther, moved.Status);
        var selector = await site.ReadAsync<string>("select selector from comment where plan_id = @plan", new { plan });
        Assert.Contains($"\"start\":{text.IndexOf(quote, StringComparison.Ordinal)},", selector);
        foreach (var (field, value) in new[] { ("at", "no-such-part:0"), ("quote", "palabras que nadie escribió"), ("section", "no-such-section") })
        {
            var lie = await kim.SubmitAsync(review, "#s-background .compose form", [(field, value), .. field == "quote" ? Array.Empty<(string, string)>() : [("quote", quote)], ("text", "x"), ("kind", "Question")]);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, lie.Status);
        }
        var shown = await kim.GetAsync($"/plans/{plan}/review");
        Assert.Null(shown.Document.QuerySelector(".comment script"));
        Assert.Contains(Hostile, shown.Document.QuerySelector(".draft .keep-lines")!.TextContent);

        // Both release; the official answers and hands in the second revision; an old tab still shows the first.
        await ReleaseAsync(kim, plan);
        await ReleaseAsync(lee, plan);
        var answers = await rosa.GetAsync($"/plans/{plan}/answers");
        Assert.Null(answers.Document.QuerySelector(".comment script"));
        var changed = quote.Replace(quote.Split(' ')[2], "todas");
        await ChangeAsync(site, plan, quote, changed);
        var handed = await site.Services.GetRequiredService<PlanService>().SubmitAsync(new SubmitDraft(plan, null, []), await ActorAsync(site.Services, Official));
        Assert.Equal(2, Must(handed).RevisionNumber);

        var old = await kim.SubmitAsync(review, "#s-background .compose form", [("quote", quote), ("text", "Typed in the old tab."), ("kind", "Question")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, old.Status);
        var form = old.Form("#s-background .compose form");
        Assert.Equal("2", form.QuerySelector("[name=revision]")!.GetAttribute("value"));
        Assert.Equal("Typed in the old tab.", form.QuerySelector("textarea[name=text]")!.TextContent);
        var both = form.QuerySelectorAll(".sides blockquote").Select(b => b.TextContent).ToList();
        Assert.Equal([quote, changed], both);
        Assert.Equal(0, await site.ReadAsync<long>("select count(*) from comment where plan_id = @plan and text like 'Typed%'", new { plan }));
        Assert.Equal(HttpStatusCode.SeeOther, (await kim.SubmitAsync(old, "#s-background .compose form")).Status);

        // The matrix as a document: the thread, both passages, and what was typed as text.
        var matrix = await kim.GetAsync($"/plans/{plan}/comments?handler=docx");
        Assert.Equal("application/vnd.openxmlformats-officedocument.wordprocessingml.document", matrix.Response.Content.Headers.ContentType?.MediaType);
        await using var zip = new ZipArchive(new MemoryStream(await matrix.Response.Content.ReadAsByteArrayAsync()));
        using var body = new StreamReader(zip.GetEntry("word/document.xml")!.Open());
        var written = await body.ReadToEndAsync();
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", written);
        Assert.Contains(quote, written);
        Assert.Contains("todas", written);

        // The official's turn is over: what was typed is not lost.
        var late = await rosa.SubmitAsync(answers, "li.answering form:has([name=kind])", [("kind", "Done"), ("text", "Escrito demasiado tarde.")]);
        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Equal("Escrito demasiado tarde.", late.Document.GetElementById("typed")?.TextContent);
    }

    [Fact]
    public async Task Notes_AndRecusals_ReachNobodyElse_OnAnyPage()
    {
        const string note = "El presupuesto parece inflado, hay que verlo.";
        const string reason = "Trabajé con ella hasta el año pasado.";
        var (site, plan) = await DeskSite.StartAsync();
        await using var _ = site;
        using var kim = await site.Visit("ko").SignedInAsync(Consultant);
        using var lead = await site.Visit("en").SignedInAsync(Lead);
        using var rosa = await site.Visit().SignedInAsync(Official);
        var written = await kim.SubmitAsync(await kim.GetAsync($"/plans/{plan}/notes"), ".channel form", [("text", note)]);
        Assert.Equal(HttpStatusCode.SeeOther, written.Status);
        Assert.Contains(note, (await lead.GetAsync($"/plans/{plan}/notes")).Text);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await kim.SubmitAsync(await kim.GetAsync($"/plans/{plan}/notes"), ".channel form", [("text", " ")])).Status);

        var back = await kim.SubmitAsync(await kim.GetAsync($"/plans/{plan}/review/step-back"), "form.card", [("kind", "Conflict"), ("reason", reason)]);
        Assert.Equal("/", back.Location);
        foreach (var path in new[] { $"/plans/{plan}", $"/plans/{plan}/review", $"/plans/{plan}/notes", $"/plans/{plan}/history", $"/plans/{plan}/comments" })
            Assert.Equal(HttpStatusCode.NotFound, (await kim.GetAsync(path)).Status);
        var desk = await lead.GetAsync($"/plans/{plan}/lead");
        Assert.Contains(reason, desk.Document.GetElementById("recusals")!.TextContent);
        Assert.Contains("/lead", (await lead.GetAsync("/")).Text);

        foreach (var outsider in new[] { Official, Supervisor, Interpreter, 6 })
        {
            using var visit = await site.Visit().SignedInAsync(outsider);
            foreach (var path in EverythingOf(plan))
            {
                var text = await WordsAsync(visit, path);
                foreach (var secret in new[] { "inflado", reason, "/notes", "conflicto" })
                    Assert.False(text.Contains(secret, StringComparison.OrdinalIgnoreCase), $"{path} tells person {outsider} '{secret}'.");
            }
        }
        Assert.Equal(HttpStatusCode.Forbidden, (await rosa.GetAsync($"/plans/{plan}/notes")).Status);
        Assert.Equal(0, await site.ReadAsync<long>("select count(*) from outbox where person_id = @Official and kind in ('note_written', 'conflict_declared')", new { Official }));

        var lifted = await lead.SubmitAsync(desk, "#recusals form");
        Assert.Equal(HttpStatusCode.SeeOther, lifted.Status);
        Assert.Equal(HttpStatusCode.OK, (await kim.GetAsync($"/plans/{plan}")).Status);
    }

    static IEnumerable<string> EverythingOf(long plan) =>
    [
        "/", "/translations", "/dashboard", "/mails", "/rounds/1/dashboard", "/rounds/1/dashboard?handler=xlsx", $"/plans/{plan}", $"/plans/{plan}?handler=json", $"/plans/{plan}?handler=docx",
        $"/plans/{plan}/history", $"/plans/{plan}/changes", $"/plans/{plan}/answers", $"/plans/{plan}/comments", $"/plans/{plan}/comments?handler=xlsx",
        $"/plans/{plan}/comments?handler=docx", $"/plans/{plan}/authors", $"/plans/{plan}/translate", $"/plans/{plan}/scores", $"/plans/{plan}/sections/background",
    ];

    /// <summary>What an answer says, whatever its form: documents for Word and Excel are unpacked.</summary>
    static async Task<string> WordsAsync(Visit visit, string path)
    {
        using var response = await visit.Client.GetAsync(path);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        if (bytes is not [(byte)'P', (byte)'K', ..])
            return Encoding.UTF8.GetString(bytes);
        await using var zip = new ZipArchive(new MemoryStream(bytes));
        var words = new StringBuilder();
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(await entry.OpenAsync());
            words.Append(await reader.ReadToEndAsync());
        }
        return words.ToString();
    }

    [Fact]
    public async Task Keep_ByTheBrowser_AnswersWithTheVersion_AndNeedsTheFormToken()
    {
        var (site, plan) = await DeskSite.StartAsync();
        await using var _ = site;
        using var kim = await site.Visit("ko").SignedInAsync(Consultant);
        var review = await kim.GetAsync($"/plans/{plan}/review");
        var fields = Visit.FieldsOf(review, "#s-background .compose form", [("text", "초안"), ("kind", "Question")], null).ToList();
        var kept = await kim.PostAsync($"/plans/{plan}/review?handler=keep", fields);
        Assert.Equal(HttpStatusCode.OK, kept.Status);
        Assert.Contains("\"version\":1", kept.Text);
        var again = await kim.PostAsync($"/plans/{plan}/review?handler=keep", fields);
        Assert.Contains("\"version\":2", again.Text);
        Assert.Equal(1, await site.ReadAsync<long>("select count(*) from comment where plan_id = @plan", new { plan }));
        var empty = await kim.PostAsync($"/plans/{plan}/review?handler=keep", [.. fields.Where(f => f.Key != "text")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.Status);
        Assert.Contains("\"error\"", empty.Text);
        using var rosa = await site.Visit().SignedInAsync(Official);
        Assert.DoesNotContain("초안", (await rosa.GetAsync($"/plans/{plan}")).Text);
    }

    static async Task ReleaseAsync(Visit visit, long plan)
    {
        var kept = await visit.SubmitAsync(await visit.GetAsync($"/plans/{plan}/review"), "#recommendation form",
            [("recommendation", "Revise"), ("summary", Hostile)], "button[value=preview]");
        Assert.Equal(HttpStatusCode.SeeOther, (await visit.SubmitAsync(await visit.FollowAsync(kept), "form:has([name=seen])")).Status);
    }

    static async Task ChangeAsync(TestSite site, long plan, string quote, string changed)
    {
        var plans = site.Services.GetRequiredService<PlanService>();
        var official = await ActorAsync(site.Services, Official);
        var view = Must(await site.Services.GetRequiredService<PlanReader>().ReadAsync(plan, new Wanted(Working: true), official, "es"));
        var section = view.Working["background"];
        Must(await plans.SaveAsync(new SaveDraft(plan, null, [new SectionText("background", section.Content.Replace(quote, changed), section.Version)]), official));
    }

    [Fact]
    public async Task Desk_NulsGiantsAndForeignIds_AreAnsweredInWords_NeverWithAFault()
    {
        var (site, plan) = await DeskSite.StartAsync();
        await using var _ = site;
        using var kim = await site.Visit("ko").SignedInAsync(Consultant);
        using var lee = await site.Visit("en").SignedInAsync(DeskSite.SecondConsultant);
        var review = await kim.GetAsync($"/plans/{plan}/review");

        var nul = await kim.SubmitAsync(review, "#s-background .compose form", [("quote", ""), ("text", "앞\0뒤"), ("kind", "Question")]);
        Assert.Equal(HttpStatusCode.SeeOther, nul.Status);
        Assert.Equal("앞뒤", await site.ReadAsync<string>("select text from comment where plan_id = @plan", new { plan }));
        var giant = await kim.SubmitAsync(review, "#s-background .compose form", [("quote", ""), ("text", new string('g', 200_000)), ("kind", "Question")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, giant.Status);
        Assert.Equal(200_000, giant.Document.QuerySelectorAll("#s-background textarea[name=text]").Max(t => t.TextContent.Length));
        var endless = await kim.SubmitAsync(review, "#s-background .compose form", [("quote", ""), ("text", new string('g', 5_000_000)), ("kind", "Question")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, endless.Status);
        Assert.Equal(5_000_000, endless.Document.QuerySelectorAll("#s-background textarea[name=text]").Max(t => t.TextContent.Length));

        // The draft of one consultant is nobody else's, by whichever id it is asked for.
        var draft = await site.ReadAsync<long>("select id from comment where plan_id = @plan", new { plan });
        var desk = await lee.GetAsync($"/plans/{plan}/review");
        var foreign = await lee.SubmitAsync(desk, "#s-background .compose form", [("quote", ""), ("text", "Mine now."), ("kind", "Question"), ("commentId", $"{draft}")]);
        Assert.True((int)foreign.Status is >= 400 and < 500, $"{foreign.Status}");
        Assert.Equal("앞뒤", await site.ReadAsync<string>("select text from comment where id = @draft", new { draft }));
        foreach (var path in new[] { $"/plans/{plan}?revision=%00", $"/plans/{plan}?revision=99999999999999999999", $"/plans/{plan}/comments?round=-1&state=%00", "/plans/99999999999999999999/review", $"/plans/{plan}/scores?handler=Nonsense" })
            Assert.True((int)(await kim.GetAsync(path)).Status < 500, path);
        foreach (var method in new[] { HttpMethod.Put, HttpMethod.Delete, HttpMethod.Options })
        {
            using var wrong = new HttpRequestMessage(method, $"/plans/{plan}/review");
            Assert.True((int)(await kim.SendAsync(wrong)).Status < 500, method.Method);
        }
    }
}
