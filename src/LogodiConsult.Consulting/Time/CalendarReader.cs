using System.Globalization;
using System.Text.Json;
using LogodiConsult.Consulting.Words;
using LogodiConsult.Engine;

namespace LogodiConsult.Consulting.Time;

/// <summary>Reads one calendar file and reports everything wrong with it at once, each with its JSON path.</summary>
sealed class CalendarReader
{
    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    readonly string file;
    readonly List<CalendarProblem> problems = [];

    CalendarReader(string file) => this.file = file;

    public static (CalendarSource? Source, IReadOnlyList<CalendarProblem> Problems) Read(string file, string json)
    {
        var reader = new CalendarReader(file);
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            var source = reader.Calendar(document.RootElement);
            return (reader.problems.Count == 0 ? source : null, reader.problems);
        }
        catch (JsonException e)
        {
            var place = e.LineNumber is { } line ? string.Create(CultureInfo.InvariantCulture, $" (line {line + 1})") : "";
            return (null, [new CalendarProblem(file, "$", $"is not well-formed JSON{place}: {e.Message}")]);
        }
    }

    CalendarSource? Calendar(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            Report("$", "must be an object");
            return null;
        }

        var isCombination = root.TryGetProperty("combines", out _);
        Only(root, "$", isCombination
            ? ["id", "version", "name", "zone", "closing", "combines", "sources"]
            : ["id", "version", "name", "zone", "closing", "weekend", "from", "to", "sources", "holidays"]);
        var id = Text(root, "$", "id");
        if (id.Contains('@') || id.Any(char.IsWhiteSpace))
            Report("$.id", "must hold neither blanks nor '@', which introduces a version");
        var version = Number(root, "$", "version", 1, int.MaxValue);
        var zone = Text(root, "$", "zone");
        if (zone.Length > 0 && Zones.TryFind(zone) is null)
            Report("$.zone", $"'{zone}' is no IANA time zone known here");
        var closing = Closing(root);
        var name = Name(root, "$");
        if (isCombination)
        {
            var header = new CalendarHeader(id, version, name, zone, closing, DateOnly.MinValue, DateOnly.MaxValue);
            return new CalendarSource(file, header, new HashSet<DayOfWeek>(), [], Combines(root));
        }

        var (from, to) = (Date(root, "from"), Date(root, "to"));
        if (to < from)
            Report("$.to", "lies before $.from");
        if (!root.TryGetProperty("sources", out var sources) || sources.ValueKind != JsonValueKind.Array || sources.GetArrayLength() == 0)
            Report("$.sources", "must name where the days were taken from");
        var weekend = Weekend(root);
        var holidays = Holidays(root, from, to);
        return new CalendarSource(file, new CalendarHeader(id, version, name, zone, closing, from, to), weekend, holidays, []);
    }

    TimeOnly Closing(JsonElement root)
    {
        var text = Text(root, "$", "closing");
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var closing))
            return closing;
        if (text.Length > 0)
            Report("$.closing", $"'{text}' is no time such as 18:00");
        return default;
    }

    DateOnly Date(JsonElement root, string property) => Date(Text(root, "$", property), $"$.{property}");

    DateOnly Date(string text, string path)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date;
        if (text.Length > 0)
            Report(path, $"'{text}' is no date such as 2026-10-12");
        return default;
    }

    List<string> Combines(JsonElement root)
    {
        var ids = Items(root, "$", "combines").Select(item => AsText(item.Element, item.Path)).ToList();
        if (ids.Count < 2)
            Report("$.combines", "must name at least two calendars");
        return ids;
    }

    HashSet<DayOfWeek> Weekend(JsonElement root)
    {
        var days = new HashSet<DayOfWeek>();
        foreach (var (element, path) in Items(root, "$", "weekend"))
        {
            var text = AsText(element, path);
            if (!Enum.GetNames<DayOfWeek>().Contains(text))
                Report(path, $"'{text}' is no day of the week in English, such as Sunday");
            else if (!days.Add(Enum.Parse<DayOfWeek>(text)))
                Report(path, $"'{text}' stands here twice");
        }

        if (days.Count == 7)
            Report("$.weekend", "leaves no day to work on");
        return days;
    }

    List<HolidayRule> Holidays(JsonElement root, DateOnly from, DateOnly to)
    {
        var rules = new List<HolidayRule>();
        foreach (var (element, path) in Items(root, "$", "holidays"))
        {
            if (element.ValueKind != JsonValueKind.Object)
                Report(path, "must be an object");
            else if (Rule(element, path, from, to) is { } rule)
                rules.Add(rule);
        }

        return rules;
    }

    HolidayRule? Rule(JsonElement element, string path, DateOnly from, DateOnly to)
    {
        var kind = Text(element, path, "rule");
        string[] own = kind switch
        {
            "fixed" => ["month", "day"],
            "easter" => ["offset"],
            "dates" => ["dates"],
            _ => [],
        };
        if (own.Length == 0)
        {
            if (kind.Length > 0)
                Report($"{path}.rule", $"'{kind}' is none of fixed, easter, dates");
            return null;
        }

        Only(element, path, ["rule", "name", "since", "until", .. own]);
        var name = Name(element, path);
        HolidayRule rule = kind switch
        {
            "fixed" => Fixed(element, path, name),
            "easter" => new EasterHoliday(name, Number(element, path, "offset", -60, 60)),
            _ => new DatedHoliday(name, Dates(element, path, from, to)),
        };
        return rule with
        {
            Since = element.TryGetProperty("since", out _) ? Number(element, path, "since", 1900, 2200) : int.MinValue,
            Until = element.TryGetProperty("until", out _) ? Number(element, path, "until", 1900, 2200) : int.MaxValue,
        };
    }

    FixedHoliday Fixed(JsonElement element, string path, Trilingual name)
    {
        var month = Number(element, path, "month", 1, 12);
        // 2024 is a leap year: 29 February is a date that exists.
        var day = Number(element, path, "day", 1, DateTime.DaysInMonth(2024, Math.Clamp(month, 1, 12)));
        return new FixedHoliday(name, month, day);
    }

    List<DateOnly> Dates(JsonElement element, string path, DateOnly from, DateOnly to)
    {
        var dates = new List<DateOnly>();
        foreach (var (item, place) in Items(element, path, "dates"))
        {
            var date = Date(AsText(item, place), place);
            if (date == default)
                continue;
            if (date < from || date > to)
                Report(place, string.Create(CultureInfo.InvariantCulture, $"{date:yyyy-MM-dd} lies outside the calendar's own range"));
            if (dates.Count > 0 && date <= dates[^1])
                Report(place, string.Create(CultureInfo.InvariantCulture, $"{date:yyyy-MM-dd} does not come after the date before it"));
            dates.Add(date);
        }

        return dates;
    }

    Trilingual Name(JsonElement element, string path)
    {
        if (!element.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.Object)
        {
            Report($"{path}.name", "must be an object with es, ko and en");
            return new Trilingual("", "", "");
        }

        Only(name, $"{path}.name", [.. Languages.All]);
        string In(string language) => Text(name, $"{path}.name", language);
        return new Trilingual(In(Languages.Spanish), In(Languages.Korean), In(Languages.English));
    }

    string Text(JsonElement element, string path, string property)
    {
        if (element.TryGetProperty(property, out var value))
            return AsText(value, $"{path}.{property}");
        Report($"{path}.{property}", "is missing");
        return "";
    }

    string AsText(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && !string.IsNullOrWhiteSpace(text))
            return text;
        Report(path, "must be a text that is not empty");
        return "";
    }

    int Number(JsonElement element, string path, string property, int least, int most)
    {
        if (!element.TryGetProperty(property, out var value))
            Report($"{path}.{property}", "is missing");
        else if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var number) || number < least || number > most)
            Report($"{path}.{property}", string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}"));
        else
            return number;
        return least;
    }

    IEnumerable<(JsonElement Element, string Path)> Items(JsonElement element, string path, string property)
    {
        if (element.TryGetProperty(property, out var array) && array.ValueKind == JsonValueKind.Array)
            return array.EnumerateArray().Select((item, i) => (item, string.Create(CultureInfo.InvariantCulture, $"{path}.{property}[{i}]")));
        Report($"{path}.{property}", "must be a list");
        return [];
    }

    void Only(JsonElement element, string path, string[] allowed)
    {
        foreach (var property in element.EnumerateObject().Where(property => !allowed.Contains(property.Name)))
            Report($"{path}.{property.Name}", "is not known here");
    }

    void Report(string path, string message) => problems.Add(new CalendarProblem(file, path, message));
}
