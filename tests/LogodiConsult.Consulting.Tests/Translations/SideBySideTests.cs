using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Tests.Templates;
using LogodiConsult.Consulting.Translations;

namespace LogodiConsult.Consulting.Tests.Translations;

public sealed class SideBySideTests
{
    const string First = "El trámite tarda 23 días.\n\nLa ventanilla **única** abre en mayo. Nadie la conoce todavía.\n\n- Capacitar al personal\n- 2021";
    const string Second = "El trámite tarda 23 días.\n\nLa ventanilla **única** abre recién en julio de 2021. Nadie la conoce todavía.\n\n- Capacitar al personal\n- 2021";

    static readonly SectionDeclaration Background = PublishedTemplatesTests.Library.Newest("action-plan")!["background"];
    static readonly SectionDeclaration Risks = PublishedTemplatesTests.Library.Newest("action-plan")!["risks"];

    [Fact]
    public void Segments_OfAText_AreItsSentences_WithoutWhatHoldsNoLetter() =>
        Assert.Equal(
            ["El trámite tarda 23 días.", "La ventanilla única abre en mayo.", "Nadie la conoce todavía.", "Capacitar al personal"],
            Segments.Of(Background, First).Select(s => s.Source));

    [Fact]
    public void Segments_OfATable_AreItsCells_AndKnowTheirPart()
    {
        const string table = """{"rows":[{"id":"r1","cells":{"risk":"Demora legal. Puede fallar.","probability":"high"}}],"next":2}""";
        Assert.All(Segments.Of(Risks, table), s => Assert.Equal("r1/risk", s.Part));
        Assert.Equal(2, Segments.Of(Risks, table).Count);
    }

    [Fact]
    public void OfPlain_Paragraphs_HaveTheirPlacesInCodePoints()
    {
        const string text = "😀 좋습니다.\n\n  Segundo párrafo. \n…";
        var segments = Segments.OfPlain(text);
        Assert.Equal(["😀 좋습니다.", "Segundo párrafo."], segments.Select(s => s.Source));
        Assert.All(segments, s => Assert.Equal(s.Source, new CodePointText(text).Slice(s.Start, s.End)));
    }

    [Fact]
    public void Section_UnchangedSentences_KeepTheirTranslation_ChangedOnesAreOutdatedSinceTheirRevision()
    {
        var memory = Memory(("El trámite tarda 23 días.", "절차에 23일이 걸린다.", false), ("La ventanilla única abre en mayo.", "창구는 5월에 연다.", false), ("Nadie la conoce todavía.", "아직 아무도 모른다.", true));
        var translated = memory.OfSection(Background, [(1, First), (2, First), (3, Second), (4, Second)], "es");
        Assert.Equal([SegmentState.Checked, SegmentState.Outdated, SegmentState.Machine, SegmentState.None], translated.Segments.Select(s => s.State));
        var outdated = translated.Segments[1];
        Assert.Equal((3, "La ventanilla única abre en mayo.", "창구는 5월에 연다."), (outdated.OutdatedSince, outdated.EarlierSource, outdated.Text));
        Assert.False(translated.IsDone);
    }

    [Fact]
    public void Section_ANewSentence_HasNoTranslation_EvenBesideOthers()
    {
        var memory = Memory(("El trámite tarda 23 días.", "절차에 23일이 걸린다.", false));
        var translated = memory.OfSection(Background, [(1, "El trámite tarda 23 días."), (2, "El trámite tarda 23 días. Los quechuahablantes viajan ocho horas.")], "es");
        Assert.Equal([SegmentState.Checked, SegmentState.None], translated.Segments.Select(s => s.State));
    }

    [Fact]
    public void Html_OfATranslation_KeepsBlocks_TellsEachSegmentOnce_AndDropsEmphasis()
    {
        var translated = Memory(("La ventanilla única abre en mayo.", "창구는 <5월>에 연다.", false)).OfSection(Background, [(1, First)], "es");
        var renditions = translated.Segments.Select(s => new Rendition(s.Segment.Start, s.Segment.End, s.Text ?? s.Segment.Source, s.Text is null ? "es" : "ko", "x", null, s.Text is null ? [] : [7])).ToList();
        var html = RichText.FromMarkdown(First).ToHtml(renditions);
        Assert.Equal(3, html.Split("<li>").Length);
        Assert.Equal(2, html.Split("창구는 &lt;5월&gt;에 연다.").Length);
        Assert.DoesNotContain("<strong>", html);
        Assert.Contains("href=\"#comment-7\"", html);
        Assert.Contains("2021", html);
    }

    [Fact]
    public void Passage_OfTheTranslation_StandsForItsSegmentOfTheOriginal()
    {
        var translated = Memory(("La ventanilla única abre en mayo.", "창구는 5월에 연다.", false), ("Nadie la conoce todavía.", "아직 아무도 모른다.", false)).OfSection(Background, [(1, First)], "es");
        var parts = Background.Kind.Parts(Background, First);
        Assert.Equal("La ventanilla única abre en mayo.", Assert.Single(TranslatedPassages.Find(translated, parts, "", "5월에")).Passage.Exact);
        Assert.Equal("La ventanilla única abre en mayo. Nadie la conoce todavía.", Assert.Single(TranslatedPassages.Find(translated, parts, "", "연다. 아직")).Passage.Exact);
        Assert.Empty(TranslatedPassages.Find(translated, parts, "", "6월에"));
        var second = translated.Segments[1].Segment;
        Assert.Equal([3], TranslatedPassages.NumbersAt(second, [new Highlight(second.Start + 2, second.Start + 5, 3, "kind-question"), new Highlight(0, 4, 9, "kind-question")]));
    }

    [Fact]
    public void SegmentPairs_OfAReorderedText_FindTheForerunners()
    {
        var pairs = SegmentPairs.Of("Primero llega la norma.\n\nDespués llega el sistema.", "Nueva introducción del plan.\n\nPrimero llega la norma.\n\nDespués llega todo el sistema.");
        Assert.Equal(["", "0", "1"], pairs.Select(p => string.Join(',', p)));
    }

    static TranslationMemory Memory(params (string Source, string Text, bool Machine)[] known) => new("ko", known.Select(k => new StoredSegment
    {
        SourceDigest = Trail.Digest(k.Source),
        Source = k.Source,
        Text = k.Text,
        State = k.Machine ? StoredState.Machine : StoredState.Checked,
    }));
}
