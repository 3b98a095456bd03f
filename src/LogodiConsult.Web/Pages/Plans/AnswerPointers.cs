using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Reviews;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>Where an answer says that the change stands, as the text shown has it.</summary>
/// <param name="Passage">Its words; null: the whole section.</param>
/// <param name="Stands">False: these words were changed again since the answer.</param>
public sealed record AnswerPointer(string Section, string Path, string? Passage, bool Stands)
{
    /// <summary>Where the passage stands now, as forms send it; null where that is not one place.</summary>
    public string? At { get; private init; }

    /// <returns>Null where the answer points nowhere of its own.</returns>
    public static AnswerPointer? Of(PlanPage page, Answer answer)
    {
        if (answer.SectionKey is not { } key || page.View.Template.Find(key) is not { } section)
            return null;
        var title = $"{section.Number}. {section.Title.In(page.Culture)}";
        var path = page.View.Revision is { } revision ? $"/plans/{page.Id}?revision={revision.Number}#s-{key}" : $"/plans/{page.Id}/write/{key}";
        if (answer.Selector is not { } json || Selector.FromJson(json) is not { } selector)
            return new AnswerPointer(title, path, null, true);
        var text = section.Kind.Parts(section, page.View.Contents.GetValueOrDefault(key, "")).FirstOrDefault(p => p.Key == answer.Part)?.Text ?? "";
        var located = Selectors.Locate(text, selector);
        return new AnswerPointer(title, path, selector.Quote.Exact, !located.IsNone) { At = located.Exact is { } exact ? Candidate.AtOf(answer.Part, exact.Start) : null };
    }
}
