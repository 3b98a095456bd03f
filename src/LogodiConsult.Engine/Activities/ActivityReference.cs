using System.Text;
using LogodiConsult.Engine.Expressions;

namespace LogodiConsult.Engine.Activities;

/// <summary>Writes the reference of all activities from their declarations (workflows/ACTIVITIES.md).</summary>
public static class ActivityReference
{
    /// <summary>Markdown of a catalog: one chapter per category, one section per activity, in Spanish, Korean and English. Ends with a line feed; the same catalog gives the same text.</summary>
    public static string Markdown(ActivityCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var page = new StringBuilder();
        page.Append("# Actividades · 활동 · Activities\n\n");
        page.Append("Página generada a partir de las declaraciones; no se edita a mano.  \n선언에서 생성된 문서이므로 직접 수정하지 않습니다.  \nGenerated from the declarations; not edited by hand.\n\n");
        var shown = catalog.All.Select(a => a.Declaration).OrderBy(d => d.Category, StringComparer.Ordinal).ThenBy(d => d.TypeName, StringComparer.Ordinal).ThenBy(d => d.Version).ToList();
        foreach (var category in shown.GroupBy(d => d.Category, StringComparer.Ordinal))
        {
            page.Append("- ").Append(category.Key).Append(": ").AppendJoin(", ", category.Select(d => $"[{d.TypeName}](#{Anchor(d.TypeName)})")).Append('\n');
        }

        foreach (var category in shown.GroupBy(d => d.Category, StringComparer.Ordinal))
        {
            page.Append("\n## ").Append(category.Key).Append('\n');
            foreach (var declaration in category) Section(page, declaration);
        }

        return page.ToString();
    }

    static void Section(StringBuilder page, ActivityDeclaration d)
    {
        page.Append("\n### ").Append(d.TypeName).Append("\n\n");
        page.Append($"**{d.DisplayName.Es} · {d.DisplayName.Ko} · {d.DisplayName.En}**");
        if (d.Version > 1) page.Append($" (v{d.Version})");
        page.Append("\n\n").Append(d.Help.Es).Append("  \n").Append(d.Help.Ko).Append("  \n").Append(d.Help.En).Append("\n\n");
        if (d.Inputs.Count > 0)
        {
            page.Append("| entrada · 입력 · input | tipo · 유형 · type | por defecto · 기본값 · default | |\n|---|---|---|---|\n");
            foreach (var i in d.Inputs)
            {
                var name = $"`{char.ToLowerInvariant(i.Name[0])}{i.Name[1..]}`{(i.Required ? " \\*" : "")}";
                page.Append($"| {name} | {i.TypeName}{(i.IsWrapped ? "" : " (JSON)")} | {Cell(Default(i))} | {Cell(Line(i.DisplayName, i.Help))}{Cell(Options(i))} |\n");
            }

            page.Append('\n');
        }

        if (d.Outputs.Count > 0)
        {
            page.Append("| salida · 출력 · output | tipo · 유형 · type | |\n|---|---|---|\n");
            foreach (var o in d.Outputs) page.Append($"| `{char.ToLowerInvariant(o.Name[0])}{o.Name[1..]}` | {o.TypeName} | {Cell(Line(o.DisplayName, o.Help))} |\n");
            page.Append('\n');
        }

        page.Append("→ ").AppendJoin(" · ", d.Outcomes.Select(o => $"`{o}`"));
        if (d.OutcomesFrom is { } from) page.Append($" · + `{char.ToLowerInvariant(from[0])}{from[1..]}`");
        if (d.Ports.Count > 0) page.Append(" — { ").AppendJoin(", ", d.Ports.Select(p => $"`{p.Name}{(p.IsList ? "[]" : "")}`")).Append(" }");
        page.Append('\n');
    }

    static string Default(InputDeclaration i) => i.Default is null ? "" : $"`{Values.Text(i.Default)}`";

    static string Line(Trilingual name, Trilingual help) => $"{name.Es}: {help.Es}<br>{name.Ko}: {help.Ko}<br>{name.En}: {help.En}";

    static string Options(InputDeclaration i) => i.Options.Count == 0 ? "" : $"<br>{string.Join(" | ", i.Options.Select(o => $"`{o}`"))}";

    static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);

    static string Anchor(string type) => type.ToLowerInvariant().Replace(".", "", StringComparison.Ordinal);
}
