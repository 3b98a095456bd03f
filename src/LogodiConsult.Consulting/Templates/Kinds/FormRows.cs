using System.Globalization;

namespace LogodiConsult.Consulting.Templates.Kinds;

/// <summary>Reads <c>rows[3].indicator</c> style fields: the indexes of one list, in the order wanted, without those marked as removed.</summary>
static class FormRows
{
    /// <summary>Prefixes like <c>rows[3]</c>; a field <c>rows[3].order</c> moves a row, <c>rows[3].remove</c> takes it out.</summary>
    public static IReadOnlyList<string> Prefixes(IReadOnlyDictionary<string, string> fields, string list) =>
        [.. fields.Keys
            .Select(key => Index(key, list))
            .OfType<int>()
            .Distinct()
            .Select(i => (Index: i, Prefix: $"{list}[{i}]"))
            .Where(row => fields.GetValueOrDefault(row.Prefix + ".remove", "") is "" or "false")
            .OrderBy(row => Order(fields, row.Prefix) ?? row.Index)
            .ThenBy(row => row.Index)
            .Select(row => row.Prefix)];

    static int? Index(string key, string list)
    {
        if (!key.StartsWith(list + "[", StringComparison.Ordinal) || key.IndexOf("].", StringComparison.Ordinal) is not (> 0 and var close))
            return null;
        return int.TryParse(key.AsSpan(list.Length + 1, close - list.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index : null;
    }

    static double? Order(IReadOnlyDictionary<string, string> fields, string prefix) =>
        double.TryParse(fields.GetValueOrDefault(prefix + ".order", ""), NumberStyles.Float, CultureInfo.InvariantCulture, out var order) ? order : null;

    /// <summary>Hands out ids for new rows and keeps those that came back with the form.</summary>
    internal sealed class Ids(string letter, int next)
    {
        readonly HashSet<string> used = [];

        public int Next { get; private set; } = Math.Max(1, next);

        public string Take(string posted)
        {
            var id = TableContent.IsId(posted) && !used.Contains(posted) ? posted : letter + Next++.ToString(CultureInfo.InvariantCulture);
            used.Add(id);
            // An id that came from elsewhere (an import, another device) must not be handed out again.
            if (id.StartsWith(letter, StringComparison.Ordinal)
                && int.TryParse(id.AsSpan(letter.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < int.MaxValue)
            {
                Next = Math.Max(Next, number + 1);
            }
            return id;
        }
    }

    public static int PostedNext(IReadOnlyDictionary<string, string> fields) =>
        int.TryParse(fields.GetValueOrDefault("next", ""), NumberStyles.None, CultureInfo.InvariantCulture, out var next) && next < 1_000_000 ? next : 1;
}
