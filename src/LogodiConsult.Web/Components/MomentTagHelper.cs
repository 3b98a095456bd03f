using System.Globalization;
using LogodiConsult.Consulting.Time;
using LogodiConsult.Web.Localisation;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace LogodiConsult.Web.Components;

/// <summary>
/// <c>&lt;moment at="…" /&gt;</c> or <c>&lt;moment slot="…" /&gt;</c>: an instant or a slot on the reader's clock and the others of the programme,
/// with the weekday, since "due 12 October" is two different days.
/// </summary>
[HtmlTargetElement("moment", TagStructure = TagStructure.WithoutEndTag)]
public sealed class MomentTagHelper(PageTexts texts) : TagHelper
{
    public DateTimeOffset? At { get; set; }

    public TimeSlot? Slot { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var culture = CultureInfo.CurrentUICulture;
        var moment = Slot is { } slot ? BothClocks.Show(slot, texts.Zone, culture)
            : At is { } at ? BothClocks.Show(at, texts.Zone, culture)
            : null;
        if (moment is null)
        {
            output.SuppressOutput();
            return;
        }
        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "moment");
        output.Attributes.SetAttribute("datetime", moment.Iso);
        foreach (var clock in moment.Clocks)
        {
            var reading = new TagBuilder("span");
            var city = new TagBuilder("b");
            city.InnerHtml.Append(clock.City);
            reading.InnerHtml.Append($"{clock.Date}, {clock.Time}\u00A0").AppendHtml(city);
            output.Content.AppendHtml(reading);
            output.Content.Append(" ");
        }
    }
}
