using LogodiConsult.Consulting.Programmes;

namespace LogodiConsult.Web.Pages.Programmes;

/// <summary>What a form says about a programme; its fields are named as the rules name them.</summary>
public sealed class ProgrammeForm
{
    public string? Code { get; set; }

    public TrilingualForm Title { get; set; } = new();

    public string? Host { get; set; } = "LOGODI";

    public string? Sponsor { get; set; } = "KOICA";

    public string? Requester { get; set; }

    public int? MemorandumYear { get; set; }

    public int? FirstYear { get; set; }

    public int? LastYear { get; set; }

    public static ProgrammeForm Of(Programme programme) => new()
    {
        Code = programme.Code,
        Title = TrilingualForm.Of(programme.Title),
        Host = programme.Host,
        Sponsor = programme.Sponsor,
        Requester = programme.Requester,
        MemorandumYear = programme.MemorandumYear,
        FirstYear = programme.FirstYear,
        LastYear = programme.LastYear,
    };

    public CreateProgramme Create(Consulting.FormPost? form) => new()
    {
        Code = Code ?? "",
        Title = Title.Text,
        Host = Host ?? "",
        Sponsor = Sponsor ?? "",
        Requester = Requester ?? "",
        MemorandumYear = MemorandumYear,
        FirstYear = FirstYear ?? 0,
        LastYear = LastYear ?? 0,
        Form = form,
    };

    public EditProgramme Edit(long id, long version, Consulting.FormPost? form) => new(id, version)
    {
        Code = Code ?? "",
        Title = Title.Text,
        Host = Host ?? "",
        Sponsor = Sponsor ?? "",
        Requester = Requester ?? "",
        MemorandumYear = MemorandumYear,
        FirstYear = FirstYear ?? 0,
        LastYear = LastYear ?? 0,
        Form = form,
    };
}

public sealed class SubjectForm
{
    public long? Id { get; set; }

    public TrilingualForm Name { get; set; } = new();
}

/// <summary>The fields of a programme, on the page that shows them.</summary>
public sealed record ProgrammeFieldsView(LeadingPage Page, ProgrammeForm Form);
