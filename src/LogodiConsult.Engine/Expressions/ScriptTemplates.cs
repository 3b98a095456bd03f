using System.Text;
using Acornima.Ast;

namespace LogodiConsult.Engine.Expressions;

/// <summary>Templates of many parts (`${a}${b}…`), which make a text in one step that no limit is asked for: each part is counted by a function of ours.</summary>
static class ScriptTemplates
{
    /// <summary>The name of that function: it takes a value and gives its text.</summary>
    public const string Part = "__part";

    const int Few = 8;

    /// <summary>The script with its larger templates counted; null when it has none.</summary>
    public static string? Counted(string text, Script program)
    {
        var parts = new List<(int At, string Inserted)>();
        var open = new Stack<Node>();
        open.Push(program);
        while (open.TryPop(out var node))
        {
            if (node is TaggedTemplateExpression tagged)
            {
                // Its function takes the values as they are.
                open.Push(tagged.Tag);
                foreach (var expression in tagged.Quasi.Expressions) open.Push(expression);
                continue;
            }

            foreach (var child in node.ChildNodes) open.Push(child);
            if (node is not TemplateLiteral { Expressions.Count: > Few } template) continue;
            foreach (var expression in template.Expressions)
            {
                parts.Add((expression.Start, $"{Part}(("));
                parts.Add((expression.End, "))"));
            }
        }

        if (parts.Count == 0) return null;
        var counted = new StringBuilder(text);
        foreach (var (at, inserted) in parts.OrderByDescending(p => p.At)) counted.Insert(at, inserted);
        return counted.ToString();
    }
}
