using System.Net;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LogodiConsult.Web.Tests.Pages;

/// <summary>One plan from the first word to its completion, by the forms of the pages, with five people at five browsers.</summary>
public sealed class JourneyTests : IAsyncLifetime
{
    const string Plan = "/plans/1";
    const string Quote = "61 400 expedientes";
    const string Source = "61 400 expedientes (fuente: registro de la mesa de partes)";

    TestSite site = null!;
    Visit official = null!;
    Visit consultant = null!;
    Visit lead = null!;
    Visit supervisor = null!;
    Visit interpreter = null!;

    public async ValueTask InitializeAsync()
    {
        site = await TestSite.StartAsync();
        official = await site.Visit().SignedInAsync(JourneyPlan.Official);
        consultant = await site.Visit("ko").SignedInAsync(JourneyPlan.Consultant);
        lead = await site.Visit("en").SignedInAsync(JourneyPlan.Lead);
        supervisor = await site.Visit().SignedInAsync(JourneyPlan.Supervisor);
        interpreter = await site.Visit("ko").SignedInAsync(JourneyPlan.Interpreter);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var visit in (Visit?[])[official, consultant, lead, supervisor, interpreter])
            visit?.Dispose();
        await site.DisposeAsync();
    }

    [Fact]
    public async Task Plan_FromFirstWordToCompletion_GoesByForms()
    {
        await StandsAsync("Drafting", "Rosa Quispe Huamán");
        await WriteAsync();
        await StandsAsync("Endorsement", "Jorge Paredes");
        await EndorseAsync();
        await StandsAsync("Translation", "박지훈");
        await TranslateAsync();
        await StandsAsync("In review", "김민서");
        await ReviewAsync();
        await StandsAsync("Revision requested", "Rosa Quispe Huamán");
        await AnswerFirstAsync();
        await RestartAsync();
        await StandsAsync("Revision requested", "Rosa Quispe Huamán");
        await WriteInTwoTabsAsync();
        await AnswerSecondAndResubmitAsync();
        await StandsAsync("Translation", "박지훈");
        await FinishTranslationAsync();
        await StandsAsync("In review", "김민서");
        await AcceptAsync();
        await StandsAsync("Accepted", "Programme lead");
        await ScheduleAsync();
        await StandsAsync("Presentation scheduled", "Programme lead");
        await RecordAsync();
        await StandsAsync("Presented", "Programme lead");
        await DoAsync(lead, $"{Plan}/lead", Button("Complete"));
        await StandsAsync("Completed");
        await RowsAsync();
        await MailsAsync();
        await HistoryAsync();
    }

    async Task WriteAsync()
    {
        await HasOnlyAsync(official, $"{Plan}/write", "Redacte su plan y preséntelo");
        var outline = await official.GetAsync($"{Plan}/write");
        Assert.Equal(JourneyPlan.Contents.Count + 1, outline.Document.QuerySelectorAll("ol.outline > li").Length);

        var early = await official.SubmitAsync(outline, Button("Submit"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, early.Status);
        Assert.Equal("draft", await site.ReadAsync<string>("select stage from plan where id = 1"));

        await JourneyPlan.WriteAsync(site, official, 1);
        Assert.Equal(JourneyPlan.Contents["background"], (await official.GetAsync($"{Plan}/write/background")).Document.GetElementById("text")!.TextContent);

        var shown = await DoAsync(official, $"{Plan}/write", Button("Submit"));
        Assert.Equal($"{Plan}?revision=1", shown.Path);
        Assert.Contains(await site.ReadAsync<string>("select receipt from revision where plan_id = 1 and number = 1") ?? "–", shown.Texts(".banner.done")[0], StringComparison.Ordinal);
        Assert.StartsWith("A cargo de: Jorge Paredes", shown.Texts(".ball .who").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await official.GetAsync($"{Plan}/write")).Status);
    }

    async Task EndorseAsync()
    {
        await HasOnlyAsync(supervisor, $"{Plan}/endorse", "Respalde el plan o devuélvalo");
        await DoAsync(supervisor, $"{Plan}/endorse", "form.card", [("endorsed", "true"), ("note", "Cuenta con el equipo y el presupuesto.")]);
        await HasNothingAsync(supervisor);
    }

    async Task TranslateAsync()
    {
        await HasOnlyAsync(interpreter, $"{Plan}/translate");
        await DoAsync(interpreter, $"{Plan}/translate?to=ko", "form.segments", [("segments[0].Text", "쿠스코 주정부는 민원 236종을 처리합니다.")]);
        await FinishTranslationAsync();
    }

    async Task FinishTranslationAsync()
    {
        await DoAsync(interpreter, $"{Plan}/translate?to=ko", "form[action$='handler=finish']");
        await HasNothingAsync(interpreter);
    }

    async Task ReviewAsync()
    {
        await HasOnlyAsync(consultant, $"{Plan}/review");
        Assert.Contains("쿠스코 주정부는 민원 236종을 처리합니다.", (await consultant.GetAsync($"{Plan}/review")).Texts("#s-background [data-translated] .segment"));
        await DoAsync(consultant, $"{Plan}/review", "#s-background .compose form",
            [("quote", Quote), ("text", "이 수치의 출처를 밝혀 주십시오."), ("kind", "Question"), ("required", "true"), ("language", "ko")]);
        await DoAsync(consultant, $"{Plan}/review", "#s-risks .compose form",
            [("text", "Name who decides when a risk comes true."), ("kind", "MustChange"), ("required", "true"), ("language", "en")]);
        Assert.DoesNotContain("이 수치의 출처", (await official.GetAsync(Plan)).Text, StringComparison.Ordinal);
        await ReleaseAsync("Revise", "방향은 좋으나 근거가 필요합니다.");
    }

    async Task ReleaseAsync(string recommendation, string summary)
    {
        var preview = await DoAsync(consultant, $"{Plan}/review", "#recommendation form", [("recommendation", recommendation), ("summary", summary)], "button[value=preview]");
        Assert.Contains(summary, preview.Form(".preview").TextContent, StringComparison.Ordinal);
        await DoAsync(consultant, $"{Plan}/review/release", "form:has([name=seen])");
        await HasNothingAsync(consultant);
    }

    async Task AnswerFirstAsync()
    {
        await HasOnlyAsync(official, $"{Plan}/answers", "Responda los comentarios y presente una nueva versión");
        var plan = await official.GetAsync(Plan);
        Assert.Equal(Quote, plan.Texts("#s-background .comment blockquote").Single());
        Assert.Equal(Quote, string.Concat(plan.Texts("#s-background mark")));
        Assert.Contains("Name who decides when a risk comes true.", plan.Texts("#s-risks .comment p"));

        await RefusedAsync("Falta responder los comentarios 1 y 2.");
        Assert.Contains("Faltan 2 respuestas obligatorias.", (await official.GetAsync($"{Plan}/answers")).Texts("p.lead"));
        await AnswerAsync(1, "Done", "Se añadió la fuente.");
        await RefusedAsync("Falta responder el comentario 2.");
        Assert.Contains("Falta 1 respuesta obligatoria.", (await official.GetAsync($"{Plan}/answers")).Texts("p.lead"));
    }

    async Task RefusedAsync(string sentence)
    {
        var refused = await official.SubmitAsync(await official.GetAsync($"{Plan}/write"), Button("Submit"));
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains(sentence, refused.Texts(".banner.refused").Single(), StringComparison.Ordinal);
        Assert.Equal(1, await site.ReadAsync<long>("select count(*) from revision where plan_id = 1"));
    }

    async Task AnswerAsync(int number, string kind, string text)
    {
        var id = await site.ReadAsync<long>("select id from comment where plan_id = 1 and number = @number", new { number });
        var page = await DoAsync(official, $"{Plan}/answers", $".answering form:has(input[name=comment][value='{id}'])", [("kind", kind), ("text", text)]);
        Assert.Contains(text, page.Document.GetElementById($"text-{id}")!.TextContent, StringComparison.Ordinal);
    }

    /// <summary>The program ends and starts again: the same rows, the same pages, nobody has to sign in anew.</summary>
    async Task RestartAsync()
    {
        var (before, journal) = (await OfficialSeesAsync(), await site.ReadAsync<long>("select count(*) from journal"));
        site = await site.RestartedAsync();
        (official, consultant, lead) = (official.MovedTo(site.Url), consultant.MovedTo(site.Url), lead.MovedTo(site.Url));
        (supervisor, interpreter) = (supervisor.MovedTo(site.Url), interpreter.MovedTo(site.Url));
        Assert.Equal(before, await OfficialSeesAsync());
        Assert.Equal(journal, await site.ReadAsync<long>("select count(*) from journal"));
    }

    async Task<string> OfficialSeesAsync() => (await official.GetAsync("/")).Form("main").TextContent + (await official.GetAsync(Plan)).Form("main").TextContent;

    async Task WriteInTwoTabsAsync()
    {
        const string Other = "Otra redacción, de la primera pestaña.";
        var mine = JourneyPlan.Contents["background"].Replace(Quote, Source, StringComparison.Ordinal);
        var (first, second) = (await official.GetAsync($"{Plan}/write/background"), await official.GetAsync($"{Plan}/write/background"));
        Assert.Equal(HttpStatusCode.SeeOther, (await official.SubmitAsync(first, "form[data-keep]", [("text", Other)], "button[value=stay]")).Status);

        var both = await official.SubmitAsync(second, "form[data-keep]", [("text", mine)], "button[value=stay]");
        Assert.Equal(HttpStatusCode.Conflict, both.Status);
        Assert.Contains(Other, both.Form("section[aria-labelledby=h-other] article").TextContent, StringComparison.Ordinal);
        Assert.Equal(mine, both.Document.GetElementById("text")!.TextContent);
        Assert.Equal(Other, await site.ReadAsync<string>("select content from section where plan_id = 1 and key = 'background'"));

        Assert.Equal(HttpStatusCode.SeeOther, (await official.SubmitAsync(both, "form[data-keep]", button: "button[value=stay]")).Status);
        Assert.Equal(mine, await site.ReadAsync<string>("select content from section where plan_id = 1 and key = 'background'"));
    }

    async Task AnswerSecondAndResubmitAsync()
    {
        await AnswerAsync(2, "NotDone", "Lo decide el Consejo Regional; queda fuera de este plan.");
        var shown = await DoAsync(official, $"{Plan}/write", Button("Submit"));
        Assert.Equal($"{Plan}?revision=2", shown.Path);
        await HasNothingAsync(official);
    }

    async Task AcceptAsync()
    {
        await HasOnlyAsync(consultant, $"{Plan}/review");
        var changes = await consultant.GetAsync($"{Plan}/changes");
        Assert.Equal(["d-background"], changes.Document.QuerySelectorAll("section:has(article.change) > h2").Select(h => h.Id!));
        Assert.Contains("mesa de partes", string.Concat(changes.Texts("article.change ins")), StringComparison.Ordinal);
        var desk = await consultant.GetAsync($"{Plan}/review");
        Assert.Equal(2, desk.Document.QuerySelectorAll("li.answered").Length);
        Assert.Contains("Se añadió la fuente.", desk.Texts("#answer-1 p"));
        foreach (var number in new[] { 1, 2 })
            await DoAsync(consultant, $"{Plan}/review", $"#answer-{number} form", button: "button[value=Accepted]");
        await ReleaseAsync("Accept", "수정이 잘 되었습니다.");
    }

    async Task ScheduleAsync()
    {
        await HasOnlyAsync(lead, $"{Plan}/lead", "Set the date and time");
        var shown = await DoAsync(lead, $"{Plan}/lead", Button("Schedule"),
            [("day", "2027-03-02"), ("hour", "19:00"), ("zone", "America/Lima"), ("minutes", "30"), ("place", "Sala 1")], ButtonOf("Schedule"));
        Assert.Equal(HttpStatusCode.OK, shown.Status);
        Assert.Contains("Sala 1", (await official.GetAsync(Plan)).Text, StringComparison.Ordinal);
    }

    async Task RecordAsync()
    {
        var criteria = (await lead.GetAsync($"{Plan}/lead")).Document.QuerySelectorAll("fieldset.levels").Select(f => f.Id!).ToList();
        Assert.NotEmpty(criteria);
        await DoAsync(lead, $"{Plan}/lead", Button("Record"), [.. criteria.Select(c => (c, "4"))], ButtonOf("Record"));
        Assert.Equal(criteria.Count, await site.ReadAsync<long>("select count(*) from score s join presentation p on p.id = s.presentation_id where p.plan_id = 1 and s.points = 4"));
    }

    async Task RowsAsync()
    {
        foreach (var visit in (Visit[])[official, consultant, lead, supervisor, interpreter])
            await HasNothingAsync(visit);
        Assert.Equal("completed", await site.ReadAsync<string>("select state from plan where id = 1"));
        Assert.Equal(2, await site.ReadAsync<long>("select count(*) from revision where plan_id = 1"));
        Assert.Equal(2, await site.ReadAsync<long>("select count(*) from review where plan_id = 1 and released_at is not null"));
        Assert.Equal(2, await site.ReadAsync<long>("select count(*) from comment where plan_id = 1 and state = 'accepted'"));
        Assert.Equal("draft, endorse, translate, review, revise, translate, review, schedule, present, complete",
            await ListAsync("select kind from task where plan_id = 1 and closed_at is not null order by id"));
        Assert.Equal(0, await site.ReadAsync<long>("select count(*) from task where plan_id = 1 and closed_at is null"));
        Assert.Equal(0, await site.ReadAsync<long>("select count(*) from incident"));
        Assert.Equal(50, await site.ReadAsync<long>("select count(*) from journal"));
        Assert.Equal(
            "WriteDraft, Endorse, Translate, Review, CountRound, RoundsLeft, Revise, Translate, Review, TellAccepted, Schedule, Present, Complete",
            await ListAsync("select activity_id from journal where kind = 'Completed' order by instance_id, seq"));
        Assert.Empty(await Invariants.VerifyAsync(site.Services.GetRequiredService<Database>()));
    }

    async Task MailsAsync() =>
        Assert.Equal(
            "plan_accepted 1, plan_completed 1, plan_submitted_receipt 2, presentation_scheduled 2, review_released 2, task_opened 10",
            await ListAsync("select kind || ' ' || count(*) from outbox where plan_id = 1 group by kind order by kind"));

    async Task HistoryAsync()
    {
        var history = await official.GetAsync($"{Plan}/history");
        Assert.Equal(
            [
                "El sistema abrió el plan de Rosa Quispe Huamán.",
                "Rosa Quispe Huamán presentó la versión 1.",
                "Jorge Paredes respaldó el plan.",
                "박지훈 terminó la traducción de la versión 1.",
                "김민서 entregó su revisión de la ronda de revisión 1 con 2 comentarios y recomendó corregir el plan.",
                "Rosa Quispe Huamán respondió los comentarios y presentó la versión 2.",
                "박지훈 terminó la traducción de la versión 2.",
                "김민서 aceptó la respuesta al comentario 1.",
                "김민서 aceptó la respuesta al comentario 2.",
                "김민서 entregó su revisión de la ronda de revisión 2 con 0 comentarios y recomendó aceptar el plan.",
                "Lucía Fernández Rojas programó la presentación final: mar. 2 mar 2027, 19:00 Lima\u00A0· mié. 3 mar, 09:00 Seúl.",
                "Lucía Fernández Rojas registró que se realizó la presentación final.",
                "Lucía Fernández Rojas dio el plan por concluido.",
            ],
            history.Texts("ol.history > li > p").Reverse());
    }

    async Task<string> ListAsync(string sql) =>
        string.Join(", ", await site.Services.GetRequiredService<Database>().ReadAsync(session => session.QueryAsync<string>(sql)));

    static string Button(string handler) => $"form:has({ButtonOf(handler)})";

    static string ButtonOf(string handler) => $"button[formaction$='handler={handler}']";

    /// <summary>Opens the page, fills its form in, sends it, and gives the page that follows.</summary>
    static async Task<PageRead> DoAsync(Visit visit, string path, string form, IEnumerable<(string Name, string Value)>? fill = null, string? button = null)
    {
        var sent = await visit.SubmitAsync(await visit.GetAsync(path), form, fill, button);
        Assert.True(sent.Status == HttpStatusCode.SeeOther, $"{path} {form}: {sent.Status} {string.Join('\n', sent.Texts(".banner.refused, .error"))}");
        return await visit.FollowAsync(sent);
    }

    /// <summary>What the lead's dashboard says of the plan.</summary>
    async Task StandsAsync(string stage, params string[] holders)
    {
        var row = (await lead.GetAsync("/rounds/1/dashboard")).Document.QuerySelectorAll("table.dashboard tbody tr").Single();
        Assert.Equal(stage, row.QuerySelector("td:nth-of-type(2)")!.TextContent.Trim());
        Assert.Equal(holders, row.QuerySelectorAll("td:nth-of-type(3) b").Select(b => b.TextContent));
    }

    /// <summary>The one task on the home page leads there, and the plan's page says that it is one's own turn.</summary>
    static async Task HasOnlyAsync(Visit visit, string path, string? call = null)
    {
        var button = (await visit.GetAsync("/")).Document.QuerySelectorAll("table.queue a.button").Single();
        Assert.Equal(path, button.GetAttribute("href"));
        if (call is not null)
            Assert.Contains(call, button.TextContent, StringComparison.Ordinal);
        Assert.NotNull((await visit.GetAsync(Plan)).Document.QuerySelector(".ball.mine"));
    }

    static async Task HasNothingAsync(Visit visit) => Assert.Empty((await visit.GetAsync("/")).Texts("table.queue tbody tr"));
}
