namespace LogodiConsult.Consulting.Templates.Checks;

/// <summary>At least one row of the section matches, once the section is begun: a log-frame has an output.</summary>
public sealed class Has : CheckKind
{
    public override string Name => "has";

    public override IReadOnlyList<string> Parameters => ["column", "value"];

    public override IEnumerable<Problem> Run(TemplateCheck check, PlanContents plan, PlanFacts facts)
    {
        if (plan.Table(check.Section).Rows.All(r => r.IsBlank) || plan.Table(check.Section).Rows.Any(r => r[check.With["column"]] == check.With["value"]))
            yield break;
        yield return new Problem("check.has", check.Severity, check.Section)
            .With("value", HasChild.TitleOf(plan.Template[check.Section].Column(check.With["column"]), check.With["value"]));
    }
}

/// <summary>Rows form an outline by the order of a choice's options: under each row of one level stands at least one of another before the outline goes up again.</summary>
public sealed class HasChild : CheckKind
{
    public override string Name => "hasChild";

    public override IReadOnlyList<string> Parameters => ["column", "parent", "child"];

    public override IEnumerable<Problem> Run(TemplateCheck check, PlanContents plan, PlanFacts facts)
    {
        var column = plan.Template[check.Section].Column(check.With["column"]);
        var ranks = column.Options.Select((o, i) => (o.Code, i)).ToDictionary(o => o.Code, o => o.i);
        var rows = plan.Table(check.Section).Rows;
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i][column.Key] != check.With["parent"])
                continue;
            var under = rows.Skip(i + 1).TakeWhile(r => ranks.GetValueOrDefault(r[column.Key], int.MaxValue) > ranks[check.With["parent"]]);
            if (under.All(r => r[column.Key] != check.With["child"]))
            {
                yield return Found(check, "check.hasChild", rows[i].Id)
                    .With("row", plan.NameOf(check.Section, rows[i].Id))
                    .With("child", TitleOf(column, check.With["child"]));
            }
        }
    }

    internal static object TitleOf(ColumnDeclaration column, string code) =>
        column.Options.FirstOrDefault(o => o.Code == code) is { } option ? option.Title : code;
}

/// <summary>A cell that these rows need: an output its indicator, an activity its responsible person, a cost its source.</summary>
public sealed class Filled : CheckKind
{
    public override string Name => "filled";

    public override IReadOnlyList<string> Parameters => ["column"];

    public override IEnumerable<Problem> Run(TemplateCheck check, PlanContents plan, PlanFacts facts) =>
        from row in plan.Rows(check.Section, check.Where)
        where string.IsNullOrWhiteSpace(row[check.With["column"]])
        select Found(check, "check.filled", row.Id, check.With["column"])
            .With("row", plan.NameOf(check.Section, row.Id))
            .With("column", plan.Template[check.Section].Column(check.With["column"]).Title);
}

/// <summary>Each of these rows is named by some row of another section: an activity by the schedule.</summary>
public sealed class Linked : CheckKind
{
    public override string Name => "linked";

    public override IReadOnlyList<string> Parameters => ["from", "by"];

    public override IEnumerable<Problem> Run(TemplateCheck check, PlanContents plan, PlanFacts facts)
    {
        var named = plan.Table(check.With["from"]).Rows.Select(r => r[check.With["by"]]).ToHashSet();
        return from row in plan.Rows(check.Section, check.Where)
               where !named.Contains(row.Id)
               select Found(check, "check.linked", row.Id)
                   .With("row", plan.NameOf(check.Section, row.Id))
                   .With("section", plan.Template[check.With["from"]].Title);
    }
}
