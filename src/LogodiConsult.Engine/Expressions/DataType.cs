namespace LogodiConsult.Engine.Expressions;

/// <summary>What a value is converted to.</summary>
enum ValueKind
{
    Object,
    String,
    Boolean,
    Int16,
    Int32,
    Int64,
    Single,
    Double,
    Decimal,
    Guid,
    DateTime,
    DateTimeOffset,
    TimeSpan,
    Bytes,
    Json,
    List,
}

/// <summary>A type name of a definition, understood. Aliases are Elsa's; CLR names of the same types are accepted too.</summary>
sealed record DataType(ValueKind Kind, DataType? Element, bool IsKnown)
{
    public static readonly DataType Object = new(ValueKind.Object, null, true);
    public static readonly DataType String = new(ValueKind.String, null, true);
    public static readonly DataType Boolean = new(ValueKind.Boolean, null, true);
    public static readonly DataType Int32 = new(ValueKind.Int32, null, true);
    public static readonly DataType Int64 = new(ValueKind.Int64, null, true);

    static readonly Dictionary<string, ValueKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Object"] = ValueKind.Object,
        ["String"] = ValueKind.String,
        ["Boolean"] = ValueKind.Boolean,
        ["Bool"] = ValueKind.Boolean,
        ["Int16"] = ValueKind.Int16,
        ["Int32"] = ValueKind.Int32,
        ["Int"] = ValueKind.Int32,
        ["Int64"] = ValueKind.Int64,
        ["Long"] = ValueKind.Int64,
        ["Single"] = ValueKind.Single,
        ["Double"] = ValueKind.Double,
        ["Decimal"] = ValueKind.Decimal,
        ["Guid"] = ValueKind.Guid,
        ["DateTime"] = ValueKind.DateTime,
        ["DateTimeOffset"] = ValueKind.DateTimeOffset,
        ["DateOnly"] = ValueKind.DateTime,
        ["TimeSpan"] = ValueKind.TimeSpan,
        ["ByteArray"] = ValueKind.Bytes,
        ["Byte[]"] = ValueKind.Bytes,
        ["Stream"] = ValueKind.Bytes,
        ["JSON"] = ValueKind.Json,
        ["ExpandoObject"] = ValueKind.Json,
        ["JsonElement"] = ValueKind.Json,
        ["JsonNode"] = ValueKind.Json,
        ["JsonObject"] = ValueKind.Json,
        ["JsonArray"] = ValueKind.Json,
        ["StringDictionary"] = ValueKind.Json,
        ["ObjectDictionary"] = ValueKind.Json,
        ["StringMap"] = ValueKind.Json,
        ["ObjectMap"] = ValueKind.Json,
    };

    /// <summary>A CLR value without null: what is not there is its zero.</summary>
    public bool HasZero => Kind is ValueKind.Boolean or ValueKind.Int16 or ValueKind.Int32 or ValueKind.Int64 or ValueKind.Single or ValueKind.Double or ValueKind.Decimal or ValueKind.TimeSpan;

    /// <summary>Understands a type name; an unknown one behaves as Object with <see cref="IsKnown"/> false.</summary>
    public static DataType Parse(string? name, bool isArray = false)
    {
        var type = ParseName((name ?? "Object").Trim());
        return isArray && type.Kind != ValueKind.List ? new DataType(ValueKind.List, type, type.IsKnown) : type;
    }

    static DataType ParseName(string name)
    {
        var plain = CutAssembly(name);
        if (plain.StartsWith("Nullable<", StringComparison.OrdinalIgnoreCase) && plain.EndsWith('>')) return ParseName(plain[9..^1]);
        if (plain.EndsWith('?')) return ParseName(plain[..^1]);
        if (plain.EndsWith("[]", StringComparison.Ordinal) && !plain.Equals("byte[]", StringComparison.OrdinalIgnoreCase))
        {
            return List(ParseName(plain[..^2]));
        }

        foreach (var prefix in (string[])["List<", "ICollection<", "IList<", "IEnumerable<", "HashSet<"])
        {
            if (plain.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && plain.EndsWith('>')) return List(ParseName(plain[prefix.Length..^1]));
        }

        foreach (var prefix in (string[])["System.Dynamic.", "System.Text.Json.Nodes.", "System.Text.Json.", "System."])
        {
            if (plain.StartsWith(prefix, StringComparison.Ordinal)) plain = plain[prefix.Length..];
        }

        return Kinds.TryGetValue(plain, out var kind) ? new DataType(kind, null, true) : new DataType(ValueKind.Object, null, false);
    }

    static DataType List(DataType element) => new(ValueKind.List, element, element.IsKnown);

    // "Namespace.Type, Assembly" → "Namespace.Type"; commas inside < > stay.
    static string CutAssembly(string name)
    {
        var depth = 0;
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] is '<' or '[') depth++;
            else if (name[i] is '>' or ']') depth--;
            else if (name[i] == ',' && depth == 0) return name[..i].Trim();
        }

        return name;
    }
}
