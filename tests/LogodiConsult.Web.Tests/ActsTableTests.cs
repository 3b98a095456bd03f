using System.Net;
using System.Net.Http.Headers;
using System.Text;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.TestSupport;
using LogodiConsult.Web.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace LogodiConsult.Web.Tests;

/// <summary>Who may do what: every handler that changes something stands here with those who may use it. One that is missing fails the test, and so does one
/// that lets in anybody else.</summary>
public sealed class ActsTableTests(ActsSite acts) : IClassFixture<ActsSite>
{
    const string Anybody = "0123456789";
    const string SignedIn = "123456789";
    const string Leads = "37";
    const string Nobody = "";

    const string Person = "Name=Ana Soto&Email=ana@example.org&Language=es&Zone=America/Lima";
    const string Programme = "Title.Es=Otro&Title.Ko=다른&Title.En=Other&Host=LOGODI&Sponsor=KOICA&Requester=SERVIR&FirstYear=2024&LastYear=2026";
    const string Round = "Title.Es=Otra&Title.Ko=다른&Title.En=Other&StartsOn=2024-10-12&EndsOn=2024-10-21&Zone=America/Lima&DefinitionId=action-plan&TemplateId=action-plan@1";
    const string Comment = "Kind=MustChange&Text=Falta el costo.&Language=es";
    const string Table = "table=nombre;correo\nAna Soto;ana@example.org";
    const string Schedule = "Day=2031-05-06&Hour=09:00&Zone=America/Lima&Minutes=30&Place=Sala 2";
    const string Reason = "reason=Así se acordó con SERVIR.";

    /// <summary>Those who may, as in <see cref="AccessTableTests"/>: nobody signed in (0), official (1), consultant (2), lead (3), supervisor (4), interpreter (5),
    /// panel member (6), administrator (7); then those who have no part in the plans (8 and 9). An act of a plan is tried on every plan.</summary>
    static readonly TableLine[] Acts =
    [
        new("ANY health", "/health", Anybody, ""),
        new("ANY {**path}", "/nothing", Nobody, ""),
        new("POST error/{code:int}", "/error/403", Nobody, ""),
        new("PUT error/{code:int}", "/error/403", Nobody, ""),
        new("DELETE error/{code:int}", "/error/403", Nobody, ""),
        new("POST design", "/design", Nobody, "title=Título"),
        new("POST sign-in", "/sign-in", Anybody, "person=1"),
        new("POST sign-in?handler=link", "/sign-in?handler=link", Anybody, "email=nadie@example.org"),
        new("POST sign-out", "/sign-out", Anybody, ""),
        new("POST link/{token}", "/link/never-made", Anybody, ""),
        new("POST language", "/language", Anybody, "language=es&back=/"),
        new("POST me", "/me", SignedIn, Person),
        new("POST me?handler=calendar", "/me?handler=calendar", SignedIn, ""),
        new("POST me?handler=calendarStop", "/me?handler=calendarStop", SignedIn, ""),
        new("POST me/phrases", "/me/phrases", SignedIn, "text=Falta la fuente.&language=es"),
        new("POST me/phrases?handler=delete", "/me/phrases?handler=delete", "2", "phrase={phrase}"),
        new("POST mails", "/mails", Leads, "mail={mail}"),
        new("POST calibrations", "/calibrations", Leads, "round=1&plan=2&title=Ejercicio 2"),
        new("POST calibrations/{id:long}?handler=score", "/calibrations/{calibration}?handler=score", "28", "problem=3&go=save"),
        new("POST calibrations/{id:long}?handler=close", "/calibrations/{calibration}?handler=close", Leads, ""),
        new("POST programmes/{id:long}/glossary?handler=keep", "/programmes/1/glossary?handler=keep", "357", "Es=trámite&Ko=민원&En=procedure"),
        new("POST programmes/{id:long}/glossary?handler=delete", "/programmes/1/glossary?handler=delete", "357", "term={term}"),
        new("POST programmes/{id:long}/glossary/import?handler=look", "/programmes/1/glossary/import?handler=look", "357", "table=es;ko;en\ncosto;비용;cost"),
        new("POST programmes/{id:long}/glossary/import?handler=apply", "/programmes/1/glossary/import?handler=apply", "357", "table=es;ko;en\ncosto;비용;cost"),
        new("POST programmes/new", "/programmes/new", Leads, "Code=PERU-3&" + Programme),
        new("POST programmes/{id:long}?handler=edit", "/programmes/1?handler=edit", Leads, "Code=PERU-2&" + Programme + "&version={programmeVersion}"),
        new("POST programmes/{id:long}?handler=subjects", "/programmes/1?handler=subjects", Leads, "Subjects[0].Name.Es=Tema&Subjects[0].Name.Ko=주제&Subjects[0].Name.En=Subject"),
        new("POST programmes/{id:long}/people?handler=invite", "/programmes/1/people?handler=invite", Leads, Person + "&chosen=Lead"),
        new("POST programmes/{id:long}/people?handler=link", "/programmes/1/people?handler=link", Leads, "person=1"),
        new("POST programmes/{id:long}/people?handler=end", "/programmes/1/people?handler=end", Leads, "role={role}"),
        new("POST programmes/{id:long}/rounds/new", "/programmes/1/rounds/new", Leads, "Number=3&" + Round),
        new("POST rounds/{id:long}?handler=edit", "/rounds/1?handler=edit", Leads, "Number=1&" + Round + "&version={roundVersion}"),
        new("POST rounds/{id:long}/people?handler=invite", "/rounds/1/people?handler=invite", Leads, Person + "&chosen=Lead"),
        new("POST rounds/{id:long}/people?handler=link", "/rounds/1/people?handler=link", Leads, "person=1"),
        new("POST rounds/{id:long}/people?handler=end", "/rounds/1/people?handler=end", Leads, "role={otherRole}"),
        new("POST rounds/{id:long}/people/list?handler=look", "/rounds/1/people/list?handler=look", Leads, Table + "&Chosen=Official"),
        new("POST rounds/{id:long}/people/list?handler=invite", "/rounds/1/people/list?handler=invite", Leads, Table + "&Chosen=Official"),
        new("POST rounds/{id:long}/plans/several", "/rounds/1/plans/several", Leads, "rows[0].OfficialId=9&rows[0].IsChosen=true&rows[0].Title=Plan de la colega"),
        new("POST rounds/{id:long}/plans/new", "/rounds/1/plans/new", Leads, "OfficialId=9&Title=Otro plan&Language=es"),
        new("POST rounds/{id:long}/versions", "/rounds/1/versions", Leads, "definition=action-plan&from=1&to=2"),
        new("POST plans/{id:long}?handler=machine", "/plans/{plan}?handler=machine", "1", "decision=Agreed"),
        new("POST plans/{id:long}?handler=translate", "/plans/{plan}?handler=translate", "2357", "to=ko"),
        new("POST plans/{id:long}/notes", "/plans/{plan}/notes", "237", "text=Nos vemos el lunes.&language=es"),
        new("POST plans/{id:long}/authors?handler=change", "/plans/{plan}/authors?handler=change", "137", "people=9"),
        new("POST plans/{id:long}/files?handler=add", "/plans/{plan}/files?handler=add", "1", "section={files}&caption=Acta&file=@"),
        new("POST plans/{id:long}/files?handler=save", "/plans/{plan}/files?handler=save", "1", "section={files}&baseVersion=0"),
        new("POST plans/{id:long}/uploads", "/plans/{plan}/uploads", "1", "{\"section\":\"{files}\",\"name\":\"acta.pdf\",\"bytes\":100}"),
        new("PATCH plans/{id:long}/uploads/{token}", "/plans/{plan}/uploads/{upload}", "1", "%PDF-1.7"),
        new("PATCH plans/{id:long}/sections/{key}", "/plans/{plan}/sections/background", "1", "{\"content\":\"Otro texto.\"}"),
        new("PATCH plans/{id:long}/title", "/plans/{plan}/title", "1", "{\"content\":\"Otro título\"}"),
        new("POST plans/{id:long}/write/{key}", "/plans/{plan}/write/background", "1", "text=Otro texto.&baseVersion=0&go=stay"),
        new("POST plans/{id:long}/write?handler=save", "/plans/{plan}/write?handler=save", "1", "Title=Otro título&baseVersion={titleVersion}"),
        new("POST plans/{id:long}/import?handler=look", "/plans/{plan}/import?handler=look", "1", "file=@"),
        new("POST plans/{id:long}/import?handler=preview", "/plans/{plan}/import?handler=preview", "1", "rows[0].Part={\"heading\":\"Contexto\",\"blocks\":[]}&rows[0].To=background"),
        new("POST plans/{id:long}/import?handler=apply", "/plans/{plan}/import?handler=apply", "1", "rows[0].Part={\"heading\":\"Contexto\",\"blocks\":[]}&rows[0].To=background"),
        new("POST plans/{id:long}/write?handler=submit", "/plans/{plan}/write?handler=submit", "1", ""),
        new("POST plans/{id:long}/answers", "/plans/{plan}/answers", "1", "comment={comment}&kind=Done&text=Está en la página 3."),
        new("POST plans/{id:long}/answers?handler=take", "/plans/{plan}/answers?handler=take", "1", "comment={comment}"),
        new("POST plans/{id:long}/endorse", "/plans/{plan}/endorse", "4", "endorsed=true&note=De acuerdo."),
        new("POST plans/{id:long}/panel", "/plans/{plan}/panel", "6", "problem=3&go=save"),
        new("POST plans/{id:long}/report", "/plans/{plan}/report", "1", "progress=OnTrack&percent=40&text=Avanza."),
        new("POST plans/{id:long}/translate?handler=save", "/plans/{plan}/translate?handler=save&to=ko&text=section-{revision}-background", "5", "segments[0].Digest=0&segments[0].Text=배경"),
        new("POST plans/{id:long}/translate?handler=finish", "/plans/{plan}/translate?handler=finish", "5", ""),
        new("POST plans/{id:long}/translate?handler=skip", "/plans/{plan}/translate?handler=skip", "357", ""),
        new("POST plans/{id:long}/scores?handler=save", "/plans/{plan}/scores?handler=save", "2", "problem=3"),
        new("POST plans/{id:long}/scores?handler=show", "/plans/{plan}/scores?handler=show", Leads, "round=1&confirmed=true"),
        new("POST plans/{id:long}/review?handler=keep", "/plans/{plan}/review?handler=keep", "2", Comment),
        new("POST plans/{id:long}/review?handler=keepSummary", "/plans/{plan}/review?handler=keepSummary", "2", "recommendation=Accept&summary=Bien.&language=es"),
        new("POST plans/{id:long}/review?handler=comment", "/plans/{plan}/review?handler=comment", "2", Comment),
        new("POST plans/{id:long}/review?handler=delete", "/plans/{plan}/review?handler=delete", "2", "comment={comment}"),
        new("POST plans/{id:long}/review?handler=decide", "/plans/{plan}/review?handler=decide", "2", "answer=1&decision=Accepted&number=1"),
        new("POST plans/{id:long}/review?handler=summary", "/plans/{plan}/review?handler=summary", "2", "recommendation=Accept&summary=Bien.&language=es"),
        new("POST plans/{id:long}/review?handler=recall", "/plans/{plan}/review?handler=recall", "2", ""),
        new("POST plans/{id:long}/review?handler=send", "/plans/{plan}/review?handler=send", "2", ""),
        new("POST plans/{id:long}/review/release", "/plans/{plan}/review/release", "2", "recommendation=Accept&summary=Bien.&language=es&seen="),
        new("POST plans/{id:long}/review/step-back", "/plans/{plan}/review/step-back", "2", "kind=HandedBack&" + Reason),
        new("POST plans/{id:long}/lead?handler=assign", "/plans/{plan}/lead?handler=assign", Leads, "role=Consultant&people=8&" + Reason),
        new("POST plans/{id:long}/lead?handler=extend", "/plans/{plan}/lead?handler=extend", Leads, "task={task}&day={day}&" + Reason),
        new("POST plans/{id:long}/lead?handler=lift", "/plans/{plan}/lead?handler=lift", Leads, "recusal={recusal}"),
        new("POST plans/{id:long}/lead?handler=waive", "/plans/{plan}/lead?handler=waive", Leads, Reason),
        new("POST plans/{id:long}/lead?handler=skipTranslation", "/plans/{plan}/lead?handler=skipTranslation", Leads, ""),
        new("POST plans/{id:long}/lead?handler=decide", "/plans/{plan}/lead?handler=decide", Leads, "accept=true&" + Reason),
        new("POST plans/{id:long}/lead?handler=preview", "/plans/{plan}/lead?handler=preview", Leads, Schedule),
        new("POST plans/{id:long}/lead?handler=schedule", "/plans/{plan}/lead?handler=schedule", Leads, Schedule),
        new("POST plans/{id:long}/lead?handler=record", "/plans/{plan}/lead?handler=record", Leads, "problem=3&remark=Bien."),
        new("POST plans/{id:long}/lead?handler=recordPanel", "/plans/{plan}/lead?handler=recordPanel", Leads, "panelRemark=Bien."),
        new("POST plans/{id:long}/lead?handler=postpone", "/plans/{plan}/lead?handler=postpone", Leads, Reason),
        new("POST plans/{id:long}/lead?handler=reopen", "/plans/{plan}/lead?handler=reopen", Leads, Reason),
        new("POST plans/{id:long}/lead?handler=complete", "/plans/{plan}/lead?handler=complete", Leads, ""),
        new("POST plans/{id:long}/lead?handler=settle", "/plans/{plan}/lead?handler=settle", Leads, "incident={incident}&act=Retry&" + Reason),
        new("POST plans/{id:long}/lead?handler=decideReview", "/plans/{plan}/lead?handler=decideReview", Leads, "decision=Accept&" + Reason),
        // What ends something comes last: those who may do all of it, one after the other.
        new("POST plans/{id:long}/authors?handler=handOver", "/plans/{plan}/authors?handler=handOver", "137", "to=9&" + Reason),
        new("POST plans/{id:long}/lead?handler=withdraw", "/plans/{plan}/lead?handler=withdraw", Leads, Reason),
        new("POST rounds/{id:long}?handler=state", "/rounds/1?handler=state", Leads, "to=Running&version={roundVersion}"),
        new("POST programmes/{id:long}?handler=state", "/programmes/1?handler=state", Leads, "to=Completed&version={programmeVersion}"),
        new("POST people/{id:long}/data", "/people/1/data", "137", "confirmed=true"),
    ];

    /// <summary>Acts on something that the plan does not have at its stage: even those who may do not find it.</summary>
    static readonly (string Act, long Plan)[] NothingThere =
    [
        ("POST plans/{id:long}/translate?handler=save", 1),
        ("POST plans/{id:long}/review?handler=decide", 2),
    ];

    public static TheoryData<long> Plans { get; } = [.. ActsSite.Plans];

    [Fact]
    public async Task EveryHandlerThatChanges_StandsInTheTable()
    {
        var pages = acts.Site.Services.GetRequiredService<PageLoader>();
        var found = new HashSet<string>();
        foreach (var endpoint in acts.Site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var route = endpoint.RoutePattern.RawText?.TrimStart('/') ?? "";
            if (endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
                continue;
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
            {
                var handlers = (await pages.LoadAsync(page, EndpointMetadataCollection.Empty)).HandlerMethods;
                found.UnionWith(handlers.Where(h => Changes(h.HttpMethod)).Select(h => $"{h.HttpMethod.ToUpperInvariant()} {route}{HandlerOf(h.Name)}"));
            }
            else
            {
                var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } some ? some : ["ANY"];
                found.UnionWith(methods.Where(Changes).Select(m => $"{m} {route}"));
            }
        }
        Assert.Equal(found.Order(), Acts.Select(a => a.Act).Order());
    }

    static bool Changes(string method) => !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method);

    static string HandlerOf(string? name) => name is { Length: > 0 } ? $"?handler={char.ToLowerInvariant(name[0])}{name[1..]}" : "";

    [Theory, MemberData(nameof(Plans))]
    public async Task WhoMayNot_IsRefused_AndNothingChanges(long plan)
    {
        var people = new List<Sender>();
        foreach (var person in Anybody)
            people.Add(await Sender.OfAsync(acts, person - '0'));
        var wrong = new List<string>();
        var database = acts.Site.Services.GetRequiredService<Database>();
        var before = await Tables.DigestAsync(database);
        foreach (var act in ActsOn(plan))
        {
            foreach (var person in people.Where(p => !act.May.Contains($"{p.Person}", StringComparison.Ordinal)))
            {
                var answer = await person.SendAsync(act.Act, act.Address, act.Fields, plan);
                if (!IsRefusal(answer.Status, act, person.Person))
                    wrong.Add($"{act.Act}: person {person.Person} got {(int)answer.Status}");
            }
            var after = await Tables.DigestAsync(database);
            if (after != before)
                wrong.Add($"{act.Act} changed {string.Join(", ", after.Split('\n').Except(before.Split('\n')))}");
            before = after;
        }
        people.ForEach(p => p.Dispose());
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Theory, MemberData(nameof(Plans))]
    public async Task WhoMay_IsNotRefusedForWhoTheyAre(long plan)
    {
        await using var own = new ActsSite();
        await own.InitializeAsync();
        var people = new Dictionary<int, Sender>();
        var wrong = new List<string>();
        foreach (var act in ActsOn(plan).Where(a => !NothingThere.Contains((a.Act, plan))))
        {
            var isDone = false;
            foreach (var person in act.May.Select(p => p - '0'))
            {
                var sender = people[person] = people.GetValueOrDefault(person) ?? await Sender.OfAsync(own, person);
                var answer = await sender.SendAsync(act.Act, act.Address, act.Fields, plan);
                // What somebody before them has ended is not there any more.
                var isGone = isDone && answer.Status == HttpStatusCode.NotFound;
                if ((IsRefusal(answer.Status, act, 0) && !isGone) || (int)answer.Status is 400 or >= 500)
                    wrong.Add($"{act.Act}: person {person} got {(int)answer.Status}");
                isDone |= answer.Status == HttpStatusCode.SeeOther;
                // Afterwards it is somebody else at this browser, or nobody.
                if (act.Address.StartsWith("/sign-", StringComparison.Ordinal) && people.Remove(person))
                    sender.Dispose();
            }
        }
        people.Values.ToList().ForEach(p => p.Dispose());
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public async Task WithoutTheTokenOfAForm_NobodyIsServed()
    {
        var wrong = new List<string>();
        var database = acts.Site.Services.GetRequiredService<Database>();
        for (var person = 0; person <= 9; person++)
        {
            using var sender = await Sender.OfAsync(acts, person);
            var before = await Tables.DigestAsync(database);
            foreach (var act in Acts.Where(a => !a.Act.StartsWith("ANY", StringComparison.Ordinal) && !a.Act.Contains(" error/", StringComparison.Ordinal)))
            {
                var answer = await sender.SendAsync(act.Act, act.Address, act.Fields, plan: 1, withToken: false);
                // Whoever is not signed in is asked to sign in before their form is looked at.
                if (answer.Status != (person > 0 || act.May == Anybody || act.Act == "POST design" ? HttpStatusCode.BadRequest : HttpStatusCode.Unauthorized))
                    wrong.Add($"{act.Act}: person {person} got {(int)answer.Status}");
            }
            if (await Tables.DigestAsync(database) != before)
                wrong.Add($"Something that person {person} sent has changed something.");
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    static IEnumerable<TableLine> ActsOn(long plan) => Acts.Where(a => plan == 1 || a.Act.Contains(" plans/", StringComparison.Ordinal));

    static bool IsRefusal(HttpStatusCode status, TableLine act, int person) =>
        status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound
        || (person == 0 && status == HttpStatusCode.Unauthorized)
        // Nobody is told whether somebody else has such a phrase: it is gone, as one's own would be.
        || (act.Act == "POST me/phrases?handler=delete" && status == HttpStatusCode.Conflict);

    sealed record TableLine(string Act, string Address, string May, string Fields);

    /// <summary>Somebody with a form of the site in their hands.</summary>
    sealed class Sender : IDisposable
    {
        readonly ActsSite acts;
        readonly Visit visit;
        readonly string token;

        Sender(ActsSite acts, Visit visit, int person, string token) => (this.acts, this.visit, Person, this.token) = (acts, visit, person, token);

        public int Person { get; }

        public static async Task<Sender> OfAsync(ActsSite acts, int person)
        {
            var browser = acts.Site.Visit();
            if (person > 0)
                await browser.SignedInAsync(person);
            var form = await browser.GetAsync("/language");
            return new Sender(acts, browser, person, form.Form("input[name=__RequestVerificationToken]").GetAttribute("value")!);
        }

        public async Task<PageRead> SendAsync(string act, string address, string fields, long plan, bool withToken = true)
        {
            var method = act.Split(' ')[0];
            using var request = new HttpRequestMessage(new HttpMethod(method == "ANY" ? "POST" : method), acts.Filled(address, plan));
            var filled = acts.Filled(fields, plan);
            if (act.Contains("/uploads", StringComparison.Ordinal) || method == "PATCH")
            {
                var media = filled.StartsWith('{') ? "application/json" : "application/offset+octet-stream";
                request.Content = new StringContent(filled, Encoding.UTF8, new MediaTypeHeaderValue(media));
                request.Headers.IfMatch.Add(new EntityTagHeaderValue(acts.Filled(act.EndsWith("/title", StringComparison.Ordinal) ? "\"{titleVersion}\"" : "\"0\"", plan)));
                request.Headers.Add("Idempotency-Key", $"{Guid.NewGuid()}");
                request.Headers.Add("Upload-Offset", "0");
                if (withToken)
                    request.Headers.Add("RequestVerificationToken", token);
            }
            else
            {
                request.Content = Form(filled, withToken);
            }
            return await visit.SendAsync(request);
        }

        MultipartFormDataContent Form(string fields, bool withToken)
        {
            var form = new MultipartFormDataContent { { new StringContent($"{Guid.NewGuid()}"), "form-key" } };
            if (withToken)
                form.Add(new StringContent(token), "__RequestVerificationToken");
            foreach (var field in fields.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(f => f.Split('=', 2)))
            {
                if (field[1] == "@")
                    form.Add(new ByteArrayContent("%PDF-1.7"u8.ToArray()), field[0], "acta.pdf");
                else
                    form.Add(new StringContent(field[1]), field[0]);
            }
            return form;
        }

        public void Dispose() => visit.Dispose();
    }
}
