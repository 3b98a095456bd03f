using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages;

[AllowAnonymous]
public sealed class SignInModel(SignInDoor door, PeopleService people, Inbox inbox) : ShellPage
{
    readonly Dictionary<long, int> waiting = [];

    public IReadOnlyList<InventedPerson> Samples { get; private set; } = [];

    /// <summary>By the first of their roles; null: they run the installation.</summary>
    public IEnumerable<IGrouping<Role?, Person>> Groups =>
        Samples.GroupBy(p => p.Roles.Count > 0 ? p.Roles.Min() : (Role?)null, p => p.Person).OrderBy(g => g.Key is { } role ? (int)role : -1);

    public string? Email { get; private set; }

    public string Back { get; private set; } = "/";

    /// <summary>How many tasks wait for them: whoever tries the sample sees whom to be.</summary>
    public int Waiting(Person person) => waiting.GetValueOrDefault(person.Id);

    public async Task OnGetAsync(string? back)
    {
        Back = LocalOr(back);
        await ShowSamplesAsync();
    }

    /// <summary>The same answer whether anybody has the address or not.</summary>
    public async Task<IActionResult> OnPostLinkAsync(string? email)
    {
        Email = email;
        var asked = await door.AskForLinkAsync(email, Cancelled);
        if (!asked.IsRefused)
            return SeeOther("/sign-in", T["signIn.asked", ("email", email!.Trim())]);
        await ShowSamplesAsync();
        return Refused(asked.Refusal!);
    }

    public async Task<IActionResult> OnPostAsync(long person, string? back)
    {
        var entered = await door.EnterAsSampleAsync(HttpContext, person);
        return entered.IsRefused ? Refused(entered.Refusal!) : SeeOther(LocalOr(back));
    }

    async Task ShowSamplesAsync()
    {
        Samples = await door.SamplesAsync(HttpContext);
        foreach (var sample in Samples)
        {
            if (await people.ActorAsync(sample.Person.Id, Cancelled) is { } actor)
                waiting[actor.PersonId] = (await inbox.TasksAsync(actor, Cancelled)).Count;
        }
    }
}
