using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Plans;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>Who writes the plan and who wrote what: owner, colleagues beside them, earlier owners; writing along and handing over.</summary>
public sealed class AuthorsModel(PlanReader reader, AuthorService authors, ChainService chain) : PlanPage(reader)
{
    /// <summary>Officials of the round who could write; empty for those who may not change it.</summary>
    public IReadOnlyList<PersonName> Candidates { get; private set; } = [];

    /// <summary>The plans that this one continues.</summary>
    public IReadOnlyList<ChainLink> Earlier { get; private set; } = [];

    /// <summary>The form that was sent and refused.</summary>
    public string? Sent { get; private set; }

    public long[] Checked { get; private set; } = [];

    public string? Reason { get; private set; }

    public async Task<IActionResult> OnGetAsync() => await ShowAsync() ?? Page();

    public async Task<IActionResult> OnPostChangeAsync(long[] was, long[] people)
    {
        (Sent, Checked) = ("change", people);
        var changed = await authors.ChangeAsync(new ChangeAuthors(Id, [.. people.Except(was)], [.. was.Except(people)]) { Form = FormPost }, Actor, Cancelled);
        return await AfterAsync(changed, T["authors.changed"]);
    }

    public async Task<IActionResult> OnPostHandOverAsync(long? to, string? reason)
    {
        (Sent, Checked, Reason) = ("handOver", to is { } chosen ? [chosen] : [], reason);
        var handed = await authors.HandOverAsync(new HandOverPlan(Id, to ?? 0, reason ?? "") { Form = FormPost }, Actor, Cancelled);
        return await AfterAsync(handed, T["authors.handedOver"]);
    }

    async Task<IActionResult> AfterAsync(Result<Done> done, string receipt) => done.IsRefused
        ? done.Refusal!.Kind == RefusalKind.Hidden ? NotFound() : await ShowAsync() ?? Refused(done.Refusal)
        : SeeOther($"/plans/{Id}/authors", receipt);

    async Task<IActionResult?> ShowAsync()
    {
        if (await LoadAsync() is { } answer)
            return answer;
        Candidates = await authors.CandidatesAsync(Id, Actor, Cancelled);
        var earlier = await chain.EarlierAsync(Id, Actor, Cancelled);
        Earlier = earlier.IsRefused ? [] : earlier.Value;
        return null;
    }
}
