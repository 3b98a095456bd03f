namespace LogodiConsult.Consulting;

/// <summary>
/// A form as it was sent: the key it was given when it was shown, and a digest of what it says. A use case that is sent as a form carries it
/// in its record; the same pair from the same person is the same act and gets the first answer again (<see cref="Storage.FormReceipts"/>).
/// </summary>
public sealed record FormPost(string Key, string Digest);
