using System.Globalization;
using LogodiConsult.Consulting.Dashboards;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Programmes;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Web.Pages.Plans;
using Microsoft.AspNetCore.Authorization;
using PlanLine = LogodiConsult.Consulting.Tasks.PlanLine;

namespace LogodiConsult.Web.Pages;

/// <summary>What waits for the visitor, the most urgent first, and the plans they take part in.</summary>
[AllowAnonymous]
public sealed class IndexModel(Inbox inbox, Database database, StageNames stages, DashboardService dashboards, ProgrammeService programmes, TimeProvider time) : ShellPage
{
    IReadOnlyDictionary<string, StageList> names = new Dictionary<string, StageList>();

    public IReadOnlyList<string> Roles { get; private set; } = [];

    public IReadOnlyList<InboxTask> Tasks { get; private set; } = [];

    public IReadOnlyList<PlanLine> Plans { get; private set; } = [];

    /// <summary>For leads: the rounds in which something is still to be done.</summary>
    public IReadOnlyList<RoundLine> Rounds { get; private set; } = [];

    /// <summary>The administrator of an installation without a programme is shown where to begin.</summary>
    public bool Begins { get; private set; }

    public DateTimeOffset Now => time.GetUtcNow();

    public async Task OnGetAsync()
    {
        if (Visitor is not { } visitor)
            return;
        Roles = [.. visitor.Actor.Roles.Select(r => r.Role).Distinct().Select(r => T[RoleKey(r)])];
        if (visitor.Actor.IsAdministrator)
            Roles = [.. Roles, T["role.administrator"]];
        Begins = visitor.Actor.IsAdministrator && (await programmes.ListAsync(visitor.Actor, Cancelled)).Count == 0;
        Tasks = await inbox.TasksAsync(visitor.Actor, Cancelled);
        Plans = await inbox.PlansAsync(visitor.Actor, Cancelled);
        if (LeadingPage.IsForLeads(visitor.Actor))
            Rounds = [.. (await dashboards.AllRoundsAsync(visitor.Actor, Cancelled)).Where(r => r.Round.State != "closed" || r.Overdue > 0)];
        names = await database.ReadAsync(stages.OfAllAsync, Cancelled);
    }

    public string StageOf(PlanLine plan) => names.GetValueOrDefault(plan.DefinitionId, StageList.Empty).Name(plan.Stage).In(CultureInfo.CurrentUICulture);

    /// <summary>By name where one person has it; by role where everybody with that role may act.</summary>
    public static string HolderOf(PlanLine plan, Ball ball) => ball.Person?.In(CultureInfo.CurrentUICulture)
        ?? (ball.Role == Role.Official ? plan.Official.In(CultureInfo.CurrentUICulture) : PlanWords.Of(RoleKey(ball.Role!.Value)));

    public static string Who(string name, string institution) => institution.Length > 0 ? $"{name}, {institution}" : name;

    public static string RoleKey(Role role) => $"role.{role.ToString().ToLowerInvariant()}";
}
