using System.Collections.Frozen;

namespace LogodiConsult.Engine.Activities;

/// <summary>The activities that definitions may use, by type name and version. Immutable and thread-safe.</summary>
public sealed class ActivityCatalog
{
    readonly FrozenDictionary<string, Activity[]> byType;

    /// <summary>Builds the catalog.</summary>
    /// <exception cref="ArgumentException">Two activities have the same type name and version, or a declaration contradicts itself.</exception>
    public ActivityCatalog(IEnumerable<Activity> activities)
    {
        ArgumentNullException.ThrowIfNull(activities);
        All = [.. activities];
        foreach (var activity in All) CheckDeclaration(activity.Declaration);
        byType = All.GroupBy(a => a.Declaration.TypeName, StringComparer.Ordinal).ToFrozenDictionary(
            g => g.Key,
            g => g.OrderByDescending(a => a.Declaration.Version).ToArray(),
            StringComparer.Ordinal);
        foreach (var (type, versions) in byType)
        {
            var twice = versions.GroupBy(a => a.Declaration.Version).FirstOrDefault(g => g.Count() > 1);
            if (twice is not null) throw new ArgumentException($"Activity '{type}' version {twice.Key} is declared twice.", nameof(activities));
        }
    }

    /// <summary>All activities in the order given.</summary>
    public IReadOnlyList<Activity> All { get; }

    /// <summary>The activity of that type; an unknown version gives the newest one, as in Elsa. Null when the type is unknown.</summary>
    public Activity? Find(string typeName, int version = 0)
    {
        if (!byType.TryGetValue(typeName, out var versions)) return null;
        foreach (var activity in versions)
        {
            if (activity.Declaration.Version == version) return activity;
        }

        return versions[0];
    }

    /// <summary>True when exactly this version is declared.</summary>
    public bool HasVersion(string typeName, int version) =>
        byType.TryGetValue(typeName, out var versions) && versions.Any(a => a.Declaration.Version == version);

    static void CheckDeclaration(ActivityDeclaration declaration)
    {
        var names = declaration.Inputs.Select(i => i.Name).Concat(declaration.Outputs.Select(o => o.Name)).Concat(declaration.Ports.Select(p => p.Name));
        var twice = names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null) throw new ArgumentException($"Activity '{declaration.TypeName}' declares '{twice.Key}' twice.", nameof(declaration));
        if (declaration.OutcomesFrom is { } from && declaration.Inputs.All(i => i.Name != from))
        {
            throw new ArgumentException($"Activity '{declaration.TypeName}' takes outcomes from '{from}', which is no input.", nameof(declaration));
        }
    }
}
