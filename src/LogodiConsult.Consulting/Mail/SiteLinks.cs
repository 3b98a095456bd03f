namespace LogodiConsult.Consulting.Mail;

/// <summary>Addresses of this installation.</summary>
static class SiteLinks
{
    /// <exception cref="ArgumentException">The path would leave the site.</exception>
    public static string To(Uri site, string path) =>
        path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('\\') && !path.Any(char.IsControl)
            ? site.AbsoluteUri.TrimEnd('/') + path
            : throw new ArgumentException($"'{path}' is no path of this site.", nameof(path));
}
