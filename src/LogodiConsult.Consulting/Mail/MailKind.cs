namespace LogodiConsult.Consulting.Mail;

/// <summary>
/// One kind of mail. Its texts are <c>{Name}.Subject</c>, <c>{Name}.Body</c> and, with a link, <c>{Name}.Button</c>.
/// </summary>
/// <param name="Name">As it stands in the outbox.</param>
/// <param name="Needs">Facts without which it cannot be written.</param>
public sealed record MailKind(string Name, IReadOnlyList<string> Needs)
{
    /// <summary>Facts listed below the text when they are given, in this order; each has a label <c>Detail.{fact}</c>.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>The body depends on this fact: <c>{Name}.{value}.Body</c>.</summary>
    public string? BodyBy { get; init; }

    /// <summary>The facts <c>start</c> and <c>end</c> are told as one detail and attached as a calendar event.</summary>
    public bool HasSlot { get; init; }

    public bool HasLink => Needs.Contains("link");
}

/// <summary>A mail of a kind that nobody declared.</summary>
public sealed class UnknownMailKindException(string kind)
    : Exception($"There is no mail of the kind '{kind}'; known are {string.Join(", ", MailKinds.All.Select(known => known.Name))}.")
{
    public string Kind { get; } = kind;
}

/// <summary>All kinds of mail the house writes; a new one is a line here and its texts.</summary>
public static class MailKinds
{
    static readonly string[] AboutTask = ["programme", "round", "reference", "reviewRound", "due"];
    static readonly string[] AboutPlan = ["programme", "round", "reference"];

    public static IReadOnlyList<MailKind> All { get; } =
    [
        new("invitation", ["link", "expires"]) { Details = ["programme", "round", "role", "expires"] },
        new("sign_in_link", ["link", "expires"]) { Details = ["expires"] },
        new("task_opened", ["task", "plan", "official", "link"]) { Details = AboutTask, BodyBy = "task" },
        new("task_reminder", ["task", "plan", "link", "due"]) { Details = ["task", .. AboutTask] },
        new("task_overdue", ["task", "plan", "link", "due"]) { Details = ["task", .. AboutTask] },
        new("lead_overdue", ["task", "plan", "official", "link", "due"]) { Details = ["task", "official", .. AboutTask] },
        new("plan_submitted_receipt", ["plan", "receipt", "sha256", "submitted", "link"])
        {
            Details = ["receipt", "reference", "revision", "submitted", "sha256"],
        },
        new("review_released", ["plan", "link"]) { Details = [.. AboutPlan, "comments", "required"] },
        new("review_not_needed", ["plan", "official", "link"]) { Details = AboutPlan },
        new("plan_accepted", ["plan", "link"]) { Details = AboutPlan },
        new("plan_reopened", ["plan", "official", "link"]) { Details = [.. AboutPlan, "reason"] },
        new("presentation_scheduled", ["plan", "official", "slot", "start", "end", "link"]) { Details = [.. AboutPlan, "place"], HasSlot = true },
        new("presentation_postponed", ["plan", "official", "start", "link"]) { Details = [.. AboutPlan, "reason"] },
        new("plan_completed", ["plan", "official", "link"]) { Details = AboutPlan },
        new("plan_withdrawn", ["plan", "official", "link"]) { Details = [.. AboutPlan, "reason"] },
        new("deadline_extended", ["task", "plan", "link", "due"]) { Details = ["task", .. AboutPlan, "previous", "due", "reason"] },
        new("consultant_assigned", ["plan", "official", "link"]) { Details = [.. AboutPlan, "official", "role"] },
        new("conflict_declared", ["plan", "official", "link"]) { Details = AboutPlan },
        new("review_handed_back", ["plan", "official", "link"]) { Details = AboutPlan },
        new("note_written", ["plan", "official", "link"]) { Details = AboutPlan },
        new("coauthor_added", ["plan", "official", "link"]) { Details = [.. AboutPlan, "official"] },
        new("plan_handed_over", ["plan", "official", "link"]) { Details = [.. AboutPlan, "official"] },
        new("consultant_released", ["plan", "official"]) { Details = [.. AboutPlan, "role"] },
    ];

    /// <summary>Facts whose values are codes, told by the text <c>{prefix}.{code}</c>.</summary>
    internal static IReadOnlyDictionary<string, string> Codes { get; } = new Dictionary<string, string> { ["task"] = "Task", ["role"] = "Role" };

    /// <summary>The tasks a mail can speak of.</summary>
    public static IReadOnlyList<string> Tasks { get; } =
        ["draft", "endorse", "translate", "assign", "review", "revise", "decide", "schedule", "present", "complete", "report"];

    /// <summary>What a mail can remind of: the tasks, and the sheet of a panel member, which is no task of its own.</summary>
    public static IReadOnlyList<string> Owed { get; } = [.. Tasks, "panel"];

    public static bool Knows(string name) => All.Any(kind => kind.Name == name);

    /// <exception cref="UnknownMailKindException">Nobody declared it.</exception>
    public static MailKind Get(string name) => All.FirstOrDefault(kind => kind.Name == name) ?? throw new UnknownMailKindException(name);
}
