using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Templates;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>What changed between two revisions, section by section, word by word.</summary>
public sealed class ChangesModel(PlanReader reader) : PlanPage(reader)
{
    public Revision From { get; private set; } = null!;

    public Revision To { get; private set; } = null!;

    public IReadOnlyList<(SectionDeclaration Section, IReadOnlyList<PartComparison> Parts)> Changed { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(int? from, int? to)
    {
        if (await LoadAsync(new Wanted(to)) is { } answer)
            return answer;
        if (View.Revision is not { } shown || View.Revisions.Count < 2)
            return NotFound();
        // Without a wish: since the reader looked last, otherwise since the revision before.
        var since = from ?? (View.LastSeen is { } seen && seen < shown.Number ? seen : shown.Number - 1);
        if (View.Revisions.FirstOrDefault(r => r.Number == since) is not { } older)
            return NotFound();
        var now = View.Contents;
        if (await LoadAsync(new Wanted(older.Number)) is { } gone)
            return gone;
        (From, To) = (older, shown);
        Changed = [.. View.Template.Sections
            .Select(s => (s, s.Kind.Compare(s, View.Contents.GetValueOrDefault(s.Key, ""), now.GetValueOrDefault(s.Key, ""))))
            .Where(s => s.Item2.Any(p => p.Change != PartChange.Same))];
        return Page();
    }
}
