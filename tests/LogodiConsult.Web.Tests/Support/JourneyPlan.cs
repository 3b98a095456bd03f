using System.Net;
using LogodiConsult.Consulting;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Programmes;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Templates.Kinds;
using LogodiConsult.Consulting.Time;
using LogodiConsult.Engine;
using Microsoft.Extensions.DependencyInjection;

namespace LogodiConsult.Web.Tests.Support;

/// <summary>A whole plan of the sample's content, in the hands of <see cref="TestPeople"/>.</summary>
public static class JourneyPlan
{
    public const long Official = 1;
    public const long Consultant = 2;
    public const long Lead = 3;
    public const long Supervisor = 4;
    public const long Interpreter = 5;

    public static IReadOnlyDictionary<string, string> Contents { get; } = TestSample.Data.Plan("ventanilla-unica-cusco").ContentsAt(1);

    public static T Must<T>(Result<T> result)
    {
        Assert.False(result.IsRefused, result.Refusal?.Code);
        return result.Value;
    }

    public static async Task<Actor> ActorAsync(IServiceProvider services, long person) =>
        await services.GetRequiredService<PeopleService>().ActorAsync(person) ?? throw new InvalidOperationException($"There is no person {person}.");

    /// <summary>Saves sections that nobody has saved before.</summary>
    public static async Task SaveAsync(IServiceProvider services, long plan, IEnumerable<string> keys)
    {
        var sections = keys.Select(key => new SectionText(key, Contents[key], 0)).ToList();
        var saved = Must(await services.GetRequiredService<PlanService>().SaveAsync(new SaveDraft(plan, null, sections), await ActorAsync(services, Official)));
        Assert.Empty(saved.Conflicts);
    }

    /// <summary>Writes every section in its form, the linked ones after those that they speak of, and finds there again what was typed.</summary>
    public static async Task WriteAsync(TestSite site, Visit visit, long plan)
    {
        var template = site.Services.GetRequiredService<TemplateLibrary>().Newest("action-plan")!;
        var rowIds = new Dictionary<(string Section, string Row), string>();
        foreach (var section in template.Sections.Where(s => Contents.ContainsKey(s.Key)))
        {
            var path = $"/plans/{plan}/write/{section.Key}";
            var table = section.Kind is TableKind ? TableContent.Read(Contents[section.Key]) : TableContent.Empty;
            var fill = Typed(section, table, rowIds);
            var sent = await visit.SubmitAsync(await visit.GetAsync($"{path}?spare={table.Rows.Count}"), "form[data-keep]", fill, "button[value=stay]");
            Assert.True(sent.Status == HttpStatusCode.SeeOther, $"{path}: {sent.Status} {string.Join('\n', sent.Texts(".banner.refused, .error"))}");

            var shown = Visit.FieldsOf(await visit.GetAsync($"{path}?spare=0"), "form[data-keep]", null, null);
            Assert.All(fill, f => Assert.Contains(new KeyValuePair<string, string>(f.Name, f.Value), shown));
            var given = shown.Where(f => f.Key.StartsWith("rows[", StringComparison.Ordinal) && f.Key.EndsWith("].id", StringComparison.Ordinal));
            foreach (var (row, id) in table.Rows.Zip(given))
                rowIds[(section.Key, row.Id)] = id.Value;
        }
    }

    static List<(string Name, string Value)> Typed(SectionDeclaration section, TableContent table, Dictionary<(string Section, string Row), string> rowIds)
    {
        if (section.Kind is TreeKind)
        {
            var tree = TreeContent.Read(Contents[section.Key]);
            return [("core", tree.Core), ("causes", Outline(tree.Causes)), ("effects", Outline(tree.Effects))];
        }
        if (section.Kind is not TableKind)
            return [("text", Contents[section.Key])];
        var typed = new List<(string, string)>();
        foreach (var (i, row) in table.Rows.Index())
        {
            foreach (var column in section.Columns.Where(c => row[c.Key].Length > 0))
            {
                var (field, value) = ($"rows[{i}].{column.Key}", row[column.Key]);
                if (column.Kind is MoneyColumn)
                    typed.AddRange([(field, value.Split(' ')[0]), (field + ".currency", value.Split(' ')[1])]);
                else
                    typed.Add((field, column.Link is { } link ? rowIds[(link.Section, value)] : value));
            }
        }
        return typed;
    }

    static string Outline(IEnumerable<TreeNode> nodes) => string.Join('\n', nodes.Select(n => new string(' ', n.Level * 2) + n.Text));

    /// <summary>Round 2 by a definition that begins as the short one; its plan is whole and handed in.</summary>
    public static async Task<long> SubmittedAsync(IServiceProvider services, string definition)
    {
        var template = services.GetRequiredService<TemplateLibrary>().Newest("action-plan")!;
        var round = Must(await services.GetRequiredService<RoundService>().CreateAsync(
            new CreateRound(1)
            {
                Number = 2,
                Title = new Trilingual("Segunda ronda", "2차", "Second round"),
                StartsOn = new DateOnly(2021, 10, 12),
                EndsOn = new DateOnly(2021, 10, 21),
                Zone = Zones.Lima,
                DefinitionId = definition,
                TemplateId = template.Id,
                TemplateVersion = template.Version,
            },
            Actor.System));
        var plans = services.GetRequiredService<PlanService>();
        var plan = Must(await plans.OpenAsync(new OpenPlan(round, Official, "Ventanilla única digital", null, "es", null) { Consultants = [Consultant] }, Actor.System));
        await SaveAsync(services, plan, Contents.Keys);
        Must(await plans.SubmitAsync(new SubmitDraft(plan, null, []), await ActorAsync(services, Official)));
        return plan;
    }
}
