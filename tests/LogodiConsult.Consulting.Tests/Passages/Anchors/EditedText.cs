namespace LogodiConsult.Consulting.Tests.Passages.Anchors;

/// <summary>
/// A text whose words know who they are, so that after any edits the truth about a passage is known by construction:
/// it stands if all its words still stand side by side with nothing new between them.
/// </summary>
sealed class EditedText
{
    sealed class Word(string text)
    {
        public string Text => text;
    }

    readonly List<List<List<Word>>> paragraphs;
    readonly List<Word> passage;

    public EditedText(string[][][] words, int paragraph, int first, int length)
    {
        paragraphs = [.. words.Select(p => p.Select(s => s.Select(w => new Word(w)).ToList()).ToList())];
        var all = paragraphs[paragraph % paragraphs.Count].SelectMany(s => s).ToList();
        var from = first % Math.Max(1, all.Count - length + 1);
        passage = all.GetRange(from, Math.Min(length, all.Count - from));
        (Before, Start, End, _) = Draw();
    }

    public string Before { get; }

    public int Start { get; }

    public int End { get; }

    /// <summary>The text now, and where the passage stands in it (code points), if it does.</summary>
    public (string Text, int Start, int End, bool Stands) Draw()
    {
        var text = new System.Text.StringBuilder();
        var count = 0;
        var places = new Dictionary<Word, (int Start, int End)>();
        void Write(string part)
        {
            text.Append(part);
            count += new LogodiConsult.Consulting.Passages.CodePointText(part).Length;
        }
        foreach (var paragraph in paragraphs.Where(p => p.Exists(s => s.Count > 0)))
        {
            if (count > 0)
                Write("\n\n");
            var sentences = paragraph.FindAll(s => s.Count > 0);
            for (var s = 0; s < sentences.Count; s++)
            {
                for (var w = 0; w < sentences[s].Count; w++)
                {
                    if (s + w > 0)
                        Write(" ");
                    var start = count;
                    Write(sentences[s][w].Text);
                    places[sentences[s][w]] = (start, count);
                }
                Write(".");
            }
        }
        var before = Before is null ? null : passage;
        if (before is not null && !passage.TrueForAll(places.ContainsKey))
            return (text.ToString(), 0, 0, false);
        var (from, to) = (places[passage[0]].Start, places[passage[^1]].End);
        var whole = new LogodiConsult.Consulting.Passages.CodePointText(text.ToString());
        var stands = to >= from && (Before is null || whole.Slice(from, to) == new LogodiConsult.Consulting.Passages.CodePointText(Before).Slice(Start, End));
        return (text.ToString(), from, to, stands);
    }

    public string? Edit(int kind, int x, int y, string[] words)
    {
        if (paragraphs.Count == 0)
            return null;
        var paragraph = paragraphs[x % paragraphs.Count];
        switch (kind % 7)
        {
            case 0:
                paragraph.Insert(y % (paragraph.Count + 1), [.. words.Select(w => new Word(w))]);
                return "sentence inserted";
            case 1 when paragraph.Count > 0:
                paragraph.RemoveAt(y % paragraph.Count);
                return "sentence deleted";
            case 2:
                paragraphs.RemoveAt(x % paragraphs.Count);
                paragraphs.Insert(y % (paragraphs.Count + 1), paragraph);
                return "paragraph moved";
            case 3:
                paragraphs.Insert(y % (paragraphs.Count + 1), [[.. words.Select(w => new Word(w))]]);
                return "paragraph inserted";
            case 4 when paragraph.Count > 0 && paragraph[y % paragraph.Count] is { Count: > 0 } sentence:
                sentence[x / 7 % sentence.Count] = new Word("nuevo" + words[0]);
                return "word replaced";
            case 5 when paragraph.Count > 0 && paragraph[y % paragraph.Count] is { Count: > 2 } sentence:
                sentence.RemoveAt(x / 7 % sentence.Count);
                return "word deleted";
            case 6 when paragraph.Count > 0:
                paragraph[y % paragraph.Count].Insert(x / 7 % (paragraph[y % paragraph.Count].Count + 1), new Word("otro" + words[0]));
                return "word inserted";
            default:
                return null;
        }
    }
}
