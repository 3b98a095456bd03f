using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Dashboards;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Programmes;
using LogodiConsult.Web.Localisation;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Rounds;

/// <summary>The plan of one official, as it would be opened.</summary>
public sealed class PlanRow
{
    public long OfficialId { get; set; }

    public bool IsChosen { get; set; }

    public string? Title { get; set; }

    public long? SubjectId { get; set; }

    public long? ConsultantId { get; set; }

    public long? SupervisorId { get; set; }
}

/// <summary>The plans of everybody who has none yet, opened in one act.</summary>
public sealed class OpenPlansModel(RoundService rounds, RoleService roles, DashboardService dashboards, PlanService plans) : LeadingPage
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public RoundView View { get; private set; } = null!;

    public IReadOnlyList<Member> Members { get; private set; } = [];

    public IReadOnlyList<PlanRow> Rows { get; private set; } = [];

    public IEnumerable<Member> With(Role role) => Members.Where(m => m.Role == role).DistinctBy(m => m.PersonId);

    public Member Official(PlanRow row) => Members.First(m => m.Role == Role.Official && m.PersonId == row.OfficialId);

    /// <summary>What was said about a field of a row; the service names it by its place among the chosen.</summary>
    public string? Problem(int row, string field) => ModelState.TryGetValue(Key(row, field), out var state) && state.Errors.Count > 0 ? state.Errors[0].ErrorMessage : null;

    public static string Key(int row, string field) => $"Rows[{row}].{field}";

    public async Task<IActionResult> OnGetAsync() => await ShowAsync() ?? Page();

    public async Task<IActionResult> OnPostAsync(PlanRow[] rows)
    {
        if (await ShowAsync() is { } answer)
            return answer;
        // Whoever got a plan meanwhile is no longer in the list; what was typed for the others stays.
        var typed = rows.GroupBy(r => r.OfficialId).ToDictionary(g => g.Key, g => g.First());
        Rows = [.. Rows.Select(r => typed.GetValueOrDefault(r.OfficialId) ?? r)];
        if (Unreadable() is { } unreadable)
            return unreadable;
        var chosen = Rows.Index().Where(r => r.Item.IsChosen).ToList();
        var opened = await plans.OpenAllAsync([.. chosen.Select(r => Open(r.Item))], FormPost, Actor, Cancelled);
        if (!opened.IsRefused)
            return SeeOther($"/rounds/{Id}", T["open.severalDone", ("count", opened.Value.Length)]);
        return Refused(Refusal.All(opened.Refusal!.Each().Select(r => r with { Field = FieldOf(r.Field, chosen) }))!);
    }

    OpenPlan Open(PlanRow row) => new(Id, row.OfficialId, row.Title ?? "", row.SubjectId, Official(row).Language, row.SupervisorId)
    {
        Consultants = row.ConsultantId is { } consultant ? [consultant] : [],
    };

    // plans[2].title, counted among the chosen, is Rows[7].Title here.
    static string? FieldOf(string? field, List<(int Index, PlanRow Row)> chosen)
    {
        if (field is null || !field.StartsWith("plans[", StringComparison.Ordinal))
            return field;
        var close = field.IndexOf(']', StringComparison.Ordinal);
        var at = chosen[int.Parse(field.AsSpan(6, close - 6), System.Globalization.CultureInfo.InvariantCulture)].Index;
        return Key(at, field[(close + 2)..] switch
        {
            "title" => nameof(PlanRow.Title),
            "consultants" => nameof(PlanRow.ConsultantId),
            "supervisorId" => nameof(PlanRow.SupervisorId),
            _ => nameof(PlanRow.IsChosen),
        });
    }

    async Task<IActionResult?> ShowAsync()
    {
        ViewData["Title"] = T["open.several"];
        var found = await rounds.FindAsync(Id, Actor, Cancelled);
        if (found.IsRefused)
            return No(found.Refusal!);
        View = found.Value;
        var members = await roles.MembersAsync(View.Programme.Id, Id, Actor, Cancelled);
        if (members.IsRefused)
            return No(members.Refusal!);
        Members = members.Value;
        var dashboard = await dashboards.RoundAsync(Id, new DashboardFilter(), Actor, Cancelled);
        if (dashboard.IsRefused)
            return No(dashboard.Refusal!);
        var writing = dashboard.Value.Plans.Where(p => p.State != "withdrawn").Select(p => p.OfficialId).ToHashSet();
        Rows = [.. With(Role.Official).Where(m => !writing.Contains(m.PersonId)).Select(m => new PlanRow
        {
            OfficialId = m.PersonId,
            IsChosen = true,
            Title = PageTexts.Pages.In(m.Language)["open.titleOf", ("name", m.WrittenName.In(m.Language))],
        })];
        return null;
    }
}
