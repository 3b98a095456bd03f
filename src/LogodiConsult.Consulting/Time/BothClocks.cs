using System.Collections.Frozen;
using System.Globalization;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.Time;

/// <summary>One clock's reading of a moment.</summary>
/// <param name="Zone">IANA id.</param>
/// <param name="City">The clock's city in the reader's language.</param>
/// <param name="Date">With the weekday.</param>
/// <param name="Time">24 hours; of a slot from–to.</param>
/// <param name="Text">All of it, as it stands in a sentence.</param>
/// <param name="Iso">With the offset of the zone.</param>
public sealed record ClockReading(string Zone, string City, string Date, string Time, string Text, string Iso);

/// <summary>A moment as a reader sees it: their own clock first, then the others of the programme.</summary>
/// <param name="Clocks">At least two.</param>
/// <param name="Text">The readings, with a dot between them.</param>
/// <param name="Iso">UTC, for machines; of a slot its start.</param>
public sealed record Moment(IReadOnlyList<ClockReading> Clocks, string Text, string Iso)
{
    public ClockReading First => Clocks[0];

    public ClockReading Second => Clocks[1];
}

public enum MomentStyle
{
    /// <summary>lun. 12 oct 2020</summary>
    Brief,

    /// <summary>lunes 12 de octubre de 2020</summary>
    Full,
}

/// <summary>
/// Every deadline and slot on both clocks with the weekday: "lun. 12 oct 2020, 18:00 Lima · mar. 13 oct, 08:00 Seúl".
/// The year is told once unless it differs. Patterns and cities are texts; names of days and months come from ICU.
/// </summary>
public static class BothClocks
{
    static readonly TextCatalog Catalog = TextCatalog.Beside(typeof(BothClocks), "TimeTexts");

    static readonly FrozenDictionary<string, DateTimeFormatInfo> Formats = Languages.All.ToFrozenDictionary(language => language, WithoutDots);

    public static Moment Show(DateTimeOffset instant, string readerZone, CultureInfo culture, MomentStyle style = MomentStyle.Brief) =>
        Show(instant, null, readerZone, culture, style);

    public static Moment Show(Deadline deadline, string readerZone, CultureInfo culture, MomentStyle style = MomentStyle.Brief) =>
        Show(deadline.Instant, null, readerZone, culture, style);

    public static Moment Show(TimeSlot slot, string readerZone, CultureInfo culture, MomentStyle style = MomentStyle.Brief) =>
        Show(slot.Start, slot.End, readerZone, culture, style);

    /// <summary>A day without a clock: "lun. 12 oct 2020".</summary>
    public static string Day(DateOnly day, CultureInfo culture, MomentStyle style = MomentStyle.Brief) =>
        Date(Catalog.In(culture), day.ToDateTime(TimeOnly.MinValue), withYear: true, style);

    /// <summary>The name of a zone's city; a zone that is not of the programme goes by its IANA name.</summary>
    public static string City(string zone, CultureInfo culture) => City(Catalog.In(culture), zone);

    /// <summary>The clocks a reader needs: their own, then those of the programme.</summary>
    public static IReadOnlyList<string> ClocksFor(string readerZone) => [.. new[] { readerZone, Zones.Lima, Zones.Seoul }.Distinct()];

    static Moment Show(DateTimeOffset start, DateTimeOffset? end, string readerZone, CultureInfo culture, MomentStyle style)
    {
        var texts = Catalog.In(culture);
        var readings = new List<ClockReading>();
        var firstYear = Zones.In(start, Zones.Find(readerZone)).Year;
        foreach (var id in ClocksFor(readerZone))
        {
            var zone = Zones.Find(id);
            var local = Zones.In(start, zone);
            var withYear = readings.Count == 0 || local.Year != firstYear;
            readings.Add(Read(texts, id, local, end is { } last ? Zones.In(last, zone) : null, withYear, style));
        }

        return new Moment(readings, Lists.Dotted(readings.Select(reading => reading.Text)), Iso(start.ToUniversalTime()));
    }

    static ClockReading Read(Texts texts, string zone, DateTimeOffset start, DateTimeOffset? end, bool withYear, MomentStyle style)
    {
        var date = Date(texts, start.DateTime, withYear, style);
        var time = Hour(start);
        if (end is { } last)
        {
            time += "–" + (last.Date == start.Date
                ? Hour(last)
                : texts["DayAndTime", ("date", Date(texts, last.DateTime, last.Year != start.Year, style)), ("time", Hour(last))]);
        }

        var city = City(texts, zone);
        return new ClockReading(zone, city, date, time, texts["Reading", ("date", date), ("time", time), ("city", city)], Iso(start));
    }

    static string Date(Texts texts, DateTime date, bool withYear, MomentStyle style)
    {
        var pattern = texts[$"Pattern.{(style == MomentStyle.Full ? "Long" : "")}Day{(withYear ? "WithYear" : "")}"];
        return date.ToString(pattern, Formats[texts.Language]);
    }

    static string City(Texts texts, string zone) =>
        texts.Has($"City.{zone}") ? texts[$"City.{zone}"] : zone[(zone.LastIndexOf('/') + 1)..].Replace('_', ' ');

    static string Hour(DateTimeOffset local) => local.ToString("HH:mm", CultureInfo.InvariantCulture);

    static string Iso(DateTimeOffset instant) =>
        instant.ToString(instant.Offset == TimeSpan.Zero ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    // ICU writes "lun" without and "oct." with a dot; the patterns say where one stands.
    static DateTimeFormatInfo WithoutDots(string language)
    {
        var format = (DateTimeFormatInfo)Languages.CultureOf(language).DateTimeFormat.Clone();
        format.AbbreviatedDayNames = [.. format.AbbreviatedDayNames.Select(name => name.TrimEnd('.'))];
        format.AbbreviatedMonthNames = [.. format.AbbreviatedMonthNames.Select(name => name.TrimEnd('.'))];
        format.AbbreviatedMonthGenitiveNames = [.. format.AbbreviatedMonthGenitiveNames.Select(name => name.TrimEnd('.'))];
        return format;
    }
}
