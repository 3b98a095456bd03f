using LogodiConsult.Consulting.Templates.Kinds;

namespace LogodiConsult.Consulting.Templates.Checks;

/// <summary>Start before end, both inside the plan's horizon where one is set.</summary>
public sealed class Dates : CheckKind
{
    public override string Name => "dates";

    public override IReadOnlyList<string> Parameters => ["startColumn", "endColumn"];

    public override IEnumerable<Problem> Run(TemplateCheck check, PlanContents plan, PlanFacts facts)
    {
        foreach (var row in plan.Rows(check.Section, check.Where))
        {
            var start = Figures.Date(row[check.With["startColumn"]]);
            var end = Figures.Date(row[check.With["endColumn"]]);
            if (start > end)
                yield return About(check, plan, "check.datesReversed", row, "endColumn").With("start", start).With("end", end);
            if (start < facts.HorizonStart)
                yield return About(check, plan, "check.beforeHorizon", row, "startColumn").With("date", start).With("horizon", facts.HorizonStart);
            if (end > facts.HorizonEnd)
                yield return About(check, plan, "check.afterHorizon", row, "endColumn").With("date", end).With("horizon", facts.HorizonEnd);
        }
    }

    static Problem About(TemplateCheck check, PlanContents plan, string code, ContentRow row, string column) =>
        Found(check, code, row.Id, check.With[column]).With("row", plan.NameOf(check.Section, row.Id));
}

/// <summary>The budget adds up: quantity × unit cost is the total, in one currency.</summary>
public sealed class Product : CheckKind
{
    public override string Name => "product";

    public override IReadOnlyList<string> Parameters => ["quantityColumn", "unitColumn", "totalColumn"];

    public override IEnumerable<Problem> Run(TemplateCheck check, PlanContents plan, PlanFacts facts)
    {
        foreach (var row in plan.Rows(check.Section, check.Where))
        {
            if (Figures.Number(row[check.With["quantityColumn"]]) is not { } quantity
                || Figures.Money(row[check.With["unitColumn"]]) is not { } unit
                || Figures.Money(row[check.With["totalColumn"]]) is not { } total)
            {
                continue;
            }
            var expected = decimal.Round(quantity * unit.Amount, 2, MidpointRounding.AwayFromZero);
            var problem = Found(check, "", row.Id, check.With["totalColumn"]).With("row", plan.NameOf(check.Section, row.Id));
            if (unit.Currency != total.Currency)
                yield return (problem with { Code = "check.twoCurrencies" }).With("first", unit.Currency).With("second", total.Currency);
            else if (expected != decimal.Round(total.Amount, 2, MidpointRounding.AwayFromZero))
                yield return (problem with { Code = "check.product" }).With("expected", expected).With("actual", total.Amount).With("currency", total.Currency);
        }
    }
}
