namespace LogodiConsult.Consulting.Tasks;

/// <summary>Where a task is done: home, the plan's head and the mails lead to the same place.</summary>
public static class TaskPages
{
    public static string PathOf(long plan, string kind) => kind switch
    {
        "draft" => $"/plans/{plan}/write",
        "revise" => $"/plans/{plan}/answers",
        "endorse" => $"/plans/{plan}/endorse",
        "translate" => $"/plans/{plan}/translate",
        "review" => $"/plans/{plan}/review",
        "panel" => $"/plans/{plan}/panel",
        "report" => $"/plans/{plan}/report",
        _ => $"/plans/{plan}/lead",
    };
}
