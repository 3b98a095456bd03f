using System.Collections.Frozen;
using System.Globalization;

namespace LogodiConsult.Consulting.Time;

/// <summary>
/// All working calendars of the installation. <c>lima</c> is the newest version of the calendar, <c>lima@1</c> always the first:
/// a deadline once set stays an instant, so a newer version moves only deadlines decided after it.
/// </summary>
public sealed class CalendarCatalog
{
    readonly FrozenDictionary<string, WorkingCalendar> calendars;

    CalendarCatalog(Dictionary<string, WorkingCalendar> calendars) => this.calendars = calendars.ToFrozenDictionary();

    /// <summary>Every name a definition may use, with and without version.</summary>
    public IReadOnlyList<string> Ids => [.. calendars.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Reads every <c>*.json</c> of a folder.</summary>
    /// <exception cref="CalendarException">Something is wrong with a file, or with what the files say together.</exception>
    public static async Task<CalendarCatalog> ReadAsync(string folder, CancellationToken cancellation = default)
    {
        if (!Directory.Exists(folder))
            throw new CalendarException([new CalendarProblem(folder, "$", "the folder of the working calendars does not exist")]);
        var files = new List<(string, string)>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
            files.Add((Path.GetFileName(path), await File.ReadAllTextAsync(path, cancellation)));
        return Read(files);
    }

    /// <inheritdoc cref="ReadAsync"/>
    public static CalendarCatalog Read(IEnumerable<(string File, string Json)> files)
    {
        var (catalog, problems) = Check(files);
        return catalog ?? throw new CalendarException(problems);
    }

    /// <summary>The same without an exception, for a checker that wants to list everything.</summary>
    public static (CalendarCatalog? Catalog, IReadOnlyList<CalendarProblem> Problems) Check(IEnumerable<(string File, string Json)> files)
    {
        var problems = new List<CalendarProblem>();
        var sources = new List<CalendarSource>();
        foreach (var (file, json) in files)
        {
            var (source, found) = CalendarReader.Read(file, json);
            problems.AddRange(found);
            if (source is not null)
                sources.Add(source);
        }

        foreach (var twins in sources.GroupBy(source => Versioned(source.Header)).Where(group => group.Count() > 1))
            problems.AddRange(twins.Skip(1).Select(twin => new CalendarProblem(twin.File, "$.id", $"{twins.Key} is in {twins.First().File} already")));
        if (problems.Count > 0)
            return (null, problems);

        var built = new Dictionary<string, WorkingCalendar>();
        foreach (var source in sources.Where(source => source.Combines.Count == 0))
            Add(built, source.Build());
        foreach (var source in sources.Where(source => source.Combines.Count > 0))
            problems.AddRange(Combine(built, source));
        return problems.Count > 0 ? (null, problems) : (new CalendarCatalog(built), problems);
    }

    public bool Knows(string id) => calendars.ContainsKey(id);

    /// <exception cref="ArgumentException">No calendar has this name.</exception>
    public WorkingCalendar Get(string id) => calendars.TryGetValue(id, out var calendar)
        ? calendar
        : throw new ArgumentException($"There is no working calendar '{id}'; known are {string.Join(", ", Ids)}.", nameof(id));

    static List<CalendarProblem> Combine(Dictionary<string, WorkingCalendar> built, CalendarSource source)
    {
        var missing = source.Combines
            .Select((id, i) => (id, Path: string.Create(CultureInfo.InvariantCulture, $"$.combines[{i}]")))
            .Where(part => !built.ContainsKey(part.id))
            .Select(part => new CalendarProblem(source.File, part.Path, $"there is no calendar '{part.id}' with days of its own"))
            .ToList();
        if (missing.Count > 0)
            return missing;
        var parts = source.Combines.Select(id => built[id]).ToList();
        if (parts.Max(part => part.From) > parts.Min(part => part.To))
            return [new CalendarProblem(source.File, "$.combines", "the ranges of the calendars do not meet")];
        Add(built, source.Build(parts));
        return [];
    }

    static void Add(Dictionary<string, WorkingCalendar> built, WorkingCalendar calendar)
    {
        built.Add(Versioned(calendar.Header), calendar);
        if (!built.TryGetValue(calendar.Id, out var newest) || newest.Version < calendar.Version)
            built[calendar.Id] = calendar;
    }

    static string Versioned(CalendarHeader header) => string.Create(CultureInfo.InvariantCulture, $"{header.Id}@{header.Version}");
}
