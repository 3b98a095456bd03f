using System.Text;
using LogodiConsult.Consulting.Attachments;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Templates.Kinds;

namespace LogodiConsult.Consulting.Imports;

/// <summary>From a file to its parts, each with the section that it seems to be.</summary>
public static class DraftReading
{
    public const int LargestFile = 10_000_000;
    public const int MostParts = 150;

    /// <summary>Far more than any plan; what is longer is a book or a mistake.</summary>
    public const int MostCharacters = 600_000;

    /// <param name="file">Seekable.</param>
    public static Result<IReadOnlyList<ImportedMatch>> Read(Stream file, PlanTemplate template)
    {
        if (file.Length == 0)
            return Refusal.Invalid("file.empty", "file");
        if (file.Length > LargestFile)
            return Refusal.Invalid("import.tooLarge", "file").With("megabytes", LargestFile / 1_000_000);
        var kind = FileKinds.Recognise(file);
        if (kind.IsRefused)
            return kind.Refusal!;
        var lines = kind.Value.Key switch
        {
            "docx" => WordDraft.Read(file),
            "txt" => MarkdownDraft.Read(new StreamReader(file, Encoding.UTF8).ReadToEnd()),
            _ => [],
        };
        if (kind.Value.Key is not ("docx" or "txt"))
            return Refusal.Invalid("import.kind", "file");
        if (lines is null)
            return Refusal.Invalid("file.broken", "file");
        if (lines.Sum(l => l.Block.Markdown.Length) > MostCharacters)
            return Refusal.Invalid("import.tooLong", "file");
        var matches = Parts(lines, template);
        return matches.Count switch
        {
            0 => Refusal.Invalid("import.nothing", "file"),
            > MostParts => Refusal.Invalid("import.tooManyParts", "file").With("most", MostParts),
            _ => Result.Of(matches),
        };
    }

    /// <summary>A heading begins a part when it names a section or stands no deeper than the part's own heading; deeper ones belong to the part's text.</summary>
    static IReadOnlyList<ImportedMatch> Parts(IReadOnlyList<DraftLine> lines, PlanTemplate template)
    {
        var parts = new List<(string Heading, string? Key, List<ImportedBlock> Blocks)> { ("", null, []) };
        var depth = int.MaxValue;
        var tree = template.Sections.FirstOrDefault(s => s.Kind is TreeKind)?.Key;
        foreach (var line in lines)
        {
            var text = line.Block.Markdown;
            var key = line.Level > 0 || line.IsGuess ? HeadingMatch.Find(line.IsGuess ? Bare(text) : text, template.Sections) : null;
            // The same title a second time is a mention, not a second section; but a problem tree may have a heading for each of its sides.
            if (key is not null && parts.Exists(p => p.Key == key))
                key = null;
            key ??= line.Level > 0 && line.Level <= depth && TreeDraft.IsLabel(text, parts[^1].Key == tree) ? tree : null;
            if (key is not null || (line.Level > 0 && line.Level <= depth))
            {
                parts.Add((line.IsGuess ? Bare(text) : text, key, []));
                depth = line.Level > 0 ? line.Level : depth;
            }
            else
            {
                parts[^1].Blocks.Add(line.Level > 0 ? new ImportedBlock($"### {text}", []) : line.Block);
            }
        }
        return [.. parts.Where(p => p.Blocks.Count > 0).Select(p => new ImportedMatch(new ImportedPart(p.Heading, Together(p.Blocks)), p.Key))];
    }

    /// <summary>Items of one list stand line below line, everything else has a blank line between.</summary>
    static IReadOnlyList<ImportedBlock> Together(List<ImportedBlock> blocks)
    {
        var joined = new List<ImportedBlock>();
        foreach (var block in blocks)
        {
            if (IsItem(block) && joined.Count > 0 && IsItem(joined[^1]))
                joined[^1] = new ImportedBlock(joined[^1].Markdown + "\n" + block.Markdown, []);
            else
                joined.Add(block);
        }
        return joined;
    }

    static bool IsItem(ImportedBlock block) => !block.IsTable && block.Markdown.TrimStart().StartsWith("- ", StringComparison.Ordinal);

    static string Bare(string marked) => marked.Replace("*", "").Replace("\\", "");
}
