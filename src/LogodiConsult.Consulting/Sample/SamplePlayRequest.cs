namespace LogodiConsult.Consulting.Sample;

/// <summary>How far the plans of the running round may have come.</summary>
public enum SampleLimit
{
    Draft,
    Review,
    Revision,
    Presentation,
    Done,
}

/// <param name="Now">The moment at which the playing ends: everything lies before it but deadlines and presentations that are still to come.</param>
/// <param name="Limit">Every plan of the running round stands at most at this stage; the completed programme is always played to its end.</param>
/// <param name="Progress">A sentence now and then, for a console.</param>
public sealed record SamplePlayRequest(DateTimeOffset Now, SampleLimit Limit = SampleLimit.Done, IProgress<string>? Progress = null);

/// <summary>What was played.</summary>
/// <param name="Starts">First day of the running round after the shift.</param>
public sealed record SamplePlayed(int Acts, int Plans, int People, DateOnly Starts, DateOnly Ends);
