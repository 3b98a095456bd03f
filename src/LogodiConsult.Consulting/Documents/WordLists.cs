using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace LogodiConsult.Consulting.Documents;

/// <summary>Bullets and numbers. Every numbered list is an instance of its own, so that each begins anew.</summary>
sealed class WordLists
{
    /// <summary>Of one level, in twentieths of a point.</summary>
    public const int Indent = 360;

    const int Bullets = 1;
    const int Numbers = 2;
    const int Levels = 9;

    readonly Numbering numbering = new(Abstract(Bullets, ordered: false), Abstract(Numbers, ordered: true), new NumberingInstance(new AbstractNumId { Val = Bullets }) { NumberID = Bullets });

    int last = Bullets;

    public int Bulleted => Bullets;

    public int Numbered(int start, int level)
    {
        numbering.Append(new NumberingInstance(
            new AbstractNumId { Val = Numbers },
            new LevelOverride(new StartOverrideNumberingValue { Val = start }) { LevelIndex = level })
        { NumberID = ++last });
        return last;
    }

    public void SaveTo(MainDocumentPart main) => main.AddNewPart<NumberingDefinitionsPart>().Numbering = numbering;

    static AbstractNum Abstract(int id, bool ordered)
    {
        var levels = Enumerable.Range(0, Levels).Select(level => new Level(
            new StartNumberingValue { Val = 1 },
            new NumberingFormat { Val = ordered ? NumberFormatValues.Decimal : NumberFormatValues.Bullet },
            new LevelText { Val = ordered ? $"%{level + 1}." : level % 2 == 0 ? "•" : "–" },
            new LevelJustification { Val = LevelJustificationValues.Left },
            new PreviousParagraphProperties(new Indentation { Left = $"{Indent * (level + 1)}", Hanging = $"{Indent}" }))
        { LevelIndex = level });
        var definition = new AbstractNum(new MultiLevelType { Val = MultiLevelValues.HybridMultilevel }) { AbstractNumberId = id };
        definition.Append(levels);
        return definition;
    }
}
