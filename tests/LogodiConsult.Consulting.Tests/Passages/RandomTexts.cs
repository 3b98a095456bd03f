using CsCheck;

namespace LogodiConsult.Consulting.Tests.Passages;

/// <summary>Texts as they are written and as nobody writes them: Spanish, Korean, mixed, surrogates, combining marks.</summary>
static class RandomTexts
{
    static Gen<string> Pick(params string[] of) => Gen.Int[0, of.Length - 1].Select(i => of[i]);

    static readonly string[] Spanish =
        ["el", "la", "de", "plan", "acción", "región", "capacitación", "funcionarios", "2023", "15", "%", "mejorar", "trámites", "ciudadanía", "en", "y", "presupuesto", "señal"];

    static readonly string[] Korean = ["계획을", "지방정부는", "공무원", "교육", "2023년", "추진한다", "예산이", "성과를", "및", "주민", "서비스", "개선"];

    static readonly string[] Odd = ["😀", "👩‍👩‍👧", "n\u0303", "q\u0303", "\u1100\u1161", "𝒳", "🇵🇪", "e\u0301", "한", "—", "«cita»"];

    public static readonly Gen<string> Word = Gen.Frequency(
        (5, Pick(Spanish)), (4, Pick(Korean)), (1, Pick(Odd)));

    public static readonly Gen<string> SpanishWord = Gen.Frequency((9, Pick(Spanish)), (1, Pick(Odd)));

    public static readonly Gen<string> KoreanWord = Gen.Frequency((9, Pick(Korean)), (1, Pick(Odd)));

    public static readonly Gen<string> Sentence = Word.Array[3, 12].Select(words => string.Join(' ', words) + ".");

    /// <summary>The same sentences at every run, for what is measured.</summary>
    public static string[] Sentences(int count, int seed)
    {
        var random = new Random(seed);
        var all = Spanish.Concat(Korean).ToArray();
        return [.. Enumerable.Range(0, count).Select(_ => string.Join(' ', random.GetItems(all, random.Next(5, 12))) + ".")];
    }

    static readonly Gen<string> Signs = Pick(
        "*", "**", "_", "`", "~~", "[", "](", ")", "![", "<", ">", "&amp;", "&#0;", "\n", "\n\n", "- ", "1. ", "# ", "> ", "|", "|---|", "\t", "    ", "```\n", "\\", "http://a.b/", "\r\n", " ", "\u0000", "\uD800");

    public static readonly Gen<string> Markdownish = Gen.Frequency((3, Signs), (4, Word)).Array[0, 60].Select(string.Concat);
}
