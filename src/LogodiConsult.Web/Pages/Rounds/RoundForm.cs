using System.Globalization;
using LogodiConsult.Consulting.Programmes;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Time;

namespace LogodiConsult.Web.Pages.Rounds;

/// <summary>What a form says about a round; its fields are named as the rules name them.</summary>
public sealed class RoundForm
{
    public int? Number { get; set; }

    public TrilingualForm Title { get; set; } = new();

    public DateOnly? StartsOn { get; set; }

    public DateOnly? EndsOn { get; set; }

    public string? Zone { get; set; } = Zones.Lima;

    public string? DefinitionId { get; set; }

    /// <summary>Id and version, as <see cref="Key"/> joins them.</summary>
    public string? TemplateId { get; set; }

    public static string Key(string id, int version) => string.Create(CultureInfo.InvariantCulture, $"{id}@{version}");

    public static RoundForm Of(Round round) => new()
    {
        Number = round.Number,
        Title = TrilingualForm.Of(round.Title),
        StartsOn = round.StartsOn,
        EndsOn = round.EndsOn,
        Zone = round.Zone,
        DefinitionId = round.DefinitionId,
        TemplateId = Key(round.TemplateId, round.TemplateVersion),
    };

    public CreateRound Create(long programme, Consulting.FormPost? form) => new(programme)
    {
        Number = Number ?? 0,
        Title = Title.Text,
        StartsOn = StartsOn ?? default,
        EndsOn = EndsOn ?? default,
        Zone = Zone ?? "",
        DefinitionId = DefinitionId ?? "",
        TemplateId = Template.Id,
        TemplateVersion = Template.Version,
        Form = form,
    };

    public EditRound Edit(long round, long version, Consulting.FormPost? form) => new(round, version)
    {
        Number = Number ?? 0,
        Title = Title.Text,
        StartsOn = StartsOn ?? default,
        EndsOn = EndsOn ?? default,
        Zone = Zone ?? "",
        DefinitionId = DefinitionId ?? "",
        TemplateId = Template.Id,
        TemplateVersion = Template.Version,
        Form = form,
    };

    (string Id, int Version) Template =>
        TemplateId?.Split('@') is [var id, var number] && int.TryParse(number, CultureInfo.InvariantCulture, out var version) ? (id, version) : ("", 0);
}

/// <summary>The fields of a round, with what can be chosen.</summary>
public sealed record RoundFieldsView(LeadingPage Page, RoundForm Form, IReadOnlyList<DefinitionChoice> Definitions, IReadOnlyCollection<PlanTemplate> Templates, bool HasPlans);
