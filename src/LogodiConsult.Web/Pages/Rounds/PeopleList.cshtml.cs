using LogodiConsult.Consulting;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Programmes;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Rounds;

/// <summary>A list of people from a table: chosen or pasted, looked at line by line, invited in one act.</summary>
[RequestSizeLimit(LargestForm)]
[RequestFormLimits(MultipartBodyLengthLimit = LargestForm, ValueLengthLimit = LargestForm)]
public sealed class PeopleListModel(RoundService rounds, PeopleImport imports) : LeadingPage
{
    // The largest table as a form writes it, every Korean letter as nine characters.
    const int LargestForm = 4_000_000;

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty(Name = "chosen")]
    public Role[] Chosen { get; set; } = [];

    [BindProperty]
    public string? Language { get; set; } = "es";

    [BindProperty]
    public string? Zone { get; set; }

    public RoundView View { get; private set; } = null!;

    public IReadOnlyList<JudgedPerson> Lines { get; private set; } = [];

    /// <summary>What was pasted.</summary>
    public string? Table { get; private set; }

    /// <summary>Who would be invited, as it travels with the form: nothing is kept before it is decided.</summary>
    public string Ready => System.Text.Encoding.UTF8.GetString(PeopleTable.Csv(Lines.Where(l => l.IsInvited).Select(l => l.Line))).TrimStart('\uFEFF');

    public int Count(PersonFate fate) => Lines.Count(l => l.Fate == fate);

    public async Task<IActionResult> OnGetAsync()
    {
        Chosen = [Role.Official];
        return await ShowAsync() ?? Page();
    }

    public async Task<IActionResult> OnPostLookAsync(IFormFile? file, string? table)
    {
        if (await ShowAsync() is { } answer)
            return answer;
        Table = table;
        if (Unreadable() is { } unreadable)
            return unreadable;
        if (file is null && string.IsNullOrWhiteSpace(table))
            return Refused(Refusal.Invalid("table.missing", "file"));
        Result<IReadOnlyList<PersonLine>> read;
        if (file is not null)
        {
            await using var content = file.OpenReadStream();
            read = await PeopleTable.ReadAsync(content, List(), Cancelled);
        }
        else
        {
            read = PeopleTable.ReadText(table!, List());
        }
        if (read.IsRefused)
            return Refused(read.Refusal!);
        return await LookAsync(read.Value) ?? Page();
    }

    public async Task<IActionResult> OnPostInviteAsync(string? table)
    {
        if (await ShowAsync() is { } answer)
            return answer;
        Table = table;
        if (Unreadable() is { } unreadable)
            return unreadable;
        var read = PeopleTable.ReadText(table ?? "", List());
        if (read.IsRefused)
            return Refused(read.Refusal!);
        var invited = await imports.ApplyAsync(List(), read.Value, Actor, Cancelled);
        if (!invited.IsRefused)
            return SeeOther($"/rounds/{Id}/people", T["people.listInvited", ("count", invited.Value)]);
        return await LookAsync(read.Value) ?? Refused(invited.Refusal!);
    }

    Invite List() => new(View.Programme.Id, Id, Chosen) { Name = "", Email = "", Language = Language ?? "", Zone = Zone ?? "", Form = FormPost };

    async Task<IActionResult?> LookAsync(IReadOnlyList<PersonLine> lines)
    {
        var judged = await imports.LookAsync(List(), lines, Actor, Cancelled);
        if (judged.IsRefused)
            return Refused(judged.Refusal!);
        Lines = judged.Value;
        return null;
    }

    async Task<IActionResult?> ShowAsync()
    {
        ViewData["Title"] = T["people.list"];
        var found = await rounds.FindAsync(Id, Actor, Cancelled);
        if (found.IsRefused)
            return No(found.Refusal!);
        View = found.Value;
        return PeopleRules.MayChooseMembers(Actor, View.Programme.Id, Id) is { } no ? No(no) : null;
    }
}
