using System.Globalization;
using LogodiConsult.Web.Localisation;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace LogodiConsult.Web.Components;

/// <summary><c>&lt;moment at="…" /&gt;</c>: one instant on both clocks with the weekday, since "due 12 October" is two different days.</summary>
[HtmlTargetElement("moment", TagStructure = TagStructure.WithoutEndTag)]
public sealed class MomentTagHelper(PageTexts texts) : TagHelper
{
    static readonly (string Key, TimeZoneInfo Zone)[] Clocks =
        [("clock.lima", TimeZoneInfo.FindSystemTimeZoneById("America/Lima")), ("clock.seoul", TimeZoneInfo.FindSystemTimeZoneById("Asia/Seoul"))];

    public required DateTimeOffset At { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "moment");
        output.Attributes.SetAttribute("datetime", At.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture));
        foreach (var (key, zone) in Clocks)
        {
            var clock = new TagBuilder("span");
            var place = new TagBuilder("b");
            place.InnerHtml.Append(texts[key]);
            clock.InnerHtml.AppendHtml(place).Append($" {TimeZoneInfo.ConvertTime(At, zone).ToString(Format(), CultureInfo.CurrentCulture)}");
            output.Content.AppendHtml(clock);
            output.Content.Append(" ");
        }
    }

    static string Format() => Languages.Current switch
    {
        "ko" => "yyyy년 M월 d일 (ddd) HH:mm",
        "en" => "ddd d MMM yyyy, HH:mm",
        _ => "ddd d MMM yyyy, HH:mm",
    };
}
