namespace LogodiConsult.Consulting.Attachments;

/// <summary>A file of a plan. Which revision had it stands in the text of its section; it is removed only with its plan.</summary>
public sealed class Attachment
{
    public long Id { get; init; }
    public long PlanId { get; init; }
    public string Sha256 { get; init; } = "";
    public string Name { get; init; } = "";

    /// <summary>Key of its <see cref="FileKind"/>.</summary>
    public string Kind { get; init; } = "";

    public long Bytes { get; init; }
    public long AddedBy { get; init; }
    public DateTimeOffset AddedAt { get; init; }

    /// <summary>As the section names it: forty digits of the hash, so that the digest of a revision speaks for the file's content too.</summary>
    public string FileId => FileIdOf(Sha256);

    public static string FileIdOf(string sha256) => sha256[..40];
}

/// <summary>Section <c>Attachments</c> of the settings.</summary>
public sealed class AttachmentSettings
{
    /// <summary>Where the files lie; default <c>files</c> in the data folder. Several nodes on PostgreSQL share one folder.</summary>
    public string? Folder { get; set; }

    /// <summary>Of one file.</summary>
    public int MaxMegabytes { get; set; } = 20;

    /// <summary>Of all files of one plan together.</summary>
    public int PlanMegabytes { get; set; } = 100;

    /// <summary>After so many days an upload that was not finished is forgotten, and a file that belongs to no plan is deleted.</summary>
    public int ForgetAfterDays { get; set; } = 7;

    public long MaxBytes => MaxMegabytes * 1_000_000L;

    public long PlanBytes => PlanMegabytes * 1_000_000L;

    /// <summary>What cannot work, in words for whoever installs the program.</summary>
    public IEnumerable<string> Problems()
    {
        if (MaxMegabytes is < 1 or > 100)
            yield return $"Setting Attachments:MaxMegabytes must be 1 to 100, not {MaxMegabytes}.";
        if (PlanMegabytes < MaxMegabytes)
            yield return $"Setting Attachments:PlanMegabytes ({PlanMegabytes}) must not be less than Attachments:MaxMegabytes ({MaxMegabytes}).";
        if (ForgetAfterDays < 1)
            yield return $"Setting Attachments:ForgetAfterDays must be at least 1, not {ForgetAfterDays}.";
    }
}

/// <param name="Content">Read once, from where it stands.</param>
public sealed record AddFile(long PlanId, string SectionKey, string Name, Stream Content)
{
    public string Caption { get; init; } = "";
    public FormPost? Form { get; init; }
}

/// <summary>How far an upload in pieces has come.</summary>
/// <param name="Token">Names it in its address.</param>
/// <param name="Offset">So many bytes have arrived and are kept.</param>
/// <param name="FileId">Known once everything has arrived and the file belongs to the plan.</param>
public sealed record UploadState(string Token, string Name, long Bytes, long Offset, string? FileId = null);

/// <summary>A file to be given out; whoever asked closes the stream.</summary>
public sealed record AttachedFile(Attachment Attachment, FileKind Kind, Stream Content);
