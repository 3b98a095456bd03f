using System.Globalization;
using System.Text;

namespace LogodiConsult.Consulting.Words;

/// <summary>
/// A text with named places: <c>{name}</c> takes a fact, <c>{name:은/는}</c> adds the Korean particle that fits its last sound,
/// <c>{count|comment|comments}</c> says the first word for one and the second otherwise, <c>{{</c> and <c>}}</c> are braces.
/// </summary>
public sealed class TextTemplate
{
    readonly List<Part> parts;

    TextTemplate(List<Part> parts) => this.parts = parts;

    /// <summary>The facts the text asks for, each once, in order.</summary>
    public IReadOnlyList<string> Placeholders => [.. parts.Select(part => part.Fact).OfType<string>().Distinct()];

    /// <exception cref="FormatException">A brace without its partner, a place without a name, an unknown particle.</exception>
    public static TextTemplate Parse(string text)
    {
        var found = new List<Part>();
        var literal = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '{' or '}' && i + 1 < text.Length && text[i + 1] == c)
            {
                literal.Append(c);
                i++;
            }
            else if (c == '}')
            {
                throw new FormatException($"a '}}' stands alone at {i + 1} in: {text}");
            }
            else if (c == '{')
            {
                var end = text.IndexOf('}', i);
                if (end < 0)
                    throw new FormatException($"the '{{' at {i + 1} is not closed in: {text}");
                found.Add(new Part(Literal: literal.ToString()));
                literal.Clear();
                found.Add(Place(text[(i + 1)..end], text));
                i = end;
            }
            else
            {
                literal.Append(c);
            }
        }

        found.Add(new Part(Literal: literal.ToString()));
        return new TextTemplate([.. found.Where(part => part.Literal != "")]);
    }

    /// <param name="facts">The facts by name.</param>
    /// <param name="say">How a value is written, such as a number or an instant.</param>
    /// <exception cref="KeyNotFoundException">The text asks for a fact that is not given.</exception>
    internal string Format(IReadOnlyDictionary<string, object?> facts, Func<object, string> say)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            if (part.Fact is null)
                text.Append(part.Literal);
            else if (!facts.TryGetValue(part.Fact, out var value) || value is null)
                throw new KeyNotFoundException($"asks for the fact '{part.Fact}', which is not given");
            else if (part.One is not null)
                text.Append(IsOne(value) ? part.One : part.Many);
            else if (part.Particle is not null)
                text.Append(KoreanParticle.Attach(say(value), part.Particle));
            else
                text.Append(say(value));
        }

        return text.ToString();
    }

    static Part Place(string inside, string text)
    {
        var forms = inside.Split('|');
        if (forms.Length is not (1 or 3))
            throw new FormatException($"'{{{inside}}}' needs a word for one and a word for many in: {text}");
        var name = forms[0];
        var colon = name.IndexOf(':');
        var particle = colon < 0 ? null : name[(colon + 1)..];
        if (colon >= 0)
            name = name[..colon];
        if (particle is not null && (forms.Length > 1 || !KoreanParticle.Knows(particle)))
            throw new FormatException($"'{particle}' is no particle known here in: {text}");
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.'))
            throw new FormatException($"'{{{inside}}}' has no name of letters and digits in: {text}");
        return forms.Length == 3 ? new Part(Fact: name, One: forms[1], Many: forms[2]) : new Part(Fact: name, Particle: particle);
    }

    static bool IsOne(object value) => value is IConvertible and not string
        ? Convert.ToDecimal(value, CultureInfo.InvariantCulture) == 1
        : throw new FormatException($"'{value}' is no number to choose a word by");

    sealed record Part(string? Literal = null, string? Fact = null, string? Particle = null, string? One = null, string? Many = null);
}
