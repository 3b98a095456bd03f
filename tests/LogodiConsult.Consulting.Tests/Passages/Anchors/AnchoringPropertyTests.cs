using System.Globalization;
using System.Text.Json;
using CsCheck;
using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Passages.Anchors;

namespace LogodiConsult.Consulting.Tests.Passages.Anchors;

public sealed class AnchoringPropertyTests(ITestOutputHelper output)
{
    static readonly Gen<string[]> SentenceWords = RandomTexts.Word.Array[5, 14];

    // Each text in Spanish, in Korean or mixed, all with surrogates and combining marks.
    static readonly Gen<string[][][]> Paragraphs =
        Gen.OneOf(new[] { RandomTexts.SpanishWord, RandomTexts.KoreanWord, RandomTexts.Word }.Select(word => word.Array[5, 14].Array[1, 5].Array[2, 6]).ToArray());

    static readonly Gen<EditedText> Text =
        Gen.Select(Paragraphs, Gen.Int[0, 1000], Gen.Int[0, 1000], Gen.Int[3, 12], (words, p, first, length) => new EditedText(words, p, first, length));

    static readonly Gen<(int Kind, int X, int Y, string[] Words)[]> Edits =
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 1000], Gen.Int[0, 1000], SentenceWords).Array[1, 5];

    [Fact]
    public void Carry_TwoThousandRandomEdits_FindsWhatStandsAndPlacesNothingThatIsGone()
    {
        var (right, wrong, standing) = (0, new List<string>(), 0);
        Gen.Select(Text, Edits).Sample((text, edits) =>
        {
            var done = edits.Select(e => text.Edit(e.Kind, e.X, e.Y, e.Words)).OfType<string>().ToList();
            var (after, start, end, stands) = text.Draw();
            var carried = Anchoring.Carry(text.Before, after, text.Start, text.End);
            var found = carried.Stands && stands && carried.Start == start && carried.End == end;
            // Chance may put the very words of a passage that is gone somewhere else; then no one could tell.
            var quote = new CodePointText(text.Before).Slice(text.Start, text.End);
            var twin = !found && carried.Stands && after.Split(quote).Length - 1 > (stands ? 1 : 0);
            Interlocked.Add(ref standing, stands && !twin ? 1 : 0);
            Interlocked.Add(ref right, found ? 1 : 0);
            if (carried.Stands && !found && !twin)
            {
                lock (wrong)
                    wrong.Add($"{string.Join(", ", done)}\n--- {text.Before}\n+++ {after}\n[{quote}] stands={stands} at {start}, placed at {carried.Start}");
            }
            AssertTruthful(text.Before, after, text.Start, text.End, carried);
        }, iter: 2000);

        var precision = (double)right / (right + wrong.Count);
        var recall = (double)right / standing;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"generated edits: precision {precision:0.0000}, recall {recall:0.0000} of {standing} passages that stand"));
        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong.Take(5)));
        Assert.True(recall >= 0.97, $"recall {recall}");
    }

    [Fact]
    public void Carry_AnyTwoTexts_NeverClaimsWhatIsNotThere() =>
        Gen.Select(RandomTexts.Markdownish, RandomTexts.Markdownish, Gen.Int[0, 200], Gen.Int[0, 200]).Sample((before, after, x, y) =>
        {
            var length = new CodePointText(before).Length;
            var (start, end) = (x % (length + 1), y % (length + 1));
            if (start > end)
                (start, end) = (end, start);
            AssertTruthful(before, after, start, end, Anchoring.Carry(before, after, start, end));
            Assert.True(Anchoring.Carry(before, before, start, end) is { Kind: AnchorKind.Unmoved } same && same.Start == start && same.End == end);
        }, iter: 1000);

    [Fact]
    public void Carry_SignsOfWhichNothingIsLeft_AreDeleted()
    {
        const string before = "regiónel```\n\uFFFDlael\0𝒳**152023서비스>región_\n\n%_presupuestofuncionarioshttp://a.b/capacitaciónlafuncionarios\n- — \\";
        const string after = " región서비스la𝒳el*교육de\n\n```\n>deplanla";
        var carried = Anchoring.Carry(before, after, 37, 41);
        AssertTruthful(before, after, 37, 41, carried);
        Assert.Equal(AnchorKind.Deleted, carried.Kind);
    }

    static void AssertTruthful(string before, string after, int start, int end, Carried carried)
    {
        var (a, b) = (new CodePointText(before), new CodePointText(after));
        Assert.InRange(carried.Start, 0, b.Length);
        Assert.InRange(carried.End, carried.Start, b.Length);
        if (carried.Stands)
            Assert.Equal(PlainText.Clean(a.Slice(start, end)), PlainText.Clean(b.Slice(carried.Start, carried.End)));
        var told = JsonSerializer.Serialize(new { before, after, start, end, carried });
        Assert.True((carried.Kind == AnchorKind.Unmoved) == (carried.Stands && carried.Start == start), told);
        Assert.True((carried.Kind == AnchorKind.Changed) == (!carried.Stands && carried.End > carried.Start), told);
    }

    [Fact]
    public void Carry_TenThousandWords_FindsEverySentenceThatStands()
    {
        var (old, added) = (RandomTexts.Sentences(1400, seed: 1), RandomTexts.Sentences(200, seed: 2));
        var before = string.Join("\n\n", old.Chunk(6).Select(s => string.Join(' ', s)));
        var after = string.Join("\n\n", old.Take(300).Concat(added).Concat(old.Skip(350)).Chunk(7).Select(s => string.Join(' ', s)));
        Assert.InRange(WordCount.Of(before), 9_000, 14_000);
        var anchoring = new Anchoring(before, after);
        foreach (var sentence in old.Take(300).Concat(old.Skip(350)).Where((s, i) => i % 50 == 0 && old.Count(o => o == s) == 1))
        {
            var start = before[..before.IndexOf(sentence, StringComparison.Ordinal)].EnumerateRunes().Count();
            var length = sentence.EnumerateRunes().Count();
            var carried = anchoring.Carry(start, start + length);
            Assert.True(carried.Stands, sentence);
            Assert.Equal(sentence, string.Concat(after.EnumerateRunes().Skip(carried.Start).Take(length)));
        }
    }
}
