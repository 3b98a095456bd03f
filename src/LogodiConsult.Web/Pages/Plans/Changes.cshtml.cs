using System.Globalization;
using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Templates.Kinds;
using LogodiConsult.Consulting.Words;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>What changed between two revisions, section by section, word by word, and who wrote it; the older one may belong to a plan that this one continues.</summary>
public sealed class ChangesModel(PlanReader reader, ChainService chain, WritingPathService writing) : PlanPage(reader)
{
    /// <summary>The plans before this one, with their revisions.</summary>
    public IReadOnlyList<ChainLink> Earlier { get; private set; } = [];

    /// <summary>What the older text is: a number of this plan's revision, or "plan-number" of an earlier plan's.</summary>
    public string From { get; private set; } = "";

    public Revision To { get; private set; } = null!;

    public IReadOnlyList<ChangedSection> Changed { get; private set; } = [];

    WritingPath path = new(new Dictionary<string, IReadOnlyList<WritingStep>>(), new Dictionary<long, WrittenName>());
    long fromPlan;
    int fromNumber;
    IReadOnlyDictionary<string, string> now = new Dictionary<string, string>();
    IReadOnlyDictionary<string, string> older = new Dictionary<string, string>();

    public string Writer(long person) => path.Names.TryGetValue(person, out var name) ? name.In(Culture) : PlanWords.Of("actor.erased");

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
        var written = await writing.ReadAsync(Id, fromPlan, fromNumber, To.Number, Actor, Cancelled);
        path = written.IsRefused ? path : written.Value;
        Changed = [.. View.Template.Sections.Select(Compared).Where(s => s.Parts.Count > 0)];
        return Page();
    }

    /// <summary>Without a blank between the elements: it would be one in the text. What was added and removed is said to those who cannot see it.</summary>
    public IHtmlContent Html(ChangedPart part)
    {
        var html = new HtmlContentBuilder();
        foreach (var segment in part.Segments)
        {
            if (segment.Kind == SegmentKind.Same)
            {
                Lines(html, segment.Text);
                continue;
            }
            var isAdded = segment.Kind == SegmentKind.Added;
            var element = new TagBuilder(isAdded ? "ins" : "del");
            element.InnerHtml.AppendHtml(Unseen(T[isAdded ? "changes.addedStart" : "changes.removedStart"]));
            Lines(element.InnerHtml, segment.Text);
            element.InnerHtml.AppendHtml(Unseen(T["changes.end"]));
            html.AppendHtml(element);
            if (part.NumbersOf(segment) is { Count: > 0 } numbers)
            {
                var mark = new TagBuilder("sup");
                mark.AddCssClass("writer");
                mark.InnerHtml.AppendHtml(Unseen(T["changes.by"])).Append(string.Join('·', numbers));
                html.AppendHtml(mark);
            }
        }
        return html;
    }

    static void Lines(IHtmlContentBuilder html, string text)
    {
        foreach (var (i, line) in text.Split('\n').Index())
            (i > 0 ? html.AppendHtml("<br>") : html).Append(line);
    }

    static TagBuilder Unseen(string words)
    {
        var span = new TagBuilder("span");
        span.AddCssClass("visually-hidden");
        span.InnerHtml.Append($" {words} ");
        return span;
    }

    ChangedSection Compared(SectionDeclaration section)
    {
        var authors = new SectionAuthors(section, older[section.Key], path.Of(section.Key));
        var changed = section.Kind.Compare(section, older[section.Key], now.GetValueOrDefault(section.Key, "")).Where(p => p.Change != PartChange.Same).ToList();
        return new ChangedSection(
            section,
            [.. changed.Select(p => Readable(section, p) is var shown && ReferenceEquals(shown, p)
                ? new ChangedPart(p.Key, authors.Of(p.Key), authors.Segments(p.Key, p.Text))
                : new ChangedPart(p.Key, authors.Of(p.Key), [.. shown.Text.Segments.Select(s => new AuthoredSegment(s.Kind, s.Text, []))]))],
            authors.OfParts(changed.Select(p => p.Key)));
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
            (fromPlan, fromNumber) = (plan, number);
            return text.IsRefused ? null : text.Value.Contents;
        }
        fromPlan = Id;
        if (!int.TryParse(From, NumberStyles.None, CultureInfo.InvariantCulture, out fromNumber) || await LoadAsync(new Wanted(fromNumber)) is not null)
            return null;
        return View.Contents;
    }

    // An earlier plan may have been written by another template, in which the section of this name is of another kind.
    static string Fitting(SectionDeclaration section, IReadOnlyDictionary<string, string> older) =>
        older.GetValueOrDefault(section.Key, "") is var content && section.Kind.Fault(section, content) is null ? content : "";
}

/// <param name="By">Everybody who wrote in what changed.</param>
public sealed record ChangedSection(SectionDeclaration Section, IReadOnlyList<ChangedPart> Parts, IReadOnlyList<Contribution> By);

/// <param name="By">Everybody who wrote in it; their places here are the numbers at their words.</param>
public sealed record ChangedPart(string Key, IReadOnlyList<Contribution> By, IReadOnlyList<AuthoredSegment> Segments)
{
    /// <summary>The places in <see cref="By"/> of who wrote a segment; none where all of it is one person's.</summary>
    public IReadOnlyList<int> NumbersOf(AuthoredSegment segment) =>
        By.Count < 2 ? [] : [.. segment.By.Select(person => By.ToList().FindIndex(c => c.PersonId == person) + 1).Where(n => n > 0)];
}
