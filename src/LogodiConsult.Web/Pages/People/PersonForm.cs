using LogodiConsult.Consulting.People;
using LogodiConsult.Web.Localisation;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace LogodiConsult.Web.Pages.People;

/// <summary>What a form says about a person; its fields are named as the rules name them.</summary>
public sealed class PersonForm
{
    public string? Name { get; set; }

    public string? NativeName { get; set; }

    public string? Email { get; set; }

    public string? Language { get; set; } = Languages.Current;

    public string? Zone { get; set; }

    public string? Institution { get; set; }

    public string? Post { get; set; }

    public string? Region { get; set; }

    /// <summary>Without a zone it goes by role and language, see <see cref="PeopleRules.UsualZone"/>.</summary>
    [BindNever]
    public bool IsInvitation { get; set; }

    public static PersonForm Of(Person person) => new()
    {
        Name = person.Name,
        NativeName = person.NativeName,
        Email = person.Email,
        Language = person.Language,
        Zone = person.Zone,
        Institution = person.Institution,
        Post = person.Post,
        Region = person.Region,
    };

    public T Fill<T>(T fields) where T : PersonFields => fields with
    {
        Name = Name ?? "",
        NativeName = NativeName,
        Email = Email ?? "",
        Language = Language ?? "",
        Zone = Zone ?? "",
        Institution = Institution,
        Post = Post,
        Region = Region,
    };
}
