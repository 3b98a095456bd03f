using System.Text;
using LogodiConsult.Consulting.Passages.Anchors;

namespace LogodiConsult.Consulting.Passages;

public enum SegmentKind
{
    Same,
    Removed,
    Added,
}

public sealed record ComparedSegment(SegmentKind Kind, string Text);

/// <summary>Words that a screen reader hears around what was added and removed, since it does not announce the elements.</summary>
public sealed record ComparisonWords(string AddedStart, string AddedEnd, string RemovedStart, string RemovedEnd);

/// <summary>Two canonical texts word by word. Sentences are paired first, so that a word is never compared across paragraphs that have nothing in common.</summary>
public sealed record Comparison(IReadOnlyList<ComparedSegment> Segments)
{
    public int WordsAdded => Words(SegmentKind.Added);

    public int WordsRemoved => Words(SegmentKind.Removed);

    public bool IsSame => Segments.All(s => s.Kind == SegmentKind.Same);

    public static Comparison Of(string before, string after)
    {
        if (before == after)
            return new Comparison(before.Length == 0 ? [] : [new ComparedSegment(SegmentKind.Same, before)]);
        var alignment = new TextAlignment(before, after);
        return new Comparison(Tidy(alignment.Runs()));
    }

    /// <summary><c>ins</c> and <c>del</c> with hidden words; line breaks stay visible as such.</summary>
    public string ToHtml(ComparisonWords words)
    {
        var html = new StringBuilder();
        foreach (var segment in Segments)
        {
            var text = RichText.Encode(segment.Text).Replace("&#xA;", "\n").Replace("\n", "<br>");
            html.Append(segment.Kind switch
            {
                SegmentKind.Added => $"<ins>{Hidden(words.AddedStart)}{text}{Hidden(words.AddedEnd)}</ins>",
                SegmentKind.Removed => $"<del>{Hidden(words.RemovedStart)}{text}{Hidden(words.RemovedEnd)}</del>",
                _ => text,
            });
        }
        return Sanitiser.Clean(html.ToString());
    }

    static string Hidden(string words) => $"<span class=\"visually-hidden\"> {RichText.Encode(words)} </span>";

    int Words(SegmentKind kind) => Segments.Where(s => s.Kind == kind).Sum(s => WordCount.Of(s.Text));

    /// <summary>Joins neighbours of one kind and swallows islands of blanks between two changes: nobody reads word, blank, word as three edits.</summary>
    static List<ComparedSegment> Tidy(IEnumerable<ComparedSegment> runs)
    {
        var result = new List<ComparedSegment>();
        var removed = new StringBuilder();
        var added = new StringBuilder();
        var island = "";
        void Flush()
        {
            if (removed.Length > 0)
                result.Add(new ComparedSegment(SegmentKind.Removed, removed.ToString()));
            if (added.Length > 0)
                result.Add(new ComparedSegment(SegmentKind.Added, added.ToString()));
            if (island.Length > 0)
                result.Add(new ComparedSegment(SegmentKind.Same, island));
            removed.Clear();
            added.Clear();
            island = "";
        }
        foreach (var run in runs)
        {
            if (run.Kind == SegmentKind.Same)
            {
                if (removed.Length > 0 && added.Length > 0 && island.Length == 0 && run.Text == " ")
                {
                    island = run.Text;
                    continue;
                }
                Flush();
                if (result.Count > 0 && result[^1].Kind == SegmentKind.Same)
                    result[^1] = result[^1] with { Text = result[^1].Text + run.Text };
                else
                    result.Add(run);
                continue;
            }
            removed.Append(island);
            added.Append(island);
            island = "";
            (run.Kind == SegmentKind.Removed ? removed : added).Append(run.Text);
        }
        Flush();
        return result;
    }
}
