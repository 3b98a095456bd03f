using System.Text;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using LogodiConsult.Consulting.Time;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.Mail;

/// <summary>An open task with a deadline, as a calendar shows it.</summary>
/// <param name="Id">Stable for the task: a later feed replaces the same event.</param>
/// <param name="Kind">One of <see cref="MailKinds.Tasks"/>.</param>
/// <param name="Link">Path of this site.</param>
/// <param name="ChangedAt">When the deadline was last set.</param>
public sealed record DueTask(string Id, string Kind, string Plan, string Link, DateTimeOffset Due, DateTimeOffset ChangedAt);

/// <summary>The final presentation of a plan.</summary>
public sealed record PresentationSlot(
    string Id, string Plan, string Official, string Link, TimeSlot Slot, string? Place, DateTimeOffset ChangedAt)
{
    public bool IsCancelled { get; init; }
}

/// <summary>iCalendar (RFC 5545) for a person's own calendar program: deadlines and presentations, on that person's clock, both clocks in the text.</summary>
public static class CalendarFeed
{
    /// <summary>A deadline is shown as the half hour before it: events without length vanish in some programs.</summary>
    static readonly TimeSpan ShownBefore = TimeSpan.FromMinutes(30);

    static readonly TextCatalog Catalog = TextCatalog.Beside(typeof(CalendarFeed), "MailTexts");

    /// <summary>The feed; equal input gives an equal text, so that it can carry an ETag.</summary>
    public static string Compose(IEnumerable<DueTask> tasks, IEnumerable<PresentationSlot> slots, string language, string zone, Uri site)
    {
        var texts = Catalog.In(language, zone);
        var calendar = Empty(zone);
        calendar.Method = "PUBLISH";
        calendar.AddProperty("X-WR-CALNAME", texts["Feed.Name"]);
        calendar.AddProperty("X-WR-TIMEZONE", zone);
        // RFC 7986, 5.7: how often to ask again.
        var refresh = new CalendarProperty("REFRESH-INTERVAL", "PT1H");
        refresh.AddParameter("VALUE", "DURATION");
        calendar.AddProperty(refresh);
        foreach (var task in tasks.OrderBy(task => task.Due).ThenBy(task => task.Id, StringComparer.Ordinal))
            calendar.Events.Add(Event(task, texts, zone, site));
        foreach (var slot in slots.OrderBy(slot => slot.Slot.Start).ThenBy(slot => slot.Id, StringComparer.Ordinal))
            calendar.Events.Add(Event(slot, texts, zone, site));
        return Write(calendar);
    }

    /// <summary>One presentation, as a file that a mail carries.</summary>
    internal static string Invitation(PresentationSlot slot, Texts texts, string zone, Uri site)
    {
        var calendar = Empty(zone);
        calendar.Method = "PUBLISH";
        calendar.Events.Add(Event(slot, texts, zone, site));
        return Write(calendar);
    }

    static Calendar Empty(string zone)
    {
        var calendar = new Calendar { ProductId = "-//LogodiConsult//Action plans//ES" };
        calendar.AddTimeZone(VTimeZone.FromDateTimeZone(zone));
        return calendar;
    }

    static CalendarEvent Event(DueTask task, Texts texts, string zone, Uri site)
    {
        var said = texts[$"Task.{task.Kind}"];
        var link = SiteLinks.To(site, task.Link);
        var entry = Event($"task-{task.Id}@{site.Host}", new TimeSlot(task.Due - ShownBefore, task.Due), zone, task.ChangedAt, link);
        entry.Summary = texts["Feed.Task", ("task", said), ("plan", task.Plan)];
        entry.Description = $"{BothClocks.Show(task.Due, zone, texts.Culture).Text}\n{link}";
        // A deadline does not occupy its owner.
        entry.Transparency = TransparencyType.Transparent;
        return entry;
    }

    static CalendarEvent Event(PresentationSlot slot, Texts texts, string zone, Uri site)
    {
        var link = SiteLinks.To(site, slot.Link);
        var entry = Event($"presentation-{slot.Id}@{site.Host}", slot.Slot, zone, slot.ChangedAt, link);
        entry.Summary = texts["Feed.Presentation", ("plan", slot.Plan), ("official", slot.Official)];
        entry.Description = $"{BothClocks.Show(slot.Slot, zone, texts.Culture).Text}\n{link}";
        entry.Location = slot.Place;
        entry.Status = slot.IsCancelled ? EventStatus.Cancelled : EventStatus.Confirmed;
        return entry;
    }

    static CalendarEvent Event(string uid, TimeSlot slot, string zone, DateTimeOffset changed, string link) => new()
    {
        Uid = uid,
        DtStart = On(slot.Start, zone),
        DtEnd = On(slot.End, zone),
        DtStamp = Utc(changed),
        LastModified = Utc(changed),
        // Grows with every change, as a client expects of a newer version (RFC 5545, 3.8.7.4).
        Sequence = (int)(changed.ToUnixTimeSeconds() - Epoch.ToUnixTimeSeconds()),
        Url = new Uri(link),
    };

    static DateTimeOffset Epoch { get; } = new(2016, 1, 1, 0, 0, 0, TimeSpan.Zero);

    static CalDateTime On(DateTimeOffset instant, string zone) => new(Zones.In(instant, Zones.Find(zone)).DateTime, zone, true);

    static CalDateTime Utc(DateTimeOffset instant) => new(instant.UtcDateTime, CalDateTime.UtcTzId, true);

    static string Write(Calendar calendar) =>
        Fold(new CalendarSerializer().SerializeToString(calendar) ?? throw new InvalidOperationException("The calendar gave no text."));

    /// <summary>
    /// Folds at 75 octets without cutting a character (RFC 5545, 3.1). Ical.Net folds at 75 UTF-16 units, which splits emoji and
    /// makes lines of Korean too long, so its folds are undone first.
    /// </summary>
    internal static string Fold(string calendar)
    {
        var folded = new StringBuilder(calendar.Length + (calendar.Length / 32));
        var octets = 0;
        foreach (var rune in calendar.Replace("\r\n ", "", StringComparison.Ordinal).EnumerateRunes())
        {
            if (rune.Value == '\r' || rune.Value == '\n')
            {
                octets = 0;
            }
            else if (octets + rune.Utf8SequenceLength > 75)
            {
                folded.Append("\r\n ");
                octets = 1 + rune.Utf8SequenceLength;
            }
            else
            {
                octets += rune.Utf8SequenceLength;
            }

            folded.Append(rune.ToString());
        }

        return folded.ToString();
    }
}
