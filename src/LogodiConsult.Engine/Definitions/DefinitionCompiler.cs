using LogodiConsult.Engine.Activities;

namespace LogodiConsult.Engine.Definitions;

/// <summary>A definition was refused; the problems say why.</summary>
public sealed class DefinitionRefusedException(IReadOnlyList<Problem> problems)
    : Exception(string.Join("; ", problems.Where(p => p.IsError).Take(5).Select(p => p.ToString())))
{
    /// <summary>All problems, warnings included.</summary>
    public IReadOnlyList<Problem> Problems { get; } = problems;
}

/// <summary>Finds another definition: by definition id and optional version id, or by activity type name (the Pascal-cased workflow name).</summary>
/// <param name="ByDefinitionId">Definition id and optional version id to a definition; null when there is none.</param>
/// <param name="ByTypeName">Activity type name to a definition; null when there is none.</param>
public sealed record DefinitionSources(Func<string, string?, Definition?> ByDefinitionId, Func<string, Definition?> ByTypeName)
{
    /// <summary>No other definitions.</summary>
    public static DefinitionSources None { get; } = new(static (_, _) => null, static _ => null);

    /// <summary>The definitions of a list; the highest published version wins, then the highest.</summary>
    public static DefinitionSources Of(IEnumerable<Definition> definitions)
    {
        var list = definitions.OrderByDescending(d => d.IsPublished).ThenByDescending(d => d.Version).ToList();
        return new DefinitionSources(
            (id, versionId) => list.FirstOrDefault(d => versionId is not null && d.Id == versionId) ?? list.FirstOrDefault(d => d.DefinitionId == id),
            type => list.FirstOrDefault(d => d.Name is not null && d.UsableAsActivity && (PascalCase(d.Name) == type || d.Name == type)));
    }

    /// <summary>The activity type name of a workflow: its name, Pascal-cased.</summary>
    public static string PascalCase(string name)
    {
        var result = new System.Text.StringBuilder(name.Length);
        var up = true;
        foreach (var c in name)
        {
            if (c is ' ' or '_' or '-')
            {
                up = true;
                continue;
            }

            result.Append(up ? char.ToUpperInvariant(c) : c);
            up = false;
        }

        return result.ToString();
    }
}

/// <summary>Makes definitions ready to run.</summary>
public static class DefinitionCompiler
{
    /// <summary>Compiles a definition.</summary>
    /// <param name="definition">What to compile.</param>
    /// <param name="catalog">Activities that it may use.</param>
    /// <param name="others">Definitions that it may use as activities or call.</param>
    /// <exception cref="DefinitionRefusedException">It has errors.</exception>
    public static CompiledDefinition Compile(Definition definition, ActivityCatalog catalog, DefinitionSources? others = null)
    {
        var (compiled, problems) = TryCompile(definition, catalog, others);
        return compiled ?? throw new DefinitionRefusedException(problems);
    }

    /// <summary>Compiles a definition; gives null and the problems when it has errors.</summary>
    public static (CompiledDefinition? Compiled, IReadOnlyList<Problem> Problems) TryCompile(Definition definition, ActivityCatalog catalog, DefinitionSources? others = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(catalog);
        var compilation = new Compilation(catalog, others ?? DefinitionSources.None);
        var workflow = compilation.Workflow(definition);
        var problems = compilation.Problems;
        return problems.Any(p => p.IsError) || workflow is null
            ? (null, problems)
            : (new CompiledDefinition(definition, workflow, problems, compilation.ReadsOutputs), problems);
    }
}

/// <summary>Checks definitions: all problems at once.</summary>
public static class DefinitionChecker
{
    /// <summary>Problems of one definition, in document order of discovery; empty when it is sound.</summary>
    public static IReadOnlyList<Problem> Check(Definition definition, ActivityCatalog catalog, DefinitionSources? others = null) =>
        DefinitionCompiler.TryCompile(definition, catalog, others).Problems;
}
