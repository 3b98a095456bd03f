using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Templates;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>The plan as it was handed in, with the comments beside the text.</summary>
public sealed class PlanModel(PlanReader reader) : PlanPage(reader)
{
    [BindProperty(SupportsGet = true)]
    public int? Revision { get; set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (await LoadAsync(new Wanted(Revision)) is { } answer)
            return answer;
        return Page();
    }
}

/// <summary>Marks of comments in a section, for the rendering of it.</summary>
public static class Marks
{
    /// <summary>Highlights by part, for the comments whose passage still stands in the text shown.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<Highlight>> Of(IEnumerable<CommentView> comments, string section) =>
        comments.Where(c => c.Comment.SectionKey == section && c.Place is { } place && place.Kind != PlaceKind.Deleted && place.End > place.Start)
            .GroupBy(c => c.Comment.Part)
            .ToDictionary(g => g.Key, g => (IReadOnlyList<Highlight>)[.. g.Select(c =>
                new Highlight(c.Place!.Start, c.Place.End, c.Comment.Number ?? 0, $"kind-{c.Comment.Kind.ToString().ToLowerInvariant()}"))]);

    /// <summary>The section as HTML with its marks, links between rows resolved.</summary>
    public static string Html(PlanPage page, SectionDeclaration section, IReadOnlyDictionary<string, string> contents, IEnumerable<CommentView> comments) =>
        section.Kind.Render(section, contents.GetValueOrDefault(section.Key, ""),
            page.ReadingOf(contents, section.Key) with { Highlights = Of(comments, section.Key) });
}
