using System.Net;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Translations;
using LogodiConsult.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LogodiConsult.Web.Tests.Pages.Plans;

public sealed class ReviewTests(SharedSites sites)
{
    const string Plan = "capacitacion-por-brechas";

    [Fact]
    public async Task Comment_OnAPassage_IsADraftBesideItsMark()
    {
        var (site, plan, visit) = await ReviewerAsync(Plan);
        using var _ = visit;
        var review = await visit.GetAsync($"/plans/{plan}/review");
        var quote = Words(review, "background", 5);

        var saved = await visit.SubmitAsync(review, "#s-background .compose form",
            [("quote", quote), ("kind", "Question"), ("text", "이 수치의 출처를 밝혀 주십시오."), ("language", "ko")]);

        Assert.Equal(HttpStatusCode.SeeOther, saved.Status);
        var id = long.Parse(saved.Location!.Split("#draft-")[1]);
        var page = await visit.FollowAsync(saved);
        var draft = page.Document.GetElementById($"draft-{id}")!;
        Assert.Equal(quote, draft.QuerySelector("blockquote")!.TextContent);
        Assert.Equal("ko", draft.QuerySelector("p.keep-lines")!.GetAttribute("lang"));
        var number = draft.QuerySelector("strong")!.TextContent;
        Assert.Equal(quote, string.Concat(page.Document.QuerySelectorAll($"#s-background [lang=es] mark[data-comments~='{number}']").Select(m => m.TextContent)));
        Assert.Equal("draft", await site.ReadAsync<string>("select state from comment where id = @id", new { id }));
    }

    [Fact]
    public async Task Comment_OnAnAmbiguousPassage_OffersThePlaces_AndTakesTheOneChosen()
    {
        var (site, plan, visit) = await ReviewerAsync(Plan);
        using var _ = visit;
        var review = await visit.GetAsync($"/plans/{plan}/review");

        var asked = await visit.SubmitAsync(review, "#s-background .compose form", [("quote", "de"), ("text", "Which one?"), ("kind", "Suggestion")]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, asked.Status);
        Assert.Equal("Which one?", asked.Document.QuerySelector("#s-background .compose textarea[name=text]")!.TextContent);
        var places = asked.Document.QuerySelectorAll("#s-background .candidates input[name=at]").Select(r => r.GetAttribute("value")!).ToList();
        Assert.True(places.Count > 1);
        Assert.NotNull(asked.Document.GetElementById("quote-error"));
        var saved = await visit.SubmitAsync(asked, "#s-background .compose form", [("at", places[1])]);
        Assert.Equal(HttpStatusCode.SeeOther, saved.Status);
        var selector = await site.ReadAsync<string>("select selector from comment where id = @id", new { id = long.Parse(saved.Location!.Split("#draft-")[1]) });
        Assert.Contains($"\"start\":{places[1].Split(':')[1]},", selector);
    }

    [Fact]
    public async Task Comment_OnAPassageThatIsNotThere_SaysSo_AndKeepsWhatWasTyped()
    {
        var (_, plan, visit) = await ReviewerAsync(Plan);
        using var __ = visit;
        var review = await visit.GetAsync($"/plans/{plan}/review");
        var refused = await visit.SubmitAsync(review, "#s-background .compose form", [("quote", "palabras que nadie escribió"), ("text", "무슨 뜻입니까?"), ("kind", "Question")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.True(refused.Document.QuerySelector("#s-background details.compose")!.HasAttribute("open"));
        Assert.Equal("palabras que nadie escribió", refused.Document.GetElementById("quote")!.TextContent);
        Assert.Equal("무슨 뜻입니까?", refused.Document.GetElementById("text")!.TextContent);
        Assert.NotNull(refused.Document.GetElementById("quote-error"));
    }

    [Theory]
    [InlineData("logframe")]
    [InlineData("problem")]
    public async Task Comment_OnACellOrALine_IsAnchoredInIt(string section)
    {
        var (site, plan, visit) = await ReviewerAsync("interoperabilidad-regional");
        using var _ = visit;
        var review = await visit.GetAsync($"/plans/{plan}/review");
        var cell = review.Document.QuerySelectorAll($"#s-{section} [data-part]").Where(p => p.QuerySelector("[data-part]") is null && p.QuerySelector("[data-o]") is not null)
            .MaxBy(p => p.TextContent.Length)!;
        var text = string.Concat(cell.QuerySelectorAll("[data-o]").Select(s => s.TextContent));

        var saved = await visit.SubmitAsync(review, $"#s-{section} .compose form", [("quote", text), ("text", "Please be more precise."), ("kind", "MustChange"), ("required", "true")]);

        Assert.Equal(HttpStatusCode.SeeOther, saved.Status);
        var id = long.Parse(saved.Location!.Split("#draft-")[1]);
        Assert.Equal(cell.GetAttribute("data-part"), await site.ReadAsync<string>("select part from comment where id = @id", new { id }));
        Assert.NotNull((await visit.FollowAsync(saved)).Document.QuerySelector($"#s-{section} [data-part='{cell.GetAttribute("data-part")}'] mark"));
        var whole = await visit.SubmitAsync(await visit.GetAsync($"/plans/{plan}/review"), $"#s-{section} .compose form",
            [("part", cell.GetAttribute("data-part")!), ("quote", ""), ("text", "The whole cell."), ("kind", "Suggestion")]);
        Assert.Equal(HttpStatusCode.SeeOther, whole.Status);
    }

    [Fact]
    public async Task Draft_IsEditedAndDeleted_AndAStaleEditKeepsWhatWasTyped()
    {
        var (site, plan, visit) = await ReviewerAsync(Plan);
        using var _ = visit;
        var review = await visit.GetAsync($"/plans/{plan}/review");
        var saved = await visit.SubmitAsync(review, "#h-whole ~ .compose form", [("text", "A first thought."), ("kind", "Praise")]);
        var id = long.Parse(saved.Location!.Split("#draft-")[1]);
        var opened = await visit.FollowAsync(saved);

        var edited = await visit.SubmitAsync(opened, $"#draft-{id} .comment-form", [("text", "A better thought.")]);
        Assert.Equal(HttpStatusCode.SeeOther, edited.Status);
        var stale = await visit.SubmitAsync(opened, $"#draft-{id} .comment-form", [("text", "Typed in the other tab.")]);
        Assert.Equal(HttpStatusCode.Conflict, stale.Status);
        Assert.Equal("Typed in the other tab.", stale.Document.QuerySelector($"#draft-{id} textarea[name=text]")!.TextContent);
        var again = await visit.SubmitAsync(stale, $"#draft-{id} .comment-form");
        Assert.Equal(HttpStatusCode.SeeOther, again.Status);
        Assert.Equal("Typed in the other tab.", await site.ReadAsync<string>("select text from comment where id = @id", new { id }));

        var deleted = await visit.SubmitAsync(await visit.GetAsync($"/plans/{plan}/review"), $"#draft-{id} form:not(.comment-form)");
        Assert.Equal(HttpStatusCode.SeeOther, deleted.Status);
        Assert.Equal(0, await site.ReadAsync<long>("select count(*) from comment where id = @id", new { id }));
    }

    [Fact]
    public async Task Comment_SentTwice_IsOne()
    {
        var (site, plan, visit) = await ReviewerAsync(Plan);
        using var _ = visit;
        var review = await visit.GetAsync($"/plans/{plan}/review");
        (string, string)[] fill = [("text", "Said once."), ("kind", "Suggestion")];
        var first = await visit.SubmitAsync(review, "#s-risks .compose form", fill);
        var second = await visit.SubmitAsync(review, "#s-risks .compose form", fill);
        Assert.Equal(first.Location, second.Location);
        Assert.Equal(1, await site.ReadAsync<long>("select count(*) from comment where plan_id = @plan and text = 'Said once.'", new { plan }));
    }

    [Fact]
    public async Task Release_ShowsTheOfficialWhatThePreviewShowed_AndNothingUnseen()
    {
        var (site, plan, visit) = await ReviewerAsync("tablero-de-obras-piura");
        using var _ = visit;
        using var official = await site.AsAsync(TestSample.Data.Plan("tablero-de-obras-piura").Official);
        var review = await visit.GetAsync($"/plans/{plan}/review");
        await visit.SubmitAsync(review, "#s-background .compose form", [("text", "Say where this figure comes from."), ("kind", "MustChange"), ("required", "true")]);
        Assert.DoesNotContain("Say where this figure", (await official.GetAsync($"/plans/{plan}")).Text);
        var kept = await visit.SubmitAsync(review, "#recommendation form", [("recommendation", "Revise"), ("summary", "방향은 좋으나 근거가 필요합니다.")], "button[value=preview]");
        var preview = await visit.FollowAsync(kept);
        Assert.Contains("Say where this figure", preview.Document.QuerySelector(".preview")!.TextContent);

        await visit.SubmitAsync(await visit.GetAsync($"/plans/{plan}/review"), "#s-risks .compose form", [("text", "One more, not previewed."), ("kind", "Suggestion")]);
        var unseen = await visit.SubmitAsync(preview, "form:has([name=seen])");
        Assert.Equal(HttpStatusCode.Conflict, unseen.Status);
        Assert.DoesNotContain("Say where this figure", (await official.GetAsync($"/plans/{plan}")).Text);

        var shown = unseen.Document.QuerySelectorAll(".preview .comment .keep-lines").Select(p => p.TextContent).ToList();
        Assert.Contains("One more, not previewed.", shown);
        var released = await visit.SubmitAsync(unseen, "form:has([name=seen])");
        Assert.Equal(HttpStatusCode.SeeOther, released.Status);
        Assert.Contains(shown.Count.ToString(), (await visit.FollowAsync(released)).Texts(".banner.done")[0]);
        var seen = await official.GetAsync($"/plans/{plan}");
        Assert.All(shown, text => Assert.Contains(text, seen.Document.QuerySelectorAll(".comment .keep-lines").Select(p => p.TextContent)));
        Assert.Contains("방향은 좋으나", seen.Text);
        Assert.Equal(released.Location, (await visit.SubmitAsync(unseen, "form:has([name=seen])")).Location);
        Assert.Equal(HttpStatusCode.Conflict, (await visit.GetAsync($"/plans/{plan}/review")).Status);
    }

    [Fact]
    public async Task Answer_IsJudgedBesideBothPassages_AndTheMindCanBeChanged()
    {
        var (site, plan, visit) = await ReviewerAsync("presupuesto-abierto-municipal");
        using var _ = visit;
        var review = await visit.GetAsync($"/plans/{plan}/review");
        var card = review.Document.QuerySelector(".answered:has(blockquote)")!;
        // What was written around a passage that stands, or into a cell that was written anew, is marked for whoever judges the answer.
        Assert.NotEmpty(review.Document.QuerySelectorAll(".answered blockquote ins"));
        var number = int.Parse(card.Id!.Split('-')[1]);
        foreach (var (decision, state) in new[] { ("NotAccepted", "notAccepted"), ("Accepted", "accepted") })
        {
            var page = await visit.GetAsync($"/plans/{plan}/review");
            if (page.Document.QuerySelector($"#answer-{number} button[value={decision}]") is null)
                continue;
            var decided = await visit.SubmitAsync(page, $"#answer-{number} form", button: $"button[value={decision}]");
            Assert.Equal($"/plans/{plan}/review#answer-{number}", decided.Location);
            // Theirs alone until they release the review: the comment itself stands as answered.
            Assert.Equal(state, await site.ReadAsync<string>(
                "select decision from answer where comment_id = (select id from comment where plan_id = @plan and number = @number and state = 'answered') and decision is not null", new { plan, number }));
        }
    }

    [Fact]
    public async Task Translation_OfAnAnswerByAMachine_IsCalledSo()
    {
        var (site, plan, visit) = await ReviewerAsync("presupuesto-abierto-municipal");
        using var _ = visit;
        const string words = "Machine words for the whole answer.";
        var review = await visit.GetAsync($"/plans/{plan}/review");
        var language = review.Document.DocumentElement.GetAttribute("lang")![..2];
        var (text, digest) = await UntranslatedAsync(site, plan, language);
        await site.Services.GetRequiredService<Database>().WriteAsync(async work =>
        {
            await work.ExecuteAsync(
                """
                insert into machine_notice (plan_id, person_id, service, decision, at) select id, official_id, 'example', 'agreed', @Now from plan p
                where id = @plan and not exists (select 1 from machine_notice n where n.plan_id = p.id)
                """,
                new { plan, work.Now });
            await SegmentSql.SaveMachineAsync(work, plan, language, "es", digest, text, words);
            return (Consulting.Result<Consulting.Done>)Consulting.Done.Value;
        });
        var note = language switch { "ko" => "기계 번역(검수 전)", "es" => "Traducción automática, sin verificar", _ => "Machine translation, not checked" };
        foreach (var path in new[] { "review", "comments" })
            Assert.Contains(note, (await visit.GetAsync($"/plans/{plan}/{path}")).Document.QuerySelectorAll("p.soft").Where(p => p.NextElementSibling?.TextContent == words).Select(p => p.TextContent));
    }

    static async Task<(string Text, string Digest)> UntranslatedAsync(TestSite site, long plan, string language)
    {
        var answers = await site.Services.GetRequiredService<Database>().ReadAsync(session => session.QueryAsync<string>(
            "select n.text from answer n join comment c on c.id = n.comment_id where c.plan_id = @plan and n.text <> '' and n.revision_id is not null", new { plan }));
        var known = (await site.Services.GetRequiredService<Database>().ReadAsync(session => session.QueryAsync<string>(
            "select source_digest from segment where plan_id = @plan and language = @language", new { plan, language }))).ToHashSet();
        return answers.Select(a => (a, Consulting.Trail.Digest(a))).First(a => !known.Contains(a.Item2));
    }

    [Fact]
    public async Task Summary_WithoutRecommendation_IsKept_AndThePreviewSaysWhatIsMissing()
    {
        var (_, plan, visit) = await ReviewerAsync("interoperabilidad-regional");
        using var __ = visit;
        var kept = await visit.SubmitAsync(await visit.GetAsync($"/plans/{plan}/review"), "#recommendation form", [("summary", "Half a thought")], "button[value=preview]");
        var preview = await visit.FollowAsync(kept);
        Assert.Null(preview.Document.QuerySelector("form:has([name=seen])"));
        Assert.NotEmpty(preview.Texts(".banner.warn p"));
        Assert.Contains("Half a thought", (await visit.GetAsync($"/plans/{plan}/review")).Text);
    }

    async Task<(TestSite Site, long Plan, Visit Visit)> ReviewerAsync(string key)
    {
        var site = await sites.SampleAsync();
        var plan = await site.PlanAsync(key);
        return (site, plan, await site.AsReviewerAsync(plan));
    }

    /// <summary>Some words from the middle of a section, which stand there once.</summary>
    static string Words(PageRead page, string section, int count)
    {
        var text = page.Document.QuerySelectorAll($"#s-{section} [data-part] [data-o]").MaxBy(s => s.TextContent.Length)!.TextContent;
        return string.Join(' ', text.Split(' ').Skip(3).Take(count));
    }
}
