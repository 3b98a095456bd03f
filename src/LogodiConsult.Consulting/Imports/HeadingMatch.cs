using System.Text.RegularExpressions;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Templates.Kinds;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.Imports;

/// <summary>Which section a heading names: in any of the three languages, numbering, accents and case aside. Only where one section fits well
/// and no other nearly as well.</summary>
public static partial class HeadingMatch
{
    const double Enough = 0.6;
    const double Margin = 0.12;

    public static string? Find(string heading, IEnumerable<SectionDeclaration> sections)
    {
        var wanted = Plain(heading);
        if (wanted.Length == 0 || wanted.Length > 200)
            return null;
        var ranked = sections.Select(s => (s.Key, Score: NamesOf(s).Max(t => Likeness(wanted, Plain(t)))))
            .OrderByDescending(s => s.Score).Take(2).ToList();
        return ranked.Count > 0 && ranked[0].Score >= Enough && (ranked.Count == 1 || ranked[0].Score - ranked[1].Score >= Margin) ? ranked[0].Key : null;
    }

    /// <summary>Whatever a template calls it, people call a problem tree by its name.</summary>
    static IEnumerable<string> NamesOf(SectionDeclaration section) =>
        [section.Title.Es, section.Title.Ko, section.Title.En, .. section.Kind is TreeKind ? (string[])["Árbol de problemas", "문제나무", "문제 나무", "Problem tree"] : []];

    /// <summary>Words only, without the number before them.</summary>
    public static string Plain(string text) =>
        Blanks().Replace(NotWords().Replace(Numbering().Replace(Names.Fold(text).ToLowerInvariant().Trim(), ""), " "), " ").Trim();

    /// <summary>Dice's coefficient over pairs of letters: 1 is the same, 0 has nothing in common.</summary>
    static double Likeness(string a, string b)
    {
        if (a == b)
            return 1;
        var (left, right) = (Pairs(a), Pairs(b));
        if (left.Count == 0 || right.Count == 0)
            return 0;
        var rest = right.ToList();
        var common = left.Count(rest.Remove);
        var whole = 2.0 * common / (left.Count + right.Count);
        // A title that begins the heading ("Riesgos del proyecto en la región") counts, however long the heading is.
        return Math.Max(whole, a.StartsWith(b + " ", StringComparison.Ordinal) || b.StartsWith(a + " ", StringComparison.Ordinal) ? 0.8 : 0);
    }

    static List<string> Pairs(string text) =>
        [.. text.Split(' ').SelectMany(w => w.Length == 1 ? [w] : Enumerable.Range(0, w.Length - 1).Select(i => w.Substring(i, 2)))];

    [GeneratedRegex(@"^(?:(?:seccion|section|capitulo|chapter)\s+)?(?:\d+(?:[.\-]\d+)*[.):]?|[ivx]+[.)]|[a-z][.)]|제?\s*\d+\s*[장절.)])\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Numbering();

    [GeneratedRegex(@"[^\p{L}\p{N}]+", RegexOptions.NonBacktracking)]
    private static partial Regex NotWords();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Blanks();
}
