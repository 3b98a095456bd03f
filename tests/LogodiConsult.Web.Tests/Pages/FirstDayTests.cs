using System.Net;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LogodiConsult.Web.Tests.Pages;

/// <summary>What a lead does on the first day, without the sample: programme, round, people, plan; all of it by forms.</summary>
public sealed class FirstDayTests(SharedSites sites)
{
    const long Lead = 3;

    [Fact]
    public async Task NewProgramme_WithMistakes_KeepsWhatWasTyped_AndThenIsMade()
    {
        var site = await sites.ProductionAsync();
        using var visit = await site.Visit().SignedInAsync(Lead);
        var form = await visit.GetAsync("/programmes/new");
        var refused = await visit.SubmitAsync(form, "form[data-keep]", [("Code", "con espacio"), ("Title.Ko", "혁신"), ("Requester", "SERVIR"), ("FirstYear", "veinte")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.NotNull(refused.Document.GetElementById("FirstYear-error"));
        Assert.Equal("veinte", refused.Document.GetElementById("FirstYear")!.GetAttribute("value"));
        Assert.Equal("혁신", refused.Document.GetElementById("Title_Ko")!.GetAttribute("value"));

        var again = await visit.SubmitAsync(refused, "form[data-keep]", [("FirstYear", "2026")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.NotNull(again.Document.GetElementById("Code-error"));
        Assert.Equal("con espacio", again.Document.GetElementById("Code")!.GetAttribute("value"));

        var made = await visit.SubmitAsync(again, "form[data-keep]", [("Code", "PERU-9"), ("LastYear", "2028")]);
        Assert.Equal(HttpStatusCode.SeeOther, made.Status);
        var page = await visit.FollowAsync(made);
        Assert.Equal("혁신", page.Title);
        Assert.NotNull(page.Document.QuerySelector(".banner.done"));
    }

    [Fact]
    public async Task FirstDay_FromProgrammeToOpenPlan_NeedsNothingButForms()
    {
        await using var site = await TestSite.StartAsync();
        using var visit = await site.Visit().SignedInAsync(Lead);
        var programme = await MadeAsync(visit, "/programmes/new", [("Code", "PERU-3"), ("Title.Es", "Gestión pública"), ("Requester", "SERVIR"), ("FirstYear", "2026"), ("LastYear", "2028")]);
        var subjects = await visit.SubmitAsync(await visit.GetAsync(programme), "form:has(#Subjects)", [("Subjects[0].Name.Es", "Gobierno digital"), ("Subjects[1].Name.Es", "Recursos humanos")]);
        Assert.Equal(HttpStatusCode.SeeOther, subjects.Status);

        var round = await MadeAsync(visit, $"{programme}/rounds/new", [("StartsOn", "2026-10-12"), ("EndsOn", "2026-10-21"), ("Title.Es", "Ronda en línea"), ("DefinitionId", "action-plan-short")]);
        var started = await visit.SubmitAsync(await visit.GetAsync(round), "form:has(button[formaction*='State'])", button: null, fill: []) is var answer && answer.Status == HttpStatusCode.SeeOther;
        Assert.True(started);

        var link = await InviteAsync(visit, round, "Official", "Carmen Rojas", "carmen@region.gob.pe");
        await InviteAsync(visit, round, "Consultant", "이서연", "seoyeon@logodi.go.kr");
        Assert.Equal("Asia/Seoul", await site.ReadAsync<string>("select zone from person where email = 'seoyeon@logodi.go.kr'"));
        Assert.Equal("America/Lima", await site.ReadAsync<string>("select zone from person where email = 'carmen@region.gob.pe'"));
        using var carmen = site.Visit();
        var door = await carmen.GetAsync(link);
        Assert.Equal(HttpStatusCode.OK, door.Status);

        var form = await visit.GetAsync($"{round}/plans/new");
        var official = form.Document.QuerySelector("#officialId option:not([value=''])")!.GetAttribute("value")!;
        var consultant = form.Document.QuerySelector("input[name=consultants]")!.GetAttribute("value")!;
        var fields = Visit.FieldsOf(form, "form[data-keep]", [("officialId", official), ("title", "Trámites en un día"), ("consultants", consultant)], null);
        var opened = await visit.PostAsync($"{round}/plans/new", fields);
        Assert.Equal(HttpStatusCode.SeeOther, opened.Status);
        var twice = await visit.PostAsync($"{round}/plans/new", fields);
        Assert.Equal(opened.Location, twice.Location);

        var dashboard = await visit.GetAsync($"{round}/dashboard");
        Assert.Single(dashboard.Texts("table.dashboard tbody tr"));
        Assert.Contains("Carmen Rojas", dashboard.Text, StringComparison.Ordinal);
        var sorted = await visit.GetAsync($"{round}/dashboard?sort=Due&down=true");
        Assert.Equal("Due", sorted.Document.QuerySelector("#sort option[selected]")!.GetAttribute("value"));
        Assert.NotNull(sorted.Document.QuerySelector("form[method=get] input[name=down][checked]"));
        var csv = await visit.GetAsync($"{round}/dashboard?handler=Csv");
        Assert.Contains("Trámites en un día", csv.Text, StringComparison.Ordinal);
        var xlsx = await visit.Client.GetByteArrayAsync($"{round}/dashboard?handler=Xlsx");
        Assert.Equal("PK"u8.ToArray(), xlsx[..2]);

        var mails = await visit.GetAsync("/mails");
        Assert.Contains("carmen@region.gob.pe", mails.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_FromSpreadsheetToOpenPlans_InTwoForms()
    {
        await using var site = await TestSite.StartAsync();
        using var visit = await site.Visit().SignedInAsync(Lead);
        var page = await visit.GetAsync("/rounds/1/people/list");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await visit.SubmitAsync(page, "form[data-keep]")).Status);
        var table = "Nombre;Correo;Entidad;Idioma\nLuz Ccori;luz@region.gob.pe;Gobierno Regional;es\n김하나;hana@logodi.go.kr;LOGODI;ko\n<script>;malo;x;es";
        var looked = await visit.SubmitAsync(page, "form[data-keep]", [("table", table)]);
        Assert.Equal(HttpStatusCode.OK, looked.Status);
        Assert.Equal(3, looked.Document.QuerySelectorAll("tbody tr").Length);
        Assert.Null(looked.Document.QuerySelector("tbody script"));
        Assert.Null((await visit.GetAsync("/rounds/1/people")).Document.QuerySelector("[lang=ko] + .address"));
        Assert.Contains("Seoul", looked.Document.QuerySelectorAll("tbody tr").Single(r => r.TextContent.Contains("hana@logodi.go.kr", StringComparison.Ordinal)).TextContent, StringComparison.Ordinal);
        var invited = await visit.SubmitAsync(looked, "form[action$='handler=invite']");
        Assert.Equal(HttpStatusCode.SeeOther, invited.Status);
        var people = await visit.FollowAsync(invited);
        Assert.Contains("luz@region.gob.pe", people.Text, StringComparison.Ordinal);
        Assert.Contains("hana@logodi.go.kr", people.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("malo", people.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await visit.SubmitAsync(looked, "form[action$='handler=invite']", [("table", "Luz Ccori,luz@region.gob.pe")])).Status);

        var several = await visit.GetAsync("/rounds/1/plans/several");
        var titles = several.Document.QuerySelectorAll("input[name$='.Title']");
        Assert.Contains("Plan de acción de Luz Ccori", titles.Select(t => t.GetAttribute("value")));
        Assert.Contains("김하나의 액션플랜", titles.Select(t => t.GetAttribute("value")));
        var refused = await visit.SubmitAsync(several, "form[data-keep]", [(titles[0].GetAttribute("name")!, " ")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Single(refused.Texts("tbody .field-error"));
        var opened = await visit.SubmitAsync(refused, "form[data-keep]", [(titles[0].GetAttribute("name")!, "Otro título")]);
        Assert.Equal(HttpStatusCode.SeeOther, opened.Status);
        var round = await visit.FollowAsync(opened);
        Assert.Contains("Otro título", round.Text, StringComparison.Ordinal);
        Assert.Empty((await visit.GetAsync("/rounds/1/plans/several")).Document.QuerySelectorAll("tbody tr"));
    }

    [Fact]
    public async Task Link_IsShownOnce_AndKeptNowhere()
    {
        await using var site = await TestSite.StartAsync();
        using var visit = await site.Visit().SignedInAsync(Lead);
        var path = await InviteAsync(visit, "/rounds/1", "Panel", "Ana Torres", "ana@example.org");
        Assert.StartsWith("/link/", path, StringComparison.Ordinal);
        Assert.Null((await visit.GetAsync("/rounds/1/people")).Document.GetElementById("link"));
        var kept = await site.Services.GetRequiredService<Database>().ReadAsync(s => s.ScalarAsync<long>("select count(*) from form_receipt where answer like '%/link/%'"));
        Assert.Equal(0, kept);
    }

    [Fact]
    public async Task Invite_WithoutRoleOrName_SaysSoAtTheFields()
    {
        var site = await sites.ProductionAsync();
        using var visit = await site.Visit().SignedInAsync(Lead);
        var refused = await visit.SubmitAsync(await visit.GetAsync("/rounds/1/people"), "#invite form", [("Name", ""), ("Email", "nadie")], "button");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.NotNull(refused.Document.GetElementById("Name-error"));
        Assert.NotNull(refused.Document.GetElementById("Email-error"));
        Assert.NotNull(refused.Document.GetElementById("Roles-error"));
        Assert.Equal("nadie", refused.Document.GetElementById("Email")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Profile_SavedFromAnOldPage_IsAskedAgain_AndKeepsTheText()
    {
        await using var site = await TestSite.StartAsync();
        using var visit = await site.Visit().SignedInAsync(1);
        var first = await visit.GetAsync("/me");
        var second = await visit.GetAsync("/me");
        Assert.Equal(HttpStatusCode.SeeOther, (await visit.SubmitAsync(first, "form[data-keep]", [("Zone", "Asia/Seoul")])).Status);
        var stale = await visit.SubmitAsync(second, "form[data-keep]", [("Name", "Rosa Quispe H.")]);
        Assert.Equal(HttpStatusCode.Conflict, stale.Status);
        Assert.Equal("Rosa Quispe H.", stale.Document.GetElementById("Name")!.GetAttribute("value"));
        Assert.Equal(HttpStatusCode.SeeOther, (await visit.SubmitAsync(stale, "form[data-keep]")).Status);
    }

    static async Task<string> MadeAsync(Visit visit, string path, (string, string)[] fill)
    {
        var made = await visit.SubmitAsync(await visit.GetAsync(path), "form[data-keep]", fill);
        Assert.True(made.Status == HttpStatusCode.SeeOther, string.Join('\n', made.Texts(".banner.refused")));
        return made.Location!;
    }

    static async Task<string> InviteAsync(Visit visit, string place, string role, string name, string email)
    {
        var page = await visit.GetAsync($"{place}/people");
        var fields = Visit.FieldsOf(page, "#invite form", [("Name", name), ("Email", email), ("chosen", role)], null);
        var invited = await visit.PostAsync($"{place}/people?handler=Invite", fields);
        Assert.True(invited.Status == HttpStatusCode.SeeOther, string.Join('\n', invited.Texts(".banner.refused")));
        var shown = await visit.FollowAsync(invited);
        return new Uri(shown.Document.GetElementById("link")!.GetAttribute("value")!).AbsolutePath;
    }
}
