using System.Text;
using System.Text.Json;
using LogodiConsult.Consulting.Passages;

namespace LogodiConsult.Consulting.Templates.Kinds;

/// <summary>A file that belongs to the plan; its bytes are kept elsewhere under their hash.</summary>
public sealed record ContentFile(string Id, string Name, string Caption);

public sealed record FilesContent(IReadOnlyList<ContentFile> Files)
{
    /// <exception cref="FormatException">The string is no list of files.</exception>
    public static FilesContent Read(string content)
    {
        if (string.IsNullOrWhiteSpace(content))
            return new FilesContent([]);
        try
        {
            var files = JsonSerializer.Deserialize<FilesContent>(content, TableContent.Json);
            if (files?.Files is null || files.Files.Any(f => f?.Name is null || f.Caption is null || !TableContent.IsId(f.Id)))
                throw new FormatException("Files are {\"files\":[{\"id\",\"name\",\"caption\"}]}.");
            if (files.Files.DistinctBy(f => f.Id).Count() != files.Files.Count)
                throw new FormatException("Two files have the same id.");
            return files;
        }
        catch (JsonException problem)
        {
            throw new FormatException($"The list of files is not readable: {problem.Message}", problem);
        }
    }

    public string Write() => Files.Count == 0 ? "" : JsonSerializer.Serialize(this, TableContent.Json);
}

/// <summary>Annexes: which files, in which order, with which caption.</summary>
public sealed class FilesKind : SectionKind
{
    public override string Name => "files";

    public override bool IsTyped => false;

    public override string? Fault(SectionDeclaration section, string content)
    {
        try
        {
            FilesContent.Read(content);
            return null;
        }
        catch (FormatException problem)
        {
            return problem.Message;
        }
    }

    public override bool IsEmpty(SectionDeclaration section, string content) => FilesContent.Read(content).Files.Count == 0;

    public override IReadOnlyList<Part> Parts(SectionDeclaration section, string content) =>
        [.. FilesContent.Read(content).Files.Select(f => new Part(f.Id, CanonicalText.OfPlain(f.Caption.Length > 0 ? f.Caption : f.Name)))];

    /// <summary>Names and captions; the page adds the addresses, which only it knows.</summary>
    public override string Render(SectionDeclaration section, string content, Reading reading)
    {
        var html = new StringBuilder("<ul class=\"files\">");
        foreach (var file in FilesContent.Read(content).Files)
        {
            var title = reading.Html(file.Id, RichText.FromPlain(file.Caption.Length > 0 ? file.Caption : file.Name));
            var name = reading.FileOf(file.Id) is { } given
                ? $"<a href=\"{RichText.Encode(given.Address)}\" download>{RichText.Encode(file.Name)}</a> <span class=\"soft\">{RichText.Encode(given.About)}</span>"
                : RichText.Encode(file.Name);
            html.Append($"<li data-part=\"{file.Id}\">{title} <span class=\"file-name\">{name}</span></li>");
        }
        return html.Append("</ul>").ToString();
    }

    public override IEnumerable<Problem> Problems(SectionDeclaration section, string content)
    {
        foreach (var problem in CommonProblems(section, content))
            yield return problem;
        var count = FilesContent.Read(content).Files.Count;
        if (section.Limits.MaxRows is { } most && count > most)
            yield return Error(section, "files.tooMany").With("max", most).With("actual", count);
    }

    public override string FromForm(SectionDeclaration section, IReadOnlyDictionary<string, string> fields, string previous)
    {
        var files = FilesContent.Read(Fault(section, previous) is null ? previous : "").Files;
        var prefixes = FormRows.Prefixes(fields, "files");
        var posted = prefixes.Select(p => new ContentFile(
            fields.GetValueOrDefault(p + ".id", ""), fields.GetValueOrDefault(p + ".name", ""), fields.GetValueOrDefault(p + ".caption", "")));
        // Names belong to the upload: a form changes captions and order, and takes files out.
        var kept = posted.Where(f => TableContent.IsId(f.Id)).DistinctBy(f => f.Id)
            .Select(f => files.FirstOrDefault(o => o.Id == f.Id) is { } old ? old with { Caption = f.Caption } : f);
        return prefixes.Count == 0 && !fields.ContainsKey("files") ? previous : new FilesContent([.. kept]).Write();
    }
}
