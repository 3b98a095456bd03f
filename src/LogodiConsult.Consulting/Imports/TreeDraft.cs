using LogodiConsult.Consulting.Templates.Kinds;

namespace LogodiConsult.Consulting.Imports;

/// <summary>
/// A problem tree out of a draft: what stands below "causes", "core problem" and "effects" in any of the three languages, nested as its lists are;
/// or a table with such columns.
/// </summary>
static class TreeDraft
{
    enum Side
    {
        Core,
        Causes,
        Effects,
    }

    // As HeadingMatch.Plain leaves them: no accents, small letters, no signs.
    static readonly Dictionary<string, Side> Labels = new (Side Side, string[] Names)[]
    {
        (Side.Core, ["problema", "problema central", "problema principal", "problema focal", "problema publico", "core problem", "central problem", "main problem",
            "focal problem", "problem", "핵심 문제", "핵심문제", "중심 문제", "중심문제", "주요 문제", "문제"]),
        (Side.Causes, ["causa", "causas", "causas del problema", "causas directas", "causas indirectas", "causas principales", "causa raiz", "cause", "causes",
            "causes of the problem", "direct causes", "indirect causes", "root causes", "main causes", "원인", "문제의 원인", "문제 원인", "직접 원인", "간접 원인", "주요 원인", "근본 원인"]),
        (Side.Effects, ["efecto", "efectos", "efectos del problema", "efectos directos", "efectos indirectos", "consecuencia", "consecuencias", "consecuencias del problema",
            "effect", "effects", "effects of the problem", "direct effects", "indirect effects", "consequence", "consequences", "결과", "문제의 결과", "영향", "효과", "파급 효과", "파급효과"]),
    }.SelectMany(l => l.Names.Select(n => (Name: n, l.Side))).ToDictionary(l => l.Name, l => l.Side);

    /// <summary>Whether a heading names a side of the tree. "Results" and "impact" are said of much else: they count where the tree has begun.</summary>
    public static bool IsLabel(string heading, bool hasBegun) => SideOf(heading) is { } side && (hasBegun || side != Side.Effects);

    /// <param name="kept">What stands in the section and stays.</param>
    public static FittedDraft Of(IReadOnlyList<ImportedPart> parts, TreeContent kept)
    {
        var lines = new Dictionary<Side, List<OutlineLine>> { [Side.Core] = [], [Side.Causes] = [], [Side.Effects] = [] };
        var left = new List<string>();
        foreach (var part in parts)
        {
            var side = SideOf(part.Heading);
            foreach (var block in part.Blocks)
            {
                if (!block.IsTable)
                    side = Sort(DraftLines.Of(block.Markdown, t => Begins(t) is not null), side, lines, left);
                else if (!SortTable(block.Rows, lines))
                    left.Add(block.Markdown);
            }
        }
        if (lines.Values.All(l => l.Count == 0))
            return new FittedDraft(null, left);
        var next = kept.Next;
        List<TreeNode> Nodes(IReadOnlyList<TreeNode> there, Side side) =>
            [.. there, .. DraftLines.Levels(lines[side]).Select(l => new TreeNode($"n{next++}", Math.Min(l.Level, TreeContent.DeepestLevel), l.Line.Text))];
        var core = string.Join(' ', lines[Side.Core].Select(l => l.Text).Prepend(kept.Core).Where(t => t.Trim().Length > 0));
        var (causes, effects) = (Nodes(kept.Causes, Side.Causes), Nodes(kept.Effects, Side.Effects));
        return new FittedDraft(new TreeContent(core, causes, effects, next).Write(), left);
    }

    /// <returns>The side on which the text ended: what follows belongs to it.</returns>
    static Side? Sort(IReadOnlyList<OutlineLine> read, Side? side, Dictionary<Side, List<OutlineLine>> lines, List<string> left)
    {
        foreach (var line in read)
        {
            if (Begins(line.Text) is { } label)
            {
                side = label.Side;
                if (label.After.Length > 0)
                    lines[label.Side].Add(line with { Text = label.After });
            }
            else if (side is { } on)
            {
                lines[on].Add(line);
            }
            else
            {
                left.Add(line.Text);
            }
        }
        return side;
    }

    static bool SortTable(IReadOnlyList<IReadOnlyList<string>> rows, Dictionary<Side, List<OutlineLine>> lines)
    {
        // Either a label above each column, or a label before each row.
        var across = rows[0].Select(SideOf).ToList();
        if (across.Count(s => s is not null) > 1)
        {
            foreach (var row in rows.Skip(1))
            {
                for (var i = 0; i < Math.Min(row.Count, across.Count); i++)
                {
                    if (across[i] is { } side)
                        lines[side].AddRange(DraftLines.Of(row[i]));
                }
            }
            return true;
        }
        var found = rows.Where(r => r.Count > 1 && SideOf(r[0]) is not null).ToList();
        foreach (var row in found)
            lines[SideOf(row[0])!.Value].AddRange(row.Skip(1).SelectMany(c => DraftLines.Of(c)));
        return found.Count > 0;
    }

    static Side? SideOf(string label) => Labels.TryGetValue(HeadingMatch.Plain(label), out var side) ? side : null;

    /// <summary>"Causas", "Causas:" or "Problema central: la atención es lenta".</summary>
    static (Side Side, string After)? Begins(string line)
    {
        if (SideOf(line) is { } whole)
            return (whole, "");
        var colon = line.IndexOfAny([':', '：']);
        return colon > 0 && SideOf(line[..colon]) is { } side ? (side, line[(colon + 1)..].Trim()) : null;
    }
}
