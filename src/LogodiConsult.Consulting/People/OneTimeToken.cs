using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace LogodiConsult.Consulting.People;

/// <summary>The secret of a one-time link: 256 random bits; the database knows only the digest.</summary>
public static class OneTimeToken
{
    public static readonly TimeSpan Life = TimeSpan.FromDays(14);

    public static string Make() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string Digest(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    public static string Path(string token) => "/link/" + token;
}
