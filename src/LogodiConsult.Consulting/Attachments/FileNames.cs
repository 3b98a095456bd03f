using System.Globalization;
using System.Text;
using LogodiConsult.Consulting.Documents;

namespace LogodiConsult.Consulting.Attachments;

/// <summary>Names of files as people gave them, in any script, without what could mislead: paths, control characters, characters that turn the
/// direction of reading ("gpj.exe").</summary>
public static class FileNames
{
    public const int Longest = 150;

    const string Forbidden = "\\/:*?\"<>|";

    /// <param name="name">As it came with the file.</param>
    /// <param name="kind">What the file is: its ending is added where the name has another.</param>
    public static string Clean(string name, FileKind? kind = null)
    {
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var clean = new StringBuilder();
        // A half surrogate pair would make Normalize throw.
        foreach (var rune in Storage.Texts.Clean(WordText.Clean(last)).Normalize(NormalizationForm.FormC).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
            {
                continue;
            }
            clean.Append(rune.IsBmp && Forbidden.Contains((char)rune.Value) ? "_" : rune.ToString());
        }
        var text = string.Join(' ', clean.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Trim('.', ' ');
        var ending = kind is null || kind.IsNamed(text) ? "" : kind.Extension;
        var (stem, known) = kind is not null && ending.Length == 0 ? (text[..text.LastIndexOf('.')], text[text.LastIndexOf('.')..]) : (text, ending);
        stem = Cut(stem.Trim('.', ' '), Longest - known.Length);
        return (stem.Length == 0 ? "documento" : stem) + known;
    }

    /// <summary>Never in the middle of what is read as one letter.</summary>
    static string Cut(string text, int most)
    {
        if (text.Length <= most)
            return text;
        var ends = StringInfo.ParseCombiningCharacters(text).LastOrDefault(i => i <= most);
        return text[..ends].TrimEnd();
    }
}
