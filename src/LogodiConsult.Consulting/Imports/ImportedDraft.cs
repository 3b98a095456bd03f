namespace LogodiConsult.Consulting.Imports;

/// <summary>A piece of a part: running text as Markdown, or a table.</summary>
/// <param name="Rows">Texts of the cells, the header row first; empty for running text.</param>
public sealed record ImportedBlock(string Markdown, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    public bool IsTable => Rows.Count > 0;
}

/// <summary>What stands below one heading of a draft.</summary>
/// <param name="Heading">Empty for what stands before the first heading.</param>
public sealed record ImportedPart(string Heading, IReadOnlyList<ImportedBlock> Blocks)
{
    public string Markdown => string.Join("\n\n", Blocks.Select(b => b.Markdown).Where(m => m.Length > 0));
}

/// <summary>A line of a draft before it is known what belongs together.</summary>
/// <param name="Level">1 to 9 for a heading; 0 for content.</param>
/// <param name="IsGuess">A short line in bold: a heading only where a section bears its name.</param>
sealed record DraftLine(int Level, ImportedBlock Block, bool IsGuess = false);

/// <summary>A part and the section whose title its heading is, when one surely is.</summary>
public sealed record ImportedMatch(ImportedPart Part, string? SectionKey);
