using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Web.Forms;
using LogodiConsult.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static LogodiConsult.Web.Tests.Support.JourneyPlan;

namespace LogodiConsult.Web.Tests.Hosting;

/// <summary>The program itself, <c>serve</c> on the sample with its loops, killed (SIGKILL) while people write, comment and submit: nothing that was answered is
/// lost, and nothing that was sent again with the same form key is doubled.</summary>
public sealed class ServeKilledTests(SharedSites sites) : IDisposable
{
    const int Kills = 6;
    const int Officials = 3;
    const int PlansEach = 8;
    const int SavesBeforeSubmission = 4;
    const int ActsBeforeKill = 10;

    readonly string folder = Directory.CreateTempSubdirectory("logodi-killed-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Serve_KilledUnderLoad_LosesAndDoublesNothing()
    {
        var data = Path.Combine(folder, "data");
        await sites.CopySampleAsync(data);
        var people = await PrepareAsync(data);
        var random = new Random(20221011);
        for (var kill = 0; kill < Kills; kill++)
        {
            var (process, url) = await BuiltProgram.ServeAsync(folder);
            var acting = people.Select(p => Task.Run(() => p.ActAsync(url))).ToList();
            // Not before it acts: a program that is killed while it warms up proves nothing.
            var before = people.Sum(p => p.Done.Count);
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
            while (people.Sum(p => p.Done.Count) < before + ActsBeforeKill) await Task.Delay(5, patience.Token);
            await Task.Delay(random.Next(0, 250), TestContext.Current.CancellationToken);
            Assert.False(process.HasExited, "The program ended by itself.");
            await EndAsync(process);
            await Task.WhenAll(acting);
        }

        var (last, at) = await BuiltProgram.ServeAsync(folder);
        await Task.WhenAll(people.Select(p => p.CatchUpAsync(at)));
        await EndAsync(last);

        var (code, output) = await BuiltProgram.RunAsync(folder, "verify");
        Assert.True(code == 0, output);
        await AssertOnceAsync(data, [.. people.SelectMany(p => p.Done)]);
        Assert.True(people.Sum(p => p.Repeated) > Kills, "Too little was sent again.");
        foreach (var person in people)
            person.Dispose();
    }

    static async Task EndAsync(System.Diagnostics.Process process)
    {
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.Dispose();
    }

    static async Task AssertOnceAsync(string data, IReadOnlyList<SentForm> done)
    {
        await using var database = new Database(new DatabaseOptions { DataFolder = data }, TimeProvider.System);
        Task<long> CountAsync(string sql, object args) => database.ReadAsync(session => session.ScalarAsync<long>("select count(*) from " + sql, args));
        var kinds = done.CountBy(f => f.Kind).ToDictionary();
        Assert.All((string[])["save", "comment", "submit"], kind => Assert.True(kinds.GetValueOrDefault(kind) >= Officials, $"Only {kinds.GetValueOrDefault(kind)} times {kind}."));
        foreach (var form in done)
            Assert.Equal((form.Key, 1), (form.Key, await CountAsync("form_receipt where form_key = @Key", new { form.Key })));

        foreach (var comment in done.Where(f => f.Kind == "comment"))
            Assert.Equal((comment.Says, 1), (comment.Says, await CountAsync("comment where text = @Says", new { comment.Says })));
        Assert.Equal(kinds["comment"], await CountAsync("comment where text like 'Bajo carga %'", new { }));

        foreach (var saves in done.Where(f => f.Kind == "save").GroupBy(f => f.Plan))
        {
            var written = new { plan = saves.Key, text = saves.Last().Says, saves = saves.Count() };
            // The plan's text was saved once before, when it was opened.
            Assert.Equal((written.plan, 1), (written.plan, await CountAsync("section where plan_id = @plan and key = 'background' and content = @text and version = 1 + @saves", written)));
        }

        foreach (var plan in done.Where(f => f.Kind == "submit").Select(f => new { plan = f.Plan }))
        {
            Assert.Equal((plan.plan, 1), (plan.plan, await CountAsync("revision where plan_id = @plan", plan)));
            Assert.Equal((plan.plan, 1), (plan.plan, await CountAsync("outbox where kind = 'plan_submitted_receipt' and plan_id = @plan", plan)));
            Assert.Equal((plan.plan, 1), (plan.plan, await CountAsync("audit where act = 'plan.submitted' and plan_id = @plan", plan)));
            Assert.Equal((plan.plan, 1), (plan.plan, await CountAsync("journal j join plan p on p.instance_id = j.instance_id where p.id = @plan and j.kind = 'Resumed'", plan)));
        }

        Assert.Equal(kinds["submit"], await CountAsync("revision v join plan p on p.id = v.plan_id where p.title like 'Bajo carga %'", new { }));
    }

    /// <summary>Officials with whole plans in their hands, and two consultants whose reviews are open; signed in, for a sign-in outlives the program.</summary>
    static async Task<List<BusyPerson>> PrepareAsync(string data)
    {
        Dictionary<long, long[]> writing = [];
        var site = await TestSite.StartAsync(settle: async services => writing = await OpenPlansAsync(services), folder: data);
        var people = new List<BusyPerson>();
        foreach (var (official, plans) in writing)
        {
            var visit = await site.Visit().SignedInAsync(official);
            people.Add(new BusyPerson(visit, Writing(await FormsAsync(visit, plans))));
        }

        foreach (var key in (string[])["capacitacion-por-brechas", "tablero-de-obras-piura"])
        {
            var plan = await site.PlanAsync(key);
            var visit = await site.AsReviewerAsync(plan);
            people.Add(new BusyPerson(visit, Commenting(Form("comment", plan, await visit.GetAsync($"/plans/{plan}/review"), "#h-whole ~ .compose form"))));
        }

        await site.DieAsync();
        return people;
    }

    static async Task<Dictionary<long, long[]>> OpenPlansAsync(IServiceProvider services)
    {
        // The round of the plan whose content they all get: its dates fit.
        var (round, officials, consultant) = await services.GetRequiredService<Database>().ReadAsync(async session =>
        {
            var of = await session.ScalarAsync<long>("select round_id from plan where title = @Es", new { TestSample.Data.Plan("ventanilla-unica-cusco").Title.Es });
            const string holders = "select distinct r.person_id from role r join person p on p.id = r.person_id where r.round_id = @of and r.role = @role and r.ended_at is null and p.is_sample = 1 order by r.person_id";
            return (of, await session.QueryAsync<long>(holders, new { of, role = "official" }), (await session.QueryAsync<long>(holders, new { of, role = "consultant" }))[0]);
        });
        var plans = services.GetRequiredService<PlanService>();
        var writing = new Dictionary<long, long[]>();
        foreach (var official in officials.Take(Officials))
        {
            var opened = new List<long>();
            for (var i = 0; i < PlansEach; i++)
            {
                var plan = Must(await plans.OpenAsync(new OpenPlan(round, official, $"Bajo carga {official}-{i}", null, "es", null) { Consultants = [consultant] }, Actor.System));
                var sections = Contents.Select(c => new SectionText(c.Key, c.Value, 0)).ToList();
                Assert.Empty(Must(await plans.SaveAsync(new SaveDraft(plan, null, sections), await ActorAsync(services, official))).Conflicts);
                opened.Add(plan);
            }

            writing[official] = [.. opened];
        }

        return writing;
    }

    /// <summary>The forms of writing and of submission of each plan: all were opened before, as in tabs that stay open.</summary>
    static async Task<(SentForm Save, SentForm Submit)[]> FormsAsync(Visit visit, long[] plans)
    {
        var forms = new List<(SentForm, SentForm)>();
        foreach (var plan in plans)
        {
            var save = Form("save", plan, await visit.GetAsync($"/plans/{plan}/write/background"), "form[data-write]", "button[value=stay]");
            forms.Add((save, Form("submit", plan, await visit.GetAsync($"/plans/{plan}/write"), "#submit-form")));
        }

        return [.. forms];
    }

    /// <summary>Some saves, then the submission, then the next plan; in the last one only saves. Each save has a key of its own and the version that the last one made.</summary>
    static Func<int, SentForm> Writing((SentForm Save, SentForm Submit)[] forms) => act =>
    {
        var (turn, step) = Math.DivRem(act - 1, SavesBeforeSubmission + 1);
        var at = Math.Min(turn, forms.Length - 1);
        if (step == SavesBeforeSubmission && turn < forms.Length - 1) return forms[at].Submit;
        var text = $"{Contents["background"]}\nEscrito bajo carga, {act}.";
        var saved = act - 1 - (at * (SavesBeforeSubmission + 1));
        return Again(forms[at].Save, text, ("text", text), ("baseVersion", (1 + saved).ToString()));
    };

    static Func<int, SentForm> Commenting(SentForm form) => act =>
    {
        var text = $"Bajo carga {form.Plan}-{act}.";
        return Again(form, text, ("kind", "Suggestion"), ("text", text));
    };

    static SentForm Again(SentForm form, string says, params (string Name, string Value)[] fill) => form with
    {
        Says = says,
        Fields = [.. form.Fields.Where(f => f.Key != "form-key" && !fill.Any(x => x.Name == f.Key)), .. fill.Select(f => new KeyValuePair<string, string>(f.Name, f.Value)), new("form-key", FormKeys.NewKey())],
    };

    static SentForm Form(string kind, long plan, PageRead page, string form, string? button = null) =>
        new(kind, plan, "", Visit.TargetOf(page, form, button), Visit.FieldsOf(page, form, null, button));
}
