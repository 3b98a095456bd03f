using System.Text;

namespace LogodiConsult.Consulting.Passages;

/// <summary>Counts words as writers count them: what stands between blanks in Spanish, English and Korean (eojeol); each Han character by itself.</summary>
public static class WordCount
{
    public static int Of(string text)
    {
        var count = 0;
        var inside = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsHan(rune.Value))
            {
                count++;
                inside = false;
            }
            else if (Rune.IsWhiteSpace(rune) || rune.Value is '/' or '—' or '–')
            {
                inside = false;
            }
            else if (!inside && Rune.IsLetterOrDigit(rune))
            {
                count++;
                inside = true;
            }
        }
        return count;
    }

    static bool IsHan(int value) => value is (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);
}
