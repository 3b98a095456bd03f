namespace LogodiConsult.Consulting.Reviews;

/// <summary>Section <c>Reviews</c> of the settings.</summary>
public sealed record ReviewSettings
{
    /// <summary>Releases take effect in the act itself: for those who play or move plans on, not for people.</summary>
    public static ReviewSettings AtOnce { get; } = new() { RecallMinutes = 0 };

    /// <summary>So many minutes a release can be recalled before anybody is told; 0: it takes effect at once.</summary>
    public int RecallMinutes { get; init; } = 10;

    /// <summary>What cannot work, in words for whoever runs the installation.</summary>
    public IReadOnlyList<string> Problems() =>
        RecallMinutes is < 0 or > 24 * 60 ? [$"Setting Reviews:RecallMinutes must be from 0 to 1440, not {RecallMinutes}."] : [];
}
