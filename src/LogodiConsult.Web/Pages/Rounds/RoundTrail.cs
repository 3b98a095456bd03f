using System.Globalization;
using LogodiConsult.Consulting.Programmes;

namespace LogodiConsult.Web.Pages.Rounds;

/// <summary>The pages above those of a round.</summary>
public static class RoundTrail
{
    public static IReadOnlyList<(string Text, string Path)> Above(RoundView view, CultureInfo culture) =>
        [.. AboveRound(view, culture), (view.Round.Title.In(culture), $"/rounds/{view.Round.Id}")];

    public static IReadOnlyList<(string Text, string Path)> AboveRound(RoundView view, CultureInfo culture) =>
        [(view.Programme.Title.In(culture), $"/programmes/{view.Programme.Id}")];
}
