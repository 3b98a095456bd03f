using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.Plans;

/// <summary>Judges content: complete, within limits, answered. Order lives in the definition, the right to act in <see cref="PlanAccess"/>.</summary>
public static class PlanRules
{
    public const int LongestTitle = 200;

    /// <summary>In UTF-16 units; a section of 100,000 is some forty pages, beyond it nobody writes but pastes by mistake.</summary>
    public const int LongestSection = 100_000;

    public const int LongestReason = 2_000;

    public const int LongestWord = 1_000;

    public static Refusal? MayOpen(OpenPlan open, RoundOfPlan round, IReadOnlyList<RoleInRound> roles) => Refusal.All(
    [
        round.State == "closed" ? Refusal.OutOfTime("round.closed") : null,
        Title(open.Title),
        roles.Any(r => r.PersonId == open.OfficialId && r.Role == Role.Official) ? null : Refusal.Invalid("plan.officialNotInRound", "officialId"),
        open.SupervisorId is { } supervisor && supervisor == open.OfficialId ? Refusal.Invalid("plan.supervisorIsOfficial", "supervisorId") : null,
        open.SupervisorId is not { } superior || roles.Any(r => r.PersonId == superior && r.Role == Role.Supervisor)
            ? null
            : Refusal.Invalid("plan.supervisorNotInRound", "supervisorId"),
        open.Consultants.All(c => roles.Any(r => r.PersonId == c && r.Role == Role.Consultant)) ? null : Refusal.Invalid("plan.consultantNotInRound", "consultants"),
        open.Interpreters.All(c => roles.Any(r => r.PersonId == c && r.Role == Role.Interpreter)) ? null : Refusal.Invalid("plan.interpreterNotInRound", "interpreters"),
    ]);

    /// <summary>Anything is saved but what no plan holds: unknown sections, an endless paste, a title that is none.</summary>
    public static Refusal? MaySave(string? title, IReadOnlyList<SectionText> sections, PlanTemplate template) => Refusal.All(
        sections.Select(s => template.Find(s.Key) is not { } declared
                ? Refusal.Invalid("section.unknown", s.Key)
                : s.Content.Length > LongestSection
                    ? Refusal.Invalid("section.tooLong", s.Key).With("length", s.Content.Length).With("longest", LongestSection)
                    : declared.Kind.Fault(declared, s.Content) is { } fault ? Refusal.Invalid("section.unreadable", s.Key).With("fault", fault)
                    : s.Language is { } language && !Languages.Knows(language) ? Refusal.Invalid("person.languageUnknown", "language") : null)
            .Prepend(title is null ? null : Title(title)));

    /// <summary>Every error of the template's checks at its field, and every required comment that waits for its answer; warnings ask for a word.</summary>
    public static Refusal? MaySubmit(
        Plan plan, PlanTask task, PlanTemplate template, IReadOnlyList<Section> sections, IReadOnlyList<int> unanswered, string? word = null)
    {
        if (task.Kind == "revise" && unanswered.Count > 0)
            return Refusal.OutOfTime("comments.unanswered").With("numbers", unanswered).With("count", unanswered.Count);
        var contents = sections.ToDictionary(s => s.Key, s => s.Content);
        var problems = TemplateChecks.Run(template, contents, Horizon(plan)).ToLookup(p => p.Severity);
        return Refusal.All(problems[Severity.Error]
            .Select(p => Refusal.Invalid("template." + p.Code, p.Section) with { Facts = Facts(p) })
            .Prepend(Title(plan.Title)))
            ?? Word(word?.Trim() ?? "", problems[Severity.Warning].Count());
    }

    static Refusal? Word(string word, int warnings) => word.Length switch
    {
        0 when warnings > 0 => Refusal.Invalid("submit.wordMissing", "word").With("count", warnings),
        > LongestWord => Refusal.Invalid("submit.wordTooLong", "word").With("longest", LongestWord),
        _ => null,
    };

    /// <summary>A plan belongs to its programme: it may reach from the programme's first year to three years after its last.</summary>
    public static Templates.PlanFacts Horizon(Plan plan) => new(new DateOnly(plan.FirstYear, 1, 1), new DateOnly(plan.LastYear + 3, 12, 31));

    public static Refusal? Reason(string reason) => Storage.Texts.Clean(reason).Trim().Length switch
    {
        0 => Refusal.Invalid("reason.missing", "reason"),
        > LongestReason => Refusal.Invalid("reason.tooLong", "reason").With("longest", LongestReason),
        _ => null,
    };

    /// <summary>One line, as it is stored.</summary>
    public static string CleanTitle(string title) => Storage.Texts.Clean(title).ReplaceLineEndings(" ").Trim();

    /// <summary>Null, or why the text can be no title.</summary>
    public static Refusal? Title(string title) => CleanTitle(title).Length switch
    {
        0 => Refusal.Invalid("plan.titleMissing", "title"),
        > LongestTitle => Refusal.Invalid("plan.titleTooLong", "title").With("longest", LongestTitle),
        _ => null,
    };

    static Dictionary<string, object?> Facts(Problem problem) => new(problem.Facts) { ["row"] = problem.Row, ["column"] = problem.Facts.GetValueOrDefault("column") ?? problem.Column };
}
