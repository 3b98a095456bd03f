using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Programmes;
using LogodiConsult.Web.Hosting;
using LogodiConsult.Web.Pages.People;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Programmes;

/// <summary>Everybody who takes part in a programme, whole or in one of its rounds; who is invited here takes part in all of them.</summary>
public sealed class PeopleModel(ProgrammeService programmes, PeopleService people, PersonLinks links, RoleService roles, SiteSettings settings)
    : MembersPage(people, links, roles, settings)
{
    public ProgrammeView View { get; private set; } = null!;

    public override long ProgrammeId => Id;

    public override long? RoundId => null;

    public override string Path => $"/programmes/{Id}/people";

    public override Trail Trail => new([(T["programmes.title"], "/programmes"), (View.Programme.Title.In(Culture), $"/programmes/{Id}")], T["people.title"]);

    public override string? PlaceOf(Member member) =>
        member.RoundId is { } round ? T["rounds.numbered", ("number", View.Rounds.FirstOrDefault(r => r.Id == round)?.Number ?? 0)] : null;

    protected override async Task<IActionResult?> FindAsync()
    {
        var found = await programmes.FindAsync(Id, Actor, Cancelled);
        if (found.IsRefused)
            return No(found.Refusal!);
        View = found.Value;
        return null;
    }
}
