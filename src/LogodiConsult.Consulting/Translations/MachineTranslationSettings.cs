namespace LogodiConsult.Consulting.Translations;

/// <summary>The section <c>MachineTranslation</c> of the settings. Without an address there is no machine translation, and nothing leaves the house.</summary>
public sealed class MachineTranslationSettings
{
    /// <summary>Where a LibreTranslate server answers; <c>/translate</c> is added.</summary>
    public string? Url { get; set; }

    public string? ApiKey { get; set; }

    public int TimeoutSeconds { get; set; } = 20;

    /// <summary>Longer segments are not sent.</summary>
    public int MostCharacters { get; set; } = 5_000;

    /// <summary>A longer answer is not read.</summary>
    public int MostResponseBytes { get; set; } = 256 * 1024;

    public bool IsConfigured => !string.IsNullOrWhiteSpace(Url);

    /// <summary>What people are told of where the text goes.</summary>
    public string Service => IsConfigured ? new Uri(Url!).Authority : "";

    /// <summary>What cannot work, a sentence each; the program asks before it starts.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (!IsConfigured)
            return string.IsNullOrEmpty(ApiKey) ? problems : ["MachineTranslation:ApiKey is set without MachineTranslation:Url."];
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            problems.Add($"MachineTranslation:Url '{Url}' is no address such as https://translate.example.org.");
        else if (!string.IsNullOrEmpty(ApiKey) && address.Scheme == "http" && !address.IsLoopback)
            problems.Add($"MachineTranslation:Url would send the API key to {address.Authority} unencrypted.");
        if (TimeoutSeconds is < 1 or > 300)
            problems.Add($"MachineTranslation:TimeoutSeconds {TimeoutSeconds} lies outside 1–300.");
        if (MostCharacters is < 100 or > 50_000)
            problems.Add($"MachineTranslation:MostCharacters {MostCharacters} lies outside 100–50000.");
        if (MostResponseBytes is < 1_024 or > 16 * 1024 * 1024)
            problems.Add($"MachineTranslation:MostResponseBytes {MostResponseBytes} lies outside 1024–16777216.");
        return problems;
    }
}
