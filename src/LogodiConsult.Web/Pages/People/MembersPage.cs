using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Words;
using LogodiConsult.Web.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.People;

/// <summary>Somebody who takes part, with each role they hold here.</summary>
public sealed record Participant(Member Person, IReadOnlyList<Member> Roles);

/// <summary>A link as it is shown once, to copy.</summary>
public sealed record ShownLink(string Name, string Address);

/// <summary>Who takes part, in a whole programme or in one round: inviting, new links, ending roles.</summary>
public abstract class MembersPage(PeopleService people, PersonLinks links, RoleService roles, SiteSettings settings) : LeadingPage
{
    const string LinkKey = "people.link";
    const string LinkNameKey = "people.linkName";

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public PersonForm Form { get; private set; } = new() { IsInvitation = true };

    public IReadOnlyList<Role> Chosen { get; private set; } = [];

    public IReadOnlyList<Participant> Participants { get; private set; } = [];

    /// <summary>The link of the act that led here; the browser's cookie carried it, and it is not shown a second time.</summary>
    public ShownLink? Link { get; private set; }

    public abstract long ProgrammeId { get; }

    /// <summary>Null on the page of the whole programme.</summary>
    public abstract long? RoundId { get; }

    public abstract string Path { get; }

    public abstract Trail Trail { get; }

    /// <summary>Reads what the page is about; null when it may be shown.</summary>
    protected abstract Task<IActionResult?> FindAsync();

    public abstract string? PlaceOf(Member member);

    public async Task<IActionResult> OnGetAsync()
    {
        if (await ShowAsync() is { } answer)
            return answer;
        if (TempData[LinkKey] is string address && TempData[LinkNameKey] is string name)
            Link = new ShownLink(name, address);
        return Page();
    }

    public async Task<IActionResult> OnPostInviteAsync(PersonForm typed, Role[] chosen)
    {
        (Form, Chosen) = (typed, chosen);
        typed.IsInvitation = true;
        if (await ShowAsync() is { } answer)
            return answer;
        if (Unreadable() is { } unreadable)
            return unreadable;
        var invite = typed.Fill(new Invite(ProgrammeId, RoundId, chosen) { Name = "", Email = "", Language = "", Zone = "", Form = FormPost });
        if (invite.Zone.Length == 0)
            invite = invite with { Zone = PeopleRules.UsualZone(invite.Language, chosen) };
        var invited = await people.InviteAsync(invite, Actor, Cancelled);
        if (invited.IsRefused)
            return Refused(invited.Refusal!);
        var name = new WrittenName(typed.Name!.Trim(), typed.NativeName?.Trim()).In(Culture);
        Keep(name, invited.Value.LinkPath);
        return SeeOther(Path, T[invited.Value.IsNew ? "people.invited" : "people.invitedKnown", ("name", name), ("email", typed.Email!.Trim())]);
    }

    public async Task<IActionResult> OnPostLinkAsync(long person)
    {
        if (await ShowAsync() is { } answer)
            return answer;
        // Only people of this list: the address of the page says in whose name one acts.
        if (Participants.All(p => p.Person.PersonId != person))
            return NotFound();
        var renewed = await links.RenewAsync(person, Actor, FormPost, Cancelled);
        if (renewed.IsRefused)
            return Refused(renewed.Refusal!);
        var name = renewed.Value.Name.In(Culture);
        Keep(name, renewed.Value.LinkPath);
        return SeeOther(Path, T["people.linkMade", ("name", name), ("until", renewed.Value.ExpiresAt)]);
    }

    public async Task<IActionResult> OnPostEndAsync(long role)
    {
        if (await ShowAsync() is { } answer)
            return answer;
        var member = Participants.SelectMany(p => p.Roles).FirstOrDefault(m => m.RoleId == role);
        var ended = await roles.EndAsync(role, Actor, FormPost, Cancelled);
        if (ended.IsRefused)
            return Refused(ended.Refusal!);
        return SeeOther(Path, member is null ? T["people.roleEndedAlready"] : T["people.roleEnded", ("name", member.WrittenName.In(Culture)), ("role", T[IndexModel.RoleKey(member.Role)])]);
    }

    async Task<IActionResult?> ShowAsync()
    {
        if (await FindAsync() is { } answer)
            return answer;
        var members = await roles.MembersAsync(ProgrammeId, RoundId, Actor, Cancelled);
        if (members.IsRefused)
            return No(members.Refusal!);
        Participants = [.. members.Value.GroupBy(m => m.PersonId).Select(g => new Participant(g.First(), [.. g]))];
        return null;
    }

    void Keep(string name, string? linkPath)
    {
        if (linkPath is null)
            return;
        var site = settings.PublicUrl ?? new Uri($"{Request.Scheme}://{Request.Host}");
        (TempData[LinkKey], TempData[LinkNameKey]) = (site.AbsoluteUri.TrimEnd('/') + linkPath, name);
    }
}
