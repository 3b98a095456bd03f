using System.Text;

namespace LogodiConsult.Consulting.Passages;

/// <summary>Collects the canonical text and its markup side by side. Gaps are written when text follows, so a text never ends in one.</summary>
sealed class RichWriter
{
    readonly StringBuilder text = new();
    readonly List<Piece> pieces = [];
    string gap = "";

    public void Markup(string markup) => pieces.Add(new Piece(markup, 0, 0));

    public void Text(string value)
    {
        if (value.Length == 0)
            return;
        FlushGap();
        pieces.Add(new Piece(null, text.Length, value.Length));
        text.Append(value);
    }

    public void LineBreak()
    {
        Markup("<br>");
        Inside("\n");
    }

    /// <summary>White space that belongs to the text although no node shows it: a line break, the tab between two cells.</summary>
    public void Inside(string space)
    {
        FlushGap();
        text.Append(space);
    }

    /// <summary>Between blocks: of two gaps that meet, the wider one stays.</summary>
    public void Gap(string wanted)
    {
        if (wanted.Length > gap.Length)
            gap = wanted;
    }

    public RichText Finish()
    {
        // Line breaks at the end of the last block have no text behind them that they could part.
        var end = pieces.Where(p => p.Markup is null).Select(p => p.Start + p.Length).DefaultIfEmpty(0).Max();
        return new RichText(text.ToString(0, end), pieces);
    }

    void FlushGap()
    {
        if (text.Length > 0)
            text.Append(gap);
        gap = "";
    }
}
