using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Templates;
using static LogodiConsult.Consulting.Tests.Templates.PublishedTemplatesTests;

namespace LogodiConsult.Consulting.Tests.Plans;

public sealed class SectionAuthorsTests
{
    const long Rosa = 1;
    const long Luis = 2;

    static readonly DateTimeOffset Day = new(2020, 10, 12, 15, 0, 0, TimeSpan.Zero);

    static WritingStep Step(long person, int hour, string content) => new([new Contribution(person, Day.AddHours(hour))], content);

    static Comparison Compared(string before, string after) => Comparison.Of(before, after);

    [Fact]
    public void Segments_OfAPartThatTwoWrote_GiveEachRunOfWordsToItsWriter()
    {
        const string before = "La ventanilla atiende a todos los vecinos del distrito.";
        const string middle = "La ventanilla atiende a todos los vecinos de la región.";
        const string after = "La ventanilla digital atiende a los vecinos de la región.";
        var authors = new SectionAuthors(Default["background"], before, [Step(Rosa, 0, middle), Step(Luis, 2, after)]);

        Assert.Equal([(Rosa, Day), (Luis, Day.AddHours(2))], authors.Of("").Select(c => (c.PersonId, c.At)));
        var changes = authors.Segments("", Compared(before, after)).Where(s => s.Kind != SegmentKind.Same).Select(s => (s.Kind, s.Text.Trim(), By: Assert.Single(s.By))).ToList();
        Assert.Contains((SegmentKind.Added, "digital", Luis), changes);
        Assert.Contains((SegmentKind.Removed, "todos", Luis), changes);
        Assert.Contains(changes, c => c.Kind == SegmentKind.Added && c.Item2.Contains("región", StringComparison.Ordinal) && c.By == Rosa);
        Assert.Contains(changes, c => c.Kind == SegmentKind.Removed && c.Item2.Contains("distrito", StringComparison.Ordinal) && c.By == Rosa);
    }

    [Fact]
    public void Segments_WhateverWasWritten_AreTheComparisonWordForWord()
    {
        var random = new Random(20201012);
        string Text() => string.Join(' ', Enumerable.Range(0, random.Next(0, 25)).Select(_ => "uno dos tres cuatro 다섯 여섯\n siete. ocho".Split(' ')[random.Next(8)]));
        for (var round = 0; round < 300; round++)
        {
            var texts = Enumerable.Range(0, random.Next(2, 6)).Select(_ => CanonicalText.OfPlain(Text())).ToList();
            var authors = new SectionAuthors(Default["background"], texts[0], [.. texts.Skip(1).Select((t, i) => Step(random.Next(1, 4), i, t))]);
            // What is stored is Markdown: its canonical text is what is compared.
            var part = PartComparison.Of(Default["background"].Kind.Parts(Default["background"], texts[0]), Default["background"].Kind.Parts(Default["background"], texts[^1]));
            foreach (var one in part)
            {
                var cut = authors.Segments(one.Key, one.Text);
                Assert.Equal(
                    one.Text.Segments.GroupBy(s => s.Kind).ToDictionary(g => g.Key, g => string.Concat(g.Select(s => s.Text))),
                    cut.GroupBy(s => s.Kind).ToDictionary(g => g.Key, g => string.Concat(g.Select(s => s.Text))));
                Assert.All(cut, s => Assert.Equal(s.Kind == SegmentKind.Same, s.By.Count == 0));
            }
        }
    }

    [Fact]
    public void Of_ARowThatTwoTouched_NamesBoth_AndOnlyThem()
    {
        var risks = Default["risks"];
        static string Rows(string first, string second) => $$$"""{"rows":[{"id":"r1","cells":{"risk":"{{{first}}}"}},{"id":"r2","cells":{"risk":"{{{second}}}"}}],"next":3}""";
        var authors = new SectionAuthors(risks, Rows("Demora", "Rotación"), [Step(Rosa, 0, Rows("Demora larga", "Rotación")), Step(Luis, 1, Rows("Demora muy larga", "Rotación alta")), Step(Rosa, 3, Rows("Demora muy larga", "Rotación muy alta"))]);

        Assert.Equal([(Rosa, Day), (Luis, Day.AddHours(1))], authors.Of("r1/risk").Select(c => (c.PersonId, c.At)));
        Assert.Equal([(Luis, Day.AddHours(1)), (Rosa, Day.AddHours(3))], authors.Of("r2/risk").Select(c => (c.PersonId, c.At)));
        Assert.Empty(authors.Of("r9/risk"));
        Assert.Equal([(Rosa, Day.AddHours(3)), (Luis, Day.AddHours(1))], authors.OfParts(["r1/risk", "r2/risk"]).Select(c => (c.PersonId, c.At)));
    }
}
