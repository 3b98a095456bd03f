using System.Globalization;
using System.Text;

namespace LogodiConsult.Consulting.Translations;

/// <summary>A term of the glossary that stands in a segment, with what it is called in the other language.</summary>
public sealed record FoundTerm(string Source, string Target, string Note);

/// <summary>Finds terms in a segment although words are inflected: endings of plural and gender in Spanish and English do not count, and in Korean
/// a term may be written apart or together and carries its particles behind it.</summary>
public static class GlossaryMatching
{
    public const int Most = 12;

    /// <returns>Longer terms first; a term that lies inside a longer one that was found is left out.</returns>
    public static IReadOnlyList<FoundTerm> Find(IReadOnlyList<GlossaryTerm> terms, string text, string from, string to)
    {
        var found = new List<FoundTerm>();
        var words = Words(text, from);
        foreach (var term in terms.Where(t => t.In(from).Length > 0 && t.In(to).Length > 0).OrderByDescending(t => t.In(from).Length))
        {
            var stands = from == "ko" ? StandsInKorean(text, term.In(from)) : Stands(words, Words(term.In(from), from));
            if (stands && !found.Exists(f => Covers(f.Source, term.In(from), from)))
                found.Add(new FoundTerm(term.In(from), term.In(to), term.Note));
            if (found.Count == Most)
                break;
        }
        return found;
    }

    static bool Covers(string longer, string shorter, string language) =>
        language == "ko" ? StandsInKorean(longer, shorter) : Stands(Words(longer, language), Words(shorter, language));

    static bool Stands(List<string> text, List<string> term) =>
        term.Count > 0 && Enumerable.Range(0, Math.Max(0, text.Count - term.Count + 1)).Any(at => term.Index().All(w => text[at + w.Index] == w.Item));

    /// <summary>Blanks inside do not count, but the term begins where a word begins.</summary>
    static bool StandsInKorean(string text, string term)
    {
        var wanted = string.Concat(term.Where(char.IsLetterOrDigit));
        var letters = new StringBuilder();
        var begins = new HashSet<int>();
        var inside = false;
        foreach (var c in text)
        {
            if (!char.IsLetterOrDigit(c))
            {
                inside = false;
                continue;
            }
            if (!inside)
                begins.Add(letters.Length);
            inside = true;
            letters.Append(c);
        }
        var all = letters.ToString();
        for (var at = wanted.Length == 0 ? -1 : all.IndexOf(wanted, StringComparison.OrdinalIgnoreCase); at >= 0; at = all.IndexOf(wanted, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (begins.Contains(at))
                return true;
        }
        return false;
    }

    static List<string> Words(string text, string language)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var c in text.Normalize(NormalizationForm.FormD).Append(' '))
        {
            if (char.IsLetterOrDigit(c))
                word.Append(char.ToLowerInvariant(c));
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && word.Length > 0)
            {
                words.Add(language == "es" ? SpanishStem(word.ToString()) : EnglishStem(word.ToString()));
                word.Clear();
            }
        }
        return words;
    }

    static string SpanishStem(string word)
    {
        word = word.Length > 4 && word.EndsWith("ces", StringComparison.Ordinal) ? word[..^3] + "z"
            : word.Length > 5 && word.EndsWith("es", StringComparison.Ordinal) ? word[..^2]
            : word.Length > 3 && word.EndsWith('s') ? word[..^1]
            : word;
        return word.Length > 4 && word[^1] is 'a' or 'o' or 'e' ? word[..^1] : word;
    }

    static string EnglishStem(string word) =>
        word.Length > 4 && word.EndsWith("ies", StringComparison.Ordinal) ? word[..^3] + "y"
        : word.Length > 4 && (word.EndsWith("sses", StringComparison.Ordinal) || word.EndsWith("xes", StringComparison.Ordinal) || word.EndsWith("ches", StringComparison.Ordinal)
            || word.EndsWith("shes", StringComparison.Ordinal)) ? word[..^2]
        : word.Length > 3 && word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) ? word[..^1]
        : word;
}
