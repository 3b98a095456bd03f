using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Templates.Kinds;

namespace LogodiConsult.Consulting.Imports;

/// <param name="Content">The section's new content; null when nothing of the parts fits into it.</param>
/// <param name="LeftOut">What of the parts has no place in the section.</param>
public sealed record FittedDraft(string? Content, IReadOnlyList<string> LeftOut);

/// <summary>Parts of a draft as the content of a section: text as Markdown, tables by the titles of their columns, problem trees by what stands
/// below "causes", "core problem" and "effects", a choice by the name of its option.</summary>
public static class SectionDraft
{
    /// <summary>Whether an import can write into the section at all; files come another way.</summary>
    public static bool Takes(SectionDeclaration section) => section.Kind is TextKind or LineKind or TableKind or TreeKind or ChoiceKind;

    /// <param name="replace">False: what stands in the section stays, the parts come behind it.</param>
    /// <param name="rowOf">The row of another section that a text names, for columns that link to it.</param>
    public static FittedDraft Of(
        SectionDeclaration section, IReadOnlyList<ImportedPart> parts, string existing, bool replace, Func<ColumnDeclaration, string, string?>? rowOf = null)
    {
        var kept = replace || section.Kind.IsEmpty(section, existing) ? "" : existing;
        switch (section.Kind)
        {
            case TextKind:
                return new FittedDraft(Joined(kept, parts.Select(p => p.Markdown)), []);
            case LineKind:
                return new FittedDraft(CanonicalText.Of(Joined(kept, parts.Select(p => p.Markdown)) ?? "").ReplaceLineEndings(" ") is { Length: > 0 } line ? line : null, []);
            case ChoiceKind:
                return Choice(section, parts);
            case TreeKind:
                var (tree, old) = (TreeContent.Read(kept), TreeContent.Read(existing));
                return TreeDraft.Of(parts, tree with { Next = Math.Max(tree.Next, old.Next) });
            case TableKind:
                var (stays, was) = (TableContent.Read(kept), TableContent.Read(existing));
                return new TableDraft(section, rowOf ?? ((_, _) => null)).Of(parts, stays.Rows, stays.Rows.Count > 0 ? [] : was.Rows, was.Next);
            default:
                return new FittedDraft(null, []);
        }
    }

    internal static Option? OptionOf(IEnumerable<Option> options, string text) => options.FirstOrDefault(o =>
        new[] { o.Code, o.Title.Es, o.Title.Ko, o.Title.En }.Any(t => HeadingMatch.Plain(t) == HeadingMatch.Plain(text)));

    static FittedDraft Choice(SectionDeclaration section, IReadOnlyList<ImportedPart> parts)
    {
        var lines = parts.SelectMany(p => DraftLines.Of(p.Markdown)).Select(l => (l.Text, Option: OptionOf(section.Options, l.Text))).ToList();
        // Two options named are no choice.
        var chosen = lines.Select(l => l.Option).OfType<Option>().Distinct().ToList();
        return new FittedDraft(
            chosen.Count == 1 ? chosen[0].Code : null,
            [.. lines.Where(l => l.Option is null || chosen.Count != 1).Select(l => l.Text)]);
    }

    static string? Joined(string kept, IEnumerable<string> texts) =>
        string.Join("\n\n", texts.Prepend(kept).Where(t => t.Trim().Length > 0)) is { Length: > 0 } all ? all : null;
}
