using System.Collections.Concurrent;

namespace LogodiConsult.Consulting.Storage;

/// <summary>Enumerations are stored by name in camelCase (<c>revisionRequested</c>), never by number.</summary>
public static class Codes
{
    static readonly ConcurrentDictionary<Enum, string> Names = new();

    public static string ToCode(this Enum value) => Names.GetOrAdd(value, static v => Camel(v.ToString()));

    /// <exception cref="FormatException">The stored text is no name of the enumeration.</exception>
    public static T Parse<T>(string code)
        where T : struct, Enum =>
        code.Length > 0 && !char.IsAsciiDigit(code[0]) && code[0] != '-' && Enum.TryParse<T>(code, ignoreCase: true, out var value)
            ? value
            : throw new FormatException($"'{code}' is no {typeof(T).Name}.");

    static string Camel(string name) =>
        char.IsAsciiLetter(name[0])
            ? char.ToLowerInvariant(name[0]) + name[1..]
            : throw new ArgumentException($"The number {name} has no name in its enumeration.", nameof(name));
}
