using LogodiConsult.Consulting.People;

namespace LogodiConsult.Consulting.Dashboards;

/// <summary>Filter, order and totals of a dashboard. Pure, so that page, export and tests see the same.</summary>
public static class DashboardView
{
    public static IReadOnlyList<PlanLine> Choose(IEnumerable<PlanLine> plans, DashboardFilter filter)
    {
        var words = SortKey.Of(filter.Text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. Order(plans.Where(p => Passes(p, filter, words)), filter)];
    }

    /// <summary>In the definition's order, empty stages included; a stage that only an older version knew comes last.</summary>
    public static IReadOnlyList<StageTotal> Totals(IReadOnlyList<PlanLine> plans, StageList stages)
    {
        var counts = plans.CountBy(p => p.Stage).ToDictionary();
        var unknown = counts.Keys.Where(k => !stages.Keys.Contains(k)).Order(StringComparer.Ordinal);
        return [.. stages.Keys.Concat(unknown).Select(k => new StageTotal(k, stages.Name(k), counts.GetValueOrDefault(k)))];
    }

    static bool Passes(PlanLine plan, DashboardFilter filter, string[] words)
    {
        if (!string.IsNullOrEmpty(filter.Stage) && plan.Stage != filter.Stage
            || filter.SubjectId is { } subject && plan.SubjectId != subject
            || !string.IsNullOrEmpty(filter.Institution) && plan.Institution != filter.Institution
            || filter.OverdueOnly && !plan.Overdue)
            return false;
        if (words.Length == 0)
            return true;
        var text = SortKey.Of($"{plan.Title} {plan.OfficialName} {plan.OfficialNativeName} {plan.Institution}");
        return words.All(text.Contains);
    }

    static IEnumerable<PlanLine> Order(IEnumerable<PlanLine> plans, DashboardFilter filter) => filter.Sort switch
    {
        DashboardSort.Title => By(plans, p => SortKey.Of(p.Title), StringComparer.Ordinal, filter.Descending),
        DashboardSort.Official => By(plans, p => p.OfficialSortName, StringComparer.Ordinal, filter.Descending),
        DashboardSort.Institution => By(plans, p => SortKey.Of(p.Institution), StringComparer.Ordinal, filter.Descending),
        DashboardSort.Stage => By(plans, p => p.StagePlace, null, filter.Descending),
        DashboardSort.Since => By(plans, p => p.Since, null, filter.Descending),
        // Nobody waits for what has no deadline: it stands last in either direction.
        DashboardSort.Due => By(plans, p => p.Due ?? (filter.Descending ? DateTimeOffset.MinValue : DateTimeOffset.MaxValue), null, filter.Descending),
        _ => By(plans, p => p.Number, null, filter.Descending),
    };

    static IOrderedEnumerable<PlanLine> By<T>(IEnumerable<PlanLine> plans, Func<PlanLine, T> key, IComparer<T>? comparer, bool descending) =>
        (descending ? plans.OrderByDescending(key, comparer) : plans.OrderBy(key, comparer)).ThenBy(p => p.Number);
}
