using System.Globalization;
using System.Text;

namespace LogodiConsult.Engine.Expressions.Liquid;

/// <summary>date (strftime), format_date (.NET formats) and time_zone. Times without a zone are UTC.</summary>
static class DateFilters
{
    static readonly DateTimeFormatInfo Names = CultureInfo.InvariantCulture.DateTimeFormat;

    public static void Add(Dictionary<string, LiquidFilter> filters)
    {
        filters["date"] = static (input, a, context) => Moment(input, context) is not { } moment ? null : a.At(0) is null or Nothing ? moment : Written(moment, a.Text(0), 0);
        filters["format_date"] = static (input, a, context) => Moment(input, context) is not { } moment || a.At(0) is null or Nothing
            ? null
            : LiquidFilters.Formatted(() => moment.ToString(a.Text(0), LiquidFilters.CultureOf(a.At(1))));
        filters["time_zone"] = static (input, a, context) =>
        {
            if (Moment(input, context) is not { } moment || a.At(0) is null or Nothing) return null;
            return TimeZoneInfo.TryFindSystemTimeZoneById(a.Text(0), out var zone) ? TimeZoneInfo.ConvertTime(moment, zone)
                : a.Text(0).Equals("local", StringComparison.OrdinalIgnoreCase) ? moment.ToUniversalTime() : moment;
        };
    }

    static DateTimeOffset? Moment(object? input, LiquidContext context) => input switch
    {
        "now" or "today" => context.Now,
        DateTimeOffset moment => moment,
        string text => Parsed(text),
        decimal seconds => seconds is > -62_135_596_800 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000)) : throw new LiquidException($"{seconds} is no date."),
        _ => null,
    };

    static DateTimeOffset? Parsed(string text) =>
        DateTimeOffset.TryParseExact(text, ["yyyy-MM", "yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
        || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment)
            ? moment
            : null;

    static string Written(DateTimeOffset at, string format, int depth)
    {
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%') text.Append(format[i]);
            else if (++i < format.Length) text.Append(Directive.Read(format, ref i).Write(at, depth));
        }

        LiquidContext.Allow(text.Length);
        return text.ToString();
    }

    /// <summary>One directive of strftime with its flags and its width.</summary>
    readonly record struct Directive(char Letter, bool IsUpper, bool IsBare, bool IsPadded, bool HasColons, int? Width)
    {
        public static Directive Read(string format, ref int i)
        {
            var (upper, bare, padded, colons, width) = (false, false, false, false, (int?)null);
            for (; i < format.Length; i++)
            {
                switch (format[i])
                {
                    case '^': upper = true; break;
                    case '-': bare = true; break;
                    case '_': padded = true; break;
                    case ':': colons = true; break;
                    case >= '0' and <= '9': width = Math.Min(100, ((width ?? 0) * 10) + format[i] - '0'); break;
                    default: return new Directive(format[i], upper, bare, padded, colons, width);
                }
            }

            return new Directive('\0', upper, bare, padded, colons, width);
        }

        public string Write(DateTimeOffset at, int depth)
        {
            var text = Letter switch
            {
                'a' => Names.AbbreviatedDayNames[(int)at.DayOfWeek],
                'A' => Names.DayNames[(int)at.DayOfWeek],
                'b' or 'h' => Names.AbbreviatedMonthNames[at.Month - 1],
                'B' => Names.MonthNames[at.Month - 1],
                'c' => at.ToString("F", CultureInfo.InvariantCulture),
                'x' => at.ToString("d", CultureInfo.InvariantCulture),
                'X' => at.ToString("t", CultureInfo.InvariantCulture),
                'p' => at.ToString("tt", CultureInfo.InvariantCulture),
                'P' => at.ToString("tt", CultureInfo.InvariantCulture).ToLowerInvariant(),
                'n' => new string('\n', Width ?? 1),
                't' => new string('\t', Width ?? 1),
                'z' => at.ToString("zzz", CultureInfo.InvariantCulture).Replace(HasColons ? "\0" : ":", "", StringComparison.Ordinal),
                'Z' => at.ToString("zzz", CultureInfo.InvariantCulture),
                'N' => Fraction(at),
                '%' => "%",
                '\0' => "",
                _ => Composed() is { } format && depth == 0 ? Written(at, format, 1) : Numbered(at),
            };
            return IsUpper ? text.ToUpperInvariant() : text;
        }

        string? Composed() => Letter switch
        {
            'D' => "%m/%d/%y",
            'F' => "%Y-%m-%d",
            'r' => "%I:%M:%S %p",
            'R' => "%H:%M",
            'T' => "%H:%M:%S",
            'v' => "%e-%b-%Y",
            '+' => "%a %b %e %H:%M:%S %Z %Y",
            _ => null,
        };

        string Fraction(DateTimeOffset at)
        {
            var digits = (at.Ticks % TimeSpan.TicksPerSecond).ToString(CultureInfo.InvariantCulture);
            var width = Width ?? 9;
            return digits.Length >= width ? digits[..width] : digits.PadRight(width, '0');
        }

        string Numbered(DateTimeOffset at) => Letter switch
        {
            'C' => Digits(at.Year / 100, 2),
            'd' => Digits(at.Day, 2),
            'e' => (this with { IsPadded = true }).Digits(at.Day, 2),
            'g' => Digits(WeekYear(at) % 100, 0),
            'G' => Digits(WeekYear(at), 0),
            'H' => at.Hour.ToString("00", CultureInfo.InvariantCulture),
            'I' => Digits(Hour12(at), 2),
            'j' => Digits(at.DayOfYear, 3),
            'k' => at.Hour.ToString(CultureInfo.InvariantCulture),
            'l' => (this with { IsPadded = true }).Digits(Hour12(at), 2),
            'L' => Digits(at.Millisecond, 3),
            'm' => Digits(at.Month, 2),
            'M' => Digits(at.Minute, 2),
            's' => Digits(at.ToUnixTimeSeconds(), 0),
            'S' => Digits(at.Second, 2),
            'u' => (at.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)at.DayOfWeek).ToString(CultureInfo.InvariantCulture),
            'U' => Digits(Week(at, DayOfWeek.Sunday), 2),
            'V' => Digits((at.DayOfYear / 7) + 1, 2),
            'w' => ((int)at.DayOfWeek).ToString(CultureInfo.InvariantCulture),
            'W' => Digits(Week(at, DayOfWeek.Monday), 2),
            'y' => Digits(at.Year % 100, 2),
            'Y' => Digits(at.Year, 4),
            _ => "%" + Letter,
        };

        string Digits(long value, int width)
        {
            var digits = value.ToString(CultureInfo.InvariantCulture);
            return IsBare ? digits.TrimStart('0') : digits.PadLeft(Width ?? width, IsPadded ? ' ' : '0');
        }

        static int Hour12(DateTimeOffset at) => at.Hour % 12 == 0 ? 12 : at.Hour % 12;

        static int WeekYear(DateTimeOffset at) => Number(at, DayOfWeek.Monday) >= 52 && at.Month == 1 ? at.Year - 1 : at.Year;

        static int Week(DateTimeOffset at, DayOfWeek first) => Number(at, first) is var week && week >= 52 && at.Month == 1 ? 0 : week;

        static int Number(DateTimeOffset at, DayOfWeek first) => CultureInfo.InvariantCulture.Calendar.GetWeekOfYear(at.DateTime, CalendarWeekRule.FirstFullWeek, first);
    }
}
