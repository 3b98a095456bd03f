using System.Text.Json;
using LogodiConsult.Benchmarks.Anchors;

namespace LogodiConsult.Consulting.Tests.Passages.Anchors;

/// <summary>The verb <c>anchors</c> of the benchmarks: what it reads, what it prints.</summary>
public sealed class AnchorCasesTests
{
    [Fact]
    public void Run_GoodAndBadCases_PrintsOneLineForEachInTheirOrder()
    {
        var (code, lines, _) = Run("""
            [
              { "id": "a", "before": "Uno. Dos.", "after": "Cero. Uno. Dos.", "start": 5, "end": 9 },
              { "id": 7, "before": "😀 한국", "after": "😀 한국", "start": 2, "end": 4 },
              { "id": "lies", "before": "corto", "after": "corto", "start": 2, "end": 99 },
              { "id": "back", "before": "corto", "after": "corto", "start": 3, "end": 1 },
              { "id": "no text", "after": "corto", "start": 0, "end": 1 },
              { "id": "words", "before": "corto", "after": "corto", "start": "0", "end": 1 },
              { "id": "half", "before": "a\ud83d", "after": "a", "start": 0, "end": 1 },
              "nothing",
              { "id": "empty", "before": "", "after": "Algo.", "start": 0, "end": 0 },
              { "id": "gone", "before": "Uno. Dos.", "after": "", "start": 5, "end": 9, "note": "ignored" }
            ]
            """);

        Assert.Equal(1, code);
        Assert.Equal("""{"id":"a","kind":"moved","start":11,"end":15}""", lines[0]);
        Assert.Equal("""{"id":7,"kind":"unmoved","start":2,"end":4}""", lines[1]);
        foreach (var (at, id) in new[] { (2, "lies"), (3, "back"), (4, "no text"), (5, "words"), (6, "half") })
        {
            var fault = JsonDocument.Parse(lines[at]).RootElement;
            Assert.Equal(id, fault.GetProperty("id").GetString());
            Assert.NotEqual("", fault.GetProperty("error").GetString());
            Assert.False(fault.TryGetProperty("kind", out _));
        }
        Assert.Contains("case 8", lines[7], StringComparison.Ordinal);
        Assert.Equal("""{"id":"gone","kind":"deleted","start":0,"end":0}""", lines[9]);
        Assert.Equal(10, lines.Count);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("no json")]
    [InlineData("")]
    public void Run_NoArrayOfCases_SaysSo(string file)
    {
        var (code, lines, errors) = Run(file);

        Assert.Equal((2, 0), (code, lines.Count));
        Assert.NotEqual("", errors);
    }

    [Fact]
    public void Run_LongTexts_AnswersEachCase()
    {
        var old = RandomTexts.Sentences(700, seed: 3);
        var before = string.Join("\n\n", old.Chunk(6).Select(s => string.Join(' ', s)));
        var after = string.Join("\n\n", old.Skip(20).Concat(RandomTexts.Sentences(60, seed: 4)).Concat(old.Take(20)).Chunk(5).Select(s => string.Join(' ', s)));
        var cases = JsonSerializer.Serialize(Enumerable.Range(0, 20).Select(i => new { id = i, before, after, start = i * 1000, end = (i * 1000) + 120 }));

        var (code, lines, _) = Run(cases);

        Assert.Equal((0, 20), (code, lines.Count));
    }

    static (int Code, List<string> Lines, string Errors) Run(string json)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, json);
            using var printed = new StringWriter();
            using var errors = new StringWriter();
            var code = AnchorCases.Run(path, printed, errors);
            return (code, [.. printed.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimEnd('\r'))], errors.ToString());
        }
        finally
        {
            File.Delete(path);
        }
    }
}
