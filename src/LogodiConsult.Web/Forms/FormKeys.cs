using System.Security.Cryptography;
using System.Text;
using LogodiConsult.Consulting;

namespace LogodiConsult.Web.Forms;

/// <summary>Makes the key of a form that is shown, and reads key and content of one that was sent.</summary>
public static class FormKeys
{
    public const string FieldName = "form-key";
    const string TokenField = "__RequestVerificationToken";
    const int LongestKey = 64;

    public static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(15));

    /// <summary>Null when the form carries no key, or one that cannot be ours.</summary>
    public static FormPost? Of(HttpRequest request)
    {
        if (!request.HasFormContentType)
            return null;
        var key = request.Form[FieldName].ToString();
        return key.Length is > 0 and <= LongestKey ? new FormPost(key, DigestOf(request)) : null;
    }

    static string DigestOf(HttpRequest request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, request.Path + request.QueryString.ToString());
        foreach (var field in request.Form.Where(f => f.Key is not (FieldName or TokenField)).OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            Add(hash, field.Key);
            foreach (var value in field.Value)
                Add(hash, value ?? "");
        }
        foreach (var file in request.Form.Files)
        {
            Add(hash, file.Name);
            Add(hash, file.FileName);
            using var content = file.OpenReadStream();
            hash.AppendData(SHA256.HashData(content));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    static void Add(IncrementalHash hash, string text)
    {
        // The length goes first, so that no two different forms read the same.
        var bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }
}
