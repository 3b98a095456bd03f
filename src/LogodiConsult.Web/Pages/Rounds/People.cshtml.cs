using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Programmes;
using LogodiConsult.Web.Hosting;
using LogodiConsult.Web.Pages.People;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Rounds;

/// <summary>Who takes part in a round, those of the whole programme included.</summary>
public sealed class PeopleModel(RoundService rounds, PeopleService people, PersonLinks links, RoleService roles, SiteSettings settings)
    : MembersPage(people, links, roles, settings)
{
    public RoundView View { get; private set; } = null!;

    public override long ProgrammeId => View.Programme.Id;

    public override long? RoundId => Id;

    public override string Path => $"/rounds/{Id}/people";

    public override Trail Trail => new(RoundTrail.Above(View, Culture), T["people.title"]);

    public override string? PlaceOf(Member member) => member.RoundId is null ? T["people.wholeProgramme"] : null;

    protected override async Task<IActionResult?> FindAsync()
    {
        var found = await rounds.FindAsync(Id, Actor, Cancelled);
        if (found.IsRefused)
            return No(found.Refusal!);
        View = found.Value;
        return null;
    }
}
