using LogodiConsult.Web.Localisation;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace LogodiConsult.Web.Components;

/// <summary>
/// <c>&lt;stage-pill stage="review" text="…" /&gt;</c>: the stage of a plan, told by word and by colour. The word comes from the definition,
/// which names the stage in three languages; without it the usual stages have words of their own.
/// </summary>
[HtmlTargetElement("stage-pill", TagStructure = TagStructure.WithoutEndTag)]
public sealed class StagePillTagHelper(PageTexts texts) : TagHelper
{
    static readonly string[] Coloured =
        ["draft", "endorsement", "translation", "review", "revision", "accepted", "presentation", "completed", "followup", "withdrawn"];

    public required string Stage { get; set; }

    public string? Text { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var stage = Stage.ToLowerInvariant();
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", Coloured.Contains(stage) ? $"pill {stage}" : "pill");
        output.Content.Append(Text ?? (texts.Has($"stage.{stage}") ? texts[$"stage.{stage}"] : Stage));
    }
}
