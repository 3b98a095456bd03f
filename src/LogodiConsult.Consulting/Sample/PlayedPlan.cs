namespace LogodiConsult.Consulting.Sample;

/// <summary>A plan of the sample while it is played.</summary>
sealed class PlayedPlan(SamplePlan content, SampleStage target, SamplePresentation? presentation, bool hasInterpreter)
{
    public SamplePlan Content => content;

    /// <summary>Key of who owns it now.</summary>
    public string Official { get; set; } = content.Official;

    /// <summary>Where it stands when the playing ends.</summary>
    public SampleStage Target => target;

    public SamplePresentation? Presentation => presentation;

    public bool HasInterpreter => hasInterpreter;

    /// <summary>When the presentation was or will be held, on the shifted calendar.</summary>
    public DateTimeOffset PresentsAt { get; set; }

    /// <summary>Known once it was opened.</summary>
    public long Id { get; set; }

    /// <summary>Ids of the comments that were written.</summary>
    public Dictionary<SampleComment, long> Comments { get; } = new(ReferenceEqualityComparer.Instance);
}
