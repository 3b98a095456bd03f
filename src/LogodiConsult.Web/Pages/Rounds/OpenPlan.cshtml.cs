using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Programmes;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Rounds;

public sealed class OpenPlanForm
{
    public long? OfficialId { get; set; }

    public long? SubjectId { get; set; }

    public string? Title { get; set; }

    public string? Language { get; set; } = "es";

    public long? SupervisorId { get; set; }

    public long? ContinuesId { get; set; }

    public bool CarriesText { get; set; }

    public long[] Consultants { get; set; } = [];

    public long[] Interpreters { get; set; } = [];
}

/// <summary>A plan is opened for an official: from then on the ball is theirs.</summary>
public sealed class OpenPlanModel(RoundService rounds, RoleService roles, PlanService plans, ChainService chain) : LeadingPage
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public RoundView View { get; private set; } = null!;

    public IReadOnlyList<Member> Members { get; private set; } = [];

    /// <summary>Plans of earlier rounds that this one may continue.</summary>
    public IReadOnlyList<EarlierPlan> Earlier { get; private set; } = [];

    public OpenPlanForm Form { get; private set; } = new();

    public IEnumerable<Member> With(Role role) => Members.Where(m => m.Role == role).DistinctBy(m => m.PersonId);

    public async Task<IActionResult> OnGetAsync() => await ShowAsync() ?? Page();

    public async Task<IActionResult> OnPostAsync(OpenPlanForm typed)
    {
        if (await ShowAsync() is { } answer)
            return answer;
        Form = typed;
        if (Unreadable() is { } unreadable)
            return unreadable;
        var open = new Consulting.Plans.OpenPlan(Id, typed.OfficialId ?? 0, typed.Title ?? "", typed.SubjectId, typed.Language ?? "es", typed.SupervisorId)
        {
            ContinuesId = typed.ContinuesId,
            CarriesText = typed.CarriesText && typed.ContinuesId is not null,
            Consultants = typed.Consultants,
            Interpreters = typed.Interpreters,
            Form = FormPost,
        };
        var opened = await plans.OpenAsync(open, Actor, Cancelled);
        if (opened.IsRefused)
            return Refused(opened.Refusal!);
        var official = Members.First(m => m.PersonId == typed.OfficialId).WrittenName.In(Culture);
        return SeeOther($"/plans/{opened.Value}/lead", T["open.done", ("official", official)]);
    }

    async Task<IActionResult?> ShowAsync()
    {
        var found = await rounds.FindAsync(Id, Actor, Cancelled);
        if (found.IsRefused)
            return No(found.Refusal!);
        View = found.Value;
        var members = await roles.MembersAsync(View.Programme.Id, Id, Actor, Cancelled);
        if (members.IsRefused)
            return No(members.Refusal!);
        Members = members.Value;
        Earlier = await chain.CandidatesAsync(Id, Actor, Cancelled);
        return null;
    }
}
