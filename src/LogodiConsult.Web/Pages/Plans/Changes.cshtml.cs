using System.Globalization;
using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Templates.Kinds;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>What changed between two revisions, section by section, word by word, and who wrote it; the older one may belong to a plan that this one continues.</summary>
public sealed class ChangesModel(PlanReader reader, ChainService chain) : PlanPage(reader)
{
    /// <summary>The plans before this one, with their revisions.</summary>
    public IReadOnlyList<ChainLink> Earlier { get; private set; } = [];

    /// <summary>What the older text is: a number of this plan's revision, or "plan-number" of an earlier plan's.</summary>
    public string From { get; private set; } = "";

    public Revision To { get; private set; } = null!;

    public IReadOnlyList<(SectionDeclaration Section, IReadOnlyList<PartComparison> Parts)> Changed { get; private set; } = [];

    int fromNumber;
    IReadOnlyDictionary<string, string> now = new Dictionary<string, string>();
    IReadOnlyDictionary<string, string> older = new Dictionary<string, string>();

    /// <summary>Who wrote in the section between the two revisions, and when last.</summary>
    public IReadOnlyList<SectionEdit> WritersOf(SectionDeclaration section) =>
        [.. View.Edits.Where(e => e.Key == section.Key && e.Revision > fromNumber && e.Revision <= To.Number)
            .GroupBy(e => e.PersonId).Select(g => g.MaxBy(e => e.LastAt)!).OrderByDescending(e => e.LastAt)];

    public async Task<IActionResult> OnGetAsync(string? from, int? to)
    {
        if (await LoadAsync(new Wanted(to)) is { } answer)
            return answer;
        if (View.Revision is not { } shown)
            return NotFound();
        var earlier = await chain.EarlierAsync(Id, Actor, Cancelled);
        Earlier = earlier.IsRefused ? [] : [.. earlier.Value.Where(l => l.Revisions.Count > 0)];
        if (View.Revisions.Count < 2 && Earlier.Count == 0)
            return NotFound();
        To = shown;
        From = from is { Length: > 0 } ? from : Since(shown);
        now = View.Contents;
        if (await OlderAsync() is not { } read)
            return NotFound();
        older = View.Template.Sections.ToDictionary(s => s.Key, s => Fitting(s, read));
        Changed = [.. View.Template.Sections
            .Select(s => (s, (IReadOnlyList<PartComparison>)[.. s.Kind.Compare(s, older[s.Key], now.GetValueOrDefault(s.Key, "")).Select(p => Readable(s, p))]))
            .Where(s => s.Item2.Any(p => p.Change != PartChange.Same))];
        return Page();
    }

    /// <summary>The row of a cell by its title, as it is called now or, where it is gone, as it was called.</summary>
    public string RowOf(SectionDeclaration section, string part)
    {
        var row = part.Split('/')[0];
        return new[] { now, older }.Select(c => new PlanContents(View.Template, c).RowTitle(section.Key, row)).FirstOrDefault(t => !string.IsNullOrWhiteSpace(t)) ?? T["write.newRow"];
    }

    /// <summary>Choices, dates and links are compared as people read them, not as they are kept.</summary>
    PartComparison Readable(SectionDeclaration section, PartComparison part)
    {
        if (part.Change == PartChange.Same || section.Kind is not TableKind || part.Key.Split('/') is not [var row, var key]
            || section.Columns.FirstOrDefault(c => c.Key == key) is not { Kind.Selectable: false } column)
        {
            return part;
        }
        string Shown(IReadOnlyDictionary<string, string> contents) =>
            TableContent.Read(contents.GetValueOrDefault(section.Key, "")).Find(row)?[key] is { Length: > 0 } value
                ? column.Kind.Display(column, value, PlanRendering.ReadingOf(View.Template, contents, Culture))
                : "";
        return part with { Text = Comparison.Of(Shown(older), Shown(now)) };
    }

    /// <summary>Without a wish: since the reader looked last, otherwise since the revision before; the first one since the plan that it continues.</summary>
    string Since(Revision shown)
    {
        var since = View.LastSeen is { } seen && seen < shown.Number ? seen : shown.Number - 1;
        return since > 0 || Earlier.Count == 0
            ? Math.Max(since, 1).ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{Earlier[0].Plan.Id}-{Earlier[0].Revisions[^1].Number}");
    }

    async Task<IReadOnlyDictionary<string, string>?> OlderAsync()
    {
        var parts = From.Split('-');
        if (parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var plan)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            var text = await chain.TextAsync(Id, plan, number, Actor, Cancelled);
            return text.IsRefused ? null : text.Value.Contents;
        }
        if (!int.TryParse(From, NumberStyles.None, CultureInfo.InvariantCulture, out fromNumber) || await LoadAsync(new Wanted(fromNumber)) is not null)
            return null;
        return View.Contents;
    }

    // An earlier plan may have been written by another template, in which the section of this name is of another kind.
    static string Fitting(SectionDeclaration section, IReadOnlyDictionary<string, string> older) =>
        older.GetValueOrDefault(section.Key, "") is var content && section.Kind.Fault(section, content) is null ? content : "";
}
