using LogodiConsult.Web.Localisation;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace LogodiConsult.Web.Forms;

/// <summary>Every posting form carries the form token; the built-in helper leaves it out where the form names its address itself.</summary>
[HtmlTargetElement("form", Attributes = "[method=post],action")]
public sealed class PostFormTagHelper(IHtmlGenerator generator) : TagHelper
{
    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (context.AllAttributes["action"].Value?.ToString() is { Length: > 0 })
            output.PostContent.AppendHtml(generator.GenerateAntiforgery(ViewContext));
    }
}

/// <summary><c>&lt;form-key /&gt;</c>: what makes a double click or a repeated post the same act. The form token is added by the form itself.</summary>
[HtmlTargetElement("form-key", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FormKeyTagHelper : TagHelper
{
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "input";
        output.TagMode = TagMode.SelfClosing;
        output.Attributes.SetAttribute("type", "hidden");
        output.Attributes.SetAttribute("name", FormKeys.FieldName);
        output.Attributes.SetAttribute("value", FormKeys.NewKey());
    }
}

/// <summary>
/// <c>&lt;fresh for="Version" /&gt;</c>: a hidden field with the model's value. The built-in helper prefers what was posted, so that a page
/// shown again after "changed meanwhile" would carry the stale version for ever.
/// </summary>
[HtmlTargetElement("fresh", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FreshTagHelper : TagHelper
{
    public required ModelExpression For { get; set; }

    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "input";
        output.TagMode = TagMode.SelfClosing;
        output.Attributes.SetAttribute("type", "hidden");
        output.Attributes.SetAttribute("name", ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name));
        output.Attributes.SetAttribute("value", FormattableString.Invariant($"{For.Model}"));
    }
}

/// <summary><c>&lt;field-error for="Title" /&gt;</c>: what is wrong with the field, in the place that the field's aria-describedby names.</summary>
[HtmlTargetElement("field-error", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FieldErrorTagHelper(PageTexts texts) : TagHelper
{
    /// <summary>The field's name as it is posted.</summary>
    public required string For { get; set; }

    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public static string IdOf(string field) => $"{TagBuilder.CreateSanitizedId(field, "_")}-error";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (ViewContext.ModelState[For]?.Errors is not { Count: > 0 } errors)
        {
            output.SuppressOutput();
            return;
        }
        output.TagName = "p";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "field-error");
        output.Attributes.SetAttribute("id", IdOf(For));
        foreach (var error in errors)
            output.Content.Append($"{(error.ErrorMessage.Length > 0 ? error.ErrorMessage : texts["form.unreadable"])} ");
    }
}

/// <summary>
/// <c>&lt;field for="Title" label="…" help="…"&gt;control&lt;/field&gt;</c>: label, help, error and control, tied together. The control inside says
/// <c>field-for="Title"</c> to get its id, name, and the ties to help and error.
/// </summary>
[HtmlTargetElement("field")]
public sealed class FieldTagHelper : TagHelper
{
    public required string For { get; set; }

    public required string Label { get; set; }

    public string? Help { get; set; }

    /// <summary>What a check says of the field; it stops no saving.</summary>
    public FieldNote? Note { get; set; }

    /// <summary>Class that says how much room the field needs beside others; null: like the others.</summary>
    public string? Size { get; set; }

    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public static string NoteIdOf(string field) => $"{TagBuilder.CreateSanitizedId(field, "_")}-note";

    public static string HelpIdOf(string field) => $"{TagBuilder.CreateSanitizedId(field, "_")}-help";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        context.Items[typeof(FieldTagHelper)] = this;
        var content = await output.GetChildContentAsync();
        output.TagName = "div";
        var wrong = ViewContext.ModelState[For]?.Errors.Count > 0;
        output.Attributes.SetAttribute("class", string.Join(' ', new[] { "field", wrong ? "wrong" : null, Size }.OfType<string>()));
        var label = new TagBuilder("label");
        label.Attributes["for"] = TagBuilder.CreateSanitizedId(For, "_");
        label.InnerHtml.Append(Label);
        output.PreContent.AppendHtml(label);
        if (Help is { Length: > 0 })
        {
            var help = new TagBuilder("p");
            help.AddCssClass("help");
            help.Attributes["id"] = HelpIdOf(For);
            help.InnerHtml.Append(Help);
            output.PreContent.AppendHtml(help);
        }
        output.Content.SetHtmlContent(content);
        if (Note is null)
            return;
        var note = new TagBuilder("p");
        note.AddCssClass(Note.Severity);
        note.AddCssClass("note");
        note.Attributes["id"] = NoteIdOf(For);
        note.InnerHtml.Append(Note.Text);
        output.PostContent.AppendHtml(note);
    }
}

/// <param name="Severity">Class of the note: "error" or "warning".</param>
public sealed record FieldNote(string Text, string Severity);

/// <summary>Gives a control inside <c>&lt;field&gt;</c> its id, its name and the ties that a screen reader follows.</summary>
[HtmlTargetElement("input", Attributes = "field-for", TagStructure = TagStructure.WithoutEndTag)]
[HtmlTargetElement("textarea", Attributes = "field-for")]
[HtmlTargetElement("select", Attributes = "field-for")]
public sealed class FieldControlTagHelper : TagHelper
{
    public required string FieldFor { get; set; }

    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.Attributes.SetAttribute("id", TagBuilder.CreateSanitizedId(FieldFor, "_"));
        output.Attributes.SetAttribute("name", FieldFor);
        var ties = new List<string>();
        if (context.Items.TryGetValue(typeof(FieldTagHelper), out var field) && field is FieldTagHelper { Help.Length: > 0 })
            ties.Add(FieldTagHelper.HelpIdOf(FieldFor));
        if (context.Items.TryGetValue(typeof(FieldTagHelper), out field) && field is FieldTagHelper { Note: not null })
            ties.Add(FieldTagHelper.NoteIdOf(FieldFor));
        if (ViewContext.ModelState[FieldFor]?.Errors.Count > 0)
        {
            ties.Add(FieldErrorTagHelper.IdOf(FieldFor));
            output.Attributes.SetAttribute("aria-invalid", "true");
        }
        if (ties.Count > 0)
            output.Attributes.SetAttribute("aria-describedby", string.Join(' ', ties));
    }
}
