using System.Text.Json;
using LogodiConsult.Consulting;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.People.PersonalData;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Web.Errors;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.People;

/// <summary>What is stored of a person: taken away by themselves, erased by themselves or by who may change them.</summary>
public sealed class PersonalDataModel(PeopleService people, PersonalDataService data, RefusalPresenter presenter) : LeadingPage
{
    static readonly JsonSerializerOptions Indented = new(Texts.StoredJson) { WriteIndented = true };

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public string Name { get; private set; } = "";

    public bool IsOwn => Id == Actor.PersonId;

    /// <summary>One's own words, private phrases included, are for oneself and for who answers requests in the installation's name.</summary>
    public bool MayExport => IsOwn || Actor.IsAdministrator;

    /// <summary>Why nothing can be erased now.</summary>
    public string? Hindrance { get; private set; }

    public async Task<IActionResult> OnGetAsync() => await FindAsync() ?? Page();

    public async Task<IActionResult> OnGetDownloadAsync()
    {
        var export = await data.ExportAsync(Id, Actor, Cancelled);
        return export.IsRefused
            ? No(export.Refusal!)
            : File(JsonSerializer.SerializeToUtf8Bytes(export.Value, Indented), "application/json", $"person-{Id}.json");
    }

    public async Task<IActionResult> OnPostAsync(bool confirmed)
    {
        if (!confirmed)
            return await FindAsync() ?? Refused(Refusal.Invalid("person.eraseUnconfirmed", nameof(confirmed)));
        var erased = await data.EraseAsync(Id, Actor, FormPost, Cancelled);
        if (!erased.IsRefused)
            return SeeOther(IsOwn ? "/sign-in" : "/", T["data.erased"]);
        return await FindAsync() ?? Refused(erased.Refusal!);
    }

    async Task<IActionResult?> FindAsync()
    {
        var profile = await people.ProfileAsync(Id, Actor, Cancelled);
        if (profile.IsRefused)
            return No(profile.Refusal!);
        Name = profile.Value.WrittenName.In(Culture);
        Hindrance = await data.WhyNotEraseAsync(Id, Actor, Cancelled) is { } why ? presenter.Sentence(why) : null;
        return null;
    }
}
