using System.Globalization;
using System.Text;
using LogodiConsult.Consulting.Passages;

namespace LogodiConsult.Consulting.Templates.Kinds;

/// <summary>The problem tree of the <i>marco lógico</i>. Parts: "core" and the id of each line.</summary>
public sealed class TreeKind : SectionKind
{
    public override string Name => "tree";

    public override string? Fault(SectionDeclaration section, string content)
    {
        try
        {
            TreeContent.Read(content);
            return null;
        }
        catch (FormatException problem)
        {
            return problem.Message;
        }
    }

    public override bool IsEmpty(SectionDeclaration section, string content) => TreeContent.Read(content).IsBlank;

    public override IReadOnlyList<Part> Parts(SectionDeclaration section, string content)
    {
        var tree = TreeContent.Read(content);
        var lines = tree.Effects.Select(n => (n.Id, n.Text)).Append((Id: "core", Text: tree.Core)).Concat(tree.Causes.Select(n => (n.Id, n.Text)));
        return [.. lines.Where(l => !string.IsNullOrWhiteSpace(l.Text)).Select(l => new Part(l.Id, CanonicalText.OfPlain(l.Text)))];
    }

    public override string? Rewrite(SectionDeclaration section, string content, string part, int start, int end, string wording)
    {
        var tree = TreeContent.Read(content);
        var line = wording.ReplaceLineEndings(" ");
        if (part == "core")
            return (tree with { Core = Rewording.OfPlain(tree.Core, start, end, line) }).Write();
        TreeNode Reworded(TreeNode node) => node.Id == part ? node with { Text = Rewording.OfPlain(node.Text, start, end, line) } : node;
        return tree.Causes.Concat(tree.Effects).Any(n => n.Id == part)
            ? (tree with { Causes = [.. tree.Causes.Select(Reworded)], Effects = [.. tree.Effects.Select(Reworded)] }).Write()
            : null;
    }

    /// <summary>Nested lists, effects above and causes below as the tree is drawn; lines and boxes come from the style sheet.</summary>
    public override string Render(SectionDeclaration section, string content, Reading reading)
    {
        var tree = TreeContent.Read(content);
        var html = new StringBuilder("<div class=\"tree\">");
        Side(html, "effects", tree.Effects, reading);
        html.Append("<div class=\"tree-core\"><p class=\"tree-title\">").Append(RichText.Encode(TemplateTexts.Of("tree.core", reading.Culture)))
            .Append("</p><p data-part=\"core\">").Append(Line("core", tree.Core, reading)).Append("</p></div>");
        Side(html, "causes", tree.Causes, reading);
        return html.Append("</div>").ToString();
    }

    static void Side(StringBuilder html, string side, IReadOnlyList<TreeNode> nodes, Reading reading)
    {
        var title = RichText.Encode(TemplateTexts.Of("tree." + side, reading.Culture));
        html.Append($"<div class=\"tree-{side}\"><p class=\"tree-title\">{title}</p>");
        var depth = -1;
        foreach (var node in nodes.Where(n => !string.IsNullOrWhiteSpace(n.Text)))
        {
            // A line may be indented by more than one step; lists cannot.
            var level = Math.Min(node.Level, depth + 1);
            if (level > depth)
                html.Append("<ul>");
            for (; depth > level; depth--)
                html.Append("</li></ul>");
            if (level == depth)
                html.Append("</li>");
            depth = level;
            html.Append($"<li><span class=\"tree-node\" data-part=\"{node.Id}\">{Line(node.Id, node.Text, reading)}</span>");
        }
        for (; depth >= 0; depth--)
            html.Append("</li></ul>");
        html.Append("</div>");
    }

    static string Line(string part, string text, Reading reading) =>
        reading.Html(part, RichText.FromPlain(text));

    public override IEnumerable<Problem> Problems(SectionDeclaration section, string content)
    {
        foreach (var problem in CommonProblems(section, content))
            yield return problem;
        var tree = TreeContent.Read(content);
        if (tree.IsBlank)
            yield break;
        if (string.IsNullOrWhiteSpace(tree.Core))
            yield return Error(section, "tree.noCore");
        if (tree.Causes.All(n => string.IsNullOrWhiteSpace(n.Text)))
            yield return Error(section, "tree.noCause");
        if (tree.Effects.All(n => string.IsNullOrWhiteSpace(n.Text)))
            yield return new Problem("tree.noEffect", Severity.Warning, section.Key);
        var lines = tree.Causes.Count + tree.Effects.Count;
        if (section.Limits.MaxRows is { } most && lines > most)
            yield return Error(section, "table.tooManyRows").With("max", most).With("actual", lines);
    }

    /// <summary>Each side either line by line (<c>causes[0].text</c>, <c>.level</c>, <c>.id</c>) or as one indented outline in a text box (<c>causes</c>).</summary>
    public override string FromForm(SectionDeclaration section, IReadOnlyDictionary<string, string> fields, string previous)
    {
        var old = Fault(section, previous) is null ? TreeContent.Read(previous) : TreeContent.Empty;
        var ids = new FormRows.Ids("n", Math.Max(old.Next, FormRows.PostedNext(fields)));
        var causes = Posted(fields, "causes", old.Causes, ids);
        var effects = Posted(fields, "effects", old.Effects, ids);
        return new TreeContent(fields.GetValueOrDefault("core", old.Core).ReplaceLineEndings(" "), causes, effects, ids.Next).Write();
    }

    static List<TreeNode> Posted(IReadOnlyDictionary<string, string> fields, string side, IReadOnlyList<TreeNode> old, FormRows.Ids ids)
    {
        if (fields.TryGetValue(side, out var outline))
            return Outline(outline, old, ids);
        if (!fields.Keys.Any(k => k.StartsWith(side + "[", StringComparison.Ordinal)))
            return [.. old.Select(n => n with { Id = ids.Take(n.Id) })];
        return [.. FormRows.Prefixes(fields, side)
            .Select(p => (Id: fields.GetValueOrDefault(p + ".id", ""), Level: fields.GetValueOrDefault(p + ".level", ""), Text: fields.GetValueOrDefault(p + ".text", "")))
            .Where(n => n.Id.Length > 0 || !string.IsNullOrWhiteSpace(n.Text))
            .Select(n => new TreeNode(ids.Take(n.Id), Level(n.Level), n.Text.ReplaceLineEndings(" ")))];
    }

    static int Level(string posted) =>
        int.TryParse(posted, CultureInfo.InvariantCulture, out var level) ? Math.Clamp(level, 0, TreeContent.DeepestLevel) : 0;

    /// <summary>Two blanks, a tab or a further dash is one level. Lines whose text stayed keep their id; if none came or went, the others take what is left in order.</summary>
    static List<TreeNode> Outline(string outline, IReadOnlyList<TreeNode> old, FormRows.Ids ids)
    {
        var lines = outline.ReplaceLineEndings("\n").Split('\n').Where(l => l.Trim(' ', '\t', '-', '•').Length > 0)
            .Select(l => (Level: Indent(l), Text: l.Trim(' ', '\t', '-', '•'))).ToList();
        var free = old.ToList();
        var kept = lines.Select(l => Claim(free, n => n.Text == l.Text)).ToList();
        var sameCount = lines.Count == old.Count;
        return [.. lines.Select((l, i) => new TreeNode(
            ids.Take((kept[i] ?? (sameCount ? Claim(free, _ => true) : null))?.Id ?? ""), l.Level, l.Text))];
    }

    static TreeNode? Claim(List<TreeNode> free, Predicate<TreeNode> wanted)
    {
        var at = free.FindIndex(wanted);
        if (at < 0)
            return null;
        var node = free[at];
        free.RemoveAt(at);
        return node;
    }

    static int Indent(string line)
    {
        var blanks = 0;
        foreach (var c in line)
        {
            if (c == '\t')
                blanks += 2;
            else if (c == ' ')
                blanks++;
            else
                break;
        }
        return Math.Min(blanks / 2, TreeContent.DeepestLevel);
    }
}
