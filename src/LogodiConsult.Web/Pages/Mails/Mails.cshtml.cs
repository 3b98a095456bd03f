using LogodiConsult.Consulting.Mail;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Mails;

/// <summary>What left the house and what did not, with "send again".</summary>
public sealed class MailsModel(MailDesk mails) : LeadingPage
{
    [BindProperty(SupportsGet = true)]
    public MailState? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    public MailList List { get; private set; } = null!;

    /// <summary>Where the next older mails are listed; null on the last page.</summary>
    public string? Older => List.Lines.Count < MailDesk.Most ? null
        : State is { } state ? $"/mails?state={state}&before={List.Lines[^1].Id}" : $"/mails?before={List.Lines[^1].Id}";

    public int All => List.Counts.Values.Sum();

    public async Task<IActionResult> OnGetAsync() => await ShowAsync() ?? Page();

    public async Task<IActionResult> OnPostAsync(long mail)
    {
        var again = await mails.SendAgainAsync(mail, Actor, FormPost, Cancelled);
        if (again.IsRefused)
            return await ShowAsync() ?? Refused(again.Refusal!);
        return SeeOther("/mails", T["mails.again"]);
    }

    /// <summary>The name of a kind; one that only an older or newer version knows is told by its code.</summary>
    public string KindOf(MailLine mail) => T.Has($"mails.kind.{mail.Kind}") ? T[$"mails.kind.{mail.Kind}"] : mail.Kind;

    async Task<IActionResult?> ShowAsync()
    {
        var list = await mails.ListAsync(State, Before, Actor, Cancelled);
        if (list.IsRefused)
            return No(list.Refusal!);
        List = list.Value;
        return null;
    }
}
