using System.Text.Json;
using LogodiConsult.Engine;

namespace LogodiConsult.Consulting.Templates;

/// <summary>Reads one JSON object, remembers which names were asked for, and notes every fault with its path.</summary>
sealed class JsonReading(JsonElement element, string path, List<TemplateFault> faults)
{
    readonly HashSet<string> asked = [];

    public void Fault(string message) => faults.Add(new TemplateFault(path, message));

    public bool Has(string name) => Find(name) is not null;

    JsonElement? Find(string name)
    {
        asked.Add(name);
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    /// <summary>Names that nobody asked for are faults.</summary>
    public void Done()
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            Fault("must be an object");
            return;
        }
        foreach (var property in element.EnumerateObject().Where(p => !asked.Contains(p.Name) && p.Name != "$schema"))
            faults.Add(new TemplateFault($"{path}.{property.Name}", "nothing of this name is known here"));
    }

    public string? Text(string name)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString();
        faults.Add(new TemplateFault($"{path}.{name}", "must be a string"));
        return null;
    }

    /// <summary>A key: letters, digits and dashes, since it stands in addresses and names of fields.</summary>
    public string Name(string name)
    {
        var text = Text(name) ?? "";
        if (text.Length is 0 or > 60 || !text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            faults.Add(new TemplateFault($"{path}.{name}", "must be a key of ASCII letters, digits and dashes"));
        return text;
    }

    public int? Number(string name, int least)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least)
            return number;
        faults.Add(new TemplateFault($"{path}.{name}", $"must be a whole number from {least}"));
        return null;
    }

    public bool Flag(string name)
    {
        var value = Find(name);
        if (value is not null && value.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            faults.Add(new TemplateFault($"{path}.{name}", "must be true or false"));
        return value?.ValueKind == JsonValueKind.True;
    }

    public T? OneOf<T>(string name, Func<string, T?> find, IEnumerable<string> known)
    {
        var text = Text(name);
        var found = text is null ? default : find(text);
        if (found is null)
            faults.Add(new TemplateFault($"{path}.{name}", $"'{text}' is not known; known are {string.Join(", ", known)}"));
        return found;
    }

    public Trilingual Trilingual(string name, int maxLength = 4000)
    {
        string[] texts = ["", "", ""];
        if (Find(name) is not { ValueKind: JsonValueKind.Object } value)
        {
            faults.Add(new TemplateFault($"{path}.{name}", "must be an object with es, ko and en"));
            return new Trilingual("", "", "");
        }
        var inner = new JsonReading(value, $"{path}.{name}", faults);
        string[] languages = ["es", "ko", "en"];
        for (var i = 0; i < languages.Length; i++)
        {
            texts[i] = inner.Text(languages[i]) ?? "";
            if (string.IsNullOrWhiteSpace(texts[i]) || texts[i].Length > maxLength)
                faults.Add(new TemplateFault($"{path}.{name}.{languages[i]}", $"must be a text of 1 to {maxLength} characters"));
        }
        inner.Done();
        return new Trilingual(texts[0], texts[1], texts[2]);
    }

    public IReadOnlyDictionary<string, string> Words(string name)
    {
        var words = new Dictionary<string, string>();
        if (Find(name) is not { } value)
            return words;
        if (value.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new TemplateFault($"{path}.{name}", "must be an object"));
            return words;
        }
        foreach (var property in value.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.String)
                words[property.Name] = property.Value.GetString()!;
            else
                faults.Add(new TemplateFault($"{path}.{name}.{property.Name}", "must be a string"));
        }
        return words;
    }

    public T? Object<T>(string name, Func<JsonReading, T> read)
        where T : class
    {
        if (Find(name) is not { } value)
            return null;
        var inner = new JsonReading(value, $"{path}.{name}", faults);
        var result = read(inner);
        inner.Done();
        return result;
    }

    public IReadOnlyList<T> List<T>(string name, Func<JsonReading, T?> read, bool optional = false)
        where T : class
    {
        var value = Find(name);
        if (value is null && optional)
            return [];
        if (value is not { ValueKind: JsonValueKind.Array } array)
        {
            faults.Add(new TemplateFault($"{path}.{name}", "must be a list"));
            return [];
        }
        return [.. array.EnumerateArray().Select((item, i) => read(new JsonReading(item, $"{path}.{name}[{i}]", faults))).OfType<T>()];
    }

    public void Unique(IEnumerable<string> keys, string what)
    {
        foreach (var twice in keys.GroupBy(k => k).Where(g => g.Count() > 1))
            Fault($"the {what} '{twice.Key}' stands twice");
    }
}
