using System.Text;
using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.Plans;

/// <summary>A lead opens a plan for an official.</summary>
public sealed record OpenPlan(long RoundId, long OfficialId, string Title, long? SubjectId, string Language, long? SupervisorId)
{
    public long? ContinuesId { get; init; }

    /// <summary>The last revision of the plan that is continued becomes the first draft.</summary>
    public bool CarriesText { get; init; }

    public IReadOnlyList<long> Consultants { get; init; } = [];
    public IReadOnlyList<long> Interpreters { get; init; } = [];
    public FormPost? Form { get; init; }
}

/// <param name="BaseVersion">Version of the section that the writer saw; 0 for one that was never saved.</param>
public sealed record SectionText(string Key, string Content, long BaseVersion)
{
    /// <summary>In which it is written; null: as before, at first in the plan's.</summary>
    public string? Language { get; init; }

    public string? PatchKey { get; init; }

    /// <summary>It came from outside and replaces what stood there: no edit script leads from the one to the other.</summary>
    public bool IsImported { get; init; }
}

/// <param name="Title">Null leaves the title as it is.</param>
public sealed record SaveDraft(long PlanId, string? Title, IReadOnlyList<SectionText> Sections)
{
    /// <summary>Version of the title that the writer saw; null: whatever stands gives way.</summary>
    public long? TitleVersion { get; init; }

    public FormPost? Form { get; init; }
}

/// <summary>What became of a saving: sections that somebody else saved meanwhile are not overwritten but shown with both texts.</summary>
public sealed record SavedDraft(IReadOnlyList<Section> Saved, IReadOnlyList<SectionConflict> Conflicts, DateTimeOffset At)
{
    /// <summary>The title that somebody else saved meanwhile; null when nobody did.</summary>
    public string? OtherTitle { get; init; }
}

/// <param name="Stored">What stands there now.</param>
/// <param name="Typed">What this writer has typed.</param>
public sealed record SectionConflict(Section Stored, string Typed);

/// <param name="Sections">What the form held beside the button; saved in the same act. Empty: what is stored is handed in.</param>
public sealed record SubmitDraft(long PlanId, string? Title, IReadOnlyList<SectionText> Sections)
{
    /// <summary>What the author says to the warnings that are left; wanted only when there are some.</summary>
    public string? Word { get; init; }

    public FormPost? Form { get; init; }
}

/// <param name="Sha256">Of the frozen revision, see <see cref="RevisionDigest"/>.</param>
public sealed record SubmissionReceipt(string Receipt, int RevisionNumber, DateTimeOffset At, string Sha256, bool Late);

/// <summary>The fingerprint of a revision: SHA-256 over the title and each section in the order of its key, every part preceded by its
/// length in UTF-8 bytes, so that no two different revisions share their input.</summary>
public static class RevisionDigest
{
    public static string Of(string title, IEnumerable<(string Key, string Content)> sections)
    {
        using var hash = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
        Append(hash, title);
        foreach (var (key, content) in sections.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            Append(hash, key);
            Append(hash, content);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    static void Append(System.Security.Cryptography.IncrementalHash hash, string part)
    {
        // What the database gives back is what was stored: cleaned text, not what was typed.
        var bytes = Encoding.UTF8.GetBytes(Texts.Clean(part));
        hash.AppendData(Encoding.ASCII.GetBytes(bytes.Length.ToString(System.Globalization.CultureInfo.InvariantCulture) + ":"));
        hash.AppendData(bytes);
    }
}
