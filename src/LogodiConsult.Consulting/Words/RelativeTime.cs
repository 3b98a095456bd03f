using System.Globalization;
using Humanizer;

namespace LogodiConsult.Consulting.Words;

/// <summary>How far away an instant is: "hace 3 horas", "3시간 전", "in 2 days". What is not full yet is not counted.</summary>
public static class RelativeTime
{
    static readonly TextCatalog Catalog = TextCatalog.Beside(typeof(RelativeTime), "WordTexts");

    public static string Say(DateTimeOffset instant, DateTimeOffset now, CultureInfo culture)
    {
        var texts = Catalog.In(culture);
        var distance = (instant - now).Duration();
        if (distance < TimeSpan.FromMinutes(1))
            return texts[instant > now ? "Relative.Soon" : "Relative.Now"];
        return texts[instant > now ? "Relative.Future" : "Relative.Past", ("span", Span(distance, culture))];
    }

    /// <summary>A length of time in its largest unit; days are counted up to two weeks.</summary>
    public static string Span(TimeSpan length, CultureInfo culture)
    {
        var largest = length < TimeSpan.FromDays(14) ? TimeUnit.Day : TimeUnit.Year;
        return length.Humanize(1, Languages.CultureOf(culture), maxUnit: largest, minUnit: TimeUnit.Minute);
    }
}
